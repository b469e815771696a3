"""The words of a text as numbers: the same words as `corrigenda.texts.tokens` finds, one number a spelling, by numpy.

What is asked about words is asked once for each spelling of all texts, and answered for the places by looking numbers
up.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np

from corrigenda.counting.arrays import MANY, moved, taken
from corrigenda.counting.distinct import begins, different
from corrigenda.counting.questions import IN_A_BYTE
from corrigenda.counting.scan import SEPARATOR, Numbers, Scanner
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.texts.text import Span, blocks
from corrigenda.texts.tokens import Tokens

_BLOCK = 1 << 18
"""Code points that are scanned at a time; what is worked on stays in the processor's cache."""
_CUT = re.compile(r"(?<=[^\W_])[ \n](?=[^\W_])")
"""A blank or line end alone between two words."""
_HALF = 32
_LOW = (1 << _HALF) - 1
_SHUT, _ODD = -2, -1
"""Where these gaps stand among all, see `scan.Found.gaps`."""
_FEW = 4
"""One in so many of the words of a text may be asked for one by one before all are looked up together."""


class BulkTokens(Tokens):
    """The words of one text in reading order: what `Tokens` are to those who ask, but kept as numbers."""

    __slots__ = (
        "_answers",
        "_first",
        "_keys_of",
        "_odd",
        "_odd_ones",
        "_patience",
        "_vocabulary",
        "dirty",
        "divided",
        "glued",
        "ids",
        "shut",
    )
    PARTS = 7
    """How many arrays it is made of."""
    ids: Numbers
    glued: Numbers
    divided: Numbers
    dirty: Numbers
    shut: Numbers

    def __init__(self, text: str, vocabulary: Vocabulary, *found: Numbers) -> None:
        self.text = text
        self._vocabulary = vocabulary
        # where words begin, the numbers of their spellings, and words by what stands behind them: see `scan.Found`
        self._first, self.ids, self.glued, self.divided, self.dirty, self.shut, self._odd = found
        self._answers: dict[int, tuple[Numbers, Numbers]] = {}
        """By bytes of answers, see `Questions`: those of all spellings when they were looked up, and of the words."""
        self._keys_of: list[str] | None = None
        self._odd_ones: frozenset[int] | None = None
        # how many words may be asked for before it pays to have both at hand for all
        self._patience = len(self.ids) // _FEW

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def parts(self) -> tuple[Numbers, ...]:
        """Return the numbers it is made of; with its text and vocabulary, it can be made of them again."""
        return self._first, self.ids, self.glued, self.divided, self.dirty, self.shut, self._odd

    def surface(self, number: int) -> str:
        """Return word `number` as it stands, a line-end hyphen included."""
        spelling: int = self.ids.item(number)
        return self._vocabulary.surfaces[spelling]

    def key(self, number: int) -> str:
        """Return the folded key of word `number`."""
        if self._keys_of is not None:
            return self._keys_of[number]
        keys = self._vocabulary.keys
        self._patience -= 1
        if self._patience < 0:
            self._keys_of = [keys[spelling] for spelling in self.ids.tolist()]
        spelling: int = self.ids.item(number)
        return keys[spelling]

    def keys(self, first: int, last: int) -> Sequence[str]:
        """Return the folded keys of the words from `first` to before `last`, as far as there are any."""
        keys = self._vocabulary.keys
        return [keys[spelling] for spelling in self.ids[first:last].tolist()]

    def _end(self, number: int) -> int:
        return int(self._first.item(number)) + len(self.surface(number))

    def span(self, number: int, last: int | None = None) -> Span:
        """Return the span of word `number`, or of the words from `number` to `last`."""
        return Span(self._first.item(number), self._end(number if last is None else last))

    def at(self, offset: int) -> int:
        """Return the number of the last word that begins at an offset or before it; -1 when there is none."""
        return int(self._first.searchsorted(np.int32(offset), "right")) - 1  # of the same type: nothing is copied

    def gap(self, number: int) -> str:
        """Return what stands between word `number` and the next; to the end of the text after the last."""
        if self._odd_ones is not None:
            if number not in self._odd_ones:
                return " "
        elif self._patience < 0:
            self._odd_ones = frozenset((*self._odd.tolist(), len(self.ids) - 1))
        end = self._first.item(number + 1) if number + 1 < len(self.ids) else len(self.text)
        return self.text[self._end(number) : end]

    def gaps(self, numbers: Numbers) -> list[str]:
        """Return what stands between words and the next, as `gap` does for one; none of them is the last word."""
        text, surfaces = self.text, self._vocabulary.surfaces
        firsts, ids, ends = self._first.take(numbers), self.ids.take(numbers), self._first.take(numbers + 1)
        places = zip(firsts.tolist(), ids.tolist(), ends.tolist(), strict=True)
        return [text[first + len(surfaces[spelling]) : end] for first, spelling, end in places]

    def before(self, number: int) -> str:
        """Return what stands between word `number` and the one before it."""
        return self.text[self._end(number - 1) if number else 0 : self._first.item(number)]

    def places(self) -> Iterator[tuple[str, list[int]]]:
        """Yield each distinct spelling with the numbers of its words."""
        order = np.argsort(self.ids, kind="stable")
        ordered = self.ids.take(order)
        numbers = order.tolist()
        for first, last in pairwise((*np.flatnonzero(begins(ordered)).tolist(), len(numbers))):
            yield self.surface(numbers[first]), numbers[first:last]

    def counted(self) -> Iterator[tuple[str, str, int]]:
        """Yield each distinct spelling with its folded key and how often it stands."""
        ordered = np.sort(self.ids)  # there may be a million spellings that a text has not
        firsts = np.flatnonzero(begins(ordered))
        counts = np.diff(firsts, append=len(ordered))
        for number, times in zip(ordered[firsts].tolist(), counts.tolist(), strict=True):
            yield self._vocabulary.surfaces[number], self._vocabulary.keys[number], times

    def numbers(self, keep: Callable[[str], bool]) -> list[int]:
        """Return the numbers of the words whose folded key `keep` says yes to; it is asked once for all texts."""
        return self._where(self._said("key", keep))

    def _said(self, kind: str, keep: Callable[[str], bool]) -> Numbers:
        """Return for each word whether `keep` says yes to it as it stands (kind "surface") or folded ("key")."""
        questions = self._vocabulary.questions
        at, bit = divmod(questions.ask(kind, keep), IN_A_BYTE)
        of_all = questions.answers(at)
        looked_up, answers = self._answers.get(at, (None, of_all))
        if looked_up is not of_all:
            answers = taken(of_all, self.ids)
            if len(answers) <= MANY:  # those of longer texts would take much memory
                self._answers[at] = of_all, answers
        said: Numbers = (answers & np.uint8(1 << bit)) != 0
        return said

    def numbers_of(self, keys: Collection[str]) -> list[int]:
        """Return the numbers of the words whose folded key is one of some; nothing is kept."""
        kinds = self._vocabulary.numbers_of_keys(keys)
        return self._where(np.isin(taken(self._vocabulary.kinds(), self.ids), kinds))

    def pairs(self, first: Callable[[str], bool], second: Callable[[str], bool], apart: int = 1) -> list[int]:
        """Return the numbers of words to whose folded key `first` says yes, and `second` to that of another."""
        said = self._said("key", first)
        begin, end = max(-apart, 0), len(said) - max(apart, 0)
        at = said[begin : max(begin, end)].nonzero()[0] + begin
        found: list[int] = at[self._vocabulary.some_answers(second, self.ids.take(at + apart))].tolist()
        return found

    def adjacent(self, first: Callable[[str], bool], second: Callable[[str], bool]) -> list[int]:
        """Return the numbers of words to whose spelling `first` says yes, and `second` to that of the next."""
        return self._where(self._said("surface", first)[:-1] & self._said("surface", second)[1:])

    def around(
        self, first: Callable[[str], bool], second: Callable[[str], bool], *apart: int
    ) -> Iterator[tuple[int, int]]:
        """Yield two words each, to the spelling of one of which `first` says yes, and `second` to the other's."""
        one, other = self._said("surface", first), self._said("surface", second)
        for each in apart:
            found = one[:-each] & other[each:] if each > 0 else one[-each:] & other[:each]
            begin = max(-each, 0)
            yield from ((number + begin, number + begin + each) for number in self._where(found))

    def beside(
        self, keep: Callable[[str], bool], near: Callable[[str], bool], between: Callable[[str], bool], most: int
    ) -> list[int]:
        """Return the numbers of words that have another beside them; see `Tokens.beside`."""
        is_near, is_between = self._said("key", near), self._said("key", between)
        before, behind = np.zeros(len(self), np.bool_), np.zeros(len(self), np.bool_)
        for _step in range(most + 1):  # from the farthest word to the nearest
            before[1:] = is_near[:-1] | (is_between[:-1] & before[:-1])
            behind[:-1] = is_near[1:] | (is_between[1:] & behind[1:])
        return self._where(self._said("surface", keep) & (before | behind))

    def counted_pairs(
        self, first: Callable[[str], bool], second: Callable[[str], bool], joins: Callable[[str], bool]
    ) -> Iterator[tuple[str, str, int]]:
        """Yield two folded words that follow each other, and how often; see `Tokens.counted_pairs`."""
        wanted = self._said("key", first)[:-1] | self._said("key", second)[1:]
        odd = self._odd[wanted[self._odd]]
        wanted[odd[np.fromiter((not joins(self.gap(number)) for number in odd.tolist()), np.bool_, len(odd))]] = False
        at = np.flatnonzero(wanted)
        kinds = self._vocabulary.kinds()
        pairs = np.sort(kinds.take(self.ids.take(at)).astype(np.int64) << _HALF | kinds.take(self.ids.take(at + 1)))
        firsts = np.flatnonzero(begins(pairs))
        counts = np.diff(np.append(firsts, len(pairs)))
        for pair, times in zip(pairs[firsts].tolist(), counts.tolist(), strict=True):
            yield self._vocabulary.kind(pair >> _HALF), self._vocabulary.kind(pair & _LOW), times

    def spelled(self, keep: Callable[[str], bool]) -> list[int]:
        """Return the numbers of the words whose spelling `keep` says yes to; it is asked once for all texts."""
        return self._where(self._said("surface", keep))

    def values(self, of: Callable[[str], int]) -> list[int]:
        """Return the different numbers that `of` gives to spellings, but for 0; it is asked once for all texts."""
        values, have_one = self._vocabulary.values(of)
        found: list[int] = different(values.take(self.ids[taken(have_one, self.ids)])).tolist()
        return found

    def twice(self) -> list[int]:
        """Return the numbers of the words whose folded key is that of the next word, in order."""
        kinds = taken(self._vocabulary.kinds(), self.ids)
        return self._where(kinds[1:] == kinds[:-1])

    def among(self, keep: Callable[[str], bool]) -> tuple[list[str], int]:
        """Return the distinct folded words that `keep` says yes to, and how many distinct ones there are."""
        return self._vocabulary.distinct(self.ids, keep)

    def distinct(self) -> dict[str, str]:
        """Return the folded key of each distinct spelling."""
        return {surface: key for surface, key, _count in self.counted()}

    @staticmethod
    def _where(answers: Numbers) -> list[int]:
        return answers.nonzero()[0].tolist()  # flatnonzero takes twice as long, and there may be many short texts


