"""After some texts were changed, few are checked again, and all findings are those of a run over all texts."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from corrigenda import engine, facts, glossary, kept, parallel, recheck, rules
from corrigenda.formats.plain import decode
from corrigenda.learning import Corrected
from corrigenda.lexicon import Lexicon
from corrigenda.rules.phrase_counts import PhraseCounts
from corrigenda.survey import about
from corrigenda.text import Witness

TERMS = glossary.merge(
    [
        glossary.read(
            b"term,kind,admitted,deprecated,source,note\n"
            b"Stalin,person,,Stalbrand,,\n"
            b"Sergei Mironovich Kirov,person,,,,\n"
            b"Nikolayev,person,Nikolaev,,,\n"
            b"Zinoviev,person,,,,\n"
            b"Leningrad,place,,,,\n"
            b"New York,place,,,,\n"
            b"Soviet press,term,,,,\n"
            b"Harbour Relief Fund,body,,,,\n"
            b"Moscow trials,term,,,,\n"
            b"Birmingham,place,,,,\n",
            "glossary.csv",
        )
    ]
)
KNOWLEDGE = engine.Knowledge(Lexicon(TERMS), language="en")
ALL = rules.selected(())
FILLING = "He went to the town and spoke to the men who had come from the river, and they were content. " * 20
PIECES = st.sampled_from(
    (
        *("Stalin", "Stalbrand", "Stalln", "Sta lin", "STALIN", "Stalwart", "Stalmarket", "stalin's", "Stalin’s"),
        *("Kirov", "Kirow", "Klrov", "Sergei Kirow", "Milonovich", "Mironovich", "Sergei Milonovich Kirov"),
        *("Nikolaev", "Nikolayev", "Nikolayov", "Zinoviev", "Zlnoviev", "Zinoviev and Zinovief", "ofLeningrad"),
        *("Leninburg", "Leningrad", "Leningrab", "York", "Work", "work", "New Work", "New York", "Yorke"),
        *("the Soviet press", "the Belgian press", "the local press", "press", "Soviet", "The Moscow trails"),
        *("Harbour Relief Fund", "Harbour Rescue Fund", "Relief Harbour Fund", "Harbour Fund", "Moscow trials"),
        *("Dovgenko", "Dovhenko", "Petrovskii", "Petrovsky", "Rose", "rose", "The", "the", "and", "wrote", "to"),
        *("Bir rningham", "Birming-ham", "Birmingham.", "said,", "1936", "music [sic]", "\n\n", "l’Kirov"),
    )
)
TEXTS = st.lists(PIECES, max_size=25).map(" ".join)
CORRECTED = st.lists(
    st.sampled_from([Corrected("rose", ("rose",), "Rosa", 2, 0), Corrected("Yorke", ("yorke",), "York", 1, 1)]),
    max_size=1,
).map(tuple)


def witnesses(texts: dict[str, str]) -> list[Witness]:
    return [decode(text.encode(), name=siglum, siglum=siglum) for siglum, text in sorted(texts.items())]


def whole(texts: dict[str, str], knowledge: engine.Knowledge = KNOWLEDGE) -> parallel.Linted:
    """Return a run over all texts, with what to keep of it."""
    found = parallel.lint(witnesses(texts), knowledge, ALL, 1, noting=True)
    assert found.counted is not None
    return found


def again(
    before: dict[str, str], after: dict[str, str], corrected: tuple[Corrected, ...] = ()
) -> tuple[recheck.Now | None, parallel.Linted]:
    """Return what is found after a change by looking at what changed, and by looking at everything."""
    run = whole(before)
    digests = {witness.siglum: witness.digest for witness in witnesses(before)}
    knowledge = replace(KNOWLEDGE, corrected=corrected)
    assert run.counted is not None
    kept_run = kept.Run(digests, (), run.findings)
    # through the bytes that are kept
    kinds = {"phrases": PhraseCounts}
    counted = kept.parse_counts(kept.render_counts(run.counted, kept_run), kept_run, kinds)
    read = kept.parse_run(kept.render_run(kept_run))
    assert read == kept_run
    return recheck.again(read, counted, witnesses(after), knowledge, ALL), whole(after, knowledge)


@pytest.fixture(autouse=True)
def much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every text for a large one, and each for a group of its own."""
    monkeypatch.setattr(engine, "MUCH", -1)
    monkeypatch.setattr(engine, "_GROUP", 1)


