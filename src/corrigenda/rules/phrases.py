"""Family G, phrases: a term of several words of which all but one stand, exactly or nearly."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corrigenda.finding import Reading, Severity
from corrigenda.judging.suspects import is_division
from corrigenda.language.apart import tell_apart
from corrigenda.language.senses import Kin
from corrigenda.likeness.confusion import channel
from corrigenda.likeness.near import shares
from corrigenda.rules.base import Context, Example, Hit, Rule, Weighed
from corrigenda.rules.fitting import fitted
from corrigenda.rules.patterns import ARTICLES, STOP
from corrigenda.rules.phrase_counts import COUNT
from corrigenda.rules.phrase_odds import grounds, is_all_capital, is_capital_alone, is_proper, kinship, parts
from corrigenda.rules.phrase_windows import NEAR, Nearly, Patterns, Window
from corrigenda.terminology.standing import same_word
from corrigenda.texts import fold
from corrigenda.texts.text import Span, Spans
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

_MOST_READINGS = 3
_FAINT = 0.1
"""Further readings less likely than this are not worth a line."""
_NEVER_SURE = 0.89
"""Highest score: a word of good English may be meant, whatever speaks against it, and 0.9 is accepted unseen."""

_WORDS_DETERMINING = {
    "en": """both each every either neither some any many several few such other another these those this that my our
        its no only most more less same own two three four five six seven eight nine ten""",
    "fr": """ce cet cette ces mon ma mes notre nos votre vos leur leurs plusieurs chaque tout toute tous toutes quelque
        quelques autre autres tel telle deux trois quatre cinq six sept huit neuf dix""",
    "de": """dieser diese dieses diesem diesen jener jene jenes jeder jede jedes alle allen beide beiden mein meine
        unser unsere ihr ihre einige mehrere viele andere anderen zwei drei vier fünf sechs sieben acht neun zehn""",
}
_DETERMINERS = frozenset(fold.key(word) for text in _WORDS_DETERMINING.values() for word in text.split())
"""Words that point at things or count them; they are put for no name of a quality: “Both Britain and America”."""
_STEM = 5
"""Two words that begin with so many letters alike are forms of one word, and neither is the other's error."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A window that may be a damaged term, with what speaks for and against that, see `parts`."""

    window: Window
    parts: Mapping[str, float]

    @property
    def utility(self) -> float:
        """The logarithm of the odds."""
        return sum(self.parts.values())


def damaged_phrase(context: Context) -> Iterator[Hit]:
    """Yield windows that match a term of several words but for one, where more speaks for an error than against."""
    by_place: dict[tuple[int, int], list[_Candidate]] = defaultdict(list)
    other_forms: set[tuple[int, int]] = set()
    for window in context.common.once(Patterns).windows(context.tokens):
        if not _objection(window, context):
            by_place[window.first, window.last].append(_Candidate(window, parts(window, context)))
        elif _is_other_form(window, context.tokens):
            other_forms.add((window.first, window.last))
    ranked = ((place, _ranked(weighed)) for place, weighed in by_place.items() if place not in other_forms)
    flagged = [(place, scored) for place, scored in ranked if scored[0][0] >= context.min_score]
    taken = Spans()
    for place, scored in sorted(flagged, key=lambda item: (-item[1][0][0], item[0])):
        words = Span(place[0], place[1] + 1)
        if not taken.overlap(words):
            taken.add(words)
            yield _hit(scored, context)


def weigh(context: Context) -> Iterator[Weighed]:
    """Yield the windows of a text with what `damaged_phrase` makes of them, but for those that are the term itself."""
    tokens = context.tokens
    every = context.common.once(Patterns).windows(tokens)
    windows = [(each, _objection(each, context)) for each in every if not _is_same(each, tokens)]
    in_other_form = {
        (each.first, each.last) for each, objection in windows if objection and _is_other_form(each, tokens)
    }
    by_place: dict[tuple[int, int], list[_Candidate]] = defaultdict(list)
    for window, objection in windows:
        place = window.first, window.last
        if objection or place in in_other_form:
            yield Weighed(*_compared(window, tokens), objection=objection or "the term may stand there in another form")
        else:
            by_place[place].append(_Candidate(window, parts(window, context)))
    for scored in map(_ranked, by_place.values()):
        for score, each in scored:
            yield Weighed(*_compared(each.window, tokens), each.parts, score)


def _compared(window: Window, tokens: Tokens) -> tuple[Span, str, str]:
    entry = window.pattern.entry
    return tokens.span(window.first, window.last), entry.text, entry.basis


