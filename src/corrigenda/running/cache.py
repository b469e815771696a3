"""What was found before in the same texts, in the user's cache folder.

What is kept of a run is what was found, and what was counted, of which a later run makes use if only some of the texts
changed meanwhile (`corrigenda.running.recheck`). The files are called by a hash of everything that findings depend on
beside the texts, and one of the names of these. Another tells which files were read, so that those that are as they
were need not be read again to know that. Nothing here is a promise: what is missing, damaged or not to be written costs
time only.
"""

import hashlib
import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corrigenda import __version__, collector
from corrigenda.counting.counted import Counted
from corrigenda.counting.survey import Counts
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.running import kept
from corrigenda.shelf import Known
from corrigenda.storage import files
from corrigenda.texts.visible import visible

MOST_BYTES = 256 * 2**20
"""Bytes that are kept, about; beyond, what was not asked for the longest time goes first."""
_FORMAT = 6
_LETTERS = 32
"""Of a key."""
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by corrigenda; `corrigenda cache clear` removes it.\n"
"""By the Cache Directory Tagging Specification (bford.info/cachedir): backups leave the folder out."""
_OF_RUN = (kept.FOUND, kept.OF_ALL, kept.OF_GROUPS)
_KNOWN = ".texts"
_HALF_WRITTEN = ".*.tmp"
_LONG_AGO = 3600
"""Seconds after which nobody writes a file any more."""


@dataclass(frozen=True, slots=True)
class Info:
    """What a cache holds."""

    runs: int
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A run of which something is kept."""

    run: kept.Run
    path: Path
    """Of what was found; what was counted lies beside it."""

    @collector.at_rest()
    def counted(self, kinds: Mapping[str, type[Counts]]) -> Counted | None:
        """Return what was counted in it, `kinds` being the counts of the rules by name; None if that is not there."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            from corrigenda.running import inventory  # noqa: PLC0415 - loads numpy, and most runs take all from the cache

            return inventory.read(self.path, self.run, kinds)
        return None


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
    """Return what to call a run: a hash of `parts` in their order, and of the program that runs.

    >>> key(["ab", "c"]) == key(["a", "bc"])
    False
    """
    return name_of((_program(), *parts))


def name_of(parts: Iterable[str]) -> str:
    """Return a hash of `parts` in their order."""
    hashed = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hashed.update(b"%d:" % len(data))
        hashed.update(data)
    return hashed.hexdigest()[:_LETTERS]


