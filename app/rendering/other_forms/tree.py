"""What a letter template wrote, as a tree of elements and text, without head, scripts and styles.

No line ends at a space that a French mark asks for, or between a time and its zone. What begins a line below a name on
paper stands after a space.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import groupby, takewhile

from app.rendering.document import Document, Picture
from app.rendering.french_spaces import with_held_spaces
from app.rendering.html_elements import WITHOUT_END
from app.rendering.markup import markup
from app.rendering.templates_on_disk import letter_template

BLOCKS = frozenset(("address", "article", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure"))
BLOCKS |= {"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section"}
BLOCKS |= {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
INLINE = frozenset(("a", "b", "bdi", "br", "code", "em", "i", "img", "small", "span", "strong", "sub", "sup"))
OF_ROWS = frozenset(("row", "rowgroup"))
"""The scopes of a heading of what stands beside it in its row."""

_LEFT_OUT = frozenset(("head", "link", "meta", "noscript", "object", "script", "style", "svg", "template", "title"))
_LINES = frozenset(("data-embargo", "data-running", "data-short-title"))
"""Attributes that are printed at the head or the foot of each page."""
_LITERAL = frozenset(("code", "pre"))
_BESIDE_A_NAME = frozenset(("native", "detail"))

# Embeddings, overrides and isolates (Unicode Standard Annex 9, section 2). Each name is isolated by its element; one
# that was typed with such a mark must not turn what stands around it.
# A time and what it is called in its zone: “18:00 CET”. On paper the engine's own rules are left to break lines.
_BEFORE_A_ZONE = re.compile("(?<=[0-9]:[0-9]{2}) (?=[A-Z]{3,5}\\b)")

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the page. Texts keep their white space as it was written, but for spaces that must not break."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple["Element | str", ...] = ()

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, "" without one."""
        return next((value for key, value in self.attributes if key == name), "")

    @property
    def classes(self) -> frozenset[str]:
        """The words in its class."""
        return frozenset(self.attribute("class").split())

    def elements(self) -> Iterator["Element"]:
        """Return this element and all in it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.elements()

    def raw(self) -> str:
        """Return all text in it as it was written."""
        return "".join(child if isinstance(child, str) else child.raw() for child in self.children)

    def text(self) -> str:
        """Return all text in it, white space made single."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag == "br":
                yield " "
            else:
                around = " " if child.tag in BLOCKS else ""
                yield around
                yield from child._texts()  # noqa: SLF001 - of its own kind
                yield around


def page_of(document: Document) -> Element:
    """Return the body of the page that the letter template writes; its attributes are the running lines.

    Raises `NotFound` for an unknown template and `TypesettingFailed` for a document that lacks what it needs.
    """
    return _set_apart(parsed(markup(document, letter_template(document.template), inlined=())))


def _set_apart(element: Element) -> Element:
    """Put a space before what stands beside a name: the style sheet of long lists breaks the line there on paper."""
    children: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
            continue
        if child.classes & _BESIDE_A_NAME and children and not _ends_at_a_space(children[-1]):
            children.append(" ")
        children.append(_set_apart(child))
    return replace(element, children=tuple(children))


def _ends_at_a_space(node: Element | str) -> bool:
    return (node if isinstance(node, str) else node.raw())[-1:].isspace()


def picture_address(picture: Picture) -> str:
    """Return what the page calls a picture of the document: paper asks for it by its hash."""
    return f"picture:{picture.sha256}"


def parsed(page: str) -> Element:
    """Return the body of an HTML page; the whole, where none is marked."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    whole = reader.finished()
    return next((each for each in whole.elements() if each.tag == "body"), whole)


def runs(children: Sequence[Element | str]) -> Iterator[Element | tuple[Element | str, ...]]:
    """Return what stands in an element: block after block, and what runs in lines between them as one."""
    for is_block, some in groupby(children, lambda child: isinstance(child, Element) and child.tag in BLOCKS):
        if is_block:
            yield from (child for child in some if isinstance(child, Element))
        else:
            yield tuple(some)


def rows_of(table: Element) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """Return the rows of a table that say what stands below them, which are its first, and all others."""
    rows = [each for each in table.elements() if each.tag == "tr"]
    in_head = {id(row) for each in table.elements() if each.tag == "thead" for row in each.elements()}
    heads = tuple(takewhile(lambda row: id(row) in in_head or _names_columns(row), rows))
    return heads, tuple(rows[len(heads) :])


def cells_of(row: Element) -> tuple[Element, ...]:
    """Return the cells of a row."""
    return tuple(cell for cell in row.children if isinstance(cell, Element))


def _names_columns(row: Element) -> bool:
    cells = cells_of(row)
    return bool(cells) and all(cell.tag == "th" and cell.attribute("scope") not in OF_ROWS for cell in cells)


@dataclass(slots=True)
class _Open:
    """An element whose end has not come."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list[Element | str] = field(default_factory=list)

    def closed(self) -> Element:
        return Element(self.tag, self.attributes, tuple(self.children))


class _Reader(HTMLParser):
    """Builds the tree. An end without its start is passed over; what is left open ends with what it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Open("html")]
        self._left_out = ""
        self._depth = 0

    def finished(self) -> Element:
        while len(self._open) > 1:
            self._close()
        return self._open[0].closed()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out:
            self._depth += tag == self._left_out
        elif tag in WITHOUT_END and tag not in _LEFT_OUT:
            self._open[-1].children.append(Element(tag, _read(attrs)))
        elif tag in _LEFT_OUT:
            if tag not in WITHOUT_END:
                self._left_out, self._depth = tag, 1
        else:
            self._open.append(_Open(tag, _read(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            self._depth -= tag == self._left_out
            if not self._depth:
                self._left_out = ""
        elif any(each.tag == tag for each in self._open[1:]):
            while self._open[-1].tag != tag:
                self._close()
            self._close()

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            is_literal = any(each.tag in _LITERAL for each in self._open)
            text = _TURNING.sub("", data)
            self._open[-1].children.append(text if is_literal else _held(text))

    def _close(self) -> None:
        last = self._open.pop()
        self._open[-1].children.append(last.closed())


def _held(text: str) -> str:
    return _BEFORE_A_ZONE.sub("\N{NO-BREAK SPACE}", with_held_spaces(text))


def _read(attributes: list[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    said = ((name, _TURNING.sub("", value or "")) for name, value in attributes)
    return tuple((name, _held(value) if name in _LINES else value) for name, value in said)
