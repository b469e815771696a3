"""Residue of machines: what is flagged, what is proposed, and what is left in peace."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting.survey import Survey
from corrigenda.finding import Reading
from corrigenda.rules import residue_encoding, residue_signs
from corrigenda.rules.base import Context, Hit
from corrigenda.rules.residue import RULES
from corrigenda.rules.unusual import unusual
from corrigenda.running.engine import Checker, Knowledge
from corrigenda.terminology.glossary import Glossary, read
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import Codec, Edit, Witness, splice
from corrigenda.texts.tokens import Tokens

BY_CODE = {rule.code: rule for rule in RULES}
SEED = Path(__file__).parents[1] / "seeds" / "secret-history-3.txt"


def context(text: str, rows: str = "") -> Context:
    """Return what rules look at in one text, with the terms of a glossary."""
    glossary = read(f"term\n{rows}".encode(), "glossary.csv") if rows else Glossary((), ())
    checker = Checker(Knowledge(Lexicon(glossary)), Survey())
    return checker.contexts([Witness("t.txt", "t.txt", text, Codec(), "")])[0]


def hits(code: str, text: str) -> list[Hit]:
    return list(BY_CODE[code].check(context(text)))


def flagged(code: str, text: str) -> list[tuple[str, str | None]]:
    """Return each sic with its first reading; None when there is none."""
    return [
        (text[hit.span.start : hit.span.end], hit.readings[0].text if hit.readings else None)
        for hit in hits(code, text)
    ]


def sics(code: str, text: str) -> list[str]:
    return [sic for sic, _ in flagged(code, text)]


def test_codes_and_names_are_unique_and_every_rule_has_examples_of_both_kinds() -> None:
    assert len(BY_CODE) == len(RULES) == 9
    assert len({rule.name for rule in RULES}) == 9
    assert all(rule.bad and rule.good for rule in RULES)


def test_the_seed_text_has_one_piece_of_residue() -> None:
    text = SEED.read_bytes().decode()
    found = [(rule.code, *one) for rule in RULES for one in flagged(rule.code, text)]
    assert found == [("R001", "……", "…")]


def test_a_text_full_of_residue_takes_time_in_proportion() -> None:
    pieces = (
        "…" * 40 + " ",
        "a- b ",
        "ab- cd ",
        "Ã",
        "the the ",
        "l0l1l ",
        "\u200b",
        "é”—",
        "x\u0430x ",
        "，",
    )
    for piece in pieces:
        text = piece * (60_000 // len(piece))
        start = time.perf_counter()
        for rule in RULES:
            sum(1 for _ in rule.check(context(text)))
        assert time.perf_counter() - start < 15, piece  # quadratic code takes minutes


@given(st.text(alphabet=st.sampled_from("aeé0 1-\n\u0430о…，（\u200b\xad\x92Ã©â€™ÐРС»”'’sStlin.\t\x1b[m\ufffd中ا")))
def test_every_hit_lies_in_the_text_and_every_reading_changes_it(text: str) -> None:
    for rule in RULES:
        for hit in rule.check(context(text)):
            assert 0 <= hit.span.start < hit.span.end <= len(text)
            sic = text[hit.span.start : hit.span.end]
            assert all(reading.text != sic and 0 < reading.score <= 1 for reading in hit.readings)
            assert [one.score for one in hit.readings] == sorted((one.score for one in hit.readings), reverse=True)


# --- R001 ---------------------------------------------------------------------------------------------------


def test_only_the_ellipsis_is_the_sic_and_three_dots_in_a_row_are_one_place() -> None:
    text = "fist …… they, fist ……… they"
    assert flagged("R001", text) == [("……", "…"), ("………", "…")]
    assert text[hits("R001", text)[0].span.start - 1] == " "


def test_wide_signs_take_the_blank_they_carried_only_where_a_word_follows() -> None:
    assert flagged("R001", "He came，saw。") == [("，", ", "), ("。", ".")]
    assert flagged("R001", "It was 3：30 then， they say.") == [("：", ":"), ("，", ",")]
    assert flagged("R001", "He wrote《What to do》 then") == [("《", " “"), ("》", "”")]
    assert flagged("R001", "the year １９３４ ended") == [("１９３４", "1934")]
    assert flagged("R001", "\u3000\u3000The first line") == [("\u3000\u3000", "")]


@pytest.mark.parametrize(
    "text",
    [
        "他用 Windows，Linux 和 Mac。",
        "「革命」（1917年）是……",
        "He quoted 毛泽东（主席） at length and went on for a long while in plain English.",
        "参见 systemd(1)、\njournald(8)。\n",
        "The end ………… 112\nIndex …… xii\n",
    ],
)
def test_ideographs_keep_their_own_punctuation_and_contents_their_leaders(text: str) -> None:
    assert sics("R001", text) == []


# --- R002 ---------------------------------------------------------------------------------------------------


def test_the_script_in_the_majority_wins_and_the_message_names_the_stranger() -> None:
    text = "Od\u0435ss\u0430 and Москвa"
    assert flagged("R002", text) == [("Od\u0435ss\u0430", "Odessa"), ("Москвa", "Москва")]
    assert "Cyrillic \u0435 (U+0435)" in hits("R002", text)[0].message


def test_a_tie_goes_to_the_script_of_the_text() -> None:
    assert flagged("R002", "Он ушёл из дома, и c\u043e мной") == [("c\u043e", "со")]
    assert flagged("R002", "He went home, and c\u043e on") == [("c\u043e", "co")]


def test_every_occurrence_of_a_mixed_word_is_flagged() -> None:
    assert len(hits("R002", "B\u0430ku, B\u0430ku and B\u0430ku")) == 3


@pytest.mark.parametrize("text", ["ΔT", "TNFα", "IκB", "5 μm", "πr", "GNUшный", "Windows-то", "Linux'ом", "café naïve"])
def test_symbols_and_declined_foreign_names_are_meant(text: str) -> None:
    assert sics("R002", f"Это {text}, сказал он; это была та самая вещь") == []


# --- R003 ---------------------------------------------------------------------------------------------------


def misread(text: str, encoding: str) -> str:
    """Return UTF-8 as an 8-bit encoding shows it, undefined bytes as controls."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@given(
    st.text(st.sampled_from("абвгдежзийклмнопрстуфхцчшщъыьэюя"), min_size=2),
    st.sampled_from(["cp1252", "latin-1", "cp1251"]),
)
def test_russian_words_come_back_from_any_of_the_encodings(word: str, encoding: str) -> None:
    damaged = misread(word, encoding)
    assert flagged("R003", f"the word {damaged} here") == [(damaged, word)]


