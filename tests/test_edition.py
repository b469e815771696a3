"""Texts for readers: each format holds the received and the corrected text, and says who changed what."""

import csv
import lzma
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from terminal import Terminal

from corrigenda.edition import critic, tei, word
from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.texts.text import Codec, Span, Witness

TEI = "{http://www.tei-c.org/ns/1.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROOT = Path(__file__).parents[1]


def _edition(text: str, *entries: Entry) -> Edition:
    return Edition(Witness("seeds/a.txt", "seeds/a.txt", text, Codec(), "0" * 64), entries, ())


def _made(start: int, sic: str, corr: str) -> Entry:
    when = "2026-11-22T12:00:00.000000Z"
    return Entry(Span(start, start + len(sic)), sic, corr, "accept", "G001", "f", "an editor", when, score=0.9)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """A text with emendations, open places and refusals."""
    letters = st.text(alphabet="ab é\n\r<&\x0b\u202e😀-~{}+", max_size=60)
    text = draw(letters)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    entries = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        verdict = draw(st.sampled_from(("accept", "edit", "open", "reject")))
        corr = draw(letters)
        entries.append(Entry(Span(start, end), text[start:end], corr, verdict, "G002", "f", "<me>", note=draw(letters)))
    return _edition(text, *entries)


def _corrected(edition: Edition) -> str:
    return "".join(entry.corr or "" if entry and entry.is_made else piece for piece, entry in edition.marked())


@given(editions())
def test_the_pieces_are_the_text(edition: Edition) -> None:
    assert "".join(piece for piece, _entry in edition.marked()) == edition.witness.text


CRITIC = re.compile(r"\{>>.*?<<\}|\{==(.*?)==\}|\{--(.*?)--\}|\{~~(.*?)~>(.*?)~~\}|\{\+\+(.*?)\+\+\}", re.DOTALL)


@given(editions())
def test_criticmarkup_holds_both_texts_or_is_refused(edition: Edition) -> None:
    try:
        written = critic.render(edition)
    except critic.InputError:
        return
    old = CRITIC.sub(lambda found: (found[1] or "") + (found[2] or "") + (found[3] or ""), written)
    new = CRITIC.sub(lambda found: (found[1] or "") + (found[4] or "") + (found[5] or ""), written)
    assert (old, new) == (edition.witness.text, _corrected(edition))


def test_marks_of_its_own_are_refused_with_their_place() -> None:
    with pytest.raises(critic.InputError) as raised:
        critic.render(_edition("One.\nTwo {++ three"))
    assert "seeds/a.txt:2:5" in str(raised.value)
    with pytest.raises(critic.InputError, match="the reading “a~>b” has a mark"):
        critic.render(_edition("x", _made(0, "x", "a~>b")))


def _bare(text: str) -> str:
    return "".join(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text).split())


@cache
def _tei_all() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(lzma.decompress((ROOT / "tests/schemas/tei_all.rng.xz").read_bytes())))


@given(editions())
def test_tei_holds_both_texts_and_is_valid(edition: Edition) -> None:
    data, replaced = tei.render(edition)
    root = etree.fromstring(data)
    assert _tei_all().validate(root), _tei_all().error_log
    for note in root.iter(f"{TEI}note"):
        replaced -= (note.text or "").count("\ufffd")
    for left_out, wanted in (("corr", edition.witness.text), ("sic", _corrected(edition))):
        body = etree.fromstring(data).find(f"{TEI}text")
        assert body is not None
        etree.strip_elements(body, f"{TEI}{left_out}", f"{TEI}note", with_tail=False)
        assert _bare("".join(body.itertext())) == _bare(wanted)


