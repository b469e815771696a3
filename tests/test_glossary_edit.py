"""Forms put into a glossary file and taken out again: nothing else changes, and nothing is left behind."""

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from corrigenda.errors import InputError
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.glossary_edit import add_term, admit, withdraw
from corrigenda.terminology.terms import Status


def admitted(data: bytes, lemma: str) -> list[str]:
    (term,) = [term for term in glossary.read(data, "g").terms if term.lemma == lemma]
    return [form.text for form in term.forms if form.status is Status.ADMITTED]


ADMITTED = [
    pytest.param("term,admitted,note\nStalin,,n\n", "Koba", "term,admitted,note\nStalin,Koba,n\n", id="empty"),
    pytest.param("term,admitted\nStalin,Iosif\n", "Koba", "term,admitted\nStalin,Iosif|Koba\n", id="filled"),
    pytest.param(
        'term,admitted\nStalin,"Stalin, J."\n',
        "Koba",
        'term,admitted\nStalin,"Stalin, J.|Koba"\n',
        id="quoted",
    ),
    pytest.param(
        "term,admitted\nStalin,Koba\n",
        'J. "Koba" S.',
        'term,admitted\nStalin,"Koba|J. ""Koba"" S."\n',
        id="quoted because needed",
    ),
    pytest.param(
        "term,kind,admitted,note\nStalin\n", "Koba", "term,kind,admitted,note\nStalin,,Koba\n", id="short row"
    ),
    pytest.param(
        "term,kind,admitted\nStalin,person,\n",
        "Koba",
        "term,kind,admitted\nStalin,person,Koba\n",
        id="last cell",
    ),
    pytest.param(
        "term,kind\nKirov,person\nStalin,person\nOrlov\n",
        "Koba",
        "term,kind,admitted\nKirov,person\nStalin,person,Koba\nOrlov\n",
        id="no column",
    ),
    pytest.param(
        "\ufeffNOTE,Admitted , term\r\n# admitted\r\n\r\n a , b ,Stalin\r\n'x',y, \"Kirov",
        "Koba",
        "\ufeffNOTE,Admitted , term\r\n# admitted\r\n\r\n a , b |Koba,Stalin\r\n'x',y, \"Kirov",
        id="all else is kept",
    ),
    pytest.param(
        ",,\nterm,admitted,note\n,,\nStalin,,\n , ,\n,,\n",
        "Koba",
        ",,\nterm,admitted,note\n,,\nStalin,Koba,\n , ,\n,,\n",
        id="rows of nothing but commas",
    ),
    pytest.param("term,admitted,note\nA\nStalin", "-ov", "term,admitted,note\nA\nStalin,-ov", id="no newline"),
    pytest.param("admitted,term\n,Stalin\n", "#1", 'admitted,term\n"#1",Stalin\n', id="like a comment"),
    pytest.param('"term","admitted"\n"Stalin",""\n', "Koba", '"term","admitted"\n"Stalin","Koba"\n', id="all quoted"),
    pytest.param(
        "term,kind,admitted\nStalin\nKirov,person,\n",
        "Koba",
        "term,kind,admitted\nStalin,,Koba||\nKirov,person,\n",
        id="an unlikely shape is marked",
    ),
    pytest.param("term\nStalin\n", "Koba", "term,admitted\nStalin,Koba||\n", id="one row without a column"),
]


@pytest.mark.parametrize(("before", "form", "after"), ADMITTED)
def test_admit_changes_one_cell_and_withdraw_restores_it(before: str, form: str, after: str) -> None:
    changed = admit(before.encode(), "g", form, "Stalin")
    assert changed.decode() == after
    assert admitted(changed, "Stalin")[-1] == form
    assert withdraw(changed, "g", form, "Stalin") == before.encode()


@pytest.mark.parametrize("form", ["Stalin", "Koba", "Iosif", "Stalin, J."])
def test_a_form_that_is_there_is_not_added_again(form: str) -> None:
    data = b'term,admitted\nStalin|Iosif, Koba |"x"\nStalin,"Stalin, J."\n'
    assert admit(data, "g", form, "Stalin") == data


def test_the_first_of_two_rows_of_a_term_is_filled() -> None:
    data = b"term,admitted\nStalin,\nStalin,\n"
    assert admit(data, "g", "Koba", "Stalin") == b"term,admitted\nStalin,Koba\nStalin,\n"


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (" Smolny\nPalace ", "Smolny Palace"),
        ("Smolny \r\n  Palace", "Smolny Palace"),
        ("Stal-\nbrand", "Stalbrand"),
        ("Trotsky-\nZinoviev", "Trotsky-Zinoviev"),
    ],
)
def test_a_form_is_written_in_one_line(form: str, written: str) -> None:
    data = b"term,admitted\nX,\n"
    changed = admit(data, "g", form, "X")
    assert changed == f"term,admitted\nX,{written}\n".encode()
    assert withdraw(changed, "g", form, "X") == data
    added = add_term(data, "g", form)
    assert added == data + f"{written},\n".encode()
    assert withdraw(added, "g", form, "") == data


