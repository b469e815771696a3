"""After some texts were changed, few are checked again, and all findings are those of a run over all texts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from corrigenda import rules
from corrigenda.counting import facts
from corrigenda.counting.survey import about
from corrigenda.deciding.learning import Corrected
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.rules.base import Rule
from corrigenda.rules.phrase_counts import PhraseCounts
from corrigenda.running import engine, inventory, kept, parallel, recheck
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import Witness

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
        *(
            "Bir rningham",
            "Birming-ham",
            "Bir- rningham",
            "Port-au-Prince",
            "Birmingham.",
            "said,",
            "1936",
            "music [sic]",
            "\n\n",
            "l’Kirov",
            "l’Kirow",
            "Kirow’a",
            "Kirow’s",
        ),
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


NUMBERS = count()


@dataclass(frozen=True)
class State:
    """Texts with what was found in them."""

    texts: dict[str, str]
    run: parallel.Linted
    knowledge: engine.Knowledge = KNOWLEDGE
    name: str = field(default_factory=lambda: str(next(NUMBERS)))
    """Under which it is kept."""
    folder: ClassVar[Path]
    """In which it is kept."""

    @classmethod
    def of(cls, texts: dict[str, str], knowledge: engine.Knowledge = KNOWLEDGE) -> "State":
        """Return what a run over all texts finds."""
        return cls(texts, whole(texts, knowledge), knowledge)

    def now(self, texts: dict[str, str], corrected: tuple[Corrected, ...] = ()) -> "State | None":
        """Return what is found after a change by looking at what changed; None when that is too much."""
        assert self.run.counted is not None
        digests = {witness.siglum: witness.digest for witness in witnesses(self.texts)}
        run = kept.Run(digests, self.knowledge.corrected, self.run.findings)
        # through the bytes that are kept
        read = kept.parse_run(kept.render_run(run))
        assert read == run
        path = self.folder / self.name
        inventory.write(path, self.run.counted, run)
        counted = inventory.read(path, run, {"phrases": PhraseCounts})
        knowledge = replace(self.knowledge, corrected=corrected)
        now = recheck.again(read, counted, witnesses(texts), knowledge, ALL)
        if now is None:
            return None
        return State(texts, parallel.Linted(now.findings, counted=now.counted), knowledge, self.name)

    def then(self, texts: dict[str, str], corrected: tuple[Corrected, ...] = ()) -> "State":
        """Return the same, where not all must be looked at."""
        now = self.now(texts, corrected)
        assert now is not None
        return now


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Say where runs are kept."""
    State.folder = tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every text for a large one, and each for a group of its own."""
    monkeypatch.setattr(engine, "MUCH", -1)
    monkeypatch.setattr(engine, "_GROUP", 1)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the sigla of the texts come that are checked."""
    made: list[str] = []
    plain = engine.check

    def check(context: engine.Context, selected: Sequence[Rule]) -> Iterator[Finding]:
        made.append(context.witness.siglum)
        return plain(context, selected)

    monkeypatch.setattr(engine, "check", check)
    return made


