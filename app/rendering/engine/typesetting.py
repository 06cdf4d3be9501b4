"""A document as a tagged PDF (PDF/A-3a and PDF/UA-1), made in this process by WeasyPrint.

Nothing is fetched: no network, no file; the typefaces come through fontconfig from our own folder. The same
document gives the same bytes. Use `process.typeset`, which runs this in a limited process of its own.
"""

import logging
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import ceil, inf

from app.rendering import bounds, fonts
from app.rendering.archives import ALSO_ACCESSIBLE
from app.rendering.document import Document, Picture, PrintedName, Typeset
from app.rendering.engine import collector, tagging
from app.rendering.engine.custom_properties import in_place
from app.rendering.engine.finishing import finish
from app.rendering.engine.postponed import postpone
from app.rendering.engine.shapes import Letters
from app.rendering.engine.subsetting import cut
from app.rendering.engine.writing import File, packed
from app.rendering.failures import TypesettingFailed
from app.rendering.lists import columns, placing, rows
from app.rendering.lists.drawing import Row
from app.rendering.lists.faces import CannotBeShaped, Engine, Faces
from app.rendering.lists.listed import Kind, Measures, Segment, SetApart, SetList, Strut, is_set_alike
from app.rendering.lists.placing import ListOnPages, PlainRows, RowsOnPage
from app.rendering.lists.shaping import Type
from app.rendering.markup import markup, stylesheets
from app.rendering.scripts import needs_spelling
from app.rendering.templates_on_disk import LetterTemplate, letter_template, refuse_too_many_pages

fonts.use_only_ours()
# WeasyPrint's substitute for HarfBuzz, and for variable typefaces, of which we have none: a third of its start.
postpone("fontTools.subset", "fontTools.varLib.instancer")

import weasyprint  # noqa: E402 - it reads the configuration of fonts when imported
from weasyprint import draw  # noqa: E402 - as above
from weasyprint.css import ComputedStyle  # noqa: E402 - as above
from weasyprint.document import Page  # noqa: E402 - as above
from weasyprint.formatting_structure.boxes import BlockReplacedBox, Box, InlineBox, LineBox, TextBox  # noqa: E402 - as above
from weasyprint.layout import block, column  # noqa: E402 - as above
from weasyprint.layout.absolute import absolute_layout  # noqa: E402 - as above
from weasyprint.layout.percent import percentage  # noqa: E402 - as above
from weasyprint.pdf import pydyf, tags  # noqa: E402 - as above
from weasyprint.pdf import stream as streams  # noqa: E402 - as above
from weasyprint.pdf.fonts import Font  # noqa: E402 - as above
from weasyprint.pdf.metadata import DocumentMetadata  # noqa: E402 - as above
from weasyprint.pdf.stream import Stream  # noqa: E402 - as above
from weasyprint.text.ffi import ffi, pango  # noqa: E402 - as above
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key  # noqa: E402 - as above
from weasyprint.text.line_break import Layout, _font_style_cache_key, strut  # noqa: E402 - as above
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError  # noqa: E402 - as above

from app.rendering.engine.haste import hurry  # noqa: E402 - it looks into the engine

PAGES_OF_TEXT = 60
_NAMES_A_PAGE = 25

# Of text that is shaped and no more, of text that is broken at words, and of boxes around it that are not seen.
_PLAIN_TEXT = {
    "letter_spacing": "normal",
    "word_spacing": 0,
    "text_transform": "none",
    "text_decoration_line": "none",
    "visibility": "visible",
}
_BROKEN_AT_WORDS = {"white_space": "normal", "word_break": "normal", "hyphens": "manual"}
_PLAIN_BOX = {"opacity": 1, "position": "static", "vertical_align": "baseline"}

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
    def marked(self, box: Box, tag: str) -> Iterator[None]:
        """Mark the drawing of a box, with its words where they need spelling out; in the margins as an artifact.

        Rows mark themselves.
        """
        if isinstance(box, _Rows):
            yield
            return
        text = box.text if isinstance(box, TextBox) and needs_spelling(box.text) else ""
        with self._artifact(place) if (place := tagging.furniture(box)) else super().marked(box, tag):
            if text:
                self.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
            yield
            if text:
                self.end_marked_content()

    @contextmanager
    def _artifact(self, place: str) -> Iterator[None]:
        """Mark what is drawn as furniture of the page (ISO 32000-1, 14.8.2.2)."""
        self.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination", "Subtype": f"/{place}"}))
        yield
        self.end_marked_content()


