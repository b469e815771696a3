"""The same count given as two numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from corrigenda.finding import Reading, Severity
from corrigenda.language.dates import FIRST_YEAR, LAST_YEAR
from corrigenda.language.numbers import Number, large_numbers, spell
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.stopwords import FUNCTION_WORDS
from corrigenda.texts.text import LineIndex
from corrigenda.texts.tokens import Tokens

_NEAR = 3000
"""Code points between two mentions of one count: a page or so."""
_SURE = 100
"""From here on two numbers are not alike by chance."""
_MOST_MODIFIERS = 4
_LEAST_LETTERS = 4
_HUNDRED = 100
_TEENS = frozenset((10 + unit, 10 * unit) for unit in range(3, 10))
_PLURALS_WORDS = """
men women people children persons police clergy cattle geese oxen mice teeth
"""
_PLURALS = frozenset(_PLURALS_WORDS.split())
_MEASURES_WORDS = """
years months weeks days hours minutes seconds miles kilometres kilometers metres meters feet yards inches
acres hectares versts poods tons tonnes pounds ounces grams kilograms kilos litres liters gallons bushels
dollars cents roubles rubles kopecks kopeks francs marks shillings guineas crowns florins lire euros degrees
times pages volumes copies lines verses chapters votes points percent hundreds thousands millions billions
dozens ans jours heures mois semaines fois livres lieues arpents mètres kilomètres jahre jahren tage tagen
stunden wochen monate meilen mark rubel kilometer meter
"""
_MEASURES = frozenset(_MEASURES_WORDS.split())
"""Nouns that count many different things."""
_DEFINITE_WORDS = """
the these those all said same aforesaid his her their its our les ces die diese alle
"""
_DEFINITE = frozenset(_DEFINITE_WORDS.split())
_OTHERS_WORDS = """
another other others further additional more about some nearly almost over under approximately around
roughly than least most to only every per each between from or few several many last first next plus minus
circa near no nos number page p pp chapter vol article paragraph line
"""
_OTHERS = frozenset(_OTHERS_WORDS.split())
"""Before a number they speak of a second count, of a round one, or of none."""
_BLANKS = frozenset(" \t\r\n-\N{NO-BREAK SPACE}\N{HYPHEN}\N{NON-BREAKING HYPHEN}")


@dataclass(frozen=True, slots=True)
class _Count:
    number: Number
    head: str
    modifiers: frozenset[str]
    of: str
    definite: bool

    def is_of_the_same(self, other: "_Count") -> bool:
        """Say whether both may count the same things: no modifier contradicts."""
        fits = self.modifiers <= other.modifiers or other.modifiers <= self.modifiers
        return fits and (not self.of or not other.of or self.of == other.of)


def _check_unequal_count(context: Context) -> Iterator[Hit]:
    tokens = context.tokens
    recent: dict[str, list[_Count]] = {}
    index: LineIndex | None = None
    for count in _counts(tokens):
        start = count.number.span.start
        near = [one for one in recent.get(count.head, ()) if start - one.number.span.end <= _NEAR]
        recent[count.head] = [*near, count]
        same = [one for one in near if one.is_of_the_same(count)]
        if any(one.number.value == count.number.value for one in same):
            continue
        for first in reversed(same):
            likeness = _likeness(first, count)
            if likeness:
                index = index or LineIndex(tokens.text)
                yield _contradiction(tokens, index, first, count, likeness)
                break


def _contradiction(tokens: Tokens, index: LineIndex, first: _Count, second: _Count, likeness: str) -> Hit:
    text = tokens.text
    span, other = second.number.span, first.number.span
    line = index.place(other.start)[0]
    stated = " ".join(text[other.start : other.end].split())
    message = f"line {line} counts {stated} {first.head}: {likeness}"
    corr = _written_like(text[span.start : span.end], second.number, first.number.value)
    return Hit(span, message, (Reading(corr, 0.5, f"the count of line {line}"),))


def _written_like(sic: str, number: Number, value: int) -> str:
    """Return `value` in the form of the sic: in words, in digits, with or without thousands marked."""
    if number.spelled:
        words = spell(value)
        return words.capitalize() if sic[0].isupper() else words
    return f"{value:,}" if "," in sic else str(value)


def _likeness(first: _Count, second: _Count) -> str:
    """Return how one number may be a misreading of the other; empty when they are just two numbers."""
    one, two = first.number, second.number
    mixed = one.spelled != two.spelled
    if not second.definite and not (mixed and min(one.value, two.value) >= _SURE):
        return ""
    digits, others = str(one.value), str(two.value)
    if len(digits) != len(others):
        return ""
    apart = [at for at, (a, b) in enumerate(zip(digits, others, strict=True)) if a != b]
    pair = [(digits[at], others[at]) for at in apart]
    if len(pair) == len("ab") and apart[1] == apart[0] + 1 and pair[0] == pair[1][::-1]:
        return "two digits exchanged"
    rest = sorted((one.value % _HUNDRED, two.value % _HUNDRED))
    if one.value // _HUNDRED == two.value // _HUNDRED and tuple(rest) in _TEENS:
        return "teens and tens confused"
    if len(pair) == 1 and second.definite and one.value >= _SURE and "0" not in pair[0]:
        return "one digit differs"  # a nought would make it a round figure
    return ""


# --- counts ------------------------------------------------------------------------------------------------


def _counts(tokens: Tokens) -> Iterator[_Count]:
    for number in large_numbers(tokens):  # smaller ones are counted too often to be the same count
        if number.ordinal or number.paired or _is_year(tokens, number):
            continue
        before = tokens.key(number.first - 1) if number.first else ""
        if before in _OTHERS and tokens.gap(number.first - 1).isspace():
            continue
        words = list(_phrase(tokens, number.last))
        head = next((at for at, word in enumerate(words) if _is_plural(tokens, word)), None)
        if head is None or tokens.key(words[head]) in _MEASURES:
            continue
        modifiers = frozenset(tokens.key(word) for word in words[:head])
        of = _complement(tokens, words[head])
        yield _Count(number, tokens.key(words[head]), modifiers, of, before in _DEFINITE)


def _is_year(tokens: Tokens, number: Number) -> bool:
    digits = number.first == number.last and tokens.surface(number.first).isdigit()
    return digits and FIRST_YEAR <= number.value <= LAST_YEAR


def _phrase(tokens: Tokens, last: int) -> Iterator[int]:
    """Yield the words after word `last` that may be one noun with its adjectives."""
    for at in range(last, min(last + _MOST_MODIFIERS, len(tokens) - 1)):
        gap = tokens.gap(at)
        joined = _BLANKS.issuperset(gap) and gap.count("\n") <= 1
        if not joined or (at == last and not gap.isspace()) or tokens.key(at + 1) in FUNCTION_WORDS:
            return
        yield at + 1


def _is_plural(tokens: Tokens, word: int) -> bool:
    key = tokens.key(word)
    if key in _PLURALS or (key.endswith("men") and len(key) >= _LEAST_LETTERS):
        return True
    return len(key) >= _LEAST_LETTERS and key.endswith("s") and not key.endswith(("ss", "us", "is", "'s"))


def _complement(tokens: Tokens, head: int) -> str:
    """Return the noun after *of* that follows the head; empty when there is none."""
    if head + 2 >= len(tokens) or tokens.key(head + 1) not in ("of", "from", "in", "de", "von"):
        return ""
    at = head + 2
    while at < len(tokens) and tokens.key(at) in ("the", "a", "an", "la", "le", "les", "der", "den"):
        at += 1
    return tokens.key(at) if at < len(tokens) else ""


RULES = (
    Rule(
        code="D002",
        name="unequal-count",
        summary="the same count given as two numbers",
        severity=Severity.WARNING,
        check=_check_unequal_count,
        why="""\
A text that says “two hundred and six horses” and then “the sale of 260 horses” has one of the two
wrong, by a slip of the eye or in turning words into figures. The second is flagged and the first is named;
which is right, the source tells.

Two numbers count as one count when the same noun follows within about a page, no adjective or “of …”
contradicts, and one looks like a misreading of the other: digits exchanged, fourteen and forty, one digit of
several. Small numbers, measures, round figures beside exact ones and “another forty” are left alone. Two
groups of the same kind, of like size, are flagged wrongly.""",
        bad=(
            Example(
                "They took two hundred and six grey horses. After the sale of 260 horses, no more.",
                "260",
                "206",
            ),
            Example("There were forty delegates. The fourteen delegates voted.", "fourteen", "forty"),
            Example("Of 1,237 settlers few stayed; the 1,273 settlers had no bread.", "1,273", "1,237"),
        ),
        good=(
            Example("They took two hundred and six grey horses. The 206 horses were sold."),
            Example("They took two hundred and six horses. Another 260 horses came."),
            Example("It took forty years; the fourteen years after it were worse."),
            Example("There were 260 horses of the army and the 206 horses of the fleet."),
            Example("In 1834 settlers came, in 1843 settlers went."),
        ),
    ),
)
