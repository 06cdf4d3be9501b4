"""Scripts of which more must be said than which shapes they are drawn with."""

import re

# Marks on Latin, Greek and Cyrillic letters; South and South-East Asia and Tibet: signs before the letter they follow,
# conjuncts, stacks.
_NEEDS_SPELLING = re.compile("[\u0300-\u036f\u0900-\u109f\u1780-\u17ff\ua8e0-\ua8ff\uaa60-\uaa7f]")
# Joiners; vowel signs of Arabic, Syriac and Hebrew.
_UNSPOKEN = re.compile(
    "[\u200c\u200d\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06ed\u0730-\u074a]"
)
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def needs_spelling(text: str) -> bool:
    """Whether shapes alone would give other words back (ISO 32000-1, 14.9.4: /ActualText)."""
    return _NEEDS_SPELLING.search(text) is not None


def leaves_unspoken(text: str) -> bool:
    """Whether something in the text has no place of its own on the line.

    The joiners of Persian have no shape, and vowel signs stand above or below a letter: readers lose the ones and
    misplace the others. The tag says them (ISO 32000-1, 14.9.4), for said beside the drawing they make readers turn
    the words around.
    """
    return _UNSPOKEN.search(text) is not None


def reads_from_the_right(text: str) -> bool:
    """Whether some letter of the text does."""
    return _FROM_THE_RIGHT.search(text) is not None
