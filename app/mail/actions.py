"""Posting messages. How they leave is `delivery`'s."""

from datetime import datetime

from app.core.db import claim, is_written_once
from app.core.errors import refuse_if
from app.core.tasks import wake_after_commit
from app.mail.message import Message
from app.mail.models import OutboxMessage
from app.mail.rules import State, obstacle_to_trying_again

DELIVERY = "mail.deliver"


def post(message: Message, *, now: datetime) -> None:
    """Put a message in the outbox; one with the same key is there already, and stays as it is."""
    link = message.link
    written = {
        "key": message.key,
        "recipient": message.to,
        "subject": " ".join(message.subject.split()),
        "body": message.body,
        "link_purpose": link.purpose if link else None,
        "link_subject": link.subject if link else None,
        "link_round": link.round if link else 0,
        "written_at": now,
        "try_at": now,
    }
    if is_written_once(OutboxMessage, written, unless="key"):
        wake_after_commit(DELIVERY)


def try_again(message: OutboxMessage, *, now: datetime) -> None:
    """Put a message that was given up back in line, with all its attempts before it."""
    claim(message)
    refuse_if(obstacle_to_trying_again(message.state))
    message.state = State.WAITING
    message.attempts = 0
    message.try_at = now
    wake_after_commit(DELIVERY)
