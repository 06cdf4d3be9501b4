"""Lists of names on pages: the boxes of the engine and our own rows, shared out to columns. Imports no engine."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import pydyf  # type: ignore[import-untyped]  # it ships no types

from app.rendering.drawing import Element, Ink, Look, Measures, Row, drawn, items
from app.rendering.listed import SetList, Type


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


class PrintType(Protocol):
    """The type of one kind of text."""

    @property
    def type(self) -> Type:
        """What it is shaped with."""

    def ink(self, stream: Stream, letters: Mapping[int, str]) -> Ink:
        """Choose it on a page, for the glyphs that stand for these letters."""


@dataclass(frozen=True, slots=True)
class PlainRows:
    """The plain rows of one list, shaped, and how they look."""

    names: SetList
    number: PrintType
    name: PrintType
    measures: Measures


class RowsOnPage:
    """Plain rows one under the other in one column of one page. A box of the engine, to which this adds the rows."""

    height: float
    position_x: float
    position_y: float

    def begin(self, plain: PlainRows) -> None:
        """Stand empty."""
        self.plain = plain
        self.rows: list[Row] = []
        self.languages: list[str] = []
        self.height = 0.0
        self.first_mark = 0

    def append(self, row: Row) -> None:
        """Set one more under the last."""
        self.rows.append(row)
        self.height += self.plain.measures.row_height(row)

    def draw(self, stream: Stream) -> None:
        """Draw the rows and forget them. Their marks are counted on from those of the page, for the tags."""
        marks = stream._tags  # noqa: SLF001 - as the engine counts
        self.first_mark = len(marks)
        marks.update(dict.fromkeys(range(self.first_mark, self.first_mark + 2 * len(self.rows))))
        look = Look(
            self.plain.measures,
            number=self.plain.number.ink(stream, self.plain.names.number_letters),
            name=self.plain.name.ink(stream, self.plain.names.name_letters),
        )
        operators = drawn(self.rows, look, left=self.position_x, top=self.position_y, first_mark=self.first_mark)
        stream.stream.append(b"\n".join(operators))
        self.languages = [row.language for row in self.rows]
        self.rows.clear()

    def tag(
        self, pdf: pydyf.PDF, elements: dict[int, bytes], marks: dict[object, object], *, parent: bytes, page: bytes
    ) -> Iterator[Element]:
        """Add the structure elements of the rows, and note to which each mark belongs."""
        mark = self.first_mark
        for item, label, body in items(self.languages, pdf, parent=parent, page=page, first_mark=mark):
            elements[mark], elements[mark + 1] = label, body
            mark += 2
            yield item
        for at in range(self.first_mark, mark):
            del marks[at]


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

    `column` is a column of the engine, whose children these boxes were; `plain` is there if there are rows.
    """

    column: Box
    rows: Sequence[Box | Row]
    heights: Sequence[float]
    left: int
    plain: PlainRows | None = None


def ahead_by_engine(column: Box, *, left: int) -> Ahead:
    """All rows of a list that the engine set in one column."""
    return Ahead(column, column.children, _heights(column.children), left)


def ahead_with_rows(plain: PlainRows, begin: int, *, height: float, by_engine: Callable[[int, int], Box]) -> Ahead:
    """The rows from place `begin` on that could stand within a height, or a few more.

    `by_engine` sets the names from the first up to the last of those that are no plain rows, in one column.
    """
    names, measures = plain.names, plain.measures
    every = names.listing.names
    end = begin
    while end < len(every) and height >= 0:
        row = names.rows.get(end)
        # A name that the engine sets is not lower than a row of one line.
        height -= measures.row_height(row) if row else measures.height
        end += 1
    apart = names.listing.by_engine
    first, last = bisect_left(apart, begin), bisect_left(apart, end)
    column = by_engine(first, last)
    boxes = dict(zip(apart[first:last], zip(column.children, _heights(column.children), strict=True), strict=True))
    rows: list[Box | Row] = []
    heights = []
    for place in range(begin, end):
        if place in boxes:
            box, height = boxes[place]
            rows.append(box)
        else:
            row = names.rows[place]
            rows.append(row)
            height = measures.row_height(row)
        heights.append(height)
    return Ahead(column, rows, heights, len(every) - end, plain)


def shared_out(
    ahead: Ahead,
    shares: Sequence[int],
    *,
    asides: Sequence[float],
    height: float,
    start: Callable[[PlainRows, float, float], RowsOnPage],
) -> list[Box]:
    """Columns of this height beside each other, each with its share of rows.

    `asides` say how far each column stands from the first place; `start` makes a `RowsOnPage` for rows that begin so
    far from the left and from the top.
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
                    run = start(ahead.plain, ahead.column.position_x + aside, below)
                    children.append(run)
                run.append(row)
            below += ahead.heights[at]
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
