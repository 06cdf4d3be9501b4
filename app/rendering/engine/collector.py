"""Python's collector of garbage: it takes a fifth of the time of a document, and a document has an end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def keep_what_is_here() -> None:
    """Let the collector never look again at what exists now: modules and typefaces stay as long as the process."""
    gc.collect()
    gc.freeze()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Collect nothing until this is over. What it left is collected with what comes after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
