"""Finding people."""

from uuid import UUID

from sqlalchemy import exists, select

from app.accounts.models import Person
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
