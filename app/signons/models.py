"""Sign-ons as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.signons.rules import Authority, Origin, State, Visibility

_COUNTS = text("state = 'accepted'")


class SignOn(Model):
    """One organisation's consent to one revision, given by a person, confirmed by one with authority.

    `sort_as` is the form to sort by where a person gave one. `evidence` says how the team knows of a consent it entered
    itself, `times_asked` how many messages with a button went out, `sealed_at` when the name was sealed in an edition.
    `logo` and `signature` are SHA-256 of pictures that may be printed. `sort_order` puts columns where a database puts
    those that are added later: after all others.
    """

    __tablename__ = "sign_ons"
    __table_args__ = (
        Index(
            "uq_sign_ons_counts_once",
            "letter_id",
            "name_key",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        Index("ix_sign_ons_letter_sort", "letter_id", "state", "sort_key", "id"),
        Index("ix_sign_ons_letter_email", "letter_id", "email"),
        Index("ix_sign_ons_letter_authority_email", "letter_id", "authority_email"),
        CheckConstraint("state != 'accepted' OR accepted_at IS NOT NULL", name="accepted_is_dated"),
    )

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id", ondelete="RESTRICT"))
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revisions.id", ondelete="RESTRICT"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"))
    origin: Mapped[Origin]
    state: Mapped[State] = mapped_column(default=State.UNCONFIRMED)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(400))
    sort_key: Mapped[str] = mapped_column(String(4000))
    sort_as: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    acronym: Mapped[str] = mapped_column(String(40), default="")
    native_name: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    group_name: Mapped[str] = mapped_column(String(120), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    person: Mapped[str] = mapped_column(String(120), default="")
    person_title: Mapped[str] = mapped_column(String(120), default="")
    affiliation: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"), sort_order=5)
    logo: Mapped[str | None] = mapped_column(String(64), sort_order=5)
    signature: Mapped[str | None] = mapped_column(String(64), sort_order=5)
    is_lead: Mapped[bool] = mapped_column(default=False)
    given_position: Mapped[int] = mapped_column(default=0)

    typist_name: Mapped[str] = mapped_column(String(120), default="")
    typist_role: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    authority: Mapped[Authority] = mapped_column(default=Authority.SELF)
    authority_email: Mapped[str] = mapped_column(String(254), default="")
    authority_role: Mapped[str] = mapped_column(String(120), default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    authority_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)

    evidence: Mapped[str] = mapped_column(String(500), default="")
    times_asked: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
