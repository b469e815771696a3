"""The way by numbers for much text finds what the plain way finds, to the last bit."""

import pickle
import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from corrigenda.counting import bulk as bulk_words
from corrigenda.counting import scan
from corrigenda.counting.bulk import BulkReader
from corrigenda.counting.survey import Survey
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.formats.plain import decode
from corrigenda.judging import sieve
from corrigenda.judging.bulk_judge import BulkJudge
from corrigenda.judging.judge import Judge, Premises
from corrigenda.language import words
from corrigenda.likeness import changes, crowd, foresight, near
from corrigenda.likeness.confusion import Channel, channel
from corrigenda.rules import RULES
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import fold
from corrigenda.texts.text import Codec, Witness
from corrigenda.texts.tokens import LONGEST, Tokens

GOOD = Path(__file__).parent / "good"
SEEDS = Path(__file__).parents[1] / "seeds"
GLOSSARY = SEEDS.parent / "glossary.csv"


def _lexicon(path: Path) -> Lexicon:
    return Lexicon(glossary.merge([glossary.read(path.read_bytes(), path.name)]))


PIECES = st.sampled_from(
    (
        *(
            "Stalin",
            "the",
            "Kirov",
            "KIROV",
            "l’Italie",
            "Bir",
            "mingham",
            "Sta-\nlin",
            "Sta\u00adlin",
            "Ka",
            "rl",
            "naïve",
            "x\u0301y",
            "ß",
        ),
        *("ß", "Иосиф", "托季", "रमेश", "สตาลิน", "12", "3,5", "a", "\U00010400b", "ﬁre", "Æsop", "don't", "_"),
        *(
            " ",
            "  ",
            "\n",
            "\r\n",
            "\n\n",
            ", ",
            ". ",
            "-",
            "- ",
            "—",
            "…",
            "'",
            "’",
            "’s",
            "-\n  ",
            "\u00ad\n",
            "\u00ad\r\n ",
            "-\n\n",
            "-\r\n\r\n\r\n\f",
            "\f",
            "[sic]",
            "\u0301",
            "ि",
            "\U00011127",
            "\u200d",
            "x" * LONGEST,
            "ж" * (LONGEST + 1),
            "\u2028",
        ),
    )
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=60).map("".join)


def _starts_in_capital(word: str) -> bool:
    return word[:1].isupper()


@given(TEXTS)
def test_the_words_of_a_text_are_the_same(text: str) -> None:
    plain, bulk = Tokens(text), BulkReader(Vocabulary()).read(text)
    assert [bulk.surface(number) for number in range(len(bulk))] == [plain.surface(at) for at in range(len(plain))]
    for number in range(len(plain)):
        assert bulk.key(number) == plain.key(number)
        assert bulk.span(number) == plain.span(number)
        assert bulk.gap(number) == plain.gap(number)
        assert bulk.before(number) == plain.before(number)
    for first in range(len(plain) + 1):
        assert bulk.keys(first, first + 3) == plain.keys(first, first + 3)
    assert dict(bulk.places()) == dict(plain.places())
    assert sorted(bulk.counted()) == sorted(plain.counted())
    assert bulk.distinct() == plain.distinct()
    assert bulk.numbers(_starts_in_lower) == plain.numbers(_starts_in_lower)
    assert bulk.numbers_of(("kirov", "stalin", "l'italie", "none")) == plain.numbers_of(
        ("kirov", "stalin", "l'italie", "none")
    )
    assert bulk.spelled(_starts_in_capital) == plain.spelled(_starts_in_capital)
    for apart in (-3, -1, 1, 2, 9):
        wanted_pairs = (_starts_in_lower, _starts_in_lower, apart)
        assert bulk.pairs(*wanted_pairs) == plain.pairs(*wanted_pairs)
    for offset in range(len(text) + 1):
        assert bulk.at(offset) == plain.at(offset)
    assert bulk.adjacent(_starts_in_capital, _starts_in_capital) == plain.adjacent(
        _starts_in_capital, _starts_in_capital
    )
    wanted_around = (_starts_in_capital, _is_short, 1, -1, 2, -9, 9)
    assert list(bulk.around(*wanted_around)) == list(plain.around(*wanted_around))
    assert sorted(bulk.counted_pairs(_starts_in_lower, "kirov".__eq__, " \n".__contains__)) == sorted(
        plain.counted_pairs(_starts_in_lower, "kirov".__eq__, " \n".__contains__)
    )
    for most in (0, 1, 2):
        wanted = (_starts_in_capital, "lin".__eq__, _starts_in_lower, most)
        assert bulk.beside(*wanted) == plain.beside(*wanted)
        wanted = (_starts_in_capital, _is_short, _starts_in_lower, most)
        assert bulk.beside(*wanted) == plain.beside(*wanted)
    assert bulk.twice() == plain.twice()
    kept, total = bulk.among(_starts_in_lower)
    assert (sorted(kept), total) == (sorted(plain.among(_starts_in_lower)[0]), plain.among(_starts_in_lower)[1])


