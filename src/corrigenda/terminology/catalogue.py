"""Headwords in the order of a catalogue, as library records and indexes of persons have them: Nelson, Lord."""

from corrigenda.language.runs import PARTICLES, TITLES
from corrigenda.texts import fold

_MOST_WORDS = 3
"""Words before the comma: of a surname with its particles."""
_AFTER_NAMES = frozenset(
    ("jr", "sr", "jun", "sen", "junior", "esq", "esquire", "bart", "md", "phd", "rn", "fils", "père", "&", "and")
)
"""What stands after the comma in running text too, folded and without full stops."""


def in_running_text(form: str) -> str:
    """Return how a headword in the order of a catalogue is written in a sentence; nothing for another form.

    Whether what looks like one is a person, the form does not tell: Paris, Texas.

    >>> in_running_text("Nelson, Lord"), in_running_text("Gaulle, Charles de"), in_running_text("War, Ministry of")
    ('Lord Nelson', 'Charles de Gaulle', 'Ministry of War')
    >>> in_running_text("Smith, Jr."), in_running_text("Edith Mathis, soprano"), in_running_text("Lyon, Lille, Paris")
    ('', '', '')
    """
    head, _comma, rest = map(str.strip, form.partition(","))
    words = rest.split()
    if len(head) < 2 or not words or "," in rest or len(head.split()) > _MOST_WORDS:  # noqa: PLR2004 - M, the title
        return ""
    if fold.key(words[0]).replace(".", "") in _AFTER_NAMES or fold.key(head) in TITLES:
        return ""
    if not all(word[0].isupper() or fold.key(word) in PARTICLES for word in (*head.split(), *words)):
        return ""
    return f"{rest} {head}" if words[0][0].isupper() else ""
