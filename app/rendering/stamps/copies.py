"""From one prepared file to any number of personal copies, by changing bytes in places that were kept free for it.

A `Master` is made once for an edition (`masters`). A copy of it has the same length and the same bytes but for the
line in the foot, the faint mark across the page, the marks in its words, checksums and the identifier.
Nothing here opens a PDF.
"""

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from math import hypot

from app.rendering.stamps.marks import LEFT, RIGHT

SUM_BYTES = 4
IDENTIFIER_DIGITS = 32
_IDENTIFIER = re.compile(rb"[0-9a-f]{%d}" % IDENTIFIER_DIGITS)

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

    @property
    def is_sound(self) -> bool:
        """Whether the plan is that of this file: what it names is there, free, and apart from each other.

        A copy written by another plan would be a broken file, or bear the number of nobody.
        """
        plan = self.plan
        summed = (plan.words, *(placed.room for placed in plan.placed))
        identifiers = tuple(Room(at, IDENTIFIER_DIGITS) for at in plan.identifiers)
        with_sums = (Room(room.start, room.size + SUM_BYTES) for room in summed)
        taken = sorted((*plan.gathered, *identifiers, *with_sums), key=lambda room: room.start)
        marks = [self._in(room) for room in plan.gathered]
        return (
            all(room.size > 0 for room in taken)
            and taken[0].start >= 0
            and all(one.start + one.size <= other.start for one, other in pairwise(taken))
            and all(_sum_of(self._in(room)) == self.pdf[_end(room) : _end(room) + SUM_BYTES] for room in summed)
            and b"".join(marks) == LEFT * len(plan.marks)
            and all(len(part) % len(LEFT) == 0 for part in marks)
            and bool(identifiers)
            and all(_IDENTIFIER.fullmatch(self._in(room)) for room in identifiers)
        )

    def _in(self, room: Room) -> bytes:
        return self.pdf[room.start : _end(room)]


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
    _put(written, room.start, filled + _sum_of(filled))


def _sum_of(content: bytes) -> bytes:
    return zlib.adler32(content).to_bytes(SUM_BYTES, "big")


def _end(room: Room) -> int:
    return room.start + room.size


def _put(written: BytesIO, at: int, part: bytes) -> None:
    written.seek(at)
    written.write(part)
