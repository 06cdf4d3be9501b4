"""Who may read an edition when: the rule, its table, its SQL twin."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.wall_time import DateOrder, read_wall_time
from app.editions import queries, rules
from app.editions.models import Edition
from app.editions.rules import Reader, Reading, Stage, Standing
from tests.factories import a_letter, a_sealed_edition

NOON = datetime(2027, 6, 17, 12, tzinfo=UTC)
MOMENTS = st.integers(-3, 3).map(lambda step: NOON + timedelta(microseconds=step))
MAYBE = st.none() | MOMENTS
STANDINGS = st.builds(
    Standing,
    sealed_at=MAYBE,
    lift_at=MOMENTS,
    held_at=MAYBE,
    lifted_at=MAYBE,
    killed_at=MAYBE,
    withdrawn_at=MAYBE,
    failed=st.booleans(),
)


@given(STANDINGS, MOMENTS)
def test_the_public_reads_only_what_is_public_or_a_tombstone(standing: Standing, now: datetime) -> None:
    reading = rules.readable(standing, Reader.PUBLIC, now=now)
    assert (reading is Reading.CLEAN) == rules.is_public(standing, now=now)
    assert reading in {Reading.NOTHING, Reading.CLEAN, Reading.WITHDRAWN}
    assert (reading is Reading.WITHDRAWN) == (standing.withdrawn_at is not None)


@given(STANDINGS, MOMENTS)
def test_nothing_unsealed_killed_or_withdrawn_is_ever_public(standing: Standing, now: datetime) -> None:
    if standing.sealed_at is None or standing.killed_at is not None or standing.withdrawn_at is not None:
        assert not rules.is_public(standing, now=now)


@given(STANDINGS, MOMENTS, MOMENTS)
def test_time_alone_only_ever_makes_an_edition_public(standing: Standing, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    if rules.is_public(standing, now=earlier):
        assert rules.is_public(standing, now=later)


@given(STANDINGS, MOMENTS)
def test_a_hold_closes_what_the_clock_alone_would_open(standing: Standing, now: datetime) -> None:
    if standing.held_at is not None and standing.lifted_at is None:
        assert not rules.is_public(standing, now=now)


def test_the_instant_of_the_lift_is_public_and_the_microsecond_before_is_not() -> None:
    standing = Standing(sealed_at=NOON - timedelta(days=1), lift_at=NOON)
    assert rules.stage(standing, now=NOON - timedelta(microseconds=1)) is Stage.EMBARGOED
    assert rules.stage(standing, now=NOON) is Stage.PUBLIC


@given(STANDINGS, MOMENTS)
def test_press_and_team_never_get_the_clean_text_before_the_public(standing: Standing, now: datetime) -> None:
    for reader in (Reader.PRESS, Reader.TEAM):
        if rules.readable(standing, reader, now=now) is Reading.CLEAN:
            assert rules.is_public(standing, now=now) or standing.withdrawn_at is not None


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(standing=STANDINGS, now=MOMENTS)
def test_the_query_finds_exactly_what_the_rule_calls_public(
    session: Session, standing: Standing, now: datetime
) -> None:
    if standing.killed_at is not None and standing.lifted_at is not None:
        return  # the table forbids it
    edition = _edition(session)
    for name in ("sealed_at", "lift_at", "held_at", "lifted_at", "killed_at", "withdrawn_at"):
        setattr(edition, name, getattr(standing, name))
    edition.failure = "It failed." if standing.failed else ""
    session.flush()
    found = session.scalar(select(Edition.id).where(Edition.id == edition.id, queries.public_at(now)))
    assert (found is not None) == rules.is_public(queries.standing(edition), now=now)


def _edition(session: Session) -> Edition:
    return session.scalars(select(Edition)).first() or a_sealed_edition(a_letter())


@pytest.mark.parametrize(
    ("wall", "says"),
    [
        ("2027-06-17 03:00 Europe/Brussels", "It is night there: few will read it then."),
        ("2027-06-19 10:00 Europe/Brussels", "It is a weekend there."),
        ("2027-09-17 10:00 Europe/Brussels", "It is more than 30 days ahead: embargoes that long are seldom kept."),
    ],
)
def test_an_unusual_moment_is_questioned(wall: str, says: str) -> None:
    lift = read_wall_time(wall)
    assert rules.doubts_about(lift.instant(), lift.zone, now=NOON - timedelta(days=3)) == (says,)


def test_less_than_a_quarter_of_an_hour_is_questioned() -> None:
    lift = read_wall_time("2027-06-17 14:00 Europe/Brussels")
    says = ("It is less than 15 minutes ahead: the press and you have hardly time to look.",)
    assert rules.doubts_about(lift.instant(), lift.zone, now=lift.instant() - timedelta(minutes=14)) == says
    assert rules.doubts_about(lift.instant(), lift.zone, now=lift.instant() - timedelta(minutes=15)) == ()


def test_a_clock_change_within_a_day_is_questioned() -> None:
    lift = read_wall_time("2027-03-27 18:00 Europe/Brussels")
    doubts = rules.doubts_about(lift.instant(), lift.zone, now=lift.instant() - timedelta(days=2))
    assert "The clocks change there within a day of it. Read the UTC time twice." in doubts


def test_a_letter_that_bears_another_day_is_questioned() -> None:
    lift = read_wall_time("2027-06-17 09:00 Asia/Tokyo")
    before = lift.instant() - timedelta(days=2)

    found = [
        rules.doubts_about(lift.instant(), lift.zone, now=before, dated=date(2027, 6, day), order=order)
        for day, order in ((16, DateOrder.DAY_FIRST), (16, DateOrder.MONTH_FIRST), (17, DateOrder.DAY_FIRST))
    ]

    to_do = "Change one of the two if that is not meant."
    assert found == [
        (f"The letter is dated 16 June 2027 and becomes public on 17 June 2027 there. {to_do}",),
        (f"The letter is dated June 16, 2027 and becomes public on June 17, 2027 there. {to_do}",),
        (),
    ]


def test_a_plain_moment_is_not_questioned() -> None:
    lift = read_wall_time("2027-06-17 09:00 Europe/Brussels")
    assert rules.doubts_about(lift.instant(), lift.zone, now=lift.instant() - timedelta(days=2)) == ()


@pytest.mark.parametrize(
    ("ahead", "deadline", "says"),
    [
        (timedelta(), None, "That moment has passed. Choose one that lies ahead."),
        (
            timedelta(hours=1),
            timedelta(hours=2),
            "Organisations can still sign then. Choose a moment after the deadline, or move the deadline.",
        ),
        (timedelta(microseconds=1), None, None),
        (timedelta(hours=2), timedelta(hours=2), None),
    ],
)
def test_an_embargo_ends_late_enough(ahead: timedelta, deadline: timedelta | None, says: str | None) -> None:
    obstacle = rules.obstacle_to_lifting_at(
        NOON + ahead, deadline_at=NOON + deadline if deadline is not None else None, now=NOON
    )
    assert (obstacle.sentence if obstacle else None) == says


@given(STANDINGS, MOMENTS)
def test_an_edition_is_either_killed_or_withdrawn_never_both_at_one_moment(standing: Standing, now: datetime) -> None:
    may_kill = rules.obstacle_to_killing(standing, now=now) is None
    may_withdraw = rules.obstacle_to_withdrawing(standing, now=now) is None
    assert not (may_kill and may_withdraw)


@given(STANDINGS, MOMENTS)
def test_only_what_is_sealed_and_not_public_can_be_held_or_let_go(standing: Standing, now: datetime) -> None:
    stage = rules.stage(standing, now=now)
    assert (rules.obstacle_to_holding(standing, now=now) is None) == (stage is Stage.EMBARGOED)
    assert (rules.obstacle_to_letting_go(standing, now=now) is None) == (stage is Stage.HELD)
