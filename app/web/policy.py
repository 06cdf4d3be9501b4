"""Who may call a route. Deny by default: a route that says nothing keeps the application from starting."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar

from flask import Flask

P = ParamSpec("P")
R = TypeVar("R")


class Audience(StrEnum):
    """Who may call a route. The first five need no account."""

    ANYONE = "anyone"
    LINK = "holder of the link in the address"
    GRANT = "journalist who accepted the terms"
    SENDER = "anyone, to send something"
    SIGNED_OUT = "anyone, to sign in"
    SIGNED_IN = "anyone signed in"
    READER = "campaign team: reader"
    OFFICER = "campaign team: press officer"
    COORDINATOR = "campaign team: coordinator"
    LEAD = "campaign team: lead"
    ADMIN = "admin of the installation"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a route demands, and which object it loads through a query scoped to the caller."""

    audience: Audience
    loads: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the route table."""

    method: str
    rule: str
    endpoint: str
    policy: Policy


class UnguardedRoute(Exception):  # noqa: N818 - it reads as what was found
    """A route does not say who may call it."""


def declare(policy: Policy) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Attach `policy` to a view. The guard that enforces it calls this, so the two cannot differ."""

    def attach(view: Callable[P, R]) -> Callable[P, R]:
        view.policy = policy  # type: ignore[attr-defined]  # read back by `routes`
        return view

    return attach


def public(view: Callable[P, R]) -> Callable[P, R]:
    """For anyone, without a link or an account."""
    return declare(Policy(Audience.ANYONE))(view)


def for_senders(view: Callable[P, R]) -> Callable[P, R]:
    """For anyone, on a page with a form. Its token needs a cookie, so it is not kept as public pages are."""
    return declare(Policy(Audience.SENDER))(view)


def by_link(loads: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For whoever holds the link; the view finds its object by the token's hash and answers 404 otherwise."""
    return declare(Policy(Audience.LINK, loads))


def routes(app: Flask) -> tuple[Route, ...]:
    """Every method of every route with its policy, sorted by rule. Raises `UnguardedRoute`."""
    table = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        policy = Policy(Audience.ANYONE) if rule.endpoint == "static" else getattr(view, "policy", None)
        if not isinstance(policy, Policy):
            message = f"{rule.endpoint} ({rule.rule}) does not say who may call it"
            raise UnguardedRoute(message)
        table += [
            Route(method, rule.rule, rule.endpoint, policy)
            for method in sorted(rule.methods or ())
            if method not in {"HEAD", "OPTIONS"}
        ]
    return tuple(sorted(table, key=lambda route: (route.rule, route.method)))
