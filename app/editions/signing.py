"""Signing a sealed PDF: PAdES, in the process that has the key, never in the one that sets type.

The signature is a field without a place on the page. It allows no later change but what proves it for longer
(ISO 32000-1, 12.8.2.2, access permission 1), and what was rendered stays in the file byte for byte.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner, constants
from pyhanko.sign.signers.pdf_signer import PdfSigningSession, TimestampDSSContentSettings
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.config import SignatureLevel
from app.core.errors import Obstacle, Refused
from app.core.kept_secrets import SecretsUnusableError
from app.core.log import log, where
from app.core.signing_keys import SigningKey
from app.editions.envelope import LONGEST_SIGNATURE, with_low_s
from app.editions.seal import Seal, Statement
from app.editions.signatures import Known, Verdict, for_pyhanko, judge
from app.editions.timestamps import PatientTimeStamper

TIMESTAMP_SECONDS = 20.0
"""How long one level of signature may wait for the timestamp server before the next simpler one is taken."""

FIELD, TIMESTAMP_FIELD = "Seal", "Timestamp"
_DIGEST = "sha256"
_SIMPLER: dict[SignatureLevel, Sequence[SignatureLevel]] = {
    SignatureLevel.ARCHIVAL: (SignatureLevel.ARCHIVAL, SignatureLevel.TIMESTAMPED, SignatureLevel.PLAIN),
    SignatureLevel.TIMESTAMPED: (SignatureLevel.TIMESTAMPED, SignatureLevel.PLAIN),
    SignatureLevel.PLAIN: (SignatureLevel.PLAIN,),
}
_NO_KEY = (
    "It could not be signed, because the key of this installation cannot be used. "
    "Ask whoever runs it to look at the log, then seal again."
)
_NOT_SIGNED = "It could not be signed. Ask whoever runs this installation to look at the log, then seal again."
# The last timestamp covers all of the file; pyHanko would put what proves it behind it.
_PROOF_THEN_TIMESTAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
# PDF/A asks that an annotation be printed, PDF/UA that one without a tag be hidden or off the page: off the page it is
# (ISO 19005-3, 6.3.2; ISO 14289-1, 7.18.1).
_OFF_THE_PAGE = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed PDF, and the level it was signed at: the one that was wanted, or a simpler one."""

    pdf: bytes
    level: SignatureLevel
    wanted: SignatureLevel


def sign(pdf: bytes, statement: Statement, *, seal: Seal, now: Callable[[], datetime]) -> Signed:
    """Sign a PDF that has no signature yet, dated by `now`. Raises `Refused` with a sentence.

    A timestamp server that is down, slow or not to be trusted costs twice `TIMESTAMP_SECONDS` at most, and then the
    signature is a simpler one: a letter must not miss its hour because of someone else's server.
    """
    moment = now()
    try:
        key = seal.key(now=moment)
        roots = seal.trusted()
    except (SecretsUnusableError, OSError, ValueError) as error:
        log().error("no key to sign with", error=str(error))
        raise Refused(Obstacle(_NO_KEY)) from error
    known = Known.of((key.certificate,), roots)
    for level in _SIMPLER[seal.level]:
        try:
            signed = asyncio.run(
                asyncio.wait_for(_signed(pdf, statement, key, roots, seal, level, moment), TIMESTAMP_SECONDS)
            )
        except (OSError, TimeoutError, SigningError, PathBuildingError, PathValidationError) as error:
            log().warning("not signed at this level", error=f"{level}: {type(error).__name__}", where=where(error))
            continue
        verdict = judge(signed, known, now=moment)
        if _is_as_meant(verdict, level, has_roots=bool(roots)):
            return Signed(signed, level, seal.level)
        log().warning("signature not as meant", error=f"{level}: {verdict.problem or verdict.finding}")
    raise Refused(Obstacle(_NOT_SIGNED))


def _is_as_meant(verdict: Verdict, level: SignatureLevel, *, has_roots: bool) -> bool:
    """Whether what was signed is found good by the same eyes that check it later."""
    has_timestamp = verdict.timestamp is not None and (verdict.timestamp.is_trusted or not has_roots)
    return (
        verdict.is_ours
        and verdict.is_unchanged
        and has_timestamp == (level is not SignatureLevel.PLAIN)
        and verdict.is_archival == (level is SignatureLevel.ARCHIVAL)
    )


