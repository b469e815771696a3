"""Hunspell's personal word lists: a word a line, ``*word`` for a forbidden one, ``word/model`` to inflect it alike.

Source: hunspell(5), “Personal dictionary file”. They know single words only: with others in it the list would do
nothing, and nobody would be told.
"""

import re
from collections import Counter

from corrigenda.exchange.base import (
    Collector,
    Options,
    Parsed,
    Written,
    damaged,
    decode,
    is_word,
    leave_out,
    lines,
    of_status,
)
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.terms import Status

_COUNT = re.compile(r"\s*\d+\s*")


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return the words as terms, and the forbidden ones as wrong forms of no term.

    Raises:
        InputError: it is not in its encoding, or it is a dictionary with its number of words in the first line.
    """
    collector = Collector(path)
    for number, line in lines(decode(data, path, options.encoding)):
        if number == 1 and _COUNT.fullmatch(line):
            advice = "a whole dictionary of a language is given to lint, with --dictionary"
            raise damaged("this is a Hunspell dictionary, not a personal word list", path, (1, 1), advice)
        word, slash, _model = line.strip().partition("/")
        collector.left["models of inflection"] += bool(slash)
        if word.startswith("*"):
            collector.wrong(word[1:], (number, 1))
        elif word:
            collector.term(word, (number, 1))
    return collector.parsed()


def write(glossary: Glossary, _options: Options) -> Written:
    """Return the right forms of one word, and the wrong ones that no term calls right as forbidden."""
    left = Counter[str]()
    right: dict[str, None] = {}
    wrong: dict[str, None] = {}
    for term in glossary.terms:
        leave_out(term, left, "kinds", "notes", "forms in other languages")
        for form in term.forms:
            if is_word(form.text):
                (wrong if form.status is Status.DEPRECATED else right)[form.text] = None
            else:
                left["forms that are no single word, which Hunspell never finds"] += 1
        left["right forms that wrong ones stand for"] += any(map(is_word, of_status(term, Status.DEPRECATED)))
    rows = [*right, *(f"*{word}" for word in wrong if word not in right)]
    return Written("".join(f"{row}\n" for row in rows).encode(), len(rows), left)
