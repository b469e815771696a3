"""Sequences whose items are made when they are asked for: where there are a million, few are."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

Item_co = TypeVar("Item_co", covariant=True)


class OnDemand(Sequence[Item_co]):
    """A sequence of what `_made` makes; slices are tuples."""

    __slots__ = ()

    @abstractmethod
    def _made(self, number: int) -> Item_co:
        """Return an item by its number, from 0 to one less than there are."""

    @overload
    def __getitem__(self, at: int) -> Item_co: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Item_co, ...]: ...
    def __getitem__(self, at: int | slice) -> Item_co | tuple[Item_co, ...]:
        wanted = range(len(self))[at]
        return self._made(wanted) if isinstance(wanted, int) else tuple(map(self._made, wanted))

    def __iter__(self) -> Iterator[Item_co]:
        return map(self._made, range(len(self)))
