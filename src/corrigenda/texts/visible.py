"""Text made safe to show: nothing in a scanned file may drive the reader's terminal, or the page it stands on."""

_NUL_PICTURE = 0x2400
_DELETE_PICTURE = 0x2421
_LAST_C0 = 0x1F
_DELETE = 0x7F
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
WRITTEN = _SPACES + "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060"
"""Spaces, joiners and marks that cannot be seen but are how French, Persian, Hindi or an emoji are written. A terminal
may count them wrongly; a page shows them as they are meant, and they change nothing around them."""
_WITHOUT = str.maketrans("", "", WRITTEN)


def visible(text: str, *, keep: str = "") -> str:
    r"""Return `text` with every character that is not printable shown as a picture or as ``<U+XXXX>``.

    Control characters of ASCII become their pictures in the block Control Pictures; all else that
    `str.isprintable` refuses (C1 controls, bidirectional and invisible marks, line and paragraph
    separators, lone surrogates) becomes its number. Characters in `keep` are left as they are.

    >>> visible("Sta\x1b[31mlin\u202e")
    'Sta␛[31mlin<U+202E>'
    >>> visible("two\nlines"), visible("two\nlines", keep="\n")
    ('two␊lines', 'two\nlines')
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _picture(char) for char in text)


def legible(text: str, *others: str, keep: str = "") -> str:
    r"""Return `text` for a page: as `visible` does, but with what is `WRITTEN` left as it is.

    Where nothing else is there to be seen, or nothing else tells it from one of `others`, it is shown after all.

    >>> legible("Quoi\u00a0?\u202e"), legible("\u00ad"), legible("Sta\u00adlin", "Stalin")
    ('Quoi\xa0?<U+202E>', '<U+00AD>', 'Sta<U+00AD>lin')
    """
    bare = text.translate(_WITHOUT)
    if text.isprintable() or len(bare) == len(text):
        return visible(text, keep=keep)
    is_told = bare and not any(text != other and bare == other.translate(_WITHOUT) for other in others)
    return visible(text, keep=keep + WRITTEN if is_told else keep)


def _picture(char: str) -> str:
    code = ord(char)
    if code <= _LAST_C0:
        return chr(_NUL_PICTURE + code)
    if code == _DELETE:
        return chr(_DELETE_PICTURE)
    return f"<U+{code:04X}>"
