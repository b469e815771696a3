"""Which words of a text may be damaged names: those that neither the glossary nor the language knows."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corrigenda.counting.survey import Survey
from corrigenda.judging import noise
from corrigenda.language.declension import Declension, dotted, plain
from corrigenda.language.words import Dictionary, little_words
from corrigenda.likeness.near import Suspect
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import Tokens

_BLANKS = re.compile(r"\s+")
_POSSESSIVE = "en"
"""The language in which names have a possessive ending behind an apostrophe."""
_OF_NOUNS = "de"
"""The language in which all nouns have a capital, which says nothing for a name then."""
_LEAST_LETTERS = 2
_LEAST_LENGTH = 3
LEAST_LETTERS_OF_SEVERAL = 4
_LONGEST_GAP = 3
WHOLE = 4
_HYPHENS = re.compile(rf"[{fold.DASHES}]\s*")
_MOST_PARTS = 3
LINE_END = "- "
"""What stands in a word where a line surely ended: what follows is the half of one, even if it is a word of its own."""
_DIVISIONS = frozenset({"-", LINE_END})
_SEPARATORS = frozenset({"-", "/", ".", ","})
_NAMES = 50
"""The least level of names of people and places; those below are vocabulary: Monday, Russian, Islam."""
_OF_PEOPLES = ("ian", "ians", "ish", "ese", "ien", "iens", "ienne", "iennes")
"""Endings of the words for peoples, which are vocabulary as well."""
_PARTING = frozenset("[]{}<>=@\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")
"""Marks that stand without blanks between two words of good text, alone and in any company."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a suspect stands."""

    first: int
    last: int
    """Numbers of its first and last word."""
    span: Span
    """From the first letter that is in doubt to the end of the possessive ending."""
    ending: str
    """The possessive ending; it stays."""
    suspect: Suspect


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one spelling."""

    right: bool
    """The glossary has it, or a form that it is an inflected form of; then nothing else is asked."""
    common: bool
    """The language knows it as an ordinary word."""
    name: bool
    """The language knows it as a proper name only."""
    digits: bool
    """It is a number."""
    level: int
    """How familiar it is, see `corrigenda.language.words`; 0 when unknown."""
    whole: bool
    """It is a word of the language, and too long to be a piece of another."""

    @property
    def unknown(self) -> bool:
        """Say whether neither the glossary nor the language knows it, and it is no number."""
        return not (self.right or self.common or self.name or self.digits)

    @property
    def of_language(self) -> bool:
        """Say whether the language knows it, as a name or otherwise."""
        return self.common or self.name


class Suspects:
    """The suspects of texts that were surveyed together; what is known of a spelling is looked up once."""

    def __init__(
        self,
        lexicon: Lexicon,
        survey: Survey,
        known: Dictionary | None,
        language: str | None,
        declines: Declension | None,
    ) -> None:
        """Begin with none looked up; `declines` knows the cases of names, if the language has no list of endings."""
        self._lexicon = lexicon
        self._survey = survey
        self._known = known
        self._language = language
        self._declines = declines
        self._declined = frozenset(map(plain, lexicon.words if declines else ()))
        """The words of right forms, without accents, where a text may have their cases."""
        self._dotted = frozenset(map(dotted, lexicon.words if declines else ()))
        """The same with their accents, and a dot on every i."""
        self.small_words = little_words(language)
        """The commonest words of the language."""
        self._facts: dict[str, Fact] = {}
        self._suspects: dict[str, Suspect] = {}
        self._several: dict[str, Suspect] = {}

    def of(self, tokens: Tokens, is_doubtful: Callable[[str], bool] | None = None) -> Iterator[Place]:
        """Yield the places that may be damaged names, single words and words that may be one; they may overlap.

        Single words are those that `is_doubtful` says yes to, which is asked once a spelling.
        """
        alone = frozenset(tokens.spelled(is_doubtful or self.may_be_one))
        for number in range(len(tokens)):
            if number in alone:
                yield self.place(tokens, number, number)
            yield from self.windows(tokens, number)

    def may_be_one(self, surface: str) -> bool:
        """Say whether a word alone may be a damaged name."""
        if surface[0].islower() and self._is_plain(surface):
            return False
        fact = self.fact(surface)
        return not fact.right and self._alone(surface, fact)

    def is_open(self, surface: str) -> bool:
        """Say whether a word may be a piece of another although a blank stands beside it."""
        if self._is_plain(surface):
            return False
        fact = self.fact(surface)
        return not (fact.right or fact.whole or fact.digits)

    def is_unknown(self, surface: str) -> bool:
        """Say whether neither the glossary nor the language knows a word, and it is no number."""
        return not self._is_plain(surface) and self.fact(surface).unknown

    def unknown_words(self, tokens: Tokens) -> noise.UnknownWords:
        """Return the words of a text that are unknown."""
        every = tokens.spelled(self.is_unknown)
        return noise.UnknownWords(every, [number for number in every if tokens.surface(number)[0].islower()])

    def is_ordinary(self, surface: str) -> bool:
        """Say whether the glossary has a word, or the language knows it as an ordinary one."""
        fact = self.fact(surface)
        return fact.right or fact.common

    def _is_plain(self, surface: str) -> bool:
        """Say whether a word is whole for certain, without a look at all that is known of it."""
        is_simple = len(surface) >= WHOLE and surface.isascii() and surface.isalpha()
        return is_simple and self._known is not None and self._known.listed(surface.lower())

    def _alone(self, word: str, fact: Fact) -> bool:
        if fact.digits or len(word) < _LEAST_LENGTH or sum(map(str.isalpha, word)) < _LEAST_LETTERS:
            return False
        return not fact.common or word[0].isupper()

    def windows(self, tokens: Tokens, number: int) -> Iterator[Place]:
        """Yield the windows of two and three words from `number` that may be one word fallen apart."""
        fact = self.fact
        first = fact(tokens.surface(number))
        if first.right or self._is_before_name(tokens, number):
            return
        unknown = first.unknown
        whole = first.whole or first.digits
        glued = True
        for last in range(number + 1, min(number + _MOST_PARTS, len(tokens))):
            gap = tokens.gap(last - 1)
            other = fact(tokens.surface(last))
            divided = is_divided(tokens, last - 1)
            is_half = divided and unknown and gap == LINE_END
            if (other.right and not is_half) or is_parting(gap):
                return
            if divided and self.are_of_one(tokens.surface(last - 1), gap, tokens.surface(last)):
                return
            unknown = unknown or other.unknown
            whole = whole or other.whole or other.digits
            glued = glued and not other.digits and (divided or is_glue(gap))
            if not glued and (not unknown or whole):
                continue
            span = tokens.span(number, last)
            if self.may_be_several(tokens.text[span.start : span.end]):
                yield self.place(tokens, number, last)

    def _is_before_name(self, tokens: Tokens, number: int) -> bool:
        """Say whether a word is a small one before another with a capital: of Hamil ton, not a piece of it."""
        is_small = tokens.surface(number) in self.small_words
        return is_small and number + 1 < len(tokens) and tokens.surface(number + 1)[0].isupper()

    def has_small_end(self, suspect: Suspect) -> bool:
        """Say whether several words, with blanks between them, begin or end with a small word of the language."""
        pieces = suspect.text.split(" ") if suspect.parts > 1 else ()
        return not self.small_words.isdisjoint(map(fold.key, (*pieces[:1], *pieces[-1:])))

    def may_be_several(self, text: str) -> bool:
        """Say whether several words, with what stands between them, may be one that is damaged."""
        letters = sum(map(str.isalpha, text))
        return letters >= LEAST_LETTERS_OF_SEVERAL and not text.islower() and not self._is_hyphenated(text)

    def _is_hyphenated(self, text: str) -> bool:
        """Say whether several words together are one that glossary or language knows, and merely hyphenated."""
        joined = fold.split_possessive(_HYPHENS.sub("", text))[0]
        is_word = fold.straight(joined).replace("'", "").isalpha()
        return is_word and ((fact := self.fact(joined)).right or fact.of_language)

    def are_of_one(self, first: str, gap: str, second: str) -> bool:
        """Say whether two words, see `is_divided`, are halves of one that glossary or language knows."""
        return len(second) >= _LEAST_LETTERS and self._is_hyphenated(f"{first}{gap}{second}")

    def is_half(self, tokens: Tokens, number: int) -> bool:
        """Say whether a word of a text is a half of one that glossary or language knows."""
        return any(
            is_divided(tokens, at) and self.are_of_one(tokens.surface(at), tokens.gap(at), tokens.surface(at + 1))
            for at in range(max(0, number - 1), min(number + 1, len(tokens) - 1))
        )

    def place(self, tokens: Tokens, first: int, last: int) -> Place:
        """Return the place of the words from `first` to `last`."""
        span = tokens.span(first, last)
        text = tokens.text[span.start : span.end]
        suspect = self.suspect(text) if first == last else self._window(tokens, first, last, text)
        if text.isascii() and text.isalpha():  # as most are
            return Place(first, last, span, "", suspect)
        article, _stem, ending = _parted(text)
        if first == last and (bare := self._bare(text)) != text:
            ending = fold.mended(text[len(bare) :])
        return Place(first, last, Span(span.start + len(article), span.end), ending, suspect)

    def _bare(self, surface: str) -> str:
        """Return a word without what was made of its possessive ending, see `fold.split_misread`."""
        bare, ending = fold.split_misread(surface)
        if (
            not ending
            or self._language != _POSSESSIVE
            or surface[0].islower()
            or fold.key(surface) in self._lexicon.words
        ):
            return surface
        return bare

    def _window(self, tokens: Tokens, first: int, last: int, text: str) -> Suspect:
        """Return what is known of several words, with what stands between them, that may be one."""
        found = self._several.get(text)
        if found is None:
            surfaces = [tokens.surface(number) for number in range(first, last + 1)]
            found = self.several(stem_of_several(text), surfaces, map(tokens.gap, range(first, last)))
            self._several[text] = found
        return found

    def several(self, stem: str, surfaces: Sequence[str], gaps: Iterable[str]) -> Suspect:
        """Return what is known of several words that are compared with names as `stem`.

        Words with a hyphen between them that the language knows each may as well be a compound.
        """
        facts = list(map(self.fact, surfaces))
        of_language = sum(fact.of_language for fact in facts)
        is_compound = of_language == len(facts) and any(map(is_division, gaps))
        level = max(fact.level for fact in facts) if is_compound else 0
        return Suspect(stem, common=is_compound, level=level, parts=len(facts), words=of_language)

    def suspect(self, surface: str) -> Suspect:
        """Return what is known of a word that may be a damaged name."""
        found = self._suspects.get(surface)
        if found is None:
            is_simple = surface.isascii() and surface.isalpha()  # as most are
            stem = surface if is_simple else fold.composed(fold.one_line(_parted(self._bare(surface))[1]))
            fact = self.fact(surface)
            base, *others = self.counted(surface)
            vocabulary = fact.name and (fact.level < _NAMES or base.endswith(_OF_PEOPLES))
            found = self._suspects[surface] = Suspect(
                stem,
                count=max(1, self._survey.often(base) + sum(map(self._survey.often, others))),
                lower=self._survey.often_lower(base),
                name=fact.name and not vocabulary,
                common=fact.common or vocabulary,
                level=fact.level,
                noun=fact.common and surface[0].isupper() and self._language == _OF_NOUNS,
            )
        return found

    def counted(self, surface: str) -> tuple[str, ...]:
        """Return the folded words that are counted as occurrences of a suspect; the first is the word alone."""
        if surface.isascii() and surface.isalpha():
            return surface.lower(), f"{surface.lower()}'s"
        word, _ending = fold.split_possessive(fold.key(self._bare(surface)))
        article, rest = fold.split_elision(word)
        return (rest, f"{rest}'s", *((word, f"{word}'s") if article else ()))

    def fact(self, surface: str) -> Fact:
        """Return what is known of a spelling."""
        fact = self._facts.get(surface)
        if fact is None:
            fact = self._facts[surface] = self._look_up(surface)
        return fact

    def _look_up(self, surface: str) -> Fact:
        key = fold.key(self._bare(surface))
        digits = surface.isdigit()
        is_right = self._is_right(key) or self._is_declined(key, in_capitals=surface.isupper())
        if is_right or self._is_name_and_word(surface):
            return _fact(True, False, False, digits, 0, True)
        stem, _ending = fold.split_possessive(fold.split_elision(key)[1])
        known = self._known
        common = known is not None and (known.common(key) or (stem != key and known.common(stem)))
        common = common or key in self.small_words
        name = known is not None and not common and (known.name(key) or (stem != key and known.name(stem)))
        # by an ending that few names have: Germans, Argentine
        if (common or name or known is None) and self._lexicon.knows(key, as_plural=True):
            return _fact(True, False, False, digits, 0, True)
        level = max(known.level(key), known.level(stem)) if known is not None and (common or name) else 0
        whole = name or (common and len(key) >= WHOLE) or (len(key) > _LEAST_LETTERS and key in self.small_words)
        return _fact(False, common, name, digits, level, whole)

    def _is_right(self, key: str) -> bool:
        """Say whether the glossary has a folded word, or what it is a form of; an initial of a name is no word."""
        is_initial = len(key) == 1 and not self._lexicon.right_like((key,))
        return not is_initial and self._lexicon.knows(key, self._language)

    def _is_name_and_word(self, surface: str) -> bool:
        """Say whether a word that is divided at a line's end is a right one and an ordinary one: Marxist-communism."""
        if "\n" not in surface or self._known is None:
            return False
        first, _break, second = surface.partition("\n")
        first, second = fold.key(first.rstrip(f"{fold.HYPHENS}\r")), fold.key(second.strip())
        return len(second) >= WHOLE and self._is_right(first) and self._known.common(second)

    def _is_declined(self, key: str, *, in_capitals: bool) -> bool:
        """Say whether a folded word may be a case of a right one, in a language that we have no words of.

        In capitals, where only Turkish tells them apart, an i may have its dot or not.
        """
        if self._declines is None:
            return False
        if in_capitals and dotted(key) in self._dotted:
            return True
        return any(each in self._declined for each in self._declines.nominatives(key))


