"""The part of a typeface that goes into a file, cut by the same program on every machine: for letters and for stamps.

The engine would cut with the HarfBuzz of the system, and one release writes other tables than the next. Ours comes with
our packages, so that one document is one file wherever it is made.
"""

from collections.abc import Collection

import uharfbuzz

# What lays out and draws on screens; in a file the shapes stand where they stand.
_NOT_ON_PAPER = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
_IN_ANY_CASE = uharfbuzz.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | uharfbuzz.SubsetFlags.DESUBROUTINIZE


def subset(face: uharfbuzz.Face, shapes: Collection[int], flags: uharfbuzz.SubsetFlags) -> uharfbuzz.Face:
    """A face with these shapes and no others, each outline whole in itself, without tables that paper needs not.

    `flags` say what else is left out or kept, numbers of shapes above all: without any they are counted anew.
    """
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = flags | _IN_ANY_CASE
    wanted.glyph_set.update(shapes)
    wanted.drop_table_tag_set.update(int.from_bytes(name.encode()) for name in _NOT_ON_PAPER)
    return uharfbuzz.subset(face, wanted)
