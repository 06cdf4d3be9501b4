"""What is looked at before a letter is sealed. Pure: each point says whether it stands, and if not what to do."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from app.core.errors import Obstacle, Refused
from app.core.wall_time import DateOrder, WallTime
from app.editions.rules import Stage
from app.letters.circumstances import PressMaterial
from app.letters.disagreements import disagreements_in
from app.letters.rules import LetterState, doubts_about_dates, doubts_about_release, obstacle_to_signing_in
from app.letters.text import LetterText, blanks
from app.letters.text_counts import Counts, counted, uncountable_in
from app.letters.text_faults import faults_of
from app.letters.wording import wording

MOST_FAULTS = 5
"""Of those in the text. Whoever mends these sees the next."""
_WITHOUT_A_MOMENT = frozenset({None, Stage.FAILED, Stage.KILLED, Stage.WITHDRAWN})


class Weight(StrEnum):
    """Whether a point stands, wants a second look, or keeps the letter from being sealed."""

    GOOD = "good"
    LOOK = "look"
    MUST = "must"


class Place(StrEnum):
    """Which screen mends it."""

    NONE = ""
    TEXT = "text"
    OPENING = "opening"
    SIGN_ONS = "sign-ons"
    DEADLINE = "deadline"
    RELEASE = "release"
    PRESS = "press"
    PLAN = "plan"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist."""

    weight: Weight
    sentence: str
    place: Place = Place.NONE


@dataclass(frozen=True, slots=True)
class Candidate:
    """What would be sealed.

    `waiting` sign-ons need a coordinator, `unconfirmed` ones their organisation. `on_paper` is the sentence with which
    the typesetter would refuse it, `given_away` the one about withheld names that would come out, `unprinted` the one
    about what is public without being printed; each may be empty. `left_out` are sentences about what is not printed
    as the letter asks, `press` is what the media are told around it, and `planned` the release that was noted before.
    `beside` says that it is set as what is printed beside a letter; it may be empty. `given_away` is for those who know
    these names: where a name stands tells whose it is.
    """

    state: LetterState
    stage: Stage | None
    text: LetterText
    counts: Counts
    named: int
    waiting: int
    unconfirmed: int
    deadline_at: datetime | None
    address: str
    on_paper: str
    given_away: str
    unprinted: str
    left_out: tuple[str, ...] = ()
    press: PressMaterial = field(default_factory=PressMaterial)
    planned: WallTime | None = None
    beside: str = ""


def checklist(candidate: Candidate, *, now: datetime, order: DateOrder = DateOrder.DAY_FIRST) -> tuple[Point, ...]:
    """Every point, in the order a coordinator works through them. Dates are written in `order`."""
    return (
        _frozen(candidate),
        _edition(candidate),
        _names(candidate),
        _waiting(candidate),
        _unconfirmed(candidate),
        _deadline(candidate, now=now),
        *_planned(candidate, now=now, order=order),
        *(numbers := _numbers(candidate)),
        *_press_numbers(candidate),
        *_kind(candidate),
        *_paper(candidate, besides=numbers),
        *_given_away(candidate),
        *_left_out(candidate),
        *_blanks(candidate),
        *_faults(candidate, besides=numbers),
        *_unprinted(candidate),
        *_address(candidate),
    )


def obstacle_to_sealing(points: tuple[Point, ...]) -> Obstacle | None:
    """Say why the letter cannot be sealed, if so: the first point that must be mended."""
    for point in points:
        if point.weight is Weight.MUST:
            return Obstacle(point.sentence)
    return None


def _frozen(candidate: Candidate) -> Point:
    if candidate.state is LetterState.OPEN:
        return Point(Weight.GOOD, "The text is frozen.")
    if candidate.state is LetterState.DRAFT:
        return Point(
            Weight.MUST, "The text is still a draft. Open the letter for signing; that freezes it.", Place.OPENING
        )
    return Point(Weight.MUST, "The letter was stopped. A stopped letter is not sealed.")


def _edition(candidate: Candidate) -> Point:
    if candidate.stage is Stage.SEALING:
        return Point(Weight.MUST, "An edition is being typeset. Wait until it is sealed.", Place.RELEASE)
    if candidate.stage in {Stage.EMBARGOED, Stage.HELD}:
        return Point(
            Weight.MUST, "An edition is sealed and not public yet. Kill it before you seal another.", Place.RELEASE
        )
    if candidate.stage is Stage.PUBLIC:
        return Point(Weight.LOOK, "An edition is public. Sealing again makes the next one, which takes its place.")
    return Point(Weight.GOOD, "No other edition is in the way.")


def _names(candidate: Candidate) -> Point:
    if not candidate.counts.total:
        return Point(Weight.MUST, "Nobody has signed yet. Send the invitations, or wait.", Place.SIGN_ONS)
    unnamed = candidate.counts.total - candidate.named
    also = f", {unnamed} of them not named" if unnamed else ""
    signers = wording("en").signers(candidate.counts)
    return Point(Weight.GOOD, f"{signers} will stand under it{also}.", Place.SIGN_ONS)


def _waiting(candidate: Candidate) -> Point:
    if candidate.waiting:
        verb = "sign-on waits" if candidate.waiting == 1 else "sign-ons wait"
        return Point(Weight.MUST, f"{candidate.waiting} {verb} for you. Accept or decline each.", Place.SIGN_ONS)
    return Point(Weight.GOOD, "No sign-on waits for you.")


