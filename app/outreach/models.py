"""Invitations as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class Invitation(Model):
    """One organisation asked to sign one letter, through one contact.

    `round` counts the reminders; each has a new link, and the one before it ends. `asked_at` is when it was sent last.
    """

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("letter_id", "email"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="RESTRICT"))
    organisation_name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    ended_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    round: Mapped[int] = mapped_column(default=0)
    sign_on_id: Mapped[UUID | None] = mapped_column(ForeignKey("sign_ons.id", ondelete="SET NULL"), index=True)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
