"""Guards for pages that need an account. A guard declares the policy it enforces."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import redirect, request, session, url_for
from flask_security import current_user, logout_user
from werkzeug.wrappers import Response

from app.accounts.models import Person
from app.accounts.rules import Locale, Rank, session_has_ended
from app.core import clock
from app.core.errors import NotFound
from app.core.wall_time import DateOrder
from app.web.filters import write_dates
from app.web.policy import Audience, Policy, declare

P = ParamSpec("P")
DATE_ORDER = {Locale.EN_GB: DateOrder.DAY_FIRST, Locale.EN_US: DateOrder.MONTH_FIRST}
R = TypeVar("R")


def me() -> Person:
    """Whoever is signed in. Only for views behind a guard."""
    person = current_user._get_current_object()  # noqa: SLF001 - Flask-Login's documented way to the object itself
    assert isinstance(person, Person)  # noqa: S101 - guaranteed by the guard
    return person


def admit() -> Response | None:
    """Return None if someone is signed in and has not idled too long, else the way to the sign-in page."""
    now = clock.now()
    if current_user.is_authenticated:
        since, seen = session.get("since"), session.get("seen")
        if since is not None and seen is not None and not session_has_ended(since=since, seen=seen, now=now):
            session["seen"] = now
            write_dates(DATE_ORDER[me().locale])
            return None
        logout_user()
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=target), 302)


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """For anyone with an account."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        return admit() or view(*args, **kwargs)

    return declare(Policy(Audience.SIGNED_IN))(guarded)


def admin(view: Callable[P, R]) -> Callable[P, R | Response]:
    """For admins of the installation; to anyone else the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        turned_away = admit()
        if turned_away is not None:
            return turned_away
        if me().rank is not Rank.ADMIN:
            raise NotFound
        return view(*args, **kwargs)

    return declare(Policy(Audience.ADMIN))(guarded)
