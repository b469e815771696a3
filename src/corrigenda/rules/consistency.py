"""Family C: one name, spelled two ways within the texts that are linted together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from corrigenda.counting import facts
from corrigenda.counting.survey import times
from corrigenda.finding import Reading, Severity
from corrigenda.language import inflection
from corrigenda.likeness.confusion import channel
from corrigenda.rules.base import Common, Context, Example, Hit, Rule
from corrigenda.terminology.entries import PLACES, Entry
from corrigenda.terminology.terms import Status
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_ALIKE = 0.35
"""Highest cost at which two unknown names are taken for spellings of one: a change of one letter or ending."""
_ALIKE_IF_KNOWN = 0.15
"""The same for two names that a dictionary has both: only what transliteration writes differently (ye for e)."""
_SHORTEST, _LONGEST = 5, 60
"""Letters of a name; what is longer was never one, and comparing two takes as long as the product of their lengths."""
_MOST_RIVALS = 20
"""Spellings with the same skeleton, the most frequent ones, that each of the others is compared with."""
_OF_GLOSSARY = 0.2
"""Highest cost for each letter at which two spellings are left to a name of the glossary that is near both."""
_MANY = 1_000
"""Pairs of names that are compared at once in less time than numpy takes to load."""
_WITHOUT_VOWELS = str.maketrans("", "", "aeiouyj'")
_EXCHANGED = (
    *(("kh", "h"), ("zh", "z"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("tz", "c")),
    *(("ff", "v"), ("ks", "x"), ("g", "h"), ("w", "v"), ("ck", "k")),
)
_SHAKY = 0.5
_FIRM = 0.8


def inconsistent_name(context: Context) -> Iterator[Hit]:
    """Yield the rarer spelling of a name that the glossary lacks, wherever it stands."""
    counts = context.survey.capitals
    better = context.common.once(_Better)
    numbers = context.tokens.spelled(better.has)
    here = Counter(map(context.tokens.surface, numbers))
    for number in numbers:
        surface = context.tokens.surface(number)
        stem, _ending = fold.split_possessive(surface)
        best = better.of(stem)
        yield _spelled(context.tokens, number, best, counts[stem] or here[surface], counts[best])


class _Better:
    """The more frequent spellings of unknown names, decided once a spelling."""

    def __init__(self, common: Common) -> None:
        self._common = common
        self._alike = common.once(_Alike)
        self._found: dict[str, str] = {}

    def has(self, surface: str) -> bool:
        """Say whether a word is a name that is spelled otherwise more often."""
        if not surface[0].isupper():
            return False
        return bool(self.of(surface if surface.isalpha() else fold.split_possessive(surface)[0]))

    def of(self, stem: str) -> str:
        """Return the more frequent spelling of an unknown name; empty when there is none."""
        if self._alike.has_none(stem):
            return ""
        best = self._found.get(stem)
        if best is None:
            best = _better(stem, self._alike.of(stem), self._common)
            best = self._found[stem] = "" if best and self._has_name_near(stem, best) else best
        return best

    def _has_name_near(self, one: str, other: str) -> bool:
        """Say whether a name of the glossary is near two spellings: then one is as wrong as the other."""
        near, others = self._common.judge.near(one), self._common.judge.near(other)
        bars = _OF_GLOSSARY * len(one), _OF_GLOSSARY * len(other)
        return any(near[name] <= bars[0] and others[name] <= bars[1] for name in near.keys() & others)


class _Alike:
    """The names of all texts that neither glossary nor language knows, together with those of the same frame."""

    def __init__(self, common: Common) -> None:
        self._common = common
        self._counts = common.survey.capitals
        self._rivals: dict[str, list[str]] = {}
        self._of_all = None if common.survey.by_frame else _Slots(common)

    def has_none(self, stem: str) -> bool:
        """Say whether it is known at once that no more frequent name is like one that stands in the texts."""
        return self._of_all is not None and stem not in self._of_all.outnumbered and stem in self._counts

    def of(self, stem: str) -> list[str]:
        """Return the most frequent names that have the frame of an unknown one, which may be itself among them."""
        frame = self.frame(stem)
        if not frame or fold.key(stem) in self._common.survey.lower or self._common.judge.is_ordinary(stem):
            return []
        found = self._rivals.get(frame)
        if found is None:
            # whether a word is ordinary in spite of its spelling takes the longest to find out
            names = [name for name in self._with(frame) if not self._common.judge.is_ordinary(name)]
            names.sort(key=lambda name: (-self._counts[name], name))
            found = self._rivals[frame] = names[:_MOST_RIVALS]
        return found

    def frame(self, stem: str) -> str:
        """Return the frame of a word that may be an unknown name; empty for one that is none for certain."""
        if self._of_all is not None and stem in self._counts:
            return self._of_all.frames.get(stem, "")
        return frames([stem])[0] if _unlisted([stem], self._common) else ""

    def _with(self, frame: str) -> Iterable[str]:
        """Return the names that have a frame."""
        if self._of_all is not None:
            return self._of_all.slots.get(frame, ())
        survey = self._common.survey
        names = _unlisted(survey.by_frame(frame) if survey.by_frame else (), self._common)
        having = (name for name, other in zip(names, frames(names), strict=True) if other == frame)
        return (name for name in having if fold.key(name) not in survey.lower)


class _Slots:
    """The names of all texts that neither glossary nor language knows, by their frames."""

    def __init__(self, common: Common) -> None:
        names = _unlisted(common.survey.capitals, common)
        self.frames = dict(zip(names, frames(names), strict=True))
        self.slots: dict[str, list[str]] = defaultdict(list)
        """Those that never stand in lower case."""
        for key, (name, frame) in zip(fold.keys(names), self.frames.items(), strict=True):
            if key not in common.survey.lower:
                self.slots[frame].append(name)
        self.outnumbered = _outnumbered(self.slots.values(), common.survey.capitals)


def _outnumbered(slots: Collection[Sequence[str]], counts: Mapping[str, int]) -> set[str]:
    """Return the names that may be spellings of a more frequent one with their frame; of many, those it is near to."""
    pairs = [
        (one, other)
        for alike in slots
        if 1 < len(alike) <= _MOST_RIVALS
        for one in alike
        for other in alike
        if (counts[other], other) > (counts[one], one)
    ]
    found = {name for alike in slots if len(alike) > _MOST_RIVALS for name in alike}
    if len(pairs) < _MANY:
        return found.union(one for one, _other in pairs)
    from corrigenda.likeness import changes  # noqa: PLC0415 - loads numpy, and few texts have so many names

    costs = changes.costs(channel(), pairs)
    return found.union(one for (one, _other), cost in zip(pairs, costs, strict=True) if cost <= _ALIKE)


class _Frames:
    """The facts which other spellings of a name there are, by the spellings."""

    def __init__(self, common: Common) -> None:
        self._alike, self._judge = common.once(_Alike), common.judge

    def of(self, surface: str) -> int:
        """Return the fact which other spellings of a word there are; 0 when it cannot be an unknown name."""
        if not surface[0].isupper():
            return 0
        stem = surface if surface.isalpha() else fold.split_possessive(surface)[0]
        frame = self._alike.frame(stem)
        return facts.of_frame(frame) if frame and not self._judge.is_ordinary(stem) else 0


def _other_spellings(context: Context) -> list[int]:
    """Return the facts that `inconsistent_name` depends on."""
    return context.tokens.values(context.common.once(_Frames).of)


def _better(stem: str, alike: Iterable[str], common: Common) -> str:
    counts = common.survey.capitals
    more_frequent = ((counts[other], other) for other in alike if (counts[other], other) > (counts[stem], stem))
    return next((other for _count, other in sorted(more_frequent, reverse=True) if _rivals(stem, other, common)), "")


def _spelled(tokens: Tokens, number: int, best: str, here: int, there: int) -> Hit:
    surface = tokens.surface(number)
    _stem, ending = fold.split_possessive(surface)
    score = _SHAKY if here == there else min(_FIRM, there / (here + there))
    untold = " The texts do not tell which is right." if here == there else ""
    return Hit(
        tokens.span(number),
        f"“{surface}” stands {times(here)}, “{best}” {times(there)}: one name, spelled two ways?{untold}",
        (Reading(best + ending, round(score, 2), f"the other spelling stands {times(there)}"),),
    )


def frames(words: Sequence[str]) -> list[str]:
    """Return the consonants of names, those that transliteration exchanges made alike; spellings of one share them.

    They are made of all at once, which takes a tenth of the time.

    >>> frames(["Dovgenko", "Dovhenko", "Petrovskii", "Petrovsky"])
    ['dvhnk', 'dvhnk', 'ptrvsk', 'ptrvsk']
    """
    text = fold.plain("\n".join(fold.keys(words)))
    for group, single in _EXCHANGED:
        text = text.replace(group, single)
    return [word[:1] + word[1:].translate(_WITHOUT_VOWELS) for word in text.split("\n")] if words else []


def _unlisted(surfaces: Iterable[str], common: Common) -> list[str]:
    """Return those of some spellings that may be names, and are no words of the language's list."""
    names = [surface for surface in surfaces if may_be_name(surface)]
    if common.known is None:
        return names
    levels = common.known.levels(fold.keys(names))
    return [name for name, level in zip(names, levels, strict=True) if not level]


