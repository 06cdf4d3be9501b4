"""Whom to ask, how often, and what became of it. Pure."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from email_validator import EmailNotValidError, validate_email

from app.core.errors import Obstacle
from app.core.typed import one_line
from app.signons.rules import State, Visibility

MOST_MESSAGES = 5
PAUSE = timedelta(hours=48)
MOST_LINES = 1000
NAME_LENGTH = 200
CONTACT_LENGTH = 120
_SHOWN = 60
_HEADINGS = frozenset({"email", "e-mail", "mail", "address", "e-mail address"})


class Standing(StrEnum):
    """What became of an invitation: computed from what is known of the answer, never stored.

    NOT_SHOWN is what readers see of whatever is not public.
    """

    INVITED = "invited"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    SIGNATORY = "signatory"
    DECLINED = "declined"
    ENDED = "ended"
    NOT_SHOWN = "not-shown"


STANDING_WORDS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.INVITED: "no answer yet",
        Standing.SIGNED: "signed, not confirmed yet",
        Standing.CONFIRMED: "confirmed, waits for you",
        Standing.SIGNATORY: "signatory",
        Standing.DECLINED: "will not sign",
        Standing.ENDED: "signed, then taken off",
        Standing.NOT_SHOWN: "no public signature",
    }
)

_AFTER_SIGNING: Mapping[State, Standing] = MappingProxyType(
    {
        State.UNCONFIRMED: Standing.SIGNED,
        State.CONFIRMED: Standing.CONFIRMED,
        State.ACCEPTED: Standing.SIGNATORY,
        State.DECLINED: Standing.ENDED,
        State.WITHDRAWN: Standing.ENDED,
    }
)
_SIGNED = frozenset({Standing.SIGNED, Standing.CONFIRMED, Standing.SIGNATORY})


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: one organisation through one address, in lower case."""

    organisation: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one line of a pasted list, and what to do. Lines count from 1."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class PastedList:
    """What a pasted list holds: contacts in their order, and what could not be read."""

    contacts: tuple[Contact, ...]
    mistakes: tuple[Mistake, ...]


def standing(*, declined_at: datetime | None, sign_on: State | None) -> Standing:
    """Say what became of an invitation. A signature counts for more than an earlier no."""
    if sign_on is not None and _AFTER_SIGNING[sign_on] is not Standing.ENDED:
        return _AFTER_SIGNING[sign_on]
    if declined_at is not None:
        return Standing.DECLINED
    return Standing.ENDED if sign_on is not None else Standing.INVITED


def standing_for_readers(where: Standing, visibility: Visibility | None) -> Standing:
    """Say what those may see who do not look after sign-ons; `visibility` is None where nothing was signed.

    A withheld name looks like silence, a refusal or a name taken off: all of them are one standing.
    """
    is_shown = visibility is Visibility.PUBLIC and where in _SIGNED
    return where if is_shown else Standing.NOT_SHOWN


def obstacle_to_signing_again(where: Standing) -> Obstacle | None:
    """Say why the personal link takes no further signature, if so. Until it is confirmed, a slip can be mended."""
    if where in {Standing.CONFIRMED, Standing.SIGNATORY}:
        return Obstacle(
            "Your organisation has signed by this link. "
            "The message with the receipt leads to its page, where you can look at it or withdraw."
        )
    return None


def obstacle_to_asking_again(where: Standing, *, messages: int, asked_at: datetime, now: datetime) -> Obstacle | None:
    """Say why no further message can go out, if so. `messages` have gone out, the last at `asked_at`."""
    if where is not Standing.INVITED:
        return Obstacle("There is an answer already. Nobody is reminded after that.")
    if messages >= MOST_MESSAGES:
        return Obstacle(f"{MOST_MESSAGES} messages went there already. Telephone them instead.")
    if now < asked_at + PAUSE:
        hours = int(PAUSE.total_seconds()) // 3600
        return Obstacle(f"The last message went less than {hours} hours ago. Give them time.")
    return None


def read_list(text: str) -> PastedList:
    """Read what was pasted: on each line an organisation, a contact (may be left out) and an e-mail address.

    Parted by semicolons, tabs or commas; quotes as in CSV. A first line of headings is passed over.
    """
    contacts: list[Contact] = []
    mistakes: list[Mistake] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        cells = [one_line(cell) for cell in _cells(line)]
        is_heading = not contacts and not mistakes and any(cell.lower() in _HEADINGS for cell in cells)
        if not any(cells) or is_heading:
            continue
        read = _contact(cells)
        if isinstance(read, str):
            mistakes.append(Mistake(number, read))
        elif (earlier := lines.setdefault(read.email, number)) != number:
            mistakes.append(Mistake(number, f"{read.email} stands on line {earlier} already. Keep one of the two."))
        else:
            contacts.append(read)
    if len(contacts) > MOST_LINES:
        mistakes.append(Mistake(MOST_LINES + 1, f"There are more than {MOST_LINES:,} lines. Split the list."))
    return PastedList(tuple(contacts), tuple(mistakes))


def _cells(line: str) -> list[str]:
    delimiter = next((mark for mark in (";", "\t") if mark in line), ",")
    return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])


def _contact(cells: list[str]) -> Contact | str:
    """Return the contact, or the sentence that says what is wrong."""
    at = next((place for place, cell in enumerate(cells) if "@" in cell), None)
    if at is None:
        return f"“{' '.join(filter(None, cells))[:_SHOWN]}” has no e-mail address. Add one after a semicolon."
    if at == 0 or not cells[0]:
        return f"The organisation before {cells[at][:_SHOWN]} is missing. Write it first, then a semicolon."
    organisation, name = cells[0], cells[1] if at > 1 else ""
    if len(organisation) > NAME_LENGTH or len(name) > CONTACT_LENGTH:
        return f"“{organisation[:_SHOWN]}…” is too long. A name has at most {NAME_LENGTH} characters."
    try:
        email = validate_email(cells[at], check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return f"“{cells[at][:_SHOWN]}” is no e-mail address. Write one like name@example.org."
    return Contact(organisation, name, email)