def _paint(page: Page, stream: Stream, scale: float = 1) -> None:
    """Paint a page and pack it at once: unpacked, the pages of a long list need more room than all else."""
    _engine_paint(page, stream, scale)
    stream.stream = [packed(stream.stream)]
    stream.extra["Filter"] = "/FlateDecode"
    stream.compress = False


_engine_paint = Page.paint
Page.paint = _paint


class _Face(Font):  # type: ignore[misc]  # WeasyPrint has no types
    """A typeface in a file: cut alike on every machine, its shapes standing for the letters they are."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.to_unicode = Letters(self.file_content, self.index)

    def subset(self, to_unicode: Collection[int], hinting: object) -> None:
        """Leave only these shapes."""
        del hinting  # paper has none
        cut(self, to_unicode)


hurry()
# generate_pdf makes its streams and its file from these names, streams their fonts, and tags come from this function.
weasyprint.pdf.Stream = _SpellingStream
streams.Font = _Face
pydyf.PDF = File
tags._build_box_tree = tagging.completed(tags._build_box_tree)  # noqa: SLF001 - the engine has no other way in


class _Rows(RowsOnPage, BlockReplacedBox):  # type: ignore[misc]  # WeasyPrint has no types
    """Our own rows as a box of the engine."""

    def __init__(self, column_box: Box, plain: PlainRows, first: int, left: float, top: float) -> None:
        super().__init__(column_box.element_tag, column_box.style.anonymous_style, column_box.element, None)
        for side in ("top", "right", "bottom", "left"):
            for edge in ("margin_{}", "padding_{}", "border_{}_width"):
                setattr(self, edge.format(side), 0)
        self.position_x, self.position_y, self.width = left, top, column_box.width
        self.begin(plain, first)


class _Inks:
    """The faces of a list on the pages of one file."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._told: dict[int, Font] = {}

    def on(self, stream: Stream) -> dict[int, str]:
        """Choose each face, and tell its font once what its glyphs stand for."""
        found = {}
        for face in self._faces.in_order:
            font, _ = stream.add_font(face.font)
            if self._told.get(face.number) is not font:
                self._told[face.number] = font
                for glyph, letters in face.letters.items():
                    if glyph not in font.to_unicode:
                        font.to_unicode[glyph] = letters
                font.widths.update(face.widths)
            found[face.number] = f"/{font.hash} {face.size:.4f} Tf"
        return found


def _faces() -> Faces:
    """The faces of a document, before any is met."""
    return Faces(_engine().shaping, lambda font: get_pango_font_key(font)[-1])


def _type(style: ComputedStyle, faces: Faces) -> Type:
    """What text of this style is shaped by. Raises `CannotBeShaped` for a style that does more than choose letters."""
    if not _is_plain(style, _PLAIN_TEXT):
        raise CannotBeShaped
    colour = tuple(style["color"].to("srgb").coordinates)
    key = (_font_style_cache_key(style, include_size=True), style["direction"], colour)
    types = _engine().types
    if key not in types:
        layout = Layout(style)

        def kept(text: str) -> Layout:
            holding = Layout(style)
            holding.set_text(text)
            holding.get_first_line()
            return holding

        types[key] = Type(faces, layout.layout, kept, strut(style)[0], colour, style["direction"] == "rtl")
    return types[key]


def _is_plain(style: ComputedStyle, plain: Mapping[str, object]) -> bool:
    return all(style[name] == value for name, value in plain.items())


def _strut(style: ComputedStyle) -> Strut:
    height, above = strut(style)
    return Strut(above, height - above)


