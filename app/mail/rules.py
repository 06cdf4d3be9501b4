"""When a message is tried again, and when it is given up."""

from datetime import timedelta
from enum import StrEnum

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
