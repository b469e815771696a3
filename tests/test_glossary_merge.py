"""The terms of another glossary put into one's own: nothing of it is lost, and nothing is decided in silence."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corrigenda.errors import InputError
from corrigenda.storage import csvfile, diff
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.glossary_merge import Merged, merge
from corrigenda.terminology.terms import Form, Status, Term

HEADER = "term,kind,admitted,deprecated,source,note\n"


def put(before: str, rows: str, *wrong: str) -> Merged:
    """Merge rows, and wrong forms of no term, into a file."""
    terms = glossary.read((HEADER + rows).encode(), "other").terms
    forms = [(Form(text, Status.DEPRECATED, 9, 1), "list") for text in wrong]
    return merge(before.encode(), "g", terms, forms)


def said(merged: Merged) -> list[str]:
    return [f"{each.where}: {each.message}" for each in merged.conflicts]


MERGED = [
    pytest.param("", "Stalin,person,,,,\n", HEADER + "Stalin,person,,,,\n", id="a new glossary"),
    pytest.param(
        "\ufeffNOTE,extra, term ,Admitted\r\n# people\r\n\r\n a ,x,\"Stalin\",  'y' \r\nb,,Kirov\r\n",
        "Stalin,,Koba,,,\nKirov,,S. Kirov,,,\nLenin,,,,,\n",
        "\ufeffNOTE,extra, term ,Admitted\r\n# people\r\n\r\n a ,x,\"Stalin\",  'y' |Koba\r\nb,,Kirov,S. Kirov\r\n"
        ",,Lenin,\r\n",
        id="all else is kept",
    ),
    pytest.param(
        "term,note\nStalin\nKirov,n",
        "Stalin,person,Koba,Stalbrand,ru:Сталин,the leader\nOrlov,,,,,\n",
        "term,note,kind,admitted,deprecated,source\n"
        "Stalin,the leader,person,Koba,Stalbrand,ru:Сталин\nKirov,n\nOrlov,,,,,",
        id="columns that are lacking, short rows, no last line end",
    ),
    pytest.param(
        'term,admitted\nStalin,"Stalin, J." \nKirov,\n',
        'Stalin,,Koba,,,\nKirov,,"a, b|c ""d""",,,\n',
        'term,admitted\nStalin,"Stalin, J.|Koba" \nKirov,"a, b|c ""d"""\n',
        id="quotation marks",
    ),
    pytest.param(
        'sep=;\r\nterm;note\r\n"Stalin";a, b\r\nKirov',
        'Stalin,,Koba|J. Stalin,"x; y",,\nLenin,,"V, I",,,\n',
        'sep=;\r\nterm;note;admitted;deprecated\r\n"Stalin";a, b;Koba|J. Stalin;"x; y"\r\nKirov\r\nLenin;;V, I;',
        id="semicolons",
    ),
    pytest.param(
        "source,target\nСталин,Stalin\n",
        "Stalin,,,Stalbrand,,\n",
        "source,target,deprecated\nСталин,Stalin,Stalbrand\n",
        id="OmegaT with a header",
    ),
    pytest.param(
        HEADER + "Stalin,person,Joseph Stalin,,ru:Сталин,old\n",
        "JOSEPH STALIN,person,Stalin|Koba,,Сталин|ru:Сталин|zh:斯大林|re: X,new\n",
        HEADER + "Stalin,person,Joseph Stalin|Koba,,ru:Сталин|zh:斯大林|re:X,old\n",
        id="another preferred form",
    ),
    pytest.param(
        HEADER + "Stalin,,,,ru:Сталин|zh-Hans:斯大林,\n",
        "Stalin,,,,RU:Сталин|zh-hans:斯大林|zh-TW:史達林,\n",
        HEADER + "Stalin,,,,ru:Сталин|zh-Hans:斯大林|zh-TW:史達林,\n",
        id="languages in capitals",
    ),
    pytest.param("term\n", "Stalin,,,,,\n", "term\nStalin\n", id="a header alone"),
    pytest.param("# mine\n", "Stalin,,,,,\n", f"# mine\n{HEADER}Stalin,,,,,\n", id="a comment alone"),
]


