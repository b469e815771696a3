"""Which names a garbled word may have been, and how sure that is.

A noisy-channel model: every name of the glossary that lies near enough is a candidate with a utility made of the
cost of the change, the length of the name and how often it stands in the texts; that the word is right as it
stands is one more candidate, whose utility is made of what is known of the word. The score of a reading is its
share in the sum of all (a conditional logit, McFadden 1974), so that two close candidates halve each other's score.
The weights are data, ``data/weights.tsv``, fitted on texts with known answers.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import exp, inf, log, log1p
from operator import mul

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from corrigenda import data
from corrigenda.language.declension import Declension
from corrigenda.language.words import is_function_word
from corrigenda.likeness.confusion import Channel, channel
from corrigenda.terminology.names import Name, Names
from corrigenda.texts import fold

LIKELY = 0.45
"""How likely it must be by default that a word is an error at all; readings then share what there is."""
FITTED = 150_000
"""Words of the largest texts that the weights were fitted on."""
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("lj1!|y", "i"),
        **dict.fromkeys("ce0", "o"),
        **dict.fromkeys("vw", "u"),
        **dict.fromkeys("bk", "h"),
        **dict.fromkeys("f", "t"),
        **dict.fromkeys("q9", "g"),
        **dict.fromkeys("5", "s"),
    }
)
_GROUPS = (
    ("tsch", "ch"),
    ("sch", "sh"),
    ("rn", "m"),
    ("cl", "d"),
    ("vv", "w"),
    ("ii", "u"),
    ("kh", "h"),
    ("zh", "z"),
    ("ks", "x"),
    ("hs", "x"),
    ("kw", "gu"),
    ("ung", "ong"),
    ("tz", "ts"),
    ("dz", "z"),
    ("dj", "j"),
    ("-", ""),
)
CONSIDERED = 8
"""How many of the nearest names are weighed; the right one was among them in nearly all texts tried.

Of names whose skeletons are equally near, those that are more like the word as it is spelled: by the similarity of
Winkler (1990), made for telling which records of a census are of one person, which counts the first letters most. Of
those equally like it too, the first by spelling: the order of the glossary's rows means nothing.
"""
BEHIND = 1
"""A name whose skeleton is farther than that behind the nearest has no share worth computing."""
_ENOUGH = 1 << 16
"""Answers about words that are kept."""
_MANY = 10_000
"""Names of a large glossary."""
_REACH_OF_MANY = 2
"""Changes of a skeleton that are looked at there, see `reach`."""
LONG = 10
"""Names of more letters than this are not surer than names of just as many."""
SHORT = 4
"""Letters of a short word, at the most: some name is near to it by chance."""
BY_SOUND = 1.2
"""Highest cost at which a word may be the same name written by another system of transliteration."""
SAME = 0.05
"""How much more it may cost by sound alone."""
ONSET = 4
"""Letters that a name and a word half made of it must share at the beginning."""
_LEAST_TAIL = 4
"""Letters of the ordinary word that such a one ends in, at the least; what is shorter is an ending."""
_LAST = "\U0010ffff"
"""Sorts behind every letter."""
_HALF_TRANSLATED = 0.8
"""Cost of the end of a name's having been translated as a word of its own: Chinese writes names by characters that
mean something, and a machine that knows the first ones may translate the last."""
_CASE = 0.25
"""Cost of a case of a name that is not known to stand in the texts."""
_ABBREVIATION = 5
"""Words in capitals of so many letters or fewer are abbreviations; there, one letter makes another body."""
_SAME_SHAPE = 0.3
"""Cost up to which an abbreviation is a misread one, not another."""
RARELY = 4
"""A spelling that stands more often than this is hardly a slip."""
OF_A_SYSTEM = ("count", "often", "known_count", "known_name")
"""Evidence for a spelling that a name in another system of transliteration has as well."""
_OF_CANDIDATES = (
    *("cost", "cost_by_length", "name_count", "length", "same_initial"),
    *("sound", "sound_name", "two_words", "part", "part_word", "unheard_of", *OF_A_SYSTEM),
)
"""What is weighed of a candidate; the last of it only where the change is one of transliteration."""
AT_BEST = ("same_initial", "sound")
"""Further features of a candidate that speak for it when they do, and are 1 at the most."""
RARE = 80
"""The level of the rarest words of a list."""
_AT_HOME = 0.4
"""Share of a glossary's names that stand in the texts it was made for; in six such it was 0.41 to 0.84."""
_UNSEEN = 3
"""Names that may be there besides; a short text shows little."""
_UNHEARD_OF_STEPS = 4
"""Steps in which that is told by 1: a few names more or less change no score."""


