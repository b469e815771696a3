"""Lines and columns are those that counting from the beginning gives, in whatever order they are asked for."""

from hypothesis import given
from hypothesis import strategies as st

from corrigenda.texts.text import LineIndex, Region, Span

TEXTS = st.text("ab\n\r\N{LINE SEPARATOR}\N{CYRILLIC SMALL LETTER A}", max_size=60)


def place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].split("\n")
    return len(before), len(before[-1]) + 1


@given(TEXTS, st.lists(st.integers(0, 60), max_size=30), st.booleans())
def test_places_are_the_same_in_any_order(text: str, offsets: list[int], in_order: bool) -> None:
    asked = [min(offset, len(text)) for offset in (sorted(offsets) if in_order else offsets)]
    index = LineIndex(text)
    assert [index.place(offset) for offset in asked] == [place(text, offset) for offset in asked]


@given(TEXTS, st.integers(0, 60))
def test_a_line_has_what_stands_between_two_line_ends(text: str, offset: int) -> None:
    index = LineIndex(text)
    index.place(min(offset, len(text)))
    lines = text.split("\n")
    assert len(index) == len(lines)
    spans = [index.line(number) for number in range(1, len(lines) + 1)]
    assert [text[span.start : span.end] for span in spans] == [line.removesuffix("\r") for line in lines]


def test_one_long_line_is_not_gone_through_for_each_place() -> None:
    counted: list[object] = []

    class Counted(str):
        """A text that tells when its line ends are counted."""

        __slots__ = ()

        def count(self, *wanted: object) -> int:  # type: ignore[override]
            counted.append(wanted)
            return super().count(*wanted)  # type: ignore[arg-type]

    text = Counted("a" * 1000)
    index = LineIndex(text)
    assert [index.place(offset) for offset in range(1000)] == [(1, offset + 1) for offset in range(1000)]
    assert len(counted) < 100
    assert index.line(1) == Span(0, 1000)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=10))
def test_a_region_has_the_places_of_both_ends(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [Span(*sorted(min(offset, len(text)) for offset in pair)) for pair in ends]
    index = LineIndex(text)
    assert [index.region(span) for span in sorted(spans)] == [
        Region(*place(text, span.start), *place(text, span.end)) for span in sorted(spans)
    ]
