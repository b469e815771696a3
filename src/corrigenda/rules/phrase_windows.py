"""Where in a text all words of a term stand but one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from corrigenda.language.words import Dictionary
from corrigenda.likeness.confusion import channel
from corrigenda.rules.base import Common
from corrigenda.rules.patterns import PAIR, STOP, Pattern, anchor_of, open_forms
from corrigenda.terminology.standing import bases, may_be_overwritten, same_word
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

NEAR = 0.3
"""Cost of a change, by letter of the right word, up to which the other word is a damaged form of it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A place where all slots of a pattern but the open one stand, by the numbers of its words."""

    pattern: Pattern
    first: int
    last: int
    intruder: int
    """The word in the open slot."""

    @property
    def numbers(self) -> range:
        """The numbers of all its words."""
        return range(self.first, self.last + 1)


class Nearly:
    """What is known of folded words, and which of them are words of the glossary, garbled; found out once each."""

    def __init__(self, common: Common) -> None:
        self._known, self._right = common.known, common.lexicon.words
        self._garbled: dict[str, bool] = {}
        self._common: dict[str, bool] = {}
        self._same: dict[tuple[str, str], bool] = {}

    def garbled(self, there: str) -> bool:
        """Say whether a word may be a garbled one: neither the glossary nor the language knows it."""
        found = self._garbled.get(there)
        if found is None:
            known = self._known
            found = there not in self._right and (known is None or not (known.common(there) or known.name(there)))
            self._garbled[there] = found
        return found

    def common(self, key: str) -> bool:
        """Say whether a word is an ordinary one; without a list of words, every word may be."""
        found = self._common.get(key)
        if found is None:
            found = self._common[key] = self._known is None or self._known.common(fold.split_possessive(key)[0])
        return found

    def same(self, there: str, key: str) -> bool:
        """Say whether a word is one of the glossary, or a garbled form of it."""
        if there == key:
            return True
        if not self.garbled(there):
            return False
        found = self._same.get((there, key))
        if found is None:
            found = self._same[there, key] = channel().cost(key, there) <= NEAR * len(key)
        return found


class LongerPatterns:
    """Patterns of more than two words, by their anchors and another word that must stand.

    That is a word of meaning, if there is one: few places have both.
    """

    def __init__(self, garbled: Callable[[str], bool] | None = None) -> None:
        """Begin without any; the other word may be one that `garbled` says yes to."""
        self._garbled = garbled
        self._beside: dict[int, _Beside] = {}

    def add(self, pattern: Pattern) -> None:
        """Add a pattern."""

        def rank(word: tuple[int, str]) -> tuple[bool, int, int]:
            return word[1] in STOP, abs(word[0] - pattern.anchor), word[0]

        at, key = min((word for word in pattern.words if word[0] != pattern.anchor), key=rank)
        apart = at - pattern.anchor
        if apart not in self._beside:
            self._beside[apart] = _Beside(apart, self._garbled)
        self._beside[apart].add(pattern, key)

    def windows(self, tokens: Tokens, same: Callable[[str, str], bool]) -> Iterator[Window]:
        """Yield the windows of a text, in no order."""
        for beside in self._beside.values():
            for number, patterns in beside.at(tokens):
                yield from _windows_at(tokens, number, patterns, same)


class _Beside:
    """Patterns by their anchors and the word that must stand so many words behind it, or before."""

    def __init__(self, apart: int, garbled: Callable[[str], bool] | None) -> None:
        self._apart = apart
        self._garbled = garbled
        self._patterns: dict[str, dict[str, list[Pattern]]] = defaultdict(lambda: defaultdict(list))
        self._others: set[str] = set()

    def add(self, pattern: Pattern, other: str) -> None:
        """Add a pattern."""
        self._patterns[dict(pattern.words)[pattern.anchor]][other].append(pattern)
        self._others.add(other)

    def at(self, tokens: Tokens) -> Iterator[tuple[int, Iterator[Pattern]]]:
        """Yield the words of a text at which windows may stand, and the patterns of these."""
        for number in tokens.pairs(self._patterns.__contains__, self._may_be_other, self._apart):
            patterns, there = self._patterns[tokens.key(number)], tokens.key(number + self._apart)
            others = patterns if self._may_be_any(there) else bases(there)
            yield number, chain.from_iterable(patterns[other] for other in others if other in patterns)

    def _may_be_other(self, key: str) -> bool:
        return self._may_be_any(key) or any(form in self._others for form in bases(key))

    def _may_be_any(self, key: str) -> bool:
        return self._garbled is not None and self._garbled(key)


class Patterns:
    """The patterns of all terms that a window in the texts can damage, by the rarest word that must stand."""

    def __init__(self, common: Common) -> None:
        self._nearly = common.once(Nearly)
        self._longer = LongerPatterns(self._nearly.garbled)
        self.before: dict[str, list[Pattern]] = defaultdict(list)
        """Those of two words of which the second is open."""
        self.behind: dict[str, list[Pattern]] = defaultdict(list)
        """Those of which the first is open."""
        forms, counts = open_forms(common.lexicon), common.survey.keys
        for number, only in enumerate(forms.anchors):
            if only and not counts.get(only):  # as of most of a long glossary
                continue
            pattern = forms[number]
            key, anchor = anchor_of(pattern, common.survey)
            if not counts[key] or not _may_be_damaged(pattern, common.known):
                continue
            if pattern.length > PAIR:
                self._longer.add(replace(pattern, anchor=anchor))
            else:
                (self.behind if anchor else self.before)[key].append(replace(pattern, anchor=anchor))

    def windows(self, tokens: Tokens) -> Iterator[Window]:
        """Yield the windows of a text in which a term may stand, damaged.

        In a window of two words, the one in the open slot has a capital: see `phrases._unnamed`.
        """
        nearly = self._nearly
        yield from self._longer.windows(tokens, nearly.same)
        begins = tokens.adjacent(self._is_before, has_capital) if self.before else ()
        ends = tokens.adjacent(has_capital, self._is_behind) if self.behind else ()
        for numbers, patterns in ((begins, self.before), ([number + 1 for number in ends], self.behind)):
            for number in numbers:
                yield from _windows_at(tokens, number, patterns[tokens.key(number)], nearly.same)

    def _is_before(self, surface: str) -> bool:
        return fold.key(surface) in self.before

    def _is_behind(self, surface: str) -> bool:
        return fold.key(surface) in self.behind


def has_capital(surface: str) -> bool:
    """Say whether a word begins with a capital."""
    return surface[0].isupper()


def _may_be_damaged(pattern: Pattern, known: Dictionary | None) -> bool:
    """Say whether any window of a pattern can be a damaged term; `phrases._unnamed` looks at the window as well."""
    if pattern.is_lower_around and pattern.missing_written[:1].isupper():
        return True
    return (pattern.is_capital or not pattern.is_small) and (known is None or all(map(known.common, pattern.missing)))


def _windows_at(
    tokens: Tokens, number: int, patterns: Iterable[Pattern], same: Callable[[str, str], bool]
) -> Iterator[Window]:
    """Yield the windows of patterns whose anchor is word `number`, where all their other words stand, too."""
    for pattern in patterns:
        window = _window_at(tokens, number, pattern, same)
        if window:
            yield window


def _window_at(tokens: Tokens, number: int, pattern: Pattern, same: Callable[[str, str], bool]) -> Window | None:
    """Return the window of a pattern whose anchor is word `number`, if all its other words stand there, too."""
    first = number - pattern.anchor
    last = first + pattern.length - 1
    if first < 0 or last >= len(tokens):
        return None
    for at, key in pattern.words:
        if at != pattern.anchor:
            there = tokens.key(first + at)
            if not same(there, key) and not (first + at == last and same_word(there, key)):
                return None
    for word in range(first, last):
        gap = tokens.gap(word)
        if gap != " " and not may_be_overwritten(tokens.surface(word), gap, pattern.entry.text):
            return None
    return Window(pattern, first, last, first + pattern.intruder)
