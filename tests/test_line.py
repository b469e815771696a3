"""Lines for people: with styles where there is a terminal, and without one just what rich would print, sooner."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from corrigenda.acting import telling
from corrigenda.report.line import Line
from corrigenda.texts.visible import visible

ROOT = Path(__file__).parent.parent
NOT_LOADED = {
    "rich.text": "styles are for terminals",
    "rich.console": "as above",
    "numpy": "it is for much text",
    "multiprocessing": "it is for much text",
    "subprocess": "git is asked for names of editors only",
    "gzip": "the word lists are read as they lie",
    "importlib.metadata": "few have rules of other packages",
}


def drawn(line: Line | Text, *, soft_wrap: bool = False, styled: bool | None = None) -> str:
    file = StringIO()
    Console(file=file, width=60, highlight=False, emoji=False, markup=False, force_terminal=styled).print(
        line, soft_wrap=soft_wrap
    )
    return file.getvalue()


def lines() -> st.SearchStrategy[Line]:
    styles = st.sampled_from(["", "bold", "bold red", "dim"])
    part = st.tuples(st.text().map(visible), styles)

    def made(parts: list[tuple[str, str]]) -> Line:
        line = Line(*parts[0])
        for text, style in parts[1:]:
            line.append(text, style)
        return line

    return st.lists(part, min_size=1, max_size=4).map(made)


@given(st.lists(lines(), max_size=4))
def test_without_a_terminal_it_is_what_rich_prints(rows: list[Line]) -> None:
    out = StringIO()
    with patch.object(sys, "stdout", out), patch.dict(os.environ):
        for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
            os.environ.pop(name, None)
        telling.show(rows)
    assert out.getvalue() == "".join(drawn(row, soft_wrap=True) for row in rows)


@pytest.mark.parametrize("name", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_styles_are_there_where_rich_is_told_of_a_terminal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv(name, "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    telling.show([Line("G001", "bold")])
    assert out.getvalue() == "\x1b[1mG001\x1b[0m\n"


def test_parts_have_the_styles_of_a_text_made_by_hand() -> None:
    line = Line("  He saw ", no_wrap=True)
    line.append("Stalbrand", "bold red")
    line.append(" in Moscow" * 9)
    text = Text("  He saw Stalbrand" + " in Moscow" * 9, no_wrap=True)
    text.stylize("bold red", 9, 18)
    assert line.plain == text.plain
    assert drawn(line, styled=True) == drawn(text, styled=True)


def test_a_line_of_one_style_has_it_in_all_its_rows() -> None:
    assert drawn(Line("word " * 30, "dim"), styled=True) == drawn(Text("word " * 30, "dim"), styled=True)


@pytest.mark.parametrize("columns", ["", "0", "40", "132", "wide"])
def test_reports_are_as_wide_as_rich_would_have_them(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", StringIO())
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", columns)
    assert telling.width() == Console().width


def test_a_page_is_linted_without_what_only_others_need() -> None:
    code = f"""
import sys
from corrigenda import cli
code = cli.run(["lint", "seeds"])
print(code, [name for name in {sorted(NOT_LOADED)!r} if name in sys.modules], file=sys.stderr)
"""
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert run.stderr.endswith("1 []\n")