def _ranked(candidates: list[_Candidate]) -> list[tuple[float, _Candidate]]:
    """Return the best window of each term with its score, best first: terms with one place share it, see `near`."""
    best: dict[str, _Candidate] = {}
    for each in sorted(candidates, key=lambda each: (-each.utility, each.window.pattern.entry.rank)):
        best.setdefault(each.window.pattern.entry.term.lemma, each)
    scores = shares(0.0, [each.utility for each in best.values()])
    return [(min(score, _NEVER_SURE), each) for score, each in zip(scores, best.values(), strict=True)]


def _hit(scored: list[tuple[float, _Candidate]], context: Context) -> Hit:
    tokens = context.tokens
    best = scored[0][1]
    window = best.window
    span = tokens.span(window.first, window.last)
    sic = tokens.text[span.start : span.end]
    readings = tuple(
        _reading(score, each, span, context)
        for score, each in scored[:_MOST_READINGS]
        if each is best or score >= _FAINT
    )
    term = window.pattern.entry.term
    return Hit(span, f"“{visible(sic)}” may be “{visible(readings[0].text)}”", readings, term.note, term.lemma)


def _reading(score: float, candidate: _Candidate, span: Span, context: Context) -> Reading:
    """Return the term of a window as it should stand there."""
    window, tokens = candidate.window, context.tokens
    entry = window.pattern.entry
    _stem, ending = fold.split_possessive(tokens.surface(window.last))
    intruder = visible(tokens.surface(window.intruder))
    why = f"{entry.basis}; “{intruder}” stands where “{window.pattern.missing_written}” should"
    right = fitted(tokens.text, span, _without_article(entry.form.text, window), ending)
    return Reading(right, round(score, 2), "; ".join((why, *grounds(candidate.parts, window, context))))


def _without_article(form: str, window: Window) -> str:
    """Return the form, less an article that stands before the window and not in it."""
    first, blank, rest = form.partition(" ")
    skipped = blank and first.casefold() in ARTICLES and window.pattern.slots[0] != (fold.key(first),)
    return rest if skipped else form


def _objection(window: Window, context: Context) -> str:
    """Return why a window cannot be a damaged term at all; empty when it may be one."""
    if not context.standing.in_wrong.isdisjoint(window.numbers) or not _apart_from_forms(window, context):
        return "a form of the glossary stands there, right or wrong"
    if kept := _kept(window, context.tokens):
        return kept
    if not _is_whole(window, context.tokens):
        return "the odd word is part of a longer word or name"
    if unnamed := _unnamed(window, context):
        return unnamed
    if _is_near(window, context):  # takes the longest to find out
        return "the odd word is rather a damaged name by itself"
    return ""


def _is_whole(window: Window, tokens: Tokens) -> bool:
    """Say whether the intruder is neither a part of a word with a hyphen nor the last word of a name that goes on."""
    number = window.intruder
    if number == window.first and number and is_division(tokens.gap(number - 1)):
        return False
    if number < window.last or number + 1 == len(tokens):
        return True
    gap, surfaces = tokens.gap(number), (tokens.surface(number), tokens.surface(number + 1))
    goes_on = gap == " " and all(surface[0].isupper() for surface in surfaces)
    return not (goes_on or is_division(gap))


def _apart_from_forms(window: Window, context: Context) -> bool:
    """Say whether no right form stands in a window, or only one in the words that do stand of a longer name.

    Hong Kong may be right in “Hong Kong Relief Office” for Hong Kong Relief Fund, where all have capitals.
    """
    standing = context.standing.in_phrase.intersection(window.numbers)
    return not standing or (window.intruder not in standing and is_all_capital(window, context.tokens))


def _kept(window: Window, tokens: Tokens) -> str:
    """Return why the intruder is of no kind that is put for another word; empty when it is."""
    pattern = window.pattern
    _article, intruder = fold.split_elision(tokens.key(window.intruder))
    if intruder in STOP or intruder in _DETERMINERS:
        return "the odd word only points, counts or joins"
    if intruder[0].isdigit():
        return "the odd word is a number"
    if intruder in pattern.keys:
        return "the odd word is itself one of the term"
    if window.intruder < window.last and _is_possessive(window.intruder, tokens):
        return "the odd word is a possessive"
    if any(tell_apart(intruder, key) for key in pattern.missing):
        return "the odd word and that of the term tell two things of one kind apart"
    return "the odd word is a form of that of the term" if _is_same(window, tokens) else ""


