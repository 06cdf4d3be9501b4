"""Lines of stamps as glyphs."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.rendering.stamps.stamp_faces import drawn_line
from app.rendering.stamps.stamp_shaping import FIRST, shaped

OF_ANOTHER_FACE = "王"
LATIN_GREEK_CYRILLIC = "".join(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A1), (0x400, 0x45F))
    for code in range(first, last)
)


@settings(max_examples=300, deadline=None)
@given(st.text(LATIN_GREEK_CYRILLIC, min_size=1, max_size=40))
@example("Copy 17 · Ana Pop, Radio Delta")
@example("Gal·la AVATAR")
@example("Її, поїзд")
@example("Ελένη")
@example("a\u00adb")
def test_a_plain_line_has_the_glyphs_it_has_beside_another_script(text: str) -> None:
    """Plain lines are read from HarfBuzz as a whole, others glyph by glyph."""
    *beside, last = shaped(text + OF_ANOTHER_FACE)

    assert list(shaped(text)) == beside
    assert last.face != FIRST
    assert "".join(glyph.text for glyph in shaped(text)) == text


@pytest.mark.parametrize("text", ["x\u0302", "q\u0323\u0302b"])
def test_signs_above_and_below_a_letter_stand_where_the_face_puts_them(text: str) -> None:
    glyphs = shaped(text)

    assert any(glyph.aside for glyph in glyphs)
    assert "".join(glyph.text for glyph in glyphs) == text


def test_a_line_says_where_glyphs_stand_nearer_and_aside() -> None:
    a, v, *_ = shaped("AV")
    letter, sign = shaped("x\u0302")
    codes = [f"{glyph.number:04x}" for glyph in (a, v, letter, sign)]

    assert a.width > a.advance
    assert f"[<{codes[0]}>{a.width - a.advance}<{codes[1]}>] TJ" in drawn_line("AV", (a, v)).content
    assert sign.aside < 0
    assert (
        f"<{codes[2]}>{-sign.aside}<{codes[3]}>{sign.width - sign.advance + sign.aside}"
        in drawn_line("x\u0302", (letter, sign)).content
    )
