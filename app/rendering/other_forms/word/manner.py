"""In which manner a Word file is set."""

from enum import StrEnum


class Manner(StrEnum):
    """As the letter; or plain, as the United Nations take written statements, with paragraphs numbered on request."""

    LETTER = "letter"
    UN_STATEMENT = "un-statement"
    UN_STATEMENT_NUMBERED = "un-statement-numbered"

    @property
    def is_plain(self) -> bool:
        """Whether it has one plain face, one column, no letterhead, no pictures."""
        return self is not Manner.LETTER
