"""What stands at the top of every staff page. Worked out only where a page shows it, so that others set no cookie."""

from dataclasses import dataclass

from flask import request, url_for
from flask_security import current_user
from werkzeug.local import LocalProxy

from app.accounts.rules import Rank

DESK = "/staff/"
PROFILE = "/staff/profile"


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One place to go."""

    label: str
    url: str
    current: bool


def navigation() -> dict[str, object]:
    """What `layout.html` needs on a staff page, each looked up when it is read."""
    return {
        "current_user": current_user,
        "staff_navigation": LocalProxy(_entries),
        "account_url": PROFILE,
        "sign_out_url": LocalProxy(lambda: url_for("profile.sign_out_page")),
    }


def _entries() -> tuple[MenuLine, ...]:
    if not current_user.is_authenticated:
        return ()
    places = [("Letters", DESK)]
    if current_user.rank is Rank.ADMIN:
        places += [
            ("People", url_for("people.people_page")),
            ("Outbox", url_for("outbox.outbox_page")),
        ]
    return tuple(MenuLine(label, url, request.path == url) for label, url in places)
