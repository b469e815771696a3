"""English possessive endings that were misread."""

from collections.abc import Iterator

from corrigenda.finding import Reading, Severity
from corrigenda.language.words import is_function_word
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.texts import fold

_LANGUAGE = "en"
_SO_ELSEWHERE, _ALONE = 0.9, 0.7


def _check_misread_possessive(context: Context) -> Iterator[Hit]:
    known = context.known
    if known is None or known.language != _LANGUAGE:
        return
    for number in context.tokens.spelled(_is_misread):
        surface = context.tokens.surface(number)
        stem, ending = fold.split_misread(surface)
        key = fold.key(stem)
        if is_function_word(key) or not (known.common(key) or known.name(key) or context.lexicon.knows(key)):
            continue
        possessives = context.count(f"{key}'s")
        if fold.key(surface) in context.lexicon.words or (not possessives and context.count(fold.key(surface)) > 1):
            continue  # a word of its own: Sana'a, Shari'a
        basis = f"“{ending[1]}” read for “s”" + ("; so elsewhere in the texts" if possessives else "")
        reading = Reading(stem + fold.mended(ending), _SO_ELSEWHERE if possessives else _ALONE, basis)
        yield Hit(context.tokens.span(number), "a possessive ending that was misread", (reading,))


def _is_misread(surface: str) -> bool:
    return bool(fold.split_misread(surface)[1])


RULES = (
    Rule(
        code="R009",
        name="misread-possessive",
        summary="an a that stands for the s of ’s",
        severity=Severity.WARNING,
        check=_check_misread_possessive,
        why="""\
The s behind an apostrophe stands apart and small, and OCR reads an a for it. No other rule sees that, since the word
before the apostrophe is right. Only English texts are looked at, and words that the glossary or the language knows, of
three letters and more. A form that the glossary has, or that stands several times where the possessive never does, is a
word of its own (Sana'a).

It errs on such a word where it stands once.""",
        bad=(
            Example("It is in the Wisdom of Solomon'a house.", "Solomon'a", "Solomon's", "Solomon,person,,,,\n"),
            Example("They were in the father’a house, and it was his.", "father’a", "father’s"),
            Example("THEY WERE IN THE FATHER'A HOUSE AND IT WAS HIS", "FATHER'A", "FATHER'S"),
        ),
        good=(
            Example("This is the house of the O'Neill, and of Tam o'Shanter, who'd said he isn't here."),
            Example("This is for'a man who was of the house, and 'King'6 is in the notes; hark'e, said he."),
            Example("The bay'a was given to him, and of the bay'a it is said that it was the first."),
            Example("It was in Sana'a that he was.", glossary="Sana'a,place,,,,\n"),
            Example("It was the JOHN'S that he said, and in the '90s."),
            Example("Il n'a pas qu'à dire ce qu'a fait l'homme, et c'est de la vie."),
        ),
    ),
)
