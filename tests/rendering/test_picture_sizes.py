"""Many pictures at once: what they say of their size, and when they are too many."""

import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.rendering.picture_sizes import (
    MOST_AT_ONCE,
    MOST_PIXELS_AT_ONCE,
    obstacle_to_taking_all,
    pixels_said,
)
from app.rendering.pictures import MOST_PIXELS
from tests.rendering.drawings import drawing, encoded

SMALL = encoded(drawing(40, 30), "PNG")
LARGE = encoded(drawing(2000, 2000), "PNG")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(100, 60), (1, 700), (1999, 1501)])
def test_the_pixels_are_read_as_the_decoder_reads_them(form: str, size: tuple[int, int]) -> None:
    assert pixels_said(encoded(drawing(*size) if min(size) > 1 else Image.new("RGB", size), form)) == size[0] * size[1]


def test_other_forms_of_webp_and_jpeg_are_read_too() -> None:
    for form, options in (
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\x00\x00MM"}),
        ("JPEG", {"progressive": True, "comment": b"x" * 3000}),
    ):
        target = BytesIO()
        drawing(321, 123).save(target, form, **options)
        assert pixels_said(target.getvalue()) == 321 * 123, (form, options)


@pytest.mark.parametrize("claim", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBP"])
@given(st.binary(max_size=80))
def test_what_says_nothing_counts_as_the_largest_there_may_be(claim: bytes, content: bytes) -> None:
    assert 0 <= pixels_said(claim + content) <= MOST_PIXELS
    assert pixels_said(claim) == MOST_PIXELS


def test_a_second_header_hides_no_pixels() -> None:
    later = b"IHDR" + struct.pack(">II", 2000, 2000)

    assert pixels_said(SMALL + later) == MOST_PIXELS


def test_as_many_as_are_taken_are_taken_and_not_one_more() -> None:
    assert obstacle_to_taking_all([SMALL] * MOST_AT_ONCE) is None
    too_many = obstacle_to_taking_all([SMALL] * (MOST_AT_ONCE + 1))
    assert too_many is not None
    assert too_many.sentence.startswith("The files name 101 pictures, and at most 100 are taken at once.")

    most = MOST_PIXELS_AT_ONCE // MOST_PIXELS
    assert obstacle_to_taking_all([LARGE] * most) is None
    too_large = obstacle_to_taking_all([LARGE] * (most + 1))
    assert too_large is not None
    assert too_large.sentence.startswith("The pictures have more than 40 million pixels together, and no more are")
