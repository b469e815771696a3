"""Texts, names and files from strangers: they drive no terminal, lead nowhere else, and cost no more than their length.

What is fed in here is written by an attacker: escape sequences, links of OSC 8, bidirectional overrides, bells,
markup of rich, sigla that leave the project, and strings on which a careless regular expression takes forever.
"""

import gc
import json
import os
import random
import re
import sys
import time
from pathlib import Path

import pytest
from desk import Desk, Ran

from corrigenda import rules
from corrigenda.deciding import journal, patch
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.terminology import glossary

ROOT = Path(__file__).parent.parent
ESCAPES = {
    "colour": "\x1b[31;1m",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;owned\x07",
    "link": "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "C1": "\x9b31m\x9d0;owned\x9c",
    "bell": "\x07\x07",
    "backspaces": "\x08\x08\x08",
    "return": "\rX",
    "override": "\u202enilatS\u202c",
    "isolate": "\u2066\u2068\u2069",
    "invisible": "\u200b\u2060\ufeff",
    "separators": "\u2028\u2029\x85\x0c\x0b",
    "delete": "\x7f",
}
MARKUP = "[bold red]fat[/bold red] [link=https://evil.example/]click[/link] [/] :smile:"
EVIL = "".join(ESCAPES.values())


def assert_harmless(*outputs: str) -> None:
    """See that what is printed has no character that a terminal obeys, or that turns the text around."""
    for output in outputs:
        assert {char for char in output if not char.isprintable() and char != "\n"} == set(), ascii(output)


def assert_all_harmless(ran: Ran) -> Ran:
    assert_harmless(ran.out, ran.err)
    return ran


def hostile(folder: Path) -> Desk:
    """Return a project in which everything that a stranger may write is hostile."""
    desk = Desk.usual(folder, "", resp=f"Eve{EVIL}{MARKUP}")
    name = f"seeds/a{MARKUP.replace('/', '')}{EVIL.replace('/', '')[:60]}.txt"
    context = f"{EVIL}{MARKUP}"
    desk.write(name, f"{context} Stalbrand {context}\n\n{context}Stal\x1bin {context} the the {context}……\n")
    desk.path("seeds/a.txt").unlink()
    cells = [f"Stalin{context}", context, f"Stalin|{context}x", f"Stalbrand|Wrong{context}", f"zh:{context}", context]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    desk.write("glossary.csv", f"term,kind,admitted,deprecated,source,note\n{quoted}\n")
    return desk


def test_what_is_shown_to_people_drives_no_terminal(tmp_path: Path) -> None:
    desk = hostile(tmp_path)
    findings = desk.lint()
    ids = [finding["id"] for finding in findings if finding["sic"] == "Stalbrand"]
    assert ids
    for arguments in (
        ("lint",),
        ("lint", "--output-format", "concise"),
        ("lint", "--statistics"),
        ("status",),
        ("glossary", "check"),
        ("decide", *ids, "accept", "--note", EVIL),
        ("decide", *ids, "accept", "--note", EVIL),
        ("lint",),
        ("patch",),
        ("apply", "--check"),
        ("apply",),
        ("apply", "--reverse"),
    ):
        ran = assert_all_harmless(desk.run(*arguments))
        assert ran.code in (0, 1), ran.err
    lint = desk.run("lint").out
    assert "[bold red]fat[/bold red]" in lint
    assert "[link=https://evil.example/]click" in lint
    assert "␛[31" in lint
    assert "<U+202E>" in lint
    for ending in ("journal.jsonl", "patch"):
        [written] = desk.path("corrections").rglob(f"*.{ending}")
        head = written.read_bytes().decode().partition("\n\n")[0]
        assert "\x1b" not in head
        assert "\x9b" not in head or ending.startswith("journal")


