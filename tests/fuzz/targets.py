"""What is fuzzed: one function a reader, which takes any bytes and fails when the reader breaks its promise.

A reader returns, or raises `CorrigendaError` with a message, printable, with the place where there is one.
What it returns can be written again and is then read as the same.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from fuzz import work

from corrigenda import config, corrections, exchange, formats, rules
from corrigenda.deciding import decision, emendation, journal, learning, patch, plan
from corrigenda.deciding.emendation import Emendation
from corrigenda.errors import ConfigError, ConflictError, CorrigendaError, InputError
from corrigenda.exchange.base import Options, Parsed
from corrigenda.finding import Finding
from corrigenda.formats import plain
from corrigenda.likeness.confusion import channel
from corrigenda.report import machine, terminal
from corrigenda.running import engine
from corrigenda.running.engine import Knowledge
from corrigenda.storage import diff
from corrigenda.terminology import glossary, glossary_check, glossary_edit, glossary_merge
from corrigenda.terminology.glossary import Problem
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.terminology.terms import Status
from corrigenda.texts.text import Codec, LineIndex, Witness, digest
from corrigenda.texts.tokens import Tokens

_Read = TypeVar("_Read")
_FILE = "the file"
_PLACE = r"the file(:\d+:\d+)?"
_ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "ascii", "latin-1"),
    *("windows-1251", "windows-1252", "cp1255", "koi8-r", "mac-cyrillic", "big5", "big5hkscs", "gb18030", "gbk", "hz"),
    *("shift_jis", "shift_jis_2004", "cp932", "euc_jp", "euc_kr", "johab", "iso2022_jp", "iso2022_jp_ext"),
    *("iso2022_kr", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "hex", "rot13", "zlib"),
    *("base64", "uu", "quopri", "charmap", "mbcs", "no such encoding", "", "utf-8\0", "aliases", "."),
)


def _tried(read: Callable[[], _Read], *kinds: type[CorrigendaError], place: str = "(.*)") -> _Read | None:
    """Return what `read` returns; None when it refuses as it should: one of `kinds`, in words, at a `place`."""
    try:
        return read()
    except kinds as refusal:
        said = refusal
    assert said.message.strip()
    for part in (said.message, said.where, said.help):
        assert part.isprintable(), repr(part)
    assert re.fullmatch(place, said.where), repr(said.where)
    return None


def text(data: bytes) -> None:
    """Decode a file: by default, by an encoding that depends on it, and by the one its first line names, if any."""
    line, _, rest = data.partition(b"\n")
    encoding = line.decode("latin-1")
    tries = [("utf-8", data), (_ENCODINGS[crc32(data) % len(_ENCODINGS)], data)]
    tries += [(encoding, rest)] if encoding in _ENCODINGS else []
    for name, content in tries:
        witness = _tried(lambda: plain.decode(content, name=_FILE, siglum="a", encoding=name), InputError, place=_PLACE)  # noqa: B023 - called at once
        if witness is None:
            continue
        assert witness.codec.encode(witness.text) == content
        assert witness.digest == digest(content)
        assert witness.text.encode().decode() == witness.text  # no half of a surrogate pair
        same = _tried(lambda: formats.decode(content, name=_FILE, siglum="a", encoding=name), InputError, place=_PLACE)  # noqa: B023 - as above
        assert same is None or same.text == witness.text  # none of what begins as no text does
        _check_lines(witness.text)


def _check_lines(content: str) -> None:
    lines = LineIndex(content)
    assert len(lines) == content.count("\n") + 1
    for offset in {0, len(content) // 2, len(content)}:
        number, column = lines.place(offset)
        span = lines.line(number)
        assert column >= 1
        assert content[span.start : span.end].count("\n") == 0
        assert content.count("\n", 0, offset) == number - 1


def glossary_file(data: bytes) -> None:
    """Read a glossary, check it, and put the form that the first line names into the rest and take it out again."""
    _check_glossary(data)
    line, _, rest = data.partition(b"\n")
    form = line.decode("utf-8", "replace").strip()
    if _check_glossary(rest):
        _check_editing(rest, form)


def _check_glossary(data: bytes) -> bool:
    found, problems = glossary.read_leniently(data, _FILE)
    broken = [problem for problem in problems if problem.severity == "error"]
    read = _tried(lambda: glossary.read(data, _FILE), InputError, place=r"the file:\d+:\d+")
    assert (read is None) is bool(broken)
    last = len(re.split(rb"\r\n|\r|\n", data))
    _check_problems([*problems, *glossary_check.check(found, lambda word: len(word) == 4)], last)
    for term in found.terms:
        assert term.forms[0].text == term.lemma
        assert all(form.text.strip() and 1 <= form.line <= last for form in term.forms)
    return read is not None


def _check_problems(problems: Iterable[Problem], last: int) -> None:
    for problem in problems:
        assert problem.severity in ("error", "warning")
        assert problem.message.isprintable(), repr(problem.message)
        assert problem.help.isprintable(), repr(problem.help)
        assert problem.help.strip()
        assert 1 <= problem.line <= last
        assert problem.column >= 1


def _check_editing(data: bytes, form: str) -> None:
    """Put `form` into a good glossary and take it out again."""
    before = glossary.read(data, _FILE)
    added = _tried(lambda: glossary_edit.add_term(data, _FILE, form, "person"), InputError, place=_PLACE)
    if added is not None and added != data:
        assert len(glossary.read(added, _FILE).terms) == len(before.terms) + 1
        assert glossary_edit.withdraw(added, _FILE, form, "") == data
    for lemma in {term.lemma: None for term in islice(before.terms, 3)}:
        admitted = _tried(
            lambda: glossary_edit.admit(data, _FILE, form, lemma),  # noqa: B023 - called at once
            InputError,
            place=_PLACE,
        )
        if admitted is None or admitted == data:
            continue
        after = glossary.read(admitted, _FILE)
        one = " ".join(form.split())
        assert len(after.terms) == len(before.terms)
        changed = [new for old, new in zip(before.terms, after.terms, strict=True) if len(old.forms) != len(new.forms)]
        assert [term.lemma for term in changed] == [lemma]
        right = [each.text for each in changed[0].forms if each.status is Status.ADMITTED]
        assert one in (" ".join(each.split()) for each in right)
        assert glossary_edit.withdraw(admitted, _FILE, form, lemma) == data


def exchange_file(data: bytes) -> None:
    """Read a file of another tool in every format, put it into glossaries, and write it in every format."""
    name, _, rest = data.partition(b"\n")
    named = name.decode("utf-8", "replace")
    _tried(lambda: exchange.recognised(rest, named), InputError)
    for each in exchange.FORMATS.values():
        if not each.reader:
            continue
        parsed = _tried(lambda: each.read(rest, _FILE, Options()), InputError, place=_PLACE)  # noqa: B023 - called at once
        if parsed is not None:
            assert all(count >= 0 and what.strip() for what, count in parsed.left.items())
            _check_merge(parsed)


def _check_merge(parsed: Parsed) -> None:
    """Put terms into an empty glossary and one that has some, once and again, and write them for all tools."""
    wrong = [(form, _FILE) for form in parsed.wrong]
    for before in (b"", _GLOSSARY.encode()):
        merged = glossary_merge.merge(before, _FILE, parsed.terms, wrong)
        after = glossary.read(merged.data, _FILE) if merged.data else glossary.Glossary((), ())
        assert len(after.terms) == merged.added + len(glossary.read(before, _FILE).terms if before else ())
        for conflict in merged.conflicts:
            assert (conflict.message + conflict.where + conflict.help).isprintable()
        again = glossary_merge.merge(merged.data, _FILE, parsed.terms, wrong)
        assert again.data == merged.data
        assert not again.edits
        for each in exchange.FORMATS.values():
            if each.writer and after.terms:
                _tried(lambda: each.read(each.write(after, Options()).data, _FILE, Options()), InputError, place="")  # noqa: B023


@cache
def _folder() -> Path:
    """Return a folder for the files of this run, in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    folder = tempfile.TemporaryDirectory(prefix="corrigenda-fuzz-", dir=memory if memory.is_dir() else None)
    _KEPT.append(folder)
    return Path(folder.name).resolve()


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def journal_file(data: bytes) -> None:
    """Read a journal, write it again, and append a decision to it."""
    path = _folder() / "journal.jsonl"
    path.write_bytes(data)
    found = _tried(lambda: journal.read(path, "seeds/a.txt"), InputError, place=r".*/journal\.jsonl:\d+:\d+")
    if found is None:
        return
    decisions, warnings = found
    assert len(warnings) <= 1
    assert all(warning.isprintable() for warning in warnings)
    standing = decision.standing(decisions)
    assert standing == decision.standing(reversed(decisions))
    _tried(lambda: emendation.emendations(decisions), ConflictError)
    latest = max((each.at for each in decisions), default="")
    clerk = journal.Clerk("an editor", now=lambda: datetime.fromisoformat("2026-01-01T00:00:00Z"), latest=latest)
    path.write_bytes(b"".join(journal.encode(each).encode() + b"\n" for each in decisions))
    assert journal.read(path, "seeds/a.txt") == (decisions, ())
    path.write_bytes(data)
    for each in islice(standing.values(), 1):
        undo = clerk.undo(each)
        assert undo.at > latest
        journal.Journal(path).append(undo)
        assert journal.read(path, "seeds/a.txt") == ((*decisions, undo), ())


