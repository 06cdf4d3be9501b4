"""The audit: written with the change or not at all, and still there when everything it speaks of is gone."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, uuid4

import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.audit.actions import record
from app.audit.models import Entry
from app.audit.queries import history
from app.audit.rules import SYSTEM, Actor, ActorKind, Subject, identifier, link_holder, person
from app.core.db import session as current
from app.core.db import transaction
from tests.factories import a_campaign, a_person

NOON = datetime(2027, 6, 17, 12, 0, tzinfo=UTC)


def test_an_entry_says_who_did_what_to_what_and_when(session: Session) -> None:
    ada, campaign, letter = a_person(), a_campaign(), uuid4()

    record("letter opened", Subject("letter", letter, campaign.id), by=person(ada.id), now=NOON, revision="3")

    [entry] = history([letter])
    session.flush()
    assert (entry.at, entry.action, entry.facts) == (NOON, "letter opened", {"revision": "3"})
    assert (entry.actor_kind, entry.actor_id) == (ActorKind.PERSON, ada.id)
    assert (entry.subject_kind, entry.subject_id, entry.campaign_id) == ("letter", letter, campaign.id)


@pytest.mark.usefixtures("session")
def test_a_link_holder_and_the_system_act_too() -> None:
    thing, holder = uuid4(), uuid4()
    for minute, actor in enumerate((link_holder(holder), SYSTEM)):
        record("done", Subject("thing", thing), by=actor, now=NOON + timedelta(minutes=minute))

    acted = [(entry.actor_kind, entry.actor_id) for entry in history([thing])]
    assert acted == [(ActorKind.SYSTEM, None), (ActorKind.LINK_HOLDER, holder)]


@pytest.mark.usefixtures("session")
def test_a_history_is_of_what_was_asked_newest_first_and_no_longer_than_asked() -> None:
    ours, other, theirs = uuid4(), uuid4(), uuid4()
    for minute, thing in enumerate((ours, theirs, other, ours)):
        record(f"step {minute}", Subject("thing", thing), by=SYSTEM, now=NOON + timedelta(minutes=minute))

    assert [entry.action for entry in history([ours, other])] == ["step 3", "step 2", "step 0"]
    assert [entry.action for entry in history([ours, other], limit=2)] == ["step 3", "step 2"]
    assert history([]) == []


def test_what_one_click_does_is_told_in_the_order_in_which_it_was_done(session: Session) -> None:
    thing = uuid4()
    for step in range(40):
        record(f"step {step}", Subject("thing", thing), by=SYSTEM, now=NOON)
    session.flush()

    assert [entry.action for entry in history([thing])] == [f"step {step}" for step in reversed(range(40))]
    assert {entry.id.version for entry in history([thing])} == {7}


@pytest.mark.parametrize("number", [0, (1 << 18) - 1, (1 << 30) - 2])
def test_identifiers_of_entries_rise(number: int) -> None:
    first, second = identifier(number, now=NOON, chance=(1 << 44) - 1), identifier(number + 1, now=NOON, chance=0)
    assert first < second < identifier(0, now=NOON + timedelta(milliseconds=1), chance=0)
    assert (first.version, first.variant) == (7, RFC_4122)


def test_what_did_not_happen_is_not_recorded(own_app: Flask) -> None:
    def fail() -> None:
        with transaction():
            record("letter opened", Subject("letter", uuid4()), by=SYSTEM, now=NOON)
            current().flush()
            raise KeyboardInterrupt

    with own_app.app_context(), pytest.raises(KeyboardInterrupt):
        fail()

    with own_app.app_context():
        assert current().scalars(select(Entry)).all() == []


def test_an_entry_outlives_whoever_acted_and_what_was_acted_upon(session: Session) -> None:
    ada, campaign = a_person(), a_campaign()
    record("campaign begun", Subject("campaign", campaign.id, campaign.id), by=person(ada.id), now=NOON)
    session.flush()

    session.delete(ada)
    session.delete(campaign)
    session.flush()

    assert [entry.actor_id for entry in history([campaign.id])] == [ada.id]
    assert inspect(Entry).local_table.foreign_keys == set()


def test_an_entry_needs_a_moment_with_a_zone_and_a_known_kind_of_actor(session: Session) -> None:
    record("done", Subject("thing", uuid4()), by=SYSTEM, now=NOON.replace(tzinfo=None))
    with pytest.raises(StatementError, match="naive datetime"):
        session.flush()
    session.rollback()

    record("done", Subject("thing", uuid4()), by=Actor("ghost"), now=NOON)  # type: ignore[arg-type]  # the mistake in question
    with pytest.raises((StatementError, IntegrityError)):
        session.flush()
    session.rollback()
