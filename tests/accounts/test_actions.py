"""What is done to accounts: recorded, and decided by rows as they are when the turn comes."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import actions, queries
from app.accounts.actions import Entrance
from app.accounts.models import Person
from app.accounts.rules import Rank
from app.audit.models import Entry
from app.audit.rules import SYSTEM, ActorKind
from app.core import db
from app.core.errors import Refused
from app.core.tokens import Link, Purpose
from app.mail.actions import post
from app.mail.message import Message
from app.mail.models import OutboxMessage
from app.mail.rules import State
from tests.browser import Browser
from tests.factories import LONG_AGO, PASSWORD, a_person, signed_in
from tests.haste import at_once

NOON = datetime(2026, 1, 6, 12, 0, tzinfo=UTC)
NEW_PASSWORD = "marble kettle thunder nine"
Doing = Callable[[Person], None]


def seen_before(app: Flask, person_id: UUID, doing: Doing) -> Callable[[], None]:
    """Do something to a person in a transaction that has read them a while before."""

    def do() -> None:
        with app.app_context(), db.transaction():
            person = queries.person(person_id)
            time.sleep(0.2)  # long enough for the others to read them too
            doing(person)

    return do


def test_an_invitation_opened_twice_at_the_same_moment_is_taken_up_once(own_app: Flask) -> None:
    with own_app.app_context(), db.transaction():
        number = a_person(joined_at=None).id

    def join_as(name: str) -> Callable[[], None]:
        entrance = Entrance(name=name, password=PASSWORD)
        return seen_before(own_app, number, lambda person: actions.join(person, entrance, now=NOON))

    faults = at_once(join_as("Ada"), join_as("Eve"))

    assert [str(fault) for fault in faults] == [
        "This invitation has been used. Sign in with your password, or ask for a new one there."
    ]
    with own_app.app_context():
        assert len(db.session().scalars(select(Entry.id).where(Entry.action == "person joined")).all()) == 1


def test_two_new_invitations_at_the_same_moment_have_links_of_their_own(own_app: Flask) -> None:
    with own_app.app_context(), db.transaction():
        admin, number = a_person(rank=Rank.ADMIN), a_person(joined_at=None).id
    again = seen_before(own_app, number, lambda person: actions.invite_again(person, inviter=admin, now=NOON))

    assert at_once(again, again) == []

    with own_app.app_context():
        assert sorted(db.session().scalars(select(OutboxMessage.link_round))) == [1, 2]
        assert queries.person(number).join_token_hash == Link(Purpose.JOIN, number, 2).token_hash()


def test_an_invitation_taken_back_is_not_switched_on(session: Session, browser: Browser) -> None:
    ada = a_person(joined_at=None)
    ada.join_token_hash = Link(Purpose.JOIN, ada.id).token_hash()
    actions.switch_off(ada, by=SYSTEM, now=NOON)
    session.flush()

    with pytest.raises(Refused, match="Send a new one"):
        actions.switch_on(ada, by=SYSTEM, now=NOON)

    browser.open(Link(Purpose.JOIN, ada.id).path(), status=410)


@pytest.mark.usefixtures("session")
def test_an_account_that_is_on_is_not_switched_on() -> None:
    with pytest.raises(Refused, match="not switched off"):
        actions.switch_on(a_person(), by=SYSTEM, now=NOON)


def test_what_people_do_to_their_own_account_is_recorded(browser: Browser, session: Session) -> None:
    ada = a_person()
    signed_in(browser, ada)
    browser.press(browser.open("/staff/profile"), "Save", {"name": "Ada King"})
    changed = {"password": PASSWORD, "new_password": NEW_PASSWORD}
    browser.press(browser.open("/staff/profile/password"), "Change the password", changed)
    browser.press(browser.open("/staff/sign-out"), "Sign out everywhere")

    entries = session.scalars(select(Entry).where(Entry.subject_id == ada.id)).all()

    assert {entry.action for entry in entries} == {"profile changed", "password changed", "signed out everywhere"}
    assert {(entry.actor_kind, entry.actor_id) for entry in entries} == {(ActorKind.PERSON, ada.id)}
    assert [entry.facts for entry in entries] == [{}] * 3


def test_a_message_tried_again_is_recorded_with_who_did_it(browser: Browser, session: Session) -> None:
    grace = a_person(rank=Rank.ADMIN)
    post(Message(key="one", to="ada@example.org", subject="First", body="Text"), now=LONG_AGO)
    session.flush()
    message = session.scalars(select(OutboxMessage)).one()
    message.state = State.FAILED
    session.flush()

    signed_in(browser, grace).press(browser.open("/staff/outbox"), "Try again")

    entry = session.scalars(select(Entry)).one()
    assert (entry.action, entry.actor_id, entry.subject_id) == ("mail tried again", grace.id, message.id)
