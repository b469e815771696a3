"""Folded keys of words: what two spellings share when case, ligatures and line breaks do not count.

Folding is a view: the text itself is never changed.
"""

import re
import unicodedata
from collections.abc import Iterable

from corrigenda.texts import marks

APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{LEFT SINGLE QUOTATION MARK}"
"""Characters that stand for an apostrophe; OCR and typists use them alike."""

HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}"
"""Characters that may divide a word at a line end."""

_WITHOUT_STROKE = str.maketrans("łŁøØđĐðÐħĦŧŦı", "lLoOdDdDhHtTi")
"""Letters with a stroke, or without the dot of others, which Unicode does not take apart."""
DASHES = HYPHENS + "\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
"""Characters that may stand between the words of a compound."""

GOING_ON = "a-zß-öø-ÿа-я"
"""Letters with which a word divided at a line end goes on, as a range of a regular expression."""

BREAK = r"(?:\r?\n){1,3}\f?[ \t]*"
"""The line end within a word, as a regular expression; at the end of a page, blank lines and a form feed go with it."""

_BROKEN = re.compile(f"[{HYPHENS}]{BREAK}")
_POSSESSIVE = re.compile(f"(?<=[^\\W\\d_]|[{marks.LATIN}])(?:[{APOSTROPHES}][sS]?)$")
_MISREAD = re.compile(rf"(?<=[^\W\d_]{{3}})[{APOSTROPHES}][aA]$")
_ELISION = re.compile(f"(?:[LlDd]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)[{APOSTROPHES}](?=[^\\W\\d_]{{3}})")
_LETTERS = str.maketrans(
    {
        "\N{LATIN SMALL LETTER LONG S}": "s",
        **dict.fromkeys("\N{SOFT HYPHEN}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"),
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        **dict.fromkeys(APOSTROPHES, "'"),
    }
)
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES + "\N{SINGLE LOW-9 QUOTATION MARK}\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}", "'"),
        **dict.fromkeys("“”„\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}«»", '"'),
        **dict.fromkeys(DASHES.replace("\N{SOFT HYPHEN}", ""), "-"),
    }
)


def key(word: str) -> str:
    r"""Return the folded key of a word: case, long s, ligatures, apostrophes and a line-end hyphen undone.

    >>> key("Sta\u00adlin"), key("Stal-\nbrand"), key("Ruſſian"), key("ﬁre"), key("Æsop")
    ('stalin', 'stalbrand', 'russian', 'fire', 'aesop')
    """
    if word.isascii() and "\n" not in word:
        return word.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", one_line(word)).casefold().translate(_LETTERS))


def straight(text: str) -> str:
    r"""Return `text` with the quotation marks and dashes of a typewriter; every other character stays in its place.

    >>> straight("“Stalin’s” – «so»")
    '"Stalin\'s" - "so"'
    """
    return text.translate(_STRAIGHT)


def one_line(word: str) -> str:
    r"""Return a word that is divided at a line end as one.

    >>> one_line("Stal-\nbrand"), one_line("Stal-\n\n\fbrand"), one_line("Stalbrand")
    ('Stalbrand', 'Stalbrand', 'Stalbrand')
    """
    return word if "\n" not in word else _BROKEN.sub("", word)


def keys(words: Iterable[str]) -> list[str]:
    """Return the folded keys of many words: most are made small, and a call for each would take longer than that."""
    return [word.lower() if word.isascii() and "\n" not in word else key(word) for word in words]


def composed(word: str) -> str:
    r"""Return `word` with one character for each letter with its accents, so that letters are compared, not pieces.

    >>> composed("Dante\u0300s")
    'Dantès'
    """
    return word if word.isascii() else unicodedata.normalize("NFC", word)


def plain(word: str) -> str:
    """Return `word` without accents and strokes, for comparisons in which OCR may have lost or invented them.

    >>> plain("éléphant"), plain("Bünsen"), plain("Łódź")
    ('elephant', 'Bunsen', 'Lodz')
    """
    if word.isascii():
        return word
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.translate(_WITHOUT_STROKE)


def split_possessive(word: str) -> tuple[str, str]:
    """Return (stem, ending); the ending is ``'s`` with either apostrophe, a bare apostrophe, or empty.

    >>> split_possessive("Stalin’s"), split_possessive("Stalin"), split_possessive("Orlovs'")
    (('Stalin', '’s'), ('Stalin', ''), ('Orlovs', "'"))
    """
    if word.isascii() and word.isalpha():  # as most words are
        return word, ""
    found = _POSSESSIVE.search(word)
    return (word[: found.start()], word[found.start() :]) if found else (word, "")


def split_misread(word: str) -> tuple[str, str]:
    """Return (stem, ending), the ending being what scanners make of ``'s`` in English, where hardly a word ends so.

    Other letters and digits are read for the s more seldom than they stand there for themselves (hark'e, 'King'6).

    >>> split_misread("Solomon'a"), split_misread("SOLOMON'A"), split_misread("Solomon's"), split_misread("qu'a")
    (('Solomon', "'a"), ('SOLOMON', "'A"), ("Solomon's", ''), ("qu'a", ''))
    """
    if word.isascii() and word.isalpha():  # as most words are
        return word, ""
    found = _MISREAD.search(word)
    if not found or (found[0][1] == "A" and not is_in_capitals(word)):
        return word, ""
    return word[: found.start()], found[0]


def mended(ending: str) -> str:
    """Return a misread possessive ending as it should be, see `split_misread`.

    >>> mended("’a"), mended("'A")
    ('’s', "'S")
    """
    return f"{ending[0]}{'S' if ending[1:].isupper() else 's'}"


def split_elision(word: str) -> tuple[str, str]:
    """Return (article or preposition that lost its vowel, with its apostrophe; the rest), as in French.

    Only those before which a name can stand: m’ and t’ stand before verbs, and M’ begins Scottish names.

    >>> split_elision("d’Italie"), split_elision("O’Neill"), split_elision("l'an")
    (('d’', 'Italie'), ('', 'O’Neill'), ('', "l'an"))
    """
    if word.isascii() and word.isalpha():  # as most words are
        return "", word
    found = _ELISION.match(word)
    return (word[: found.end()], word[found.end() :]) if found else ("", word)


def like_case(model: str, word: str) -> str:
    """Return `word` in the case of `model` when that is all capitals; otherwise unchanged.

    >>> like_case("STALBRAND", "Stalin"), like_case("stalbrand", "Stalin"), like_case("A", "Oleksandr")
    ('STALIN', 'Stalin', 'Oleksandr')
    """
    return word.upper() if is_in_capitals(model) else word


def is_in_capitals(model: str) -> bool:
    """Say whether all letters of `model` are capitals, two at the least.

    >>> is_in_capitals("ST. PETERSBURG"), is_in_capitals("Oslo"), is_in_capitals("A.")
    (True, False, False)
    """
    letters = [char for char in model if char.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters))


def like_apostrophes(model: str, word: str) -> str:
    """Return `word` with the apostrophe that `model` uses, if it uses one.

    >>> like_apostrophes("Stalin’s Purges", "Stalin's Crimes")
    'Stalin’s Crimes'
    """
    used = next((char for char in model if char in APOSTROPHES), "")
    return "".join(used if char in APOSTROPHES else char for char in word) if used else word


def shared_onset(one: str, other: str) -> int:
    """Return how many characters two words share at their beginning.

    >>> shared_onset("stalbrand", "stalin")
    4
    """
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
