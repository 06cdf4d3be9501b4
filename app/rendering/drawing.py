"""Rows of names as operators on a page and as elements of its structure. Distances are CSS pixels, down the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pydyf  # type: ignore[import-untyped]  # it ships no types


@dataclass(frozen=True, slots=True)
class Row:
    """One name, ready: number and lines are operands of TJ.

    `language` is a BCP 47 tag, empty where it is that of the document. `spelled` are the words where the glyphs
    alone would read otherwise, and empty where they do not.
    """

    number: bytes
    number_width: float
    lines: tuple[bytes, ...]
    language: str = ""
    spelled: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """How the engine sets a row: distances from the upper left corner of the row; `width` of a line, `height` of all.

    `height` is that of a row of one line.
    """

    left: float
    width: float
    baseline: float
    line_height: float
    number_right: float
    number_baseline: float
    height: float

    def row_height(self, row: Row) -> float:
        """Height with all its lines and the space after it."""
        return self.height + (len(row.lines) - 1) * self.line_height


@dataclass(frozen=True, slots=True)
class Ink:
    """A face by its name on the page, its size, a colour in sRGB (0 to 1)."""

    face: str
    size: float
    colour: tuple[float, float, float]

    def operators(self) -> bytes:
        """Choose face and colour."""
        red, green, blue = self.colour
        return f"/{self.face} {_short(self.size)} Tf {_short(red)} {_short(green)} {_short(blue)} rg".encode()


@dataclass(frozen=True, slots=True)
class Look:
    """How rows are set and drawn."""

    measures: Measures
    number: Ink
    name: Ink


def drawn(rows: Sequence[Row], look: Look, *, left: float, top: float, first_mark: int) -> Iterator[bytes]:
    """Operators that draw rows one under the other, as one text object.

    Each row is two pieces of marked content, number and name, counted from `first_mark`.
    """
    measures = look.measures
    number, name = look.number.operators(), look.name.operators()
    yield b"BT"
    yield f"{_short(measures.line_height)} TL".encode()
    mark = first_mark
    for row in rows:
        x = _short(left + measures.number_right - row.number_width)
        y = _short(top + measures.number_baseline)
        yield b"/Lbl <</MCID %d>> BDC %b 1 0 0 -1 %b %b Tm %b TJ EMC" % (
            mark,
            number,
            x.encode(),
            y.encode(),
            row.number,
        )
        spelled = b"/ActualText " + pydyf.String(row.spelled).data if row.spelled else b""
        x, y = _short(left + measures.left), _short(top + measures.baseline)
        yield b"/LBody <</MCID %d%b>> BDC %b 1 0 0 -1 %b %b Tm %b TJ EMC" % (
            mark + 1,
            spelled,
            name,
            x.encode(),
            y.encode(),
            b" TJ T* ".join(row.lines),
        )
        top += measures.row_height(row)
        mark += 2
    yield b"ET"


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

    def hold(self, first: pydyf.Object, second: pydyf.Object) -> None:
        """Make these its children."""
        self._entries = b"/K[%b %b]" % (first.reference, second.reference)

    def __contains__(self, key: str) -> bool:
        return key in {"S", "P"}

    def __getitem__(self, key: str) -> object:
        return {"S": self._kind, "P": self._parent}[key]

    def __setitem__(self, key: str, value: bytes) -> None:
        if key != "P":
            raise KeyError(key)
        self._parent = value


def items(
    languages: Sequence[str], pdf: pydyf.PDF, *, parent: bytes, page: bytes, first_mark: int
) -> Iterator[tuple[Element, bytes, bytes]]:
    """Add the elements of rows that `drawn` drew: list items with label and body, and references to these two.

    There is one row for each of the languages, which are empty where they are that of the document; `parent` and
    `page` are references.
    """
    mark = first_mark
    for language in languages:
        item = Element("/LI", parent)
        pdf.add_object(item)
        own = item.reference
        label = Element("/Lbl", own, b"/Pg %b/K %d" % (page, mark))
        pdf.add_object(label)
        said = b"/Lang " + pydyf.String(language).data if language else b""
        body = Element("/LBody", own, b"/Pg %b/K %d%b" % (page, mark + 1, said))
        pdf.add_object(body)
        item.hold(label, body)
        yield item, label.reference, body.reference
        mark += 2


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
