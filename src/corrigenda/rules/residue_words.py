"""Words that stand twice, and words still broken where a line once ended."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from corrigenda.finding import Reading, Severity
from corrigenda.language.words import Dictionary
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.stopwords import FUNCTION_WORDS
from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import Tokens

# --- doubled words -----------------------------------------------------------------------------------------

_GRAMMAR = """
had that is was will her do nous vous lui faire elle die der das den dem sie ihr was wie
"""  # the first closes one phrase, the second opens the next
_EMPHASIS = """
very so long many much far too really never no yes little big old please quite more again ever way très bien
tout toute oui non moi toi sehr ja nein viel ganz nie wieder piano quasi
"""
_SOUNDS = """
ha he ho hi hey hee hum ah oh eh la na da ta tut tsk tick tock knock bang boo choo chop chug cha dum rah yum
blah bla pom tap tra aye bye night hear hush there now come go row rub toot twinkle jingle ding dong bow wow
yap quack woof meow chut cui tic toc hopp hurra goody yeah okay nah etc woo beep mm mmm
"""
_NUMBERS = """
one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety
hundred thousand million zero
"""
_LEGITIMATE = frozenset((_GRAMMAR + _EMPHASIS + _SOUNDS + _NUMBERS).split())
"""Words that good authors write twice running."""
_NEVER_DOUBLED = frozenset(["the", "a", "an", "and", "or", "of", "le", "la", "les", "et", "der", "das", "und"])
"""Words that good prose hardly ever has twice running; prepositions, pronouns and other words it sometimes has."""
_SURE, _LIKELY = 0.9, 0.6
_BLANKS = " \t\N{NO-BREAK SPACE}"
_ONE_SPACE = re.compile(r"[ \u00a0]{1,2}\Z")
_LINE_END = re.compile(r"[ \t]{0,3}\r?\n[ \t]{0,12}\Z")
_ENCLOSING = frozenset("''\"\"``“”‘’«»{}()[]//::**__"[at : at + 2] for at in range(0, 24, 2))
_NOTHING_MORE = re.compile(r"[ \t\r]*\n")


def _check_doubled_word(context: Context) -> Iterator[Hit]:
    tokens = context.tokens
    for number in tokens.twice():
        if _is_doubled(tokens, number):
            yield _doubled(tokens, number)


def _is_doubled(tokens: Tokens, number: int) -> bool:
    word = tokens.key(number)
    if len(word) < len("ab") or not word[0].isalpha() or any(map(str.isdigit, word)):
        return False
    if word in _LEGITIMATE or tokens.surface(number + 1)[0].isupper():
        return False
    gap = tokens.gap(number)
    if not _ONE_SPACE.match(gap) and not (_LINE_END.match(gap) and _is_running(tokens, number)):
        return False
    before, after = tokens.before(number), tokens.gap(number + 1)
    if before.endswith(("-", "\\")) or after.startswith("-") or _is_list(before, after, number):
        return False
    if word in FUNCTION_WORDS:
        return True
    same = tokens.surface(number) == tokens.surface(number + 1)
    return same and not _is_cell(tokens, number) and not _is_repeated(tokens, number)


def _is_running(tokens: Tokens, number: int) -> bool:
    """Say whether prose runs over the line end: neither word is a line of its own."""
    rest = tokens.gap(number + 1)
    ends = number + 2 == len(tokens) and not rest.strip()
    return number > 0 and "\n" not in tokens.before(number) and not ends and not _NOTHING_MORE.match(rest)


def _is_list(before: str, after: str, number: int) -> bool:
    """Say whether the two words are cells of a table, a heading, or words quoted as words."""
    if before[-1:] == "\t" or after[:1] == "\t":
        return True
    begins = number == 0 or before.rstrip(_BLANKS).endswith("\n")
    if begins and _NOTHING_MORE.match(after):
        return True
    return bool(before and after) and (before[-1] + after[0]) in _ENCLOSING


def _is_cell(tokens: Tokens, number: int) -> bool:
    """Say whether the words stand between numbers or wide blanks, as in a listing of files."""
    if tokens.gap(number + 1).startswith("  "):
        return True
    sides = number - 1, number + 2
    return all(0 <= side < len(tokens) and tokens.surface(side)[0].isdigit() for side in sides)


def _is_repeated(tokens: Tokens, number: int) -> bool:
    """Say whether the word stands three times or more: then somebody means it."""
    word = tokens.key(number)
    beyond = number + 2
    after = beyond < len(tokens) and tokens.key(beyond) == word and not tokens.gap(number + 1).strip(", \n")
    return after or (number > 0 and tokens.key(number - 1) == word and not tokens.before(number).strip(", \n"))


def _doubled(tokens: Tokens, number: int) -> Hit:
    span, first = tokens.span(number, number + 1), tokens.surface(number)
    gap = tokens.gap(number)
    score = _SURE if tokens.key(number) in _NEVER_DOUBLED else _LIKELY
    basis = "the word once"
    message = f"the word “{tokens.surface(number + 1)}” stands twice"
    blank = tokens.text[span.start - 1 : span.start]
    if "\n" in gap and blank in _BLANKS and blank:
        # The line end stays: the blank and the word before it go.
        whole = Span(span.start - 1, span.end)
        return Hit(whole, message + ", over a line end", (Reading(gap.lstrip(_BLANKS) + first, score, basis),))
    return Hit(span, message, (Reading(first, score, basis),))


# --- broken hyphenation ------------------------------------------------------------------------------------

_HYPHENS = "-\N{HYPHEN}\N{NOT SIGN}"
_BROKEN = re.compile(f"[{_HYPHENS}][ \u00a0]{{1,2}}(?=[^\\W\\d_])")
_CONJUNCTIONS = "and or to nor und oder bis bzw sowie als noch et ou ni à y o u e i ed og eller en of ja и или"
_JOINED, _COMPOUND = "the halves joined", "the blank taken out"
_SUSPENDED = frozenset(_CONJUNCTIONS.split())
"""What follows a hyphen that waits for the second half of another word: two- and three-year."""


def _check_broken_hyphenation(context: Context) -> Iterator[Hit]:
    tokens = context.tokens
    broken = [number for number in _before_hyphens(tokens) if _is_broken(tokens, number)]
    if not broken:
        return
    numbers = tokens.numbers_of({key for number in broken for key in _keys(tokens, number)})
    counts = Counter(map(tokens.key, numbers))
    compounds = Counter(_compounds(tokens, numbers))
    for number in broken:
        readings = _joined(context, number, counts, compounds)
        if readings:
            yield Hit(tokens.span(number, number + 1), "a word broken where a line once ended", readings)


def _before_hyphens(tokens: Tokens) -> Iterator[int]:
    """Yield the number of each word that a hyphen and a blank follow, in order."""
    for found in _BROKEN.finditer(tokens.text):
        number = tokens.at(found.start())
        if 0 <= number < len(tokens) - 1 and tokens.gap(number) == found.group():
            yield number


def _is_broken(tokens: Tokens, number: int) -> bool:
    left, right = tokens.surface(number), tokens.surface(number + 1)
    if len(left) < len("ab") or len(right) < len("ab") or not right[0].islower():
        return False
    if not fold.composed(left + right).isalpha() or tokens.key(number + 1) in _SUSPENDED:
        return False
    stutters = tokens.key(number + 1).startswith(tokens.key(number))
    goes_on = tokens.gap(number + 1)[:1] in tuple(_HYPHENS)
    return not stutters and not goes_on and not tokens.before(number).endswith(("--", " -", "/"))


def _keys(tokens: Tokens, number: int) -> tuple[str, str, str]:
    """Return the folded halves of a broken word, and both as one word."""
    whole = fold.key(tokens.surface(number) + tokens.surface(number + 1))
    return tokens.key(number), tokens.key(number + 1), whole


def _compounds(tokens: Tokens, numbers: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Yield those of some words that a hyphen joins to the next, with it, folded."""
    last = len(tokens) - 1
    return ((tokens.key(at), tokens.key(at + 1)) for at in numbers if at < last and tokens.gap(at) == "-")


