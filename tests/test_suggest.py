"""Suggested rows: which names and terms of texts are found, how they are written, and what they never touch."""

import shlex
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from textwrap import dedent

import pytest
import scenes
from desk import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import witness

from corrigenda.errors import InputError
from corrigenda.language import runs
from corrigenda.suggesting import suggest
from corrigenda.suggesting.suggest import Suggestion
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.terminology.terms import DIVIDER
from corrigenda.texts.tokens import Tokens

HEADER = "term,kind,admitted,deprecated,source,note\n"
EMPTY = Lexicon(Glossary((), ()))


def suggested(*texts: str, rows: str = "", min_count: int = 2) -> dict[str, Suggestion]:
    lexicon = Lexicon(glossary.read((HEADER + rows).encode(), "glossary.csv")) if rows else EMPTY
    named = [witness(dedent(text), f"seeds/{number}.txt") for number, text in enumerate(texts)]
    return {each.term: each for each in suggest.suggest(named, lexicon, min_count=min_count)}


def found(text: str, language: str | None = "en") -> list[str]:
    return [" ".join(word.surface for word in run.words) for run in runs.of(Tokens(dedent(text)), language)]


def opening(text: str) -> list[str]:
    return [run.words[0].surface for run in runs.of(Tokens(dedent(text)), "en") if run.opens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we saw Sergei Kirov in Moscow, Kiev and Tula", ["Sergei Kirov", "Moscow", "Kiev", "Tula"]),
        ("the Palace of the Soviets and the House of Lords", ["Palace of the Soviets", "House of Lords"]),
        ("with Ludwig van der Berg of late", ["Ludwig van der Berg"]),
        ("met Mr. Sergei Kirov, Sir John and Comrade Stalin", ["Sergei Kirov", "John", "Stalin"]),
        ("near St. Petersburg and Brest-Litovsk", ["St. Petersburg", "Brest-Litovsk"]),
        ("from Boulogne-sur-Mer to Jean-\nJacques", ["Boulogne-sur-Mer", "Jean-Jacques"]),
        ("the trial of Stalin’s men and King’s Cross", ["Stalin’s", "King’s Cross"]),
        ("then J. V. Stalin under Nicholas II", ["Stalin", "Nicholas"]),
        ("of Sta1in, StaUn, Stаlin, Stalllin and O'Neill, McLean", ["O'Neill", "McLean"]),
        ("that I'll go and We've gone to Lenin", ["Lenin"]),
        ("in Stal-\ningrad and New\nYork", ["Stalingrad", "New York"]),
    ],
)
def test_runs_are_names_as_they_stand(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_french_articles_belong_to_a_name_inside_it_only() -> None:
    assert found("le chef du Conseil d’Etat, celui d’Italie", "fr") == ["Conseil d’Etat", "d’Italie"]
    words = [run.words[0] for run in runs.of(Tokens("celui d’Italie"), "fr")]
    assert [(word.stem, word.span.start) for word in words] == [("Italie", 8)]


def test_a_capital_at_the_beginning_of_a_sentence_may_mean_nothing() -> None:
    assert opening("Kirov spoke to Stalin. Then Mr. Medved left Smolny; “Perhaps,” said Koba.") == [
        "Kirov",
        "Perhaps",
    ]


def test_lines_of_verse_begin_with_capitals_and_lines_of_the_page_do_not() -> None:
    verse = "Roses he loved and\nStalin he feared, so\nKirov he praised, but\nLenin he knew.\n"
    assert opening(verse) == ["Roses", "Stalin", "Kirov", "Lenin"]
    page = (
        "It was said that he loved\nKirov, who had come to the\nold palace with a friend of\nMedved when it was late.\n"
    )
    assert opening(page) == []


def test_a_title_in_quotation_marks_is_no_speech() -> None:
    assert opening('the ship "Britannia" sank; he cried "Murder and death" again') == ["Murder"]


def test_the_most_frequent_name_comes_first_with_its_counts_and_a_place() -> None:
    rows = suggested("So we wrote to Stalin.\nHe saw Kirov.", "When Stalin spoke, Kirov left; but Stalin stayed.")
    assert list(rows) == ["Stalin", "Kirov"]
    assert rows["Stalin"].note == "3 times in 2 texts; e.g. seeds/0.txt:1:16"


def test_what_stands_once_is_suggested_only_when_asked_for() -> None:
    text = "They met Kirov at the house."
    assert list(suggested(text)) == []
    assert list(suggested(text, min_count=1)) == ["Kirov"]


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("only at the beginning of sentences", "Grumbling was heard. Grumbling went on. Grumbling is human."),
        ("more often in lower case", "The Company met. The company and a company, of the Company."),
        (
            "only in headings",
            "THE SECRET LETTER\n\nhe wrote.\n\nThe Secret Letter\n\nand was silent.\n\nSecret Letter\n",
        ),
        ("calendar", "They met on Monday, in December and on Monday in December, and on a Monday of December."),
        ("forms of address and ranks", "He asked the Inspector, the Inspector and the Inspector; yes Sir, no Sir."),
        ("little words", "So he said that The Times and The Sun and The Moon were The last."),
        ("garbled", "They saw Sta1in, and Sta1in, and StaUn and StaUn."),
        ("contractions", "but I'll go and I'll stay and they said I've and I've"),
        ("numbers of kings", "under Nicolas XIV and Peter XIV or Louis XIV"),
    ],
)
def test_no_names(case: str, text: str) -> None:
    rows = suggested(text)
    wrong = {"Grumbling", "Company", "Secret", "Letter", "Secret Letter", "Monday", "December", "Inspector", "Sir"}
    wrong |= {"The Times", "The", "Sta1in", "StaUn", "I'll", "I've", "XIV"}
    assert wrong.isdisjoint(rows), case


