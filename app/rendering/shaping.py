"""Text to glyphs of one of our faces, as HarfBuzz shapes it: for text in one script that runs left to right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import uharfbuzz
from uharfbuzz import BufferSerializeFlags

_POSITIONS = BufferSerializeFlags.NO_GLYPH_NAMES | BufferSerializeFlags.NO_CLUSTERS
_CLUSTERS = BufferSerializeFlags.NO_GLYPH_NAMES | BufferSerializeFlags.NO_POSITIONS


class CannotBeShaped(Exception):  # noqa: N818 - it reads as what happened
    """A letter is not in the face, or its glyph is moved from where the letters before it end."""


class Glyph(NamedTuple):
    """A glyph of a face where it stands: how the operand of TJ names it, and how far it moves on.

    Distances are in thousandths of the size of the type.
    """

    number: int
    written: str
    advance: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """Glyphs from left to right, and where in the text the letters of each begin."""

    text: str
    glyphs: Sequence[Glyph]
    places: Sequence[int]

    @property
    def width(self) -> int:
        """How far all glyphs move on."""
        return sum(glyph.advance for glyph in self.glyphs)

    @property
    def ends(self) -> list[int]:
        """The right edge of each glyph."""
        return list(accumulate(glyph.advance for glyph in self.glyphs))

    def letters(self) -> Iterator[tuple[int, str]]:
        """The number of each glyph with the letters that it stands for."""
        if len(self.glyphs) == len(self.text):
            return zip((glyph.number for glyph in self.glyphs), self.text, strict=True)
        edges = pairwise((*self.places, len(self.text)))
        return ((glyph.number, self.text[begin:end]) for glyph, (begin, end) in zip(self.glyphs, edges, strict=True))

    def shown(self, first: int = 0, last: int | None = None) -> bytes:
        """The glyphs from first up to last as the operand of the operator TJ (ISO 32000-1, 9.4.3)."""
        return f"[<{''.join([glyph.written for glyph in self.glyphs[first:last]])}>]".replace("<>", "").encode()


class Face:
    """One face; of the texts that it shaped it keeps single glyphs only."""

    def __init__(self, file: bytes) -> None:
        self._font = uharfbuzz.Font(uharfbuzz.Face(file))
        self._font.scale = (1000, 1000)
        self._known = _Known(self._font)

    def width(self, glyph: int) -> int:
        """How far a glyph moves on where nothing stands beside it."""
        return int(self._font.get_glyph_h_advance(glyph))

    def shaped(self, text: str, *, features: Mapping[str, int], language: str) -> Shaped:
        """Shape a text with these OpenType features. Raises `CannotBeShaped`."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = language
        uharfbuzz.shape(self._font, buffer, features)
        # HarfBuzz writes "[17+434|42+549]". Reading that is six times as fast as asking for each glyph.
        glyphs = [self._known[each] for each in buffer.serialize(self._font, flags=_POSITIONS)[1:-1].split("|")]
        if len(glyphs) == len(text):
            return Shaped(text, glyphs, range(len(text)))
        clusters = buffer.serialize(self._font, flags=_CLUSTERS)[1:-1].split("|")
        return Shaped(text, glyphs, [int(each.partition("=")[2]) for each in clusters])


class _Known(dict[str, Glyph]):
    """Glyphs by how HarfBuzz writes them."""

    def __init__(self, font: uharfbuzz.Font) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, written: str) -> Glyph:
        number, _, advance = written.partition("+")
        if number == "0" or not (number.isdecimal() and advance.isdecimal()):
            raise CannotBeShaped
        closer = self._font.get_glyph_h_advance(int(number)) - int(advance)
        shown = f"{int(number):04x}"
        self[written] = Glyph(int(number), f"{shown}>{closer}<" if closer else shown, int(advance))
        return self[written]
