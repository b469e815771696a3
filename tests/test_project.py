"""Which texts are meant, and what they are called, however a user names them and wherever the command runs."""

import json
import os
import pickle
import time
from pathlib import Path

import pytest
from desk import Desk

from corrigenda import config, formats, project
from corrigenda.errors import InputError
from corrigenda.storage.files import read_bytes
from corrigenda.texts.text import digest

TEXT = "Then Stalbrand spoke.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.usual(tmp_path / "project", TEXT)
    desk.write("seeds/deep/er/b.txt", TEXT)
    return desk


@pytest.mark.parametrize(
    ("below", "name"),
    [
        ("", "seeds/a.txt"),
        ("", "./seeds/a.txt"),
        ("", "seeds//deep/../a.txt"),
        ("seeds", "a.txt"),
        ("seeds/deep/er", "../../a.txt"),
        ("seeds/deep", "{whole}/seeds/a.txt"),
        ("", "{link}/seeds/a.txt"),
        ("seeds", "../../link/seeds/a.txt"),
    ],
)
def test_a_text_is_the_same_whatever_it_is_called(desk: Desk, below: str, name: str) -> None:
    """The id of a finding, and so its decision, hangs on the siglum; the name shown is the one that was given."""
    link = desk.folder.parent / "link"
    link.symlink_to(desk.folder)
    given = name.format(whole=desk.folder, link=link)
    [expected] = desk.lint("seeds/a.txt")
    ran = desk.run("lint", "--output-format", "jsonl", given, below=below)
    [finding] = ran.findings
    assert finding == {**expected, "witness": given}
    assert desk.run("decide", finding["id"], "reject", "--path", given, below=below).code == 0
    assert desk.run("lint", given, below=below).code == 0
    assert [path.name for path in desk.path("corrections").rglob("*.jsonl")] == ["a.txt.journal.jsonl"]
    assert desk.verdicts() == [("Stalbrand", "reject")]


@pytest.mark.parametrize(
    "name",
    [
        "with blanks.txt",
        "b\\c.txt",
        "<b>.txt",
        "Сталин斯大林.txt",
        "caf\udce9.txt",
        "a\nb.txt",
        "'\"$(x)`.txt",
    ],
    ids=ascii,
)
@pytest.mark.parametrize("folder", ["", "seeds/my texts/"], ids=["in the project", "deeper"])
def test_any_name_will_do(tmp_path: Path, name: str, folder: str) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    desk.path("seeds/a.txt").unlink()
    given = f"{folder}{name}"
    desk.write(given, TEXT)
    [found] = desk.ids("Stalbrand", given)
    desk.decide(found, "accept", "--path", given)
    assert [finding["state"] for finding in desk.lint(given)] == ["accepted"]
    assert desk.run("apply", given).code == 0
    assert desk.read(f"corrected/{given}") == "Then Stalin spoke.\n"
    assert desk.run("lint", f"corrected/{given}").code == 0
    assert desk.run("apply", "--in-place", given).code == 0
    assert desk.read(given) == "Then Stalin spoke.\n"


@pytest.mark.parametrize("given", [("seeds", "seeds/a.txt"), ("seeds/", "./seeds"), ("seeds/a.txt", "seeds")])
def test_a_text_that_is_named_twice_is_read_once(desk: Desk, given: tuple[str, ...]) -> None:
    assert len(desk.lint(*given)) == 2


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (("seeds", "seeds/../seeds", "./seeds/deep", "{whole}/seeds"), "seeds"),
        (("link", "seeds"), "seeds"),
        (("seeds", "link"), "seeds"),
        (("link", "other"), "link"),
        (("link/a.txt", "seeds/deep/er", "seeds/c.txt", "other/deep"), "link"),
    ],
)
def test_a_text_is_linted_once_by_its_own_name_whatever_links_lead_to_it(
    desk: Desk, given: tuple[str, ...], shown: str
) -> None:
    """Linted twice, its names would count twice; by a link's name, what was decided about it would not hold."""
    desk.path("link").symlink_to("seeds")
    desk.path("other").symlink_to("link")
    desk.path("seeds/c.txt").symlink_to("a.txt")
    ran = desk.run("lint", "--output-format", "concise", *(name.format(whole=desk.folder) for name in given))
    assert ran.out.startswith(f"{shown}/a.txt:1:6: G001")
    assert ran.err == "2 findings (2 errors) in 2 files.\n"


