"""Python's garbage collector, and when it only gets in the way."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_is_of_program = False


def serve_a_program() -> None:
    """From now on, take what is made while the collector is at rest for what is needed as long as the process runs.

    It is not looked at again; neither is what garbage there was. Only for a process that is the program's own.
    """
    global _is_of_program  # noqa: PLW0603 - there is one collector
    _is_of_program = True


@contextmanager
def at_rest() -> Iterator[None]:
    """Keep the collector from looking for garbage; also a decorator.

    For work that makes very many objects to be kept and no circles of them: the collector would go through all
    of them again and again, which may take as long as the work.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if _is_of_program:
                gc.freeze()
            gc.enable()
