"""Unified diffs over bytes: what is written can be read, applied, and is refused when it is damaged."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corrigenda.errors import InputError
from corrigenda.storage import diff
from corrigenda.storage.diff import ByteEdit

Case = tuple[bytes, list[ByteEdit]]

PIECES = [
    b"a",
    b"line",
    b" ",
    b"\n",
    b"\n",
    b"\r\n",
    b"\r",
    b"\f",
    b"\0",
    b"\xc2\x85",
    b"\\ ",
    b"-- ",
    b"++ ",
    b"@@ -1 +1 @@\n",
]


@st.composite
def edited(draw: st.DrawFn) -> Case:
    data = b"".join(draw(st.lists(st.sampled_from(PIECES), max_size=60)))
    cuts = sorted(draw(st.sets(st.integers(0, len(data)), max_size=8)))
    new = st.lists(st.sampled_from(PIECES), max_size=3).map(b"".join)
    return data, [ByteEdit(start, end, draw(new)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]


def test_a_diff_shows_three_lines_of_context_and_only_changed_lines() -> None:
    data = b"".join(b"line %d\n" % number for number in range(1, 21))
    at = data.index(b"line 10")
    assert diff.write("a.txt", data, [ByteEdit(at, at + 4, b"verse")]).split(b"\n", 2)[2] == (
        b"--- a/a.txt\n+++ b/a.txt\n@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+verse 10\n"
        b" line 11\n line 12\n line 13\n"
    )


def test_changes_six_lines_apart_share_a_hunk_and_seven_do_not() -> None:
    data = b"".join(b"%d\n" % number for number in range(10, 40))
    near = [ByteEdit(0, 1, b"x"), ByteEdit(3 * 7, 3 * 7 + 1, b"x")]
    far = [ByteEdit(0, 1, b"x"), ByteEdit(3 * 8, 3 * 8 + 1, b"x")]
    assert [hunk.old for hunk in diff.hunks(data, near)] == [0]
    assert [hunk.old for hunk in diff.hunks(data, far)] == [0, 5]


def test_a_line_that_only_comes_or_goes_is_shown_alone() -> None:
    assert diff.hunks(b"a\nb\nc\n", [ByteEdit(2, 2, b"new\n")])[0].lines == (
        b" a\n",
        b"+new\n",
        b" b\n",
        b" c\n",
    )
    assert diff.hunks(b"a\nb\nc\n", [ByteEdit(2, 4, b"")])[0].lines == (b" a\n", b"-b\n", b" c\n")


def test_edits_that_change_nothing_give_no_diff() -> None:
    assert diff.write("a.txt", b"a\nb\n", [ByteEdit(0, 1, b"a")]) == b""
    assert diff.write("a.txt", b"a\nb\n", []) == b""


def test_a_missing_final_newline_is_said() -> None:
    assert diff.write("a", b"old", [ByteEdit(0, 3, b"new")]).endswith(
        b"@@ -1 +1 @@\n-old\n\\ No newline at end of file\n+new\n\\ No newline at end of file\n"
    )


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("seeds/plain.txt", b"--- a/seeds/plain.txt\n"),
        ("with blank.txt", b"--- a/with blank.txt\t\n"),
        ("Сталин.txt", "--- a/Сталин.txt\n".encode()),
        ("tab\tand\nline.txt", b'--- "a/tab\\tand\\nline.txt"\n'),
        ('quote".txt', b'--- "a/quote\\".txt"\n'),
        ("bell\x07 and \x1b.txt", b'--- "a/bell\\a and \\033.txt"\t\n'),
        ("not utf-8 \udcff.txt", b'--- "a/not utf-8 \\377.txt"\t\n'),
        ("bidi\u202e.txt", b'--- "a/bidi\\342\\200\\256.txt"\n'),
    ],
)
def test_names_are_written_as_git_writes_them(name: str, line: bytes) -> None:
    assert line in diff.write(name, b"a", [ByteEdit(0, 1, b"b")])
    assert diff.unquoted(diff.quoted(name)) == name


@pytest.mark.parametrize("name", [b'"', b'"a', b'"a\\"', b'"\\x41"', b'"\\777"', b'"a"b"'])
def test_a_name_quoted_wrongly_is_refused(name: bytes) -> None:
    with pytest.raises(ValueError, match="quoted wrongly"):
        diff.unquoted(name)


@given(edited())
def test_what_is_written_is_read_and_applied(case: Case) -> None:
    data, edits = case
    new = diff.splice(data, edits)
    found = diff.read(diff.write("t", data, edits))
    assert found == diff.hunks(data, edits)
    assert diff.apply(found, data) == new


@given(edited(), st.data())
def test_a_diff_cut_anywhere_is_refused_or_does_something_else(case: Case, data: st.DataObject) -> None:
    old, edits = case
    whole = diff.write("t", old, edits)
    part = whole[: data.draw(st.integers(0, max(0, len(whole) - 1)))]
    try:
        result = diff.apply(diff.read(part), old)
    except (InputError, ValueError):
        return
    assert part == whole or result != diff.splice(old, edits) or part + b"\n" == whole


def test_a_diff_does_not_apply_anywhere_but_at_its_lines() -> None:
    found = diff.hunks(b"a\nb\nc\n", [ByteEdit(2, 3, b"x")])
    with pytest.raises(ValueError, match="does not fit"):
        diff.apply(found, b"new\na\nb\nc\n")


def test_context_that_lost_its_blank_is_read() -> None:
    whole = diff.write("t", b"\nb\n\n", [ByteEdit(1, 2, b"x")])
    assert diff.apply(diff.read(whole.replace(b"\n \n", b"\n\n")), b"\nb\n\n") == b"\nx\n\n"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"@@ -1 +1 @@\n-a\n+b\n", 10),
        (b"--- a/t\n@@ -1 +1 @@\n-a\n+b\n", 10),
        (b"--- a/t\n+++ b/t\nnonsense\n", 12),
        (b"--- a/t\n+++ b/t\n@@ -1 +1 @@\n-a\n", 14),
        (b"--- a/t\n+++ b/t\n@@ -1 +1 @@\n-a\n+b\n+c\n", 15),
        (b"--- a/t\n+++ b/t\n@@ -1,2 +1 @@\n-a\n+b\n+c\n", 16),
        (b"--- a/t\n+++ b/t\n@@ -1 +1 @@\n-a\n+b\n--- a/u\n+++ b/u\n", 15),
    ],
)
def test_a_damaged_diff_is_refused_at_its_line(body: bytes, line: int) -> None:
    with pytest.raises(InputError) as caught:
        diff.read(body, "x.patch", 10)
    assert caught.value.where == f"x.patch:{line}:1"


@settings(max_examples=300)
@example(b"\n@@ -\n--- \n+++ ")
@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from([*PIECES, b"--- a\n", b"+++ b\n", b"@@ -1,2 +1,2 @@\n", b" x\n", b"-x\n"]),
        max_size=20,
    ).map(b"".join)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = diff.read(data)
    except InputError:
        return
    _passed_over, _head, rest = (b"\n" + data).partition(b"\n--- ")
    assert bool(found) == (b"\n@@ -" in rest)