def may_be_name(surface: str) -> bool:
    """Say whether a word is written as names are."""
    return (
        surface[0].isupper() and _SHORTEST <= len(surface) <= _LONGEST and surface.isalpha() and not surface.isupper()
    )


def _rivals(one: str, other: str, common: Common) -> bool:
    """Say whether two unknown names may be one: they differ by a likely change, and not by an ending alone."""
    if one == other or one.startswith(other) or other.startswith(one):
        return False
    cost = channel().cost(one, other)
    known = common.known
    if known is None or not _ALIKE_IF_KNOWN < cost <= _ALIKE:
        return cost <= _ALIKE
    return not (known.name(fold.key(one)) and known.name(fold.key(other)))


def two_right_spellings(context: Context) -> Iterator[Hit]:
    """Yield the forms of one term that are right, but not the one the texts should keep to, when both stand there."""
    tokens = context.tokens
    used = context.common.once(_Used)
    for number in tokens.numbers(used.has) if used.spellings else ():
        entry, best, here, there = used.spellings[fold.split_possessive(tokens.key(number))[0]]
        surface = tokens.surface(number)
        _stem, ending = fold.split_possessive(surface)
        right = fold.like_apostrophes(surface, best + ending)
        yield Hit(
            tokens.span(number),
            f"“{surface}” stands {times(here)}, “{best}” {times(there)}: both are right, one is enough",
            (Reading(right, _SHAKY, f"{entry.basis}: both spellings are right"),),
            entry.term.note,
            entry.term.lemma,
        )


