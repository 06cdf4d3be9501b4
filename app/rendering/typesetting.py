"""A document as a tagged PDF (PDF/A-3a and PDF/UA-1), made in this process. The only importer of WeasyPrint.

Nothing is fetched: no network, no file; the typefaces come through fontconfig from our own folder. The same
document gives the same bytes. Use `process.typeset`, which runs this in a limited process of its own.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from math import ceil

from app.rendering import bounds, columns, fonts
from app.rendering.document import Document, Picture, Typeset
from app.rendering.failures import TypesettingFailed
from app.rendering.finishing import ALSO_ACCESSIBLE, finish
from app.rendering.markup import markup, stylesheets
from app.rendering.postponed import postpone
from app.rendering.scripts import needs_spelling

fonts.use_only_ours()
# WeasyPrint's substitute for HarfBuzz, and for variable typefaces, of which we have none: a third of its start.
postpone("fontTools.subset", "fontTools.varLib.instancer")

import weasyprint  # noqa: E402 - it reads the configuration of fonts when imported
from weasyprint.formatting_structure.boxes import TextBox  # noqa: E402 - as above
from weasyprint.layout import block, column  # noqa: E402 - as above
from weasyprint.layout.percent import percentage  # noqa: E402 - as above
from weasyprint.pdf import pydyf  # noqa: E402 - as above
from weasyprint.pdf.metadata import DocumentMetadata  # noqa: E402 - as above
from weasyprint.pdf.stream import Stream  # noqa: E402 - as above
from weasyprint.text.fonts import FontConfiguration  # noqa: E402 - as above
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError  # noqa: E402 - as above

PAGES_OF_TEXT = 60
_NAMES_A_PAGE = 40

_NEXT_PAGE = {"break": "any", "page": None}
_END_OF_FILE = b"%%EOF"


class _NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out the pictures it was given, by their hash: `picture:<SHA-256>`.

    Refuses every other address and remembers it: WeasyPrint swallows what a fetcher raises.
    """

    def __init__(self, pictures: Iterable[Picture] = ()) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused: list[str] = []
        self._pictures = {f"picture:{picture.sha256}": picture.content for picture in pictures}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Hand out a picture, or refuse."""
        del headers
        if url in self._pictures:
            return URLFetcherResponse(url, self._pictures[url], {"Content-Type": "image/png"})
        self.refused.append(url)
        message = "Nothing is fetched for paper."
        raise ValueError(message)


class _SpellingStream(Stream):  # type: ignore[misc]  # WeasyPrint has no types
    """Page content that says what complex scripts read, not only which shapes they are drawn with.

    In scripts whose signs change place or melt together a shape stands for no fixed letters, and the table of
    letters that WeasyPrint writes gives other words back. ISO 32000-1, 14.9.4: /ActualText.
    """

    @contextmanager
    def marked(self, box: TextBox, tag: str) -> Iterator[None]:
        """Mark the drawing of a box, with its words where they need spelling out."""
        text = box.text if isinstance(box, TextBox) and needs_spelling(box.text) else ""
        with super().marked(box, tag):
            if text:
                self.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
            yield
            if text:
                self.end_marked_content()


# generate_pdf makes its streams from this name.
weasyprint.pdf.Stream = _SpellingStream


def _columns(context, box, bottom_space, skip_stack, around, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202 - the engine's own signature, which has no types
    """Lay out a list of names in columns, each name once. Other columns are the engine's.

    The engine finds the height of columns by setting them again and again. Our names never break, so they are set
    once, one under the other, shared out by their heights, and moved.
    """
    if box.element is None or box.element.get("class") != "names":
        return _engine_columns(context, box, bottom_space, skip_stack, around, *rest)
    page_is_empty, absolute_boxes, fixed_boxes, margins_above, first_letter, first_line = rest
    box = box.copy_with_children(box.children)
    box.position_y += block.collapse_margin(margins_above)
    block.block_level_width(box, around)
    skip = next(iter(skip_stack)) if skip_stack else 0
    count = box.style["column_count"]
    gap = percentage(box.style["column_gap"], box.style, box.width)
    width = (box.width - (count - 1) * gap) / count
    top = box.content_box_y()
    room = context.page_bottom - top - bottom_space
    names = [child.copy() for child in box.children[skip:]]
    one_column = column._create_column_box(box, around, names, width, top)  # noqa: SLF001 - as the engine does
    set_once, resume_at, *_ = block.block_box_layout(
        context,
        one_column,
        context.page_bottom - top - room * count,
        None,
        around,
        True,  # noqa: FBT003 - the engine's own signature
        absolute_boxes,
        fixed_boxes,
        [],
        first_letter,
        first_line,
        discard=False,
        max_lines=None,
    )
    rows = set_once.children
    left = len(names) - len(rows)
    edges = [row.position_y for row in rows] + [rows[-1].position_y + rows[-1].margin_height()]
    heights = [below - above for above, below in pairwise(edges)]
    share = columns.continued if skip or page_is_empty else columns.started
    shares = share(heights, columns=count, room=room, left=left)
    placed = sum(shares)
    block.remove_placeholders(context, rows[placed:], absolute_boxes, fixed_boxes)
    if not placed:
        return None, (0, None), _NEXT_PAGE, [], False
    box.height = columns.tallest(heights, shares)
    made = []
    begun = 0
    for index, share_of_rows in enumerate(shares):
        aside = (count - 1 - index if box.style["direction"] == "rtl" else index) * (width + gap)
        own = rows[begun : begun + share_of_rows]
        for row in own:
            row.translate(aside, top - edges[begun])
        one = set_once.copy_with_children(own)
        one.position_x += aside
        one.height = box.height
        made.append(one)
        begun += share_of_rows
    box.children = made
    resume_at = {skip + placed: None} if placed < len(names) else None
    return box, resume_at, _NEXT_PAGE, [], False


_engine_columns = block.columns_layout
block.columns_layout = _columns


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint reports as an error while one document is set."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.append(record.getMessage())


@dataclass(frozen=True, slots=True)
class _Engine:
    """What is read once and used for every document of this process."""

    fonts: FontConfiguration
    complaints: _Complaints


@cache
def _engine() -> _Engine:
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    logger.propagate = False
    return _Engine(fonts=FontConfiguration(), complaints=complaints)


@cache
def _style(css: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=css, url_fetcher=_NothingFetched(), font_config=_engine().fonts)


def warm_up() -> None:
    """Read typefaces now, not with the first document."""
    _engine()
    weasyprint.HTML(string="<p>n", url_fetcher=_NothingFetched()).render(font_config=_engine().fonts)


def html(document: Document) -> str:
    """The document as one HTML page with its style sheets in it, as any engine would take it."""
    return markup(document, inlined=stylesheets(document))


def render(document: Document) -> Typeset:
    """Set the document.

    Raises `TypesettingFailed` with a sentence, and `NotFound` for an unknown template.
    """
    bounds.refuse_what_is_too_much(document)
    fonts.refuse_what_cannot_be_drawn(document)
    page = markup(document, inlined=())
    sheets = stylesheets(document)
    engine = _engine()
    engine.complaints.sentences.clear()
    fetcher = _NothingFetched(document.pictures)
    try:
        laid_out = weasyprint.HTML(string=page, url_fetcher=fetcher, base_url=None).render(
            font_config=engine.fonts,
            stylesheets=[_style(sheet) for sheet in sheets],
            # The numbers of lists that go on (`start`) are presentational hints to WeasyPrint.
            presentational_hints=True,
        )
    except URLFetchingError:
        # For a profile of colours the engine does not go on without what it was refused.
        _refuse_addresses(fetcher.refused)
        raise
    _refuse_addresses(fetcher.refused)
    pages = len(laid_out.pages)
    _refuse_length(pages, names=document.signatories.count)
    laid_out.metadata = _Metadata(document)
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = laid_out.write_pdf(
            finisher=finish,
            pdf_variant="pdf/a-3a",
            pdf_identifier=sha256("\0".join((page, *sheets)).encode()).digest()[:16],
        )
    _refuse_addresses(fetcher.refused)
    if engine.complaints.sentences:
        message = f"The text cannot be set: {engine.complaints.sentences[0]}. Change the text and try again."
        raise TypesettingFailed(message)
    if pdf.count(_END_OF_FILE) != 1:
        message = "The finished file would not end where it should. Change the text a little and try again."
        raise TypesettingFailed(message)
    return Typeset(pdf=pdf, pages=pages)


class _Metadata(DocumentMetadata):  # type: ignore[misc]  # WeasyPrint has no types
    """What the document says of itself, and nothing that its body tried to say."""

    def __init__(self, document: Document) -> None:
        dated = document.dated.isoformat(timespec="seconds")
        super().__init__(title=document.title, lang=document.language, created=dated, modified=dated)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """Add that the file is accessible to what WeasyPrint writes for archives."""
        written: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return written.replace(b"</rdf:RDF>", ALSO_ACCESSIBLE + b"</rdf:RDF>")


def _refuse_addresses(refused: list[str]) -> None:
    if refused:
        shown = refused[0] if len(refused[0]) <= 80 else refused[0][:79] + "…"  # noqa: PLR2004 - one line of print
        message = (
            f"The text asks for something from outside ({shown}), and paper fetches nothing. "
            "Take the picture or style out of the text."
        )
        raise TypesettingFailed(message)


def _refuse_length(pages: int, *, names: int) -> None:
    limit = PAGES_OF_TEXT + ceil(names / _NAMES_A_PAGE)
    if pages > limit:
        message = f"The document has {pages} pages; at most {limit} can be set. Shorten the text."
        raise TypesettingFailed(message)