def test_a_name_at_the_beginning_counts_when_it_stands_elsewhere() -> None:
    assert suggested("Zaporozhets knew. Zaporozhets left. They saw Zaporozhets.")["Zaporozhets"].count == 3


def test_headings_in_capitals_are_folded_and_abbreviations_are_not() -> None:
    rows = suggested("KIROV IS DEAD\n\nThey shot Kirov when the NKVD slept. The NKVD knew, and the NKVD kept still.\n")
    assert rows["Kirov"].count == 2
    assert rows["NKVD"].count == 3


def test_possessives_are_stripped() -> None:
    rows = suggested("He knew Stalin’s wish and Stalin's fear, and of Yezhov’s men, and of Yezhov.")
    assert set(rows) == {"Stalin", "Yezhov"}


def test_a_part_of_one_name_is_none_and_a_part_of_many_is() -> None:
    text = """\
        He was in New York when William Morris came from New York to see William Blake.
        In New York they met William Morris and William Blake.
        """
    rows = suggested(text)
    assert {"New York", "William Morris", "William Blake", "William"} <= set(rows)
    assert {"York", "New"}.isdisjoint(rows)


def test_an_ordinary_word_of_many_names_is_none_unless_it_stands_alone() -> None:
    text = """\
        He knew the Royal Society, the Royal Navy and the Royal Academy, the Red Sea, the Black Sea and the North Sea.
        They saw Old Bailey, Old Street and Old Compton, and all went to Sea Point by the High Road.
        """
    assert {"Royal", "Sea", "Old"}.isdisjoint(suggested(text))
    assert "Royal" in suggested(text + "He sailed on the Royal, as they all sailed on the Royal.\n")


def test_forms_of_address_and_ranks_make_a_person_and_are_no_part_of_the_name() -> None:
    rows = suggested(
        "He met Mr. Medved in Kharkov. They saw Mr. Medved and Inspector Borisov. And Inspector Borisov saw Kharkov."
    )
    assert {term: row.kind for term, row in rows.items()} == {"Medved": "person", "Borisov": "person", "Kharkov": ""}