def skeleton(word: str) -> str:
    """Return `word` with letters that are often taken for one another made alike; for finding candidates only.

    >>> skeleton("Belgravia") == skeleton("Beigravia"), skeleton("modern") == skeleton("modem")
    (True, True)
    """
    return _shaped(fold.plain(fold.key(word)))


def _shaped(text: str) -> str:
    for group, single in _GROUPS:
        text = text.replace(group, single)
    return text.translate(_SHAPES)


def skeletons(words: Iterable[str]) -> list[str]:
    """Return the skeletons of many words; they are made of all at once, which takes a tenth of the time.

    >>> skeletons(["Modern", "Tchaïkovsky"]) == [skeleton("Modern"), skeleton("Tchaïkovsky")]
    True
    """
    return _skeletons_of(fold.keys(words))


def _skeletons_of(keys: Sequence[str]) -> list[str]:
    if not keys:
        return []
    text = "\n".join(keys)
    return _shaped(text if text.isascii() else "\n".join(map(fold.plain, keys))).split("\n")


def is_capitals(word: str) -> bool:
    """Say whether a word stands in capitals, and is compared with names in capitals."""
    return word.isupper() and len(word) > 1


def reach(length: int, names: int = 0) -> int:
    """Return how many changes of a skeleton of `length` letters are looked at in a glossary of so many names.

    Among many names some are always three changes from any word; it says nothing there.
    """
    most = 1 if length <= 3 else 2 if length <= 5 else 3 if length <= 8 else 4  # noqa: PLR2004
    return min(most, _REACH_OF_MANY) if names > _MANY else most


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word, or two or three that may be one, and what is known of it before any name is compared."""

    text: str
    """Without possessive ending; white space as single blanks."""
    count: int = 1
    """How often it stands in the texts."""
    lower: int = 0
    """How often it stands in them in lower case."""
    name: bool = False
    """The language knows it as a proper name."""
    common: bool = False
    """The language knows it as an ordinary word."""
    level: int = 0
    """How familiar it is, 10 to 80, by `corrigenda.language.words`; 0 when unknown."""
    parts: int = 1
    """Of how many words it is made."""
    words: int = 0
    """How many of several parts are words of the language."""
    noun: bool = False
    """It has a capital as any ordinary noun of its language has one."""

    @property
    def strange(self) -> bool:
        """Say whether the language knows nothing of it, nor of any of its parts."""
        return not (self.common or self.name or self.words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a name compares with a word, whatever the texts."""

    name: Name
    cost: float
    """Cost of the change, see `corrigenda.likeness.confusion`."""
    sound: bool = False
    """Whether the change is wholly one of transliteration."""
    half: bool = False
    """Whether the name's end was translated as a word of its own."""
    word: bool = False
    """Whether the name is an ordinary word of the language as well."""
    case: bool = False
    """Whether it is a case of the name that the cost is of."""


@dataclass(frozen=True, slots=True)
class Candidate(Likeness):
    """A name that a suspect may have been, and what the texts say for it."""

    count: int = 0
    """How often the name stands in them, right."""
    frequency: float = 0.0
    """How often that is in as many words as the weights were fitted on: a library has every name often."""
    unheard_of: float = 0.0
    """What it says against the name that it does not stand in them at all, see `unheard_of`."""


