"""Rules: every example does what it says in a real lint run, and every rule has its page."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from corrigenda import rules
from corrigenda.commands.rules import page
from corrigenda.deciding.learning import Corrected
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.likeness.confusion import channel
from corrigenda.rules.base import Example, Rule
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import fold
from corrigenda.texts.fold import key

HEADER = "term,kind,admitted,deprecated,source,note\n"


def _examples(*, bad: bool) -> Iterator[Any]:
    for rule in rules.RULES:
        for number, example in enumerate(rule.bad if bad else rule.good, 1):
            yield pytest.param(rule, example, id=f"{rule.code}-{number}")


def found(rule: Rule, example: Example) -> tuple[Finding, ...]:
    """Return what a run with this rule alone finds in the text of an example."""
    terms = glossary.read((HEADER + example.glossary).encode(), "glossary.csv")
    witness = decode(example.text.encode(), name="example.txt", siglum="example.txt")
    sic, corr = example.corrected
    made = (Corrected(sic, tuple(key(word) for word in sic.split()), corr, 1, 0),) if sic else ()
    return lint([witness], Knowledge(Lexicon(glossary.merge([terms])), corrected=made), [rule])


@pytest.mark.parametrize(("rule", "example"), list(_examples(bad=True)))
def test_what_a_page_calls_flagged_is_flagged(rule: Rule, example: Example) -> None:
    first, *_more = found(rule, example)
    assert first.code == rule.code
    assert first.anchor.sic == example.sic
    assert [reading.text for reading in first.readings[:1]] == ([] if example.corr is None else [example.corr])


@pytest.mark.parametrize(("rule", "example"), list(_examples(bad=False)))
def test_what_a_page_calls_right_is_left_alone(rule: Rule, example: Example) -> None:
    assert found(rule, example) == ()


SPELLINGS = st.sampled_from(
    (
        *("Dovgenko", "Dovhenko", "Dovhenko’s", "Dovhenkos", "Ivanenko", "anon"),
        *("Petrovskii", "Petrovsky", "Petrovskiy", "Petrovsky’s", "PETROVSKY"),
    )
)


@given(st.lists(SPELLINGS, max_size=12), st.sampled_from([0, 1_000]))
def test_rarer_spellings_are_those_that_comparing_all_with_all_finds(written: list[str], many: int) -> None:
    counts = Counter(written)

    def better(word: str) -> bool:
        stem, _ending = fold.split_possessive(word)
        return any(
            (counts[other], other) > (counts[stem], stem)
            and not (stem.startswith(other) or other.startswith(stem))
            and channel().cost(stem, other) <= 0.35
            for other in counts
            if other.istitle() and stem.istitle()
        )

    rule = next(rule for rule in rules.RULES if rule.name == "inconsistent-name")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules.consistency, "_MANY", many)
        flagged = {finding.anchor.sic for finding in found(rule, Example(" ".join(written)))}
    assert flagged == set(filter(better, counts))


def test_the_register_is_whole_and_in_order() -> None:
    codes = [rule.code for rule in rules.RULES]
    assert len(set(codes)) == len(codes) == len(rules.every()) == len({rule.name for rule in rules.RULES})
    for family in rules.FAMILIES:
        own = [code for code in codes if code[0] == family]
        assert own == sorted(own) != []
    modules = (
        rules.glossary,
        rules.phrases,
        rules.variants,
        rules.stealth,
        rules.consistency,
        rules.residue,
        rules.dates,
    )
    assert sorted(codes) == sorted(rule.code for module in modules for rule in module.RULES)
    assert {code[0] for code in codes} == set(rules.FAMILIES)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.code)
def test_every_rule_has_its_page_and_its_line(rule: Rule, tmp_path: Any) -> None:
    desk = Desk(tmp_path)
    ran = desk.run("explain", rule.code)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == desk.run("explain", rule.name).out == desk.run("explain", rule.code.lower()).out
    assert ran.out.startswith(f"{rule.code} {rule.name}\n{rule.summary}")
    assert ran.out.count("\n") == len(list(page(rule)))
    for part in (rule.why, "\nFlagged\n", "\nNot flagged\n", *(example.glossary for example in rule.bad)):
        assert " ".join(part.split()) in " ".join(ran.out.replace("glossary: ", "").split())
    assert rule.bad
    assert rule.good
    assert rule.summary == rule.summary.strip(" .")
    assert [line for line in desk.run("rules").out.split("\n") if line.split()[:1] == [rule.code]]


def test_codes_and_prefixes_select_rules() -> None:
    every = {rule.code for rule in rules.RULES}
    family = {rule.code for rule in rules.selected(["g"])}
    assert family == {code for code in every if code[0] == "G"}
    assert {rule.code for rule in rules.selected(ignore=["G"])} == every - family
    assert [rule.code for rule in rules.selected(["g001", "r00"], ["R001"])][:2] == ["G001", "R002"]


def test_names_select_rules_as_codes_do(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    for arguments in (("--select", "Deprecated-Form"), ("--ignore", "cjk-punctuation,C,D")):
        assert {finding["code"] for finding in desk.lint(*arguments)} == {"G001"}
    desk.write("corrigenda.toml", 'select = ["deprecated-form"]\n')
    assert {finding["code"] for finding in desk.lint()} == {"G001"}
    ran = desk.run("lint", "--select", "near-nam")
    assert (ran.code, "no rule is called 'near-nam'" in ran.err) == (2, True)


@pytest.mark.parametrize("rule", rules.every(), ids=lambda rule: rule.code)
def test_a_rule_is_meant_by_its_code_and_by_its_name(rule: Rule) -> None:
    for label in (rule.code, rule.code.lower(), rule.name, rule.name.upper()):
        assert rules.selected([label]) == (rule,)
        assert rules.named(label) == rule
