"""Posting and delivering messages."""

import smtplib
from datetime import datetime

from flask import current_app
from flask_mailman import EmailMessage
from sqlalchemy import select, update

from app.core import clock
from app.core.db import session, transaction
from app.core.errors import refuse_if
from app.core.log import log, where
from app.core.tasks import wake_after_commit
from app.core.tokens import Link
from app.mail.message import LINK, Message
from app.mail.models import OutboxMessage
from app.mail.rules import LEASE, MAX_ATTEMPTS, State, obstacle_to_trying_again, pause_after

DELIVERY = "mail.deliver"


def post(message: Message, *, now: datetime) -> None:
    """Put a message in the outbox; one with the same key is there already, and stays as it is."""
    link = message.link
    if session().scalar(select(OutboxMessage.id).where(OutboxMessage.key == message.key)) is not None:
        return
    session().add(
        OutboxMessage(
            key=message.key,
            recipient=message.to,
            subject=" ".join(message.subject.split()),
            body=message.body,
            link_purpose=link.purpose if link else None,
            link_subject=link.subject if link else None,
            link_round=link.round if link else 0,
            written_at=now,
            try_at=now,
        )
    )
    wake_after_commit(DELIVERY)


def deliver_due() -> int:
    """Deliver every message that is due and return how many went. Each is claimed, sent and settled on its own."""
    sent = 0
    while (message := _claim(clock.now())) is not None:
        try:
            _send(message)
        except (OSError, smtplib.SMTPException) as error:
            log().warning("mail not sent", error=type(error).__name__, where=where(error), count=message.attempts)
            _put_back(message, now=clock.now())
        else:
            _settle(message, now=clock.now())
            sent += 1
    return sent


def try_again(message: OutboxMessage, *, now: datetime) -> None:
    """Put a message that was given up back in line, with all its attempts before it."""
    refuse_if(obstacle_to_trying_again(message.state))
    message.state = State.WAITING
    message.attempts = 0
    message.try_at = now
    wake_after_commit(DELIVERY)


def _claim(now: datetime) -> OutboxMessage | None:
    with transaction():
        due = (
            select(OutboxMessage)
            .where(OutboxMessage.state.in_([State.WAITING, State.SENDING]), OutboxMessage.try_at <= now)
            .order_by(OutboxMessage.try_at, OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        message = session().scalar(due)
        if message is not None:
            message.state = State.SENDING
            message.attempts += 1
            message.try_at = (
                now + LEASE
            )  # a killed sender's message comes back after the lease, with the same Message-ID
    return message


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


def _settle(message: OutboxMessage, *, now: datetime) -> None:
    with transaction():
        session().execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message.id)
            .values(state=State.SENT, sent_at=now, body=None, link_purpose=None, link_subject=None)
        )


def _put_back(message: OutboxMessage, *, now: datetime) -> None:
    is_last = message.attempts >= MAX_ATTEMPTS
    with transaction():
        session().execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message.id)
            .values(state=State.FAILED if is_last else State.WAITING, try_at=now + pause_after(message.attempts))
        )
