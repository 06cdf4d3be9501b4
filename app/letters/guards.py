"""Guards for pages of a letter: through the team of its campaign."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from werkzeug.wrappers import Response

from app.accounts.guards import admit
from app.campaigns.guards import AUDIENCE, enter
from app.campaigns.rules import Role
from app.letters import queries
from app.letters.models import Letter
from app.web.policy import Policy, declare

P = ParamSpec("P")
R = TypeVar("R")


def letter_team(
    at_least: Role,
) -> Callable[[Callable[Concatenate[Letter, P], R]], Callable[..., R | Response]]:
    """For the team of the campaign whose letter `letter_id` in the address names."""

    def guard(view: Callable[Concatenate[Letter, P], R]) -> Callable[..., R | Response]:
        @wraps(view)
        def guarded(letter_id: UUID, *args: P.args, **kwargs: P.kwargs) -> R | Response:
            turned_away = admit()
            if turned_away is not None:
                return turned_away
            letter = queries.letter(letter_id)
            enter(letter.campaign_id, at_least=at_least)
            return view(letter, *args, **kwargs)

        return declare(Policy(AUDIENCE[at_least], "letter"))(guarded)

    return guard
