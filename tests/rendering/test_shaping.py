"""Text to glyphs."""

import pytest

from app.rendering import fonts
from app.rendering.shaping import CannotBeShaped, Face

FIGURES = {"lnum": 1, "tnum": 1}


@pytest.fixture(scope="module")
def serif() -> Face:
    return Face((fonts.FOLDER / "SourceSerif4-Regular.ttf").read_bytes())


def test_letters_that_melt_together_are_read_as_they_were_typed(serif: Face) -> None:
    shaped = serif.shaped("office", features={}, language="en")

    assert len(shaped.glyphs) < len("office")
    assert "".join(letters for _, letters in shaped.letters()) == "office"


def test_pairs_stand_closer_and_the_operand_says_by_how_much(serif: Face) -> None:
    shaped = serif.shaped("AVA", features={}, language="en")
    widths = [serif.width(glyph.number) for glyph in shaped.glyphs]

    first, second = (width - glyph.advance for width, glyph in zip(widths[:2], shaped.glyphs[:2], strict=True))
    a, v, _ = (f"{glyph.number:04x}" for glyph in shaped.glyphs)
    assert first > 0
    assert shaped.shown() == f"[<{a}>{first}<{v}>{second}<{a}>]".encode()
    assert shaped.width == sum(widths) - first - second


def test_a_piece_of_a_text_is_shown_as_it_stands_in_the_whole(serif: Face) -> None:
    shaped = serif.shaped("Minimum", features={}, language="en")

    assert shaped.shown(1, 3) == b"[<%04x%04x>]" % tuple(glyph.number for glyph in shaped.glyphs[1:3])


def test_figures_are_of_one_width_where_asked_for(serif: Face) -> None:
    assert {serif.shaped(digit, features=FIGURES, language="en").width for digit in "0123456789"} == {500}
    assert len({serif.shaped(digit, features={"pnum": 1}, language="en").width for digit in "0123456789"}) > 1


@pytest.mark.parametrize("text", ["清水", "x\u0302"])
def test_what_a_row_cannot_show_is_refused(serif: Face, text: str) -> None:
    with pytest.raises(CannotBeShaped):
        serif.shaped(text, features={}, language="en")
