"""Settings: ``[tool.corrigenda]`` in pyproject.toml or a corrigenda.toml, the nearest one upwards.

The folder that holds it is the project: sigla are paths relative to it. Without a configuration the project is the
nearest folder upwards that has ``corrections/`` or ``glossary.csv``, and else the folder one is in; commands take that
of the texts named then, see `given.open_project`.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from posixpath import normpath
from typing import Any

from rapidfuzz.distance import OSA

from corrigenda.corrections import is_inside
from corrigenda.errors import ConfigError, InputError
from corrigenda.storage.files import read_bytes, shown
from corrigenda.texts.text import LineIndex, is_encoding, undecodable
from corrigenda.texts.visible import visible

FILE = "corrigenda.toml"
GLOSSARY = "glossary.csv"
"""The glossary of a project that names none; it need not be there."""
PYPROJECT = "pyproject.toml"
_NEAR = 3
"""A key so many letters from a known one is taken for a slip of it."""
_LONGEST_SHOWN = 80
"""Characters of a value that a message shows."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set in a configuration; the command line overrides each."""

    paths: tuple[str, ...] = ("seeds",)
    """Files and folders that are linted when none are named."""
    glossary: tuple[str, ...] = ()
    """The glossaries, relative to the project, which must be there; empty means glossary.csv if there is one."""
    corrections: str = "corrections"
    """The folder of journals and patches, inside the project."""
    output: str = "corrected"
    """The folder that `corrigenda apply` writes to, inside the project; no texts are looked for in it, unless named."""
    baseline: str = ""
    """The findings accepted as known, relative to the project; empty means baseline.csv among the corrections."""
    select: tuple[str, ...] = ()
    """Codes, prefixes or names of the rules that are run; empty means all."""
    ignore: tuple[str, ...] = ()
    """Codes, prefixes or names of rules that are not run."""
    exclude: tuple[str, ...] = ()
    """Patterns of files and folders that are left out of folders."""
    min_score: float | None = None
    """Names and phrases whose best reading scores less are not shown, 0 to 1; unset means the program's limit."""
    encoding: str = "utf-8"
    """The encoding of texts that are not UTF-8; if it has several bytes a letter, of all without a byte order mark."""
    language: str = ""
    """The language of the texts; empty means found from each text."""
    dictionary: str = ""
    """A Hunspell dictionary (.dic, with its .aff beside it) of the texts' language, relative to the project."""
    resp: str = ""
    """Who decides; empty means git's user name."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder, its settings, and the file they come from."""

    root: Path
    settings: Settings
    source: Path | None = None

    @property
    def corrections(self) -> Path:
        """Return the folder of journals and patches."""
        return self.root / self.settings.corrections

    @property
    def glossaries(self) -> tuple[str, ...]:
        """Return the glossaries, relative to the project, whether they are there or not."""
        return self.settings.glossary or (GLOSSARY,)


def find(start: Path) -> Project:
    """Return the project that `start` lies in.

    Raises:
        ConfigError: a configuration that is damaged, or has an unknown key or a value of the wrong type.
    """
    return find_all((start,))[0]


def find_all(starts: Iterable[Path]) -> tuple[Project, ...]:
    """Return the project that each of some folders lies in; a configuration is read once.

    Raises:
        ConfigError: as for `find`.
    """
    known: dict[Path, Project | None] = {}

    def configured(folder: Path) -> Project | None:
        if folder not in known:
            own = _own(folder)
            known[folder] = own if own is not None or folder == folder.parent else configured(folder.parent)
        return known[folder]

    starts = tuple(starts)
    found = {start: configured(whole := start.resolve()) or isolated(whole) for start in dict.fromkeys(starts)}
    return tuple(map(found.__getitem__, starts))


def _own(folder: Path) -> Project | None:
    """Return the project that a folder is by a configuration in it."""
    own, shared = folder / FILE, folder / PYPROJECT
    if own.is_file():
        return read(own)
    settings = _of_pyproject(shared) if shared.is_file() else None
    return None if settings is None else Project(folder, settings, shared)


def isolated(start: Path) -> Project:
    """Return a project without configuration.

    It is the nearest folder upwards with ``corrections/`` or ``glossary.csv``, else `start`.
    """
    start = start.resolve()
    return Project(next(filter(_is_one, (start, *start.parents)), start), Settings())


def is_project(found: Project) -> bool:
    """Say whether something in its folder makes it a project, and not only that somebody is there."""
    return found.source is not None or _is_one(found.root)


def _is_one(folder: Path) -> bool:
    default = Settings()
    return (folder / default.corrections).is_dir() or (folder / GLOSSARY).is_file()


def read(path: Path) -> Project:
    """Return the project of a named configuration file.

    Raises:
        ConfigError: as for `find`, and when a pyproject.toml has no table for us.
    """
    path = path.resolve()
    if path.name == PYPROJECT:
        settings = _of_pyproject(path)
        if settings is None:
            raise ConfigError("there is no table [tool.corrigenda]", where=visible(shown(path)), help="add one")
        return Project(path.parent, settings, path)
    text, table = _load(path)
    return Project(path.parent, _settings(table, text, path), path)


