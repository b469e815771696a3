"""Spellings of one name in the texts: which are the name, and which are likely damaged forms of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from corrigenda.language.letters import soundness
from corrigenda.language.runs import one_line
from corrigenda.likeness.confusion import channel
from corrigenda.likeness.near import skeleton
from corrigenda.suggesting import candidates
from corrigenda.suggesting.candidates import Candidate, Found, Source
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import fold

_SHORTEST = 4
"""Letters from which a spelling can be told to be another's."""
_SAME = ((5, 0.3), (8, 0.35), (inf, 0.5))
"""Highest cost of a change, by `corrigenda.likeness.confusion`, at which of two words that both stand several times one
is taken for a spelling of the other; by the number of letters they are shorter than."""
_DAMAGED = ((5, 0.3), (8, 0.5), (inf, 0.9))
"""The same for what is no candidate itself, or stands once beside what stands oftener."""
_REACH = 2
"""Changes between the skeletons of spellings that are compared, see `corrigenda.likeness.near`; more cost too much
anyway."""
_CONSIDERED = 20
"""How many of the nearest spellings are compared."""
_OFTENER = 5
"""How many times as often as a name an ordinary word must stand for the name to be taken for the word, damaged; one
with a capital, and a name that the language knows, need only stand as often."""


class Familiar:
    """The words of the texts that the language knows, which make names of themselves when damaged: Profeffor."""

    def __init__(self, sources: Iterable[Source]) -> None:
        counts: Counter[str] = Counter()
        for source in sources:
            if source.known is not None:
                keys = source.tokens.distinct()
                for surface, places in source.tokens.places():
                    counts[keys[surface]] += len(places) * (_OFTENER if surface[0].isupper() else 1)
        every = {id(source.known): source.known for source in sources if source.known is not None}.values()
        self._counts = {
            word: count
            for word, count in counts.items()
            if count >= _OFTENER
            and len(word) >= _SHORTEST
            and any(known.common(word) or known.name(word) for known in every)
        }
        self._words = sorted(self._counts)
        self._shapes = list(map(skeleton, self._words))

    def has_damaged(self, term: Candidate) -> bool:
        """Say whether a term is likely a word that the language knows, damaged: it is like one that stands oftener."""
        if len(term.keys) > 1 or term.right or term.is_familiar(term.keys[0]):
            return False
        for number in _near(term.surface, self._shapes):
            word = self._words[number]
            if self._counts[word] >= _OFTENER * term.count and _is_spelling(
                word.capitalize(), term.surface, _SAME, "shape"
            ):
                return True
        return False


def better_attested(terms: Sequence[Candidate], found: Found) -> Iterator[Candidate]:
    """Yield what may be names, but stands at the beginning of sentences only, where rarer terms are spelled like it.

    Such a term is rather a damaged form of it.
    """
    taken = set(terms)
    others = [
        each
        for each in sorted(found.values(), key=lambda each: each.keys)
        if len(each.keys) == 1 and each not in taken and not each.is_damaged and not each.is_familiar(each.keys[0])
    ]
    shapes = [skeleton(each.surface) for each in others]
    numbers = {
        number
        for term in terms
        if len(term.keys) == 1 and not term.is_familiar(term.keys[0])
        for number in _near(term.surface, shapes)
        if others[number].count >= term.count and _is_spelling(others[number].surface, term.surface, _SAME, "shape")
    }
    yield from (others[number] for number in sorted(numbers))


def by_soundness(term: Candidate) -> tuple[int, bool, float, str]:
    """Return by what terms are sorted, so that of two spellings the right one comes first, as far as can be told.

    It is the more frequent one, else one that the language knows, else one whose letters are those of names.
    """
    is_familiar, fit = soundness(term.surface, term.known[0] if term.known else None)
    return -term.count, not is_familiar, -fit, term.surface


