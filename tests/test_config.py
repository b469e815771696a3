"""Settings: where they come from, and what is said of those that cannot be."""

from dataclasses import fields
from pathlib import Path

import pytest
from desk import GLOSSARY, Desk

from corrigenda import config
from corrigenda.config import Settings
from corrigenda.errors import ConfigError

KEYS = [field.name.replace("_", "-") for field in fields(Settings)]


def settings(folder: Path, text: str, name: str = "corrigenda.toml") -> Settings:
    (folder / name).write_bytes(text.encode())
    return config.read(folder / name).settings


def error(folder: Path, text: str, name: str = "corrigenda.toml") -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        settings(folder, text, name)
    return caught.value


def place(caught: ConfigError) -> str:
    """Return the name of the file, the line and the column that an error gives."""
    return Path(caught.where).name


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """
        paths = ["texts", "more"]
        glossary = "names.csv"
        corrections = "decided"
        output = "made/anew"
        baseline = "known.csv"
        select = ["G", "R001"]
        ignore = "G002"
        exclude = ["drafts", "*.md"]
        min-score = 0.4
        encoding = "latin-1"
        language = "fr"
        dictionary = "words/fr.dic"
        resp = "An Editor"
        """
    found = settings(tmp_path, text)
    assert found == Settings(
        paths=("texts", "more"),
        glossary=("names.csv",),
        corrections="decided",
        output="made/anew",
        baseline="known.csv",
        select=("G", "R001"),
        ignore=("G002",),
        exclude=("drafts", "*.md"),
        min_score=0.4,
        encoding="latin-1",
        language="fr",
        dictionary="words/fr.dic",
        resp="An Editor",
    )
    assert all(f"{key} = " in text for key in KEYS), "a setting is missing in this test"
    pyproject = "[project]\nname = 'x'\n[tool.corrigenda]\n" + text
    assert settings(tmp_path, pyproject, "pyproject.toml") == found
    assert settings(tmp_path, text.replace("min-score", "min_score")) == found
    assert settings(tmp_path, "\N{BYTE ORDER MARK}" + text.replace("\n", "\r\n")) == found


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("path", "paths"),
        ("glosary", "glossary"),
        ("min_scores", "min-score"),
        ("minscore", "min-score"),
        ("ingore", "ignore"),
        ("Select", "select"),
        ("encodign", "encoding"),
        ("respo", "resp"),
    ],
)
def test_an_unknown_key_is_an_error_that_names_the_nearest(tmp_path: Path, slip: str, meant: str) -> None:
    caught = error(tmp_path, f'# settings\nresp = "me"\n  {slip} = "x"\n')
    assert caught.message == f"unknown setting '{slip}'"
    assert place(caught) == "corrigenda.toml:3:3"
    assert caught.help == f"did you mean '{meant}'?"


@pytest.mark.parametrize("line", ["threshold-of-pain = 3", "cache = true"])
def test_a_key_unlike_any_other_is_answered_with_all(tmp_path: Path, line: str) -> None:
    assert error(tmp_path, line).help == f"the settings are {', '.join(sorted(KEYS))}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("paths = 3", "a string or a list of strings"),
        ("paths = ['a', 3]", "a string or a list of strings"),
        ("glossary = {a = 1}", "a string or a list of strings"),
        ("min-score = '0.5'", "a number from 0 to 1"),
        ("min-score = 2", "a number from 0 to 1"),
        ("min-score = true", "a number from 0 to 1"),
        ("min-score = nan", "a number from 0 to 1"),
        ("resp = ['a', 'b']", "a string"),
        ("encoding = 8", "an encoding that Python knows"),
        ("encoding = 'utf-9'", "an encoding that Python knows"),
        ("encoding = 'rot13'", "an encoding that Python knows"),
        ("encoding = ''", "an encoding that Python knows"),
        ("output = '../elsewhere'", "a folder inside the project"),
        ("corrections = '/etc'", "a folder inside the project"),
    ],
)
def test_a_value_that_will_not_do_is_named_with_its_place(tmp_path: Path, line: str, expected: str) -> None:
    key = line.partition(" ")[0]
    own = error(tmp_path, f"\n{line}\n")
    assert own.message.startswith(f"{key} must be {expected}")
    assert place(own) == "corrigenda.toml:2:1"
    other = f"[tool.other]\n{key} = 1\n[tool.corrigenda]\n# mine\n{line}\n[tool.third]\n{key} = 2\n"
    shared = error(tmp_path, other, "pyproject.toml")
    assert shared.message == own.message
    assert place(shared) == "pyproject.toml:5:1"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('resp = "me"\noutput = "seeds"', "2:1"),
        ('output = "./texts//"\npaths = ["texts/old", "texts/a.txt"]', "1:1"),
        ('paths = "corrected"', "1:1"),
    ],
)
def test_the_folder_of_the_texts_is_not_the_one_of_their_corrected_copies(
    tmp_path: Path, text: str, where: str
) -> None:
    caught = error(tmp_path, text)
    assert caught.message.startswith("output must be another folder than the texts lie in, not '")
    assert place(caught) == f"corrigenda.toml:{where}"


@pytest.mark.parametrize("paths", [["seeds", "corrected"], ["corrected-by-hand"], []])
def test_corrected_copies_may_be_checked_beside_the_texts(tmp_path: Path, paths: list[str]) -> None:
    assert settings(tmp_path, f"paths = {paths}").output == "corrected"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"paths = [\n", "not TOML"),
        (b"paths = 'a'\npaths = 'b'\n", "not TOML"),
        (b"resp = '\xff'", "not UTF-8 at byte 8"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes, says: str) -> None:
    for name in ("corrigenda.toml", "pyproject.toml"):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ConfigError, match=says) as caught:
            config.find(tmp_path)
        assert name in caught.value.where
        (tmp_path / name).unlink()


