"""The review in a real terminal: a pseudo-terminal of its own, and tmux where there is one."""

import os
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

pytest.importorskip("pexpect")
from terminal import Terminal

from corrigenda.reviewing import keyboard

DRIVER = """
import sys
from pathlib import Path
from rich.console import Console
from scenes import found, started, witness
from corrigenda.deciding import journal
from corrigenda.deciding.journal import Clerk, Journal
from corrigenda.reviewing import keyboard, session

folder = Path(sys.argv[1])
text = witness((folder / "a.txt").read_text(encoding="utf-8"))
path = folder / "a.journal.jsonl"
lines, _ = journal.read(path, text.siglum)
findings = found(text, "Stalbrand", ("Stalin", 0.98), ("Stalbrandt", 0.2), term="Stalin", note="斯大林")
with keyboard.keyboard() as getchar:
    session.run(
        started([text], findings, lines),
        console=Console(highlight=False),
        getchar=getchar,
        clerk=Clerk("editor", latest=max((line.at for line in lines), default="")),
        record=lambda decisions: Journal(path).append(*decisions),
    )
(folder / "ended").write_text("by itself")
"""
LONG = "He had seen it with his own eyes and would not be moved by any argument of the party. " * 5
PLAIN = f"Then Stalbrand spoke. {LONG}\nStalbrand wrote.\nStalbrand slept.\n"
SCRIPTS = {
    "Chinese": "他亲眼看到了这一切，党的任何理由都不能使他动摇。" * 9,
    "combining": "Vie\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING DOT BELOW}t Na\N{COMBINING ACUTE ACCENT}m " * 40,
    "Hebrew": "הוא ראה את זה במו עיניו ולא ישתכנע " * 15,
}


class Desk:
    """A folder with a text, the journal of its review, and the command that reviews it."""

    def __init__(self, folder: Path, text: str = PLAIN) -> None:
        self.folder = folder
        (folder / "a.txt").write_text(text, encoding="utf-8")
        (folder / "driver.py").write_text(DRIVER, encoding="utf-8")
        searched = (str(Path(__file__).parent), os.environ.get("PYTHONPATH", ""))
        self.environment = {"PYTHONPATH": os.pathsep.join(filter(None, searched))}

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(self.folder / "driver.py"), str(self.folder)]

    def open(self, *, columns: int = 80, rows: int = 24, **environment: str) -> Terminal:
        env = {**self.environment, **environment}
        return Terminal(self.command, columns=columns, rows=rows, cwd=self.folder, env=env)

    @property
    def answers(self) -> list[str]:
        path = self.folder / "a.journal.jsonl"
        lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
        return [line.split('"verdict": "')[1].split('"')[0] for line in lines]

    @property
    def has_ended_by_itself(self) -> bool:
        return (self.folder / "ended").exists()

    def wait_for_answers(self, count: int) -> None:
        end = time.monotonic() + 30
        while len(self.answers) < count:
            assert time.monotonic() < end, self.answers
            time.sleep(0.02)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_one_key_answers_and_shows_the_next_place(desk: Desk) -> None:
    with desk.open() as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("y")
        shown = terminal.wait_for("2 of 3")
        assert desk.answers == ["accept"]
        assert "1 accepted" in shown[0]
        terminal.send("n")
        terminal.wait_for("3 of 3")
        terminal.send("u")
        terminal.wait_for("undone: reject")
        terminal.send("q")
        assert terminal.end() == 0
        assert "1 of 3 places decided: 1 accepted; 2 left." in terminal.text()
    assert desk.answers == ["accept", "reject", "undo"]


def test_the_terminal_is_as_before_afterwards(desk: Desk) -> None:
    with desk.open() as terminal:
        before = termios.tcgetattr(terminal.child.child_fd)
        terminal.wait_for("1 of 3")
        during = termios.tcgetattr(terminal.child.child_fd)
        assert before[3] & termios.ECHO
        assert not during[3] & (termios.ECHO | termios.ICANON | termios.ISIG)
        terminal.send("q")
        terminal.end()
        assert termios.tcgetattr(terminal.child.child_fd) == before


@pytest.mark.parametrize("keys", ["\x03", "\x04", "e\x03", "a\x04"], ids=repr)
def test_control_c_and_control_d_stop_and_keep_everything(desk: Desk, keys: str) -> None:
    with desk.open() as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("y" + keys)
        assert terminal.end() == 0
        assert "1 of 3 places decided" in terminal.text()
        assert "Traceback" not in terminal.text()
    assert desk.answers == ["accept"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda each: each.name)
def test_a_signal_stops_and_keeps_everything(desk: Desk, number: signal.Signals) -> None:
    with desk.open() as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("y")
        terminal.wait_for("2 of 3")
        terminal.signal(number)
        assert terminal.end() == 0
    assert desk.answers == ["accept"]
    assert desk.has_ended_by_itself


def test_a_terminal_that_is_closed_stops_and_keeps_everything(desk: Desk) -> None:
    with desk.open() as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("yn")
        terminal.wait_for("3 of 3")
        terminal.hang_up()
    assert desk.answers == ["accept", "reject"]
    assert desk.has_ended_by_itself


