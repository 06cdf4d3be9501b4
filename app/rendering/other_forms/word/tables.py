"""Tables as Pandoc reads them: those of a letter, and one without lines in which signature blocks stand in two columns.

Paper sets the blocks in rows of two. In Word only the cells of a table begin on one line; whoever hears the file has
row after row, which is the order of the names.
"""

from collections.abc import Sequence

Json = dict[str, object]
Cell = list[object]

NO_ATTRIBUTES: list[object] = ["", [], []]
SIDE_BY_SIDE = 2
"""How many signature blocks stand in a row."""

BLOCKS_STYLE = "SignatureBlocks"
"""The identifier of the style of such a table."""


def cell(blocks: list[Json], *, aligned: str = "AlignDefault") -> Cell:
    """Return a cell of one column and one row; `aligned` is one of Pandoc's words for it."""
    return [NO_ATTRIBUTES, {"t": aligned}, 1, 1, blocks]


def table(heads: Sequence[list[Cell]], rows: Sequence[list[Cell]], *, columns: int, style: str = "") -> Json:
    """Return a table with these rows, the first of which may be its head. Without `style` it has that of all tables."""
    attributes = ["", [], [["custom-style", style]]] if style else NO_ATTRIBUTES
    widths = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * columns
    head, body = [NO_ATTRIBUTES, _rows(heads)], [NO_ATTRIBUTES, 0, [], _rows(rows)]
    return {"t": "Table", "c": [attributes, [None, []], widths, head, [body], [NO_ATTRIBUTES, []]]}


def in_rows(blocks: Sequence[list[Json]]) -> Json:
    """Return signature blocks side by side, row after row; the last cell is empty where one is left over."""
    filled = [*blocks, *[[]] * (-len(blocks) % SIDE_BY_SIDE)]
    rows = [[cell(each) for each in filled[n : n + SIDE_BY_SIDE]] for n in range(0, len(filled), SIDE_BY_SIDE)]
    return table([], rows, columns=SIDE_BY_SIDE, style=BLOCKS_STYLE)


def _rows(rows: Sequence[list[Cell]]) -> list[object]:
    return [[NO_ATTRIBUTES, row] for row in rows]