@cache
def _program() -> str:
    """Return what says which program runs: its version, and for those who change it the age of each of its files."""
    home = Path(__file__).parents[1]
    stamps = sorted(
        f"{path.relative_to(home)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in home.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    )
    return "\n".join(
        (f"{_FORMAT} {__version__} {sys.version_info[:2]} {sys.byteorder} {unicodedata.unidata_version}", *stamps)
    )


class Cache:
    """What is kept of runs, in a folder; several processes may use it at a time."""

    def __init__(self, where: Path | None = None, most: int = MOST_BYTES) -> None:
        self.folder = folder() if where is None else where
        self._most = most

    @collector.at_rest()
    def get(self, fixed: str, texts: str) -> Kept | None:
        """Return the run over texts with these names, else the last one over others; None if there is none, or damaged.

        Args:
            fixed: a hash of all that findings depend on beside the texts.
            texts: a hash of their names.
        """
        with suppress(OSError, ValueError, TypeError):
            path = self._path_or_last(fixed, texts, kept.FOUND)
            run = kept.parse_run(path.read_bytes())
            for ending in _OF_RUN:
                with suppress(OSError):
                    os.utime(path.with_suffix(ending))
            return Kept(run, path)
        return None

    def put(self, fixed: str, texts: str, run: kept.Run, counted: Counted | None) -> None:
        """Keep a run.

        Raises:
            InputError: it cannot be kept; what was kept before may be there or not.
        """
        path = self._path(fixed, texts, kept.FOUND)
        with self._writing():
            self._tag()
            if counted is not None:
                from corrigenda.running import inventory  # noqa: PLC0415 - as above

                inventory.write(path, counted, run)
            files.write_atomically(path, kept.render_run(run))
            self._shrink()

    @collector.at_rest()
    def known(self, place: str, names: str) -> Known:
        """Return what was known of files by these names, else of the last ones by others; nothing if there is none.

        Args:
            place: a hash of what else it depends on which texts are in files with some names.
            names: a hash of these.
        """
        with suppress(OSError, ValueError, TypeError):
            path = self._path_or_last(place, names, _KNOWN)
            known = kept.parse_known(path.read_bytes(), key(()))
            os.utime(path)
            return known
        return {}

    def put_known(self, place: str, names: str, known: Known) -> None:
        """Keep what is known of files.

        Raises:
            InputError: it cannot be kept.
        """
        with self._writing():
            self._tag()
            files.write_atomically(self._path(place, names, _KNOWN), kept.render_known(known, key(())))

    def info(self) -> Info:
        """Return what is there.

        Raises:
            InputError: that cannot be seen.
        """
        try:
            os.scandir(self.folder).close()  # `Path.glob` finds nothing where it may not look
        except FileNotFoundError:
            return Info(0, 0)
        except OSError as error:
            raise InputError(
                f"cannot read the folder: {error.strerror or error}",
                where=visible(str(self.folder)),
                help="check that it is a folder and that you may read it, or name another by CORRIGENDA_CACHE_DIR",
            ) from error
        every = list(self._kept())
        runs = sum(path.suffix == kept.FOUND for _age, _size, path in every)
        return Info(runs, sum(size for _age, size, _path in every))

    def clear(self) -> Info:
        """Remove all that is kept; return what that was.

        Raises:
            InputError: it cannot be seen, or not be removed.
        """
        gone = self.info()
        for path in (*(path for _age, _size, path in self._kept()), *self.folder.glob(_HALF_WRITTEN)):
            files.remove(path)
        return gone

    def _path(self, fixed: str, texts: str, ending: str) -> Path:
        return self.folder / f"{fixed}.{texts}{ending}"

    def _path_or_last(self, fixed: str, texts: str, ending: str) -> Path:
        """Return the file of some texts, else the last one of others.

        Raises:
            ValueError: there is none.
        """
        path = self._path(fixed, texts, ending)
        if path.exists():
            return path
        return max(self.folder.glob(f"{fixed}.*{ending}"), key=lambda each: each.stat().st_mtime_ns)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Make one error of all that can go wrong in keeping something."""
        try:
            yield
        except (OSError, ValueError, CorrigendaError) as error:
            reason = error.message if isinstance(error, CorrigendaError) else getattr(error, "strerror", None) or error
            raise InputError(
                f"nothing is kept for the next run: {reason}",
                where=visible(str(self.folder)),
                help="make room there, or name another folder by CORRIGENDA_CACHE_DIR",
            ) from error

    def _tag(self) -> None:
        """Mark the folder as one of caches."""
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            files.write_atomically(tag, _TAG)

    def _kept(self) -> Iterator[tuple[int, int, Path]]:
        """Yield when each file was last asked for, its size, and the file."""
        for path in sorted(each for ending in (*_OF_RUN, _KNOWN) for each in self.folder.glob(f"*{ending}")):
            with suppress(OSError):  # another process removed it
                stat = path.stat()
                yield stat.st_mtime_ns, stat.st_size, path

    def _shrink(self) -> None:
        for path in self.folder.glob(_HALF_WRITTEN):  # by a run that was killed, or is under way
            if time.time() - path.stat().st_mtime > _LONG_AGO:
                path.unlink(missing_ok=True)
        by_age = sorted(self._kept())
        size = sum(each for _age, each, _path in by_age)
        for _age, each, path in by_age[:-1]:
            if size <= self._most:
                return
            path.unlink(missing_ok=True)
            size -= each