def test_a_killed_review_goes_on_where_it_stopped(desk: Desk) -> None:
    with desk.open() as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("yn")
        desk.wait_for_answers(2)
        terminal.signal(signal.SIGKILL)
        terminal.end()
    assert not desk.has_ended_by_itself
    with desk.open() as terminal:
        shown = terminal.wait_for("3 of 3")
        assert "1 accepted · 1 rejected" in shown[0]
        terminal.send("u")
        terminal.wait_for("undone: reject")
        terminal.send("q")
        terminal.end()
    assert desk.answers == ["accept", "reject", "undo"]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=str)
def test_the_whole_screen_is_in_sight_in_every_script(tmp_path: Path, script: str, size: tuple[int, int]) -> None:
    text = SCRIPTS[script]
    desk = Desk(tmp_path, f"{text}Stalbrand {text}\n")
    with desk.open(columns=size[0], rows=size[1]) as terminal:
        shown = terminal.wait_for("q stop")
        assert "1 of 1" in shown[0]
        assert "Stalbrand" in "".join(shown)
        assert "Stalin" in "".join(shown)
        terminal.send("y")
        terminal.wait_for("Nothing is left to decide")
        terminal.send("q")
        terminal.end()
    assert desk.answers == ["accept"]


def test_another_size_of_the_terminal_shows_at_once(desk: Desk) -> None:
    with desk.open() as terminal:
        terminal.wait_for("corrigenda review  1 of 3")
        terminal.resize(40, 15)
        shown = terminal.wait_for("1 of 3: 0 yes, 0 no, 0 skipped")
        assert shown[-1].endswith("q stop")
        terminal.send("y")
        terminal.wait_for("2 of 3: 1 yes")


def test_typing_a_reading_with_wide_letters_and_arrow_keys(desk: Desk) -> None:
    with desk.open() as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("e")
        terminal.wait_for("> Stalin")
        terminal.send("\x15大林\x1b[H斯")
        shown = terminal.wait_for("> 斯大林")
        assert (terminal.screen.cursor.x, shown[terminal.screen.cursor.y]) == (4, "> 斯大林")
        terminal.send("\r")
        terminal.wait_for("2 of 3")
        terminal.send("q")
        terminal.end()
    assert desk.answers == ["edit"]
    assert '"corr": "斯大林"' in (desk.folder / "a.journal.jsonl").read_text(encoding="utf-8")


def test_what_arrives_in_pieces_is_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow line tears an arrow key into Escape and letters, and a letter into its bytes."""
    monkeypatch.setattr(keyboard, "_PIECE", 1)
    reading, writing = os.pipe()
    signals, unused = os.pipe()
    try:
        reader = keyboard._Reader(reading, signals)  # noqa: SLF001 - the part that can be tried without a terminal
        for sent in ("\x1b[D", "\x1b[1;5D", "大", "\x1b"):
            os.write(writing, sent.encode())
            assert reader() == sent
        os.close(writing)
        assert reader() == ""
    finally:
        for each in (reading, signals, unused):
            os.close(each)


def test_pasted_text_decides_nothing_and_can_be_a_reading(desk: Desk) -> None:
    with desk.open() as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("\x1b[200~yes, n\n\x1b[201~")
        terminal.wait_for("that key decides nothing")
        terminal.send("e\x15\x1b[200~J. V. Stalin\n\x1b[201~")
        terminal.wait_for("> J. V. Stalin")
        terminal.send("\r")
        terminal.wait_for("2 of 3")
    assert desk.answers == ["edit"]


def test_colours_mark_and_without_colours_brackets(desk: Desk) -> None:
    with desk.open() as terminal:
        terminal.wait_for("Then Stalbrand spoke")
        assert terminal.colour_of("Stalbrand spoke") == "red"
        assert terminal.colour_of("Stalin spoke") == "green"
    with desk.open(NO_COLOR="1") as terminal:
        terminal.wait_for("Then ⟦Stalbrand⟧ spoke")
        assert terminal.colour_of("Stalbrand⟧ spoke") == "default"
    with desk.open(TERM="dumb") as terminal:
        terminal.wait_for("⟦Stalbrand⟧ spoke")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_in_tmux(desk: Desk) -> None:
    socket = str(desk.folder / "tmux")

    def tmux(*arguments: str) -> str:
        command = ["tmux", "-f", "/dev/null", "-S", socket, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout

    def wait_for(text: str) -> str:
        end = time.monotonic() + 30
        while text not in (shown := tmux("capture-pane", "-p", "-t", "review")):
            assert time.monotonic() < end, shown
            time.sleep(0.05)
        return shown

    place = f"PYTHONPATH={desk.environment['PYTHONPATH']}"
    size = ("-x", "80", "-y", "24")
    tmux("-u", "new-session", "-d", "-s", "review", *size, "env", place, "LC_ALL=C.UTF-8", *desk.command)
    try:
        wait_for("1 of 3")
        tmux("send-keys", "-t", "review", "y")
        assert "1 accepted" in wait_for("2 of 3")
        tmux("send-keys", "-t", "review", "e")
        wait_for("> Stalin")
        tmux("send-keys", "-t", "review", "Left", "C-u", "大", "Enter")
        wait_for("3 of 3")
    finally:
        tmux("kill-server")
    desk.wait_for_answers(2)
    assert desk.answers == ["accept", "edit"]
    assert '"corr": "大n"' in (desk.folder / "a.journal.jsonl").read_text(encoding="utf-8")