@pytest.mark.parametrize(("before", "rows", "after"), MERGED)
def test_terms_are_put_into_their_rows_once(before: str, rows: str, after: str) -> None:
    merged = put(before, rows)
    assert merged.data.decode() == after
    assert not merged.conflicts
    again = put(after, rows)
    assert (again.data, again.edits, again.added, again.filled) == (merged.data, (), 0, 0)
    old = before.encode()
    assert diff.apply(diff.read(diff.write("g", old, merged.edits)), old) == merged.data


def test_what_is_added_and_what_is_kept_is_counted() -> None:
    before = HEADER + "Stalin,person,Koba,,,the leader\nKirov,person,,,,\nLenin,,,Lcnin,,\n"
    rows = "Koba,person,Stalin|Soso,,,another note\nKirov,city,,,,\nOrlov,,,Lcnin,,\nLenin,,,,,\nStalin,,,,,leader\n"
    merged = put(before, rows, "Lcnin", "Lcnni")
    assert (merged.added, merged.filled, merged.same, merged.columns) == (1, 1, 3, ())
    assert merged.kept == {
        "kinds of terms that have another here": 1,
        "notes of terms that have another here": 1,
        "terms of which the glossary prefers another form": 1,
        "wrong forms of several terms (they were added)": 1,
        "wrong forms without a right one": 1,
    }
    assert not merged.conflicts


CONFLICTS = [
    ("Stalbrand,,,,,", "other:2:1: “Stalbrand” is right there, but deprecated for “Stalin” at g:2:20"),
    ("Stalin,,stalbrand,,,", "other:2:9: “stalbrand” is right there, but deprecated for “Stalin” at g:2:20"),
    ("Lenin,,,Koba,,", "other:2:9: “Koba” is wrong there, but admitted for “Stalin” at g:2:15"),
    ("Lenin,,,Lenin,,", "other:2:9: “Lenin” is wrong there, but preferred for “Lenin” at other:2:1"),
    ("J. Djugashvili,,Koba,,,", "other:2:1: “J. Djugashvili” shares the form “Koba” with the term “Stalin” at g:2:15"),
    ("Kirov,,Koba,,,", "other:2:8: “Koba” is a form of “Kirov” there, but also of another term at g:2:15"),
    (
        "Koba,city,,,,",
        "other:2:1: “Koba” is of the kind “city” there, but admitted for “Stalin” at g:2:15, of “person”",
    ),
    ("Orlov,,,,,n", "other:2:1: “Orlov” may be either of two terms, at g:4:1 and g:5:1"),
]


@pytest.mark.parametrize(("row", "message"), CONFLICTS)
def test_what_contradicts_the_glossary_is_told_and_not_taken_over(row: str, message: str) -> None:
    before = HEADER + "Stalin,person,Koba,Stalbrand,,\nKirov,,,,,\nOrlov,person,,,,\nOrlov,city,,,,\n"
    merged = put(before, f"{row}\n")
    assert said(merged) == [message]
    assert merged.conflicts[0].help
    new = "Lenin,,,,,\n" if row.startswith("Lenin") else ""
    assert merged.data.decode() == before + new


def test_a_wrong_form_without_a_right_one_is_compared_too() -> None:
    merged = put(HEADER + "Stalin,,,,,\n", "", "stalin")
    assert said(merged) == ["list:9:1: “stalin” is wrong there, but preferred for “Stalin” at g:2:1"]


def test_a_name_that_is_a_term_of_its_own_is_no_other_name_of_another() -> None:
    merged = put("", "Sergei Kirov,person,Kirov,,,\nKirov,city,,,,\n")
    assert merged.data.decode() == HEADER + "Sergei Kirov,person,,,,\nKirov,city,,,,\n"
    assert said(merged) == ["other:2:21: “Kirov” is a form of “Sergei Kirov” there, but also of another term"]


