"""A document as a tagged PDF (PDF/A-3a and PDF/UA-1), made in this process by WeasyPrint.

Nothing is fetched: no network, no file; the typefaces come through fontconfig from our own folder. The same
document gives the same bytes. Use `process.typeset`, which runs this in a limited process of its own.
"""

import logging
import re
import warnings
from hashlib import sha256
from math import ceil

from app.rendering import bounds, fonts
from app.rendering.archives import ALSO_ACCESSIBLE
from app.rendering.document import Document, Typeset
from app.rendering.engine import collector, door, overhang, tagging
from app.rendering.engine.custom_properties import in_place
from app.rendering.engine.fetching import NothingFetched
from app.rendering.engine.finishing import finish
from app.rendering.engine.kept import Complaints, kept, style
from app.rendering.engine.kinds import no_faces
from app.rendering.engine.replacing import replace_parts
from app.rendering.failures import TypesettingFailed
from app.rendering.lists import rows
from app.rendering.lists.listed import SetApart, SetList
from app.rendering.lists.placing import ListOnPages
from app.rendering.markup import markup, stylesheets
from app.rendering.page_pictures import refuse_other_paper
from app.rendering.templates_on_disk import LetterTemplate, letter_template, refuse_too_many_pages

PAGES_OF_TEXT = 60
_NAMES_A_PAGE = 25
_POINTS_A_PIXEL = 72 / 96
_END_OF_FILE = b"%%EOF"

replace_parts()


def warm_up() -> None:
    """Read typefaces now, not with the first document."""
    kept()
    door.HTML(string="<p>n", url_fetcher=NothingFetched()).render(font_config=kept().fonts)
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
    complaints = kept().complaints.sentences
    complaints.clear()
    fetcher = NothingFetched(document.pictures)
    try:
        source, laid_out = _laid_out(document, template, sheets, fetcher)
    finally:
        kept().forget_document()
    fetcher.refuse_addresses()
    pages = len(laid_out.pages)
    for page in laid_out.pages:
        refuse_other_paper(page.width * _POINTS_A_PIXEL, page.height * _POINTS_A_PIXEL)
    _refuse_length(pages, names=document.signatories.count)
    refuse_too_many_pages(pages, template)
    laid_out.metadata = _Metadata(document)
    faults = overhang.words_over_the_edge(laid_out.pages)
    remarks = overhang.words_broken_in_tables(laid_out.pages)
    for page in laid_out.pages:
        tagging.set_apart_margins(page._page_box)  # noqa: SLF001 - a page has no public way to its boxes
        tagging.link_once(page)
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = laid_out.write_pdf(
            finisher=lambda _laid_out, made: finish(document, made),
            pdf_variant="pdf/a-3a",
            pdf_identifier=sha256("\0".join((source, *sheets)).encode()).digest()[:16],
        )
    fetcher.refuse_addresses()
    if complaints:
        message = f"The text cannot be set: {complaints[0]}. Change the text and try again."
        raise TypesettingFailed(message)
    if pdf.count(_END_OF_FILE) != 1:
        message = "The finished file would not end where it should. Change the text a little and try again."
        raise TypesettingFailed(message)
    return Typeset(pdf, pages, faults, remarks)


def remarks_on(css: str) -> tuple[str, ...]:
    """What the engine passes over in a style sheet: sentences that begin with line and column where it knows them."""
    kept()
    heard = Complaints(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    fetcher = NothingFetched(())
    try:
        door.CSS(string=css, url_fetcher=fetcher, font_config=kept().fonts)
    finally:
        logger.removeHandler(heard)
    places = [(re.search(r" at (\d+):(\d+)", said), said) for said in heard.sentences]
    passed_over = [f"line {at[1]}, column {at[2]}: {said.replace(at[0], '')}" if at else said for at, said in places]
    return (*passed_over, *(f"“{address}” would be fetched. Paper fetches nothing." for address in fetcher.refused))


def _laid_out(
    document: Document, template: LetterTemplate, sheets: tuple[str, ...], fetcher: NothingFetched
) -> tuple[str, door.Document]:
    """The pages and what they were made from.

    A name that looked like a plain row and is none is left to the engine in another turn; so is every name where a
    template has its own way with them, or does not set them in columns.
    """
    lists = kept().lists
    listings = rows.listings(document)
    apart: frozenset[int] = frozenset()
    while True:
        kept().forget_document()
        faces = no_faces()
        lists.update(
            (str(place), ListOnPages(SetList(listing, document.language, document.direction == "rtl", faces)))
            for place, listing in enumerate(listings)
            if listing
        )
        source = markup(document, template, inlined=(), groups=rows.shortened(document, listings))
        if any(f'data-listing="{place}"' not in source for place in lists):
            listings = rows.no_listings(document)
            continue
        try:
            pages = door.HTML(string=source, url_fetcher=fetcher, base_url=None).render(
                font_config=kept().fonts,
                stylesheets=[style(sheet) for sheet in sheets],
                # The numbers of lists that go on (`start`) are presentational hints to WeasyPrint.
                presentational_hints=True,
            )
        except door.URLFetchingError:
            # For a profile of colours the engine does not go on without what it was refused.
            fetcher.refuse_addresses()
            raise
        except SetApart as found:
            apart |= found.numbers
            listings = rows.listings(document, apart=apart)
            continue
        if all(each.is_placed for each in lists.values()):
            return "\0".join((source, *rows.words(listings))), pages
        listings = rows.no_listings(document)


class _Metadata(door.DocumentMetadata):  # type: ignore[misc]  # WeasyPrint has no types
    """What the document says of itself, and nothing that its body tried to say."""

    def __init__(self, document: Document) -> None:
        dated = document.dated.isoformat(timespec="seconds")
        super().__init__(title=document.title, lang=document.language, created=dated, modified=dated)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """Add that the file is accessible to what WeasyPrint writes for archives."""
        written: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return written.replace(b"</rdf:RDF>", ALSO_ACCESSIBLE + b"</rdf:RDF>")


def _refuse_length(pages: int, *, names: int) -> None:
    limit = PAGES_OF_TEXT + ceil(names / _NAMES_A_PAGE)
    if pages > limit:
        message = f"The document has {pages} pages; at most {limit} can be set. Shorten the text."
        raise TypesettingFailed(message)
