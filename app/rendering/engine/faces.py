"""Typefaces as they go into the file of a letter: cut alike on every machine, read as the letters they draw."""

from collections import OrderedDict
from collections.abc import Collection

import uharfbuzz
from uharfbuzz import SubsetFlags

from app.rendering.engine.door import Font
from app.rendering.engine.shapes import Letters
from app.rendering.subsetting import subset

# A text that is set again after a change mostly has the same shapes.
_MOST_KEPT = 16
_kept: OrderedDict[tuple[str, frozenset[int], bool], bytes] = OrderedDict()


class Face(Font):  # type: ignore[misc]  # WeasyPrint has no types
    """A font of the engine, its shapes standing for the letters they are."""

    file_content: bytes

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.to_unicode = Letters(self.file_content, self.index)

    def subset(self, to_unicode: Collection[int], hinting: object) -> None:
        """Leave only these shapes, under their own numbers; without hints, which paper needs not."""
        del hinting
        if not to_unicode:
            return
        key = (self.hash, frozenset(to_unicode), bool(self.missing))
        if key not in _kept:
            _kept[key] = _cut(uharfbuzz.Face(self.file_content, self.index), to_unicode, lacks_some=bool(self.missing))
            if len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        self.file_content = _kept[key]


def _cut(whole: uharfbuzz.Face, shapes: Collection[int], *, lacks_some: bool) -> bytes:
    """The file of a face with these shapes; where the text has a character it lacks, with what is drawn instead."""
    # A page calls a shape by its number; faces of Chinese and Korean would read that as the number in another list
    # (ISO 32000-1, 9.7.4.2) unless both are the same.
    flags = SubsetFlags.CFF_IDENTITY_CHARSET | (SubsetFlags.NOTDEF_OUTLINE if lacks_some else SubsetFlags.DEFAULT)
    cut = subset(whole, shapes, flags | SubsetFlags.RETAIN_GIDS)
    # The empty shapes behind the last one are cut off in a second step, which keeps the numbers before it.
    ended = subset(cut, range(max(shapes) + 1), flags | SubsetFlags.NO_HINTING)
    return bytes(ended.blob.data)
