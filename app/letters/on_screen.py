"""A letter's words as pages show them: every part of the text that paper prints, in its order and direction."""

from dataclasses import dataclass

from app.letters.conventions import copies_above, place_and_date, salutation, subject_below
from app.letters.text import LetterText
from app.letters.text_counts import with_parts, with_placeholders
from app.letters.text_html import safe_html
from app.letters.wording import direction
from app.rendering.words import Words, words


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What the macro `letter_words` shows. `body` is sanitised HTML; `words` are those that paper adds.

    Letterhead and contacts are no words that are signed, and are left to paper.
    """

    text: LetterText
    body: str
    direction: str
    place_and_date: str
    salutation: str
    copies_above: bool
    subject_below: bool
    words: Words


def on_screen(text: LetterText) -> OnScreen:
    """Return a text without tokens as pages show it."""
    return OnScreen(
        text=text,
        body=safe_html(text.body),
        direction=direction(text.language),
        place_and_date=place_and_date(text),
        salutation=salutation(text),
        copies_above=copies_above(text),
        subject_below=subject_below(text),
        words=words(text.language),
    )


def before_there_is_a_list(text: LetterText) -> OnScreen:
    """Return the same of a text whose numbers cannot be counted yet: it says what will be counted."""
    return on_screen(with_parts(text, lambda _part, written: with_placeholders(written)))
