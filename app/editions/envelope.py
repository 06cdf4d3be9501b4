"""The one way a signature of ours is written (CMS, RFC 5652), so that no other bytes pass for it. Pure.

What stands in the gap of a signed file is not signed itself. Whatever could vary there is fixed: `s` is the lower of
the two that verify, the signer's certificate is the only one, and a timestamp the only thing that may be attached.
"""

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from app.editions.der import written_anew

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (SEC 2, 2.4.2)."""

LONGEST_SIGNATURE = 71
"""Bytes of a signature in DER whose `s` is low: `r` may take 33, `s` 32."""

MOST_CERTIFICATES = 8
"""How many certificates a timestamp may bring along."""

MOST_PADDING = 8
"""How many bytes may stay empty behind a signature without a timestamp: where there was one, there are more."""

_TIMESTAMP = "signature_time_stamp_token"
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
# Left out, or NULL (X.690, 8.8) in its shortest form.
_NO_PARAMETERS = (b"", b"\x05\x00")


def with_low_s(signature: bytes) -> bytes:
    """Return an ECDSA signature on P-256 (DER) with the lower of the two `s` that verify. Raises `ValueError`."""
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, ORDER - s))


def is_as_we_write_it(envelope: cms.ContentInfo, signer: Certificate) -> bool:
    """Whether a signature that verifies is written byte for byte as ours are: one signer, low `s`, no words of others.

    A timestamp in it is judged by its shape; who made it is for the caller to judge.
    """
    written = envelope.dump()
    found = envelope["content"]["signer_infos"][0]
    signature: bytes = found["signature"].native
    attached = found["unsigned_attrs"]
    try:
        is_low = with_low_s(signature) == signature
    except ValueError:
        return False
    if not is_low or not _is_one_timestamp_or_none(attached):
        return False
    again = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {"issuer_and_serial_number": {"issuer": signer.issuer, "serial_number": signer.serial_number}}
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": found["signed_attrs"],
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": signature,
        }
    )
    if len(attached):
        again["unsigned_attrs"] = [{"type": _TIMESTAMP, "values": [_timestamp(attached)]}]
    rebuilt = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [{"algorithm": "sha256"}],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": [signer],
                    "signer_infos": [again],
                }
            ),
        }
    )
    return bool(written_anew(rebuilt) == written)


def is_bare(token: cms.ContentInfo) -> bool:
    """Whether a timestamp (RFC 3161) carries nothing but itself and a few certificates, in DER."""
    written = token.dump()
    content = token["content"]
    if len(content["signer_infos"]) != 1:
        return False
    signer = content["signer_infos"][0]
    return (
        not len(signer["unsigned_attrs"])
        and _only_repeats(content, signer)
        and not len(content["crls"])
        and len(content["certificates"]) <= MOST_CERTIFICATES
        and all(each.name == "certificate" for each in content["certificates"])
        and written_anew(token.copy()) == written
    )


def _only_repeats(content: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """Whether what no signature covers only repeats what one does: digests, versions, whose certificate it is."""
    digests = content["digest_algorithms"]
    if len(digests) != 1 or signer["sid"].name != "issuer_and_serial_number":
        return False
    same = digests[0]["algorithm"].dotted == signer["digest_algorithm"]["algorithm"].dotted
    named = signer["sid"].chosen.dump()
    return (
        same
        and signer["digest_algorithm"]["algorithm"].native in _DIGESTS
        and all(each["parameters"].dump() in _NO_PARAMETERS for each in (digests[0], signer["digest_algorithm"]))
        and (content["version"].native, signer["version"].native) == ("v3", "v1")
        and any(
            cms.IssuerAndSerialNumber({"issuer": each.chosen.issuer, "serial_number": each.chosen.serial_number}).dump()
            == named
            for each in content["certificates"]
        )
    )


def _is_one_timestamp_or_none(attached: cms.CMSAttributes) -> bool:
    if not len(attached):
        return True
    return (
        len(attached) == 1
        and attached[0]["type"].native == _TIMESTAMP
        and len(attached[0]["values"]) == 1
        and is_bare(_timestamp(attached))
    )


def _timestamp(attached: cms.CMSAttributes) -> cms.ContentInfo:
    return attached[0]["values"][0]
