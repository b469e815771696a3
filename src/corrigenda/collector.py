"""Python's garbage collector, and when it only gets in the way."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
            gc.enable()
