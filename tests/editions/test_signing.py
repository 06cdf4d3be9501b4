"""Signing: every level, seen by pyHanko, by OpenSSL and by poppler; and timestamp servers on their bad days."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo
from cryptography.hazmat.primitives.serialization import Encoding

from app.config import SignatureLevel
from app.core import clock
from app.core.errors import Refused
from app.core.signing_keys import KEY_FILE, fingerprint
from app.editions import signing, timestamps
from app.editions.seal import Seal
from app.editions.signatures import Timestamp, Verdict, judge
from app.editions.signing import Signed, sign
from tests.editions.signed import STATEMENT, a_seal, known, signed, unsigned
from tests.editions.timestamp_server import Authority, Behaviour, TimestampServer, timestamp_server
from tests.factories import NOON
from tests.rendering.reading import words

BYTE_RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")
PLAIN, TIMESTAMPED, ARCHIVAL = SignatureLevel


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TimestampServer]:
    with timestamp_server(tmp_path) as running:
        yield running


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for timestamp servers only as long as a test may."""
    monkeypatch.setattr(signing, "TIMESTAMP_SECONDS", 1.5)
    monkeypatch.setattr(timestamps, "REQUEST_SECONDS", 0.5)
    monkeypatch.setattr(timestamps, "PAUSE_SECONDS", 0.1)


def signed_now(seal: Seal) -> Signed:
    """Signed by the real clock, as the certificates of timestamp servers go by it."""
    return sign(unsigned(), STATEMENT, seal=seal, now=clock.machine)


def judged(made: Signed, seal: Seal) -> Verdict:
    return judge(made.pdf, known(seal), now=clock.machine())


def test_a_signed_letter_is_ours_unchanged_and_says_which_edition_it_is(tmp_path: Path) -> None:
    seal = a_seal(tmp_path)
    made = signed(seal)

    assert (made.level, made.wanted) == (PLAIN, PLAIN)
    assert judge(made.pdf, known(seal), now=NOON) == Verdict(
        is_signed=True,
        is_ours=True,
        signer="letters.example.org",
        certificate=fingerprint(seal.certificates()[0]),
        signed_at=NOON,
        title="Clean water for every town",
        statement=STATEMENT,
    )


def test_what_was_rendered_stays_in_the_file_byte_for_byte(tmp_path: Path) -> None:
    made = signed(a_seal(tmp_path)).pdf

    assert made.startswith(unsigned())
    assert made.count(b"%%EOF") == 2
    assert words(made) == words(unsigned())
    assert b"pyHanko" not in made
    assert b"/Version /2.0" not in made


def test_a_file_is_dated_by_the_clock_it_is_given_and_by_no_other(tmp_path: Path) -> None:
    added = signed(a_seal(tmp_path)).pdf[len(unsigned()) :]

    assert re.findall(rb"D(?::|\\072)\d+[Z+]", added) == [b"D\\07220270503120000Z"]


def test_openssl_finds_the_signature_good_and_a_changed_file_not(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine")
    seal = a_seal(tmp_path)
    made = signed(seal).pdf
    start, first, second, rest = map(int, BYTE_RANGE.findall(made)[-1])
    padded = bytes.fromhex(made[first + 1 : second - 1].decode())
    content = made[start:first] + made[second : second + rest]
    (tmp_path / "signature").write_bytes(ContentInfo.load(padded).dump())
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(tmp_path / "signature")]
    command += ["-content", str(tmp_path / "content"), "-CAfile", str(seal.folder / "certificate.pem")]
    command += ["-no_check_time", "-partial_chain", "-purpose", "any", "-out", str(tmp_path / "out")]

    found = {}
    for name, bytes_ in {"as it is": content, "changed": content.replace(b"/Tabs /S", b"/Tabs /R", 1)}.items():
        (tmp_path / "content").write_bytes(bytes_)
        found[name] = subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0

    assert second + rest == len(made)
    assert found == {"as it is": True, "changed": False}


