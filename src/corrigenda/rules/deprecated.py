"""What the glossary calls wrong, and how its terms are put for it without a word or a mark too many."""

from collections.abc import Iterator, Sequence

from corrigenda.finding import Reading
from corrigenda.likeness.meant import meant
from corrigenda.rules.base import Context, Hit
from corrigenda.rules.fitting import fitted
from corrigenda.terminology.entries import Entry
from corrigenda.terminology.standing import goes_on, same_word
from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

_CERTAIN = 0.99
"""Score of the term for a form that the glossary calls wrong; the editor may still think otherwise."""
_SECOND = 0.09
"""What of it is left for the preferred form where another is nearer."""
_OPENING = (
    "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_CLOSING = (
    "\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_MARKS = frozenset(_OPENING + _CLOSING + "\N{DOUBLE LOW-9 QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}")
_BETWEEN = f" \t\r\n{fold.DASHES}"
"""What stands between two words of a term and belongs to neither."""


def deprecated_form(context: Context) -> Iterator[Hit]:
    """Yield every place where a form stands that the glossary calls wrong."""
    for number, entries in context.standing.wrong.items():
        yield _hit(context.tokens, number, entries)


def _hit(tokens: Tokens, number: int, entries: tuple[Entry, ...]) -> Hit:
    last = number + len(entries[0].keys) - 1
    span = _with_bracket(tokens, _with_quotes(tokens, number, last))
    sic = tokens.text[span.start : span.end]
    by_lemma = {entry.term.lemma: entry for entry in reversed(entries)}
    readings: dict[str, Reading] = {}
    for entry in reversed(by_lemma.values()):
        for text, share in _corrs(tokens, number, entry, span):
            before = readings[text].score if text in readings else 0.0
            basis = f"{entry.basis}: deprecated form"
            readings[text] = Reading(text, round(before + share / len(by_lemma), 2), basis)
    first = entries[0]
    return Hit(
        span,
        f"“{visible(sic)}” is a known wrong form of “{visible(first.term.lemma)}”",
        tuple(sorted(readings.values(), key=lambda reading: -reading.score)),
        first.term.note,
        first.term.lemma,
    )


def _corrs(tokens: Tokens, number: int, entry: Entry, span: Span) -> list[tuple[str, float]]:
    """Return what may be put for a wrong form that begins at word `number` and takes up `span`, with its score."""
    first, *others = dict.fromkeys(_put(tokens, number, entry, span, form) for form in meant(entry.term, entry.text))
    return [(first, _CERTAIN - _SECOND * len(others)), *((other, _SECOND) for other in others)]


def _put(tokens: Tokens, number: int, entry: Entry, span: Span, right: str) -> str:
    """Return a right form as it is put for a wrong one that begins at word `number` and takes up `span`."""
    last = number + len(entry.keys) - 1
    ending = _ending(tokens.surface(last), entry.keys[-1])
    words = Tokens(right)
    if len(words) == len(entry.keys) and _MARKS.isdisjoint(entry.text) and _has_marks(tokens, number, last):
        form = _between_marks(tokens, number, words, span)
    else:
        form = _lacking(tokens, range(number, last + 1), words, entry.keys, ending)
    return fitted(tokens.text, span, form, ending)


def _ending(surface: str, key: str) -> str:
    """Return what follows the form in the last word: a possessive or plural ending, as it stands."""
    beyond = len(fold.key(surface)) - len(key)
    return surface[-beyond:] if beyond > 0 else ""


def _has_marks(tokens: Tokens, first: int, last: int) -> bool:
    """Say whether quotation marks stand between the words from `first` to `last`."""
    return not all(_MARKS.isdisjoint(tokens.gap(number)) for number in range(first, last))


def _between_marks(tokens: Tokens, first: int, words: Tokens, span: Span) -> str:
    """Return a term with what stands around the words that it is put for: “Arabi” Pacha is “Urabi” Pasha."""
    last = first + len(words) - 1
    before = tokens.text[span.start : tokens.span(first).start]
    gaps = [*map(tokens.gap, range(first, last)), tokens.text[tokens.span(last).end : span.end]]
    return before + "".join(words.surface(number) + gap for number, gap in enumerate(gaps))


def _lacking(tokens: Tokens, place: range, words: Tokens, wrong: Sequence[str], ending: str) -> str:
    """Return a term, less the words at either of its ends that stand beside the wrong form and not in it.

    Of Urabi Pasha, Orabi in “Orabi Pasha” is Urabi.
    """
    most = len(words) - 1
    term = words.keys(0, len(words))
    before = _joined(tokens, range(place[0] - 1, place[0] - 1 - most, -1))[::-1]
    after = [] if ending else _joined(tokens, range(place[-1] + 1, place[-1] + 1 + most))
    own = set(wrong)
    ends = range(most, 0, -1)
    behind = next((k for k in ends if own.isdisjoint(term[-k:]) and _are(term[-k:], before, after, k)), 0)
    begun = next(
        (k for k in ends if k + behind <= most and own.isdisjoint(term[:k]) and _are(term[:k], before, after, k)), 0
    )
    start = words.span(begun).start if begun else 0
    return words.text[start : words.span(len(words) - behind).start].rstrip(_BETWEEN) if behind else words.text[start:]


def _joined(tokens: Tokens, numbers: range) -> list[str]:
    """Return the folded words with some numbers, one beside the other from the first on, as far as nothing divides."""
    found: list[str] = []
    for number in numbers:
        left = number - (numbers.step > 0)
        if not (left >= 0 and number < len(tokens) and goes_on(tokens.key(left), tokens.gap(left))):
            break
        found.append(tokens.key(number))
    return found


def _are(words: Sequence[str], before: Sequence[str], after: Sequence[str], count: int) -> bool:
    """Say whether so many words stand before a place, or after it, where the last may be inflected."""
    *firsts, last = words
    return any(
        len(there) == count and list(there[:-1]) == firsts and same_word(there[-1], last)
        for there in (before[-count:], after[:count])
    )


def _with_quotes(tokens: Tokens, first: int, last: int) -> Span:
    """Return the span of words, widened over a quotation mark whose partner stands between them: “News” newspaper."""
    span = tokens.span(first, last)
    inside = "".join(map(tokens.gap, range(first, last)))  # an apostrophe inside a word is no partner
    before, after = tokens.text[span.start - 1 : span.start], tokens.text[span.end : span.end + 1]
    if before and before in _OPENING and _is_partner(_CLOSING[_OPENING.index(before)], before, inside):
        return Span(span.start - 1, span.end)
    if after and after in _CLOSING and _is_partner(_OPENING[_CLOSING.index(after)], after, inside):
        return Span(span.start, span.end + 1)
    return span


def _is_partner(mark: str, other: str, inside: str) -> bool:
    """Say whether a mark stands alone between words, and not with its own partner, which is `other`."""
    return inside.count(mark) > (inside.count(other) if other != mark else 0)


def _with_bracket(tokens: Tokens, span: Span) -> Span:
    """Return the span widened over a closing bracket whose partner lies inside: CPSU (B)."""
    inside = tokens.text[span.start : span.end]
    closes = tokens.text[span.end : span.end + 1] == ")" and inside.count("(") > inside.count(")")
    return Span(span.start, span.end + 1) if closes else span
