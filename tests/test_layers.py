"""The house: a module imports only from modules above it, and what touches the world lies at the edges."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"

HOUSE = """
    corrigenda

    errors collector ondemand
    data: .
    texts: . wording visible markup marks fold lineation composition text tokens
    storage: . files jsontext csvfile diff lock blocks
    corrections config
    formats: plain .
    counting: . distinct scan arrays attic table levels
    counting: facts survey surveyed questions vocabulary bulk pooled counted lookup
    language: . apart inflection declension formation wordlist words senses letters hunspell numbers dates runs
    data.words: . build build_senses

    terminology: . catalogue forms terms entries glossary glossary_file glossary_edit glossary_merge
    terminology: names standing lexicon glossary_check
    likeness: . confusion meant near crowd changes foresight twins

    finding shelf project
    deciding: . decision record journal question learning emendation grams place
    deciding: history plan patch dossier ledger baseline

    judging: . noise suspects lists proposal neighbours leaning windows sieve judge bulk_judge
    suggesting: . headers cases candidates spellings suggest

    rules: base fitting unusual stopwords patterns phrase_windows surroundings phrase_counts collation
    rules: phrase_odds deprecated divided parts glossary phrases variants stealth consistency
    rules: residue_scripts residue_encoding residue_signs residue_words residue_digits residue_endings residue
    rules: impossible datelines counts dates
    rules: plugins .
    comments explain

    report: . line record machine terminal sarif github reviewdog junit table registry parquet
    running: . backend engine tallies outcome worker pool parallel kept inventory cache recheck cluster

    exchange: base xmltree jsonplaces tbx omegat wikidata codespell cspell guiguts hunspell sheet .
    edition: . apparatus critic tei word sheet page
    reviewing: . review keys keyboard lineedit passage screen session

    acting: . progress running given telling knowing linting holding output editing renaming answering
    acting: since watch spread
    recording api
    server: . positions desk protocol edge
    commands: . lint review patch apply rename exchange glossary rules learn why baseline status report cache server
    cli __main__
"""
"""All rooms and modules, from the ground up; the dot is the room itself."""
PLACES = [
    (room, name) for room, _, names in (line.rpartition(":") for line in HOUSE.split("\n")) for name in names.split()
]
ORDER = [room.strip() if name == "." else f"{room}.{name}".strip().removeprefix(".") for room, name in PLACES]


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


def test_a_room_stands_in_one_place() -> None:
    rooms = [room for room, _names in groupby(room for room, _name in PLACES) if room]
    assert len(set(rooms)) == len(rooms)


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
        ("click", ("cli", "acting", "commands", "reviewing.keyboard")),
        ("rich", ("report", "reviewing", "acting", "commands")),
        ("subprocess", ("acting",)),
        ("tempfile", ("storage.files", "counting.attic")),
        ("pygls", ("server.edge",)),
        ("lsprotocol", ("server.edge", "server.protocol")),
        ("multiprocessing", ("running.worker", "running.pool")),
        ("termios", ("reviewing.keyboard",)),
    ],
)
def test_the_world_is_touched_at_the_edges(package: str, at: tuple[str, ...]) -> None:
    users = {name for name in modules() if any(other.split(".")[0] == package for other in imported(name))}
    assert users
    assert {name for name in users if not any(name == each or name.startswith(each + ".") for each in at)} == set()


def test_rules_touch_neither_files_nor_terminal_nor_clock() -> None:
    outside = {"os", "sys", "pathlib", "io", "datetime", "time", "random", "click", "rich", "subprocess"}
    for name in set(ORDER[ORDER.index("rules.base") : ORDER.index("rules") + 1]) - {"rules.plugins"} | {
        "running.engine"
    }:
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
