"""What was found before in the same texts, in the user's cache folder.

What is found in a text depends on how often words stand in all texts that are linted with it, so that findings are
kept by run: under a key made of everything that they depend on. A key that is known gives the findings that a run
would give; one that is not, such as after the change of a letter in one text, gives none. Nothing here is a promise:
what is missing, damaged or not to be written costs time only.
"""

import hashlib
import json
import os
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corrigenda import __version__, files
from corrigenda.errors import CorrigendaError
from corrigenda.finding import Finding, Reading, Safety, Severity
from corrigenda.text import Anchor, Span

MOST_BYTES = 256 * 2**20
"""Bytes that are kept, about; beyond, what was not asked for the longest time goes first."""
_FORMAT = 1
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by corrigenda; `corrigenda cache clear` removes it.\n"
"""By the Cache Directory Tagging Specification (bford.info/cachedir): backups leave the folder out."""
_ENDING = ".findings"


@dataclass(frozen=True, slots=True)
class Info:
    """What a cache holds."""

    runs: int
    size: int
    """Bytes."""


def folder() -> Path:
    """Return the user's cache folder for this program; ``CORRIGENDA_CACHE_DIR`` names another.

    By the XDG Base Directory Specification, and the customs of macOS and Windows.
    """
    named = os.environ.get("CORRIGENDA_CACHE_DIR")
    if named:
        return Path(named)
    if sys.platform == "win32":  # pragma: no cover - not on Linux
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "corrigenda" / "Cache"
    if sys.platform == "darwin":  # pragma: no cover
        return Path.home() / "Library/Caches/corrigenda"
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "corrigenda"


def key(parts: Iterable[str]) -> str:
    """Return the key of a run: a hash of `parts` in their order, and of the program that runs.

    >>> key(["ab", "c"]) == key(["a", "bc"])
    False
    """
    hashed = hashlib.sha256(_program().encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hashed.update(b"%d:" % len(data))
        hashed.update(data)
    return hashed.hexdigest()


@cache
def _program() -> str:
    """Return what says which program runs: its version, and for those who change it the age of each of its files."""
    home = Path(__file__).parent
    stamps = sorted(
        f"{path.relative_to(home)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in home.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    )
    return "\n".join((f"{_FORMAT} {__version__} {sys.version_info[:2]} {unicodedata.unidata_version}", *stamps))


class Cache:
    """Findings of runs, in a folder; several processes may use it at a time."""

    def __init__(self, where: Path | None = None, most: int = MOST_BYTES) -> None:
        self.folder = folder() if where is None else where
        self._most = most

    def get(self, wanted: str) -> tuple[Finding, ...] | None:
        """Return the findings of the run with a key; None when they are not there, or damaged."""
        path = self._path(wanted)
        try:
            data = path.read_bytes()
            found = _parsed(data)
            os.utime(path)
        except (OSError, ValueError, TypeError, zlib.error):
            return None
        return found

    def put(self, new: str, findings: Sequence[Finding]) -> None:
        """Keep the findings of a run, if that can be done."""
        with suppress(OSError, CorrigendaError):
            tag = self.folder / "CACHEDIR.TAG"
            if not tag.exists():
                files.write_atomically(tag, _TAG)
            files.write_atomically(self._path(new), _rendered(findings))
            self._shrink()

    def info(self) -> Info:
        """Return what is there."""
        sizes = [size for _age, size, _path in self._kept()]
        return Info(len(sizes), sum(sizes))

    def clear(self) -> Info:
        """Remove all that is kept; return what that was.

        Raises:
            InputError: it cannot be removed.
        """
        gone = self.info()
        for _age, _size, path in self._kept():
            files.remove(path)
        return gone

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_ENDING}"

    def _kept(self) -> Iterator[tuple[int, int, Path]]:
        """Yield when each file was last asked for, its size, and the file."""
        for path in sorted(self.folder.glob(f"*{_ENDING}")):
            with suppress(OSError):  # another process removed it
                stat = path.stat()
                yield stat.st_mtime_ns, stat.st_size, path

    def _shrink(self) -> None:
        kept = sorted(self._kept())
        size = sum(each for _age, each, _path in kept)
        for _age, each, path in kept[:-1]:
            if size <= self._most:
                return
            path.unlink(missing_ok=True)
            size -= each


def _rendered(findings: Sequence[Finding]) -> bytes:
    """Return findings as bytes: the hash of what follows, and their fields as packed JSON."""
    rows = [
        (
            *(each.id, each.code, each.rule, each.severity, each.safety),
            *(each.anchor.siglum, each.anchor.span.start, each.anchor.span.end),
            *(each.anchor.sic, each.anchor.before, each.anchor.after),
            [(reading.text, reading.score, reading.basis) for reading in each.readings],
            *(each.message, each.note, each.term),
        )
        for each in findings
    ]
    packed = zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)
    return hashlib.sha256(packed).digest() + packed


def _parsed(data: bytes) -> tuple[Finding, ...]:
    """Return the findings that `_rendered` made bytes of.

    Raises:
        ValueError: the bytes are damaged.
    """
    size = hashlib.sha256().digest_size
    if hashlib.sha256(data[size:]).digest() != data[:size]:
        raise ValueError("damaged")
    return tuple(_finding(row) for row in json.loads(zlib.decompress(data[size:])))


def _finding(row: list[Any]) -> Finding:
    id_, code, rule, severity, safety, siglum, start, end, sic, before, after, readings, message, note, term = row
    return Finding(
        id_,
        code,
        rule,
        Severity(severity),
        Safety(safety),
        Anchor(siglum, Span(start, end), sic, before, after),
        tuple(Reading(text, score, basis) for text, score, basis in readings),
        message,
        note,
        term,
    )
