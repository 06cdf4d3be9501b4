"""How much one document may hold. What is beyond is refused before it is laid out, in a moment and with its place."""

import re
from html.parser import HTMLParser
from itertools import groupby
from unicodedata import category

from app.rendering.document import Document
from app.rendering.failures import TypesettingFailed
from app.rendering.fonts import texts
from app.rendering.html_elements import WITHOUT_END, shortened

LONGEST_TEXT = 1_000_000
MOST_ELEMENTS = 20_000
DEEPEST = 60
# No script that is written stacks so many on one letter.
MOST_MARKS = 12

_BEYOND_LATIN_1 = re.compile("[^\x00-\xff]")


def refuse_what_is_too_much(document: Document) -> None:
    """Raise `TypesettingFailed` for the first text that is too long, too deep, or no text that anyone reads."""
    for place, html in (("text", document.body), ("text after the names", document.back_matter)):
        if len(html) > LONGEST_TEXT:
            message = f"The {place} has {len(html):,} characters; at most {LONGEST_TEXT:,} can be set. Shorten it."
            raise TypesettingFailed(message)
        if html:
            _Measure(place).feed(html)
    for place, text in texts(document):
        # Most texts have no mark at all, and looking at each character takes its time.
        if _BEYOND_LATIN_1.search(text):
            _refuse_towers(place, text)


def _refuse_towers(place: str, text: str) -> None:
    for is_mark, characters in groupby(text, key=lambda character: category(character) == "Mn"):
        if is_mark and sum(1 for _ in characters) > MOST_MARKS:
            message = (
                f"A letter in the {place} bears more than {MOST_MARKS} marks, and no page has room for them. "
                "Take them off and try again."
            )
            raise TypesettingFailed(message)


class _Measure(HTMLParser):
    """Counts elements and how deep they stand; refuses what is beyond, near the words before it."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place
        self._words = ""
        self._elements = 0
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        del attrs
        self._elements += 1
        self._depth += tag not in WITHOUT_END
        near = f", near “{shortened(self._words)}”" if self._words else ""
        if self._depth > DEEPEST:
            message = f"The {self._place} is nested too deeply{near}. Write it flatter and try again."
            raise TypesettingFailed(message)
        if self._elements > MOST_ELEMENTS:
            message = f"The {self._place} has more than {MOST_ELEMENTS:,} paragraphs, cells and links. Shorten it."
            raise TypesettingFailed(message)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._depth -= self._depth > 0 and tag not in WITHOUT_END

    def handle_data(self, data: str) -> None:
        """Words."""
        self._words = data.strip() or self._words
