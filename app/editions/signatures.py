"""What a PDF proves by its signature: whose it is, whether it was changed since, when it was signed. Pure.

The file is foreign until it has proved otherwise. Whatever a reader of PDFs may make of it, it counts as unchanged only
when every byte of it is signed, but for the signature itself, or when nothing but proof was added and that is signed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import BytesIO

from asn1crypto.cms import ContentInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app.core.signing_keys import key_fingerprint
from app.editions.der import written_anew
from app.editions.envelope import MOST_PADDING, is_as_we_write_it, is_bare
from app.editions.foreign_words import plain, title_of
from app.editions.proof import ONLY_PROOF, brings_what_counts, is_laid_out_as_ours, is_vouched_for
from app.editions.seal import Statement

LONGEST_HEAD = 1024
"""Bytes within which a PDF says that it is one, as readers look for it."""
_END_OF_FILE = 1024
_REASON = re.compile(r"Edition (\d{1,9}) sealed, SHA-256 ([0-9a-f]{64})")


class Problem(StrEnum):
    """Why nothing could be found out about a file."""

    EMPTY = "empty"
    NO_PDF = "no-pdf"
    LOCKED = "locked"
    UNREADABLE = "unreadable"
    TOO_MUCH = "too-much"


class Integrity(StrEnum):
    """Whether a file is as it was signed."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    CANNOT_BE_TOLD = "cannot-be-told"


class Finding(StrEnum):
    """What speaks against a signature.

    Of one that is none of ours and `WRITTEN_OTHERWISE` than those that are checked here, no change was found, and none
    can be ruled out.
    """

    BROKEN = "broken"
    FALSE = "false"
    REWRITTEN = "rewritten"
    WRITTEN_OTHERWISE = "written-otherwise"
    ADDED = "added"
    STAMPED = "stamped"


@dataclass(frozen=True, slots=True)
class Known:
    """Whom one knows: our public keys by their SHA-256, and the roots of timestamps (DER, hexadecimal)."""

    keys: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()

    @classmethod
    def of(cls, ours: Sequence[x509.Certificate], roots: Sequence[x509.Certificate] = ()) -> "Known":
        """From certificates."""
        return cls(
            keys=tuple(map(key_fingerprint, ours)),
            roots=tuple(each.public_bytes(Encoding.DER).hex() for each in roots),
        )

    def authorities(self) -> list[x509.Certificate]:
        """The roots of timestamps."""
        return [x509.load_der_x509_certificate(bytes.fromhex(each)) for each in self.roots]


