"""Pictures before and on paper: what is taken in, how large it is, how logos share a wall. Nothing is decoded here."""

import hashlib
import struct
from collections.abc import Iterable
from enum import StrEnum
from math import sqrt
from pathlib import PurePath

from app.core.errors import Obstacle
from app.rendering.document import Picture

MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000_000
LONGEST_EDGE = 720
"""In pixels, of a picture as it is kept: 60 mm at 300 dots per inch."""

MOST_LOGOS = 40
LEAST_LOGOS, OF_NAMES = 4, 5
"""At least so many logos for so many names."""

# A logo on a wall covers this area, unless it would be too wide or too high. In CSS pixels (1/96 inch).
_AREA = 4200.0
_WIDEST = 132.0
_HIGHEST = 72.0

_MM = 96 / 25.4
"""CSS pixels in a millimetre."""

# ISO/IEC 15948, 11.2.2: the header chunk of a PNG follows its signature and begins with width and height.
_HEADER = struct.Struct(">8x4x4sII")


class PictureKind(StrEnum):
    """What a picture can be when it comes in."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WebP"


_ENDINGS = {PictureKind.PNG: (".png",), PictureKind.JPEG: (".jpg", ".jpeg"), PictureKind.WEBP: (".webp",)}


def kind_of(content: bytes) -> PictureKind | None:
    """Say what the first bytes claim to be; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return PictureKind.WEBP
    return None


def obstacle_to_taking(content: bytes, *, file_name: str) -> Obstacle | None:
    """Say why a file cannot be a picture, if that shows without decoding it."""
    kind = kind_of(content)
    ending = PurePath(file_name).suffix.lower()
    if not content:
        return Obstacle("The picture is empty. Choose another file.")
    if len(content) > MOST_BYTES:
        return Obstacle("The picture is larger than 1 MB. Make it smaller and choose it again.")
    if kind is None:
        return Obstacle("This is not a picture that can be printed. Choose a PNG, JPEG or WebP file.")
    if ending not in _ENDINGS[kind]:
        return Obstacle(
            f"The file is a {kind} picture, but its name does not end in {_ENDINGS[kind][0]}. "
            "Save it again under the right name, or choose another file."
        )
    return None


def picture(png: bytes, *, alternative: str) -> Picture:
    """A kept picture for paper; `alternative` is what is read instead of it. `ValueError` for bytes that are no PNG."""
    if kind_of(png) is not PictureKind.PNG or len(png) < _HEADER.size:
        message = "a kept picture that is no PNG"
        raise ValueError(message)
    _, width, height = _HEADER.unpack_from(png)
    return Picture(hashlib.sha256(png).hexdigest(), png, width, height, alternative)


def wall_of(logos: Iterable[Picture], *, names: int) -> tuple[Picture, ...]:
    """The logos that are printed under so many names: all, or none where too few gave one or there are too many."""
    given = tuple(logos)
    return given if are_enough_logos(len(given), names=names) else ()


def are_enough_logos(given: int, *, names: int) -> bool:
    """Say whether so many logos of so many names are printed."""
    return 0 < LEAST_LOGOS * names <= OF_NAMES * given and given <= MOST_LOGOS


def size_in_box(shown: Picture, width: float, height: float) -> tuple[int, int]:
    """Width and height in CSS pixels of a picture that fills a box of so many millimetres, its shape kept."""
    scale = min(width * _MM / shown.width, height * _MM / shown.height)
    return max(1, round(shown.width * scale)), max(1, round(shown.height * scale))


def size_on_wall(logo: Picture) -> tuple[int, int]:
    """Width and height of a logo in CSS pixels: of equal area whatever its shape, within a widest and a highest."""
    scale = sqrt(_AREA / (logo.width * logo.height))
    scale = min(scale, _WIDEST / logo.width, _HIGHEST / logo.height)
    return max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
