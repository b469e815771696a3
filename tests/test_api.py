"""What programs and notebooks may rely on: the public names, what they return, and the README's page on them."""

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from desk import GLOSSARY, TEXT

import corrigenda

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TERMS = corrigenda.Glossary.parse(GLOSSARY)


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
    many = corrigenda.lint("Stalbrand came. " * 300, TERMS, select=["G001"])
    assert "and 100 more" in many._repr_html_()
