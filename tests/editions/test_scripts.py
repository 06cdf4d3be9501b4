"""What the letters of a name tell of it."""

import unicodedata

import pytest

from app.editions.scripts import direction_of, language_of
from tests.rendering.scripts import WRITINGS, Writing


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


@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.language)
def test_every_script_that_is_printed_is_told_beside_another_language(writing: Writing) -> None:
    native = writing.names[0]
    told = language_of(native, language="en")

    is_latin = unicodedata.name(next(filter(str.isalpha, native))).startswith("LATIN")
    assert told == "en" if is_latin else told.startswith("und-")


def test_a_script_that_nobody_here_knows_is_not_said_to_be_english() -> None:
    assert language_of("ᠮᠣᠩᠭᠣᠯ", language="en") == "und"
