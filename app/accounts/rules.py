"""Who someone is to the installation, and what an account needs. Values only."""

from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from urllib.parse import urlsplit

from app.core.errors import Obstacle

JOIN_DAYS = 7
RESET_HOURS = 2
PASSWORD_MIN = 12
PASSWORD_MAX = 200
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)

_DISTINCT_MIN = 5
_TELLING = 4
_COMMON = frozenset(
    (
        *("abcdef", "admin", "changeme", "dragon", "football", "iloveyou", "letmein", "login", "monkey"),
        *("motdepasse", "office", "password", "passwort", "princess", "qwerty", "qwertyuiop", "secret"),
        *("summer", "sunshine", "undersigned", "welcome", "winter", "zxcvbn"),
    )
)


class Rank(StrEnum):
    """What a person is to the whole installation. An admin looks after people and reads no letters."""

    STAFF = "staff"
    ADMIN = "admin"


class Locale(StrEnum):
    """The language of a person's pages, and with it the order of dates."""

    EN_GB = "en-GB"
    EN_US = "en-US"


class Standing(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"
    SWITCHED_OFF = "switched-off"


def standing(*, invited_at: datetime, is_joined: bool, is_active: bool, now: datetime) -> Standing:
    """Say where an account stands: two facts and a clock give five words."""
    if is_joined:
        return Standing.JOINED if is_active else Standing.SWITCHED_OFF
    if not is_active:
        return Standing.WITHDRAWN
    return Standing.EXPIRED if now >= join_until(invited_at) else Standing.INVITED


def join_until(invited_at: datetime) -> datetime:
    """The end of an invitation; at this instant it no longer works."""
    return invited_at + timedelta(days=JOIN_DAYS)


def obstacle_to_joining(where: Standing) -> Obstacle | None:
    """Say why an invitation to the team can no longer be taken up, if so."""
    return {
        Standing.INVITED: None,
        Standing.EXPIRED: Obstacle(
            f"This invitation was good for {JOIN_DAYS} days. Ask whoever invited you to send it again."
        ),
        Standing.WITHDRAWN: Obstacle(
            "This invitation has been taken back. Ask whoever invited you, if you still need it."
        ),
        Standing.JOINED: Obstacle(
            "This invitation has been used. Sign in with your password, or ask for a new one there."
        ),
        Standing.SWITCHED_OFF: Obstacle(
            "This account has been switched off. Ask an admin of this installation to switch it on."
        ),
    }[where]


def obstacle_to_inviting_again(where: Standing) -> Obstacle | None:
    """Say why an invitation cannot be sent once more, if so."""
    if where in {Standing.JOINED, Standing.SWITCHED_OFF}:
        return Obstacle("This person has already joined. They can ask for a new password on the sign-in page.")
    return None


def obstacle_to_switching_on(where: Standing) -> Obstacle | None:
    """Say why an account cannot be switched on, if so. An invitation that was taken back needs a new link."""
    match where:
        case Standing.SWITCHED_OFF:
            return None
        case Standing.WITHDRAWN:
            return Obstacle("This invitation has been taken back. Send a new one, with a new link.")
        case Standing.INVITED | Standing.EXPIRED | Standing.JOINED:
            return Obstacle("This account is not switched off. Reload the page to see where it stands.")


def obstacle_to_losing(rank: Rank, *, active_admins: int) -> Obstacle | None:
    """Say why the account of an active person cannot be switched off or lowered, if so."""
    if rank is Rank.ADMIN and active_admins <= 1:
        return Obstacle("An installation needs an admin. Make someone else admin first.")
    return None


def obstacle_to_password(password: str, *, name: str, email: str) -> Obstacle | None:
    """Say what is wrong with a new password, if anything.

    Length counts most (NIST SP 800-63B, 5.1.1.2): no mixture of characters is asked for, but common words and what is
    known about the person are refused.
    """
    if len(password) < PASSWORD_MIN:
        return Obstacle(
            f"Use at least {PASSWORD_MIN} characters. Three or four words that do not belong together are good."
        )
    if len(password) > PASSWORD_MAX:
        return Obstacle(f"Use at most {PASSWORD_MAX} characters.")
    folded = password.casefold()
    letters = "".join(character for character in folded if character.isalpha())
    if len(set(folded)) < _DISTINCT_MIN or _is_a_run(folded) or _is_made_of_common_words(letters):
        return Obstacle("This password is easy to guess. Use three or four words that do not belong together.")
    known = [email, email.partition("@")[0], *name.split()]
    if any(len(word) >= _TELLING and word.casefold() in folded for word in known):
        return Obstacle("Leave your name and your e-mail address out of your password.")
    return None


def session_has_ended(*, since: datetime, seen: datetime, now: datetime) -> bool:
    """Say whether a signed-in session has idled or lasted too long."""
    return now >= seen + IDLE or now >= since + LONGEST


def leads_here(address: str) -> bool:
    """Say whether a redirect stays on this site: a path, read as every browser reads it.

    Browsers take backslashes for slashes and drop tabs and line breaks (WHATWG URL, 4.4), so both are refused.
    """
    if not address.startswith("/") or address.startswith("//") or "\\" in address or not address.isprintable():
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _is_made_of_common_words(letters: str) -> bool:
    rest = letters
    for word in sorted(_COMMON, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < _TELLING


def _is_a_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}
