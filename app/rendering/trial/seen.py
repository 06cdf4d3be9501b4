"""What of a finished PDF a reader can see: letters of some size that leave ink where they stand.

How something is hidden does not matter: whether it is not drawn, transparent, in the colour of what is behind it,
covered, or beyond the edge. It reads pictures of the pages, so it is for commands and not for what somebody waits for;
and it runs in the limited process, for nobody has seen these pages yet.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.rendering.page_pictures import refuse_other_paper

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage, PdfTextPage

_SCALE = 2
"""Pixels a point."""

_LEAST_HEIGHT = 3.5
"""In points, of the line in which a letter stands: smaller ones are not read."""

_LEAST_CONTRAST = 40
"""Of 255: how much darker ink is than what it stands on, at least."""

_DIVIDING = re.compile("[-\u2010\u00ad\ufffe\u0002]$")


def lines_seen(pdf: bytes) -> tuple[str, ...]:
    """What can be seen, line by line.

    What stands in the margins of every page is left out: the title there is none that is read. Raises
    `TypesettingFailed` for a page of another paper.
    """
    import pypdfium2  # noqa: PLC0415 - only commands look at paper

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(line for page in document for line in _lines(page))
    finally:
        document.close()


def seen_in(lines: tuple[str, ...]) -> str:
    """All letters of these lines, as `letters` gives them; lines also as they read from the other side."""
    return letters("".join(lines)) + "\0" + letters("".join(line[::-1] for line in lines))


def letters(text: str) -> str:
    """What is compared of a text: its letters and digits, whatever their case and form, and nothing between them."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


def _lines(page: "PdfPage") -> Iterator[str]:
    refuse_other_paper(*page.get_size())
    image = page.render(scale=_SCALE).to_pil().convert("L")
    text = page.get_textpage()
    try:
        line = ""
        for character in _visible(text, image, page.get_height()):
            if character in "\r\n":
                yield _DIVIDING.sub("", line)
                line = ""
            else:
                line += character
        yield line
    finally:
        text.close()
        page.close()


def _visible(text: "PdfTextPage", image: "Image", height: float) -> Iterator[str]:
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    line = raw.FS_RECTF()
    for at in range(raw.FPDFText_CountChars(text)):
        character = chr(raw.FPDFText_GetUnicode(text, at))
        if not character.isalnum():
            yield character
            continue
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        raw.FPDFText_GetLooseCharBox(text, at, line)
        if _is_in_margin(raw.FPDFText_GetTextObject(text, at)):
            continue
        box = (left.value, height - top.value, right.value, height - bottom.value)
        if line.top - line.bottom >= _LEAST_HEIGHT and _has_ink(image, box):
            yield character


def _is_in_margin(drawn: object) -> bool:
    """Whether something drawn is no part of the document but of its pages (ISO 32000-1, 14.8.2.2)."""
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    name, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(drawn)):
        wide = ctypes.cast(name, ctypes.POINTER(raw.FPDF_WCHAR))
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(drawn, number), wide, len(name), length)
        if name.raw[: length.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False


def _has_ink(image: "Image", box: tuple[float, float, float, float]) -> bool:
    left, upper, right, lower = (round(edge * _SCALE) for edge in box)
    within = (max(left - 1, 0), max(upper - 1, 0), min(right + 1, image.width), min(lower + 1, image.height))
    if within[0] >= within[2] or within[1] >= within[3]:
        return False
    tones = image.crop(within).tobytes()
    return max(tones) - min(tones) >= _LEAST_CONTRAST
