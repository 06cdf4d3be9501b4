"""The one door to WeasyPrint: what we use of it, and what we put something of our own in the place of.

Nothing else imports WeasyPrint, so that it reads no typefaces but ours, starts without what no letter needs, and a new
release has one list to be held against. Functions and classes are the engine's own, whatever stands in their places.
"""

from app.rendering import fonts
from app.rendering.engine.postponed import postpone

fonts.use_only_ours()
# WeasyPrint's substitute for HarfBuzz, and for variable typefaces, of which we have none: a third of its start.
postpone("fontTools.subset", "fontTools.varLib.instancer")

from weasyprint import CSS, HTML, draw, pdf  # noqa: E402 - it reads the configuration of fonts when imported
from weasyprint.css import (  # noqa: E402 - as above
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    PHYSICAL_FUNCTIONS,
    ComputedStyle,
    StyleFor,
)
from weasyprint.document import Document, Page  # noqa: E402 - as above
from weasyprint.formatting_structure.boxes import (  # noqa: E402 - as above
    BlockReplacedBox,
    Box,
    InlineBox,
    LineBox,
    MarginBox,
    TextBox,
)
from weasyprint.layout import block, column, table  # noqa: E402 - as above
from weasyprint.layout import page as page_layout  # noqa: E402 - as above
from weasyprint.layout.absolute import absolute_layout  # noqa: E402 - as above
from weasyprint.layout.percent import percentage  # noqa: E402 - as above
from weasyprint.layout.preferred import (  # noqa: E402 - as above
    table_and_columns_preferred_widths as preferred_widths,
)
from weasyprint.pdf import pydyf, tags  # noqa: E402 - as above
from weasyprint.pdf import stream as pdf_stream  # noqa: E402 - as above
from weasyprint.pdf.fonts import Font  # noqa: E402 - as above
from weasyprint.pdf.metadata import DocumentMetadata  # noqa: E402 - as above
from weasyprint.pdf.stream import Stream  # noqa: E402 - as above
from weasyprint.text import line_break  # noqa: E402 - as above
from weasyprint.text.ffi import ffi, pango  # noqa: E402 - as above
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key  # noqa: E402 - as above
from weasyprint.text.line_break import Layout, strut  # noqa: E402 - as above
from weasyprint.text.line_break import _font_style_cache_key as font_style_key  # noqa: E402 - as above
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError  # noqa: E402 - as above

__all__ = [
    "CSS",
    "HTML",
    "INHERITED",
    "INITIAL_NOT_COMPUTED",
    "INITIAL_VALUES",
    "PHYSICAL_FUNCTIONS",
    "BlockReplacedBox",
    "Box",
    "ComputedStyle",
    "Document",
    "DocumentMetadata",
    "Font",
    "FontConfiguration",
    "InlineBox",
    "Layout",
    "LineBox",
    "MarginBox",
    "Page",
    "Stream",
    "StyleFor",
    "TextBox",
    "URLFetcher",
    "URLFetcherResponse",
    "URLFetchingError",
    "absolute_layout",
    "block",
    "column",
    "draw",
    "ffi",
    "font_style_key",
    "get_pango_font_key",
    "line_break",
    "page_layout",
    "pango",
    "pdf",
    "pdf_stream",
    "percentage",
    "preferred_widths",
    "pydyf",
    "strut",
    "table",
    "tags",
]
