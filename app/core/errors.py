"""The two ways in which something can properly fail, and the reason a page shows beforehand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why something cannot be done now: one or two sentences for the person, ending with what to do next."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """What was asked for is known but not possible now. Answered with 409 and the sentence."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.sentence)
        self.obstacle = obstacle


class NotFound(Exception):  # noqa: N818
    """There is no such thing, or this reader may not know that there is. Answered with 404."""


def refuse_if(obstacle: Obstacle | None) -> None:
    """Raise `Refused` if a rule named an obstacle."""
    if obstacle is not None:
        raise Refused(obstacle)
