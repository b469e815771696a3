"""Numbers in a text, in digits and in English words, and their spelling.

The grammar is that of English cardinals and ordinals up to the billions, with *a hundred*, *dozen*, *score*,
and years read in pairs (*eighteen seventy-one*). A count that is not whole (*two and a half million*, 3.5) is
none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import Tokens

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}

_TEN = 10
_SMALL = {word: value for value, word in enumerate((*_UNITS, *_TEENS))}
_ROUND = {word: _TEN * value for value, word in enumerate(_TENS, start=2)} | {"fourty": 40}
_ORDINAL_SMALL = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    **{word + "th": value for word, value in _SMALL.items() if value in (4, 6, 7, 10, 11, *range(13, 20))},
}
_ORDINAL_ROUND = {word[:-1] + "ieth": value for word, value in _ROUND.items()}
_ORDINAL_SCALES = {word + "th": value for word, value in _SCALES.items()}
_ORDINAL_UNITS = {word: value for word, value in _ORDINAL_SMALL.items() if value < _TEN}
_COMPOUND = {
    ten + unit: value + digit for ten, value in _ROUND.items() for unit, digit in _SMALL.items() if 0 < digit < _TEN
}
"""Tens and units written as one word, or divided at a line end: forty-/four."""
_ORDINAL_COMPOUND = {
    ten + unit: value + digit for ten, value in _ROUND.items() for unit, digit in _ORDINAL_UNITS.items()
}
_ORDINALS = _ORDINAL_SMALL | _ORDINAL_ROUND | _ORDINAL_COMPOUND
_BELOW_HUNDRED = _SMALL | _COMPOUND | _ORDINALS
_GROUPS = {"dozen": 12, "score": 20}
_AFTER_ARTICLE = frozenset(("hundred", "hundredth", *_GROUPS, *_SCALES, *_ORDINAL_SCALES))
_FUSED = {"threescore": 60, "fourscore": 80}
_ARTICLES = frozenset(("a", "an"))
_FRACTIONS = frozenset(("half", "quarter", "third", "thirds", "quarters", "fourths"))
_STARTS = frozenset(_COMPOUND) | frozenset(
    (
        *_SMALL,
        *_ROUND,
        *_ORDINAL_SMALL,
        *_ORDINAL_ROUND,
        *_SCALES,
        *_FUSED,
        *_ARTICLES,
        "hundred",
        "dozen",
        "half",
    )
)
_WORDS = _STARTS | {"and", "score", "oh", "o", "hundredth", *_ORDINAL_SCALES}
LARGE = 13
"""The least that `large_numbers` yields; a word for less is part of such a number only together with the next."""
_SMALLER = frozenset(
    (*_ARTICLES, "half", "dozen", *(word for word, value in (_SMALL | _ORDINAL_SMALL).items() if value < LARGE))
)
_LONGEST = 24
"""Words of one number at most; nine hundred and ninety-nine of each scale down to the units have 21."""

_HUNDRED = 100
_YEAR_HEADS = range(13, 21)
"""First halves of years read in pairs; "ten twelve" is a time of day."""
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th", "er", "re", "ère", "e", "me", "ème")
_JOINTS = frozenset(" \t\r\n-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{NO-BREAK SPACE}\N{SOFT HYPHEN}")
_LONGEST_JOINT = 16
_THOUSANDS = frozenset((",", "'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}"))
_THOUSANDS |= {"\N{NARROW NO-BREAK SPACE}"}
_GROUP = 3
_STUCK_BEFORE = frozenset("./:,+-#$£€_\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{SECTION SIGN}")
_STUCK_AFTER = frozenset("./:,-_\N{EN DASH}")
_UNIT_SIGNS = frozenset("%‰°′″$£€½¼¾²³")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in a text."""

    first: int
    """Its first word, as a number of the `Tokens`."""
    last: int
    """Its last word."""
    span: Span
    value: int
    spelled: bool
    """In words, at least in part."""
    ordinal: bool = False
    paired: bool = False
    """Read in two halves, as years are: eighteen seventy-one."""


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    comma: bool
    """A comma stands before it."""


