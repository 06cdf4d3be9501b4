"""Sharing the width of a line out to the columns of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rendering.table_widths import column_widths, within

COLUMNS = st.lists(
    st.tuples(st.floats(min_value=1, max_value=300), st.floats(min_value=0, max_value=2000)), min_size=1, max_size=12
)
ROOM = st.floats(min_value=10, max_value=800)


@pytest.mark.parametrize(
    ("least", "most", "widths"),
    [
        # All lines are whole where there is room.
        ([10, 10], [20, 30], [20, 30]),
        # A date stays whole beside sentences, which share what it leaves by their length.
        ([10, 10, 10], [20, 110, 210], [20, 30, 50]),
        # But not where the words beside it need the room.
        ([10, 85], [20, 115], [11.25, 88.75]),
        # Words that cannot stand beside each other are broken in the widest columns.
        ([10, 80, 90], [10, 80, 900], [10, 45, 45]),
    ],
)
def test_the_widest_columns_give_way(least: list[float], most: list[float], widths: list[float]) -> None:
    assert column_widths(least, most, room=100) == pytest.approx(widths)


@given(columns=COLUMNS, room=ROOM)
def test_columns_are_together_no_wider_than_the_line_and_each_no_wider_than_its_words(
    columns: list[tuple[float, float]], room: float
) -> None:
    least = [word for word, _ in columns]
    most = [word + more for word, more in columns]
    widths = column_widths(least, most, room=room)

    assert sum(widths) <= room + 0.01
    assert all(width <= whole + 0.01 for width, whole in zip(widths, most, strict=True))
    if sum(least) <= room:
        assert all(width >= word - 0.01 for width, word in zip(widths, least, strict=True))
        assert sum(widths) == pytest.approx(min(room, sum(most)))


def test_equal_columns_share_a_line_and_narrow_ones_keep_their_width() -> None:
    assert within([5, 50, 50], room=65) == [5, 30, 30]
    assert within([5, 20], room=65) == [5, 20]