def test_phrases_of_ordinary_words_are_terms_where_they_have_capitals() -> None:
    rows = suggested(
        """\
        It came from the Central Committee, and the Central Committee was asked. A committee sat. Then the Central
        Committee met in the Palace of Soviets. The old palace was the Palace of Soviets, or the Palace of Soviets.
        """
    )
    assert {"Central Committee", "Palace of Soviets"} <= set(rows)
    assert {"Central", "Committee", "Palace", "Soviets"}.isdisjoint(rows)


def test_particles_of_a_name_that_are_no_words_of_the_language_stay() -> None:
    text = (
        "They asked von Papen and the men of von Papen, not of Papen but of von Papen and of von Papen and von Papen."
    )
    assert "von Papen" in suggested(text)
    assert "Danzig" in suggested("the town of Danzig, the port of Danzig and the people of Danzig")


def test_german_nouns_are_no_names() -> None:
    rows = suggested(
        """\
        Am Abend sprach Herr Müller in Berlin über die Rote Armee, und die Rote Armee stand vor der Stadt. Auch Müller
        sah die Stadt, und der Kommissar kannte Pilsudski nicht. In der Stadt wehte die rote Fahne, als Pilsudski nach
        Berlin schrieb; der Kommissar las den Brief, und der Brief blieb in Berlin bei Müller.
        """
    )
    assert set(rows) == {"Müller", "Rote Armee", "Berlin", "Pilsudski"}
    assert rows["Müller"].kind == "person"


def test_french_names_may_end_in_lower_case() -> None:
    rows = suggested(
        """\
        C'est le Conseil fédéral qui a écrit, et le Conseil fédéral a voulu que le Conseil décide. M. Motta est dans
        le Conseil fédéral. Il était à Lausanne avec M. Motta, et dans la ville de Lausanne le Conseil décide.
        """
    )
    assert {"Conseil fédéral", "Motta", "Lausanne"} <= set(rows)
    assert "Conseil décide" not in rows
    assert rows["Motta"].kind == "person"


def test_rarer_spellings_go_with_the_most_frequent_one_and_are_not_called_wrong() -> None:
    text = "He saw Dovhenko and Dovhenko; then Dovgenko and Dovgenko, Dovhenko, and DovheUko, Dovhcnko."
    rows = suggested(text)
    assert list(rows) == ["Dovhenko"]
    assert rows["Dovhenko"].others[0] == ("Dovgenko", 2)
    assert ("Dovhcnko", 1) in rows["Dovhenko"].others
    assert rows["Dovhenko"].note.endswith("also spelled " + ", ".join(f"{a} ({n})" for a, n in rows["Dovhenko"].others))
    line = suggest.sheet(b"", "").row(rows["Dovhenko"])
    term = glossary.read((HEADER + line).encode(), "g").terms[0]
    assert [form.text for form in term.forms] == ["Dovhenko"]


@pytest.mark.parametrize(
    ("text", "term", "others"),
    [
        ("Gen. Mercicr and Gen. Mercier came.", "Mercier", [("Mercicr", 1)]),
        ("He saw Duinanoir and Dumanoir.", "Dumanoir", [("Duinanoir", 1)]),
        ("He saw Algcciras, then Algeciras.", "Algeciras", [("Algcciras", 1)]),
        ("Ganteaume lay there. So Ganteaume and Gantcaume.", "Ganteaume", [("Gantcaume", 1)]),
        ("Ganteaume lay there. Ganteaume came. It was Gantcaume.", "Ganteaume", [("Gantcaume", 1)]),
        ("They saw Pellew and then Pellew, or it was Pdlew.", "Pellew", [("Pdlew", 1)]),
        ("They saw Agamemnon and then Agamemnon, or it was Agamenmon.", "Agamemnon", [("Agamenmon", 1)]),
        ("They saw Lapenotiere and then Lapenotiere, or it was Lapenotifere.", "Lapenotiere", [("Lapenotifere", 1)]),
    ],
)
def test_of_two_spellings_that_stand_as_often_the_damaged_one_is_no_term(
    text: str, term: str, others: list[tuple[str, int]]
) -> None:
    rows = suggested(text, min_count=1)
    assert [(each.term, list(each.others), each.untold) for each in rows.values()] == [(term, others, frozenset())]