@dataclass(frozen=True, slots=True)
class Timestamp:
    """Who says that the signature was there at that moment; trusted if a known root says so."""

    authority: str
    at: datetime
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file proves.

    `added` bytes stand after what was signed, if that is the finding, with a timestamp by `added_by` where it is
    stamped. `signer` is the name in the certificate. `title` is what the file calls itself.
    """

    problem: Problem | None = None
    is_signed: bool = False
    is_ours: bool = False
    is_archival: bool = False
    finding: Finding | None = None
    added: int = 0
    added_by: str = ""
    signer: str = ""
    certificate: str = ""
    signed_at: datetime | None = None
    timestamp: Timestamp | None = None
    title: str = ""
    statement: Statement | None = None

    @property
    def integrity(self) -> Integrity:
        """Whether the file is as it was signed. Of one without a signature that cannot be told."""
        if not self.is_signed or self.finding is Finding.WRITTEN_OTHERWISE:
            return Integrity.CANNOT_BE_TOLD
        return Integrity.CHANGED if self.finding else Integrity.UNCHANGED

    @property
    def is_unchanged(self) -> bool:
        """Whether the file is known to be as it was signed."""
        return self.integrity is Integrity.UNCHANGED


def problem_at_first_sight(beginning: bytes) -> Problem | None:
    """Return why a file that begins so need not be read any further, if so."""
    if b"%PDF-" in beginning[:LONGEST_HEAD]:
        return None
    return Problem.NO_PDF if beginning else Problem.EMPTY


def judge(pdf: bytes, known: Known, *, now: datetime) -> Verdict:
    """Say what the file proves. It never fails; for foreign files give it bounds of time and memory."""
    if not pdf.startswith(b"%PDF-"):
        return Verdict(problem=problem_at_first_sight(pdf) or Problem.UNREADABLE)
    if b"%%EOF" not in pdf[-_END_OF_FILE:]:  # the reader would look for it through all of the file
        return Verdict(problem=Problem.UNREADABLE)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            return Verdict(problem=Problem.LOCKED)
        return _judged(reader, pdf, known, now)
    except Exception:  # noqa: BLE001 - a hostile file makes the reader fail in every way there is
        return Verdict(problem=Problem.UNREADABLE)


def for_pyhanko(certificate: x509.Certificate) -> Certificate:
    """A certificate as pyHanko takes it."""
    return Certificate.load(certificate.public_bytes(Encoding.DER))


def _judged(reader: PdfFileReader, pdf: bytes, known: Known, now: datetime) -> Verdict:
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return Verdict(title=title_of(reader))
    ours = [each for each in signatures if _key_of(each) in known.keys]
    seal = (ours or signatures)[0]
    status = _status(seal, known, now)
    stamped = status.timestamp_validity
    is_whole = _ends_with(seal, pdf)
    last = None if is_whole else _timestamp_of_all(reader, pdf, seal, status, known)
    is_archival = last is not None and _counts_as_proof(reader, pdf, seal, last, known)
    finding, author = None, ""
    if not status.intact:
        finding = Finding.BROKEN
    elif not status.valid:
        finding = Finding.FALSE
    elif not _is_written_plainly(seal, pdf) or (ours and not _is_as_we_write_it(seal, status, known)):
        finding = Finding.REWRITTEN if ours else Finding.WRITTEN_OTHERWISE
    elif not is_whole and not is_archival:
        is_foreign = last is not None and not (known.roots and last.trusted)
        finding = Finding.STAMPED if is_foreign else Finding.ADDED
        author = _common_name(last.signing_cert) if last is not None and is_foreign else ""
    reported = seal.self_reported_timestamp
    return Verdict(
        is_signed=True,
        is_ours=bool(ours),
        is_archival=is_archival,
        finding=finding,
        added=len(pdf) - _end_of(seal) if finding in {Finding.ADDED, Finding.STAMPED} else 0,
        added_by=author,
        signer=_common_name(seal.signer_cert),
        certificate=seal.signer_cert.sha256.hex(),
        signed_at=reported if reported is not None and reported.tzinfo is not None else None,
        timestamp=Timestamp(
            _common_name(stamped.signing_cert), stamped.timestamp, bool(known.roots and stamped.trusted)
        )
        if stamped is not None and stamped.intact and stamped.valid
        else None,
        title=title_of(reader),
        statement=_statement(seal),
    )


def _status(seal: EmbeddedPdfSignature, known: Known, now: datetime) -> PdfSignatureStatus:
    """Check the signature, and its timestamp by the roots as they were when it was made."""
    token = next(extract_tst_data_iter(seal.signer_info, signed=False), None)
    at = token["encap_content_info"]["content"].parsed["gen_time"].native if token is not None else now
    own = ValidationContext(trust_roots=[seal.signer_cert], moment=now)
    return validate_pdf_signature(seal, own, _trusting(known, at), ONLY_PROOF)


def _trusting(known: Known, at: datetime) -> ValidationContext:
    """Trust the known roots and nobody else: where there are none, nobody, and not the roots of the system either."""
    return ValidationContext(trust_roots=[Certificate.load(bytes.fromhex(each)) for each in known.roots], moment=at)


def _timestamp_of_all(
    reader: PdfFileReader, pdf: bytes, seal: EmbeddedPdfSignature, status: PdfSignatureStatus, known: Known
) -> DocumentTimestampStatus | None:
    """The timestamp that covers all of the file, if only what could be proof was added to it. Who made it is open."""
    if (
        status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION
        or status.modification_level is not ModificationLevel.LTA_UPDATES
        or not status.docmdp_ok
    ):
        return None
    timestamps = reader.embedded_timestamp_signatures
    if len(timestamps) != 1 or not _ends_with(timestamps[0], pdf):
        return None
    last = timestamps[0]
    before = pdf.rfind(b"%%EOF", 0, int(seal.byte_range[1]))
    if (
        not _is_written_plainly(last, pdf)
        or not is_bare(_envelope(last))
        or not is_laid_out_as_ours(pdf, sealed_from=max(before, 0), sealed_until=_end_of(seal))
    ):
        return None
    at = last.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    found = validate_pdf_timestamp(last, _trusting(known, at))
    return found if found.intact and found.valid else None


def _counts_as_proof(
    reader: PdfFileReader, pdf: bytes, seal: EmbeddedPdfSignature, last: DocumentTimestampStatus, known: Known
) -> bool:
    """Whether a known root vouches for the last timestamp and for all that was added with it."""
    if not known.roots or not last.trusted:
        return False
    token = _envelope(reader.embedded_timestamp_signatures[0])
    return is_vouched_for(reader, pdf[_end_of(seal) :], roots=known.authorities(), timestamp=token)


def _envelope(signature: EmbeddedPdfSignature) -> ContentInfo:
    return ContentInfo.load(signature.pkcs7_content)


def _token(seal: EmbeddedPdfSignature) -> ContentInfo:
    """The timestamp in a signature that has one."""
    return seal.signer_info["unsigned_attrs"][0]["values"][0]


def _end_of(signature: EmbeddedPdfSignature) -> int:
    """Where what a signature covers ends."""
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def _ends_with(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether a signature covers the file to its last byte."""
    return _end_of(signature) == len(pdf)


