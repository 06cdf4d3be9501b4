"""A letter as those read it who are asked to sign it: every word, the numbers in it as they stand now."""

import re
from dataclasses import dataclass, replace

from app.core.errors import Refused
from app.letters.letter_file import parse
from app.letters.models import Revision
from app.letters.text import LetterText
from app.letters.text_counts import Counts, with_counts
from app.letters.text_html import safe_html

OPEN_NUMBER = "(…)"
_TOKEN = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text without tokens. `body` is sanitised HTML. `has_open_numbers` says that `(…)` stands for some numbers."""

    text: LetterText
    body: str
    has_open_numbers: bool


def reading(revision: Revision, counts: Counts | None) -> Reading:
    """Return what a frozen revision says.

    `counts` fills the living counts; without them, and where nothing can be counted yet, `(…)` stands instead: how many
    have signed is told only where the call is public.
    """
    text = parse(revision.source)

    def filled(part: str) -> str:
        if counts is not None:
            try:
                return with_counts(part, counts, text.language)
            except Refused:  # a group that nobody belongs to yet
                pass
        return _TOKEN.sub(OPEN_NUMBER, part)

    shown = replace(
        text,
        title=filled(text.title),
        standfirst=filled(text.standfirst),
        subject=filled(text.subject),
        salutation=filled(text.salutation),
        closing=filled(text.closing),
        body=filled(text.body),
    )
    parts = (shown.title, shown.standfirst, shown.subject, shown.salutation, shown.closing, shown.body)
    return Reading(shown, safe_html(shown.body), any(OPEN_NUMBER in part for part in parts))
