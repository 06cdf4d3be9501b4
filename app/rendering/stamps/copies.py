"""From one prepared file to any number of personal copies, by changing bytes in places that were kept free for it.

A `Master` is made once for an edition (`masters`). A copy of it has the same length and the same bytes but for the
line in the foot, the faint mark across the page, the marks in its words, checksums and the identifier.
Nothing here opens a PDF.
"""

import zlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from math import hypot

from app.rendering.stamps.marks import LEFT, RIGHT

SUM_BYTES = 4
IDENTIFIER_DIGITS = 32

# Points. The line stands below the lowest line of the foot that our templates print (14 mm from the edge).
_LINE_FROM_EDGE = 26.0
_LINE_SIZE = 7.5
_LINE_MARGIN = 36.0
_LARGEST = 60.0
_FILLED = 0.72
# Half the height of a small letter, in parts of its size: by so much the middle of a word is above its line.
_HALF_LETTER = 0.25
_LINE_COLOUR, _MARK_COLOUR = "0.27 0.286 0.31", "0.925 0.925 0.933"


# What stands between these is read its own way and turns nothing around it (Unicode Standard Annex 9, 2.4).
ISOLATE, END_OF_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Drawing(StrEnum):
    """What of a stamp a piece of content draws."""

    LINE = "line"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface in the prepared file, by its file name, with the glyphs it has there."""

    file: str
    glyphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn: page content in a size of one point, its width in thousandths, what it needs.

    `spelt` is what it reads, as UTF-16 in hexadecimal digits, where its shapes alone do not say it; else empty.
    """

    content: str
    width: int
    faces: tuple[Face, ...]
    spelt: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """Free bytes from `start`, `size` of them."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the stamp is put on pages of one size, in points."""

    room: Room
    drawing: Drawing
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be written where in a prepared file.

    `marks` are the names of the marks; their numbers stand in the places `gathered`, in the same order. Behind each of
    the other places stands its Adler-32 (RFC 1950, 2.2).
    """

    words: Room
    faces: tuple[Face, ...]
    placed: tuple[Placed, ...]
    marks: tuple[str, ...]
    gathered: tuple[Room, ...]
    identifiers: tuple[int, ...]

    def holds(self, line: Line) -> bool:
        """Whether this line can be written there: the glyphs are there, and it is not too long."""
        there = {face.file: frozenset(face.glyphs) for face in self.faces}
        return (
            len(line.content) <= self.words.size
            and all(there.get(face.file, frozenset()).issuperset(face.glyphs) for face in line.faces)
            and all(len(drawn(placed, line)) <= placed.room.size for placed in self.placed)
        )


@dataclass(frozen=True, slots=True)
class Master:
    """A prepared PDF with its plan."""

    pdf: bytes
    plan: Plan


def isolated(text: str) -> str:
    """A name as a part of a line, read its own way."""
    return f"{ISOLATE}{text}{END_OF_ISOLATE}"


def copy(master: Master, line: Line, rights: bytes) -> bytes:
    """Return a copy that bears `line`, with each mark moved to the right where `rights` is 1 and not 0, in their order.

    `line` must be one that the plan holds. The same arguments give the same bytes.
    """
    plan = master.plan
    written = BytesIO(master.pdf)
    numbers = rights.replace(b"\x00", LEFT).replace(b"\x01", RIGHT)
    done = 0
    for room in plan.gathered:
        _put(written, room.start, numbers[done : done + room.size])
        done += room.size
    content = line.content.encode("ascii")
    _fill(written, plan.words, content)
    for placed in plan.placed:
        _fill(written, placed.room, drawn(placed, line).encode("ascii"))
    identifier = sha256(content + rights).hexdigest()[:IDENTIFIER_DIGITS].encode("ascii")
    for at in plan.identifiers:
        _put(written, at, identifier)
    return written.getvalue()


def drawn(placed: Placed, line: Line) -> str:
    """Page content that draws a line in its place. Only that in the foot is spelt out: it is read once a page."""
    width = max(line.width, 1)
    if placed.drawing is Drawing.LINE:
        size = min(_LINE_SIZE, 1000 * (placed.width - 2 * _LINE_MARGIN) / width)
        left = (placed.width - size * width / 1000) / 2
        words = f"{_LINE_COLOUR} rg {_words(size, left, _LINE_FROM_EDGE)}"
        return f"/Span <</ActualText <{line.spelt}>>> BDC {words} EMC" if line.spelt else words
    size = min(_LARGEST, 1000 * hypot(placed.width, placed.height) * _FILLED / width)
    turned = _along_the_diagonal(placed.width, placed.height)
    return f"{_MARK_COLOUR} rg {turned} {_words(size, -size * width / 2000, -size * _HALF_LETTER)}"


def _words(size: float, left: float, foot: float) -> str:
    scale = f"{size:.4f}"
    return f"{scale} 0 0 {scale} {left:.3f} {foot:.3f} cm /Words Do"


@lru_cache(maxsize=16)
def _along_the_diagonal(width: float, height: float) -> str:
    """Makes the middle of the page the origin, and its diagonal the line that words stand on."""
    diagonal = hypot(width, height)
    along, up = width / diagonal, height / diagonal
    return f"{along:.6f} {up:.6f} {-up:.6f} {along:.6f} {width / 2:.3f} {height / 2:.3f} cm"


def _fill(written: BytesIO, room: Room, content: bytes) -> None:
    """Fill free bytes, and say their sum behind them; what is left over stays blank."""
    filled = content.ljust(room.size)
    _put(written, room.start, filled + zlib.adler32(filled).to_bytes(SUM_BYTES, "big"))


def _put(written: BytesIO, at: int, part: bytes) -> None:
    written.seek(at)
    written.write(part)
