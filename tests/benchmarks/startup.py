"""Measure what starting costs: CPU seconds of whole processes, as medians, beside those of the libraries alone.

Run by hand, with the Python that corrigenda is installed in: ``python tests/benchmarks/startup.py [--runs N]``.
The commands take turns, so that a busy machine slows all alike.
"""

import argparse
import os
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = "import click, rapidfuzz"
CLICK = "import click"
OURS = ("-m", "corrigenda")
COMMANDS: dict[str, tuple[str, ...]] = {
    LIBRARIES: ("-c", LIBRARIES),
    CLICK: ("-c", CLICK),
    "lint": (*OURS, "lint", str(ROOT / "seeds")),
    "--version": (*OURS, "--version"),
}
LIMITS = (("lint", LIBRARIES, 5.0), ("--version", CLICK, 1.5))
"""A command, what it is measured by, and how many times as much it may cost."""


def cpu_seconds(arguments: tuple[str, ...], environment: dict[str, str]) -> float:
    """Return the CPU seconds, user's and system's, of one run of Python; what it prints is thrown away.

    Raises:
        RuntimeError: it failed (1 means that there are findings).
    """
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    pid = os.posix_spawn(sys.executable, [sys.executable, *arguments], environment, file_actions=silent)
    _pid, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise RuntimeError(f"python {' '.join(arguments)} failed")
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Print medians and ratios; return 1 when one is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21, help="runs of each command; the first, uncounted, warms up")
    runs = parser.parse_args().runs
    os.chdir(ROOT)
    # users have bytecode; some containers are told not to write it
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(runs + 1):
        for name, arguments in COMMANDS.items():
            used = cpu_seconds(arguments, environment)
            if turn:
                seconds[name].append(used)
    medians = {name: median(each) for name, each in seconds.items()}
    for name, value in medians.items():
        sys.stdout.write(f"{1000 * value:8.1f} ms  {name}\n")
    for name, other, limit in LIMITS:
        sys.stdout.write(f"{medians[name] / medians[other]:8.2f} x  {name} : {other} (at most {limit})\n")
    return int(any(medians[name] > limit * medians[other] for name, other, limit in LIMITS))


if __name__ == "__main__":
    sys.exit(main())
