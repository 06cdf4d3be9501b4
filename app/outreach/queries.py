"""Finding invitations."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.core.db import session
from app.outreach.models import Invitation


def invited(letter_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many organisations were invited to sign each of these letters, in one query."""
    counted = select(Invitation.letter_id, func.count()).where(Invitation.letter_id.in_(letter_ids))
    found = {letter_id: number for letter_id, number in session().execute(counted.group_by(Invitation.letter_id))}
    return {letter_id: found.get(letter_id, 0) for letter_id in letter_ids}
