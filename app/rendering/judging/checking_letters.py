"""Whether every shape that is drawn can be read: its code stands for letters in the table of its typeface.

A code that does not is a hole in the words for who listens and who searches, and mostly on the page too: what goes into
the file of a typeface are the shapes of its table.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from app.rendering.pdf_values import letters

_OPERATORS = "q Q Tf Tj TJ ' \""


def faults(file: pikepdf.Pdf) -> Iterator[str]:
    """Every page that shows what stands for no letter, as sentences with the clause."""
    known: dict[tuple[int, int], frozenset[int]] = {}
    for number, page in enumerate(file.pages, 1):
        for content, fonts in _contents(page.obj):
            for name, codes in _shown(content, fonts).items():
                font = fonts[name]
                if font.objgen not in known:
                    known[font.objgen] = frozenset(letters(font))
                if not known[font.objgen].issuperset(codes):
                    face = str(font.BaseFont)[1:].rpartition("+")[2]
                    yield f"Page {number} shows a shape of {face} that stands for no letter (UA 7.21.7, A 6.2.11.7.2)."


def _contents(page: Object) -> Iterator[tuple[Object, Object]]:
    """What is drawn on a page and by its forms, each with its composite typefaces by name."""
    resources = page.get(Name.Resources, Dictionary())
    yield page, _composite(resources)
    for form in resources.get(Name.XObject, Dictionary()).values():
        if form.get(Name.Subtype) == "/Form":
            yield form, _composite(form.get(Name.Resources, resources))


def _composite(resources: Object) -> Object:
    fonts = resources.get(Name.Font, Dictionary())
    return Dictionary({name: font for name, font in fonts.items() if font.get(Name.Subtype) == "/Type0"})


def _shown(content: Object, fonts: Object) -> dict[str, frozenset[int]]:
    """The codes that are shown in each of these typefaces."""
    written: defaultdict[str, bytearray] = defaultdict(bytearray)
    face, outer = "", []
    for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
        match str(instruction.operator):
            case "q":
                outer.append(face)
            case "Q":
                face = outer.pop() if outer else ""
            case "Tf":
                face = str(instruction.operands[0])
            case _ if face in fonts:
                shown = instruction.operands[-1]
                for part in shown if isinstance(shown, Array) else (shown,):
                    if isinstance(part, String):
                        written[face] += bytes(part)
    return {face: _codes(shown) for face, shown in written.items()}


def _codes(written: bytearray) -> frozenset[int]:
    codes = array("H", bytes(written[: len(written) // 2 * 2]))
    if sys.byteorder == "little":
        codes.byteswap()
    return frozenset(codes)
