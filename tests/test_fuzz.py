"""Every reader keeps its promise whatever it reads, and no pattern of ours takes more steps than the text is long.

`tests/fuzz/run.py` looks for inputs for ten minutes and more; here all that it found and a few new ones are tried.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from fuzz import run, steps, targets, work
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corrigenda
from corrigenda.storage import csvfile

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "fuzz" / "cases"
EXAMPLES = {"growth": 2, "lint": 15, "glossary": 25, "learning": 25}
QUICK = settings(suppress_health_check=list(HealthCheck), database=None)


def cases(target: str) -> list[Path]:
    return sorted((CASES / target).iterdir())


@pytest.mark.parametrize(
    ("target", "case"),
    [pytest.param(name, case, id=f"{name}-{case.name}") for name in targets.TARGETS for case in cases(name)],
)
def test_every_case_is_read_or_refused_as_promised(target: str, case: Path) -> None:
    targets.TARGETS[target](case.read_bytes())


def test_there_are_cases_for_every_target_and_targets_for_every_case() -> None:
    assert {folder.name for folder in CASES.iterdir()} == set(targets.TARGETS) == set(run.WORDS)
    assert all(len(cases(target)) > 5 for target in targets.TARGETS)


@st.composite
def inputs(draw: st.DrawFn, target: str) -> bytes:
    """Return a case with a few changes: bytes lost, doubled, exchanged or put in."""
    data = draw(st.sampled_from(cases(target))).read_bytes()
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        new = draw(st.sampled_from([word.encode() for word in run.WORDS[target]]) | st.binary(max_size=4))
        data = data[:start] + draw(st.sampled_from([new, b"", data[start:end] * 2, new + data[start:end]])) + data[end:]
    return data


@pytest.mark.parametrize("target", targets.TARGETS)
def test_changed_cases_are_read_or_refused_as_promised(target: str) -> None:
    @settings(QUICK, max_examples=EXAMPLES.get(target, 60), derandomize=target == "growth")
    @given(inputs(target))
    def check(data: bytes) -> None:
        targets.TARGETS[target](data)

    check()


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed")
def test_the_fuzzer_runs(tmp_path: Path) -> None:
    command = (sys.executable, str(ROOT / "tests" / "fuzz" / "run.py"), "learning", "5", "-runs=200")
    ran = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    assert b"Done 200 runs" in ran.stderr


# what a target would not let pass


def run_all(target: str) -> None:
    for case in cases(target):
        targets.TARGETS[target](case.read_bytes())


@pytest.mark.parametrize(
    ("target", "module", "name"),
    [
        ("text", "formats.plain", "encoded"),
        ("journal", "deciding.journal", "_is_time"),
        ("patch", "corrections", "check_siglum"),
        ("learning", "deciding.learning", "_is_count"),
    ],
)
def test_the_targets_notice_a_reader_that_checks_nothing(
    monkeypatch: pytest.MonkeyPatch, target: str, module: str, name: str
) -> None:
    monkeypatch.setattr(import_module(f"corrigenda.{module}"), name, lambda *_arguments: True)
    with pytest.raises((AssertionError, TypeError, UnicodeError, OverflowError, ValueError)):
        run_all(target)


# how the work grows


SIZES = (500, 1000, 2000)


def pairs_of_words(text: str) -> int:
    words = text.split()
    return sum(len(one) == len(other) for one in words for other in words)


def rests(text: str) -> int:
    return sum(text[at:].startswith("b") for at in range(len(text)))


def words(text: str) -> int:
    return sum(len(word) for word in text.split())


@pytest.mark.parametrize(("task", "least", "most"), [(pairs_of_words, 3.5, 4.5), (rests, 3.5, 4.5), (words, 0, 2.1)])
def test_work_that_grows_too_fast_is_noticed(task: Any, least: float, most: float) -> None:
    assert least <= work.growth(task, lambda size: work.repeated("ab ", size), SIZES).ratio <= most


def test_searches_to_the_end_of_the_text_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern that is linear does not help one who searches the whole rest again and again."""
    monkeypatch.setattr(corrigenda, "_PATTERN", re.compile("x"), raising=False)

    def task(text: str) -> None:
        for at in range(0, len(text), 20):
            corrigenda._PATTERN.search(text, at)  # type: ignore[attr-defined]  # noqa: SLF001

    assert work.growth(task, lambda size: work.repeated("ab ", size), SIZES).ratio > 3.5


# patterns