_fact = cache(Fact)
"""Makes facts; nearly all spellings share one: that nothing is known of them."""


def stem_of_several(text: str) -> str:
    """Return how several words, with what stands between them, are compared with names."""
    return _BLANKS.sub(" ", fold.composed(_parted(text)[1]))


def has_cut(text: str) -> bool:
    """Say whether a capital follows a small letter, with two letters or more on both sides: ofLondon.

    >>> has_cut("ofLondon"), has_cut("McX"), has_cut("MOSCOW")
    (True, False, False)
    """
    return any(text[at - 1].islower() and text[at].isupper() for at in range(2, len(text) - 1))


def is_parting(gap: str) -> bool:
    r"""Say whether a gap parts two words for good: an empty line, too much, or a stop or bracket and a blank.

    >>> is_parting(", "), is_parting("\n\n"), is_parting(" -- "), is_parting(".) "), is_parting(" ("), is_parting(" ),")
    (True, True, True, True, True, False)
    """
    is_stop = len(gap) > 1 and gap[0] in ",.;:!?" and gap[1:].isspace()
    begins_blank, ends_blank = gap[:1].isspace(), gap[-1:].isspace()
    closes, opens = ")" in gap and ends_blank and not begins_blank, "(" in gap and begins_blank and not ends_blank
    return is_stop or closes or opens or len(gap) > _LONGEST_GAP or gap.count("\n") > 1