@given(st.lists(st.one_of(PIECES, st.text(" \n\r,.-'\"_a\0", max_size=3)), max_size=60).map("".join))
def test_what_is_told_of_gaps_by_their_bytes_is_what_is_told_of_them_one_by_one(text: str) -> None:
    raw, unsure = text.encode(), scan._told_of_short()[-1:]  # noqa: SLF001 - the last is for those not told of
    soon = scan.Scanner().words(raw)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scan, "_told_of_short", lambda: unsure)
        slow = scan.Scanner().words(raw)
    for part in ("starts", "firsts", "ends", "glued", "divided", "dirty", "shut", "odd"):
        assert getattr(soon, part).tolist() == getattr(slow, part).tolist()


def _is_short(word: str) -> bool:
    return len(word) < 3


def _starts_in_lower(word: str) -> bool:
    return word[:1].islower()


@given(st.lists(TEXTS, max_size=4))
def test_the_counts_of_texts_are_the_same(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    for text in texts:
        vocabulary.count([BulkReader(vocabulary).read(text).ids])
    bulk, plain = vocabulary.survey(), Survey.of(map(Tokens, texts))
    assert (bulk.surfaces, bulk.keys, bulk.lower) == (plain.surfaces, plain.keys, plain.lower)


@given(TEXTS)
def test_counts_travel_between_processes(text: str) -> None:
    counts = Survey.of([Tokens(text)])
    received = pickle.loads(pickle.dumps(counts))  # noqa: S301 - it is ours
    assert (received.surfaces, received.keys, received.lower) == (counts.surfaces, counts.keys, counts.lower)
    assert received.keys["no word of it"] == 0


@given(st.lists(TEXTS, max_size=4))
def test_texts_that_are_joined_have_the_words_of_one_with_nuls_between(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    reader = BulkReader(vocabulary)
    bulk, plain = reader.joined(reader.read_all(["", *texts])), Tokens("\0".join(["", *texts]))
    assert [bulk.surface(number) for number in range(len(bulk))] == [plain.surface(at) for at in range(len(plain))]
    bulk._patience = -1  # noqa: SLF001 - the gaps of all are then told from the odd ones
    for number in range(len(plain)):
        assert (bulk.key(number), bulk.span(number)) == (plain.key(number), plain.span(number))
        assert bulk.gap(number) == plain.gap(number)
    ends = {len(Tokens("\0".join(["", *texts[:count]]))) - 1 for count in range(len(texts))}
    assert {number for number in ends if 0 <= number < len(plain) - 1}.issubset(bulk.shut.tolist())
    assert sorted(bulk.counted_pairs(_starts_in_lower, "kirov".__eq__, " \n".__contains__)) == sorted(
        plain.counted_pairs(_starts_in_lower, "kirov".__eq__, " \n".__contains__)
    )


@given(st.lists(TEXTS, max_size=4))
def test_what_was_asked_about_the_words_of_some_texts_holds_in_further_ones(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    for text in texts:
        plain, bulk = Tokens(text), BulkReader(vocabulary).read(text)
        assert bulk.pairs(_starts_in_lower, _is_short) == plain.pairs(_starts_in_lower, _is_short)
        assert bulk.numbers(_is_short) == plain.numbers(_is_short)
        assert bulk.adjacent(_is_short, _starts_in_capital) == plain.adjacent(_is_short, _starts_in_capital)
        kept, total = bulk.among(_starts_in_lower)
        expected, expected_total = plain.among(_starts_in_lower)
        assert (sorted(kept), total) == (sorted(expected), expected_total)


def test_what_is_as_long_as_a_text_is_no_word() -> None:
    text = "a" * 300_000 + " b " + "é" * LONGEST + " Kirov" * 30_000 + "b" * 300_000 + " c " + "d" * (LONGEST + 1)
    bulk, plain = BulkReader(Vocabulary()).read(text), Tokens(text)
    assert (len(bulk), bulk.surface(0), len(bulk.surface(1)), bulk.surface(30_001)) == (30_002, "b", LONGEST, "c")
    assert [bulk.gap(number) for number in range(len(bulk))] == [plain.gap(number) for number in range(len(plain))]
    assert 30_000 in bulk.shut


WORDS = st.text("abceiklmnorstuvyABIKRUV1-’ éñЖжl|ǅǆßİ", min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(WORDS, min_size=1, max_size=12, unique=True), st.booleans())
@example(["11"], ["y", "ks"], False)  # shorter than any ending
def test_the_costs_of_changes_are_the_same(wrongs: list[str], rights: list[str], taught: bool) -> None:
    costs: Channel = channel()
    if taught:
        costs = costs.taught({("e", "c"): 1.4, ("b", "k"): 0.2, ("ll", "n"): 0.3})
    nearest = crowd.Nearest(near.skeletons(rights), fold.keys(rights), rights, _far, 5)
    row, column = nearest.of(wrongs, near.skeletons(wrongs))
    worked_out = changes.Costs(costs, rights.__getitem__)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(changes, "_LOT", 7)
        for some in (row < 1, row >= 1, row >= 0):  # the tables of the first letters have not all of the others
            found = worked_out.of(column[some], wrongs, row[some])
            assert found is not None
            pairs = zip(row[some].tolist(), column[some].tolist(), strict=True)
            assert found.tolist() == [costs.cost(rights[right], wrongs[wrong]) for wrong, right in pairs]


@given(st.lists(st.tuples(WORDS, WORDS), max_size=12, unique=True), st.booleans())
def test_the_changes_that_words_are_made_of_are_the_same(pairs: list[tuple[str, str]], taught: bool) -> None:
    costs = channel().taught({("e", "c"): 1.4, ("b", "k"): 0.2, ("ll", "n"): 0.3}) if taught else channel()
    pairs += [(right, f"{right[:-1]}rn{right[-1:]}") for right, _wrong in pairs]
    assert changes.steps(costs, pairs) == [costs.changes(right, wrong) for right, wrong in pairs]
    assert changes.costs(costs, pairs) == [costs.cost(right, wrong) for right, wrong in pairs]


def _far(_length: int) -> int:
    return 20


def test_words_that_differ_in_the_last_of_eight_bytes_twice_are_not_taken_for_one() -> None:
    one, other = "dwtgmlqnucagvltz", "dwtgmlqzucakvltv"
    assert [surface for surface, _key, _count in BulkReader(Vocabulary()).read(f"{one} {other}").counted()] == [
        one,
        other,
    ]


@given(st.lists(PIECES | st.sampled_from((" ", "\n", "Kirov", "the")), max_size=80).map("".join))
def test_the_words_of_a_text_that_is_scanned_in_blocks_are_the_same(text: str) -> None:
    plain = Tokens(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bulk_words, "_BLOCK", 8)
        bulk = BulkReader(Vocabulary()).read(text)
    bulk._patience = -1  # noqa: SLF001 - what is asked for one by one stands in the text anyway
    for number in range(len(plain)):
        assert (bulk.key(number), bulk.span(number)) == (plain.key(number), plain.span(number))
        assert bulk.gap(number) == plain.gap(number)
    assert len(bulk) == len(plain)


def test_the_same_bytes_read_in_two_ways_are_two_texts() -> None:
    data = "Ouï, Stalbrand et Kirov.".encode()
    witnesses = [
        decode(data, name=f"{encoding}.txt", siglum=f"{encoding}.txt", encoding=encoding)
        for encoding in ("utf-8", "gb18030")
    ]
    assert len({witness.text for witness in witnesses}) == 2
    knowledge = Knowledge(_lexicon(GLOSSARY))
    assert lint(witnesses, knowledge, RULES, bulk=True) == lint(witnesses, knowledge, RULES, bulk=False)


def test_tables_of_too_many_letters_are_not_made() -> None:
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 700)))
    pair = np.zeros(1, np.int64)
    assert changes.Costs(channel(), [letters].__getitem__).of(pair, [letters[:5]], pair) is None
    assert changes.steps(channel(), [(letters, letters[:5])]) is None
    assert changes.costs(channel(), [(letters, letters[:5])]) == [channel().cost(letters, letters[:5])]