@pytest.mark.parametrize("undo_last_first", [True, False])
def test_several_forms_are_withdrawn_in_any_order(undo_last_first: bool) -> None:
    data = b"term,kind\nStalin,person\n"
    one = admit(data, "g", "Koba", "Stalin")
    two = admit(one, "g", "Soso, the", "Stalin")
    assert admitted(two, "Stalin") == ["Koba", "Soso, the"]
    if undo_last_first:
        assert withdraw(two, "g", "Soso, the", "Stalin") == one
        assert withdraw(one, "g", "Koba", "Stalin") == data
    else:
        rest = withdraw(two, "g", "Koba", "Stalin")
        assert admitted(rest, "Stalin") == ["Soso, the"]
        assert admitted(withdraw(rest, "g", "Soso, the", "Stalin"), "Stalin") == []


def test_what_is_not_there_is_not_withdrawn() -> None:
    data = b"term,admitted\nStalin,Koba\n"
    assert withdraw(data, "g", "Kob", "Stalin") == data
    assert withdraw(data, "g", "Koba", "Kirov") == data
    assert withdraw(data, "g", "Koba", "") == data
    assert withdraw(b"", "g", "Koba", "") == b""


@pytest.mark.parametrize(
    ("before", "form", "kind", "after"),
    [
        ("term,kind\nA,b\n", "Lenina", "person", "term,kind\nA,b\nLenina,person\n"),
        ("term,kind\nA,b", "Lenina", "", "term,kind\nA,b\nLenina,"),
        ("term,type,count\r\nA,b,3\r\n", "Lenina", "name", "term,type,count\r\nA,b,3\r\nLenina,name,\r\n"),
        ("\ufeffnote,term\nA,b\n# end", "Lenina", "person", "\ufeffnote,term\nA,b\n# end\n,Lenina"),
        ("term\r", "#5, of", "", 'term\r"#5, of"\r'),
        ("Сталин,Stalin,the leader\n", "Lenina", "x", "Сталин,Stalin,the leader\n,Lenina,\n"),
        ("", "Lenina", "", "term,kind,admitted,deprecated,source,note\nLenina\n"),
        ("# mine\r\n", "L", "p", "# mine\r\nterm,kind,admitted,deprecated,source,note\r\nL,p\r\n"),
        ("# mine", "L", "", "# mine\nterm,kind,admitted,deprecated,source,note\nL"),
        (
            "term,kind,admitted,deprecated,source,note\n",
            "L",
            "",
            "term,kind,admitted,deprecated,source,note\nL,,,,,\n",
        ),
    ],
)
def test_add_term_appends_a_row_and_withdraw_removes_it(before: str, form: str, kind: str, after: str) -> None:
    changed = add_term(before.encode(), "g", form, kind)
    assert changed.decode() == after
    assert glossary.read(changed, "g").terms[-1].lemma == form
    assert withdraw(changed, "g", form, "") == before.encode()


def test_a_term_that_is_there_is_not_added_again() -> None:
    data = b"term,kind\nLenina,x\n"
    assert add_term(data, "g", "Lenina", "person") == data


def test_a_row_that_was_filled_since_is_not_removed() -> None:
    data = add_term(b"term,kind,note\n", "g", "Lenina").replace(b"Lenina,,", b"Lenina,,wife of the guard")
    with pytest.raises(InputError, match="filled since") as caught:
        withdraw(data, "g", "Lenina", "")
    assert caught.value.where == "g:2:1"


def test_the_last_row_of_a_name_is_the_one_that_is_removed() -> None:
    data = b"term,kind\nA|x,b\nC,d\nA,\n"
    assert withdraw(data, "g", "A", "") == b"term,kind\nA|x,b\nC,d\n"


