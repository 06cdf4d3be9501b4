"""What the clean edition brings along: the signed text, its logo and the public names, as files for machines. Pure.

All hold what everyone may read after the lift and nothing else. An edition under embargo brings none: it goes to
people who may read the letter on paper, and a list of names is easier to pass on than a page.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.letters import unprinted
from app.letters.letter_file import parse
from app.letters.signatory_file import FILE as SIGNATORIES
from app.letters.signatory_file import FileSignatory, write_signatories
from app.letters.text import LetterText, kept_name
from app.letters.text_files import LETTER
from app.rendering.document import Attachment, Document, Relationship
from app.signons.roll import Signatory

_COLUMNS = ("name", "acronym", "native_name", "country", "group", "person", "person_title", "affiliation")


def names_csv(names: Sequence[Signatory]) -> str:
    """Return signatories.csv of those who are printed, in printed order. Others never get here (`roll`)."""
    return write_signatories(
        [
            FileSignatory(
                name=each.name,
                acronym=each.acronym,
                native_name=each.native_name,
                country=each.country,
                group=each.group,
                lead=each.lead,
                person=each.person,
                person_title=each.person_title,
                affiliation=each.affiliation,
            )
            for each in names
        ]
    )


def texts_by_place(text: LetterText, names: Sequence[Signatory]) -> dict[str, str]:
    """Everything that both files say, by the words for where it stands."""
    columns = {
        f"the column “{column}” of {SIGNATORIES}": "\0".join(str(getattr(each, column)) for each in names)
        for column in _COLUMNS
    }
    return unprinted.texts_by_place(text) | columns


def for_everyone(document: Document, *, source: str, names: Sequence[Signatory]) -> Document:
    """Return the document with its text, byte for byte as its fingerprint is made of, and its names attached.

    The logo of a letter's own letterhead is part of its text, and lies beside it under the name that it has there.
    """
    attached = [Attachment(LETTER, "text/markdown", Relationship.SOURCE, source.encode(), "The text that was signed")]
    own, printed = parse(source).letterhead, document.letterhead
    if own and own.digest and printed and printed.logo:
        name, logo = kept_name(own.digest), printed.logo.content
        attached.append(Attachment(name, "image/png", Relationship.SOURCE, logo, "The logo in the letterhead"))
    if names:
        listed = names_csv(names).encode()
        described = "The signatories in printed order"
        attached.append(Attachment(SIGNATORIES, "text/csv", Relationship.DATA, listed, described))
    return replace(document, attachments=tuple(attached))
