"""The names that are proposed for a suspect: how sure each is, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from corrigenda.counting.survey import about_times
from corrigenda.likeness.confusion import Change, said
from corrigenda.likeness.near import Candidate, Suspect
from corrigenda.terminology.entries import Entry
from corrigenda.texts import fold
from corrigenda.texts.visible import visible

FAINT = 0.05
"""Readings less likely than this are not worth a line."""
_NOT_SURE = 0.89
"""Highest score of a reading that must not be accepted unseen: see `_may_be_sure`."""
_SURE = 0.2
"""Highest cost by letter of the name of a reading that may be."""
_MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name proposed for a suspect."""

    word: str
    """The name in the case of the suspect, without ending."""
    score: float
    candidate: Candidate
    supported: bool
    """Whether the neighbouring words speak for it."""
    is_held_down: bool = False
    """Whether it would score more, but must not be accepted unseen."""

    @property
    def entry(self) -> Entry:
        """The form in the glossary that speaks best for the name."""
        return self.candidate.name.entry

    def basis(self, form: str, changes: Sequence[Change]) -> str:
        """Return the evidence for a form of the name in words; `changes` are those that made the suspect of it."""
        count = self.candidate.count
        steps = ", ".join(map(said, changes[:_MOST_STEPS]))
        reasons = (
            self.entry.basis,
            "" if form == self.word else f"a form of {visible(self.word)}",
            "begins like the name and ends in a word" if self.candidate.half else steps,
            f"stands {about_times(count)} in the texts" if count else "",
            "its neighbours fit" if self.supported else "",
        )
        return "; ".join(filter(None, reasons))


def ranked(
    suspect: Suspect, candidates: Sequence[Candidate], scores: Sequence[float], support: Sequence[float]
) -> tuple[Proposal, ...]:
    """Return what candidates, with their scores and what their neighbours add, propose for a suspect, best first."""
    proposals: dict[str, Proposal] = {}
    in_capitals = fold.is_in_capitals(suspect.text)
    for candidate, score, extra in zip(candidates, scores, support, strict=True):
        word = candidate.name.word.upper() if in_capitals else candidate.name.word
        supported = extra > 0
        is_held_down = score > _NOT_SURE and not _may_be_sure(suspect, candidate, supported=supported)
        kept = _NOT_SURE if is_held_down else score
        known = proposals.get(word)
        if known is None or known.score < kept:
            proposals[word] = Proposal(word, kept, candidate, supported, is_held_down)
    return tuple(sorted(proposals.values(), key=lambda proposal: (-proposal.score, proposal.word)))


def _may_be_sure(suspect: Suspect, candidate: Candidate, *, supported: bool) -> bool:
    """Say whether likeness may make a reading sure: editors accept what scores 0.9 and more in bulk.

    Not where the glossary's name stands nowhere else and no neighbour speaks for it, where the spelling stands more
    than once, which is rarely a slip, where more than a fifth of it differs, where only another system of
    transliteration is used, which may be meant, where words stand apart that may be right by themselves, and where the
    case of a name was made that nobody has seen.
    """
    attested = supported or candidate.count > 0
    is_near = candidate.cost <= _SURE * len(candidate.name.word)
    is_as_it_is = not (candidate.sound or candidate.case)
    return attested and is_near and is_as_it_is and suspect.count == 1 and suspect.parts == 1
