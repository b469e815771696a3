"""Runs of capitalised words: where the names of a text may be, and where a capital means little."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corrigenda.language.words import every_function_word, function_words
from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import Tokens


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words("""
    of the de du des la le les d' l' von van vom zu zum zur der den di da della del dello dei degli das dos do ten
    ter te el al bin ibn aux
""")
"""Little words that stand inside names, as folded keys."""
_LEADING = _words("of de du des von van vom zu zum zur di da della del dei das dos ten ter bin ibn al el aux")
"""Those with which a stretch of them can begin; the others follow one: of the, van der."""
_MOST_PARTICLES = 2

TITLES = _words("""
    mr mrs ms miss messrs mister dr sir madam mme mlle mlles mm mgr monsieur madame mademoiselle messieurs herr
    herrn frau fräulein hr comrade comrades citizen rev revd hon esq maître
""")
"""Forms of address, which stand before names and are no part of them."""
_SHORT_TITLES = frozenset({"M", "Fr"})
"""Those that are titles only when a full stop follows."""
_SAINTS = frozenset({"st", "ste", "mt", "ft"})
"""Abbreviations that begin names; a full stop may follow them."""
_ABBREVIATIONS = _words("""
    prof gen col capt lieut lt maj sergt sgt insp supt det gov sen rep pres sec bp archbp vol no nr nos art cap ch
    fig jr sr co corp ltd bros cf vs viz etc al op ib ibid ed eds trans cie av bd chap geb hrsg bzw str abs nat univ
    dept jan feb mar apr jun jul aug sept sep oct nov dec janv févr juil déc wm chas thos geo jas jno
