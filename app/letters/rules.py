"""What may happen to a letter, and when. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.core.errors import Obstacle
from app.core.wall_time import DateOrder, WallTime, day, describe
from app.letters.text import Order
from app.rendering.document import ListForm


class LetterState(StrEnum):
    """What is stored of a letter. Closed, sealed and public are computed."""

    DRAFT = "draft"
    OPEN = "open"
    STOPPED = "stopped"


class Move(StrEnum):
    """What the team can do to a letter as a whole."""

    OPEN = "open"
    STOP = "stop"


class Listing(StrEnum):
    """Whether the call to sign may be shown to anyone, or only to those with a link."""

    QUIET = "quiet"
    PUBLIC_CALL = "public-call"


ORDER_WORDS: Mapping[Order, str] = MappingProxyType(
    {
        Order.ALPHABETICAL: "A to Z",
        Order.LEAD_THEN_ALPHABETICAL: "The lead first, then A to Z",
        Order.BY_GROUP: "By group, then A to Z",
        Order.BY_COUNTRY: "By country, then A to Z",
        Order.BY_TIME: "In the order of signing",
        Order.GIVEN: "As in the imported list",
    }
)
"""The orders that can be chosen, as the page of the text calls them."""

FORM_WORDS: Mapping[ListForm, str] = MappingProxyType(
    {ListForm.LIST: "A numbered list", ListForm.BLOCKS: "Signature blocks, for at most 12 names"}
)
"""The forms of names, as the same page calls them."""


MOVES: Mapping[tuple[LetterState, Move], LetterState] = MappingProxyType(
    {
        (LetterState.DRAFT, Move.OPEN): LetterState.OPEN,
        (LetterState.DRAFT, Move.STOP): LetterState.STOPPED,
        (LetterState.OPEN, Move.STOP): LetterState.STOPPED,
    }
)


@dataclass(frozen=True, slots=True)
class Window:
    """When a letter takes signatures: from `opened_at`, up to but not including `deadline_at` where there is one."""

    state: LetterState
    opened_at: datetime | None
    deadline_at: datetime | None


_FIRST_YEAR = 1990
_YEARS_AHEAD = 2
_COUNTED_AHEAD = timedelta(days=365)
"""A letter is prepared some months ahead, with the moment at which its names will be counted."""


def obstacle_to(move: Move, state: LetterState) -> Obstacle | None:
    """Say why `move` cannot be made from `state`, if so."""
    if (state, move) in MOVES:
        return None
    return Obstacle(_WHY_NOT[state])


_WHY_NOT = {
    LetterState.DRAFT: "This letter is still a draft. Open it for signing first.",
    LetterState.OPEN: "This letter is open for signing already. Reload the page to see it as it is now.",
    LetterState.STOPPED: "This letter was stopped, and stays stopped. Start a new letter from its text instead.",
}


def obstacle_to_signing_in(beside_a_letter: str) -> Obstacle | None:
    """Say why nobody can sign a letter of this kind, if so. `beside_a_letter` says that it is none, or is empty."""
    return Obstacle(f"{beside_a_letter} Choose another kind of letter.") if beside_a_letter else None


def obstacle_to_editing(state: LetterState) -> Obstacle | None:
    """Say why the text cannot be changed, if so: names must never stand under words their owners did not see."""
    if state is LetterState.DRAFT:
        return None
    if state is LetterState.OPEN:
        return Obstacle(
            "The text is frozen, because organisations are signing it. "
            "To change it, stop this letter and start a new one."
        )
    return Obstacle(_WHY_NOT[LetterState.STOPPED])


def obstacle_to_deadline(deadline_at: datetime, *, now: datetime) -> Obstacle | None:
    """Say why this cannot be the moment when signing ends, if so."""
    if deadline_at <= now:
        return Obstacle("That moment has passed. Choose a deadline that lies ahead.")
    return None


def doubts_about_release(
    lift: WallTime | None, *, deadline_at: datetime | None, now: datetime, order: DateOrder = DateOrder.DAY_FIRST
) -> tuple[str, ...]:
    """Say what cannot be meant about the release that is planned for `lift`: a sentence each, none without a plan.

    `deadline_at` is when signing ends. Both moments are told by the clocks of the release, with dates in `order`.
    """
    if lift is None:
        return ()
    doubts, release = [], describe(lift.instant(), lift.zone, order=order)
    if lift.instant() <= now:
        doubts.append(f"The release was planned for {release}, which has passed: choose a moment that lies ahead.")
    if deadline_at is not None and deadline_at > lift.instant():
        ends = describe(deadline_at, lift.zone, order=order)
        doubts.append(
            f"Signing ends on {ends}, after the release planned for {release}: choose an earlier deadline or a later "
            "release."
        )
    return tuple(doubts)


def doubts_about_dates(
    dated: date | None,
    *,
    lift: WallTime | None,
    as_of: WallTime | None = None,
    now: datetime,
    order: DateOrder = DateOrder.DAY_FIRST,
) -> tuple[str, ...]:
    """Say what cannot be meant about when a letter is `dated` and its names were counted (`as_of`): a sentence each.

    `lift` is the release that is planned for it. Dates are written in `order`.
    """
    return tuple(filter(None, (_about_day(dated, lift, now, order), _about_counting(as_of, lift, now, order))))


def _about_day(dated: date | None, lift: WallTime | None, now: datetime, order: DateOrder) -> str:
    if dated is None:
        return ""
    said = f"The letter is dated {day(dated, order=order)}"
    if not _FIRST_YEAR <= dated.year <= now.year + _YEARS_AHEAD:
        return f"{said}: look at the year once more."
    if lift is not None and dated > lift.at.date():
        release = describe(lift.instant(), lift.zone, order=order)
        return f"{said}, after its release planned for {release}: correct one of the two."
    return ""


def _about_counting(as_of: WallTime | None, lift: WallTime | None, now: datetime, order: DateOrder) -> str:
    if as_of is None:
        return ""
    said = f"The names were counted on {describe(as_of.instant(), as_of.zone, order=order)}"
    if as_of.instant() > now + _COUNTED_AHEAD:
        return f"{said}, as the letter says (as_of): look at the date once more."
    if lift is not None and as_of.instant() > lift.instant():
        release = describe(lift.instant(), lift.zone, order=order)
        return f"{said}, as the letter says (as_of), after the release planned for {release}: correct one of the two."
    return ""


def doubts_about_signing(
    until: WallTime | None, *, now: datetime, order: DateOrder = DateOrder.DAY_FIRST
) -> tuple[str, ...]:
    """Say that the end of signing that a letter file brings has passed, if so. The date is written in `order`."""
    if until is None or until.instant() > now:
        return ()
    ended = describe(until.instant(), until.zone, order=order)
    return (f"Signing ended on {ended}, as the letter says (signing): give a later moment, or take it out.",)


def is_closed(window: Window, *, now: datetime) -> bool:
    """Say whether the deadline has passed. The instant itself is closed."""
    return window.deadline_at is not None and now >= window.deadline_at


def obstacle_to_signing(window: Window, *, now: datetime) -> Obstacle | None:
    """Say why nobody can sign at `now`, if so."""
    if window.state is LetterState.DRAFT:
        return Obstacle("This letter is not open for signing yet. Ask whoever sent you the link.")
    if window.state is LetterState.STOPPED:
        return Obstacle("The campaign stopped this letter. Nothing will be published, and nobody needs to sign.")
    if is_closed(window, now=now):
        return Obstacle("Signing has ended. Write to the coordinators if your organisation still wants to join.")
    return None
