"""Guards for pages of a campaign: sign in, load through the team, check the role, hand over the campaign."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from flask import g
from werkzeug.wrappers import Response

from app.accounts.guards import admit, me
from app.campaigns import queries
from app.campaigns.models import Campaign
from app.campaigns.rules import Role, obstacle_to_acting
from app.web.errors import Forbidden
from app.web.policy import Audience, Policy, declare

P = ParamSpec("P")
R = TypeVar("R")

AUDIENCE = {
    Role.LEAD: Audience.LEAD,
    Role.COORDINATOR: Audience.COORDINATOR,
    Role.PRESS_OFFICER: Audience.OFFICER,
    Role.READER: Audience.READER,
}


def enter(campaign_id: UUID, *, at_least: Role) -> Campaign:
    """Return the campaign if whoever is signed in may do there what needs `at_least`.

    Raises `NotFound` for those outside the team and `Forbidden` for those inside with too little.
    """
    place = queries.place(campaign_id, person_id=me().id)
    obstacle = obstacle_to_acting(place.role, at_least)
    if obstacle is not None:
        raise Forbidden(obstacle)
    g.role = place.role
    return place.campaign


def my_role() -> Role:
    """The role in the campaign of the page being shown. Only for views behind a team guard."""
    role: Role = g.role
    return role


def team(
    at_least: Role,
) -> Callable[[Callable[Concatenate[Campaign, P], R]], Callable[..., R | Response]]:
    """For the team of the campaign named by `campaign_id` in the address."""

    def guard(view: Callable[Concatenate[Campaign, P], R]) -> Callable[..., R | Response]:
        @wraps(view)
        def guarded(campaign_id: UUID, *args: P.args, **kwargs: P.kwargs) -> R | Response:
            return admit() or view(enter(campaign_id, at_least=at_least), *args, **kwargs)

        return declare(Policy(AUDIENCE[at_least], "campaign"))(guarded)

    return guard
