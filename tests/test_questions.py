"""What is asked about spellings: the answers are those that each would be given by itself."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting.questions import IN_A_BYTE, Questions

_WORDS = st.lists(st.text("abc", max_size=3), max_size=12)
_KINDS = ("as it stands", "turned round")


@given(st.lists(st.tuples(_WORDS, st.lists(st.tuples(st.sampled_from(_KINDS), st.integers(0, 20)), max_size=6))))
def test_every_answer_is_that_to_its_own_question(steps: list[tuple[list[str], list[tuple[str, int]]]]) -> None:
    """However many questions there are, and whenever words come: each question is asked once about each word."""
    words: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    questions = Questions(words)
    was_asked: dict[tuple[str, int], list[str]] = {}

    def asker(kind: str, number: int) -> Callable[[str], bool]:
        def keep(word: str) -> bool:
            was_asked.setdefault((kind, number), []).append(word)
            return len(word) * number % 4 == 1

        return keep

    keepers = {(kind, number): asker(kind, number) for kind in _KINDS for number in range(21)}
    for new, asked in steps:
        words["as it stands"] += new
        words["turned round"] += [word[::-1] for word in new]
        for kind, number in asked:
            at, bit = divmod(questions.ask(kind, keepers[kind, number]), IN_A_BYTE)
            said = [bool(byte >> bit & 1) for byte in questions.answers(at).tolist()]
            assert said == [len(word) * number % 4 == 1 for word in words[kind]]
            assert was_asked.get((kind, number), []) == words[kind]


def test_a_question_keeps_its_number() -> None:
    """The same question about something else is another one."""
    questions = Questions({"one": ["a"], "other": ["b"]})
    assert [questions.ask(kind, str.isalpha) for kind in ("one", "other", "one")] == [0, 1, 0]
