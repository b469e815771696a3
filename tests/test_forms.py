"""Glossaries in columns: they hold what single terms and entries hold, and say the same of a text."""

import gc
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda import collector
from corrigenda.language import inflection
from corrigenda.rules import patterns
from corrigenda.terminology import glossary, glossary_check
from corrigenda.terminology.entries import Entry
from corrigenda.terminology.forms import Index
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.terminology.standing import bases, same_word, stands
from corrigenda.terminology.terms import Form, Status, Term, Terms
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

NAMES = st.sampled_from(
    [
        "Kirov",
        "Orlov",
        "kirov",
        "People's Commissariat",
        "Kirov’s",
        "Zürich",
        "Сталин",
        "Baden-Baden",
        "the New Times",
        "…",
        "K",
        "O’Neill",
        "New York",
        "New York Times",
        "Oʼs",
        "U.S.",
        "Unit 731",
        "Kirov works",
        "S. M. Kirov",
        "ﷺ",
    ]
)
CELLS = st.lists(NAMES, max_size=2).map("|".join)
PLAIN = st.builds("{},{},,,{},{}".format, NAMES, st.sampled_from(["person", "", " place"]), CELLS, NAMES)
FULL = st.builds('{},,{},{},"{}",'.format, CELLS, CELLS, CELLS, CELLS)
ODD = st.sampled_from(
    ["Kirov", "Kirov,", " Kirov,person,,,,", ",,,,,", "a,b,c,d,e,f,g", "", "#", '"', "Orlov ,x , ,,,", "|"]
)
ROWS = st.lists(st.tuples(st.one_of(PLAIN, PLAIN, FULL, ODD), st.sampled_from([1, 1, 9, 20])), max_size=12).map(
    lambda runs: [row for row, times in runs for _ in range(times)]
)
MIXED = st.lists(st.lists(st.one_of(PLAIN, FULL), min_size=8, max_size=12).flatmap(st.permutations), max_size=3).map(
    lambda lists: [row for rows in lists for row in rows]
)
HEADERS = st.sampled_from(
    [
        "term,kind,admitted,deprecated,source,note",
        "kind,term,admitted,deprecated,source,note",
        "term,x,type,y,z,source",
        "term",
        "a,b,c,d,e,f,term",
    ]
)
TEXT = st.lists(NAMES | st.sampled_from(["Orlovs", "kirov’s", "of", "-", ",", "\n"]), max_size=12).map(" ".join)


