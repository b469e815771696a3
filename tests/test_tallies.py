"""What was counted in parts is what is counted in all, and words looked up one by one are those of a mapping."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting.counted import Counted, Words
from corrigenda.counting.lookup import Lookup
from corrigenda.counting.scan import hash_of, hashes_of
from corrigenda.formats.plain import decode
from corrigenda.rules.consistency import frames, may_be_name
from corrigenda.running import tallies
from corrigenda.running.backend import BulkBackend
from corrigenda.texts import fold

WORDS = st.text("aZzéßЖ’'-\udce9\N{LATIN SMALL LIGATURE FI}", min_size=1, max_size=30)
PIECES = (
    "Stalin",
    "STALIN",
    "stalin",
    "Petrovskii",
    "Petrovsky",
    "Élie",
    "élie",
    "l’Élie",
    "Стalin",
    "rose",
    "Rose",
    "x",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
ASKED = [*PIECES, *map(fold.key, PIECES), "missing"]


@given(st.lists(WORDS, max_size=20))
def test_one_word_has_the_hash_that_it_has_among_many(words: list[str]) -> None:
    assert list(map(hash_of, words)) == hashes_of(words).tolist()


@given(st.lists(WORDS, max_size=9), st.lists(WORDS, max_size=9))
def test_spellings_in_one_piece_are_a_sequence(some: list[str], more: list[str]) -> None:
    made = tallies.Spellings.of(some) + more
    assert (list(made), len(made)) == ([*some, *more], len(some) + len(more))
    assert [made[number] for number in range(len(made))] == made[:] == [*some, *more]


def counted(texts: Sequence[str]) -> Counted:
    at = BulkBackend()
    read = at.read([decode(text.encode(), name=text, siglum=text) for text in texts])
    at.count(read)
    return tallies.counted(at, (), {})


def known(words: Words) -> dict[str, tuple[int, bool, int, int]]:
    """Return what is known of each spelling."""
    columns = (words.hashes, words.is_lower, words.frames, words.hashes_of_kinds[words.kinds])
    return dict(zip(words.spellings, zip(*(column.tolist() for column in columns), strict=True), strict=True))


@pytest.mark.parametrize("patience", [1, 5, 1_000])
@given(st.lists(TEXTS, max_size=5), st.lists(TEXTS, max_size=5))
def test_counts_of_parts_looked_up_are_those_of_all(patience: int, some: list[str], others: list[str]) -> None:
    whole = counted([*some, *others])
    both = tallies.together(counted(some), counted(others))
    assert known(both.words) == known(whole.words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corrigenda.counting.lookup._PATIENCE", patience)
        survey = Lookup(both.words).survey(both.counts)
        expected = Counter(word for text in (*some, *others) for word in text.split())
        keys: Counter[str] = Counter()
        lower: Counter[str] = Counter()
        for word, count in expected.items():
            keys[fold.key(word)] += count
            lower[fold.key(word)] += count * word[0].islower()
        for found, plain in ((survey.surfaces, expected), (survey.keys, keys), (survey.lower, +lower)):
            assert [found[word] for word in ASKED] == [plain[word] for word in ASKED]
            assert [found.get(word, 7) for word in ASKED] == [plain.get(word, 7) for word in ASKED]
            assert [word in found for word in ASKED] == [word in plain for word in ASKED]
            assert found.total() == plain.total()
            assert (dict(found.items()), set(found), len(found)) == (dict(plain), set(plain), len(plain))
            assert sorted(found.values()) == sorted(plain.values())


@given(st.lists(TEXTS, max_size=5))
def test_names_are_found_by_their_consonants(texts: list[str]) -> None:
    made = counted(texts)
    by_frame = Lookup(made.words).survey(made.counts).by_frame
    assert by_frame is not None
    names = {word for text in texts for word in text.split() if may_be_name(word)}
    for frame in {"ptrvsk", *frames(sorted(names))}:
        assert set(by_frame(frame)) == {name for name in names if frames([name]) == [frame]}
