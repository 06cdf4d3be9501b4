"""Delivering messages.

It works in steps, each a transaction of its own and none open while a message is on the wire: a killed sender's handful
is sent again, and nobody waits for a slow server. `now` is the clock: what takes seconds must ask it more than once.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from flask import current_app
from flask_mailman import EmailMessage
from sqlalchemy import ColumnElement, select, update

from app.core.db import session, transaction
from app.core.log import log, where
from app.core.tokens import Link
from app.mail.message import LINK
from app.mail.models import OutboxMessage
from app.mail.rules import LEASE, MAX_ATTEMPTS, State, pause_after

HANDFUL = 20


def deliver_due(now: Callable[[], datetime]) -> int:
    """Deliver every message that is due and return how many went.

    They are claimed and settled by the handful, so that a crowd that signs does not wait for as many writes as there
    are messages. One that cannot be sent, whatever the reason, keeps no other from going: it is tried again later, by
    itself, and given up after `MAX_ATTEMPTS`.
    """
    _give_up(now())
    sent = 0
    while messages := _claim(now()):
        sent += _send_all(messages, now)
    return sent


def _send_all(messages: Sequence[OutboxMessage], now: Callable[[], datetime]) -> int:
    """Send what was claimed together and return how many went. What a slow server leaves no time for goes back."""
    until = messages[0].try_at - LEASE / 2
    sent: list[UUID] = []
    for place, message in enumerate(messages):
        if place and now() >= until:
            _give_back([each.id for each in messages[place:]], now=now())
            break
        try:
            _send(message)
        except Exception as error:  # noqa: BLE001 - also what no server can take must not stop the others
            log().warning("mail not sent", error=type(error).__name__, where=where(error), count=message.attempts)
            _put_back(message, now=now())
        else:
            sent.append(message.id)
    if sent:
        _settle(sent, now=now())
    return len(sent)


def _give_up(now: datetime) -> None:
    """Give up messages whose last sender never came back: perhaps it was the message that killed it."""
    with transaction():
        session().execute(
            update(OutboxMessage)
            .where(*_is_due(now), OutboxMessage.attempts >= MAX_ATTEMPTS)
            .values(state=State.FAILED)
            .execution_options(synchronize_session=False)
        )


def _claim(now: datetime) -> Sequence[OutboxMessage]:
    """Take some messages that were never tried, or one that was: it may be what killed its sender."""
    with transaction():
        due = (
            select(OutboxMessage)
            .where(*_is_due(now), OutboxMessage.attempts < MAX_ATTEMPTS)
            .order_by(OutboxMessage.try_at, OutboxMessage.id)
            .limit(HANDFUL)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        found = session().scalars(due).all()
        fresh = list(takewhile(lambda message: message.attempts == 0, found))
        claimed = fresh or found[:1]
        for message in claimed:
            message.state = State.SENDING
            message.attempts += 1
            # A killed sender's messages come back after the lease, each with the same Message-ID.
            message.try_at = now + LEASE
    return claimed


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return OutboxMessage.state.in_([State.WAITING, State.SENDING]), OutboxMessage.try_at <= now


def _send(message: OutboxMessage) -> None:
    body = message.body or ""
    if message.link_purpose is not None and message.link_subject is not None:
        body = body.replace(LINK, Link(message.link_purpose, message.link_subject, message.link_round).address())
    domain = str(current_app.config["MAIL_DEFAULT_SENDER"]).rpartition("@")[2].rstrip(">")
    mail = EmailMessage(
        subject=message.subject,
        body=body,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.id.hex}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    mail.send()


def _settle(sent: Sequence[UUID], *, now: datetime) -> None:
    with transaction():
        session().execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(sent))
            .values(state=State.SENT, sent_at=now, body=None, link_purpose=None, link_subject=None)
            .execution_options(synchronize_session=False)
        )


def _give_back(unsent: Sequence[UUID], *, now: datetime) -> None:
    """Put claimed messages back in line as they were: nobody has tried to send them."""
    with transaction():
        session().execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(unsent), OutboxMessage.state == State.SENDING, OutboxMessage.attempts == 1)
            .values(state=State.WAITING, attempts=0, try_at=now)
            .execution_options(synchronize_session=False)
        )


def _put_back(message: OutboxMessage, *, now: datetime) -> None:
    """Try it later, unless the lease ran out meanwhile and another sender has taken it over."""
    is_last = message.attempts >= MAX_ATTEMPTS
    with transaction():
        session().execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == message.id,
                OutboxMessage.state == State.SENDING,
                OutboxMessage.attempts == message.attempts,
            )
            .values(state=State.FAILED if is_last else State.WAITING, try_at=now + pause_after(message.attempts))
        )