def _segments(line: Box, faces: Faces) -> Iterator[Segment]:
    """The texts of a sample, as the engine made them of a template. Raises `CannotBeShaped` if they are others."""
    breaks: tuple[Strut, ...] = ()
    for text, around in _texts(line):
        struts = tuple(_strut(box.style) for box in around)
        said = text.text.removesuffix(" ")
        place = rows.in_sample(said) if said else -1
        if text.text == "\n":
            breaks = struts or (_strut(text.style),)
        elif (
            place is not None
            and _is_plain(text.style, _BROKEN_AT_WORDS)
            and all(_is_plain(box.style, _PLAIN_BOX) for box in around)
        ):
            yield Segment(place, text.text[len(said) :], _type(text.style, faces), (*struts, *breaks), bool(breaks))
            breaks = ()
        else:
            raise CannotBeShaped


def _texts(box: Box, around: tuple[Box, ...] = ()) -> Iterator[tuple[TextBox, tuple[Box, ...]]]:
    """Boxes of text on a line, each with the boxes around it."""
    for child in box.children:
        if isinstance(child, TextBox):
            yield child, around
        elif isinstance(child, InlineBox):
            yield from _texts(child, (*around, child))
        else:
            raise CannotBeShaped


def _kind(name: PrintedName, sample: Box, set_sample: Box, number: int, faces: Faces) -> Kind:
    """How names are set that are like a sample, which the engine set.

    Raises `CannotBeShaped` if we would set it otherwise.
    """
    left, top = set_sample.position_x, set_sample.position_y
    marker, block_of_lines = set_sample.children
    [label] = [text for text, _ in _texts(marker.children[0])]
    [line] = sample.children[-1].children
    if label.text != f"{number}. " or not isinstance(line, LineBox):
        raise CannotBeShaped
    from_the_right = line.style["direction"] == "rtl"
    height = set_sample.margin_height()
    above = block_of_lines.content_box_y() - top
    measures = Measures(
        left=block_of_lines.content_box_x() - left,
        width=block_of_lines.width,
        top=above,
        below=height - above - block_of_lines.height,
        number_edge=label.position_x - left + (0 if from_the_right else label.width),
        number_baseline=label.position_y + label.baseline - top,
        from_the_right=from_the_right,
    )
    kind = Kind(measures, _type(label.style, faces), _strut(line.style), tuple(_segments(line, faces)))
    places = [
        (text.position_x - left, text.position_y + text.baseline - top)
        for set_line in block_of_lines.children
        for text, _ in _texts(set_line)
        if text.text.strip()
    ]
    if not is_set_alike(kind, name, places, height=height):
        raise CannotBeShaped
    return kind


def _plain_rows(names: SetList, samples: Sequence[Box], set_samples: Sequence[Box]) -> PlainRows:
    """How the rows of a list are set, by samples of them that the engine set. Raises `SetApart`."""
    kinds = {}
    apart = set()
    listing = names.listing
    for name, sample, set_sample in zip(listing.samples, samples, set_samples, strict=True):
        try:
            kinds[name] = _kind(name, sample, set_sample, listing.start, names.faces)
        except CannotBeShaped:
            apart.add(name)
    if apart:
        raise SetApart(names.numbers_of(apart))
    names.kinds = kinds
    return PlainRows(names, _Inks(names.faces), min(each.margin_height() for each in set_samples))


