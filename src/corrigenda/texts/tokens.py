"""The words of a text, with their places, each distinct spelling folded once."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, pairwise

from corrigenda.texts import fold
from corrigenda.texts.marks import MARKS
from corrigenda.texts.text import Span

_LETTER = r"[^\W_]"
_MARK = rf"\N{{SOFT HYPHEN}}|(?![\0-\u02ff])[{MARKS}]"  # ASCII ends most words, and is ruled out first
_DIVISION = rf"(?:[{fold.HYPHENS}]|(?<=\N{{SOFT HYPHEN}}))(?:\r?\n){{1,3}}\f?[ \t]{{0,8}}(?=[{fold.GOING_ON}])"
_WORD = re.compile(rf"(?={_LETTER})(?:{_LETTER}++|{_MARK}|[{fold.APOSTROPHES}](?={_LETTER})|{_DIVISION})++")
"""Letters and digits with marks and inner apostrophes; a word divided at a line end and going on in lower case is one.

A soft hyphen is a mark inside the word before it.
"""
LONGEST = 300
"""Characters of a word; what is longer was never one, and is passed over, as if it were marks.

It takes longer than in proportion to the length of a word to normalise it, or to compare it with others.
"""
UNSPACED = "[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""A letter of a script that puts no blanks between words, of which a whole sentence is one here."""
_OPENING = frozenset('.!?:\n"“„«(')
"""Marks before the first word of a sentence, a line or something quoted."""


