"""People as rows."""

from datetime import datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.rules import Locale, Rank
from app.core.db import Model


class Person(Model, UserMixin):  # type: ignore[misc]  # ids are UUIDs here, and the library only compares them
    """Someone with an account. Until a password is set, the account is an invitation."""

    __tablename__ = "people"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    locale: Mapped[Locale] = mapped_column(default=Locale.EN_GB)
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Brussels")
    rank: Mapped[Rank] = mapped_column(default=Rank.STAFF)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    join_round: Mapped[int] = mapped_column(default=0)
    join_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]

    roles: tuple[RoleMixin, ...] = ()  # type: ignore[assignment]  # no roles, and none can be added

    @property
    def is_active(self) -> bool:
        """Whether this account can be used: taken up, and not switched off. Flask-Security asks before every step."""
        return self.active and self.joined_at is not None


class NoRole(RoleMixin):
    """Flask-Security wants a class here; what people may do is a rank and a place in a team, not a role."""