_BASE = plain.decode(
    (
        "Then Stalbrand spoke of the Belgian press.\r\nIt was Сталь’s only care\f\n\nthat nobody learned what had"
        " become of Stalbrand. So it\nwas in all those years that Stalbrand spoke of."
    ).encode(),
    name="seeds/a.txt",
    siglum="seeds/a.txt",
)
"""The text that the patches among the cases are for."""
_CHANGED = replace(
    _BASE,
    text="A word before it. " + _BASE.text.replace("only ", "").replace("\n", " \n", 1),
    digest="1" * 64,
)
"""The same, changed by hand."""
_PLACE_IN_PATCH = r"the file(:\d+:\d+)?|(?!the file).*"
"""The patch, or the siglum of the text for which its emendations contradict each other."""


def patch_file(data: bytes) -> None:
    """Read a patch, write it again, and apply it, forth and back, to the text it is for and to a changed one."""
    found = _tried(lambda: patch.parse(data, _FILE), InputError, ConflictError, place=_PLACE_IN_PATCH)
    if found is None:
        return
    assert corrections.is_inside(found.siglum)
    assert patch.parse(patch.render(found), _FILE) == found
    for witness in (_BASE, _CHANGED):
        todo = _tried(lambda: patch.plan_for(found, witness), ConflictError)  # noqa: B023 - called at once
        if todo is None or not todo.fits:
            continue
        result = _tried(lambda: plan.apply(witness, todo), ConflictError)  # noqa: B023 - called at once
        assert result is not None or witness is not _BASE
        if result is not None:
            _check_applied(found, witness, todo, result)


