"""Editions as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.config import SignatureLevel
from app.core.db import Model

# Columns of a later migration stand last, as in a database that was migrated: by the migration's number.
_SECOND, _SIXTH = 2, 6
_IN_ANOTHER_TEMPLATE = text("template != ''")


class Edition(Model):
    """Text, names and PDFs, sealed with a hash.

    The text and names are fixed when sealing is asked for (`requested_at`); the seal is complete (`sealed_at`)
    when the PDFs made from exactly these are stored. Whether anyone may read it is computed from these
    instants, never stored.

    The public edition is sealed as a web page, as plain text and as a Word file too. A Word file that cannot be
    made stops no seal: `docx_failure` says why. It is not made again, for what is sealed is stored and never
    rendered again; editions sealed before there were such files have none.
    """

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("letter_id", "number"),
        Index("ix_editions_due", "lift_at", "lifted_at"),
        CheckConstraint(
            "sealed_at IS NULL OR (clean_file IS NOT NULL AND embargoed_file IS NOT NULL)", name="sealed_means_stored"
        ),
        CheckConstraint("killed_at IS NULL OR lifted_at IS NULL", name="killed_was_never_lifted"),
    )

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="RESTRICT"))
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revisions.id", ondelete="RESTRICT"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    manifest: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime]
    requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    sealed_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]

    lift_wall: Mapped[str] = mapped_column(String(100))
    lift_zone: Mapped[str] = mapped_column(String(64))
    lift_at: Mapped[datetime]
    tzdata: Mapped[str] = mapped_column(String(20))
    held_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    killed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")

    file_stem: Mapped[str] = mapped_column(String(200))
    clean_file: Mapped[str | None] = mapped_column(String(64))
    embargoed_file: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]

    html_file: Mapped[str | None] = mapped_column(String(64), sort_order=_SECOND)
    text_file: Mapped[str | None] = mapped_column(String(64), sort_order=_SECOND)
    docx_file: Mapped[str | None] = mapped_column(String(64), sort_order=_SECOND)
    docx_failure: Mapped[str | None] = mapped_column(String(500), sort_order=_SECOND)


class Signature(Model):
    """How the clean PDF of a sealed edition is signed. What was sealed before there were signatures has none.

    `is_simpler` says that a higher level was set and could not be reached.
    """

    __tablename__ = "signatures"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id", ondelete="RESTRICT"), unique=True)
    level: Mapped[SignatureLevel]
    is_simpler: Mapped[bool]


class Proof(Model):
    """A trial print of one revision with the names it had, for the team only.

    One with a `template` shows the letter in that one instead of its own; `press` is the press text there was, as JSON,
    and `pictures` are the stored pictures of its pages, parted by spaces. It is stored locked, its pictures too: where
    the letter can be signed stands on it.
    """

    __tablename__ = "proofs"
    __table_args__ = (
        Index(
            "uq_proofs_one_in_each_template",
            "letter_id",
            "template",
            unique=True,
            sqlite_where=_IN_ANOTHER_TEMPLATE,
            postgresql_where=_IN_ANOTHER_TEMPLATE,
        ),
    )

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), index=True)
    requested_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    file: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    failure: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    template: Mapped[str] = mapped_column(String(40), default="", sort_order=_SIXTH)
    press: Mapped[str] = mapped_column(Text, default="", sort_order=_SIXTH)
    pictures: Mapped[str] = mapped_column(String(1000), default="", sort_order=_SIXTH)
