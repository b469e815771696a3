"""Family G: what the glossary says stands wrong."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corrigenda.counting.survey import about_times
from corrigenda.finding import OFTEN, Reading, Severity
from corrigenda.judging.proposal import FAINT, Proposal
from corrigenda.judging.suspects import Place
from corrigenda.language.words import is_function_word
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.deprecated import deprecated_form
from corrigenda.rules.divided import divided_names
from corrigenda.rules.parts import damaged_parts
from corrigenda.texts import fold
from corrigenda.texts.text import Span, Spans
from corrigenda.texts.visible import visible

_TWO_WORDS = 0.9
"""Score of two right words that stand without a blank, the first in lower case: in prose that is hardly ever meant."""
_TWO_NAMES = 0.7
"""Score of the same when both have capitals: trade names are written so."""
_MOST_READINGS = 5


def near_name(context: Context) -> Iterator[Hit]:
    """Yield words that neither glossary nor language know and that a name of the glossary could have become."""
    suspects = tuple(context.judge.doubtful(context.tokens))
    taken = Spans()
    for place in suspects:
        hit = run_together(context, place)
        if hit is not None and hit.readings[0].score >= context.min_score:
            taken.add(hit.span)
            yield hit
    for hit in divided_names(context):
        if hit.readings[0].score >= context.min_score and not taken.overlap(hit.span):
            taken.add(hit.span)
            yield hit
    for found in sorted((*_near_names(context, suspects), *_damaged_parts(context)), key=_surest_first):
        if not taken.overlap(found.span):
            hit = found.of if isinstance(found.of, Hit) else _near(context, *found.of)
            taken.add(found.span)
            if hit.readings[0].text != context.witness.text[hit.span.start : hit.span.end]:  # KIZILIRMAK, of Kızılırmak
                yield hit


class _Found(NamedTuple):
    """What may be a damaged name; several may be of one word."""

    score: float
    cost: float
    """What the change costs: a cheap one explains more."""
    span: Span
    of: Hit | tuple[Place, tuple[Proposal, ...]]


def _surest_first(found: _Found) -> tuple[float, float, Span]:
    return -found.score, found.cost, found.span


def _near_names(context: Context, suspects: Iterable[Place]) -> Iterator[_Found]:
    """Yield the suspects that are likely errors by themselves."""
    for place in suspects:
        if not context.standing.in_wrong.isdisjoint(range(place.first, place.last + 1)):
            continue
        proposals = context.judge.likely(place, context.tokens)
        if not proposals or proposals[0].score < context.min_score:
            continue
        if place.first < place.last or not context.judge.is_half(context.tokens, place.first):
            yield _Found(proposals[0].score, proposals[0].candidate.cost, place.span, (place, proposals))


def _damaged_parts(context: Context) -> Iterator[_Found]:
    """Yield the words that are likely errors by the rest of a longer name around them."""
    for cost, hit in damaged_parts(context):
        if hit.readings[0].score >= context.min_score:
            yield _Found(hit.readings[0].score, cost, hit.span, hit)


def _leans_on(context: Context) -> Iterable[int]:
    """Return the facts that `near_name` depends on."""
    return context.judge.leans_on(context.tokens)


def run_together(context: Context, place: Place) -> Hit | None:
    """Return the hit for two right words without a blank between them, a name the second: ofLondon, KarlRadek."""
    text = place.suspect.text
    if place.suspect.parts > 1 or text[1:].islower():  # nearly all words end in small letters
        return None
    cuts = [at for at in range(2, len(text) - 1) if text[at - 1].islower() and text[at].isupper()]
    if len(cuts) != 1:
        return None
    first, second = text[: cuts[0]], text[cuts[0] :]
    name = context.lexicon.names.get(second)
    if name is None or not _may_precede(first, context) or (first[0].isupper() and place.suspect.count > 1):
        return None
    score = _TWO_NAMES if first[0].isupper() else _TWO_WORDS
    reading = Reading(f"{first} {second}{place.ending}", score, f"{name.entry.basis}; two words run together")
    term = name.entry.term
    return Hit(
        place.span, f"“{visible(text)}” may be “{visible(first)} {visible(second)}”", (reading,), term.note, term.lemma
    )


def _how_often(count: int) -> str:
    """Return what is said of a spelling that stands several times: the oftener it does, the less it is a slip."""
    if count == 1:
        return ""
    rarely = ": rarely a slip, but a name spelt otherwise throughout, or another name" if count >= OFTEN else ""
    return f"; the spelling stands {about_times(count)} in the texts{rarely}"


def _may_precede(word: str, context: Context) -> bool:
    """Say whether a name may stand after a word: a name, an article, or in lower case any other word."""
    key = fold.key(word)
    if word[0].isupper():
        return word in context.lexicon.names or is_function_word(key)
    return context.known is not None and context.known.common(key)


def _near(context: Context, place: Place, proposals: tuple[Proposal, ...]) -> Hit:
    shown = [each for each in proposals[:_MOST_READINGS] if each is proposals[0] or each.score >= FAINT]
    forms = _in_form(context, place, [each.word for each in shown])
    span, article = place.span, ""
    if any(map(_BEGUN.match, forms)):  # a name has an article of its own: that of the text is in doubt as well
        span = Span(context.tokens.span(place.first).start, span.end)
        article = context.witness.text[span.start : place.span.start]
    text = context.witness.text[span.start : span.end]
    by_text: dict[str, Reading] = {}  # of two names that differ in their apostrophes only, the better one
    for form, proposal in zip(forms, shown, strict=True):
        right = fold.like_apostrophes(text, f"{'' if _BEGUN.match(form) else article}{form}{place.ending}")
        basis = context.judge.basis(proposal, form, place.suspect)
        by_text.setdefault(right, Reading(right, round(proposal.score, 2), basis))
    readings = tuple(by_text.values())
    term = proposals[0].entry.term
    return Hit(
        span,
        f"“{visible(text)}” may be “{visible(readings[0].text)}”{_how_often(place.suspect.count)}",
        readings,
        term.note,
        term.lemma,
    )


def _in_form(context: Context, place: Place, names: Sequence[str]) -> list[str]:
    """Return names in the form that a suspect rather was; one that is another name's form as well stays."""
    forms = [context.judge.in_form(name, place.suspect) for name in names]
    return [
        name if form in (*names, *forms[:at]) else form
        for at, (name, form) in enumerate(zip(names, forms, strict=True))
    ]


