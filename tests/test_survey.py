"""Counts of some texts, wherever they were counted, add up to those of all."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from corrigenda.bulk import Vocabulary
from corrigenda.survey import Survey
from corrigenda.tokens import Tokens

WORDS = st.lists(st.sampled_from(["Kirov", "KIROV", "kirov", "Kirov's", "Ki-\nrov", "Ёлка", "of", "2nd"]), max_size=9)


@given(st.lists(st.lists(WORDS.map(" ".join), max_size=3), max_size=3))
@settings(deadline=None)
def test_counts_that_travelled_add_up_to_those_of_all_texts(parts: list[list[str]]) -> None:
    found = Survey()
    for texts in parts:
        vocabulary = Vocabulary()
        vocabulary.count([vocabulary.read(text) for text in texts])
        found.add(pickle.loads(pickle.dumps(vocabulary.survey())))  # noqa: S301 - it is ours
    plain = Survey.of(Tokens(text) for texts in parts for text in texts)
    assert (found.surfaces, found.keys, found.lower) == (plain.surfaces, plain.keys, plain.lower)