def test_what_is_missing_at_the_end_is_missed_behind_the_last_character(tmp_path: Path) -> None:
    for text, where in (("paths = [\n", ":1:10"), ("resp = 'me'\npaths = ['a',  \n\n", ":2:14")):
        assert error(tmp_path, text).where.endswith(f"corrigenda.toml{where}")


def test_a_pyproject_named_without_our_table_is_an_error(tmp_path: Path) -> None:
    assert "no table [tool.corrigenda]" in error(tmp_path, "[tool.other]\n", "pyproject.toml").message
    no_table = error(tmp_path, "[tool]\ncorrigenda = 3\n", "pyproject.toml")
    assert "must be a table" in no_table.message
    assert place(no_table) == "pyproject.toml:2:1"


def test_the_nearest_configuration_upwards_is_taken(tmp_path: Path) -> None:
    inner, deep = tmp_path / "inner", tmp_path / "inner" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.corrigenda]\nresp = 'outer'\n")
    assert config.find(deep).settings.resp == "outer"
    assert config.find(deep).root == tmp_path
    (inner / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert config.find(deep).settings.resp == "outer", "a pyproject.toml without our table is none"
    (inner / "pyproject.toml").write_text("[tool.corrigenda]\n")
    assert config.find(deep) == config.Project(inner, Settings(), inner / "pyproject.toml")
    (inner / "corrigenda.toml").write_text("resp = 'inner'\n")
    assert config.find(deep).source == inner / "corrigenda.toml", "our own file comes before a shared one"


def test_without_configuration_the_project_is_where_the_corrections_are(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert config.find(deep) == config.Project(deep, Settings())
    (tmp_path / "corrections").mkdir()
    assert config.find(deep).root == tmp_path
    assert config.isolated(deep).root == tmp_path


def test_paths_and_glossary_are_relative_to_the_project(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("seeds/deep/b.txt", "Stalbrand again.\n")
    from_the_top = desk.lint()
    ran = desk.run("lint", "--output-format", "jsonl", below="seeds/deep")
    assert ran.code == 1
    assert [finding["id"] for finding in ran.findings] == [finding["id"] for finding in from_the_top]
    assert {finding["witness"] for finding in ran.findings} == {"../a.txt", "../deep/b.txt"}
    named = desk.run("lint", "--output-format", "jsonl", "b.txt", below="seeds/deep").findings
    assert [(each["id"], each["witness"]) for each in named] == [(from_the_top[-1]["id"], "b.txt")]


def test_only_a_glossary_that_is_named_must_be_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"corrigenda.toml": "", "seeds/a.txt": "Then Stalbrand spoke……"})
    for settings in ("paths = 'seeds'\n", "glossary = []\n"):
        desk.write("corrigenda.toml", settings)
        for command in (("lint", "--exit-zero"), ("status",), ("baseline",)):
            ran = desk.run(*command)
            assert ran.code == 0
            assert "no glossary.csv here" in ran.err
    desk.write("corrigenda.toml", "glossary = 'glossary.csv'\n")
    ran = desk.run("lint")
    assert (ran.code, ran.out) == (2, "")
    assert "glossary.csv\nhelp: check the name" in ran.err


def test_a_configuration_named_makes_its_folder_the_project(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"p/corrigenda.toml": "select = 'R'\n", "p/glossary.csv": GLOSSARY, "p/seeds/a.txt": "a……"})
    ran = desk.run("lint", "--config", "p/corrigenda.toml", "--output-format", "concise")
    assert (ran.code, ran.out) == (1, "p/seeds/a.txt:1:2: R001 “……” → “…” (0.90)\n")
    desk.write("q/other.toml", "ignore = 'R'\npaths = '../p/seeds'\nglossary = '../p/glossary.csv'\n")
    assert desk.run("lint", "--config", "q/other.toml", "--output-format", "concise").code == 0


def test_texts_of_equal_name_inside_and_outside_of_the_project_are_two(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"p/corrigenda.toml": "", "p/glossary.csv": GLOSSARY})
    desk.write("p/seeds/a.txt", "Stalbrand inside.\n")
    desk.write("seeds/a.txt", "Stalbrand outside.\n")
    inside = desk.run("lint", "--output-format", "jsonl", below="p").findings[0]["id"]
    assert desk.run("decide", inside, "reject", "--resp", "me", below="p").code == 0
    both = desk.run("lint", "--config", "p/corrigenda.toml", "--output-format", "jsonl", "seeds/a.txt", "p/seeds/a.txt")
    assert [finding["after"] for finding in both.findings] == [" outside.\n"]


def test_isolated_reads_no_configuration(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, select="R")
    assert {finding["code"] for finding in desk.lint()} == {"R001"}
    assert "G001" in {finding["code"] for finding in desk.lint("--isolated")}
    desk.write("corrigenda.toml", "nonsense =")
    assert desk.run("lint").code == 2
    assert desk.run("lint", "--isolated").code == 1


def test_the_command_line_overrides(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, select="R", language="de")
    desk.write("other.csv", "term\nNobody\n")
    assert {finding["code"] for finding in desk.lint("--select", "G001")} == {"G001"}
    assert desk.lint("--ignore", "R") == []
    assert desk.lint("--select", "G", "--glossary", "other.csv", "--language", "en") == []
    assert desk.lint("--select", "G", "--exclude", "a.txt", "seeds/a.txt") != [], "a file that is named is meant"
    assert desk.run("lint", "--exclude", "a.txt").code == 2, "no texts are left"