def test_tei_says_who_when_and_how_sure() -> None:
    text = "Stalbrand\nspoke.\n\nToddy too.\x00\n"
    entries = (_made(0, "Stalbrand", "Stalin"), Entry(Span(18, 23), "Toddy", "Trotsky", "open", "G003", "g"))
    data, replaced = tei.render(_edition(text, *entries))
    assert replaced == 1
    body = data.decode().partition("<body>")[2].partition("</body>")[0]
    assert body == (
        '<p><choice><sic>Stalbrand</sic><corr resp="#resp-1" cert="high" evidence="external">Stalin</corr></choice>'
        '<lb />spoke.</p><p><unclear reason="G003">Toddy</unclear> too.\ufffd</p>'
    )
    assert '<change when="2026-11-22" who="#resp-1">1 emendation</change>' in data.decode()


def _body(edition: Edition) -> str:
    data, _replaced = tei.render(edition)
    assert _tei_all().validate(etree.fromstring(data)), _tei_all().error_log
    return data.decode().partition("<body>")[2].partition("</body>")[0]


def test_tei_says_which_lines_begin_within_a_word() -> None:
    """The hyphen stands as received, which the header declares; a dash at a line end divides no word."""
    text = "Black-\nwood and Eury-\r\n  ahis, Rimsky-\nKorsakov – \nand -\nso 1914-\n1918\n"
    eury = text.index("Eury")
    entry = Entry(Span(eury, text.index(", Rim")), "Eury-\r\n  ahis", "Eurybates", "open", "G002", "g")
    assert _body(_edition(text, entry)) == (
        '<p>Black-<lb break="no" />wood and <unclear reason="G002">Eury-<lb break="no" />  ahis</unclear>, '
        'Rimsky-<lb break="no" />Korsakov – <lb />and -<lb />so 1914-<lb />1918</p>'
    )
    pages = _body(_edition("Trou-\n\nhridge", Entry(Span(0, 13), "Trou-\n\nhridge", None, "open", "G002", "g")))
    assert 'Trou-<lb break="no" /><lb break="no" />hridge' in pages
    divided = Entry(Span(0, 11), "Black-\nwood", "Bick-\nwood", "edit", "G002", "g")
    corr = '<corr cert="unknown" evidence="conjecture">Bick-<lb break="no" />wood</corr>'
    assert corr in _body(_edition(text, divided))
    assert '<hyphenation eol="all">' in tei.render(_edition(text))[0].decode()


def test_what_was_noted_at_a_refusal_is_in_every_document() -> None:
    entry = Entry(Span(5, 14), "Stalbrand", None, "reject", "G001", "f", "an editor", note="another man")
    edition = _edition("Then Stalbrand spoke.", entry)
    assert _body(edition) == ('<p>Then Stalbrand<note type="editorial" resp="#resp-1">another man</note> spoke.</p>')
    told = "G001, an editor, left as it stands: another man"
    assert critic.render(edition) == f"Then Stalbrand{{>>{told}<<}} spoke."
    with ZipFile(BytesIO(word.render(edition)[0])) as package:
        assert "G001: left as it stands: another man" in package.read("word/comments.xml").decode()


def test_tei_says_who_has_a_note_what_it_is_called_and_in_which_language() -> None:
    entry = Entry(Span(0, 5), "Toddy", "Trotsky", "skip", "G003", "g", "an editor", note="ask <the> library")
    data, _replaced = tei.render(replace(_edition("Toddy spoke."), entries=(entry,), language="en"), "The Preface")
    assert _tei_all().validate(etree.fromstring(data)), _tei_all().error_log
    assert (
        '<text xml:lang="en"><body><p><unclear reason="G003">Toddy</unclear>'
        '<note type="editorial" resp="#resp-1">ask &lt;the&gt; library</note> spoke.</p></body></text>'
    ) in data.decode()
    assert "<title>The Preface</title>" in data.decode()


def _read(data: bytes, left_out: str) -> str:
    document = docx.Document(BytesIO(data))
    lines = []
    for paragraph in document.element.body.iter(f"{W}p"):
        line = ""
        for child in paragraph.iter(f"{W}t", f"{W}delText", f"{W}br"):
            change = next((each.tag for each in child.iterancestors(f"{W}ins", f"{W}del")), "")
            if change != f"{W}{left_out}":
                line += "\n" if child.tag == f"{W}br" else child.text
        lines.append(line)
    return "\n".join(lines)


