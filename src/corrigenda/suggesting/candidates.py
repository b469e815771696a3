"""What in the texts may be a name or term: capitalised runs (`corrigenda.language.runs`) and their parts, counted.

Which part is a term is decided by what stands on its own, as in the C-value of Frantzi, Ananiadou and Mima (2000):
Criminal Court is none where it stands in Central Criminal Court alone. A part of longer terms counts once for each
of its neighbours there (accessor variety: Feng, Chen, Deng and Zheng 2004): William, of many a name, but not York
of New York.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corrigenda.finding import Finding
from corrigenda.language import runs, words
from corrigenda.language.runs import Run
from corrigenda.language.words import Dictionary
from corrigenda.suggesting import cases
from corrigenda.suggesting.headers import without_headers
from corrigenda.texts import fold
from corrigenda.texts.text import Spans, Witness
from corrigenda.texts.tokens import Tokens


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CALENDAR = _words("""
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas easter
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi
    vendredi samedi dimanche noël pâques januar jänner februar märz juni juli oktober dezember montag dienstag
    mittwoch donnerstag freitag samstag sonnabend sonntag ostern pfingsten weihnachten
""")
RANKS = _words("""
    lord lady king queen prince princess duke duchess count countess baron baroness earl marquis marquess viscount
    emperor empress tsar czar general colonel captain major lieutenant sergeant admiral marshal commander
    commissioner commissar inspector detective constable superintendent officer professor doctor president
    chancellor minister premier secretary senator governor mayor judge justice alderman councillor bishop archbishop
    cardinal pope father brother sister uncle aunt colonel-general lieutenant-general lieutenant-colonel
    major-general attorney-general solicitor-general vice-president général colonel capitaine commandant lieutenant
    président ministre comte comtesse vicomte duc roi reine empereur impératrice princesse professeur docteur
    maréchal amiral évêque abbé père conseiller député präsident minister könig königin kaiser kaiserin graf gräfin
    fürst herzog freiherr doktor kanzler oberst hauptmann leutnant feldmarschall bischof pfarrer
""")
"""Ranks and offices, which before a name are no part of it and alone are no name."""

_MOST_WORDS = 6
"""Words of a term, at the most."""
_SHORTEST = 3
"""Letters of a term that is one word, at the least; abbreviations may have fewer."""
_ABBREVIATION = 5
"""Words of so many capitals or fewer are abbreviations, unless the language knows them."""
_SURE_WORD = 3
"""How often an ordinary word must stand with a capital inside sentences to be a term."""
_SURE_WORDS = 2
"""The same for a phrase of ordinary words; one more if one of them is commoner in lower case."""
_SURE_LOOSE = 3
"""The same for a phrase that only a particle or a possessive holds together."""
_SURE_PART = 2
"""In how many ways a part of longer terms must stand there if it stands nowhere else."""
_SURE_TAIL = 3
"""The same for a phrase that ends in lower case."""
_OF_HEAD = 0.1
_OF_TAIL = 0.2
"""Least shares of a phrase that ends in lower case among the places of its two parts; other ends are verbs."""
_PERSON = 0.1
"""Share of the places of a name from which a form of address or a rank before it makes it that of a person."""
_DAMAGED = 0.5
"""Share of the places of a name from which lint's findings there make it a damaged form; in other places, what stands
beside it may have told lint too little."""
_ALWAYS = 0.8
"""Share of the places of a name from which a particle before it is a part of it."""

_GERMAN_ENDINGS = ("", "e", "em", "en", "er", "es")
_GERMAN_ENDING = re.compile(r"(?<=...)e[mnrs]?$")
_MARKS = str.maketrans({**dict.fromkeys(fold.DASHES, "-"), ".": None})
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A text with what was read out of it."""

    witness: Witness
    tokens: Tokens
    known: Dictionary | None
    runs: tuple[Run, ...]
    language: str | None = None
    damaged: Spans = field(default_factory=Spans)
    """What lint takes for damaged forms of the glossary's there."""
    right: Spans = field(default_factory=Spans)
    """What it took for that, and an editor has called right."""


def read(
    witness: Witness,
    language: str | None = None,
    dictionary: Dictionary | None = None,
    *,
    findings: Iterable[Finding] = (),
    refused: Iterable[Finding] = (),
) -> Source:
    """Return a text with its runs, each head of pages once; the language is found from its words unless it is given."""
    tokens = Tokens(without_headers(witness.text))
    known = dictionary
    tongue = known.language if known else language
    if known is None:
        tongue = tongue or words.language_of(tokens)
        known = words.load(tongue) if tongue in words.languages() else None
    damaged, right = (Spans(each.anchor.span for each in some) for some in (findings, refused))
    return Source(witness, tokens, known, tuple(runs.of(tokens, tongue)), tongue, damaged, right)