def modules() -> Iterator[Any]:
    for found in walk_packages(corrigenda.__path__, "corrigenda."):
        if not found.name.endswith(("__main__", ".build")):
            yield import_module(found.name)


@cache
def patterns() -> dict[tuple[str, str, int], bool]:
    """Return the patterns of the package as (module, pattern, flags), and whether each is never searched for."""
    found: dict[tuple[str, str, int], bool] = {}
    for module in modules():
        tree = ast.parse(Path(module.__file__).read_bytes())
        uses: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                uses.setdefault(node.value.id, set()).add(node.attr)
        for name, value in vars(module).items():
            anchored = bool(uses.get(name)) and uses[name] <= {"match", "fullmatch"}
            for pattern in inside(value):
                key = module.__name__, as_text(pattern.pattern), pattern.flags & ~re.UNICODE
                found[key] = found.get(key, True) and anchored
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.") and call.args:
                found |= evaluated(call, module, found)
    return found


def inside(value: Any, depth: int = 5) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value, and in what it is made of."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from inside(item, depth - 1)
    elif depth and isinstance(value, dict):
        yield from inside(tuple(value.values()), depth)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from inside(tuple(getattr(value, name) for name in value.__dataclass_fields__), depth - 1)


def as_text(pattern: str | bytes) -> str:
    return pattern if isinstance(pattern, str) else pattern.decode("latin-1")


LOCAL = {"re.escape(key)", *(f"re.compile({name})" for name in ("old", "any_old", "sequence", "run", "rows"))}
"""Patterns made of a variable: an escaped key with bounded blanks, rows that stand in constants, and rows of cells."""


def evaluated(call: ast.Call, module: Any, known: dict[tuple[str, str, int], bool]) -> dict[tuple[str, str, int], bool]:
    """Return the pattern of a call of the module `re` inside a function."""
    function = ast.unparse(call.func)
    if function not in {
        f"re.{name}" for name in ("compile", "search", "match", "fullmatch", "sub", "split", "findall")
    }:
        return {}
    source = ast.unparse(call)
    if any(each in source for each in LOCAL):
        return {}
    pattern = eval(compile(ast.Expression(call.args[0]), "", "eval"), vars(module))  # noqa: S307 - our own source
    key = module.__name__, as_text(pattern), 0
    if function == "re.compile" and any(key[:2] == other[:2] for other in known):
        return {}
    return {key: function in ("re.match", "re.fullmatch")}


def test_no_pattern_takes_more_steps_than_the_text_is_long() -> None:
    assert len(patterns()) > 60
    for (module, pattern, flags), anchored in patterns().items():
        found = steps.worst(re.compile(pattern, flags), anchored=anchored)
        assert found is None or found.ratio < 3, (module, pattern, found)


@pytest.mark.parametrize("width", [1, 2, 6])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rows_of_cells_take_no_more_steps_than_the_text_is_long(width: int, ending: str) -> None:
    found = steps.worst(csvfile.rows_of(width, ending), anchored=True)
    assert found is None or found.ratio < 3, found


@pytest.mark.parametrize(
    ("pattern", "anchored", "least"),
    [
        (r"[ \t]*\n", False, 3.5),
        (r"[ \t]*\n", True, 0),
        (r"(a+)+b", True, 9),
        (r"(a|a)*b", True, 9),
        (r"\s*,\s*", False, 3.5),
        (r"a*a*b", True, 3.5),
        (r"x[^y]*y", False, 3.5),
        (r"(?<! ) *\n", False, 0),
        (r"(?:a|b)*+c", True, 0),
        (r"\n[ \t]*x", False, 0),
    ],
)
def test_patterns_that_take_too_many_steps_are_noticed(pattern: str, *, anchored: bool, least: float) -> None:
    found = steps.worst(re.compile(pattern), anchored=anchored)
    assert found is not None
    assert found.ratio >= least
    assert least or found.ratio < 3


def test_the_counting_matcher_finds_what_re_finds() -> None:
    """Else its steps would say nothing."""
    compared = 0
    for module, pattern, flags in patterns():
        own = re.compile(pattern, flags)
        matcher = steps.Matcher(own)
        for prefix, pump, suffix in list(steps.attacks(matcher))[::7][:60]:
            text = f"{prefix}{pump * 3}{suffix} {prefix}{pump}\n{suffix}Stal-\nbrand’s "
            assert matcher.spans(text) == [found.span() for found in own.finditer(text)], (module, pattern, text)
            compared += 1
    assert compared > 300
