"""Known words: what the lists hold, what is formed from them, and that they may be shipped."""

import gzip
import re
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting.bulk import BulkReader
from corrigenda.counting.levels import LevelTable
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.data.words import build
from corrigenda.errors import CorrigendaError
from corrigenda.language import wordlist, words
from corrigenda.language.formation import formation
from corrigenda.language.wordlist import LevelLines
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

FOLDER = Path(str(resources.files("corrigenda.data.words")))
LANGUAGES = ("de", "en", "fr")
ENDS = st.sampled_from([b"", b"\n"])
LEVELS = {10, 20, 35, 40, 50, 55, 60, 70, 80}


def kind(language: str, word: str) -> str:
    known = words.load(language)
    key = fold.key(word)
    return "common" if known.common(key) else "name" if known.name(key) else "unknown"


def kinds(language: str, text: str) -> dict[str, str]:
    return {word: kind(language, word) for word in text.split()}


def sections(language: str) -> dict[str, dict[str, int]]:
    text = (FOLDER / f"{language}.txt").read_bytes().decode()
    found = {}
    for section in text.removesuffix("\n").split("\n\n"):
        head, *lines = section.split("\n")
        rows = [line.split(" ") for line in lines]
        found[head] = {word: int(level) for word, level in rows}
        assert len(found[head]) == len(lines)
    return found


class TestLists:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_entries_are_folded_sorted_and_stand_once(self, language: str) -> None:
        found = sections(language)
        assert list(found) == ["common", "name", *(["plain"] if language == "fr" else [])]
        for entries in found.values():
            assert set(entries.values()) <= LEVELS
            assert list(entries) == sorted(entries)
            assert [entry for entry in entries if fold.key(entry) != entry] == []
        assert found["common"].keys().isdisjoint(found["name"])
        assert len(found["common"]) + len(found["name"]) > 200_000

    def test_words_without_their_accents_are_those_of_ordinary_words(self) -> None:
        found = sections("fr")
        assert set(found["plain"].values()) == {words.PERIOD}
        assert found["plain"].keys().isdisjoint(found["common"])
        assert set(map(fold.plain, found["plain"])) <= set(map(fold.plain, found["common"]))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_entry_is_an_abbreviation_a_numeral_or_a_possessive(self, language: str) -> None:
        found = sections(language)
        short = {entry for entry in found["common"] | found["name"] if len(entry) < 3}
        assert len(short) < 80
        entries = {entry for each in found.values() for entry in each}
        assert entries.isdisjoint(["mr", "mrs", "st", "km", "kg", "www", "ibm", "xxiv", "viii", "cl", "rn", "nn"])
        assert [entry for entry in entries if not re.fullmatch(r"'?[^\W\d_]+(?:'[^\W\d_]+)*", entry)] == []
        assert language != "en" or [entry for entry in entries if entry.endswith("'s")] == []

    def test_the_lists_are_small_enough_to_ship(self) -> None:
        packed = [len(gzip.compress((FOLDER / f"{language}.txt").read_bytes())) for language in LANGUAGES]
        assert sum(packed) < 3_300_000

    def test_function_words_are_as_many_in_each_language(self) -> None:
        assert {len(little) for little in words.function_words().values()} == {50}


class TestLicences:
    def test_each_list_names_its_licence_file_in_the_readme(self) -> None:
        readme = (FOLDER / "README.md").read_text(encoding="utf-8")
        rows = [line for line in readme.split("\n") if line.startswith("| `") and ".txt" in line]
        assert {name for row in rows for name in re.findall(r"`([\w-]+\.txt)`", row.split("|")[1])} == {
            path.name for path in FOLDER.glob("*.txt") if not path.name.startswith("LICENSE")
        }
        allowed = {"SCOWL", "WordNet", "MPL-2.0", "public domain", "CC0-1.0", "CC-BY-4.0", "MIT"}
        for row in rows:
            licence, file = [cell.strip() for cell in row.split("|")[4:6]]
            assert licence in allowed
            assert licence == "MIT" or (FOLDER / file.strip("`")).is_file()

    def test_the_notices_that_the_licences_ask_for_are_there(self) -> None:
        def text(name: str) -> str:
            return (FOLDER / name).read_text(encoding="utf-8")

        scowl = text("LICENSE-SCOWL.txt")
        for holder in ("Kevin Atkinson", "Princeton University", "J Ross Beresford", "Geoff Kuenning"):
            assert holder in scowl
        assert "Mozilla Public License Version 2.0" in text("LICENSE-FRENCH-MPL-2.0.txt")
        assert "Dicollecte contributors" in text("LICENSE-FRENCH-MPL-2.0.txt")
        german = text("LICENSE-GERMAN.txt")
        for attribution in ("Jan Schreiber", "Wikidata", "Leipzig Corpora Collection", "licenses/by/4.0"):
            assert attribution in german
        assert "WordNet 3.0 Copyright 2006 by Princeton University" in text("LICENSE-WORDNET.txt")


