"""The audit as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.rules import ActorKind, said
from app.core.db import Model


class Entry(Model):
    """One action. It refers to people and things by id and holds no foreign key, so that it outlives them."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_campaign_at", "campaign_id", "at"),)

    at: Mapped[datetime]
    actor_kind: Mapped[ActorKind]
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    facts: Mapped[dict[str, str]] = mapped_column(JSON)

    @property
    def sentence(self) -> str:
        """How it is read."""
        return said(self.action, self.facts)
