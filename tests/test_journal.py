"""The journal: an answer is on disk, whole and in order, and nothing damaged is read as if it were not."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrigenda.deciding import journal
from corrigenda.deciding.decision import Decision, Verdict, standing
from corrigenda.deciding.journal import Clerk, Journal
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.finding import Finding, Safety, Severity
from corrigenda.texts.text import Anchor, Span

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANCHOR = Anchor("t.txt", Span(4, 13), "Stalbrand", "and ", " said")
LINE = (
    '{"v": 1, "id": "d1", "finding": "f1", "rule": "G001", "start": 4, "end": 13, "sic": "Stalbrand", '
    '"before": "and ", "after": " said", "verdict": "accept", "corr": "Stalin", "resp": "me", '
    '"at": "2026-11-22T12:00:00.000000Z"}\n'
)


def finding(anchor: Anchor = ANCHOR, name: str = "f1") -> Finding:
    return Finding(name, "G001", "deprecated-form", Severity.ERROR, Safety.UNSAFE, anchor, (), "wrong form")


def clerk(latest: str = "") -> Clerk:
    numbers = iter(range(1, 1000))
    return Clerk("me", now=lambda: NOON, new_id=lambda: f"d{next(numbers)}", latest=latest)


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def changed(**fields: object) -> str:
    """Return the line with other fields; None takes one out."""
    line = json.loads(LINE) | fields
    return json.dumps({name: value for name, value in line.items() if value is not None}) + "\n"


texts = st.text(st.characters(codec="utf-8"), max_size=12)


@st.composite
def decisions(draw: st.DrawFn) -> tuple[Decision, ...]:
    made: list[Decision] = []
    writer = clerk()
    for _ in range(draw(st.integers(1, 6))):
        sic, start = draw(texts), draw(st.integers(0, 10**6))
        counts = draw(st.sampled_from([(1, 1, 0), (2, 3, 0), (1, 1, 4)]))
        anchor = Anchor("t.txt", Span(start, start + len(sic)), sic, draw(texts), draw(texts), *counts)
        verdict = draw(st.sampled_from([v for v in Verdict if v is not Verdict.UNDO]))
        corr = draw(texts) if verdict in (Verdict.ACCEPT, Verdict.EDIT) else None
        score = draw(st.none() | st.floats(0, 1))
        term = draw(st.none() | texts)
        made.append(
            writer.decide(finding(anchor), verdict, corr=corr, note=draw(texts), score=score, term=term, base="b")
        )
        if draw(st.booleans()):
            made.append(writer.undo(made[-1]))
    return tuple(made)


def test_a_decision_is_one_readable_line(tmp_path: Path) -> None:
    path = tmp_path / "corrections" / "seeds" / "t.txt.journal.jsonl"
    Journal(path).append(clerk().decide(finding(), Verdict.ACCEPT, corr="Stalin"))
    assert path.read_bytes().decode() == LINE


def test_what_is_empty_is_left_out_but_an_empty_term_and_reading_are_answers(tmp_path: Path) -> None:
    deleted = clerk().decide(finding(), Verdict.EDIT, corr="")
    admitted = clerk().decide(finding(), Verdict.ADMIT, term="")
    assert '"corr": ""' in journal.encode(deleted)
    assert '"term": ""' in journal.encode(admitted)
    assert "note" not in journal.encode(admitted)
    path = written(tmp_path / "j", journal.encode(admitted) + "\n")
    assert journal.read(path, "t.txt") == ((admitted,), ())


@settings(max_examples=40)
@given(decisions())
def test_what_is_appended_is_read_back(made: tuple[Decision, ...]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "j"
        book = Journal(path)
        book.append(made[0])
        book.append(*made[1:])
        assert journal.read(path, "t.txt") == (made, ())
        assert len(path.read_text(encoding="utf-8").splitlines()) == len(made)


def test_text_in_a_journal_cannot_drive_a_terminal_or_break_a_line() -> None:
    nasty = "a\u2028b\x85c\x1b[31m\u202ed\u200be\x7f\r\n𝔸Сталин"
    line = journal.encode(clerk().decide(finding(), Verdict.REJECT, note=nasty))
    assert line.isprintable()
    assert "𝔸Сталин" in line
    assert json.loads(line)["note"] == nasty


def test_half_a_surrogate_pair_is_not_recorded(tmp_path: Path) -> None:
    bad = clerk().decide(finding(), Verdict.EDIT, corr="\udcff")
    with pytest.raises(CorrigendaError, match="not valid Unicode"):
        Journal(tmp_path / "j").append(bad)
    assert not (tmp_path / "j").exists()


def test_no_journal_is_no_decisions(tmp_path: Path) -> None:
    assert journal.read(tmp_path / "none", "t.txt") == ((), ())


@settings(max_examples=30)
@given(st.data())
def test_a_torn_last_line_is_dropped_and_then_overwritten(data: st.DataObject) -> None:
    whole = journal.encode(clerk().decide(finding(), Verdict.REJECT, note='a } "v": {\n\u200b 林')).encode()
    cut = data.draw(st.integers(1, len(whole) - 1))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "j"
        path.write_bytes(LINE.encode() + whole[:cut])
        read, warnings = journal.read(path, "t.txt")
        assert [each.id for each in read] == ["d1"]
        assert f"{path}:2" in warnings[0]
        Journal(path).append(replace(read[0], id="d3"))
        assert path.read_bytes().decode() == LINE + LINE.replace("d1", "d3")


def test_a_whole_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "j", LINE + changed(id="d2").rstrip("\n"))
    assert [each.id for each in journal.read(path, "t.txt")[0]] == ["d1", "d2"]
    Journal(path).append(clerk().decide(finding(name="f3"), Verdict.REJECT))
    assert path.read_bytes().count(b"\n") == 3


@pytest.mark.parametrize("note", [5, float("nan"), ["seen"]])
def test_what_could_not_be_read_again_is_not_recorded(tmp_path: Path, note: object) -> None:
    path = written(tmp_path / "j", LINE)
    good = clerk().decide(finding(name="f2"), Verdict.REJECT)
    with pytest.raises(InputError, match="could not be read again"):
        Journal(path).append(good, replace(good, id="d3", note=note))  # type: ignore[arg-type]
    assert path.read_bytes().decode() == LINE


@pytest.mark.parametrize(
    ("tail", "place", "says"),
    [
        ((LINE + changed(id="d3")).replace("\n", "\r"), "1:223", "CR alone"),
        (changed(id="d2")[:100] + "\r" + changed(id="d3"), "2:101", "CR alone"),
        (changed(id="d2")[:100] + changed(id="d3")[:-1], "2:103", "delimiter"),
        ("<<<<<<< HEAD\r" + changed(id="d2").replace("\n", "\r"), "2:1", "merge"),
        ("a note that somebody made here", "2:1", "not a line of JSON"),
        ("{}", "2:1", "'v'"),
    ],
)
def test_a_last_line_that_is_more_than_a_torn_one_is_not_cut_off(
    tmp_path: Path, tail: str, place: str, says: str
) -> None:
    path = written(tmp_path / "j", tail if place.startswith("1") else LINE + tail.rstrip("\n"))
    before = path.read_bytes()
    with pytest.raises(InputError, match=says) as caught:
        journal.read(path, "t.txt")
    assert caught.value.where == f"{path}:{place}"
    if tail != "{}":
        with pytest.raises(InputError, match=says) as caught:
            Journal(path).append(clerk().decide(finding(name="f3"), Verdict.REJECT))
        assert caught.value.where == f"{path}:{place}"
        assert path.read_bytes() == before


@pytest.mark.parametrize("tail", ["\0" * 50, LINE[:50] + "\0" * 50])
def test_a_last_line_that_the_file_system_filled_up_is_torn(tmp_path: Path, tail: str) -> None:
    path = written(tmp_path / "j", LINE + tail)
    assert [each.id for each in journal.read(path, "t.txt")[0]] == ["d1"]
    Journal(path).append(replace(journal.read(path, "t.txt")[0][0], id="d2"))
    assert path.read_bytes().decode() == LINE + LINE.replace("d1", "d2")


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("{\n", "1:2", "not a line of JSON"),
        ("\n", "1:1", "not a line of JSON"),
        ("[]\n", "1:1", "not a JSON object"),
        ("[" * 100_000 + "\n", "1:1", "not a line of JSON"),
        ('{"v": 1, "v": 1}\n', "1:15", "stands twice"),
        (LINE + changed(id="d2", score=float("nan")), "2:233", "NaN is not a number"),
        (LINE + "<<<<<<< ours\n", "2:1", "merge"),
        (LINE + changed(id="d2", v=2), "2:7", "newer corrigenda"),
        (LINE + changed(id="d2", v=2, verdict="new kind", colour="red"), "2:7", "newer corrigenda"),
        (changed(v=0), "1:7", "unknown version"),
        (changed(v="1"), "1:7", "'v'"),
        (changed(v=True), "1:7", "'v'"),
        (changed(v=None), "1:1", "'v'"),
        (changed(colour="red"), "1:234", "unknown field 'colour'"),
        (changed(verdict="maybe"), "1:145", "unknown verdict 'maybe'"),
        (changed(corr=None), "1:145", "needs 'corr'"),
        (changed(verdict="reject"), "1:145", "has no 'corr'"),
        (changed(corr=7), "1:163", "'corr'"),
        (changed(undoes="d0"), "1:145", "has no 'undoes'"),
        (changed(start=5), "1:64", "do not enclose"),
        (changed(start=-1), "1:64", "'start'"),
        (changed(start=4.0), "1:64", "'start'"),
        (changed(at="yesterday"), "1:193", "'at'"),
        (changed(at="2026-11-22T12:00:00Z"), "1:193", "'at'"),
        (changed(score=2), "1:233", "'score'"),
        (changed(resp=None), "1:1", "'resp'"),
        (changed(note="\ud800"), "1:232", "'note'"),
        (LINE + changed(corr="Lenin"), "2:16", "different contents"),
        (LINE + changed(id="d2", verdict="undo", corr=None, undoes="d9"), "2:214", "no decision of this journal"),
        (changed(verdict="undo", corr=None, undoes="d1"), "1:214", "no decision of this journal"),
    ],
)
def test_a_damaged_journal_is_refused_with_its_place(tmp_path: Path, text: str, place: str, says: str) -> None:
    path = written(tmp_path / "j", text)
    with pytest.raises(InputError, match=says) as caught:
        journal.read(path, "t.txt")
    assert caught.value.where == f"{path}:{place}"
    assert caught.value.help
    assert path.read_bytes() == text.encode()


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_bytes((LINE + "Сталин").encode() + b"\xff\n")
    with pytest.raises(InputError, match="not UTF-8") as caught:
        journal.read(path, "t.txt")
    assert caught.value.where == f"{path}:2:7"


def test_lines_merged_by_git_in_any_order_say_the_same(tmp_path: Path) -> None:
    writer = clerk()
    first = writer.decide(finding(), Verdict.ACCEPT, corr="Stalin")
    undo = writer.undo(first)
    again = writer.decide(finding(), Verdict.REJECT)
    lines = [journal.encode(each) + "\n" for each in (first, undo, again)]
    forward = written(tmp_path / "a", "".join(lines))
    backward = written(tmp_path / "b", "".join(lines[::-1] + lines[:1]))
    one, other = journal.read(forward, "t.txt")[0], journal.read(backward, "t.txt")[0]
    assert set(one) == set(other) == {first, undo, again}
    assert standing(one) == standing(other) == {"f1": again}


def test_lines_that_git_made_crlf_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "j", LINE.replace("\n", "\r\n"))
    assert [each.id for each in journal.read(path, "t.txt")[0]] == ["d1"]


@pytest.mark.parametrize("siglum", ["../x", "/etc/passwd", "a/../../b", "a//b", "", ".", "a/", "./a", "a\0b"])
def test_a_siglum_that_leaves_the_project_is_refused(tmp_path: Path, siglum: str) -> None:
    with pytest.raises(InputError, match="siglum"):
        journal.path_for(tmp_path, siglum)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "corrections", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "seeds").symlink_to(outside)
    with pytest.raises(InputError, match="symbolic link"):
        journal.path_for(folder, "seeds/t.txt")
    (folder / "t.txt.journal.jsonl").symlink_to(outside / "j")
    with pytest.raises(InputError, match="not a regular file"):
        journal.path_for(folder, "t.txt")
    with pytest.raises(InputError, match="not a regular file"):
        Journal(folder / "t.txt.journal.jsonl").append(clerk().decide(finding(), Verdict.REJECT))
    assert list(outside.iterdir()) == []


def test_a_pipe_in_the_place_of_a_journal_does_not_block(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    os.mkfifo(tmp_path / "j")
    with pytest.raises(InputError, match="not a regular file"):
        journal.read(tmp_path / "j", "t.txt")


def test_a_journal_that_shrinks_or_vanishes_meanwhile_is_not_written(tmp_path: Path) -> None:
    book, writer = Journal(tmp_path / "j"), clerk()
    book.append(writer.decide(finding(), Verdict.REJECT))
    (tmp_path / "j").unlink()
    with pytest.raises(InputError, match="shortened, replaced or removed"):
        book.append(writer.decide(finding(), Verdict.REJECT))
    assert not (tmp_path / "j").exists()


def test_lines_that_others_append_meanwhile_stay(tmp_path: Path) -> None:
    one, other, writer = Journal(tmp_path / "j"), Journal(tmp_path / "j"), clerk()
    for book in (one, other, one, other):
        book.append(writer.decide(finding(), Verdict.SKIP))
    assert [each.id for each in journal.read(tmp_path / "j", "t.txt")[0]] == ["d1", "d2", "d3", "d4"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from corrigenda.deciding import journal
from corrigenda.errors import CorrigendaError
path, limit = Path(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
decision = journal.read(path, "t.txt")[0][0]
try:
    journal.Journal(path).append(decision, decision)
except CorrigendaError as error:
    print(error)
"""


