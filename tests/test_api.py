"""What programs and notebooks may rely on: the public names, what they return, and the README's page on them."""

import doctest
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desk import GLOSSARY, TEXT, Desk

import corrigenda

A = "seeds/a.txt"
ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TERMS = corrigenda.Glossary.parse(GLOSSARY)
FOUND = corrigenda.lint({"a.txt": TEXT}, TERMS)


def test_the_readme_shows_what_python_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks
    page = doctest.DocTestParser().get_doctest("".join(blocks), {}, "README.md", "README.md", 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(page, out=said.append)
    assert result.failed == 0, "".join(said)


def test_the_public_names_are_all_there_and_say_what_they_are() -> None:
    assert list(corrigenda.__all__) == sorted(corrigenda.__all__)
    for name in corrigenda.__all__:
        value = getattr(corrigenda, name)
        assert name in dir(corrigenda)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__doc__
            assert value.__module__.startswith("corrigenda.")
    with pytest.raises(AttributeError, match="has no attribute 'lnit'"):
        corrigenda.lnit  # noqa: B018


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    code = "import sys, corrigenda; print(sorted(each for each in sys.modules if each.startswith('corrigenda')))"
    ran = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert ran.stdout == "['corrigenda']\n"


def test_the_function_stays_a_function_when_modules_are_imported() -> None:
    assert inspect.isfunction(corrigenda.lint)
    assert inspect.isfunction(corrigenda.read)


def test_texts_are_given_in_several_ways(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    wanted = [(each.code, each.anchor.sic) for each in corrigenda.lint(TEXT, TERMS)]
    assert ("G001", "Belgian press") in wanted
    for given in (folder, folder / "a.txt", {"a": TEXT}, [TEXT], [folder], corrigenda.read(folder / "a.txt")):
        found = corrigenda.lint(given, tmp_path / "terms.csv")
        assert [(each.code, each.anchor.sic) for each in found] == wanted
    assert len(corrigenda.lint({"a": TEXT, "b": TEXT}, TERMS).texts) == 2
    assert {each.code for each in corrigenda.lint(TEXT, TERMS, select=["R"])} == {"R001"}
    assert all(each.code[0] != "G" for each in corrigenda.lint(TEXT, TERMS, ignore=["G"]))
    assert "G001" not in {each.code for each in corrigenda.lint(TEXT)}


def test_comments_are_heeded_as_the_command_does() -> None:
    text = "Stalbrand. <!-- corrigenda: ignore[G] -->\n\nThen Stalbrand spoke.\n"
    assert [each.anchor.span.start for each in corrigenda.lint({"a.md": text}, TERMS, select=["G"])] == [48]
    assert len(corrigenda.lint({"a.txt": text}, TERMS, select=["G"])) == 2


def test_bad_input_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(corrigenda.InputError, match="there is no such file"):
        corrigenda.lint(tmp_path / "missing.txt", TERMS)
    with pytest.raises(corrigenda.InputError):
        corrigenda.Glossary.read(tmp_path / "missing.csv")
    with pytest.raises(corrigenda.CorrigendaError):
        corrigenda.lint(TEXT, TERMS, select=["nonsense"])
    with pytest.raises(corrigenda.InputError):
        corrigenda.Patch.read(ROOT / "glossary.csv")


@pytest.mark.parametrize(
    "call",
    [
        lambda: corrigenda.lint("One.\nx\ud800", TERMS),
        lambda: corrigenda.lint({"text": "One.\nx\ud800"}, TERMS),
        lambda: corrigenda.lint({"text": "x"}, TERMS).patch().apply("One.\nx\ud800"),
    ],
)
def test_half_a_surrogate_pair_is_an_error_with_its_place(call: Callable[[], object]) -> None:
    with pytest.raises(corrigenda.InputError, match=re.escape("half of a surrogate pair, U+D800\n  --> text:2:2")):
        call()


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have_is_an_error(name: str) -> None:
    for call in (corrigenda.read, corrigenda.Glossary.read, corrigenda.Patch.read):
        with pytest.raises(corrigenda.InputError):
            call(name)
    with pytest.raises(corrigenda.InputError):
        corrigenda.lint(Path(name), TERMS)


@pytest.mark.parametrize("given", [b"Dreifuss", {"a": b"Dreifuss"}, [b"Dreifuss"], 5, [5], {"a": None}])
def test_what_is_no_text_is_refused_as_such(given: Any) -> None:
    with pytest.raises(TypeError):
        corrigenda.lint(given, TERMS)
    with pytest.raises(TypeError, match="from a str, not bytes"):
        corrigenda.Glossary.parse(b"term\nX\n")  # type: ignore[arg-type]


@pytest.mark.parametrize("score", [5, -0.1, float("nan")])
def test_a_score_lies_between_0_and_1(score: float) -> None:
    for call in (lambda: corrigenda.lint(TEXT, TERMS, min_score=score), lambda: FOUND.patch(min_score=score)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            call()


def test_a_patch_of_first_readings_is_applied_and_not_to_another_text() -> None:
    found = corrigenda.lint({"a.txt": TEXT}, TERMS)
    patch = found.patch(min_score=0.9)
    corrected = patch.apply(found.texts["a.txt"])
    assert "Soviet press" in corrected
    assert "Stalbrand" not in corrected
    other = corrigenda.lint({"a.txt": "Another text, about nobody."}, TERMS)
    with pytest.raises(corrigenda.ConflictError, match="no certain place"):
        patch.apply(other.texts["a.txt"])
    with pytest.raises(ValueError, match=re.escape("name one of the texts: 'a', 'b'")):
        corrigenda.lint({"a": TEXT, "b": TEXT}, TERMS).patch()
    with pytest.raises(ValueError, match="there is no text 'c'"):
        found.patch("c")


def test_decisions_are_those_that_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = corrigenda.read("seeds/secret-history-3.txt")
    made = corrigenda.decisions(text)
    patch = corrigenda.Patch.read(f"corrections/{text.siglum}.patch")
    assert {each.id for each in made if each.emends} == {each.decision for each in patch.emendations}
    assert corrigenda.decisions("seeds/unknown.txt") == ()


def test_notebooks_are_shown_html_that_no_text_can_break_out_of() -> None:
    hostile = "Then Stalbrand <script>alert(1)</script> & \u202e spoke."
    found = corrigenda.lint({"<b>.txt": hostile}, TERMS)
    for html in (found._repr_html_(), found[0]._repr_html_(), found.patch()._repr_html_()):
        assert "<script" not in html
        assert "<b>" not in html
        assert "\u202e" not in html
        assert "Stalbrand" in html
    assert repr(found[:1]) == "<b>.txt:1:6 G001 “Stalbrand” → “Stalin” (0.99)"
    assert repr(corrigenda.lint("Nothing.")) == "no findings"
    assert corrigenda.lint("Nothing.")._repr_html_() == "<p>no findings</p>"
    many = corrigenda.lint("Stalbrand came. " * 300, TERMS, select=["G001"])
    assert "and 100 more" in many._repr_html_()


def test_a_notebook_shows_whole_words_and_what_french_is_written_with() -> None:
    text = "Dans toutes ces longues années de guerre, Stalbrand\u00a0! disait\nla foule des malheureux, autrefois"
    html = corrigenda.lint(text, TERMS, select="G")[0]._repr_html_()
    assert "<bdi>… toutes ces longues années de guerre, </bdi>" in html
    assert "</ins><bdi>\u00a0! disait la foule des malheureux, …</bdi>" in html


def test_a_single_code_is_enough() -> None:
    assert {each.code for each in corrigenda.lint(TEXT, TERMS, select="R001")} == {"R001"}
    assert "R001" not in {each.code for each in corrigenda.lint(TEXT, TERMS, ignore="R")}


def test_several_texts_without_names_are_all_checked() -> None:
    found = corrigenda.lint(["Then Stalbrand spoke.", "He spoke.", "Stalbrand left."], TERMS, select="G")
    assert [(each.anchor.siglum, each.sic) for each in found] == [("text", "Stalbrand"), ("text-3", "Stalbrand")]
    with pytest.raises(ValueError, match="two texts are called 'a'"):
        corrigenda.lint([{"a": "One."}, {"a": "Two."}], TERMS)


def test_the_name_of_a_file_is_not_taken_for_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    for name in ("seeds", "seeds/missing.txt"):
        with pytest.raises(corrigenda.InputError, match="a str is a text itself"):
            corrigenda.lint(name, TERMS)
    for text in ("", "\0", "x" * 100_000, "one.two", "See notes.txt", "a\nb.txt"):
        assert len(corrigenda.lint(text, TERMS, select="G")) == 0


def test_findings_are_filtered_and_become_rows() -> None:
    found = corrigenda.lint({"a.txt": TEXT}, TERMS).filter(lambda each: each.best is not None and each.best.score > 0.9)
    assert [each.sic for each in found] == [
        "Stalbrand",
        "Belgian press",
        "Stalbrand’s",
        "Toddy opposition",
        "Stalbrand",
    ]
    rows = found[1:].records()
    assert len(rows) == 4
    assert list(rows[0])[:8] == ["witness", "line", "column", "code", "sic", "reading", "score", "basis"]
    assert (rows[0]["line"], rows[0]["column"], rows[0]["reading"]) == (1, 29, "Soviet press")
    lost = corrigenda.lint("One \ufffd two.", select="R004").records()
    assert (lost[0]["reading"], lost[0]["score"]) == (None, None)


def test_what_is_accepted_from_python_is_what_the_commands_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.usual(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = corrigenda.lint(Path("seeds"), "glossary.csv")
    made = found.filter(lambda each: each.code == "G001" and each.sic != "Stalbrand").accept("me", note="seen")
    assert [(each.anchor.sic, each.corr, each.resp, each.note) for each in made] == [
        ("Belgian press", "Soviet press", "me", "seen"),
        ("Stalbrand’s", "Stalin’s", "me", "seen"),
        ("Toddy opposition", "Trotsky–Zinoviev opposition", "me", "seen"),
    ]
    assert len(found.filter(lambda each: each.sic == "Stalbrand").reject("me")) == 2
    assert found.filter(lambda each: each.code == "G001").accept("another") == ()
    assert [sic for sic, state in desk.states() if state == "accepted"] == [each.anchor.sic for each in made]
    assert len(corrigenda.decisions("seeds/a.txt")) == 5
    assert desk.run("apply").code == 0
    text = corrigenda.read("seeds/a.txt")
    patch = corrigenda.Patch.read("corrections/seeds/a.txt.patch")
    assert patch.apply(text) == patch.apply(text.text) == desk.read("corrected/seeds/a.txt")
    assert desk.read() == TEXT


def test_decisions_have_the_same_home_below_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("notebooks/notes.txt", "")
    monkeypatch.chdir(tmp_path / "notebooks")
    made = corrigenda.lint(Path("../seeds/a.txt"), "../glossary.csv", select="R").accept("me")
    assert [each.anchor.siglum for each in made] == ["seeds/a.txt"]
    assert corrigenda.decisions("seeds/a.txt") == made
    assert desk.path("corrections/seeds/a.txt.patch").exists()


def test_nothing_is_recorded_about_texts_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("corrected/seeds/a.txt", TEXT)
    monkeypatch.chdir(tmp_path)
    before = desk.files()
    changed = corrigenda.lint(Path("seeds/a.txt"), TERMS)
    for found, said in (
        (corrigenda.lint(TEXT, TERMS), "in no file of the project"),
        (corrigenda.lint({"../a.txt": TEXT}, TERMS), "outside of the project"),
        (corrigenda.lint(Path("corrected"), TERMS), "corrected copy"),
    ):
        with pytest.raises(corrigenda.InputError, match=said):
            found.accept("me")
    desk.write("seeds/a.txt", "Other words.\n")
    with pytest.raises(corrigenda.InputError, match="not as it was read"):
        changed.accept("me")
    with pytest.raises(ValueError, match="say who decides"):
        changed.accept(" ")
    with pytest.raises(TypeError, match="a note is a text, not nan"):
        changed.accept("me", note=float("nan"))  # type: ignore[arg-type]
    assert changed[:0].accept("me") == ()
    desk.write("seeds/a.txt", TEXT)
    assert desk.files() == before


def test_of_findings_that_overlap_the_surer_one_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Desk(tmp_path, {A: "The Belgian press.\n", "glossary.csv": "term,deprecated\nSoviet press,Belgian press\n"})
    monkeypatch.chdir(tmp_path)
    found = corrigenda.lint(Path(A), "glossary.csv")
    sure = found[0]
    less = replace(sure, id="f" * 12, readings=(replace(sure.readings[0], text="a press", score=0.4),))
    made = corrigenda.Findings((less, sure), found.texts).accept("me")
    assert [each.corr for each in made] == ["Soviet press"]


def test_what_is_shown_of_texts_glossaries_and_patches_is_short(tmp_path: Path) -> None:
    found = corrigenda.lint({"a.txt": TEXT}, TERMS)
    patch = found.patch()
    assert repr(patch) == f"<Patch of a.txt: {len(patch.emendations)} emendations>"
    assert TERMS._repr_html_() == "<p>4 terms: <bdi>glossary</bdi></p>"
    assert TEXT not in repr(found.texts["a.txt"])
    patch.write(tmp_path / "a.patch")
    assert (tmp_path / "a.patch").read_text(encoding="utf-8") == str(patch)
    assert corrigenda.Patch.read(tmp_path / "a.patch") == patch
