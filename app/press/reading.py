"""An edition as it is read on a page."""

from dataclasses import dataclass

from app.core.errors import Refused
from app.editions.composition import compose
from app.editions.models import Edition
from app.editions.queries import sealed_content
from app.editions.typesetting import imprint
from app.letters.text_counts import with_counts
from app.press.queries import PressPage
from app.rendering.document import Document


@dataclass(frozen=True, slots=True)
class ReadQuote:
    """A quote with its numbers counted."""

    text: str
    speaker: str
    speaker_title: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What the press desk wrote, with its numbers counted from the names of the edition."""

    headline: str
    intro: str
    quotes: tuple[ReadQuote, ...]


def document(edition: Edition) -> Document:
    """What everyone reads of an edition, worded and counted exactly as on its paper; no line about an embargo."""
    sealed = sealed_content(edition)
    return compose(sealed.text, sealed.roll, imprint(sealed, edition))


def read_page(page: PressPage, edition: Edition) -> ReadPage:
    """What journalists read above the letter. What this edition cannot count is left out, with the words around it.

    The checklist and the press desk refuse such words; there may be some from before they did.
    """
    sealed = sealed_content(edition)

    def told(written: str) -> str:
        try:
            return with_counts(written, sealed.roll.counts, sealed.text.language)
        except Refused:
            return ""

    quotes = (ReadQuote(told(each.text), each.speaker, each.speaker_title) for each in page.quotes)
    return ReadPage(told(page.headline), told(page.intro), tuple(each for each in quotes if each.text))
