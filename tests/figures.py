"""What long measurements came to last, for the README: `figures.tsv`, written by the tools that measure.

``python tests/figures.py fuzz LOG…`` takes what the fuzzer printed; `kills.py` and `placement.py` write theirs.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

TABLE = Path(__file__).with_suffix(".tsv")
_HEAD = "what\tfigure\tdate\n"
_RUNS, _SECONDS = re.compile(r"Done (\d+) runs in (\d+) second"), re.compile(r"cov: (\d+) ft: \d+ corp: (\d+)/")


def read() -> dict[str, tuple[str, str]]:
    """Return figure and date of each measurement."""
    rows = TABLE.read_text("utf-8").split("\n")[1:] if TABLE.exists() else []
    return {what: (figure, date) for what, figure, date in (row.split("\t") for row in rows if row)}


def record(what: str, figure: str) -> None:
    """Write what a measurement came to today; the others stay."""
    known = read() | {what: (figure, f"{datetime.now(UTC):%Y-%m-%d}")}
    rows = "".join(f"{each}\t{figure}\t{date}\n" for each, (figure, date) in known.items())
    TABLE.write_text(_HEAD + rows, "utf-8")


def table() -> str:
    """Return the measurements as a table of the README."""
    head = "| measured | last came to | on |\n| --- | --- | --- |"
    return "\n".join((head, *(f"| {what} | {figure} | {date} |" for what, (figure, date) in read().items())))


def fuzzed(log: str) -> str:
    """Return what a run of libFuzzer came to, from what it printed.

    Raises:
        ValueError: the run did not come to its end.
    """
    done, coverage = _RUNS.search(log), _SECONDS.findall(log)
    if done is None or not coverage:
        raise ValueError("the run did not come to its end")
    runs, seconds = (int(each) for each in done.groups())
    edges, kept = coverage[-1]
    return f"{runs:,} inputs in {seconds // 60} minutes, {int(edges):,} branches, {int(kept):,} kept; nothing found"


if __name__ == "__main__":
    for name in sys.argv[2:]:
        record(f"fuzzing the reader “{Path(name).stem}”", fuzzed(Path(name).read_text("utf-8", "replace")))
