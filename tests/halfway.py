"""Projects in which one command is about to change files, and what must hold when it was stopped half-way."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from desk import Desk

from corrigenda.deciding import journal, patch
from corrigenda.storage import lock

GLOSSARY = "term,admitted,deprecated\nKamenev,Rosenfeld,\nStalin,,Stalbrand\nLenin,,Lenyn\n"
TEXT = "Then Stalbrand spoke. Lenyn heard it.\nKamenev and Kamenev, later Kamenyev.\nBut Stalbrand was silent.\n"


def ids(desk: Desk, sic: str) -> list[str]:
    found = desk.ids(sic, "--select", "G")
    assert found
    return found


def undecided(desk: Desk) -> list[str]:
    return ["decide", *ids(desk, "Stalbrand"), "accept"]


def decided(desk: Desk) -> list[str]:
    desk.decide(*ids(desk, "Stalbrand"), "accept")
    return ["decide", *ids(desk, "Lenyn"), "accept"]


def admitting(desk: Desk) -> list[str]:
    return ["decide", *ids(desk, "Kamenyev"), "admit", "--term", "Kamenev"]


def undoing(desk: Desk) -> list[str]:
    """Take back the only decision, whereupon the patch goes."""
    found = ids(desk, "Lenyn")
    desk.decide(*found, "accept")
    return ["decide", *found, "undo"]


def withdrawing(desk: Desk) -> list[str]:
    """Take back an admission, whereupon the form leaves the glossary."""
    found = ids(desk, "Kamenyev")
    desk.decide(*found, "admit", "--term", "Kamenev")
    return ["decide", *found, "undo"]


def patching(desk: Desk) -> list[str]:
    decided(desk)
    for name in ("corrections/seeds/a.txt.patch", "corrections/series"):
        desk.path(name).unlink()
    return ["patch"]


def applying(desk: Desk) -> list[str]:
    decided(desk)
    return ["apply"]


def applying_in_place(desk: Desk) -> list[str]:
    decided(desk)
    return ["apply", "--in-place"]


def applying_to_several(desk: Desk) -> list[str]:
    desk.write("seeds/b.txt", TEXT)
    desk.decide(*ids(desk, "Stalbrand"), "accept")
    return ["apply", "--in-place"]


def learning(desk: Desk) -> list[str]:
    decided(desk)
    return ["learn"]


def suggesting(desk: Desk) -> list[str]:
    desk.write("seeds/b.txt", "At last Ordzhonikidze came. They knew Ordzhonikidze, and Ordzhonikidze knew them.\n")
    return ["glossary", "suggest", "--append"]


SCENES = (
    undecided,
    decided,
    admitting,
    undoing,
    withdrawing,
    patching,
    applying,
    applying_in_place,
    applying_to_several,
    learning,
    suggesting,
)


class Case:
    """A project in which one command is about to be run, what it holds before, and what it would hold after."""

    def __init__(
        self,
        folder: Path,
        scene: Callable[[Desk], list[str]],
        around: AbstractContextManager[object] = nullcontext(),  # noqa: B008 - it holds nothing
    ) -> None:
        self.scene = scene
        self._folder = folder
        self._count = 0
        self.desk, self.command = self.anew()
        self.before = self.desk.files()
        with around:
            ran = self.desk.run(*self.command)
        assert ran.code == 0, ran.err
        self.after = self.desk.files()
        assert self.after != self.before

    def anew(self) -> tuple[Desk, list[str]]:
        """Make the project once more."""
        self._count += 1
        desk = Desk.usual(self._folder / str(self._count), TEXT)
        desk.write("glossary.csv", GLOSSARY)
        return desk, self.scene(desk)

    def assert_nothing_is_half(self, desk: Desk, *, untidy: bool = False) -> None:
        """See that each file is the old one or the new one, and that a journal only grew.

        If `untidy`, files with temporary names may be there as well.
        """
        for name, data in desk.files().items():
            if name == f"corrections/{lock.NAME}":
                continue  # left behind by the dead, and taken over by the next
            if name.endswith(".tmp"):
                assert untidy, name
            elif name.endswith(journal.ENDING):
                journal.read(desk.path(name), name.removeprefix("corrections/").removesuffix(journal.ENDING))
            elif name.endswith(patch.ENDING):
                patch.parse(data, name)
            else:
                assert data in (self.before.get(name), self.after.get(name)), name
        for name, data in self.before.items():
            if name.endswith(journal.ENDING):
                assert plain(desk.path(name).read_bytes()).startswith(plain(data))

    def assert_it_goes_on(self, desk: Desk, command: list[str]) -> None:
        """See that the command, run again, brings about what it would have at first."""
        ran = desk.run(*command)
        is_made = any(told in ran.err for told in ("nothing was decided about this finding", "there is no finding"))
        assert ran.code == 0 or is_made, ran.err
        assert command[0] == "apply" or desk.run("patch").code == 0
        kept = {name: plain(data) for name, data in desk.files().items() if not name.endswith((".tmp", "series"))}
        wanted = {name: plain(data) for name, data in self.after.items() if not name.endswith("series")}
        journals = {name for name in wanted if name.endswith(journal.ENDING)}
        assert {name: data for name, data in kept.items() if name not in journals} == {
            name: data for name, data in wanted.items() if name not in journals
        }


def plain(data: bytes) -> bytes:
    """Return a journal or patch without what differs from run to run: ids and times."""
    data = re.sub(rb'"(at|id|undoes|batch|decision)": "[^"]*"', rb'"\1": ""', data)
    return re.sub(rb"Last-Update: .*", b"Last-Update:", data)
