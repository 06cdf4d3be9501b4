"""What may happen to a sign-on, and when. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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

VISIBILITY_WORDS: Mapping[Visibility, str] = MappingProxyType(
    {
        Visibility.PUBLIC: "Our name will be on the public list.",
        Visibility.COUNTED: "We are counted, but not named anywhere. Only the coordinators know.",
    }
)

_MOVE_WORDS: Mapping[Move, str] = MappingProxyType(
    {Move.CONFIRM: "confirmed", Move.ACCEPT: "accepted", Move.DECLINE: "declined", Move.WITHDRAW: "withdrawn"}
)
_ENDED = frozenset({State.DECLINED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Arrival:
    """What decides whether a confirmed sign-on needs a person to look at it."""

    origin: Origin
    duplicate_of: str
    suspicion: str


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


def state_after_confirming(arrival: Arrival) -> State:
    """Say where a confirmed sign-on goes: straight onto the list when it was invited and nothing about it is odd."""
    is_expected = arrival.origin in {Origin.INVITATION, Origin.COORDINATOR, Origin.IMPORT}
    is_plain = not arrival.duplicate_of and not arrival.suspicion
    return State.ACCEPTED if is_expected and is_plain else State.CONFIRMED


def obstacle_to_withdrawing(state: State, *, sealed_at: datetime | None) -> Obstacle | None:
    """Say why an organisation cannot take its name back by itself, if so."""
    if sealed_at is not None and state is State.ACCEPTED:
        return Obstacle(
            "The letter has been sealed with your name. Write to the coordinators: they can leave you out of the next edition."
        )
    return obstacle_to(Move.WITHDRAW, state)
