"""Cases of names in languages without a word list: where nobody can be asked, an inflected name is not a damaged one.

Which of these languages a text is in is not known; all are tried. An error that merely makes one ending of another is
not found there.
"""

from collections.abc import Iterator
from functools import cache

from corrigenda import fold

_CASES = {
    "la": {
        "a": "ae am as arum is abus",
        "us": "i o um e os orum is u ui ibus",
        "um": "i o a orum is",
        "er": "ri ro rum re ros rorum ris",
        "o": "onis oni onem one ones onum inis ini inem ine ines inum",
        "x": "cis ci cem ce ces cum gis gi gem ge ges gum ctis cti ctem cte",
        "s": "tis ti tem te dis di dem de ris ri rem re",
        "es": "is i em e ae am en um ibus",
        "is": "i em im e es ium ibus idis idi idem ide",
        "as": "ae am a antis anti antem ante",
        "i": "orum is os",
        "": "is i em e es um ibus",
    },
    "pl cs sk sl hr": {
        "": "a u i y e em om ie iem im owi ovi ów ům ech ach ami ima owie owa owej ową ova ovy ovo ové ovou ovu ův",
        "a": "y i u ę ą o e ie ě ou om am ami ach ama ze dze ce rze se",
        "ia": "ii ię ią io ji iji",
        "o": "a u em om ie e ě",
        "e": "a u em om i",
        "i": "ego emu im ich imi iego iemu ej iej ą a ia",
        "y": "ego emu ym ych ymi ej ą a é ého ému",
        "ý": "ého ému ým ém ých ými á é ou",
        "á": "é ou ých ým ám",
        "í": "ího ímu ím ích",
        "ek": "ka ku kem kiem kom kowi kovi ki ków ků",
        "ec": "ca cu cem cowi covi ce ci ców ců",
        "iec": "ca cu cem cowi ce",
        "el": "la lu lem lom lowi lovi le",
        "ów": "owa owu owem owie owowi",
    },
    "ru uk be bg sr": {
        "": "а у ю ом ем ым е є ы и і ов ев ів ам ами ах ою ові еві ова ову ове овой",
        "а": "ы и і у ой ою е ам ами ах",
        "я": "и і ї ю ей ею е ям ями ях",
        "о": "а у ом е і",
        "е": "я ю ем",
        "ь": "я ю ем ём е и і ей",
        "й": "я ю ем ём єм е и і ї ев їв",
        "ий": "ого ему ому им ым ом ем их ым ими ая ую ой его",
        "ый": "ого ому ым ом ых ыми ая ую ой",
        "ой": "ого ому ым ом ых ыми ая ую",
        "ая": "ой ую",
        "ок": "ка ку ком ке ки ков",
        "ец": "ца цу цем цом це цы цев",
        "ень": "ня ню нем не",
        "ел": "ла лу лом ле",
        "ія": "ії ію ією",
        "ия": "ии ию ией",
    },
    "el": {
        "ος": "ου ο ον ε",
        "ης": "η ην",
        "ας": "α αν",
        "η": "ης ην",
        "α": "ας αν",
        "ο": "ου",
    },
    "lt lv": {
        "as": "o ui ą u e ai ų ams us ais",
        "is": "io iui į iu y iai ių a im i",
        "us": "aus ui ų um u",
        "s": "a am u ā i iem us",
        "a": "os ą oje as ai u ā",
        "ė": "ės ei ę e ėje",
        "e": "es ei i ē",
    },
    "fi et hu tr ro": {
        "": "n a ä ta tä ssa ssä sta stä lla llä lta ltä lle ksi na nä in en an on un iin t s l le st"
        " at et ot öt ban ben nak nek val vel ból ből ra re hoz hez höz ról ről tól től nál nél ba be ig ért"
        " ın un ün ı da de dan den nın nin ya ye yı yi ul ului lui",
        "a": "ei át ában ának ával ára án ba",
        "e": "ét ében ének ével ére én",
    },
}
"""By languages: how a name may end, and what may stand there instead in another case, or in a name made of it."""

_LONGEST_ENDING = 5
_SHORTEST_STEM = 3


@cache
def _by_ending() -> dict[str, tuple[str, ...]]:
    """Return by what may stand at the end of a word how the name may end; both without accents."""
    found: dict[str, dict[str, None]] = {}
    for cases in _CASES.values():
        for nominative, endings in cases.items():
            for ending in endings.split():
                found.setdefault(_plain(ending), {})[_plain(nominative)] = None
    return {ending: tuple(names) for ending, names in found.items()}


def _plain(ending: str) -> str:
    return fold.plain(fold.key(ending))


def nominatives(key: str) -> Iterator[str]:
    """Yield the names of which a folded word may be a case, without accents; an apostrophe may divide off the ending.

    The word itself is one of them if an accent on its last letter is an ending, as in “Telimeną”, and else not.

    >>> {"mickiewicz"} & set(nominatives("mickiewiczem")), {"praha"} & set(nominatives("prahy"))
    ({'mickiewicz'}, {'praha'})
    >>> {"cicero"} & set(nominatives("ciceronis")), {"ankara"} & set(nominatives("ankara'da"))
    ({'cicero'}, {'ankara'})
    """
    word = fold.plain(key)
    head, apostrophe, _ending = word.partition("'")
    if apostrophe:
        yield head
    by_ending = _by_ending()
    for cut in range(max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING), len(word)):
        stem = word[:cut]
        for nominative in by_ending.get(word[cut:], ()):
            if stem + nominative != word or key[-1] != word[-1]:
                yield stem + nominative


def declined(name: str, like: str) -> Iterator[str]:
    """Yield the cases of a name that end as `like` does.

    >>> "Caesari" in declined("Caesar", "Caefari"), "Prahy" in declined("Praha", "Pralıy")
    (True, True)
    """
    plain, by_ending = _plain(name), _by_ending()
    for cut in range(max(_SHORTEST_STEM, len(like) - _LONGEST_ENDING), len(like)):
        for nominative in by_ending.get(_plain(like[cut:]), ()):
            if plain.endswith(nominative) and len(name) - len(nominative) >= _SHORTEST_STEM:
                yield name[: len(name) - len(nominative)] + like[cut:]
