"""The part of a typeface that goes into a file, cut by the same program on every machine.

The engine would cut with the HarfBuzz of the system, and one release writes other tables than the next. Ours comes with
our packages, so that one document is one file wherever it is made.
"""

from collections import OrderedDict
from collections.abc import Collection
from typing import Protocol

import uharfbuzz

# What lays out and draws on screens; in a file the shapes stand where they stand.
_NOT_ON_PAPER = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
# A page calls a shape by its number; faces of Chinese and Korean would read that as the number in another list
# (ISO 32000-1, 9.7.4.2) unless both are the same.
_FLAGS = (
    uharfbuzz.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
    | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    | uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
)


# A text that is set again after a change mostly has the same shapes.
_MOST_KEPT = 16
_kept: OrderedDict[tuple[str, frozenset[int], bool], bytes] = OrderedDict()


class Face(Protocol):
    """As much of a font of the engine as is looked at here: what names it, the file, which face in it, what it lacks.

    `missing` are shapes for characters that it cannot draw.
    """

    hash: str
    file_content: bytes
    index: int
    missing: dict[int, int]


def cut(face: Face, shapes: Collection[int]) -> None:
    """Leave only these shapes, under their own numbers, in the file of a face; without hints, which paper needs not."""
    if not shapes:
        return
    key = (face.hash, frozenset(shapes), bool(face.missing))
    if key not in _kept:
        _kept[key] = _cut(face, shapes)
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    face.file_content = _kept[key]


def _cut(face: Face, shapes: Collection[int]) -> bytes:
    flags = _FLAGS | (uharfbuzz.SubsetFlags.NOTDEF_OUTLINE if face.missing else uharfbuzz.SubsetFlags.DEFAULT)
    whole = uharfbuzz.Face(face.file_content, face.index)
    kept = _subset(whole, shapes, flags | uharfbuzz.SubsetFlags.RETAIN_GIDS)
    # The empty shapes behind the last one are cut off in a second step, which keeps the numbers before it.
    ended = _subset(kept, range(max(shapes) + 1), flags | uharfbuzz.SubsetFlags.NO_HINTING)
    return bytes(ended.blob.data)


def _subset(face: uharfbuzz.Face, shapes: Collection[int], flags: uharfbuzz.SubsetFlags) -> uharfbuzz.Face:
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = flags
    wanted.glyph_set.update(shapes)
    wanted.drop_table_tag_set.update(int.from_bytes(name.encode()) for name in _NOT_ON_PAPER)
    return uharfbuzz.subset(face, wanted)
