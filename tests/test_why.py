"""`corrigenda why`: an editor who misses a finding, or wonders at one, can see the reason."""

import re
from math import exp
from pathlib import Path

import pytest
from desk import Desk

TEXT = "Then Lcnin spoke to Lenin.\nThe Leninists heard the chair creak near Ivanov.\n"


def desk_of(folder: Path) -> Desk:
    desk = Desk.usual(folder, TEXT)
    desk.write("glossary.csv", "term,kind\nLenin,person\n")
    return desk


def test_a_flagged_word_shows_what_it_was_compared_with(tmp_path: Path) -> None:
    ran = desk_of(tmp_path).run("why", "seeds/a.txt:1:6")
    assert (ran.code, ran.err) == (0, "")
    assert "“Lcnin” (folded “lcnin”) stands once in the texts" in ran.out
    assert "not a word of the language (en)" in ran.out
    assert "“Lenin” 0." in ran.out
    assert "(c for e)" in ran.out
    assert ran.out.endswith("G002 near-name, “Lcnin” → “Lenin” (" + ran.out[-6:])


ENTRY = re.compile(r" +(right as it stands|“.+?”|[0-9]+ more) ([01]\.[0-9]{2})(?:,.+)?")
SUM = re.compile(r" {4}([+-][0-9]+\.[0-9]{2}) (?:= (.+)|together)")
PART = re.compile(r" ([+-][0-9]+\.[0-9]{2})(?=, |$)")
HELD = re.compile(r" {4}held below 0\.90 \(the sum gives ([01]\.[0-9]{2})\)")


def reckoned(out: str) -> list[tuple[float, float]]:
    """Return the scores that are shown, each with its sum, and see that the weights beneath make the sum."""
    lines = [*out.split("\n"), ""]
    made = []
    for line, beneath, last in zip(lines, lines[1:], lines[2:], strict=False):
        entry, total, held = ENTRY.match(line), SUM.fullmatch(beneath), HELD.match(last)
        if entry and total:
            made.append((float(held[1] if held else entry[2]), float(total[1])))
            parts = list(map(float, PART.findall(total[2] or "")))
            assert not parts or sum(parts) == pytest.approx(float(total[1]), abs=0.05), line
    return made


@pytest.mark.parametrize(
    ("text", "rows", "parts"),
    [
        ("They met Kirow.", "Kirov", ()),
        ("They met Kirow. Kirov had come; Kirov went.", "Kirov\nKirova\nKyrou", ("name count",)),
        ("They met old Sergei Kirow there.", "Sergei Kirov", ("neighbours (sergei)",)),
        ("Kirow or Kirov? They were not sure at all.", "Kirov\nKurov", ("told apart -5.00", "name count")),
        ("They met Barher.", "Barber\nBarker\nHarper\nBarter\nBarrer\nBorher\nBather", ()),
    ],
)
def test_the_weights_add_up_to_the_scores(tmp_path: Path, text: str, rows: str, parts: tuple[str, ...]) -> None:
    desk = Desk(tmp_path, {"corrigenda.toml": "", "seeds/a.txt": text, "glossary.csv": f"term\n{rows}\n"})
    at = re.search("Kirow|Barher", text)
    assert at
    out = desk.run("why", f"seeds/a.txt:1:{at.start() + 1}", "--language", "en").out
    every = reckoned(out.partition(f"suspect “{at.group()}”")[2].partition("suspect")[0])
    assert len(every) == min(7, 1 + len(rows.split("\n")))
    whole = sum(exp(total) for _score, total in every)
    for score, total in every:
        assert score == pytest.approx(exp(total) / whole, abs=0.02)
    assert all(part in out for part in parts)


def test_a_phrase_that_is_not_flagged_is_told_of(tmp_path: Path) -> None:
    text = "The Soviet press wrote. The Free press wrote, the Wild press and the Small press; a People’s press.\n"
    desk = Desk(tmp_path, {"corrigenda.toml": "", "seeds/a.txt": text, "glossary.csv": "term\nSoviet press\n"})
    out = desk.run("why", "seeds/a.txt:1:30").out
    score, total = reckoned(out)[-1]
    assert score == pytest.approx(1 / (1 + exp(-total)), abs=0.01)
    assert score < 0.33
    assert "G003 damaged-phrase “Free press”" in out
    assert f"\n  “Soviet press” {score:.2f}, glossary.csv line 2 (shown from 0.33)\n" in out
    assert out.endswith("\nnot flagged\n")
    assert "not taken for “Soviet press”, glossary.csv line 2: the odd word is a possessive\n" in (
        desk.run("why", "seeds/a.txt:1:90").out
    )
    assert "no term of several words stands there" in desk.run("why", "seeds/a.txt:1:20").out
    assert "several words" not in desk.run("why", "seeds/a.txt:1:12").out


def test_a_term_in_another_order_is_reckoned_too(tmp_path: Path) -> None:
    files = {"corrigenda.toml": "", "glossary.csv": "term\nSupreme Soviet\nNorthern Harbour Relief Fund\n"}
    desk = Desk(tmp_path, {**files, "seeds/a.txt": "The Soviet Supreme met, and the Northern Relief Fund paid.\n"})
    out = desk.run("why", "seeds/a.txt:1:5").out
    assert "G005 disordered-phrase “Soviet Supreme”" in out
    assert "= another order -0.60" in out
    out = desk.run("why", "seeds/a.txt:1:42").out
    assert "a word is left out, and the whole term stands nowhere in the texts" in out


