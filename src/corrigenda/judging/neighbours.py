"""The words that stand beside names in the forms of a glossary: beside a suspect, they speak for these names."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from corrigenda.language.runs import is_abbreviation
from corrigenda.language.words import is_function_word
from corrigenda.terminology.entries import PERSONS
from corrigenda.terminology.names import Name, Names
from corrigenda.terminology.standing import has_dash
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

FARTHEST = 3
"""Words from a name to its neighbour, at the most."""
_LITTLE = 0.5
"""What a function word says for the name beside it, where a word that stands in very many forms says 1."""
_RARE = 1.5
"""What a word says more that stands in one form of the glossary alone; of one in several, they share it."""
_ALIKE = 0.5
"""The share of what a word says that it says even in the spelling of another system of transliteration."""
_ANY_SYSTEM = "~"
"""Stands before a word that is spelled so that most systems agree."""
# the systems of Chinese first, then those of others; what is left to tell apart is little
_GROUPS = (
    *(("tzu", "zi"), ("ssu", "si"), ("szu", "si"), ("sze", "si"), ("dzh", "j"), ("tch", "j"), ("ch", "j"), ("zh", "j")),
    *(("tz", "z"), ("ts", "z"), ("dz", "z"), ("dj", "j"), ("hs", "s"), ("sh", "s"), ("kh", "h"), ("ks", "s")),
    *(("ung", "ong"), ("ien", "ian"), ("yen", "yan"), ("ieh", "ie"), ("eh", "e"), ("ih", "i"), ("ow", "ou")),
    *(("eo", "o"), ("eu", "u"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("'", "")),
)
_LETTERS = str.maketrans("tpkqxwyjr", "dbgjsvijl")
_NEARLY = 0.5
"""Share of the letters from which a word behind a given name is the surname, damaged."""
_KEPT = 1 << 16
"""Words whose spellings are kept."""
MANY = 10_000
"""Names of a large glossary, in which a rare word says no more than others: some name is near to any word by chance."""


class Beside:
    """The words that stand beside a name in the forms of the glossary, by how many words before or after it."""

    def __init__(self, name: Name, says: Callable[[str], float]) -> None:
        """Gather them; `says` tells how much each speaks for a name that it stands beside, by its folded key."""
        self._forms: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self._says: dict[str, float] = {}
        self._surnames: list[tuple[int, str]] = []
        """Those of the people whose given name it is, folded, each with how many words behind it it stands."""
        for number, entry in enumerate(name.entries):
            keys = entry.keys
            at = next((at for at, each in enumerate(keys) if fold.split_possessive(each)[0] == name.key), None)
            if at is not None and len(keys) > 1:
                if name.is_part and entry.kind.casefold() in PERSONS:
                    self._surnames.append((len(keys) - 1 - at, keys[-1]))
                for offset in range(max(-at, -FARTHEST), min(len(keys) - at, FARTHEST + 1)):
                    if offset:
                        key = keys[at + offset]
                        for spelling, share in ((key, 1.0), (_in_any_system(key), _ALIKE)):
                            self._forms[offset, spelling].append(number)
                            self._says[spelling] = share * says(key)

    def __bool__(self) -> bool:
        """Say whether any word stands beside the name."""
        return bool(self._forms)

    @property
    def is_given(self) -> bool:
        """Say whether it is a given name."""
        return bool(self._surnames)

    def goes_on(self, last: int, tokens: Tokens) -> bool:
        """Say whether the surname to a given name stands behind a word that may be it, right or damaged."""
        return any(
            last + offset < len(tokens)
            and Levenshtein.normalized_similarity(key, tokens.key(last + offset), score_cutoff=_NEARLY) >= _NEARLY
            for offset, key in self._surnames
        )

    @property
    def words(self) -> Collection[tuple[int, str]]:
        """Return the folded words beside the name, each with how many words before or after it it stands."""
        return self._forms.keys()

    @property
    def most(self) -> float:
        """What words around a place can say for the name at the most."""
        return self.support(self._forms)

    def support(self, around: Iterable[tuple[int, str]]) -> float:
        """Return what those words around a place say that stand beside the name in one form of the glossary.

        Args:
            around: folded words, by how many words before or after the place they stand.
        """
        found: dict[tuple[int, int], float] = {}
        for offset, word in around:
            for form in self._forms.get((offset, word), ()):
                found[form, offset] = max(self._says[word], found.get((form, offset), 0.0))
        sums: defaultdict[int, float] = defaultdict(float)
        for (form, _offset), says in found.items():
            sums[form] += says
        return max(sums.values(), default=0.0)

    def speaking(self, around: Sequence[tuple[int, str]]) -> tuple[str, ...]:
        """Return the words around a place that say this much, folded."""
        there = {offset: word for offset, word in around if not word.startswith(_ANY_SYSTEM)}
        forms: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for offset, word in around:
            for form in self._forms.get((offset, word), ()):
                forms[form][offset] = max(self._says[word], forms[form].get(offset, 0.0))
        most = max(forms.values(), key=lambda says: sum(says.values()), default={})
        return tuple(map(there.__getitem__, most))


def words_around(first: int, last: int, tokens: Tokens) -> list[tuple[int, str]]:
    """Return the folded words around those from `first` to `last`, by how many words before or after they stand."""
    begin = max(0, first - FARTHEST)
    keys = tokens.keys(begin, last + 1 + FARTHEST)
    return [*enumerate(keys[: first - begin], begin - first), *enumerate(keys[last + 1 - begin :], 1)]


def alike_around(first: int, last: int, tokens: Tokens) -> Iterator[tuple[int, str]]:
    """Yield the words next to those from `first` to `last` as many systems of transliteration spell them alike.

    Two with a hyphen between them may be one as well: Chou En-lai.
    """
    if first > 0:
        yield -1, _in_any_system(tokens.key(first - 1))
    if first > 1 and tokens.gap(first - 2) == "-":
        yield -1, _in_any_system(tokens.key(first - 2) + tokens.key(first - 1))
    if last + 1 < len(tokens):
        yield 1, _in_any_system(tokens.key(last + 1))
    if last + 2 < len(tokens) and tokens.gap(last + 1) == "-":
        yield 1, _in_any_system(tokens.key(last + 1) + tokens.key(last + 2))


def in_sentence(around: Iterable[tuple[int, str]], first: int, last: int, tokens: Tokens) -> list[tuple[int, str]]:
    """Return those of the words around the ones from `first` to `last` that stand in one sentence with them.

    >>> tokens = Tokens("It was Max. Grass grew here. There")
    >>> in_sentence(words_around(3, 3, tokens), 3, 3, tokens)
    [(1, 'grew'), (2, 'here')]
    """
    before = range(first - 1, max(-1, first - FARTHEST - 1), -1)
    behind = range(last, min(len(tokens), last + FARTHEST))
    least = next((at + 1 - first for at in before if _ends_sentence(tokens, at)), -FARTHEST)
    most = next((at - last for at in behind if _ends_sentence(tokens, at)), FARTHEST)
    return [each for each in around if least <= each[0] <= most]


def _ends_sentence(tokens: Tokens, number: int) -> bool:
    """Say whether a sentence ends behind a word, or something else begins behind a dash."""
    gap = tokens.gap(number)
    if gap[:1] == "." and is_abbreviation(tokens.surface(number), tokens.key(number)):
        return False
    is_stop = gap[:1] in {"!", "?", "."} and any(map(str.isspace, gap))
    return is_stop or gap.count("\n") > 1 or has_dash(gap)


@lru_cache(_KEPT)
def _in_any_system(key: str) -> str:
    """Return a folded word as it is spelled in many systems of transliteration alike, with a mark before it.

    >>> _in_any_system("tsetung") == _in_any_system("zedong"), _in_any_system("chou") == _in_any_system("zhou")
    (True, True)
    """
    made = fold.plain(key)
    for group, single in _GROUPS:
        made = made.replace(group, single)
    return _ANY_SYSTEM + made.translate(_LETTERS)


class BesideNames:
    """The words that stand beside the names of a glossary, and speak for them where they stand beside a suspect."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._rare = 0.0 if len(names) > MANY else _RARE
        self._most: dict[str, float] = {}
        self._found: dict[str, Beside] = {}
        self._by_word: dict[tuple[int, str], list[Beside]] = {}

    def of(self, name: str) -> Beside:
        """Return the words that stand beside a name; they are gathered once."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = Beside(self._names[name], self._says)
            for each in found.words:
                self._by_word.setdefault(each, []).append(found)
        return found

    def most(self, name: str) -> float:
        """Return what words around a place can say for a name at the most; they are not gathered for it."""
        found = self._most.get(name)
        if found is None:
            found = self._most[name] = Beside(self._names[name], self._says).most
        return found

    def _says(self, key: str) -> float:
        """Return how much a folded word speaks for a name that it stands beside: the more, the rarer it is there."""
        if is_function_word(key):
            return _LITTLE
        return 1 + self._rare / max(1, self._names.spread(key)) if self._rare else 1.0

    def __bool__(self) -> bool:
        """Say whether any word was gathered."""
        return bool(self._by_word)

    def beside_any(self, around: Iterable[tuple[int, str]]) -> AbstractSet[Beside]:
        """Return, of what was gathered, that of all names beside which one of some words stands."""
        return {each for word in around if word in self._by_word for each in self._by_word[word]}

    def possible(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of some names for which any word speaks."""
        return tuple(filter(self.of, names))

    def is_given(self, names: Sequence[str], first: int, last: int, tokens: Tokens) -> bool:
        """Say whether a word around those from `first` to `last` speaks for one of some names."""
        around = [*words_around(first, last, tokens), *alike_around(first, last, tokens)]
        return any(self.of(name).support(around) for name in names)


def most_of_width(width: int) -> int:
    """Return the same as `BesideNames.most`, or more, for one of many names, by the words of its longest form."""
    return min(width - 1, 2 * FARTHEST)
