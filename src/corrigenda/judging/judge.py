"""The verdict on each distinct suspect, reached once: which names it may have been, with scores and reasons."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import inf
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from corrigenda.counting.survey import Survey
from corrigenda.judging import lists, noise
from corrigenda.judging.neighbours import Beside, BesideNames, alike_around, in_sentence, words_around
from corrigenda.judging.proposal import Proposal, ranked
from corrigenda.judging.suspects import Place, Suspects, has_cut
from corrigenda.language import inflection
from corrigenda.language.apart import tell_apart
from corrigenda.language.declension import declension
from corrigenda.language.words import UNTOLD, Dictionary, is_function_word
from corrigenda.likeness import near
from corrigenda.likeness.confusion import Change, Channel, channel
from corrigenda.likeness.near import FITTED, LIKELY, Candidate, Hit, Likeness, NearNames, Suspect
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.terminology.names import Name
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

NEIGHBOUR = 1.5
"""What a neighbouring word that is the name's neighbour in very many forms adds to its utility, see `neighbours`."""
GIVEN = 0.75
"""What it adds to a given name that the rest stands beside it, right or damaged: as much as is taken from a mere part.
"""
_TOLD_APART = -5.0
"""What it adds that name and word, or two spellings, stand in one list, see `lists`."""
_FORM = 0.25
"""How much less than a name its inflected form must cost to be the reading; an ending of another case costs no less."""
_ESTABLISHED = 1
"""How often a name must stand in the texts before half of it, and a word, is taken for it."""
_BY_SMALL_WORD = 0.7
"""Highest cost at which a small word is the end of a name: Hudd on may be Huddon, but “Jackaon or” is not Jackanor."""
_NEAREST = 3
"""Cases of a name whose changes are looked at."""
_ROUNDING = 1e-9
_NOT_RARE = 50
"""Level of `corrigenda.language.words` above which hardly anybody knows a word."""


@dataclass(frozen=True, slots=True)
class Premises:
    """What a judge goes by."""

    lexicon: Lexicon
    survey: Survey
    known: Dictionary | None
    """Words of the language; None when it has no list."""
    channel: Channel = field(default_factory=channel)
    """What becomes of letters."""
    language: str | None = None
    """That of the texts, where no words of it are known: its cases may be."""
    bar: float = LIKELY
    """How likely it must be, 0 to 1, that a word is an error at all."""


class _BesideCandidates(NamedTuple):
    """What stands beside the candidates for a suspect in the glossary."""

    beside: tuple[Beside, ...]
    may_be_alike: bool
    """Whether the words beside them may be spelled by another system as well."""
    are_given: bool
    """Whether some are given names."""