@pytest.fixture
def whatever_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check texts again by themselves even if that is most of them."""
    monkeypatch.setattr(recheck, "_MOST", 1.0)


@given(st.dictionaries(st.sampled_from("abcdefgh"), TEXTS, min_size=4), st.data())
@settings(max_examples=150)
@pytest.mark.usefixtures("whatever_it_takes")
def test_any_changes_give_what_a_whole_run_gives(texts: dict[str, str], data: st.DataObject) -> None:
    state = State.of(texts | {"z": FILLING * 40})
    for _step in range(data.draw(st.integers(1, 4))):
        after = changed(state.texts, data)
        corrected = data.draw(CORRECTED)
        now = state.now(after, corrected)
        expected = State.of(after, replace(KNOWLEDGE, corrected=corrected))
        event("too much changed" if now is None else "checked")
        state = now or expected
        assert state.run.findings == expected.run.findings


def changed(texts: dict[str, str], data: st.DataObject) -> dict[str, str]:
    """Return texts of which one or two are gone, another, longer or new."""
    after = dict(texts)
    for siglum in data.draw(st.sets(st.sampled_from("abcdefghi"), min_size=1, max_size=2)):
        how, more = data.draw(st.sampled_from(("gone", "another", "longer"))), data.draw(TEXTS)
        if how == "gone":
            after.pop(siglum, None)
        else:
            after[siglum] = more if how == "another" else f"{texts.get(siglum, '')} {more}"
    return after


@pytest.mark.usefixtures("whatever_it_takes")
def test_one_change_after_the_other() -> None:
    texts = dict.fromkeys("abcdefgh", "Stalin met Kirov in Leningrad. The Soviet press wrote.")
    state = State.of(texts | {"h": f"Klrov went. Dovgenko wrote to Dovgenko. {FILLING * 40}"})
    for siglum, text in (("a", "Stalln met Kirov."), ("i", "Dovhenko came."), ("a", "The Belgian press wrote.")):
        state = state.then({**state.texts, siglum: text})
        assert state.run.findings == whole(state.texts).findings
    found = {(each.code, each.anchor.sic) for each in state.run.findings}
    assert found >= {("G002", "Klrov"), ("C001", "Dovhenko")}


MANY = {
    **{f"{number:02}": FILLING for number in range(40)},
    "40": f"{FILLING} Stalln came. {FILLING}",
    "41": f"{FILLING} Dovgenko wrote. Dovgenko read.",
    "42": f"{FILLING} The Belgian press wrote.",
    "43": f"{FILLING} Stalin, Kirov, Nikolayev. The Soviet press wrote.",
    "44": f"{FILLING} Stalmarket. {FILLING}",
    "45": f"{FILLING} It was Zlnoviev'a. {FILLING}",
}


@pytest.mark.parametrize(
    ("siglum", "text", "checked"),
    [
        ("00", f"{FILLING} And so they went.", {"00"}),
        ("00", f"{FILLING} Stalin went.", {"00", "40", "44"}),
        ("00", f"{FILLING} Dovhenko went.", {"00", "41"}),
        ("00", f"{FILLING} Zlnoviev went. Zlnoviev came.", {"00", "45"}),
        ("00", f"{FILLING} The Soviet press was silent.", {"00", "42"}),
        ("41", f"{FILLING} Dovgenko wrote.", {"41"}),
        ("50", FILLING, {"50"}),
    ],
)
def test_texts_that_lean_on_nothing_new_are_left_alone(
    siglum: str, text: str, checked: set[str], looked_at: list[str]
) -> None:
    before = State.of(MANY)
    looked_at.clear()
    state = before.then({**MANY, siglum: text})
    assert set(looked_at) == checked
    assert state.run.findings == whole(state.texts).findings


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
    assert State.of(MANY).now(change(MANY)) is None


def test_what_is_kept_of_a_run_by_several_processes_is_as_good(looked_at: list[str]) -> None:
    before, of_one = State(MANY, parallel.lint(witnesses(MANY), KNOWLEDGE, ALL, 2, noting=True)), State.of(MANY)
    assert before.run.counted is not None
    assert of_one.run.counted is not None
    for rule, counts in of_one.run.counted.of_rules.items():
        assert list(before.run.counted.of_rules[rule].differ(counts)) == []
    looked_at.clear()
    state = before.then({**MANY, "00": f"{FILLING} Stalin went."})
    assert set(looked_at) == {"00", "40", "44"}
    assert state.run.findings == whole(state.texts).findings


def test_what_was_corrected_elsewhere_is_looked_for_where_it_may_stand(
    looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_GROUP", 1 << 40)  # where it stands is known of many texts together only
    before = State.of({**MANY, "20": f"{FILLING} The Yorke stood."})
    looked_at.clear()
    state = before.then(before.texts, (Corrected("Yorke", ("yorke",), "York", 1, 0),))
    assert looked_at == ["20"]
    assert state.run.findings == whole(state.texts, state.knowledge).findings
    assert "G004" in {each.code for each in state.run.findings}


@pytest.mark.parametrize(
    ("doubtful", "word", "counts", "found"),
    [
        ("Kdrov", "Kirov", (0, 2, 6, 14, 30, 62), {"G002"}),  # the more a name stands, the likelier a garbled one
        ("Turnour", "tumour", (19, 9, 4, 0), set()),
        ("Tumour", "tumour", (19, 9, 4, 0), {"G002"}),  # what stands in lower case, too, is hardly a name
    ],
)
def test_small_changes_add_up(doubtful: str, word: str, counts: tuple[int, ...], found: set[str]) -> None:
    lexicon = Lexicon(glossary.merge([glossary.read(b"term\nKirov\nTurnour\n", "glossary.csv")]))
    knowledge = engine.Knowledge(lexicon, language="en")
    texts = {f"{number:02}": FILLING for number in range(40)} | {"30": f"{FILLING} They saw {doubtful}. {FILLING}"}
    steps = [{**texts, "00": f"{FILLING} They saw it there. {f'{word} ' * count}"} for count in counts]
    state = State.of(steps[0], knowledge)
    for step in steps[1:]:
        expected = State.of(step, knowledge)
        state = state.now(step) or expected
        assert state.run.findings == expected.run.findings
    assert {each.code for each in state.run.findings if each.anchor.sic == doubtful} == found


def test_when_what_was_put_away_is_lost_everything_is_checked(tmp_path: Path) -> None:
    before = State.of(MANY)
    assert before.run.counted is not None
    run = kept.Run({witness.siglum: witness.digest for witness in witnesses(MANY)}, (), before.run.findings)
    inventory.write(tmp_path / "run", before.run.counted, run)
    counted = inventory.read(tmp_path / "run", run, {"phrases": PhraseCounts})
    texts = witnesses({**MANY, "00": f"{FILLING} And so they went."})
    assert recheck.again(run, counted, texts, KNOWLEDGE, ALL) is not None
    (tmp_path / f"run{kept.OF_GROUPS}").unlink()
    assert recheck.again(run, counted, texts, KNOWLEDGE, ALL) is None


def test_a_few_words_more_change_no_rounded_number() -> None:
    assert about(100_000) == about(100_100)
    assert about(0) == 2
    assert all(abs(about(words) / words - 1) < 0.05 for words in range(2, 5_000))


@given(st.integers(0, 10_000))
def test_leeway_goes_both_ways(count: int) -> None:
    assert facts.lowest(count) <= count < facts.highest(count)
