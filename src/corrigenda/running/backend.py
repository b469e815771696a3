"""How texts are divided into words, counted and judged: plainly, or where there is much text by numbers.

Both ways find the same; numpy takes longer to load than little text takes to be checked.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from corrigenda.counting.survey import Survey
from corrigenda.judging.judge import Judge, Premises
from corrigenda.texts.text import Witness
from corrigenda.texts.tokens import Tokens

if TYPE_CHECKING:
    from corrigenda.counting.bulk import BulkTokens
    from corrigenda.counting.pooled import Pooled
    from corrigenda.counting.scan import Numbers
    from corrigenda.judging.bulk_judge import BulkJudge
    from corrigenda.judging.sieve import Verdicts

_ROOM = 4_000_000
"""Code points of texts whose words are kept between counting and checking: memory does not grow with their number."""
_LONG = 1_000_000
"""Code points from which a text is counted alone: joining it with others would only take memory."""


class Backend:
    """Divides texts into words, and keeps what it can of them between counting and checking."""

    def __init__(self) -> None:
        self.languages: dict[str, str | None] = {}
        """The languages of the texts that were counted, by `name_of`."""
        self._room = _ROOM
        self._kept: dict[str, Tokens] = {}
        self._survey = Survey()

    def read(self, witnesses: Sequence[Witness]) -> list[Tokens]:
        """Return the words of witnesses."""
        return [self._tokens(witness) for witness in witnesses]

    def _tokens(self, witness: Witness) -> Tokens:
        text = witness.text
        tokens = self._kept.get(witness.digest)
        if tokens is None or tokens.text != text:
            tokens = Tokens(text)
            if len(text) <= self._room:
                self._kept[witness.digest] = tokens
                self._room -= len(text)
        return tokens

    def count(self, texts: Sequence[Tokens]) -> None:
        """Count the words of texts."""
        for tokens in texts:
            self._survey.count(tokens)

    def joined(self, texts: Sequence[Tokens]) -> Sequence[Tokens]:
        """Return texts in the way that is quickest to count: each alone, or many as one with a NUL after each."""
        return texts

    def survey(self) -> Survey:
        """Return what was counted."""
        return self._survey

    def pool(self, surveys: Iterable[Survey], own: Survey) -> Survey:  # noqa: ARG002 - see `BulkBackend`
        """Return the sum of what several processes counted; `own` is what this one did, if it is among them."""
        found = Survey()
        for each in surveys:
            found.add(each)
        return found

    def judge(self, premises: Premises, *, noting: bool) -> Judge:  # noqa: ARG002 - see `BulkBackend`
        """Return a judge of texts that were divided here; `noting` is for much text alone."""
        return Judge(premises)

    def foresee(self, judge: Judge, verdicts: Sequence["Verdicts"]) -> None:
        """Have a judge find out about all words at once, if that is quicker; `verdicts` are those that are known."""


class BulkBackend(Backend):
    """Divides much text into words, by numbers; these are put away in a file."""

    def __init__(self) -> None:
        super().__init__()
        from corrigenda.counting.attic import Attic  # noqa: PLC0415 - numpy loads in the time a small text is checked
        from corrigenda.counting.bulk import BulkReader, BulkTokens  # noqa: PLC0415 - as above
        from corrigenda.counting.vocabulary import Vocabulary  # noqa: PLC0415 - as above

        self._made = BulkTokens
        self.vocabulary = Vocabulary()
        """All spellings that were read."""
        self._reader = BulkReader(self.vocabulary)
        self._attic = Attic()
        self._pooled: Pooled | None = None

    def read(self, witnesses: Sequence[Witness]) -> list[Tokens]:
        """Return the words of witnesses, those that were read before from the file."""
        new = {name_of(witness): witness.text for witness in witnesses if name_of(witness) not in self._attic}
        read = dict(zip(new, self._reader.read_all(tuple(new.values())), strict=True))
        for name, tokens in read.items():
            self._attic.put(name, tokens.parts)
        return [read[name_of(each)] if name_of(each) in read else self._again(each) for each in witnesses]

    def _again(self, witness: Witness) -> Tokens:
        return self._made(witness.text, self.vocabulary, *self._attic.get(name_of(witness)))

    def count(self, texts: Sequence[Tokens]) -> None:
        """Count the words of texts by numbers."""
        self.vocabulary.count([tokens.ids for tokens in cast("Sequence[BulkTokens]", texts)])

    def joined(self, texts: Sequence[Tokens]) -> Sequence[Tokens]:
        """Return short texts as one, in which a NUL parts each from the next, and long ones each alone."""
        long = [tokens for tokens in texts if len(tokens.text) > _LONG]
        short = [tokens for tokens in texts if len(tokens.text) <= _LONG]
        return (*long, self._reader.joined(cast("Sequence[BulkTokens]", short))) if len(short) > 1 else texts

    def survey(self) -> Survey:
        """Return what was counted."""
        return self.vocabulary.survey()

    def tally(self, texts: Sequence[Tokens]) -> tuple["Numbers", "Numbers"]:
        """Return the numbers of the spellings that stand in some texts, and how often each does, in 32 bits."""
        from corrigenda.counting.arrays import tallied  # noqa: PLC0415 - as above

        return tallied([tokens.ids for tokens in cast("Sequence[BulkTokens]", texts)])

    def pool(self, surveys: Iterable[Survey], own: Survey) -> Survey:
        """Return the sum of what several processes counted; `sift` knows it then."""
        from corrigenda.counting.pooled import Pooled  # noqa: PLC0415 - as above

        self._pooled = pooled = Pooled(self.vocabulary)
        for each in surveys:
            if each is own:
                pooled.add_own(own)
            else:
                pooled.add(each)
        return pooled.survey()

    def sift(self, judge: Judge, part: int) -> "Verdicts":
        """Return a judge's verdicts on the spellings that are for this process, number `part`, to look at.

        Raises:
            RuntimeError: nothing was pooled.
        """
        if self._pooled is None:
            raise RuntimeError("whose spellings are whose is known only when all are pooled")
        return cast("BulkJudge", judge).sift(self.vocabulary, self._pooled.share(part))

    def judge(self, premises: Premises, *, noting: bool) -> Judge:
        """Return a judge of many texts at once; `noting`, of what its verdicts depend on too."""
        from corrigenda.judging.bulk_judge import BulkJudge  # noqa: PLC0415 - as above

        return BulkJudge(premises, noting=noting)

    def foresee(self, judge: Judge, verdicts: Sequence["Verdicts"]) -> None:
        """Have a judge find out about all words."""
        cast("BulkJudge", judge).foresee(self.vocabulary, verdicts)


def name_of(witness: Witness) -> str:
    """Return what a text is kept by: one of other bytes, or read by another encoding, has another."""
    return f"{witness.digest} {witness.codec.encoding}"


def backend_for(*, bulk: bool) -> Backend:
    """Return the plain way for little text, or the one for much."""
    return BulkBackend() if bulk else Backend()
