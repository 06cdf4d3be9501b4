"""Which pictures are taken in, and what is kept of them."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.core.errors import Refused
from app.rendering.confined import wire
from app.rendering.decoding import redrawn
from app.rendering.document import Letterhead, Picture
from app.rendering.pictures import (
    LONGEST_EDGE,
    MOST_BYTES,
    kind_of,
    obstacle_to_taking,
    picture,
    size_on_wall,
    wall_of,
)
from app.rendering.taking_in import take_picture
from app.rendering.work import Render
from tests.rendering import samples
from tests.rendering.drawings import drawing, encoded, kept

MISNAMED = (
    "The file is a JPEG picture, but its name does not end in .jpg. "
    "Save it again under the right name, or choose another file."
)
ANOTHER = "Choose another PNG, JPEG or WebP file."


def bomb() -> bytes:
    """A PNG of a few kilobytes that claims 30,000 × 30,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animated() -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = BytesIO()
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:])
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "file_name", "sentence"),
    [
        (b"", "logo.png", "The picture is empty. Choose another file."),
        (
            b"Our logo is attached.",
            "logo.png",
            "This is not a picture that can be printed. Choose a PNG, JPEG or WebP file.",
        ),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            "logo.svg",
            "This is not a picture that can be printed. Choose a PNG, JPEG or WebP file.",
        ),
        (
            encoded(drawing(), "JPEG"),
            "logo.png",
            MISNAMED,
        ),
        (
            encoded(drawing(), "PNG") + bytes(MOST_BYTES),
            "logo.png",
            "The picture is larger than 1 MB. Make it smaller and choose it again.",
        ),
        (bomb(), "logo.png", f"The picture has more than 4 million pixels. {ANOTHER}"),
        (animated(), "logo.webp", f"The picture is animated, and paper does not move. {ANOTHER}"),
        (encoded(drawing(), "PNG")[:-40], "logo.png", f"The picture is damaged or incomplete. {ANOTHER}"),
        (encoded(drawing(400, 300), "JPEG")[:-900], "logo.jpeg", f"The picture is damaged or incomplete. {ANOTHER}"),
        (
            encoded(Image.new("RGB", (30, 30), "white"), "PNG"),
            "logo.png",
            f"The picture is empty: everything in it is white. {ANOTHER}",
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_in_one_sentence(content: bytes, file_name: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        take_picture(content, file_name=file_name)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(("form", "name"), [("PNG", "logo.png"), ("JPEG", "Logo.JPG"), ("WEBP", "logo.webp")])
def test_a_picture_is_kept_as_a_png_of_what_it_shows(form: str, name: str) -> None:
    png = take_picture(encoded(drawing(), form), file_name=name)

    with Image.open(BytesIO(png)) as shown:
        assert (shown.format, shown.mode, shown.info) == ("PNG", "RGB", {})
        assert abs(shown.width - 100) <= 2
        assert abs(shown.height - 60) <= 2


def test_nothing_that_a_camera_or_an_editor_wrote_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Taken by Mira Solen in Port Amber"
    exif[0x0112] = 6  # to be turned by a quarter
    target = BytesIO()
    drawing().save(target, "JPEG", quality=95, exif=exif, comment=b"Mira Solen")
    assert b"Mira Solen" in target.getvalue()

    png = redrawn(target.getvalue())

    assert b"Mira Solen" not in png
    with Image.open(BytesIO(png)) as shown:
        assert shown.height > shown.width


def test_a_transparent_picture_stands_on_white() -> None:
    seen = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    ImageDraw.Draw(seen).ellipse((10, 10, 30, 30), fill=(200, 0, 0, 255))

    with Image.open(BytesIO(redrawn(encoded(seen, "PNG")))) as shown:
        assert shown.mode == "RGB"
        assert shown.getpixel((0, 0)) == (255, 255, 255)
        assert shown.size == (21, 21)


def test_grey_in_sixteen_bits_stays_grey() -> None:
    ramp = Image.new("I;16", (256, 8))
    ramp.putdata([at % 256 * 256 for at in range(256 * 8)])

    with Image.open(BytesIO(redrawn(encoded(ramp, "PNG")))) as shown:
        seen = shown.convert("L")

    assert [seen.getpixel((x, 4)) for x in (0, 64, 128, 192)] == [0, 64, 128, 192]


def test_a_large_picture_is_made_small_enough_for_paper() -> None:
    wide = Image.new("L", (2_600, 1_300), 90)

    png = redrawn(encoded(wide, "PNG"))

    assert (picture(png, alternative="").width, picture(png, alternative="").height) == (LONGEST_EDGE, 360)


def test_a_picture_that_no_packing_makes_small_is_kept_small_enough_to_come_back() -> None:
    noise = Image.effect_noise((900, 900), 120)
    coloured = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))

    png = redrawn(encoded(coloured, "PNG"))

    assert MOST_BYTES / 3 < len(png) <= MOST_BYTES
    assert redrawn(png) == png


