"""Which stretches of a text are read against the direction of what stands around them. Pure."""

import unicodedata
from itertools import groupby

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


def stretches(text: str, of_each: list[str]) -> list[tuple[str, str]]:
    """Return the text in stretches of one direction, given the direction of each character."""
    return [
        ("".join(letter for letter, _ in some), direction)
        for direction, some in groupby(zip(text, of_each, strict=True), lambda pair: pair[1])
    ]


def _told(letter: str) -> str:
    return _OF_KIND.get(unicodedata.bidirectional(letter), "")