def _check_applied(found: patch.Patch, witness: Witness, todo: plan.Plan, result: bytes) -> None:
    """See that the change of a text is the one that the patch says, and is taken back."""
    if witness.digest == found.base:
        assert digest(result) == found.result
        assert diff.apply(diff.read(found.body), witness.codec.encode(witness.text)) == result
    assert len(todo.emendations) + len(todo.done) == len(found.emendations)
    if todo.done or witness.digest != found.base:
        return
    corrected = plain.decode(result, name="", siglum=found.siglum)
    back = patch.plan_for(found, corrected, reverse=True)
    assert back.fits
    assert plan.apply(corrected, back) == witness.codec.encode(witness.text)


def diff_file(data: bytes) -> None:
    """Read a diff and apply it; cut a file out of the bytes, edit it, write the diff of that and read it."""
    lines = "|".join(map(str, range(1, data.count(b"\n") + 3)))
    found = _tried(lambda: diff.read(data, _FILE), InputError, place=f"the file:({lines}):1")
    if found is not None:
        with suppress(ValueError):  # it does not fit
            diff.apply(found, _BASE.codec.encode(_BASE.text))
    name = data[:20].replace(b"\n", b"").decode("utf-8", "surrogateescape")
    assert diff.unquoted(diff.quoted(name)) == name
    edits = tuple(_byte_edits(data))
    old, new = data, diff.splice(data, edits)
    hunks = diff.read(diff.write("seeds/a.txt", old, edits), _FILE)
    assert bool(hunks) is (old != new)
    assert diff.apply(hunks, old) == new


