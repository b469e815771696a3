"""Many witnesses in turn: those that do not fit are read again whenever they are asked for, and not kept."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Self

from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.ondemand import OnDemand
from corrigenda.storage.files import Stamp
from corrigenda.texts.text import LineIndex, Witness
from corrigenda.texts.visible import visible

_ROOM = 8_000_000
"""Code points of texts that are kept."""


class Label(NamedTuple):
    """What can be told of a witness without reading it."""

    siglum: str
    name: str
    """As messages and reports show it."""
    digest: str
    size: int
    """Of the text, in code points."""
    encoding: str

    @classmethod
    def of(cls, witness: Witness) -> Self:
        """Return what can be told of a witness."""
        return cls(witness.siglum, witness.name, witness.digest, len(witness.text), witness.codec.encoding)


Known = Mapping[str, tuple[Stamp, Label]]
"""What the file system said of files when they were read, and what can be told of the witnesses in them, by name."""


class Shelf(OnDemand[Witness]):
    """Witnesses by number; memory does not grow with how many there are."""

    def __init__(self, read: Callable[[str], Witness], room: int = _ROOM) -> None:
        self._read = read
        self._room = room
        self._kept: dict[str, Witness] = {}
        self._names: list[str] = []
        self._labels: list[Label] = []
        self._sigla: set[str] = set()
        self._unrepeatable: set[str] = set()
        self._last: Witness | None = None

    @property
    def labels(self) -> Sequence[Label]:
        """What can be told of the witnesses without reading them."""
        return self._labels

    def __getstate__(self) -> dict[str, object]:
        """Leave the texts at home: another process reads them for itself, but for those that can be read only once."""
        kept = {siglum: witness for siglum, witness in self._kept.items() if siglum in self._unrepeatable}
        return {**self.__dict__, "_kept": kept, "_last": None}

    def add(self, name: str) -> None:
        """Read the witness called `name` and add it, unless one with its siglum is there.

        Raises:
            InputError: it cannot be read.
        """
        witness = self._read(name)
        if self.add_unread(name, Label.of(witness)):
            self._keep(witness)

    def add_unread(self, name: str, label: Label) -> bool:
        """Add a witness, to be read when it is asked for; say whether none with its siglum was there."""
        if label.siglum in self._sigla:
            return False
        self._sigla.add(label.siglum)
        self._labels.append(label)
        self._names.append(name)
        return True

    def keep(self, name: str) -> None:
        """Add a witness that can be read only once.

        Raises:
            InputError: it cannot be read.
        """
        witness = self._read(name)
        if self.add_unread(name, Label.of(witness)):
            self._room -= len(witness.text)
            self._kept[witness.siglum] = witness
            self._unrepeatable.add(witness.siglum)

    def only(self, sigla: Collection[str]) -> "Shelf":
        """Return the shelf of those of the witnesses that have one of some sigla."""
        left = Shelf(self._read, self._room)
        for name, label in zip(self._names, self._labels, strict=True):
            if label.siglum in sigla:
                left.add_unread(name, label)
        left._kept, left._unrepeatable = self._kept, self._unrepeatable
        return left

    def _keep(self, witness: Witness) -> None:
        """Keep a text, if there is room."""
        if len(witness.text) <= self._room:
            self._room -= len(witness.text)
            self._kept[witness.siglum] = witness

    def __len__(self) -> int:
        return len(self._names)

    def _made(self, number: int) -> Witness:
        """Return a witness.

        Raises:
            InputError: it cannot be read any more, or is another text than before.
        """
        label = self._labels[number]
        if label.siglum in self._kept:
            return self._kept[label.siglum]
        if self._last is None or self._last.siglum != label.siglum:
            witness = self._read(self._names[number])
            if witness.digest != label.digest:
                raise InputError(
                    "the text was changed while it was being checked", where=visible(witness.name), help="run it again"
                )
            self._keep(witness)
            self._last = witness
        return self._last


def only(witnesses: Sequence[Witness], sigla: Collection[str]) -> Sequence[Witness]:
    """Return those of the witnesses that have one of some sigla; none is read for it."""
    if isinstance(witnesses, Shelf):
        return witnesses.only(sigla)
    return tuple(witness for witness in witnesses if witness.siglum in sigla)


def labels(witnesses: Sequence[Witness]) -> Sequence[Label]:
    """Return what can be told of witnesses; none is read for it."""
    return witnesses.labels if isinstance(witnesses, Shelf) else [Label.of(witness) for witness in witnesses]


def names(witnesses: Sequence[Witness]) -> Sequence[str]:
    """Return the names of witnesses, as the user gave them."""
    return [label.name for label in labels(witnesses)]


def sigla(witnesses: Sequence[Witness]) -> Sequence[str]:
    """Return the sigla of witnesses."""
    return [label.siglum for label in labels(witnesses)]


def sizes(witnesses: Sequence[Witness]) -> Sequence[int]:
    """Return the lengths of the texts of witnesses, in code points."""
    return [label.size for label in labels(witnesses)]


def digests(witnesses: Sequence[Witness]) -> dict[str, str]:
    """Return the digest of each witness by its siglum."""
    return {label.siglum: label.digest for label in labels(witnesses)}


def names_by_siglum(witnesses: Sequence[Witness]) -> dict[str, str]:
    """Return the name of each witness by its siglum."""
    return {label.siglum: label.name for label in labels(witnesses)}


class Lines:
    """The witnesses by siglum, each with the index of its lines; for going through findings in their order."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._witnesses = witnesses
        self._numbers = {siglum: number for number, siglum in enumerate(sigla(witnesses))}
        self._last: tuple[Witness, LineIndex] | None = None

    def __getitem__(self, siglum: str) -> tuple[Witness, LineIndex]:
        if self._last is None or self._last[0].siglum != siglum:
            witness = self._witnesses[self._numbers[siglum]]
            self._last = witness, LineIndex(witness.text)
        return self._last


def findings_of(witnesses: Sequence[Witness], findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings of each witness by siglum, in the order of the witnesses."""
    slots: dict[str, list[Finding]] = {siglum: [] for siglum in sigla(witnesses)}
    for finding in findings:
        slots[finding.anchor.siglum].append(finding)
    return slots