def _is_written_plainly(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether the one gap in what is signed holds the signature and nothing else, in the one way we write it.

    Case of digits, bytes after its end, other encodings of the same: nothing that could hide something, or pass for
    another file.
    """
    if len(signature.byte_range) != 4:  # noqa: PLR2004 - ISO 32000-1, 12.8.1: two pairs
        return False
    first, length, second, _ = map(int, signature.byte_range)
    content: bytes = signature.pkcs7_content
    if first != 0 or pdf[length:second] != b"<" + content.hex().upper().encode() + b">":
        return False
    message = _envelope(signature)
    encoded = message.dump()
    signed = message["content"]
    return (
        content == encoded.ljust(len(content), b"\0")
        and written_anew(message.copy()) == encoded
        and signed["version"].native
        == ("v1" if signed["encap_content_info"]["content_type"].native == "data" else "v3")
        and [each["algorithm"].native for each in signed["digest_algorithms"]] == [signature.md_algorithm]
        and [each["version"].native for each in signed["signer_infos"]] == ["v1"]
    )


def _is_as_we_write_it(seal: EmbeddedPdfSignature, status: PdfSignatureStatus, known: Known) -> bool:
    """Whether a signature by our key is written byte for byte as we write it.

    A timestamp in it is not covered by it. It must stamp just this signature, and where roots are known, they vouch for
    it and for each certificate it brings.
    """
    if not is_as_we_write_it(_envelope(seal), seal.signer_cert):
        return False
    if not len(seal.signer_info["unsigned_attrs"]):
        return len(seal.pkcs7_content) - len(_envelope(seal).dump()) <= MOST_PADDING
    stamped = status.timestamp_validity
    if stamped is None or not stamped.intact or not stamped.valid:
        return False
    return not known.roots or (stamped.trusted and brings_what_counts(_token(seal), known.authorities()))


def _key_of(signature: EmbeddedPdfSignature) -> str:
    return sha256(signature.signer_cert.public_key.dump()).hexdigest()


def _common_name(certificate: Certificate) -> str:
    named = certificate.subject.native
    # Of several names of one kind there is a list.
    return (
        plain(named.get("common_name"))
        or plain(named.get("organization_name"))
        or plain(certificate.subject.human_friendly)
    )


def _statement(seal: EmbeddedPdfSignature) -> Statement | None:
    found = _REASON.fullmatch(str(seal.sig_object.get("/Reason", "")))
    address = plain(seal.sig_object.get("/Location", ""))
    return Statement(int(found[1]), found[2], address) if found else None
