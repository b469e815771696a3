"""What `glossary check` says about the forms of a glossary."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.terminology import glossary as glossaries
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.glossary_check import check


def read(text: str, path: str = "g.csv") -> Glossary:
    return glossaries.read(text.encode(), path)


def found(text: str, common: Callable[[str], bool] | None = None) -> list[tuple[str, str, str]]:
    return [(each.severity, each.where, each.message) for each in check(read(text), common)]


def test_a_good_glossary_has_no_problems() -> None:
    text = "term,admitted,deprecated\nStalin,Joseph Stalin,Stalbrand\nLenin,V. I. Lenin,Lenine\n"
    assert glossaries.read_leniently(text.encode(), "g.csv")[1] == ()
    assert found(text, lambda word: word == "steel") == []


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("term,deprecated\nStalin,Stalin\n", "2:8", "preferred at g.csv:2:1"),
        ("term,admitted,deprecated\nA,Koba,x y|KOBA\n", "2:12", "admitted at g.csv:2:3 (as “Koba”)"),
        ("term,deprecated\nA,b c\nB-C,\n", "2:3", "preferred at g.csv:3:1 for “B-C”"),
        ("term,deprecated\nMu\u0308ller,x y\nB,Müller\n", "3:3", "preferred at g.csv:2:1 for “Mu\u0308ller”"),
        ("term,deprecated\nO’Brien,\nB,O'Brien\n", "3:3", "preferred at g.csv:2:1"),
        ('term,deprecated\nRight\nB,"x y|\nright"\n', "4:1", "preferred at g.csv:2:1"),
    ],
)
def test_a_form_that_is_right_and_wrong_is_an_error(text: str, where: str, said: str) -> None:
    (error,) = [each for each in found(text) if each[0] == "error"]
    assert error[1] == f"g.csv:{where}"
    assert said in error[2]


def test_a_contradiction_between_two_files() -> None:
    one, two = read("term\nKirov\n", "one.csv"), read("term,deprecated\nX,kirov\nY,KIROV\n", "two.csv")
    errors = check(glossaries.merge([two, one]))
    assert [(each.severity, each.where) for each in errors] == [
        ("error", "two.csv:2:3"),
        ("error", "two.csv:3:3"),
    ]
    assert all("one.csv:2:1" in each.message for each in errors)


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("term,admitted\nStalin,Koba|STALIN\n", "2:13", "twice in the term “Stalin”: also at g.csv:2:1"),
        ("term,deprecated\nX,Foo-bar|foo bar\n", "2:11", "twice in the term “X”: also at g.csv:2:3"),
        ("term\nKirov\nOrlov\nKIROV\n", "4:1", "the term “KIROV” has a row already, at g.csv:2:1"),
        ("term,admitted\nA,Koba\nB,koba\n", "3:3", "“koba” also belongs to the term “A”, at g.csv:2:3"),
        ("term,deprecated\nA,Kobba\nB,kobba\n", "3:3", "“kobba” also belongs to the term “A”, at g.csv:2:3"),
        ("term,note\n……,\n", "2:1", "“……” can never match"),
        ("term,admitted\nA,?!\n", "2:3", "“?!” can never match"),
        ("term,deprecated\nAcid,ar\n", "2:6", "so short"),
        ("term,deprecated\nAcid,ari\n", "2:6", "so short"),
        ("term,deprecated\nAcid,AR\n", "2:6", "so short"),
        ("term,deprecated\nAcid,11\n", "2:6", "so short"),
        ("term,deprecated\nStalin,Stal\u200bbrand\n", "2:8", "“Stal<U+200B>brand” has U+200B in it"),
        ("term\nSta\u00adlin\n", "2:1", "has U+00AD in it"),
        ("term,deprecated\nSmith,Smyth & Co\n", "2:7", "can never match: it has “&” between two words"),
        (f"term,deprecated\nA b,{'xy' * 200}\n", "2:5", "can never match: what is longer than 300 letters is no word"),
        ("term,deprecated\n斯大林,斯大标\n", "2:5", "“斯大标” matches only where blanks or marks stand around it"),
        ("term,deprecated\nStalin,สตาลีน\n", "2:8", "“สตาลีน” matches only where"),
        ("term,deprecated\nAcid,arid\n", "2:6", "“arid” is an ordinary word"),
        ("term,deprecated\nSoviet press,x y|Press\n", "2:18", "each “press” would be flagged"),
    ],
)
def test_warnings(text: str, where: str, said: str) -> None:
    (warning,) = found(text, lambda word: word in {"arid", "press", "ari"})
    assert warning[:2] == ("warning", f"g.csv:{where}")
    assert said in warning[2]


@pytest.mark.parametrize(
    "text",
    [
        "term,deprecated\nOGPU,GPV\n",
        "term,deprecated\nCPSU(B),C.P.S.U. (Bu)|St. Petersburgh|“News” newspaper|d’Orloff\n",
        "term,deprecated\nराम,रम\nمی\u200cخواهم,x y\nNgo\u00a0Dinh Diem,Ngo Dinh\u00a0Diew\n",
        "term,deprecated\nGulag,Стон\n",
        "term,deprecated\nArid,Belgian press|press of Belgium\n",
        "term,admitted\nArid,press|no\n",
        "term,deprecated\nStalin,1953\n",
        "term,deprecated\nLenin,Lenin’s|Lenins\nDreyfus,Dreyfuss\n",
    ],
)
def test_what_is_not_doubtful(text: str) -> None:
    assert found(text, lambda word: word in {"arid", "press", "belgian", "of"}) == []


def test_without_a_word_list_no_word_is_ordinary() -> None:
    assert found("term,deprecated\nAcid,arid\n") == []


def test_every_use_after_the_first_is_told_once() -> None:
    places = [where for _, where, _ in found("term,admitted\nA,k x|K x\nB,k-x\nC,K X|k x\n")]
    assert places == ["g.csv:2:7", "g.csv:3:3", "g.csv:4:3", "g.csv:4:7"]


def test_a_contradiction_is_not_also_told_as_a_duplicate() -> None:
    assert [each[0] for each in found("term,deprecated\nA,before\nBefore,before\n")] == ["error", "error"]


def test_messages_are_shown_safely() -> None:
    problems_found = check(read("term,deprecated\nA\x1b[31m b,a\x1b[31m-b\n"))
    assert len(problems_found) == 3
    assert not any("\x1b" in each.message for each in problems_found)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["a x", "A x", "b", "c-d", "c d", "…"]), min_size=1, max_size=3),
            st.lists(st.sampled_from(["b", "B", "e f", "c–d"]), max_size=2),
        ),
        max_size=5,
    )
)
def test_errors_are_exactly_the_wrong_forms_that_are_right_somewhere(
    rows: list[tuple[list[str], list[str]]],
) -> None:
    text = "term,deprecated\n" + "".join(f"{'|'.join(right)},{'|'.join(wrong)}\n" for right, wrong in rows)
    right = {glossaries.words(form) for forms, _ in rows for form in forms}
    expected = sum(glossaries.words(form) in right for _, forms in rows for form in forms)
    told = check(read(text))
    assert sum(each.severity == "error" for each in told) == expected
    assert list(told) == sorted(told, key=lambda each: (each.line, each.column))


def test_the_work_grows_as_the_glossary_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in calls: words folded and words looked up, over one size and four times that size."""
    calls = 0
    words = glossaries.words

    def counted(form: str) -> tuple[str, ...]:
        nonlocal calls
        calls += 1
        return words(form)

    def common(_word: str) -> bool:
        nonlocal calls
        calls += 1
        return False

    def work(size: int) -> tuple[int, int]:
        nonlocal calls
        calls = 0
        rows = "".join(f"N{n % 7},A{n}|same,W{n:05}|wrong thing\n" for n in range(size))
        told = check(read("term,admitted,deprecated\n" + rows), common)
        return calls, sum(len(each.message) for each in told)

    monkeypatch.setattr(glossaries, "words", counted)
    few, many = work(500), work(2000)
    assert many[0] == 4 * few[0]
    assert many[1] < 5 * few[1]


