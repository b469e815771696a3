"""Kills real commands at random times and sees that nothing is lost: ``python tests/kills.py [COUNT] [SEED]``.

Each command that changes files is started as a process of its own and ended by SIGKILL between the first of its work
and its end; then every file must be the old one or the new one, no answer that was shown as given may be missing, and
the same command, run again, must bring about what it would have at first. The report says how many processes were
still running when they were killed, and in how many of those a file had changed already.
"""

import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import figures
from desk import Desk
from halfway import SCENES, Case
from terminal import Terminal

from corrigenda.storage import lock

COUNT = 600
_EARLIEST = 0.45
"""Part of a command's time before which only modules are loaded; kills are spread over what follows."""
_LATEST = 1.05
_COMMAND = (sys.executable, "-m", "corrigenda")
_REVIEWED = "".join(f"Stalbrand spoke {number} times.\n" for number in range(1, 7))
_AT = re.compile(r"(\d+) of 6")


def main(count: int = COUNT, seed: int = 1) -> Counter[tuple[str, str]]:
    """Kill `count` commands, each kind in turn, and return what became of them."""
    chance = random.Random(seed)
    outcomes: Counter[tuple[str, str]] = Counter()
    with TemporaryDirectory() as folder:
        kinds = [(scene.__name__, _killing(Path(folder) / scene.__name__, scene, chance)) for scene in SCENES]
        kinds.append(("reviewing", _killing_reviews(Path(folder) / "review", chance)))
        for number in range(count):
            name, kill = kinds[number % len(kinds)]
            outcomes[name, kill()] += 1
    return outcomes


def _killing(folder: Path, scene: Callable[[Desk], list[str]], chance: random.Random) -> Callable[[], str]:
    case = Case(folder, scene)
    usual = _timed(*case.anew())

    def kill() -> str:
        nonlocal usual
        desk, command = case.anew()
        before = desk.files()
        process = _start(desk, command)
        time.sleep(usual * chance.uniform(_EARLIEST, _LATEST))
        process.kill()
        was_running = process.wait() == -signal.SIGKILL
        if not was_running:
            usual *= 0.97  # the machine is quicker than it was
        changed = _without_lock(desk.files()) != _without_lock(before)
        case.assert_nothing_is_half(desk, untidy=True)
        case.assert_it_goes_on(desk, command)
        return "ended before" if not was_running else "killed, files changed" if changed else "killed, nothing changed"

    return kill


def _start(desk: Desk, command: list[str]) -> "subprocess.Popen[bytes]":
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*_COMMAND, *command], cwd=desk.folder, **quiet)


def _timed(desk: Desk, command: list[str]) -> float:
    begun = time.monotonic()
    _start(desk, command).wait()
    return time.monotonic() - begun


def _without_lock(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if not name.endswith(lock.NAME)}


def _killing_reviews(folder: Path, chance: random.Random) -> Callable[[], str]:
    count = 0

    def kill() -> str:
        nonlocal count
        count += 1
        desk = Desk.usual(folder / str(count), _REVIEWED)
        answered = 0
        with Terminal([*_COMMAND, "review"], cwd=desk.folder) as terminal:
            terminal.wait_for("1 of 6")
            keys = [chance.choice("yn") for _ in range(chance.randrange(1, 6))]
            for number, key in enumerate(keys):
                terminal.send(key)
                if number == 0 and count % 2:  # every other time something is recorded, however slow the machine is
                    terminal.wait_for("2 of 6")
                time.sleep(chance.uniform(0, 0.03))
            terminal.signal(signal.SIGKILL)
            found = _AT.search(terminal.text())
            answered = int(found.group(1)) - 1 if found else 0
            terminal.end()
        given = [verdict for _sic, verdict in desk.verdicts()]
        sent = [{"y": "accept", "n": "reject"}[key] for key in keys]
        assert len(given) >= answered, (given, answered)
        assert given == sent[: len(given)]
        assert desk.run("patch").code == 0
        with Terminal([*_COMMAND, "review"], cwd=desk.folder) as terminal:
            terminal.wait_for(f"{len(given) + 1} of 6")
        return "killed, files changed" if given else "killed, nothing changed"

    return kill


def report(outcomes: Counter[tuple[str, str]], seed: int) -> str:
    """Return the outcomes as a table, as they stand in the README."""
    hows = ("killed, files changed", "killed, nothing changed", "ended before")
    lines = [f"{outcomes.total()} kills, seed {seed}, nothing lost", "", "\t".join(("command", *hows))]
    names = sorted({name for name, _how in outcomes})
    return "\n".join((*lines, *("\t".join((name, *(str(outcomes[name, how]) for how in hows))) for name in names)))


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:]]
    found = main(*numbers)
    print(report(found, numbers[1] if len(numbers) > 1 else 1))  # noqa: T201
    killed = sum(count for (_name, how), count in found.items() if how.startswith("killed"))
    figures.record("commands ended by SIGKILL at random times", f"{killed} killed; nothing lost, nothing half-written")
