"""Patches: what was decided is what every tool makes of the text, byte for byte, and can be taken back."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha1
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corrigenda import corrections
from corrigenda.deciding import journal, patch, plan
from corrigenda.deciding.decision import Decision, Verdict
from corrigenda.deciding.emendation import Emendation, emendations, taken_back
from corrigenda.deciding.journal import Journal
from corrigenda.errors import ConflictError, CorrigendaError, InputError
from corrigenda.formats.plain import decode
from corrigenda.storage import diff
from corrigenda.texts.text import Span, Witness, digest

SIGLUM = "seeds/t.txt"
TEXT = (
    "One.\nTwo.\nThree.\nIn that year Stal-\nbrand spoke to the Belgian press of Mr. Nikolaev.\n"
    "Five.\nSix.\nSeven.\nEight.\nNine.\nTen.\nEleven.\n\fThe last of Stalbrand……"
)


def witness(data: bytes | str, encoding: str = "utf-8", siglum: str = SIGLUM) -> Witness:
    raw = data.encode() if isinstance(data, str) else data
    return decode(raw, name=siglum, siglum=siglum, encoding=encoding)


def emendation(text: Witness, start: int, end: int, corr: str, name: str = "d1") -> Emendation:
    anchor = text.anchor(Span(start, end))
    return Emendation(anchor, corr, "G001", "me", at="2026-11-22T12:00:00.000000Z", decision=name, base=text.digest)


def chosen(text: Witness, *changes: tuple[str, str]) -> tuple[Emendation, ...]:
    """Return emendations of the first place of each sic."""
    places = [(text.text.index(sic), sic, corr) for sic, corr in changes]
    return tuple(
        emendation(text, at, at + len(sic), corr, f"d{number}") for number, (at, sic, corr) in enumerate(places, 1)
    )


def corrected(text: Witness, made: patch.Patch) -> bytes:
    return plan.apply(text, patch.plan_for(made, text))


def decision(each: Emendation) -> Decision:
    return Decision(
        each.decision,
        each.decision,
        each.rule,
        each.anchor,
        Verdict.EDIT,
        each.corr,
        each.resp,
        each.at,
        base=each.base,
    )


PIECES = [
    *(
        "a",
        "word",
        "Stalbrand",
        "the ",
        " ",
        "\t",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\f",
        "\v",
        "\x1c",
        "\x85",
        "\u2028",
    ),
    *(
        "\0",
        "é",
        "e\N{COMBINING ACUTE ACCENT}",
        "𝔸",
        "ש",
        "-- ",
        "++ ",
        "@@ -1 +1 @@",
        "\\ No newline",
        "-\n",
    ),
]
NASTY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
CODECS = st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be"])


@st.composite
def cases(draw: st.DrawFn) -> tuple[Witness, tuple[Emendation, ...]]:
    """Return a witness in one of the encodings and emendations of it; empty sic and corr and neighbours among them."""
    text, codec = draw(NASTY), draw(CODECS)
    if codec == "utf-16":  # a NUL after its mark is the mark of UTF-32
        text = "x" + text
    made = witness(text.encode(codec), "utf-16-be" if codec == "utf-16-be" else "utf-8")
    cuts = sorted(draw(st.sets(st.integers(min(codec == "utf-16", len(text)), len(text)), max_size=8)))
    found = []
    for number, (start, end) in enumerate(pairwise(cuts)):
        where = draw(st.sampled_from([end, end, end, start, None]))
        if where is None:
            continue
        corr = draw(st.sampled_from(["", "x", "x\ny", "\n", "\r\n", text[start:where], "Сталин"]))
        found.append(emendation(made, start, where, corr, f"d{number}"))
    return made, tuple(found)


GOLDEN = r"""Format: 1
Description: 2 emendations of seeds/t.txt
Author: me
Last-Update: 2026-11-22
Witness: seeds/t.txt
Base-SHA256: BASE
Result-SHA256: RESULT
Emendation: {"start": 30, "end": 41, "sic": "Stal-\nbrand", \
"before": "One.\nTwo.\nThree.\nIn that year ", "after": " spoke to the Belgian press of Mr. Nikol", \
"corr": "Stalin", "rule": "G001", "resp": "me", "at": "2026-11-22T12:00:00.000000Z", "decision": "d1"}
Emendation: {"start": 152, "end": 154, "sic": "……", \
"before": "ine.\nTen.\nEleven.\n\fThe last of Stalbrand", "after": "", "corr": "…", \
"rule": "G001", "resp": "me", "at": "2026-11-22T12:00:00.000000Z", "decision": "d2"}

