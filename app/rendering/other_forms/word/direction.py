"""Which stretches of a text are read against the direction of what stands around them. Pure."""

import unicodedata
from itertools import groupby

MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
"""Letters that are not seen and have a direction."""

ISOLATED = "\ufffc"
"""What stands in a text for something with a direction of its own, whose letters tell nothing to those around it."""

_OF_KIND = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def directions(text: str, around: str) -> list[str]:
    """Return the direction ("ltr", "rtl") of each character.

    Letters tell their direction. Whatever has none, such as spaces and digits, goes with its neighbours where both
    agree, else with `around` (Unicode Standard Annex 9, rules N1 and N2). Word marks each run with one direction and
    takes its typeface and its language by it.
    """
    found: list[str] = []
    kinds = [(kind, len(list(some))) for kind, some in groupby(text, _told)]
    for n, (kind, length) in enumerate(kinds):
        before = kinds[n - 1][0] if n else around
        after = kinds[n + 1][0] if n + 1 < len(kinds) else around
        resolved = kind or (before if before == after else around)
        found += [resolved] * length
    return found


def kept_apart(text: str, direction: str) -> tuple[str, str]:
    """Return the marks to put before and after a text that reads in `direction` against what is around it.

    Word isolates nothing: a digit or a sign at either end would go with the letters beyond.
    """
    mark = MARKS[direction]
    return "" if _told(text[:1]) == direction else mark, "" if _told(text[-1:]) == direction else mark


def draws(following: str, around: str) -> bool:
    """Whether what was read against `around` would draw what follows it to itself, as letters do with a number.

    It does unless a letter of `around` comes before any number and any other letter (Unicode Standard Annex 9, rules
    W2, W7 and N1).
    """
    first = next((each for each in following if _told(each) or each == ISOLATED or each.isdecimal()), "")
    return bool(first) and _told(first) != around


def stretches(text: str, of_each: list[str]) -> list[tuple[str, str]]:
    """Return the text in stretches of one direction, given the direction of each character."""
    return [
        ("".join(letter for letter, _ in some), direction)
        for direction, some in groupby(zip(text, of_each, strict=True), lambda pair: pair[1])
    ]


def _told(letter: str) -> str:
    return _OF_KIND.get(unicodedata.bidirectional(letter), "") if letter else ""