def test_a_headword_in_the_order_of_a_catalogue_is_told_how_to_write() -> None:
    text = 'term,kind\n"Nelson, Lord",person\n"Paris, Texas",place\n"Gaulle, Charles de",\n"Washington, D.C.",city\n'
    lord, charles = check(read(text))
    assert (lord.severity, lord.where, lord.help) == ("warning", "g.csv:2:2", "write “Lord Nelson”")
    assert lord.message == "“Nelson, Lord” is in the order of a catalogue, in which hardly a text has it"
    assert charles.help == "write “Charles de Gaulle”; if that is wrong, give the row a kind"


DIVIDED = "several forms in one cell are divided by “|”"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Catalan, Catalane", "is several forms"),
        ("Dantès, Edmond, Louis Dantès", "is several forms"),
        ("Dantès/Edmond/Louis Dantès", "is several forms"),
        ("Catalan/Catalane", "is several forms"),
        ("Catalan;Catalane", "is several forms"),
        ("Koba; Soso", "is several forms"),
        ("Stalin, Koba, Soso", "seems to be several forms"),
        ("Dantès, Edmond", "is in the order of a catalogue"),
    ],
)
def test_several_forms_in_a_cell_are_told_how_to_be_divided(cell: str, said: str) -> None:
    (right,) = check(read(f'term,admitted,deprecated\nMercédès,"{cell}",\n'))
    assert (right.severity, right.where) == ("warning", "g.csv:2:11")
    assert f"“{cell}” {said}" in right.message
    assert DIVIDED in right.help
    (wrong,) = check(read(f'term,admitted,deprecated\nMercédès,,"{cell}"\n'))
    assert (wrong.severity, wrong.where) == ("warning", "g.csv:2:12")
    assert wrong.help.endswith(DIVIDED)


