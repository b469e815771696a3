"""What is known before a text is looked at: the glossary, the words of the language, what was decided and learned."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from corrigenda import project
from corrigenda.acting.given import Choices
from corrigenda.acting.telling import complain
from corrigenda.config import Project
from corrigenda.deciding import learning
from corrigenda.deciding.decision import Decision
from corrigenda.language import declension, hunspell, words
from corrigenda.likeness.confusion import channel
from corrigenda.running import engine
from corrigenda.storage import files
from corrigenda.terminology import glossary_check
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import wording
from corrigenda.texts.text import digest
from corrigenda.texts.visible import visible


def checked_glossary(found: Project, chosen: Choices) -> Glossary:
    """Return the project's glossary; warnings about it are counted in one line.

    Raises:
        CorrigendaError: the first error in it.
    """
    terms = project.read_glossaries(found, chosen.glossary)
    problems = (*terms.doubts, *glossary_check.check(terms))
    for problem in problems:
        if problem.severity == "error":
            raise problem.as_error()
    if not terms.terms:
        reason = f"no terms in {visible(', '.join(terms.paths))}" if terms.paths else "no glossary.csv here"
        complain(
            f"glossary: {reason}, so names and terms are not checked; "
            "--glossary names one, `corrigenda glossary suggest` makes one"
        )
    if problems:
        complain(f"glossary: {wording.count(len(problems), 'warning')}; `corrigenda glossary check` shows them")
    return terms


def knowledge_of(
    found: Project, chosen: Choices, terms: Glossary, lines: Iterable[tuple[Decision, ...]] = (), *, learned: bool
) -> engine.Knowledge:
    """Return what is known before a text is looked at: the glossary `terms`, what was decided and learned, the words.

    Raises:
        CorrigendaError: the dictionary or what was learned cannot be read.
    """
    settings = found.settings
    language = language_of(found)
    kept = found.corrections / learning.FILE
    costs = channel()
    if learned and kept.is_file():
        costs = learning.taught(costs, learning.parse(files.read_bytes(kept), files.shown(kept)))
    return engine.Knowledge(
        Lexicon(terms),
        costs,
        learning.corrected(chain.from_iterable(lines)),
        language,
        dictionary_of(found, chosen),
        engine.MIN_SCORE if settings.min_score is None else settings.min_score,
    )


def language_of(found: Project) -> str | None:
    """Return the language that is set, None when it is to be found from each text; warn when we have no words of it."""
    language = re.split("[-_]", found.settings.language)[0].casefold()  # en-GB
    if language and language not in words.languages():
        known = ", ".join(words.languages())
        cases = "; the cases of its names are known" if language in declension.languages() else ""
        complain(f"warning: no list of words for language {visible(language)!r}; there are {known}{cases}")
    return language or None


def dictionary_of(found: Project, chosen: Choices) -> words.Dictionary | None:
    """Return the dictionary that is named, if any.

    Raises:
        CorrigendaError: it cannot be read.
    """
    path = _dictionary_path(found, chosen)
    return None if path is None else hunspell.read(path)


def _dictionary_path(found: Project, chosen: Choices) -> Path | None:
    if chosen.dictionary:
        return Path(chosen.dictionary)
    named = found.settings.dictionary
    return found.root / named if named else None


def known_by(found: Project, chosen: Choices, terms: Glossary, knowledge: engine.Knowledge) -> Iterator[str]:
    """Yield in words what findings depend on beside texts, rules and what was corrected."""
    yield terms.digest
    yield repr((knowledge.channel, knowledge.language, knowledge.min_score))
    yield found.settings.encoding
    dictionary = _dictionary_path(found, chosen)
    if dictionary is not None:
        for path in hunspell.parts(dictionary):
            yield digest(files.read_bytes(path))