def test_two_texts_are_linted_though_their_names_look_as_if_they_were_one(desk: Desk) -> None:
    """The folder above a link's target is another than the one that the link lies in."""
    desk.write("other/a.txt", "Here too Stalbrand spoke.\n")
    desk.path("other/deep").mkdir()
    desk.path("seeds/link").symlink_to("../other/deep")
    both = desk.lint("seeds/a.txt", "seeds/link/../a.txt")
    assert [(each["witness"], each["column"]) for each in both] == [("seeds/link/../a.txt", 10), ("seeds/a.txt", 6)]
    assert project.siglum_of(config.find(desk.folder), str(desk.path("seeds/link/../a.txt"))) == "other/a.txt"


def test_standard_input_is_one_text_among_others(desk: Desk) -> None:
    ran = desk.run("lint", "--output-format", "concise", "seeds/a.txt", "-", stdin=TEXT)
    assert ran.err == "2 findings (2 errors) in 2 files.\n"


def test_the_configured_texts_are_meant_from_every_folder(desk: Desk) -> None:
    for below, shown in (("", "seeds/a.txt"), ("seeds/deep", "../a.txt"), ("corrections", "../seeds/a.txt")):
        desk.path(below).mkdir(exist_ok=True)
        ran = desk.run("lint", "--output-format", "concise", below=below)
        assert ran.out.startswith(f"{shown}:1:6: G001")
        assert ran.err == "2 findings (2 errors) in 2 files.\n"


def test_a_folder_without_texts_is_wrong_use_and_one_of_several_is_not(desk: Desk) -> None:
    desk.path("empty").mkdir()
    ran = desk.run("lint", "empty")
    assert (ran.code, ran.out) == (2, "")
    assert "no texts were found\n  --> empty\n" in ran.err
    assert desk.run("lint", "empty", "seeds").code == 1