class TestEnglish:
    def test_both_spellings_and_older_ones_are_ordinary_words(self) -> None:
        text = "travelled traveled colour color to-day thou thee hath connexion shew waggon bench communiqué"
        assert set(kinds("en", text).values()) == {"common"}

    def test_old_verb_forms_and_dropped_letters_are_undone(self) -> None:
        assert set(kinds("en", "maketh arm'd musick didst œconomy errour").values()) == {"common"}
        assert words.load("en").level("arm'd") >= words.PERIOD

    def test_words_with_a_capital_only_are_names(self) -> None:
        text = "Belgian Nikolaev Alexander London Berlin Dutch Monday Marxism Trotskyite Roumania Hindoo"
        assert set(kinds("en", text).values()) == {"name"}

    def test_ordinary_words_stay_ordinary_beside_a_name(self) -> None:
        assert set(kinds("en", "march bill will mark turkey soviet congress").values()) == {"common"}

    def test_errors_of_ocr_are_unknown(self) -> None:
        text = "tbe wbich thc aud rnan Belgiau Nikolacv Leniu Lenmgrad gouemment Petersburgb Bismarek"
        assert set(kinds("en", text).values()) == {"unknown"}

    def test_commoner_words_have_lower_levels(self) -> None:
        known = words.load("en")
        levels = [known.level(word) for word in ("people", "arid", "eclogue", "whaleboat")]
        assert levels == sorted(levels)
        assert levels[0] == 10
        assert known.level("qzxv") == wordlist.UNKNOWN


class TestFrench:
    def test_forms_and_elided_words_are_known(self) -> None:
        text = "était parlât chevaux communiqué affaires d'affaires l’empereur qu'il aujourd'hui cœur oeuvre peut-être"
        assert set(kinds("fr", text).values()) == {"common"}

    def test_spellings_of_older_prints_are_undone(self) -> None:
        text = "avoient étoit enfans collége poëte longtems sçavoir Etat Eglise REPUBLIQUE president"
        assert set(kinds("fr", text).values()) == {"common"}

    def test_names_with_and_without_an_elided_word(self) -> None:
        assert set(kinds("fr", "Londres Genève Etienne d'Alembert qu’Alexandre").values()) == {"name"}

    def test_errors_of_ocr_are_unknown(self) -> None:
        text = "gouvernemeut dcs lc nn l'cmpereur Alexandrc d'Alemhert"
        assert set(kinds("fr", text).values()) == {"unknown"}


class TestGerman:
    def test_nouns_are_ordinary_words(self) -> None:
        text = "Haus Häuser Straße strasse Kaiser Königreichs belgischen verstanden ging öl"
        assert set(kinds("de", text).values()) == {"common"}

    def test_names_and_their_genitives(self) -> None:
        text = "Berlin Karl Goethe Goethes Rhein Belgien Rußland Oesterreich Petersburg"
        assert set(kinds("de", text).values()) == {"name"}

    def test_spellings_before_1901_are_undone(self) -> None:
        text = "daß Theilnahme Thür Erkenntniß Officier regiren seyn giebt todt Waare unsre gehn Ueber Publicum"
        assert set(kinds("de", text).values()) == {"common"}

    def test_compounds_are_known_but_rare(self) -> None:
        known = words.load("de")
        for word in ("eisenbahnverwaltungsrat", "reichstagsabgeordneter", "zeitungsberichtes"):
            assert known.common(word)
        assert known.level("eisenbahnverwaltungsrat") == words.COMPOUND

    def test_errors_of_ocr_are_unknown(self) -> None:
        text = "nnd uud dcr Bisnmrck Hindenbnrg Eisenbahnverwaltungsrot Zeituugsbericht"
        assert set(kinds("de", text).values()) == {"unknown"}