Hit = tuple[int, float, bool]
"""The number of a name near a word, the cost of the change, and whether that is wholly one of transliteration."""


class NearNames:
    """The names of a glossary, ready to be searched by likeness."""

    __slots__ = (
        "_established_keys",
        "_is_name",
        "_is_word",
        "channel",
        "declines",
        "established",
        "keys",
        "names",
        "skeletons",
        "standing",
    )

    def __init__(
        self,
        names: Names,
        is_word: Callable[[str], bool] = lambda _word: False,
        costs: Channel | None = None,
        stands: Callable[[str], bool] = lambda _key: True,
        is_name: Callable[[str], bool] = lambda _word: False,
        declines: Declension | None = None,
    ) -> None:
        """Get ready; `is_word` knows ordinary words, `is_name` other names, and `stands` which of these the texts have.

        All are asked by folded key. Where names have cases, `declines` makes them.
        """
        self.declines = declines
        self.channel = costs or channel()
        self.names = names
        self.keys = keys = names.folded()
        """Their folded keys."""
        self.skeletons = _skeletons_of(keys)
        self._is_word = lru_cache(_ENOUGH)(is_word)
        self._is_name = is_name
        self.standing = [at for at, is_there in enumerate(map(stands, keys)) if is_there]
        """Numbers of the names that stand in the texts."""
        established = sorted(
            (keys[at], at) for at in self.standing if names.words[at][0].isupper() and not self._is_word(keys[at])
        )
        self.established = [at for _key, at in established]
        """Those of them that words may be half made of, sorted by folded key."""
        self._established_keys = [key for key, _at in established]

    def near(self, word: str, hits: Iterable[Hit] | None = None) -> tuple[Likeness, ...]:
        """Return the names near `word`, cheapest change first.

        `hits` are the nearest names where these were found before, with thousands of others.
        """
        found: dict[str, Likeness] = {}
        capitals = is_capitals(word)
        for number, as_it_is, sound in self._nearest(word) if hits is None else hits:
            name = self.names.at(number)
            cost = min(as_it_is, self._cost_of_case(name, word)) if self.declines else as_it_is
            is_abbreviation = name.word[:2].isalpha() and name.word[:2].isupper()  # HKSar and NKVDs, not O’Dea
            if not (capitals and is_abbreviation and len(word) <= _ABBREVIATION and cost > _SAME_SHAPE):
                is_case, is_word = cost < as_it_is, self._is_word(name.key)
                found[name.word] = Likeness(name, cost, sound=sound, word=is_word, case=is_case)
        for name in self.begun(word):
            if name.word not in found or found[name.word].cost > _HALF_TRANSLATED:
                found[name.word] = Likeness(name, _HALF_TRANSLATED, half=True)
        return tuple(sorted(found.values(), key=lambda each: (each.cost, each.name.word)))

    def _cost_of_case(self, name: Name, word: str) -> float:
        """Return the cost of a word's having become of a case of a name, if there are any."""
        right = name.word.upper() if is_capitals(word) else name.word
        forms = self.declines.declined(right, word) if self.declines else ()
        return _CASE + min((self.channel.cost(form, word) for form in forms), default=inf)

    def _nearest(self, word: str) -> Iterator[Hit]:
        """Yield the nearest names."""
        capitals = is_capitals(word)
        for number in self._nearest_skeletons(word):
            right = self.names.words[number]
            right = right.upper() if capitals else right
            cost = self.channel.cost(right, word)
            yield number, cost, cost <= BY_SOUND and channel("sound").cost(right, word) <= cost + SAME

    def _nearest_skeletons(self, word: str) -> list[int]:
        """Return the numbers of the names that are weighed, see `CONSIDERED`."""
        shape = skeleton(word)
        hits = process.extract(
            shape,
            self.skeletons,
            scorer=Levenshtein.distance,
            processor=None,
            score_cutoff=reach(len(shape), len(self.names)),
            limit=None,
        )
        near = [(distance, number) for _shape, distance, number in hits if distance <= hits[0][1] + BEHIND]
        if len(near) > CONSIDERED:
            key, keys, words = fold.key(word), self.keys, self.names.words
            near.sort(key=lambda hit: (hit[0], JaroWinkler.distance(key, keys[hit[1]]), words[hit[1]]))
        return [number for _distance, number in near[:CONSIDERED]]

    def begun(self, word: str) -> Iterator[Name]:
        """Yield names that `word` begins like and goes on from with an ordinary word: half a name, half translated.

        Of several words, with blanks or hyphens between them, there are none, nor of an ordinary word, or another name
        that the language knows. Nor is a name one that means something as a whole: it would have been translated as
        such.
        """
        if not word[0].isupper() or " " in word or "-" in word:
            return
        key = fold.key(word)
        if self._is_word(key):
            return
        most = len(key) - _LEAST_TAIL
        for shared in range(ONSET, most + 2 if most >= ONSET else 0):
            onset = key[:shared]
            first = bisect_left(self._established_keys, onset)
            last = bisect_left(self._established_keys, onset + _LAST, first)
            if first == last:
                return
            if not any(self._is_half(key, cut) for cut in (shared - 1, shared) if ONSET <= cut <= most):
                continue
            if self._is_name(key):  # asked late, as it takes long
                return
            letter = key[shared]
            for at in range(first, last):
                established = self._established_keys[at]
                if shared < len(established) <= shared * 2 and established[shared] != letter:
                    yield self.names.at(self.established[at])

    def is_compound(self, word: str) -> bool:
        """Say whether a word is made of two ordinary ones, as many good names are: Northwood."""
        key = fold.key(word)
        return any(self._are_words(key, cut) for cut in range(ONSET, len(key) - _LEAST_TAIL + 1))

    def _are_words(self, key: str, cut: int) -> bool:
        return self._is_word(key[cut:]) and self._is_word(key[:cut])

    def _is_half(self, key: str, cut: int) -> bool:
        """Say whether a word is half a name up to `cut`, and an ordinary word from there, but no article (eine).

        Two ordinary words are whole names of their own: Northwood is no Northcote.
        """
        tail = key[cut:]
        return not is_function_word(tail) and self._is_word(tail) and not self._is_word(key[:cut])


