"""Telling signatories that their letter is public."""

from datetime import datetime, timedelta

from app.core.db import advisory_lock
from app.mail.actions import post
from app.press.actions import public_address
from app.press.queries import keys_written
from app.public import notices, queries

LOOK_BACK = timedelta(days=14)


def announce(*, now: datetime) -> int:
    """Write to everyone who signed what became public, once for each edition, and return how many were written.

    Looks back two weeks, so a worker that slept misses nothing. Those that run at once take turns; the unique key of a
    message decides in the end.
    """
    advisory_lock("public.announce")
    told = [notices.released(each, public_address(each.slug)) for each in queries.released(since=now - LOOK_BACK)]
    written = keys_written([each.key for each in told])
    fresh = [each for each in told if each.key not in written]
    for each in fresh:
        post(each, now=now)
    return len(fresh)