def test_where_it_cannot_be_told_which_spelling_is_right_the_note_says_so() -> None:
    (row,) = suggested("They saw the house of Postlethwaite and of Postlethwayte.", min_count=1).values()
    assert row.note.endswith("; also spelled Postlethwayte (1, as likely right)")


def test_a_damaged_name_that_the_language_knows_is_no_term() -> None:
    assert "Biackwood" not in suggested("It was Blackwood, or Captain Blackwood, or Captain Biackwood.", min_count=1)


def test_the_head_of_a_page_counts_once() -> None:
    page = "\n\n{} RECOLLECTIONS OF A POST-CAPTAlN.\n\nThey went with Prowse to the ship, and with Prowse to the town."
    rows = suggested("Recollections of a Post-Captain\n" + "".join(map(page.format, range(12, 18))))
    assert {term: row.count for term, row in rows.items()} == {"Prowse": 12}


def test_the_parts_of_a_name_that_stands_once_are_none() -> None:
    assert list(suggested("They saw the San Juan Nepomuceno there.", min_count=1)) == ["San Juan Nepomuceno"]


def test_what_stands_once_is_suggested_of_few_words() -> None:
    text = "They met Kirov at the house. " + "And they all went home. " * 1_000
    assert len(suggest.suggest([witness(text)], EMPTY)) == 0
    assert [each.term for each in suggest.suggest([witness(text[:9_000])], EMPTY)] == ["Kirov"]


def test_cases_are_no_names_of_their_own() -> None:
    rows = suggested(
        """\
        Adam Mickiewicz był poetą. Wiersze Mickiewicza czytano wszędzie, a z Mickiewiczem przyjaźnił się Odyniec. Było
        to w czasie, kiedy Słowacki pisał w Paryżu, a dzieł Słowackiego jeszcze nie znano. W mieście mówiono o nim i o
        Słowackim, że są jak dwa słońca na jednym niebie. Potem Odyńca widziano z innym, który znał Adama Mickiewicza,
        i to on napisał do Adama, że jest chory, ale nie do nich.
        """
    )
    assert {term: row.count for term, row in rows.items()} == {
        "Mickiewicz": 4,
        "Słowacki": 3,
        "Adam": 3,
        "Odyniec": 2,
        "Adam Mickiewicz": 2,
    }


def test_two_known_names_are_two_names() -> None:
    assert {"Marta", "Maria"} <= set(suggested("He saw Maria and Marta; but Maria and Maria saw Marta."))


def test_a_damaged_ordinary_word_is_no_name() -> None:
    text = "The castle stood. A castle, the castle, our castle, your castle, this castle, that castle, one castle,"
    text += " my castle and his castle. Then the Oastle and the Oastle."
    assert "Oastle" not in suggested(text)


def test_plurals_go_with_their_singular() -> None:
    assert set(suggested("a Bakovist met two Bakovists; the Bakovists left, the Bakovist stayed")) == {"Bakovist"}


ROWS = "Nikolayev,person,Nikolaev,,,\nSoviet press,term,,Belgian press,,\nRussia,place,,,,\nKirov,person,,Kirvo,,\n"


@pytest.mark.parametrize(
    "text",
    [
        "They knew Nikolayev and Nikolaev, Nikolayev’s and Nikolaev’s.",
        "of the Soviet press, the Soviet press, the Soviet press",
        "as the Belgian press, this Belgian press and that Belgian press",
        "these Kirvo, that Kirvo and this Kirvo",
        "some Nikolayeff and that Nikolayeff or this Nikolayeff",
    ],
)
def test_what_the_glossary_has_is_not_suggested(text: str) -> None:
    assert set(suggested(text, rows=ROWS)) <= {"Belgian"}


