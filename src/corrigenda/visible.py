"""Text made safe to show: nothing in a scanned file may drive the reader's terminal."""

_NUL_PICTURE = 0x2400
_DELETE_PICTURE = 0x2421
_LAST_C0 = 0x1F
_DELETE = 0x7F


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


def _picture(char: str) -> str:
    code = ord(char)
    if code <= _LAST_C0:
        return chr(_NUL_PICTURE + code)
    if code == _DELETE:
        return chr(_DELETE_PICTURE)
    return f"<U+{code:04X}>"