def test_the_same_picture_is_kept_as_the_same_bytes() -> None:
    content = encoded(drawing(), "WEBP")

    assert redrawn(content) == redrawn(content)


@pytest.mark.parametrize("size", [(100, 60), (2_600, 1_300), (1_999, 1_001)])
def test_a_picture_that_was_kept_gives_itself_when_it_comes_back(size: tuple[int, int]) -> None:
    shown = Image.new("RGB", size, "white")
    # A hair along an edge is lost when the picture is made small.
    ImageDraw.Draw(shown).line((0, 1, 0, size[1] // 2), fill=(238, 238, 238))
    ImageDraw.Draw(shown).ellipse((9, 9, size[0] - 1, size[1] - 1), outline="#1c4e80", width=3)

    png = redrawn(encoded(shown, "PNG"))

    assert redrawn(png) == png


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBP"]))
def test_bytes_that_are_no_picture_are_always_refused_in_words(content: bytes, claim: bytes) -> None:
    with pytest.raises(Refused, match=r"^.+\. Choose another PNG, JPEG or WebP file\.$"):
        redrawn(claim + content)


def test_a_picture_that_passes_the_first_look_has_a_kind() -> None:
    content = encoded(drawing(), "PNG")

    assert obstacle_to_taking(content, file_name="Our logo.PNG") is None
    assert kind_of(content) == "PNG"


@pytest.mark.parametrize(
    ("names", "logos", "shown"),
    [
        (10, 8, 8),
        (35, 28, 28),
        (10, 7, 0),
        (10, 10, 10),
        (41, 40, 40),
        (60, 41, 0),
        (50, 40, 40),
        (51, 40, 0),
        (0, 0, 0),
    ],
)
def test_logos_are_shown_where_four_of_five_gave_one_and_there_are_at_most_forty(
    names: int, logos: int, shown: int
) -> None:
    given_logos = [Picture(str(number), b"", 10, 10, f"Body {number}") for number in range(logos)]

    assert len(wall_of(given_logos, names=names)) == shown


@given(st.integers(300, 540), st.integers(300, 360))
def test_logos_of_any_usual_shape_cover_the_same_area(width: int, height: int) -> None:
    wide, high = size_on_wall(Picture("", b"", width, height, ""))

    assert abs(wide * high / 4200 - 1) < 0.02
    assert abs(wide / high / (width / height) - 1) < 0.03


@given(st.integers(1, 720), st.integers(1, 720))
def test_no_logo_is_wider_or_higher_than_its_place(width: int, height: int) -> None:
    wide, high = size_on_wall(Picture("", b"", width, height, ""))

    assert 1 <= wide <= 132
    assert 1 <= high <= 72


def test_a_document_with_pictures_survives_the_wire() -> None:
    head = Letterhead("Estuary Coalition", "", kept(alternative="Estuary Coalition"))
    job = Render(replace(samples.letter(), letterhead=head))

    assert wire.job(wire.job_frame(job)) == job
