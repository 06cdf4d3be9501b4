"""Reading the audit."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from app.audit.models import Entry
from app.audit.rules import ActorKind
from app.core.db import session


def history(subject_ids: Sequence[UUID], *, limit: int = 50) -> list[Entry]:
    """What was done to any of these things, newest first: of what has one instant, what was recorded last."""
    found = (
        select(Entry).where(Entry.subject_id.in_(subject_ids)).order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)
    )
    return list(session().scalars(found))


def decisions(subjects: Select[UUID], actions: Sequence[str], *, limit: int) -> list[Entry]:
    """What people with an account did of this to any of these things, newest first."""
    found = (
        select(Entry)
        .where(Entry.subject_id.in_(subjects), Entry.actor_kind == ActorKind.PERSON, Entry.action.in_(actions))
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(limit)
    )
    return list(session().scalars(found))
