"""Pages of a finished PDF as pictures. Never made while somebody waits: a page takes a tenth of a second."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from app.rendering.document import Paper

if TYPE_CHECKING:
    from PIL.Image import Image

_MILLIMETRES = {Paper.A4: (210, 297), Paper.LETTER: (215.9, 279.4)}
_COLOURS = 32
"""Of a picture: type on paper has few, and fewer make the file small."""


def size_of_picture(paper: Paper, *, width: int) -> tuple[int, int]:
    """Width and height of the picture of a page, in pixels: a browser that knows both keeps room for it."""
    across, down = _MILLIMETRES[paper]
    return width, round(width * down / across)


def pictures(pdf: bytes, *, width: int, most: int) -> tuple[bytes, ...]:
    """The first `most` pages as PNG, each so many pixels wide. The same PDF gives the same bytes."""
    return tuple(_png(image) for image in page_images(pdf, width=width, most=most))


def page_images(pdf: bytes, *, width: int, most: int) -> "Iterator[Image]":
    """The first `most` pages as images in full colour."""
    import pypdfium2  # noqa: PLC0415 - only workers and commands make pictures; the web starts without

    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(min(len(document), most)):
            page = document[number]
            yield page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()


def _png(image: "Image") -> bytes:
    written = BytesIO()
    image.quantize(_COLOURS).save(written, format="PNG", optimize=True)
    return written.getvalue()
