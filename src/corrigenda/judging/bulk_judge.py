"""The same verdicts as `judge` gives, on many texts at once: most words are ruled out together, by numpy."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log1p
from typing import TYPE_CHECKING, cast

from corrigenda.counting import facts
from corrigenda.counting.scan import Numbers
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.judging import noise, sieve
from corrigenda.judging.judge import GIVEN, NEIGHBOUR, Judge, Premises
from corrigenda.judging.leaning import Notes
from corrigenda.judging.neighbours import MANY, most_of_width
from corrigenda.judging.proposal import FAINT
from corrigenda.judging.sieve import Columns, Sieve, Verdicts
from corrigenda.judging.suspects import Place
from corrigenda.likeness import changes, near
from corrigenda.likeness.confusion import Change
from corrigenda.likeness.foresight import Foresight
from corrigenda.likeness.near import Hit
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

if TYPE_CHECKING:
    from corrigenda.counting.bulk import BulkTokens


class BulkJudge(Judge):
    """Names and suspects of much text.

    `foresee` looks at all spellings, then `foresee_places` at the places of some texts: `doubtful` asks for these texts
    until it is called again. Before `foresee`, it judges as any judge does.
    """

    def __init__(self, premises: Premises, *, noting: bool = False) -> None:
        """Get ready; `noting` keeps what verdicts depend on, with some leeway for the counts: see `leans_on`."""
        super().__init__(premises)
        self._noting = noting
        self._changes: dict[tuple[str, str], Sequence[Change]] = {}
        """The changes of letters that make a suspect of a name, where they were found for many; asked for once."""
        self._foresight_made: Foresight | None = None
        self._columns: Columns | None = None
        """What `sift` leaves to `foresee`."""
        self._sieve: Sieve | None = None
        self._places: Mapping[Tokens, Sequence[Place]] = {}

    def sift(self, vocabulary: Vocabulary, wanted: Numbers) -> Verdicts:
        """Return which spellings of many texts are likely errors, of those of which `wanted` says so.

        Several processes may each do a part, before `foresee` is called with what all found.
        """
        return self._sifted(self._columns_of(vocabulary).among(wanted))

    def foresee(self, vocabulary: Vocabulary, verdicts: Iterable[Verdicts] = ()) -> None:
        """Find out at once which words of many texts are likely errors; `doubtful` asks for no other texts then.

        `verdicts` are those on all spellings, if they are known.
        """
        columns, self._columns = self._columns_of(vocabulary), None
        foresight = self._foresight()
        known = sieve.joined(tuple(verdicts) or (self._sifted(columns),))
        foresight.found.update(known.near)
        doubtful = known.doubtful.intersection(vocabulary.surfaces)  # those of other texts are not asked for here
        self._verdicts.update((self._suspects.suspect(word), False) for word in doubtful & known.run_together)
        self._trace(doubtful - known.run_together)
        self._sieve = Sieve(
            vocabulary,
            columns,
            known,
            self._suspects,
            foresight,
            self.may_be_error,
            self._notes(),
        )

    def foresee_places(self, texts: Sequence[Tokens]) -> None:
        """Find the doubtful places of several texts at once; `doubtful` asks for no others until this is called again.

        Without `foresee`, nothing is found out beforehand.
        """
        if self._sieve is not None:
            self._places = self._sieve.places(cast("Sequence[BulkTokens]", texts))

    def doubtful(self, tokens: Tokens) -> Iterator[Place]:
        """Yield the suspects of a text that the words around them can make likely errors, and words run together."""
        yield from super().doubtful(tokens) if self._sieve is None else self._places[tokens]

    def leans_on(self, tokens: Tokens) -> list[int]:
        """Return the facts (`corrigenda.counting.facts`) that the verdicts on the words of a text depend on.

        They were noted while the text was looked through, see `foresee_places`; as long as no count changes by more
        than `facts.lowest` and `facts.highest` say, others decide nothing.
        """
        return [] if self._sieve is None else self._sieve.leans_on(cast("BulkTokens", tokens))

    def _unknown_words(self, tokens: Tokens) -> noise.UnknownWords:
        if self._sieve is not None and tokens in self._places:
            return self._sieve.unknown_words(cast("BulkTokens", tokens))
        return super()._unknown_words(tokens)

    def _hits(self, text: str) -> Sequence[Hit] | None:
        return None if self._foresight_made is None else self._foresight_made.found.get(text)

    def _changes_of(self, form: str, suspect: str) -> Sequence[Change]:
        found = self._changes.pop((form, suspect), None)
        return super()._changes_of(form, suspect) if found is None else found

    def _columns_of(self, vocabulary: Vocabulary) -> Columns:
        if self._columns is None:
            self._columns = Columns(vocabulary.surfaces, vocabulary.keys, self._known)
        return self._columns

    def _sifted(self, columns: Columns) -> Verdicts:
        return sieve.sift(columns, self._suspects, self._survey, self._foresight(), self.may_be_error, self._notes())

    def _notes(self) -> Notes | None:
        """Return what takes down what verdicts depend on, if that is wanted."""
        return Notes(self._foresight(), self._beside_names, self._suspects.counted) if self._noting else None

    def _trace(self, surfaces: Iterable[str]) -> None:
        """Work out at once of what changes the readings of spellings are made, as far as their places do not matter."""
        traced: dict[tuple[str, str], None] = {}
        for suspect in map(self._suspects.suspect, surfaces):
            candidates = self.candidates(suspect)
            self._foresight().found.pop(suspect.text, None)  # not asked for again
            scores = near.shares(*self._weighed(suspect, noisy=True)) if candidates else ()
            for candidate, score in zip(candidates, scores, strict=True):
                if score >= FAINT and not candidate.half:
                    traced[fold.like_case(suspect.text, candidate.name.word), suspect.text] = None
        made = changes.steps(self.channel, tuple(traced))
        if made is not None:
            self._changes = dict(zip(traced, made, strict=True))

    def _foresight(self) -> Foresight:
        if self._foresight_made is None:
            self._foresight_made = Foresight(self._names, self._weight_of, self._most_supports(), self.bar)
        return self._foresight_made

    def _most_supports(self) -> list[float]:
        """Return for each name of the glossary what the words around a place can add to its utility at the most.

        It is more where the names are so many that it would take too long.
        """
        names = self._names.names
        if len(names) > MANY:
            return [NEIGHBOUR * most_of_width(width) + GIVEN for width in names.widths()]
        return list(map(self._most_support, names.words))

    def _weight_of(self, key: str) -> float:
        """Return what the texts add to the utility of a name, by its folded key; noting, what they can add at most."""
        count = facts.highest(self._survey.often(key)) if self._noting else self._survey.often(key)
        weight = near.weights()
        return weight["name_count"] * log1p(count * self._share) if count else weight["unheard_of"] * self._unheard_of
