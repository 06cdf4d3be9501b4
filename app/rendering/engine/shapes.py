"""What the shapes of a typeface stand for, when letters and marks are drawn apart.

The engine gives all letters of a cluster to one of its shapes and none to the others, and remembers that for every
later use of them: one accented letter early in a text, and every such letter after it reads as another, or as nothing.
"""

import unicodedata
from functools import cached_property

import uharfbuzz

# Faces of Chinese and Korean have more shapes and no marks that are drawn apart.
_MOST_LOOKED_THROUGH = 5000


class Letters(dict[int, str]):
    """The letters of each shape of one face, by its number. What is put in is corrected where the face knows better."""

    def __init__(self, file: bytes, index: int) -> None:
        super().__init__()
        self._file = file
        self._index = index

    def __setitem__(self, shape: int, text: str) -> None:
        """Keep the one character that the shape is, else the text in whose place it stands."""
        parts = "" if len(text) == 1 and text.isascii() else text + unicodedata.normalize("NFD", text)
        own = next((part for part in parts if self._font.get_nominal_glyph(ord(part)) == shape), text)
        super().__setitem__(shape, own or self._known.get(shape, ""))

    @cached_property
    def _font(self) -> uharfbuzz.Font:
        return uharfbuzz.Font(uharfbuzz.Face(self._file, self._index))

    @cached_property
    def _known(self) -> dict[int, str]:
        """Characters by shape; forms of Arabic letters (U+FB50 to U+FEFC) are the letters."""
        face = self._font.face
        if face.glyph_count > _MOST_LOOKED_THROUGH:
            return {}
        found = {self._font.get_nominal_glyph(each): chr(each) for each in sorted(face.unicodes, reverse=True)}
        return {shape: unicodedata.normalize("NFKC", character) for shape, character in found.items()}