Pairs = list[tuple[int, int]]
"""Numbers of words and of names near them, in order."""


def _one_by_one(words: Sequence[str], names: Sequence[str], reach: Callable[[int], int]) -> Pairs:
    found: Pairs = []
    for number, word in enumerate(words):
        hits = process.extract(
            word[::-1],
            [name[::-1] for name in names],
            scorer=Levenshtein.distance,
            processor=None,
            score_cutoff=reach(len(word)),
            limit=None,
        )
        ranked = sorted(
            (distance, JaroWinkler.distance(fold.key(word), fold.key(names[name])), names[name], name)
            for _name, distance, name in hits
            if distance <= hits[0][1] + 1
        )
        found += sorted((number, name) for *_ranks, name in ranked[:4])
    return found


def _at_once(words: Sequence[str], names: Sequence[str], reach: Callable[[int], int]) -> Pairs:
    nearest = crowd.Nearest([name[::-1] for name in names], fold.keys(names), names, reach, 4)
    row, column = nearest.of(words, [word[::-1] for word in words])
    assert row.tolist() == sorted(row.tolist())
    return sorted(zip(row.tolist(), column.tolist(), strict=True))


@given(st.lists(WORDS, max_size=20), st.lists(WORDS, max_size=20), st.integers(0, 12), st.integers(0, 5))
def test_the_nearest_names_are_the_same(words: list[str], names: list[str], at: int, lost: int) -> None:
    words = [*words, *(f"{name[:at]} of {name[at + lost :]}" for name in names)]
    assert _at_once(words, names, near.reach) == _one_by_one(words, names, near.reach)


