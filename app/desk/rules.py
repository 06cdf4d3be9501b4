"""Where a letter stands, in one word, and what to do next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import Obstacle
from app.editions.rules import Stage
from app.letters.rules import LetterState

MOST_SHOWN = 5
"""Names that stand in one remark."""


class Standing(StrEnum):
    """The states of the strip, in their order."""

    DRAFT = "Draft"
    OPEN = "Open"
    CLOSED = "Closed"
    SEALED = "Sealed"
    PUBLIC = "Public"


class Step(StrEnum):
    """The one thing to do next."""

    OPEN = "open"
    INVITE = "invite"
    MODERATE = "moderate"
    COLLECT = "collect"
    SEAL = "seal"
    WAIT_FOR_SEAL = "wait-for-seal"
    MEND_SEAL = "mend-seal"
    PRESS = "press"
    DECIDE_HOLD = "decide-hold"
    SHARE = "share"
    RESEAL = "reseal"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the next step depends on. `stage` is that of the newest edition, None without one."""

    state: LetterState
    is_closed: bool
    waiting: int
    signatories: int
    invitations: int
    stage: Stage | None


def standing(situation: Situation) -> Standing:
    """Where the letter stands on the strip."""
    if situation.stage is Stage.PUBLIC:
        return Standing.PUBLIC
    if situation.stage in {Stage.EMBARGOED, Stage.HELD, Stage.SEALING}:
        return Standing.SEALED
    if situation.state is LetterState.DRAFT:
        return Standing.DRAFT
    return Standing.CLOSED if situation.is_closed or situation.state is LetterState.STOPPED else Standing.OPEN


def strip(situation: Situation) -> tuple[Standing, ...]:
    """The states to show. Closed is none of them where names are taken beyond the seal, for the next edition."""
    takes_names = situation.state is LetterState.OPEN and not situation.is_closed
    if takes_names and standing(situation) in {Standing.SEALED, Standing.PUBLIC}:
        return tuple(each for each in Standing if each is not Standing.CLOSED)
    return tuple(Standing)


_AFTER_SEALING = {
    Stage.SEALING: Step.WAIT_FOR_SEAL,
    Stage.FAILED: Step.MEND_SEAL,
    Stage.EMBARGOED: Step.PRESS,
    Stage.HELD: Step.DECIDE_HOLD,
    Stage.PUBLIC: Step.SHARE,
}


def next_step(situation: Situation) -> Step:
    """The one thing to do next: first what others wait for, then what brings the letter further."""
    if situation.stage in _AFTER_SEALING:
        return _AFTER_SEALING[situation.stage]
    if situation.state is not LetterState.OPEN:
        return Step.OPEN if situation.state is LetterState.DRAFT else Step.NOTHING
    if situation.waiting:
        return Step.MODERATE
    if situation.signatories:
        return Step.SEAL if situation.stage is None else Step.RESEAL
    return Step.COLLECT if situation.is_closed or situation.invitations else Step.INVITE


def standing_already(number: int) -> str:
    """Say that a letter was brought in whose text `number` other letters of the campaign have."""
    those = "another letter" if number == 1 else f"{number} other letters"
    return f"This campaign has {those} with the same text. If this was brought in twice by mistake, stop one of them."


def gathered(told: str, names: Sequence[str]) -> str:
    """Say something that is so of these names in one line, with how many they are and the first of them."""
    shown = ", ".join(names[:MOST_SHOWN])
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return f"{told}: {shown}{more}."


def obstacle_to_names_under(beside_a_letter: str, where: str) -> Obstacle | None:
    """Say why names cannot be brought in under what is printed beside a letter, with the place that says it is."""
    if not beside_a_letter:
        return None
    remedy = "Write there a kind of letter that is signed, such as joint-statement, or leave the list of names out."
    return Obstacle(f"{where}: {beside_a_letter} {remedy}")


def before_opening(beside_a_letter: str) -> str:
    """Say what is to be done before such a draft is opened. Empty for a letter."""
    return f"{beside_a_letter} Choose another kind of letter before you open it." if beside_a_letter else ""


def worth_a_look(number: int) -> str:
    """Say how many remarks there are, one or more, and where they stand."""
    if number == 1:
        return "1 thing is worth a look: the release page lists it."
    return f"{number} things are worth a look: the release page lists them."
