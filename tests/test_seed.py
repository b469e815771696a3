"""The text this was built for: what is found in it, with its glossary and without the known wrong forms."""

import ast
import csv
import io
import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from corrigenda import rules
from corrigenda.formats.plain import decode
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology.glossary import Glossary, merge, read
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.terminology.terms import Status

ROOT = Path(__file__).parents[1]
TEXT = "seeds/secret-history-3.txt"

FOUND = """\
1:1 G001 The Secret History of Stalin’s Purges → The Secret History of Stalin’s Crimes
13:20 G001 Stalbrand’s → Stalin’s
23:11 D001 June 1952 → June 1953
27:48 C002 Nikolaev → Nikolayev
27:74 G001 Smolny Palace → Smolny Institute
27:106 G001 Milonovich → Mironovich
27:140 G001 Central Politburo → Politburo
29:150 G001 Smolny Palace → Smolny Institute
31:229 G001 Ministry of the Interior → NKVD
31:477 G001 Union of All Russian Soldiers → Russian All-Military Union
33:374 G001 Belgian press → Soviet press
33:439 G001 Toddy opposition → Trotsky–Zinoviev opposition
33:766 G001 “News” newspaper → Izvestia
33:882 R001 …… → …
"""
"""Everything that is found with the glossary that ships. An editor would call none of these wrong."""

FOUND_WITHOUT_WRONG_FORMS = """\
1:5 G003 Secret History of Stalin’s Purges → Secret History of Stalin’s Crimes
13:20 G002 Stalbrand’s → Stalin’s
23:11 D001 June 1952 → June 1953
27:48 C002 Nikolaev → Nikolayev
27:106 G002 Milonovich → Mironovich
33:374 G003 Belgian press → Soviet press
33:439 G003 Toddy opposition → Trotsky–Zinoviev opposition
33:882 R001 …… → …
"""
"""What is found when the glossary tells no wrong form. An editor would call none of these wrong either."""