@pytest.mark.parametrize("command", [("lint",), ("status",), ("apply",), ("report", "html"), ("glossary", "suggest")])
def test_where_there_is_nothing_yet_a_command_says_once_where_texts_may_be(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    ran = Desk(tmp_path).run(*command)
    assert (ran.code, ran.out.replace("term,kind,admitted,deprecated,source,note\n", "")) == (2, "")
    assert ran.err.count("there is no such file\n  --> seeds\n") == 1
    assert "put them into seeds here, or set `paths` in corrigenda.toml" in ran.err


def test_a_project_without_a_glossary_says_how_to_begin_one(tmp_path: Path) -> None:
    ran = Desk(tmp_path, {"seeds/a.txt": "Then Stalbrand spoke."}).run("lint")
    assert (ran.code, ran.out) == (0, "No findings in 1 file.\n")
    assert "no glossary.csv here" in ran.err
    assert "`corrigenda glossary suggest` makes one" in ran.err


def test_a_missing_glossary_is_called_as_one_would_call_it(tmp_path: Path) -> None:
    ran = Desk(tmp_path).run("glossary", "check")
    assert (ran.code, ran.out) == (2, "")
    assert "  --> glossary.csv\n" in ran.err


@pytest.mark.parametrize("name", ["../x.txt", "seeds/../../x.txt", "/x.txt", "seeds/a.txt/../../../x"])
def test_standard_input_can_be_named_as_a_text_outside_of_the_project(desk: Desk, name: str) -> None:
    ran = desk.run("lint", "-", "--stdin-filename", name, "--output-format", "concise", stdin=TEXT)
    assert ran.out == f"{name}:1:6: G001 “Stalbrand” → “Stalin” (0.99)\n"
    assert ran.code == 1


def test_standard_input_that_is_named_is_held_against_the_decisions_on_that_text(desk: Desk) -> None:
    desk.decide(*desk.ids("Stalbrand", "seeds/a.txt"), "reject")
    name = ("--stdin-filename", "seeds/a.txt")
    assert desk.run("lint", "-", *name, stdin=TEXT).code == 0
    assert desk.run("lint", "-", *name, "--no-journal", stdin=TEXT).code == 1
    assert desk.run("lint", "-", stdin=TEXT).code == 1
    ran = desk.run("status", "-", stdin=TEXT)
    assert ran.code == 2
    assert "no home\n  --> <stdin>" in ran.err


def test_a_siglum_is_relative_to_the_project_and_a_text_outside_has_none_of_its_own(desk: Desk) -> None:
    found = config.find(desk.folder)
    assert project.siglum_of(found, str(desk.path("seeds/a.txt"))) == "seeds/a.txt"
    assert project.siglum_of(found, str(desk.folder.parent / "x.txt")) == "../x.txt"
    ran = desk.run("status", "../x.txt")
    assert ran.code == 2
    desk.write("../x.txt", TEXT)
    assert desk.run("lint", "../x.txt").code == 1
    ran = desk.run("status", "../x.txt")
    assert ran.code == 2
    assert "outside of the project" in ran.err


def test_a_link_in_the_project_keeps_its_own_name(desk: Desk) -> None:
    desk.path("seeds/link").symlink_to("deep/er")
    desk.path("seeds/c.txt").symlink_to("a.txt")
    found = config.find(desk.folder)
    for name in ("seeds/link/b.txt", "seeds/c.txt"):
        assert project.siglum_of(found, str(desk.path(name))) == name
        assert read_bytes(desk.path(name)) == TEXT.encode()
    assert [finding["witness"] for finding in desk.lint("seeds/c.txt")] == ["seeds/c.txt"]


def test_a_link_in_a_folder_that_leads_nowhere_is_named_and_the_others_are_linted(desk: Desk) -> None:
    """Whoever linked a text that is not there believes it checked."""
    links = {"seeds/gone.txt": "nowhere.txt", "seeds/deep/round.txt": "round.txt", "seeds/.hidden.txt": "nowhere.txt"}
    for name, target in links.items():
        desk.path(name).symlink_to(target)
    ran = desk.run("lint", "seeds", "--output-format", "concise")
    assert ran.code == 2
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == ["seeds/a.txt", "seeds/deep/er/b.txt"]
    for name in ("seeds/gone.txt", "seeds/deep/round.txt"):
        assert f"error: this link leads to no file that can be read\n  --> {name}\nhelp: " in ran.err
    assert ran.err.count("error: ") == 2
    assert desk.run("lint", "seeds", "--exclude", "gone.txt", "--exclude", "round.txt").code == 1


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("utf-16", "it has no byte order mark; name utf-8, utf-16-le or utf-16-be"),
        ("UTF_8_SIG", "it has no byte order mark; name utf-8, utf-16-le or utf-16-be"),
        ("punycode", "the file does not survive decoding and encoding as punycode"),
    ],
)
def test_an_encoding_that_a_text_is_not_of_is_an_error_with_advice(desk: Desk, encoding: str, says: str) -> None:
    desk.write("seeds/a.txt", b"Then Stalbrand spoke to me.\n")
    ran = desk.run("lint", "seeds/a.txt", "--encoding", encoding)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "  --> seeds/a.txt\n" in ran.err


SINGLE = ["latin-1", "windows-1252", "Windows-1251", "koi8-r", "cp866", "mac-roman", "iso-8859-15", "ascii"]