def test_terms_of_one_name_are_refused_together() -> None:
    before = HEADER + "Koba,,,,,\n"
    merged = put(before, "Stalin,,Koba,,,\nStalin,,,,ru:Сталин,\n")
    assert merged.data.decode() == before
    assert said(merged) == [
        "other:2:1: “Stalin” shares the form “Koba” with the term “Koba” at g:2:1",
        "other:3:1: “Stalin” has the name of what was not taken over from other:2:1",
    ]


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("Сталин,Stalin,the leader\n", "the glossary has no header line"),
        ("name;x\na;b\n", "no column is called “term”"),
        ('term\n"Stalin\n', "never closed"),
    ],
)
def test_a_glossary_that_cannot_be_changed_is_refused(before: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        put(before, "Stalin,,,,,\n")


WORDS = st.sampled_from(["Stalin", "stalin", "Koba", "Stalbrand", "Kirov", "S. Kirov", "Orlov", "…", "a, b", 'x "y"'])
SOURCES = st.sampled_from(["ru:Сталин", "Сталин", "zh:斯大林", "re: X"])


@st.composite
def cells(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    cell = draw(st.sampled_from(["|", " | ", "||"])).join(draw(st.lists(texts, max_size=2)))
    quoted = csvfile.needs_quotes(cell, first=True) or draw(st.booleans())
    return csvfile.quote(cell) + draw(st.sampled_from(["", " "])) if quoted else cell


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return a glossary as it may have been made by hand."""
    columns = ["admitted", "deprecated", "source", "note", "extra", "kind"]
    names = ["term", *draw(st.lists(st.sampled_from(columns), unique=True))]
    names = draw(st.permutations(names))
    texts = {"source": SOURCES, "kind": st.sampled_from(["person", "city"]), "note": st.sampled_from(["n", "m, n"])}
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [",".join(names)]
    for _ in range(draw(st.integers(0, 4))):
        row = [draw(WORDS) if name == "term" else draw(cells(texts.get(name, WORDS))) for name in names]
        row = [csvfile.write_cell(row[n], first=n == 0) if name == "term" else row[n] for n, name in enumerate(names)]
        lines.append(",".join(row[: draw(st.integers(names.index("term") + 1, len(names)))]))
        lines += draw(st.sampled_from([[], ["# a comment, with “signs”"], [""], [" "]]))
    text = ending.join(lines) + draw(st.sampled_from(["", ending]))
    return draw(st.sampled_from([b"", glossary.BOM])) + text.encode()


def cells_of(data: bytes) -> list[list[str]]:
    text, _ = glossary.decode(data, "g")
    return [[record.text(n) for n in range(len(record.raws))] for record in csvfile.scan(text).records]


def comments_of(data: bytes) -> list[str]:
    return [line for line in re.split("\r\n|\n", data.decode()) if line.startswith("#") or not line.strip(" ")]


def right_and_wrong(read: Glossary) -> list[tuple[str, str]]:
    return [(form.text, form.status) for term in read.terms for form in term.forms]


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@example(b"term\nKoba\n", b"term,admitted\nStalin,Koba\nStalin,\n")
@given(files(), files())
def test_a_merge_loses_nothing_and_is_done_once(before: bytes, other: bytes) -> None:
    terms = glossary.read(other, "other").terms
    merged = merge(before, "g", terms)
    old, new = cells_of(before), cells_of(merged.data)
    for old_row, new_row in zip(old, new, strict=False):
        for number, cell in enumerate(old_row):
            assert new_row[number].startswith(cell) or not cell.strip(" |")
    assert len(new) == len(old) + merged.added
    assert [c for c in comments_of(merged.data) if c] == [c for c in comments_of(before) if c]
    assert merged.data.count(b"\r\n") == (merged.data.count(b"\n") if b"\r\n" in before else 0)
    assert merged.data.startswith(glossary.BOM) is before.startswith(glossary.BOM)

    after = glossary.read(merged.data, "g")
    assert set(right_and_wrong(glossary.read(before, "g"))) <= set(right_and_wrong(after))
    added = set(right_and_wrong(after)) - set(right_and_wrong(glossary.read(before, "g")))
    assert {text for text, _ in added} <= {text for term in terms for text, _ in _forms(term)}

    again = merge(merged.data, "g", terms)
    assert not again.edits
    assert again.data == merged.data
    assert len(again.conflicts) == len(merged.conflicts)
    assert diff.apply(diff.read(diff.write("g", before, merged.edits)), before) == merged.data


def _forms(term: Term) -> list[tuple[str, str]]:
    return [(form.text, form.status) for form in term.forms]
