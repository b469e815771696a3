"""Keys as terminals send them, and a line of text under them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.reviewing.keys import Decoder, Key, Press, is_unfinished
from corrigenda.reviewing.lineedit import Line

E_ACUTE = "e\N{COMBINING ACUTE ACCENT}"


def keys(*pieces: str, is_windows: bool = False) -> list[Press]:
    decoder = Decoder(is_windows=is_windows)
    return [press for piece in pieces for press in decoder.feed(piece)]


def typed(line: Line, *pieces: str) -> Line:
    for press in keys(*pieces):
        line = line.press(press)
    return line


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\x1b[D", Key.LEFT),
        ("\x1bOC", Key.RIGHT),
        ("\x1b[H", Key.HOME),
        ("\x1b[4~", Key.END),
        ("\x1b[3~", Key.DELETE),
        ("\x7f", Key.BACKSPACE),
        ("\x01", Key.HOME),
        ("\x05", Key.END),
        ("\x15", Key.DELETE_TO_START),
        ("\x17", Key.DELETE_WORD),
        ("\r", Key.ENTER),
        ("\x1b", Key.ESCAPE),
        ("\x03", Key.STOP),
        ("\x04", Key.STOP),
        ("", Key.STOP),
    ],
)
def test_named_keys(sent: str, key: Key) -> None:
    assert keys(sent) == [Press(key)]


@pytest.mark.parametrize(
    "sent",
    [
        "\x1b[A",
        "\x1b[1;5D",
        "\x1b[15~",
        "\x1b[[A",
        "\x1bOP",
        "\x1by",
        "\x1b[",
        "\x1b[3",
        "\x1b[<0;3;3M",
        "\t",
        "\x9b",
    ],
    ids=repr,
)
def test_a_sequence_nobody_knows_is_one_key_that_does_nothing(sent: str) -> None:
    """Above all, none of its letters and digits is an answer."""
    assert keys(sent) == [Press(Key.OTHER)]


def test_keys_that_arrive_together_are_taken_one_by_one() -> None:
    assert [press.text or press.key for press in keys("yn\x1b[D大q")] == ["y", "n", Key.LEFT, "大", "q"]


def test_pasted_text_is_one_press_over_any_number_of_pieces() -> None:
    assert keys("\x1b[200~Sta", "lin\ny", "\x1b[201~y") == [
        Press(Key.PASTE, "Stalin\ny"),
        Press(Key.CHARACTER, "y"),
    ]


def test_input_that_ends_inside_a_paste_ends_the_session() -> None:
    assert keys("\x1b[200~Sta", "") == [Press(Key.STOP)]


def test_arrow_keys_of_windows() -> None:
    assert keys("\xe0K", is_windows=True) == [Press(Key.LEFT)]
    assert [press.text for press in keys("\xe0K")] == ["à", "K"]


@given(st.lists(st.text(max_size=8), max_size=6))
def test_anything_at_all_can_arrive(pieces: list[str]) -> None:
    assert all(len(press.text) == 1 for press in keys(*pieces) if press.key is Key.CHARACTER)


@given(st.sampled_from(["\x1b[200~", "\x1b[D", "\x1b[3~", "\x1bOC", "\x1b[1;5D"]), st.data())
def test_the_beginning_of_a_sequence_is_waited_for(sequence: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(sequence) - 1))
    assert is_unfinished("y" + sequence[:cut])
    assert not is_unfinished("y" + sequence)


@pytest.mark.parametrize(
    ("sent", "text", "at"),
    [
        ("!", "Joseph Stalin!", 14),
        ("\x01X", "XJoseph Stalin", 1),
        ("\x1b[D\x1b[D大", "Joseph Stal大in", 12),
        ("\x1b[D\x1b[3~", "Joseph Stali", 12),
        ("\x7f\x7f", "Joseph Stal", 11),
        ("\x17", "Joseph ", 7),
        ("\x17\x17\x17", "", 0),
        ("\x15", "", 0),
        ("\x01\x0b", "", 0),
        ("\x01\x7f\x1b[D", "Joseph Stalin", 0),
        ("\x1b[3~\x1b[C", "Joseph Stalin", 13),
        ("\x01\x1b[200~J. V. \n\x1b[201~", "J. V. Joseph Stalin", 6),
        ("\x1b[200~a\r\n b\x1b[201~", "Joseph Stalina b", 16),
    ],
    ids=repr,
)
def test_editing_a_line(sent: str, text: str, at: int) -> None:
    assert typed(Line.holding("Joseph Stalin"), sent) == Line(text, at)


def test_the_cursor_passes_a_letter_with_its_marks_in_one_step() -> None:
    line = Line.holding(f"a{E_ACUTE}")
    assert line.press(Press(Key.LEFT)).at == 1
    assert Line("a" + E_ACUTE + "b", 1).press(Press(Key.RIGHT)).at == 3
    assert Line(E_ACUTE + "b", 0).press(Press(Key.DELETE)).text == "b"
    assert line.press(Press(Key.BACKSPACE)).text == "ae"


@pytest.mark.parametrize(
    ("line", "shown", "column"),
    [
        (Line("斯大林", 3), "大林", 4),
        (Line("斯大林 Stalin", 10), "talin", 5),
        (Line("斯大林 Stalin", 0), "斯大林", 0),
        (Line("a\x1bb", 2), "a␛b", 2),
        (Line(E_ACUTE * 3, 6), E_ACUTE * 3, 3),
    ],
)
def test_the_part_of_a_line_that_is_shown_holds_the_cursor(line: Line, shown: str, column: int) -> None:
    assert line.window(6) == (shown, column)


PRESSES = st.lists(
    st.one_of(
        st.sampled_from([Press(key) for key in Key if key not in (Key.CHARACTER, Key.PASTE)]),
        st.builds(Press, st.just(Key.CHARACTER), st.characters(exclude_categories=("Cc", "Cs"))),
        st.builds(Press, st.just(Key.PASTE), st.text(max_size=9)),
    )
)


@given(st.text(max_size=12), PRESSES, st.integers(2, 20))
def test_the_cursor_never_leaves_the_line(text: str, presses: list[Press], width: int) -> None:
    line = Line.holding(text)
    for press in presses:
        line = line.press(press)
        assert 0 <= line.at <= len(line.text)
        shown, column = line.window(width)
        assert 0 <= column < width
        assert shown.isprintable()