def _of_pyproject(path: Path) -> Settings | None:
    text, table = _load(path)
    tool = table.get("tool")
    own = tool.get("corrigenda") if isinstance(tool, dict) else None
    if own is None:
        return None
    if not isinstance(own, dict):
        raise ConfigError(
            "tool.corrigenda must be a table",
            where=_where(path, _place_of("corrigenda", text)),
            help="write [tool.corrigenda]",
        )
    return _settings(own, text, path)


def _load(path: Path) -> tuple[str, dict[str, Any]]:
    text = ""
    try:
        text = read_bytes(path).decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        where = _where(path, undecodable(error))
        raise ConfigError(f"not UTF-8 at byte {error.start}", where=where, help="TOML files are UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = (int(found[1]), int(found[2])) if found else _end(text)
        raise ConfigError(
            f"not TOML: {str(error).partition(' (at')[0]}", where=_where(path, place), help="mend the file"
        ) from error
    except (ValueError, RecursionError) as error:  # what the reader of TOML does not expect itself
        raise ConfigError(
            "not TOML: a number is too long, or lists are nested too deeply",
            where=visible(shown(path)),
            help="mend the file",
        ) from error
    except InputError as error:
        raise ConfigError(error.message, where=visible(shown(path)), help=error.help) from error


def _settings(table: Mapping[str, Any], text: str, path: Path) -> Settings:
    known = {field.name.replace("_", "-"): field.name for field in fields(Settings)}
    changes: dict[str, Any] = {}
    for key, value in table.items():
        where = _where(path, _place_of(key, text))
        name = known.get(key.replace("_", "-"))
        if name is None:
            raise ConfigError(f"unknown setting {visible(key)!r}", where=where, help=_nearest(key, known))
        expected, fits, convert = _KINDS[name]
        if not fits(value):
            raise ConfigError(f"{key} must be {expected}, not {_cut(value)}", where=where, help="change the value")
        changes[name] = convert(value)
    made = replace(Settings(), **changes)
    if made.paths and all(_lies_in(made.output, path) for path in made.paths):
        key = "output" if "output" in table else "paths"
        raise ConfigError(
            f"output must be another folder than the texts lie in, not {_cut(made.output)}",
            where=_where(path, _place_of(key, text)),
            help="change the value: what lies in that folder counts as a corrected copy",
        )
    return made


def _lies_in(folder: str, path: str) -> bool:
    return f"{normpath(path)}/".startswith(f"{folder}/")


def _cut(value: object) -> str:
    """Return a value as Python writes it, a long one cut, for a message."""
    try:
        text = visible(repr(value))
    except (ValueError, RecursionError):  # numbers of so many digits are not written out
        return f"a very long {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"


def _is_strings(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _to_strings(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _is_score(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_encoding(value: object) -> bool:
    return isinstance(value, str) and is_encoding(value)


def _is_folder(value: object) -> bool:
    """Say whether a value names a folder inside the project: a project that came from elsewhere writes only there."""
    return isinstance(value, str) and is_inside(normpath(value))


_Kind = tuple[str, Callable[[Any], bool], Callable[[Any], Any]]
_STRING: _Kind = ("a string", _is_string, str)
_FOLDER: _Kind = ("a folder inside the project", _is_folder, normpath)
_STRINGS: _Kind = ("a string or a list of strings", _is_strings, _to_strings)
_KINDS: dict[str, _Kind] = {
    "paths": _STRINGS,
    "glossary": _STRINGS,
    "corrections": _FOLDER,
    "output": _FOLDER,
    "baseline": _STRING,
    "select": _STRINGS,
    "ignore": _STRINGS,
    "exclude": _STRINGS,
    "min_score": ("a number from 0 to 1", _is_score, float),
    "encoding": ("an encoding that Python knows, such as windows-1251 or latin-1", _is_encoding, str),
    "language": _STRING,
    "dictionary": _STRING,
    "resp": _STRING,
}


def _where(path: Path, place: tuple[int, int]) -> str:
    """Return a place in a file as messages name it."""
    return f"{visible(shown(path))}:{place[0]}:{place[1]}"


def _place_of(key: str, text: str) -> tuple[int, int]:
    """Return line and column of a setting, counted from 1: after the head of our table, if there is one."""
    head = _HEAD.search(text)
    setting = re.compile(rf"^[ \t]{{0,20}}([\"']?{re.escape(key)}[\"']?[ \t]{{0,20}}=)", re.MULTILINE)
    found = setting.search(text, head.end() if head else 0) or head
    return LineIndex(text).place(found.start(1) if found else 0)


_HEAD = re.compile(r"^[ \t]*(\[)[ \t]*tool[ \t]*\.[ \t]*corrigenda[ \t]*\]", re.MULTILINE)


def _end(text: str) -> tuple[int, int]:
    """Return line and column behind the last character of a text that is no blank, counted from 1."""
    lines = text.rstrip().split("\n")
    return len(lines), len(lines[-1]) + 1


def _nearest(key: str, known: Mapping[str, str]) -> str:
    best = min(known, key=lambda name: OSA.distance(key.replace("_", "-"), name))
    if OSA.distance(key.replace("_", "-"), best) <= min(_NEAR, len(key) // 2):
        return f"did you mean {best!r}?"
    return f"the settings are {', '.join(sorted(known))}"
