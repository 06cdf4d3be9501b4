"""What a file says of the copy it comes from, in words, and how far that can be relied on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.press.carrier import Found

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

ENOUGH_MARKS = 60
"""With so many marks the right number is named even if one in ten was spoilt."""

_ALIKE = 0.8

MOST_NAMED = 12
"""So many copies are named; a file that bears more was made to confuse."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What was found: numbers printed on the pages, numbers that the words speak for, how many marks were seen.

    Of the words that a copy marks, so many stand to the `left` and to the `right`, and `even` ones to neither side.
    """

    printed: tuple[int, ...]
    by_words: tuple[Found, ...]
    marks: int
    left: int = 0
    right: int = 0
    even: int = 0

    @property
    def says_nothing(self) -> bool:
        """Whether nearly all words stand alike, of so many that this is no copy as we made it.

        About half of those of a copy stand to each side, and few to neither.
        """
        most = max(self.left, self.right, self.even)
        return most >= ENOUGH_MARKS and most >= _ALIKE * (self.left + self.right + self.even)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The copies the file comes from: those of its words, for anyone can print a number. No more than 12."""
        return tuple(found.number for found in self.by_words)[:MOST_NAMED]

    @property
    def printed_alone(self) -> tuple[int, ...]:
        """Numbers that are printed on it and that its words do not bear: of nobody's copy for that. No more than 12."""
        named = {found.number for found in self.by_words}
        return tuple(number for number in self.printed if number not in named)[:MOST_NAMED]


def verdict(trace: Trace) -> tuple[str, ...]:
    """Say which copy it is, by what it was found, and how sure that is; each sentence by itself."""
    match len(trace.by_words), len(trace.printed):
        case 0, 0:
            return (f"No copy was found: no number is printed on it, and {_why_not_by_words(trace)}.",)
        case 0, _:
            return (
                f"{_copies(trace.printed)} is printed on it, but {_why_not_by_words(trace)}.",
                "Anyone can print a number: this alone is no proof.",
            )
        case 1, _:
            return (_named(trace.by_words[0]), _sureness(trace.by_words[0]), _printed_beside(trace))
        case _:
            parts = [f"{_named(found)} {_sureness(found)}" for found in trace.by_words[:MOST_NAMED]]
            if len(trace.by_words) > MOST_NAMED:
                parts.append(f"So are those of {len(trace.by_words) - MOST_NAMED} more.")
            return ("Pages or words of several copies are mixed.", *parts, _printed_beside(trace))


def _named(found: Found) -> str:
    where = f" on {_pages(found.pages)}" if found.pages else ""
    return f"The words{where} are those of copy {found.number}."


def _sureness(found: Found) -> str:
    return (
        f"{found.agree} of {found.seen} hidden marks agree; "
        f"by chance that happens less than once in 10{str(found.exponent).translate(_RAISED)}."
    )


def _printed_beside(trace: Trace) -> str:
    named = {found.number for found in trace.by_words}
    if not trace.printed:
        return "No number is printed on it any more."
    if set(trace.printed) <= named:
        return "The number printed on it says the same."
    return f"{_copies(trace.printed)} is printed on it: trust the words, anyone can print a number."


def _why_not_by_words(trace: Trace) -> str:
    if trace.says_nothing:
        return (
            "the words that a copy marks all stand alike: the marks were taken out or evened, "
            "or this is the text set anew, or a file that never was a copy"
        )
    if trace.marks >= ENOUGH_MARKS:
        return "its words are of no copy known here"
    return "it has too few words with marks that this installation can read: a short text, or another key"


def _copies(numbers: Sequence[int]) -> str:
    if len(numbers) > MOST_NAMED:
        # Somebody had a program print them.
        return f"Copy {numbers[0]}, with {len(numbers) - 1:,} others,"
    return f"Copy {' and copy '.join(map(str, numbers))}"


def _pages(pages: Sequence[int]) -> str:
    listed = ", ".join(map(str, pages))
    return f"page {listed}" if len(pages) == 1 else f"pages {listed}"
