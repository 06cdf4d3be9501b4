"""Who someone is to the installation, and what an account needs. Values only."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.core.errors import Obstacle

JOIN_DAYS = 7
PASSWORD_MIN = 12
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)


class Rank(StrEnum):
    """What a person is to the whole installation. An admin looks after people and reads no letters."""

    STAFF = "staff"
    ADMIN = "admin"


class Locale(StrEnum):
    """How dates and numbers are written for a person."""

    EN_GB = "en-GB"
    EN_US = "en-US"


def obstacle_to_joining(*, invited_at: datetime, is_joined: bool, now: datetime) -> Obstacle | None:
    """Say why an invitation to the team can no longer be taken up, if so."""
    if is_joined:
        return Obstacle("This invitation has been used. Sign in with your password, or ask for a new one there.")
    if now >= invited_at + timedelta(days=JOIN_DAYS):
        return Obstacle(f"This invitation was good for {JOIN_DAYS} days. Ask whoever invited you to send it again.")
    return None


def session_has_ended(*, since: datetime, seen: datetime, now: datetime) -> bool:
    """Say whether a signed-in session has idled or lasted too long."""
    return now >= seen + IDLE or now >= since + LONGEST
