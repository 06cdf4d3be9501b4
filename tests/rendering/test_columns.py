"""Sharing rows out to columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rendering.lists.columns import (
    FEWEST_AT_THE_START,
    FEWEST_LEFT,
    FEWEST_OF_A_FURTHER_GROUP,
    FEWEST_OF_A_SHORT_LIST,
    SHORT_LIST,
    balanced,
    continued,
    fewest_at_the_start,
    filled,
    shortened,
    started,
    tallest,
)

HEIGHTS = st.lists(st.floats(min_value=1, max_value=40), min_size=1, max_size=200)
COLUMNS = st.integers(min_value=1, max_value=4)


@pytest.mark.parametrize(
    ("heights", "columns", "shares"),
    [
        ([1] * 6, 2, [3, 3]),
        ([1] * 7, 2, [4, 3]),
        ([1] * 7, 3, [3, 3, 1]),
        ([3, 1, 1, 1], 2, [1, 3]),
        ([1, 1, 1, 3], 2, [3, 1]),
        ([5], 2, [1, 0]),
        ([], 2, [0, 0]),
    ],
)
def test_columns_come_out_even(heights: list[float], columns: int, shares: list[int]) -> None:
    assert balanced(heights, columns=columns) == shares


@settings(deadline=None)
@given(heights=HEIGHTS, columns=COLUMNS)
def test_balancing_places_every_row_and_no_lower_height_would_do(heights: list[float], columns: int) -> None:
    shares = balanced(heights, columns=columns)
    height = tallest(heights, shares)

    assert sum(shares) == len(heights)
    assert height >= sum(heights) / columns - 0.01
    if height > max(heights) + 0.1:
        assert sum(filled(heights, columns=columns, room=height - 0.1)) < len(heights)


@settings(deadline=None)
@given(heights=HEIGHTS, columns=COLUMNS, room=st.floats(min_value=1, max_value=800), left=st.integers(0, 50))
def test_a_page_is_never_overfull_and_always_takes_something(
    heights: list[float], columns: int, room: float, left: int
) -> None:
    shares = continued(heights, columns=columns, room=room, left=left)

    assert 0 < sum(shares) <= len(heights)
    assert tallest(heights, shares) <= max(room, *heights) + 0.02


def test_a_few_rows_are_not_left_alone_on_the_next_page() -> None:
    shares = continued([1] * 82, columns=2, room=40, left=0)

    assert shares == [38, 38]
    assert 82 - sum(shares) == 2 * FEWEST_LEFT


def test_only_a_long_list_needs_many_rows_to_start() -> None:
    assert fewest_at_the_start(SHORT_LIST, is_first=True) == FEWEST_OF_A_SHORT_LIST
    assert fewest_at_the_start(SHORT_LIST + 1, is_first=True) == FEWEST_AT_THE_START
    assert fewest_at_the_start(SHORT_LIST + 1, is_first=False) == FEWEST_OF_A_FURTHER_GROUP


def test_a_long_list_starts_with_twelve_rows_or_on_the_next_page() -> None:
    assert started([1] * 60, columns=2, room=11, left=12, fewest=FEWEST_AT_THE_START) == []
    assert started([1] * 60, columns=2, room=12, left=12, fewest=FEWEST_AT_THE_START) == [12, 12]


def test_a_long_list_of_high_rows_starts_with_fewer() -> None:
    assert started([46] * 60, columns=2, room=240, left=0, fewest=FEWEST_AT_THE_START) == [5, 5]
    assert started([46] * 60, columns=2, room=200, left=0, fewest=FEWEST_AT_THE_START) == []


def test_a_further_group_starts_with_fewer_rows() -> None:
    assert started([1] * 60, columns=2, room=4, left=12, fewest=FEWEST_OF_A_FURTHER_GROUP) == [4, 4]
    assert started([1] * 60, columns=2, room=3, left=12, fewest=FEWEST_OF_A_FURTHER_GROUP) == []


def test_a_short_list_starts_with_three_rows_and_leaves_as_many() -> None:
    assert started([1] * 12, columns=2, room=5, left=0, fewest=FEWEST_OF_A_SHORT_LIST) == [3, 3]
    assert started([1] * 12, columns=2, room=2, left=0, fewest=FEWEST_OF_A_SHORT_LIST) == []


def test_a_short_list_that_fits_starts_where_it_is() -> None:
    assert started([1] * 5, columns=2, room=3, left=0, fewest=FEWEST_OF_A_SHORT_LIST) == [3, 2]


def test_a_list_gives_its_last_rows_to_the_next_page_if_enough_stay() -> None:
    assert shortened([1] * 20, columns=2, fewest=3) == [7, 7]
    assert shortened([1] * 12, columns=2, fewest=3) == [3, 3]
    assert shortened([1] * 11, columns=2, fewest=4) == []
    assert shortened([1] * 5, columns=2, fewest=1) == []