PARTS = st.sampled_from(
    (
        *("ick", "our", "ours", "oured", "'d", "'st", "eth", "est", "ae", "oe", "é", "ç", "oit", "ans", "tems", "sça"),
        *("ez", "th", "ey", "hn", "ern", "dre", "iren", "ce", "niss", "gieb", "fieng", "dt", "aa", "ph", "a", "b", "x"),
    )
)


class TestSpellings:
    @given(st.lists(PARTS, min_size=1, max_size=5).map("".join))
    def test_one_search_tells_whether_any_is_an_older_one(self, word: str) -> None:
        for language in words.languages():
            for spellings in (formation(language).spellings, formation(language).name_spellings):
                rows = spellings._rows  # noqa: SLF001 - each is tried
                assert bool(spellings.modern(word)) == any(old.search(word) for old, _new in rows)

    def test_changes_that_fit_are_tried_together(self) -> None:
        assert formation("de").spellings.modern("seyn") == ["sein"]
        assert formation("de").spellings.modern("thee") == ["tee", "the", "te"]


class TestParsing:
    def test_a_list_of_a_language_without_rules_knows_what_it_holds(self) -> None:
        known = words.parse("xx", b"common\nalpha 20\nbeta 20\n\nname\ngamma 50\n")
        assert (known.level("alpha"), known.level("gamma"), known.level("delta")) == (20, 50, 0)
        assert (known.common("gamma"), known.name("gamma"), known.name("alpha")) == (False, True, False)

    def test_a_hyphenated_word_is_known_when_its_parts_are(self) -> None:
        known = words.parse("xx", b"common\nday 60\nto 20\n")
        assert (known.level("to-day"), known.level("to-night"), known.level("to-")) == (60, 0, 0)

    @given(st.dictionaries(st.text("abé'", min_size=1), st.sampled_from(sorted(LEVELS)), min_size=1), st.data())
    def test_a_word_has_one_level_however_it_is_looked_for(self, levels: dict[str, int], data: st.DataObject) -> None:
        packed = "".join(f"\n{word} {levels[word]}" for word in sorted(levels)).encode() + data.draw(ENDS)
        lines = LevelLines(packed)
        asked = [*levels, *data.draw(st.lists(st.text("abé' 1\n\ud800")))]
        wanted = [levels.get(word, wordlist.UNKNOWN) for word in asked]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(wordlist, "_BYTES_APART", data.draw(st.integers(1, 40)))
            assert [lines.of(word) for word in asked] == wanted
        assert lines.of_all(asked) == LevelTable(packed[1:]).of(asked) == wanted
        assert {word: level for level, listed in lines.listed for word in listed} == levels

    def test_whoever_asks_for_many_words_has_the_same_answer(self) -> None:
        known, asked = LevelLines(b"\nalpha 20\nbeta 35\n"), [f"word{number}" for number in range(200_000)]
        assert {known.of(word) for word in asked} == {wordlist.UNKNOWN}
        assert (known.of("alpha"), known.of("beta"), known.of("word1")) == (20, 35, 0)
        assert known.of_all([*asked, "beta"])[-2:] == [0, 35]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_word_of_a_list_is_found_where_it_stands(self, language: str) -> None:
        for section, levels in sections(language).items():
            lines = getattr(words.load(language), "_names" if section == "name" else f"_{section}")
            assert all(lines.of(word) == level for word, level in list(levels.items())[::5])
            assert lines.of_all(tuple(levels)) == list(levels.values())

    @given(st.text(max_size=40))
    def test_any_text_has_one_kind_and_a_level_that_fits(self, text: str) -> None:
        for language in LANGUAGES:
            known = words.load(language)
            key = fold.key(text)
            assert not (known.common(key) and known.name(key))
            assert (known.level(key) > 0) == (known.common(key) or known.name(key))
            assert known.level(key) in LEVELS | {wordlist.UNKNOWN}

    def test_a_very_long_run_of_letters_is_looked_up_in_no_time(self) -> None:
        assert not words.load("de").common("haus" * 5000)

    def test_a_language_is_read_once(self) -> None:
        assert words.load("en") is words.load("en")

    def test_an_unknown_language_is_an_error_that_names_those_there_are(self) -> None:
        with pytest.raises(CorrigendaError) as caught:
            words.load("tlh")
        assert all(language in caught.value.help for language in words.languages())


