"""The key this installation signs with: made once, kept in a folder outside the database, beside its certificates.

The certificate bears the public address and nothing else. It is issued anew, for the same key, when the address changes
or its end comes near; a certificate that was replaced is kept, so that what was signed under it is still known as ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from app.core.kept_secrets import FOLDER_MODE, SecretsUnusableError, held, refuse_what_others_can_read
from app.core.whole_files import FOR_ITS_OWNER, replace_file

KEY_FILE = "key.pem"
CERTIFICATE_FILE = "certificate.pem"
EARLIER = "earlier"
"""Folder of the certificates that were replaced, one file each, named by their SHA-256."""

VALID_FOR = timedelta(days=3653)
RENEWED_BEFORE = timedelta(days=365)
_LONGEST_COMMON_NAME = 64  # X.520, ub-common-name
_BACKDATED = timedelta(days=1)  # clocks of readers that run behind


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key (ECDSA on P-256) and the certificate that goes with it."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate


def signing_key(folder: Path, *, address: str, now: datetime) -> SigningKey:
    """Return the key kept in `folder` with a certificate for `address`. What is missing is made first.

    Processes that start together agree on one key. A lost or replaced key makes its certificate an earlier one. Raises
    `SecretsUnusableError` when the key is damaged, of another kind, or others can read it; `OSError` when the folder
    cannot be used.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)
    with held(folder):
        key = _kept_key(folder / KEY_FILE)
        certificate = _kept_certificate(folder / CERTIFICATE_FILE)
        if certificate is not None and not _is_due(certificate, key, address=address, now=now):
            return SigningKey(key, certificate)
        if certificate is not None:
            (folder / EARLIER).mkdir(mode=FOLDER_MODE, exist_ok=True)
            replace_file(folder / EARLIER / f"{fingerprint(certificate)}.pem", pem(certificate), mode=FOR_ITS_OWNER)
        issued = _issue(key, address=address, now=now)
        replace_file(folder / CERTIFICATE_FILE, pem(issued), mode=FOR_ITS_OWNER)
        return SigningKey(key, issued)


def certificates(folder: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificate in use and then those before it, newest first; without one, nothing. No key is read."""
    earlier = sorted(
        filter(None, map(_kept_certificate, (folder / EARLIER).glob("*.pem"))),
        key=lambda certificate: (certificate.not_valid_before_utc, certificate.serial_number),
        reverse=True,
    )
    current = _kept_certificate(folder / CERTIFICATE_FILE)
    return (*([current] if current is not None else []), *earlier)


def read_certificates(content: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates in a PEM file. `ValueError` if there is none."""
    return tuple(x509.load_pem_x509_certificates(content))


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, 64 hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def key_fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the public key (SubjectPublicKeyInfo, DER): the same for every certificate of one key."""
    return sha256(certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def pem(certificate: x509.Certificate) -> bytes:
    """A certificate as it is kept and handed out."""
    return certificate.public_bytes(Encoding.PEM)


def _kept_key(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        made = ec.generate_private_key(ec.SECP256R1())
        secret = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        replace_file(path, secret, mode=FOR_ITS_OWNER)
        return made
    refuse_what_others_can_read(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        message = (
            f"{path} holds no key this installation can sign with. Restore it from a backup, or move it away: "
            "then a new key is made, and what was signed before is still known by its certificate."
        )
        raise SecretsUnusableError(message)
    return key


def _kept_certificate(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _is_due(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, *, address: str, now: datetime) -> bool:
    return (
        certificate.public_key() != key.public_key()
        or address not in _addresses(certificate)
        or certificate.not_valid_after_utc - RENEWED_BEFORE <= now
    )


def _addresses(certificate: x509.Certificate) -> Iterator[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return
    yield from names.value.get_values_for_type(x509.UniformResourceIdentifier)


def _issue(key: ec.EllipticCurvePrivateKey, *, address: str, now: datetime) -> x509.Certificate:
    """Issue a certificate for the key, by itself: it may sign documents and nothing else (RFC 5280, 4.2.1.3)."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, urlsplit(address).netloc[:_LONGEST_COMMON_NAME])])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(address)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