@dataclass(frozen=True, slots=True)
class _Part:
    value: int
    end: int
    ordinal: bool = False
    paired: bool = False


def numbers(tokens: Tokens) -> Iterator[Number]:
    """Yield the numbers of a text in reading order, each as long as it can be.

    >>> [found.value for found in numbers(Tokens("two hundred and six, or eighteen seventy-one, and half a dozen"))]
    [206, 1871, 6]
    >>> [found.value for found in numbers(Tokens("two and a half miles, or fourscore and seven"))]
    [87]
    """
    return _from(tokens, tokens.spelled(_may_start))


def large_numbers(tokens: Tokens) -> Iterator[Number]:
    """Yield those of `LARGE` and more; small ones, which are most, are passed over."""
    starts = sorted((*tokens.spelled(_starts_large), *tokens.adjacent(_starts_smaller, _may_go_on)))
    return (number for number in _from(tokens, starts) if number.value >= LARGE)


def _from(tokens: Tokens, starts: Iterable[int]) -> Iterator[Number]:
    done = -1
    for start in starts:
        if start <= done:
            continue
        found = _digits(tokens, start) if tokens.surface(start)[0].isdigit() else _spelled(tokens, start)
        if found:
            done = found.last
            if not _is_broken(tokens, found):
                yield found


def _may_start(surface: str) -> bool:
    return surface[0].isdigit() or fold.key(surface) in _STARTS


def _starts_large(surface: str) -> bool:
    return _may_start(surface) and not _starts_smaller(surface)


def _starts_smaller(surface: str) -> bool:
    """Say whether a word that no other of a number follows is less than `LARGE`, or no number."""
    if surface.isascii() and surface.isdigit():
        return int(surface[:_LONGEST]) < LARGE
    return fold.key(surface) in _SMALLER


def _may_go_on(surface: str) -> bool:
    """Say whether a word may go on a number that the word before it begins."""
    return surface[0].isdigit() or fold.key(surface) in _WORDS


def number_at(tokens: Tokens, start: int) -> Number | None:
    """Return the longest number that begins at word `start`; None when there is none, or a fraction."""
    found = _digits(tokens, start) if tokens.surface(start)[0].isdigit() else _spelled(tokens, start)
    return None if found is None or _is_broken(tokens, found) else found


