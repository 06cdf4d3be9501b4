"""What only this installation can work out or read: keyed with its secret, each purpose for itself."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV


def keyed_hash(purpose: str, message: str) -> bytes:
    """The HMAC-SHA256 of a message, 32 bytes. Whoever lacks the secret can neither make it nor try guesses on it."""
    return hmac.digest(_secret(), f"{purpose}:{message}".encode(), hashlib.sha256)


def locked(content: bytes) -> bytes:
    """The content as nobody without the secret can read it: AES-SIV (RFC 5297), the same bytes each time."""
    return _cipher().encrypt(content, None)


def unlocked(content: bytes) -> bytes | None:
    """What was locked; None where it was not, or under another secret."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as below

    try:
        return _cipher().decrypt(content, None)
    except InvalidTag:
        return None


def _cipher() -> "AESSIV":
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 - most requests lock nothing

    return AESSIV(hmac.digest(_secret(), b"lock:", hashlib.sha512))


def _secret() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()