class Groups:
    """Terms by their spelling; the first that comes gets those that are like it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.heads: dict[Candidate, list[tuple[str, int]]] = {}
        """Terms with the spellings that were added to them, and their counts."""
        self._spellings = sorted({entry.text for entry in lexicon.right})
        self._shapes = [skeleton(spelling) for spelling in self._spellings]
        self._owners: list[Candidate | None] = [None] * len(self._spellings)

    def add(self, term: Candidate) -> None:
        """Add a term, or its spelling to that of another; a damaged form of the glossary's is dropped.

        What an editor has called right is a term of its own.
        """
        surface = term.surface
        for number in () if term.right else _near(surface, self._shapes):
            other = self._spellings[number]
            owner = self._owners[number]
            is_rare = term.count == 1 and (owner is None or owner.count > 1)
            if _is_unlike(term, other) and _is_spelling(other, surface, _DAMAGED if is_rare else _SAME):
                if owner is not None:
                    self.heads[owner].append((surface, term.count))
                return
        self.heads[term] = []
        self._spellings.append(surface)
        self._shapes.append(skeleton(surface))
        self._owners.append(term)


def _is_unlike(term: Candidate, other: str) -> bool:
    """Say whether a term differs from another in a word that the language does not know: a name may be a slip."""
    words = {candidates.key(word) for word in other.split()}
    return any(word not in words and not term.is_familiar(word) for word in term.content)


def _near(surface: str, shapes: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the nearest shapes, the nearest first."""
    if len(surface) < _SHORTEST:
        return
    hits = process.extract(
        skeleton(surface),
        shapes,
        scorer=Levenshtein.distance,
        processor=None,
        score_cutoff=_REACH,
        limit=_CONSIDERED,
    )
    for _shape, _distance, number in hits:
        yield number


def _is_spelling(right: str, other: str, bars: Iterable[tuple[float, float]], kind: str = "") -> bool:
    """Say whether `other` may be a damaged `right`: not an inflected form, not the same but for capitals."""
    if right.count(" ") != other.count(" ") or right.casefold() == other.casefold():
        return False
    if right.startswith(other) or other.startswith(right):
        return False
    return channel(kind).cost(right, other) <= next(bar for length, bar in bars if len(right) < length)


class Remains:
    """What stands in the texts and is no term: the damaged forms of terms are among it."""

    def __init__(self, sources: Sequence[Source], found: Found, heads: Iterable[Candidate], lexicon: Lexicon) -> None:
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        taken = {head.surface for head in heads}
        for source in sources:
            for word, count in _unknown_words(source, lexicon):
                if word not in taken:
                    counts[0][word] += count
        for candidate in found.values():
            surface = candidate.surface
            blanks = surface.count(" ")
            if (not blanks and surface.isalpha()) or surface in taken:
                continue
            if not all(map(candidate.is_familiar, candidate.content)):
                counts[blanks][surface] += candidate.count
        self._counts = counts
        self._spellings = {blanks: sorted(spellings) for blanks, spellings in counts.items()}
        self._shapes = {blanks: list(map(skeleton, spellings)) for blanks, spellings in self._spellings.items()}

    def forms(self, head: Candidate) -> dict[str, int]:
        """Return the damaged forms of a term with their counts."""
        surface = head.surface
        blanks = surface.count(" ")
        spellings = self._spellings.get(blanks, [])
        near = (spellings[number] for number in _near(surface, self._shapes.get(blanks, [])))
        return {other: self._counts[blanks][other] for other in near if _is_spelling(surface, other, _DAMAGED)}


def _unknown_words(source: Source, lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    """Yield the words of a text with a capital somewhere that neither its language nor the glossary knows."""
    known = source.known
    for surface, places in source.tokens.places():
        word, _ending = fold.split_possessive(fold.split_elision(surface)[1])
        if len(word) < _SHORTEST or not any(map(str.isupper, word)) or word.isupper():
            continue
        key = fold.key(word)
        if not (known and (known.common(key) or known.name(key))) and not lexicon.knows(key):
            yield one_line(word), len(places)