def one_by_one(data: bytes) -> tuple[Glossary, tuple[glossary.Problem, ...]]:
    """Read as if there were no blocks: each term is made on its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corrigenda.storage.csvfile._Scanner._block", lambda *_: None)
        found, problems = glossary.read_leniently(data, "g.csv")
    return Glossary(tuple(found.terms), found.paths), problems


@given(HEADERS, ROWS | MIXED, st.sampled_from(["\n", "\r\n", "\r"]))
def test_terms_in_columns_are_those_that_are_read_one_by_one(header: str, rows: list[str], ending: str) -> None:
    data = ending.join([header, *rows, ""]).encode()
    expected, problems = one_by_one(data)
    found, found_problems = glossary.read_leniently(data, "g.csv")
    assert found_problems == problems
    assert found == expected
    assert expected == found
    assert (hash(found), repr(found)) == (hash(expected), repr(expected))
    assert [found.terms[number] for number in range(len(found.terms))] == list(expected.terms)
    assert Terms(Terms.of(found.terms).parts()) == found.terms
    assert found.terms[1:-1] == expected.terms[1:-1]
    assert pickle.loads(pickle.dumps(found)) == expected  # noqa: S301 - our own
    assert glossary_check.check(found) == glossary_check.check(expected)
    both = glossary.merge([found, Glossary((*expected.terms,), ("other.csv",))])
    assert tuple(both.terms) == (*expected.terms, *expected.terms)
    assert Lexicon(both).entries == Lexicon(Glossary(tuple(both.terms), both.paths)).entries


@dataclass(frozen=True)
class Plain:
    """What an entry is to hold."""

    term: Term
    form: Form
    words: tuple[str, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry) -> "Plain":
        assert (entry.text, entry.kind) == (entry.form.text, entry.term.kind)
        return cls(entry.term, entry.form, entry.words, entry.keys)


def plain(entries: Iterable[Entry]) -> list[Plain]:
    return list(map(Plain.of, entries))


def entries_of(terms: tuple[Term, ...]) -> Iterator[Plain]:
    for term in terms:
        for form in term.forms:
            tokens = Tokens(form.text)
            numbers = range(len(tokens))
            if numbers:
                yield Plain(term, form, tuple(map(tokens.surface, numbers)), tuple(map(tokens.key, numbers)))


def names_of(right: list[Plain]) -> dict[str, tuple[str, list[Plain]]]:
    slots: dict[str, dict[Plain, None]] = defaultdict(dict)
    for entry in right:
        for whole in entry.words:
            word = fold.split_possessive(whole)[0]
            if len(word) >= 3 and (word[0].isupper() or len(entry.words) == 1):
                slots[word][entry] = None
    return {word: (fold.split_possessive(fold.key(word))[0], list(slot)) for word, slot in slots.items()}


@given(MIXED)
def test_a_lexicon_holds_what_its_forms_hold(rows: list[str]) -> None:
    data = "\n".join(["term,kind,admitted,deprecated,source,note", *rows, ""]).encode()
    lexicon = Lexicon(glossary.read_leniently(data, "g.csv")[0])
    entries = list(entries_of(tuple(lexicon.terms)))
    right = [entry for entry in entries if entry.form.status is not Status.DEPRECATED]
    assert plain(lexicon.entries) == entries
    assert plain(lexicon.right) == right
    assert plain(lexicon.wrong) == [entry for entry in entries if entry.form.status is Status.DEPRECATED]
    assert plain(lexicon.phrases) == [entry for entry in right if len(entry.keys) > 1]
    assert list(lexicon.names) == list(names_of(right)), "in the order in which they stand"
    names = list(lexicon.names.values())
    assert {name.word: (name.key, plain(name.entries)) for name in names} == names_of(right)
    assert [lexicon.names.at(number) for number in range(len(names))] == names
    assert list(map(lexicon.names.key_at, range(len(names)))) == [name.key for name in names]
    assert lexicon.names.folded() == tuple(name.key for name in names)
    assert lexicon.names.widths() == [max(len(entry.keys) for entry in name.entries) for name in names]
    assert set(lexicon.words) == {
        each for entry in right for key in entry.keys for each in (key, fold.split_possessive(key)[0])
    }


@given(MIXED, TEXT)
def test_a_lexicon_finds_what_stands(rows: list[str], text: str) -> None:
    data = "\n".join(["term,kind,admitted,deprecated,source,note", *rows, ""]).encode()
    lexicon = Lexicon(glossary.read_leniently(data, "g.csv")[0])
    tokens = Tokens(text)
    for number in range(len(tokens)):
        for found, entries in (
            (lexicon.right_at(tokens, number), lexicon.right),
            (next(iter(lexicon.wrong_at(tokens, number)), None), lexicon.wrong),
        ):
            standing = [entry for entry in entries if stands(entry.keys, tokens, number)]
            longest = max((len(entry.keys) for entry in standing), default=0)
            assert (found is None) == (not standing)
            assert found is None or (found in standing and len(found.keys) == longest)
    again = pickle.loads(pickle.dumps(lexicon))  # noqa: S301 - our own
    assert again.standing(tokens) == lexicon.standing(tokens)
    assert again.names == lexicon.names


@given(NAMES | st.text(alphabet="Kirov’s \n-.", min_size=1).map(str.strip).filter(bool))
def test_the_slots_of_a_form_are_the_words_between_its_blanks(form: str) -> None:
    lexicon = Lexicon(Glossary((Term(form, (Form(form, Status.PREFERRED, 1, 1),), "", (), "", 1, "g"),), ("g",)))
    for entry in lexicon.entries:
        written, slots = patterns.slots_of(entry)
        parts = [part for part in form.split() if len(Tokens(part))]
        while parts and parts[0] == "the":
            del parts[0]
        assert written == tuple(parts)
        assert slots == tuple(tuple(map(Tokens(part).key, range(len(Tokens(part))))) for part in parts)


@given(st.sets(st.text(alphabet="abenys", max_size=7)), st.text(alphabet="abenys", max_size=7))
def test_wholes_are_what_words_are_the_bare_forms_of(words: set[str], key: str) -> None:
    bare = {
        word.removesuffix(ending)
        for word in words
        for ending in ("s", "es", "n", "en", "e", "y", "a")
        if word.endswith(ending) and len(word) - len(ending) >= 4
    }
    assert (key in bare) == (not words.isdisjoint(inflection.inflected(key)))


@given(st.lists(st.sampled_from("abc")), st.booleans())
def test_an_index_keeps_all_numbers_in_order(words: list[str], many: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corrigenda.terminology.forms._MANY", 0 if many else 100)
        index = Index(words)
    for each in (index, pickle.loads(pickle.dumps(index))):  # noqa: S301 - our own
        for word in "abcd":
            assert each.of(word) == [number for number, other in enumerate(words) if other == word]
        assert sorted(each.repeated()) == [number for number, word in enumerate(words) if word in words[:number]]


def test_a_digest_is_that_of_the_bytes_and_the_name() -> None:
    def digest(rows: str, path: str = "g.csv") -> str:
        return glossary.read(f"term\n{rows}".encode(), path).digest

    assert digest("Kirov\n") == digest("Kirov\n")
    assert len({digest("Kirov\n"), digest("Orlov\n"), digest("Kirov\n", "h.csv"), digest("\nKirov\n")}) == 4
    one, other = (glossary.read(b"term\nKirov\n", path) for path in ("1.csv", "2.csv"))
    assert glossary.merge([one]).digest == glossary.merge([one, one]).digest == one.digest
    assert len({each.digest for each in (one, other, glossary.merge([one, other]), glossary.merge([other, one]))}) == 4
    assert replace(one, terms=other.terms).digest != one.digest
    made = Glossary(tuple(one.terms), one.paths)
    assert made.digest == Glossary(tuple(one.terms), one.paths).digest != Glossary((), one.paths).digest


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_rests_and_goes_on_as_before(*, is_on: bool) -> None:
    @collector.at_rest()
    def work() -> None:
        assert not gc.isenabled()
        raise KeyError

    (gc.enable if is_on else gc.disable)()
    try:
        with pytest.raises(KeyError):
            work()
        assert gc.isenabled() == is_on
    finally:
        gc.enable()


def test_terms_in_columns_take_the_place_of_a_tuple() -> None:
    read = glossary.read(b"term,kind\n" + b"Kirov,person\n" * 9 + b"Orlov|Orloff,\n", "g.csv").terms
    assert isinstance(read, Terms)
    assert sorted(read.whole) == [9]
    assert read[-1].lemma == "Orlov"
    assert read[0] == Term("Kirov", (Form("Kirov", Status.PREFERRED, 2, 1),), "person", (), "", 2, "g.csv")
    assert read[0] in read
    assert read[8:] == tuple(read)[8:]
    assert read != list(read)
    with pytest.raises(IndexError):
        read[10]


@given(st.text(alphabet="aest'", min_size=1, max_size=6), st.text(alphabet="aest'", min_size=1, max_size=6))
def test_the_wholes_of_a_word_are_the_forms_that_it_is(key: str, form: str) -> None:
    assert (form in bases(key)) == same_word(key, form)


def test_a_plural_of_one_letter_and_more_is_a_form_still() -> None:
    lexicon = Lexicon(
        Glossary((Term("Model T", (Form("Model T", Status.PREFERRED, 1, 1),), "", (), "", 1, "g"),), ("g",))
    )
    assert lexicon.standing(Tokens("He drove Model Ts.")).in_phrase == {2, 3}
