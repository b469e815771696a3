"""Containers of text, chosen by a file's ending; plain text is the only one so far."""

from pathlib import PurePath
from typing import Protocol

from corrigenda.errors import InputError
from corrigenda.formats import plain
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible


class Decoder(Protocol):
    """A function that makes a witness of a file's bytes."""

    def __call__(self, data: bytes, *, name: str, siglum: str, encoding: str, base: str, digest: str) -> Witness:
        """Return the witness, or raise `InputError`; `digest` is that of the bytes if it is known."""


_BY_ENDING: dict[str, Decoder] = {".txt": plain.decode, ".text": plain.decode, ".md": plain.decode}


_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_NO_TEXT = (
    (b"%PDF-", "a PDF"),
    (b"PK\3\4", "a ZIP archive, as .docx, .odt and .epub files are"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Word"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
)
"""What files begin with that many take for texts, and what they are: read as text, they would be full of findings."""


def known(path: PurePath) -> bool:
    """Say whether a file found in a folder is read, by its ending."""
    return path.suffix.lower() in _BY_ENDING


def is_markdown(path: PurePath) -> bool:
    """Say whether a file is Markdown, by its ending."""
    return path.suffix.lower() in _MARKDOWN


def has_comments(path: PurePath) -> bool:
    """Say whether a file may hold comments of the kind ``<!-- … -->``, by its ending."""
    return path.suffix.lower() in (*_MARKDOWN, *_HTML)


def of_text(text: str, *, name: str, siglum: str) -> Witness:
    """Return the witness that a text is.

    Raises:
        InputError: it has half of a surrogate pair.
        TypeError: it is no text.
    """
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}: decode it, or give the Path of its file")
    return decode(plain.encoded(text, name), name=name, siglum=siglum)


def decode(
    data: bytes, *, name: str, siglum: str, encoding: str = "utf-8", base: str = "", digest: str = ""
) -> Witness:
    """Return the witness in `data`; a file named by the user whose ending we do not know is plain text.

    `digest` is that of the bytes, where it is known; else it is worked out.

    Raises:
        InputError: the bytes are not text of the encoding, or of another kind of file.
    """
    for beginning, kind in _NO_TEXT:
        if data.startswith(beginning):
            raise InputError(
                f"not plain text: this is {kind}",
                where=visible(name),
                help="save or export it as plain text, in UTF-8, and name that file",
            )
    reader = _BY_ENDING.get(PurePath(name).suffix.lower(), plain.decode)
    return reader(data, name=name, siglum=siglum, encoding=encoding, base=base, digest=digest)
