"""Counts of spellings, by their folded words and by their case, by numpy."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import compress, count

import numpy as np

from corrigenda.counting.scan import Numbers
from corrigenda.counting.survey import ByKey, Spelled, Survey
from corrigenda.texts import fold


def surveyed(
    surfaces: Sequence[str], counts: Numbers, folded: Callable[[], tuple[Numbers, Sequence[str]]] | None = None
) -> Survey:
    """Return how often spellings stand; `folded` gives the numbers of their folded keys, and these, if it is known."""
    fold_them = folded or partial(_folded, surfaces)
    stands = counts > 0
    spelled = Spelled.of(tuple(compress(surfaces, stands.tolist())), counts[stands].tobytes())
    return Survey(spelled, lambda: _by_key(surfaces, counts, *fold_them()))


def _folded(surfaces: Sequence[str]) -> tuple[Numbers, Sequence[str]]:
    keys = fold.keys(surfaces)
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    return np.fromiter(map(numbers.__getitem__, keys), np.int32, len(keys)), tuple(numbers)


def _by_key(surfaces: Sequence[str], counts: Numbers, kinds: Numbers, keys: Sequence[str]) -> ByKey:
    """Return counts of spellings by folded key."""
    is_lower, is_capital = cases(surfaces[: len(counts)])
    of_keys, of_lower, capitals_alone = sums(counts, kinds, len(keys), is_lower, is_capital)
    return ByKey(_counter(keys, of_keys), _counter(keys, of_lower), capitals_alone)


def sums(
    counts: Numbers, kinds: Numbers, keys: int, is_lower: Numbers, is_capital: Numbers
) -> tuple[Numbers, Numbers, int]:
    """Return the sums of the counts of spellings by the numbers of their folded keys, as `ByKey` names them."""
    of_keys, of_lower = (np.bincount(kinds, each, keys).astype(np.int64) for each in (counts, counts * is_lower))
    stands_so = np.zeros(keys, np.bool_)
    stands_so[kinds[is_capital & (counts > 0)]] = True
    return of_keys, of_lower, int(np.count_nonzero(stands_so & (of_lower == 0)))


def _counter(words: Sequence[str], counts: Numbers) -> Counter[str]:
    """Return the words with their counts, without those that count for nothing."""
    found: Counter[str] = Counter()
    stands = counts > 0
    dict.update(found, zip(compress(words, stands.tolist()), counts[stands].tolist(), strict=True))
    return found


def cases(words: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return which words begin in lower case, and which with a capital; each letter is asked about once.

    >>> [found.tolist() for found in cases(["one", "Two", "3"])]
    [[True, False, False], [False, True, False]]
    """
    initials = "".join([word[0] for word in words]).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(initials, "<u4").astype(np.int32)
    counts = np.bincount(codes)
    letters = [(code, chr(code)) for code in np.flatnonzero(counts).tolist()]
    is_lower, is_capital = np.zeros(len(counts), np.bool_), np.zeros(len(counts), np.bool_)
    is_lower[[code for code, letter in letters if letter.islower()]] = True
    is_capital[[code for code, letter in letters if letter.isupper()]] = True
    return is_lower.take(codes), is_capital.take(codes)
