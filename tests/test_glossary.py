"""The glossary file: what is read from it, and where a file that cannot be read is wrong."""

import csv
import io
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.errors import InputError
from corrigenda.terminology import glossary
from corrigenda.terminology.terms import Form, Status, Term

FULL = """\
# Leaders
term,kind,admitted,deprecated,source,note
Stalin,person,Joseph Stalin|Iosif Stalin,Stalbrand | Stalbrandt,ru:Сталин|zh:斯大林,"a sound, not a name"

Pravda,newspaper,,,ru: Правда,
"""


def read(text: str) -> Sequence[Term]:
    return glossary.read(text.encode(), "glossary.csv").terms


def forms(term: Term) -> list[tuple[str, str]]:
    return [(form.text, str(form.status)) for form in term.forms]


def error_of(data: bytes) -> tuple[str, str, str]:
    with pytest.raises(InputError) as caught:
        glossary.read(data, "glossary.csv")
    return caught.value.where, caught.value.message, caught.value.help


def test_a_full_row() -> None:
    stalin, pravda = read(FULL)
    assert stalin == Term(
        lemma="Stalin",
        forms=(
            Form("Stalin", Status.PREFERRED, 3, 1),
            Form("Joseph Stalin", Status.ADMITTED, 3, 15),
            Form("Iosif Stalin", Status.ADMITTED, 3, 29),
            Form("Stalbrand", Status.DEPRECATED, 3, 42),
            Form("Stalbrandt", Status.DEPRECATED, 3, 54),
        ),
        kind="person",
        source=(("ru", "Сталин"), ("zh", "斯大林")),
        note="a sound, not a name",
        line=3,
        path="glossary.csv",
    )
    assert (pravda.lemma, pravda.line, pravda.source, pravda.note) == ("Pravda", 5, (("ru", "Правда"),), "")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_line_ends_byte_order_mark_and_final_newline_do_not_count(ending: str, mark: bytes, is_ended: bool) -> None:
    text = FULL.replace("\n", ending) if is_ended else FULL.removesuffix("\n").replace("\n", ending)
    assert glossary.read(mark + text.encode(), "glossary.csv").terms == read(FULL)


def test_header_names_are_trimmed_and_of_any_case_in_any_order() -> None:
    (term,) = read(" Note ,DEPRECATED,Term\nof 1934,Kirow,Kirov\n")
    assert (term.note, forms(term)) == ("of 1934", [("Kirov", "preferred"), ("Kirow", "deprecated")])


def test_a_column_type_is_read_as_kind_and_unknown_columns_are_left_alone() -> None:
    (term,) = read("term,type,count\nLondon,name,154\n")
    assert (term.lemma, term.kind, forms(term)) == ("London", "name", [("London", "preferred")])


def test_kind_goes_before_type() -> None:
    assert read("term,type,kind\nLondon,name,place\n")[0].kind == "place"


def test_a_row_may_be_short_and_end_in_commas_too_many() -> None:
    data = b"term,kind,note\nKirov\nOrlov,person,,,\n"
    assert [(term.lemma, term.kind) for term in glossary.read(data, "g").terms] == [
        ("Kirov", ""),
        ("Orlov", "person"),
    ]
    (problem,) = glossary.read_leniently(data, "g")[1]
    assert (problem.severity, problem.where) == ("warning", "g:3:15")


def test_forms_after_the_first_in_the_cell_term_are_admitted() -> None:
    (term,) = read("term,admitted\nKirov|Kiroff,Kostrikov\n")
    assert forms(term) == [("Kirov", "preferred"), ("Kiroff", "admitted"), ("Kostrikov", "admitted")]


def test_empty_forms_are_skipped() -> None:
    (term,) = read("term,admitted,deprecated\n Kirov ,| Kiroff || ,|\n")
    assert forms(term) == [("Kirov", "preferred"), ("Kiroff", "admitted")]


def test_rows_of_nothing_but_commas_are_passed_over() -> None:
    found, problems = glossary.read_leniently(b",,\nterm,kind,note\nKirov,person,\n,,\n , ,\nOrlov,,\n,,,,,\n", "g")
    assert [(term.lemma, term.line) for term in found.terms] == [("Kirov", 3), ("Orlov", 6)]
    assert problems == ()