def test_new_phrases_with_words_of_the_glossary_are() -> None:
    assert "Kirov Works" in suggested("at the Kirov Works he left the Kirov Works", rows=ROWS)


def test_the_order_of_the_rows_decides_nothing() -> None:
    text = "They met Dovgenko here, and Dovgenko there."
    unlike = [f"Dov{letter}enko,,,,,\n" for letter in "bcdfjklmnprtwxyzaeiou"]  # as near as the like one
    assert suggested(text, rows="".join(unlike))
    for rows in (["Dovhenko,,,,,\n", *unlike], [*unlike, "Dovhenko,,,,,\n"]):
        assert suggested(text, rows="".join(rows)) == {}


def test_the_order_of_the_texts_decides_nothing_but_the_place() -> None:
    texts = [
        ("a", "He met Kirov and Mr. Medved in New York."),
        ("b", "C'est dans la ville de New York que le Kirov et le Medved sont."),
        ("c", "Then Kirow saw Medved, Kirov and Kirow in York."),
    ]
    outcomes = {
        tuple(
            (each.term, each.kind, each.count, each.texts, each.others, each.score)
            for each in suggest.suggest([witness(text, name) for name, text in order], EMPTY)
        )
        for order in permutations(texts)
    }
    assert len(outcomes) == 1


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(lambda text: f"K{text}".strip())
TERMS = CELLS.filter(lambda text: DIVIDER not in text)
SUGGESTIONS = st.builds(
    Suggestion,
    term=TERMS,
    kind=st.sampled_from(("", "person")),
    count=st.integers(1, 99),
    texts=st.integers(1, 9),
    place=CELLS,
    others=st.lists(st.tuples(CELLS, st.integers(1, 9)), max_size=7).map(tuple),
    score=st.just(1.0),
)
FILES = (
    b"",
    b"\xef\xbb\xbf",
    b"# nothing yet\n",
    HEADER.encode(),
    HEADER.encode() + b"Stalin,person,,Stalbrand,,",
    b'\xef\xbb\xbfid,note,term,type\r\n7,"a, b",Stalin,person\r\n',
    b'\xef\xbb\xbf# mine\r\n"term", kind \r\nStalin,person\r\n',
    b"term\nStalin\n",
    "Сталин,Stalin,the first\nКиров,Kirov,the other\n".encode(),
    b"source,target,comment\nx,Stalin,the first",
    b"sep=;\r\nterm;kind\r\nStalin;person, late\r\n",
)


@given(st.sampled_from(FILES), st.lists(SUGGESTIONS, max_size=5, unique_by=lambda each: each.term))
def test_rows_are_read_back_as_they_were_meant_and_all_else_stays(data: bytes, rows: list[Suggestion]) -> None:
    after = suggest.append(data, "glossary.csv", rows)
    is_added = bool(rows) and suggest.sheet(data, "").note_at is not None
    column = f"{suggest.sheet(data, '').divider}note".encode()
    assert after.replace(column, b"", is_added).startswith(data)
    if not rows:
        assert after == data
        return
    old = () if suggest.sheet(data, "").is_empty else glossary.read(data, "glossary.csv").terms
    new = glossary.read(after, "glossary.csv").terms
    assert new[: len(old)] == old
    for row, term in zip(rows, new[len(old) :], strict=True):
        assert [form.text for form in term.forms] == [row.term]
        assert term.note == row.note
        assert term.kind in (row.kind, "")