def key(surface: str) -> str:
    """Return the folded key of a word of a run, which may have hyphens and, after St, a full stop."""
    return fold.key(surface).translate(_MARKS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands: words `first` to `last` of a run, and the keys of the words beside it in the run."""

    run: int
    first: int
    last: int
    before: str
    after: str


class Candidate:
    """Words that may be a name or term, and what speaks for it."""

    __slots__ = (
        "_capitals",
        "_particles",
        "_surfaces",
        "addressed",
        "alone",
        "content",
        "damaged",
        "is_loose",
        "keys",
        "known",
        "places",
        "ranked",
        "right",
        "spot",
        "strong",
        "tail",
        "texts",
    )

    def __init__(self, keys: tuple[str, ...], content: tuple[str, ...], *, is_loose: bool, tail: int) -> None:
        self.keys = keys
        """Its words, folded."""
        self.content = content
        """The same less particles, articles and possessive endings."""
        self.known: list[Dictionary] = []
        """Those of the texts it stands in."""
        self.is_loose = is_loose
        """Whether particles or possessives hold it together."""
        self.tail = tail
        """How many words at its end are written in lower case."""
        self.places: list[Place] = []
        self.strong = 0
        """In how many places a capital means something."""
        self.addressed = 0
        """In how many a form of address stands before it: Mr White."""
        self.ranked = 0
        """In how many a rank or office does: Inspector Smith."""
        self.damaged = 0
        """In how many lint takes a word of it for a damaged form of the glossary's."""
        self.right = 0
        """In how many it took one for that, and an editor has called it right."""
        self.alone = 0
        """How often it stands outside of longer terms, and in how many ways inside of them."""
        self.texts: set[int] = set()
        self.spot = (0, 0)
        """Number of the text and offset of the first good place."""
        self._surfaces: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()
        self._particles: Counter[str] = Counter()

    def add(
        self, place: Place, spot: tuple[int, int], surface: str, run: Run, known: Dictionary | None, *, is_strong: bool
    ) -> None:
        """Count one place."""
        if known is not None and not any(known is each for each in self.known):
            self.known.append(known)
        if not self.places or (is_strong and not self.strong):
            self.spot = spot
        self.places.append(place)
        self.strong += is_strong
        self.texts.add(spot[0])
        (self._capitals if run.heading or surface.isupper() else self._surfaces)[surface] += 1
        if run.particle and place.first == 0:
            self._particles[run.particle] += 1

    @property
    def count(self) -> int:
        """Return how often it stands in the texts."""
        return len(self.places)

    @property
    def single(self) -> int:
        """Return how often it stands with no other capitalised word beside it."""
        return sum(not (place.before or place.after) for place in self.places)

    @property
    def is_damaged(self) -> bool:
        """Say whether lint finds it damaged in half of its places or more."""
        return self.damaged >= _DAMAGED * self.count

    def is_common(self, word: str) -> bool:
        """Say whether one of its words is an ordinary one of the language."""
        return any(known.common(word) for known in self.known)

    def is_familiar(self, word: str) -> bool:
        """Say whether the language knows one of its words, as a name or otherwise."""
        return any(known.common(word) or known.name(word) for known in self.known)

    @property
    def is_ordinary(self) -> bool:
        """Say whether it is made of ordinary words."""
        return all(map(self.is_common, self.content))

    @property
    def is_person(self) -> bool:
        """Say whether it is the name of a person by what stands before it; a rank stands before other words, too."""
        if self.is_ordinary and (len(self.keys) > 1 or not self.addressed):
            return False
        return self.addressed + self.ranked >= max(1, _PERSON * self.count)

    @property
    def surface(self) -> str:
        """Return its commonest spelling, in no other case where that stands there.

        Words that stand in capitals only get small letters, but abbreviations.
        """
        if self._surfaces:
            return min(self._surfaces, key=lambda each: (self._is_case(each), -self._surfaces[each], each))
        seen = min(self._capitals, key=lambda each: (self._is_case(each), -self._capitals[each], each))
        return _LETTERS.sub(self._in_small_letters, seen)

    def _is_case(self, surface: str) -> bool:
        return tuple(map(key, surface.split(" "))) != self.keys

    def _in_small_letters(self, found: re.Match[str]) -> str:
        part = found.group()
        is_abbreviation = len(part) <= _ABBREVIATION and not self.is_familiar(fold.key(part))
        return part if is_abbreviation or not part.isupper() else part.capitalize()

    @property
    def term(self) -> str:
        """Return its spelling with the particle that always stands before it, as in “de Gaulle”."""
        for particle, count in self._particles.items():
            if count >= _ALWAYS * self.count:
                return f"{particle} {self.surface}"
        return self.surface


class Capitals:
    """How often words stand with a capital that means something, and in lower case."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.capital: Counter[str] = Counter()
        self.lower: Counter[str] = Counter()
        for source in sources:
            keys = source.tokens.distinct()
            for surface, places in source.tokens.places():
                if surface[0].islower():
                    self.lower[fold.split_possessive(keys[surface])[0]] += len(places)
            for run in source.runs:
                self._count(run)

    def _count(self, run: Run) -> None:
        for number, word in enumerate(run.words):
            if not (word.is_particle or run.heading or word.is_upper or (run.opens and not number)):
                self.capital[key(word.stem)] += 1

    def usually_lower(self, word: str) -> bool:
        """Say whether a word stands in lower case more often than with a capital inside a sentence."""
        return self.lower[word] > self.capital[word]

    def is_adjective(self, word: str) -> bool:
        """Say whether a German word is an adjective: with one ending or another, it stands in lower case, too."""
        stem = _GERMAN_ENDING.sub("", word)
        return stem != word and any(self.lower[stem + ending] for ending in _GERMAN_ENDINGS)

    def share(self, word: str) -> float:
        """Return the share of capitals among the places of a word, 0 to 1."""
        capital = 1 + self.capital[word]
        return capital / (capital + self.lower[word])


Found = Mapping[tuple[str, ...], Candidate]
"""Candidates by their folded words."""


def collect(sources: Sequence[Source], capitals: Capitals) -> Found:
    """Return all candidates of the texts; most are no terms, see `terms`."""
    names = _names(sources)
    collector = _Collector(capitals)
    for number, source in enumerate(sources):
        for run in source.runs:
            collector.add(run, number, source, names[source.language])
    return collector.found


def _names(sources: Iterable[Source]) -> Mapping[str | None, Mapping[str, str]]:
    """Return by languages, and by the cases in which names stand there, the names."""
    counts: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for source in sources:
        counts[source.language].update(
            key(word.stem) for run in source.runs for word in run.words if not word.is_particle
        )
    return {language: cases.names_of(words, language) for language, words in counts.items()}


class _Collector:
    def __init__(self, capitals: Capitals) -> None:
        self._capitals = capitals
        self._runs = 0
        self._names: Mapping[str, str] = {}
        self._damaged: list[bool] = []
        self._right: list[bool] = []
        self.found: dict[tuple[str, ...], Candidate] = {}

    def add(self, run: Run, text: int, source: Source, names: Mapping[str, str]) -> None:
        """Count all parts of a run that may be terms; `names` has those that some words are cases of."""
        self._runs += 1
        self._names = names
        known = source.known
        every = (*run.words, *run.tail)
        self._damaged, self._right = (
            [spans.overlap(word.span) for word in every] for spans in (source.damaged, source.right)
        )
        stems = [key(word.stem) for word in run.words]
        begins = [number for number, word in enumerate(run.words) if not word.is_particle]
        if run.opens and self._capitals.usually_lower(stems[0]):
            begins = begins[1:]
        for first in begins:
            for last in range(first, min(len(stems), first + _MOST_WORDS)):
                if last > first and stems[last - 1] in RANKS and not (known and known.common(stems[last])):
                    break  # Inspector Smith: a rank before a name, not a name of two words
                if not run.words[last].is_particle:
                    self._count(run, (first, last), 0, text, known)
            else:
                if run.tail and len(stems) - first < _MOST_WORDS:
                    self._count(run, (first, len(stems) - 1), len(run.tail), text, known)

    def _count(self, run: Run, part: tuple[int, int], tail: int, text: int, known: Dictionary | None) -> None:
        first, last = part
        inside = run.words[first : last + 1]
        surfaces = [word.surface for word in (*inside, *run.tail[:tail])]
        if inside[-1].ending and not tail:
            surfaces[-1] = surfaces[-1][: -len(inside[-1].ending)]
        surfaces[0] = surfaces[0][len(inside[0].article) :]
        keys = tuple(self._names.get(each, each) for each in map(key, surfaces))
        candidate = self.found.get(keys)
        if candidate is None:
            is_loose = any(word.is_particle or word.article for word in inside[1:])
            is_loose = is_loose or any(word.ending for word in inside[:-1])
            stems = (key(word.stem) for word in (*inside, *run.tail[:tail]) if not word.is_particle)
            content = tuple(self._names.get(each, each) for each in stems)
            candidate = self.found[keys] = Candidate(keys, content, is_loose=is_loose, tail=tail)
        place = Place(
            self._runs,
            first,
            last + bool(tail),
            key(run.words[first - 1].surface) if first else "",
            key(run.words[last + 1].surface) if last + 1 < len(run.words) else "",
        )
        opens = run.opens and first == 0
        strong = not run.heading and not opens and not (inside[0].is_upper and last > first)
        candidate.add(place, (text, inside[0].span.start), " ".join(surfaces), run, known, is_strong=strong)
        candidate.damaged += any(self._damaged[first : last + 1 + tail])
        candidate.right += any(self._right[first : last + 1 + tail])
        if first:
            candidate.ranked += RANKS.issuperset(key(word.stem) for word in run.words[:first])
        else:
            candidate.addressed += run.titled


def terms(found: Found, capitals: Capitals, min_count: int) -> tuple[Candidate, ...]:
    """Return the candidates that are likely terms and stand at least `min_count` times on their own.

    Also counts how often they do. What lint finds damaged is none, and takes no places from its parts. Long ones come
    first. An ordinary word has a capital in many a name without being one (Old, Royal, Street): it must stand so many
    times with nothing of a name beside it.
    """
    likely = [
        each
        for each in found.values()
        if each.count >= min_count and not each.is_damaged and _is_likely(each, found, capitals)
    ]
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    kept: list[Candidate] = []
    for candidate in sorted(likely, key=lambda each: (-len(each.keys), each.keys)):
        free, ways = _alone(candidate, taken)
        candidate.alone = free + ways
        if _is_word(candidate):
            is_term = candidate.alone >= _SURE_WORD and candidate.single >= min_count
        else:
            is_term = candidate.alone >= min_count and (free > 0 or ways >= _SURE_PART)
        if is_term:
            kept.append(candidate)
            for place in candidate.places:
                taken[place.run].append((place.first, place.last))
    return tuple(kept)


def _alone(candidate: Candidate, taken: Mapping[int, list[tuple[int, int]]]) -> tuple[int, int]:
    """Return how often a candidate stands outside of what is taken, and in how many ways inside of it."""
    free = 0
    before: set[object] = set()
    after: set[object] = set()
    for place in candidate.places:
        if any(first <= place.first and place.last <= last for first, last in taken.get(place.run, ())):
            before.add(place.before or place)
            after.add(place.after or place)
        else:
            free += 1
    return free, min(len(before), len(after))


def _is_likely(candidate: Candidate, found: Found, capitals: Capitals) -> bool:
    if not candidate.strong or not _CALENDAR.isdisjoint(candidate.content):
        return False
    if len(candidate.keys) == 1:
        return _is_likely_word(candidate, capitals)
    if len(set(candidate.content)) < len(candidate.content) or (candidate.is_loose and candidate.strong < _SURE_LOOSE):
        return False
    return _is_likely_tail(candidate, found, capitals) if candidate.tail else _is_likely_phrase(candidate, capitals)


def _is_likely_phrase(candidate: Candidate, capitals: Capitals) -> bool:
    if not candidate.is_ordinary:
        return True
    if _has_capital_nouns(candidate) and not any(map(capitals.is_adjective, candidate.content[:-1])):
        return False
    return candidate.strong >= _SURE_WORDS + any(map(capitals.usually_lower, candidate.content))


def _is_likely_word(candidate: Candidate, capitals: Capitals) -> bool:
    word = candidate.keys[0]
    if capitals.usually_lower(word) or word in RANKS or (len(word) < _SHORTEST and not candidate.surface.isupper()):
        return False
    if not _is_word(candidate):
        return True
    return candidate.strong >= _SURE_WORD and not _has_capital_nouns(candidate)


def _is_word(candidate: Candidate) -> bool:
    """Say whether a candidate is one ordinary word, and nobody's name."""
    return len(candidate.keys) == 1 and candidate.is_ordinary and not candidate.is_person


def _has_capital_nouns(candidate: Candidate) -> bool:
    """Say whether a capital tells nothing of an ordinary word, and that of a phrase only by its adjective."""
    return bool(candidate.known) and all(known.language == "de" for known in candidate.known)


def _is_likely_tail(candidate: Candidate, found: Found, capitals: Capitals) -> bool:
    """Say whether the end in lower case belongs to a name: Conseil fédéral does, Conseil décide does not."""
    head, tail = found[candidate.keys[: -candidate.tail]], candidate.content[-1]
    return (
        candidate.is_common(candidate.content[-2])
        and candidate.is_common(tail)
        and candidate.strong >= _SURE_TAIL
        and candidate.count >= _OF_HEAD * head.count
        and candidate.count >= _OF_TAIL * capitals.lower[tail]
    )
