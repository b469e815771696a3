"""English possessive endings that were misread."""

from collections.abc import Iterator

from corrigenda import fold
from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.words import is_function_word

_LANGUAGE = "en"
_SCORE = 0.9


def _check_misread_possessive(context: Context) -> Iterator[Hit]:
    known = context.known
    if known is None or known.language != _LANGUAGE:
        return
    for number in context.tokens.spelled(_is_misread):
        stem, ending = fold.split_misread(context.tokens.surface(number))
        key = fold.key(stem)
        if not is_function_word(key) and (known.common(key) or known.name(key) or context.lexicon.knows(key)):
            reading = Reading(f"{stem}{ending[0]}s", _SCORE, f"“{ending[1]}” read for “s”")
            yield Hit(context.tokens.span(number), "a possessive ending that was misread", (reading,))


def _is_misread(surface: str) -> bool:
    return bool(fold.split_misread(surface)[1])


RULES = (
    Rule(
        code="R009",
        name="misread-possessive",
        summary="a letter or digit that stands for the s of ’s",
        severity=Severity.WARNING,
        check=_check_misread_possessive,
        why="""\
The s behind an apostrophe stands apart and small, and OCR reads a, e, z, 5, 6, 8 or 9 for it. No other rule sees
that, since the word before the apostrophe is right. Only English texts are looked at, and words that the glossary or
the language knows, of three letters and more.

It errs on an apostrophe that stands for a blank or for letters left out.""",
        bad=(
            Example("It is in the Wisdom of Solomon'a house.", "Solomon'a", "Solomon's", "Solomon,person,,,,\n"),
            Example("They were in the father’6 house, and it was his.", "father’6", "father’s"),
        ),
        good=(
            Example("This is the house of the O'Neill, and of Tam o'Shanter, who'd said he isn't here."),
            Example("This is for'a man who was of his'e house."),
            Example("It was the JOHN'S that he said, and in the '90s."),
            Example("Il n'a pas qu'à dire ce qu'a fait l'homme, et c'est de la vie."),
        ),
    ),
)
