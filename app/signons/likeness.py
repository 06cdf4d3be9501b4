"""How a name will look on paper, as pages show it beforehand. Pure; paper takes what stands beside it from here."""

from dataclasses import dataclass

from app.letters.text import LetterText
from app.rendering.commas import joined
from app.rendering.document import ListForm
from app.rendering.words import words
from app.signons.rules import printed_line

MOST_BLOCKS = 12
"""More signers than these stand in a list, whatever the letter asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """How a name is printed and sorted. `sort_as` is the form to sort by, empty for the name itself.

    `person` signs for the organisation; a person who signs for themselves has an `affiliation`.
    """

    name: str
    acronym: str = ""
    native_name: str = ""
    language: str = "en"
    sort_as: str = ""
    person: str = ""
    person_title: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is printed with a name: a `detail` after it, in one line; in a block each part on a line of its own.

    There the `signer` and the `signer_title` stand above the name. Without a signer the name comes first, and its title
    and `affiliation` stand below.
    """

    signer: str
    signer_title: str
    affiliation: str
    detail: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A name as it will be printed. `picture` is the address of the signature, empty where none is printed.

    In a block it is so up to `most_blocks` names, and in a list beyond. How many sign is told to the team alone.
    `comma` is that of the letter.
    """

    line: str
    native: str
    language: str
    is_block: bool
    beside: Beside
    comma: str
    picture: str = ""
    most_blocks: int = MOST_BLOCKS


def beside(person: str, title: str, affiliation: str, *, form: ListForm, comma: str) -> Beside:
    """Say what is printed with a name whose letter is signed in this form and parts words by this comma."""
    detail = joined((person, title, affiliation), comma)
    if form is ListForm.LIST:
        return Beside("", "", "", detail)
    return Beside(person, title, "" if person else affiliation, detail)


def likeness(name: PrintedName, letter: LetterText, *, picture: str = "") -> Likeness:
    """Return how `name` will be printed under this letter; in a list there is no place for a picture."""
    is_block = letter.signatures is ListForm.BLOCKS
    comma = words(letter.language).comma
    return Likeness(
        line=printed_line(name.name, name.acronym),
        native=name.native_name,
        language=name.language,
        is_block=is_block,
        beside=beside(name.person, name.person_title, name.affiliation, form=letter.signatures, comma=comma),
        comma=comma,
        picture=picture if is_block else "",
    )
