"""Titles between quotation marks."""

import pytest

from app.core.quoting import quoted


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Clean water", "“Clean water”"),
        ("“Let the rivers run” – now", "“‘Let the rivers run’ – now”"),
        ("“One” and “two”", "“‘One’ and ‘two’”"),
        ("„Lasst sie fließen“", "“„Lasst sie fließen“”"),
        ("« Eau »", "“« Eau »”"),
        ("6” pipes", "“6” pipes”"),
    ],
)
def test_a_title_between_quotation_marks_has_single_ones_within(title: str, shown: str) -> None:
    assert quoted(title) == shown
