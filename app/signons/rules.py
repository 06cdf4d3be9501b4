"""What may happen to a sign-on, and when. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.core.errors import Obstacle


class State(StrEnum):
    """Where a sign-on stands. Only an accepted one makes a signatory."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What somebody can do to a sign-on."""

    CONFIRM = "confirm"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class Origin(StrEnum):
    """How a sign-on came in."""

    INVITATION = "invitation"
    OPEN_LINK = "open-link"
    COORDINATOR = "coordinator"
    IMPORT = "import"


class Authority(StrEnum):
    """Who decided for the organisation."""

    SELF = "self"
    OTHER = "other"


class Visibility(StrEnum):
    """Who will see the name."""

    PUBLIC = "public"
    COUNTED = "counted"


class Emblem(StrEnum):
    """A picture that an organisation gives to be printed with its name."""

    LOGO = "logo"
    SIGNATURE = "signature"


class Doubt(StrEnum):
    """Why a confirmed sign-on needs a person to look at it."""

    OPEN_LINK = "open-link"
    DUPLICATE = "duplicate"
    SUSPICION = "suspicion"
    LATE = "late"


MOVES: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        (State.UNCONFIRMED, Move.CONFIRM): State.CONFIRMED,
        (State.UNCONFIRMED, Move.DECLINE): State.DECLINED,
        (State.UNCONFIRMED, Move.WITHDRAW): State.WITHDRAWN,
        (State.CONFIRMED, Move.ACCEPT): State.ACCEPTED,
        (State.CONFIRMED, Move.DECLINE): State.DECLINED,
        (State.CONFIRMED, Move.WITHDRAW): State.WITHDRAWN,
        (State.ACCEPTED, Move.DECLINE): State.DECLINED,
        (State.ACCEPTED, Move.WITHDRAW): State.WITHDRAWN,
    }
)

STATE_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.UNCONFIRMED: "waits for confirmation by mail",
        State.CONFIRMED: "confirmed, waits for you",
        State.ACCEPTED: "signatory",
        State.DECLINED: "declined",
        State.WITHDRAWN: "withdrawn",
    }
)

MEMBER_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.UNCONFIRMED: "Not confirmed yet",
        State.CONFIRMED: "Confirmed; the coordinators look at it before the name stands on the list",
        State.ACCEPTED: "Your organisation is a signatory",
        State.DECLINED: "Declined; nothing is signed",
        State.WITHDRAWN: "Withdrawn; nothing is signed",
    }
)

VISIBILITY_WORDS: Mapping[Visibility, str] = MappingProxyType(
    {
        Visibility.PUBLIC: "Our name will be on the public list.",
        Visibility.COUNTED: "We are counted, but not named anywhere. Only the coordinators know.",
    }
)

_MOVE_WORDS: Mapping[Move, str] = MappingProxyType(
    {Move.CONFIRM: "confirmed", Move.ACCEPT: "accepted", Move.DECLINE: "declined", Move.WITHDRAW: "withdrawn"}
)
MOST_MESSAGES = 5
LEAST_TELLING_ACRONYM = 4
"""In letters. Shorter ones are words of every file."""
SAME_FORM = timedelta(minutes=10)
"""How long the same form sent again is taken for a double click."""

_ENDED = frozenset({State.DECLINED, State.WITHDRAWN})
_BY_STRANGERS = frozenset({Origin.INVITATION, Origin.OPEN_LINK})


@dataclass(frozen=True, slots=True)
class Arrival:
    """What decides whether a confirmed sign-on needs a person to look at it.

    `duplicate_of` is a name on the list that may be the same body, `suspicion` a sentence about odd characters. Both
    are empty where there is nothing to say. `is_late` says that signing had ended when it was confirmed.
    """

    origin: Origin
    duplicate_of: str = ""
    suspicion: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """How a page showed a sign-on, to someone whose clocks are those of `zone`."""

    state: State
    zone: str