@pytest.mark.parametrize("encoding", SINGLE)
def test_the_encoding_that_is_named_is_that_of_texts_that_are_not_utf_8(desk: Desk, encoding: str) -> None:
    text = "Then Stalbrand’s “……” in Orléans, Сталин.\n"
    assert project.read_witness(config.find(desk.folder), _written(desk, text.encode()), encoding=encoding).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("茂茅", "gb18030"),
        ("簿矇", "big5"),
        ("챦챕", "euc_kr"),
        ("誰辿", "euc_jp"),
        ("ﾃｯﾃｩ", "shift_jis"),
        ("日本", "iso2022_jp"),
        ("中文", "hz"),
        ("Orléans", "utf-7"),
        ("Stalbrand", "utf-16-le"),
        ("Stalbrand", "utf-16-be"),
        ("Stalbrand", "latin-1"),
    ],
)
def test_an_encoding_whose_texts_may_be_valid_utf_8_is_that_of_all(desk: Desk, text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode("utf-8")
    read = project.read_witness(config.find(desk.folder), _written(desk, data), encoding=encoding)
    assert (read.text, read.codec.encoding) == (text, encoding)


def _written(desk: Desk, data: bytes) -> str:
    desk.write("seeds/b.txt", data)
    return str(desk.path("seeds/b.txt"))


def test_texts_in_two_encodings_are_corrected_each_in_its_own(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Stalbrand was in Orléans, with the Toddy opposition.\n", encoding="latin-1")
    desk.write("seeds/b.txt", "Stalbrand was in Orléans.\n".encode("latin-1"))
    desk.write("seeds/c.txt", "Stalbrand was in Rouen.\n")
    desk.decide(*(each["id"] for each in desk.lint("--select", "G001")), "accept")
    received = desk.files()
    right = "Stalin was in Orléans"
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt") == f"{right}, with the Trotsky–Zinoviev opposition.\n"
    assert desk.path("corrected/seeds/b.txt").read_bytes() == f"{right}.\n".encode("latin-1")
    assert desk.lint("corrected") == []
    for options in (("--in-place",), ("--in-place", "--reverse")):
        assert desk.run("apply", *options).code == 0
    assert {name: desk.files()[name] for name in received} == received


@pytest.mark.parametrize("encoding", ["no-such", "rot13", "undefined", "a\0b"])
@pytest.mark.parametrize("command", ["lint", "status", "apply", "learn"])
def test_an_encoding_that_there_is_not_is_one_error_about_the_option_or_setting(
    desk: Desk, command: str, encoding: str
) -> None:
    """No text is to blame for it."""
    advice = "windows-1251 or latin-1\n"
    ran = desk.run(command, "--encoding", encoding)
    assert (ran.code, ran.out) == (2, "")
    shown = encoding.replace("\0", "\N{SYMBOL FOR NULL}")
    assert ran.err == f"error: --encoding: unknown encoding '{shown}'\nhelp: give a name Python knows, such as {advice}"
    desk.write("corrigenda.toml", f"language = 'en'\nencoding = {json.dumps(encoding)}\n")
    ran = desk.run(command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: encoding must be an encoding that Python knows, such as windows-1251 or latin-1")
    assert "  --> corrigenda.toml:2:1\n" in ran.err


def test_an_encoding_named_from_python_that_there_is_not_is_an_error(desk: Desk) -> None:
    with pytest.raises(InputError, match="unknown encoding 'no-such'"):
        project.read_witness(config.find(desk.folder), str(desk.path("seeds/a.txt")), encoding="no-such")


def test_counts_and_machine_formats_exclude_each_other(desk: Desk) -> None:
    for form in ("json", "jsonl"):
        ran = desk.run("lint", "--statistics", "--output-format", form)
        assert (ran.code, ran.out) == (2, "")
        assert "exclude each other" in ran.err


def test_glossaries_that_are_used_together_are_checked_together(desk: Desk) -> None:
    """What `lint` says of them is what `glossary check` shows."""
    desk.write("corrigenda.toml", 'glossary = ["one.csv", "two.csv"]\n')
    desk.write("one.csv", "term,deprecated\nStalin,Stalbrand\n")
    desk.write("two.csv", "term,deprecated\nJoseph Stalin,Stalbrand\n")
    assert "glossary: 1 warning" in desk.run("lint").err
    ran = desk.run("glossary", "check")
    assert ran.code == 0
    assert ran.out.startswith("two.csv:2:15: warning: “Stalbrand” also belongs to the term “Stalin”, at one.csv:2:8")
    assert ran.err.endswith("0 errors, 1 warning\n")
    desk.write("two.csv", "term,deprecated\nLenin,Stalin\n")
    for arguments, code in ((("glossary", "check"), 1), (("glossary", "check", "two.csv"), 0), (("lint",), 2)):
        assert desk.run(*arguments).code == code


def test_a_column_that_is_not_read_is_among_the_warnings_of_a_run(desk: Desk) -> None:
    desk.write("glossary.csv", "term,depricated\nStalin,Stalbrand\n")
    desk.write("more.csv", "term,wrong,kind\nLenin,Lennon,person\nLenin,,\n")
    said = "; `corrigenda glossary check` shows them\n"
    assert f"glossary: 1 warning{said}" in desk.run("lint").err
    assert "0 errors, 1 warning\n" in desk.run("glossary", "check").err
    assert f"glossary: 3 warnings{said}" in desk.run("lint", "--glossary", "glossary.csv", "--glossary", "more.csv").err
    assert "0 errors, 3 warnings\n" in desk.run("glossary", "check", "glossary.csv", "more.csv").err


def test_a_name_that_is_not_utf_8_stands_in_json_that_every_program_reads(desk: Desk) -> None:
    desk.write("seeds/caf\udce9.txt", TEXT)
    desk.write("seeds/caf\udcea.txt", TEXT)
    found = [finding["witness"] for finding in desk.lint() if "caf" in finding["witness"]]
    assert found == ["seeds/caf<U+DCE9>.txt", "seeds/caf<U+DCEA>.txt"], "and which of two it is"
    for finding in found:
        finding.encode()


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_no_text_full_of_nul(codec: str) -> None:
    with pytest.raises(InputError, match="every other byte is NUL") as refused:
        formats.decode("Stalbrand spoke.\n".encode(codec), name="a.txt", siglum="a.txt")
    assert f"--encoding {codec}" in refused.value.help
    assert formats.decode(b"Nul\0Nul\0 and so on to its end\0\n", name="a.txt", siglum="a.txt").text.count("\0") == 3


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("letter.docx", b"PK\3\4\x14\0\0\0\x08\0", "this is a ZIP archive, as .docx"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an old Word"),
        ("letter.rtf", b"{\\rtf1\\ansi Stalbrand}", "this is RTF"),
        ("scan.pdf", b"%PDF-1.4\n\x93\x8c", "this is a PDF"),
        ("page.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "this is a picture"),
        ("seeds/named-text.txt", b"%PDF-1.4\nStalbrand", "this is a PDF"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_what_is_no_plain_text_is_named_for_what_it_is(
    desk: Desk, name: str, data: bytes, says: str, encoding: str
) -> None:
    desk.write(name, data)
    ran = desk.run("lint", "--encoding", encoding, name)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "save or export it as plain text" in ran.err


class Hashes:
    """Counts how often a file is hashed; times of files are taken at their word after so many seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, settled: float) -> None:
        self.times = 0
        monkeypatch.setattr("corrigenda.formats.plain.digest_of", self.hashed)
        monkeypatch.setattr("corrigenda.storage.files._SETTLED", settled)

    def hashed(self, data: bytes) -> str:
        self.times += 1
        return digest(data)


def test_a_file_that_is_as_it_was_is_hashed_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = Hashes(monkeypatch, settled=-1)
    read = project.Reader(config.isolated(desk.folder))
    name = str(desk.path("seeds/a.txt"))
    first = read(name)
    assert read(name) == pickle.loads(pickle.dumps(read))(name) == first  # noqa: S301 - as it travels to workers
    assert first == project.read_witness(config.isolated(desk.folder), name)
    assert hashes.times == 2


@pytest.mark.parametrize("settled", [-1, 60])
def test_a_file_that_changed_is_hashed_again(desk: Desk, monkeypatch: pytest.MonkeyPatch, settled: float) -> None:
    hashes = Hashes(monkeypatch, settled)
    read = project.Reader(config.isolated(desk.folder))
    path = desk.path("seeds/a.txt")
    first = read(str(path))
    times = path.stat()
    time.sleep(0.05)  # until the clock of the file system has moved on
    path.write_text(TEXT.upper(), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # of the same length and age
    assert read(str(path)).digest == digest(TEXT.upper().encode()) != first.digest
    assert hashes.times == 2


def test_a_file_so_young_that_its_times_may_not_tell_is_hashed_each_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = Hashes(monkeypatch, settled=60)
    read = project.Reader(config.isolated(desk.folder))
    assert read(str(desk.path("seeds/a.txt"))) == read(str(desk.path("seeds/a.txt")))
    assert hashes.times == 2


@pytest.mark.parametrize("paths", ["['.']", "['.', 'book']", "['book', '../job']"])
def test_corrected_copies_are_no_texts_of_a_folder_around_them(tmp_path: Path, paths: str) -> None:
    desk = Desk(tmp_path / "job", {"corrigenda.toml": f'resp = "an editor"\npaths = {paths}\n'})
    desk.write("glossary.csv", "term,deprecated\nStalin,Stalbrand\n")
    desk.write("book/a.txt", TEXT)
    found = desk.lint()
    desk.decide(found[0]["id"], "accept")
    assert desk.run("apply").code == 0
    made = desk.files()
    for below in ("", "book"):
        ran = desk.run("apply", below=below)
        assert (ran.code, ran.err.count("corrected/book/a.txt"), ran.err.count("emendation")) == (0, 1, 1)
        assert desk.run("lint", below=below).out.endswith("in 1 file; 1 accepted, not applied.\n")
    assert desk.run("apply", "--output", "book/made").code == 0
    made = desk.files()
    ran = desk.run("apply", "--output", "book/made")
    assert (ran.code, ran.err.count("\n"), desk.files()) == (0, 1, made)


@pytest.mark.parametrize(
    "named", ["corrected", "./corrected/", "corrected/seeds", "corrected/seeds/a.txt", "seeds/../corrected"]
)
def test_corrected_copies_are_texts_when_they_are_named(desk: Desk, named: str) -> None:
    desk.write("corrected/seeds/a.txt", TEXT)
    assert _names(desk, named) == ["corrected/seeds/a.txt"]
    desk.write("corrigenda.toml", f"paths = ['seeds/a.txt', {named!r}]\n")
    assert _names(desk) == ["corrected/seeds/a.txt", "seeds/a.txt"]


def test_a_folder_that_is_merely_called_so_is_gone_through(desk: Desk) -> None:
    desk.write("seeds/corrected/c.txt", TEXT)
    desk.write("corrected/seeds/d.txt", TEXT)
    there = ["seeds/a.txt", "seeds/corrected/c.txt", "seeds/deep/er/b.txt"]
    assert _names(desk, ".") == _names(desk, str(desk.folder.parent)) == _names(desk) == there
    desk.path("seeds").rename(desk.path(".seeds"))
    assert _names(desk, ".") == ["corrected/seeds/d.txt"], "nothing else is there"
    beside_a_wrong_path = desk.run("lint", "--output-format", "jsonl", "none.txt", ".")
    assert [each["witness"] for each in beside_a_wrong_path.findings] == ["./corrected/seeds/d.txt"]


def _names(desk: Desk, *paths: str) -> list[str]:
    return sorted(os.path.relpath(desk.path(each["witness"]), desk.folder) for each in desk.lint(*paths))


@pytest.fixture
def outside(tmp_path: Path) -> tuple[Desk, Desk]:
    """Return a folder that is no project, and a project below it with a decision."""
    inner = Desk.usual(tmp_path / "job")
    inner.decide(*inner.ids("Toddy opposition"), "accept")
    return Desk(tmp_path), inner


def test_from_a_folder_in_no_project_that_of_the_named_texts_is_meant(outside: tuple[Desk, Desk]) -> None:
    here, job = outside
    made = "job/seeds/a.txt: 1 emendation {}\n"
    assert here.run("apply", "--check", "job/seeds").err == made.format("fits")
    assert [each["state"] for each in here.lint("job/seeds/a.txt")] == [each["state"] for each in job.lint()]
    assert here.run("status", "job").out.replace("job/seeds/", "seeds/").split() == job.run("status").out.split()
    assert here.run("apply", "job/seeds/a.txt").err == made.format("made → job/corrected/seeds/a.txt")
    assert [path.name for path in here.folder.iterdir()] == ["job"]
    ran = here.run("lint", "-", "--stdin-filename", "job/seeds/a.txt", stdin=job.read())
    assert ran.out.endswith("1 accepted, not applied.\n")


@pytest.mark.parametrize("mine", ["corrigenda.toml", "other/glossary.csv"])
def test_texts_of_another_project_are_told_of_and_are_not_checked_by_nothing(
    outside: tuple[Desk, Desk], mine: str
) -> None:
    here, _job = outside
    here.write(mine, "")
    here.write("other/a.txt", TEXT)
    paths = ["job/seeds/a.txt", "job/seeds", "other/a.txt"][: 2 if mine == "corrigenda.toml" else 3]
    more = len(paths) - 1
    said = f"warning: job/seeds/a.txt (and {more} more) lies in another project, {here.folder}/job: what is set and"
    ran = here.run("apply", "--check", *paths)
    assert (ran.code, ran.err.count("another project"), said in ran.err) == (2, 1, True)
    ran = here.run("lint", "--glossary", "job/glossary.csv", *paths)
    assert (ran.code, ran.err.count("another project"), said in ran.err) == (1, 1, True)
    assert "another project" not in here.run("lint", "--isolated", *paths).err


def test_a_text_in_no_project_is_as_it_was(outside: tuple[Desk, Desk]) -> None:
    here, _job = outside
    here.write("a.txt", TEXT)
    ran = here.run("lint", "a.txt", "job/seeds/a.txt")
    assert "no glossary.csv here" in ran.err
    assert "job/seeds/a.txt lies in another project" in ran.err
    assert "another project" not in here.run("lint", "a.txt").err