@given(st.sampled_from("éèêëàâçùûôîïüöäßñåæøœ’“”–—…„€£°§•™ﬁ☺🙂"), st.sampled_from(["cp1252", "latin-1"]))
def test_one_damaged_letter_or_sign_is_enough_in_western_text(char: str, encoding: str) -> None:
    damaged = misread(char, encoding)
    assert flagged("R003", f"abc{damaged}def") == [(damaged, char)]


@given(
    st.text(st.sampled_from("aeiouAEnczébé ")),
    st.sampled_from("áéèêëàâçùûôîïüöäñåÉÀÊŻłệố"),
    st.sampled_from(["cp1252", "latin-1"]),
)
def test_accents_behind_their_letters_come_back_with_them(around: str, char: str, encoding: str) -> None:
    text = f"x{around}{char}t{around} x"
    damaged = misread(unicodedata.normalize("NFD", text), encoding)
    found = hits("R003", damaged)
    assert found
    assert splice(damaged, [Edit(hit.span, hit.readings[0].text) for hit in found]) == text
    assert not any(unicodedata.combining(damaged[hit.span.start]) for hit in found)


@pytest.mark.parametrize(
    "text",
    [
        "E COSÌ„ detto”, COSÌ‚ e poi",
        "LUNEDÌ… MARTEDÌ—SÌ”",
        "«SÌ» CHI Ì‘ E PIÙ‚",
        "x Ì€ y, Ì€",
        "LÌƒ, TÌ‡ ET",
        "e\u0301te\u0301",
    ],
)
def test_a_capital_before_a_sign_is_no_accent(text: str) -> None:
    assert sics("R003", text) == []


def test_a_text_misread_twice_is_repaired_at_once() -> None:
    twice = misread(misread("’", "latin-1"), "latin-1")
    assert flagged("R003", f"don{twice}t") == [(twice, "’")]


@pytest.mark.parametrize(
    "text",
    [
        "„TROIKÄ“, «CAFÉ», “AMANHÃ”, «LÀ», “fiancé”—he, “café”… and “Ü”",
        "газета «СССР», «ГУЛАГ», в «Труде», Рівне, Сибір, «Р», “КПСС”…",
        "3\xa0×\xa010 µm à 20°C, señor, naïveté, Ærø, Þór, Łódź, İstanbul",
        "I\u00ce\u00b0 vol.",
    ],
)
def test_honest_neighbours_are_no_mojibake(text: str) -> None:
    assert sics("R003", text) == []


# --- R004, R005 ---------------------------------------------------------------------------------------------


def test_lost_characters_are_reported_run_by_run_without_a_guess() -> None:
    assert flagged("R004", "a \ufffd\ufffd b \ufffd") == [("\ufffd\ufffd", None), ("\ufffd", None)]


