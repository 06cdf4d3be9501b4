"""Faces as Pango has them, on which the engine stands, and how their glyphs are written on a page.

Pango is asked by its own names, and once for each text; the engine asks it three times and looks at each glyph.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Protocol, Self, SupportsBytes

# PangoGlyphInfo: number, width, distance aside and up, flags between unused bits. Lengths are 1/1024 of a pixel.
GLYPH = Struct("=IiiiI")
PLACED = Struct("=Iiii")
UNITS = 1024
EMPTY, _UNKNOWN = 0x0FFFFFFF, 0x10000000
_THOUSANDTHS = 1000


class CannotBeShaped(Exception):  # noqa: N818 - it reads as what happened
    """A letter is in no face."""


class _Rectangle(Protocol):
    width: int
    height: int


class _Glyphs(Protocol):
    num_glyphs: int
    glyphs: object
    log_clusters: Sequence[int]


class _Analysis(Protocol):
    font: object
    level: int


class _Item(Protocol):
    offset: int
    length: int
    analysis: _Analysis


class _Run(Protocol):
    item: _Item
    glyphs: _Glyphs


class _Runs(Protocol):
    data: _Run
    next: Self


class _Line(Protocol):
    runs: _Runs


class _Place(Protocol):
    is_line_break: int


class Pango(Protocol):
    """As much of Pango as is asked here."""

    def pango_layout_set_text(self, layout: object, text: bytes, length: int, /) -> None:
        """Set the text of a layout."""

    def pango_layout_get_line_readonly(self, layout: object, line: int, /) -> _Line:
        """Shape it."""

    def pango_layout_line_get_extents(self, line: _Line, ink: object, logical: _Rectangle, /) -> None:
        """Measure a line."""

    def pango_layout_get_baseline(self, layout: object, /) -> int:
        """How far the baseline is below the top."""

    def pango_layout_get_log_attrs_readonly(self, layout: object, count: object, /) -> Sequence[_Place]:
        """What may happen before each character."""

    def pango_font_get_glyph_extents(self, font: object, glyph: int, ink: object, logical: _Rectangle, /) -> None:
        """Measure a glyph that has nothing beside it."""


class Memory(Protocol):
    """As much of cffi as is asked here."""

    NULL: object

    def buffer(self, pointer: object, size: int, /) -> SupportsBytes:
        """Bytes behind a pointer."""

    def unpack(self, pointer: Sequence[int], count: int, /) -> Sequence[int]:
        """Numbers behind a pointer."""

    def new(self, kind: str, /) -> _Rectangle:
        """Room for a value."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What shapes: Pango, how its memory is read, and room for what it measures."""

    pango: Pango
    memory: Memory
    logical: _Rectangle


class Face(dict[bytes, str]):
    """One face in one size: how each glyph that Pango placed is written, between the first `<` and the last `>` of TJ.

    `letters` say what glyphs stand for, `widths` how far they move on where nothing stands beside them, in thousandths
    of the size. `kept` keeps the face of Pango alive.
    """

    def __init__(self, engine: Engine, font: object, *, number: int, size: float, kept: object) -> None:
        super().__init__()
        self.font = font
        self.number = number
        self.size = size
        self.letters: dict[int, str] = {}
        self.widths: dict[int, int] = {}
        self._engine = engine
        self._kept = kept

    def __missing__(self, placed: bytes) -> str:
        number, width, aside, up = PLACED.unpack(placed)
        # The engine takes these for thousandths, and marks in rows shall stand as they do in the text.
        advance, aside, up = self._thousandths(width), round(aside / self.size), -up / _THOUSANDTHS
        if number == EMPTY:
            self[placed] = f">{-advance}<" if advance else ""
            return self[placed]
        if number & _UNKNOWN or not number:
            raise CannotBeShaped
        if number not in self.widths:
            own = self._engine.memory.new("PangoRectangle *")
            self._engine.pango.pango_font_get_glyph_extents(self.font, number, self._engine.memory.NULL, own)
            self.widths[number] = self._thousandths(own.width)
        closer = self.widths[number] + aside - advance
        written = f"{number:04x}>{closer}<" if closer else f"{number:04x}"
        if aside:
            written = f">{-aside}<{written}"
        if up:
            # ISO 32000-1, 9.3.7: text rise.
            written = f">] TJ {up:.3f} Ts [<{written}>] TJ 0 Ts [<"
        self[placed] = written
        return written

    def _thousandths(self, units: int) -> int:
        return round(units * _THOUSANDTHS / (UNITS * self.size))


class Faces(dict[object, Face]):
    """The faces of one document by their font of Pango, numbered as they come."""

    def __init__(self, engine: Engine, size: Callable[[object], float]) -> None:
        super().__init__()
        self.engine = engine
        self._size = size
        self.in_order: list[Face] = []

    def met(self, font: object, kept: object) -> Face:
        """Take one up."""
        self[font] = Face(self.engine, font, number=len(self.in_order), size=self._size(font), kept=kept)
        self.in_order.append(self[font])
        return self[font]