class Tokens:
    """The words of one text in reading order."""

    __slots__ = ("_ends", "_keys", "_places", "_starts", "_surfaces", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = array("q")
        self._ends = array("q")
        self._surfaces: list[str] = []
        self._places: dict[str, list[int]] = {}
        for found in _WORD.finditer(text):
            surface = found.group()
            if len(surface) > LONGEST:
                continue
            self._starts.append(found.start())
            self._ends.append(found.end())
            self._places.setdefault(surface, []).append(len(self._surfaces))
            self._surfaces.append(surface)
        self._keys = {surface: fold.key(surface) for surface in self._places}

    def __len__(self) -> int:
        return len(self._surfaces)

    def surface(self, number: int) -> str:
        """Return word `number` as it stands, a line-end hyphen included."""
        return self._surfaces[number]

    def key(self, number: int) -> str:
        """Return the folded key of word `number`."""
        return self._keys[self._surfaces[number]]

    def keys(self, first: int, last: int) -> Sequence[str]:
        """Return the folded keys of the words from `first` to before `last`, as far as there are any."""
        return list(map(self.key, range(first, min(last, len(self)))))

    def span(self, number: int, last: int | None = None) -> Span:
        """Return the span of word `number`, or of the words from `number` to `last`."""
        return Span(self._starts[number], self._ends[number if last is None else last])

    def at(self, offset: int) -> int:
        """Return the number of the last word that begins at an offset or before it; -1 when there is none.

        >>> [Tokens(" one two").at(offset) for offset in (0, 1, 4, 5)]
        [-1, 0, 0, 1]
        """
        return bisect_right(self._starts, offset) - 1

    def gap(self, number: int) -> str:
        """Return what stands between word `number` and the next; to the end of the text after the last."""
        end = self._starts[number + 1] if number + 1 < len(self) else len(self.text)
        return self.text[self._ends[number] : end]

    def before(self, number: int) -> str:
        """Return what stands between word `number` and the one before it."""
        return self.text[self._ends[number - 1] if number else 0 : self._starts[number]]

    def opens_sentence(self, number: int) -> bool:
        """Say whether a sentence, a line or something quoted may begin with word `number`, where all have capitals."""
        return number == 0 or not _OPENING.isdisjoint(self.before(number))

    def places(self) -> Iterator[tuple[str, list[int]]]:
        """Yield each distinct spelling with the numbers of its words."""
        yield from self._places.items()

    def counted(self) -> Iterator[tuple[str, str, int]]:
        """Yield each distinct spelling with its folded key and how often it stands."""
        for surface, numbers in self._places.items():
            yield surface, self._keys[surface], len(numbers)

    def numbers(self, keep: Callable[[str], bool]) -> list[int]:
        """Return the numbers of the words whose folded key `keep` says yes to, in order; it is asked once a spelling.

        Its answers may be kept as long as the words of other texts: for what is asked of one text, see `numbers_of`.

        >>> Tokens("the man and the dog").numbers("the".__eq__)
        [0, 3]
        """
        kept = [places for surface, places in self._places.items() if keep(self._keys[surface])]
        return sorted(chain.from_iterable(kept))

    def numbers_of(self, keys: Collection[str]) -> list[int]:
        """Return the numbers of the words whose folded key is one of some, in order.

        >>> Tokens("the man and the dog").numbers_of({"dog", "man"})
        [1, 4]
        """
        return self.numbers(keys.__contains__)

    def pairs(self, first: Callable[[str], bool], second: Callable[[str], bool], apart: int = 1) -> list[int]:
        """Return, in order, the numbers of words to whose folded key `first` says yes, and `second` to another's.

        That is the word `apart` words behind, or before if it is negative.

        >>> Tokens("the man and the dog").pairs("the".__eq__, "dog".__eq__)
        [3]
        >>> Tokens("the man and the dog").pairs("the".__eq__, "man".__eq__, -2)
        [3]
        """
        words = range(len(self))
        found = [number for number in self.numbers(first) if number + apart in words]
        return [number for number in found if second(self.key(number + apart))]

    def adjacent(self, first: Callable[[str], bool], second: Callable[[str], bool]) -> list[int]:
        """Return, in order, the numbers of words to whose spelling `first` says yes, and `second` to the next's.

        >>> Tokens("The man and the Dog").adjacent(str.islower, str.istitle)
        [3]
        """
        last = len(self) - 1
        return [number for number in self.spelled(first) if number < last and second(self.surface(number + 1))]

    def around(
        self, first: Callable[[str], bool], second: Callable[[str], bool], *apart: int
    ) -> Iterator[tuple[int, int]]:
        """Yield two words each, to the spelling of one of which `first` says yes, and `second` to that of the other.

        The other is so many words behind, or before if the number is negative: for each number `apart` in turn.

        >>> list(Tokens("The man and the Dog").around(str.istitle, str.islower, 1, -1))
        [(0, 1), (4, 3)]
        """
        found, words = self.spelled(first), range(len(self))
        for each in apart:
            yield from (
                (number, number + each)
                for number in found
                if number + each in words and second(self.surface(number + each))
            )

    def beside(
        self, keep: Callable[[str], bool], near: Callable[[str], bool], between: Callable[[str], bool], most: int
    ) -> list[int]:
        """Return, in order, the numbers of words to whose spelling `keep` says yes, and that have another beside them.

        That is one to whose folded key `near` says yes, with at most `most` between to which `between` does.

        >>> Tokens("The House of the Lords sat").beside(str.istitle, "lords".__eq__, {"of", "the"}.__contains__, 2)
        [1]
        """

        def has(number: int, step: int) -> bool:
            for at in range(number + step, number + step * (most + 2), step):
                if not 0 <= at < len(self):
                    return False
                if near(self.key(at)):
                    return True
                if not between(self.key(at)):
                    return False
            return False

        return [number for number in self.spelled(keep) if has(number, -1) or has(number, 1)]

    def counted_pairs(
        self, first: Callable[[str], bool], second: Callable[[str], bool], joins: Callable[[str], bool]
    ) -> Iterator[tuple[str, str, int]]:
        """Yield two folded words that follow each other, and how often they do with a gap that `joins` says yes to.

        Those of which `first` says yes to the first or `second` to the second; `joins` must say yes to a blank.

        >>> list(Tokens("the man, the dog and the man").counted_pairs("the".__eq__, "man".__eq__, " ".__eq__))
        [('the', 'man', 2), ('the', 'dog', 1)]
        """
        numbers = {*self.numbers(first), *(number - 1 for number in self.numbers(second))}
        last = len(self) - 1
        yield from (
            (*pair, count)
            for pair, count in Counter(
                (self.key(number), self.key(number + 1))
                for number in sorted(numbers)
                if 0 <= number < last and joins(self.gap(number))
            ).items()
        )

    def spelled(self, keep: Callable[[str], bool]) -> list[int]:
        """Return the numbers of the words whose spelling `keep` says yes to, in order; it is asked once a spelling."""
        return sorted(chain.from_iterable(places for surface, places in self._places.items() if keep(surface)))

    def values(self, of: Callable[[str], int]) -> list[int]:
        """Return the different numbers that `of` gives to spellings, but for 0; it is asked once a spelling.

        >>> sorted(Tokens("the men and the dogs").values(len))
        [3, 4]
        """
        return list(set(map(of, self._places)) - {0})

    def twice(self) -> list[int]:
        """Return the numbers of the words whose folded key is that of the next word, in order.

        >>> Tokens("the the dog").twice()
        [0]
        """
        keys = [self._keys[surface] for surface in self._surfaces]
        return [number for number, (one, other) in enumerate(pairwise(keys)) if one == other]

    def among(self, keep: Callable[[str], bool]) -> tuple[list[str], int]:
        """Return the distinct folded words that `keep` says yes to, and how many distinct ones there are."""
        keys = frozenset(self._keys.values())
        return [key for key in keys if keep(key)], len(keys)

    def distinct(self) -> dict[str, str]:
        """Return the folded key of each distinct spelling."""
        return self._keys