ALIKE = st.text("abAB", min_size=3, max_size=6)


@given(st.lists(ALIKE, max_size=8), st.lists(ALIKE, min_size=9, max_size=40, unique=True), st.booleans())
def test_of_many_names_equally_near_the_same_are_weighed(
    suspects: list[str], right: list[str], is_indexed: bool
) -> None:
    names = near.NearNames(Lexicon(glossary.Glossary.parse("\n".join(("term", *right)))).names)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(crowd, "_MANY", 0 if is_indexed else 100)
        nearest = crowd.Nearest(names.skeletons, names.keys, names.names.words, near.reach, near.CONSIDERED)
        row, column = nearest.of(suspects, near.skeletons(suspects))
    at_once = sorted(zip(row.tolist(), column.tolist(), strict=True))
    one_by_one = [names._nearest_skeletons(suspect) for suspect in suspects]  # noqa: SLF001 - all others see less
    assert at_once == sorted((number, name) for number, near_it in enumerate(one_by_one) for name in near_it)
    assert all(len(near_it) <= near.CONSIDERED for near_it in one_by_one)


LONG_WORDS = st.text("abr", min_size=8, max_size=18)


@given(
    st.lists(WORDS | LONG_WORDS, max_size=20),
    st.lists(WORDS | LONG_WORDS, min_size=1, max_size=20),
    st.tuples(st.integers(0, 15), st.integers(0, 2), st.text("abr1", max_size=2)),
)
def test_the_nearest_of_very_many_names_are_the_same(
    words: list[str], names: list[str], change: tuple[int, int, str]
) -> None:
    at, lost, extra = change
    words = [*words, *(name[:at] + extra + name[at + lost :] for name in names)]
    reach = partial(near.reach, names=1_000_000)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(crowd, "_MANY", 0)
        patched.setattr(crowd, "_KEYS", 7)
        patched.setattr(crowd, "_QUERIES", 3)
        assert _at_once(words, names, reach) == _one_by_one(words, names, reach)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1))
