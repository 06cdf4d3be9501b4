"""The work after a seal: typesetting, signing, and recording lifts.

It goes in steps, each a transaction of its own and none open while type is set or a file signed: a killed worker loses
one step at most, and nobody waits for it. `now` is the clock: what takes seconds must ask it more than once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update

from app.audit.actions import record
from app.audit.rules import SYSTEM
from app.core import files
from app.core.db import rows_changed, session, transaction
from app.core.errors import NotFound, Obstacle, Refused
from app.core.log import log, where
from app.core.tasks import wake_at
from app.editions import attachments, composition, queries
from app.editions.actions import LIFTING, about
from app.editions.composition import Imprint
from app.editions.manifest import Sealed
from app.editions.models import Edition, Proof, Signature
from app.editions.seal import Statement, the_seal
from app.editions.trials import marked, trial_document
from app.letters import queries as letters
from app.rendering.document import Document
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from app.rendering.process import typeset_to_keep, typesetter
from app.rendering.work import DrawPages
from app.signons import queries as signons
from app.signons.actions import forget_seal

Clock = Callable[[], datetime]
LEASE = timedelta(minutes=3)
MAX_ATTEMPTS = 3
PICTURE_WIDTH = 560
"""In pixels."""

MOST_PICTURES = 8
_INTERRUPTED = "Typesetting was interrupted several times. Ask whoever runs this installation to look at the log."
_NEW_KIND = "This kind of letter came or went meanwhile. Ask whoever runs this installation to start it again."
_TOO_LATE = "It was typeset only after its moment had passed, so it is held. Let it go, or kill it."


@dataclass(frozen=True, slots=True)
class _OtherForms:
    """The SHA-256 of what was stored beside the PDFs; without a Word file, why."""

    html_file: str
    text_file: str
    docx_file: str | None
    docx_failure: str | None


def typeset_requested(now: Clock) -> None:
    """Typeset every edition and proof that waits for it: claim, typeset, sign, store."""
    while (edition := _claim_edition(now())) is not None:
        _typeset_edition(edition, now)
    while (proof := _claim_proof(now())) is not None:
        _typeset_proof(proof, now)


def record_lifts(now: Clock) -> int:
    """Note every lift whose moment has come, once, dated by the promise. The page never waits for this."""
    recorded = 0
    for edition_id in _due(now()):
        with transaction():
            moment = now()
            noted = rows_changed(
                update(Edition)
                .where(Edition.id == edition_id, Edition.lifted_at.is_(None), queries.public_at(moment))
                .values(lifted_at=Edition.lift_at)
                .execution_options(synchronize_session=False)
            )
            if noted == 1:
                edition = session().get_one(Edition, edition_id, populate_existing=True)
                record("edition lifted", about(edition, letters.letter(edition.letter_id)), by=SYSTEM, now=moment)
                recorded += 1
    return recorded


def imprint(sealed: Sealed, edition: Edition) -> Imprint:
    """What stands on the papers of a sealed edition besides text, names and pictures."""
    return Imprint(
        dated=edition.lift_at,
        as_of=sealed.as_of,
        edition=sealed.number,
        fingerprint=edition.fingerprint,
        address=sealed.address,
        letterhead=sealed.letterhead,
    )


def _due(now: datetime) -> list[UUID]:
    with transaction():
        return queries.lifts_to_record(now)


def _claim_edition(now: datetime) -> Edition | None:
    with transaction():
        waiting = (
            select(Edition)
            .where(
                Edition.sealed_at.is_(None),
                Edition.failure == "",
                Edition.killed_at.is_(None),
                or_(Edition.claimed_until.is_(None), Edition.claimed_until <= now),
            )
            .order_by(Edition.requested_at, Edition.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        edition = session().scalar(waiting)
        if edition is not None:
            edition.claimed_until = now + LEASE
            edition.attempts += 1
    return edition


def _claim_proof(now: datetime) -> Proof | None:
    with transaction():
        waiting = (
            select(Proof)
            .where(Proof.done_at.is_(None), or_(Proof.claimed_until.is_(None), Proof.claimed_until <= now))
            .order_by(Proof.requested_at, Proof.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        proof = session().scalar(waiting)
        if proof is not None:
            proof.claimed_until = now + LEASE
            proof.attempts += 1
    return proof


def _typeset_edition(edition: Edition, now: Clock) -> None:
    if edition.attempts > MAX_ATTEMPTS:
        _fail(edition, _INTERRUPTED, now=now())
        return
    from app.editions.signing import sign  # noqa: PLC0415 - a second and 15 MB that only a seal needs

    sealed = queries.sealed_content(edition)
    with transaction():
        withheld = signons.withheld_names(edition.letter_id)
    try:
        pictures = queries.pictures(sealed.text, sealed.roll, sealed.letterhead)
        document = composition.compose(sealed.text, sealed.roll, replace(imprint(sealed, edition), pictures=pictures))
        complete = attachments.for_everyone(document, source=sealed.source, names=sealed.roll.names)
        clean = typeset_to_keep(complete, withheld=withheld)
        embargoed = typeset_to_keep(composition.under_embargo(document, sealed.lift), withheld=withheld)
        statement = Statement(edition.number, edition.fingerprint, sealed.address)
        signed = sign(clean.pdf, statement, seal=the_seal(), now=now)
    except Refused as refused:
        log().warning("edition not typeset", error=type(refused).__name__, where=where(refused))
        _fail(edition, refused.obstacle.sentence, now=now())
        return
    clean_file, embargoed_file = files.put(signed.pdf), files.put(embargoed.pdf)
    others = _other_forms(document)
    with transaction():
        moment = now()
        is_late = edition.lift_at <= moment
        sealed_now = rows_changed(
            update(Edition)
            .where(_is_unsealed(edition))
            .values(
                sealed_at=moment,
                clean_file=clean_file,
                embargoed_file=embargoed_file,
                pages=clean.pages,
                html_file=others.html_file,
                text_file=others.text_file,
                docx_file=others.docx_file,
                docx_failure=others.docx_failure,
                held_at=moment if is_late else None,
                reason=_TOO_LATE if is_late else "",
            )
        )
        if sealed_now == 1:
            is_simpler = signed.level is not signed.wanted
            session().add(Signature(edition_id=edition.id, level=signed.level, is_simpler=is_simpler))
            subject = about(edition, letters.letter(edition.letter_id))
            record("edition sealed", subject, by=SYSTEM, now=moment, signature=signed.level)
    wake_at(LIFTING, edition.lift_at)


def _other_forms(document: Document) -> _OtherForms:
    """Store the public edition in its other forms. A Word file that cannot be made is no reason not to seal."""
    html_file, text_file = files.put(html_page(document)), files.put(plain_text(document))
    try:
        docx_file = files.put(word_file(document, Manner.LETTER))
    except Refused as refused:
        log().warning("word file not made", error=type(refused).__name__, where=where(refused))
        return _OtherForms(html_file, text_file, None, refused.obstacle.sentence[:500])
    return _OtherForms(html_file, text_file, docx_file, None)


def _fail(edition: Edition, sentence: str, *, now: datetime) -> None:
    """Say why it could not be typeset, unless another worker has sealed it meanwhile."""
    with transaction():
        failed = rows_changed(update(Edition).where(_is_unsealed(edition)).values(failure=sentence[:500]))
        if failed == 1:
            forget_seal(edition.letter_id, sealed_at=edition.requested_at)
            record("seal failed", about(edition, letters.letter(edition.letter_id)), by=SYSTEM, now=now)


def _is_unsealed(edition: Edition) -> ColumnElement[bool]:
    return and_(
        Edition.id == edition.id, Edition.sealed_at.is_(None), Edition.killed_at.is_(None), Edition.failure == ""
    )


def _typeset_proof(proof: Proof, now: Clock) -> None:
    failure, file, pages, shown = "", None, None, ""
    try:
        if proof.attempts > MAX_ATTEMPTS:
            raise Refused(Obstacle(_INTERRUPTED))  # noqa: TRY301 - one way out for every refusal
        with transaction():  # read, and let go before type is set
            document = trial_document(proof)
        print_out = typeset_to_keep(document)
        keep = files.put_locked if proof.template else files.put  # by the link on some of them anyone could sign
        file, pages = keep(marked(print_out.pdf, document)), print_out.pages
        if proof.template:
            drawn = typesetter().do(DrawPages(print_out.pdf, PICTURE_WIDTH, MOST_PICTURES))
            shown = " ".join(map(keep, drawn.pictures))
    except NotFound:  # the folder came or went while this process ran
        failure = _NEW_KIND
    except Refused as refused:
        failure = refused.obstacle.sentence[:500]
    with transaction():
        session().execute(
            update(Proof)
            .where(Proof.id == proof.id, Proof.done_at.is_(None))
            .values(done_at=now(), file=file, pages=pages, failure=failure, pictures=shown)
        )
