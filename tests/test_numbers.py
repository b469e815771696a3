"""Numbers in words and digits: read, found in prose, and spelled."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.language.numbers import LARGE, Number, large_numbers, numbers, spell
from corrigenda.texts.tokens import Tokens

LOW = "zero one two three four five six seven eight nine ten eleven twelve"
TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ROUND = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
ONES = f"{LOW} {TEENS}".split()
TENS = ROUND.split()


def found(text: str) -> list[tuple[str, int]]:
    return [(text[one.span.start : one.span.end], one.value) for one in numbers(Tokens(text))]


def parse(text: str) -> int | None:
    """Return the number that a text is wholly, if it is one."""
    return next((value for sic, value in found(text) if sic == text), None)


def only(text: str) -> Number:
    (one,) = numbers(Tokens(text))
    return one


def below_hundred(value: int, hyphen: str) -> str:
    if value < 20:
        return ONES[value]
    tens, ones = divmod(value, 10)
    return TENS[tens] + (hyphen + ONES[ones] if ones else "")


def in_words(value: int, *, hyphen: str, joint: str, comma: str, article: bool) -> str:
    """Return English words for a number in one of the ways people write them."""
    if value < 100:
        return below_hundred(value, hyphen)
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        head = "a" if article and hundreds == 1 else ONES[hundreds]
        return f"{head} hundred" + (joint + below_hundred(rest, hyphen) if rest else "")
    name, scale = next(one for one in (("billion", 10**9), ("million", 10**6), ("thousand", 10**3)) if value >= one[1])
    count, rest = divmod(value, scale)
    head = "a" if article and count == 1 else in_words(count, hyphen=hyphen, joint=joint, comma=comma, article=False)
    between = joint if rest < 100 else comma
    tail = in_words(rest, hyphen=hyphen, joint=joint, comma=comma, article=False)
    return f"{head} {name}" + (between + tail if rest else "")


@given(
    st.one_of(st.integers(0, 10**12 - 1), st.integers(0, 9999)),
    st.sampled_from(["-", " ", "\N{NON-BREAKING HYPHEN}", "-\n"]),
    st.sampled_from([" and ", " ", " and\n", "\nand "]),
    st.sampled_from([" ", ", ", "\n"]),
    st.booleans(),
)
def test_whatever_way_a_number_is_written_it_is_read(
    value: int, hyphen: str, joint: str, comma: str, article: bool
) -> None:
    text = in_words(value, hyphen=hyphen, joint=joint, comma=comma, article=article)
    assert parse(text) == value
    assert parse(text.upper()) == value
    assert found(f"then {text} men") == [(text, value)]


@given(st.integers(0, 10**12 - 1))
def test_what_is_spelled_is_read_again(value: int) -> None:
    assert parse(spell(value)) == value


@given(st.integers(0, 10**12 - 1))
def test_digits_are_read_plain_and_grouped(value: int) -> None:
    assert parse(str(value)) == value
    for sign in (",", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "'", "’"):
        assert parse(f"{value:,}".replace(",", sign)) == value


@given(st.integers(13, 20), st.integers(10, 99))
def test_years_are_read_in_pairs(head: int, tail: int) -> None:
    text = f"{below_hundred(head, '-')} {below_hundred(tail, '-')}"
    assert only(text).value == head * 100 + tail
    assert only(text).paired


@pytest.mark.parametrize("value", [-1, 10**12])
def test_numbers_out_of_range_cannot_be_spelled(value: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        spell(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a hundred and four", 104),
        ("a thousand and one", 1001),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("three score and ten", 70),
        ("fourscore and seven", 87),
        ("nineteen hundred and five", 1905),
        ("nineteen oh five", 1905),
        ("twelve hundred", 1200),
        ("3 million", 3_000_000),
        ("two hundred and three thousand", 203_000),
        ("fortyfour", 44),
    ],
)
def test_the_odd_ways_are_known_too(text: str, value: int) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("first", 1),
            ("second", 2),
            ("twelfth", 12),
            ("twentieth", 20),
            ("thirty-first", 31),
            ("hundredth", None),
        ),
        *(
            ("one hundredth", 100),
            ("hundred and fourth", 104),
            ("31st", 31),
            ("1er", 1),
            ("two thousandth", 2000),
        ),
    ],
)
def test_ordinals_are_marked(text: str, value: int | None) -> None:
    assert parse(text) == value
    if value is not None:
        assert only(text).ordinal


@pytest.mark.parametrize(
    "text",
    ["a", "an", "and", "a man", "no one's", "someone", "oh", "score", "the score", "hundreds of men", "tent"],
)
def test_words_that_are_no_numbers(text: str) -> None:
    assert [value for _, value in found(text) if value != 1] == []
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    ["3.5", "10:30", "1/2", "£104", "$5", "104%", "20°", "§12", "two and a half million", "B52", "12a"],
)
def test_pieces_of_other_things_are_no_counts(text: str) -> None:
    assert found(f"it was {text} there") == []


def test_neighbours_stay_apart() -> None:
    assert found("one, two, three") == [("one", 1), ("two", 2), ("three", 3)]
    assert found("twenty, thirty men") == [("twenty", 20), ("thirty", 30)]
    assert found("in 1936 104 men and a hundred and a half") == [("1936", 1936), ("104", 104)]
    assert found("two hundred\n\nthree") == [("two hundred", 200), ("three", 3)]


def test_the_final_stop_is_no_decimal() -> None:
    assert found("There were 104. Then 5.") == [("104", 104), ("5", 5)]


def test_a_number_knows_its_words() -> None:
    one = only("exactly one hundred and four men")
    assert (one.first, one.last, one.spelled, one.ordinal, one.paired) == (1, 4, True, False, False)


OTHERS = "a an and half dozen hundred thousand million score oh third twelfth fortieth of men"
PIECES = [
    *ONES,
    *TENS,
    *OTHERS.split(),
    "1" * 5000,
    "0" * 30 + "9",
    "5",
    "12",
    "13",
    "206",
    "000",
    "1,040",
    "3rd",
    "20th",
]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", "-", ", ", ". ", ".", "\n"])), max_size=12))
def test_large_numbers_are_those_among_all(pieces: list[tuple[str, str]]) -> None:
    tokens = Tokens("".join(chain.from_iterable(pieces)))
    assert list(large_numbers(tokens)) == [number for number in numbers(tokens) if number.value >= LARGE]
