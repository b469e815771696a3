"""Places as an editor counts them agree with what encoding the line says."""

import re
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from corrigenda.server.positions import Place, Places, Units

TEXTS = st.text(st.sampled_from("aé\N{COMBINING ACUTE ACCENT}…𝔖\N{GRINNING FACE}\n\r\x0c\x85\u2028"), max_size=12)
WIDTHS = {Units.UTF8: 1, Units.UTF16: 2, Units.UTF32: 4}
CODECS = {Units.UTF8: "utf-8", Units.UTF16: "utf-16-le", Units.UTF32: "utf-32-le"}


@given(TEXTS, st.sampled_from(Units), st.data())
def test_an_offset_is_found_again_by_its_place(text: str, units: Units, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    place = Places(text, units).place(offset)
    lines = re.split("\r\n|\n|\r", text)
    starts = [0, *(found.end() for found in re.finditer("\r\n|\n|\r", text))]
    before = lines[place.line][: offset - starts[place.line]]
    assert place.column == len(before.encode(CODECS[units])) // WIDTHS[units]
    is_inside_line_end = text[offset - 1 : offset + 1] == "\r\n" and offset > 0
    assert Places(text, units).offset(place) == offset - is_inside_line_end


@given(TEXTS, st.sampled_from(Units), st.integers(0, 20), st.integers(0, 60))
def test_any_place_is_an_offset_of_the_text(text: str, units: Units, line: int, column: int) -> None:
    places = Places(text, units)
    offset = places.offset(Place(line, column))
    assert 0 <= offset <= len(text)
    back = places.place(offset)
    assert back <= Place(line, column)
    assert back.line == min(line, len(re.split("\r\n|\n|\r", text)) - 1)


def test_a_long_line_is_gone_through_once_for_all_its_places() -> None:
    text = "é\N{GRINNING FACE}" * 2000
    for units in (Units.UTF8, Units.UTF16):
        with patch.object(Units, "wide", autospec=True, side_effect=Units.wide) as wide:
            places = Places(text, units)
            assert [places.offset(places.place(offset)) for offset in range(len(text))] == list(range(len(text)))
        assert wide.call_count == 1
