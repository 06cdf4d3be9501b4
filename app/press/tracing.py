"""From a file that somebody hands in to the copy it comes from. Nothing of the file is kept."""

from collections.abc import Iterable

from app.press import carrier
from app.press.verdicts import Trace
from app.rendering.process import look_through


def trace(pdf: bytes, numbers: Iterable[int], *, key: str) -> Trace:
    """Return what a PDF says of the copy it comes from; `numbers` are those it may be.

    Takes a few seconds. Raises `TypesettingFailed` with a sentence for what is no PDF or cannot be read in bounds.
    """
    pages = look_through(pdf)
    printed = tuple(dict.fromkeys(number for page in pages for number in page.numbers))
    return Trace(printed, carrier.found(key, pages, numbers), carrier.marks_seen(key, pages))
