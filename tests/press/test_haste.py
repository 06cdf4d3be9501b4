"""What two do to the same journalist, text or lift at the same moment, in a real database with real threads."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.core import clock, db, tasks
from app.core.errors import Refused
from app.core.wall_time import WallTime
from app.editions.models import Edition
from app.letters.circumstances import PressMaterial
from app.letters.models import Letter
from app.mail.models import OutboxMessage
from app.press import actions, queries
from app.press.actions import Journalist
from app.press.models import Copy, PressContact
from tests.factories import BEFORE_LIFT, LIFT, a_grant, a_letter, a_sealed_edition
from tests.haste import at_once

NOW = BEFORE_LIFT
ANA = Journalist("Ana Pop", "Radio Delta", "ana@radio.example", "Europe/Bucharest")


def test_copies_asked_for_at_the_same_moment_have_numbers_of_their_own(own_app: Flask) -> None:
    with own_app.app_context(), db.transaction():
        letter = a_letter()
        edition_id = a_sealed_edition(letter).id
        grants = [a_grant(letter, name=f"Journalist {n}").grant.id for n in range(8)]

    def number(grant_id: UUID) -> Callable[[], None]:
        def doing() -> None:
            with own_app.app_context(), db.transaction():
                edition = db.session().get_one(Edition, edition_id)
                guest = queries.guest(grant_id)
                actions.number_copy(db.session().get_one(Letter, guest.grant.letter_id), guest, edition, now=NOW)

        return doing

    faults = at_once(*(number(grant_id) for grant_id in [*grants, *grants]))

    assert faults == []
    with own_app.app_context():
        copies = db.session().scalars(select(Copy).order_by(Copy.number)).all()
    assert [copy.number for copy in copies] == list(range(1, 9))
    assert {copy.grant_id for copy in copies} == set(grants)


def test_workers_that_run_at_the_same_moment_tell_a_lift_once(own_app: Flask) -> None:
    lift = WallTime(LIFT.at + timedelta(days=1), LIFT.zone)
    with own_app.app_context(), db.transaction():
        letter = a_letter()
        edition = a_sealed_edition(letter, lift=lift)
        edition.lifted_at = lift.instant()
        expected = {f"lifted:{edition.id}:{a_grant(letter).grant.id}" for _ in range(20)}
    clock.init_app(own_app, lambda: lift.instant() + timedelta(minutes=1))

    assert at_once(*[lambda: tasks.run_now(own_app, "press.announce")] * 4) == []

    with own_app.app_context():
        keys = list(db.session().scalars(select(OutboxMessage.key)))
    assert sorted(keys) == sorted(expected)


Doing = Callable[[Letter], object]


def each_at_once(app: Flask, letter_id: UUID, *doings: Doing) -> list[BaseException]:
    """Do all to one letter, each in a transaction that stays open for a while afterwards."""

    def kept(doing: Doing) -> Callable[[], None]:
        def do() -> None:
            with app.app_context(), db.transaction():
                doing(db.session().get_one(Letter, letter_id))
                db.session().flush()
                time.sleep(0.2)  # long enough for the others to look, and find nothing

        return do

    return at_once(*map(kept, doings))


@pytest.fixture
def embargoed(own_app: Flask) -> UUID:
    """A letter under embargo, really kept."""
    with own_app.app_context(), db.transaction():
        letter = a_letter()
        a_sealed_edition(letter)
    return letter.id


def test_a_journalist_invited_twice_at_the_same_moment_is_invited_once(own_app: Flask, embargoed: UUID) -> None:
    def invite(letter: Letter) -> None:
        actions.invite(letter, ANA, by=SYSTEM, now=NOW)

    faults = each_at_once(own_app, embargoed, invite, invite)

    assert [type(fault) for fault in faults] == [Refused]
    assert "has been invited already" in str(faults[0])
    with own_app.app_context():
        assert len(db.session().scalars(select(PressContact.id)).all()) == 1
        assert len(db.session().scalars(select(OutboxMessage.id)).all()) == 1


def test_a_known_journalist_invited_twice_at_the_same_moment_is_invited_once(own_app: Flask, embargoed: UUID) -> None:
    with own_app.app_context(), db.transaction():
        campaign_id = db.session().get_one(Letter, embargoed).campaign_id
        known = PressContact(
            campaign_id=campaign_id, name=ANA.name, outlet=ANA.outlet, email=ANA.email, zone=ANA.zone, entered_at=NOW
        )
        db.session().add(known)

    def invite(letter: Letter) -> None:
        actions.invite_contact(letter, queries.contact(campaign_id, known.id), by=SYSTEM, now=NOW)

    faults = each_at_once(own_app, embargoed, invite, invite)

    assert [type(fault) for fault in faults] == [Refused]
    assert "has been invited already" in str(faults[0])


def test_a_press_text_written_twice_at_the_same_moment_is_there_once(own_app: Flask, embargoed: UUID) -> None:
    def write(letter: Letter) -> None:
        actions.write_press_text(letter, PressMaterial("Rivers", "Why now."), by=SYSTEM, now=NOW)

    assert each_at_once(own_app, embargoed, write, write) == []

    with own_app.app_context():
        assert queries.press_page(embargoed).headline == "Rivers"


def test_whoever_is_shut_out_at_the_moment_of_accepting_has_not_accepted(own_app: Flask, embargoed: UUID) -> None:
    with own_app.app_context(), db.transaction():
        grant_id = a_grant(db.session().get_one(Letter, embargoed), accepted_at=None).grant.id
    is_open, is_shut = threading.Event(), threading.Event()

    def accept() -> None:
        with own_app.app_context(), db.transaction():
            guest = queries.guest(grant_id)
            db.session().commit()  # as a page that was read before
            is_open.set()
            is_shut.wait()
            actions.accept(db.session().get_one(Letter, embargoed), guest, now=NOW)

    def shut_out() -> None:
        is_open.wait()
        with own_app.app_context(), db.transaction():
            actions.revoke(db.session().get_one(Letter, embargoed), queries.guest(grant_id), by=SYSTEM, now=NOW)
        is_shut.set()

    faults = at_once(accept, shut_out)

    assert [type(fault) for fault in faults] == [Refused]
    assert str(faults[0]).startswith("Your access has ended;")
    with own_app.app_context():
        assert queries.guest(grant_id).grant.accepted_at is None


def test_a_journalist_is_shut_out_once_by_two_at_the_same_moment(own_app: Flask, embargoed: UUID) -> None:
    with own_app.app_context(), db.transaction():
        grant_id = a_grant(db.session().get_one(Letter, embargoed)).grant.id

    def shut_out(letter: Letter) -> None:
        guest = queries.guest(grant_id)
        time.sleep(0.2)  # long enough for the other to read it too
        actions.revoke(letter, guest, by=SYSTEM, now=NOW)

    faults = each_at_once(own_app, embargoed, shut_out, shut_out)

    assert [type(fault) for fault in faults] == [Refused]
