"""The tool that fits the weights of near names: on a made-up set, since those it is used on may not be shipped."""

import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from calibration import fit

from corrigenda.likeness import near
from corrigenda.likeness.near import Candidate, Suspect
from corrigenda.terminology.names import Name
from corrigenda.texts.text import Span

NAMES = ("Birmingham", "Harrington", "Cornelius", "Millbrook", "Wilhelmina", "Dunmore", "Ashcombe", "Fitzwilliam")
DAMAGED = {
    "Birmingham": ("Birrningham", "Birmmgham", "Biriningham"),
    "Harrington": ("Harringtou", "Harriugton", "Hanington"),
    "Cornelius": ("Comelius", "Corneiius", "Cornelins"),
    "Millbrook": ("Miilbrook", "MUlbrook", "Millbrooh"),
    "Wilhelmina": ("Wilhehnina", "Wiihelmina", "Wilhelmiua"),
    "Dunmore": ("Dunrnore", "Dunmorc", "Duninore"),
}
STRANGERS = ("Birkenshaw", "Harlingen", "Cornaro", "Hillcroft", "Wilberforce", "Denholme", "Ashburton", "Fitzgibbon")
"""Not in the glossary, right as they stand, and far from the names they are nearest to."""
SENTENCE = "It was said that {} had been in the town with {} for a year, and that they would not leave it to {}.\n"


def sentences(number: int) -> Iterator[tuple[str, str, str]]:
    """Yield (damaged name, what it should be, a stranger) for each sentence of a set."""
    for place, (right, spellings) in enumerate(DAMAGED.items()):
        for turn in range(2):
            yield spellings[(number + turn) % 3], right, STRANGERS[(place + number + turn * 3) % len(STRANGERS)]


def make_set(folder: Path, number: int = 0) -> Path:
    """Write a set of some three hundred words into `folder`."""
    text, rows = "", []
    for place, (wrong, right, stranger) in enumerate(sentences(number)):
        line = SENTENCE.format(wrong, NAMES[place % len(NAMES)], stranger)
        start = len(text) + line.index(wrong)
        rows.append({"doc": "news.txt", "start": start, "end": start + len(wrong), "sic": wrong, "corr": right})
        text += line
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "news.txt").write_bytes(text.encode())
    (folder / "glossary.csv").write_bytes(("term\n" + "\n".join(NAMES) + "\n").encode())
    (folder / "gold.jsonl").write_bytes("".join(json.dumps(row) + "\n" for row in rows).encode())
    return folder


def candidate(word: str, cost: float) -> Candidate:
    return Candidate(Name(word, word.lower(), ()), cost, count=1)


needs_numpy = pytest.mark.skipif(find_spec("numpy") is None, reason="numpy is needed to fit weights; nothing else is")


def _shares(suspect: Suspect, candidates: Sequence[Candidate]) -> tuple[float, ...]:
    return near.shares(near.as_it_stands(suspect)[0], near.utilities(suspect, candidates))


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    texts = fit.read(make_set(tmp_path_factory.mktemp("set") / "one"))
    return fit.fitted([fit.cases(texts)], tuple(near.weights()))