def test_words_that_are_right_say_by_whom(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    assert "the glossary has it" in desk.run("why", "seeds/a.txt:1:22").out
    assert "an inflected form of a word of the glossary" in desk.run("why", "seeds/a.txt:2:6").out
    ordinary = desk.run("why", "seeds/a.txt:2:25").out
    assert "an ordinary word of the language (en), level " in ordinary
    assert ordinary.endswith("not flagged\n")


def test_a_whole_line_shows_its_suspects(tmp_path: Path) -> None:
    out = desk_of(tmp_path).run("why", "seeds/a.txt:1").out
    assert "suspect “Lcnin”" in out
    assert "folded" not in out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Both press", "the odd word only points, counts or joins"),
        ("The People’s press", "the odd word is a possessive"),
        ("The Press press", "the odd word is itself one of the term"),
        ("The TASS press", "the odd word, or that of the term, stands in capitals: no abbreviation is put for a word"),
    ],
)
def test_the_one_reason_why_words_are_no_damaged_term_is_told(tmp_path: Path, words: str, reason: str) -> None:
    text = f"The Soviet press wrote what nobody else had written there. {words} wrote.\n"
    desk = Desk(tmp_path, {"corrigenda.toml": "", "seeds/a.txt": text, "glossary.csv": "term\nSoviet press\n"})
    out = desk.run("why", f"seeds/a.txt:1:{text.rindex('press') + 1}", "--language", "en").out
    (told,) = (line for line in out.split("\n") if "not taken for" in line)
    assert told.endswith(f": {reason}")


def test_of_a_whole_line_words_that_are_hardly_damaged_are_only_named(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.write("seeds/a.txt", "Then Lcnin met Levin, whom everybody knew, and Levin went.\n")
    out = desk.run("why", "seeds/a.txt:1", "--language", "en").out
    assert re.search("^hardly a damaged name: “.*a column", out, re.MULTILINE)
    assert "suspect “Lcnin”" in out
    assert all(float(score) > 0.1 for score in re.findall(r"an error at all: ([0-9.]+)", out))


@pytest.mark.parametrize("end", ["\n", "\r\n  ", "\n\n", "\n\n\n\f"])
def test_a_word_divided_at_the_end_of_a_line_or_page_is_one(tmp_path: Path, end: str) -> None:
    desk = desk_of(tmp_path)
    desk.write("seeds/a.txt", f"Then Lenin spoke, and they heard Le-{end}uin there. Then Le-{end}Uin.\n")
    assert "suspect “Leuin”" in desk.run("why", "seeds/a.txt:1:34").out
    (finding,) = desk.lint("--select", "G002")
    assert finding["sic"] == f"Le-{end}uin"
    desk.decide(finding["id"], "accept")
    assert desk.run("apply").code == 0
    assert f"heard Le-{end}nin there.".encode() in desk.path("corrected/seeds/a.txt").read_bytes()


def test_suspects_of_a_line_without_a_name_near_them_are_named_in_one_line(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.write("seeds/a.txt", "Lcnin. Orwell and Quist, Quist and Orwell, Brandt, Tolkien, Huxley, Joyce, Woolf.\n")
    lines = desk.run("why", "seeds/a.txt:1", "--language", "en").out.split("\n")
    assert [line.partition(";")[0] for line in lines if line.startswith("suspect")] == ["suspect “Lcnin”"]
    none = "no name of the glossary is near"
    assert f"{none} “Orwell”, “Quist”, “Brandt”, “Tolkien”, “Huxley” and 2 more" in lines
    alone = desk.run("why", "seeds/a.txt:1:8", "--language", "en").out.split("\n")
    assert alone[2:] == [f"{none} “Orwell”", "", "not flagged", ""]


def test_what_the_journal_settles_is_said(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.decide(*desk.ids("Lcnin"), "reject")
    assert desk.run("why", "seeds/a.txt:1:6").out.endswith("; the journal settles it\n")


def test_places_that_are_not_there_are_errors(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    for place, message in (
        ("seeds/a.txt", "not a place"),
        ("seeds/a.txt:9", "the text has 3 lines"),
        ("seeds/a.txt:1:99", "the line has 26 characters"),
        ("seeds/none.txt:1", "there is no such file"),
    ):
        ran = desk.run("why", place)
        assert (ran.code, ran.out) == (2, "")
        assert message in ran.err


def test_another_text_that_cannot_be_read_is_named_and_the_word_explained_all_the_same(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.write("seeds/b.txt", b"caf\xe9")
    ran = desk.run("why", "seeds/a.txt:1:6")
    assert (ran.code, "flagged: G002" in ran.out) == (2, True)
    assert "seeds/b.txt" in ran.err
    ran = desk.run("why", "seeds/b.txt:1")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Then they all went to North allerton.", "“North allerton” scores 0.89 as “Northallerton”: a name of the"),
        ("They were the men ofNorthallerton.", "“ofNorthallerton” scores 0.90 as “of Northallerton”: two right words"),
    ],
)
def test_names_apart_and_run_together_score_the_same_whatever_the_weights(tmp_path: Path, text: str, said: str) -> None:
    desk = Desk(tmp_path, {"corrigenda.toml": "", "seeds/a.txt": text, "glossary.csv": "term\nNorthallerton\n"})
    out = desk.run("why", f"seeds/a.txt:1:{len(text) - 4}", "--language", "en").out
    assert said in out
    assert "flagged: G002" in out
