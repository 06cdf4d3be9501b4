"""The outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.core.tokens import Purpose
from app.mail.rules import State


class OutboxMessage(Model):
    """One message on its way, or gone. The text is erased once it has gone."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_due", "state", "try_at"),
        CheckConstraint("(link_purpose IS NULL) = (link_subject IS NULL)", name="link_is_whole"),
    )

    key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str | None] = mapped_column(Text)
    link_purpose: Mapped[Purpose | None]
    link_subject: Mapped[UUID | None]
    link_round: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(default=State.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime]
    try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
