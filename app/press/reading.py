"""An edition as it is read on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from app.core.errors import Refused
from app.editions.composition import compose
from app.editions.models import Edition
from app.editions.queries import editions_for_press, sealed_content
from app.editions.typesetting import imprint
from app.letters.text_counts import uncountable_in, with_counts
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


def uncountable(letter_id: UUID, parts: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each part that journalists cannot be told with the names they see. None before a seal.

    Parts are texts by what they are called in words.
    """
    contents = [sealed_content(each) for each in editions_for_press(letter_id)]
    found = (uncountable_in(parts, sealed.roll.counts, sealed.text.language) for sealed in contents)
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def read_page(page: PressPage, edition: Edition) -> ReadPage:
    """What journalists read above the letter. What this edition cannot count is left out, with the words around it.

    The checklist and the press desk refuse such words. There may be some from before they did: the press page of the
    team names them.
    """
    sealed = sealed_content(edition)

    def told(written: str) -> str:
        try:
            return with_counts(written, sealed.roll.counts, sealed.text.language)
        except Refused:
            return ""

    quotes = (ReadQuote(told(each.text), each.speaker, each.speaker_title) for each in page.quotes)
    return ReadPage(told(page.headline), told(page.intro), tuple(each for each in quotes if each.text))
