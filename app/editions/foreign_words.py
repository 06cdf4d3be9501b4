"""Words of a foreign PDF, as they can be shown to whoever asks what it is."""

from pyhanko.pdf_utils.misc import StringWithLanguage
from pyhanko.pdf_utils.reader import PdfFileReader

_LONGEST = 300
"""In characters."""


def title_of(reader: PdfFileReader) -> str:
    """What the file calls itself. Ask last: what it reads for this, pyHanko cannot compare between revisions."""
    title = reader.document_meta_view.title
    written = _in_table(reader)
    # pyHanko makes a text of anything that stands there, as programmers write it.
    return plain(written if written is not None and str(written) == title else title)


def _in_table(reader: PdfFileReader) -> object:
    """The title as it stands in the table of the file, whatever it is (ISO 32000-1, 14.3.3)."""
    try:
        return reader.trailer_view["/Info"]["/Title"]
    except (KeyError, TypeError):
        return None


def plain(text: object) -> str:
    """Text of a foreign file for a terminal: one line, bounded, without signs that could steer it.

    Bytes in no code that a PDF knows are read as most programs write them; what is no text is nothing.
    """
    read = text[:_LONGEST].decode("cp1252", "replace") if isinstance(text, bytes) else text
    said = str(read)[:_LONGEST] if isinstance(read, str | StringWithLanguage) else ""
    shown = "".join(sign if sign.isprintable() else " " for sign in said)
    return " ".join(shown.split())
