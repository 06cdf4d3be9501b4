"""What stands behind a seal: counted as proof only where a known root vouches for it, and nothing rides along."""

import asyncio
import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.commands import main
from app.config import SignatureLevel
from app.core import clock
from app.core.signing_keys import pem
from app.editions import signing
from app.editions.proof import is_laid_out_as_ours
from app.editions.seal import Seal
from app.editions.signatures import Known, Timestamp, Verdict, judge
from app.editions.signing import sign
from app.editions.verification import finding_words
from tests.editions.signed import STATEMENT, a_seal, known, signed, unsigned
from tests.editions.timestamp_server import Authority, TimestampServer, timestamp_server

PLAIN, TIMESTAMPED, ARCHIVAL = SignatureLevel
REUSED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
Change = Callable[[IncrementalPdfFileWriter], object]


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Somebody's timestamp authority."""
    return Authority("http://nowhere.example")


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return a_seal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def ours(seal: Seal) -> bytes:
    return signed(seal).pdf


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TimestampServer]:
    with timestamp_server(tmp_path) as running:
        yield running


def knowing(seal: Seal, *authorities: Authority) -> Known:
    return Known.of(seal.certificates(), [each.root for each in authorities])


def nothing(_writer: IncrementalPdfFileWriter) -> None:
    """Add nothing but the timestamp."""


def stamped(pdf: bytes, authority: Authority, change: Change = nothing) -> bytes:
    """What somebody adds to a letter, under a last timestamp that covers it."""
    writer = signing._QuietWriter(io.BytesIO(pdf))  # noqa: SLF001 - an attacker has our program
    change(writer)
    written = io.BytesIO()
    place = signing._OFF_THE_PAGE  # noqa: SLF001 - as above
    stamper = PdfTimeStamper(authority.stamper, signing.TIMESTAMP_FIELD, place, "Timestamp of the edition")
    asyncio.run(stamper.async_timestamp_pdf(writer, "sha256", None, output=written))
    return written.getvalue()


@cache
def stamped_once(pdf: bytes, authority: Authority) -> bytes:
    return stamped(pdf, authority)


def dictionary(key: str, value: PdfObject) -> DictionaryObject:
    return DictionaryObject({pdf_name(key): value})  # type: ignore[no-untyped-call]  # pyHanko has no types


def store(writer: IncrementalPdfFileWriter, content: bytes, kind: str = "/Certs") -> None:
    stream = writer.add_object(StreamObject(stream_data=content))
    writer.root["/DSS"] = writer.add_object(dictionary(kind, ArrayObject([stream])))
    writer.update_root()  # type: ignore[no-untyped-call]  # as above


def free_text(writer: IncrementalPdfFileWriter) -> None:
    store(writer, b"Words of another. " * 53_000)


def certificate_of_ones_own(writer: IncrementalPdfFileWriter) -> None:
    store(writer, Authority("http://words.example").root.public_bytes(Encoding.DER))


def list_of_ones_own(writer: IncrementalPdfFileWriter) -> None:
    store(writer, Authority("http://words.example").revocations, "/CRLs")