async def _signed(  # noqa: PLR0913, PLR0917 - one signature is made of these
    pdf: bytes,
    statement: Statement,
    key: SigningKey,
    roots: Sequence[x509.Certificate],
    seal: Seal,
    level: SignatureLevel,
    moment: datetime,
) -> bytes:
    own = for_pyhanko(key.certificate)
    timestamper = None
    context = None
    if level is not SignatureLevel.PLAIN:
        timestamper = PatientTimeStamper(seal.timestamp_url, seconds=TIMESTAMP_SECONDS, roots=roots)
    if level is SignatureLevel.ARCHIVAL:
        # No `moment`, so pyHanko reads the clock of the machine: it takes either that or `allow_fetching`, because what
        # is fetched now says nothing of another time, and what proves the signature has to be fetched.
        context = ValidationContext(
            trust_roots=[*map(for_pyhanko, roots), own], allow_fetching=True, revocation_mode="soft-fail"
        )
    try:
        writer = _QuietWriter(BytesIO(pdf))
        writer.add_to_tab_order(0)
        meta = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=statement.reason,
            location=statement.address,
            validation_context=context,
            # Nothing that belongs elsewhere fits into the gap. How long a timestamp will be is only guessed.
            tight_size_estimates=timestamper is None,
        )
        field = SigFieldSpec(
            FIELD, on_page=0, invis_sig_settings=_OFF_THE_PAGE, readable_field_name="Seal of the edition"
        )
        signer = _Signer(meta, _simple_signer(key, own), moment=moment, timestamper=timestamper, new_field_spec=field)
        written = BytesIO()
        await signer.async_sign_pdf(writer, output=written)
        if context is None or timestamper is None:
            return written.getvalue()
        last = BytesIO()
        stamp = PdfTimeStamper(timestamper, TIMESTAMP_FIELD, _OFF_THE_PAGE, "Timestamp of the edition")
        await stamp.async_timestamp_pdf(
            _QuietWriter(written), _DIGEST, context, output=last, dss_settings=_PROOF_THEN_TIMESTAMP
        )
        return last.getvalue()
    finally:
        if context is not None:
            await context.aclose()  # type: ignore[no-untyped-call]  # pyHanko does not say what it takes


class _Signer(PdfSigner):
    """Signs at the moment it is given, not at the one it reads from a clock."""

    def __init__(
        self,
        meta: PdfSignatureMetadata,
        signer: SimpleSigner,
        *,
        moment: datetime,
        timestamper: PatientTimeStamper | None,
        new_field_spec: SigFieldSpec,
    ) -> None:
        super().__init__(meta, signer, timestamper=timestamper, new_field_spec=new_field_spec)
        self._moment = moment

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:  # noqa: FBT001, FBT002 - pyHanko's own signature
        """Begin, dated by our clock."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Name the extension of PAdES alone: for our curve pyHanko would make a PDF 2.0 of it, which is no PDF/A-3."""
        del md_algorithm
        pdf_out.register_extension(constants.ESIC_EXTENSION_1)


class _QuietWriter(IncrementalPdfFileWriter):
    """Adds to a file and leaves what the file says of itself (title, dates, producer) as it was sealed."""

    def _update_meta(self) -> None:
        """Change nothing."""

    def add_to_tab_order(self, page: int) -> None:
        """Say that a page with a field is walked through in the order of its structure (ISO 14289-1, 7.18.3)."""
        reference, _ = self.find_page_for_modification(page)  # type: ignore[no-untyped-call]  # as above
        reference.get_object()["/Tabs"] = pdf_name("/S")


class _LowSigner(SimpleSigner):
    """Signs with the lower of the two `s` that verify: there is no other signature of the same."""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's own signature
        """Sign, or say how long a signature can be."""
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        return with_low_s(await super().async_sign_raw(data, digest_algorithm))


def _simple_signer(key: SigningKey, own: Certificate) -> SimpleSigner:
    private = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    # The signer's certificate goes into the signature anyway; from a registry it would come a second time.
    return _LowSigner(own, PrivateKeyInfo.load(private), SimpleCertificateStore())  # type: ignore[no-untyped-call]  # as above
