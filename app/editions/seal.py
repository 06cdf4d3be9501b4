"""How this installation seals: whose key, at which level, what is said with it. It imports nothing that signs."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from flask import Flask, current_app

from app.config import Settings, SignatureLevel
from app.core.kept_secrets import SecretsUnusableError
from app.core.signing_keys import SigningKey, certificates, read_certificates, signing_key


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed besides the file: which edition, the fingerprint of its manifest, its public address."""

    number: int
    fingerprint: str
    address: str

    @property
    def reason(self) -> str:
        """As it stands in the signature, where programs show the reason of signing."""
        return f"Edition {self.number} sealed, SHA-256 {self.fingerprint}"


@dataclass(frozen=True, slots=True)
class Seal:
    """How this installation signs. `roots` is the file of the certificates by which the timestamp server is trusted."""

    folder: Path
    address: str
    level: SignatureLevel = SignatureLevel.PLAIN
    timestamp_url: str = ""
    roots: Path | None = None

    def key(self, *, now: datetime) -> SigningKey:
        """The key and its certificate, made if need be; see `signing_keys.signing_key`."""
        return signing_key(self.folder, address=self.address, now=now)

    def certificates(self) -> tuple[x509.Certificate, ...]:
        """The certificate in use and those before it. No key is read."""
        return certificates(self.folder)

    def trusted(self) -> tuple[x509.Certificate, ...]:
        """The roots of timestamps. Raises `OSError` or `ValueError` when the file is not what it was at the start."""
        return read_certificates(self.roots.read_bytes()) if self.roots is not None else ()


def init_app(app: Flask, settings: Settings) -> None:
    """Say how `app` signs. The key is not read before something is signed."""
    app.extensions["seal"] = seal_of(settings)


def seal_of(settings: Settings) -> Seal:
    """How an installation with these settings signs."""
    return Seal(
        folder=settings.signing_folder,
        address=settings.address,
        level=settings.signature,
        timestamp_url=settings.timestamp_url,
        roots=settings.timestamp_roots,
    )


def the_seal() -> Seal:
    """How this installation signs."""
    seal: Seal = current_app.extensions["seal"]
    return seal


def make_key(*, now: datetime) -> None:
    """Make the key of a new installation, and say on standard error if there is one that cannot be used.

    The process goes on: mail and lifts need no key, and a seal says for itself what is in its way.
    """
    try:
        the_seal().key(now=now)
    except SecretsUnusableError as error:
        sys.stderr.write(f"Nothing can be sealed: {error}\n")
    except OSError as error:
        sys.stderr.write(f"Nothing can be sealed: {error.filename} cannot be used: {error.strerror}.\n")