def spell(value: int) -> str:
    """Return the English words for `value`, in the British way with *and*.

    Raises:
        ValueError: `value` is negative or a trillion or more.

    >>> spell(206), spell(1260), spell(0)
    ('two hundred and six', 'one thousand two hundred and sixty', 'zero')
    """
    if not 0 <= value < _HUNDRED * 10**10:
        raise ValueError(f"{value} is out of range")
    if value == 0:
        return _UNITS[0]
    words: list[str] = []
    for name, scale in reversed(_SCALES.items()):
        if value >= scale:
            words += (_spell_hundreds(value // scale), name)
            value %= scale
    if value:
        words += ["and"] if words and value < _HUNDRED else []
        words.append(_spell_hundreds(value))
    return " ".join(words)


def _spell_hundreds(value: int) -> str:
    hundreds, rest = divmod(value, _HUNDRED)
    words = [f"{_UNITS[hundreds]} hundred"] if hundreds else []
    if rest:
        words += ["and"] if hundreds else []
        tens, unit = divmod(rest, 10)
        if rest < len(_SMALL):
            words.append((*_UNITS, *_TEENS)[rest])
        else:
            words.append(_TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else ""))
    return " ".join(words)


# --- digits ------------------------------------------------------------------------------------------------


def _digits(tokens: Tokens, start: int) -> Number | None:
    """Return the number in digits that begins at word `start`: 206, 1,040, 206th, 3 million."""
    surface = tokens.surface(start)
    head = surface
    while head and not head[-1].isdigit():
        head = head[:-1]
    ending = surface[len(head) :]
    for sign in () if head.isdigit() else _THOUSANDS:
        head = head.replace(sign, "") if _is_grouped(head, sign) else head
    if not (head.isascii() and head.isdigit()) or (ending and ending.lower() not in _ORDINAL_ENDINGS):
        return None
    last = start
    while not ending and _goes_on(tokens, start, last):
        last += 1
        head += tokens.surface(last)
    value = int(head[:_LONGEST])
    scale = tokens.key(last + 1) if last + 1 < len(tokens) else ""
    if scale in _SCALES and not ending and _joint(tokens, last) == " ":
        return Number(start, last + 1, tokens.span(start, last + 1), value * _SCALES[scale], spelled=True)
    return Number(start, last, tokens.span(start, last), value, spelled=False, ordinal=bool(ending))


def _is_grouped(head: str, sign: str) -> bool:
    first, *rest = head.split(sign)
    return bool(rest) and 0 < len(first) <= _GROUP and all(len(group) == _GROUP for group in rest)


def _goes_on(tokens: Tokens, start: int, last: int) -> bool:
    """Say whether the next word is a further group of three digits."""
    if len(tokens.surface(start)) > _GROUP or last + 1 >= len(tokens):
        return False
    group = tokens.surface(last + 1)
    return len(group) == _GROUP and group.isascii() and group.isdigit() and tokens.gap(last) in _THOUSANDS


# --- words -------------------------------------------------------------------------------------------------


def _joint(tokens: Tokens, number: int) -> str:
    """Return what joins a word to the next: a blank, a comma, or nothing when they stand apart."""
    gap = tokens.gap(number)
    if len(gap) <= _LONGEST_JOINT and gap.count("\n") <= 1:
        if _JOINTS.issuperset(gap):
            return " "
        if gap[:1] == "," and _JOINTS.issuperset(gap[1:]):
            return ","
    return ""


def _spelled(tokens: Tokens, start: int) -> Number | None:
    if start and tokens.key(start) in _SCALES and tokens.key(start - 1) in _FRACTIONS:
        return None  # two and a half million
    if tokens.key(start) in _ARTICLES and not (start + 1 < len(tokens) and tokens.key(start + 1) in _AFTER_ARTICLE):
        return None
    words = [_Word(tokens.key(start), comma=False)]
    for number in range(start, min(start + _LONGEST, len(tokens) - 1)):
        joint = _joint(tokens, number)
        if not joint or tokens.key(number + 1) not in _WORDS:
            break
        words.append(_Word(tokens.key(number + 1), joint == ","))
    part = _number(words)
    if part is None:
        return None
    last = start + part.end - 1
    span = tokens.span(start, last)
    return Number(start, last, span, part.value, spelled=True, ordinal=part.ordinal, paired=part.paired)


def _number(words: Sequence[_Word]) -> _Part | None:
    """Return the longest number that begins the words."""
    half = [word.key for word in words[:2]] == ["half", "a"]
    part = _scaled(words, 1 if half else 0)
    if half:
        return _Part(part.value // 2, part.end) if part and part.end > len(words[:2]) else None
    if part and part.end < len(words) and not part.ordinal:
        return _year(words, part) or part
    return part


def _year(words: Sequence[_Word], head: _Part) -> _Part | None:
    """Return the year whose first half is `head`: eighteen seventy-one, nineteen oh five."""
    if head.value not in _YEAR_HEADS or words[head.end].comma:
        return None
    at = head.end
    if words[at].key in ("oh", "o") and at + 1 < len(words) and 0 < _SMALL.get(words[at + 1].key, 0) < _TEN:
        return _Part(head.value * _HUNDRED + _SMALL[words[at + 1].key], at + 2, paired=True)
    tail = _below_hundred(words, at)
    if tail is None or tail.value < _TEN:
        return None
    return _Part(head.value * _HUNDRED + tail.value, tail.end, tail.ordinal, paired=True)


def _scaled(words: Sequence[_Word], start: int) -> _Part | None:
    """Return groups of hundreds with falling scales: three million two hundred thousand and five."""
    total, at, scale = 0, start, 10**12
    best: _Part | None = None
    while True:
        begin = at + (best is not None and at < len(words) and words[at].key == "and")
        group = _hundreds(words, begin, first=best is None)
        if group is None:
            return best
        at = group.end
        name = words[at].key if at < len(words) and not group.ordinal and not words[at].comma else ""
        if name in _SCALES and _SCALES[name] < scale:
            scale = _SCALES[name]
            total, at = total + group.value * scale, at + 1
            best = _Part(total, at)
        elif name in _ORDINAL_SCALES and _ORDINAL_SCALES[name] < scale:
            return _Part(total + group.value * _ORDINAL_SCALES[name], at + 1, ordinal=True)
        elif best is not None and group.value >= scale:
            return best
        else:
            return _Part(total + group.value, at, group.ordinal)


def _hundreds(words: Sequence[_Word], at: int, *, first: bool) -> _Part | None:
    """Return a number below a thousand, or of hundreds up to ninety-nine: nineteen hundred and five."""
    head = _head(words, at, first=first)
    if head is None or head.ordinal or head.end >= len(words):
        return head
    name = words[head.end].key
    if words[head.end].comma or name not in ("hundred", "hundredth", *_GROUPS):
        return head if words[at].key not in _ARTICLES or name in _SCALES or name in _ORDINAL_SCALES else None
    end = head.end + 1
    if name == "hundredth":
        return _Part(head.value * _HUNDRED, end, ordinal=True)
    value = head.value * (_HUNDRED if name == "hundred" else _GROUPS[name])
    if name == "dozen":
        return _Part(value, end)
    return _with_rest(words, _Part(value, end))


def _head(words: Sequence[_Word], at: int, *, first: bool) -> _Part | None:
    """Return what may stand before *hundred*: a small number, *a*, or, at the beginning, nothing."""
    if at >= len(words):
        return None
    key = words[at].key
    if key in _ARTICLES:
        followed = at + 1 < len(words) and words[at + 1].key in _AFTER_ARTICLE
        return _Part(1, at + 1) if followed else None
    if first and key in ("hundred", "dozen", *_SCALES):
        return _Part(1, at)
    if key in _FUSED:
        return _with_rest(words, _Part(_FUSED[key], at + 1))
    return _below_hundred(words, at)


def _with_rest(words: Sequence[_Word], hundreds: _Part) -> _Part:
    """Return the hundreds together with the tens and units after them."""
    at = hundreds.end
    if at < len(words) and words[at].comma:
        return hundreds
    at += at < len(words) and words[at].key == "and"
    rest = _below_hundred(words, at)
    if rest is None or words[at].comma:
        return hundreds
    return _Part(hundreds.value + rest.value, rest.end, rest.ordinal)


def _below_hundred(words: Sequence[_Word], at: int) -> _Part | None:
    key = words[at].key if at < len(words) else ""
    if key in _ROUND:
        unit = words[at + 1].key if at + 1 < len(words) and not words[at + 1].comma else ""
        value = (_SMALL | _ORDINAL_UNITS).get(unit, 0)
        if 0 < value < _TEN:
            return _Part(_ROUND[key] + value, at + 2, unit in _ORDINAL_UNITS)
        return _Part(_ROUND[key], at + 1)
    if key in _BELOW_HUNDRED:
        return _Part(_BELOW_HUNDRED[key], at + 1, key in _ORDINALS)
    return None


# --- what makes it no whole number -------------------------------------------------------------------------


def _is_broken(tokens: Tokens, found: Number) -> bool:
    """Say whether the number is a piece of something else: a decimal, a time, a range, an amount."""
    text, span = tokens.text, found.span
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 2]
    if text[span.start].isdigit() and (before in _UNIT_SIGNS or (before in _STUCK_BEFORE and before)):
        return not (before in ".,:-\N{EM DASH}" and not text[max(0, span.start - 2) : span.start - 1].isalnum())
    if text[span.end - 1].isdigit() and (
        after[:1] in _UNIT_SIGNS or (after[:1] in _STUCK_AFTER and after[1:].isdigit())
    ):
        return bool(after)
    return _is_fraction(tokens, found)


def _is_fraction(tokens: Tokens, found: Number) -> bool:
    if found.last + 3 >= len(tokens) or tokens.key(found.last + 1) != "and":
        return False
    return tokens.key(found.last + 2) in ("a", "one") and tokens.key(found.last + 3) in _FRACTIONS