def _joined(
    context: Context, number: int, counts: Counter[str], compounds: Counter[tuple[str, str]]
) -> tuple[Reading, ...]:
    """Return the halves as one word and as a compound, likelier first; nothing when the hyphen is a dash."""
    tokens = context.tokens
    left, right = tokens.surface(number), tokens.surface(number + 1)
    first, second, joined = _keys(tokens, number)
    wholes, pairs, is_known = counts[joined], compounds[first, second], context.lexicon.knows(joined)
    if not wholes and not pairs and not is_known and second in FUNCTION_WORDS:
        return ()  # he came- but too late
    words = min(counts[first], counts[second]) > 1 or _are_words_alone(context.known, first, second, joined)
    is_whole = is_known or wholes > pairs
    one, two = (0.9, 0.1) if is_whole else (0.1, 0.9) if pairs else (0.3, 0.6) if words else (0.7, 0.25)
    basis = _JOINED + ("; so in the glossary" if is_known else "; so elsewhere in this text" if wholes else "")
    whole = Reading(left + right, one, basis)
    pair = Reading(f"{left}-{right}", two, _COMPOUND + ("; so elsewhere in this text" if pairs else ""))
    return (whole, pair) if one > two else (pair, whole)


def _are_words_alone(known: Dictionary | None, first: str, second: str, joined: str) -> bool:
    """Say whether the language knows both halves as ordinary words, and not what they make together."""
    if known is None or known.common(joined) or known.name(joined):
        return False
    return known.common(first) and known.common(second)


