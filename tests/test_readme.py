"""The README says what the program does today, and the files it shows belong together."""

import os
import re
import shutil
import tomllib
from difflib import unified_diff
from pathlib import Path

import pytest
import readme_tools
from readme_tools import PICTURED, PICTURES, README, ROOT, WIDTH

from corrigenda import __version__, rules
from corrigenda.acting import editing
from corrigenda.deciding import journal, patch, plan
from corrigenda.deciding.decision import standing
from corrigenda.formats import decode
from corrigenda.language import words
from corrigenda.rules import FAMILIES
from corrigenda.terminology import glossary, glossary_check
from corrigenda.texts.text import Witness, digest

HOW = "`python tests/readme_tools.py` writes it anew; look at the difference before you keep it"
NOT_OURS = {"--fix", "--reverse"}
"""Options in the README that no command of ours has, or that it shows with another program."""
CORRECTIONS = ROOT / "corrections"


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text("utf-8")


def assert_same(now: str, shown: str) -> None:
    lines = unified_diff(shown.split("\n"), now.split("\n"), "README.md", "today", lineterm="")
    assert now == shown, f"{HOW}\n" + "\n".join(lines)


def test_the_commands_print_what_the_readme_shows(readme: str) -> None:
    if os.name != "posix" or shutil.which("git") is None:
        pytest.skip("the session of the README needs a POSIX shell and git")
    assert_same(readme_tools.with_session(readme), readme)


def test_the_tables_are_those_of_the_program(readme: str) -> None:
    for name in readme_tools.TABLES:
        assert f"<!-- begin {name} -->" in readme
    assert_same(readme_tools.with_tables(readme), readme)


@pytest.mark.parametrize("name", PICTURED)
def test_the_pictures_show_what_the_program_shows(name: str, readme: str) -> None:
    kept = (PICTURES / name).read_text("utf-8")
    assert readme_tools.written_in(kept) == readme_tools.written_in(PICTURED[name]()), HOW
    assert f"](pictures/{name})" in readme


@pytest.mark.parametrize("name", PICTURED)
def test_the_pictures_need_nothing_from_elsewhere_and_no_program_runs_in_them(name: str) -> None:
    picture = (PICTURES / name).read_text("utf-8")
    assert re.search(r"url\((?!#)|@import|<script|<image|href=", picture) is None


def test_every_command_and_option_is_in_the_readme(readme: str) -> None:
    for name, command in readme_tools.commands():
        assert f"`{name}" in readme
        for option in readme_tools.options(command):
            assert all(f"`{written}" in readme for written in option.opts[:1]), (name, option.opts)


def test_the_readme_names_no_option_that_does_not_exist(readme: str) -> None:
    known = {written for _name, command in readme_tools.commands() for each in readme_tools.options(command)
             for written in (*each.opts, *each.secondary_opts)}  # fmt: skip
    prose = re.sub(r"<!--.*?-->", "", readme)
    assert {found[0] for found in re.finditer(r"(?<![\w-])--[a-z][a-z-]+", prose)} <= known | NOT_OURS


def test_every_rule_family_and_field_is_in_the_readme(readme: str) -> None:
    for rule in rules.RULES:
        assert re.search(rf"^\| {rule.code} \| `{rule.name}` \| {rule.severity} \|", readme, re.MULTILINE), rule.code
    for name in FAMILIES.values():
        assert name.split()[0] in readme
    fields = {*journal._REQUIRED, *journal._OPTIONAL, "corr", "copy", "copies", "rivals"}  # noqa: SLF001
    for name in (*fields, *glossary.HEADER):
        assert f"`{name}`" in readme, name


def test_links_lead_somewhere(readme: str) -> None:
    titles = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", readme, flags=re.DOTALL), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    for target in re.findall(r"\]\(([^)\s]+)\)", readme):
        path, _, anchor = target.partition("#")
        assert target.startswith("https://") or not path or (ROOT / path).exists(), target
        assert not anchor or anchor in anchors, target


def test_lines_are_not_longer_than_a_screen(readme: str) -> None:
    prose = re.sub(r"```.*?```|^\|[^\n]*$", "", readme, flags=re.DOTALL | re.MULTILINE)
    assert max(map(len, prose.split("\n"))) <= 120
    for block in readme_tools.blocks(readme):
        assert max(map(len, block.commands)) <= WIDTH


def test_the_first_two_commands_stand_near_the_top_and_are_one_line_each(readme: str) -> None:
    install, check = re.findall(r"^```sh\n(.*)\n```$", readme, re.MULTILINE)[:2]
    assert install == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/corrigenda lint seeds"
    assert check == "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest"
    assert readme.index(check) < 3000


def test_the_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert versions[0] == __version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__


def test_the_shipped_glossary_has_no_faults_and_many_terms() -> None:
    read, damage = glossary.read_leniently((ROOT / "glossary.csv").read_bytes(), "glossary.csv")
    assert not damage
    assert glossary_check.check(read, words.load("en").common) == ()
    assert len(read.terms) >= 80


def witnesses() -> list[Witness]:
    names = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "seeds").iterdir())
    return [decode((ROOT / name).read_bytes(), name=name, siglum=name) for name in names]


@pytest.mark.parametrize("witness", witnesses(), ids=lambda witness: witness.siglum)
def test_the_shipped_corrections_belong_to_the_text_and_to_one_another(witness: Witness) -> None:
    lines, warnings = journal.read(journal.path_for(CORRECTIONS, witness.siglum), witness.siglum)
    assert not warnings
    assert {line.base for line in lines} == {witness.digest}
    assert {line.resp for line in lines} == {"corrigenda editors"}
    path = patch.path_for(CORRECTIONS, witness.siglum)
    kept = patch.parse(path.read_bytes(), path.name)
    assert path.read_bytes() == patch.render(editing.make_patch(witness, lines).patch)
    assert kept.base == witness.digest
    emended = [answer for answer in standing(lines).values() if answer.emends]
    assert len(kept.emendations) == len(emended) > 0
    assert digest(plan.apply(witness, patch.plan_for(kept, witness))) == kept.result


def test_nothing_else_lies_among_the_corrections() -> None:
    found = {path.relative_to(CORRECTIONS).as_posix() for path in CORRECTIONS.rglob("*") if path.is_file()}
    patches = [f"{witness.siglum}.patch" for witness in witnesses()]
    journals = [f"{witness.siglum}.journal.jsonl" for witness in witnesses()]
    assert found == {"series", *patches, *journals}
    assert (CORRECTIONS / "series").read_text("utf-8") == "".join(f"{name}\n" for name in patches)


def test_everything_that_is_cited_is_packed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    folders = {Path(name).parts[0] for name in (*readme_tools.SHOWN, "pictures", "CHANGELOG.md", "LICENSE", "tests")}
    assert folders - {"pyproject.toml"} <= set(packed)
