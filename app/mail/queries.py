"""Reading the outbox."""

from uuid import UUID

from sqlalchemy import func, select

from app.core.db import session
from app.core.errors import NotFound
from app.mail.models import OutboxMessage
from app.mail.rules import State


def counts() -> dict[State, int]:
    """How many messages are in each state."""
    found = session().execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    by_state = {state: number for state, number in found}  # noqa: C416 - rows, not pairs
    return {state: by_state.get(state, 0) for state in State}


def failed(*, limit: int) -> list[OutboxMessage]:
    """The messages given up, oldest first."""
    found = (
        select(OutboxMessage)
        .where(OutboxMessage.state == State.FAILED)
        .order_by(OutboxMessage.written_at, OutboxMessage.id)
        .limit(limit)
    )
    return list(session().scalars(found))


def message(message_id: UUID) -> OutboxMessage:
    """Return the message, or raise `NotFound`."""
    found = session().get(OutboxMessage, message_id)
    if found is None:
        raise NotFound
    return found
