"""The directory as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class Organisation(Model):
    """An organisation as a campaign knows it, in the form it was last printed.

    Each campaign has its own directory, so that no team learns from another's who took part. Organisations that are not
    named in public never enter it.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("campaign_id", "name_key"),
        Index("ix_organisations_campaign_sort", "campaign_id", "sort_key", "id"),
    )

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(400))
    sort_key: Mapped[str] = mapped_column(String(4000))
    sort_as: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    acronym: Mapped[str] = mapped_column(String(40), default="")
    native_name: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    entered_at: Mapped[datetime]