def test_line_ends_tabs_and_page_breaks_are_no_residue() -> None:
    assert sics("R005", "one\r\ntwo\tthree\n\fnew page\rold Mac") == []


def test_taking_the_first_readings_leaves_nothing_invisible() -> None:
    text = "\ufeffPet\u200bro\xadgrad\x07 w\x96as\u2029lost\u202e \x1b[31mred\x1b[0m \u2066 end"
    found = hits("R005", text)
    mended = splice(text, [Edit(hit.span, hit.readings[0].text) for hit in found])
    assert mended == "Petrograd w–as lost red  end"
    assert sics("R005", mended) == []


def test_soft_hyphens_are_flagged_inside_lines_only() -> None:
    assert sics("R005", "an in\xadstru\xad\nment and a gar\xad \r\nden, the end\xad") == ["\xad"]


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",
        "क्‍ष",
        "👩‍👩‍👧",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "שלום\u200f!",
        "ไทย\u200bไทย",
        "❤️",
    ],
)
def test_scripts_and_emoji_keep_the_invisible_characters_they_need(text: str) -> None:
    assert sics("R005", f"he said {text} and left") == []


def test_overrides_of_direction_are_flagged_even_beside_hebrew() -> None:
    assert sics("R005", "he said שלום\u202e and left") == ["\u202e"]


def test_controls_that_are_half_of_mojibake_are_left_to_that_rule() -> None:
    damaged = misread("’", "latin-1")
    assert sics("R005", f"don{damaged}t") == []
    assert sics("R003", f"don{damaged}t") == [damaged]


# --- R006 ---------------------------------------------------------------------------------------------------


def test_a_doubling_over_a_line_end_keeps_the_line_end() -> None:
    text = "a member of the\nthe party and in\r\n   in Rome"
    found = hits("R006", text)
    mended = splice(text, [Edit(hit.span, hit.readings[0].text) for hit in found])
    assert mended == "a member of\nthe party and\r\n   in Rome"


@pytest.mark.parametrize(
    "text",
    [
        "he had had it, that that is, is is",
        "nous nous aimons, vous vous levez, ils se lèvent",
        "Leute, die die Arbeit tun, und das das",
        "Duran Duran, Pago Pago, New York New York",
        "the, the; the. The the-",
        "12 12 and a a or two two",
        "the\n\nthe",
        "the | the",
        "-rw-r--r-- 1 root root 4096 Oct 16",
        "Yes\nno\nno\nyes",
        "  win win\n",
        "the word “foo foo” here",
        "la la la, ran ran ran, tick tick",
        "the-the, well-to to-do",
    ],
)
def test_doublings_that_are_meant(text: str) -> None:
    assert [sic for sic in sics("R006", text) if sic != "The the"] == []


def test_the_first_word_keeps_its_capital() -> None:
    assert flagged("R006", "It ended. The the war began.") == [("The the", "The")]


def test_three_small_words_in_a_row_are_two_places() -> None:
    assert sics("R006", "in the the the end") == ["the the", "the the"]


# --- R007 ---------------------------------------------------------------------------------------------------


def test_a_word_of_the_text_is_the_first_reading() -> None:
    assert flagged("R007", "the bi1l, a bill") == [("bi1l", "bill")]
    assert flagged("R007", "0dessa, that is odessa") == [("0dessa", "odessa")]
    assert hits("R007", "the bi1l, a bill")[0].readings[0].basis.startswith("a word of this text")


FRENCH = "Il est dans la rue de la ville, et {} avec elle."


def read_as(text: str, rows: str = "") -> list[Reading]:
    """Return the readings of the digits in a text."""
    (hit,) = BY_CODE["R007"].check(context(text, rows))
    return list(hit.readings)


@pytest.mark.parametrize("name", ["Valérie", "Hélène", "Caméline"])
@pytest.mark.parametrize("text", [FRENCH, "{}", "It was {} who was in the house of the town."])
def test_a_name_of_the_glossary_comes_first_whatever_the_language(name: str, text: str) -> None:
    best, *others = read_as(text.format(name.replace("é", "6")), "Valérie\nHélène\nCaméline\n")
    assert best.text == name
    assert best.score >= 0.9
    assert "the glossary" in best.basis
    assert sum(other.score for other in others) <= 1 - best.score


def test_a_name_of_the_glossary_comes_before_a_likelier_one_of_the_text() -> None:
    best, second = read_as("Noélie dit que No6lie est dans la ville avec elle et la rue.", "Noëlie\n")
    assert (best.text, second.text) == ("Noëlie", "Noélie")
    assert second.score < best.score / 2