def is_division(gap: str) -> bool:
    """Say whether a gap is what is left in a word of the end of a line: a hyphen, or one and a blank.

    >>> is_division("-"), is_division("- "), is_division(" - ")
    (True, True, False)
    """
    return gap in _DIVISIONS


def is_divided(tokens: Tokens, number: int) -> bool:
    """Say whether a word and the next may be halves of a name that was divided at the end of a line.

    >>> is_divided(Tokens("Shriven- ham"), 0), is_divided(Tokens("- Shriven-ham"), 0)
    (True, True)
    >>> is_divided(Tokens("Lloyd-George"), 0), is_divided(Tokens("Port-au-Prince"), 0)
    (False, False)
    """
    if not (is_division(tokens.gap(number)) and tokens.surface(number)[0].isupper()):
        return False
    goes_on = number + 2 < len(tokens) and is_division(tokens.gap(number + 1))
    began_before = number > 0 and is_division(tokens.gap(number - 1))
    return tokens.surface(number + 1)[0].islower() and not goes_on and not began_before


def is_glue(gap: str) -> bool:
    """Say whether a gap between two pieces is dirt, not the end of one word and the beginning of another."""
    return not any(map(str.isspace, gap)) and gap not in _SEPARATORS and _PARTING.isdisjoint(gap)


def _parted(text: str) -> tuple[str, str, str]:
    """Return the article, the stem and the possessive ending of a word or several."""
    article, rest = fold.split_elision(text)
    return article, *fold.split_possessive(rest)