class BulkReader:
    """Divides texts into words whose spellings a vocabulary numbers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin with a vocabulary, which grows with what is read."""
        self._vocabulary = vocabulary
        self._scanner = Scanner()

    def read(self, text: str) -> BulkTokens:
        """Return the words of a text; they are not counted."""
        return self.read_all((text,))[0]

    def read_all(self, texts: Sequence[str]) -> list[BulkTokens]:
        """Return the words of each text; short ones are scanned together."""
        made: list[BulkTokens] = []
        batch: list[str] = []
        size = 0
        for text in texts:
            if batch and size + len(text) > _BLOCK:
                made += self._read_short(batch)
                batch, size = [], 0
            if len(text) > _BLOCK:
                made.append(self._read_long(text))
            else:
                batch.append(text)
                size += len(text)
        made += self._read_short(batch)
        self._vocabulary.fold_new()
        return made

    def _read_short(self, texts: Sequence[str]) -> list[BulkTokens]:
        """Return the words of texts that are scanned as one."""
        if not texts:
            return []
        raw = SEPARATOR.join([text.encode("utf-8", "surrogatepass") for text in texts])
        found = self._scanner.words(raw)
        ids = self._vocabulary.numbered(raw, found)
        offsets = list(accumulate((len(text) + 1 for text in texts), initial=0))
        cuts = np.searchsorted(found.firsts, offsets)
        gaps = [_within(each, cuts[:-1], cuts[1:] - 1) for each in found.gaps]
        made: list[BulkTokens] = []
        for number, (text, begin) in enumerate(zip(texts, offsets, strict=False)):
            words = slice(cuts[number], cuts[number + 1])
            firsts = (found.firsts[words] - begin).astype(np.int32)
            made.append(BulkTokens(text, self._vocabulary, firsts, ids[words], *(each[number] for each in gaps)))
        return made

    def _read_long(self, text: str) -> BulkTokens:
        """Return the words of a text that is scanned in blocks."""
        # room for as many words as there can be: what is not filled takes no memory, and pieces would leave holes in it
        room = [np.empty(len(text) // 2 + 1, np.int32) for _part in range(BulkTokens.PARTS)]
        filled = [0] * BulkTokens.PARTS
        end = 0
        for block in blocks(text, _BLOCK, _CUT):
            first = block.start
            raw = text[first : block.end].encode("utf-8", "surrogatepass")
            found = self._scanner.words(raw)
            words = filled[0]
            gaps = [each + words for each in found.gaps]
            if len(found.firsts) == 0:
                continue
            gap = text[end : first + found.firsts.item(0)]
            if words and gap != " ":  # behind the last word before the block
                gaps[_ODD] = np.append(words - 1, gaps[_ODD])
            if words and len(gap) > 1:  # something that is too long to be a word
                gaps[_SHUT] = np.append(words - 1, gaps[_SHUT])
            made = (found.firsts + first, self._vocabulary.numbered(raw, found), *gaps)
            end = made[0].item(-1) + len(self._vocabulary.surfaces[made[1].item(-1)])
            for number, each in enumerate(made):
                room[number][filled[number] : filled[number] + len(each)] = each
                filled[number] += len(each)
        return BulkTokens(text, self._vocabulary, *(array[:count] for array, count in zip(room, filled, strict=True)))

    def joined(self, texts: Sequence[BulkTokens]) -> BulkTokens:
        """Return the words of texts as those of one text, in which a NUL parts each from the next."""
        *words, every = accumulate(map(len, texts), initial=0)
        *places, _end = accumulate((len(tokens.text) + 1 for tokens in texts), initial=0)
        firsts, ids, *gaps = zip(*(tokens.parts for tokens in texts), strict=True)
        glued, divided, dirty, shut, odd = (moved(numbers, np.array(words, np.int32)) for numbers in gaps)
        lasts = np.array(sorted({word - 1 for word in words if 0 < word < every}), np.int32)
        shut, odd = (np.sort(np.concatenate((numbers, lasts)), kind="stable") for numbers in (shut, odd))
        text = "\0".join([tokens.text for tokens in texts])
        beginnings = moved(firsts, np.array(places, np.int32))
        return BulkTokens(text, self._vocabulary, beginnings, np.concatenate(ids), glued, divided, dirty, shut, odd)


def _within(numbers: Numbers, firsts: Numbers, lasts: Numbers) -> list[Numbers]:
    """Return those of sorted numbers that lie from each first to before the last of it, counted from the first."""
    numbers = numbers.astype(np.int32)
    bounds = zip(firsts.tolist(), *np.searchsorted(numbers, (firsts, lasts)).tolist(), strict=True)
    return [numbers[begin:end] - first for first, begin, end in bounds]
