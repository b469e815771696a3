"""Plain text: bytes to a witness and back, nothing normalised."""

import codecs
from functools import cache

from corrigenda.errors import InputError
from corrigenda.texts.text import Codec, LineIndex, Witness
from corrigenda.texts.text import digest as digest_of
from corrigenda.texts.visible import visible

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32 before UTF-16, whose little-endian mark begins alike."""

_SURE = 16
"""Bytes of which every other is NUL that are no text with NULs in it."""

_MARKED = ("utf-8-sig", "utf-16", "utf-32")
"""Encodings that begin with a mark when they write; files that have one are read without naming any."""
_STRICT = frozenset({"utf-8"})
"""Encodings of which Python's decoder takes only what its encoder gives: nothing is to be verified."""
_MARKED_HELP = "name utf-8, utf-16-le or utf-16-be"


def decode(
    data: bytes, *, name: str, siglum: str, encoding: str = "utf-8", base: str = "", digest: str = ""
) -> Witness:
    """Return the witness in `data`: by its byte order mark, else as UTF-8 if it must be that, else by `encoding`.

    `digest` is that of the bytes, where it is known; else it is worked out.

    Raises:
        InputError: bytes that are not of the encoding, with their place; nothing is guessed.
    """
    marks = [(mark, kind) for mark, kind in _BOMS if data.startswith(mark)]
    if len(marks) > 1 and len(data) % 4:
        marks = marks[1:]  # no UTF-32, but UTF-16 that begins with NUL
    bom, found = marks[0] if marks else (b"", "utf-8" if _is_utf_8(data, encoding) else encoding)
    codec = Codec(found, bom)
    try:
        text = data[len(bom) :].decode(found)
        is_faithful = found in _STRICT or codec.encode(text) == data
    except UnicodeDecodeError as error:
        offset = len(bom) + error.start
        before = _decoded(data[len(bom) : offset], found)
        raise InputError(
            f"not {found.upper()}: byte 0x{data[offset]:02X}",
            where=_where(name, before, len(before)),
            help=f"name the file's encoding with --encoding{_hint(data)}, or convert the file to UTF-8",
        ) from error
    except (UnicodeError, DeprecationWarning):  # of codecs that are not for files: punycode, unicode_escape
        is_faithful = False
    except (LookupError, ValueError) as error:
        raise InputError(
            f"unknown encoding {encoding!r}",
            where=visible(name),
            help="give a name Python knows, such as windows-1251 or latin-1",
        ) from error
    if not is_faithful:
        is_marked = found.lower().replace("_", "-") in _MARKED
        raise InputError(
            f"the file does not survive decoding and encoding as {found}",
            where=visible(name),
            help=f"it has no byte order mark; {_MARKED_HELP}" if is_marked else "convert it to UTF-8 first",
        )
    if found not in _STRICT:
        encoded(text, name)
    if not bom and found.lower() in ("utf-8", "utf8") and (wide := _unmarked(data)):
        raise InputError(
            "every other byte is NUL: UTF-16 without a byte order mark, it seems",
            where=visible(name),
            help=f"name the file's encoding with --encoding {wide}, or convert the file to UTF-8",
        )
    return Witness(siglum, name, text, codec, digest or digest_of(data), base)


def _is_utf_8(data: bytes, encoding: str) -> bool:
    """Say whether bytes without a mark are UTF-8 although another encoding is named for them.

    Bytes beyond ASCII that are valid UTF-8 are hardly so by chance where `encoding` has one byte for each character.
    Where it has several, text in it may well be; and what is all ASCII is read the same, and gets its corrections in
    the encoding that was named.
    """
    if encoding in _STRICT or data.isascii() or not _has_single_bytes(encoding):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _has_single_bytes(encoding: str) -> bool:
    """Say whether an encoding has one byte for each character, and those of ASCII for ASCII."""
    try:
        if codecs.lookup(encoding).name.startswith("utf"):
            return False
        if any(each.decode(encoding) != each.decode("ascii") for each in (b"\\u0041", bytes(range(128)))):
            return False
        return len(bytes(range(256)).decode(encoding, "replace")) == 256  # noqa: PLR2004 - one each
    except (LookupError, ValueError):  # of what is no encoding of texts
        return False


def encoded(text: str, name: str) -> bytes:
    """Return a text in UTF-8; `name` is what it is called.

    Raises:
        InputError: it has half of a surrogate pair, which some encodings and programs let through.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"half of a surrogate pair, U+{ord(text[error.start]):04X}",
            where=_where(name, text, error.start),
            help="it stands for no character: mend the text, or read it by the encoding that it is in",
        ) from error


def _decoded(data: bytes, encoding: str) -> str:
    """Return what stands before a byte that is no text; a character a byte if the codec is not for files (idna)."""
    try:
        return data.decode(encoding)
    except UnicodeError:
        return data.decode("latin-1")


def _where(name: str, text: str, offset: int) -> str:
    line, column = LineIndex(text).place(offset)
    return f"{visible(name)}:{line}:{column}"


def _unmarked(data: bytes) -> str:
    """Return the UTF-16 that bytes are which decode as UTF-8 too, as they are all ASCII; empty when they are none."""
    if b"\0" not in data or len(data) < _SURE or len(data) % 2:
        return ""
    even, odd = data[0::2], data[1::2]
    if not any(even) and all(odd):
        return "utf-16-be"
    return "utf-16-le" if not any(odd) and all(even) else ""


def _hint(data: bytes) -> str:
    """Return what the bytes may be, in words for an error message; a hint, never acted upon."""
    sample = data[:65536]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 8:
        return f" (it may be {'utf-16-be' if even > odd else 'utf-16-le'})"
    cyrillic = sum(byte >= 0xC0 for byte in sample)  # noqa: PLR2004 - letters of windows-1251
    if cyrillic > len(sample) // 4:
        return " (it may be windows-1251)"
    return " (it may be windows-1252)"
