"""Reading the audit."""

from uuid import UUID

from sqlalchemy import select

from app.audit.models import Entry
from app.core.db import session


def history(subject_id: UUID, *, limit: int = 50) -> list[Entry]:
    """What was done to one thing, newest first."""
    found = select(Entry).where(Entry.subject_id == subject_id).order_by(Entry.at.desc(), Entry.id).limit(limit)
    return list(session().scalars(found))
