"""When a message is tried again, and when it is given up."""

from datetime import timedelta
from enum import StrEnum

from app.core.errors import Obstacle

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=5)


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


def pause_after(attempts: int) -> timedelta:
    """How long to wait before the next attempt: 1, 2, 4 … minutes."""
    return timedelta(minutes=2 ** max(0, attempts - 1))


def obstacle_to_trying_again(state: State) -> Obstacle | None:
    """Say why a message cannot be put back in line, if so."""
    if state is State.FAILED:
        return None
    return Obstacle("This message has not been given up. Reload the page to see where it stands.")
