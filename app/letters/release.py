"""When a letter is public: planned, bound by a seal, or what became of it. What those who sign are told about it.

Editions know what is sealed and stand above; the application names them here as those who answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask import Flask, current_app

from app.core.errors import Obstacle
from app.core.wall_time import WallTime, describe

if TYPE_CHECKING:
    from app.letters.models import Letter


class Course(StrEnum):
    """How far the release of a letter is. Computed, never stored."""

    PLANNED = "planned"
    BOUND = "bound"
    HELD = "held"
    PUBLIC = "public"
    KILLED = "killed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Release:
    """When a letter becomes public, or since when it is.

    `at` is None where nobody has said when, and for what has ended. `address` is where everyone can read it, and
    empty before. `next_at` is the moment of a further edition of what is public, if one is sealed.
    """

    course: Course = Course.PLANNED
    at: WallTime | None = None
    address: str = ""
    next_at: WallTime | None = None


Answer = Callable[["Letter", datetime], Release]


def init_app(app: Flask, answer: Answer) -> None:
    """Name who knows what is sealed of a letter."""
    app.extensions["release"] = answer


def release(letter: "Letter", *, now: datetime) -> Release:
    """Say how the release of a letter stands at `now`: the whole truth, for its team and its signatories."""
    answer: Answer = current_app.extensions["release"]
    return answer(letter, now)


def obstacle_to_planning(whole: Release) -> Obstacle | None:
    """Say why no release can be planned, if so: what is sealed has its moment, whatever anyone planned."""
    match whole.course:
        case Course.BOUND if whole.at is not None:
            moment = describe(whole.at.instant(), whole.at.zone)
            return Obstacle(
                f"The letter is sealed and becomes public on {moment}. That moment stands. To change it, kill the "
                "edition and seal again."
            )
        case Course.HELD:
            return Obstacle("The letter is sealed and held. Let the edition go, or kill it and seal again.")
        case _:
            return None


def as_told_to_anyone(whole: Release, plan: WallTime | None) -> Release:
    """Leave of it what whoever holds a link to sign may know.

    That is what everyone can see, and a moment where one was planned for all to read. That an edition is held or was
    killed is not theirs to know.
    """
    if whole.course in {Course.PLANNED, Course.PUBLIC, Course.WITHDRAWN}:
        return replace(whole, next_at=None)
    return whole if whole.course is Course.BOUND and plan is not None else Release()
