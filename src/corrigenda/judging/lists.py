"""Lists in which a word and a name stand side by side: who writes “Elisabeth or Elizabeth” means both."""

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from corrigenda.judging.suspects import Place
from corrigenda.likeness.near import Candidate
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_LETTERS_A_CHANGE = 4
"""Two spellings of a name differ by no more than one letter in so many."""
_AS_NEAR = 0.5
"""How much more than the nearest name another may cost that is looked for as well."""
_ADDING = frozenset(["and", "et", "und", "y", "e", "i", "и"])
_OPPOSING = frozenset(["but", "mais", "aber", "но", "а"])
_DENYING = frozenset(["not", "nor", "non", "nicht", "ni", "не"])
_COORDINATING = _ADDING | _OPPOSING | _DENYING | frozenset(["or", "versus", "ou", "oder", "noch", "o", "или"])
_DIVIDING = frozenset(",/=()[]")
_LONGEST_LIST = 6
"""Words, those that coordinate among them, within which a list is looked through."""


def told_apart(candidates: Sequence[Candidate], place: Place, tokens: Tokens) -> bool:
    """Say whether one of the nearest names, or another spelling of the word, stands in one list with a place.

    The candidates are those for the place, cheapest change first.
    """
    others = (*_listed(place.first, -1, tokens), *_listed(place.last, 1, tokens))
    if not others:
        return False
    nearest = {each.name.key for each in candidates if each.cost <= candidates[0].cost + _AS_NEAR}
    key = fold.key(place.suspect.text)
    most = len(key) // _LETTERS_A_CHANGE
    return any(other in nearest or 0 < Levenshtein.distance(key, other, score_cutoff=most) <= most for other in others)


def is_listed(key: str, first: int, last: int, tokens: Tokens) -> bool:
    """Say whether a folded word stands in one list with the words from `first` to `last`."""
    return key in (*_listed(first, -1, tokens), *_listed(last, 1, tokens))


def _listed(number: int, step: int, tokens: Tokens) -> list[str]:
    """Return the folded words of a list that goes on from a word in one direction: X, Y and Z; X, not Y.

    Two words are none where a clause begins between them.

    >>> _listed(4, -1, Tokens("Not to Danglars, and Danglare")), _listed(3, -1, Tokens("with Danglars and Danglare"))
    ([], ['danglars'])
    """
    found: list[str] = []
    between = ""
    is_of_two_clauses = divided = False
    for at in range(number + step, number + step * (_LONGEST_LIST + 1), step):
        if not 0 <= at < len(tokens):
            break
        gap = tokens.gap(min(at, at - step))
        if gap != " ":  # nearly all are
            if "\n\n" in gap or ". " in gap or ";" in gap:
                break
            divided = divided or not _DIVIDING.isdisjoint(gap)
        key = tokens.key(at)
        if "'" in key:
            key = fold.split_possessive(key)[0]
        if key in _COORDINATING:
            between, divided = key, True
        elif divided:
            if not found:
                is_of_two_clauses = _parts_clauses(between, min(at, number), max(at, number), tokens)
            found.append(key)
            divided = False
        else:
            break
    return [] if is_of_two_clauses and len(found) == 1 else found


def _parts_clauses(conjunction: str, first: int, last: int, tokens: Tokens) -> bool:
    """Say whether what stands between two words parts two clauses rather than two words: “, and”, and “but”.

    Of words, “but” is behind a “not”.
    """
    if conjunction in _OPPOSING:
        return first == 0 or tokens.key(first - 1) not in _DENYING
    return conjunction in _ADDING and any("," in tokens.gap(number) for number in range(first, last))