def unheard_of(standing: int, names: int, capitals: int) -> float:
    """Return the logarithm of how much less likely names are in texts where they do not stand than those at home there.

    A glossary may be of another world: where hardly one of its names stands, a word that is like another of them is
    somebody else's name.

    Args:
        standing: how many names of the glossary stand in the texts.
        names: how many it has.
        capitals: how many different words the texts have that stand with a capital alone; there is room for no more.

    >>> unheard_of(500, 1_000, 3_000), unheard_of(3, 1_000, 5), unheard_of(0, 40, 60)
    (0.0, 0.0, -1.75)
    """
    share = (standing + _UNSEEN) / (min(names, capitals) + 2 * _UNSEEN)
    return round(min(0.0, log(share / _AT_HOME)) * _UNHEARD_OF_STEPS) / _UNHEARD_OF_STEPS


def candidate_features(candidate: Candidate, suspect: Suspect) -> dict[str, float]:
    """Return what speaks for a candidate, by the names of ``weights.tsv``."""
    return dict(zip(_OF_CANDIDATES, _of_candidate(candidate, suspect), strict=False))


def _of_candidate(candidate: Candidate, suspect: Suspect) -> tuple[float, ...]:
    """Return the values of `_OF_CANDIDATES`; the last are those of a change of transliteration."""
    name, cost = candidate.name, candidate.cost
    length = len(name.word)
    is_part = name.is_part
    features = (
        cost,
        10 * cost / length,
        log1p(candidate.frequency),
        min(length, LONG),
        name.word[0].lower() == suspect.text[0].lower(),
        candidate.sound,
        candidate.sound and suspect.name,
        candidate.word and suspect.common,
        is_part,
        is_part and candidate.word,
        candidate.unheard_of,
    )
    # another system of transliteration is used throughout, and dictionaries hold its spellings: neither that
    # the spelling stands often nor that it is known says anything against the glossary's own
    return features + _of_a_system(suspect) if candidate.sound else features


