"""The apparatus inside the text, as CriticMarkup (http://criticmarkup.com), which is readable anywhere."""

import re

from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.errors import InputError
from corrigenda.texts.text import LineIndex
from corrigenda.texts.visible import visible

_MARK = re.compile(r"\{(?:\+\+|--|~~|==|>>)|(?:\+\+|--|~~|==|<<)\}|~>")


def render(edition: Edition) -> str:
    """Return the text with its emendations as substitutions, and open places highlighted with a comment.

    A refusal is a comment where it has a note: the text stands there as it was. Taking all changes back gives the
    received text.

    Raises:
        InputError: the text, or a reading, has a mark of CriticMarkup of its own; there is no way to quote one.
    """
    witness = edition.witness
    found = _MARK.search(witness.text)
    if found:
        line, column = LineIndex(witness.text).place(found.start())
        raise _refused(f"the text has “{found.group()}” of its own", f"{visible(witness.name)}:{line}:{column}")
    return "".join(piece if entry is None else _marked(piece, entry, edition) for piece, entry in edition.marked())


def _marked(piece: str, entry: Entry, edition: Edition) -> str:
    corr = entry.corr or ""
    if _MARK.search(corr):
        raise _refused(f"the reading “{visible(corr)}” has a mark of its own", visible(edition.witness.name))
    if entry.is_made:
        change = f"{{--{piece}--}}" if not corr else f"{{++{corr}++}}" if not piece else f"{{~~{piece}~>{corr}~~}}"
        return change + _comment(f"{entry.code}, {entry.resp}" + (f": {entry.note}" if entry.note else ""))
    if entry.is_open:
        proposed = f", “{corr}”?" if entry.corr is not None else ""
        return f"{{=={piece}==}}" + _comment(f"{entry.code}{proposed} {entry.note or entry.message}")
    return piece + (_comment(f"{entry.code}, {entry.resp}, left as it stands: {entry.note}") if entry.note else "")


def _comment(text: str) -> str:
    return "{>>" + _MARK.sub(lambda found: " ".join(found.group()), visible(text)) + "<<}"


def _refused(what: str, where: str) -> InputError:
    return InputError(
        f"{what}, which CriticMarkup would take for a change",
        where=where,
        help="write another format, such as tei or docx",
    )
