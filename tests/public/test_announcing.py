"""Signatories hear once that their letter is public."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import tasks
from app.editions.actions import LIFTING
from app.editions.models import Edition
from app.letters.models import Letter
from app.mail.models import OutboxMessage
from app.signons.models import SignOn
from app.signons.rules import Origin, State, Visibility
from tests.factories import BEFORE_LIFT, LIFT, LONG_AGO, a_campaign, a_letter, a_sealed_edition, the_text_of

SetClock = Callable[[datetime], None]
LATER = LIFT.instant() + timedelta(minutes=2)


def signed(letter: Letter, session: Session, name: str, *, email: str, state: State = State.ACCEPTED) -> SignOn:
    """A sign-on of before the seal."""
    sign_on = SignOn(
        letter_id=letter.id,
        revision_id=the_text_of(letter).id,
        origin=Origin.INVITATION,
        state=state,
        name=name,
        name_key=name.lower(),
        sort_key=name.lower(),
        typist_name="Olga Orlova",
        email=email,
        submitted_at=LONG_AGO - timedelta(days=1),
        accepted_at=LONG_AGO - timedelta(days=1) if state is State.ACCEPTED else None,
    )
    session.add(sign_on)
    session.flush()
    return sign_on


@pytest.fixture
def waiting(session: Session) -> tuple[Letter, Edition]:  # noqa: ARG001 - rows need the test's transaction
    letter = a_letter(a_campaign("Clean rivers"), title="Clean water for every town")
    return letter, a_sealed_edition(letter)


def told(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)))


def test_each_contact_hears_once_however_often_the_job_runs(
    app: Flask, session: Session, at: SetClock, waiting: tuple[Letter, Edition]
) -> None:
    letter, edition = waiting
    sign_on = signed(letter, session, "Rivers United", email="olga@example.org")
    at(BEFORE_LIFT)
    tasks.run_now(app, "public.announce")
    assert told(session) == []

    at(LATER)
    for _ in range(5):
        for name in ("editions.lift", "public.announce"):
            tasks.run_now(app, name)

    (message,) = told(session)
    body = message.body or ""
    assert message.key == f"released:{edition.id}:{sign_on.id}"
    assert (message.recipient, message.subject) == ("olga@example.org", "Released: Clean water for every town")
    assert "The letter that Rivers United signed" in body
    assert f"/letters/{letter.slug}\n" in body
    assert body.rstrip().endswith("The coordinators of Clean rivers")
    assert len(body.split()) <= 120


def test_signatories_hear_with_the_job_that_records_the_lift(
    app: Flask, session: Session, at: SetClock, waiting: tuple[Letter, Edition]
) -> None:
    signed(waiting[0], session, "Rivers United", email="olga@example.org")
    at(LATER)

    tasks.run_now(app, LIFTING)

    assert [message.recipient for message in told(session)] == ["olga@example.org"]


def test_whoever_asked_not_to_be_named_is_not_named_in_the_mail_either(
    app: Flask, session: Session, at: SetClock, waiting: tuple[Letter, Edition]
) -> None:
    silent = signed(waiting[0], session, "Silent House", email="someone@example.org")
    silent.visibility = Visibility.COUNTED
    waiting[1].lifted_at = LIFT.instant()
    session.flush()
    at(LATER)

    tasks.run_now(app, "public.announce")

    (message,) = told(session)
    assert message.recipient == "someone@example.org"
    assert "Silent" not in message.subject + (message.body or "")


def test_only_those_who_stand_under_it_and_left_an_address_hear_of_it(
    app: Flask, session: Session, at: SetClock, waiting: tuple[Letter, Edition]
) -> None:
    letter, edition = waiting
    edition.lifted_at = LIFT.instant()
    signed(letter, session, "Signed", email="signed@example.org")
    signed(letter, session, "No address", email="")
    signed(letter, session, "Left", email="left@example.org", state=State.WITHDRAWN)
    signed(letter, session, "Late", email="late@example.org").accepted_at = LONG_AGO + timedelta(days=1)
    signed(a_letter(), session, "Elsewhere", email="elsewhere@example.org")
    session.flush()
    at(LATER)

    tasks.run_now(app, "public.announce")

    assert [message.recipient for message in told(session)] == ["signed@example.org"]


@pytest.mark.parametrize("field", ["withdrawn_at", "killed_at", "held_at"])
def test_nothing_is_announced_of_what_is_not_public(
    app: Flask, session: Session, at: SetClock, waiting: tuple[Letter, Edition], field: str
) -> None:
    letter, edition = waiting
    signed(letter, session, "Rivers United", email="olga@example.org")
    setattr(edition, field, LONG_AGO)
    session.flush()
    at(LATER)

    for name in ("editions.lift", "public.announce"):
        tasks.run_now(app, name)

    assert told(session) == []
