"""The man page says what the commands' help says, and shells complete what can be typed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import man_page
import pexpect
import pytest
import readme_tools
from desk import Desk


def test_the_man_page_is_that_of_the_program() -> None:
    assert man_page.PAGE.read_text("utf-8") == man_page.page(), "`python tests/readme_tools.py` writes it anew"


def test_it_has_every_command_and_option() -> None:
    page = man_page.page()
    for name, command in readme_tools.commands():
        assert f'.SS "{man_page.escaped(name)}' in page
        for option in readme_tools.options(command):
            assert man_page.escaped(option.opts[0]) in page


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not installed")
def test_mandoc_has_nothing_to_say() -> None:
    ran = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", man_page.PAGE], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, b"")


def test_every_entry_of_the_manual_says_something() -> None:
    assert not re.search(r'^\.B "[^"\n]*"\n(?:\s|\Z)', man_page.page(), re.MULTILINE)


def completed(desk: Desk, typed: str) -> str:
    """Return what the line `typed` becomes in an interactive bash when the tab key is pressed once."""
    program = desk.path("bin/corrigenda")
    desk.write("bin/corrigenda", f"#!/bin/sh\nexec '{sys.executable}' -m corrigenda \"$@\"\n")
    program.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "TERM": "dumb",
        "INPUTRC": os.devnull,
        "HOME": str(desk.folder),
    }
    start = ["--norc", "--noprofile", "-i"]
    bash = pexpect.spawn("bash", start, cwd=desk.folder, env=environment, encoding="utf-8", timeout=30)
    try:
        bash.sendline("PS1='ready: '; bind 'set enable-bracketed-paste off'")
        bash.expect("\r?\nready: ")
        bash.sendline('eval "$(_CORRIGENDA_COMPLETE=bash_source corrigenda)"')
        bash.expect("\r?\nready: ")
        bash.send(typed + "\t")
        bash.send("#end")
        bash.expect("(.*?)#end")
        return str(bash.match[1])
    finally:
        bash.close(force=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("rev", "review "),
        ("glossary su", "glossary suggest "),
        ("lint --no-b", "lint --no-baseline "),
        ("lint --output-format sa", "lint --output-format sarif "),
        ("lint --select G005", "lint --select G005 "),
        ("explain G005", "explain G005 "),
        ("decide 0a1b2c acc", "decide 0a1b2c accept "),
        ("why seeds/a", "why seeds/a.txt "),
        ("apply --output see", "apply --output seeds/"),
        ("lint seeds/a", "lint seeds/a.txt "),
        ("lint --glossary glo", "lint --glossary glossary.csv "),
    ],
)
def test_bash_completes(tmp_path: Path, typed: str, line: str) -> None:
    assert completed(Desk.usual(tmp_path), f"corrigenda {typed}") == f"corrigenda {line}"


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("bin/corrigenda", f"#!/bin/sh\nexec '{sys.executable}' -m corrigenda \"$@\"\n")
    desk.path("bin/corrigenda").chmod(0o755)
    script = "_CORRIGENDA_COMPLETE=fish_source corrigenda | source; for line in $argv; complete -C $line; end"
    typed = ("corrigenda explain G005", "corrigenda lint --output-format sa", "corrigenda lint seeds/a")
    environment = os.environ | {
        "PATH": f"{desk.path('bin')}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(desk.folder),
    }
    ran = subprocess.run(
        ["fish", "-c", script, *typed], cwd=tmp_path, env=environment, capture_output=True, check=True, text=True
    )
    assert [line.split("\t")[0] for line in ran.stdout.split("\n")] == ["G005", "sarif", "seeds/a.txt", ""]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_the_script(shell: str, tmp_path: Path) -> None:
    environment = os.environ | {"_CORRIGENDA_COMPLETE": f"{shell}_source"}
    command = [sys.executable, "-m", "corrigenda"]
    made = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    assert "_CORRIGENDA_COMPLETE" in made.stdout
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "complete"
    script.write_text(made.stdout, "utf-8")
    subprocess.run([shell, "-n", str(script)], check=True)
