"""What is typed about an organisation, as values, and the rows made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from app.core.errors import Obstacle
from app.core.tokens import Link, Purpose
from app.letters.models import Letter, Revision
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.organisations.keys import keys_of
from app.signons.likeness import PrintedName
from app.signons.models import SignOn
from app.signons.rules import Authority, Origin, State, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What an organisation tells us when it signs. `country` is an ISO 3166-1 code, `language` a BCP 47 tag."""

    name: str
    country: str = ""
    acronym: str = ""
    native_name: str = ""
    language: str = "en"
    typist_name: str = ""
    typist_role: str = ""
    email: str = ""
    authority: Authority = Authority.SELF
    authority_email: str = ""
    visibility: Visibility = Visibility.PUBLIC
    person: str = ""
    person_title: str = ""

    @property
    def decides(self) -> str:
        """The address of whoever decides."""
        return self.authority_email if self.authority is Authority.OTHER else self.email


@dataclass(frozen=True, slots=True)
class Batch:
    """What all rows of an imported list have in common.

    `language` is the letter's; `pictures` are the SHA-256 of kept pictures by the file names in the list.
    """

    letter_id: UUID
    revision_id: UUID
    language: str
    pictures: Mapping[str, str]
    now: datetime


def obstacle_to_importing(rows: Sequence[FileSignatory]) -> Obstacle | None:
    """Say which row of a list holds more than is kept, if any does. Rows count from 1."""
    for position, row in enumerate(rows, 1):
        lengths = {
            "acronym": (row.acronym, 40),
            "group": (row.group, 120),
            "person": (row.person, 120),
            "title of the person": (row.person_title, 120),
            "web address": (row.url, 300),
            "form to sort by": (row.sort_key, 200),
            "affiliation": (row.affiliation, 200),
        }
        for what, (text, most) in lengths.items():
            if len(text) > most:
                return Obstacle(f"Row {position}: the {what} is longer than {most} characters. Shorten it.")
    return None


def entered(letter: Letter, revision: Revision, application: Application, *, origin: Origin, now: datetime) -> SignOn:
    """Make the row of what was typed, unconfirmed, with the hashes of the links that will be mailed.

    It is not added yet: whoever adds it may fill in more before, and the row is written once.
    """
    keys = keys_of(application.name, application.language)
    row_id = uuid4()
    decides_otherwise = application.authority is Authority.OTHER
    return SignOn(
        id=row_id,
        letter_id=letter.id,
        revision_id=revision.id,
        origin=origin,
        state=State.UNCONFIRMED,
        visibility=application.visibility,
        name=application.name,
        name_key=keys.name_key,
        sort_key=keys.sort_key,
        sort_as="",
        language=application.language,
        acronym=application.acronym,
        native_name=application.native_name,
        country=application.country,
        person=application.person,
        person_title=application.person_title,
        typist_name=application.typist_name,
        typist_role=application.typist_role,
        email=application.email,
        authority=application.authority,
        authority_email=application.authority_email if decides_otherwise else "",
        token_hash=Link(Purpose.SIGN_ON, row_id).token_hash(),
        authority_token_hash=Link(Purpose.AUTHORITY, row_id).token_hash() if decides_otherwise else None,
        evidence="",
        times_asked=0,
        submitted_at=now,
    )


def imported(batch: Batch, row: FileSignatory, position: int) -> SignOn:
    """Make the row of one imported signatory, at `position` of its list. It is not added yet."""
    keys = keys_of(row.name, batch.language, sort_as=row.sort_key)
    visibility = Visibility.PUBLIC if row.visibility is FileVisibility.PUBLIC else Visibility.COUNTED
    return SignOn(
        id=uuid4(),
        letter_id=batch.letter_id,
        revision_id=batch.revision_id,
        origin=Origin.IMPORT,
        state=State.ACCEPTED,
        visibility=visibility,
        name=row.name,
        name_key=keys.name_key,
        sort_key=keys.sort_key,
        sort_as=row.sort_key,
        language=batch.language,
        acronym=row.acronym,
        native_name=row.native_name,
        country=row.country,
        group_name=row.group,
        url=row.url,
        person=row.person,
        person_title=row.person_title,
        affiliation=row.affiliation,
        logo=batch.pictures[row.logo] if row.logo and visibility is Visibility.PUBLIC else None,
        signature=batch.pictures[row.signature] if row.signature and visibility is Visibility.PUBLIC else None,
        is_lead=row.lead,
        given_position=position,
        submitted_at=batch.now,
        confirmed_at=batch.now,
        accepted_at=batch.now,
    )


def as_printed(sign_on: SignOn) -> PrintedName:
    """How a row is printed and sorted now."""
    return PrintedName(
        name=sign_on.name,
        acronym=sign_on.acronym,
        native_name=sign_on.native_name,
        language=sign_on.language,
        sort_as=sign_on.sort_as,
        person=sign_on.person,
        person_title=sign_on.person_title,
        affiliation=sign_on.affiliation,
    )


def print_as(sign_on: SignOn, printed: PrintedName) -> None:
    """Give a row another printed name, with the keys that follow from it."""
    keys = keys_of(printed.name, printed.language, sort_as=printed.sort_as)
    sign_on.name = printed.name
    sign_on.name_key = keys.name_key
    sign_on.sort_key = keys.sort_key
    sign_on.sort_as = printed.sort_as
    sign_on.acronym = printed.acronym
    sign_on.native_name = printed.native_name
    sign_on.language = printed.language
    sign_on.person = printed.person
    sign_on.person_title = printed.person_title
    sign_on.affiliation = printed.affiliation
