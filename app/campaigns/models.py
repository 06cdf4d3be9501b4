"""Campaigns and teams as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.campaigns.rules import Role
from app.core.db import Model


class Campaign(Model):
    """What a coalition pursues.

    `letterhead_logo` is the SHA-256 of a picture; without a name there is no letterhead. `sort_order` puts columns
    where a database puts those that are added later: after all others.
    """

    __tablename__ = "campaigns"

    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    letterhead_name: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"), sort_order=5)
    letterhead_line: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"), sort_order=5)
    letterhead_logo: Mapped[str | None] = mapped_column(String(64), sort_order=5)


class TeamMember(Model):
    """One person's place in one campaign."""

    __tablename__ = "team_members"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    since_at: Mapped[datetime]