@pytest.mark.parametrize(
    ("data", "form", "lemma", "where", "message"),
    [
        (b"term,admitted\nA,b\n", "x|y", "A", "g", "holds “|”"),
        (b"term,admitted\nA,b\n", " \n", "A", "g", "empty form"),
        (b"term,admitted\nA,b\n", "a\0", "A", "g", "cannot"),
        (b"term,admitted\nA,b\n", "\ud800", "A", "g", "cannot"),
        (b"term,admitted\nA,b\n", "x", "B", "g", "no term is called “B”"),
        (b"term,deprecated\nA,\nB,y|X-y\n", "x Y", "A", "g:3:5", "deprecated form of “B”"),
        ("Сталин,Stalin\n".encode(), "Koba", "Stalin", "g:1:1", "no header"),
        (b"term\n\xff\n", "x", "A", "g:2:1", "0xFF"),
        (b"term,admitted\nA\n,b\n", "x", "A", "g:3:1", "no term"),
        (b'term,admitted\nA,"b\n', "x", "A", "g:2:3", "never closed"),
        (b"", "x", "A", "g", "no term is called “A”"),
    ],
)
def test_what_cannot_be_admitted_is_told(data: bytes, form: str, lemma: str, where: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        admit(data, "g", form, lemma)
    assert caught.value.where == where
    assert message in caught.value.message
    assert caught.value.help


@pytest.mark.parametrize(("form", "message"), [("a|b", "“|”"), ("", "empty"), ("Wrong", "deprecated form of “A”")])
def test_what_cannot_be_a_term_is_told(form: str, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("|", r"\|")):
        add_term(b"term,deprecated\nA,wrong\n", "g", form)


# Files as hands and spreadsheets leave them: any quoting, short and long rows, comments, blank lines.
BARE = st.sampled_from(["", "", "", "a", "b", " ", "|", "||", " c ", "a|b", '5" x', "d|", "|e", "é好"])
QUOTED = st.sampled_from(['""', '"a"', '"|"', '"f,g"', '"h""i" ', '" "', '"j\nk"', '"l|"', '"#m"'])
NAMES = st.permutations(["term", "kind", "admitted", "deprecated", "note", "count"])
HEADERS = st.builds(
    lambda names, size: (
        ["term", *[name for name in names if name != "term"]][:size] if "term" not in names[:size] else names[:size]
    ),
    NAMES,
    st.integers(1, 6),
)
SHOWN = st.sampled_from([str, str.upper, lambda name: f'"{name}"', lambda name: f" {name}"])


EXCHANGED = {ord(","): ";", ord(";"): ","}


@st.composite
def files(draw: st.DrawFn) -> bytes:
    header = draw(HEADERS)
    ending = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    show = draw(SHOWN)
    lines = [",".join(show(name) for name in header)]
    is_plain = draw(st.booleans())
    cell = BARE if is_plain else BARE | QUOTED
    for number in range(draw(st.integers(0, 3))):
        row = draw(st.lists(cell, max_size=len(header) + 2))
        at = header.index("term")
        row += [""] * (at + 1 - len(row))
        row[at] = draw(st.sampled_from([f"T{number}", f'"T{number}"', f" T{number}|U"]))
        lines.append(",".join(row))
        lines += draw(st.lists(st.sampled_from(["", "# c,|", " ", ",,", '"",']), max_size=1))
    text = ending.join(lines) + draw(st.sampled_from([ending, "", "\n"]))
    if len(header) > 1 and draw(st.booleans()):
        text = text.translate(EXCHANGED)
        text = draw(st.sampled_from(["", f"sep=;{ending}"])) + text
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


FORMS = st.sampled_from(["N", "Koba", "Stalin, J.", "Lenin; I.", 'J. "Koba" S.', "#1", "=1", "好", "a b", "'x'"])


def readable(data: bytes) -> Glossary:
    try:
        return glossary.read(data, "g")
    except InputError:
        assume(False)
        raise


@settings(suppress_health_check=[HealthCheck.filter_too_much])  # many a random file is no glossary
@given(files(), FORMS, st.integers(0, 2))
@example(b"term,admitted\nT0,\n", "N", 0)
@example(b"term,admitted\nT0\n", "N", 0)
@example(b"term,admitted\nT0,|\n", "Stalin, J.", 0)
@example(b"term\nT0,,\n", "N", 0)
@example(b"term,a\nT0,,\nT1,,,\n", "N", 0)
@example(b'term,admitted\nT0,""\n', "Stalin, J.", 0)
def test_withdraw_undoes_admit_exactly(data: bytes, form: str, number: int) -> None:
    before = readable(data)
    assume(number < len(before.terms))
    lemma = f"T{number}"
    changed = admit(data, "g", form, lemma)
    after = glossary.read(changed, "g")
    for old, new in zip(before.terms, after.terms, strict=True):
        added = {form} if new.lemma == lemma else set()
        assert {each.text for each in new.forms} == {each.text for each in old.forms} | added
        assert (new.lemma, new.kind, new.note, new.line) == (old.lemma, old.kind, old.note, old.line)
    assert withdraw(changed, "g", form, lemma) == data


@given(files(), st.lists(st.tuples(FORMS, st.integers(-1, 2)), max_size=4))
def test_any_number_of_changes_is_undone_in_reverse(data: bytes, changes: list[tuple[str, int]]) -> None:
    steps = [(data, "", "")]
    for form, number in changes:
        present = {term.lemma for term in readable(steps[-1][0]).terms}
        lemma = f"T{number}" if number >= 0 else ""
        if lemma and lemma not in present:
            continue
        now = admit(steps[-1][0], "g", form, lemma) if lemma else add_term(steps[-1][0], "g", form, "person")
        if now != steps[-1][0]:
            steps.append((now, form, lemma))
    while len(steps) > 1:
        now, form, lemma = steps.pop()
        assert withdraw(now, "g", form, lemma) == steps[-1][0]


@given(
    files() | st.sampled_from([b"", b"\xef\xbb\xbf", b"# c", b"# c\r\n", b"\n", b" ", b"a,b,c", b"a,b\r"]),
    FORMS,
)
def test_withdraw_undoes_add_term_exactly(data: bytes, form: str) -> None:
    if data.strip(b"\xef\xbb\xbf# c\r\n"):
        readable(data)
    changed = add_term(data, "g", form, "person")
    assert changed.startswith(data)
    terms = glossary.read(changed, "g").terms
    assert terms[-1].lemma == form
    assert withdraw(changed, "g", form, "") == data
