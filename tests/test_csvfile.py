"""The scanner of CSV records: agreement with the standard library, exact places, faults."""

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corrigenda.storage import csvfile

ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])
SNIPPETS = st.text(alphabet='ab" ,|#\n\r\té好', max_size=30)
HELD = st.text(alphabet='ab" ,|#=-\n\ré好', max_size=8)


def cells(text: str) -> list[list[str]]:
    return [[record.text(number) for number in range(len(record.raws))] for record in csvfile.scan(text).records]


@given(st.lists(st.lists(HELD, min_size=1, max_size=4), max_size=5), ENDINGS, st.booleans())
def test_what_is_written_is_read_back(rows: list[list[str]], ending: str, is_ended: bool) -> None:
    lines = [",".join(csvfile.write_cell(cell, first=not at) for at, cell in enumerate(row)) for row in rows]
    assume(all(any(cell.strip() for cell in row) for row in rows))
    text = ending.join(lines) + (ending if is_ended else "")
    assert cells(text) == rows
    assert csvfile.scan(text).faults == ()


@given(SNIPPETS)
def test_well_formed_text_is_read_as_the_standard_library_reads_it(text: str) -> None:
    assume("#" not in text)
    try:
        expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        assume(False)
    assert cells(text) == [row for row in expected if any(cell.strip() for cell in row)]


@given(SNIPPETS)
def test_records_are_in_order_and_their_cells_are_quoted_from_the_text(text: str) -> None:
    at = 0
    sheet = csvfile.scan(text)
    for record in sheet.records:
        assert record.start >= at
        assert text[record.start : record.end] == ",".join(record.raws)
        assert text.startswith(record.ending, record.end)
        assert sheet.place(record.start) == (record.line, 1)
        for number, raw in enumerate(record.raws):
            assert text.startswith(raw, record.cell(number))
        at = record.end + len(record.ending)
    between = "".join(
        text[left:right]
        for left, right in zip(
            [0, *(record.end for record in sheet.records)],
            [*(record.start for record in sheet.records), len(text)],
            strict=True,
        )
    )
    lines = between.replace("\r", "\n").split("\n")
    assert all(line.startswith("#") or not line.strip('", \t') for line in lines), "only comments and empty records"


def test_a_quotation_mark_inside_an_unquoted_cell_is_text() -> None:
    assert cells('a 5" gun,b\n') == [['a 5" gun', "b"]]


def test_blanks_may_follow_a_closing_quotation_mark() -> None:
    assert cells('"a" ,b\n"c"\t\n') == [["a", "b"], ["c"]]


def test_comments_and_blank_lines_stand_between_records_only() -> None:
    assert cells('#c,d\n\na,"x\n#no comment\n\ny"\n \t\nb#,\n') == [["a", "x\n#no comment\n\ny"], ["b#", ""]]


def test_records_without_anything_are_left_out() -> None:
    assert cells(',,\na,b\n,,\n , \t,\r\n"",,\n" \n ",\n,c\n,,,,') == [["a", "b"], ["", "c"]]
    assert csvfile.scan('a\n",\n').faults, "a mark that is never closed is told of"


@pytest.mark.parametrize(
    ("text", "place", "message", "after"),
    [
        ('a,"b\nc,d\n', (1, 3), "never closed", [["c", "d"]]),
        ('a,b\n"x\r\ny,z', (2, 1), "never closed", [["y", "z"]]),
        ('a,"b"c,d\ne\n', (1, 6), "text follows", [["e"]]),
        ('a,"b\nc,"d",e\nf\n', (1, 3), "line 2, column 3", [["c", "d", "e"], ["f"]]),
    ],
)
def test_faults_are_placed_and_the_scan_goes_on(
    text: str, place: tuple[int, int], message: str, after: list[list[str]]
) -> None:
    sheet = csvfile.scan(text)
    (fault,) = sheet.faults
    assert sheet.place(fault.offset) == place
    assert message in fault.message
    assert fault.help
    broken = [record for record in sheet.records if record.is_broken]
    assert len(broken) == 1
    following = sheet.records[sheet.records.index(broken[0]) + 1 :]
    assert [[record.text(each) for each in range(len(record.raws))] for record in following] == after


def test_every_fault_is_found() -> None:
    text = 'a"b,"c"d\n"e"f,"g"h\nok\n"i\n'
    sheet = csvfile.scan(text)
    assert [sheet.place(fault.offset) for fault in sheet.faults] == [(1, 8), (2, 4), (2, 9), (4, 1)]