def _is_same(window: Window, tokens: Tokens) -> bool:
    """Say whether the intruder is the missing word, or one of them the possessive or plural of the other."""
    _article, intruder = fold.split_elision(tokens.key(window.intruder))
    return any(same_word(intruder, key) or same_word(key, intruder) for key in window.pattern.missing)


def _is_possessive(number: int, tokens: Tokens) -> bool:
    """Say whether a word has a possessive ending: banker’s, bankers’."""
    is_plural = tokens.gap(number).startswith(tuple(fold.APOSTROPHES))
    return is_plural or bool(fold.split_possessive(tokens.key(number))[1])


def _unnamed(window: Window, context: Context) -> str:
    """Return why the words are no term in which one was put for the other; empty when they may be one."""
    tokens, pattern = context.tokens, window.pattern
    if _is_abbreviation(pattern.missing_written) or _is_abbreviation(tokens.surface(window.intruder)):
        return "the odd word, or that of the term, stands in capitals: no abbreviation is put for a word"
    if is_capital_alone(window, tokens) and is_proper(window, context):
        return ""
    if pattern.is_small and not (pattern.is_capital and is_all_capital(window, tokens)):
        return "the capitals are not those of a name"
    return _untranslatable(window, context)


def _untranslatable(window: Window, context: Context) -> str:
    """Return why no translator put one word for the other; empty when one may have.

    Where the term is no name, they must have a sense in common: common nouns stand in much company.
    """
    if _is_other_form(window, context.tokens):
        return "the odd word and that of the term are forms of one word"
    if not window.pattern.is_capital and kinship(window, context) is not Kin.SAME:
        return "the term is no name, and the odd word and its own have no sense in common"
    keys = (*window.pattern.missing, context.tokens.key(window.intruder))
    if not all(map(context.common.once(Nearly).common, keys)):
        return "the odd word and that of the term are not two ordinary words, one of which was put for the other"
    return ""


def _is_abbreviation(word: str) -> bool:
    """Say whether a word stands in capitals: it is not taken for another, nor is another for it."""
    return len(word) > 1 and word.isupper()


def _is_other_form(window: Window, tokens: Tokens) -> bool:
    """Say whether intruder and missing word are forms of one word, and the window is the term in another form."""
    missing = window.pattern.missing
    return fold.shared_onset(missing[0], tokens.key(window.intruder)) >= _STEM


def _is_near(window: Window, context: Context) -> bool:
    """Say whether the intruder is an unknown word near the missing one: then it is a damaged name, not a phrase."""
    pattern, intruder = window.pattern, window.intruder
    if context.known is not None and context.common.once(Nearly).common(context.tokens.key(intruder)):
        return False
    right = pattern.missing_written
    return channel().cost(right, context.tokens.surface(intruder)) <= NEAR * len(right)


_PRESS = "Soviet press,term,,,,\n"
_DUES = "Harbour Dues Ordinance,law,,,,\n"
_PAY = "annual pay review,term,,,,\n"
_DEMAND = "statutory demand,term,,,,\n"
_FUND = "Harbour Relief Fund,body,,,,\n"

