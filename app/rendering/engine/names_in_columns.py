"""Lists of names in columns, set in our own way: each name once, plain rows without the engine, drawn and tagged alike.

The three functions at the end stand in the places of the engine's own, see `replacing`, and leave to it what is no list
of names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from app.rendering.engine.door import (
    BlockReplacedBox,
    Box,
    Font,
    Stream,
    absolute_layout,
    block,
    column,
    draw,
    percentage,
    pydyf,
)
from app.rendering.engine.kept import kept
from app.rendering.engine.kinds import kinds_of
from app.rendering.engine.tagging import Build, Place
from app.rendering.lists import columns, placing
from app.rendering.lists.drawing import Row
from app.rendering.lists.faces import Faces
from app.rendering.lists.listed import SetList
from app.rendering.lists.placing import Ahead, ListOnPages, PlainRows, RowsOnPage

_NEXT_PAGE = {"break": "any", "page": None}


class _Rows(RowsOnPage, BlockReplacedBox):  # type: ignore[misc]  # WeasyPrint has no types
    """Our own rows as a box of the engine."""

    def __init__(self, column_box: Box, plain: PlainRows, first: int, left: float, top: float) -> None:
        super().__init__(column_box.element_tag, column_box.style.anonymous_style, column_box.element, None)
        for side in ("top", "right", "bottom", "left"):
            for edge in ("margin_{}", "padding_{}", "border_{}_width"):
                setattr(self, edge.format(side), 0)
        self.position_x, self.position_y, self.width = left, top, column_box.width
        self.begin(plain, first)


class _Inks:
    """The faces of a list on the pages of one file."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._told: dict[int, Font] = {}

    def on(self, stream: Stream) -> dict[int, str]:
        """Choose each face, and tell its font once what its glyphs stand for."""
        found = {}
        for face in self._faces.in_order:
            font, _ = stream.add_font(face.font)
            if self._told.get(face.number) is not font:
                self._told[face.number] = font
                for glyph, letters in face.letters.items():
                    if glyph not in font.to_unicode:
                        font.to_unicode[glyph] = letters
                font.widths.update(face.widths)
            found[face.number] = f"/{font.hash} {face.size:.4f} Tf"
        return found


def _plain_rows(names: SetList, samples: Sequence[Box], set_samples: Sequence[Box]) -> PlainRows:
    """How the rows of a list are set, by samples of them that the engine set. Raises `SetApart`."""
    names.kinds = kinds_of(names, samples, set_samples)
    return PlainRows(names, _Inks(names.faces), min(each.margin_height() for each in set_samples))