def test_poppler_finds_the_signature_good(tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("there is no pdfsig on this machine")
    (tmp_path / "letter.pdf").write_bytes(signed(a_seal(tmp_path)).pdf)

    said = subprocess.run(["pdfsig", str(tmp_path / "letter.pdf")], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "letters.example.org" in said


def test_the_field_of_the_signature_bends_no_rule_of_archives_or_readers(tmp_path: Path) -> None:
    added = signed(a_seal(tmp_path)).pdf[len(unsigned()) :].decode("latin-1")

    assert "/Tabs /S" in added  # ISO 14289-1, 7.18.3
    assert "/TU (Seal of the edition)" in added  # ISO 14289-1, 7.18.1
    assert "/Rect [ -9999 -9999 -9999 -9999 ]" in added  # off the page: ISO 14289-1, 7.18.1
    assert "/F 132" in added  # printed, not hidden: ISO 19005-3, 6.3.2
    assert "/NeedAppearances" not in added  # ISO 19005-3, 6.4.1
    assert "/DigestMethod" not in added  # ISO 19005-3, 6.1.12


def test_a_timestamp_server_is_named_with_its_time(tmp_path: Path, server: TimestampServer) -> None:
    seal = a_seal(tmp_path, TIMESTAMPED, server)
    before = clock.machine()

    made = signed_now(seal)

    verdict = judged(made, seal)
    assert made.level is TIMESTAMPED
    assert made.pdf.count(b"%%EOF") == 2
    assert verdict.is_ours
    assert verdict.is_unchanged
    assert not verdict.is_archival
    assert verdict.timestamp is not None
    assert verdict.timestamp == Timestamp("Clock of the tests", verdict.timestamp.at, is_trusted=True)
    assert before <= verdict.timestamp.at <= clock.machine()


def test_for_archives_everything_is_covered_by_a_last_timestamp(tmp_path: Path, server: TimestampServer) -> None:
    seal = a_seal(tmp_path, ARCHIVAL, server)

    made = signed_now(seal)

    verdict = judged(made, seal)
    assert made.level is ARCHIVAL
    assert made.pdf.count(b"%%EOF") == 3
    assert (verdict.is_ours, verdict.is_unchanged, verdict.is_archival) == (True, True, True)
    assert b"/DSS" in made.pdf
    assert b"/CRLs" in made.pdf
    assert b"pyHanko" not in made.pdf


@pytest.mark.parametrize("level", [TIMESTAMPED, ARCHIVAL])
def test_a_certificate_that_leads_to_no_root_is_left_out_of_the_timestamp(
    tmp_path: Path, server: TimestampServer, level: SignatureLevel
) -> None:
    stray = Authority("http://stray.example").root
    server.behaviour.brings_along = stray

    made = signed_now(a_seal(tmp_path, level, server))

    assert made.level is level
    assert stray.public_bytes(Encoding.DER).hex().upper().encode() not in made.pdf


def slow(behaviour: Behaviour) -> None:
    behaviour.seconds = 3.0


def nonsense(behaviour: Behaviour) -> None:
    behaviour.instead = b"<html>Please sign in to the hotel network</html>"


def empty(behaviour: Behaviour) -> None:
    behaviour.instead = b""


def endless(behaviour: Behaviour) -> None:
    behaviour.instead = bytes(10_000_000)


def another_digest(behaviour: Behaviour) -> None:
    behaviour.stamps_something_else = True


def always_busy(behaviour: Behaviour) -> None:
    behaviour.fails_first = 10_000


@pytest.mark.usefixtures("in_a_hurry")
@pytest.mark.parametrize("day", [slow, nonsense, empty, endless, another_digest, always_busy])
def test_a_server_on_a_bad_day_costs_its_timestamp_and_not_the_seal(
    tmp_path: Path, server: TimestampServer, day: Callable[[Behaviour], None]
) -> None:
    day(server.behaviour)
    seal = a_seal(tmp_path, TIMESTAMPED, server)

    made = signed_now(seal)

    assert server.behaviour.asked > 0
    assert (made.level, made.wanted) == (PLAIN, TIMESTAMPED)
    verdict = judged(made, seal)
    assert (verdict.is_ours, verdict.is_unchanged, verdict.timestamp) == (True, True, None)


@pytest.mark.usefixtures("in_a_hurry")
def test_a_server_that_is_not_there_is_not_waited_for_long(tmp_path: Path, server: TimestampServer) -> None:
    with timestamp_server(tmp_path) as gone:
        url = gone.url
    seal = a_seal(tmp_path, ARCHIVAL, TimestampServer(url, server.roots))
    started = time.monotonic()

    made = signed_now(seal)

    assert (made.level, made.wanted) == (PLAIN, ARCHIVAL)
    assert time.monotonic() - started < 30


def test_a_server_that_fails_once_is_asked_again(
    tmp_path: Path, server: TimestampServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timestamps, "PAUSE_SECONDS", 0.1)
    server.behaviour.fails_first = 2

    assert signed_now(a_seal(tmp_path, TIMESTAMPED, server)).level is TIMESTAMPED


def test_a_server_that_no_known_root_vouches_for_is_not_believed(tmp_path: Path, server: TimestampServer) -> None:
    (tmp_path / "other").mkdir()
    with timestamp_server(tmp_path / "other") as other:
        seal = a_seal(tmp_path, ARCHIVAL, TimestampServer(server.url, other.roots))

        made = signed_now(seal)

    assert (made.level, made.wanted) == (PLAIN, ARCHIVAL)


def test_a_key_others_can_read_signs_nothing(tmp_path: Path) -> None:
    seal = a_seal(tmp_path)
    seal.key(now=NOON)
    (seal.folder / KEY_FILE).chmod(0o644)

    with pytest.raises(Refused) as caught:
        signed(seal)

    assert caught.value.obstacle.sentence == (
        "It could not be signed, because the key of this installation cannot be used. "
        "Ask whoever runs it to look at the log, then seal again."
    )
