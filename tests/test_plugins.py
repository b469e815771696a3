"""Rules of other packages: installed for real, listed, explained, run; unsound ones are refused by name."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk

from corrigenda import rules
from corrigenda.errors import ConfigError
from corrigenda.rules import plugins

EXAMPLE = Path(__file__).parent / "plugin"
RULE = """
from corrigenda.finding import Severity
from corrigenda.rules.base import Rule
def made(code, name):
    return Rule(code, name, "", Severity.NOTE, lambda context: iter(()), "", (), ())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example package in it, as pip puts it there."""
    folder = tmp_path_factory.mktemp("site")
    flags = ("--quiet", "--no-index", "--no-build-isolation", "--no-deps", "--disable-pip-version-check")
    command = (sys.executable, "-m", "pip", "install", *flags, "--target", str(folder), str(EXAMPLE))
    subprocess.run(command, check=True, env={"PIP_ROOT_USER_ACTION": "ignore"})
    return folder


@pytest.fixture
def _fresh() -> Iterator[None]:
    rules.every.cache_clear()
    yield
    rules.every.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_an_installed_rule_is_listed_explained_and_run(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(installed)
    desk = Desk.usual(tmp_path, "He came--too late.\n")
    assert "X001  note     typed-dash" in desk.run("rules").out
    assert "Typewriters had no dash." in desk.run("explain", "x001").out
    (finding,) = desk.run("lint", "--output-format", "jsonl", "--select", "X").findings
    assert (finding["code"], finding["sic"], finding["readings"][0]["text"]) == ("X001", "--", "—")
    assert desk.run("lint", "--output-format", "jsonl", "--ignore", "X001").findings == []
    assert "warning: --cache: nothing is kept of a run with rules of other packages" in desk.run("lint", "--cache").err
    assert desk.run("lint", "--cache", "--ignore", "X").err == ""
    assert '"id": "X001"' in desk.run("lint", "--output-format", "sarif").out
    assert desk.run("decide", finding["id"], "accept").code == 0
    assert desk.run("patch").code == 0


def _package(folder: Path, name: str, code: str, value: str = "RULES") -> None:
    """Write a package as if it were installed."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{plugins.GROUP}]\na = {name}:{value}\n", encoding="utf-8")
    (folder / f"{name}.py").write_text(RULE + code, encoding="utf-8")


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("RULES = 1 / 0", "ZeroDivisionError"),
        ("", "AttributeError"),
        ("RULES = ['X001']", "is no corrigenda.rules.base.Rule"),
        ("RULES = 7", "is no corrigenda.rules.base.Rule"),
        ("RULES = [made('G999', 'a')]", "the code 'G999' is not"),
        ("RULES = [made('X1', 'a')]", "the code 'X1' is not"),
        ("RULES = [made('X001', 'A b')]", "the name 'A b' of X001"),
        ("RULES = [made('X001', 'near-name')]", "is called as one of corrigenda"),
        ("RULES = [made('X001', 'a'), made('X001', 'b')]", "is called as one of"),
    ],
)
def test_unsound_rules_are_refused_with_the_name_of_their_package(
    code: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"unsound_{abs(hash((code, said)))}"
    _package(tmp_path / "site", name, code)
    monkeypatch.syspath_prepend(tmp_path / "site")
    ran = Desk.usual(tmp_path / "desk").run("lint")
    assert ran.code == 2
    assert f"the package {name} adds no sound rules" in ran.err
    assert said in ran.err
    assert f"pip uninstall {name}" in ran.err


@pytest.mark.usefixtures("_fresh")
def test_two_packages_may_not_use_one_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _package(tmp_path, "first_of_two", "RULES = made('X001', 'a')")
    _package(tmp_path, "second_of_two", "RULES = [made('X001', 'b')]")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ConfigError, match=r"second_of_two adds no sound rules.*one of first_of_two"):
        rules.every()


@pytest.mark.usefixtures("_fresh")
def test_without_such_packages_nothing_is_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "missing"), str(EXAMPLE / "pyproject.toml")])
    monkeypatch.setattr(plugins, "_announced", lambda: pytest.fail("entry points were loaded"))
    assert rules.every() == rules.RULES
