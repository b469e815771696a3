"""Many witnesses in turn: those that do not fit are read again whenever they are asked for, and not kept."""

from collections.abc import Callable, Iterable, Sequence
from typing import overload

from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.text import LineIndex, Witness
from corrigenda.visible import visible

_ROOM = 8_000_000
"""Code points of texts that are kept."""


class Shelf(Sequence[Witness]):
    """Witnesses by number; memory does not grow with how many there are."""

    def __init__(self, read: Callable[[str], Witness], room: int = _ROOM) -> None:
        self._read = read
        self._room = room
        self._kept: dict[str, Witness] = {}
        self._digests: dict[str, str] = {}
        self._names: list[str] = []
        self._sigla: list[str] = []
        self._sizes: list[int] = []
        self._encodings: list[str] = []
        self._unrepeatable: set[str] = set()
        self._last: Witness | None = None

    @property
    def sigla(self) -> Sequence[str]:
        """The sigla of the witnesses; nothing is read for them."""
        return self._sigla

    @property
    def names(self) -> Sequence[str]:
        """The names by which the witnesses were added."""
        return self._names

    @property
    def sizes(self) -> Sequence[int]:
        """The lengths of the texts in code points."""
        return self._sizes

    @property
    def encodings(self) -> Sequence[str]:
        """The encodings of the texts."""
        return self._encodings

    @property
    def digests(self) -> Sequence[str]:
        """The digests of the witnesses."""
        return tuple(self._digests.values())

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
        if witness.siglum in self._digests:
            return
        self._digests[witness.siglum] = witness.digest
        self._names.append(name)
        self._sigla.append(witness.siglum)
        self._sizes.append(len(witness.text))
        self._encodings.append(witness.codec.encoding)
        if len(witness.text) <= self._room:
            self._room -= len(witness.text)
            self._kept[witness.siglum] = witness

    def keep(self, name: str) -> None:
        """Add a witness that can be read only once."""
        self._room += 1 << 60
        self.add(name)
        self._room -= 1 << 60
        self._unrepeatable.add(self._sigla[-1])

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, at: int) -> Witness: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Witness]: ...
    def __getitem__(self, at: int | slice) -> Witness | Sequence[Witness]:
        """Return one witness, or several.

        Raises:
            InputError: it cannot be read any more, or is another text than before.
        """
        if isinstance(at, slice):
            return tuple(self[number] for number in range(len(self))[at])
        siglum = self._sigla[at]
        if siglum in self._kept:
            return self._kept[siglum]
        if self._last is None or self._last.siglum != siglum:
            witness = self._read(self._names[at])
            if witness.digest != self._digests[siglum]:
                raise InputError(
                    "the text was changed while it was being checked", where=visible(witness.name), help="run it again"
                )
            self._last = witness
        return self._last


def sigla(witnesses: Sequence[Witness]) -> Sequence[str]:
    """Return the sigla of witnesses."""
    return witnesses.sigla if isinstance(witnesses, Shelf) else [witness.siglum for witness in witnesses]


def names(witnesses: Sequence[Witness]) -> Sequence[str]:
    """Return the names of witnesses."""
    return witnesses.names if isinstance(witnesses, Shelf) else [witness.name for witness in witnesses]


def sizes(witnesses: Sequence[Witness]) -> Sequence[int]:
    """Return the lengths of the texts of witnesses, in code points."""
    return witnesses.sizes if isinstance(witnesses, Shelf) else [len(witness.text) for witness in witnesses]


def digests(witnesses: Sequence[Witness]) -> Sequence[str]:
    """Return the digests of witnesses."""
    return witnesses.digests if isinstance(witnesses, Shelf) else [witness.digest for witness in witnesses]


def encodings(witnesses: Sequence[Witness]) -> Sequence[str]:
    """Return the encodings of witnesses."""
    if isinstance(witnesses, Shelf):
        return witnesses.encodings
    return [witness.codec.encoding for witness in witnesses]


def names_by_siglum(witnesses: Sequence[Witness]) -> dict[str, str]:
    """Return the name of each witness by its siglum."""
    return dict(zip(sigla(witnesses), names(witnesses), strict=True))


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