class Judge:
    """Names and suspects of texts that are linted together; one for each language."""

    def __init__(self, premises: Premises) -> None:
        lexicon, survey, known, language = premises.lexicon, premises.survey, premises.known, premises.language
        self.channel = premises.channel
        self.bar = premises.bar
        """How likely it must be, 0 to 1, that a word is an error at all."""
        self._lexicon = lexicon
        stands = survey.keys.__contains__
        self.language = language = language if known is None else known.language
        """The language of the texts; None if it cannot be told from so few words, `UNTOLD` if not from more."""
        declines = None if language is None or language in inflection.ENDINGS else declension(language)
        self._names = NearNames(lexicon.names, _ordinary(known), self.channel, stands, _other_name(known), declines)
        self._survey = survey
        self._known = known
        self._suspects = Suspects(lexicon, survey, known, None if language == UNTOLD else language, declines)
        self._share = min(1.0, FITTED / survey.size)
        self._unheard_of = near.unheard_of(len(self._names.standing), len(lexicon.names), survey.capitals_alone)
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._verdicts: dict[Suspect, bool] = {}
        self._utilities: dict[Suspect, tuple[tuple[float, float], tuple[float, ...]]] = {}
        """Of suspects as they stand in good texts and in noisy ones, and of their candidates."""
        self._proposals: dict[tuple[Suspect, tuple[float, ...], bool], tuple[Proposal, ...]] = {}
        self._bases: dict[tuple[str, str, str, bool], str] = {}
        self._beside_names = BesideNames(lexicon.names)
        self._beside: dict[str, _BesideCandidates] = {}
        self._noisy: tuple[Tokens, bool] | None = None
        """Whether the text that was asked about last is noisy."""

    def suspects(self, tokens: Tokens) -> Iterator[Place]:
        """Yield the places of a text that may be damaged names."""
        return self._suspects.of(tokens)

    def is_ordinary(self, surface: str) -> bool:
        """Say whether the glossary has a word, or the language knows it as an ordinary one; found out once."""
        return self._suspects.is_ordinary(surface)

    def is_small(self, surface: str) -> bool:
        """Say whether a word is one of the commonest of the language, or of any if there is no list of its words."""
        key = fold.key(surface)
        return key in self._suspects.small_words or (self._known is None and is_function_word(key))

    def is_right(self, surface: str) -> bool:
        """Say whether the glossary has a word, or one of which it is an inflected form."""
        return self._suspects.fact(surface).right

    def is_noisy(self, tokens: Tokens) -> bool:
        """Say whether so much of a text is damaged that an unknown word is hardly right.

        Of a text in a language without a word list, nobody knows. It is kept for the text that was asked about last.
        """
        if self._noisy is None or self._noisy[0] is not tokens:
            self._noisy = tokens, self._known is not None and noise.is_noisy(tokens, self._unknown_words(tokens))
        return self._noisy[1]

    def _unknown_words(self, tokens: Tokens) -> noise.UnknownWords:
        return self._suspects.unknown_words(tokens)

    def is_compound(self, suspect: Suspect) -> bool:
        """Say whether a suspect that is no ordinary word is made of two that are."""
        return suspect.parts == 1 and not suspect.common and self._names.is_compound(suspect.text)

    def is_half(self, tokens: Tokens, number: int) -> bool:
        """Say whether a word of a text is a half of one that glossary or language knows, divided by a hyphen."""
        return self._suspects.is_half(tokens, number)

    def _most_support(self, name: str) -> float:
        """Return what the words around a place can add to the utility of a name, at the most."""
        return NEIGHBOUR * self._beside_names.most(name) + GIVEN

    def doubtful(self, tokens: Tokens) -> Iterator[Place]:
        """Yield the suspects of a text that the words around them can make likely errors, and words run together.

        Which single words they are is decided once a spelling.
        """
        for place in self._suspects.of(tokens, self._is_doubtful):
            if place.first == place.last or self.may_be_error(place.suspect):
                yield place

    def foresee_places(self, texts: Sequence[Tokens]) -> None:
        """Find the doubtful places of several texts at once, if that is quicker."""

    def leans_on(self, tokens: Tokens) -> list[int]:  # noqa: ARG002 - see `BulkJudge`
        """Return the facts (`corrigenda.counting.facts`) that verdicts on the words of a text depend on, if noted."""
        return []

    def _is_doubtful(self, surface: str) -> bool:
        if not self._suspects.may_be_one(surface):
            return False
        suspect = self._suspects.suspect(surface)
        return has_cut(suspect.text) or self.may_be_error(suspect)

    def may_be_error(self, suspect: Suspect) -> bool:
        """Say whether the words around a suspect can make it a likely error."""
        found = self._verdicts.get(suspect)
        if found is None:
            found = self._verdicts[suspect] = self._may_be_error(suspect)
        return found

    def _may_be_error(self, suspect: Suspect) -> bool:
        candidates = self.candidates(suspect)
        if not candidates:
            return False
        most = [self._most_support(each.name.word) for each in candidates]
        return sum(near.shares(*self._weighed(suspect, noisy=True), most)) >= self.bar

    def _weighed(self, suspect: Suspect, *, noisy: bool) -> tuple[float, tuple[float, ...]]:
        """Return the utilities of a suspect as it stands in a text, and of its candidates; reckoned once."""
        found = self._utilities.get(suspect)
        if found is None:
            right = near.as_it_stands(suspect, compound=self.is_compound(suspect))
            found = self._utilities[suspect] = right, near.utilities(suspect, self.candidates(suspect))
        right, of_candidates = found
        return right[noisy], of_candidates

    def near(self, surface: str) -> Mapping[str, float]:
        """Return the names of the glossary near a word, whatever the texts, each with the cost of the change."""
        candidates = self.candidates(self._suspects.suspect(surface))
        return {each.name.word: each.cost for each in candidates if not each.half}

    def candidates(self, suspect: Suspect) -> tuple[Candidate, ...]:
        """Return the names near a suspect, cheapest change first; Western is no damaged Eastern."""
        found = self._candidates.get(suspect.text)
        if found is None:
            most = _BY_SMALL_WORD if self._suspects.has_small_end(suspect) else inf
            key = fold.key(suspect.text)
            found = tuple(
                self._candidate(each, count)
                for each in self._names.near(suspect.text, self._hits(suspect.text))
                if ((count := self._often(each.name)) >= _ESTABLISHED or not each.half) and each.cost <= most
                if not tell_apart(key, each.name.key)
            )
            self._candidates[suspect.text] = found
        return found

    def _often(self, name: Name) -> int:
        """Return how often a name stands in the texts, about; with a capital, if it has one: großer is no Große."""
        lower = self._survey.often_lower(name.key) if name.word[0].isupper() else 0
        return max(0, self._survey.often(name.key) - lower)

    def _hits(self, _text: str) -> Sequence[Hit] | None:
        """Return the names near a word where they are known already; each is looked for when it is asked for."""
        return None

    def _candidate(self, like: Likeness, count: int) -> Candidate:
        """Return a name near a suspect as a candidate; `count` is how often it stands in the texts."""
        known = like.name, like.cost, like.sound, like.half, like.word, like.case
        return Candidate(*known, count, count * self._share, 0.0 if count else self._unheard_of)

    def nearest(self, surface: str) -> float:
        """Return what the cheapest change costs by which any name became of a word; infinite if there is none."""
        return min(self.near(surface).values(), default=inf)

    def proposals(self, place: Place, tokens: Tokens) -> tuple[Proposal, ...]:
        """Return the names a place may have held, best first; scores are 0 to 1."""
        candidates = self.candidates(place.suspect)
        if not candidates:
            return ()
        apart = _TOLD_APART * self.told_apart(place, tokens)
        support = [each + apart for each in self._support(place, tokens)]
        scores = near.shares(*self._weighed(place.suspect, noisy=self.is_noisy(tokens)), support)
        return ranked(place.suspect, candidates, scores, support)

    def reckoned(self, place: Place, tokens: Tokens) -> tuple[dict[str, float], dict[Candidate, dict[str, float]]]:
        """Return of what the utilities are made that `proposals` scores: of the word as it stands, and of each name."""
        suspect, around = place.suspect, self._around(place, tokens)
        apart = _TOLD_APART * self.told_apart(place, tokens)
        of_names = {}
        for candidate, beside in zip(self.candidates(suspect), self._beside_of(suspect).beside, strict=True):
            parts = near.weighed(near.candidate_features(candidate, suspect))
            words = beside.speaking(around)
            if words:
                parts[f"neighbours ({', '.join(words)})"] = NEIGHBOUR * beside.support(around)
            if beside.is_given and (words or beside.goes_on(place.last, tokens)):
                parts["the rest of the name stands, right or damaged"] = GIVEN
            of_names[candidate] = {**parts, "told apart": apart} if apart else parts
        noisy, compound = self.is_noisy(tokens), self.is_compound(suspect)
        return near.weighed(near.null_features(suspect, noisy=noisy, compound=compound)), of_names

    def likely(self, place: Place, tokens: Tokens) -> tuple[Proposal, ...]:
        """Return the names a place may have held where it is likely an error, as `proposals` does; else none."""
        if not self.may_be_error(place.suspect):
            return ()
        support = self._support(place, tokens)
        noisy = place.suspect.strange and self.is_noisy(tokens)
        found = self._likely(place.suspect, support, noisy=noisy)
        if found and self.told_apart(place, tokens):
            return self._likely(place.suspect, tuple([each + _TOLD_APART for each in support]), noisy=noisy)
        return found

    def told_apart(self, place: Place, tokens: Tokens) -> bool:
        """Say whether one of the nearest names, or another spelling of the word, stands in one list with a place."""
        return lists.told_apart(self.candidates(place.suspect), place, tokens)

    def _support(self, place: Place, tokens: Tokens) -> tuple[float, ...]:
        """Return what the words around a place say for each candidate."""
        names, around = self._beside_of(place.suspect), self._around(place, tokens)
        if not names.are_given and self._beside_names.beside_any(around).isdisjoint(names.beside):
            return (0.0,) * len(names.beside)  # as nearly always
        return tuple([_said(each, around, place, tokens) for each in names.beside])

    def _around(self, place: Place, tokens: Tokens) -> list[tuple[int, str]]:
        """Return the words around a place that may speak for a candidate."""
        around = words_around(place.first, place.last, tokens) if self._beside_names else []
        if self._beside_of(place.suspect).may_be_alike:
            around += alike_around(place.first, place.last, tokens)
        return in_sentence(around, place.first, place.last, tokens) if place.suspect.common else around

    def _beside_of(self, suspect: Suspect) -> _BesideCandidates:
        """Return what stands beside the candidates for a suspect in the glossary."""
        found = self._beside.get(suspect.text)
        if found is None:
            candidates = self.candidates(suspect)
            beside = tuple([self._beside_names.of(each.name.word) for each in candidates])
            may_be_alike = any(each.sound and words for each, words in zip(candidates, beside, strict=True))
            found = _BesideCandidates(beside, may_be_alike, any(each.is_given for each in beside))
            self._beside[suspect.text] = found
        return found

    def _likely(self, suspect: Suspect, support: tuple[float, ...], *, noisy: bool) -> tuple[Proposal, ...]:
        """Return the names a suspect may have been if it is likely an error, with what its place says for each.

        They are kept where the suspect may stand more than once: nearly all stand once, and would be kept in vain.
        """
        asked = suspect, support, noisy
        found = self._proposals.get(asked) if _may_stand_again(suspect) else None
        if found is None:
            scores = near.shares(*self._weighed(suspect, noisy=noisy), support)
            found = ()
            if sum(scores) >= self.bar - _ROUNDING:
                found = ranked(suspect, self.candidates(suspect), scores, support)
            if sum(proposal.score for proposal in found) < self.bar:  # one name may be several candidates, or held down
                found = ()
            if _may_stand_again(suspect):
                self._proposals[asked] = found
        return found

    def in_form(self, word: str, suspect: Suspect) -> str:
        """Return the form of a name that a suspect rather was, if there is one: Germans, not Germany, for Gerrnans."""
        costs = {
            form: self.channel.cost(form, suspect.text)
            for form in self._forms_of(word, suspect)
            if form != suspect.text and not self._lexicon.is_wrong(fold.key(form))
        }
        best = min(costs, key=costs.__getitem__, default=word)
        return best if costs and costs[best] <= self.channel.cost(word, suspect.text) - _FORM else word

    def _forms_of(self, word: str, suspect: Suspect) -> Iterator[str]:
        """Yield the forms of a name that a word may have been."""
        known, declines = self._known, self._names.declines
        if declines:
            return chain(declines.declined(word, suspect.text), _nearest(suspect.text, declines.cases(word)))
        if known is None:
            return iter(())
        if suspect.parts > 1:
            return iter(())

        def is_word(form: str) -> bool:
            key = fold.key(form)
            return known.common(key) or known.name(key)

        return inflection.formed(word, suspect.text, known.language, is_word)

    def basis(self, proposal: Proposal, form: str, suspect: Suspect) -> str:
        """Return the evidence for the form in which a name is proposed in words; kept as the proposals are."""
        asked = suspect.text, proposal.word, form, proposal.supported
        found = self._bases.get(asked)
        if found is None:
            found = proposal.basis(form, () if proposal.candidate.half else self._changes_of(form, suspect.text))
            if _may_stand_again(suspect):
                self._bases[asked] = found
        return found

    def _changes_of(self, form: str, suspect: str) -> Sequence[Change]:
        return self.channel.changes(form, suspect)


