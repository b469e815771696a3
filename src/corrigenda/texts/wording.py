"""Numbers put into words."""


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun; `plural` is what several are called, if that is not the noun with an s.

    >>> count(1, "place"), count(2, "place"), count(0, "entry", "entries")
    ('1 place', '2 places', '0 entries')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
