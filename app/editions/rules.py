"""Who may read an edition when, and what may be done to it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.core.errors import Obstacle
from app.core.wall_time import DateOrder, day

SHORTEST_NOTICE = timedelta(minutes=15)
LONGEST_NOTICE = timedelta(days=30)
_OFFICE_HOURS = range(7, 21)
_ONE_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})


class Reader(StrEnum):
    """Who asks to read. Whether someone *is* press or team is settled before, by their grant or their account."""

    PUBLIC = "public"
    PRESS = "press"
    TEAM = "team"


class Reading(StrEnum):
    """What a reader may have of an edition."""

    NOTHING = "nothing"
    EMBARGOED = "embargoed"
    CLEAN = "clean"
    KILLED = "killed"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """Where an edition stands at one moment: computed, never stored."""

    SEALING = "sealing"
    FAILED = "failed"
    HELD = "held"
    EMBARGOED = "embargoed"
    PUBLIC = "public"
    KILLED = "killed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Standing:
    """The instants that decide. All aware UTC."""

    sealed_at: datetime | None
    lift_at: datetime
    held_at: datetime | None = None
    lifted_at: datetime | None = None
    killed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    failed: bool = False


def is_public(standing: Standing, *, now: datetime) -> bool:
    """Say whether everyone may read it at `now`. The instant of the lift is inside.

    The SQL twin is `queries.public_at`.
    """
    if standing.sealed_at is None or standing.killed_at is not None or standing.withdrawn_at is not None:
        return False
    if standing.lifted_at is not None:
        return standing.lifted_at <= now
    return standing.held_at is None and standing.lift_at <= now


def stage(standing: Standing, *, now: datetime) -> Stage:
    """Say where the edition stands at `now`."""
    if standing.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if standing.killed_at is not None:
        return Stage.KILLED
    if standing.sealed_at is None:
        return Stage.FAILED if standing.failed else Stage.SEALING
    if is_public(standing, now=now):
        return Stage.PUBLIC
    return Stage.HELD if standing.held_at is not None else Stage.EMBARGOED


_READING: dict[tuple[Stage, Reader], Reading] = {
    (Stage.HELD, Reader.PRESS): Reading.EMBARGOED,
    (Stage.HELD, Reader.TEAM): Reading.EMBARGOED,
    (Stage.EMBARGOED, Reader.PRESS): Reading.EMBARGOED,
    (Stage.EMBARGOED, Reader.TEAM): Reading.EMBARGOED,
    (Stage.PUBLIC, Reader.PUBLIC): Reading.CLEAN,
    (Stage.PUBLIC, Reader.PRESS): Reading.CLEAN,
    (Stage.PUBLIC, Reader.TEAM): Reading.CLEAN,
    (Stage.KILLED, Reader.PRESS): Reading.KILLED,
    (Stage.KILLED, Reader.TEAM): Reading.EMBARGOED,
    (Stage.WITHDRAWN, Reader.PUBLIC): Reading.WITHDRAWN,
    (Stage.WITHDRAWN, Reader.PRESS): Reading.WITHDRAWN,
    (Stage.WITHDRAWN, Reader.TEAM): Reading.CLEAN,
}


def readable(standing: Standing, reader: Reader, *, now: datetime) -> Reading:
    """Say what `reader` may have of the edition at `now`. What the table does not grant is nothing."""
    return _READING.get((stage(standing, now=now), reader), Reading.NOTHING)


def obstacle_to_lifting_at(lift_at: datetime, *, deadline_at: datetime | None, now: datetime) -> Obstacle | None:
    """Say why an embargo cannot end then, if so. `deadline_at` is when signing ends."""
    if lift_at <= now:
        return Obstacle("That moment has passed. Choose one that lies ahead.")
    if deadline_at is not None and lift_at < deadline_at:
        return Obstacle("Organisations can still sign then. Choose a moment after the deadline, or move the deadline.")
    return None


def doubts_about(
    lift_at: datetime,
    zone: str,
    *,
    now: datetime,
    dated: date | None = None,
    order: DateOrder = DateOrder.DAY_FIRST,
) -> tuple[str, ...]:
    """What is unusual about this moment and wants a second look. Whole sentences, none if it is plain.

    `dated` is the day that the letter itself bears; dates are written in `order`.
    """
    local = lift_at.astimezone(ZoneInfo(zone))
    doubts = []
    if lift_at < now + SHORTEST_NOTICE:
        minutes = int(SHORTEST_NOTICE.total_seconds() // 60)
        doubts.append(f"It is less than {minutes} minutes ahead: the press and you have hardly time to look.")
    if dated is not None and dated != local.date():
        bears, becomes = day(dated, order=order), day(local.date(), order=order)
        doubts.append(
            f"The letter is dated {bears} and becomes public on {becomes} there. "
            "Change one of the two if that is not meant."
        )
    if local.hour not in _OFFICE_HOURS:
        doubts.append("It is night there: few will read it then.")
    if local.weekday() in _WEEKEND:
        doubts.append("It is a weekend there.")
    if lift_at > now + LONGEST_NOTICE:
        doubts.append(f"It is more than {LONGEST_NOTICE.days} days ahead: embargoes that long are seldom kept.")
    before, after = ((lift_at + days).astimezone(ZoneInfo(zone)) for days in (-_ONE_DAY, _ONE_DAY))
    if before.utcoffset() != after.utcoffset():
        doubts.append("The clocks change there within a day of it. Read the UTC time twice.")
    return tuple(doubts)


def obstacle_to_holding(standing: Standing, *, now: datetime) -> Obstacle | None:
    """Say why the release cannot be held back, if so."""
    return _only_before_the_lift(standing, now=now) or (
        Obstacle("It is held already. Let it go, or kill it.") if standing.held_at is not None else None
    )


def obstacle_to_letting_go(standing: Standing, *, now: datetime) -> Obstacle | None:
    """Say why a held edition cannot be let go, if so. Where its time has passed it becomes public at once."""
    before = _only_before_the_lift(standing, now=now)
    if before is not None:
        return before
    if standing.held_at is None:
        return Obstacle("It is not held. It becomes public by itself at its time.")
    return None


def obstacle_to_killing(standing: Standing, *, now: datetime) -> Obstacle | None:
    """Say why the edition cannot be killed, if so."""
    if standing.killed_at is not None:
        return Obstacle("This edition was killed already. Nothing of it can be read.")
    if is_public(standing, now=now):
        return Obstacle("It is public already. Withdraw it instead: its address then says so.")
    if standing.withdrawn_at is not None:
        return Obstacle("This edition was withdrawn already.")
    return None


def obstacle_to_withdrawing(standing: Standing, *, now: datetime) -> Obstacle | None:
    """Say why the edition cannot be withdrawn, if so."""
    if standing.withdrawn_at is not None:
        return Obstacle("This edition was withdrawn already.")
    if not is_public(standing, now=now):
        return Obstacle("It is not public yet. Kill it instead: nobody outside will ever see it.")
    return None


def _only_before_the_lift(standing: Standing, *, now: datetime) -> Obstacle | None:
    now_is = stage(standing, now=now)
    if now_is in {Stage.EMBARGOED, Stage.HELD}:
        return None
    return Obstacle(_NOT_BEFORE_THE_LIFT[now_is])


_NOT_BEFORE_THE_LIFT = {
    Stage.SEALING: "It is still being typeset. Reload the page in a few seconds.",
    Stage.FAILED: "It could not be typeset. Seal again after mending what the message names.",
    Stage.PUBLIC: "It is public already. Withdraw it, or correct it with a new edition.",
    Stage.KILLED: "This edition was killed. Seal a new one.",
    Stage.WITHDRAWN: "This edition was withdrawn. Seal a new one.",
}
