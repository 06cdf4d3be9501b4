"""How a name will look on paper, as pages show it beforehand. Pure; paper takes what stands beside it from here."""

from dataclasses import dataclass

from app.rendering.document import ListForm
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
    """What is printed with a name: in a block who signs and as what, above it; otherwise a `detail` after it."""

    signer: str
    signer_title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A name as it will be printed. `picture` is the address of the signature, empty where none is printed.

    In a block it is so up to `most_blocks` names, and in a list beyond. How many sign is told to the team alone.
    """

    line: str
    native: str
    language: str
    is_block: bool
    beside: Beside
    picture: str = ""
    most_blocks: int = MOST_BLOCKS


def beside(person: str, title: str, affiliation: str, *, form: ListForm) -> Beside:
    """Say what is printed with a name whose letter is signed in this form. A title alone is no signer."""
    signer = person if form is ListForm.BLOCKS else ""
    return Beside(signer, title if signer else "", ", ".join(filter(None, (person, title, affiliation))))


def likeness(name: PrintedName, form: ListForm, *, picture: str = "") -> Likeness:
    """Return how `name` will be printed under a letter of this form; a list has no place for a picture."""
    is_block = form is ListForm.BLOCKS
    return Likeness(
        line=printed_line(name.name, name.acronym),
        native=name.native_name,
        language=name.language,
        is_block=is_block,
        beside=beside(name.person, name.person_title, name.affiliation, form=form),
        picture=picture if is_block else "",
    )