def test_packed_words_differ_in_no_more_places(pairs: list[tuple[str, str]]) -> None:
    ones, others = zip(*pairs, strict=True)
    found = crowd._differing(crowd._packed(ones), crowd._packed(others))  # noqa: SLF001 - what it leaves out is lost
    places = [sum(a != b for a, b in zip_longest(*pair)) for pair in pairs]
    assert all(count <= most for count, most in zip(found.tolist(), places, strict=True))
    assert crowd._differing(crowd._packed(["stalin"]), crowd._packed(["stolen"])).tolist() == [2]  # noqa: SLF001


SUSPECTS = st.builds(
    near.Suspect,
    WORDS | st.from_regex("[A-Z][a-z]{1,8}", fullmatch=True),
    st.integers(1, 20),
    st.integers(0, 20),
    st.booleans(),
    st.booleans(),
    st.sampled_from((0, 10, 50, 80)),
)


@given(st.lists(SUSPECTS, max_size=8))
def test_what_speaks_for_words_is_the_same(suspects: list[near.Suspect]) -> None:
    at_least, of_system = sieve._least(suspects), sieve._of_system(suspects)  # noqa: SLF001
    assert at_least.tolist() == pytest.approx(list(map(foresight.least, suspects)))
    whole = [near.as_it_stands(suspect)[1] for suspect in suspects]
    assert (at_least + of_system).tolist() == pytest.approx(whole)


@given(SUSPECTS, st.sampled_from(sorted(_lexicon(GLOSSARY).names)), st.floats(0, 4), st.booleans(), st.booleans())
def test_what_speaks_for_names_is_the_same(
    suspect: near.Suspect, name: str, cost: float, sound: bool, word: bool
) -> None:
    candidate = near.Candidate(_lexicon(GLOSSARY).names[name], cost, sound, word=word, count=3, frequency=1.5)
    features = near.candidate_features(candidate, suspect)
    (utility,) = near.utilities(suspect, (candidate,))
    assert utility == sum(near.weights()[each] * value for each, value in features.items())
    assert set(near.OF_A_SYSTEM).issubset(features) is sound


@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 2)), max_size=8))
def test_several_words_are_at_least_as_right(words: list[tuple[str, str, int]]) -> None:
    several = [near.Suspect(f"{one} {other}", parts=2, words=known) for one, other, known in words]
    known = np.array([suspect.words for suspect in several], np.float64)
    at_least = foresight.least_of_several(known, np.array([suspect.text[0].islower() for suspect in several], np.bool_))
    for suspect, utility in zip(several, at_least.tolist(), strict=True):
        assert utility <= near.as_it_stands(suspect)[1] + 1e-9


DIRT = st.sampled_from((*" " * 4, "\n", "\n\n", *"-—'\"/·ⓐ", "--", "- ", "’ ", ". ", ", ,", " (", "  ·  "))
TORN = st.sampled_from(
    (
        *("Ki", "rov", "KI", "ROV", "Kir", "ov", "Sta", "lin", "Stal", "in's", "l’It", "Jo", "seph", "Z1n", "K-\nin"),
        *("ofStalin", "KarlKirov", "Kirow", "Lcnin", "Sergei", "Mironovich", "Iosif"),
        *("the", "and", "said", "Stalin", "man", "a", "3", "1936", "Ov", "naïve", "Lemon", "grad"),
    )
)


