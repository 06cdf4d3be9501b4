"""A letter's words as pages show them: every part of the text that paper prints, in its order and direction."""

from dataclasses import dataclass

from app.letters.conventions import copies_above, place_and_date, salutation, subject_below
from app.letters.text import LetterText, OwnLetterhead
from app.letters.text_counts import with_parts, with_placeholders
from app.letters.text_html import safe_html, split_notes
from app.letters.wording import direction, wording
from app.rendering.commas import comma_between
from app.rendering.document import Addressee, Document, MediaContact
from app.rendering.words import Words, words


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What the macros of `letters/_text.html` show, made from a text or from the document of an edition.

    `body` and `back_matter`, which stands after the names, are sanitised HTML; `words` are those that paper adds. A
    text that is signed has also its own letterhead, whom the press may call, a line on the order of the names, and who
    leads; of an edition these are shown elsewhere.
    """

    language: str
    direction: str
    label: str
    title: str
    standfirst: str
    place_and_date: str
    addressees: tuple[Addressee, ...]
    via: str
    cc: tuple[str, ...]
    enclosures: tuple[str, ...]
    copies_above: bool
    subject: str
    subject_below: bool
    salutation: str
    body: str
    closing: str
    back_matter: str
    sources: str
    notes: str
    words: Words
    letterhead: OwnLetterhead | None = None
    contacts: tuple[MediaContact, ...] = ()
    order: str = ""
    lead: str = ""

    def comma(self, *parts: str) -> str:
        """Return what stands between these words where they stand beside each other on paper."""
        return comma_between(parts, self.words.comma)


def on_screen(text: LetterText) -> OnScreen:
    """Return a text without tokens as pages show it: every part that its fingerprint closes over."""
    html = safe_html(text.body)
    body, notes = split_notes(html) if text.closing else (html, "")
    return OnScreen(
        language=text.language,
        direction=direction(text.language),
        label=text.label,
        title=text.title,
        standfirst=text.standfirst,
        place_and_date=place_and_date(text),
        addressees=text.addressees,
        via=text.via,
        cc=text.cc,
        enclosures=text.enclosures,
        copies_above=copies_above(text),
        subject=text.subject,
        subject_below=subject_below(text),
        salutation=salutation(text),
        body=body,
        closing=text.closing,
        back_matter=notes,
        sources=text.sources,
        notes=text.notes,
        words=words(text.language),
        letterhead=text.letterhead,
        contacts=text.contacts,
        order=_order(text),
        lead=text.lead,
    )


def _order(text: LetterText) -> str:
    told = wording(text.language)
    return f"{told.signatories}{words(text.language).colon}{told.orders[text.order]}"


def document_on_screen(document: Document) -> OnScreen:
    """Return what is printed as pages show it."""
    return OnScreen(
        language=document.language,
        direction=document.direction,
        label=document.label,
        title=document.title,
        standfirst=document.standfirst,
        place_and_date=document.date_line,
        addressees=document.addressees,
        via=document.via,
        cc=document.cc,
        enclosures=document.enclosures,
        copies_above=document.copies_above,
        subject=document.subject,
        subject_below=document.subject_below,
        salutation=document.salutation,
        body=document.body,
        closing=document.closing,
        back_matter=document.back_matter,
        sources=document.sources,
        notes=document.notes,
        words=words(document.language),
    )


def before_there_is_a_list(text: LetterText) -> OnScreen:
    """Return the same of a text whose numbers cannot be counted yet: it says what will be counted."""
    return on_screen(with_parts(text, lambda _part, written: with_placeholders(written)))
