"""Letters and their revisions as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.letters.rules import LetterState, Listing


class Letter(Model):
    """One text to be signed. What it says stands in its revisions; what became of it in its editions."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("(frozen_number IS NULL) = (opened_at IS NULL)", name="open_means_frozen"),
        CheckConstraint("(deadline_at IS NULL) = (deadline_zone IS NULL)", name="deadline_is_whole"),
    )

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id", ondelete="RESTRICT"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[LetterState] = mapped_column(default=LetterState.DRAFT)
    listing: Mapped[Listing] = mapped_column(default=Listing.QUIET)
    newest_number: Mapped[int] = mapped_column(default=1)
    frozen_number: Mapped[int | None]
    open_round: Mapped[int] = mapped_column(default=0)
    open_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    deadline_at: Mapped[datetime | None]
    deadline_zone: Mapped[str | None] = mapped_column(String(64))
    planned_lift: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class Revision(Model):
    """One immutable state of a letter's text. `source` is the canonical letter file; its SHA-256 is the fingerprint."""

    never_changes = True

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("letter_id", "number"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    written_at: Mapped[datetime]


class PressText(Model):
    """What the press page says above the letter."""

    __tablename__ = "press_texts"

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), unique=True)
    headline: Mapped[str] = mapped_column(String(300), default="")
    intro: Mapped[str] = mapped_column(Text, default="")


class Quote(Model):
    """A sentence a journalist may use, with who said it."""

    __tablename__ = "quotes"

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    speaker: Mapped[str] = mapped_column(String(120))
    speaker_title: Mapped[str] = mapped_column(String(200), default="")
