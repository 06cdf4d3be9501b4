"""The sign-ons of a letter as the team sees them: what needs a person, the numbered list, the rest.

Whoever may not know a withheld name gets a line without name, person, country and time, after all others, so that its
place in the alphabet says nothing either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.letters.rules import Window, is_closed
from app.letters.text import LetterText
from app.organisations.countries import country_name
from app.signons.doubts import Known, arrival, sentences
from app.signons.entries import as_printed
from app.signons.likeness import likeness
from app.signons.models import SignOn
from app.signons.order import in_printed_order
from app.signons.rules import STATE_WORDS, Origin, State, Visibility, printed_line

ORIGIN_WORDS = {
    Origin.INVITATION: "by invitation",
    Origin.OPEN_LINK: "through the open link",
    Origin.COORDINATOR: "entered by the team",
    Origin.IMPORT: "imported",
}


class Sight(StrEnum):
    """What someone in the team may know of names that are not public."""

    ALL = "all"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sign-on. `number` is the one it is printed with, 0 if it is not printed. All texts ready to be read.

    `beside` is printed with the name. Where this reader may not know whose it is, there is the `state` alone.
    """

    state: str
    id: UUID | None = None
    number: int = 0
    name: str = ""
    beside: str = ""
    language: str = ""
    country: str = ""
    is_named: bool = False
    origin: str = ""
    person: str = ""
    email: str = ""
    at: datetime | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The sign-ons of a letter in the order of what needs looking at."""

    waiting: tuple[Line, ...]
    signatories: tuple[Line, ...]
    unconfirmed: tuple[Line, ...]
    ended: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the table is worked out from, beside the sign-ons."""

    text: LetterText
    window: Window
    known: Known
    sight: Sight


def table(sign_ons: Sequence[SignOn], ground: Ground) -> Table:
    """Lay out every sign-on of a letter."""
    by_state = {state: [each for each in sign_ons if each.state is state] for state in State}
    ordered = in_printed_order(by_state[State.ACCEPTED], ground.text)
    named = [each for each in ordered if each.visibility is Visibility.PUBLIC]
    unnamed = [each for each in ordered if each.visibility is not Visibility.PUBLIC]
    return Table(
        waiting=_lines(sorted(by_state[State.CONFIRMED], key=_confirmed), ground),
        signatories=(*_lines(named, ground), *_lines(unnamed, ground)),
        unconfirmed=_lines(sorted(by_state[State.UNCONFIRMED], key=_submitted), ground),
        ended=_lines([*by_state[State.DECLINED], *by_state[State.WITHDRAWN]], ground),
    )


def doubts(sign_on: SignOn, ground: Ground) -> tuple[str, ...]:
    """Say why a confirmed sign-on waits, as things are now; nothing for any other."""
    if sign_on.state is not State.CONFIRMED or sign_on.confirmed_at is None:
        return ()
    is_late = is_closed(ground.window, now=sign_on.confirmed_at)
    return sentences(arrival(sign_on.name, origin=sign_on.origin, known=ground.known, is_late=is_late))


def _lines(sign_ons: Iterable[SignOn], ground: Ground) -> tuple[Line, ...]:
    known: list[Line] = []
    hidden: list[Line] = []
    for sign_on in sign_ons:
        if sign_on.visibility is Visibility.PUBLIC or ground.sight is Sight.ALL:
            is_printed = sign_on.state is State.ACCEPTED and sign_on.visibility is Visibility.PUBLIC
            known.append(_line(sign_on, len(known) + 1 if is_printed else 0, ground))
        else:
            hidden.append(_hidden(sign_on))
    return (*known, *hidden)


def _line(sign_on: SignOn, number: int, ground: Ground) -> Line:
    return Line(
        id=sign_on.id,
        number=number,
        name=printed_line(sign_on.name, sign_on.acronym),
        beside=likeness(as_printed(sign_on), ground.text).beside.detail,
        language=sign_on.language,
        country=country_name(sign_on.country),
        is_named=sign_on.visibility is Visibility.PUBLIC,
        state=STATE_WORDS[sign_on.state],
        origin=ORIGIN_WORDS[sign_on.origin],
        person=", ".join(filter(None, (sign_on.typist_name, sign_on.typist_role))),
        email=sign_on.authority_email or sign_on.email,
        at=sign_on.ended_at or sign_on.accepted_at or sign_on.confirmed_at or sign_on.submitted_at,
        doubts=doubts(sign_on, ground) if ground.sight is Sight.ALL else (),
    )


def _hidden(sign_on: SignOn) -> Line:
    return Line(state=STATE_WORDS[sign_on.state])


def _confirmed(sign_on: SignOn) -> tuple[datetime, str]:
    return sign_on.confirmed_at or sign_on.submitted_at, sign_on.id.hex


def _submitted(sign_on: SignOn) -> tuple[datetime, str]:
    return sign_on.submitted_at, sign_on.id.hex
