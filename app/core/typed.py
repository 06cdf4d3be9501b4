"""What people type, in the one form in which it is kept: the same name typed twice is the same text."""

import unicodedata


def one_line(text: str | None) -> str:
    """Return a text as one line: NFC, single spaces, nothing around; control characters and line ends are spaces."""
    spaced = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text or "")
    return " ".join(unicodedata.normalize("NFC", spaced).split())


def address(text: str | None) -> str:
    """Return an e-mail address as it is kept: one line, lower case."""
    return one_line(text).lower()
