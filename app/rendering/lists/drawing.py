"""Rows of names as operators on a page and as elements of its structure. Distances are CSS pixels, down the page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pydyf  # type: ignore[import-untyped]  # it ships no types

from app.rendering.lists.shaping import Shaped

# What stands in the drawing of a row until its page is drawn. No text holds control characters.
_MARK, _FACE, _END = "\x01", "\x02", "\x03"


_LABEL, _BODY, _SPAN = "Lbl", "LBody", "Span"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what a row says, as one element of the structure.

    `language` is a BCP 47 tag, empty where it is that of the document. `said` are its words where shapes leave
    something unspoken, and empty where they do not.
    """

    language: str = ""
    said: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said of it."""
        return not (self.language or self.said)


class Piece(NamedTuple):
    """Shaped text where it stands: its left edge and its baseline from the upper left corner of its row.

    `part` counts those of the row from 0; the number before them is -1.
    """

    part: int
    x: float
    y: float
    shaped: Shaped
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One name, ready: how high it is, and how it is drawn but for the names of faces and the numbers of marks."""

    height: float
    drawing: bytes


def composed(pieces: Iterable[Piece], parts: Sequence[Part], *, height: float) -> Row:
    """Make a row of pieces, in the order in which they are read.

    It begins and ends with the origin of lines in its own corner and in that of the row below.
    """
    written: list[str] = []
    x = y = 0.0
    open_part, colour, face = None, None, None
    for piece in pieces:
        if piece.part != open_part:
            written.append(f"{'' if open_part is None else 'EMC '}/{_tag(piece.part, parts)} <</MCID {_MARK}>> BDC")
            open_part = piece.part
        if piece.colour != colour:
            colour = piece.colour
            written.append(" ".join(map(_short, colour)) + " rg")
        spelled = piece.shaped.spelled
        if spelled:
            written.append(f"/Span <</ActualText {pydyf.String(spelled).data.decode('latin-1')}>> BDC")
        # Page content runs down, lines of text run up.
        written.append(f"{_short(piece.x - x)} {_short(y - piece.y)} Td")
        x, y = piece.x, piece.y
        for number, shown in piece.shaped.shown:
            if number != face:
                face = number
                written.append(f"{_FACE}{number}{_END}")
            written.append(f"{shown} TJ")
        if spelled:
            written.append("EMC")
    written.append(f"EMC {_short(-x)} {_short(y - height)} Td\n")
    return Row(height, " ".join(written).encode("latin-1"))


def drawn(rows: bytes, faces: Mapping[int, str], *, left: float, top: float, first_mark: int) -> bytes:
    """Operators that draw rows one under the other, as one text object.

    `rows` are the drawings of rows, one after the other; `faces` are operators that choose each face by its number.
    Each row is as many pieces of marked content as it has parts and one more, counted from `first_mark`.
    """
    for number, operator in faces.items():
        rows = rows.replace(f"{_FACE}{number}{_END}".encode(), operator.encode())
    first, *rest = rows.split(_MARK.encode())
    marked = b"".join([b"%d%b" % numbered for numbered in enumerate(rest, first_mark)])
    return b"BT 1 0 0 -1 %b %b Tm\n%b%bET" % (_short(left).encode(), _short(top).encode(), first, marked)


def _tag(part: int, parts: Sequence[Part]) -> str:
    if part < 0:
        return _LABEL
    return _BODY if len(parts) == 1 or parts[part].is_plain else _SPAN


class Element(pydyf.Object):  # type: ignore[misc]  # it ships no types
    """A structure element in little memory: its entries as they are written, but for the parent.

    To whoever joins lists it answers like a dictionary.
    """

    __slots__ = ("_entries", "_kind", "_parent", "number")
    generation = offset = 0
    free = "n"

    def __init__(self, kind: str, parent: bytes, entries: bytes = b"") -> None:
        # Not that of the base, which keeps four more values for each object.
        self._kind = kind
        self._parent = parent
        self._entries = entries

    @property
    def data(self) -> bytes:
        """As it is written."""
        return b"<</Type/StructElem/S%b/P %b%b>>" % (self._kind.encode(), self._parent, self._entries)

    def hold(self, kids: bytes) -> None:
        """Make these its children."""
        self._entries += b"/K[%b]" % kids

    def __contains__(self, key: str) -> bool:
        return key in {"S", "P"}

    def __getitem__(self, key: str) -> object:
        return {"S": self._kind, "P": self._parent}[key]

    def __setitem__(self, key: str, value: bytes) -> None:
        if key != "P":
            raise KeyError(key)
        self._parent = value


def items(
    rows: Iterable[Sequence[Part]], pdf: pydyf.PDF, *, parent: bytes, page: bytes, first_mark: int
) -> Iterator[tuple[Element, list[bytes]]]:
    """Add the elements of rows that `drawn` drew, given their parts: list items with label and body.

    With each item come references to the elements of its marks. `parent` and `page` are references.
    """
    mark = first_mark
    for parts in rows:
        item = _added(pdf, Element("/LI", parent))
        own = item.reference
        label = _added(pdf, Element("/Lbl", own, b"/Pg %b/K %d" % (page, mark)))
        if len(parts) == 1:
            mark += 1
            body = _added(pdf, Element("/LBody", own, b"/Pg %b/K %d%b" % (page, mark, _said(parts[0]))))
            belongs_to = [label.reference, body.reference]
        else:
            body = _added(pdf, Element("/LBody", own, b"/Pg %b" % page))
            belongs_to = [label.reference]
            kids = []
            for part in parts:
                mark += 1
                kid = body if part.is_plain else _added(pdf, Element("/Span", body.reference, _span(part, page, mark)))
                kids.append(b"%d" % mark if part.is_plain else kid.reference)
                belongs_to.append(kid.reference)
            body.hold(b" ".join(kids))
        item.hold(b"%b %b" % (label.reference, body.reference))
        mark += 1
        yield item, belongs_to


def _added(pdf: pydyf.PDF, element: Element) -> Element:
    pdf.add_object(element)
    return element


def _span(part: Part, page: bytes, mark: int) -> bytes:
    return b"/Pg %b/K %d%b" % (page, mark, _said(part))


def _said(part: Part) -> bytes:
    language = b"/Lang " + pydyf.String(part.language).data if part.language else b""
    return language + (b"/ActualText " + pydyf.String(part.said).data if part.said else b"")


@lru_cache(maxsize=4096)
def _short(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")
