"""What the letters of a name tell of it."""

import pytest

from app.editions.scripts import direction_of, language_of


@pytest.mark.parametrize(
    ("native", "language", "tag"),
    [
        ("Общество чистой воды", "ru", "ru"),
        ("Общество чистой воды", "en", "und-Cyrl"),
        ("پاكىز سۇ جەمئىيىتى", "en", "und-Arab"),
        ("پاكىز سۇ جەمئىيىتى", "ug", "ug"),
        ("清水协会", "zh", "zh"),
        ("清水協會", "en-US", "und-Hani"),
        ("ཆུ་གཙང་མའི་ཚོགས་པ།", "en", "und-Tibt"),
        ("Wasser für alle", "en", "en"),
        ("Wasser für alle", "ug", "und-Latn"),
        ("350.org", "en", "en"),
        ("350", "en", "en"),
        ("", "en", ""),
        ("Wasser", "no language", "und-Latn"),
    ],
)
def test_a_name_in_another_script_is_not_said_to_be_in_the_language_of_the_first(
    native: str, language: str, tag: str
) -> None:
    assert language_of(native, language=language) == tag


@pytest.mark.parametrize(
    ("name", "direction"), [("350.org", "ltr"), ("350", "ltr"), ("(پاكىز) Water", "rtl"), ("Water پاكىز", "ltr")]
)
def test_a_name_runs_as_its_first_letter_does(name: str, direction: str) -> None:
    assert direction_of(name) == direction