def without_wrong_forms(glossary: bytes) -> bytes:
    """Return the glossary with every deprecated cell emptied."""
    rows = list(csv.reader(io.StringIO(glossary.decode(), newline="")))
    column = rows[0].index("deprecated")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(rows):
        is_term = number > 0 and row and not row[0].startswith("#")
        writer.writerow([*row[:column], "", *row[column + 1 :]] if is_term else row)
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Return what is found with the glossary that ships, and with the emptied one, as if nothing were decided."""
    glossary = (ROOT / "glossary.csv").read_bytes()
    empty = without_wrong_forms(glossary)
    assert b",Stalbrand," in glossary
    assert b",Stalbrand," not in empty
    assert empty.count(b"\n") == glossary.count(b"\n")
    made = {}
    for name, content in (("whole", glossary), ("empty", empty)):
        files = {"corrigenda.toml": "", "glossary.csv": content, TEXT: (ROOT / TEXT).read_bytes()}
        made[name] = Desk(tmp_path_factory.mktemp(name), files).lint()
    return made


def told(found: list[dict[str, Any]]) -> str:
    rows = ((each["line"], each["column"], each["code"], each["sic"], readings(each)[0]) for each in found)
    return "".join(f"{line}:{column} {code} {sic} → {first}\n" for line, column, code, sic, first in rows)


def readings(finding: dict[str, Any]) -> list[str]:
    return [reading["text"] for reading in finding["readings"]]


def at(found: list[dict[str, Any]], word: str) -> list[str]:
    """Return the readings of the only finding whose sic holds a word."""
    (finding,) = [each for each in found if word in each["sic"]]
    return readings(finding)


def test_the_text_is_as_it_was_received() -> None:
    text = (ROOT / TEXT).read_bytes()
    assert len(text) == 5725 or not text.endswith(b"\n")
    assert sha256(text).hexdigest() == "06aa6bf5f477e19782b64678a10d12eaffee1421f5de5bbd1abcd8b1fea95fc2"
    assert not text.endswith(b"\n")


def test_all_that_is_found(findings: dict[str, list[dict[str, Any]]]) -> None:
    assert told(findings["whole"]) == FOUND


def test_first_readings(findings: dict[str, list[dict[str, Any]]]) -> None:
    found = findings["whole"]
    assert at(found, "Stalbrand")[0] == "Stalin’s"
    assert at(found, "Toddy")[0] == "Trotsky–Zinoviev opposition"
    assert at(found, "Belgian")[0] == "Soviet press"
    assert at(found, "Milonovich")[0] == "Mironovich"
    assert at(found, "……")[0] == "…"
    assert at(found, "June 1952") == ["June 1953"]


def test_all_that_is_found_without_the_known_wrong_forms(findings: dict[str, list[dict[str, Any]]]) -> None:
    assert told(findings["empty"]) == FOUND_WITHOUT_WRONG_FORMS


def test_readings_without_the_known_wrong_forms(findings: dict[str, list[dict[str, Any]]]) -> None:
    found = findings["empty"]
    assert "Stalin’s" in at(found, "Stalbrand")[:3]
    assert at(found, "Toddy")[0] == "Trotsky–Zinoviev opposition"
    assert at(found, "Belgian")[0] == "Soviet press"
    assert at(found, "Milonovich")[0] == "Mironovich"


def test_the_glossary_is_a_real_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"glossary.csv": (ROOT / "glossary.csv").read_bytes()})
    ran = desk.run("glossary", "check")
    assert (ran.code, ran.out) == (0, "")
    terms, forms = (int(count) for count in re.findall(r"(\d+) (?:terms|forms)", ran.err))
    assert terms >= 80
    assert forms >= 2 * terms


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda form: form,
    "capitals": str.upper,
    "possessive": lambda form: form + "'s",
    "typographic possessive": lambda form: form + "’s",
    "over line ends": lambda form: form.replace(" ", "\n"),
    "over line ends with CR": lambda form: form.replace(" ", "\r\n"),
    "two blanks": lambda form: form.replace(" ", "  "),
    "no-break space": lambda form: form.replace(" ", "\N{NO-BREAK SPACE}"),
    "quoted": lambda form: f"“{form}”",
    "plural": lambda form: form + "s",
    "small letters": str.lower,
    "hyphens": lambda form: form.replace(" ", "-"),
    "dashes": lambda form: form.replace(" ", "–"),
    "divided at a line end": lambda form: f"{form[:3]}-\n{form[3:]}" if form.isalpha() and form.istitle() else form,
}


def passages(forms: Iterable[str]) -> str:
    return "\n\n".join(f"In those years they spoke of {form} and of nothing else." for form in forms)


def forms(glossary: Glossary, *statuses: Status) -> list[str]:
    return [form.text for term in glossary.terms for form in term.forms if form.status in statuses]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return merge([read((ROOT / "glossary.csv").read_bytes(), "glossary.csv")])


@pytest.mark.parametrize("way", WAYS)
def test_a_form_that_the_glossary_knows_is_never_flagged_by_a_g_rule(glossary: Glossary, way: str) -> None:
    right = forms(glossary, Status.PREFERRED, Status.ADMITTED)
    assert len(right) > 300
    assert flagged(glossary, passages(map(WAYS[way], right))) == []
    assert flagged(glossary, "\n\n".join(WAYS[way](form) for form in right)) == []


@pytest.mark.parametrize("way", [way for way in WAYS if way != "plural"])
def test_every_known_wrong_form_is_flagged_wherever_it_stands(glossary: Glossary, way: str) -> None:
    wrong = [form for form in forms(glossary, Status.DEPRECATED) if "(" not in form]  # see the corpus
    text = passages(map(WAYS[way], wrong))
    assert [code for code, _ in flagged(glossary, text)] == ["G001"] * len(wrong)


def flagged(glossary: Glossary, text: str) -> list[tuple[str, str]]:
    witness = decode(text.encode(), name="a", siglum="a")
    found = lint([witness], Knowledge(Lexicon(glossary), language="en"), rules.selected(["G"]))
    return [(finding.code, finding.anchor.sic) for finding in found]


OF_THE_TEXT = """
    stalbrand stalin toddy trotsky zinoviev belgian milonovich mironovich kirov nikolaev nikolayev smolny politburo
    nkvd izvestia yezhov orlov kremlin leningrad soviet purges kamenev radek
"""
"""Words that only somebody who has seen the text would put into a program."""


def test_no_name_and_no_error_of_the_text_stands_in_the_code() -> None:
    """Pages of rules and docstrings may show them; what decides may not."""
    shown, used = set(), set()
    for path in sorted((ROOT / "src/corrigenda").rglob("*.py")):
        tree = ast.parse(path.read_bytes())
        shown |= words(ast.unparse(tree))
        used |= {f"{word} in {path.name}" for word in words(" ".join(deciding(tree))) & words(OF_THE_TEXT)}
    assert shown & words(OF_THE_TEXT), "the search finds nothing at all"
    assert used == set()
    for name in ("confusions.tsv", "weights.tsv"):
        assert words((ROOT / "src/corrigenda/data" / name).read_text("utf-8")).isdisjoint(words(OF_THE_TEXT))


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def deciding(tree: ast.Module) -> list[str]:
    """Return the strings of a module, without docstrings, the rules' pages, and what only those pages use."""
    body = [node for node in tree.body if not any(name == "RULES" for name in assigned(node))]
    rest = ast.Module(body, [])
    used = {node.id for node in ast.walk(rest) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    rest.body = [node for node in body if not assigned(node) or used.intersection(assigned(node))]
    docstrings = {id(node.value) for node in ast.walk(rest) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(rest) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node.value for node in constants if isinstance(node.value, str)]


def assigned(node: ast.stmt) -> set[str]:
    """Return the names a statement gives values to."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}
