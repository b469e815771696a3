"""Family G, stealth: what was corrected in one place and still stands in another.

After the stealth scannos of Distributed Proofreaders: words that no list would flag, that a proofreader changed
somewhere, and that still stand elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterator

from corrigenda.deciding.learning import Corrected
from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.terminology.standing import stands
from corrigenda.texts import fold
from corrigenda.texts.visible import visible


def corrected_elsewhere(context: Context) -> Iterator[Hit]:
    """Yield the places where a form stands that the editor corrected in another place."""
    by_first: dict[str, list[Corrected]] = defaultdict(list)
    for each in context.corrected:
        if not all(key in context.lexicon.words for key in each.keys):
            by_first[each.keys[0]].append(each)
    if not by_first:
        return
    tokens = context.tokens
    for number in range(len(tokens)):
        stem, _ending = fold.split_possessive(tokens.key(number))
        for each in by_first.get(tokens.key(number), by_first.get(stem, ())):
            last = number + len(each.keys) - 1
            if stands(each.keys, tokens, number) and context.standing.in_wrong.isdisjoint(range(number, last + 1)):
                yield _hit(context, number, last, each)


def _hit(context: Context, first: int, last: int, each: Corrected) -> Hit:
    tokens = context.tokens
    span = tokens.span(first, last)
    sic = tokens.text[span.start : span.end]
    surface = tokens.surface(last)
    beyond = len(fold.key(surface)) - len(each.keys[-1])
    ending = surface[-beyond:] if beyond > 0 else ""
    times = "once" if each.approved == 1 else f"{each.approved} times"
    kept = f", left standing {each.refused} times" if each.refused else ""
    right = fold.like_case(sic, fold.like_apostrophes(sic, each.corr)) + ending
    reading = Reading(right, round(each.score, 2), f"corrected {times} in these texts{kept}")
    return Hit(span, f"“{visible(sic)}” was corrected {times} elsewhere and still stands here", (reading,))


RULES = (
    Rule(
        code="G004",
        name="corrected-elsewhere",
        summary="a form that was corrected in one place and still stands in another",
        severity=Severity.WARNING,
        check=corrected_elsewhere,
        why="""\
What an editor corrected once is likely to be wrong wherever it stands, though no list and no likeness says so: the
decisions in the journals are the evidence. The score is (approved + 1) / (approved + left standing + 2), by Laplace's
rule of succession: two thirds after one correction, and it falls with every place that was found right.

It errs on forms that are wrong in one place and right in another; refuse one, and the score of the others falls. It
says nothing where nothing was decided yet.""",
        bad=(
            Example("It was cold, arid dark was falling.", "arid", "and", corrected=("arid", "and")),
            Example("Toddy’s men came.", "Toddy’s", "Trotsky’s", corrected=("Toddy", "Trotsky")),
        ),
        good=(
            Example("It was cold, arid dark was falling."),
            Example("Lenin spoke.", glossary="Lenin,person,,,,\n", corrected=("Lenin", "Lenina")),
        ),
    ),
)
