"""The headings of a finished PDF, as those who hear it read jump from one to the next."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pikepdf

_LEVELS = {f"/H{level}": level for level in range(1, 7)}


def headings(pdf: bytes) -> tuple[int, ...]:
    """The levels of all headings in reading order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return tuple(_headings(document.Root.StructTreeRoot))


def problems_in_outline(pdf: bytes) -> tuple[str, ...]:
    """What is wrong with the headings: ISO 14289-1, 7.4.2 wants the first at level 1 and none left out going down."""
    levels = headings(pdf)
    if levels.count(1) != 1 or levels[0] != 1:
        return (f"It has {levels.count(1)} headings <h1>. Give it one, before all others.",)
    for above, below in pairwise(levels):
        if below > above + 1:
            return (f"A heading <h{below}> follows an <h{above}>. Leave no level out.",)
    return ()


def _headings(element: object) -> Iterator[int]:
    if isinstance(element, pikepdf.Array):
        for kid in element:
            yield from _headings(kid)
    if not isinstance(element, pikepdf.Dictionary):
        return
    level = _LEVELS.get(str(element.get("/S", "")))
    if level is not None and element.get("/Type") != "/MCR":
        yield level
    if "/K" in element:
        yield from _headings(element.K)
