"""How the release of a letter stands, read from its editions: what those below are told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import bindparam, select

from app.core.db import session
from app.core.wall_time import WallTime, wall_time_at
from app.editions.models import Edition
from app.editions.rules import Stage, Standing, stage
from app.letters.models import Letter
from app.letters.queries import planned_lift
from app.letters.release import Course, Release

# Made once: it is asked on every page on which somebody signs.
_OF_A_LETTER = (
    select(
        Edition.sealed_at,
        Edition.lift_at,
        Edition.held_at,
        Edition.lifted_at,
        Edition.killed_at,
        Edition.withdrawn_at,
        Edition.failure != "",
        Edition.lift_zone,
    )
    .where(Edition.letter_id == bindparam("letter"))
    .order_by(Edition.number.desc())
)
_LIVE = {Stage.SEALING: Course.BOUND, Stage.EMBARGOED: Course.BOUND, Stage.HELD: Course.HELD}
_ENDED = {Stage.KILLED: Course.KILLED, Stage.WITHDRAWN: Course.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Issued:
    """The instants of one edition, and the city whose clocks were meant."""

    standing: Standing
    zone: str


def release_of(letter: Letter, now: datetime) -> Release:
    """Say how the release of this letter stands at `now`."""
    release = course(_issued(letter.id), planned_lift(letter), now=now)
    if release.course is not Course.PUBLIC:
        return release
    return replace(release, address=f"{current_app.config['ADDRESS']}/letters/{letter.slug}")


def course(editions: Sequence[Issued], plan: WallTime | None, *, now: datetime) -> Release:
    """Say how a release stands, `editions` newest first.

    What is public counts before all else. Then the newest edition that is on its way binds, whatever was planned. A
    plan counts while it lies ahead; where all editions have ended only if it is not the moment of one of them. The
    address of what is public is left to the caller.
    """
    stages = [(stage(each.standing, now=now), each) for each in editions]
    public = next((each for at_stage, each in stages if at_stage is Stage.PUBLIC), None)
    live = next(((_LIVE[at_stage], each) for at_stage, each in stages if at_stage in _LIVE), None)
    binds = wall_time_at(live[1].standing.lift_at, live[1].zone) if live and live[0] is Course.BOUND else None
    if public is not None:
        since = wall_time_at(public.standing.lifted_at or public.standing.lift_at, public.zone)
        return Release(Course.PUBLIC, since, next_at=binds)
    if live is not None:
        return Release(live[0], binds)
    ended = [_ENDED[at_stage] for at_stage, _ in stages if at_stage in _ENDED]
    spent = {each.standing.lift_at for each in editions}
    if plan is not None and plan.instant() > now and not (ended and plan.instant() in spent):
        return Release(at=plan)
    return Release(ended[0]) if ended else Release()


def _issued(letter_id: UUID) -> list[Issued]:
    found = session().execute(_OF_A_LETTER, {"letter": letter_id})
    return [Issued(Standing(*row[:-1]), row[-1]) for row in found]
