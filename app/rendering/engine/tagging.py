"""What the engine's tags lack: running lines are furniture, lists say how they are numbered, and the unspoken is told.

The engine marks the lines in the margins as words of the text and then leaves them out of the tree, so that a reader
for the blind meets them in the middle of a sentence. ISO 14289-1, 7.8: running headers and footers are artifacts.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

import pydyf  # type: ignore[import-untyped]  # it ships no types

from app.rendering.scripts import leaves_unspoken

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
_DRAWING = "{http://www.w3.org/2000/svg}svg"
_HEADER, _FOOTER = "Header", "Footer"


class Text(Protocol):
    """A piece of a line of the engine."""

    text: str


class Box(Protocol):
    """As much of a box of the engine as is looked at here."""

    element_tag: str | None
    element: object
    style: dict[str, object]


class Page(Protocol):
    """As much of a page of the engine as is looked at here: each link with its kind, target, place and box."""

    links: list[tuple[str, str, object, object]]


class Place(NamedTuple):
    """Where the engine tags a box, and with what: the element around it, the number of the page, the marks on it.

    `elements` gets the element that each mark belongs to; `marks` are those of boxes of text and of rows.
    """

    parent: pydyf.Dictionary
    pdf: pydyf.PDF
    page: int
    elements: dict[int, bytes]
    links: object
    marks: dict[object, dict[str, int]]


Build = Callable[..., Iterator[pydyf.Dictionary]]
"""What builds the tags of a box, given what a `Place` holds, one by one."""


def set_apart_margins(page: object) -> None:
    """Note in every box of the page's margins whether it belongs to the head or the foot. Call once it is laid out."""
    for box in getattr(page, "children", ()):
        if place := getattr(box, "at_keyword", ""):
            _note(box, _HEADER if place.startswith("@top") else _FOOTER)


def link_once(page: Page) -> None:
    """Leave one link where the engine makes more: one for each emphasis and each box within it besides its own.

    ISO 14289-1, 7.18.5: each link is tagged as one, and only the outermost box is. Call once the page is laid out.
    """
    within: set[int] = set()
    kept = []
    for link in page.links:
        *_, box = link
        if id(box) not in within:
            kept.append(link)
            within.update(map(id, _inside(box)))
    page.links = kept


def _inside(box: object) -> Iterator[object]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _inside(child)


def furniture(box: object) -> str:
    """Whether the box stands in the head or the foot of its page; empty for the text itself."""
    return str(getattr(box, "furniture", ""))


def is_ornament(box: Box) -> bool:
    """Whether the box is a drawing that the page declares to say nothing, and in which no words stand."""
    element = getattr(box, "element", None)
    if element is None or getattr(box, "element_tag", "") != _DRAWING or element.get("aria-hidden") != "true":
        return False
    return not "".join(element.itertext()).strip()


def _note(box: object, place: str) -> None:
    box.furniture = place  # type: ignore[attr-defined]  # boxes of the engine take notes
    for child in getattr(box, "children", ()):
        _note(child, place)


def completed(build: Build) -> Build:
    """Wrap what builds the tags of a box: margins and ornaments have none, lists their numbering, items one body.

    ISO 14289-1, 7.6 with ISO 32000-1, 14.8.5.5: a list with labels has the attribute ListNumbering.
    """

    def build_completed(box: Box, *at: object) -> Iterator[pydyf.Dictionary]:
        if furniture(box) or is_ornament(box):
            return
        _, pdf, _, elements, _, marks = Place._make(at)
        unspoken = {marks[text]["mcid"]: text.text for text in _unspoken(box) if text in marks}
        for element in build(box, *at):
            if element["S"] in {"/L", "/LI"}:
                pdf.note_source(element, box.element)
            if element["S"] == "/L" and "A" not in element:
                element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{_numbering(box)}"})
            elif element["S"] == "/LI":
                _give_one_body(element, pdf)
            for number, text in unspoken.items():
                tag = pdf.objects[int(elements[number].split()[0])]
                if tag["S"] == "/Span":
                    tag["ActualText"] = pydyf.String(text)
            yield element

    return build_completed


def _give_one_body(item: pydyf.Dictionary, pdf: pydyf.PDF) -> None:
    """Put what stands in an item of a list into its body: beside its label stands nothing else (ISO 14289-1, 7.6).

    The engine makes a body of words only; paragraphs, as those of footnotes, it puts beside the label.
    """
    kids = [(kid, pdf.objects[int(kid.split()[0])]) for kid in item["K"]]
    parts = [(kid, part) for kid, part in kids if part["S"] != "/Lbl"]
    if [part["S"] for _, part in parts] == ["/LBody"]:
        return
    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "K": pydyf.Array([kid for kid, _ in parts]),
            "Pg": item["Pg"],
            "P": item.reference,
        }
    )
    pdf.add_object(body)
    for _, part in parts:
        part["P"] = body.reference
        if part["S"] == "/LBody":
            part["S"] = "/Div"
    item["K"] = pydyf.Array([kid for kid, part in kids if part["S"] == "/Lbl"] + [body.reference])


def _unspoken(box: Box) -> Iterator[Text]:
    """The texts in a box, line by line, that shapes alone do not say."""
    for child in getattr(box, "children", ()):
        texts = getattr(child, "children", ()) if hasattr(child, "text_overflow") else (child,)
        yield from (text for text in texts if leaves_unspoken(getattr(text, "text", "")))


def _numbering(box: Box) -> str:
    """Name the numbering of a list as PDF does; kinds of numbers that PDF has no name for are decimal."""
    kind = box.style["list_style_type"]
    return _NUMBERING.get(str(kind), _ORDERED if box.element_tag == "ol" else _MARKED)