def _said(beside: Beside, around: Iterable[tuple[int, str]], place: Place, tokens: Tokens) -> float:
    """Return what the words around a place say for a name beside which some of them stand in the glossary."""
    said = NEIGHBOUR * beside.support(around)
    return said + GIVEN * (beside.is_given and (said > 0 or beside.goes_on(place.last, tokens)))


def _nearest(word: str, forms: Sequence[str]) -> Iterator[str]:
    """Yield those of many forms that a word is most like, as it costs much less to say than what changed of each."""
    found = process.extract(
        word, forms, scorer=Levenshtein.distance, processor=None, score_cutoff=len(word), limit=_NEAREST
    )
    return (form for form, _distance, _number in found)


def _may_stand_again(suspect: Suspect) -> bool:
    """Say whether a suspect may stand in the texts more than once; those of several words are not counted."""
    return suspect.count > 1 or suspect.parts > 1


def _ordinary(known: Dictionary | None) -> Callable[[str], bool]:
    """Return a function that says whether a folded word is an ordinary, not too rare one."""
    return lambda word: known is not None and known.common(word) and known.level(word) <= _NOT_RARE


def _other_name(known: Dictionary | None) -> Callable[[str], bool]:
    """Return a function that says whether a folded word is a name that the language knows."""
    return lambda word: known is not None and known.name(word)
