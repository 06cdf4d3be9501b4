"""The link that makes the first account. It works once, and only where nobody has an account yet."""

import hmac
from uuid import UUID

from flask import Flask

from app.accounts import queries
from app.core.errors import NotFound, Obstacle
from app.core.tokens import Link, Purpose
from app.web.errors import Gone

LINK = Link(Purpose.SET_UP, UUID(int=0))


def first_start_address(app: Flask) -> str | None:
    """Return the address at which the first account is made, or None once anyone has one."""
    with app.app_context():
        return None if queries.anyone_exists() else LINK.address()


def check(token: str) -> None:
    """Raise `NotFound` for another token than the one given out, `Gone` once the installation has been set up."""
    if not hmac.compare_digest(token.encode(), LINK.token().encode()):
        raise NotFound
    if queries.anyone_exists():
        raise Gone(Obstacle("This installation has been set up. Sign in, or ask its admin to invite you."))