class _Used:
    """The right forms that stand in the texts beside a better one of their term."""

    def __init__(self, common: Common) -> None:
        self.spellings = _used_spellings(common)

    def has(self, key: str) -> bool:
        """Say whether a folded word is one of them."""
        return fold.split_possessive(key)[0] in self.spellings


class _Others:
    """The facts how often the right spellings of a term of one word stand, where there are several."""

    def __init__(self, common: Common) -> None:
        self.facts: dict[str, list[int]] = {}
        for entries in common.lexicon.alternatives(lambda _key: True):
            numbers = [
                facts.of_count(key + ending) for key in (entry.keys[0] for entry in entries) for ending in ("", "'s")
            ]
            for entry in entries:
                self.facts.setdefault(entry.keys[0], []).extend(numbers)

    def has(self, key: str) -> bool:
        """Say whether a folded word is one of several."""
        return fold.split_possessive(key)[0] in self.facts


def _other_forms(context: Context) -> Iterator[int]:
    """Yield the facts that `two_right_spellings` depends on."""
    others = context.common.once(_Others)
    for key in context.tokens.among(others.has)[0] if others.facts else ():
        yield from others.facts[fold.split_possessive(key)[0]]


def _used_spellings(common: Common) -> dict[str, tuple[Entry, str, int, int]]:
    """Return, by the folded key of a spelling, its term, the better spelling and both counts.

    Of several terms that have the spelling, one whose better spelling stands most often.
    """
    made: dict[str, tuple[Entry, str, int, int]] = {}
    for entries in common.lexicon.alternatives(lambda key: _count(key, common) > 0):
        best = next((entry for entry in entries if entry.form.status is Status.PREFERRED), None) or max(
            entries, key=lambda entry: _count(entry.keys[0], common)
        )
        for entry in entries:
            if entry is not best and _one_sound(entry.words[0], best.words[0]) and not _inflected(entry, best, common):
                here, there = _count(entry.keys[0], common), _count(best.keys[0], common)
                known = made.get(entry.keys[0])
                if known is None or (-there, entry.rank) < (-known[3], known[0].rank):
                    made[entry.keys[0]] = entry, best.words[0], here, there
    return made


