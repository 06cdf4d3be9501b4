"""What people type, in the one form in which it is kept: the same name typed twice is the same text."""

import unicodedata


def one_line(text: str | None) -> str:
    """Return a text as one line: NFC, single spaces, nothing around; control characters and line ends are spaces."""
    spaced = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text or "")
    return " ".join(unicodedata.normalize("NFC", spaced).split())


def several_lines(text: str | None) -> str:
    """NFC, line feeds, nothing around; control characters are spaces, but for tabs."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    seen = (each if each in "\n\t" or unicodedata.category(each) != "Cc" else " " for each in lines)
    return unicodedata.normalize("NFC", "".join(seen)).strip()


LONGEST_SHOWN = 60
"""Characters of a file's name in a sentence."""

_END_SHOWN = 16


def file_name_shown(name: str) -> str:
    """Return the name of a file as it stands in a sentence: a long one without its middle."""
    if len(name) <= LONGEST_SHOWN:
        return name
    return f"{name[: LONGEST_SHOWN - _END_SHOWN - 1]}…{name[-_END_SHOWN:]}"


LONGEST_NUMBER = 9
"""Digits: more than anything here is counted to, and less than any database keeps."""


def whole_number(text: str | None) -> int:
    """Return the number that a page sent along in a hidden field, 0 for what is none.

    Of thousands of digits Python makes no number at all, and whoever types some gets no fault of ours.
    """
    given = text or ""
    return int(given) if given.isdecimal() and len(given) <= LONGEST_NUMBER else 0


def address(text: str | None) -> str:
    """Return an e-mail address as it is kept: one line, lower case."""
    return one_line(text).lower()