@pytest.mark.parametrize("kind", ESCAPES)
def test_each_escape_is_shown_where_it_stands(tmp_path: Path, kind: str) -> None:
    """A scholar wants to see that there is something: it is not dropped."""
    escape = ESCAPES[kind]
    desk = Desk.usual(tmp_path, f"Before {escape} Stalbrand {escape} after\n")
    ran = assert_all_harmless(desk.run("lint", "--select", "G"))
    [line] = [line for line in ran.out.split("\n") if " Stalbrand " in line]
    before, after = line.split(" Stalbrand ")
    for side in (before, after):
        assert re.search(r"[␀-␡]|<U\+[0-9A-F]{4}>", side), ran.out


def test_errors_name_hostile_things_visibly(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    desk.write(f"seeds/b{EVIL.replace('/', '')[:40]}.txt", b"\xff")
    broken = desk.path("seeds") / f"c\x1b[2J{MARKUP.replace('/', '')}.txt"
    broken.write_bytes(b"Stalbrand\x00\xfe")
    desk.write("bad\x1b]0;x\x07.csv", f'term,note\n"open{EVIL}')
    desk.write("bad\u202e.toml", f'"unknown{EVIL[:9]}" = 1\n'.replace("\x1b", "\\u001b"))
    desk.write("worse\u202e.toml", f"[{EVIL}")
    desk.write("type.toml", 'paths = 7\nresp = "\\u001b[2J"\n')
    for arguments in (
        ("lint",),
        ("lint", f"missing{EVIL}.txt"),
        ("lint", "seeds/a.txt", "--encoding", f"latin{EVIL}"),
        ("lint", "seeds/a.txt", "--language", f"en{EVIL}"),
        ("lint", "seeds/a.txt", "--select", f"G{EVIL}"),
        ("lint", "seeds/a.txt", "--output-format", f"G{EVIL}"),
        ("lint", "seeds/a.txt", "--min-score", f"G{EVIL}"),
        ("lint", f"--{EVIL}{MARKUP}"),
        ("lint", f"-{EVIL}"),
        (f"lint{EVIL}",),
        ("lint", "--glossary", f"missing{EVIL}.csv"),
        ("lint", "--glossary", "bad\x1b]0;x\x07.csv"),
        ("glossary", "check", "bad\x1b]0;x\x07.csv"),
        ("glossary", f"check{EVIL}"),
        ("lint", "--config", "bad\u202e.toml"),
        ("lint", "--config", "worse\u202e.toml"),
        ("lint", "--config", "type.toml"),
        ("lint", "--config", f"missing{EVIL}.toml"),
        ("explain", f"G001{EVIL}"),
        ("decide", f"id{EVIL}", "accept", "--path", "seeds/a.txt"),
        ("decide", "id", f"accept{EVIL}"),
        ("decide", "id", "undo", "--path", "seeds/a.txt"),
        ("apply", "--output", "x", "--diff", f"missing{EVIL}"),
        ("status", f"missing{EVIL}"),
        ("review", f"missing{EVIL}"),
    ):
        ran = assert_all_harmless(desk.run(*arguments))
        assert ran.code, (arguments, ran)


def test_pages_of_rules_are_harmless_and_show_their_examples(tmp_path: Path) -> None:
    """Some rules have control characters in their examples."""
    desk = Desk(tmp_path)
    for rule in rules.RULES:
        ran = assert_all_harmless(desk.run("explain", rule.code))
        assert ran.code == 0
        assert ran.out.startswith(f"{rule.code} {rule.name}")


@pytest.mark.parametrize("field", ["resp", "corr", "note", "sic", "finding", "id", "verdict", "v", "at", "extra"])
def test_a_hostile_journal_is_shown_visibly_or_refused_visibly(tmp_path: Path, field: str) -> None:
    desk = Desk.usual(tmp_path, "Then Stalbrand spoke.\n")
    desk.decide(*desk.ids("Stalbrand"), "accept")
    name = "corrections/seeds/a.txt.journal.jsonl"
    for form in ({**desk.journal()[0], field: f"x{EVIL}{MARKUP}"}, {**desk.journal()[0], f"x{EVIL}": 1}):
        desk.write(name, json.dumps(form) + "\n")
        for arguments in (("lint",), ("status",), ("apply", "--check"), ("patch",), ("apply",), ("apply", "--diff")):
            ran = desk.run(*arguments)
            assert_harmless(ran.err, "" if arguments[-1] == "--diff" else ran.out)
    if desk.path("corrections/seeds/a.txt.patch").exists():
        head = desk.path("corrections/seeds/a.txt.patch").read_bytes().decode().partition("\n\n")[0]
        assert "\x1b" not in head


def test_the_review_and_the_diff_are_harmless_in_a_real_terminal(tmp_path: Path) -> None:
    """What arrives at the terminal are our own sequences and nothing of the text's."""
    pexpect = pytest.importorskip("pexpect")
    from terminal import Terminal  # noqa: PLC0415 - needs pexpect

    desk = hostile(tmp_path)
    desk.run("decide", *(each["id"] for each in desk.lint() if each["sic"] == "Stalbrand"), "accept")
    env = {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))), "NO_COLOR": "1"}
    received = bytearray()

    class Eavesdropper(Terminal):
        def _read(self, timeout: float) -> bool:
            is_new = False
            while True:
                try:
                    data = self.child.read_nonblocking(65536, timeout)
                except (pexpect.TIMEOUT, pexpect.EOF):
                    return is_new
                received.extend(data)
                self._stream.feed(data)
                is_new, timeout = True, 0

    with Eavesdropper([sys.executable, "-m", "corrigenda", "review"], cwd=desk.folder, env=env) as terminal:
        terminal.wait_for("q stop")
        terminal.send("k")
        for key in ("k", "k", "k", "j", "?", "x", "e", "\x1b", "m", "\x1b", "a", "\x1b", "g", "\x1b"):
            terminal.send(key)
            terminal.wait_until(lambda _: True)
            time.sleep(0.06)
        terminal.wait_for("q stop")
        assert "[bold red]" in terminal.text()
        assert "⟦" in terminal.text()
        terminal.send("q")
        assert terminal.end() == 0
    with Eavesdropper([sys.executable, "-m", "corrigenda", "apply", "--diff"], cwd=desk.folder, env=env) as terminal:
        terminal.end()
        assert "[bold red]" in terminal.text()
    shown = received.decode()
    assert "\x1b]" not in shown
    own = re.sub(r"\x1b\[\??[0-9;]*[A-Za-z]", "", shown)
    assert_harmless(own.replace("\r\n", "\n").replace("\r", ""))
    assert not re.search(r"\x1b\[[0-9;]*31", shown)
    assert "evil.example" in shown