@pytest.mark.parametrize(
    ("sic", "corr"),
    [("com6die", "comédie"), ("soir6e", "soirée"), ("m6re", "mère"), ("fran9ais", "français"), ("l'id6al", "l'idéal")],
)
def test_a_word_of_the_dictionary_comes_before_all_that_are_none(sic: str, corr: str) -> None:
    readings = read_as(FRENCH.format(sic))
    assert readings[0].text == corr
    assert readings[0].score > 0.5
    assert not any("fi" in reading.text for reading in readings)


def test_what_no_list_knows_is_hardly_believed() -> None:
    assert max(reading.score for reading in read_as(FRENCH.format("Zamp6rix"))) <= 0.1
    assert max(reading.score for reading in read_as("It was the xanf6rix of the town that was in the house.")) <= 0.1
    assert max(reading.score for reading in read_as("xanf0rix")) <= 0.5


def test_no_accent_is_put_into_words_of_a_language_without() -> None:
    text = "It was the {} of the town that was in the house, and with all."
    assert all(reading.text.isascii() for sic in ("Witn6ss", "th6ese") for reading in read_as(text.format(sic)))
    assert [reading.text for reading in read_as(text.format("xanf6rix"))] == ["xanffirix", "xanfbrix"]
    assert read_as(text.format("Mi8s"), "Miss\n")[0].text == "Miss"


def test_capitals_take_capital_letters() -> None:
    assert flagged("R007", "THE C0NGRESS") == [("C0NGRESS", "CONGRESS")]


def test_an_ending_with_an_apostrophe_is_no_part_of_the_damaged_word() -> None:
    assert flagged("R007", "Tolst0y’s house") == [("Tolst0y’s", "Tolstoy’s")]


@pytest.mark.parametrize(
    "text",
    [
        "1st 2nd 3rd 20th 101st 1er 2me 3ème XIXe 1930s 1980er 20jährig 5fach",
        "10km 5kg 3pm 100m 8vo 12mo 24x36",
        "T34 T34s B52 KV1 U2 MI6 R2D2 C3PO WIN95 BM13",
        "H2O CO2 C6H12O6 CH3COOH H2SO4",
        "0x1f a3f9 deadb33f 3f4a b0a1c2 SHA1 md5 i18n l10n p2p k8s",
        "12a 3b §4a note12 party1 python3",
        "http://a.b/c0py user1@mail2web.org lib_c0re path/t0ols x=val0ue file.n0te.txt",
        "K-12abcd and x1yzabc-77, ps2pdf fail2ban",
        "E=mc² 10²m",
    ],
)
def test_digits_that_belong(text: str) -> None:
    assert sics("R007", text) == []


# --- R008 ---------------------------------------------------------------------------------------------------


def test_the_form_that_the_text_uses_elsewhere_comes_first() -> None:
    assert flagged("R008", "a self-made man, a self- made one") == [("self- made", "self-made")]
    assert flagged("R008", "a railway and a rail- way") == [("rail- way", "railway")]
    assert flagged("R008", "a rail- way, and at the end of the text a rail-") == [("rail- way", "railway")]
    readings = hits("R008", "a railway and a rail- way")[0].readings
    assert [one.text for one in readings] == ["railway", "rail-way"]


@pytest.mark.parametrize(
    "text",
    [
        "two- and three-year, pre- or post-war, mid- to late May",
        "Vor- und Nachteile, ein- bis zweimal, Haus- oder Hofarbeit",
        "He came- but late. We went- the others stayed.",
        "Petro-\ngrad and Petro- \ngrad",
        "anti- Soviet, Lenin- Stalin",
        "Wha- what? st- stop!",
        "use --long- options or -x- y",
    ],
)
def test_hyphens_that_wait_or_pause(text: str) -> None:
    assert sics("R008", text) == []


def test_a_vertical_tab_is_seen_alone_in_plain_text() -> None:
    assert flagged("R005", "one\vtwo") == [("\v", " ")]


@pytest.mark.parametrize("text", ["a\u034fb", "Han\u3164gul", "x\uffa0y", "a\u1160b"])
def test_what_python_can_print_and_nobody_can_see_is_seen_in_a_text_without_line_end(text: str) -> None:
    assert sics("R005", text) == [char for char in text if not char.isascii()]


@given(st.text(st.sampled_from("aé ’â€ÃРв\n\t\v\x07\x92\xad\u200b\u2026\u22ef，。\ufffd\u1160"), max_size=30))
def test_a_rule_that_looks_at_rare_characters_first_misses_none(text: str) -> None:
    traces = (trace for trace, _misreading in residue_encoding._TRACES)  # noqa: SLF001 - what no finding shows
    for pattern in (residue_signs._CJK_SIGNS, residue_signs._UNSEEN, *traces):  # noqa: SLF001 - as above
        assert bool(pattern.search(unusual(Tokens(text)))) == bool(pattern.search(text))
