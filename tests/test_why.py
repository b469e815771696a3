"""`corrigenda why`: an editor who misses a finding, or wonders at one, can see the reason."""

from pathlib import Path

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


def test_suspects_of_a_line_without_a_name_near_them_are_named_in_one_line(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.write("seeds/a.txt", "Lcnin. Orwell and Quist, Quist and Orwell, Brandt, Tolkien, Huxley, Joyce, Woolf.\n")
    lines = desk.run("why", "seeds/a.txt:1", "--language", "en").out.split("\n")
    assert [line for line in lines if line.startswith("suspect")] == ["suspect “Lcnin”"]
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