def test_a_blank_before_a_quotation_mark_is_doubtful() -> None:
    sheet = csvfile.scan('a, "b"\n')
    assert sheet.faults == ()
    assert [sheet.place(doubt.offset) for doubt in sheet.doubts] == [(1, 3)]


@pytest.mark.parametrize("line", ['"a\n', 'a,"""b\n', '"a""\n', '"a"b\n', "a,b\n", '"a\n"\n'])
def test_the_scanner_looks_at_each_character_a_bounded_number_of_times(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work is counted in characters matched by the patterns, for one size and four times that size."""

    class Counting:
        def __init__(self, pattern: object) -> None:
            self.pattern = pattern
            self.work = 0

        def match(self, text: str, at: int = 0) -> object:
            found = self.pattern.match(text, at)  # type: ignore[attr-defined]
            self.work += 1 + (found.end() - at if found else len(text) - at)
            return found

        def search(self, text: str, at: int = 0, end: int | None = None) -> object:
            found = self.pattern.search(text, at, len(text) if end is None else end)  # type: ignore[attr-defined]
            self.work += 1 + ((found.end() if found else len(text) if end is None else end) - at)
            return found

        def sub(self, by: str, text: str) -> object:
            self.work += len(text)
            return self.pattern.sub(by, text)  # type: ignore[attr-defined]

        def finditer(self, text: str) -> object:
            self.work += len(text)
            return self.pattern.finditer(text)  # type: ignore[attr-defined]

    def work(size: int) -> int:
        with monkeypatch.context() as patch:
            counters = [Counting(getattr(csvfile, name)) for name in ("_LINE", "_LINE_END", "_QUOTED")]
            for name, counter in zip(("_LINE", "_LINE_END", "_QUOTED"), counters, strict=True):
                patch.setattr(csvfile, name, counter)
            bare = vars(csvfile)["_BARE"]
            counters.append(Counting(bare[csvfile.COMMA]))
            patch.setitem(bare, csvfile.COMMA, counters[-1])
            csvfile.scan(line * size)
            return sum(counter.work for counter in counters)

    assert work(1600) < 5 * work(400)


PLAIN = st.sampled_from(["a,b", "é好,", "a b , c", "x,y,z", "x", "a,b|c"])
ODD = st.sampled_from(
    ["", "#a,b", " a,b", ",b", '"a,b",c', '"a\nb",c', 'a"b,c', '"a', ' "a",b', "\x0b", "a,b\r", "é\u2028,b"]
)
MIXED = st.lists(
    st.tuples(st.one_of(PLAIN, ODD), st.sampled_from([1, 2, 8, 9, 20]), st.sampled_from(["\n", "\r\n", "\r"])),
    max_size=6,
).map(lambda runs: "".join((line + ending) * times for line, times, ending in runs))


@given(MIXED, st.booleans(), st.sampled_from(list(csvfile.DIVIDERS)))
def test_blocks_hold_the_records_that_are_read_one_by_one(text: str, is_ended: bool, divider: str) -> None:
    text = (text if is_ended else text.rstrip("\r\n")).replace(",", divider)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corrigenda.storage.csvfile._Scanner._block", lambda *_: None)
        expected = csvfile.scan(text)
    assert not any(isinstance(part, csvfile.Block) for part in expected.parts)
    found = csvfile.scan(text)
    assert found.records == expected.records
    assert (found.faults, found.doubts) == (expected.faults, expected.doubts)
    for part in found.parts:
        if isinstance(part, csvfile.Block):
            assert [part.record(number) for number in range(len(part))] == list(part.records())


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_most_of_a_long_table_is_read_in_blocks(ending: str) -> None:
    text = "".join(line + ending for line in ["term,kind", *["Kirov,person"] * 30_000, '"Kirov",', *["a,b"] * 9, "c"])
    first, *blocks, quoted, tail, last = csvfile.scan(text).parts
    assert isinstance(first, csvfile.Record)
    assert all(isinstance(block, csvfile.Block) for block in blocks)
    assert 2 <= len(blocks) <= 3
    assert isinstance(quoted, csvfile.Record)
    assert quoted.line == 30_002
    assert isinstance(tail, csvfile.Block)
    assert (len(tail), tail.line, tail.columns) == (9, 30_003, (["a"] * 9, ["b"] * 9))
    assert isinstance(last, csvfile.Record)