@pytest.mark.parametrize("room", [0, 1, 100, 300])
def test_a_full_disk_is_said_and_leaves_the_journal_as_it_was(tmp_path: Path, room: int) -> None:
    pytest.importorskip("resource", reason="no limits of file size here")
    path = written(tmp_path / "j", LINE)
    command = [sys.executable, "-c", FULL_DISK, str(path), str(len(LINE) + room)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "cannot write the journal" in said
    assert str(path) in said
    assert path.read_bytes() == LINE.encode()


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "corrections").write_bytes(b"a file where a folder should be")
    with pytest.raises(InputError) as caught:
        Journal(tmp_path / "corrections" / "j").append(clerk().decide(finding(), Verdict.REJECT))
    assert "corrections" in caught.value.where


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=20))
def test_times_grow_whatever_the_clock_does(steps: list[int]) -> None:
    times = iter(NOON + timedelta(microseconds=sum(steps[: at + 1])) for at in range(len(steps)))
    writer = Clerk("me", now=lambda: next(times), latest="2026-11-22T12:00:00.000005Z")
    stamps = [writer.decide(finding(), Verdict.SKIP).at for _ in steps]
    assert stamps == sorted(set(stamps))
    assert stamps[0] > "2026-11-22T12:00:00.000005Z"
    assert all(stamp.endswith("Z") and len(stamp) == 27 for stamp in stamps)


def test_ids_are_twelve_hexadecimal_digits_and_differ() -> None:
    ids = {Clerk("me").decide(finding(), Verdict.SKIP).id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(name) == 12 and int(name, 16) >= 0 for name in ids)


def test_an_undo_names_what_it_takes_back_and_is_not_undone_itself() -> None:
    writer = clerk()
    decision = writer.decide(finding(), Verdict.ACCEPT, corr="Stalin", note="sure")
    undo = writer.undo(decision)
    assert (undo.undoes, undo.verdict, undo.corr, undo.note) == (decision.id, Verdict.UNDO, None, "")
    assert standing([undo, decision]) == {}
    with pytest.raises(ValueError, match="not undone"):
        writer.undo(undo)


@pytest.mark.parametrize(("verdict", "corr"), [(Verdict.ACCEPT, None), (Verdict.REJECT, "x"), (Verdict.UNDO, None)])
def test_a_verdict_and_its_reading_belong_together(verdict: Verdict, corr: str | None) -> None:
    with pytest.raises(ValueError, match="with the reading"):
        clerk().decide(finding(), verdict, corr=corr)
