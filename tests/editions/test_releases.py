"""When a letter is public, as those who sign and those who plan are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from app.accounts.models import Person
from app.audit.rules import SYSTEM
from app.core.tokens import Link, Purpose
from app.core.wall_time import WallTime, wall_time_at
from app.editions.models import Edition
from app.editions.releases import Issued, course
from app.editions.rules import Standing
from app.letters.models import Letter
from app.letters.release import Course, Release, as_told_to_anyone
from app.letters.rules import Listing
from app.mail.models import OutboxMessage
from app.outreach.actions import invite
from app.outreach.rules import Contact
from app.signons.actions import accept
from app.signons.models import SignOn
from app.signons.rules import State
from tests.browser import Browser, words
from tests.factories import (
    BEFORE_LIFT,
    LIFT,
    LONG_AGO,
    a_campaign,
    a_letter,
    a_person,
    a_sealed_edition,
    a_sign_on,
    an_open_link,
    signed_in,
)

SetClock = Callable[[datetime], None]
PLAN = "2027-06-20 09:00 Europe/Brussels"
PLANNED = "Sunday 20 June 2027, 09:00 CEST (Brussels)"
SEALED = "Thursday 17 June 2027, 09:00 CEST (Brussels)"
LATER = WallTime(LIFT.at + timedelta(days=3), LIFT.zone)
AFTER = LIFT.instant() + timedelta(days=1)
STANDING = Standing(sealed_at=LONG_AGO, lift_at=LIFT.instant())
EMBARGOED = Issued(STANDING, LIFT.zone)
HELD = Issued(replace(STANDING, held_at=LONG_AGO), LIFT.zone)
KILLED = Issued(replace(STANDING, killed_at=LONG_AGO), LIFT.zone)
WITHDRAWN = Issued(replace(STANDING, withdrawn_at=LONG_AGO), LIFT.zone)
FAILED = Issued(replace(STANDING, sealed_at=None, failed=True), LIFT.zone)
NEXT = Issued(replace(STANDING, lift_at=LATER.instant()), LIFT.zone)
LET_GO = Issued(replace(STANDING, lifted_at=BEFORE_LIFT), LIFT.zone)


@pytest.mark.parametrize(
    ("editions", "plan", "now", "expected"),
    [
        ([], None, BEFORE_LIFT, Release()),
        ([], LATER, BEFORE_LIFT, Release(at=LATER)),
        ([], LIFT, AFTER, Release()),
        ([FAILED], LATER, BEFORE_LIFT, Release(at=LATER)),
        ([EMBARGOED], LATER, BEFORE_LIFT, Release(Course.BOUND, LIFT)),
        ([HELD], LATER, BEFORE_LIFT, Release(Course.HELD)),
        ([EMBARGOED], LATER, LIFT.instant(), Release(Course.PUBLIC, LIFT)),
        ([LET_GO], LATER, BEFORE_LIFT, Release(Course.PUBLIC, wall_time_at(BEFORE_LIFT, LIFT.zone))),
        ([NEXT, EMBARGOED], None, LIFT.instant(), Release(Course.PUBLIC, LIFT, next_at=LATER)),
        ([KILLED, EMBARGOED], None, BEFORE_LIFT, Release(Course.BOUND, LIFT)),
        ([KILLED], LIFT, BEFORE_LIFT, Release(Course.KILLED)),
        ([KILLED], LATER, BEFORE_LIFT, Release(at=LATER)),
        ([WITHDRAWN], LIFT, AFTER, Release(Course.WITHDRAWN)),
        ([KILLED, WITHDRAWN], None, AFTER, Release(Course.KILLED)),
    ],
)
def test_what_is_public_counts_first_then_what_is_sealed_then_the_plan(
    editions: list[Issued], plan: WallTime | None, now: datetime, expected: Release
) -> None:
    assert course(editions, plan, now=now) == expected


def test_whoever_holds_a_link_is_told_no_more_than_a_plan_told() -> None:
    for whole in (Release(Course.BOUND, LIFT), Release(Course.HELD), Release(Course.KILLED)):
        assert as_told_to_anyone(whole, None) == Release()
    assert as_told_to_anyone(Release(Course.HELD), LIFT) == Release()
    assert as_told_to_anyone(Release(Course.BOUND, LIFT), LATER) == Release(Course.BOUND, LIFT)
    assert as_told_to_anyone(Release(Course.PUBLIC, LIFT, next_at=LATER), LATER) == Release(Course.PUBLIC, LIFT)


@pytest.fixture
def lead(session: Session) -> Person:  # noqa: ARG001 - rows need a session
    return a_person()


@pytest.fixture
def letter(lead: Person, at: SetClock) -> Letter:
    at(BEFORE_LIFT)
    letter = a_letter(a_campaign(lead=lead))
    letter.planned_lift = PLAN
    return letter


@pytest.fixture
def signed(letter: Letter) -> SignOn:
    sign_on = a_sign_on(letter)
    sign_on.sealed_at = LONG_AGO
    return sign_on


@pytest.fixture
def edition(letter: Letter) -> Edition:
    return a_sealed_edition(letter)


def page_of(browser: Browser, sign_on: SignOn) -> str:
    return words(browser.open(Link(Purpose.SIGN_ON, sign_on.id).path()))


def test_the_seal_binds_what_signers_are_told(
    browser: Browser, letter: Letter, signed: SignOn, edition: Edition, session: Session
) -> None:
    signing, mine = words(browser.open(an_open_link(letter))), page_of(browser, signed)
    for page in (signing, mine):
        assert f"Public {SEALED}" in page
        assert PLANNED not in page
    assert f"It is public from {SEALED}. Until it is, please keep it to yourselves." in mine
    edition.failure, edition.sealed_at = "It could not be set.", None
    session.flush()
    assert f"Planned to be public {PLANNED}" in page_of(browser, signed)


def test_after_the_lift_signers_are_told_where_it_is_and_need_not_keep_silent(
    browser: Browser, letter: Letter, signed: SignOn, edition: Edition, at: SetClock
) -> None:
    del edition
    at(LIFT.instant())
    signing, mine = words(browser.open(an_open_link(letter))), page_of(browser, signed)
    for page in (signing, mine):
        assert f"Public since {SEALED}" in page
        assert f"/letters/{letter.slug}" in page
        assert "Planned" not in page
    assert "Please share this page only inside" not in signing
    assert "It is public with the names there were." in signing
    assert "keep it to yourselves" not in mine


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        ("held_at", "hold it back and have said no moment"),
        ("killed_at", "No: the coordinators stopped what was sealed before anyone outside read it"),
        ("withdrawn_at", "No longer: it was public, and the coordinators have withdrawn it"),
    ],
)
def test_a_signatory_is_told_what_became_of_the_edition_and_a_stranger_only_what_all_can_see(
    browser: Browser, signed: SignOn, edition: Edition, ended: str, told: str
) -> None:
    session = object_session(signed)
    assert session is not None
    letter = session.get_one(Letter, signed.letter_id)
    letter.listing, letter.planned_lift = Listing.PUBLIC_CALL, str(LIFT)
    undecided = a_sign_on(letter, "Wells for All", state=State.UNCONFIRMED)
    setattr(edition, ended, LONG_AGO)
    session.flush()

    assert told in page_of(browser, signed)
    for page in (words(browser.open(an_open_link(letter))), page_of(browser, undecided)):
        assert (told in page) == (ended == "withdrawn_at")
        assert SEALED not in page


def test_an_edition_nobody_planned_aloud_is_told_to_signatories_only(
    browser: Browser, letter: Letter, signed: SignOn, edition: Edition
) -> None:
    del edition
    letter.planned_lift = None

    assert SEALED in page_of(browser, signed)
    assert SEALED not in words(browser.open(an_open_link(letter)))


@pytest.mark.usefixtures("signed", "edition")
@pytest.mark.parametrize(
    ("now", "line"),
    [
        (BEFORE_LIFT, f"The letter was sealed before and is public from {SEALED}. Until it is, please keep it"),
        (AFTER, f"The letter was sealed before and is public since {SEALED}: http"),
    ],
)
def test_a_receipt_tells_the_moment_that_was_sealed(letter: Letter, session: Session, now: datetime, line: str) -> None:
    late = a_sign_on(letter, "Late Rivers", state=State.CONFIRMED)
    accept(late, by=SYSTEM, now=now)

    [mail] = session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == late.email))
    assert line in (mail.body or "")


def test_no_release_is_planned_beside_one_that_is_sealed(
    browser: Browser, lead: Person, letter: Letter, edition: Edition
) -> None:
    session = object_session(edition)
    assert session is not None
    signed_in(browser, lead)
    edition.killed_at = LONG_AGO
    session.flush()
    stale = browser.open(f"/staff/letters/{letter.id}/plan")
    edition.killed_at = None
    session.flush()

    told = browser.press(stale, "Note the plan", {"date": "2027-12-20", "time": "09:00", "zone": "UTC"}, status=409)
    assert letter.planned_lift == PLAN
    assert f"The letter is sealed and becomes public on {SEALED}. That moment stands." in words(told)
    edition.lifted_at = BEFORE_LIFT
    session.flush()
    assert "A plan noted now is for its next edition." in words(browser.open(f"/staff/letters/{letter.id}/plan"))


@pytest.mark.parametrize(
    ("now", "line"),
    [
        (BEFORE_LIFT, "The letter is not public yet: please keep it inside your organisation."),
        (LIFT.instant(), f"The letter is public since {SEALED}: http"),
    ],
)
def test_whoever_is_asked_after_the_lift_is_not_asked_for_silence(
    letter: Letter, edition: Edition, session: Session, now: datetime, line: str
) -> None:
    del edition
    invite(letter, [Contact("Wells for All", "", "wells@example.org")], by=SYSTEM, now=now)

    [mail] = session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "wells@example.org"))
    told = [each for each in (mail.body or "").split("\n") if each.startswith("The letter is ")]
    assert [each.startswith(line) for each in told] == [True]
