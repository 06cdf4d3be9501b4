"""Personal copies of a finished PDF: a line in the foot of every page and a faint diagonal mark.

Both stand under the words and are artifacts: a screen reader passes over them, the tags of the document stay as
they are, and extraction finds them. The same copy gives the same bytes.
"""

from functools import lru_cache
from io import BytesIO
from math import atan2, degrees, hypot

import pikepdf
from markupsafe import escape
from pikepdf import Array, Dictionary, Name

from app.rendering import fonts
from app.rendering.failures import TypesettingFailed
from app.rendering.typesetting import stamp_sheet

# Points. The line stands below the lowest line of the foot that our templates print (14 mm from the edge).
_LINE_FROM_EDGE = 24.0
_LARGEST = 60.0
# How much of the diagonal the mark fills, and how wide a letter is on average, in its own size.
_FILLED, _LETTER_WIDTH = 0.72, 0.56

_DRAWING = "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q {name} Do Q EMC"


def stamp(pdf: bytes, *, line: str, mark: str) -> bytes:
    """Write `line` small in the foot of every page and `mark` faintly across it.

    Raises `TypesettingFailed` if a character cannot be drawn or the file is no PDF. Signatures on the file do
    not survive: stamp first, then sign.
    """
    for place, text in (("line of the stamp", line), ("mark of the stamp", mark)):
        fonts.refuse_characters(place, text)
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            for page in document.pages:
                _, _, width, height = (float(edge) for edge in page.mediabox)
                # Pages of one size share their resources, so the drawing is called by the size.
                name = f"/Stamp{width:.0f}x{height:.0f}"
                _put_under(document, page, pikepdf.Pdf.open(BytesIO(_sheet(width, height, line, mark))), name)
            written = BytesIO()
            document.save(
                written,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                linearize=False,
            )
            return written.getvalue()
    except pikepdf.PdfError as error:
        message = "The copy cannot be stamped: the file is no PDF that can be read. Make the edition again."
        raise TypesettingFailed(message) from error


def _put_under(document: pikepdf.Pdf, page: pikepdf.Page, sheet: pikepdf.Pdf, name: str) -> None:
    """Draw the sheet under the words of the page, as an artifact."""
    resources = page.obj.Resources
    if Name.XObject not in resources:
        resources.XObject = Dictionary()
    if Name(name) not in resources.XObject:
        resources.XObject[name] = document.copy_foreign(sheet.pages[0].as_form_xobject())
    contents = page.obj.Contents
    page.obj.Contents = Array(
        [
            document.make_stream(_DRAWING.format(name=name).encode()),
            *(contents if isinstance(contents, Array) else [contents]),
        ]
    )


@lru_cache(maxsize=8)
def _sheet(width: float, height: float, line: str, mark: str) -> bytes:
    """One page with the line and the mark, in points, as a PDF without tags."""
    diagonal = hypot(width, height)
    size = min(_LARGEST, diagonal * _FILLED / (_LETTER_WIDTH * max(len(mark), 1)))
    angle = degrees(atan2(height, width))
    return stamp_sheet(
        f"""<!DOCTYPE html><html><body>
<p class="line"><bdi>{escape(line)}</bdi></p>
<p class="mark"><bdi>{escape(mark)}</bdi></p></body></html>""",
        f"""
@page {{ size: {width}pt {height}pt; margin: 0 }}
p {{ position: absolute; margin: 0; white-space: nowrap; text-align: center }}
.line {{ left: 0; width: {width}pt; bottom: {_LINE_FROM_EDGE}pt }}
.line {{ font: 7.5pt/1.2 var(--sans); color: #45494f }}
.mark {{ left: {(width - diagonal) / 2}pt; width: {diagonal}pt; top: {height / 2 - size * 0.65}pt;
  font: 600 {size:.2f}pt/1.3 var(--sans); color: #ececee; transform: rotate(-{angle:.3f}deg) }}
""",
    )