def test_a_column_for_the_notes_is_added_once_where_the_header_has_none(desk: Desk) -> None:
    desk.write("glossary.csv", "# mine\r\nterm,kind\r\nStalin,person\r\n")
    told = "glossary.csv has no column “note”: these rows do not fit it as it is; --append adds one\n"
    ran = desk.run("glossary", "suggest")
    rows = "Kirov,,3 times; e.g. seeds/a.txt:1:10\r\nMedved,,2 times; e.g. seeds/a.txt:1:20\r\n"
    assert (ran.code, ran.out, ran.err) == (0, f"term,kind,note\r\n{rows}", f"{told}2 suggestions, from 1 text\n")
    assert desk.run("glossary", "suggest", "--append").err == "2 rows added to glossary.csv, from 1 text\n"
    assert desk.read("glossary.csv") == f"# mine\r\nterm,kind,note\r\nStalin,person\r\n{rows}"
    assert desk.run("glossary", "suggest", "--append", "--min-count", "1").code == 0
    assert desk.read("glossary.csv").count("note") == 1
    assert desk.run("glossary", "check").code == 0


def test_notes_that_a_shell_would_put_into_no_column_are_told_to_be_left_out(desk: Desk) -> None:
    desk.write("glossary.csv", "term\nStalin\n")
    command = f"{shlex.quote(sys.executable)} -m corrigenda glossary suggest >> glossary.csv"
    ran = subprocess.run(["sh", "-c", command], cwd=desk.folder, check=True, capture_output=True)
    assert "has no column “note”: the notes are left out; --append adds one\n".encode() in ran.stderr
    assert desk.read("glossary.csv") == "term\nStalin\nKirov\nMedved\n"


@pytest.mark.parametrize("data", [b"\xff\xfet\x00", b"a,b,c,d\nStalin,x,y,z\n", HEADER.encode() + b'"Stalin,,,,,\n'])
def test_a_damaged_glossary_gets_no_rows(data: bytes) -> None:
    row = Suggestion("Kirov", "", 2, 1, "a.txt:1:1", (), 1.0)
    with pytest.raises(InputError):
        suggest.append(data, "glossary.csv", [row])


TEXT = "They saw Kirov and Medved. Then Medved left, and Kirov stayed with Kirov; Stalin and Stalin."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"corrigenda.toml": "", "seeds/a.txt": TEXT, "glossary.csv": HEADER + "Stalin,,,,,\n"})


def test_the_command_prints_rows_to_paste_and_writes_nothing(desk: Desk) -> None:
    before = desk.files()
    ran = desk.run("glossary", "suggest")
    assert (ran.code, ran.out, ran.err) == (
        0,
        HEADER + "Kirov,,,,,3 times; e.g. seeds/a.txt:1:10\nMedved,,,,,2 times; e.g. seeds/a.txt:1:20\n",
        "2 suggestions, from 1 text\n",
    )
    assert desk.files() == before
    assert [term.lemma for term in glossary.read(ran.out.encode(), "new.csv").terms] == ["Kirov", "Medved"]


@pytest.mark.parametrize(("arrow", "name"), [(">", "new.csv"), (">>", "glossary.csv")])
def test_what_a_shell_makes_of_it_is_a_glossary(desk: Desk, arrow: str, name: str) -> None:
    before = desk.read("glossary.csv")
    command = f"{shlex.quote(sys.executable)} -m corrigenda glossary suggest {arrow} {name}"
    subprocess.run(["sh", "-c", command], cwd=desk.folder, check=True, capture_output=True)
    rows = "Kirov,,,,,3 times; e.g. seeds/a.txt:1:10\nMedved,,,,,2 times; e.g. seeds/a.txt:1:20\n"
    assert desk.read(name) == (before if name == "glossary.csv" else HEADER) + rows


def test_for_a_new_glossary_the_header_is_one(desk: Desk) -> None:
    desk.write("glossary.csv", "")  # as a shell makes it for `corrigenda glossary suggest > glossary.csv`
    ran = desk.run("glossary", "suggest", "--limit", "1")
    assert ran.out == HEADER + "Kirov,,,,,3 times; e.g. seeds/a.txt:1:10\n"
    assert ran.err == "1 suggestion, from 1 text; 2 more with --limit 3\n"
    desk.path("glossary.csv").unlink()
    assert desk.run("glossary", "suggest", "--limit", "1").out == ran.out


