"""Cases of names, in languages that have them: Mickiewicza and Mickiewiczem are no names of their own."""

from collections import defaultdict
from collections.abc import Mapping

from corrigenda.language.declension import declension, languages, plain


def names_of(counts: Mapping[str, int], language: str | None) -> dict[str, str]:
    """Return, by folded words that may be cases of another one of them, that other one; the rest are left out.

    Of several that may be cases of one another, the name is the one that most others may be a case of. `counts` says
    how often each stands; that decides where it is equal.

    >>> counts = {"mickiewicz": 1, "mickiewicza": 2, "mickiewiczem": 1, "kowalski": 1}
    >>> names_of(counts, "pl"), names_of(counts, "en")
    ({'mickiewicza': 'mickiewicz', 'mickiewiczem': 'mickiewicz'}, {})
    """
    if language not in languages():
        return {}
    declines = declension(language)
    by_plain = {plain(word): word for word in sorted(counts, reverse=True)}
    cases: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counts):
        for name in {by_plain.get(each, word) for each in declines.nominatives(word)} - {word}:
            cases[name].append(word)
    found: dict[str, str] = {}
    for name in sorted(cases, key=lambda each: (-len(cases[each]), -counts[each], len(each), each)):
        if name not in found:
            found |= {word: name for word in cases[name] if word not in found and word not in found.values()}
    return found
