"""Who can have done something, and on what; how it is said and kept in order. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of someone acted."""

    PERSON = "person"
    LINK_HOLDER = "link-holder"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: a signed-in person, the holder of a link (named by the row the link is for), or the system."""

    kind: ActorKind
    id: UUID | None = None


SYSTEM = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted upon, and in which campaign."""

    kind: str
    id: UUID | None
    campaign_id: UUID | None = None


def person(person_id: UUID) -> Actor:
    """A signed-in person."""
    return Actor(ActorKind.PERSON, person_id)


def link_holder(row_id: UUID) -> Actor:
    """Whoever used the link of this row."""
    return Actor(ActorKind.LINK_HOLDER, row_id)


def said(action: str, facts: Mapping[str, str]) -> str:
    """How an entry is read ("Letter opened"); of a trace also the numbers of the copies that were found."""
    words = action[:1].upper() + action[1:]
    return f"{words}: {facts['numbers']}" if "numbers" in facts else words


def identifier(number: int, *, now: datetime, chance: int) -> UUID:
    """Return an identifier greater than those of smaller numbers here: one click has one instant, and an order.

    A UUID of version 7 (RFC 9562, sections 5.7 and 6.2): milliseconds, thirty bits of the number, 44 bits of chance.
    """
    milliseconds = int(now.timestamp() * 1000)
    high, low = divmod(number % (1 << 30), 1 << 18)
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low << 44 | chance)
