"""A process that counts and checks its share of the texts; what it has to do, and with whom it talks.

Each worker counts its share of the texts, unit by unit; the counts of each are sent to all others, which add them;
then each checks the texts that it counted, whose words it still has. Texts are not sent: workers read them.
"""

import pickle
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from corrigenda.finding import as_row
from corrigenda.rules.base import Rule
from corrigenda.running import engine
from corrigenda.running.backend import Backend, backend_for
from corrigenda.running.engine import Knowledge
from corrigenda.texts.text import Witness

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from corrigenda.counting.counted import Counted, Group
    from corrigenda.running.backend import BulkBackend


@dataclass(frozen=True, slots=True)
class Work:
    """What each worker is given when it starts."""

    witnesses: Sequence[Witness]
    knowledge: Knowledge
    rules: tuple[Rule, ...]
    bulk: bool
    noting: bool
    """Whether to tell in the end what to keep."""


def serve(work: Work, home: "Connection") -> None:
    """Count the units that come until None does, send their counts, take those of all, and check units.

    Between the two, what can be said of spellings whatever the text is found out in parts, each by one worker. What is
    to be kept is sent in the end.
    What is sent are pairs: what it is, and the thing itself.
    """
    from multiprocessing.reduction import ForkingPickler  # noqa: PLC0415 - it takes time to load

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted, and ends its workers
    try:
        backend = backend_for(bulk=work.bulk)
        groups: list[Group] | None = [] if work.noting else None
        count = engine.Count(work.knowledge, work.rules, backend, groups)
        while (unit := _received(home)) is not None:
            count.add([work.witnesses[number] for number in unit])
            home.send(("counted", None))
        own = count.survey()
        home.send(("survey", bytes(ForkingPickler.dumps(own))))
        surveys = (own if each is None else pickle.loads(each) for each in _received(home))  # noqa: S301 - our own
        checker = engine.Checker(work.knowledge, backend.pool(surveys, own), work.rules, backend, noting=work.noting)
        if (part := _received(home)) is not None:
            home.send(("sifted", checker.sift(part)))
            checker.take(_received(home))
        while (unit := _received(home)) is not None:
            texts = (work.witnesses[number] for number in unit)
            found = sorted(checker.check(texts), key=engine.order)
            home.send(("checked", list(map(as_row, found))))
        if groups is not None:
            home.send(("noted", to_keep(backend, groups, checker)))
    except (EOFError, OSError):  # the first process is gone
        return
    except Exception as error:  # noqa: BLE001 - it is raised where it can be told
        home.send(("error", error))


def _received(home: "Connection") -> Any:
    """Return what the first process sends next.

    Raises:
        EOFError: it is gone; as later workers have copies of the pipe, that it was closed says nothing.
    """
    from multiprocessing import connection, parent_process  # noqa: PLC0415 - it takes time to load

    parent = parent_process()
    if parent is not None and home not in connection.wait([home, parent.sentinel]):
        raise EOFError
    return home.recv()


def to_keep(backend: Backend, groups: "Sequence[Group]", checker: engine.Checker) -> "Counted":
    """Return what to keep of the texts of a backend for much text."""
    from corrigenda.running import tallies  # noqa: PLC0415 - loads numpy, and little text is checked without

    return tallies.counted(cast("BulkBackend", backend), groups, checker.leaning)