def _unconfirmed(candidate: Candidate) -> Point:
    if candidate.unconfirmed:
        verb = "sign-on is" if candidate.unconfirmed == 1 else "sign-ons are"
        sentence = f"{candidate.unconfirmed} {verb} not confirmed by mail yet and will not be printed."
        return Point(Weight.LOOK, sentence, Place.SIGN_ONS)
    return Point(Weight.GOOD, "Every sign-on is confirmed.")


def _deadline(candidate: Candidate, *, now: datetime) -> Point:
    if candidate.deadline_at is not None and candidate.deadline_at <= now:
        return Point(Weight.GOOD, "Signing has ended.")
    still = "has no deadline" if candidate.deadline_at is None else "has not ended"
    sentence = f"Signing {still}. Whoever signs after the seal joins the next edition."
    return Point(Weight.LOOK, sentence, Place.DEADLINE)


def _planned(candidate: Candidate, *, now: datetime, order: DateOrder) -> tuple[Point, ...]:
    # Once an edition has a moment of its own, what was planned before it no longer counts.
    plan = candidate.planned if candidate.stage in _WITHOUT_A_MOMENT else None
    doubts = doubts_about_release(plan, deadline_at=candidate.deadline_at, now=now, order=order)
    dates = doubts_about_dates(candidate.text.date, lift=plan, now=now, order=order)
    return (
        *(Point(Weight.LOOK, sentence, Place.PLAN) for sentence in doubts),
        *(Point(Weight.LOOK, sentence, Place.TEXT) for sentence in dates),
    )


def _kind(candidate: Candidate) -> tuple[Point, ...]:
    obstacle = obstacle_to_signing_in(candidate.beside)
    if obstacle is None:
        return ()
    if candidate.state is LetterState.DRAFT:
        return (Point(Weight.MUST, obstacle.sentence, Place.KIND),)
    # Its kind is a part of what was signed. None is opened so now; earlier, some were.
    return (Point(Weight.MUST, f"{candidate.beside} Stop it, and start a new letter from its text."),)


def _paper(candidate: Candidate, *, besides: tuple[Point, ...]) -> tuple[Point, ...]:
    # What a press release lacks need not be filled in where a letter is wanted.
    if not candidate.on_paper or candidate.beside or candidate.on_paper in {point.sentence for point in besides}:
        return ()
    return (Point(Weight.MUST, candidate.on_paper, Place.SIGN_ONS),)


def _given_away(candidate: Candidate) -> tuple[Point, ...]:
    return (Point(Weight.MUST, candidate.given_away, Place.SIGN_ONS),) if candidate.given_away else ()


def _blanks(candidate: Candidate) -> tuple[Point, ...]:
    left = blanks(candidate.text)
    if not left:
        return ()
    shown = ", ".join(f"“{blank}”" for blank in left[:3])
    return (Point(Weight.LOOK, f"The text seems to have a blank: {shown}. Look at it once more.", Place.TEXT),)


def _left_out(candidate: Candidate) -> tuple[Point, ...]:
    return tuple(Point(Weight.LOOK, sentence, Place.TEXT) for sentence in candidate.left_out)


def _faults(candidate: Candidate, *, besides: tuple[Point, ...]) -> tuple[Point, ...]:
    # A number that cannot be counted is a point of its own.
    told = {point.sentence for point in besides}
    found = [sentence for sentence in faults_of(candidate.text) if sentence not in told]
    return tuple(Point(Weight.LOOK, sentence, Place.TEXT) for sentence in found[:MOST_FAULTS])


def _unprinted(candidate: Candidate) -> tuple[Point, ...]:
    return (Point(Weight.LOOK, candidate.unprinted, Place.TEXT),) if candidate.unprinted else ()


def _address(candidate: Candidate) -> tuple[Point, ...]:
    host = urlsplit(candidate.address).hostname or ""
    if host != "localhost" and not host.startswith("127.") and host != "::1":
        return ()
    sentence = f"{candidate.address} works on this machine only, and stands in the PDF and in every mail."
    return (Point(Weight.LOOK, f"{sentence} Ask whoever runs this installation to set its public address."),)


def _numbers(candidate: Candidate) -> tuple[Point, ...]:
    try:
        counted(candidate.text, candidate.counts)
    except Refused as refused:
        return (Point(Weight.MUST, refused.obstacle.sentence, Place.TEXT),)
    wrong = disagreements_in(candidate.text, candidate.counts)
    if wrong:
        return tuple(Point(Weight.LOOK, sentence, Place.TEXT) for sentence in wrong)
    if candidate.text.language.partition("-")[0] == "en":
        return (Point(Weight.GOOD, "The numbers in the text agree with the list."),)
    sentence = "What counts itself agrees with the list. Typed numbers are looked for in English alone: read them."
    return (Point(Weight.GOOD, sentence),)


def _press_numbers(candidate: Candidate) -> tuple[Point, ...]:
    faults = uncountable_in(candidate.press.parts(), candidate.counts, candidate.text.language)
    return tuple(Point(Weight.MUST, sentence, Place.PRESS) for sentence in faults)
