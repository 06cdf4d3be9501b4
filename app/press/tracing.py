"""From a file that somebody hands in to the copy it comes from. Nothing of the file is kept."""

from collections.abc import Iterable, Sequence

from app.press import carrier
from app.press.verdicts import Trace
from app.rendering.process import look_through
from app.rendering.stamps.seen import SeenPage


def trace(pdf: bytes, numbers: Iterable[int], *, key: str) -> Trace:
    """Return what a PDF says of the copy it comes from; `numbers` are those it may be.

    Takes a few seconds. Raises `TypesettingFailed` with a sentence for what is no PDF or cannot be read in bounds.
    """
    return trace_of(look_through(pdf), numbers, key=key)


def trace_of(pages: Sequence[SeenPage], numbers: Iterable[int], *, key: str) -> Trace:
    """Return what the pages of a file say of it."""
    printed = tuple(dict.fromkeys(number for page in pages for number in page.numbers))
    rights = [sighting.is_right for page in pages for sighting in page.sightings]
    return Trace(
        printed,
        carrier.found(key, pages, numbers),
        carrier.marks_seen(key, pages),
        left=rights.count(False),
        right=rights.count(True),
        even=sum(page.even for page in pages),
    )
