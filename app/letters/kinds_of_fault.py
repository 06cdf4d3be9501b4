"""What can be wrong with a letter's text: every kind with its sentence, so that the page on it can name each."""

from enum import StrEnum


class Kind(StrEnum):
    """What is told, and how it is mended. {0} and {1} stand for what was written there; `format` puts it in."""

    FENCE = (
        "A fence of ``` or ~~~ sets program code, which a letter has no place for. Take it away; > begins a quotation."
    )
    INDENTED = (
        "Four spaces or a tab before a line make it program code, which a letter has no place for. "
        "Begin it at the margin, or with > for a quotation."
    )
    DEEP = "Lists and quotations stand too deep within each other to be printed. Write them side by side."
    TICKED = "No box to tick is printed. Write the item without [ ]."
    DOT = "A list begins with a hyphen. Write - in place of the dot or dash, and each item on a line of its own."
    NO_SPACE = "A heading has a space after its hash signs. Put one there."
    NO_TABLE = (
        "This is not read as a table. Below its first line stands a line of hyphens with as many cells: "
        "|---|---| for two columns."
    )
    THIRD_LEVEL = (
        "A text has headings of {0} levels, and this is of a third, which would look like the second. "
        "Use # and ## alone, or ## and ###."
    )
    UNDERLINED = (
        "A line of hyphens or equals signs right under words makes them a heading. "
        "Put an empty line above it for a rule, or begin a heading with ##."
    )
    UNUSED = (
        "Nothing in the text leads to this address, so the line would not be printed. "
        "Write it as words, or put a backslash before its first bracket."
    )
    TWICE = "This name of an address is given twice, and one would be lost. Give one of the two another name."
    COMMENTED = "This is an HTML comment. It would be printed, and published with the letter. Take it away."
    NO_PICTURES = "No picture is printed in the text. Take it away: logos stand in the letterhead and beside the names."
    NOTES_APART = "A note stands apart. Write [^1] here, and its words on a line of their own: [^1]: …"
    LOST_ADDRESS = "Only links to https:// and mailto: are kept. Write the whole address so, or as words of the text."
    MAIL_FIELDS = (
        "A link to mail leads to one address, without a second one, subject, copy or words of the mail. "
        "Write [words](mailto:press@example.org)."
    )
    NO_WORDS = "This link has no words, so it would not be printed. Write them between the square brackets."
    LINK_TITLE = "Words in quotes after an address are not printed. Take them away."
    UNREAD_LINK = "This is not read as a link. Write [words](https://…), without a space in the address."
    STARS = (
        "These stars would be printed. Put ** right before the first bold word and right after the last, "
        "or a backslash before a star that is to be printed."
    )
    STRUCK = "Words between ~~ are not struck out in a letter. Delete them, or take the ~~ away."
    MARKED = "Words between == are not marked in a letter. Write **bold**, or take the == away."
    TAG = "This is the HTML tag {0}. A letter's text is Markdown: {1}."
    NO_NOTE = "There is no note {0}. Write its words on a line of their own, {0}: …, or take the mark away."
    CELLS = "This line has {0} cells, and the table {1} columns. Add a column, or a bar less."
    TWO_NOTES = "There are two notes [^{0}], and one would not be printed. Give one another name."
    NO_MARK = (
        "No mark in the text leads to the note [^{0}], so it would not be printed. "
        "Write [^{0}] where it belongs, or take it away."
    )
    MISNUMBERED = "This item is numbered {0}, and would be printed as {1}. Write {1}."
    TURNING = "There is a hidden mark that turns the reading direction. Delete it and type the words around it again."
    COUNT_AS_NUMBER = (
        "A number that is counted begins the line, with a mark that makes it the number of an item. "
        "Write it in words, or begin the line otherwise."
    )
    UNPRINTABLE = "There is a character that cannot be printed. Delete it and type the word again."
