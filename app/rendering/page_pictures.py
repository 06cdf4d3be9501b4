"""Pages of a finished PDF as pictures. Never made while somebody waits: a page takes a tenth of a second."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from app.rendering.document import Paper
from app.rendering.failures import OTHER_PAPER, TypesettingFailed

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS_A_MILLIMETRE = 72 / 25.4
_SLACK = 1
"""In points."""

_COLOURS = 32
"""Of a picture: type on paper has few, and fewer make the file small."""


def size_of_picture(paper: Paper, *, width: int) -> tuple[int, int]:
    """Width and height of the picture of a page, in pixels: a browser that knows both keeps room for it."""
    across, down = paper.millimetres
    return width, round(width * down / across)


def refuse_other_paper(width: float, height: float) -> None:
    """Raise `TypesettingFailed` for a page, in points, that is neither A4 nor Letter.

    Memory and time that a picture takes go with its size, and a file says itself how large its pages are.
    """
    for paper in Paper:
        across, down = (side * _POINTS_A_MILLIMETRE for side in paper.millimetres)
        if abs(width - across) <= _SLACK and abs(height - down) <= _SLACK:
            return
    raise TypesettingFailed(OTHER_PAPER)


def pictures(pdf: bytes, *, width: int, most: int) -> tuple[bytes, ...]:
    """The first `most` pages as PNG, each so many pixels wide. The same PDF gives the same bytes."""
    return tuple(_png(image) for image in page_images(pdf, width=width, most=most))


def page_images(pdf: bytes, *, width: int, most: int) -> "Iterator[Image]":
    """The first `most` pages as images in full colour. Raises `TypesettingFailed` for one of another paper."""
    import pypdfium2  # noqa: PLC0415 - only workers and commands make pictures; the web starts without

    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(min(len(document), most)):
            page = document[number]
            refuse_other_paper(*page.get_size())
            yield page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()


def _png(image: "Image") -> bytes:
    written = BytesIO()
    image.quantize(_COLOURS).save(written, format="PNG", optimize=True)
    return written.getvalue()