def _count(key: str, common: Common) -> int:
    """Return how often a folded word stands in the texts, its possessive included."""
    return common.survey.keys[key] + common.survey.keys[key + "'s"]


def _inflected(one: Entry, other: Entry, common: Common) -> bool:
    """Say whether two forms of a term are inflections of one another, or of a third: the Catalans, a Catalan boat.

    A place has none: Lyons is Lyon, spelled otherwise.
    """
    if one.kind.casefold() in PLACES:
        return False
    right = {fold.key(form.text) for form in one.term.forms if form.status is not Status.DEPRECATED}
    first, second = (fold.split_possessive(entry.keys[0])[0] for entry in (one, other))
    languages = (common.known.language,) if common.known else tuple(inflection.ENDINGS)
    return any(
        not right.isdisjoint({first, *inflection.stems(first, each)} & {second, *inflection.stems(second, each)})
        for each in languages
    )


def _one_sound(one: str, other: str) -> bool:
    """Say whether two forms are spellings of one name, and not a name and its abbreviation."""
    return fold.key(one) != fold.key(other) and channel().cost(one, other) <= 1.0


RULES = (
    Rule(
        code="C001",
        name="inconsistent-name",
        summary="a name that the glossary lacks, spelled two ways",
        severity=Severity.NOTE,
        check=inconsistent_name,
        leans_on=_other_spellings,
        why="""\
Two unknown capitalised words that differ by one change of the kind that scanners and transliteration make are likely
to be one name. The rarer spelling is flagged, with both counts, and the more frequent one proposed; in a tie the one
that comes later in the alphabet is the proposal, and message and score say that it is only one of two. Where a name of
the glossary is near both, both may be wrong: that is for G002 to say, and here they are passed over.

It errs on two people whose names differ by a letter. Put both into the glossary, and it is silent.""",
        bad=(
            Example("Dovgenko wrote. Dovgenko read. Then Dovhenko left.", "Dovhenko", "Dovgenko"),
            Example("Petrovskii rose; Petrovsky spoke to Petrovsky.", "Petrovskii", "Petrovsky"),
        ),
        good=(
            Example("Ivanenko met Petrenko."),
            Example("Orabi came, then Ourabi left; it was Arabi and then Araby.", glossary="Urabi,person,,,,\n"),
            Example(
                "Dovgenko wrote. Dovgenko read. Then Dovhenko left.",
                glossary="Dovgenko,person,,,,\nDovhenko,person,,,,\n",
            ),
        ),
    ),
    Rule(
        code="C002",
        name="two-right-spellings",
        summary="two forms of one term that are both right, in the same texts",
        severity=Severity.NOTE,
        check=two_right_spellings,
        leans_on=_other_forms,
        why="""\
The glossary admits both forms, and both stand in the texts. That is no error, but an edition usually settles for one:
the preferred form is proposed for the others, with both counts; where it does not stand itself, the most frequent.

It does not compare a name with its abbreviation, with a longer form of it, or with its plural, feminine or possessive.
Of places, Lyons is no plural of Lyon.""",
        bad=(
            Example(
                "Nikolaev came. Who was this Nikolayev?",
                "Nikolaev",
                "Nikolayev",
                "Nikolayev,person,Nikolaev,,,\n",
            ),
            Example("He went from Lyons to Lyon.", "Lyons", "Lyon", "Lyon,place,Lyons,,,\n"),
        ),
        good=(
            Example("Nikolaev came.", glossary="Nikolayev,person,Nikolaev,,,\n"),
            Example(
                "The Catalans had a Catalan boat, and a Catalane was in it.",
                glossary="Catalans,people,Catalan|Catalane,,,\n",
            ),
            Example("Ivanov came with Ivanova.", glossary="Ivanov,person,Ivanova,,,\n"),
            Example("The NKVD, or People's Commissariat.", glossary="NKVD,body,People's Commissariat,,,\n"),
        ),
    ),
)