def test_text_is_kept_as_written() -> None:
    decomposed = "Nikola\N{COMBINING GRAVE ACCENT}ev"
    assert read(f"term\n{decomposed}\n")[0].lemma == decomposed


def test_a_form_that_begins_like_a_formula_is_a_form() -> None:
    assert [term.lemma for term in read('term\n=A1\n-ov\n+7\n@home\n"#1"\n')] == [
        "=A1",
        "-ov",
        "+7",
        "@home",
        "#1",
    ]


def test_places_inside_quoted_cells_with_doubled_marks_and_line_ends() -> None:
    (term,) = read('term,admitted\r\n"the ""Right""|Right\r\nOpposition","Ri""ght|x\r\n |y"\r\n')
    assert [(form.text, form.line, form.column) for form in term.forms] == [
        ('the "Right"', 2, 2),
        ("Right Opposition", 2, 16),
        ('Ri"ght', 3, 14),
        ("x", 3, 22),
        ("y", 4, 3),
    ]


def test_omegat_without_a_header() -> None:
    term, other = read("# mine\nСталин,Stalin,the leader\nЛенин,Lenin\n")
    assert (term.lemma, term.source, term.note, term.line) == ("Stalin", (("", "Сталин"),), "the leader", 2)
    assert (other.lemma, other.source, other.note) == ("Lenin", (("", "Ленин"),), "")


def test_omegat_of_two_columns() -> None:
    assert [(term.lemma, term.source) for term in read("斯大林,Stalin\n")] == [("Stalin", (("", "斯大林"),))]


def test_omegat_with_a_header() -> None:
    (term,) = read("source,target,comment,admitted\nСталин,Stalin,the leader,Koba\n")
    assert (term.lemma, term.source, term.note) == ("Stalin", (("", "Сталин"),), "the leader")
    assert forms(term)[1:] == [("Koba", "admitted")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ru:Сталин", ("ru", "Сталин")),
        ("zh-Hant: 史達林", ("zh-Hant", "史達林")),
        ("斯大林", ("", "斯大林")),
        ("https://x", ("", "https://x")),
        ("Собор: СССР", ("", "Собор: СССР")),
    ],
)
def test_languages_of_source_forms(cell: str, expected: tuple[str, str]) -> None:
    assert read(f"term,source\nX,{cell}\n")[0].source == (expected,)