SAMPLES = {
    "en": "The delegates had come from the north, and when the train stopped they were met by a crowd with flags.",
    "fr": "Les délégués étaient venus du nord, et quand le train s'est arrêté ils ont été reçus par une foule.",
    "de": "Die Abgeordneten waren aus dem Norden gekommen, und als der Zug hielt, wurden sie von vielen empfangen.",
    "es": "Los delegados habían llegado del norte, y cuando el tren se detuvo una multitud los esperaba con banderas.",
    "it": "I delegati erano arrivati dal nord e quando il treno si fermò una folla li attendeva con le bandiere.",
    "nl": "De afgevaardigden waren uit het noorden gekomen, en toen de trein stopte werd er door een menigte gezongen.",
    "pt": "Os delegados tinham vindo do norte e quando o comboio parou uma multidão os esperava com as bandeiras.",
    "la": "Legati autem qui ex septentrionibus venerant non cum paucis sed cum magna multitudine ad urbem sunt ducti.",
}


def keys(text: str) -> list[str]:
    return [fold.key(word) for word in re.findall(r"[^\W\d_]+", text)]


class TestDetection:
    @pytest.mark.parametrize("language", SAMPLES)
    def test_a_sentence_is_enough(self, language: str) -> None:
        assert words.detect(keys(SAMPLES[language])) == language

    def test_counts_weigh(self) -> None:
        counts = {"the": 400, "and": 200, "of": 250, "le": 3, "des": 2, "et": 2, "town": 900}
        assert words.detect(counts) == "en"

    def test_distinct_words_without_counts_will_do(self) -> None:
        vocabulary = {*words.function_words()["fr"], *(f"mot{number}" for number in range(5000))}
        assert words.detect(vocabulary) == "fr"

    def test_half_of_the_words_damaged(self) -> None:
        spoilt = [key[:-1] + "q" if place % 2 else key for place, key in enumerate(keys(SAMPLES["de"] * 3))]
        assert words.detect(spoilt) == "de"

    @pytest.mark.parametrize("names", [100, 5_000])
    def test_a_text_full_of_names_is_told_by_its_small_words(self, names: int) -> None:
        small = sorted(words.function_words()["en"])[: 6 if names < 2_000 else None]
        text = " ".join(f"Name{chr(0x4E00 + number)} {small[number % len(small)]}" for number in range(names))
        assert words.language_of(Tokens(text)) == words.language_of(BulkReader(Vocabulary()).read(text)) == "en"

    @pytest.mark.parametrize(
        "text", ["", "Сталин прибыл в город вместе с делегацией", "lorem ipsum dolor", "a b c d", "de la"]
    )
    def test_none_where_nothing_fits(self, text: str) -> None:
        assert words.detect(keys(text)) is None


class TestBuilding:
    def test_forms_of_a_hunspell_entry(self) -> None:
        suffixes = build.read_suffixes("SFX F. Y 2\nSFX F. eur euse/L' eur is:fem\nSFX F. 0 s [^s] is:pl\n")
        assert list(build.expand("danseur/F. po:nom", suffixes)) == ["danseur", "danseuse", "danseurs"]
        assert list(build.expand("kg/U. po:nom", suffixes)) == []

    def test_a_word_in_two_classes_is_a_name_only_beside_a_rare_twin(self) -> None:
        lists = build.without_twins(build.Lists({"berlin": 70, "mark": 10}, {"berlin": 50, "mark": 35}))
        assert (lists.common, lists.names) == ({"mark": 10}, {"berlin": 50})

    def test_what_is_packed_is_what_is_read(self) -> None:
        lists = build.Lists({"été": 50, "ici": 10, "ailleurs": 50}, {"paris": 35})
        known = words.parse("fr", build.pack("fr", lists))
        assert [known.level(word) for word in ("été", "ete", "ici", "ailleurs", "paris")] == [50, 70, 10, 50, 35]
        assert build.pack("fr", lists) == build.pack("fr", lists)

    def test_scowl_is_read_without_abbreviations_possessives_and_the_last_level(self, tmp_path: Path) -> None:
        (tmp_path / "english-words.35").write_text("arid\nfiddle's\nviii\n", encoding="utf-8")
        (tmp_path / "english-words.95").write_text("zzgrm\nafdecho\n", encoding="utf-8")
        (tmp_path / "english-abbreviations.35").write_text("approx\n", encoding="utf-8")
        (tmp_path / "variant_2-words.10").write_text("shew\n", encoding="utf-8")
        (tmp_path / "english-upper.50").write_text("Kiev\nIBM\nKiev's\n", encoding="utf-8")
        lists = build.english(tmp_path)
        assert (lists.common, lists.names) == ({"arid": 35, "shew": 60}, {"kiev": 50})