RULES = (
    Rule(
        code="G003",
        name="damaged-phrase",
        summary="a term of several words of which all but one stand",
        severity=Severity.WARNING,
        check=damaged_phrase,
        weigh=weigh,
        count=COUNT,
        why="""\
A translator, human or not, keeps most words of a name and takes one of them for another: the wrong word may be good
English, so no dictionary finds it. What speaks for an error: the term itself stands elsewhere in the texts; the words
that do stand are rare ones; the wrong word has a capital where the missing word has one, and stands nowhere else; the
words stand with capitals throughout, as those of the term do; the two words have a sense in common, or one is a kind of
the other (in English: Regulation and Ordinance, Drugs and Medicines); the term stands in another text between the same
words, as it does in another translation or another edition of one work. What speaks against: many different words stand
in that slot; the last word is the one that differs, or the one before an of; the wrong word has its place in other
terms; the term stands close by, as things are told apart by that word. Two terms that differ in that word only share
the score: there may be a third of their kind. A term in small letters must have three words of meaning, and the wrong
one a sense in common with the right one.

Words that are themselves a right form are left alone, and so are words between which a quotation mark or a dash stands
that would be lost, those of which one has merely another ending or the last begins a name that goes on, and those of
which one differs by telling things of one kind apart (South and Great, First and Second).

It errs on phrases that differ by a word in good text too, such as two offices of one ministry.""",
        bad=(
            Example(
                "The Soviet press wrote. New accounts in the Belgian press placed the blame there.",
                "Belgian press",
                "Soviet press",
                _PRESS,
            ),
            Example(
                "The Harbour Relief Fund paid for the widows. Nobody had seen so many of them since the storm of the"
                " year before, when eleven boats were lost in one night. The Harbour Rescue Fund was asked again.",
                "Harbour Rescue Fund",
                "Harbour Relief Fund",
                _FUND,
            ),
            Example(
                "The Harbour Relief Fund paid for the widows. Nobody had seen so many of them since the storm of the"
                " year before, when boats were lost in one night. It was the Harbour Rescue Fund’s clerk who wrote.",
                "Harbour Rescue Fund’s",
                "Harbour Relief Fund’s",
                _FUND,
            ),
            Example(
                "The St. Petersburg Relief Fund paid for the widows. Nobody had seen so many of them since the storm"
                " of the year before, when boats were lost. The St. Petersburg Rescue Fund was asked again.",
                "St. Petersburg Rescue Fund",
                "St. Petersburg Relief Fund",
                "St. Petersburg Relief Fund,body,,,,\n",
            ),
            Example(
                "The Harbour Dues Regulation was read in the House, and it is to be in force by May.",
                "Harbour Dues Regulation",
                "Harbour Dues Ordinance",
                _DUES,
            ),
            Example(
                "The annual salary review was held in May, and it was not for them to say more of it.",
                "annual salary review",
                "annual pay review",
                _PAY,
            ),
        ),
        good=(
            Example("The Soviet press wrote, and the local press was silent.", glossary=_PRESS),
            Example("The Harbour Dues Committee was in the House, and it is to be there in May.", glossary=_DUES),
            Example(
                "The Solicitor General spoke of this, and he was not to be moved from it by them.",
                glossary="Attorney General,office,,,,\n",
            ),
            Example("It was an annual budget review, and not for them to say more of it.", glossary=_PAY),
            Example("It was a statutory duty, and not for them to say more of it.", glossary=_DEMAND),
            Example("He told Stalin so.", glossary="Joseph Stalin,person,,,,\n"),
            Example(
                "Marx wrote of Great Britain. The prediction made of both Britain and America is no longer valid."
                " Both Britain and America have armies.",
                glossary="Great Britain,place,,,,\n",
            ),
            Example("The Moscow authorities set up a force.", glossary="Moscow trials,term,,,,\n"),
            Example(
                "The Harbour Relief Fund paid for the widows. Nobody had seen so many of them since the storm of the"
                " year before, when boats were lost in one night. The “Harbour Rescue” Fund was asked again, and the"
                " Harbour — Rescue Fund men came.",
                glossary=_FUND,
            ),
            Example(
                "The Children’s Relief Fund paid for the widows. Nobody had seen so many of them since the storm of the"
                " year before, when boats were lost in one night. The “Children’s Rescue” Fund was asked again.",
                glossary="Children’s Relief Fund,body,,,,\n",
            ),
            Example("The Harbour Relief Fund paid. A Mid-Western Relief Fund was asked.", glossary=_FUND),
            Example("The Harbour Relief Fund paid. The Harbour Rescue Fund was asked again.", glossary=_FUND),
            Example(
                "The South Harbour Relief Fund paid. The Great Harbour Relief Fund was asked.",
                glossary="South Harbour Relief Fund,body,,,,\n",
            ),
            Example(
                "The Harbour Building Society paid. The Harbour Bankers’ Society was asked.",
                glossary="Harbour Building Society,body,,,,\n",
            ),
            Example(
                "The Northern Relief Fund paid in May, the Northern Relief Fund in June."
                " The Northern Relief Society House was sold.",
                glossary="Northern Relief Fund,body,,,,\n",
            ),
            Example(
                "The US Federal Reserve met. The United States Federal Reserve met again.",
                glossary="US Federal Reserve,body,,,,\n",
            ),
            Example(
                "The Ministry of Public Finance paid. The Director of Public Finance was asked.",
                glossary="Ministry of Public Finance,body,,,,\n",
            ),
            Example(
                "The Harbour Insurance Service and the Harbour Financial Service paid."
                " The Harbour Finance Service did not.",
                glossary="Harbour Insurance Service,body,,,,\nHarbour Financial Service,body,,,,\n",
            ),
            Example(
                "The Relief Fund of Yarmouth and the Pension Fund of Yarmouth paid."
                " So did the Building Fund of Yarmouth.",
                glossary="Relief Fund of Yarmouth,body,,,,\nPension Fund of Yarmouth,body,,,,\n",
            ),
        ),
    ),
)