RULES = (
    Rule(
        code="R006",
        name="doubled-word",
        summary="the same word twice running",
        severity=Severity.WARNING,
        check=_check_doubled_word,
        why="""\
A compositor or typist who turns to the next line, or a translator who pastes, writes “the the”; over a line
end nobody sees it. The proposal keeps one of the two, and the line end where there is one.

Left alone are doublings that grammar or emphasis allows (had had, nous nous, very very), names and words with
a capital (Duran Duran), numbers, sounds, anything said three times, and words with punctuation between them.
Rare but honest doublings (“the party she came in in June”) are flagged wrongly.""",
        bad=(
            Example("In the the letter I told him.", "the the", "the"),
            Example("The the letter came.", "The the", "The"),
            Example("a member of the\nthe party leadership", " the\nthe", "\nthe"),
            Example("il vient de de Paris", "de de", "de"),
        ),
        good=(
            Example("He had had enough; I know that that is so. Nous nous levons."),
            Example("Duran Duran played in Pago Pago."),
            Example("It was over. over and out, the, the"),
            Example("one one two two 12 12 a a"),
            Example("Yes\nno\nno\nyes"),
            Example("and he ran ran ran"),
        ),
    ),
    Rule(
        code="R008",
        name="broken-hyphenation",
        summary="a word still divided where a line once ended",
        severity=Severity.WARNING,
        check=_check_broken_hyphenation,
        why="""\
When the lines of a printed page are run together, the hyphen at a line end stays behind with a blank after
it. The proposals join the halves, or only take out the blank where the text writes the compound with a hyphen
elsewhere, unless the glossary has the word in one.

Hyphens that wait for another word (two- and three-year, Vor- und Nachteile), stutters, and a hyphen used as a
dash before a small word are left alone; a hyphen used as a dash before any other word is flagged wrongly.
Words divided at a line end that is still there are not flagged.""",
        bad=(
            Example("the Petro- grad papers", "Petro- grad", "Petrograd"),
            Example("a revolu- tion began", "revolu- tion", "revolution"),
            Example("the self-taught and the self- taught", "self- taught", "self-taught"),
            Example("It was the first- class carriage of the train.", "first- class", "first-class"),
            Example("from Nor-mandy to Nor- mandy", "Nor- mandy", "Normandy", "Normandy,place,,,,\n"),
        ),
        good=(
            Example("two- and three-year terms, pre- and post-war years"),
            Example("die Vor- und Nachteile, ein- bis zweimal"),
            Example("He came- but too late."),
            Example("a Petro-\ngrad paper"),
            Example("anti- Soviet agitation"),
        ),
    ),
)