@given(editions())
def test_word_holds_both_texts(edition: Edition) -> None:
    data, _replaced = word.render(edition)
    legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", edition.witness.text)
    assert _read(data, "ins") == legal.replace("\r", "")


def test_word_tracks_changes_with_author_and_date() -> None:
    data, _replaced = word.render(_edition("Then Stalbrand spoke.\n", _made(5, "Stalbrand", "Stalin")))
    assert _read(data, "del") == "Then Stalin spoke.\n"
    xml = ZipFile(BytesIO(data)).read("word/document.xml").decode()
    assert 'w:author="an editor"' in xml
    assert 'w:date="2026-11-22T12:00:00Z"' in xml


def _doubtful() -> Edition:
    made = replace(_made(5, "Stalbrand", "Stalin"), note="as before")
    opened = Entry(Span(22, 24), "He", "She", "open", "G003", "g", score=0.5, message="who?")
    return _edition("Then Stalbrand spoke.\nHe left.\n", made, opened)


def test_word_marks_open_places_and_tells_why_in_comments() -> None:
    parts = ZipFile(BytesIO(word.render(_doubtful())[0]))
    text, comments = (parts.read(f"word/{name}.xml").decode() for name in ("document", "comments"))
    assert '<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">He</w:t></w:r>' in text
    said = re.findall(r'<w:comment .*?w:author="(.*?)".*?<w:t[^>]*>(.*?)</w:t>', comments, re.DOTALL)
    assert said == [("an editor", "G001: as before"), ("corrigenda", "G003: “She”? (0.50) who?")]
    assert re.findall(r'w:date="(.*?)"', comments) == ["2026-11-22T12:00:00Z"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_changes(tmp_path: Path) -> None:
    edition = _doubtful()
    (tmp_path / "a.docx").write_bytes(word.render(edition)[0])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = (
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "fodt",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    )
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    written = (tmp_path / "a.fodt").read_text(encoding="utf-8")
    assert "<text:tracked-changes" in written
    assert written.count("<text:insertion>") == 1
    assert written.count("<text:deletion>") == 1
    assert "<dc:creator>an editor</dc:creator>" in written
    assert "2026-11-22T12:00:00" in written
    assert written.count("<office:annotation ") == 2
    assert "G003: “She”? (0.50) who?" in re.sub("<[^>]*>", "", written)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A project in which one finding is accepted, one refused, and the others are open."""
    made = Desk.usual(tmp_path)
    ids = {each["sic"]: each["id"] for each in made.run("lint", "--output-format", "jsonl").findings}
    assert made.run("decide", ids["Belgian press"], "accept", "--note", "the Soviet one").code == 0
    assert made.run("decide", ids["……"], "reject").code == 0
    return made


def test_the_commands_write_what_was_decided(desk: Desk) -> None:
    assert (
        "{~~Belgian press~>Soviet press~~}{>>G001, an editor: the Soviet one<<}"
        in desk.run("report", "criticmarkup").out
    )
    assert "<sic>Belgian press</sic>" in desk.run("report", "tei", "seeds/a.txt").out
    rows = {row["sic"]: row for row in csv.DictReader(StringIO(desk.run("report", "csv").out))}
    assert rows["Belgian press"]["verdict"] == "accept"
    assert rows["……"]["verdict"] == "reject"
    assert rows["Toddy opposition"] | {"finding": ""} == {
        "witness": "seeds/a.txt",
        "line": "3",
        "column": "35",
        "placed": "yes",
        "rule": "G001",
        "verdict": "open",
        "sic": "Toddy opposition",
        "corr": "Trotsky–Zinoviev opposition",
        "proposed": "Trotsky–Zinoviev opposition",
        "score": "0.99",
        "basis": "glossary.csv “Trotsky–Zinoviev opposition”: deprecated form",
        "resp": "",
        "at": "",
        "note": "“Toddy opposition” is a known wrong form of “Trotsky–Zinoviev opposition”",
        "finding": "",
    }
    before = desk.files()
    ran = desk.run("report", "docx", "--output", "a.docx")
    assert (ran.code, ran.out, ran.err) == (0, "", "a.docx: 1 text, 1 correction, 4 open places\n")
    assert {name for name in desk.files() if name not in before} == {"a.docx"}
    assert "Soviet press" in _read((desk.folder / "a.docx").read_bytes(), "del")


def test_what_has_no_place_any_more_is_told(desk: Desk) -> None:
    desk.replace("the Belgian press", "that paper of theirs")
    ran = desk.run("report", "csv")
    assert "1 decision has no certain place" in ran.err
    (row,) = (row for row in csv.DictReader(StringIO(ran.out)) if row["verdict"] == "accept")
    assert (row["placed"], row["line"]) == ("no", "")


def test_what_was_refused_stays_at_its_place_with_what_was_proposed(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Then Nikolaeff met Stalbrand.\n")
    desk.decide(*desk.ids("Nikolaeff"), "admit", "--term", "Nikolayev")
    desk.decide(*desk.ids("Stalbrand"), "reject")
    for text in (desk.read(), "Some words more. " + desk.read()):
        desk.write("seeds/a.txt", text)
        ran = desk.run("report", "csv")
        assert ran.err == ""
        rows = {row["sic"]: row for row in csv.DictReader(StringIO(ran.out))}
        assert {sic: (row["verdict"], row["placed"]) for sic, row in rows.items()} == {
            "Nikolaeff": ("admit", "yes"),
            "Stalbrand": ("reject", "yes"),
        }
        assert rows["Nikolaeff"]["column"] == str(text.index("Nikolaeff") + 1)
        assert (rows["Stalbrand"]["proposed"], rows["Stalbrand"]["corr"]) == ("Stalin", "")


def test_what_is_made_in_the_text_already_is_told_with_the_way_out(desk: Desk) -> None:
    assert desk.run("apply", "--in-place").code == 0
    ran = desk.run("report", "tei")
    assert "1 emendation is made in the text already" in ran.err
    assert "no certain place" not in ran.err
    assert desk.run("apply", "--reverse", "--in-place").code == 0
    assert "<sic>Belgian press</sic>" in desk.run("report", "tei").out


def test_a_report_is_called_as_one_likes(desk: Desk) -> None:
    for name in ("html", "tei"):
        assert "A &lt;Title&gt;" in desk.run("report", name, "--title", "A <Title>").out
    assert desk.run("report", "docx", "--title", "A <Title>", "--output", "a.docx").code == 0
    assert docx.Document(str(desk.path("a.docx"))).core_properties.title == "A <Title>"


def test_a_document_is_of_one_text(desk: Desk) -> None:
    desk.write("seeds/b.txt", "Nothing.")
    ran = desk.run("report", "tei")
    assert (ran.code, ran.out) == (2, "")
    assert "2 are meant" in ran.err
    assert desk.run("report", "csv", "seeds", "missing.txt").code == 2


def test_a_word_document_goes_into_a_pipe_but_not_onto_a_terminal(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    for output in ((), ("--output", "-")):
        command = [sys.executable, "-m", "corrigenda", "report", "docx", *output]
        with Terminal(command, cwd=desk.folder, env={"PYTHONPATH": str(ROOT / "src")}) as terminal:
            assert terminal.end() == 2
            assert terminal.text().startswith("error: a Word document cannot be shown on a terminal\n")
            assert "help: give --output FILE" in terminal.text()
        piped = subprocess.run(command, cwd=desk.folder, capture_output=True, check=True)
        assert piped.stdout.startswith(b"PK")
