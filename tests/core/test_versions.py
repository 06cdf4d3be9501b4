"""Versions of stored values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.versions import obstacle_to_overwriting, version_of

VALUES = st.lists(st.text(), max_size=3)


@given(VALUES, VALUES)
def test_a_version_stands_for_these_values_and_no_others(some: list[str], others: list[str]) -> None:
    assert (version_of(*some) == version_of(*others)) == (some == others)


@pytest.mark.parametrize("base", [None, version_of("Rivers", "")])
def test_what_was_read_may_be_written_over_and_so_may_what_nobody_was_shown(base: str | None) -> None:
    assert obstacle_to_overwriting(base, "Rivers", "") is None


@pytest.mark.parametrize("base", ["", "Rivers", version_of("Rivers"), version_of("", "Rivers")])
def test_what_was_not_read_is_not_written_over(base: str) -> None:
    assert obstacle_to_overwriting(base, "Rivers", "") is not None
