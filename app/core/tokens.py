"""Links that stand for a permission.

A token is the keyed hash of what it is for (purpose, row, round), 256 bits. It can be made again when a mail is sent,
so no table holds one: rows hold its SHA-256, by which it is found. A new round ends all earlier links of a row.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask import current_app

from app.core.keyed import keyed_hash


class Purpose(StrEnum):
    """What a link lets its holder do. The value is the first part of its address."""

    SET_UP = "set-up"
    JOIN = "join"
    SIGN = "sign"
    INVITATION = "invitation"
    SIGN_ON = "sign-on"
    AUTHORITY = "authority"
    PRESS = "press"


TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
TOKEN_HASH_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Link:
    """A permission as a value: for what, on which row, in which round."""

    purpose: Purpose
    subject: UUID
    round: int = 0

    def token(self) -> str:
        """The 43 characters that stand in the address."""
        digest = keyed_hash("link", f"{self.purpose}:{self.subject.hex}:{self.round}")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def token_hash(self) -> str:
        """What the row stores, to be found by."""
        return token_hash(self.token())

    def path(self) -> str:
        """The path of the page the link opens."""
        return f"/{self.purpose}/{self.token()}"

    def address(self) -> str:
        """The whole address, for a mail or to be copied."""
        return str(current_app.config["ADDRESS"]).rstrip("/") + self.path()


def token_hash(token: str) -> str:
    """SHA-256 of a token, 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
