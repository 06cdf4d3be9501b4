"""Spaces at which no line may end: before ; : ! ? and within « », as French is written. Pure.

The rules of Unicode hold the first four to what stands before them (Standard Annex 14, LB13), and no quotation marks.
Word, and whoever breaks plain text anew, ends a line at every space that does not say otherwise.
"""

import re

_WORDS = re.compile(r"<(?P<code>code|pre)>.*?</(?P=code)>|(?<=>)[^<>]+", re.DOTALL)
_SPACE = "[ \t\r\n]+"
_MARKS = "[;:!?»]+"
# Only where the mark ends something: “:-)” begins, and so does the first of “»so«”, as German quotes.
_BEFORE_A_MARK = re.compile(rf"(?:^|(?<=\S)){_SPACE}(?={_MARKS}(?:[\s.,)\]…’”]|$))")
# Only where it begins something: the last of “»so«” does not.
_AFTER_AN_OPENING_ONE = re.compile(rf"(?:(?<=^«)|(?<=[\s(\[’'“—–]«)){_SPACE}")


def with_held_spaces_in(html: str) -> str:
    """Return HTML with such spaces in its words; what is code stays as it was typed."""
    return _WORDS.sub(lambda found: found[0] if found["code"] else with_held_spaces(found[0]), html)


def with_held_spaces(text: str) -> str:
    """Return the text with a no-break space where a mark asks for one; how it is written otherwise stays."""
    held = _BEFORE_A_MARK.sub("\N{NO-BREAK SPACE}", text)
    return _AFTER_AN_OPENING_ONE.sub("\N{NO-BREAK SPACE}", held)
