"""The key that seals: made once, for its owner alone, with a certificate that says an address and nothing else."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.core.kept_secrets import SecretsUnusableError
from app.core.signing_keys import (
    CERTIFICATE_FILE,
    EARLIER,
    KEY_FILE,
    VALID_FOR,
    SigningKey,
    certificates,
    fingerprint,
    key_fingerprint,
    signing_key,
)

NOW = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
HERE = "https://letters.example.org"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "signing"


def kept(folder: Path, *, address: str = HERE, now: datetime = NOW) -> SigningKey:
    return signing_key(folder, address=address, now=now)


def test_the_key_is_made_once(folder: Path) -> None:
    first, second = kept(folder), kept(folder, now=NOW + timedelta(days=300))

    assert isinstance(first.key.curve, ec.SECP256R1)
    assert first.certificate == second.certificate
    assert first.key.private_numbers() == second.key.private_numbers()


def test_only_its_owner_can_read_the_folder_and_the_key(folder: Path) -> None:
    kept(folder)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / KEY_FILE)}
    assert modes == {"signing": 0o700, KEY_FILE: 0o600}


def test_the_certificate_says_the_address_and_nothing_of_anybody(folder: Path) -> None:
    certificate = kept(folder).certificate

    assert certificate.subject.rfc4514_string() == certificate.issuer.rfc4514_string() == "CN=letters.example.org"
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert list(names) == [x509.UniformResourceIdentifier(HERE)]
    assert certificate.not_valid_after_utc == NOW + VALID_FOR
    certificate.verify_directly_issued_by(certificate)


def test_a_long_address_fits_into_the_name(folder: Path) -> None:
    address = "https://" + ".".join(["a" * 60] * 4)

    assert len(kept(folder, address=address).certificate.subject.rfc4514_string()) == len("CN=") + 64


def test_many_that_start_together_agree_on_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _number: kept(folder), range(8)))

    assert len({fingerprint(each.certificate) for each in made}) == 1
    assert not (folder / EARLIER).exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused_with_a_sentence(folder: Path, mode: int) -> None:
    kept(folder)
    (folder / KEY_FILE).chmod(mode)

    with pytest.raises(SecretsUnusableError) as caught:
        kept(folder)

    key = folder / KEY_FILE
    assert str(caught.value) == f"{key} can be read by other users of this machine. Run: chmod 600 '{key}'"


@pytest.mark.parametrize("kind", ["damaged", "another curve"])
def test_a_key_that_cannot_sign_is_refused_and_kept(folder: Path, kind: str) -> None:
    kept(folder)
    other = ec.generate_private_key(ec.SECP384R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    content = b"-----BEGIN PRIVATE KEY-----\n" if kind == "damaged" else other
    (folder / KEY_FILE).write_bytes(content)

    with pytest.raises(SecretsUnusableError, match="Restore it from a backup, or move it away"):
        kept(folder)

    assert (folder / KEY_FILE).read_bytes() == content


def test_another_address_gets_another_certificate_for_the_same_key(folder: Path) -> None:
    first = kept(folder, address="http://127.0.0.1:8000")
    second = kept(folder)

    assert key_fingerprint(first.certificate) == key_fingerprint(second.certificate)
    assert certificates(folder) == (second.certificate, first.certificate)
    assert kept(folder).certificate == second.certificate


def test_a_certificate_is_renewed_a_year_before_it_ends(folder: Path) -> None:
    first = kept(folder)
    last_year = first.certificate.not_valid_after_utc - timedelta(days=365)

    assert kept(folder, now=last_year - timedelta(seconds=1)).certificate == first.certificate
    renewed = kept(folder, now=last_year).certificate
    assert renewed != first.certificate
    assert key_fingerprint(renewed) == key_fingerprint(first.certificate)


def test_a_lost_key_is_replaced_and_its_certificate_remembered(folder: Path) -> None:
    lost = kept(folder)
    (folder / KEY_FILE).unlink()

    found = kept(folder)

    assert key_fingerprint(found.certificate) != key_fingerprint(lost.certificate)
    assert certificates(folder) == (found.certificate, lost.certificate)


def test_a_lost_certificate_is_issued_again(folder: Path) -> None:
    first = kept(folder)
    (folder / CERTIFICATE_FILE).unlink()

    assert key_fingerprint(kept(folder).certificate) == key_fingerprint(first.certificate)


def test_certificates_are_read_without_the_key(folder: Path) -> None:
    certificate = kept(folder).certificate
    (folder / KEY_FILE).unlink()

    assert certificates(folder) == (certificate,)
    assert certificates(folder / "nowhere") == ()


def test_a_key_is_not_shown_by_accident(folder: Path) -> None:
    assert "PrivateKey" not in repr(kept(folder))
