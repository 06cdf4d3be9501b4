"""What may stand behind a seal: one timestamp of the file, what proves it, and nothing else. Pure.

Anyone can add to a file and let a timestamp cover it, so what was added is read to its last byte. It is as we write it
ourselves: the document security store (ETSI EN 319 142-1, 5.4.2) with certificates and revocations for which a known
root vouches, the field with the timestamp, and for the rest lines that the sealed revision has too.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from asn1crypto import cms, core, crl, ocsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp as ocsp_responses
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)

from app.editions.der import written_anew

MOST_BYTES = 4 * 1024 * 1024
"""How long what was added may be. A revocation list of a large authority has a few hundred thousand bytes."""

MOST_STREAMS = 32
"""How many certificates and revocations there may be."""

ONLY_PROOF = StandardDiffPolicy(
    # Unlike pyHanko's own policy: title, dates and metadata stay as they are, and no object hangs in the air.
    global_rules=[
        CatalogModificationRule(frozenset({"/AcroForm", "/DSS", "/Extensions"})),  # type: ignore[no-untyped-call]  # pyHanko does not say what it takes
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]  # as above
            SigFieldModificationRule(),
        ]
    ),
    ignore_orphaned_objects=False,
)
"""Which objects may change behind a seal."""

_END = b"%%EOF"
_ENTRY_BYTES = 11  # of the cross-reference stream: /W [1 8 2]
_REFERENCES = rb"\[ (?:\d{1,7} 0 R ){1,2000}\]"
_OBJECT = re.compile(rb"\d{1,7} 0 obj")
_LENGTH = re.compile(rb"/Length (\d{1,7})")
_CONTENTS = re.compile(rb"/Contents <[0-9A-F]+>")
_STRUCTURE = re.compile(
    rb"<<|>>|endobj|startxref|/(?:Certs|CRLs|OCSPs) %(refs)b|/DSS \d{1,7} 0 R" % {b"refs": _REFERENCES}
)
_ONCE = re.compile(
    (
        rb"\d{1,10}||%(refs)b|/Annots (?:%(refs)b|\d{1,7} 0 R)|/Fields %(refs)b"
        rb"|/FT /Sig|/T \(Timestamp\)|/Type /(?:Annot|DocTimeStamp|XRef)|/Subtype /Widget|/F 132"
        rb"|/Rect \[ -9999 -9999 -9999 -9999 \]|/[PV] \d{1,7} 0 R|/TU \(Timestamp of the edition\)"
        rb"|/ByteRange \[\d{1,10} \d{1,10} \d{1,10} \d{1,10}\] {0,80}|/Filter /Adobe\.PPKLite|/SubFilter /ETSI\.RFC3161"
        rb"|/Size \d{1,7}|/Prev \d{1,10}|/ID \[ <[0-9a-f]{32}> <[0-9a-f]{32}> \]|/Index \[ (?:\d{1,7} ){2,2000}\]"
    )
    % {b"refs": _REFERENCES}
)


@dataclass(slots=True)
class _Read:
    """What was added, taken apart: its lines, and the bytes of its streams in their order."""

    lines: list[bytes] = field(default_factory=list)
    streams: list[bytes] = field(default_factory=list)


def is_laid_out_as_ours(pdf: bytes, *, sealed_from: int, sealed_until: int) -> bool:
    """Whether all that follows the sealed revision is one revision, written as we write proof, with no room for words.

    The sealed revision begins at `sealed_from` and ends before `sealed_until`. Whose proof it is, is not looked at.
    """
    added = pdf[sealed_until:]
    read = _taken_apart(added) if len(added) <= MOST_BYTES else None
    if read is None or not 1 <= len(read.streams) <= MOST_STREAMS + 1:
        return False
    left = Counter(pdf[sealed_from:sealed_until].split(b"\n"))
    seen: set[bytes] = set()
    contents = 0
    for line in read.lines[:-1]:
        key = line if line.startswith(b"/Type ") else line.split(b" ", 1)[0]
        if _CONTENTS.fullmatch(line):
            contents += 1
        elif left[line] > 0:
            left[line] -= 1
        elif key not in seen and _ONCE.fullmatch(line):
            seen.add(key)
        elif not (_STRUCTURE.fullmatch(line) or _OBJECT.fullmatch(line) or _LENGTH.fullmatch(line)):
            return False
    objects = sum(_OBJECT.fullmatch(line) is not None for line in read.lines)
    return read.lines[-1] == _END and contents == 1 and _is_a_table(read.streams[-1], entries=objects + 1)


def is_vouched_for(
    reader: PdfFileReader,
    added: bytes,
    *,
    roots: Sequence[x509.Certificate],
    timestamp: cms.ContentInfo,
) -> bool:
    """Whether each certificate and revocation that was added leads to a root, and is all that was added.

    The last `timestamp` brings certificates too, which are judged by the same roots.
    """
    try:
        return _is_vouched_for(reader, added, roots, timestamp)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # it is not what it says it is
        return False


def brings_what_counts(timestamp: cms.ContentInfo, roots: Sequence[x509.Certificate]) -> bool:
    """Whether a root vouches for each certificate that a timestamp brings along."""
    brought = {each.dump() for each in timestamp["content"]["certificates"]}
    return len(vouched_for(brought, roots)) == len(brought)


def with_what_counts(timestamp: cms.ContentInfo, roots: Sequence[x509.Certificate]) -> cms.ContentInfo:
    """Return a timestamp without the certificates for which no root vouches: they are not signed and prove nothing."""
    content = timestamp["content"]
    vouched = vouched_for([each.dump() for each in content["certificates"]], roots)
    content["certificates"] = [cms.Certificate.load(each.public_bytes(Encoding.DER)) for each in vouched]
    return cms.ContentInfo({"content_type": "signed_data", "content": content})


def vouched_for(certificates: Iterable[bytes], roots: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return those certificates (DER) that are roots or issued, over authorities among them, under a root."""
    waiting = [x509.load_der_x509_certificate(each) for each in dict.fromkeys(certificates)]
    found = [each for each in waiting if each in roots]
    issuers = list(roots)
    while issuers:
        issuer = issuers.pop()
        for each in [other for other in waiting if other not in found and _is_issued(other, issuer)]:
            found.append(each)
            if _may_issue(each):
                issuers.append(each)
    return tuple(found)