def test_append_adds_rows_once_and_keeps_the_other_bytes(desk: Desk) -> None:
    before = '\ufeffid,term,note\r\n1,Stalin,"a, b"'
    desk.write("glossary.csv", before)
    ran = desk.run("glossary", "suggest", "--append", "seeds")
    assert (ran.code, ran.out, ran.err) == (0, "", "2 rows added to glossary.csv, from 1 text\n")
    added = "\r\n,Kirov,3 times; e.g. seeds/a.txt:1:10\r\n,Medved,2 times; e.g. seeds/a.txt:1:20\r\n"
    assert desk.path("glossary.csv").read_bytes() == (before + added).encode()
    assert desk.run("glossary", "suggest", "--append").err == "0 rows added to glossary.csv, from 1 text\n"
    assert desk.path("glossary.csv").read_bytes() == (before + added).encode()
    assert desk.run("glossary", "check").code == 0


def test_append_makes_the_glossary_it_names(desk: Desk) -> None:
    ran = desk.run("glossary", "suggest", "--glossary", "own/new.csv", "--append", "-", stdin=TEXT)
    assert ran.code == 0
    assert desk.read("own/new.csv").startswith(HEADER + "Kirov,,,,,3 times; e.g. <stdin>:1:10\n")


def test_a_glossary_that_is_named_must_be_there(desk: Desk) -> None:
    ran = desk.run("glossary", "suggest", "--glossary", "new.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "new.csv" in ran.err


def test_a_damaged_glossary_is_left_as_it_is(desk: Desk) -> None:
    desk.write("glossary.csv", HEADER + ",x,,,,\n")
    before = desk.files()
    ran = desk.run("glossary", "suggest", "--append")
    assert (ran.code, ran.out) == (2, "")
    assert "glossary.csv:2" in ran.err
    assert desk.files() == before


def test_a_text_that_cannot_be_read_stops_no_other(desk: Desk) -> None:
    desk.write("seeds/b.txt", b"\xff\xfe\x00")
    ran = desk.run("glossary", "suggest")
    assert ran.code == 2
    assert "Kirov" in ran.out
    assert "b.txt" in ran.err


def test_language_and_count_are_heeded(desk: Desk) -> None:
    assert "Medved" not in desk.run("glossary", "suggest", "--min-count", "3").out
    ran = desk.run("glossary", "suggest", "--language", "xx")
    assert "no list of words" in ran.err
    assert "Kirov" in ran.out


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("aeA.O' \n-’dkKISt“”,1éд\N{SOFT HYPHEN}"), max_size=80))
def test_whatever_stands_there_a_suggestion_is_a_row(text: str) -> None:
    rows = suggest.suggest([witness(text)], EMPTY, min_count=1)
    data = suggest.append(b"", "glossary.csv", rows)
    if rows:
        assert [term.lemma for term in glossary.read(data, "glossary.csv").terms] == [row.term for row in rows]


def test_what_the_glossary_has_is_not_suggested_for_a_spelling_that_stands_oftener() -> None:
    text = "Then came Sokolnikov, and Sokolnikov spoke. Old Sokolnikow left; Sokolnikow wept."
    assert suggested(text, rows="Sokolnikov\n") == {}


GARBLED = """\
Then Captain Mercier spoke to Hertha Mercler in the house. They saw Hertha Mercler again with General Mercier, and the
Apotheker Gieshiibler came, and the Apotheker Gieshiibler went. It was Gieshübler who knew Edmond Dantès of the Kessin
house. He met Lecl ere and Lecl ere in the Place of Saint-Mdran, near Saint-Mdran, with Kreis Keffin; they loved
Saint-Méran and Leclère. In the Kreis Keffin was Louis Dantis, whom Louis Dantis knew, but Dant&s came there.
"""


