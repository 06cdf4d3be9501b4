"""What the engine's tags lack: running lines are furniture of the page, and lists say how they are numbered.

The engine marks the lines in the margins as words of the text and then leaves them out of the tree, so that a reader
for the blind meets them in the middle of a sentence. ISO 14289-1, 7.8: running headers and footers are artifacts.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

import pydyf  # type: ignore[import-untyped]  # it ships no types

_NUMBERING = {
    "none": "None",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}
_ORDERED, _MARKED = "Decimal", "Disc"
_HEADER, _FOOTER = "Header", "Footer"


class Box(Protocol):
    """As much of a box of the engine as is looked at here."""

    element_tag: str | None
    style: dict[str, object]


Build = Callable[..., Iterator[pydyf.Dictionary]]


def set_apart_margins(page: object) -> None:
    """Note in every box of the page's margins whether it belongs to the head or the foot. Call once it is laid out."""
    for box in getattr(page, "children", ()):
        if place := getattr(box, "at_keyword", ""):
            _note(box, _HEADER if place.startswith("@top") else _FOOTER)


def furniture(box: object) -> str:
    """Whether the box stands in the head or the foot of its page; empty for the text itself."""
    return str(getattr(box, "furniture", ""))


def _note(box: object, place: str) -> None:
    box.furniture = place  # type: ignore[attr-defined]  # boxes of the engine take notes
    for child in getattr(box, "children", ()):
        _note(child, place)


def completed(build: Build) -> Build:
    """Wrap what builds the tags of a box, so that margins have none and lists bear their numbering.

    ISO 14289-1, 7.6 with ISO 32000-1, 14.8.5.5: a list with labels has the attribute ListNumbering.
    """

    def build_completed(box: Box, *rest: object) -> Iterator[pydyf.Dictionary]:
        if furniture(box):
            return
        for element in build(box, *rest):
            if element["S"] == "/L" and "A" not in element:
                element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{_numbering(box)}"})
            yield element

    return build_completed


def _numbering(box: Box) -> str:
    """Name the numbering of a list as PDF does; kinds of numbers that PDF has no name for are decimal."""
    kind = box.style["list_style_type"]
    return _NUMBERING.get(str(kind), _ORDERED if box.element_tag == "ol" else _MARKED)
