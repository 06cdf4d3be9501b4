"""Finding people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select

from app.accounts import rules
from app.accounts.models import Person
from app.accounts.rules import Rank, Standing
from app.core.db import session
from app.core.errors import NotFound
from app.core.tokens import token_hash


def anyone_exists() -> bool:
    """Say whether the installation has been set up."""
    return bool(session().scalar(select(exists().where(Person.id.is_not(None)))))


def person(person_id: UUID) -> Person:
    """Return the person, or raise `NotFound`."""
    found = session().get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def find_person_by_email(email: str) -> Person | None:
    """Return whoever has this address, already in lower case."""
    return session().scalar(select(Person).where(Person.email == email))


def person_invited_by(token: str) -> Person:
    """Return whom this invitation is for, or raise `NotFound`."""
    found = session().scalar(select(Person).where(Person.join_token_hash == token_hash(token)))
    if found is None:
        raise NotFound
    return found


def people() -> list[Person]:
    """Everyone with an account, by name."""
    return list(session().scalars(select(Person).order_by(Person.name, Person.email)))


def active_admins() -> int:
    """How many admins can sign in."""
    counted = select(func.count()).where(
        Person.rank == Rank.ADMIN, Person.active.is_(True), Person.joined_at.is_not(None)
    )
    return session().scalar(counted) or 0


def standing(person: Person, *, now: datetime) -> Standing:
    """Where this account stands."""
    return rules.standing(
        invited_at=person.invited_at,
        is_joined=person.joined_at is not None,
        is_active=person.active,
        now=now,
    )