""")
"""Words after which a full stop ends no sentence; as a rule they are no names."""
_CONTRACTED = re.compile(rf"[{fold.APOSTROPHES}](?:ll|ve|re|d|m|t|n|em|en|er|st|s)$")
_INNER = re.compile(r"[^\W\d_]{1,4}")
"""A little word between the hyphens of a name (Boulogne-sur-Mer)."""

_OPENING = frozenset("“„«‘\"'([{‹‚")
_CLOSING = frozenset("”“»’\"')]}›‘")
_ENDING = frozenset(".!?…:")
_BLANK = re.compile(r"[ \u00a0\u2009\u202f]|[ \t]?\r?\n[ \t]{0,8}")
_HYPHEN = re.compile(rf"[{fold.HYPHENS}\N{{EN DASH}}](?:\r?\n[ \t]{{0,8}})?")
_BROKEN = re.compile(rf"([{fold.DASHES}])[ \t]*{fold.BREAK}(.)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_ROMAN = re.compile(r"[IVXLCDM]+")
_TWO_CAPITALS = re.compile(r"(?:Mc|Mac|Fitz|De|Du|La|Le|Van|Vander|Di|Da|Des)(?=[^\W\d_]{3})")
"""Beginnings of names after which a second capital is right."""
_THRICE = re.compile(r"(.)\1\1")
_MOST_WORDS_OF_HEADING = 15
_LEAST_WORDS_OF_HEADING = 2
_LONG = 4
"""Letters from which a word is hardly a little word that headings leave in lower case."""
_LOWER_CASE_TAILS = frozenset({"fr"})
"""Languages that write only the first word of the name of a body with a capital."""
_WRAPPED = 0.2
"""Share of lines that go on in lower case from which a line end is taken for that of the paper, not of a sentence."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a run; words joined by hyphens are one."""

    surface: str
    """As it stands, line ends undone."""
    span: Span
    """From its first letter, the article left out."""
    article: str = ""
    """The elided one with which the surface begins: part of a name only inside it (conseil d’Etat)."""
    ending: str = ""
    """The possessive ending with which it ends: part of a name only inside it (King’s Cross)."""
    is_particle: bool = False

    @property
    def stem(self) -> str:
        """Return the word without article and ending."""
        return self.surface[len(self.article) : len(self.surface) - len(self.ending)]

    @property
    def is_upper(self) -> bool:
        """Say whether it stands in capitals."""
        return self.stem.isupper()


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words with nothing between them but blanks and particles."""

    words: tuple[Word, ...]
    opens: bool
    """Whether it begins a sentence, a line of verse or a speech, so that its first word would have a capital anyway."""
    heading: bool
    """Whether it stands in a heading or is wholly in capitals: there, all words have them."""
    titled: bool
    """Whether a form of address stands before it."""
    particle: str = ""
    """The particle that stands before it and is no word of the language, as “von” in English."""
    tail: tuple[Word, ...] = ()
    """What follows in lower case and may belong to it, with particles: French writes “Conseil fédéral”."""


def is_abbreviation(surface: str, key: str) -> bool:
    """Say whether a full stop behind a word, as it stands and folded, ends no sentence.

    >>> is_abbreviation("F", "f"), is_abbreviation("Wm", "wm"), is_abbreviation("Max", "max")
    (True, True, False)
    """
    return (len(surface) == 1 and surface.isupper()) or key in _ABBREVIATIONS or key in TITLES or key in _SAINTS


def of(tokens: Tokens, language: str | None = None) -> Iterator[Run]:
    """Yield the runs of a text in reading order.

    Words that are garbled for certain (digits, a capital in the wrong place, mixed alphabets), contractions,
    abbreviations, single letters, Roman numerals and little words of the language end a run and are in none.

    >>> text = "Yesterday Mr. Sergei Kirov spoke in the Palace of Soviets, room XII; Kir0v left St. Paul’s."
    >>> [" ".join(word.surface for word in run.words) for run in of(Tokens(text), "en")]
    ['Yesterday', 'Sergei Kirov', 'Palace of Soviets', 'St. Paul’s']
    """
    yield from _Reader(tokens, language).runs()


class _Reader:
    def __init__(self, tokens: Tokens, language: str | None) -> None:
        self._tokens = tokens
        self._little = function_words().get(language or "", every_function_word())
        self._layout = _Layout(tokens, self._little)
        self._has_tails = language in _LOWER_CASE_TAILS

    def runs(self) -> Iterator[Run]:
        """Yield the runs in reading order."""
        number = 0
        titled = False
        while number < len(self._tokens):
            found = self._word(number)
            if found is None:
                titled = self._is_title(number) or (titled and self._tokens.surface(number) in _LEADING)
                number += 1
                continue
            word, last = found
            words = [word]
            end = self._extend(last, words)
            yield self._run(number, end, tuple(words), titled=titled)
            number, titled = end + 1, False

    def _run(self, first: int, last: int, words: tuple[Word, ...], *, titled: bool) -> Run:
        layout = self._layout
        capitals = [word for word in words if not word.is_particle]
        heading = first in layout.headings or (len(capitals) > 1 and all(word.is_upper for word in capitals))
        follows = titled or words[0].article[:1].islower() or layout.is_quoted(first, last)
        return Run(
            words,
            layout.opens(first) and not follows,
            heading,
            titled,
            particle=self._particle_before(first),
            tail=self._tail(last) if self._has_tails else (),
        )

    def _extend(self, last: int, words: list[Word]) -> int:
        """Add what follows word `last` to `words`; return the number of the last word added."""
        while last + 1 < len(self._tokens) and _BLANK.fullmatch(self._tokens.gap(last)):
            particles, ahead = self._particles(last + 1)
            found = self._word(ahead, inside=True) if ahead < len(self._tokens) else None
            if found is None or (particles and found[0].article):
                break
            words += particles
            words.append(found[0])
            last = found[1]
        return last

    def _particles(self, number: int) -> tuple[list[Word], int]:
        """Return the particles from word `number` on, and the number of the word after them."""
        tokens = self._tokens
        particles: list[Word] = []
        while number < len(tokens) and len(particles) < _MOST_PARTICLES:
            surface = tokens.surface(number)
            if surface not in (PARTICLES if particles else _LEADING) or not _BLANK.fullmatch(tokens.gap(number)):
                break
            particles.append(Word(surface, tokens.span(number), is_particle=True))
            number += 1
        return particles, number

    def _word(self, number: int, *, inside: bool = False) -> tuple[Word, int] | None:
        """Return the word of a run that begins with word `number` of the text, and the number of its last part."""
        last = self._compound(number)
        span = self._tokens.span(number, last)
        surface = one_line(self._tokens.text[span.start : span.end])
        article, rest = fold.split_elision(surface)
        stem, ending = fold.split_possessive(rest)
        if article and inside and article[0].isupper():
            return None
        if _CONTRACTED.search(rest) and not ending:
            return None
        key = fold.key(stem)
        if key in TITLES or key in _ABBREVIATIONS or key in _SAINTS or key in self._little or not _is_whole(stem):
            return None
        return Word(surface, Span(span.start + len(article), span.end), article, ending), last

    def _compound(self, number: int) -> int:
        """Return the number of the last word of the compound that begins with word `number`."""
        tokens = self._tokens
        last = number
        if tokens.key(number) in _SAINTS and re.fullmatch(r"\.?[ \n]", tokens.gap(number)) and number + 1 < len(tokens):
            last = number + 1
        while last + 1 < len(tokens) and _HYPHEN.fullmatch(tokens.gap(last)):
            ahead = last + 1
            is_inner = ahead + 1 < len(tokens) and _INNER.fullmatch(tokens.surface(ahead))
            if is_inner and tokens.surface(ahead)[0].islower() and _HYPHEN.fullmatch(tokens.gap(ahead)):
                ahead += 1
            if not tokens.surface(ahead)[0].isupper():
                break
            last = ahead
        return last

    def _particle_before(self, number: int) -> str:
        if number == 0 or not _BLANK.fullmatch(self._tokens.gap(number - 1)):
            return ""
        before = self._tokens.surface(number - 1)
        return before if before in _LEADING and before not in self._little else ""

    def _tail(self, last: int) -> tuple[Word, ...]:
        """Return the word in lower case that follows word `last`, with the particles before it."""
        tokens = self._tokens
        if last + 1 >= len(tokens) or not _BLANK.fullmatch(tokens.gap(last)):
            return ()
        particles, number = self._particles(last + 1)
        if number >= len(tokens):
            return ()
        surface = tokens.surface(number)
        if len(surface) < _LONG or not surface.isalpha() or not surface.islower() or tokens.key(number) in self._little:
            return ()
        return (*particles, Word(surface, tokens.span(number)))

    def _is_title(self, number: int) -> bool:
        surface = self._tokens.surface(number)
        if surface in _SHORT_TITLES:
            return self._tokens.gap(number).startswith(".")
        return surface[0].isupper() and self._tokens.key(number) in TITLES


def one_line(text: str) -> str:
    r"""Return words with line ends undone: a hyphen goes where the word goes on in lower case, soft ones always.

    >>> one_line("Jean-\nCharles"), one_line("Stal-\n  brand"), one_line("St.\nPaul")
    ('Jean-Charles', 'Stalbrand', 'St. Paul')
    """
    if "\n" in text:
        text = _BROKEN.sub(lambda found: ("" if found[2].islower() else found[1]) + found[2], text)
        text = re.sub(r"(?<![ \t\r])[ \t\r]*\n[ \t]*", " ", text)
    return text.replace("\N{SOFT HYPHEN}", "")


def _is_whole(stem: str) -> bool:
    """Say whether a word has the form of a name: a capital, letters of one alphabet, no capital in a wrong place."""
    if len(stem) < 2 or not stem[0].isupper() or _ROMAN.fullmatch(stem) or _THRICE.search(stem.lower()):  # noqa: PLR2004
        return False
    parts = re.split(rf"[{fold.DASHES}{fold.APOSTROPHES}. ]+", stem)
    if not all(part.isalpha() for part in parts) or len({_alphabet(letter) for part in parts for letter in part}) > 1:
        return False
    return stem.isupper() or not any(map(_has_stray_capital, parts))


def _has_stray_capital(part: str) -> bool:
    begun = _TWO_CAPITALS.match(part)
    return any(two.isupper() for _one, two in pairwise(part[begun.end() :] if begun else part))


def _alphabet(letter: str) -> str:
    if letter < "\N{GREEK CAPITAL LETTER HETA}" or "\N{LATIN CAPITAL LETTER A WITH RING BELOW}" <= letter <= "\u1eff":
        return "Latin"
    return "Greek" if letter < "\N{CYRILLIC CAPITAL LETTER IE WITH GRAVE}" else "other"


class _Layout:
    """Where sentences and lines of verse begin, and which words are in headings."""

    def __init__(self, tokens: Tokens, little: frozenset[str]) -> None:
        self._tokens = tokens
        self._little = little
        self._lines = tuple(_lines(tokens))
        self._starts: Mapping[int, int] = {first: line for line, (first, _last) in enumerate(self._lines)}
        self._is_wrapped = self._goes_on()
        self.headings = frozenset(
            number for first, last in self._lines if self._is_heading(first, last) for number in range(first, last + 1)
        )

    def opens(self, number: int) -> bool:
        """Say whether word `number` has a capital for its place alone, perhaps."""
        gap = self._tokens.before(number)
        if number == 0 or _BLANK_LINE.search(gap) or (number in self._starts and self._begins_line(number)):
            return True
        if not _ENDING.isdisjoint(gap) and not (gap.startswith(".") and self._is_abbreviation(number - 1)):
            return True
        return gap[-1:] in _OPENING

    def is_quoted(self, first: int, last: int) -> bool:
        """Say whether words stand alone between quotation marks within a sentence: a name or title does."""
        gap, after = self._tokens.before(first), self._tokens.gap(last)
        return (
            gap[-1:] in _OPENING and after[:1] in _CLOSING and "\n" not in gap and first > 0 and _ENDING.isdisjoint(gap)
        )

    def _begins_line(self, number: int) -> bool:
        """Say whether the line that begins with word `number` is a new one in the sense, too: prose or verse."""
        line = self._starts[number]
        around = self._lines[max(0, line - 1) : line + 2]
        return not self._is_wrapped or all(self._tokens.surface(first)[0].isupper() for first, _last in around)

    def _is_abbreviation(self, number: int) -> bool:
        return is_abbreviation(self._tokens.surface(number), self._tokens.key(number))

    def _goes_on(self) -> bool:
        tokens = self._tokens
        firsts = [first for first, _last in self._lines[1:] if not _BLANK_LINE.search(tokens.before(first))]
        going_on = sum(tokens.surface(first)[0].islower() for first in firsts)
        return bool(firsts) and going_on >= _WRAPPED * len(firsts)

    def _is_heading(self, first: int, last: int) -> bool:
        if last - first >= _MOST_WORDS_OF_HEADING:
            return False
        surfaces = map(self._tokens.surface, range(first, last + 1))
        content = [each for each in surfaces if len(each) >= _LONG or each.lower() not in self._little]
        return len(content) >= _LEAST_WORDS_OF_HEADING and all(each[0].isupper() for each in content)


def _lines(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first and last word of each line that has words."""
    first = 0
    for number in range(1, len(tokens)):
        if "\n" in tokens.before(number):
            yield first, number - 1
            first = number
    if len(tokens):
        yield first, len(tokens) - 1
