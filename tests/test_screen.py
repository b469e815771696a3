"""What the review shows fits every terminal, and hides neither the place nor the keys."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from scenes import clerk, finding, found, started, witness

from corrigenda.reviewing import screen
from corrigenda.reviewing.lineedit import Line
from corrigenda.reviewing.passage import CLOSING, OPENING, fit, passage
from corrigenda.reviewing.review import Review
from corrigenda.reviewing.screen import Dialog, View, compose
from corrigenda.texts.text import Span, Witness

LONG = "He had seen it with his own eyes and would not be moved by any argument of the party. " * 11
SCRIPTS = {
    "Latin": LONG,
    "Chinese": "他亲眼看到了这一切，党的任何理由都不能使他动摇。" * 20,
    "Chinese and Latin": "他亲眼 seen 看到了 it 这一切 with his own eyes " * 20,
    "combining": unicodedata.normalize("NFD", "Việt été Škvorecký ") * 50,
    "Hebrew": "הוא ראה את זה במו עיניו ולא ישתכנע " * 25,
    "Arabic": "لقد رآها بأم عينيه ولن يقنعه أي حجة " * 25,
    "one long word": "x" * 950,
    "short lines": "A line of verse,\nand then another one;\n" * 20,
    "Windows lines": "A line of verse,\r\nand then another one;\r\n" * 20,
    "controls": "\x1b[31mred\x07 \N{RIGHT-TO-LEFT OVERRIDE}evil\u2028 [bold]not markup[/bold] " * 20,
}
SIZES = ((80, 24), (40, 15), (132, 50), (20, 10), (60, 8))


def scene(before: str, after: str = "", sic: str = "Stalbrand", **more: str) -> Review:
    text = witness(f"{before}{sic} {after}")
    at = len(before)
    return started([text], [finding(text, at, at + len(sic), ("Stalin", 0.98), ("Stalbrandt", 0.2), **more)])


def plain(view: View, width: int, height: int, *, brackets: bool = True) -> list[str]:
    return [row.plain for row in compose(view, width, height, brackets=brackets).rows]


def assert_fits(view: View, width: int, height: int) -> list[str]:
    rows = plain(view, width, height)
    assert len(rows) == height
    assert all(cell_len(row) <= width for row in rows)
    assert all(char.isprintable() for row in rows for char in row)
    return rows


def keys_of(rows: list[str]) -> set[str]:
    return set(" ".join(rows[-4:]).split())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_fits_with_the_sic_and_the_keys_in_sight(script: str, size: tuple[int, int]) -> None:
    text = SCRIPTS[script]
    rows = assert_fits(View(scene(text, text)), *size)
    shown = "".join(row.strip() for row in rows)
    assert "Stalbrand" in re.sub(r"[ …]", "", shown)
    assert {"y", "e", "n", "s", "a", "g", "m", "u", "?", "q"} <= keys_of(rows)


@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=str)
def test_the_screen_says_all_there_is_to_say(size: tuple[int, int]) -> None:
    text = witness("When Stalbrand spoke. " * 3 + LONG)
    findings = found(text, "Stalbrand", ("Stalin", 0.98), ("Stalbrandt", 0.2), term="Stalin", note="read as a sound")
    rows = assert_fits(View(started([text], findings)), *size)
    told = " ".join(" ".join(rows).split())
    for wanted in (
        "1 of 3",
        "seeds/a.txt:1:6",
        "G001",
        "deprecated-form",
        "“Stalbrand” is doubtful",
        f"When {OPENING}Stalbrand{CLOSING} spoke",
        f"When {OPENING}Stalin{CLOSING} spoke",
        "1 Stalin 0.98 glossary line 2",
        "2 Stalbrandt 0.20",
        "glossary Stalin: read as a sound",
        "2 more with this sic",
    ):
        assert wanted in told


def test_colour_marks_without_brackets_and_without_colour_brackets_mark() -> None:
    view = View(scene("When "))
    assert OPENING not in "".join(plain(view, 80, 24, brackets=False))
    marked = [row for row in compose(view, 80, 24, brackets=False).rows if "When Stalbrand" in row.plain]
    assert any("red" in str(span.style) for row in marked for span in row.spans)


def test_what_nobody_could_see_is_bracketed_even_in_colour() -> None:
    text = witness("One  two")
    review = started([text], [finding(text, 3, 5, (" ", 0.9))])
    assert f"One{OPENING}  {CLOSING}two" in "\n".join(plain(View(review), 80, 24, brackets=False))


def test_lines_break_between_words() -> None:
    rows = plain(View(scene(LONG, LONG)), 80, 24)
    words = set(LONG.split()) | {"⟦Stalbrand⟧", "⟦Stalin⟧", "…"}
    at = next(number for number, row in enumerate(rows) if "⟦Stalbrand⟧" in row)
    assert all(word in words for row in rows[at - 1 : at + 2] for word in row.split())


@pytest.mark.parametrize("width", range(56, 64))
def test_a_passage_begins_and_ends_with_whole_words(width: int) -> None:
    text = LONG * 3
    at = text.index("party", len(text) // 2)
    cut = passage(text, Span(at, at + 5), "party", width, Style(bold=True), brackets=False)
    assert {word for row in cut.window(99) for word in row.plain.split()} <= {*LONG.split(), "…"}
    assert (cut.is_cut_before, cut.is_cut_after) == (True, True)


def test_a_paragraph_that_goes_on_is_marked_as_cut() -> None:
    rows = plain(View(scene(LONG, LONG)), 80, 24)
    at = next(number for number, row in enumerate(rows) if "⟦Stalbrand⟧" in row)
    context = rows[at - 3 : at + 4]
    assert context[0].startswith("… ")
    assert context[-1].endswith(" …")


def test_context_gives_way_before_readings_and_readings_before_the_keys() -> None:
    text = witness(f"{LONG}Stalbrand {LONG}")
    many = [(f"Stalin {number}", 0.9 - number / 100) for number in range(9)]
    view = View(started([text], found(text, "Stalbrand", *many)))
    roomy, tight, tiny = plain(view, 80, 40), plain(view, 80, 18), plain(view, 80, 12)
    for rows, readings in ((roomy, 9), (tight, 9)):
        assert sum("glossary line 2" in row for row in rows) == readings
    assert sum("own eyes" in row for row in roomy) > sum("own eyes" in row for row in tight)
    shown = sum("glossary line 2" in row for row in tiny)
    assert 0 < shown < 9
    assert f"… {9 - shown} more" in "\n".join(tiny)
    assert keys_of(tiny) >= {"y", "n", "u", "q"}


def test_the_tenth_reading_is_counted_but_has_no_key() -> None:
    text = witness("Stalbrand.")
    many = [(f"Stalin {number}", 0.5) for number in range(12)]
    rows = plain(View(started([text], found(text, "Stalbrand", *many))), 80, 40)
    assert "… 3 more" in "\n".join(rows)
    assert not any(row.startswith(" 10 ") for row in rows)


def test_a_reading_for_another_span_says_what_it_replaces() -> None:
    text = witness("The Toddy opposition.")
    wide = found(text, "Toddy opposition", ("Trotsky–Zinoviev opposition", 0.9))
    narrow = found(text, "Toddy", ("Trotsky", 0.3), code="G002")
    rows = "\n".join(plain(View(started([text], [*wide, *narrow])), 80, 24))
    assert " 1 Trotsky–Zinoviev opposition  0.90" in rows
    assert " 2 Toddy → Trotsky  0.30" in rows


def test_a_decided_place_shows_its_answer() -> None:
    review = scene("When ").edit(clerk(), "Lenin").review.back()
    rows = "\n".join(plain(View(review), 80, 24))
    assert "accepted" in rows.splitlines()[1]
    assert "corrected (edited)" in rows
    assert "When ⟦Lenin⟧" in rows


def test_a_refused_place_shows_that_it_was_left_as_it_stands() -> None:
    rows = "\n".join(plain(View(scene("When ").reject(clerk()).review.back()), 80, 24))
    assert "left as it stands" in rows
    assert rows.count("When ⟦Stalbrand⟧") == 2
    assert "corrected" not in rows


def test_a_deletion_shows_where_it_was() -> None:
    review = scene("When ").edit(clerk(), "").review.back()
    assert "When ⟦⟧" in "\n".join(plain(View(review), 80, 24, brackets=False))


def test_a_note_is_shown() -> None:
    review = scene("When ").annotate(clerk(), "ask [i]Anna[/i]").review
    assert "your note: ask [i]Anna[/i]" in "\n".join(plain(View(review), 80, 24))


def test_markup_and_controls_in_readings_notes_and_names_are_only_text() -> None:
    evil = "[red]\x1b]52;c;x\x07\N{RIGHT-TO-LEFT OVERRIDE}"
    text = replace(witness("Stalbrand."), name=evil)
    each = replace(finding(text, 0, 9, (evil, 0.5), note=evil, term=evil), message=evil, rule=evil)
    rows = assert_fits(View(started([text], [each]), evil), 100, 24)
    assert "[red]␛]52;c;x␇<U+202E>" in "\n".join(rows)


def test_the_end_says_so() -> None:
    review = scene("When ").reject(clerk()).review
    told = "\n".join(assert_fits(View(review), 80, 24))
    assert "Nothing is left to decide" in told
    assert "1 of 1 places decided: 1 rejected" in told
    assert "u undo" in told


def test_a_line_being_typed_is_shown_with_its_cursor_and_in_its_place() -> None:
    dialog = Dialog("The reading:", keys=(("Enter", "confirm"),), line=Line("斯大林", 2), is_reading=True)
    frame = compose(View(scene("When "), dialog=dialog), 80, 24, brackets=True)
    assert frame.cursor is not None
    column, row = frame.cursor
    assert frame.rows[row].plain == "> 斯大林"
    assert column == 2 + 4
    assert "When ⟦斯大林⟧" in "\n".join(row.plain for row in frame.rows)


def test_a_long_list_says_how_much_is_not_shown() -> None:
    rows = tuple(f"row {number}" for number in range(40))
    told = assert_fits(View(scene(LONG, LONG), dialog=Dialog("All alike?", rows, 2, (("y", "yes"),))), 80, 24)
    shown = sum(row.startswith("row ") for row in told)
    assert shown >= 9
    assert f"… {42 - shown} more" in "\n".join(told)
    assert "y yes" in told[-1]


def test_help_fits_a_small_screen_whole() -> None:
    rows = tuple(f"{name:<3}  {label}" for name, label in screen.HELP)
    dialog = Dialog("Keys", rows, keys=(("any key", "back"),), is_alone=True)
    told = assert_fits(View(scene(LONG, LONG), dialog=dialog), 40, 15)
    assert all(row in told for row in rows)


def test_a_place_that_goes_over_a_line_end_is_shown_over_it() -> None:
    review = scene("a\n", "\nb", sic="Union of\nAll Soldiers")
    rows = plain(View(review), 40, 24)
    at = rows.index("  ⟦Union of")
    assert rows[at + 1].startswith("  All Soldiers⟧")


def test_a_sic_longer_than_the_screen_keeps_its_ends() -> None:
    review = scene("Before. ", "After.", sic="Beginning " + LONG * 2 + "ending")
    told = "\n".join(assert_fits(View(review), 80, 24))
    assert "Before. ⟦Beginning" in told


@given(
    st.text(max_size=300),
    st.text(min_size=1, max_size=60),
    st.text(max_size=300),
    st.lists(st.tuples(st.text(max_size=60), st.floats(0, 1)), max_size=4),
    st.integers(1, 130),
    st.integers(1, 60),
    st.booleans(),
)
def test_no_text_and_no_size_breaks_the_screen(
    before: str,
    sic: str,
    after: str,
    readings: list[tuple[str, float]],
    width: int,
    height: int,
    brackets: bool,
) -> None:
    text = witness_of(f"{before}{sic}{after}")
    each = finding(text, len(before), len(before) + len(sic), *readings, note=after, term=sic)
    view = View(started([text], [each]), message=before)
    rows = compose(view, width, height, brackets=brackets).rows
    assert len(rows) == height
    assert all(row.cell_len <= width for row in rows)
    assert all(char.isprintable() for row in rows for char in row.plain)


def witness_of(text: str) -> Witness:
    return replace(witness(""), text=text)


@pytest.mark.parametrize("at_start", [True, False])
def test_a_wide_letter_is_never_cut_in_half(at_start: bool) -> None:
    assert [cell_len(fit("斯大林", width, at_start=at_start)) for width in range(7)] == [0, 1, 1, 3, 3, 5, 6]


def test_the_picture_is_an_svg_of_the_screen() -> None:
    drawing = screen.picture(View(scene("When ", LONG)), 80, 24)
    told = "".join(ET.fromstring(drawing).itertext()).replace("\N{NO-BREAK SPACE}", " ")  # noqa: S314 - our own
    assert "corrigenda review" in told
    assert "Stalbrand" in told
    assert screen.picture(View(scene("When ", LONG)), 80, 24) == drawing


def test_places_are_named_as_the_user_named_the_file_and_counted_from_one() -> None:
    text = replace(witness("One\r\ntwo\x0cStalbrand"), name="../here/a.txt")
    review = started([text], found(text, "Stalbrand"))
    assert screen.place_name(review, review.places[0]) == "../here/a.txt:2:5"


def test_the_summary_counts_what_was_done() -> None:
    by = clerk()
    text = witness("Stalbrand, Stalbrand, Stalbrand, Stalbrand")
    review = started([text], found(text, "Stalbrand", ("Stalin", 0.9)))
    review = review.accept(by).review.reject(by).review.skip(by).review
    told = "2 of 4 places decided: 1 accepted, 1 rejected; 2 left, 1 of them skipped"
    assert screen.summary(review) == told