def _byte_edits(data: bytes) -> Iterator[diff.ByteEdit]:
    """Yield edits that do not overlap, by what stands in the data itself."""
    at = 0
    while at < len(data):
        step, width, copied = data[at] % 61, data[at] % 7, data[at] % 5
        start, end = min(len(data), at + step), min(len(data), at + step + width)
        yield diff.ByteEdit(start, end, data[copied : copied * 3])
        at = end + 1


def config_file(data: bytes) -> None:
    """Read a configuration, as our own file and as pyproject.toml."""
    for name in (config.FILE, config.PYPROJECT):
        path = _folder() / name
        path.write_bytes(data)
        place = rf".*{re.escape(name)}(:\d+:\d+)?"
        project = _tried(lambda: config.read(path), ConfigError, place=place)  # noqa: B023 - called at once
        if project is None:
            continue
        settings = project.settings
        for folder in (settings.corrections, settings.output):
            assert corrections.is_inside(folder)
        for each in (settings.paths, settings.glossary, settings.select, settings.ignore, settings.exclude):
            assert isinstance(each, tuple)
            assert all(isinstance(item, str) for item in each)
        assert settings.min_score is None or 0 <= settings.min_score <= 1
        chosen = _tried(lambda: rules.selected(settings.select, settings.ignore), ConfigError)  # noqa: B023
        assert chosen is None or set(chosen) <= set(rules.RULES)
        if settings.encoding in _ENCODINGS:
            text(settings.encoding.encode() + b"\nSta\xeb")


def lessons_file(data: bytes) -> None:
    """Read what was learned, write it again, and use it."""
    found = _tried(lambda: learning.parse(data, _FILE), InputError, place=r"the file:\d+:\d+")
    if found is None:
        return
    assert sorted(learning.parse(learning.render(found), _FILE)) == sorted(found)
    taught = learning.taught(channel(), found[:20])
    for lesson in found[:20]:
        assert taught.cost_of((lesson.right, lesson.wrong)) >= 0
        assert isfinite(taught.cost("Stalin", lesson.wrong[:20]))


_GLOSSARY = """\
term,kind,admitted,deprecated,source,note
Nikolayev,person,Nikolaev,,ru:Николаев,the murderer
Soviet press,term,,Belgian press,,
Stalin,person,,Stalbrand|Iron Man,zh:斯大林,林 was read as 标 (brand)
Trotsky–Zinoviev opposition,term,,Toddy opposition,zh:托季反对派,托季 was read as a sound
People's Commissariat for Internal Affairs,body,NKVD,Ministry of the Interior,ru:НКВД,
O'Neill,person,O'Neil,,,
Leningrad,place,,,ru:Ленинград,
Ленин,person,,,,
d'Herbigny,person,,,,
Smolny,place,Smolny Institute,Smolny Palace,,
Stalin's Crimes,book,,Stalin's Purges,,
"""


@cache
def knowledge() -> Knowledge:
    """Return what is known of the texts that are linted here."""
    return Knowledge(Lexicon(glossary.read(_GLOSSARY.encode(), "glossary.csv")))


def lint(data: bytes) -> None:
    """Lint a text, report what is found, and correct it by the first readings, forth and back."""
    data = data.decode("utf-8", "ignore").encode()
    witness = plain.decode(data, name="seeds/a.txt", siglum="seeds/a.txt") if not _is_marked(data) else _BASE
    _check_tokens(Tokens(witness.text))
    findings = engine.lint([witness], knowledge(), rules.RULES)
    assert findings == tuple(sorted(findings, key=engine.order))
    assert len({finding.id for finding in findings}) == len(findings)
    for finding in findings:
        _check_finding(finding, witness)
    _check_reports(findings, witness)
    _check_corrected(findings, witness)


def _is_marked(data: bytes) -> bool:
    return data.startswith((b"\xfe\xff", b"\xff\xfe", b"\0\0\xfe\xff"))