diff --git a/seeds/t.txt b/seeds/t.txt
index OLD..NEW
--- a/seeds/t.txt
+++ b/seeds/t.txt
@@ -1,8 +1,7 @@
 One.
 Two.
 Three.
-In that year Stal-
-brand spoke to the Belgian press of Mr. Nikolaev.
+In that year Stalin spoke to the Belgian press of Mr. Nikolaev.
 Five.
 Six.
 Seven.
@@ -10,4 +9,4 @@
 Nine.
 Ten.
 Eleven.
-FFThe last of Stalbrand……
\ No newline at end of file
+FFThe last of Stalbrand…
\ No newline at end of file
"""


def test_a_patch_reads_like_this() -> None:
    text = witness(TEXT)
    made = patch.make(text, chosen(text, ("Stal-\nbrand", "Stalin"), ("……", "…")))
    new = TEXT.replace("Stal-\nbrand", "Stalin").replace("……", "…")
    blobs = [sha1(b"blob %d\0" % len(each.encode()) + each.encode()).hexdigest() for each in (TEXT, new)]  # noqa: S324
    golden = GOLDEN.replace("\\\n", "").replace("-FF", "-\f").replace("+FF", "+\f")
    golden = golden.replace("BASE", digest(TEXT.encode())).replace("RESULT", digest(new.encode()))
    assert patch.render(made).decode() == golden.replace("OLD", blobs[0]).replace("NEW", blobs[1])


@given(cases())
def test_from_decisions_to_the_corrected_text_and_back(case: tuple[Witness, tuple[Emendation, ...]]) -> None:
    text, wanted = case
    with TemporaryDirectory() as folder:
        path = journal.path_for(Path(folder), SIGLUM)
        Journal(path).append(*map(decision, wanted))
        read = emendations(journal.read(path, SIGLUM)[0])
    data = patch.render(patch.make(text, plan.plan(read, text).emendations))
    made = patch.parse(data, "t.patch")
    assert patch.render(made) == data
    assert len(made.emendations) == sum(each.corr != each.anchor.sic for each in wanted)
    old, new = text.codec.encode(text.text), corrected(text, made)
    assert digest(new) == made.result
    after = witness(new, text.codec.encoding)
    assert plan.apply(after, patch.plan_for(made, after, reverse=True)) == old
    if new != old:
        assert patch.plan_for(made, after).done == made.emendations
        assert patch.plan_for(made, text, reverse=True).done == taken_back(made.emendations, {made.base: made.result})


GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
TOOLS: dict[str, tuple[str, ...]] = {
    "git": ("git", "apply", "--whitespace=nowarn", "corrections/seeds/t.txt.patch"),
    "patch": ("patch", "-p1", "-i", "corrections/seeds/t.txt.patch"),
    "patch --binary": ("patch", "-p1", "--binary", "-i", "corrections/seeds/t.txt.patch"),
    "quilt": ("quilt", "push", "-a"),
}


def made_by(tool: str, data: bytes, patched: bytes, folder: Path, setting: Sequence[str] = ()) -> bytes:
    """Return what a program makes of the text, in a project as we keep one."""
    (folder / "seeds").mkdir()
    (folder / "seeds" / "t.txt").write_bytes(data)
    (folder / "corrections" / "seeds").mkdir(parents=True)
    (folder / "corrections" / "seeds" / "t.txt.patch").write_bytes(patched)
    (folder / "corrections" / "series").write_bytes(corrections.series(b"", [f"{SIGLUM}.patch"]))
    if tool == "git":  # git reads paths from the root of the repository around it: this is one
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True, env=os.environ | GIT)
        if setting:
            subprocess.run(["git", "config", *setting], cwd=folder, check=True)
    environment = os.environ | GIT | {"QUILT_PATCHES": "corrections"}
    subprocess.run(TOOLS[tool], cwd=folder, check=True, capture_output=True, env=environment)
    return (folder / "seeds" / "t.txt").read_bytes()


@pytest.mark.parametrize("tool", TOOLS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_other_programs_make_the_same_of_a_patch(tool: str, case: tuple[Witness, tuple[Emendation, ...]]) -> None:
    if not shutil.which(TOOLS[tool][0]):
        pytest.skip(f"{TOOLS[tool][0]} is not installed")
    text, wanted = case
    made = patch.make(text, wanted)
    if made.body:
        with TemporaryDirectory() as folder:
            result = made_by(tool, text.codec.encode(text.text), patch.render(made), Path(folder))
        assert result == corrected(text, made)


@pytest.mark.parametrize("name", ["with blank.txt", "tab\there.txt", 'quote".txt', "Сталин.txt", "новая папка/a.txt"])
@pytest.mark.parametrize("tool", ["git", "patch"])
def test_other_programs_understand_odd_names(tool: str, name: str, tmp_path: Path) -> None:
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    text = witness("Stalbrand\n", siglum=name)
    made = patch.make(text, chosen(text, ("Stalbrand", "Stalin")))
    assert patch.parse(patch.render(made), "p").siglum == name
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"Stalbrand\n")
    (tmp_path / "p").write_bytes(patch.render(made))
    if tool == "git":
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True, env=os.environ | GIT)
    command = ["git", "apply", "p"] if tool == "git" else ["patch", "-p1", "-i", "p"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=os.environ | GIT)
    assert (tmp_path / name).read_bytes() == b"Stalin\n"


@pytest.mark.parametrize(
    "name", ["with blank", "tab\t", 'quote"', "back\\nslash", "number#", "King's", "$x`*?[a]", "Сталин"]
)
def test_quilt_is_stopped_by_no_name_in_its_series(name: str, tmp_path: Path) -> None:
    if not shutil.which("quilt"):
        pytest.skip("quilt is not installed")
    names = [f"seeds/{name}.txt", "seeds/other.txt"]
    for each in names:
        text = witness("Stalbrand\n", siglum=each)
        made = patch.make(text, chosen(text, ("Stalbrand", "Stalin")))
        for path, data in ((each, b"Stalbrand\n"), (f"corrections/{each}.patch", patch.render(made))):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    listed = corrections.series(b"", [f"{each}.patch" for each in names])
    (tmp_path / "corrections" / "series").write_bytes(listed)
    for command in ("push", "pop"):
        quilt = ["quilt", command, "-a"]
        subprocess.run(
            quilt, cwd=tmp_path, check=True, capture_output=True, env=os.environ | {"QUILT_PATCHES": "corrections"}
        )
        for each in names:
            is_made = command == "push" and f"{each}.patch".encode() in listed
            assert (tmp_path / each).read_bytes() == (b"Stalin\n" if is_made else b"Stalbrand\n")
    assert len(listed.splitlines()) == (2 if name in ("King's", "$x`*?[a]", "Сталин") else 1)


def test_git_that_rewrites_line_ends_is_found_out_by_the_digest(tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    text = witness("One\nStalbrand\nThree\n")
    made = patch.make(text, chosen(text, ("Stalbrand", "Stalin")))
    data = text.codec.encode(text.text)
    result = made_by("git", data, patch.render(made), tmp_path, ("core.autocrlf", "true"))
    assert result == b"One\r\nStalin\r\nThree\r\n"
    assert digest(result) != made.result == digest(corrected(text, made))


def test_a_hunk_that_others_put_in_the_wrong_place_is_put_in_the_right_one(tmp_path: Path) -> None:
    if not shutil.which("patch"):
        pytest.skip("patch is not installed")
    page = "head\nrule\nline\nerorr\nline\nrule\nfoot\n"
    text = witness("".join(f"page {number}\n{page}" for number in range(1, 9)))
    at = [index for index in range(len(text.text)) if text.text.startswith("erorr", index)][4]
    made = patch.make(text, [emendation(text, at, at + 5, "error")])
    longer = "new\n" * 33 + text.text
    result = made_by("patch", longer.encode(), patch.render(made), tmp_path).decode()
    assert "page 5\nhead\nrule\nline\nerror" not in result
    ours = plan.apply(witness(longer), patch.plan_for(made, witness(longer))).decode()
    assert ours == longer[: at + 4 * 33] + "error" + longer[at + 4 * 33 + 5 :]


def test_emendations_are_placed_again_when_the_text_has_changed() -> None:
    text = witness(TEXT)
    made = patch.make(text, chosen(text, ("Stal-\nbrand", "Stalin"), ("Belgian", "Soviet"), ("……", "…")))
    newer = witness("Preface.\n" + TEXT.replace("\n", " ").replace("Stal- brand", "Stalbrand").replace("Nine", "IX"))
    todo = patch.plan_for(made, newer)
    assert todo.fits
    expected = newer.text.replace("Stalbrand spoke", "Stalin spoke").replace("Belgian", "Soviet").replace("……", "…")
    assert plan.apply(newer, todo).decode() == expected


def test_what_is_done_missing_or_ambiguous_is_named_and_the_rest_is_made() -> None:
    text = witness(TEXT)
    changes = (("Stal-\nbrand", "Stalin"), ("Belgian", "Soviet"), ("Eight", "8"), ("……", "…"))
    made = patch.make(text, chosen(text, *changes))
    half = TEXT.replace("Belgian", "Soviet").replace("……", "...")
    newer = witness(half + "\nThe other copy has: " + TEXT[TEXT.index("Eight") - 40 : TEXT.index("Eight") + 45])
    todo = patch.plan_for(made, newer)
    assert [each.corr for each in todo.done] == ["Soviet"]
    assert [each.corr for each in todo.missing] == ["…"]
    assert [(each.corr, len(spans)) for each, spans in todo.ambiguous] == [("8", 2)]
    assert [each.corr for each in todo.emendations] == ["Stalin"]
    assert not todo.fits
    assert plan.apply(newer, todo).decode() == newer.text.replace("Stal-\nbrand", "Stalin", 1)


def test_emendations_are_taken_back_from_a_corrected_text_that_was_edited() -> None:
    text = witness(TEXT)
    made = patch.make(text, chosen(text, ("Stal-\nbrand", "Stalin"), ("Belgian", "Soviet"), ("Nikolaev", "Nikolayev")))
    edited = b"Preface.\n" + corrected(text, made) + b" An afterword."
    after = witness(edited)
    assert patch.plan_for(made, after).done == made.emendations
    back = patch.plan_for(made, after, reverse=True)
    assert plan.apply(after, back) == b"Preface.\n" + TEXT.encode() + b" An afterword."


@pytest.mark.parametrize(
    ("old", "sic", "corr", "new"),
    [
        ("a\nb\n", "a", "a", "a\nb\n"),
        ("a\nb\n", "a\n", "", "b\n"),
        ("a\nb", "\n", "", "ab"),
        ("a\n", "a\n", "", ""),
        ("a\nb\n", "a\nb\n", "c", "c"),
        ("Stal-\nbrand\n", "Stal-\nbrand", "Stalin", "Stalin\n"),
        ("a\r\nb", "\r\n", "\n", "a\nb"),
        ("\f\n", "\f", "x\f", "x\f\n"),
    ],
)
def test_every_kind_of_change_is_made_and_taken_back(old: str, sic: str, corr: str, new: str) -> None:
    text = witness(old)
    made = patch.parse(patch.render(patch.make(text, chosen(text, (sic, corr)))), "p")
    assert corrected(text, made).decode() == new
    after = witness(new)
    assert plan.apply(after, patch.plan_for(made, after, reverse=True)).decode() == old
    assert bool(made.body) == (old != new)


def test_neighbours_on_one_line_are_all_made() -> None:
    text = witness("abcdef\n")
    made = patch.make(text, [emendation(text, 0, 2, "AB"), emendation(text, 2, 4, ""), emendation(text, 4, 6, "EF!")])
    assert corrected(text, made) == b"ABEF!\n"
    assert made.body.count(b"@@ ") == 1


@pytest.mark.parametrize("corrs", [("", "Dreyfus"), ("Dreyfus", ""), ("", "")])
def test_deletions_beside_other_corrections_are_taken_back(corrs: tuple[str, ...]) -> None:
    text = witness("Then ab, ab, came.\n")
    made = patch.make(
        text, [emendation(text, 5 + 4 * at, 9 + 4 * at, corr, f"d{9 - at}") for at, corr in enumerate(corrs)]
    )
    after = witness(corrected(text, made))
    todo = patch.plan_for(made, after, reverse=True)
    assert plan.apply(after, todo).decode() == text.text
    assert diff.apply(diff.read(patch.difference(after, todo.emendations)), after.text.encode()).decode() == text.text


@given(cases())
def test_by_quotation_too_all_is_taken_back_or_it_is_said_that_it_cannot(
    case: tuple[Witness, tuple[Emendation, ...]],
) -> None:
    text, wanted = case
    approved = emendations(map(decision, wanted))
    after = witness(plan.apply(text, plan.plan(approved, text)), text.codec.encoding)
    todo = plan.plan(approved, after, reverse=True)
    if todo.fits and not todo.done:
        assert plan.apply(after, todo) == text.codec.encode(text.text)


def test_an_insertion_into_an_empty_file_and_at_its_end() -> None:
    for old in ("", "a\n", "a"):
        text = witness(old)
        made = patch.make(text, [emendation(text, len(old), len(old), "new\n")])
        assert corrected(text, made).decode() == old + "new\n"


def test_overlapping_emendations_are_a_conflict_that_names_both() -> None:
    text = witness("Stalbrand spoke")
    one, other = emendation(text, 0, 9, "Stalin", "d1"), emendation(text, 4, 15, "in said", "d2")
    with pytest.raises(ConflictError, match=r"d1.*d2"):
        emendations(map(decision, (one, other)))
    with pytest.raises(ConflictError, match=r"d1.*d2"):
        patch.make(text, [other, one])


def test_emendations_that_agree_are_one_and_those_that_change_nothing_none() -> None:
    text = witness("Stalbrand spoke")
    same = [emendation(text, 0, 9, "Stalin", name) for name in ("d1", "d2")]
    nothing = emendation(text, 10, 15, "spoke", "d3")
    assert [each.decision for each in emendations(map(decision, [*same, nothing]))] == ["d1"]


def test_emendations_that_come_to_overlap_in_a_changed_text_are_a_conflict() -> None:
    old, new = (
        witness("the Belgian press wrote of it then"),
        witness("New.\nthe Belgian press wrote of it then"),
    )
    one, other = chosen(old, ("Belgian", "Soviet"))[0], chosen(new, ("Belgian press", "Soviet newspapers"))[0]
    with pytest.raises(ConflictError, match="overlap"):
        plan.plan([one, other], new)


def test_a_reading_that_the_encoding_lacks_is_said() -> None:
    text = witness(b"Stalbrand", "latin-1")
    with pytest.raises(ConflictError, match="latin-1 has no 'С'"):
        patch.make(text, chosen(text, ("Stalbrand", "Сталин")))


def test_a_legacy_encoding_and_one_with_shifts_are_kept() -> None:
    for encoding, old, new in (
        ("windows-1251", "Стaлин сказал", "Сталин"),
        ("iso2022_jp", "日本のスタ本", "日本"),
    ):
        raw = (old + "\nend\n").encode(encoding)
        text = witness(raw, encoding)
        made = patch.make(text, [emendation(text, 0, len(new), new + "!")])
        result = corrected(text, made)
        assert result.decode(encoding) == new + "!" + old[len(new) :] + "\nend\n"
        after = witness(result, encoding)
        assert plan.apply(after, patch.plan_for(made, after, reverse=True)) == raw


def test_a_plan_is_not_carried_out_on_another_text() -> None:
    text = witness("Stalbrand spoke")
    todo = plan.plan(chosen(text, ("Stalbrand", "Stalin")), text)
    with pytest.raises(ConflictError, match="does not fit"):
        plan.apply(witness("Stalbrand spoke."), todo)


def test_the_day_it_is_written_changes_nothing_in_a_patch() -> None:
    text = witness(TEXT)
    wanted = chosen(text, ("Belgian", "Soviet"), ("……", "…"))
    assert patch.render(patch.make(text, wanted)) == patch.render(patch.make(text, wanted[::-1]))


def test_names_of_editors_and_texts_cannot_forge_lines_of_the_head() -> None:
    text = witness("Stalbrand\n", siglum="a\nWitness: b.txt")
    forged = replace(chosen(text, ("Stalbrand", "Stalin"))[0], resp="me\nWitness: c.txt", note="x\n\n--- a/d\n")
    made = patch.parse(patch.render(patch.make(text, [forged])), "p")
    assert made.siglum == "a\nWitness: b.txt"
    assert made.emendations[0].resp == "me\nWitness: c.txt"


def damaged(old: str, new: str) -> bytes:
    text = witness(TEXT)
    data = patch.render(patch.make(text, chosen(text, ("Belgian", "Soviet"))))
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("Format: 1", "Format: 2", "p:1:9", "newer corrigenda"),
        ("Format: 1", "Format: one", "p:1:9", "unknown format"),
        ("Format: 1\n", "Format: 22\nsomething new\n", "p:1:9", "newer corrigenda"),
        ("Format: 1\n", "", "p", "'Format' is missing"),
        ("Witness: seeds", "Witness: ../seeds", "p:5:10", "not a path inside the project"),
        ("Witness: seeds", "Witness: /seeds", "p:5:10", "not a path inside the project"),
        ("Witness: seeds/t.txt\n", "", "p", "'Witness' is missing"),
        ("Base-SHA256: ", "Base-SHA256: x", "p:6:14", "not a digest"),
        ("Author: me", "Witness: other", "p:5:1", "stands twice"),
        ("Author: me", "nonsense", "p:3:1", "Name: value"),
        ("Author: me", "Author: me\r", "p:3:11", "CRLF"),
        ('"start": ', '"start": -', "p:8:23", "'start'"),
        ('"corr": "Soviet"', '"corr": null', "p:8:176", "'corr'"),
        ('"resp"', '"colour": 1, "resp"', "p:8:212", "unknown field"),
        ('"}\n', '"\n', "p:8:269", "not a line of JSON"),
        ("@@ -2", "@@ -2,,", "p:14:1", "hunk"),
        ("+brand", "brand", "p:19:1", "cut off or changed"),
        ("--- a/", "xxx a/", "p:10:1", "no diff"),
    ],
)
def test_a_damaged_patch_is_refused_with_its_place(old: str, new: str, where: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        patch.parse(damaged(old, new), "p")
    assert caught.value.where == where
    assert "from a backup" not in caught.value.help
    assert "from git" not in caught.value.help
    assert "CRLF" not in says or "`corrigenda patch`" in caught.value.help


@settings(max_examples=60)
@given(st.integers(0, 10_000))
def test_a_patch_cut_off_anywhere_is_never_applied_in_part(cut: int) -> None:
    text = witness(TEXT)
    data = patch.render(patch.make(text, chosen(text, ("Belgian", "Soviet"), ("……", "…"))))
    with pytest.raises(CorrigendaError) as caught:
        patch.plan_for(patch.parse(data[: cut % len(data)], "p"), text)
    assert "corrigenda patch" in caught.value.help


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"corr": "Soviet"', '"corr": "Prussian"'),
        ("+brand spoke to the Soviet", "+brand spoke to the Prussian"),
        ("Result-SHA256: ", "Result-SHA256: " + "0" * 64 + "\nOther: "),
        ('"start": 58, "end": 65, "sic": "Belgian"', '"start": 900, "end": 900, "sic": ""'),
    ],
)
def test_a_patch_whose_parts_disagree_is_refused(old: str, new: str) -> None:
    at = TEXT.index("Belgian")
    old = old.replace("58", str(at)).replace("65", str(at + 7))
    with pytest.raises(ConflictError, match="do not say the same"):
        patch.plan_for(patch.parse(damaged(old, new), "p"), witness(TEXT))


def test_fields_that_other_tools_add_are_passed_over() -> None:
    data = damaged("Author: me", "Author: me\nForwarded: no\n and a line more\nBug: 1")
    assert patch.parse(data, "p") == patch.parse(damaged("Author: me", "Author: me"), "p")


def test_no_emendations_are_a_head_alone() -> None:
    text = witness(TEXT)
    data = patch.render(patch.make(text, []))
    assert patch.parse(data, "p").body == b""
    assert b"Description: 0 emendations" in data


def test_a_hunk_written_again_by_quilt_is_still_read(tmp_path: Path) -> None:
    if not shutil.which("quilt"):
        pytest.skip("quilt is not installed")
    text = witness(TEXT)
    made = patch.make(text, chosen(text, ("Belgian", "Soviet")))
    made_by("quilt", TEXT.encode(), patch.render(made), tmp_path)
    environment = os.environ | {"QUILT_PATCHES": "corrections"}
    subprocess.run(["quilt", "refresh", "-f"], cwd=tmp_path, check=True, capture_output=True, env=environment)
    data = (tmp_path / "corrections" / "seeds" / "t.txt.patch").read_bytes()
    again = patch.parse(data, "p")
    assert again.emendations == made.emendations
    assert corrected(text, again) == corrected(text, made)


def test_the_series_keeps_what_the_user_has_there() -> None:
    mine = b"# my own order\nlast.patch -p0\n\nseeds/b.txt.patch # reviewed\n"
    assert corrections.series(mine, ["seeds/b.txt.patch", "seeds/a.txt.patch"]) == (
        b"# my own order\nlast.patch -p0\n\nseeds/b.txt.patch # reviewed\nseeds/a.txt.patch\n"
    )
    assert corrections.series(mine, [], ["seeds/b.txt.patch"]) == b"# my own order\nlast.patch -p0\n\n"
    assert corrections.series(b"", ["with blank.patch", "c.patch"]) == b"c.patch\n"


def test_quotations_name_the_neighbours_as_they_are_after_the_correction() -> None:
    text = witness("He met Stalbrand and Nikolaev there.")
    made = patch.make(text, chosen(text, ("Stalbrand", "Stalin"), ("Nikolaev", "Nikolayev")))
    back = taken_back(made.emendations, {made.base: made.result})
    after = witness(corrected(text, made))
    assert [each.anchor for each in back] == [after.anchor(each.anchor.span) for each in back]
