"""Press contacts, grants and copies as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class PressContact(Model):
    """A journalist, as one campaign knows them."""

    __tablename__ = "press_contacts"
    __table_args__ = (UniqueConstraint("campaign_id", "email"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    outlet: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    zone: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime]


class Grant(Model):
    """One journalist's permission to read one letter early."""

    __tablename__ = "grants"
    __table_args__ = (
        UniqueConstraint("letter_id", "contact_id"),
        CheckConstraint("(accepted_at IS NULL) = (terms_version IS NULL)", name="acceptance_names_its_terms"),
    )

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="RESTRICT"))
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("press_contacts.id", ondelete="RESTRICT"))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    granted_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    terms_version: Mapped[int | None]
    revoked_at: Mapped[datetime | None]


class Copy(Model):
    """The stamped PDF one journalist got of one edition. The number is printed on it and unique in the installation."""

    __tablename__ = "copies"
    __table_args__ = (UniqueConstraint("grant_id", "edition_id"),)

    number: Mapped[int] = mapped_column(unique=True)
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id", ondelete="RESTRICT"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id", ondelete="RESTRICT"))
    file: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


class CopyMaster(Model):
    """The prepared file that the copies of one edition are made from, with the plan of what may be written where.

    Both by their SHA-256. It is replaced when a journalist comes whose name has letters that it lacks.
    """

    __tablename__ = "copy_masters"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id", ondelete="RESTRICT"), unique=True)
    file: Mapped[str] = mapped_column(String(64))
    plan_file: Mapped[str] = mapped_column(String(64))


class Download(Model):
    """One time a copy was fetched."""

    __tablename__ = "downloads"

    copy_id: Mapped[UUID] = mapped_column(ForeignKey("copies.id", ondelete="RESTRICT"), index=True)
    downloaded_at: Mapped[datetime]
