"""A letter as those read it who are asked to sign it: every word, the numbers in it as they stand now."""

from dataclasses import dataclass

from app.letters.letter_file import parse
from app.letters.models import Revision
from app.letters.on_screen import OnScreen, on_screen
from app.letters.text_counts import OPEN_NUMBER, Counts, with_counts_so_far, with_parts


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter without tokens. `has_open_numbers` says that `(…)` stands for some numbers."""

    letter: OnScreen
    has_open_numbers: bool


def reading(revision: Revision, counts: Counts | None) -> Reading:
    """Return what a frozen revision says.

    `counts` fills the living counts; without them, and where nothing can be counted yet, `(…)` stands instead: how many
    have signed is told only where the call is public.
    """
    has_open_numbers = False

    def filled(_part: str, written: str) -> str:
        nonlocal has_open_numbers
        shown = with_counts_so_far(written, counts, text.language)
        has_open_numbers |= shown.count(OPEN_NUMBER) > written.count(OPEN_NUMBER)
        return shown

    text = parse(revision.source)
    shown = on_screen(with_parts(text, filled))
    return Reading(shown, has_open_numbers)