def _columns(context, box, bottom_space, skip_stack, around, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202 - the engine's own signature, which has no types
    """Lay out a list of names in columns, each name once. Other columns are the engine's.

    The engine finds the height of columns by setting them again and again. Our names never break, so they are set
    once, one under the other, shared out by their heights, and moved. Plain rows are not set by the engine at all.
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

    def set_once(names: list[Box], absolutes: list[Box], *, height: float) -> Box:
        one_column = column._create_column_box(box, around, [each.copy() for each in names], width, top)  # noqa: SLF001 - as the engine does
        return block.block_box_layout(
            context,
            one_column,
            context.page_bottom - top - height,
            None,
            around,
            True,  # noqa: FBT003 - the engine's own signature
            absolutes,
            fixed_boxes,
            [],
            first_letter,
            first_line,
            discard=False,
            max_lines=None,
        )[0]

    names = _engine().lists.get(box.element.get("data-listing", ""))
    if names is None:
        column_box = set_once(box.children[skip:], absolute_boxes, height=room * count)
        ahead = placing.ahead_by_engine(column_box, left=len(box.children) - skip - len(column_box.children))
    else:
        of_samples = len(names.names.listing.samples)
        samples, by_engine = box.children[:of_samples], box.children[of_samples:]
        if names.plain is None:
            markers: list[Box] = []
            alone = set_once(samples, markers, height=inf)
            for marker in markers:
                absolute_layout(context, marker, alone, fixed_boxes, bottom_space, None)
            names.plain = _plain_rows(names.names, samples, alone.children)
        ahead = placing.ahead_with_rows(
            names.plain,
            skip,
            height=room * count,
            by_engine=lambda first, last: set_once(by_engine[first:last], absolute_boxes, height=inf),
        )
    if skip or page_is_empty:
        shares = columns.continued(ahead.heights, columns=count, room=room, left=ahead.left)
    else:
        is_first = box.element.get("start", "1") == "1"
        fewest = columns.FEWEST_AT_THE_START if is_first else columns.FEWEST_OF_A_FURTHER_GROUP
        shares = columns.started(ahead.heights, columns=count, room=room, left=ahead.left, fewest=fewest)
    placed = sum(shares)
    not_placed = [row for row in ahead.rows[placed:] if not isinstance(row, Row)]
    block.remove_placeholders(context, not_placed, absolute_boxes, fixed_boxes)
    if not placed:
        return None, (0, None), _NEXT_PAGE, [], False
    asides = [at * (width + gap) for at in range(count)]
    box.height = columns.tallest(ahead.heights, shares)
    box.children = placing.shared_out(
        ahead,
        shares,
        asides=asides[::-1] if box.style["direction"] == "rtl" else asides,
        height=box.height,
        start=lambda plain, first, left, top: _Rows(ahead.column, plain, first, left, top),
    )
    if names is not None:
        names.placed = skip + placed
    resume_at = {skip + placed: None} if ahead.left or placed < len(ahead.rows) else None
    return box, resume_at, _NEXT_PAGE, [], False


_engine_columns = block.columns_layout
block.columns_layout = _columns


def _draw_replaced(stream: Stream, box: Box) -> None:
    """Draw rows; pictures are the engine's."""
    if isinstance(box, _Rows):
        with stream.stacked():
            stream.set_alpha(1)
            box.draw(stream)
    else:
        _engine_draw_replaced(stream, box)


_engine_draw_replaced = draw.draw_replacedbox
draw.draw_replacedbox = _draw_replaced


def _tagged(box, parent, pdf, page, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202 - as above
    """Add the structure elements of rows; others are the engine's."""
    if isinstance(box, _Rows):
        elements, _, marks = rest
        yield from box.tag(pdf, elements, marks, parent=parent.reference, page=pdf.page_references[page])
    else:
        yield from _engine_tagged(box, parent, pdf, page, *rest)


_engine_tagged = tags._build_box_tree  # noqa: SLF001 - it has no other place to be asked
tags._build_box_tree = _tagged  # noqa: SLF001 - as above


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint reports while one document is set."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.append(record.getMessage())


@dataclass(frozen=True, slots=True)
class _Engine:
    """What is read once and used for every document of this process."""

    fonts: FontConfiguration
    complaints: _Complaints
    shaping: Engine
    types: dict[tuple[object, ...], Type]
    lists: dict[str, ListOnPages]


@cache
def _engine() -> _Engine:
    complaints = _Complaints(logging.ERROR)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    logger.propagate = False
    return _Engine(
        fonts=FontConfiguration(),
        complaints=complaints,
        shaping=Engine(pango, ffi, ffi.new("PangoRectangle *")),
        types={},
        lists={},
    )


@cache
def _style(css: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=css, url_fetcher=_NothingFetched(), font_config=_engine().fonts)


def warm_up() -> None:
    """Read typefaces now, not with the first document."""
    _engine()
    weasyprint.HTML(string="<p>n", url_fetcher=_NothingFetched()).render(font_config=_engine().fonts)
    collector.keep_what_is_here()


def html(document: Document) -> str:
    """The document as one HTML page with its style sheets in it, as any engine would take it."""
    template = letter_template(document.template)
    return markup(document, template, inlined=stylesheets(document, template))


@collector.undisturbed()
def render(document: Document, on_trial: LetterTemplate | None = None) -> Typeset:
    """Set the document in its template, or in one on trial.

    Raises `TypesettingFailed` with a sentence, and `NotFound` for an unknown template.
    """
    bounds.refuse_what_is_too_much(document)
    fonts.refuse_what_cannot_be_drawn(document)
    template = on_trial or letter_template(document.template)
    sheets = in_place(stylesheets(document, template))
    engine = _engine()
    engine.complaints.sentences.clear()
    fetcher = _NothingFetched(document.pictures)
    source, laid_out = _laid_out(document, template, sheets, fetcher)
    _refuse_addresses(fetcher.refused)
    pages = len(laid_out.pages)
    _refuse_length(pages, names=document.signatories.count)
    refuse_too_many_pages(pages, template)
    laid_out.metadata = _Metadata(document)
    for page in laid_out.pages:
        tagging.set_apart_margins(page._page_box)  # noqa: SLF001 - as above
        tagging.link_once(page)
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = laid_out.write_pdf(
            finisher=lambda _laid_out, made: finish(document, made),
            pdf_variant="pdf/a-3a",
            pdf_identifier=sha256("\0".join((source, *sheets)).encode()).digest()[:16],
        )
    _refuse_addresses(fetcher.refused)
    if engine.complaints.sentences:
        message = f"The text cannot be set: {engine.complaints.sentences[0]}. Change the text and try again."
        raise TypesettingFailed(message)
    if pdf.count(_END_OF_FILE) != 1:
        message = "The finished file would not end where it should. Change the text a little and try again."
        raise TypesettingFailed(message)
    return Typeset(pdf=pdf, pages=pages)


def remarks_on(css: str) -> tuple[str, ...]:
    """What the engine passes over in a style sheet: sentences that begin with line and column where it knows them."""
    _engine()
    heard = _Complaints(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    fetcher = _NothingFetched(())
    try:
        weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=_engine().fonts)
    finally:
        logger.removeHandler(heard)
    places = [(re.search(r" at (\d+):(\d+)", said), said) for said in heard.sentences]
    passed_over = [f"line {at[1]}, column {at[2]}: {said.replace(at[0], '')}" if at else said for at, said in places]
    return (*passed_over, *(f"“{address}” would be fetched. Paper fetches nothing." for address in fetcher.refused))


def _laid_out(
    document: Document, template: LetterTemplate, sheets: tuple[str, ...], fetcher: _NothingFetched
) -> tuple[str, weasyprint.Document]:
    """The pages and what they were made from.

    A name that looked like a plain row and is none is left to the engine in another turn; so is every name where a
    template has its own way with them, or does not set them in columns.
    """
    lists = _engine().lists
    listings = rows.listings(document)
    apart: frozenset[int] = frozenset()
    while True:
        _engine().types.clear()
        lists.clear()
        faces = _faces()
        lists.update(
            (str(place), ListOnPages(SetList(listing, document.language, document.direction == "rtl", faces)))
            for place, listing in enumerate(listings)
            if listing
        )
        source = markup(document, template, inlined=(), listings=listings)
        if any(f'data-listing="{place}"' not in source for place in lists):
            listings = rows.no_listings(document)
            continue
        try:
            pages = weasyprint.HTML(string=source, url_fetcher=fetcher, base_url=None).render(
                font_config=_engine().fonts,
                stylesheets=[_style(sheet) for sheet in sheets],
                # The numbers of lists that go on (`start`) are presentational hints to WeasyPrint.
                presentational_hints=True,
            )
        except URLFetchingError:
            # For a profile of colours the engine does not go on without what it was refused.
            _refuse_addresses(fetcher.refused)
            raise
        except SetApart as found:
            apart |= found.numbers
            listings = rows.listings(document, apart=apart)
            continue
        if all(each.is_placed for each in lists.values()):
            # Nothing of a document stays for the next.
            lists.clear()
            _engine().types.clear()
            return "\0".join((source, *rows.words(listings))), pages
        listings = rows.no_listings(document)


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