ERRORS = [
    pytest.param(b"", "1:1", "empty", "begin with", id="empty file"),
    pytest.param(b"# only a comment\n\n", "1:1", "empty", "begin with", id="no record"),
    pytest.param(b"name,kind\nKirov,person\n", "1:1", "no column is called “term”", "“term”", id="no term"),
    pytest.param(b"# c\na,b,c,d\n", "2:1", "no column", "first line names", id="four columns without a name"),
    pytest.param(b"name;kind\nKirov;person\n", "1:1", "no column", "first line names", id="semicolons without a term"),
    pytest.param(b"term;kind\nSmith; John;p\n", "2:13", "3 cells", "holds a semicolon", id="too many, semicolons"),
    pytest.param(b"term\tkind\nKirov\tperson\n", "1:1", "no column", "tabs", id="tabs"),
    pytest.param(b"Term,kind\nK,p\nTerm,kind\nL,p\n", "3:1", "the header stands here again", "delete", id="again"),
    pytest.param(b"kind,term\n" + b"p,K\n" * 20 + b"kind,term\n", "22:1", "again", "delete", id="again in a block"),
    pytest.param(b"term,kind,Term\nK,p,x\n", "1:11", "two columns are called “term”", "rename", id="twice"),
    pytest.param(b"term,kind\n,person\n", "2:1", "no term", "fill the cell", id="empty term"),
    pytest.param(b"kind,term\nperson\n", "2:7", "no term", "fill the cell", id="row ends before its term"),
    pytest.param(b"kind,term\np, | \n", "2:3", "no term", "fill the cell", id="no form in the cell term"),
    pytest.param(b"term,kind\nK,p\n|,\n", "3:1", "no term", "fill the cell", id="only a divider"),
    pytest.param(b"term,kind\nSmith, John,p\n", "2:13", "3 cells, the header 2", "quotation", id="too many"),
    pytest.param(b"a,b\nc,d,e\n", "2:5", "3 cells, the first row 2", "quotation", id="too many, no header"),
    pytest.param(b'term,note\nK,"x\nL,y\n', "2:3", "never closed", "close the cell", id="open quotation"),
    pytest.param(b'term,note\nK,"x"y\n', "2:6", "text follows", "double", id="text after quotation"),
    pytest.param(b'term,"note\nK,x\n', "1:6", "never closed", "close the cell", id="broken header"),
    pytest.param(b"term\nKirov\nM\xfcller\n", "3:2", "0xFC is not UTF-8", "UTF-8", id="Latin-1"),
    pytest.param("term\nМ\N{COMBINING ACUTE ACCENT}ü\n".encode() + b"\xff", "3:1", "0xFF", "UTF-8", id="columns"),
    pytest.param("term\nKirov\n".encode("utf-16"), "1:1", "UTF-16", "UTF-8", id="UTF-16"),
    pytest.param("term\nKirov\n".encode("utf-16-le"), "1:2", "NUL", "UTF-8", id="UTF-16 without a mark"),
    pytest.param(b"\xef\xbb\xbf,kind\nx,y\n", "1:1", "no column", "“term”", id="BOM is no column"),
]


@pytest.mark.parametrize(("data", "place", "message", "advice"), ERRORS)
def test_what_makes_a_file_unreadable_is_told_with_its_place(
    data: bytes, place: str, message: str, advice: str
) -> None:
    where, said, helped = error_of(data)
    assert where == f"glossary.csv:{place}"
    assert message in said
    assert advice in helped


@pytest.mark.parametrize(("data", "place", "message", "advice"), ERRORS)
def test_problems_tells_the_same_errors(data: bytes, place: str, message: str, advice: str) -> None:
    first = next(each for each in glossary.read_leniently(data, "glossary.csv")[1] if each.severity == "error")
    assert (first.where, message in first.message, advice in first.help) == (
        f"glossary.csv:{place}",
        True,
        True,
    )


def test_a_file_with_another_divider_has_one_problem() -> None:
    data = b"term\tkind\n" + b"Kirov\tperson, or so\n" * 9
    found, problems = glossary.read_leniently(data, "g")
    assert (len(found.terms), len(problems)) == (0, 1)


@pytest.mark.parametrize("head", [b"", b"# mine, too\r\n", b"sep=;\r\n", b'"sep=;"\n', b"\xef\xbb\xbfSEP=;\n"])
def test_semicolons_divide_where_the_first_row_has_no_comma_or_a_line_says_so(head: bytes) -> None:
    rows = b'term;kind;admitted;;\r\n"Kirov; S. M.";person, dead;Kostrikov|"K,"\r\n;;;;\r\n# a; b\r\nLenin;;;;\r\n'
    kirov, lenin = glossary.read(head + rows, "g").terms
    assert (kirov.lemma, kirov.kind) == ("Kirov; S. M.", "person, dead")
    assert [form.text for form in kirov.forms] == ["Kirov; S. M.", "Kostrikov", '"K,"']
    assert (lenin.lemma, lenin.line) == ("Lenin", 5 + head.count(b"\n"))


def test_a_form_over_a_line_end_is_read_in_one_line_and_warned_of() -> None:
    text = '\ufeffterm,admitted,source\r\n"Lenin,\r\n V. I.","Ilyich\nUlyanov|Lenin","ru:Л.\r\nИ."\r\n'
    found, problems = glossary.read_leniently(text.encode(), "g")
    assert [form.text for form in found.terms[0].forms] == ["Lenin, V. I.", "Ilyich Ulyanov", "Lenin"]
    assert found.terms[0].source == (("ru", "Л. И."),)
    assert [(each.severity, each.line, each.column) for each in problems] == [
        ("warning", 2, 2),
        ("warning", 3, 10),
        ("warning", 4, 17),
    ]
    assert "divided by “|”" in problems[0].help