def test_no_row_holds_a_word_that_lint_flags_or_a_piece_of_it(desk: Desk) -> None:
    desk.write("seeds/a.txt", GARBLED)
    desk.write(
        "glossary.csv", "term,note\nMercier,\nGieshübler,\nKessin,\nEdmond Dantès|Dantès,\nLeclère,\nSaint-Méran,\n"
    )
    before = desk.run("lint", "--output-format", "jsonl").findings
    assert {each["sic"] for each in before} >= {"Mercler", "Gieshiibler", "Keffin", "Lecl ere", "Mdran", "Dantis"}
    rows = desk.run("glossary", "suggest", "--min-count", "1").out
    assert {row.split(",")[0] for row in rows.split("\n")[1:-1]} == {"Apotheker", "Kreis", "Hertha", "Louis"}
    assert desk.run("glossary", "suggest", "--min-count", "1", "--append").code == 0
    assert {each["id"] for each in before} == {
        each["id"] for each in desk.run("lint", "--output-format", "jsonl").findings
    }


def test_what_lint_flags_in_few_of_its_places_is_a_row_with_all_of_them() -> None:
    text = witness("They saw Medved at home, then Medved and that Medved with this Medved and Medved.")
    flagged = scenes.found(text, "Medved", ("Medwed", 0.5))
    assert [row.count for row in suggest.suggest([text], EMPTY, findings=flagged[:2])] == [5]
    assert suggest.suggest([text], EMPTY, findings=flagged[:3]) == ()


WRONGED = """\
They saw Dzorzhimsky at Berminghan, and Dzorzhimsky in Berminghan was with Dzerjincky. So Dzerjincky met old Derzhensky,
and Derzhensky left for Birmingham with Dzerzhinsky.
"""


def test_what_was_refused_in_review_is_no_damaged_form(desk: Desk) -> None:
    desk.write("seeds/a.txt", WRONGED)
    desk.write("glossary.csv", HEADER + "Dzerzhinsky,,,,,\nBirmingham,,,,,\n")
    ids = [each["id"] for each in desk.run("lint", "--output-format", "jsonl").findings]
    assert desk.run("glossary", "suggest").out == ""
    assert desk.run("decide", *ids[:1], "accept", "--resp", "me").code == 0
    assert desk.run("glossary", "suggest").out == ""
    assert desk.run("decide", *ids, "reject", "--resp", "me").code == 0
    rows = desk.run("glossary", "suggest").out.split("\n")[1:-1]
    assert {row.split(",")[0] for row in rows} == {"Berminghan", "Derzhensky", "Dzerjincky", "Dzorzhimsky"}


def test_what_lint_is_told_not_to_look_for_is_no_damaged_form(desk: Desk) -> None:
    desk.write("seeds/a.txt", "They saw Hertha Mercler and Hertha Mercler; General Mercier came.")
    desk.write("glossary.csv", HEADER + "Mercier,,,,,\n")
    assert "Mercler" not in desk.run("glossary", "suggest").out
    desk.write("corrigenda.toml", 'ignore = ["G002"]\n')
    assert "Hertha Mercler" in desk.run("glossary", "suggest").out


def test_a_journal_that_is_damaged_is_told_of_and_stops_no_other_text(desk: Desk) -> None:
    desk.write("seeds/b.txt", "They saw Zaporozhets and Zaporozhets.")
    desk.write("corrections/seeds/b.txt.journal.jsonl", "no journal\n")
    ran = desk.run("glossary", "suggest")
    assert ran.code == 2
    assert "corrections/seeds/b.txt.journal.jsonl" in ran.err
    assert "Kirov" in ran.out
    assert "Zaporozhets" not in ran.out


def test_a_language_without_words_is_told_of_once(desk: Desk) -> None:
    assert desk.run("glossary", "suggest", "--language", "xx").err.count("no list of words") == 1