@pytest.fixture
def whatever_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check texts again by themselves even if that is most of them."""
    monkeypatch.setattr(recheck, "_MOST", 1.0)


@given(st.dictionaries(st.sampled_from("abcdefgh"), TEXTS, min_size=4), st.data())
@settings(max_examples=300, deadline=None)
@pytest.mark.usefixtures("whatever_it_takes")
def test_any_change_gives_what_a_whole_run_gives(texts: dict[str, str], data: st.DataObject) -> None:
    texts = texts | {"z": FILLING * 40}
    after = dict(texts)
    for siglum in data.draw(st.sets(st.sampled_from("abcdefghi"), min_size=1, max_size=2)):
        how, more = data.draw(st.sampled_from(("gone", "another", "longer"))), data.draw(TEXTS)
        if how == "gone":
            after.pop(siglum, None)
        else:
            after[siglum] = more if how == "another" else f"{texts.get(siglum, '')} {more}"
    found, expected = again(texts, after, data.draw(CORRECTED))
    event("checked" if found is not None else "too much changed")
    if found is not None:
        assert found.findings == expected.findings


@pytest.mark.usefixtures("whatever_it_takes")
def test_one_change_after_the_other() -> None:
    texts = dict.fromkeys("abcdefgh", "Stalin met Kirov in Leningrad. The Soviet press wrote.")
    texts["h"] = f"Klrov went. Dovgenko wrote to Dovgenko. {FILLING * 40}"
    run = whole(texts)
    digests = {witness.siglum: witness.digest for witness in witnesses(texts)}
    findings, counted = run.findings, run.counted
    for siglum, text in (("a", "Stalln met Kirov."), ("i", "Dovhenko came."), ("a", "The Belgian press wrote.")):
        texts[siglum] = text
        assert counted is not None
        now = recheck.again(kept.Run(digests, (), findings), counted, witnesses(texts), KNOWLEDGE, ALL)
        assert now is not None
        assert now.findings == whole(texts).findings
        findings, counted = now.findings, now.counted
        digests = {witness.siglum: witness.digest for witness in witnesses(texts)}
    assert {(each.code, each.anchor.sic) for each in findings} >= {("G002", "Klrov"), ("C001", "Dovhenko")}


MANY = {
    **{f"{number:02}": FILLING for number in range(40)},
    "40": f"{FILLING} Stalln came. {FILLING}",
    "41": f"{FILLING} Dovgenko wrote. Dovgenko read.",
    "42": f"{FILLING} The Belgian press wrote.",
    "43": f"{FILLING} Stalin, Kirov, Nikolayev. The Soviet press wrote.",
    "44": f"{FILLING} Stalmarket. {FILLING}",
}


@pytest.mark.parametrize(
    ("siglum", "text", "checked"),
    [
        ("00", f"{FILLING} And so they went.", {"00"}),
        ("00", f"{FILLING} Stalin went.", {"00", "40", "44"}),
        ("00", f"{FILLING} Dovhenko went.", {"00", "41"}),
        ("00", f"{FILLING} The Soviet press was silent.", {"00", "42"}),
        ("41", f"{FILLING} Dovgenko wrote.", {"41"}),
        ("50", FILLING, {"50"}),
    ],
)
def test_texts_that_lean_on_nothing_new_are_left_alone(
    siglum: str, text: str, checked: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    plain = engine.check

    def check(context: engine.Context, selected: object) -> object:
        looked_at.append(context.witness.siglum)
        return plain(context, selected)  # type: ignore[arg-type]

    run = whole(MANY)
    after = {**MANY, siglum: text}
    digests = {witness.siglum: witness.digest for witness in witnesses(MANY)}
    assert run.counted is not None
    monkeypatch.setattr(engine, "check", check)
    now = recheck.again(kept.Run(digests, (), run.findings), run.counted, witnesses(after), KNOWLEDGE, ALL)
    assert now is not None
    assert set(looked_at) == checked
    assert now.checked == len(checked)
    assert now.findings == whole(after).findings


@pytest.mark.parametrize(
    "change",
    [
        lambda texts: {**texts, "00": "Stalin. " * 30},  # a name of the glossary is all over the place
        lambda texts: {**texts, **{f"{number}": FILLING for number in range(50, 90)}},  # most texts are new
        lambda texts: {name: text for name, text in texts.items() if name > "30"},  # a third as many words
    ],
)
def test_when_too_much_is_otherwise_everything_is_checked(
    change: Callable[[dict[str, str]], dict[str, str]],
) -> None:
    found, _expected = again(MANY, change(MANY))
    assert found is None


def test_what_is_kept_of_a_run_by_several_processes_is_as_good() -> None:
    run = parallel.lint(witnesses(MANY), KNOWLEDGE, ALL, 2, noting=True)
    assert run.counted is not None
    after = {**MANY, "00": f"{FILLING} Stalin went."}
    digests = {witness.siglum: witness.digest for witness in witnesses(MANY)}
    now = recheck.again(kept.Run(digests, (), run.findings), run.counted, witnesses(after), KNOWLEDGE, ALL)
    assert now is not None
    assert now.checked == len({"00", "40", "44"})
    assert now.findings == whole(after).findings


def test_what_was_corrected_elsewhere_is_looked_for_where_it_may_stand() -> None:
    texts = {**MANY, "20": f"{FILLING} The Yorke stood."}
    found, expected = again(texts, texts, (Corrected("Yorke", ("yorke",), "York", 1, 0),))
    assert found is not None
    assert found.checked == 1
    assert found.findings == expected.findings
    assert "G004" in {each.code for each in found.findings}


def test_a_few_words_more_change_no_rounded_number() -> None:
    assert about(100_000) == about(100_100)
    assert about(0) == 2
    assert all(abs(about(words) / words - 1) < 0.05 for words in range(2, 5_000))


@given(st.integers(0, 10_000))
def test_leeway_goes_both_ways(count: int) -> None:
    assert facts.lowest(count) <= count < facts.highest(count)