def obstacle_to(move: Move, state: State) -> Obstacle | None:
    """Say why `move` cannot be made from `state`, if so."""
    if (state, move) in MOVES:
        return None
    done = _MOVE_WORDS[move]
    if state in _ENDED:
        return Obstacle(f"This sign-on was {state}, so it cannot be {done}. The organisation can sign again.")
    if move is Move.ACCEPT and state is State.UNCONFIRMED:
        return Obstacle("Nobody has confirmed this sign-on yet. Wait for the confirmation, or send the link again.")
    return Obstacle(f"This sign-on is already {state}. Nothing more needs to be done.")


def obstacle_to_deciding(state: State, seen: State, *, last: str) -> Obstacle | None:
    """Say why nothing is decided about a sign-on in `state`, if so: it was `seen` in another one.

    `last` says by whom and when it was moved, as far as that is known.
    """
    if state is seen:
        return None
    told = f" {last}" if last else ""
    return Obstacle(f"This sign-on is already {state}{told}: nothing was changed. Open it again before you decide.")


def doubts_about(arrival: Arrival) -> tuple[Doubt, ...]:
    """Say why a person should look at a confirmed sign-on; nothing if it was invited and is plain."""
    reasons = (
        (Doubt.DUPLICATE, bool(arrival.duplicate_of)),
        (Doubt.SUSPICION, bool(arrival.suspicion)),
        (Doubt.LATE, arrival.is_late and arrival.origin in _BY_STRANGERS),
        (Doubt.OPEN_LINK, arrival.origin is Origin.OPEN_LINK),
    )
    return tuple(doubt for doubt, holds in reasons if holds)


def state_after_confirming(arrival: Arrival) -> State:
    """Say where a confirmed sign-on goes: straight onto the list when nothing about it is in doubt."""
    return State.CONFIRMED if doubts_about(arrival) else State.ACCEPTED


def printed_line(name: str, acronym: str = "") -> str:
    """Return a name as it is printed: with its acronym in parentheses, unless the name holds it already."""
    return f"{name} ({acronym})" if acronym and f"({acronym})" not in name else name


def names_to_look_for(name: str, *, native_name: str, person: str, acronym: str) -> tuple[str, ...]:
    """Return what must stand nowhere where this name is withheld: it, its other forms and whoever signs for it."""
    telling = acronym if len(acronym) >= LEAST_TELLING_ACRONYM else ""
    return tuple(filter(None, (name, native_name, person, telling)))


def obstacle_to_confirming_as_typist(authority: Authority) -> Obstacle | None:
    """Say why whoever filled in the form cannot confirm it, if so."""
    if authority is Authority.SELF:
        return None
    return Obstacle("The person you named decides. We have sent them a message with a link; ask them to open it.")


def obstacle_to_withdrawing(state: State, *, sealed_at: datetime | None) -> Obstacle | None:
    """Say why an organisation cannot take its name back by itself, if so. `sealed_at` is when its name was sealed."""
    if sealed_at is not None and state is State.ACCEPTED:
        return Obstacle(
            "The letter has been sealed with your name. "
            "Write to the coordinators: they can leave you out of the next edition."
        )
    return obstacle_to(Move.WITHDRAW, state)


def obstacle_to_correcting(state: State, *, sealed_at: datetime | None) -> Obstacle | None:
    """Say why a printed name cannot be corrected, if so."""
    if sealed_at is not None:
        return Obstacle("This name has been sealed as it stands. Correct it in the next edition.")
    if state in _ENDED:
        return Obstacle(f"This sign-on was {state}, so nothing of it is printed. The organisation can sign again.")
    return None


def obstacle_to_picturing(state: State, visibility: Visibility, *, sealed_at: datetime | None) -> Obstacle | None:
    """Say why no picture can be given for a name, or taken away again, if so."""
    if visibility is not Visibility.PUBLIC:
        return Obstacle("This name is not printed anywhere, so no picture is either. Leave the picture out.")
    return obstacle_to_correcting(state, sealed_at=sealed_at)


def obstacle_to_asking_again(state: State, *, times_asked: int) -> Obstacle | None:
    """Say why the message with the button cannot be sent once more, if so."""
    if state is not State.UNCONFIRMED:
        return Obstacle(f"This sign-on is {state}: there is nothing left to confirm.")
    if times_asked >= MOST_MESSAGES:
        return Obstacle(f"{MOST_MESSAGES} messages went to this address already. Telephone them instead.")
    return None
