"""Spaces at which no line may end: before ; : ! ? and within « », as French is written. Pure.

The engine of paper begins no line with the first four, by the rules of Unicode (Standard Annex 14, LB13). Word, and
whoever breaks plain text anew, ends a line at every space that does not say otherwise.
"""

import re

_SPACE = "[ \t\r\n]+"
_MARKS = "[;:!?»]+"
# Only where the mark ends something: “:-)” begins, and so does the first of “»so«”, as German quotes.
_BEFORE_A_MARK = re.compile(rf"(?:^|(?<=\S)){_SPACE}(?={_MARKS}(?:[\s.,)\]…’”]|$))")
# Only where it begins something: the last of “»so«” does not.
_AFTER_AN_OPENING_ONE = re.compile(rf"(?:(?<=^«)|(?<=[\s(\[’'“—–]«)){_SPACE}")


def with_held_spaces(text: str) -> str:
    """Return the text with a no-break space where a mark asks for one; how it is written otherwise stays."""
    held = _BEFORE_A_MARK.sub("\N{NO-BREAK SPACE}", text)
    return _AFTER_AN_OPENING_ONE.sub("\N{NO-BREAK SPACE}", held)
