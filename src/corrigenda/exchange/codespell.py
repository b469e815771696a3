"""codespell's lists: a line is ``wrong->right``, with several right ones ``wrong->right, other,``.

What follows the last comma is a reason why it is not mended unseen; with nothing after it, it has none. codespell
makes all lower case and gives a word back the case it stood in; it looks up single words only, and stops at a line
that is no such pair, be it blank or a comment. Sources: ``build_dict``, ``add_misspelling``, ``fix_case`` and
``word_regex_def`` in codespell 2.4 (``codespell_lib/_codespell.py``, ``_spellchecker.py``, ``_text_util.py``), and
the chapter “Dictionary format” of its README.
"""

import re
from collections import Counter

from corrigenda.exchange.base import Collector, Options, Parsed, Written, damaged, decode, leave_out, lines, of_status
from corrigenda.likeness.meant import meant
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.terms import Status

ARROW = "->"
_LOST = ("kinds", "notes", "forms in other languages", "admitted forms", "terms without a wrong form")
_WORD = re.compile(r"[\w\-'’]+")


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return the right forms as terms, with their wrong ones; a reason becomes the note.

    Raises:
        InputError: it is not in its encoding, or a line is no pair.
    """
    collector = Collector(path)
    for number, line in lines(decode(data, path, options.encoding)):
        if not line.strip():
            continue
        wrong, arrow, right = line.partition(ARROW)
        if not arrow or ARROW in right or not wrong.strip():
            advice = "each line of a codespell list is wrong->right"
            raise damaged(f"this line is no pair with one “{ARROW}”", path, (number, 1), advice)
        reason = ""
        if "," in right:
            right, _comma, reason = right.rpartition(",")
        for form in right.split(","):
            collector.pair(wrong, form, (number, 1), reason)
    return collector.parsed()


def write(glossary: Glossary, _options: Options) -> Written:
    """Return a line for each wrong form that codespell can find: with the form of each term it may be meant for.

    A comma at the end keeps codespell from mending it unseen: where there are several, and where it would write
    the right form in another case than the glossary does.
    """
    left = Counter[str]()
    pairs: dict[str, tuple[str, dict[str, None]]] = {}
    for term in glossary.terms:
        leave_out(term, left, *_LOST)
        for form in of_status(term, Status.DEPRECATED):
            if not _WORD.fullmatch(form):
                left["wrong forms that are no single word, which codespell never finds"] += 1
            elif "," in (right := meant(term, form)[0]) or ARROW in right:
                left["wrong forms of terms with “,” or “->”, which divide forms there"] += 1
            else:
                pairs.setdefault(form.lower(), (form, {}))[1].setdefault(right)
    rows = [_row(wrong, list(rights)) for wrong, rights in pairs.values()]
    left["unseen mending of wrong forms that codespell would write in another case"] += sum(
        row.endswith(",") and "," not in row[:-1] for row in rows
    )
    return Written("".join(f"{row}\n" for row in rows).encode(), len(rows), left)


def _row(wrong: str, right: list[str]) -> str:
    """Return a line.

    >>> _row("Stalbrand", ["Stalin"]), _row("interior", ["NKVD"]), _row("aas", ["ass", "as"])
    ('Stalbrand->Stalin', 'interior->NKVD,', 'aas->ass, as,')
    """
    is_safe = len(right) == 1 and _mended(wrong, right[0]) == right[0]
    return f"{wrong}{ARROW}{', '.join(right)}{'' if is_safe else ','}"


def _mended(wrong: str, right: str) -> str:
    """Return what codespell makes of `wrong` (`fix_case`)."""
    if wrong == wrong.capitalize():
        return right.lower().capitalize()
    return right.upper() if wrong == wrong.upper() else right.lower()