def test_all_rows_are_checked_and_the_good_ones_read() -> None:
    data = b'term,kind\n,x\nKirov,person\na,b,c\n"d"e,f\n|,\nOrlov, "p"\n"g\n'
    found, all_of_them = glossary.read_leniently(data, "g")
    assert [term.lemma for term in found.terms] == ["Kirov", "Orlov"]
    assert [(each.severity, each.line, each.column) for each in all_of_them] == [
        ("error", 2, 1),
        ("error", 4, 5),
        ("error", 5, 4),
        ("error", 6, 1),
        ("warning", 7, 7),
        ("error", 8, 1),
    ]


def test_names_of_files_are_shown_safely() -> None:
    with pytest.raises(InputError) as caught:
        glossary.read(b"x\n", "bad\x1b[31m.csv")
    assert "\x1b" not in str(caught.value)


def test_merge_keeps_the_order_and_takes_a_file_once() -> None:
    one, two = glossary.read(b"term\nA\n", "1.csv"), glossary.read(b"term\nB\nC\n", "2.csv")
    merged = glossary.merge([two, one, two])
    assert [(term.lemma, term.path) for term in merged.terms] == [
        ("B", "2.csv"),
        ("C", "2.csv"),
        ("A", "1.csv"),
    ]
    assert merged.paths == ("2.csv", "1.csv")
    assert glossary.merge([]) == glossary.Glossary((), ())


def one_line(text: str) -> str:
    """Return a text with line ends as blanks, as forms are read that run over one."""
    return re.sub(r"\s*\n\s*", " ", text)


FORM = st.text(alphabet='Kirov" ,#=-é好Ж\n', min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.tuples(FORM, st.lists(FORM, max_size=3), st.lists(FORM, max_size=2)), max_size=6))
def test_what_a_spreadsheet_writes_is_read(rows: list[tuple[str, list[str], list[str]]]) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(["term", "admitted", "deprecated"])
    writer.writerows((term, "|".join(admitted), "|".join(wrong)) for term, admitted, wrong in rows)
    text = file.getvalue()
    terms = read(text)
    assert [
        (
            term.lemma,
            [form.text for form in term.forms if form.status is Status.ADMITTED],
            [form.text for form in term.forms if form.status is Status.DEPRECATED],
        )
        for term in terms
    ] == [(one_line(term), list(map(one_line, admitted)), list(map(one_line, wrong))) for term, admitted, wrong in rows]
    lines = text.replace("\r\n", "\n").split("\n")
    for term in terms:
        for form in term.forms:
            rest = "\n".join([lines[form.line - 1][form.column - 1 :], *lines[form.line :]])
            assert one_line(rest).startswith(form.text.replace('"', '""')), "the place is that of the form"


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_with_a_place(data: bytes) -> None:
    try:
        glossary.read(data, "g")
    except InputError as error:
        assert error.where.startswith("g:")  # noqa: PT017 - both outcomes are right
        assert error.help  # noqa: PT017


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("Trotsky–Zinoviev opposition", ("trotsky", "zinoviev", "opposition")),
        ("TROTSKY-ZINOVIEV  Opposition", ("trotsky", "zinoviev", "opposition")),
        ("5 Year plan", ("5", "year", "plan")),
        ("斯大林", ("斯大林",)),
        ("…", ()),
        ("", ()),
    ],
)
def test_words(form: str, keys: tuple[str, ...]) -> None:
    assert glossary.words(form) == keys


@pytest.mark.parametrize("header", ["name,wrong", "Wrong,Right", "right,wrong,note", "lemma,variant"])
def test_a_header_with_other_names_is_no_row_of_omegat(header: str) -> None:
    with pytest.raises(InputError) as refused:
        glossary.read(f"{header}\nStalin,Stalbrand\n".encode(), "g.csv")
    assert "g.csv:1" in str(refused.value)
    assert "term" in refused.value.help