@pytest.mark.parametrize(
    "cell",
    [
        *("Smith, Elder & Co", "Merrill, Lynch, Pierce, Fenner & Smith", "Smith, Elder, and Co", "Mathis, soprano"),
        *("Department of Health, Education, and Welfare", "Lyon, Lille et Paris", "Villiers, Auguste, comte de"),
        *(
            "and/or",
            "km/h",
            "AC/DC",
            "1914/15",
            "he/she",
            "Frankfurt/Main",
            "Biel/Bienne",
            "Trotsky/Zinoviev opposition",
        ),
    ],
)
def test_a_name_with_marks_of_its_own_is_one_form(cell: str) -> None:
    assert check(read(f'term,admitted\nX,"{cell}"\n')) == ()


def test_what_is_no_person_may_have_commas() -> None:
    cell = '"Charing Cross, London, England|Washington, D.C.|New York, New York"'
    assert check(read(f"term,kind,admitted\nX,place,{cell}\n")) == ()
    assert (
        check(read(f"term,kind,admitted\nX,,{cell}\n"))[0].help == f"{DIVIDED}; if that is wrong, give the row a kind"
    )


def test_the_term_itself_is_one_form() -> None:
    assert check(read('term\n"Lyon, Lille, Paris"\nCatalan/Catalane\nKoba; Soso\n')) == ()


@pytest.mark.parametrize(
    ("header", "where", "said"),
    [
        ("term,depreciated", "1:6", "“depreciated” is not read"),
        ("term,deprecated,Deprecatd", "1:17", "“deprecatd” is not read"),
        ("term,wrong", "1:6", "“wrong” is not read"),
        ("notes,term", "1:1", "“notes” is not read"),
    ],
)
def test_a_column_with_a_slip_in_its_name_is_told(header: str, where: str, said: str) -> None:
    (warning,) = glossaries.read_leniently(f"{header}\n".encode(), "g.csv")[1]
    assert (warning.severity, warning.where) == ("warning", f"g.csv:{where}")
    assert said in warning.message
    assert "did you mean" in warning.help


def test_columns_of_one_s_own_are_left_alone() -> None:
    assert glossaries.read_leniently(b"term,note,notes,page,date,code,id,name\n", "g.csv")[1] == ()


def test_two_spellings_that_are_one_form_here_are_told_so() -> None:
    (error,) = check(read("term,deprecated\nStraße,Strasse\n"))
    assert "preferred at g.csv:2:1 (as “Straße”)" in error.message
    assert error.help.endswith("case, ligatures, and ß for ss do not count")


@pytest.mark.parametrize("row", ["J. V. Stalin,J V Stalin", "C++,C+", "Mr. X,Mr. [X]*"])
def test_two_forms_that_differ_in_signs_alone_are_told_so(row: str) -> None:
    error, *_warnings = check(read(f"term,deprecated\n{row}\n"))
    assert error.severity == "error"
    assert error.help.endswith("; points and other signs beside words do not count")
