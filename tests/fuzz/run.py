"""Fuzz one reader, guided by coverage: ``python tests/fuzz/run.py TARGET [SECONDS] [OPTION...]``.

Needs atheris (``pip install atheris``). What it learns is kept in build/fuzz/TARGET/ and used again by the next
run; an input that breaks a promise is written to build/fuzz/TARGET-broken/. Move it to tests/fuzz/cases/TARGET/ when
the reader is mended: `tests/test_fuzz.py` runs all cases. Options are those of libFuzzer.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

SECONDS = 600
TESTS = Path(__file__).parents[1]
BUILD = Path("build", "fuzz")
"""The folder of all that is found, in the one that one is in."""
LONGEST = {"growth": 40, "lint": 600}
"""Bytes of an input; what matters to a reader fits into few, and short ones run fast."""
WORDS = {
    "text": ("\n", "\r\n", "\r", "\f", "\x85", "\u2028", "\ufeff", "\0", "utf-7\n", "hz\n", "iso2022_jp\n", "+2AA-"),
    "glossary": (
        *("term,", "kind", "admitted", "deprecated", "source", "note", "target", "comment", "type"),
        *('"', '""', '",', ",", "|", "||", "\n", "\r\n", "\r", "#", "\ufeff", " ", "\t", "ru:", "Stalin", ";"),
    ),
    "exchange": (
        *(
            "<tbx",
            "<martif",
            "<conceptEntry>",
            '<langSec xml:lang="',
            "<termSec>",
            "<term>",
            "</",
            "/>",
            "&a;",
            "<!ENTITY ",
        ),
        *(
            '<termNote type="administrativeStatus">',
            "deprecatedTerm-admn-sts",
            "->",
            ", ",
            "!",
            "*",
            "/",
            "#",
            "\t",
            "|",
        ),
        *('{"scannos": [', '{"words": [', '"flagWords": [', '"match": "', '"replacement": "', "\\b", "\\u0000", "]}"),
        *(
            "item,itemLabel,itemAltLabel\n",
            "http://www.wikidata.org/entity/Q1",
            "Stalin",
            "Stalbrand",
            "\n",
            "\r\n",
            "und",
        ),
    ),
    "journal": (
        *('"v": 1', '"v": 2', '"id": "', '"finding": "', '"rule": "', '"start": ', '"end": ', '"sic": "', '"corr": "'),
        *('"before": ""', '"after": ""', '"resp": ""', '"verdict": "', "accept", "edit", "reject", "skip", "undo"),
        *('"at": "2026-11-22T17:40:00.000000Z"', '"term": ""', '"score": 0.5', '"batch": ""', '"undoes": "', "admit"),
        *('"copies": ', '"rivals": ', '"base": ""', '"note": ""', "null", "true", "1e999", "-0.0", "\\ud800", "\n"),
    ),
    "patch": (
        *("Format: 1\n", "Witness: ", "Base-SHA256: ", "Result-SHA256: ", "Emendation: {", "Author: ", "# ", "\n\n"),
        *('"start": ', '"end": ', '"sic": "', '"corr": "', '"before": "', '"after": "', '"rule": "', '"resp": "'),
        *('"copies": ', '"copy": ', '"rivals": ', '"cert": "', '"at": "', '"\\303"', "@@ -1 +1 @@\n", "+++ b/a\n"),
    ),
    "config": (
        *("[tool.corrigenda]\n", "[tool]\n", "paths = ", "glossary = ", "corrections = ", "output = ", "select = "),
        *("ignore = ", "exclude = ", "min-score = ", "encoding = ", "language = ", "resp = ", '"""', "'''", "[[", "]]"),
        *("{a.b = 1}", "1979-05-27", "0x", "1_0", "nan", "inf", "true", "..", "/", "\\u0000", "\\U0001F600"),
    ),
    "learning": (
        "\t",
        "\n",
        "rn\tm\t1\t0\n",
        "#",
        "right\twrong\tapproved\trefused\n",
        "99999999999999999999",
        "٣",
        "²",
    ),
    "diff": (
        *(
            "--- a/seeds/a.txt\n",
            "+++ b/seeds/a.txt\n",
            "@@ -1 +1 @@\n",
            "@@ -1,3 +1,3 @@\n",
            "@@ -0,0 +1 @@\n",
            " ",
            "-",
        ),
        *(
            "+",
            "\n",
            "\\ No newline at end of file\n",
            "diff --git a/a b/a\n",
            "index 0..1\n",
            '"a\\303"',
            "\t",
            "\r\n",
        ),
    ),
    "lint": (
        *("Stalbrand", "Stalin", "Stalin’s", "Toddy opposition", "Trotsky–Zinoviev", "Belgian press", "Nikolaev"),
        *("Nikolayev", "[sic]", "(sic)", "……", "…", "the the ", "-\n", "\N{SOFT HYPHEN}", "\u200b", "\u202e", "\x1b["),
        *(
            "Ð¡Ñ‚Ð°",
            "â€™",
            "Ã©",
            "\ufffd",
            "а",
            "о",
            "Стаlin",
            "1",
            "l",
            "O",
            "0",
            "’s",
            "'",
            "d’",
            "\n\n",
            "\r\n",
            "—",
        ),
        *(
            "31 June 1934",
            "Moscow, 1 May 1952",
            "1953",
            "PREFACE\n",
            "Dear ",
            "12 people",
            "twelve people",
            "1,000",
            "½",
        ),
        *(
            "Monday, ",
            "twenty-",
            "one hundred and ",
            "three persons",
            "、",
            "。",
            "（",
            "林",
            "e\u0301",
            "İ",
            "ß",
            "ﬁ",
            "ſ",
        ),
    ),
}
WORDS["growth"] = (*WORDS["lint"], "\N{CURRENCY SIGN}", "\N{PILCROW SIGN}")
"""What inputs are made of, by target; libFuzzer puts them in where they may matter."""


def main() -> None:
    """Fuzz the target named on the command line."""
    atheris: Any = import_module("atheris")
    sys.path[0] = str(TESTS)
    with atheris.instrument_imports(include=["corrigenda", "tomllib"], enable_loader_override=False):
        from fuzz import targets  # noqa: PLC0415

    name, *rest = sys.argv[1:] or [""]
    if name not in targets.TARGETS:
        sys.exit(f"usage: python tests/fuzz/run.py {'|'.join(targets.TARGETS)} [SECONDS] [OPTION...]")
    seconds = int(rest.pop(0)) if rest and rest[0].isdecimal() else SECONDS
    corpus, broken, words = BUILD / name, BUILD / f"{name}-broken", BUILD / f"{name}.words"
    for folder in (corpus, broken):
        folder.mkdir(parents=True, exist_ok=True)
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS[name]), encoding="ascii")
    options = (
        *(f"-max_total_time={seconds}", f"-max_len={LONGEST.get(name, 4000)}", f"-dict={words}", "-timeout=300"),
        *("-print_final_stats=1", f"-artifact_prefix={broken}/", "-rss_limit_mb=4096", *rest),
    )
    folders = (str(corpus), str(TESTS / "fuzz" / "cases" / name))
    atheris.Setup([sys.argv[0], *options, *folders], targets.TARGETS[name])
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode())


if __name__ == "__main__":
    main()
