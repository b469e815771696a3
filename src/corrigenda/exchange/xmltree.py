"""XML from strangers, read into a tree whose elements know their places.

Entities are where XML is dangerous: they can grow without end (“billion laughs”) or name files of this machine
and of others. A document that declares any is refused, so that none is ever expanded, and expat opens nothing by
itself; a document type without declarations, as TBX 2 has, is passed over. That is all that defusedxml would do
here (`forbid_entities`, `forbid_external`), without a dependency, and with line and column of each element, which
ElementTree does not keep. Deep nesting is refused as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from corrigenda.errors import InputError
from corrigenda.exchange.base import Place, damaged

_DEEPEST = 200
_SEPARATOR = " "
_XML = "http://www.w3.org/XML/1998/namespace "


@dataclass(slots=True)
class Node:
    """An element."""

    name: str
    """Without its namespace."""
    attributes: dict[str, str]
    """By name; of those in a namespace only ``xml:`` ones are kept."""
    place: Place
    content: "list[Node | str]" = field(default_factory=list)

    @property
    def children(self) -> tuple["Node", ...]:
        """The elements directly inside."""
        return tuple(each for each in self.content if isinstance(each, Node))

    @property
    def text(self) -> str:
        """All characters inside, whatever elements they stand in."""
        return "".join(each if isinstance(each, str) else each.text for each in self.content)

    def named(self, *names: str) -> Iterator["Node"]:
        """Yield the elements directly inside that have one of the names."""
        return (child for child in self.children if child.name in names)

    def within(self) -> Iterator["Node"]:
        """Yield all elements inside, in the order of the file."""
        for child in self.children:
            yield child
            yield from child.within()


def parse(data: bytes, path: str) -> Node:
    """Return the root element of a document; `path` is its name in messages.

    Raises:
        InputError: it is not well-formed, is in an encoding that is not known, declares entities, or nests too deep.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    builder = _Builder(parser, path)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise damaged(message, path, (error.lineno, error.offset + 1), "get the file anew, or mend it there") from error
    except (LookupError, ValueError) as error:  # of pyexpat, for encodings that it does not know or cannot use
        message = f"the XML is in an encoding that cannot be read: {error}"
        raise damaged(message, path, (1, 1), "save it as UTF-8") from error
    return builder.root


class _Builder:
    def __init__(self, parser: Any, path: str) -> None:
        self.parser = parser
        self.path = path
        self.open: list[Node] = []
        self.root = Node("", {}, (1, 1))
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._declared
        parser.SkippedEntityHandler = self._skipped

    def _place(self) -> Place:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) == _DEEPEST:
            raise self._refused(f"elements nested more than {_DEEPEST} deep", "this is no file of that kind")
        kept = {key.replace(_XML, "xml:"): value for key, value in attributes.items()}
        node = Node(name.rpartition(_SEPARATOR)[2], kept, self._place())
        if self.open:
            self.open[-1].content.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _characters(self, text: str) -> None:
        self.open[-1].content.append(text)

    def _declared(self, name: str, *_rest: object) -> None:
        raise self._refused(f"the file declares an entity, “{name}”", "put its text in its place, and take it out")

    def _skipped(self, name: str, _is_parameter: int) -> None:
        raise self._refused(f"the entity “{name}” is not declared in the file", "put the character in its place")

    def _refused(self, message: str, advice: str) -> InputError:
        return damaged(message, self.path, self._place(), advice)