_BEGUN = re.compile(rf"\w{{1,2}}[{fold.APOSTROPHES}]")
"""How D’Artagnan and O’Neill begin."""
_RAILWAY = "Great Eastern Railway,body,,,,\n"
_PEOPLE = "Stalin,person,,Stalbrand,ru:Сталин,林 was read as 标 (brand)\n"

RULES = (
    Rule(
        code="G001",
        name="deprecated-form",
        summary="a rendering that the glossary calls wrong",
        severity=Severity.ERROR,
        check=deprecated_form,
        why="""\
A form in the column `deprecated` of the glossary is flagged wherever it stands: in any case, with a possessive ending
after either apostrophe, in the plural, across a line end, divided at one by a hyphen, and, for a phrase, with other
white space, dashes or quotation marks between its words. The plural of a right form is right, unless it is given there
itself (Dreyfuss). The reading is the preferred form, less what of it stands beside the place already; ending and
capitals stay, and so do quotation marks where the form has as many words. Where the wrong form is clearly a damaged
admitted one of as many words (Dantis for Dantès, of Edmond Dantès), that comes first. A form that is wrong for several
terms has readings for each, in the order of the alphabet.

It errs where the wrong form is also a right word of something else; keep such forms out of the column.""",
        bad=(
            Example("It was Stalbrand’s pursuit of me.", "Stalbrand’s", "Stalin’s", _PEOPLE),
            Example("He saw Stal-\nbrand there.", "Stal-\nbrand", "Stalin", _PEOPLE),
            Example("STALBRAND SPOKE", "STALBRAND", "STALIN", _PEOPLE),
            Example("It was in the U.S.S.K. then.", "U.S.S.K", "U.S.S.R", "U.S.S.R.,state,,U.S.S.K.,,\n"),
            Example("Of the old Louis Dantis.", "Dantis", "Dantès", "Edmond Dantès,person,Dantès|Edmond,Dantis,,\n"),
            Example("Then Dreyfuss came.", "Dreyfuss", "Dreyfus", "Dreyfus,person,,Dreyfuss,,\n"),
            Example("Then Orabi Pasha came.", "Orabi", "Urabi", "Urabi Pasha,person,,Orabi,,\n"),
            Example(
                "in the “News” newspaper",
                "“News” newspaper",
                "Izvestia",
                "Izvestia,newspaper,,News newspaper,,\n",
            ),
        ),
        good=(
            Example("The word Stalbrand [sic] stands there.", glossary=_PEOPLE),
            Example("Stalin spoke.", glossary=_PEOPLE),
            Example("Of Dreyfus’s and of both Dreyfuses.", glossary="Dreyfus,person,,Dreyfuss,,\n"),
            Example("The news came by newspaper.", glossary="Izvestia,newspaper,,News newspaper,,\n"),
        ),
    ),
    Rule(
        code="G002",
        name="near-name",
        summary="an unknown word that a name of the glossary could have become",
        severity=Severity.WARNING,
        check=near_name,
        leans_on=_leans_on,
        why="""\
A word that neither the glossary nor the language knows is compared with all names of the glossary by what scanners
and transliteration do to letters (rn for m, U for ll, Il for H, ev for eff, h for kh), also by way of another script
and back (Dzhekson for Jackson), and to its end where a translator kept that of a case. The eight nearest names are
weighed: those that the fewest changes make of the word, and of equally near ones those most like it as it is spelled.
In a glossary of more than 10,000 names, only those within two changes are looked at, and rare neighbours say no more
than others.

The score is a name's share of all that the word may be: one of the names near it, or right as it stands. It falls when
two names are equally near, when the spelling stands often, when a dictionary knows it (the more in German, where all
nouns have a capital), and when it is made of two ordinary words, as good names are (Northwood). It rises with the
length of the name and its frequency, and when the words around are those beside the name in the glossary, the more the
rarer they are there. A score of 0.9 and more needs the name to stand elsewhere or its neighbours to fit, and a spelling
that stands once, differs in no more than a fifth of its letters and is no other transliteration.

Words fallen apart or run together are tried too (both halves may be right words, as in “North allerton”, if nothing but
the blank is wrong), and those that a hyphen still divides where a line once ended, as in “Soot-land”, also with a
letter or two between that are dirt of the margin, as in “Mid- t lothian”. A word divided at the end of a line is one,
and at the end of a page if only blank lines follow. What is right but for the hyphen is not flagged here, nor are its
halves. Two spellings in one list, as in “Elisabeth or Elizabeth”, are both meant, and neither is flagged, unless two
clauses meet between them, as in “he spoke to Danglars, and Danglare answered”; nor is a word that tells things of one
kind apart (Western) one for another such (Eastern).

Where all words of a longer name stand but one, and another with a capital stands for it, the name tells what the word
alone cannot: short and ordinary words are flagged then as well (Thomas Hard for Thomas Hurd, F. II. Naylor for F. H.
Naylor). No sentence may end between the words. One initial, number of a king, abbreviation or form of address is not
taken for another, nor is a name that the language knows, nor of two ordinary words one for the other, unless they are
very much alike and the text is noisy. A word that the glossary has in other longer names alone is flagged if it is very
much like the right one (Alexander for Aleksandr Ovechkin, although there is an Alexander Gamov). A given name without
its surname, right or damaged, is less likely meant.

The reading is the name, or a form of it that ends as the word does where that is nearer: of Germany, “Gerrnans” was
Germans. Forms are plurals, names of women, and what the language knows. In a text of sixty words or more in a
language without a word list, forms are all cases that a name may have there (Ciceronis, Mickiewiczem): none is
flagged, and of “Caefari” the reading is Caesari.

In a noisy text, an unknown word is hardly right as it stands, and scores more. Noisy is a text with more than one
unknown word of small letters in a hundred, or in a short one, some more; one that comes again counts once, and those
beside other unknown words, which are of another language, not at all.

It errs on other people with similar names, and on words of other languages.""",
        bad=(
            Example("Then Lcnin spoke to Lenin.", "Lcnin", "Lenin", "Lenin,person,,,,\n"),
            Example(
                "It was Sergei Milonovich Kirov.",
                "Milonovich",
                "Mironovich",
                "Sergei Mironovich Kirov,person,,,,\n",
            ),
            Example("He lived in Bir rningham then.", "Bir rningham", "Birmingham", "Birmingham,place,,,,\n"),
            Example("It was said that Thomas Hard was there.", "Hard", "Hurd", "Thomas Hurd,person,,,,\n"),
            Example("It was said that Miss Me Cormack was there.", "Me", "Mc", "Mc Cormack,person,,,,\n"),
            Example("It was said that F. II. Naylor was there.", "II", "H", "F. H. Naylor,person,,,,\n"),
            Example(
                "It was said that Alexander Ovechkin was there.",
                "Alexander",
                "Aleksandr",
                "Aleksandr Ovechkin,person,,,,\nAlexander Gamov,person,,,,\n",
            ),
            Example("THE NORTH ALLERTON FAIR", "NORTH ALLERTON", "NORTHALLERTON", "Northallerton,place,,,,\n"),
            Example("It was said of W eber.", "W eber", "Weber", "Weber,person,,,,\nW. T. Pickering,person,,,,\n"),
            Example("It was said that Wm. Grass was there.", "Grass", "Gross", "Wm. Gross,person,,,,\n"),
            Example("It was said of Miss Me Cormack’s house.", "Me", "Mc", "Mc Cormack,person,,,,\n"),
            Example("They came from North allerton.", "North allerton", "Northallerton", "Northallerton,place,,,,\n"),
            Example(
                "It was said that the North allerton men were there.",
                "North allerton",
                "Northallerton",
                "Northallerton,place,,,,\nNorth Sea,place,,,,\n",
            ),
            Example("They are of Mid- t lothian.", "Mid- t lothian", "Midlothian", "Midlothian,place,,,,\n"),
            Example("It was said that Dicken was there with his friends.", "Dicken", "Dickens", "Dickens,person,,,,\n"),
            Example("It was O'Connar who said so.", "O'Connar", "O'Connor", "O’Connor,person,,,,\n"),
            Example("He spoke to Danglars, and Danglare answered.", "Danglare", "Danglars", "Danglars,person,,,,\n"),
            Example("They went home to Soot-land.", "Soot-land", "Scotland", "Scotland,place,,,,\n"),
            Example("He saw D'Artagnau there.", "D'Artagnau", "D'Artagnan", "D'Artagnan,person,,,,\n"),
            Example("It was the Polics of the town.", "Polics", "Police", "Police,institution,,,,\n"),
            Example("It was said by Brigge of the town.", "Brigge", "Briggs", "Briggs,person,,,,\nBrigg,place,,,,\n"),
            Example("They wrote to Dzhekson from there.", "Dzhekson", "Jackson", "Jackson,person,,,,\n"),
            Example("They wrote to Petrovskogo from there.", "Petrovskogo", "Petrovsky", "Petrovsky,person,,,,\n"),
            Example("It was Walesa who said so.", "Walesa", "Wałęsa", "Wałęsa,person,,,,\n"),
            Example("It was Djilas who said so.", "Djilas", "Đilas", "Đilas,person,,,,\n"),
            Example("They sailed to Chungching.", "Chungching", "Chongqing", "Chongqing,place,,,,\n"),
            Example("The road to Shriven- hfam.", "Shriven- hfam", "Shrivenham", "Shrivenham,place,,,,\n"),
            Example(
                "They were at Eartle- pool.", "Eartle- pool", "Hartlepool", "Hartlepool,place,,,,\nPool,place,,,,\n"
            ),
            Example("It was the Gerrnans of the town.", "Gerrnans", "Germans", "Germany,place,,,,\n"),
            Example("He went to IKent with her.", "IKent", "Kent", "Kent,place,,,,\n"),
            Example("It was a Mrs. Itaggie of the town.", "Itaggie", "Haggie", "Haggie,person,,,,\n"),
            Example(
                "Tbe man wbo said tnat she and Eidd were tbere and tlie house waa empty.",
                "Eidd",
                "Kidd",
                "Kidd,person,,,,\n",
            ),
        ),
        good=(
            Example(
                "It was a long way for them to the house. Red hill and green valley lay before it.",
                glossary="Redhill,place,,,,\n",
            ),
            Example("It was said that Robert was there with his friends.", glossary="Roberts,person,,,,\n"),
            Example("It was said that a Menshevik was there.", glossary="Mensheviks,party,,,,\n"),
            Example("Mr. Northcote spoke. Then Northwood came.", glossary="Northcote,person,,,,\n"),
            Example("It was said that Staline was there.", glossary="Stalin,person,,,,\n"),
            Example("The Leninists and the Leningraders.", glossary="Lenin,person,,,,\nLeningrad,place,,,,\n"),
            Example("Nikolaev came, and Nikolayev went.", glossary="Nikolayev,person,Nikolaev,,,\n"),
            Example("He was a learned man.", glossary="Lerner,person,,,,\n"),
            Example("Elisabeth and Elizabeth are one name.", glossary="Elizabeth,person,,,,\n"),
            Example("The man who said that Eidd was here and was not.", glossary="Kidd,person,,,,\n"),
            Example("The MPs were with the MAs of the town.", glossary="Maas,person,,,,\nMeps,person,,,,\n"),
            Example("It was said that the Germans were there.", glossary="Germany,place,,,,\n"),
            Example("Le Russe est venu avec une Normande.", glossary="Russie,place,,,,\nNormandie,place,,,,\n"),
            Example(
                "He was long in the house, and it was not for him. He sidied up to her.", glossary="Heraldist,,,,,\n"
            ),
            Example("The Marxists spoke of it, and of Marxist-\ncommunism.", glossary="Marxists,group,,,,\n"),
            Example("Er sprach von der Größe der Stadt und von sich.", glossary="Große,person,,,,\n"),
            Example("Das ist der Schlesier mit der Schwedin.", glossary="Schlesien,place,,,,\nSchweden,place,,,,\n"),
            Example("It was said that the Swedes were there.", glossary="Sweden,place,,,,\nSwedish,,,,,\n"),
            Example("Vronskaia came, and Vronskii too.", glossary="Vronskii,person,,,,\n"),
            Example("Er ging von Wien nach Frankreich, und Franklin auch.", glossary="Franklin,person,,,,\n"),
            Example("It was said that the North wood was there.", glossary="Northwood,,,,,\nNorth Sea,place,,,,\n"),
            Example("The Mid- and lothian men.", glossary="Midlothian,place,,,,\n"),
            Example("It was said that Mr. Gamp was there.", glossary="Mrs. Gamp,person,,,,\n"),
            Example("We saw him there with Max. Grass grew in the garden of it.", glossary="Max Gross,person,,,,\n"),
            Example("We saw him there with Max — Grass was all he had.", glossary="Max Gross,person,,,,\n"),
            Example(
                "It was said that Alexander Gamov was there.",
                glossary="Aleksandr Ovechkin,person,,,,\nAlexander Gamov,person,,,,\n",
            ),
            Example("It was said that Erich Suckert was there.", glossary="Eric Blair,person,,,,\n"),
            Example("It was said by them that THE NEW PORT OF THE TOWN was there.", glossary="Newport,place,,,,\n"),
            Example("It was said that Hill Lane was there.", glossary="Mill Lane,place,,,,\n"),
            Example("It was said that Charles I was there.", glossary="Charles II,person,,,,\n"),
            Example("It was said that the ABC Orchestra was there.", glossary="BBC Orchestra,body,,,,\n"),
            Example("It was said that R. O. Swan was there.", glossary="R. C. Swan,person,,,,\n"),
            Example("It was said that the Great Western Railway was there.", glossary=_RAILWAY),
            Example("It was said that Benjamin Nightin-gale was there.", glossary="Benjamin Nightingale,person,,,,\n"),
            Example("The house on Hamil-ton's hill.", glossary="Hamilton,person,,,,\n"),
            Example("It was said that the Presi-dent was in the house.", glossary="Preston,person,,,,\n"),
            Example("This is the Horse-yard, and The- girl was in it.", glossary="Horseferry,place,,,,\n"),
            Example("Waterford lies there. The Waterworks were closed.", glossary="Waterford,place,,,,\n"),
            Example("He was in Fleet-street, and she in Queen- street.", glossary="Greenstreet,,,,,\nStreet,,,,,\n"),
            Example("He was in Port-au-Prince, and came from there.", glossary="Portland,place,,,,\n"),
        ),
    ),
)