def _check_tokens(tokens: Tokens) -> None:
    joined = tokens.before(0) if len(tokens) else tokens.text
    for number in range(len(tokens)):
        span = tokens.span(number)
        assert tokens.surface(number) == tokens.text[span.start : span.end]
        joined += tokens.surface(number) + tokens.gap(number)
    assert joined == tokens.text
    assert sum(len(places) for _surface, places in tokens.places()) == len(tokens)


def _check_finding(finding: Finding, witness: Witness) -> None:
    anchor = finding.anchor
    assert 0 <= anchor.span.start <= anchor.span.end <= len(witness.text)
    assert witness.anchor(anchor.span) == anchor
    assert finding.message.strip()
    assert all(0 <= reading.score <= 1 for reading in finding.readings)
    assert all(reading.text.encode() is not None for reading in finding.readings)
    assert len({reading.text for reading in finding.readings}) == len(finding.readings)


def _check_reports(findings: Sequence[Finding], witness: Witness) -> None:
    """See that what people read cannot act on a terminal, and that what programs read is one record a line."""
    for width in (10, 80):
        lines = [*terminal.full(findings, [witness], width), *terminal.concise(findings, [witness])]
        for line in (*lines, *terminal.statistics(findings), terminal.summary(findings, 1)):
            assert line.plain.isprintable(), repr(line.plain)
    records = list(machine.json_lines(findings, [witness]))
    assert [json.loads(record)["id"] for record in records] == [finding.id for finding in findings]
    assert all("\n" not in record and "\u2028" not in record for record in records)
    assert json.loads("\n".join(machine.json_document(findings, [witness])))["counts"]["findings"] == len(findings)


def _check_corrected(findings: Sequence[Finding], witness: Witness) -> None:
    """See that the first readings come to the text and leave it by way of a patch."""
    chosen: list[Emendation] = []
    at = -1
    for finding in findings:
        span = finding.anchor.span
        if finding.readings and span.start > at:
            emended = Emendation(finding.anchor, finding.readings[0].text, finding.code, "an editor", at="2026-01-01")
            chosen.append(replace(emended, base=witness.digest))
            at = span.end
    made = patch.make(witness, chosen)
    read = patch.parse(patch.render(made), _FILE)
    assert read.emendations == tuple(replace(each, base=witness.digest) for each in made.emendations)
    todo = patch.plan_for(read, witness)
    assert todo.fits
    result = plan.apply(witness, todo)
    assert digest(result) == made.result
    if _is_marked(result):
        return
    corrected = plain.decode(result, name="", siglum=witness.siglum)
    back = patch.plan_for(read, corrected, reverse=True)
    assert back.fits
    assert plan.apply(corrected, back) == witness.codec.encode(witness.text)


_SIZES = ((250, 500, 1000), (1000, 2000, 4000), (6000, 12000, 24000))
_MOST_WORK = 2000
"""Units of work for each character beyond which larger sizes are not waited for."""
_LONGEST_UNIT = 40
SUPERLINEAR = 3.0
"""Growth from which work is called more than linear: that of n log n is 2.3 here, that of n squared 4."""


def growth(data: bytes) -> None:
    """Lint what the data repeats (with letters that change each time for each MARK in it): the work grows with it."""
    unit = data.decode("utf-8", "ignore")[:_LONGEST_UNIT].replace("\0", work.MARK)
    if unit:
        for sizes in _SIZES:  # the second time everything is loaded, the third time what is bounded has its bound
            found = work.growth(linting(rules.RULES), lambda size: work.repeated(unit, size), sizes)
            if found.ratio < SUPERLINEAR:
                return
            assert found.share < _MOST_WORK, f"{unit!r} takes {found}"
        assert found.ratio < SUPERLINEAR, f"{unit!r} takes {found}"


def linting(chosen: Sequence[rules.base.Rule]) -> Callable[[str], object]:
    """Return what lints a text with some rules."""
    return lambda content: engine.lint([Witness("a", "a", content, Codec(), "0" * 64)], knowledge(), chosen)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "glossary": glossary_file,
    "exchange": exchange_file,
    "journal": journal_file,
    "patch": patch_file,
    "config": config_file,
    "learning": lessons_file,
    "diff": diff_file,
    "lint": lint,
    "growth": growth,
}
"""All targets, by the names of their folders of cases."""
