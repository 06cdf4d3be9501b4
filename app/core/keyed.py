"""What only this installation can work out: everything here is keyed with its secret, each purpose for itself."""

import hashlib
import hmac

from flask import current_app


def keyed_hash(purpose: str, message: str) -> bytes:
    """The HMAC-SHA256 of a message, 32 bytes. Whoever lacks the secret can neither make it nor try guesses on it."""
    return hmac.digest(_secret(), f"{purpose}:{message}".encode(), hashlib.sha256)


def _secret() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()
