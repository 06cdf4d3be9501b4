"""The line of a stamp as glyphs, in any script that our typefaces have.

HarfBuzz chooses and joins the glyphs, FriBidi decides which way each part is read: what Pango stands on too. Pango
itself would bring the engine along, which stamps need not wait for.
"""

import ctypes
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz
from uharfbuzz import BufferSerializeFlags

from app.rendering import fonts
from app.rendering.stamps.copies import END_OF_ISOLATE, ISOLATE

FIRST = "SourceSans3-Regular.ttf"
"""Most lines need only this face."""

THOUSANDTHS = 1000
_LIBRARY = "libfribidi.0.dylib" if sys.platform == "darwin" else "libfribidi.so.0"
# FRIBIDI_PAR_LTR of <fribidi-bidi-types.h>: the line begins with a word of ours and is read from the left.
_FROM_THE_LEFT = 0x110
_FIRST_FROM_THE_RIGHT = "\u0590"
_DRAWS_NOTHING = "\N{ZERO WIDTH SPACE}"
_FEATURES = {"liga": False, "clig": False}
_PLACED = BufferSerializeFlags.NO_GLYPH_NAMES | BufferSerializeFlags.NO_CLUSTERS


class Glyph(NamedTuple):
    """A glyph of one face and what it reads; lengths in thousandths of the size.

    It is `width` wide, drawn `aside` and `up` from its place, and the next one stands `advance` behind that place.
    """

    face: str
    number: int
    text: str
    width: int
    advance: int
    aside: int = 0
    up: int = 0


def shaped(line: str) -> tuple[Glyph, ...]:
    """Return the glyphs of a line, from left to right. Raises `TypesettingFailed` for a character without a face."""
    plain = line.replace(ISOLATE, "").replace(END_OF_ISOLATE, "")
    if _in_first().issuperset(plain):
        return _letter_by_letter(plain) or tuple(_glyphs(FIRST, plain, 0))
    fonts.refuse_characters("line of the stamp", line)
    return tuple(glyph for level, face, text in _runs(line) for glyph in _glyphs(face, text, level))


@cache
def font(face: str) -> uharfbuzz.Font:
    """One of our faces, measured in thousandths of its size."""
    found = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fonts.FOLDER / face))))
    found.scale = (THOUSANDTHS, THOUSANDTHS)
    return found


@cache
def _in_first() -> frozenset[str]:
    """What the first face draws and is read from the left."""
    return frozenset(char for char in map(chr, range(ord(_FIRST_FROM_THE_RIGHT))) if fonts.draws(FIRST, char))


def _letter_by_letter(text: str) -> tuple[Glyph, ...]:
    """The glyphs of a text in the first face if each letter has its own one, as in nearly every name; else nothing."""
    # HarfBuzz writes "[17+434|42+549]". Reading that is faster than asking for each glyph.
    placed = _shape(FIRST, text, 0).serialize(font(FIRST), flags=_PLACED)[1:-1].split("|")
    try:
        return tuple(map(_letters().__getitem__, zip(placed, text, strict=True)))
    except (KeyError, ValueError):
        return ()


class _Letters(dict[tuple[str, str], Glyph]):
    """Letters of the first face with their own glyph, by how HarfBuzz writes it and by the letter."""

    def __missing__(self, placed: tuple[str, str]) -> Glyph:
        written, letter = placed
        number, _, advance = written.partition("+")
        if number != str(font(FIRST).get_nominal_glyph(ord(letter))) or not advance.isdecimal():
            raise KeyError(placed)
        self[placed] = Glyph(FIRST, int(number), letter, _width(FIRST, int(number)), int(advance))
        return self[placed]


@cache
def _letters() -> _Letters:
    return _Letters()


@lru_cache(maxsize=4096)
def _width(face: str, glyph: int) -> int:
    width: int = font(face).get_glyph_h_advance(glyph)
    return width


def _runs(line: str) -> list[tuple[int, str, str]]:
    """Parts of one direction and one face, in the order in which they stand: level, face, text as it is read."""
    levels = _levels(line)
    shown = [(char, level) for char, level in zip(line, levels, strict=True) if char not in {ISOLATE, END_OF_ISOLATE}]
    together = groupby(zip(shown, _faces(shown), strict=True), key=lambda each: (each[0][1], each[1]))
    runs = [(level, face, "".join(char for (char, _), _ in part)) for (level, face), part in together]
    return _as_they_stand(runs)


def _as_they_stand(runs: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Turn around what is read from the right: Unicode Standard Annex 9, rule L2."""
    for least in range(max((level for level, *_ in runs), default=0), 0, -1):
        parts = groupby(runs, key=lambda run: run[0] >= least)
        runs = [run for turned, part in parts for run in (reversed(list(part)) if turned else part)]
    return runs


@cache
def _bidi() -> ctypes.CDLL:
    return ctypes.CDLL(_LIBRARY)


def _levels(line: str) -> list[int]:
    """How deep each character is nested; odd is read from the right."""
    size = len(line)
    codes = (ctypes.c_uint32 * size)(*map(ord, line))
    visual = (ctypes.c_uint32 * size)()
    levels = (ctypes.c_int8 * size)()
    base = ctypes.c_int(_FROM_THE_LEFT)
    if not _bidi().fribidi_log2vis(codes, size, ctypes.byref(base), visual, None, None, levels):
        raise MemoryError
    return list(levels)


def _faces(shown: Sequence[tuple[str, int]]) -> list[str]:
    """The face of each character: a sign stands in the face of the letter before it where that has it."""
    found: list[str] = []
    before = -1
    for char, level in shown:
        goes_on = level == before and not char.isalpha()
        if goes_on and (unicodedata.category(char) == "Cf" or fonts.draws(found[-1], char)):
            found.append(found[-1])
        else:
            found.append(next((face for face in _in_order() if fonts.draws(face, char)), FIRST))
        before = level
    return found


@cache
def _in_order() -> tuple[str, ...]:
    regular = [file for file in fonts.files() if "-Regular" in file]
    return (FIRST, *(file for file in regular if file != FIRST))


def _glyphs(face: str, text: str, level: int) -> Iterator[Glyph]:
    buffer = _shape(face, text, level)
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    clusters = [info.cluster for info in infos]
    begins = sorted(set(clusters))
    read = {begin: text[begin:end] for begin, end in zip(begins, [*begins[1:], len(text)], strict=True)}
    for info, place, cluster in zip(infos, places, clusters, strict=True):
        number = info.codepoint
        aside, up, advance, _ = place.position
        yield Glyph(face, number, read.pop(cluster, _DRAWS_NOTHING), _width(face, number), advance, aside, up)


def _shape(face: str, text: str, level: int) -> uharfbuzz.Buffer:
    """The glyphs of a text of one direction, in a buffer that the next text is shaped in."""
    buffer = _buffer()
    buffer.clear_contents()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if level % 2 else "ltr"
    uharfbuzz.shape(font(face), buffer, _FEATURES)
    return buffer


@cache
def _buffer() -> uharfbuzz.Buffer:
    return uharfbuzz.Buffer()
