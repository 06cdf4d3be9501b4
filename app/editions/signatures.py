"""What a PDF proves by its signature: whose it is, whether it was changed since, when it was signed. Pure.

The file is foreign until it has proved otherwise. Whatever a reader of PDFs may make of it, it counts as unchanged only
when every byte of it is signed, but for the signature itself, or when nothing but proof was added and that is signed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app.core.signing_keys import key_fingerprint
from app.editions.seal import Statement

NO_PDF = "It is not a PDF."
LOCKED = (
    "It is locked with a password. Unlock it with the program that locked it, or ask for the file as it was published."
)
UNREADABLE = (
    "It cannot be read to its end: it is damaged, cut off or made in an unusual way. Get it again from its source."
)
_BROKEN = "what was signed was changed afterwards"
_FALSE = "its signature does not verify"
_ADDED = "{} bytes were added after it was signed, and they are more than proof"
_LONGEST = 300
_END_OF_FILE = 1024
_REASON = re.compile(r"Edition (\d{1,9}) sealed, SHA-256 ([0-9a-f]{64})")


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


@dataclass(frozen=True, slots=True)
class Timestamp:
    """Who says that the signature was there at that moment; trusted if a known root says so."""

    authority: str
    at: datetime
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file proves.

    `problem` is a sentence if nothing could be found out. `change` ends the sentence "It is not as it was sealed: …",
    and is empty for an unchanged file. `signer` is the name in the certificate. `title` is what the file calls itself.
    """

    problem: str = ""
    is_signed: bool = False
    is_ours: bool = False
    is_unchanged: bool = False
    is_archival: bool = False
    change: str = ""
    signer: str = ""
    certificate: str = ""
    signed_at: datetime | None = None
    timestamp: Timestamp | None = None
    title: str = ""
    statement: Statement | None = None


def judge(pdf: bytes, known: Known, *, now: datetime) -> Verdict:
    """Say what the file proves. It never fails; for foreign files give it bounds of time and memory."""
    if not pdf.startswith(b"%PDF-"):
        return Verdict(problem=NO_PDF)
    if b"%%EOF" not in pdf[-_END_OF_FILE:]:  # the reader would look for it through all of the file
        return Verdict(problem=UNREADABLE)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            return Verdict(problem=LOCKED)
        return _judged(reader, pdf, known, now)
    except Exception:  # noqa: BLE001 - a hostile file makes the reader fail in every way there is
        return Verdict(problem=UNREADABLE)


def for_pyhanko(certificate: x509.Certificate) -> Certificate:
    """A certificate as pyHanko takes it."""
    return Certificate.load(certificate.public_bytes(Encoding.DER))


def _judged(reader: PdfFileReader, pdf: bytes, known: Known, now: datetime) -> Verdict:
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return Verdict(title=_title(reader))
    ours = [each for each in signatures if _key_of(each) in known.keys]
    seal = (ours or signatures)[0]
    status = _status(seal, known, now)
    stamped = status.timestamp_validity
    is_whole = _ends_with(seal, pdf)
    is_archival = not is_whole and _only_proof_was_added(reader, pdf, status, known)
    change = ""
    if not status.intact:
        change = _BROKEN
    elif not status.valid or not _is_written_plainly(seal, pdf):
        change = _FALSE
    elif not is_whole and not is_archival:
        change = _ADDED.format(len(pdf) - int(seal.byte_range[2]) - int(seal.byte_range[3]))
    reported = seal.self_reported_timestamp
    return Verdict(
        is_signed=True,
        is_ours=bool(ours),
        is_unchanged=not change,
        is_archival=is_archival,
        change=change,
        signer=_common_name(seal.signer_cert),
        certificate=seal.signer_cert.sha256.hex(),
        signed_at=reported if reported is not None and reported.tzinfo is not None else None,
        timestamp=Timestamp(_common_name(stamped.signing_cert), stamped.timestamp, bool(stamped.trusted))
        if stamped is not None and stamped.intact and stamped.valid
        else None,
        title=_title(reader),
        statement=_statement(seal),
    )


def _status(seal: EmbeddedPdfSignature, known: Known, now: datetime) -> PdfSignatureStatus:
    """Check the signature, and its timestamp by the roots as they were when it was made."""
    token = next(extract_tst_data_iter(seal.signer_info, signed=False), None)
    at = token["encap_content_info"]["content"].parsed["gen_time"].native if token is not None else now
    own = ValidationContext(trust_roots=[seal.signer_cert], moment=now)
    return validate_pdf_signature(seal, own, _trusting(known, seal.signer_cert, at))


def _trusting(known: Known, instead: Certificate, at: datetime) -> ValidationContext:
    """Trust the known roots. Where there are none, trust one that never issued a timestamp: not those of the system."""
    roots = [Certificate.load(bytes.fromhex(each)) for each in known.roots]
    return ValidationContext(trust_roots=roots or [instead], moment=at)


def _only_proof_was_added(reader: PdfFileReader, pdf: bytes, status: PdfSignatureStatus, known: Known) -> bool:
    """Whether after the seal came only what proves it for longer, and a timestamp covers all of that."""
    if (
        status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION
        or status.modification_level is not ModificationLevel.LTA_UPDATES
        or not status.docmdp_ok
    ):
        return False
    timestamps = reader.embedded_timestamp_signatures
    if not timestamps or not _ends_with(timestamps[-1], pdf):
        return False
    last = timestamps[-1]
    at = last.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    found = validate_pdf_timestamp(last, _trusting(known, last.signer_cert, at))
    return bool(found.intact and found.valid and found.trusted and _is_written_plainly(last, pdf))


def _ends_with(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether a signature covers the file to its last byte."""
    _, _, second, length = map(int, signature.byte_range)
    return second + length == len(pdf)


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
    message = ContentInfo.load(content)
    encoded = message.dump()
    signed = message["content"]
    return (
        content == encoded.ljust(len(content), b"\0")
        and message.copy().dump(force=True) == encoded
        and signed["version"].native
        == ("v1" if signed["encap_content_info"]["content_type"].native == "data" else "v3")
        and [each["algorithm"].native for each in signed["digest_algorithms"]] == [signature.md_algorithm]
        and [each["version"].native for each in signed["signer_infos"]] == ["v1"]
    )


def _key_of(signature: EmbeddedPdfSignature) -> str:
    return sha256(signature.signer_cert.public_key.dump()).hexdigest()


def _common_name(certificate: Certificate) -> str:
    named = certificate.subject.native
    return _plain(named.get("common_name") or named.get("organization_name") or certificate.subject.human_friendly)


def _statement(seal: EmbeddedPdfSignature) -> Statement | None:
    found = _REASON.fullmatch(str(seal.sig_object.get("/Reason", "")))
    address = _plain(seal.sig_object.get("/Location", ""))
    return Statement(int(found[1]), found[2], address) if found else None


def _title(reader: PdfFileReader) -> str:
    """What the file calls itself. Ask last: what it reads for this, pyHanko cannot compare between revisions."""
    return _plain(reader.document_meta_view.title)


def _plain(text: object) -> str:
    """Text of a foreign file for a terminal: one line, bounded, without signs that could steer it."""
    shown = "".join(sign if sign.isprintable() else " " for sign in str(text or "")[:_LONGEST])
    return " ".join(shown.split())
