"""Telling signatories that their letter is public."""

from datetime import datetime, timedelta

from app.core.db import advisory_lock
from app.mail.actions import post
from app.mail.message import Message
from app.press.actions import public_address
from app.press.queries import keys_written
from app.public import notices, queries
from app.public.notices import Recipient, Release
from app.public.queries import Released
from app.signons.rules import Visibility

LOOK_BACK = timedelta(days=14)


def announce(*, now: datetime) -> int:
    """Write to everyone who signed what became public, once for each edition, and return how many were written.

    Looks back two weeks, so a worker that slept misses nothing. Those that run at once take turns; the unique key of a
    message decides in the end.
    """
    advisory_lock("public.announce")
    told = [_notice_of(each) for each in queries.released(since=now - LOOK_BACK)]
    written = keys_written([each.key for each in told])
    fresh = [each for each in told if each.key not in written]
    for each in fresh:
        post(each, now=now)
    return len(fresh)


def _notice_of(released: Released) -> Message:
    sign_on = released.sign_on
    release = Release(
        released.edition_id, released.number, released.title, public_address(released.slug), released.campaign
    )
    is_named = sign_on.visibility is Visibility.PUBLIC
    to = Recipient(sign_on.id, sign_on.typist_name, sign_on.email, sign_on.name if is_named else "")
    return notices.released(release, to)
