"""Rows for tests, with what nobody asked about filled in; the transaction of the test undoes them."""

from datetime import UTC, datetime
from functools import cache
from typing import TypeVar
from uuid import uuid4

from bs4 import BeautifulSoup
from flask_security import hash_password

from app.accounts.models import Person
from app.accounts.rules import Rank
from app.campaigns.models import Campaign, TeamMember
from app.campaigns.rules import Role
from app.core.db import Model, session
from tests.browser import Browser

Row = TypeVar("Row", bound=Model)
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PASSWORD = "lantern orchard velvet seven"


def a_person(
    name: str = "Ada Lovelace",
    *,
    email: str = "",
    rank: Rank = Rank.STAFF,
    joined_at: datetime | None = LONG_AGO,
) -> Person:
    """Someone with an account; with `joined_at=None` someone invited."""
    number = uuid4()
    return _kept(
        Person(
            id=number,
            email=email or f"{number.hex[:12]}@example.org",
            name=name,
            rank=rank,
            zone="Europe/Brussels",
            active=True,
            password=_hash(PASSWORD) if joined_at else None,
            fs_uniquifier=uuid4().hex,
            invited_at=joined_at or LONG_AGO,
            joined_at=joined_at,
        )
    )


def a_campaign(name: str = "Clean rivers", *, lead: Person | None = None) -> Campaign:
    """A campaign, with its lead if one is given."""
    campaign = _kept(Campaign(id=uuid4(), name=name, purpose="Rivers fit to swim in.", created_at=LONG_AGO))
    if lead is not None:
        a_member(campaign, lead, role=Role.LEAD)
    return campaign


def a_member(campaign: Campaign, person: Person, *, role: Role = Role.COORDINATOR) -> TeamMember:
    """A place in a team."""
    return _kept(TeamMember(id=uuid4(), campaign_id=campaign.id, person_id=person.id, role=role, since_at=LONG_AGO))


def signed_in(browser: Browser, person: Person) -> Browser:
    """The same browser after `person` has signed in with the real form."""
    page = browser.open("/staff/sign-in?next=/staff/profile")
    landed: BeautifulSoup = browser.press(page, "Sign in", {"email": person.email, "password": PASSWORD})
    assert browser.address == "/staff/profile", landed.get_text()
    return browser


def _kept(row: Row) -> Row:
    session().add(row)
    session().flush()
    return row


@cache
def _hash(password: str) -> str:
    hashed = hash_password(password)
    assert isinstance(hashed, str)
    return hashed
