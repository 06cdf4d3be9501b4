"""Columns of a table in a Word file: together as wide as the text, each by what stands in it.

Word looks at the words; other word processors take the columns as they are written.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTER = 115
_AROUND = 200
"""In twentieths of a point: a letter in a table, heavy ones too, and what parts two columns."""


def give_columns(table: ET.Element, measure: int) -> None:
    """Write the width of each column, so that all of them take this measure."""
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol")
    needed = [_AROUND] * len(columns)
    for row in table.findall(f"{_W}tr"):
        for at, cell in enumerate(row.findall(f"{_W}tc")[: len(columns)]):
            longest = max((len("".join(line.itertext())) for line in cell.iter(f"{_W}p")), default=0)
            needed[at] = max(needed[at], longest * _LETTER + _AROUND)
    for column, width in zip(columns, widths(needed, measure), strict=True):
        column.set(f"{_W}w", str(width))


def widths(needed: Sequence[int], measure: int) -> list[int]:
    """Widths that fill a measure: in proportion to what is needed, or those that need most share what others leave."""
    found = dict.fromkeys(range(len(needed)), 0)
    left = measure
    for done, at in enumerate(sorted(found, key=needed.__getitem__)):
        found[at] = min(needed[at], left // (len(needed) - done))
        left -= found[at]
    wanted = sum(found.values())
    return [width * measure // wanted for width in found.values()]
