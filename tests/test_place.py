"""Finding places again in texts that have changed: found, or named as not found, never put elsewhere."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrigenda.deciding.grams import Grams
from corrigenda.deciding.place import Ambiguous, Haystack, Made, Missing, Placed, stands
from corrigenda.texts.text import Anchor, Codec, Span, Witness

BASE = (
    "At that time Comrade Stalbrand spoke in the hall,\nand the delegates rose to their feet.\n\n"
    "Later in the year the same delegates met again, and Stalbrand was\nnot there to greet them.\n"
)


def anchor(text: str, sic: str, *, number: int = 1, counted: bool = True) -> Anchor:
    at = -1
    for _ in range(number):
        at = text.index(sic, at + 1)
    found = Witness("t", "t", text, Codec(), "").anchor(Span(at, at + len(sic)))
    return Haystack(text).counted(found) if counted else found


def locate(there: Anchor, text: str) -> Placed | Ambiguous | Missing:
    """Return where a place is in another text."""
    return Haystack(text).locate(there)


def found(there: Anchor, text: str) -> str | None:
    """Return the text around the place, with the sic in brackets; None when it is not placed."""
    outcome = locate(there, text)
    if not isinstance(outcome, Placed):
        return None
    start, end = outcome.span.start, outcome.span.end
    return f"{text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 6]}"


def made(there: Anchor, corr: str, text: str) -> bool:
    """Say whether a correction stands at its place already, and the sic does not."""
    return isinstance(Haystack(text).settle(there, replace(there, sic=corr, copy=1, copies=1)), Made)


def test_in_the_same_text_the_span_alone_counts() -> None:
    here = anchor(BASE, "Stalbrand")
    assert stands(here, BASE)
    assert not stands(here, "x" + BASE)
    assert not stands(Anchor("t", Span(900, 901), "x", "", ""), BASE)


@pytest.mark.parametrize(("number", "place"), [(1, "Comrade [Stalbrand] spoke"), (2, "in, and [Stalbrand] was\nn")])
def test_a_place_is_found_after_edits_elsewhere(number: int, place: str) -> None:
    text = "A new preface.\n\n" + BASE.replace("their feet", "applaud") + "And an afterword.\n"
    assert found(anchor(BASE, "Stalbrand", number=number), text) == place


def test_a_place_is_found_when_lines_are_broken_anew() -> None:
    text = "the hall of\nthe Smolny\nPalace was full of people that even-\ning, as it had been before"
    there = anchor(text, "Smolny\nPalace")
    assert found(there, " ".join(text.split())) == " of the [Smolny Palace] was f"
    assert found(there, text.replace(" ", "\r\n  ").replace("even-\n", "even")) == "\nthe\r\n  [Smolny\nPalace]\r\n  wa"


def test_a_word_divided_at_a_line_end_is_found_whole_and_the_other_way_round() -> None:
    divided = BASE.replace("Comrade Stalbrand", "Comrade Stal-\nbrand")
    assert found(anchor(divided, "Stal-\nbrand"), BASE) == "Comrade [Stalbrand] spoke"
    assert found(anchor(BASE, "Stalbrand"), divided) == "Comrade [Stal-\nbrand] spoke"


def test_a_hyphen_that_belongs_to_the_word_may_stand_at_a_line_end() -> None:
    text = "the Trotskyite-Zinovievist opposition was named in the indictment of that year"
    there = anchor(text, "Trotskyite-Zinovievist")
    assert found(there, text.replace("ite-", "ite-\n")) == "the [Trotskyite-\nZinovievist] oppos"


def test_other_white_space_inside_the_sic_is_another_sic() -> None:
    text = "they came back to day and found the old house just as they had left it in the year"
    assert found(anchor(text, "to day"), text.replace("to day", "today") + " before") is None


def test_damaged_neighbours_do_not_hide_a_place() -> None:
    text = BASE.replace("Comrade", "Cornrade").replace("spoke in", "spolte in").replace("hall", "hull")
    assert found(anchor(BASE, "Stalbrand"), text) == "ornrade [Stalbrand] spolt"


def test_a_place_whose_sic_has_gone_is_missing_though_the_word_stands_elsewhere() -> None:
    there = anchor(BASE, "Stalbrand")
    assert locate(there, BASE.replace("Stalbrand", "Stalin", 1)) == Missing()
    assert locate(there, BASE.replace("Comrade Stalbrand spoke", "Comrade spoke", 1)) == Missing()


@pytest.mark.parametrize("longer", ["lStalbrand", "Stalbrandt"])
def test_a_sic_that_has_become_part_of_a_longer_word_is_missing(longer: str) -> None:
    damaged = BASE.replace("Comrade", "Cornrade").replace("hall", "hull")
    assert found(anchor(BASE, "Stalbrand"), damaged) is not None
    assert found(anchor(BASE, "Stalbrand"), damaged.replace("Stalbrand", longer, 1)) is None


def test_a_place_whose_context_stands_unharmed_without_the_sic_is_not_sought_in_a_double() -> None:
    line = "On the {}th of May recieved of Mr. Brown for the hire of a horse\n"
    there = anchor(line.format(4), "recieved")
    gone = line.format(4).replace("recieved", "received")
    assert locate(there, gone + line.format(5)) == Missing()
    assert isinstance(locate(there, line.format(5)), Placed)


def test_a_passage_that_now_stands_twice_is_ambiguous() -> None:
    outcome = locate(anchor(BASE, "Stalbrand"), BASE + "\n" + BASE)
    assert outcome == Ambiguous((Span(21, 30), Span(21 + len(BASE) + 1, 30 + len(BASE) + 1)))


REFRAIN = "O come, come away, says the kiug of the land,\nO come, come away to the sea and the sand.\n"


def test_copies_are_told_apart_by_their_number_while_all_are_there() -> None:
    text = REFRAIN * 4
    there = anchor(text, "away to", number=2)
    assert (there.copy, there.copies) == (2, 3)
    start = there.span.start + len("A title.\n")
    assert locate(there, "A title.\n" + text) == Placed(Span(start, start + len("away to")))


def test_a_copy_is_not_sought_in_another_when_one_is_gone() -> None:
    there = anchor(REFRAIN * 4, "away to", number=2)
    shorter = REFRAIN + "Nothing is left of the second one.\n" + REFRAIN * 2
    assert isinstance(locate(there, shorter), Ambiguous)


def test_a_place_with_near_doubles_is_found_by_its_whole_quotation_alone() -> None:
    text = "".join(f"On the {day}th of May recieved of Mr. Brown for the hire of a horse\n" for day in range(4, 9))
    there = anchor(text, "recieved", number=2)
    assert (there.copies, there.rivals) == (1, 4)
    assert found(there, "An account.\n" + text) == " of May [recieved] of Mr"
    gone = text.replace("5th of May recieved", "5th of May received")
    assert isinstance(locate(there, gone), Missing)
    assert isinstance(locate(anchor(text, "recieved", number=2, counted=False), gone), Ambiguous | Missing)


class Counting(Haystack):
    """Counts the places that it looked at."""

    looked = 0

    def _span(self, at: int, anchor: Anchor) -> Span | None:
        self.looked += 1
        return super()._span(at, anchor)


@pytest.mark.parametrize("line", ["Stalbrand came to the town.\n", "Stalbrand came. "])
def test_places_that_read_alike_are_looked_at_once_each_and_not_once_for_each_other(line: str) -> None:
    text = line * 400
    here = Witness("t", "t", text, Codec(), "")
    anchors = [here.anchor(Span(at, at + 9)) for at in range(0, len(text), len(line))]
    first, then = Counting(text), Counting("A preface.\n" + text)
    counted = [first.counted(each) for each in anchors]
    moved = then.settle_all([(each, replace(each, sic="Stalbrand’s", copy=1, copies=1)) for each in counted])
    quotations = {(each.before, each.sic, each.after) for each in anchors}
    assert max(first.looked, then.looked) <= len(quotations) * len(anchors)
    assert len(quotations) < 8
    inner = slice(5, -5)  # those at the ends are quoted with less around them
    copies = [each.copy for each in counted[inner]]
    assert copies == [*range(copies[0], copies[-1] + 1)]
    assert moved[inner] == tuple(Placed(Span(each.span.start + 11, each.span.end + 11)) for each in counted[inner])


def test_an_insertion_has_its_place_between_its_neighbours() -> None:
    at = BASE.index(" spoke")
    here = Witness("t", "t", BASE, Codec(), "").anchor(Span(at, at))
    assert found(here, "New.\n" + BASE) == "talbrand[] spoke"


@pytest.mark.parametrize(
    ("sic", "corr"),
    [("Stalbrand", "Stalin"), ("Stalbrand", "Stalbrand's"), ("Stalbrand", "Stal"), (" spoke", ""), ("", ",")],
)
def test_what_is_made_already_is_known_as_made(sic: str, corr: str) -> None:
    at = BASE.index(sic or " spoke")
    here = Haystack(BASE).counted(Witness("t", "t", BASE, Codec(), "").anchor(Span(at, at + len(sic))))
    corrected = "New.\n" + BASE[:at] + corr + BASE[at + len(sic) :]
    assert made(here, corr, corrected)
    assert not made(here, corr, "New.\n" + BASE)


@pytest.mark.parametrize(("sic", "corr"), [("Stalbrand", "Stalin"), ("Stalbrand", "Stalbrand's")])
def test_what_is_made_is_known_as_made_among_damaged_neighbours(sic: str, corr: str) -> None:
    damaged = BASE.replace("At that", "At tliat").replace("hall", "hull")
    assert made(anchor(BASE, sic), corr, damaged.replace(sic, corr, 1))
    assert not made(anchor(BASE, sic), corr, damaged)


def test_a_damaged_place_counts_only_between_its_sound_neighbours() -> None:
    text = BASE + "In the end nobody knew who had called for Tomskv, or why he had been called at all.\n"
    sics = [anchor(text, "Stalbrand"), anchor(text, "year"), anchor(text, "Tomskv")]
    last = text.index("In the end")
    moved = text[last:].replace("nobody", "noboby").replace("called at", "callcd at") + text[:last]
    outcomes = Haystack(moved).settle_all([(sic, replace(sic, sic="x")) for sic in sics])
    assert [type(outcome) for outcome in outcomes] == [Placed, Placed, Missing]


def test_an_empty_text_and_a_common_sic_are_missing() -> None:
    assert locate(anchor(BASE, "Stalbrand"), "") == Missing()
    assert locate(anchor(BASE, "Stalbrand"), "Stalbrand " * 5000) == Missing()


WORDS = st.sampled_from(["the", "of", "king", "kiug", "came", "to", "Smolny", "and", "a", "Stalbrand", "Stal-\nbrand"])
GAPS = st.sampled_from([" ", " ", " ", "\n", ", ", ".\n\n", "-\n"])
PROSE = st.lists(st.tuples(WORDS, GAPS).map("".join), min_size=1, max_size=60).map("".join)
FRESH = st.text("qvxz", max_size=12).map(lambda word: f" {word} " if word else "")


@st.composite
def changed(draw: st.DrawFn) -> tuple[Anchor, str, Span | None]:
    """Return an anchor, a text with edits outside of its sic, and where that is; None if it was taken out."""
    text = draw(PROSE)
    text += text[: draw(st.integers(0, len(text)))]
    start = draw(st.integers(0, len(text) - 1))
    end = min(len(text), start + draw(st.integers(1, 12)))
    here = Haystack(text).counted(Witness("t", "t", text, Codec(), "").anchor(Span(start, end)))
    sic, before, after = text[start:end], text[:start], text[end:]
    for _ in range(draw(st.integers(1, 4))):
        cut, size, new = draw(st.integers(0, 200)), draw(st.integers(0, 30)), draw(FRESH)
        if draw(st.booleans()) and cut < len(before):
            before = before[:cut] + new + before[cut + size :]
        elif cut < len(after):
            after = after[: cut + 1] + new + after[cut + 1 + size :]
    if draw(st.booleans()):
        return here, before + draw(FRESH) + after, None
    return here, before + sic + after, Span(len(before), len(before) + len(sic))


@settings(max_examples=500, derandomize=True)
@given(changed())
def test_a_place_is_never_put_where_it_was_not(case: tuple[Anchor, str, Span | None]) -> None:
    here, text, truth = case
    outcome = locate(here, text)
    if isinstance(outcome, Placed):
        assert outcome.span == truth


@given(st.text("ab \n", max_size=300), st.integers(0, 250), st.integers(0, 90))
def test_many_searches_find_what_one_search_finds(text: str, start: int, length: int) -> None:
    whole = text * 3
    part = whole[start : start + length]
    wanted = [at for at in range(len(whole)) if part and whole.startswith(part, at)]
    grams = Grams(whole)
    assert all(list(grams.places(part)) == wanted for _ in range(50))
