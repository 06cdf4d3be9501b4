"""Lists of names on pages: the boxes of the engine and our own rows, shared out to columns."""

import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import pydyf  # type: ignore[import-untyped]  # it ships no types

from app.rendering.lists import rows
from app.rendering.lists.drawing import Element, Part, Row, drawn, items
from app.rendering.lists.listed import SetList


class Box(Protocol):
    """As much of a box of the engine as is looked at here. Positions and sizes are CSS pixels."""

    position_x: float
    position_y: float
    width: float
    height: float
    children: "Sequence[Box]"

    def margin_height(self) -> float:
        """Height with its margins."""

    def translate(self, dx: float, dy: float) -> None:
        """Move it and what is in it."""

    def copy_with_children(self, children: "Sequence[Box | RowsOnPage]") -> "Box":
        """Make the same box around others."""


class Stream(Protocol):
    """As much of the engine's stream of a page."""

    stream: list[bytes]
    _tags: dict[object, object]


class Inks(Protocol):
    """The faces of a list."""

    def on(self, stream: Stream) -> Mapping[int, str]:
        """Operators that choose each of them on a page, by its number."""


@dataclass(frozen=True, slots=True)
class PlainRows:
    """The plain rows of one list, and how they are set; `least` is the height of the lowest."""

    names: SetList
    inks: Inks
    least: float


class RowsOnPage:
    """Plain rows one under the other in one column of one page. A box of the engine, to which this adds the rows."""

    height: float
    position_x: float
    position_y: float

    def begin(self, plain: PlainRows, first: int) -> None:
        """Stand empty, before the name at this place of the list."""
        self.plain = plain
        self.height = 0.0
        self.first_mark = 0
        self._first = first
        self._drawings: list[bytes] = []
        self._packed = b""
        self._count = 0

    def append(self, row: Row) -> None:
        """Set one more under the last."""
        self._drawings.append(row.drawing)
        self.height += row.height

    def end(self) -> None:
        """Set no more. Unpacked, the rows of a long list need more room than all else until their page is drawn."""
        self._count = len(self._drawings)
        self._packed = zlib.compress(b"".join(self._drawings), 1)
        self._drawings.clear()

    def draw(self, stream: Stream) -> None:
        """Draw the rows and forget them. Their marks are counted on from those of the page, for the tags."""
        marks = stream._tags  # noqa: SLF001 - as the engine counts
        self.first_mark = len(marks)
        count = sum(len(parts) + 1 for parts in self._parts())
        marks.update(dict.fromkeys(range(self.first_mark, self.first_mark + count)))
        rows = zlib.decompress(self._packed)
        self._packed = b""
        faces = self.plain.inks.on(stream)
        stream.stream.append(drawn(rows, faces, left=self.position_x, top=self.position_y, first_mark=self.first_mark))

    def tag(
        self,
        pdf: pydyf.PDF,
        elements: dict[int, bytes],
        marks: dict[object, dict[str, int]],
        *,
        parent: bytes,
        page: bytes,
    ) -> Iterator[Element]:
        """Add the structure elements of the rows, and note to which each mark belongs."""
        mark = self.first_mark
        for item, belongs_to in items(self._parts(), pdf, parent=parent, page=page, first_mark=mark):
            for element in belongs_to:
                elements[mark] = element
                del marks[mark]
                mark += 1
            yield item

    def _parts(self) -> Iterator[Sequence[Part]]:
        names = self.plain.names
        return (
            rows.parts(name, language=names.language)[0]
            for name in names.listing.names[self._first : self._first + self._count]
        )


@dataclass(slots=True)
class ListOnPages:
    """A list that has plain rows: the rows once they are shaped, and how many of its names stand on pages so far."""

    names: SetList
    plain: PlainRows | None = None
    placed: int = 0

    @property
    def is_placed(self) -> bool:
        """Whether every name stands on a page."""
        return self.placed == len(self.names.listing.names)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What could stand on a page: boxes of the engine and rows with their heights; `left` is how many come after.

    `column` is a column of the engine, whose children these boxes were; `plain` is there if there are rows, and `begin`
    is the place of the first one in its list.
    """

    column: Box
    rows: Sequence[Box | Row]
    heights: Sequence[float]
    left: int
    plain: PlainRows | None = None
    begin: int = 0


def ahead_by_engine(column: Box, *, left: int) -> Ahead:
    """All rows of a list that the engine set in one column."""
    return Ahead(column, column.children, _heights(column.children), left)


def ahead_with_rows(plain: PlainRows, begin: int, *, height: float, by_engine: Callable[[int, int], Box]) -> Ahead:
    """The rows from place `begin` on that could stand within a height, or a few more.

    `by_engine` sets the names from the first up to the last of those that are no plain rows, in one column. Raises
    `SetApart`.
    """
    every, apart = plain.names.listing.names, plain.names.listing.by_engine
    end, first = begin, bisect_left(apart, begin)
    last = first
    own: dict[int, Row] = {}
    while end < len(every) and height >= 0:
        if last < len(apart) and apart[last] == end:
            # A name that the engine sets is not lower than the lowest row.
            height -= plain.least
            last += 1
        else:
            own[end] = plain.names.row(end)
            height -= own[end].height
        end += 1
    column = by_engine(first, last)
    boxes = dict(zip(apart[first:last], zip(column.children, _heights(column.children), strict=True), strict=True))
    rows: list[Box | Row] = []
    heights = []
    for place in range(begin, end):
        if place in boxes:
            box, height = boxes[place]
            rows.append(box)
        else:
            rows.append(own[place])
            height = own[place].height
        heights.append(height)
    return Ahead(column, rows, heights, len(every) - end, plain, begin)


def shared_out(
    ahead: Ahead,
    shares: Sequence[int],
    *,
    asides: Sequence[float],
    height: float,
    start: Callable[[PlainRows, int, float, float], RowsOnPage],
) -> list[Box]:
    """Columns of this height beside each other, each with its share of rows.

    `asides` say how far each column stands from the first place; `start` makes a `RowsOnPage` for rows that begin
    at a place of the list, so far from the left and from the top.
    """
    made = []
    begun = 0
    for share, aside in zip(shares, asides, strict=True):
        children: list[Box | RowsOnPage] = []
        run: RowsOnPage | None = None
        below = ahead.column.position_y
        for at in range(begun, begun + share):
            row = ahead.rows[at]
            if not isinstance(row, Row):
                row.translate(aside, below - row.position_y)
                children.append(row)
                run = None
            elif ahead.plain is not None:
                if run is None:
                    run = start(ahead.plain, ahead.begin + at, ahead.column.position_x + aside, below)
                    children.append(run)
                run.append(row)
            below += ahead.heights[at]
        for each in children:
            if isinstance(each, RowsOnPage):
                each.end()
        column = ahead.column.copy_with_children(children)
        column.position_x += aside
        column.height = height
        made.append(column)
        begun += share
    return made


def _heights(rows: Sequence[Box]) -> list[float]:
    """Heights of boxes that stand one under the other, with the space between them."""
    edges = [row.position_y for row in rows] + [row.position_y + row.margin_height() for row in rows[-1:]]
    return [below - above for above, below in pairwise(edges)]
