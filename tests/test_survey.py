"""Counts of some texts, wherever they were counted, add up to those of all."""

import pickle
from itertools import compress

from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting.bulk import BulkReader
from corrigenda.counting.pooled import Pooled
from corrigenda.counting.survey import Survey
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.texts.tokens import Tokens

WORDS = st.lists(st.sampled_from(["Kirov", "KIROV", "kirov", "Kirov's", "Ki-\nrov", "Ёлка", "of", "2nd"]), max_size=9)


def counted(texts: list[str]) -> Vocabulary:
    vocabulary = Vocabulary()
    vocabulary.count([BulkReader(vocabulary).read(text).ids for text in texts])
    return vocabulary


@given(st.lists(st.lists(WORDS.map(" ".join), max_size=3), max_size=3))
def test_counts_that_travelled_add_up_to_those_of_all_texts(parts: list[list[str]]) -> None:
    found = Survey()
    for texts in parts:
        found.add(pickle.loads(pickle.dumps(counted(texts).survey())))  # noqa: S301 - it is ours
    plain = Survey.of(Tokens(text) for texts in parts for text in texts)
    assert (found.surfaces, found.keys, found.lower) == (plain.surfaces, plain.keys, plain.lower)


@given(st.lists(st.lists(WORDS.map(" ".join), max_size=3), min_size=1, max_size=4))
def test_counts_of_several_processes_are_added_by_number_and_each_spelling_is_for_one_that_has_it(
    parts: list[list[str]],
) -> None:
    plain = Survey.of(Tokens(text) for texts in parts for text in texts)
    vocabularies = [counted(texts) for texts in parts]
    looked_at: list[str] = []
    for part, vocabulary in enumerate(vocabularies):
        pooled = Pooled(vocabulary)
        for each in vocabularies:
            (pooled.add_own if each is vocabulary else pooled.add)(each.survey())
        found = pooled.survey()
        assert (found.surfaces, found.keys, found.lower) == (plain.surfaces, plain.keys, plain.lower)
        looked_at += compress(vocabulary.surfaces, pooled.share(part))
    assert sorted(looked_at) == sorted(plain.surfaces)
