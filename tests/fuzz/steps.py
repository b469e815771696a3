"""A backtracking matcher that counts its steps, to see how a pattern's work grows with the text.

Clocks differ from machine to machine; the number of characters looked at does not. It is written after
CPython's matcher (Modules/_sre/sre_lib.h) but leaves out its shortcuts, such as the search for a literal
beginning: what is linear here is linear there. A test holds its matches to those of `re`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import inf
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_Continue = Iterator[int]
_Node = tuple[Any, Any]
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    codes.CATEGORY_DIGIT: str.isdecimal,
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
}
_NOT = {
    codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
    codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
    codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
}
_SINGLE = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_PROBES = "a1A_ \n\r\t.,-'\"|!(é\N{CYRILLIC SMALL LETTER YA}\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{COMBINING ACUTE ACCENT}\0"
"""Characters of every kind that patterns tell apart by category; their own are added."""
_MOST_STEPS = 1000
"""Steps for each character of a text after which the matcher is stopped."""
_LONG = 50
"""A repetition that may be made so often counts as one without limit."""


class TooManyStepsError(Exception):
    """The matcher was stopped."""


class Matcher:
    """One pattern, ready to be run over texts."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
        self._folds = bool(pattern.flags & re.IGNORECASE)
        self._all = bool(pattern.flags & re.DOTALL)
        self._lines = bool(pattern.flags & re.MULTILINE)
        self._text = ""
        self._groups: dict[int, tuple[int, int]] = {}
        self._left = 0
        self._taken: dict[tuple[int, str], bool] = {}
        self._others: dict[Any, Callable[[Any, int], _Continue]] = {
            codes.BRANCH: self._branch,
            codes.SUBPATTERN: self._group,
            codes.AT: self._place,
            codes.ASSERT: self._ahead,
            codes.ASSERT_NOT: self._not_ahead,
            codes.GROUPREF: self._again,
            codes.ATOMIC_GROUP: self._atomic,
        }

    def count(self, text: str, most: int, *, anchored: bool = False) -> int:
        """Return the number of steps in which all matches are found, as `re.Pattern.finditer` finds them.

        Args:
            text: where they are looked for.
            most: how many steps may be made.
            anchored: take those of `re.Pattern.fullmatch` instead, which are no fewer than those of `match`.

        Raises:
            TooManyStepsError: there are more than `most`.
        """
        self._left = most
        if anchored:
            self._begin(text)
            any(end == len(text) for end in self._sequence(self.tree, 0, 0))
        else:
            for _span in self._found(text):
                pass
        return most - self._left

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of all matches."""
        self._left = 1 << 60
        return list(self._found(text))

    def _begin(self, text: str) -> None:
        self._text = text
        self._groups.clear()

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        self._begin(text)
        at, must_advance = 0, False
        while at <= len(text):
            self._step()
            self._groups.clear()
            ends = self._sequence(self.tree, 0, at)
            end = next((end for end in ends if not (must_advance and end == at)), None)
            if end is None:
                at, must_advance = at + 1, False
            else:
                yield at, end
                at, must_advance = end, end == at

    def _step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooManyStepsError

    def _sequence(self, nodes: list[_Node], number: int, at: int) -> _Continue:
        """Yield the ends of `nodes` from `number` on, matched at `at`, in the order in which they are tried."""
        if number == len(nodes):
            yield at
            return
        for middle in self._node(nodes[number], at):
            yield from self._sequence(nodes, number + 1, middle)

    def _node(self, node: _Node, at: int) -> _Continue:
        kind, value = node
        self._step()
        if kind in _SINGLE:
            return iter((at + 1,) if at < len(self._text) and self.takes(node, self._text[at]) else ())
        if kind in _REPEATS:
            return self._repeat(kind, value, at)
        return self._others[kind](value, at)

    def _branch(self, value: tuple[Any, Any], at: int) -> _Continue:
        for branch in value[1]:
            yield from self._sequence(list(branch), 0, at)

    def _atomic(self, value: Any, at: int) -> _Continue:
        return self._first(self._sequence(list(value), 0, at))

    def _place(self, where: Any, at: int) -> _Continue:
        return iter((at,) if self._stands(where, at) else ())

    def _ahead(self, value: tuple[int, Any], at: int) -> _Continue:
        return iter((at,) if self._looks(value, at) else ())

    def _not_ahead(self, value: tuple[int, Any], at: int) -> _Continue:
        return iter(() if self._looks(value, at) else (at,))

    def _group(self, value: tuple[Any, ...], at: int) -> _Continue:
        number, _add, _remove, inner = value
        before = self._groups.get(number)
        for end in self._sequence(list(inner), 0, at):
            if number is not None:
                self._groups[number] = (at, end)
            yield end
        if number is not None and before is not None:
            self._groups[number] = before

    def _again(self, number: int, at: int) -> _Continue:
        if number in self._groups:
            start, end = self._groups[number]
            self._left -= end - start
            if self._text.startswith(self._text[start:end], at):
                yield at + end - start

    @staticmethod
    def _first(ends: Iterable[int]) -> _Continue:
        for end in ends:
            yield end
            return

    def _repeat(self, kind: Any, value: tuple[Any, ...], at: int) -> _Continue:
        least, most, inner = int(value[0]), int(value[1]), list(value[2])
        if kind is codes.MIN_REPEAT:
            yield from self._lazily(inner, least, most, at)
            return
        is_single = len(inner) == 1 and inner[0][0] in _SINGLE
        ends = (self._run if is_single else self._deeply)(inner, least, most, at)
        yield from self._first(ends) if kind is codes.POSSESSIVE_REPEAT else ends

    def _run(self, inner: list[_Node], least: int, most: int, at: int) -> _Continue:
        """Yield the ends of a repeated character, the longest first."""
        end = at
        while end - at < most and end < len(self._text) and self.takes(inner[0], self._text[end]):
            self._step()
            end += 1
        for each in range(end, at + least - 1, -1):
            self._step()
            yield each

    def _deeply(self, inner: list[_Node], least: int, most: int, at: int) -> _Continue:
        """Yield the ends of a repeated group, the most repetitions first."""
        starts, open_ends = [at], [self._sequence(inner, 0, at) if most else iter(())]
        while starts:
            self._step()
            end = next(open_ends[-1], None)
            if end is None:
                open_ends.pop()
                end = starts.pop()
                if len(starts) >= least:
                    yield end
            elif end != starts[-1]:
                starts.append(end)
                open_ends.append(self._sequence(inner, 0, end) if len(starts) <= most else iter(()))

    def _lazily(self, inner: list[_Node], least: int, most: int, at: int) -> _Continue:
        """Yield the ends of a repeated group, the fewest repetitions first."""
        if least <= 0:
            yield at
        if most > 0:
            for end in self._sequence(inner, 0, at):
                if end != at:
                    yield from self._lazily(inner, least - 1, most - 1, end)

    def _looks(self, value: tuple[int, Any], at: int) -> bool:
        direction, inner = value
        nodes = list(inner)
        if direction < 0:
            at -= inner.getwidth()[0]
        return at >= 0 and next(self._sequence(nodes, 0, at), None) is not None

    def _stands(self, where: Any, at: int) -> bool:
        text = self._text
        if where in (codes.AT_BEGINNING_STRING, codes.AT_END_STRING):
            return at == (0 if where is codes.AT_BEGINNING_STRING else len(text))
        if where is codes.AT_BEGINNING:
            return at == 0 or (self._lines and text[at - 1] == "\n")
        if where is codes.AT_END:
            return at == len(text) or (text[at] == "\n" and (self._lines or at == len(text) - 1))
        is_word = _CATEGORIES[codes.CATEGORY_WORD]
        left = at > 0 and is_word(text[at - 1])
        right = at < len(text) and is_word(text[at])
        return (left is not right) is (where is codes.AT_BOUNDARY)

    def takes(self, node: _Node, char: str) -> bool:
        """Say whether a node of one character takes `char`."""
        known = self._taken.get((id(node), char))
        if known is None:
            known = self._taken[id(node), char] = self._takes(node, char)
        return known

    def _takes(self, node: _Node, char: str) -> bool:
        kind, value = node
        if kind is codes.ANY:
            return self._all or char != "\n"
        if kind is codes.IN:
            negated = value[0][0] is codes.NEGATE
            return any(self._is_in(item, char) for item in value[negated:]) is not negated
        return self._is_in((codes.LITERAL, value), char) is (kind is codes.LITERAL)

    def _is_in(self, item: _Node, char: str) -> bool:
        kind, value = item
        if kind is codes.CATEGORY:
            return not _CATEGORIES[_NOT[value]](char) if value in _NOT else _CATEGORIES[value](char)
        codes_of = {ord(each) for each in (char, char.lower(), char.upper()) if len(each) == 1}
        low, high = value if kind is codes.RANGE else (value, value)
        return any(low <= code <= high for code in (codes_of if self._folds else {ord(char)}))


@dataclass(frozen=True, slots=True)
class Growth:
    """How the work of a pattern grows with an attack: the steps for a text, one twice and one four times as long."""

    prefix: str
    pump: str
    suffix: str
    steps: tuple[int, int, int]
    stopped: bool = False
    """Whether it was stopped, having made hundreds of steps for each character."""

    @property
    def ratio(self) -> float:
        """Return by how much more the last doubling added than the first: 2 when linear, 4 when quadratic."""
        one, two, four = self.steps
        return inf if self.stopped else (four - two) / max(1, two - one)


def worst(pattern: re.Pattern[str], *, anchored: bool = False, size: int = 48, most: int = 400) -> Growth | None:
    """Return the attack under which the work of a pattern grows most; None for one without long repetitions.

    Args:
        pattern: the pattern.
        anchored: whether it is used by `match` and `fullmatch` only.
        size: the characters of the shortest text.
        most: how many attacks are tried; of more, as many evenly spread.
    """
    matcher = Matcher(pattern)
    if not any(_long_repeats(matcher.tree)):
        return None
    tries = list(attacks(matcher))
    tries = tries[:: -(-len(tries) // most)]
    return max((_measured(matcher, *each, size, anchored=anchored) for each in tries), key=lambda each: each.ratio)


def attacks(matcher: Matcher) -> Iterator[tuple[str, str, str]]:
    """Yield (prefix, pump, suffix): what leads to each long repetition, what it repeats, and what may end it.

    The characters tried are one of each kind that the pattern tells apart.
    """
    alphabet = _alphabet(matcher)
    repeats = list(_long_repeats(matcher.tree))
    pumps = list(alphabet)
    if any(map(_is_nested, repeats)):
        pumps += [first + second for first, second in product(alphabet, repeat=2) if first != second]
    inner = [node for repeat in repeats for node in _walk(list(repeat[1][2])) if node[0] in _SINGLE]
    ending = next((char for char in alphabet if not any(matcher.takes(node, char) for node in inner)), "")
    prefixes = dict.fromkeys(("", *_openings(matcher, matcher.tree)))
    yield from product(prefixes, pumps, dict.fromkeys(("", ending)))


def _measured(matcher: Matcher, prefix: str, pump: str, suffix: str, size: int, *, anchored: bool) -> Growth:
    steps = []
    for times in (1, 2, 4):
        text = prefix + pump * (size * times // len(pump)) + suffix
        try:
            steps.append(matcher.count(text, _MOST_STEPS * len(text), anchored=anchored))
        except TooManyStepsError:
            return Growth(prefix, pump, suffix, (0, 0, 0), stopped=True)
    return Growth(prefix, pump, suffix, (steps[0], steps[1], steps[2]))


def _walk(nodes: Iterable[_Node]) -> Iterator[_Node]:
    """Yield all nodes of a tree."""
    for node in nodes:
        yield node
        for inner in _inner(node):
            yield from _walk(inner)


def _inner(node: _Node) -> list[list[_Node]]:
    kind, value = node
    if kind is codes.BRANCH:
        return [list(branch) for branch in value[1]]
    if kind is codes.SUBPATTERN:
        return [list(value[3])]
    if kind in _REPEATS:
        return [list(value[2])]
    if kind in (codes.ASSERT, codes.ASSERT_NOT):
        return [list(value[1])]
    return [list(value)] if kind is codes.ATOMIC_GROUP else []


def _long_repeats(tree: Iterable[_Node]) -> Iterator[_Node]:
    return (node for node in _walk(tree) if node[0] in _REPEATS and int(node[1][1]) >= _LONG)


def _is_nested(repeat: _Node) -> bool:
    inner = list(repeat[1][2])
    return len(inner) != 1 or inner[0][0] not in _SINGLE


def _alphabet(matcher: Matcher) -> list[str]:
    """Return one character of each kind that the pattern tells apart."""
    singles = [node for node in _walk(matcher.tree) if node[0] in _SINGLE]
    candidates = dict.fromkeys(_PROBES)
    for kind, value in singles:
        for item in value if kind is codes.IN else [(kind, value)]:
            if item[0] in (codes.LITERAL, codes.NOT_LITERAL):
                candidates[chr(item[1])] = None
            elif item[0] is codes.RANGE:
                candidates |= dict.fromkeys(map(chr, item[1]))
    kinds: dict[tuple[bool, ...], str] = {}
    for char in candidates:
        kinds.setdefault(tuple(map(partial(_takes, matcher, char), singles)), char)
    return list(kinds.values())


def _takes(matcher: Matcher, char: str, node: _Node) -> bool:
    return matcher.takes(node, char)


def _openings(matcher: Matcher, nodes: list[_Node], before: str = "") -> Iterator[str]:
    """Yield, for each long repetition, a text that leads from the beginning of the pattern to it."""
    for node in nodes:
        if node[0] in _REPEATS and int(node[1][1]) >= _LONG:
            yield before
        if node[0] not in (codes.ASSERT, codes.ASSERT_NOT):
            for inner in _inner(node):
                yield from _openings(matcher, inner, before)
            before += _sample(matcher, node)


def _sample(matcher: Matcher, node: _Node) -> str:
    """Return a short text that the node matches, as far as this can be said without its neighbours."""
    kind, value = node
    if kind in _SINGLE:
        own = [
            chr(item[1] if item[0] is codes.LITERAL else item[1][0])
            for item in (value if kind is codes.IN else [node])
            if item[0] in (codes.LITERAL, codes.RANGE)
        ]
        return next((char for char in (*own, *_PROBES) if matcher.takes(node, char)), "")
    times = max(1, int(value[0])) if kind in _REPEATS else 1
    inner = _inner(node) if kind not in (codes.ASSERT, codes.ASSERT_NOT) else []
    return "".join(_sample(matcher, each) for each in inner[0]) * times if inner else ""