def _is_vouched_for(
    reader: PdfFileReader, added: bytes, roots: Sequence[x509.Certificate], timestamp: cms.ContentInfo
) -> bool:
    read = _taken_apart(added)
    if read is None:
        return False
    store = reader.root["/DSS"] if "/DSS" in reader.root else {}  # noqa: SIM401 - `get` follows no reference
    if store.keys() - {"/Certs", "/CRLs", "/OCSPs"}:
        return False
    kept = {kind: [each.get_object().encoded_data for each in store[kind]] for kind in store}
    if sorted(chain(*kept.values())) != sorted(read.streams[:-1]):
        return False
    lists, answers = kept.get("/CRLs", ()), kept.get("/OCSPs", ())
    if not (
        all(_is_exact(crl.CertificateList, each) for each in lists)
        and all(_is_exact(ocsp.OCSPResponse, each) for each in answers)
    ):
        return False
    brought = [
        *kept.get("/Certs", ()),
        *(each.dump() for each in timestamp["content"]["certificates"]),
        *(each for answer in answers for each in _certificates_in(answer)),
    ]
    vouched = vouched_for(brought, roots)
    return (
        len(vouched) == len(set(brought))
        and all(_is_revocation_list_of(each, (*vouched, *roots)) for each in lists)
        and all(_is_answer_of(each, (*vouched, *roots)) for each in answers)
    )


def _taken_apart(added: bytes) -> _Read | None:
    """Cut into lines and streams; nothing if it cannot be cut."""
    read = _Read()
    at, length = 0, 0
    while at < len(added):
        end = added.find(b"\n", at)
        if end < 0:
            return None
        line = added[at:end]
        at = end + 1
        if line == b"stream":
            if not added.startswith(b"\nendstream\n", at + length):
                return None
            read.streams.append(added[at : at + length])
            at += length + len(b"\nendstream\n")
            length = 0
            continue
        if found := _LENGTH.fullmatch(line):
            length = int(found[1])
        read.lines.append(line)
    return read


def _is_a_table(packed: bytes, *, entries: int) -> bool:
    """Whether a cross-reference stream has just that many entries."""
    expected = entries * _ENTRY_BYTES
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(packed, expected + 1)
    return len(unpacked) == expected and unpacker.eof and not unpacker.unused_data and len(packed) <= expected + 64


def _is_exact(kind: type[core.Sequence], content: bytes) -> bool:
    """Whether the bytes are one value of that kind in DER, and nothing else."""
    return bool(written_anew(kind.load(content, strict=True)) == content)


def _certificates_in(answer: bytes) -> Iterator[bytes]:
    for each in ocsp_responses.load_der_ocsp_response(answer).certificates:
        yield each.public_bytes(Encoding.DER)


def _is_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    der = certificate.public_bytes(Encoding.DER)
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return _is_exact(asn1.Certificate, der)


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _is_revocation_list_of(content: bytes, vouched: Sequence[x509.Certificate]) -> bool:
    found = x509.load_der_x509_crl(content)
    return any(
        issuer.subject == found.issuer
        and isinstance(key := issuer.public_key(), rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
        and found.is_signature_valid(key)
        for issuer in vouched
    )


def _is_answer_of(content: bytes, vouched: Sequence[x509.Certificate]) -> bool:
    found = ocsp_responses.load_der_ocsp_response(content)
    if found.response_status is not ocsp_responses.OCSPResponseStatus.SUCCESSFUL:
        return False
    algorithm = found.signature_hash_algorithm
    for each in vouched:
        key = each.public_key()
        try:
            if isinstance(key, rsa.RSAPublicKey) and algorithm is not None:
                key.verify(found.signature, found.tbs_response_bytes, padding.PKCS1v15(), algorithm)
            elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm is not None:
                key.verify(found.signature, found.tbs_response_bytes, ec.ECDSA(algorithm))
            else:
                continue
        except InvalidSignature:
            continue
        return True
    return False