@needs_numpy
class TestFit:
    def test_a_cheap_change_is_likelier_than_a_dear_one(self, weights: dict[str, float]) -> None:
        both = (candidate("Harrington", 0.4), candidate("Harrigan", 2.5))
        with fit.weighed_by(weights):
            cheap, dear = _shares(Suspect("Harringtou"), both)
            (alone,) = _shares(Suspect("Harlingen"), both[1:])
        assert cheap > 0.6
        assert cheap > 10 * dear
        assert alone < 0.4

    def test_the_weights_are_the_likeliest(self, weights: dict[str, float], tmp_path: Path) -> None:
        choices = fit.Choices.of(fit.cases(fit.read(make_set(tmp_path / "one"))), tuple(weights))
        values = fit.np.array(list(weights.values()))
        best, gradient, _curvature = fit.likelihood(values, choices)
        assert abs(gradient).max() < 1e-4
        for number in range(len(values)):
            moved = values.copy()
            moved[number] += 0.1
            assert fit.likelihood(moved, choices)[0] < best

    def test_written_weights_are_those_of_the_program_and_nothing_else_changes(
        self, weights: dict[str, float], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = fit.TABLE.read_text("utf-8")
        table = tmp_path / "weights.tsv"
        table.write_text(before, "utf-8")
        assert fit.main([str(make_set(tmp_path / "one")), "--write", "--table", str(table)]) == 0
        after = table.read_text("utf-8")
        written = fit.meanings(after)
        assert {name: weight for name, (weight, _meaning) in written.items()} == pytest.approx(weights, abs=0.00051)
        assert [(name, row[1]) for name, row in written.items()] == [
            (name, row[1]) for name, row in fit.meanings(before).items()
        ]
        assert fit.rewritten(after, near.weights()) == before
        assert f"written: {table}" in capsys.readouterr().out

    def test_two_sets_are_each_judged_by_the_other(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folders = [make_set(tmp_path / name, number) for number, name in enumerate(("one", "two"))]
        shipped = near.weights()
        assert fit.main([*map(str, folders)]) == 0
        assert near.weights() == shipped
        rows = [line.split() for line in capsys.readouterr().out.split("\n")]
        for name in ("one", "two"):
            (row,) = (cells for cells in rows if cells[:1] == [name])
            assert row[1:3] == ["288", "12"]
            assert min(map(float, row[3:7])) > 0.7


class TestTexts:
    def test_the_program_as_it_is_can_be_measured_without_numpy(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fit, "np", None)
        assert fit.main([str(make_set(tmp_path / "one")), "--reliability"]) == 0
        head, row, _blank, second, *tenths = capsys.readouterr().out.removesuffix("\n").split("\n")
        assert head.split() == ["set", "words", "names", "precision", "recall", "F1", "first", "false/10k"]
        assert row.split()[:3] == ["one", "288", "12"]
        assert second.split() == ["score", "mean", "right", "readings"]
        readings = sum(int(line.split()[3]) for line in tenths)
        assert readings >= 10
        assert float(row.split()[4]) > 0.8

    def test_fitting_without_numpy_says_what_is_missing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fit, "np", None)
        assert fit.main([str(make_set(tmp_path / "one"))]) == 2
        assert capsys.readouterr().err == (
            "error: numpy is needed to fit weights\nhelp: run: python -m pip install numpy\n"
        )

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ({"start": 0}, "'end'"),
            ({"start": 0, "end": 2, "sic": "XX", "corr": "It"}, "'XX' does not stand there"),
            ({"start": 0, "end": 9999, "sic": "It", "corr": "It"}, "0 to 9999 is no stretch of the text"),
            ({"doc": "gone.txt", "start": 0, "end": 2, "sic": "It", "corr": "It"}, "'gone.txt'"),
        ],
    )
    def test_an_answer_that_does_not_fit_is_named_with_its_line(
        self, row: dict[str, object], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = make_set(tmp_path / "one")
        (folder / "gold.jsonl").write_text("\n" + json.dumps({"doc": "news.txt"} | row) + "\n", "utf-8")
        assert fit.main([str(folder), "--reliability"]) == 2
        error = capsys.readouterr().err
        assert message in error
        assert f"{folder / 'gold.jsonl'}:2" in error

    def test_answers_in_another_encoding_are_refused(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = make_set(tmp_path / "one")
        (folder / "gold.jsonl").write_bytes(b'{"doc": "caf\xe9.txt"}\n')
        assert fit.main([str(folder), "--reliability"]) == 2
        assert f"{folder / 'gold.jsonl'}:1" in capsys.readouterr().err

    def test_what_nobody_looked_at_is_neither_right_nor_wrong(self, tmp_path: Path) -> None:
        folder = make_set(tmp_path / "one")
        before = fit.flags(fit.read(folder), ("G",), 0.0)
        gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").split("\n") if line]
        unknown = [{"doc": row["doc"], "start": row["start"], "end": row["end"], "kind": "unk"} for row in gold]
        (folder / "gold.jsonl").write_bytes(b"")
        false = fit.flags(fit.read(folder), ("G",), 0.0)
        assert len(false) == len(before)
        assert not any(flag.found or flag.right for flag in false)
        (folder / "other.jsonl").write_text("".join(json.dumps(row) + "\n" for row in unknown), "utf-8")
        assert len(fit.flags(fit.read(folder), ("G",), 0.0)) == sum(not flag.found for flag in before)


@pytest.mark.parametrize(
    ("text", "sic", "reading", "marked", "corr", "expected"),
    [
        ("by Comelius.", "Comelius", "Cornelius", "Comelius", "Cornelius", True),
        ("by Comelius.", "Comelius", "Cornelia", "Comelius", "Cornelius", False),
        ("by COMELIUS.", "COMELIUS", "CORNELIUS", "COMELIUS", "Cornelius", True),
        ("Comelius’s hat", "Comelius’s", "Cornelius’s", "Comelius", "Cornelius", True),
        ("at Bir rningham", "Bir rningham", "Birmingham", "Bir rningham", "Birmingham", True),
        ("at Bir- rningham", "rningham", "mingham", "Bir- rningham", "Bir- mingham", True),
        ("Lord Dunrnore spoke", "Dunrnore", "Dunmore", "Lord Dunrnore", "Lord Dunmore", True),
        ("Lcrd Dunrnore spoke", "Dunrnore", "Dunmore", "Lcrd Dunrnore", "Lord Dunmore", True),
        ("Lcrd Dunrnore spoke", "Dunrnore", "Dunsany", "Lcrd Dunrnore", "Lord Dunmore", False),
    ],
)
def test_a_reading_is_right_when_it_puts_the_text_right(
    text: str, sic: str, reading: str, marked: str, corr: str, expected: bool
) -> None:
    def span(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    mark = fit.Mark(span(marked), fit.Kind.GOLD, corr, corr)
    assert fit.is_right(reading, span(sic), mark, text) is expected