def columns_layout(context, box, bottom_space, skip_stack, around, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN201 - the engine's own signature, which has no types
    """Lay out a list of names in columns, each name once. Other columns are the engine's.

    The engine finds the height of columns by setting them again and again. Our names never break, so they are set
    once, one under the other, shared out by their heights, and moved. Plain rows are not set by the engine at all.
    """
    if box.element is None or box.element.get("class") != "names":
        return _engine_columns(context, box, bottom_space, skip_stack, around, *rest)
    page_is_empty, absolute_boxes, fixed_boxes, margins_above, first_letter, first_line = rest
    as_given = box
    box = box.copy_with_children(box.children)
    box.position_y += block.collapse_margin(margins_above)
    block.block_level_width(box, around)
    skip = next(iter(skip_stack)) if skip_stack else 0
    count = box.style["column_count"]
    gap = percentage(box.style["column_gap"], box.style, box.width)
    width = (box.width - (count - 1) * gap) / count
    top = box.content_box_y()
    room = context.page_bottom - top - bottom_space

    def set_once(names: list[Box], absolutes: list[Box], *, height: float) -> Box:
        one_column = column._create_column_box(box, around, [each.copy() for each in names], width, top)  # noqa: SLF001 - as the engine does
        return block.block_box_layout(
            context,
            one_column,
            context.page_bottom - top - height,
            None,
            around,
            True,  # noqa: FBT003 - the engine's own signature
            absolutes,
            fixed_boxes,
            [],
            first_letter,
            first_line,
            discard=False,
            max_lines=None,
        )[0]

    names = kept().lists.get(box.element.get("data-listing", ""))
    if names is None and box.children[0].element_tag != "li":
        # A template sets them in one line, which breaks.
        return _engine_columns(context, as_given, bottom_space, skip_stack, around, *rest)
    if names is None:
        column_box = set_once(box.children[skip:], absolute_boxes, height=room * count)
        ahead = placing.ahead_by_engine(column_box, left=len(box.children) - skip - len(column_box.children))
    else:
        of_samples = len(names.names.listing.samples)
        samples, by_engine = box.children[:of_samples], box.children[of_samples:]
        if names.plain is None:
            markers: list[Box] = []
            alone = set_once(samples, markers, height=inf)
            for marker in markers:
                absolute_layout(context, marker, alone, fixed_boxes, bottom_space, None)
            names.plain = _plain_rows(names.names, samples, alone.children)
        ahead = placing.ahead_with_rows(
            names.plain,
            skip,
            height=room * count,
            by_engine=lambda first, last: set_once(by_engine[first:last], absolute_boxes, height=inf),
        )
    of_all = len(box.children) if names is None else len(names.names.listing.names)
    fewest = columns.fewest_at_the_start(of_all, is_first=box.element.get("start", "1") == "1")
    if skip or page_is_empty:
        fewest = 1
        shares = columns.continued(ahead.heights, columns=count, room=room, left=ahead.left)
    else:
        shares = columns.started(ahead.heights, columns=count, room=room, left=ahead.left, fewest=fewest)
    placed = sum(shares)
    not_placed = [row for row in ahead.rows[placed:] if not isinstance(row, Row)]
    block.remove_placeholders(context, not_placed, absolute_boxes, fixed_boxes)
    if not placed:
        return None, (0, None), _NEXT_PAGE, [], False
    asides = [at * (width + gap) for at in range(count)]
    page = _ColumnsOnPage(box, ahead, asides[::-1] if box.style["direction"] == "rtl" else asides, names, skip, fewest)
    page.share_out(shares)
    resume_at = {skip + placed: None} if ahead.left or placed < len(ahead.rows) else None
    if resume_at is None:
        # Not where the list goes on: the rows of every page would be kept.
        box.children[0].whole_page = page
    return box, resume_at, _NEXT_PAGE, [], False


_engine_columns = block.columns_layout


@dataclass(frozen=True, slots=True)
class _ColumnsOnPage:
    """The names of a list on one page, in columns that begin so far from the first place.

    `begin` is the place in the list of the first of them; the first column keeps at least `fewest` rows.
    """

    box: Box
    ahead: Ahead
    asides: Sequence[float]
    names: ListOnPages | None
    begin: int
    fewest: int

    def share_out(self, shares: Sequence[int]) -> None:
        """Put so many rows into each column."""
        ahead = self.ahead
        self.box.height = columns.tallest(ahead.heights, shares)
        self.box.children = placing.shared_out(
            ahead,
            shares,
            asides=self.asides,
            height=self.box.height,
            start=lambda plain, first, left, top: _Rows(ahead.column, plain, first, left, top),
        )
        if self.names is not None:
            self.names.placed = self.begin + sum(shares)

    def break_earlier(self, set_columns: Sequence[Box]) -> tuple[list[Box], dict[int, None], list[Box]] | None:
        """Take the columns as they stand, leave the last rows to the next page, or give none.

        Gives the columns, where the list goes on, and what boxes no longer stand there.
        """
        ahead = self.ahead
        shares = columns.shortened(ahead.heights, columns=len(self.asides), fewest=self.fewest)
        if not shares:
            return None
        for each, aside in zip(set_columns, self.asides, strict=True):
            for row in each.children:
                if not isinstance(row, _Rows):
                    row.translate(-aside, 0)
        ahead.column.position_y = set_columns[0].position_y
        self.share_out(shares)
        left_over = [row for row in ahead.rows[sum(shares) :] if not isinstance(row, Row)]
        return self.box.children, {self.begin + sum(shares): None}, left_over


def find_earlier_page_break(context, children, absolute_boxes, fixed_boxes):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - as above
    """Break a page before the last rows of a list of names, where what follows must not stand alone on the next one.

    The engine breaks no columns. It would move the whole list, or leave what follows alone all the same.
    """
    page = getattr(children[0], "whole_page", None) if children else None
    if page is None:
        return _engine_earlier_page_break(context, children, absolute_boxes, fixed_boxes)
    found = page.break_earlier(children)
    if found is None:
        return None
    shorter, resume_at, left_over = found
    block.remove_placeholders(context, left_over, absolute_boxes, fixed_boxes)
    return shorter, resume_at


_engine_earlier_page_break = block.find_earlier_page_break


def draw_replaced(stream: Stream, box: Box) -> None:
    """Draw rows; pictures are the engine's."""
    if isinstance(box, _Rows):
        with stream.stacked():
            stream.set_alpha(1)
            box.draw(stream)
    else:
        _engine_draw_replaced(stream, box)


_engine_draw_replaced = draw.draw_replacedbox


def with_rows(build: Build) -> Build:
    """Wrap what builds the tags of a box: rows add their own structure elements."""

    def build_with_rows(box: Box, *at: object) -> Iterator[pydyf.Dictionary]:
        if isinstance(box, _Rows):
            parent, pdf, page, elements, _, marks = Place._make(at)
            yield from box.tag(pdf, elements, marks, parent=parent.reference, page=pdf.page_references[page])
        else:
            yield from build(box, *at)

    return build_with_rows