def another_title(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Info"]["/Title"] = TextStringObject("Another letter")
    writer.update_container(writer.trailer["/Info"])


def object_in_the_air(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(TextStringObject("Words of another."))


def words_in_the_catalogue(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Extensions"]["/WORD"] = dictionary("/URL", TextStringObject("Words of another."))
    writer.update_root()  # type: ignore[no-untyped-call]  # as above


def test_a_timestamp_counts_only_where_its_root_is_known(seal: Seal, ours: bytes, authority: Authority) -> None:
    added = stamped(ours, authority)
    other = Authority("http://other.example")
    count = len(added) - len(ours)

    found = [judge(added, knowing(seal, *roots), now=clock.machine()) for roots in [(), (other,), (authority,)]]

    assert [(each.is_ours, each.is_unchanged, each.is_archival) for each in found] == [
        (True, False, False),
        (True, False, False),
        (True, True, True),
    ]
    said = (
        f"{count} bytes were added after it was signed, among them a timestamp by “Clock of the tests”, "
        "and nobody here vouches for them"
    )
    assert [finding_words(each) for each in found] == [said, said, ""]


@pytest.mark.parametrize(
    "change",
    [
        free_text,
        certificate_of_ones_own,
        list_of_ones_own,
        another_title,
        object_in_the_air,
        words_in_the_catalogue,
    ],
)
def test_under_a_timestamp_of_a_known_root_nothing_rides_along(
    seal: Seal, ours: bytes, authority: Authority, change: Change
) -> None:
    found = judge(stamped(ours, authority, change), knowing(seal, authority), now=clock.machine())

    assert (found.is_ours, found.is_unchanged, found.is_archival) == (True, False, False)


@REUSED
@given(data=st.data(), words=st.sampled_from([b"% Words of another.\n", b"/Words (of another)\n", b" ", b"\0"]))
def test_nothing_can_be_put_between_what_is_added(
    ours: bytes, authority: Authority, data: st.DataObject, words: bytes
) -> None:
    added = stamped_once(ours, authority)
    sealed_from = ours.index(b"%%EOF")
    assert is_laid_out_as_ours(added, sealed_from=sealed_from, sealed_until=len(ours))
    lines = [at + 1 for at in range(len(ours), len(added)) if added[at] == ord("\n")]

    place = data.draw(st.sampled_from(lines))
    worded = added[:place] + words + added[place:]

    assert not is_laid_out_as_ours(worded, sealed_from=sealed_from, sealed_until=len(ours))


def test_what_the_authority_itself_revoked_may_be_kept(seal: Seal, ours: bytes, authority: Authority) -> None:
    def real(writer: IncrementalPdfFileWriter) -> None:
        store(writer, authority.revocations, "/CRLs")

    assert judge(stamped(ours, authority, real), knowing(seal, authority), now=clock.machine()).is_archival


def test_a_letter_for_archives_is_told_precisely_where_its_roots_are_not_known(
    tmp_path: Path, server: TimestampServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UNDERSIGNED_DATA", str(tmp_path / "no data"))
    certificates = tmp_path / "certificates.pem"
    codes = []
    for level in (TIMESTAMPED, ARCHIVAL):
        seal = a_seal(tmp_path, level, server)
        made = sign(unsigned(), STATEMENT, seal=seal, now=clock.machine)
        assert (made.level, judge(made.pdf, known(seal), now=clock.machine()).is_unchanged) == (level, True)
        (tmp_path / "letter.pdf").write_bytes(made.pdf)
        certificates.write_bytes(b"".join(map(pem, seal.certificates())))
        codes.append(main(["letter", "verify", str(tmp_path / "letter.pdf"), "--certificate", str(certificates)]))
    said = capsys.readouterr().out

    assert codes == [0, 1]
    assert said.count("by “Clock of the tests”, whom nobody here vouches for.\n") == 2
    assert said.count("This file is of the installation of that certificate, and unchanged.\n") == 1
    assert "among them a timestamp by “Clock of the tests”, and nobody here vouches for them. " in said
    assert "whom this installation trusts" not in said
    assert "further proof" not in said


def test_a_stranger_who_stamps_their_own_letter_is_trusted_by_nobody(seal: Seal, authority: Authority) -> None:
    stamper = authority.stamper
    signer = SimpleSigner(stamper.tsa_cert, stamper.tsa_key, SimpleCertificateStore())  # type: ignore[no-untyped-call]  # pyHanko has no types
    meta = PdfSignatureMetadata(field_name="Theirs", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    written = io.BytesIO()
    pen = PdfSigner(meta, signer, timestamper=stamper, new_field_spec=SigFieldSpec("Theirs"))
    asyncio.run(pen.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(unsigned())), output=written))

    found: Verdict = judge(written.getvalue(), knowing(seal), now=clock.machine())

    assert found.timestamp is not None
    assert (found.is_ours, found.timestamp) == (
        False,
        Timestamp("Clock of the tests", found.timestamp.at, is_trusted=False),
    )
