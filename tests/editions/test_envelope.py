"""What stands in the gap: no other bytes pass for a signature of ours, and nothing rides along in it."""

import asyncio
import re
from collections.abc import Callable

import pytest
from asn1crypto import algos, cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from app.config import SignatureLevel
from app.core import clock
from app.editions.envelope import LONGEST_SIGNATURE, ORDER, with_low_s
from app.editions.seal import Seal
from app.editions.signatures import Known, judge
from app.editions.signing import sign
from tests.editions.signed import STATEMENT, a_seal, known, signed, unsigned
from tests.editions.timestamp_server import Authority, timestamp_server

KEY = ec.derive_private_key(20270617, ec.SECP256R1())
GAP = re.compile(rb"/ByteRange \[\d+ (\d+) (\d+) \d+\]")
PLAIN, TIMESTAMPED, _ARCHIVAL = SignatureLevel

Made = tuple[bytes, Known]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Made:
    seal = a_seal(tmp_path_factory.mktemp("plain"))
    return signed(seal).pdf, known(seal)


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("stamped")
    with timestamp_server(folder) as server:
        seal: Seal = a_seal(folder, TIMESTAMPED, server)
        made = sign(unsigned(), STATEMENT, seal=seal, now=clock.machine)
    assert made.level is TIMESTAMPED
    return made.pdf, known(seal)


def is_good(pdf: bytes, by: Known) -> bool:
    found = judge(pdf, by, now=clock.machine())
    return found.is_ours and found.is_unchanged


def with_envelope(pdf: bytes, change: Callable[[cms.SignedData], object]) -> bytes:
    """The same file with something else in the gap, which is as wide as before."""
    first, second = (int(each) for each in GAP.findall(pdf)[-1])
    room = second - first - 2
    envelope = cms.ContentInfo.load(bytes.fromhex(pdf[first + 1 : second - 1].decode()))
    change(envelope["content"])
    written: bytes = envelope.dump(force=True).hex().upper().encode()
    assert len(written) <= room
    return pdf[: first + 1] + written.ljust(room, b"0") + pdf[second - 1 :]


def nothing(_signed: cms.SignedData) -> None:
    """Write it again as it is."""


def the_other_s(signed_data: cms.SignedData) -> None:
    signer = signed_data["signer_infos"][0]
    r, s = decode_dss_signature(signer["signature"].native)
    signer["signature"] = encode_dss_signature(r, ORDER - s)


def own_words(signed_data: cms.SignedData) -> None:
    signer = signed_data["signer_infos"][0]
    words = cms.CMSAttribute({"type": "1.2.3.4", "values": [cms.OctetString(b"Words of another. " * 13)]})
    signer["unsigned_attrs"] = [*signer["unsigned_attrs"], words]


def another_certificate(signed_data: cms.SignedData) -> None:
    other = cms.Certificate.load(Authority("http://nowhere.example").root.public_bytes(Encoding.DER))
    signed_data["certificates"] = [*signed_data["certificates"], other]


def no_parameters(signed_data: cms.SignedData) -> None:
    algorithm = cms.DigestAlgorithm({"algorithm": "sha256", "parameters": None})
    del algorithm["parameters"]
    signed_data["signer_infos"][0]["digest_algorithm"] = algorithm


def no_timestamp(signed_data: cms.SignedData) -> None:
    del signed_data["signer_infos"][0]["unsigned_attrs"]


def words_in_the_timestamp(signed_data: cms.SignedData) -> None:
    token = signed_data["signer_infos"][0]["unsigned_attrs"][0]["values"][0]
    own_words(token["content"])


def certificate_in_the_timestamp(signed_data: cms.SignedData) -> None:
    token = signed_data["signer_infos"][0]["unsigned_attrs"][0]["values"][0]
    another_certificate(token["content"])


def words_as_a_digest_of_the_timestamp(signed_data: cms.SignedData) -> None:
    words = b"This letter was bought."
    number = b"\x06" + bytes([len(words)]) + words
    algorithm = algos.DigestAlgorithm.load(b"\x30" + bytes([len(number)]) + number)
    token = signed_data["signer_infos"][0]["unsigned_attrs"][0]["values"][0]
    token["content"]["digest_algorithms"] = [{"algorithm": "sha256"}, algorithm]


def another_version_of_the_timestamp(signed_data: cms.SignedData) -> None:
    token = signed_data["signer_infos"][0]["unsigned_attrs"][0]["values"][0]
    token["content"]["signer_infos"][0]["version"] = "v3"


def timestamp_of_ones_own(signed_data: cms.SignedData) -> None:
    signer = signed_data["signer_infos"][0]
    digest = hashes.Hash(hashes.SHA256())
    digest.update(signer["signature"].native)
    token = asyncio.run(Authority("http://nowhere.example").stamper.async_timestamp(digest.finalize(), "sha256"))
    signer["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [token]}]


def test_what_is_written_again_as_it_was_is_the_same_file(plain: Made, stamped: Made) -> None:
    assert [with_envelope(pdf, nothing) == pdf for pdf, _known in (plain, stamped)] == [True, True]
    assert [is_good(*made) for made in (plain, stamped)] == [True, True]


@pytest.mark.parametrize(
    "change",
    [
        the_other_s,
        own_words,
        another_certificate,
        no_parameters,
        no_timestamp,
        words_in_the_timestamp,
        certificate_in_the_timestamp,
        words_as_a_digest_of_the_timestamp,
        another_version_of_the_timestamp,
        timestamp_of_ones_own,
    ],
)
def test_nothing_but_our_signature_and_its_timestamp_may_stand_in_the_gap(
    stamped: Made, change: Callable[[cms.SignedData], object]
) -> None:
    pdf, by = stamped
    attacked = with_envelope(pdf, change)

    assert attacked != pdf
    assert not is_good(attacked, by)


def test_where_there_is_no_timestamp_none_fits_in(plain: Made) -> None:
    first, second = (int(each) for each in GAP.findall(plain[0])[-1])
    content = bytes.fromhex(plain[0][first + 1 : second - 1].decode())

    assert len(content) - len(cms.ContentInfo.load(content).dump()) <= 8


@given(words=st.binary(max_size=100))
def test_every_signature_has_one_low_form_that_verifies(words: bytes) -> None:
    made = KEY.sign(words, ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(made)

    low = with_low_s(made)

    KEY.public_key().verify(low, words, ec.ECDSA(hashes.SHA256()))
    assert low == with_low_s(low) == with_low_s(encode_dss_signature(r, ORDER - s))
    assert len(low) <= LONGEST_SIGNATURE
