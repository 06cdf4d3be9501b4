"""How rows of known height are shared out to columns. Pure: no engine, no page."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

FEWEST_AT_THE_START = 12
"""A long list starts with at least so many rows in its first column, or on a new page."""

HIGH_ENOUGH = 227.0
"""So high a first column is a start whatever its rows: 60 mm in CSS pixels, as twelve names of one line each are."""

SHORT_LIST = 30
"""A list of so many names or fewer may start low on a page: moved on whole, it would leave half of that empty."""

FEWEST_OF_A_SHORT_LIST = 3
"""So many rows of it are enough in its first column."""

FEWEST_OF_A_FURTHER_GROUP = 4
"""So many rows of a group are enough where names of another stand above it."""

FEWEST_LEFT = 3
"""Each column of the next page gets at least so many rows."""


def filled(heights: Sequence[float], *, columns: int, room: float) -> list[int]:
    """Rows in each column when each takes what fits into `room`; together at most all rows.

    A row that is higher than the room stands alone, for it has to stand somewhere.
    """
    ends = list(accumulate(heights))
    found = []
    begun = 0
    for _ in range(columns):
        above = ends[begun - 1] if begun else 0.0
        # Sums of the same heights differ in their last digits; a hundredth of a pixel is not seen.
        taken = bisect_right(ends, above + room + 0.01, lo=begun) - begun
        if not taken and begun < len(heights):
            taken = 1
        found.append(taken)
        begun += taken
    return found


def balanced(heights: Sequence[float], *, columns: int) -> list[int]:
    """Rows in each column so that all are placed and the highest column is as low as it can be."""
    if not heights:
        return [0] * columns
    low, high = max(heights), sum(heights)
    while high - low > 0.01:  # noqa: PLR2004 - a hundredth of a pixel
        middle = (low + high) / 2
        if sum(filled(heights, columns=columns, room=middle)) == len(heights):
            high = middle
        else:
            low = middle
    return filled(heights, columns=columns, room=high)


def fewest_at_the_start(names: int, *, is_first: bool) -> int:
    """How many rows the first column of a list of so many names needs on a page that it does not begin.

    `is_first` is the list that stands below the heading of all names.
    """
    if not is_first:
        return FEWEST_OF_A_FURTHER_GROUP
    return FEWEST_OF_A_SHORT_LIST if names <= SHORT_LIST else FEWEST_AT_THE_START


def tallest(heights: Sequence[float], shares: Sequence[int]) -> float:
    """Height of the highest column."""
    found = 0.0
    begun = 0
    for rows in shares:
        found = max(found, sum(heights[begun : begun + rows]))
        begun += rows
    return found


def started(heights: Sequence[float], *, columns: int, room: float, left: int, fewest: int) -> list[int]:
    """Rows in each column of the first page, as `continued`; empty when the list had better start on the next page.

    It does where the first column would have fewer than `fewest` rows and is not high either, and others came after it.
    """
    found = continued(heights, columns=columns, room=room, left=left)
    complete = sum(found) == len(heights) and not left
    is_start = found[0] >= fewest or sum(heights[: found[0]]) >= HIGH_ENOUGH
    return found if complete or is_start else []


def continued(heights: Sequence[float], *, columns: int, room: float, left: int) -> list[int]:
    """Rows in each column of a page: even if all fit, else full, but never so that a few lonely rows are left over.

    `heights` are the rows that could stand on this page; `left` is how many come after them.
    """
    if not left:
        even = balanced(heights, columns=columns)
        if tallest(heights, even) <= room + 0.01:
            return even
    full = filled(heights, columns=columns, room=room)
    kept = len(heights) + left - FEWEST_LEFT * columns
    return balanced(heights[:kept], columns=columns) if 0 < kept < sum(full) else full


def shortened(heights: Sequence[float], *, columns: int, fewest: int) -> list[int]:
    """Rows in each column so that the last few go to the next page with what must not stand there alone.

    Empty where that would leave less than `fewest` rows in the first column.
    """
    kept = len(heights) - FEWEST_LEFT * columns
    found = balanced(heights[:kept], columns=columns) if kept > 0 else [0]
    return found if found[0] >= max(fewest, 1) else []