@given(st.lists(st.lists(st.tuples(DIRT, TORN), max_size=40).map(lambda some: "".join(map("".join, some))), max_size=3))
def test_the_doubtful_places_are_the_same(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    read = BulkReader(vocabulary).read_all(texts)
    vocabulary.count([tokens.ids for tokens in read])
    lexicon = _lexicon(GLOSSARY)
    premises = Premises(lexicon, vocabulary.survey(), words.load("en"))
    plain, bulk = Judge(premises), BulkJudge(premises)
    bulk.foresee(vocabulary)
    for some in (read[:1], read):  # what was met is not weighed again
        bulk.foresee_places(some)
        for tokens in some:
            places = list(bulk.doubtful(tokens))
            assert places == list(plain.doubtful(Tokens(tokens.text)))
            for place in places:
                assert bulk.likely(place, tokens) == plain.likely(place, tokens)


def _witness(siglum: str, text: str) -> Witness:
    return Witness(siglum, siglum, text, Codec(), f"digest of {siglum}")


def _both(witnesses: Sequence[Witness], terms: Path) -> None:
    knowledge = Knowledge(_lexicon(terms), min_score=0.0)
    plain = lint(witnesses, knowledge, RULES, bulk=False)
    assert lint(witnesses, knowledge, RULES, bulk=True) == plain


@pytest.mark.parametrize("terms", sorted(GOOD.glob("*.csv")), ids=lambda path: path.stem)
def test_good_texts_have_the_same_findings(terms: Path) -> None:
    text = terms.with_suffix(".txt")
    _both([_witness(text.name, text.read_text(encoding="utf-8"))], terms)


def test_long_texts_are_counted_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corrigenda.running.backend._LONG", 2_000)
    text = next(SEEDS.glob("*.txt")).read_text(encoding="utf-8")
    sizes = (500, 5_000, 0, 1_500, 8_000)
    _both([_witness(f"{size}.txt", text[size : 2 * size]) for size in sizes], GLOSSARY)


def test_damaged_texts_in_several_languages_have_the_same_findings() -> None:
    chance = random.Random(3)
    names = [entry.form.text for entry in _lexicon(GLOSSARY).right]
    texts = [path.read_text(encoding="utf-8") for path in sorted((*GOOD.glob("*.txt"), *SEEDS.glob("*.txt")))]
    witnesses = []
    for number, text in enumerate(texts):
        words = text[:6_000].split(" ")
        for at in chance.sample(range(len(words)), len(words) // 20):
            words[at] = _damaged(chance.choice(names), chance)
        witnesses.append(_witness(f"{number:02}.txt", " ".join(words)))
    _both(witnesses, GLOSSARY)


def test_the_names_of_likely_errors_are_those_of_all_that_may_be_ones() -> None:
    text = next(SEEDS.glob("*.txt")).read_text(encoding="utf-8")[:20_000]
    tokens = Tokens(f"{text} Lcnin, Lenin. He wrote Kirow or Kirov; LCNIN, and Sergei Kirow.")
    survey = Survey.of([tokens])
    for known in (None, words.load("en")):
        judge = Judge(Premises(_lexicon(GLOSSARY), survey, known))
        for place in judge.suspects(tokens):
            every = judge.proposals(place, tokens)
            is_likely = sum(proposal.score for proposal in every) >= near.LIKELY
            assert judge.likely(place, tokens) == (every if is_likely else ())


def _damaged(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + chance.choice(("", "1", "rn", " ", "-\n", "e", fold.APOSTROPHES[1])) + name[at + 1 :]


def test_changes_among_very_many_letters_cost_what_one_by_one_they_do() -> None:
    strange = "".join(chr(code) for code in range(0x100, 0x300))
    pairs = [(f"Petrovsky{strange[at : at + 9]}", f"Petrovskogo{strange[at + 1 : at + 9]}") for at in range(0, 500, 9)]
    pairs += [("Petrovsky", "Petrovskogo"), ("Birmingham", "Birrningham"), ("Schiller", "Shiller")]
    shipped = channel()
    assert changes.costs(shipped, pairs) == pytest.approx([shipped.cost(*pair) for pair in pairs])