SIGLA = ("../x.txt", "/etc/passwd", "seeds/../../x.txt", "./a.txt", "a//b.txt", "..", "", "seeds/\0x", "a/./b")


@pytest.mark.parametrize("siglum", SIGLA, ids=repr)
def test_sigla_that_lead_out_are_refused(tmp_path: Path, siglum: str) -> None:
    for function in (journal.path_for, patch.path_for):
        with pytest.raises(InputError, match="not a path inside the project"):
            function(tmp_path / "corrections", siglum)
    desk = Desk.usual(tmp_path, "Then Stalbrand spoke.\n")
    desk.decide(*desk.ids("Stalbrand"), "accept")
    name = "corrections/seeds/a.txt.patch"
    quoted = siglum.replace("\0", "\\000")
    desk.write(name, desk.read(name).replace("Witness: seeds/a.txt", f'Witness: "{quoted}"'))
    desk.path("corrections/seeds/a.txt.journal.jsonl").unlink()
    before = desk.files()
    for options in ((), ("--in-place",), ("--check",), ("--diff",)):
        ran = assert_all_harmless(desk.run("apply", *options))
        assert ran.code == 2
        assert "corrections/seeds/a.txt.patch" in ran.err
    assert desk.files() == before


def test_a_patch_of_another_text_is_not_applied_to_this_one(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Then Stalbrand spoke.\n")
    desk.write("seeds/b.txt", "Then Stalbrand spoke.\n")
    desk.decide(*desk.ids("Stalbrand", "seeds/a.txt"), "accept")
    desk.write("corrections/seeds/b.txt.patch", desk.path("corrections/seeds/a.txt.patch").read_bytes())
    ran = desk.run("apply", "seeds/b.txt")
    assert ran.code == 2
    assert "seeds/a.txt" in ran.err
    assert not desk.path("corrected").exists()


def outside(folder: Path) -> tuple[Desk, Path]:
    """Return a project with one accepted correction, and a folder beside it that nothing must be written to."""
    desk = Desk.usual(folder / "project", "Then Stalbrand spoke.\n")
    desk.decide(*desk.ids("Stalbrand"), "accept")
    other = folder / "other"
    (other / "seeds").mkdir(parents=True)
    (other / "seeds/a.txt").write_text("precious\n")
    (other / "a.txt").write_text("precious\n")
    return desk, other


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("link", "target", "options"),
    [
        ("corrected/seeds", "../../other", ()),
        ("corrected/seeds/a.txt", "../../../other/a.txt", ()),
        ("out/seeds", "../../other", ("--output", "out")),
        ("seeds", "../other/seeds", ("--in-place",)),
        ("seeds/a.txt", "../../other/a.txt", ("--in-place", "seeds/a.txt")),
        ("corrections/seeds", "../../other", ()),
        ("corrections/seeds/a.txt.patch", "../../../other/a.txt", ()),
        ("corrections/seeds/a.txt.journal.jsonl", "../../../other/a.txt", ()),
    ],
)
def test_apply_follows_no_link_out_of_its_folder(
    tmp_path: Path, link: str, target: str, options: tuple[str, ...]
) -> None:
    desk, other = outside(tmp_path)
    path = desk.path(link)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(tmp_path / "moved")
    path.symlink_to(target)
    if link.startswith("seeds"):
        for each in (other / "a.txt", other / "seeds/a.txt"):
            each.write_text("Then Stalbrand spoke.\n")
    before = contents(other)
    ran = assert_all_harmless(desk.run("apply", *options))
    assert ran.code == 2
    assert "link" in ran.err
    assert contents(other) == before


