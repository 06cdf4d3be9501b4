"""How many pixels a picture says it has, from its first bytes: to refuse many at once before any is decoded.

A file that says nothing that can be read here counts as the largest there may be; decoding it tells what is wrong.
"""

import re
import struct
from collections.abc import Iterable, Iterator

from app.core.errors import Obstacle
from app.rendering.pictures import MOST_PIXELS, PictureKind, kind_of

MOST_AT_ONCE = 100
MOST_PIXELS_AT_ONCE = 40_000_000
"""What one import draws anew. Measured: a million pixels take at most 0.2 s of one thread, so all of them take 8 s."""

# ISO/IEC 15948, 11.2.2.
_PNG_HEADER = re.compile(rb"IHDR(.{8})", re.DOTALL)
# ISO/IEC 10918-1, table B.1: frames but not the tables that share their range, and markers without a length.
_JPEG_MARK = 0xFF
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset((0x01, _JPEG_MARK, *range(0xD0, 0xD9)))
_JPEG_SCAN = 0xDA
_WEBP_HEADERS = 30
_VP8_SIGNATURE = b"\x9d\x01\x2a"
_14_BITS = 0x3FFF


def obstacle_to_taking_all(contents: Iterable[bytes]) -> Obstacle | None:
    """Say why so many pictures, or such large ones, are not taken at once."""
    sizes = [pixels_said(each) for each in contents]
    if len(sizes) > MOST_AT_ONCE:
        return Obstacle(
            f"The files name {len(sizes):,} pictures, and at most {MOST_AT_ONCE} are taken at once. "
            "Take names of pictures out of signatories.csv, and give those logos one by one afterwards."
        )
    if sum(sizes) > MOST_PIXELS_AT_ONCE:
        millions = MOST_PIXELS_AT_ONCE // 1_000_000
        return Obstacle(
            f"The pictures have more than {millions} million pixels together, and no more are taken at once. "
            "Make them smaller: 720 pixels at the longest edge are all that is printed."
        )
    return None


def pixels_said(content: bytes) -> int:
    """Return how many pixels a picture says it has, and never more than one may have."""
    readers = {PictureKind.PNG: _png, PictureKind.JPEG: _jpeg, PictureKind.WEBP: _webp}
    kind = kind_of(content)
    sizes = [width * height for width, height in readers[kind](content)] if kind else []
    return min(max(sizes, default=MOST_PIXELS), MOST_PIXELS)


def _png(content: bytes) -> Iterator[tuple[int, int]]:
    """Every header, for decoders that read a second one."""
    for header in _PNG_HEADER.finditer(content):
        yield struct.unpack(">II", header[1])


def _jpeg(content: bytes) -> Iterator[tuple[int, int]]:
    """The frames before the first scan. Nothing where the markers do not follow each other."""
    at = 2
    while at + 9 <= len(content) and content[at] == _JPEG_MARK:
        marker = content[at + 1]
        if marker == _JPEG_SCAN:
            return
        if marker in _JPEG_ALONE:
            at += 1 if marker == _JPEG_MARK else 2
            continue
        length, height, width = struct.unpack_from(">HxHH", content, at + 2)
        if marker in _JPEG_FRAMES:
            yield width, height
        at += 2 + length


def _webp(content: bytes) -> Iterator[tuple[int, int]]:
    """The canvas or the only frame (RFC 9649, 2.5 to 2.7; of the older form RFC 6386, 9.1)."""
    first = content[12:16]
    if len(content) < _WEBP_HEADERS:
        return
    if first == b"VP8X":
        yield 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    elif first == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        yield 1 + (bits & _14_BITS), 1 + (bits >> 14 & _14_BITS)
    elif first == b"VP8 " and content[23:26] == _VP8_SIGNATURE:
        width, height = struct.unpack_from("<HH", content, 26)
        yield width & _14_BITS, height & _14_BITS
