"""The guard of the press room: the session holds a grant that was accepted and not revoked since."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from flask import session

from app.core.errors import NotFound
from app.press import queries, rules
from app.press.queries import Guest
from app.web.errors import Gone
from app.web.policy import Audience, Policy, declare

P = ParamSpec("P")
R = TypeVar("R")

MOST_HELD = 20


def hold(guest: Guest) -> None:
    """Let this browser into the room of the grant. What the session holds is the hash of the link, not the link."""
    held = [each for each in session.get("grants", []) if each != guest.grant.token_hash]
    session["grants"] = [*held, guest.grant.token_hash][-MOST_HELD:]


def refuse_revoked(guest: Guest) -> None:
    """Raise `Gone` for a grant that was revoked."""
    obstacle = rules.obstacle_to_reading(rules.progress(queries.steps(guest.grant)))
    if obstacle is not None:
        raise Gone(obstacle)


def grant_holder(view: Callable[Concatenate[Guest, P], R]) -> Callable[..., R]:
    """For the journalist whose session holds the grant `grant_id` in the address; nobody else learns that it exists."""

    @wraps(view)
    def guarded(grant_id: UUID, *args: P.args, **kwargs: P.kwargs) -> R:
        guest = queries.guest(grant_id)
        if guest.grant.token_hash is None or guest.grant.token_hash not in session.get("grants", []):
            raise NotFound
        refuse_revoked(guest)
        if guest.grant.accepted_at is None:
            raise NotFound
        return view(guest, *args, **kwargs)

    return declare(Policy(Audience.GRANT, "grant"))(guarded)