def test_a_folder_of_corrections_that_is_a_link_elsewhere_is_the_users_own_choice(tmp_path: Path) -> None:
    """Corrections may be kept in a repository of their own; only what lies inside may not lead out of it."""
    desk, other = outside(tmp_path)
    desk.path("corrections").rename(other / "kept")
    desk.path("corrections").symlink_to(other / "kept")
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt") == "Then Stalin spoke.\n"


@pytest.mark.parametrize("name", ["corrections/seeds/a.txt.patch", "corrected/seeds/a.txt", "corrections/series"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_pipes_folders_and_devices_are_refused_and_not_waited_for(tmp_path: Path, name: str, kind: str) -> None:
    desk, _ = outside(tmp_path)
    path = desk.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    ran = assert_all_harmless(desk.run("patch" if name.endswith("series") else "apply"))
    assert ran.code in (1, 2)
    assert "not a regular file" in ran.err
    assert path.name in ran.err


def test_in_a_folder_only_real_files_are_read(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path / "project", "Then Stalbrand spoke.\n")
    os.mkfifo(desk.path("seeds/pipe.txt"))
    desk.path("seeds/link.txt").symlink_to("/dev/zero")
    desk.path("seeds/loop").symlink_to(".")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/secret.txt").write_text("Stalbrand\n")
    desk.path("seeds/elsewhere").symlink_to(tmp_path / "other")
    assert {finding["witness"] for finding in desk.lint()} == {"seeds/a.txt"}


@pytest.mark.parametrize("folder", ["../out", "/tmp/out", "a/../../out", "", ".", "a/../.."])  # noqa: S108
@pytest.mark.parametrize("setting", ["output", "corrections"])
def test_a_configuration_cannot_have_files_written_outside_of_its_project(
    tmp_path: Path, setting: str, folder: str
) -> None:
    desk = Desk.usual(tmp_path, **{setting: folder})
    ran = desk.run("status")
    assert ran.code == 2
    assert f"{setting} must be a folder inside the project, not '{folder}'\n  --> " in ran.err
    assert "corrigenda.toml:2:1\n" in ran.err


def test_folders_of_a_configuration_may_be_written_in_any_way_that_stays_inside(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Then Stalbrand spoke.\n", output="./made/by/../texts/", corrections="kept//here/.")
    desk.decide(*desk.ids("Stalbrand"), "accept")
    assert desk.run("apply").code == 0
    assert desk.read("made/texts/seeds/a.txt") == "Then Stalin spoke.\n"
    assert desk.path("kept/here/seeds/a.txt.patch").exists()
    assert desk.run("lint", "made").code == 0, "a corrected copy is known as one"


def test_text_that_looks_like_markup_or_a_formula_is_text(tmp_path: Path) -> None:
    """`glossary.csv` is ours and the user's alike: a cell that begins with = is written as it is typed."""
    desk = Desk.usual(tmp_path, f"{MARKUP} Stalbrand {MARKUP}\n")
    ran = desk.run("lint", "--select", "G")
    assert f"{MARKUP[-30:]} Stalbrand" in ran.out
    [found] = desk.ids("Stalbrand", "--select", "G")
    desk.decide(found, "edit", "--text", "=HYPERLINK(1)")
    desk.run("apply")
    assert "=HYPERLINK(1)" in desk.read("corrected/seeds/a.txt")


# what it costs

UNITS = {
    "letters": "a",
    "blanks": " ",
    "line ends": "\n",
    "broken words": "exam-\nple ",
    "hyphens": "-",
    "hyphens at line ends": "-\n",
    "digits": "1",
    "groups of digits": "1,",
    "hundreds": "1,000",
    "decimals": "1.1",
    "numbers": "one hundred and ",
    "hyphenated numbers": "twenty-",
    "dates": "1 January ",
    "dates without years": "January 1, ",
    "slashes": "1/",
    "weekdays": "Monday, ",
    "years": "in 1953 ",
    "places with years": "He came, 1848 and ",
    "open sic": "[sic ",
    "sic": "[sic] ",
    "ellipses": "…",
    "dots": ".",
    "CJK": "、。",
    "quotation marks": "“",
    "apostrophes": "’",
    "capitals": "A. ",
    "mixed scripts": "\N{CYRILLIC SMALL LETTER A}a",
    "mojibake": "Ã¢â‚¬",
    "replacement characters": "\N{REPLACEMENT CHARACTER}",
    "invisible": "\N{ZERO WIDTH SPACE}",
    "soft hyphens": "a\N{SOFT HYPHEN}",
    "combining": "a\N{COMBINING ACUTE ACCENT}",
    "doubled": "the the ",
    "digits for letters": "l0O1",
    "a known wrong form": "Stalbrand ",
    "a phrase begun": "Trotsky–",
    "a phrase of one word": "opposition opposition ",
    "possessives": "Stalbrand’s ",
    "particles": "von der ",
    "names": "Stalino Kamenov ",
    "NUL": "\0",
    "one word": "x",
    "one word of possessives": "’s",
    "marks on one letter": "e" + "\u0301\u0327" * 2 * 3000,
}
SIZE = 3000
"""Code points of the shortest text that is timed."""
NOISE = 0.05
"""Seconds below which a time says nothing."""
GROWTH = 9
"""Four times the text may take so many times the time: 4 is linear, 16 is quadratic."""
TERMS = """\
term,kind,admitted,deprecated
Stalin,person,,Stalbrand
Trotsky–Zinoviev opposition,term,,Toddy opposition
Lev Kamenev,person,Kamenev|Lev Borisovich Kamenev,
Stalino,place,,
"""


def seconds(desk: Desk, unit: str, size: int, *options: str) -> float:
    """Return the time that it takes to lint a text of one unit, over and over, and an end that fits nothing."""
    desk.write("seeds/a.txt", (unit * (size // len(unit) + 1))[:size] + "\x01!")
    start = time.process_time()
    desk.lint("--language", "en", *options)
    return time.process_time() - start


def growth(desk: Desk, unit: str, *options: str) -> float:
    """Return how many times longer four times the text takes: the least of several runs; 0 when it takes no time."""
    least = float("inf")
    for _ in range(4):
        long = seconds(desk, unit, 4 * SIZE, *options)
        if long < NOISE:
            return 0.0
        least = min(least, long / seconds(desk, unit, SIZE, *options))
        if least < GROWTH:
            break
    return least


@pytest.mark.parametrize("name", UNITS)
def test_no_rule_takes_more_time_than_the_text_is_long(tmp_path: Path, name: str) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("glossary.csv", TERMS)
    unit = UNITS[name]
    if growth(desk, unit) >= GROWTH:
        codes = (rule.code for rule in rules.RULES)
        slow = {code: round(found, 1) for code in codes if (found := growth(desk, unit, "--select", code)) >= GROWTH}
        pytest.fail(f"four times the {name} take so many times longer: {slow or 'all rules together'}")


@pytest.mark.parametrize("name", ["Stal", "Kamen", "opposition "])
def test_a_vocabulary_in_which_all_names_are_alike_takes_no_more_time_than_it_is_large(
    tmp_path: Path, name: str
) -> None:
    """To compare each with each would take sixteen times as long for four times the names."""
    desk = Desk.usual(tmp_path)
    desk.write("glossary.csv", TERMS)
    chance = random.Random(1)

    def spent(count: int) -> float:
        names = {name + "".join(chance.choices("aeiou", k=7)) for _ in range(count)}
        desk.write("seeds/a.txt", " ".join(sorted(names)) + " ended.\n")
        start = time.process_time()
        desk.lint("--language", "en")
        return time.process_time() - start

    for _ in range(3):
        short = spent(100)
        if (long := spent(400)) < NOISE or long < GROWTH * short:
            return
    pytest.fail(f"four times the names take {long / short:.1f} times as long")


DAMAGE = (b"a", b"-", b" ", b": ", b"a-", b"\\", b'"', b"@@ -1 +1 @@\n", b"--- a\n", b"#\n", b"\xff")


@pytest.mark.parametrize("unit", DAMAGE, ids=repr)
def test_damaged_patches_journals_and_glossaries_are_refused_in_linear_time(tmp_path: Path, unit: bytes) -> None:
    def spent(size: int) -> float:
        data = unit * (size // len(unit))
        path = tmp_path / "a.journal.jsonl"
        path.write_bytes(data + b"\n")
        gc.collect()
        gc.disable()  # it looks through all that other tests left, once the input is long enough
        start = time.process_time()
        for read in (
            lambda: patch.parse(data, "a.patch"),
            lambda: patch.parse(b"Format: 1\n" + data, "a.patch"),
            lambda: journal.read(path, "a"),
            lambda: glossary.read(data, "a.csv"),
            lambda: glossary.read(b"term,note\n" + data, "a.csv"),
        ):
            try:
                read()
            except CorrigendaError as error:
                assert_harmless(str(error))
        taken = time.process_time() - start
        gc.enable()
        return taken

    longs, shorts = [], []
    for _ in range(6):
        longs.append(spent(4 * 20000))
        shorts.append(spent(20000))
        if min(longs) < NOISE or min(longs) < GROWTH * max(min(shorts), NOISE / 16):
            return
    pytest.fail(f"four times the data take {min(longs) / min(shorts):.1f} times as long")
