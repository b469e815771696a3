"""Glossaries from and for other tools: read as those tools read them, written as they want them.

The samples have the real formats' shape, and names of our own; what is written is given to the other program itself
where it is to be had.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from desk import Desk
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from corrigenda import exchange
from corrigenda.errors import InputError
from corrigenda.exchange import FORMATS
from corrigenda.exchange.base import Options, Parsed
from corrigenda.likeness.meant import meant
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.glossary_merge import merge
from corrigenda.terminology.terms import Form, Status, Term

FOLDER = Path(__file__).parent / "exchange"
GLOSSARY = Path(__file__).parents[1] / "glossary.csv"


def read(name: str, data: str | bytes, options: Options | None = None) -> Parsed:
    raw = data.encode() if isinstance(data, str) else data
    return FORMATS[name].read(raw, "the file", options or Options())


def rows(parsed: Parsed) -> str:
    """Return what was read as the rows of a new glossary."""
    merged = merge(b"", "g", parsed.terms)
    assert not merged.conflicts
    return merged.data.decode().partition("\n")[2]


def left(parsed: Parsed) -> dict[str, int]:
    return {what: count for what, count in parsed.left.items() if count}


def of(text: str) -> Glossary:
    return glossary.read(f"term,kind,admitted,deprecated,source,note\n{text}".encode(), "g")


def written(name: str, text: str, options: Options | None = None) -> tuple[str, dict[str, int]]:
    result = FORMATS[name].write(of(text), options or Options())
    return result.data.decode(), {what: count for what, count in result.left.items() if count}


STALIN = "Stalin,person,Joseph Stalin,Stalbrand,ru:Сталин|zh:斯大林,the leader\nKirov,,,,,\n"

# TBX


@pytest.mark.parametrize("name", ["dct", "dca", "version2"])
def test_tbx_is_read_in_every_style(name: str) -> None:
    parsed = read("tbx", (FOLDER / f"{name}.tbx").read_bytes())
    assert rows(parsed) == (
        "NKVD,organisation,People’s Commissariat for Internal Affairs|OGPU,Ministry of the Interior,ru:НКВД,"
        "the political police from July 1934\n"
    )
    assert left(parsed) == {
        "concepts without a right term in the language “en”": 1,
        "data category date": 1,
        "data category partOfSpeech": 1,
        "data category source": 1,
        "data category transactionType": 1,
        "deprecated terms in other languages": 1,
        "status superseded (read as admitted: old texts have such terms)": 1,
    }


def test_tbx_is_read_for_the_language_of_the_texts() -> None:
    parsed = read("tbx", (FOLDER / "dct.tbx").read_bytes(), Options(language="ru"))
    assert rows(parsed) == (
        "НКВД,organisation,,МВД,en-GB:People’s Commissariat for Internal Affairs|en-GB:NKVD|en-GB:OGPU,\n"
        "Самиздат,,,,,\n"
    )


def test_tbx_languages_are_written_alike() -> None:
    data = (FOLDER / "dct.tbx").read_text("utf-8").replace('xml:lang="ru"', 'xml:lang="RU"')
    assert "ru:НКВД" in rows(read("tbx", data))


def test_tbx_places_are_those_of_the_terms() -> None:
    (term,) = read("tbx", (FOLDER / "dca.tbx").read_bytes()).terms
    lines = (FOLDER / "dca.tbx").read_text(encoding="utf-8").split("\n")
    for form in term.forms:
        assert lines[form.line - 1][form.column - 1 :].startswith("<term>")
        assert form.text in lines[form.line - 1]


def test_tbx_is_written_as_the_standard_has_it() -> None:
    text, lost = written("tbx", STALIN)
    assert lost == {}
    assert text.split("<body>\n")[1] == (
        '      <conceptEntry id="c1">\n'
        '        <descrip type="subjectField">person</descrip>\n'
        "        <note>the leader</note>\n"
        '        <langSec xml:lang="en">\n'
        "          <termSec>\n"
        "            <term>Stalin</term>\n"
        '            <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>\n'
        "          </termSec>\n"
        "          <termSec>\n"
        "            <term>Joseph Stalin</term>\n"
        '            <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote>\n'
        "          </termSec>\n"
        "          <termSec>\n"
        "            <term>Stalbrand</term>\n"
        '            <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>\n'
        "          </termSec>\n"
        "        </langSec>\n"
        '        <langSec xml:lang="ru">\n'
        "          <termSec>\n"
        "            <term>Сталин</term>\n"
        "          </termSec>\n"
        "        </langSec>\n"
        '        <langSec xml:lang="zh">\n'
        "          <termSec>\n"
        "            <term>斯大林</term>\n"
        "          </termSec>\n"
        "        </langSec>\n"
        "      </conceptEntry>\n"
        '      <conceptEntry id="c2">\n'
        '        <langSec xml:lang="en">\n'
        "          <termSec>\n"
        "            <term>Kirov</term>\n"
        '            <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>\n'
        "          </termSec>\n"
        "        </langSec>\n"
        "      </conceptEntry>\n"
        "    </body>\n"
        "  </text>\n"
        "</tbx>\n"
    )


SCHEMA = etree.RelaxNG(etree.parse(FOLDER / "tbx-basic.rng"))


def test_our_own_glossary_is_valid_tbx() -> None:
    result = FORMATS["tbx"].write(glossary.read(GLOSSARY.read_bytes(), "g"), Options())
    SCHEMA.assertValid(etree.fromstring(result.data))


def test_the_schema_refuses_what_is_no_tbx() -> None:
    text, _ = written("tbx", STALIN)
    for old, new in (("admittedTerm-admn-sts", "admitted"), ('id="c2"', 'id="c1"'), ("<term>Kirov</term>", "")):
        assert old in text
        assert not SCHEMA.validate(etree.fromstring(text.replace(old, new).encode()))


def test_tbx_says_what_xml_cannot_hold() -> None:
    text, lost = written("tbx", "Stalin,,J\x01 Stalin,,en:Stalin,a\x02b\nX\x03,,,,,\n")
    assert lost == {
        "forms with control characters, which XML cannot hold": 1,
        "kinds and notes with control characters, which XML cannot hold": 1,
        "source forms in the language of the texts itself": 1,
        "terms with control characters, which XML cannot hold": 1,
    }
    SCHEMA.assertValid(etree.fromstring(text.encode()))
    with pytest.raises(InputError, match="no terms to write"):
        written("tbx", "")


ENTITIES = '<!DOCTYPE tbx [<!ENTITY a "x">%s]><tbx><text>%s</text></tbx>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ENTITIES % ('<!ENTITY b "&a;&a;&a;&a;&a;&a;">', "&b;"), "the file declares an entity, “a”"),
        ('<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tbx>&x;</tbx>', "declares an entity, “x”"),
        ('<!DOCTYPE tbx [<!ENTITY % p SYSTEM "http://127.0.0.1/p">%p;]><tbx/>', "declares an entity, “p”"),
        ('<!DOCTYPE martif SYSTEM "a.dtd"><martif>caf&eacute;</martif>', "the entity “eacute” is not declared"),
        ("<tbx>" * 300, "nested more than 200 deep"),
        ("<tbx><text>", "not well-formed XML: no element found"),
        ("<tei/>", "this is no TBX: it begins with <tei>"),
        ('<?xml version="1.0" encoding="gb18030"?><tbx/>', "in an encoding that cannot be read"),
        ('<?xml version="1.0" encoding="klingon"?><tbx/>', "in an encoding that cannot be read"),
        (b"<tbx>\xff</tbx>", "not well-formed XML: not well-formed"),
        ("<tbx>\0</tbx>", "not well-formed XML: not well-formed"),
        ("", "not well-formed XML: no element found"),
    ],
)
def test_hostile_and_damaged_xml_is_refused_with_its_place(data: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read("tbx", data)
    assert message in caught.value.message
    assert re.fullmatch(r"the file:\d+:\d+", caught.value.where)


# OmegaT

OMEGAT = """\
# Glossary in tab-separated format -*- coding: utf-8 -*-
Сталин\tStalin\tthe leader
斯大林\tStalin