def _of_a_system(suspect: Suspect) -> tuple[float, ...]:
    """Return the values of `OF_A_SYSTEM`."""
    count = log(suspect.count)
    often = log(suspect.count / RARELY) if suspect.count > RARELY else 0.0
    return count, often, count if suspect.level else 0.0, float(suspect.name)


def null_features(suspect: Suspect, *, noisy: bool, compound: bool = False) -> dict[str, float]:
    """Return what speaks for a suspect's being right as it stands, by the names of ``weights.tsv``.

    `noisy` says whether the text is (`corrigenda.judging.noise`), and `compound` whether the suspect is made of two
    words.
    """
    text = suspect.text
    count, often, known_count, known_name = _of_a_system(suspect)
    return {
        "bias": 1.0,
        "known_name": known_name,
        "known_word": float(suspect.common),
        "noun": float(suspect.noun),
        "familiar": (RARE - suspect.level) / RARE if suspect.level else 0.0,
        "count": count,
        "often": often,
        "known_count": known_count,
        "lower_case": float(text[0].islower() and not (suspect.parts == 1 and any(map(str.isupper, text)))),
        "lower_elsewhere": log1p(suspect.lower),
        "marks": float(any(not (char.isalpha() or char in fold.APOSTROPHES or char in "- ") for char in text)),
        "capital_inside": float(_capital_inside(text)),
        "several_words": float(suspect.parts > 1),
        "known_part": float(suspect.words),
        "short": float(len(text) <= SHORT),
        "noise": float(noisy and suspect.strange),
        "compound": float(compound),
    }


def _capital_inside(text: str) -> bool:
    return any(one.islower() and two.isupper() for one, two in pairwise(text)) or (
        text[:2].isupper() and not text.isupper()
    )


@cache
def weights() -> dict[str, float]:
    """Return the fitted weights by feature."""
    table = data.read("weights.tsv").decode()
    rows = (row.split("\t") for row in table.split("\n") if row and not row.startswith("#"))
    return {name: float(weight) for name, weight, *_meaning in rows}


def weighed(features: Mapping[str, float]) -> dict[str, float]:
    """Return what each feature adds to a utility, of those that add anything."""
    weight = weights()
    return {name: weight[name] * value for name, value in features.items() if value}


def as_it_stands(suspect: Suspect, *, compound: bool = False) -> tuple[float, float]:
    """Return the utility of a suspect's being right as it stands, in a good text and, never more, in a noisy one.

    `compound` says whether it is made of two words.
    """
    weight = weights()
    features = null_features(suspect, noisy=True, compound=compound)
    noise = weight["noise"] * features.pop("noise")
    right = sum(weight[name] * value for name, value in features.items())
    return right, right + noise


def utilities(suspect: Suspect, candidates: Sequence[Candidate]) -> tuple[float, ...]:
    """Return the utility of each candidate, whatever text and place."""
    of_features = tuple(map(weights().__getitem__, _OF_CANDIDATES))
    return tuple([sum(map(mul, of_features, _of_candidate(candidate, suspect))) for candidate in candidates])


def shares(null: float, of_candidates: Sequence[float], support: Sequence[float] = ()) -> tuple[float, ...]:
    """Return the score of each candidate, 0 to 1; what is missing to 1 is the score of "right as it stands".

    `support` is added to the utility of each candidate: evidence from the place, such as the neighbouring words.
    """
    if support:
        of_candidates = [utility + extra for utility, extra in zip(of_candidates, support, strict=True)]
    top = max(null, *of_candidates)
    parts = [exp(utility - top) for utility in of_candidates]
    total = sum(parts) + exp(null - top)
    return tuple(part / total for part in parts)
