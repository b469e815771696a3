"""Words by which things of one kind are told apart: one of them is not put for another by mistake."""

from corrigenda.texts import fold

_WORDS = {
    "en": """north south east west northern southern eastern western central upper lower inner outer left right new old
        great greater little lesser big small high low first second third fourth fifth sixth seventh eighth ninth tenth
        last former deputy vice chief assistant senior junior acting national international regional local""",
    "fr": """nord sud est ouest occidental occidentale oriental orientale central centrale supérieur supérieure
        inférieur inférieure haut haute bas basse grand grande petit petite vieux vieille nouveau nouvelle ancien
        ancienne gauche droite premier première second seconde deuxième troisième quatrième cinquième sixième dernier
        dernière adjoint national nationale international internationale régional régionale""",
    "de": """nord süd ost west nördliche südliche östliche westliche obere untere innere äußere alte neue große kleine
        hohe niedere linke rechte erste zweite dritte vierte fünfte sechste siebte achte letzte ehemalige
        stellvertretende nationale internationale""",
}
_TELLING_APART = frozenset(fold.key(word) for text in _WORDS.values() for word in text.split())


def tell_apart(one: str, other: str) -> bool:
    """Say whether two folded words tell things of one kind apart.

    >>> tell_apart("eastern", "western"), tell_apart("eastern", "easter"), tell_apart("lower", "eastern")
    (True, False, True)
    """
    return one != other and one in _TELLING_APART and other in _TELLING_APART
