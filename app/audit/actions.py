"""Writing the audit."""

from datetime import datetime
from itertools import count
from secrets import randbits

from app.audit.models import Entry
from app.audit.rules import Actor, Subject, identifier
from app.core.db import session

_recorded = count()


def record(action: str, subject: Subject, *, by: Actor, now: datetime, **facts: str) -> None:
    """Append what was done ("letter opened"). `facts` must hold no name of a signatory, no address and no token."""
    session().add(
        Entry(
            id=identifier(next(_recorded), now=now, chance=randbits(44)),
            at=now,
            actor_kind=by.kind,
            actor_id=by.id,
            action=action,
            subject_kind=subject.kind,
            subject_id=subject.id,
            campaign_id=subject.campaign_id,
            facts=facts,
        )
    )