Киров\tKirov\t\tmore
Троцкий
\tTrotsky
"""


def test_omegat_is_read_as_omegat_reads_it() -> None:
    parsed = read("omegat", OMEGAT, Options(source_language="ru"))
    assert rows(parsed) == "Stalin,,,,ru:Сталин|ru:斯大林,the leader\nKirov,,,,ru:Киров,\nTrotsky,,,,,\n"
    assert left(parsed) == {"cells after the third": 1, "lines without a target": 1}
    assert [term.forms[0].line for term in parsed.terms] == [2, 5, 7]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(codec: str) -> None:
    assert rows(read("omegat", "Сталин\tStalin\r\n".encode(codec))) == "Stalin,,,,Сталин,\n"


def test_omegat_gets_a_line_for_each_source_and_right_form() -> None:
    text, lost = written("omegat", STALIN + 'Lenin,,,,#Ленин,\nOrlov,,,,Орлов,"a\nb"\n')
    assert text == (
        "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"
        "Сталин\tStalin\tthe leader\nСталин\tJoseph Stalin\n斯大林\tStalin\tthe leader\n斯大林\tJoseph Stalin\n"
        "Орлов\tOrlov\ta b\n"
    )
    assert lost == {
        "kinds": 1,
        "languages of source forms": 2,
        "line ends and tabs in notes (written as blanks)": 1,
        "ranks of admitted forms (they stand beside the preferred one)": 1,
        "source forms that begin with #, which is a comment there": 1,
        "terms without a source form": 2,
        "wrong forms": 1,
    }
    text, lost = written("omegat", STALIN, Options(source_language="zh"))
    assert text.endswith("-*-\n斯大林\tStalin\tthe leader\n斯大林\tJoseph Stalin\n")
    assert lost["forms in further languages"] == 1


# codespell

CODESPELL = "stalbrand->Stalin\naas->ass, as,\nmilonov->Mironovich, a patronymic\nalot->a lot\n"


def test_codespell_is_read_as_codespell_reads_it() -> None:
    parsed = read("codespell", CODESPELL)
    assert rows(parsed) == (
        "Stalin,,,stalbrand,,\nass,,,aas,,\nas,,,aas,,\nMironovich,,,milonov,,a patronymic\na lot,,,alot,,\n"
    )


@pytest.mark.parametrize("line", ["# a comment", "Stalin", "a->b->c", "->b"])
def test_a_line_that_is_no_pair_is_an_error_with_its_place(line: str) -> None:
    with pytest.raises(InputError, match="no pair with one “->”") as caught:
        read("codespell", f"a->b\n{line}\n")
    assert caught.value.where == "the file:2:1"


def test_codespell_gets_what_it_can_find_and_mends_nothing_wrongly() -> None:
    text, lost = written(
        "codespell",
        STALIN + "Trotsky opposition,,,Toddy opposition,,\nNKVD,,,Nkvdd|nkdv,,\nass,,,aas,,\nas,,,AAS,,\n"
        '"Lenin, V. I.",,,Lcnin,,\n',
    )
    assert text == "Stalbrand->Stalin\nNkvdd->NKVD,\nnkdv->NKVD,\naas->ass, as,\n"
    assert lost == {
        "admitted forms": 1,
        "forms in other languages": 2,
        "kinds": 1,
        "notes": 1,
        "terms without a wrong form": 1,
        "unseen mending of wrong forms that codespell would write in another case": 2,
        "wrong forms of terms with “,” or “->”, which divide forms there": 1,
        "wrong forms that are no single word, which codespell never finds": 1,
    }


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("codespell", "Dantis->Dantès\nStalbrand->Stalin\n"),
        ("cspell", '{"flagWords": ["Dantis->Dantès", "Stalbrand->Stalin"]}'),
        (
            "guiguts",
            """{"wholeword": true, "scannos": [
                {"match": "Dantis", "replacement": "Dantès"}, {"match": "Stalbrand", "replacement": "Stalin"}
            ]}""",
        ),
    ],
)
def test_a_pair_for_a_short_form_comes_back_as_it_was(name: str, pairs: str) -> None:
    data = "term,admitted,deprecated\nEdmond Dantès,Dantès|Edmond,\nStalin,Joseph Stalin,\n".encode()
    parsed = read(name, pairs)
    merged = merge(data, "g", parsed.terms).data
    assert "Edmond Dantès,Dantès|Edmond,Dantis\n" in merged.decode()
    again = read(name, FORMATS[name].write(glossary.read(merged, "g"), Options()).data)
    assert {*map(pairs_of, again.terms)} - {()} == {*map(pairs_of, parsed.terms)}


def program(name: str, hint: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed ({hint})")
    return path


def ran(folder: Path, *command: str, stdin: str = "") -> str:
    """Return what another program prints, in a folder."""
    return subprocess.run(
        command, cwd=folder, input=stdin, capture_output=True, text=True, check=False, encoding="utf-8"
    ).stdout


def test_codespell_itself_finds_and_mends_by_our_list(tmp_path: Path) -> None:
    command = program("codespell", "pip install codespell")
    found = glossary.read(GLOSSARY.read_bytes(), "g")
    (tmp_path / "list.txt").write_bytes(FORMATS["codespell"].write(found, Options()).data)
    pairs = [
        (form.text, term.lemma)
        for term in found.terms
        for form in term.forms
        if form.status is Status.DEPRECATED and re.fullmatch(r"\w+", form.text)
    ]
    assert len(pairs) > 8
    (tmp_path / "text.txt").write_text("".join(f"{wrong}\n" for wrong, _right in pairs), encoding="utf-8")
    ran(tmp_path, command, "--write-changes", "-D", "list.txt", "text.txt")
    mended = (tmp_path / "text.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert mended == [right for _wrong, right in pairs]


# cspell

CSPELL = """\
{
  // the names of the book
  "version": "0.2",
  "language": "en",
  "words": ["Stalin", "http://x"], /* and
  what is wrong */
  "flagWords": ["Stalbrand->Stalin", "milonov: Mironovich, Mironov", "foo"],
  "suggestWords": ["colour->color"]
}
"""
CSPELL_WORDS = "# names\nStalin # the leader\n!Stalbrand\n*stan*\n+ski\n~kirov\n\nmilonov->Mironovich\nLcnin:Lenin\n"


def test_cspell_settings_are_read() -> None:
    parsed = read("cspell", CSPELL)
    assert rows(parsed) == (
        "Stalin,,,Stalbrand,,\nhttp://x,,,,,\nMironovich,,,milonov,,\nMironov,,,milonov,,\ncolor,,,colour,,\n"
    )
    assert [(form.text, form.line, form.column) for form in parsed.wrong] == [("foo", 7, 70)]


def test_cspell_dictionaries_are_read() -> None:
    parsed = read("cspell-words", CSPELL_WORDS)
    assert rows(parsed) == "Stalin,,,,,\nstan,,,,,\nkirov,,,,,\nMironovich,,,milonov,,\nLenin,,,Lcnin,,\n"
    assert [form.text for form in parsed.wrong] == ["Stalbrand"]
    assert left(parsed) == {"words for compounds only": 1}


def test_marks_of_cspell_say_what_is_wrong_and_are_no_part_of_a_word() -> None:
    parsed = read("cspell-words", "!c->d\n!a:b, e\n:f:g\nh*->i\n!*foo*\n!+bar\n~Baz\n")
    assert rows(parsed) == "d,,,c,,\nb,,,a,,\ne,,,a,,\ng,,,f,,\ni,,,h,,\nBaz,,,,,\n"
    assert [form.text for form in parsed.wrong] == ["foo"]
    assert left(parsed) == {"words for compounds only": 1}
    words = '{"words": ["Bar*", "+baz+", "!neg", "~ciCase", "*", "!a->b", ":f:g"], "ignoreWords": ["*ov"], '
    parsed = read("cspell", words + '"flagWords": ["!right->left", "*foo*", "mil* -> Mir", "+ski", "!Kirov"]}')
    assert rows(parsed) == "Bar,,,,,\nciCase,,,,,\nb,,,a,,\ng,,,f,,\nov,,,,,\nright,,,,,\nMir,,,mil,,\nKirov,,,,,\n"
    assert [form.text for form in parsed.wrong] == ["neg", "foo"]
    assert left(parsed) == {"words for compounds only": 2}


def test_cspell_gets_single_words() -> None:
    lenin = '"Lenin, V. I.",,Lenin,Lcnin|J. Lcnin|Ulyanof,,\n'
    text, lost = written("cspell", f"{STALIN}{lenin}O’Neill,,,,,\n")
    settings_ = json.loads(text)
    assert settings_["words"] == ["Stalin", "Kirov", "Lenin", "O’Neill"]
    assert settings_["flagWords"] == ["Stalbrand->Stalin", "Lcnin->Lenin", "Ulyanof"]
    assert lost == {
        "forms in other languages": 2,
        "forms that are no single word, which cspell never finds": 3,
        "kinds": 1,
        "notes": 1,
        "suggestions with “,”, “;”, “:” or “->”, which divide words there": 1,
    }
    text, lost = written("cspell-words", STALIN)
    assert text == "# cspell-dictionary: no-split\nStalin\nKirov\n!Stalbrand\n"
    assert lost["right forms that wrong ones stand for"] == 1


@pytest.mark.parametrize("name", ["cspell", "cspell-words"])
def test_cspell_itself_knows_the_right_and_flags_the_wrong(tmp_path: Path, name: str) -> None:
    command = program("cspell", "npm install -g cspell")
    result = FORMATS[name].write(glossary.read(GLOSSARY.read_bytes(), "g"), Options())
    parsed = FORMATS[name].read(result.data, "the file", Options())
    right = {form.text for term in parsed.terms for form in term.forms if form.status is not Status.DEPRECATED}
    wrong = {form.text for term in parsed.terms for form in term.forms if form.status is Status.DEPRECATED}
    wrong |= {form.text for form in parsed.wrong}
    assert len(right) > 100
    assert len(wrong) > 8
    (tmp_path / "list").write_bytes(result.data)
    config = json.loads(result.data) if name == "cspell" else {"dictionaries": ["d"]}
    config["dictionaryDefinitions"] = [{"name": "d", "path": "./list"}]
    (tmp_path / "cspell.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "text.txt").write_text("\n".join([*sorted(right), *sorted(wrong)]), encoding="utf-8")
    out = ran(tmp_path, command, "lint", "--no-progress", "--no-color", "-c", "cspell.json", "text.txt")
    assert set(re.findall(r"Forbidden word \((.*?)\)", out)) == wrong
    assert "Unknown word" not in out


# Guiguts

GUIGUTS = """\
{
"wholeword": true,
"scannos": [
{
"match": "arid",
"replacement": "and"
},
{
"match": "J\\\\.\\\\s+Stalbrand",
"replacement": "J. Stalin",
"hint": "the leader"
},
{
"match": "h[ai]s",
"replacement": "his"
},
{
"match": "ou"
}
]
}
"""


def test_guiguts_lists_are_read() -> None:
    parsed = read("guiguts", GUIGUTS)
    assert rows(parsed) == "and,,,arid,,\nJ. Stalin,,,J. Stalbrand,,the leader\n"
    assert [form.text for form in parsed.wrong] == ["ou"]
    assert left(parsed) == {"patterns that stand for more than one form, or for parts of words": 1}
    assert [term.line for term in parsed.terms] == [4, 8]


def test_patterns_for_parts_of_words_are_no_forms() -> None:
    text = '{"scannos": [{"match": "tb", "replacement": "th"}, {"match": "\\\\barid\\\\b", "replacement": "and"}]}'
    parsed = read("guiguts", text)
    assert rows(parsed) == "and,,,arid,,\n"
    assert sum(left(parsed).values()) == 1


def test_guiguts_gets_patterns_that_find_the_forms() -> None:
    text, lost = written("guiguts", STALIN + "Trotsky,,,Toddy op. (left)|J. Trotzk|.x,,\n")
    scannos = json.loads(text)["scannos"]
    assert json.loads(text)["wholeword"] is True
    assert scannos == [
        {"match": "Stalbrand", "replacement": "Stalin", "hint": "the leader"},
        {"match": r"J\.\s+Trotzk", "replacement": "Trotsky"},
    ]
    assert re.search(rf"\b{scannos[1]['match']}\b", "with J.\nTrotzk.")
    assert lost == {
        "admitted forms": 1,
        "forms in other languages": 2,
        "kinds": 1,
        "terms without a wrong form": 1,
        "wrong forms that begin or end with a sign, which “wholeword” never finds": 2,
    }


@pytest.mark.parametrize(
    ("name", "data", "message", "place"),
    [
        ("guiguts", '{"scannos": [', "this is no JSON: Expecting value", "1:14"),
        ("guiguts", '{"scannos": {}}', "“scannos” is no list", "1:13"),
        ("guiguts", '{"scannos": [\n{"match": 1}]}', "no “match” that is a text", "2:1"),
        ("guiguts", '{"scannos": [\n[]]}', "no “match” that is a text", "2:1"),
        ("guiguts", "[]", "this is no JSON object", "1:1"),
        ("guiguts", "{}", "it has no “scannos”", "1:1"),
        ("guiguts", '{"a": ' + "[" * 100_000, "this is no JSON for us", "1:1"),
        ("guiguts", '{"a": ' + "1" * 5000 + "}", "this is no JSON for us", "1:1"),
        ("cspell", '{"words":\n [1]}', "this entry is no text", "2:3"),
        ("cspell", "{ /*", "this is no JSON", "1:5"),
        ("hunspell", "49568\nStalin/M\n", "a Hunspell dictionary, not a personal word list", "1:1"),
        ("hunspell", b"Stalin\nKr\xe9mlin\n", "byte 0xE9 is not UTF-8", "2:3"),
        ("codespell", "a->\0b", "a NUL character", "1:4"),
        ("csv", "name\nStalin\n", "no column is called “term”", "1:1"),
        ("wikidata", "a,b\n1,2\n", "no column holds Wikidata items", "1:1"),
        ("wikidata", "item,b\nhttp://www.wikidata.org/entity/Q855,2\n", "no column holds the items' labels", "1:1"),
        ("wikidata", 'item,b\n"Q1,x\n', "a quotation mark opens this cell and is never closed", "2:1"),
        ("wikidata", "", "no column holds Wikidata items", "1:1"),
        ("wikidata", "item\titemLabel\nQ1\tK\n", "no column holds Wikidata items", "1:1"),
        ("wikidata", "item,itemLabel,itemLabel\nQ1,K,L\n", "two columns are called “itemLabel”", "1:16"),
    ],
)
def test_damaged_files_are_refused_with_their_place(name: str, data: str | bytes, message: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        read(name, data)
    assert message in caught.value.message
    assert caught.value.where == f"the file:{place}"
    assert caught.value.help


def test_forms_that_no_glossary_can_hold_are_counted() -> None:
    parsed = read("cspell", '{"words": ["a|b", "\\u0000x", "\\ud800", "Stalin", "  "]}')
    assert rows(parsed) == "Stalin,,,,,\n"
    assert left(parsed) == {
        "forms with characters that no text file can hold": 2,
        "forms with “|”, which divides forms in a glossary": 1,
    }


# Hunspell


def test_hunspell_lists_are_read_and_written() -> None:
    parsed = read("hunspell", "Stalin\n*Stalbrand\nfoozle/walk\n\n")
    assert rows(parsed) == "Stalin,,,,,\nfoozle,,,,,\n"
    assert [form.text for form in parsed.wrong] == ["Stalbrand"]
    assert left(parsed) == {"models of inflection": 1}
    text, lost = written("hunspell", STALIN + "and/or,,,Kirov,,\n")
    assert text == "Stalin\nKirov\n*Stalbrand\n"
    assert lost["forms that are no single word, which Hunspell never finds"] == 2


def test_hunspell_itself_knows_the_right_and_flags_the_wrong(tmp_path: Path) -> None:
    command = program("hunspell", "apt-get install hunspell")
    data = FORMATS["hunspell"].write(glossary.read(GLOSSARY.read_bytes(), "g"), Options()).data
    (tmp_path / "words").write_bytes(data)
    (tmp_path / "x.aff").write_text("SET UTF-8\nTRY aeiou\nWORDCHARS -’'.\n", encoding="utf-8")
    (tmp_path / "x.dic").write_text("2\nnothing\nStalbrand\n", encoding="utf-8")
    words = [word for word in data.decode().split("\n") if word]
    text = "\n".join(word.removeprefix("*") for word in words)
    out = ran(tmp_path, command, "-i", "utf-8", "-d", "./x", "-p", "./words", "-l", stdin=text)
    assert out.split() == [word[1:] for word in words if word.startswith("*")]


# Wikidata

WIKIDATA = """\
item,itemLabel,itemAltLabel,itemDescription,kindLabel,label_ru,born
http://www.wikidata.org/entity/Q855,Joseph Stalin,"Stalin, Koba",Soviet leader,human,Иосиф Сталин,1878
http://www.wikidata.org/entity/Q855,Joseph Stalin,Iosif Stalin,Soviet leader,human,Иосиф Сталин,1878
http://www.wikidata.org/entity/Q656,Saint Petersburg,Leningrad|Petrograd,,city,Санкт-Петербург,
http://www.wikidata.org/entity/Q99,Q99,,,,,
"""


def test_wikidata_results_are_read() -> None:
    parsed = read("wikidata", WIKIDATA.replace("\n", "\r\n"))
    assert rows(parsed) == (
        "Joseph Stalin,person,Stalin|Koba|Iosif Stalin,,ru:Иосиф Сталин,Wikidata Q855: Soviet leader\n"
        "Saint Petersburg,city,Leningrad|Petrograd,,ru:Санкт-Петербург,Wikidata Q656\n"
    )
    assert left(parsed) == {"column born": 1, "items without a label": 1}


@pytest.mark.parametrize("header", ["label,aliases,item", "?xLabel,?xAltLabel,?x", "name,alias,Q"])
def test_columns_of_wikidata_may_be_called_otherwise(header: str) -> None:
    parsed = read("wikidata", f"{header}\nKirov,Sergei Kirov,Q180682\n")
    assert rows(parsed) == "Kirov,,Sergei Kirov,,,Wikidata Q180682\n"


# another glossary


def test_another_glossary_is_read_but_for_columns_of_its_own() -> None:
    parsed = read("csv", "id,term,Admitted,checked\n1,Stalin,Koba,yes\n")
    assert rows(parsed) == "Stalin,,Koba,,,\n"
    assert left(parsed) == {"column checked": 1, "column id": 1}
    assert rows(read("csv", "Сталин,Stalin,the leader\n".encode("windows-1251"), Options(encoding="windows-1251"))) == (
        "Stalin,,,,Сталин,the leader\n"
    )


# which format it is


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.tbx", "", "tbx"),
        ("a.xml", "\ufeff <?xml version='1.0'?><tbx/>", "tbx"),
        ("a.utf8", "", "omegat"),
        ("glossary.txt", OMEGAT.replace("Троцкий\n", ""), "omegat"),
        ("query.csv", WIKIDATA, "wikidata"),
        ("glossary.csv", "term\nStalin\n", "csv"),
        ("dictionary.txt", CODESPELL, "codespell"),
        ("cspell.json", CSPELL, "cspell"),
        ("words.txt", "# cspell-dictionary: no-split\nStalin\n!Stalbrand # no\n", "cspell-words"),
        ("words.txt", "Stalin\n*Stalbrand\n", "hunspell"),
        ("words.txt", "Stalin\nfoo/bar\n", "hunspell"),
        ("words.txt", "*Stalin*\n*Kirov*\n", "cspell-words"),
        ("words.txt", "Stalin\n*Kirov\n+ov\n", "cspell-words"),
        ("en.json", GUIGUTS, "guiguts"),
        ("words.txt", "Stalin\n" * 20_000, "cspell-words"),
    ],
)
def test_the_format_is_told_by_name_and_content(name: str, data: str, format_: str) -> None:
    assert exchange.recognised(data.encode(), name).name == format_


@pytest.mark.parametrize(
    "data",
    [
        "",
        "Stalin was here\n",
        "# only a comment\n",
        "Stalin and/or Kirov\nwere here\n",
        "https://example.org/Stalin\n",
        '["Stalin","Kirov"]',
        '[{"item":"http://www.wikidata.org/entity/Q855","itemLabel":"Stalin"}]',
        '{"names":["Stalin"]}',
        "Stalin=Kirov\n",
    ],
)
def test_what_could_be_anything_has_to_be_named(data: str) -> None:
    with pytest.raises(InputError, match="it cannot be told") as caught:
        exchange.recognised(data.encode(), "words.txt")
    assert "--format" in caught.value.help


def test_settings_of_cspell_may_begin_with_a_comment_and_have_commas_too_many() -> None:
    data = '// ours\n/* words */ {"words": ["Stalin", "a,]"], "flagWords": ["Stalbrand->Stalin",],}\n'
    assert exchange.recognised(data.encode(), "cspell.json").name == "cspell"
    assert rows(read("cspell", data)) == 'Stalin,,,Stalbrand,,\n"a,]",,,,,\n'


def test_other_downloads_of_the_query_service() -> None:
    for data in (
        "item\titemLabel\nhttp://www.wikidata.org/entity/Q855\tStalin\n",
        "?i\n<http://www.wikidata.org/entity/Q1>",
    ):
        with pytest.raises(InputError, match="a result of the Wikidata Query Service as TSV") as caught:
            exchange.recognised(data.encode(), "query.tsv")
        assert "CSV" in caught.value.help
    empty = "item,itemLabel,itemAltLabel\r\n"
    assert exchange.recognised(empty.encode(), "query.csv").name == "wikidata"
    assert rows(read("wikidata", empty)) == ""


def test_a_second_kind_of_an_item_is_counted() -> None:
    item = "http://www.wikidata.org/entity/Q855,Stalin"
    parsed = read("wikidata", f"item,itemLabel,kindLabel\n{item},human\n{item},politician\n{item},human\n")
    assert rows(parsed) == "Stalin,person,,,,Wikidata Q855\n"
    assert left(parsed) == {"further kinds of an item": 1}


def test_nothing_is_not_exported_over_what_was(tmp_path: Path) -> None:
    for files, where in (({}, ""), ({"glossary.csv": "term,deprecated\n"}, "glossary.csv")):
        desk = Desk(tmp_path, {"names.txt": "Stalin\n", **files})
        for format_ in ("codespell", "tbx"):
            ran = desk.run("glossary", "export", "--format", format_, "--output-file", "names.txt")
            assert (ran.code, "there are no terms to write" in ran.err) == (2, True)
            assert where in ran.err
        assert desk.read("names.txt") == "Stalin\n"


def test_a_glossary_that_contradicts_itself_is_not_exported(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"glossary.csv": "term,deprecated\nStalin,Stalin\n"})
    ran = desk.run("glossary", "export", "--format", "cspell")
    assert (ran.code, ran.out) == (2, "")
    assert "“Stalin” is deprecated here and preferred at glossary.csv:2:1\n  --> glossary.csv:2:8\n" in ran.err


def test_an_import_heeds_the_other_glossaries_of_the_project(tmp_path: Path) -> None:
    first, second = "term,deprecated\nLenin,\n", "term,deprecated\nStalin,Stalbrand\nKirov,Kirow\n"
    desk = Desk(tmp_path, {"corrigenda.toml": 'glossary = ["a.csv", "b.csv"]\n', "a.csv": first, "b.csv": second})
    desk.write("list.txt", "kirow->Kirov\nStalbrend->Stalin\nLcnin->Lenin\nx->Stalbrand\nKoba->Dzhugashvili\n")
    ran = desk.run("glossary", "import", "list.txt")
    assert ran.code == 1
    assert "“Stalin” has its row in another glossary, b.csv\n  --> list.txt:2:1\n" in ran.err
    assert "--glossary b.csv, or add there by hand: “Stalbrend”" in ran.err
    assert "“Stalbrand” is right there, but deprecated for “Stalin” at b.csv:2:8" in ran.err
    assert "a.csv: 1 row added, 1 added to, 1 there already, 2 conflicts\n" in ran.err
    assert desk.read("a.csv") == "term,deprecated\nLenin,Lcnin\nDzhugashvili,Koba\n"
    assert desk.read("b.csv") == second
    assert desk.run("glossary", "check").code == 0
    assert desk.run("glossary", "import", "list.txt", "--glossary", "b.csv").code == 1
    assert desk.read("b.csv") == second.replace("Stalbrand", "Stalbrand|Stalbrend")
    desk.run("glossary", "import", "list.txt", "--glossary", "new.csv")
    assert "Stalbrend" in desk.read("new.csv"), "one that the project does not use stands for itself"


# round trips

CHARACTERS = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="|")
FORM = st.one_of(
    st.sampled_from(
        [
            "Stalin",
            "J. Stalin",
            "Stalbrand",
            "Toddy opposition",
            "NKVD",
            "O’Neill",
            "#1",
            "*x",
            "a->b",
            "é",
            "J.\u00a0Stalin",
        ]
    ),
    st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool),
)
SOURCE = st.tuples(st.sampled_from(["ru", "zh", "zh-Hant"]), st.sampled_from(["Сталин", "斯大林", "#Киров", "a b"]))
NOTE = st.text(CHARACTERS, max_size=20).map(lambda text: " ".join(re.split("[ ]+", text)).strip())


@st.composite
def glossaries(draw: st.DrawFn) -> Glossary:
    """Return a glossary in which no form is given twice: not as it is written, nor as it is matched."""
    seen: set[tuple[str, ...]] = set()
    lines: list[Term] = []

    def form() -> str:
        text = re.sub(" +", " ", draw(FORM))
        keys = glossary.words(text)
        assume(keys and keys not in seen)
        seen.add(keys)
        return text

    for number in range(draw(st.integers(1, 4))):
        lemma = form()
        forms = [
            Form(form(), status, number, 1)
            for status in (Status.ADMITTED, Status.DEPRECATED)
            for _ in range(draw(st.integers(0, 2)))
        ]
        source = tuple(dict.fromkeys(draw(st.lists(SOURCE, max_size=3))))
        head = Form(lemma, Status.PREFERRED, number, 1)
        kind = draw(st.sampled_from(["", "person"]))
        lines.append(Term(lemma, (head, *forms), kind, source, draw(NOTE), number, "g"))
    return Glossary(tuple(lines), ("g",))


def forms(term: Term, status: Status) -> tuple[str, ...]:
    return tuple(form.text for form in term.forms if form.status is status)


Shape = tuple[object, ...]


def tbx_shape(term: Term) -> Shape:
    return (
        *(forms(term, status) for status in Status),
        term.kind,
        tuple(sorted(term.source)),
        term.note,
    )


def pairs_of(term: Term) -> Shape:
    return tuple((wrong, meant(term, wrong)[0]) for wrong in forms(term, Status.DEPRECATED))


def is_word(text: str) -> bool:
    return re.fullmatch(r"[\w\-'’]+", text) is not None


def round_trip(name: str, before: Glossary) -> Parsed:
    result = FORMATS[name].write(before, Options())
    again = FORMATS[name].read(result.data, "the file", Options())
    assert FORMATS[name].write(before, Options()) == result
    return again


@given(glossaries())
def test_tbx_holds_everything(before: Glossary) -> None:
    again = round_trip("tbx", before)
    assert [tbx_shape(term) for term in again.terms] == [tbx_shape(term) for term in before.terms]
    assert left(again) == {}


@given(glossaries())
def test_omegat_holds_right_forms_with_their_sources(before: Glossary) -> None:
    again = round_trip("omegat", before)
    kept = {
        (form, source)
        for term in before.terms
        for _language, source in term.source
        if not source.startswith("#")
        for form in (*forms(term, Status.PREFERRED), *forms(term, Status.ADMITTED))
    }
    assert {(term.lemma, source) for term in again.terms for _language, source in term.source} == kept


@given(glossaries())
def test_codespell_holds_wrong_words_with_their_right_forms(before: Glossary) -> None:
    again = round_trip("codespell", before)
    kept = {
        (wrong.lower(), right)
        for term in before.terms
        for wrong, right in pairs_of(term)
        if is_word(wrong) and "," not in right and "->" not in right
    }
    assert {(wrong.lower(), term.lemma) for term in again.terms for wrong in forms(term, Status.DEPRECATED)} == kept


@given(glossaries())
def test_guiguts_holds_wrong_forms_with_their_right_ones(before: Glossary) -> None:
    again = round_trip("guiguts", before)
    found = {pair for term in again.terms for pair in pairs_of(term)}
    wanted = {pair for term in before.terms for pair in pairs_of(term)}
    assert found <= wanted
    for wrong, right in wanted - found:
        assert "\\" in right or not re.match(r"\w", wrong) or not re.search(r"\w$", wrong)
    assert left(again) == {}


@pytest.mark.parametrize("name", ["cspell", "cspell-words", "hunspell"])
def test_word_lists_hold_right_and_wrong_words(name: str) -> None:
    @given(glossaries())
    def check(before: Glossary) -> None:
        again = round_trip(name, before)
        wrong = {form.text for form in again.wrong} | {w for t in again.terms for w in forms(t, Status.DEPRECATED)}
        right = {term.lemma for term in again.terms}
        for term in before.terms:
            for form in term.forms:
                if form.text.isalpha():
                    assert form.text in (wrong if form.status is Status.DEPRECATED else right)
        assert right <= {f.text for t in before.terms for f in t.forms if f.status is not Status.DEPRECATED}
        assert wrong <= {f.text for t in before.terms for f in t.forms if f.status is Status.DEPRECATED}

    check()


@given(glossaries())
def test_what_was_exported_adds_nothing_to_the_glossary_it_came_from(before: Glossary) -> None:
    start = merge(b"", "g", before.terms)
    assert not start.conflicts
    for name, format_ in FORMATS.items():
        if format_.writer:
            parsed = round_trip(name, before)
            again = merge(start.data, "g", parsed.terms, [(form, "f") for form in parsed.wrong])
            assert not again.edits, name
            assert not again.conflicts, name


@pytest.mark.parametrize(
    "name", ["omegat", "codespell", "cspell", "cspell-words", "guiguts", "hunspell", "csv", "wikidata"]
)
def test_a_byte_order_mark_and_other_line_ends_change_nothing(name: str) -> None:
    text = {
        "omegat": "Сталин\tStalin\tthe leader\n",
        "codespell": "stlain->stalin\n",
        "cspell": '{"words": ["Stalin"],\n"flagWords": ["Stalbrand->Stalin"]}\n',
        "cspell-words": "Stalin\n!Stalbrand\n",
        "guiguts": '{"wholeword": true, "scannos": [\n{"match": "Stalbrand", "replacement": "Stalin"}]}\n',
        "hunspell": "Stalin\nKirov\n",
        "csv": 'term,note\nStalin,"the leader,\nthen"\n',
        "wikidata": 'item,itemLabel,itemDescription\nhttp://www.wikidata.org/entity/Q855,Stalin,"the leader,\nthen"\n',
    }[name]
    plain = read(name, text)
    assert plain.terms
    for ending in ("\n", "\r\n"):
        there = read(name, "\ufeff" + text.replace("\n", ending))
        lemmas = [(term.lemma, term.source, term.note.replace("\r\n", "\n"), term.line) for term in there.terms]
        assert lemmas == [(term.lemma, term.source, term.note, term.line) for term in plain.terms]


def test_a_line_of_omegat_that_names_the_columns_is_no_term() -> None:
    assert rows(read("omegat", "# c\nSource\tTarget\tComment\r\nx\tStalin\r\n")) == "Stalin,,,,x,\n"
    assert rows(read("omegat", "x\tStalin\nsource\ttarget\n")) == "Stalin,,,,x,\ntarget,,,,source,\n"


def test_no_form_runs_over_lines_in_a_format_of_lines() -> None:
    text, left_out = written("omegat", '"Lenin,\nV. I.",,,,"ru:Ленин,\nВ. И.",\n')
    assert text.partition("\n")[2] == "Ленин, В. И.\tLenin, V. I.\n"
    assert left_out == {"languages of source forms": 1}
