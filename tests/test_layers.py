"""The house: a module imports only from modules above it, and what touches the world lies at the edges."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"

HOUSE = """
    corrigenda

    data errors visible markup fold facts text jsontext distinct scan collector ondemand
    files corrections config
    formats.plain formats
    tokens inflection declension
    table levels wordlist formation words data.words data.words.build hunspell

    csvfile forms terms glossary glossary_check glossary_file glossary_edit
    entries names standing lexicon confusion near crowd changes foresight

    finding shelf attic decision record journal lock
    question learning
    survey blocks counted arrays surveyed questions vocabulary bulk pooled
    noise suspects lists proposal neighbours leaning windows sieve judge desk
    runs candidates spellings suggest

    numbers dates
    rules.base rules.unusual rules.particles rules.patterns rules.phrase_windows rules.phrase_counts
    rules.divided rules.glossary rules.phrases rules.variants rules.stealth rules.consistency
    rules.residue_scripts rules.residue_encoding rules.residue_signs rules.residue_words rules.residue_digits
    rules.residue_endings
    rules.residue
    rules.impossible rules.datelines rules.counts rules.dates
    rules.plugins rules engine tallies lookup outcome worker pool parallel kept inventory cache recheck explain
    comments baseline

    emendation grams place plan diff patch
    glossary_merge
    exchange.base exchange.xmltree exchange.jsonplaces
    exchange.tbx exchange.omegat exchange.wikidata exchange.codespell exchange.cspell exchange.guiguts
    exchange.hunspell exchange.sheet exchange
    project ledger

    review

    report report.line report.record report.machine report.terminal
    report.sarif report.github report.reviewdog report.junit report.table report.registry
    report.parquet cluster
    edition edition.apparatus edition.critic edition.tei edition.word edition.sheet edition.page
    keys keyboard lineedit passage screen session

    commands commands.progress commands.running
    commands.given commands.telling commands.knowing commands.linting commands.holding commands.output
    commands.editing commands.answering commands.exchange
    recording api
    server server.positions server.desk server.protocol server.edge commands.server
    commands.since commands.watch commands.spread commands.lint
    commands.review commands.patch commands.apply commands.glossary commands.rules
    commands.learn commands.why commands.baseline commands.status commands.report commands.cache
    cli __main__
"""
"""All modules, from the ground up."""
ORDER = HOUSE.split()


@cache
def modules() -> dict[str, ast.Module]:
    """Return the modules by name, without the package's."""
    found = {}
    for path in sorted((SOURCE / "corrigenda").rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        found[name.removeprefix("corrigenda.")] = ast.parse(path.read_bytes())
    return found


def imported(name: str) -> Iterator[str]:
    """Yield what a module imports, wherever in it: its own package's modules without the package's name."""
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by a relative name"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for full in names:
            own = full.removeprefix("corrigenda.")
            yield own if own in modules() or own == full else own.rpartition(".")[0] or "corrigenda"


def test_every_module_has_its_place() -> None:
    assert len(set(ORDER)) == len(ORDER)
    assert sorted(ORDER) == sorted(modules()), "put a new module into HOUSE, above all that import it"


@pytest.mark.parametrize("name", ORDER)
def test_imports_only_descend(name: str) -> None:
    if name == "corrigenda":  # the front door shows all rooms, and enters none before it is asked to
        return
    above = set(ORDER[: ORDER.index(name)])
    own = {other for other in imported(name) if other in modules()}
    assert own <= above, f"{name} imports from below: {sorted(own - above)}"


@pytest.mark.parametrize(
    ("package", "at"),
    [
        ("click", ("cli", "commands", "keyboard")),
        ("rich", ("report", "passage", "lineedit", "screen", "session", "commands")),
        ("subprocess", ("commands",)),
        ("tempfile", ("files", "attic")),
        ("pygls", ("server.edge",)),
        ("lsprotocol", ("server.edge", "server.protocol")),
        ("multiprocessing", ("worker", "pool")),
        ("termios", ("keyboard",)),
    ],
)
def test_the_world_is_touched_at_the_edges(package: str, at: tuple[str, ...]) -> None:
    users = {name for name in modules() if any(other.split(".")[0] == package for other in imported(name))}
    assert users
    assert {name for name in users if not any(name == each or name.startswith(each + ".") for each in at)} == set()


def test_rules_touch_neither_files_nor_terminal_nor_clock() -> None:
    outside = {"os", "sys", "pathlib", "io", "datetime", "time", "random", "click", "rich", "subprocess"}
    for name in set(ORDER[ORDER.index("rules.base") : ORDER.index("engine") + 1]) - {"rules.plugins"}:
        used = {other.split(".")[0] for other in imported(name)}
        assert used.isdisjoint(outside), f"{name} imports {sorted(used & outside)}"


def test_only_the_command_line_exits() -> None:
    exits = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and (ast.unparse(node) in ("sys.exit", "os._exit"))
    }
    assert exits == {"cli"}


def test_lines_are_never_cut_where_git_does_not_cut_them() -> None:
    assert [
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "splitlines"
    ] == []
