"""Sealing, holding, killing, withdrawing, recording lifts.

Actions never commit. The two that jobs call (`typeset_requested`, `record_lifts`) work in steps, each its own
transaction, so that a killed worker loses one step at most.
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from app.audit.actions import record
from app.audit.rules import SYSTEM, Actor, ActorKind, Subject
from app.core import clock, files
from app.core.db import advisory_lock, rows_changed, session, transaction
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.log import log, where
from app.core.tasks import wake_after_commit, wake_at
from app.core.wall_time import WallTime, tzdata_version, wall_time_at
from app.editions import composition, queries, rules
from app.editions.checks import Candidate, checklist, obstacle_to_sealing
from app.editions.composition import Imprint
from app.editions.manifest import Sealed, manifest, manifest_fingerprint
from app.editions.models import Edition, Proof
from app.letters import queries as letters
from app.letters.letter_file import read_letter_source
from app.letters.models import Letter
from app.letters.text import LetterText
from app.rendering.document import Document
from app.rendering.process import typeset
from app.signons import queries as signons
from app.signons.actions import forget_seal, note_seal
from app.signons.order import signatory
from app.signons.roll import Roll, roll

TYPESETTING = "editions.typeset"
LIFTING = "editions.lift"
LEASE = timedelta(minutes=3)
MAX_ATTEMPTS = 3
_INTERRUPTED = "Typesetting was interrupted several times. Ask whoever runs this installation to look at the log."
_TOO_LATE = "It was typeset only after its moment had passed, so it is held. Let it go, or kill it."


def candidate(letter: Letter, *, now: datetime) -> Candidate:
    """What would be sealed at `now`, for the checklist."""
    newest = queries.newest_edition(letter.id)
    tally = signons.tally(letter.id)
    text = _text(letter)
    names = _roll(letter, text)
    return Candidate(
        state=letter.state,
        stage=rules.stage(queries.standing(newest), now=now) if newest is not None else None,
        text=text,
        counts=names.counts,
        named=len(names.names),
        waiting=tally.waiting,
        unconfirmed=tally.unconfirmed,
        deadline_at=letter.deadline_at,
    )


def request_seal(letter: Letter, lift: WallTime, *, by: Actor, now: datetime) -> Edition:
    """Fix text, names and moment as the next edition. It is sealed when its PDFs are stored (`typeset_requested`)."""
    session().execute(select(Letter.id).where(Letter.id == letter.id).with_for_update())
    advisory_lock(f"editions:{letter.id.hex}")
    refuse_if(obstacle_to_sealing(checklist(candidate(letter, now=now), now=now)))
    refuse_if(rules.obstacle_to_lifting_at(lift.instant(), deadline_at=letter.deadline_at, now=now))
    _forget_failures(letter.id)
    note_seal(letter.id, now=now)  # before the names are read, so that none is taken back in between
    number = (session().scalar(select(func.max(Edition.number)).where(Edition.letter_id == letter.id)) or 0) + 1
    revision = letters.text_to_sign(letter)
    sealed = _contents(letter, lift, number=number, now=now)
    written = manifest(sealed)
    edition = Edition(
        letter_id=letter.id,
        revision_id=revision.id,
        number=number,
        title=sealed.text.title,
        manifest=written,
        fingerprint=manifest_fingerprint(written),
        requested_at=now,
        requested_by=by.id if by.kind is ActorKind.PERSON else None,
        lift_wall=str(lift),
        lift_zone=lift.zone,
        lift_at=lift.instant(),
        tzdata=tzdata_version(),
        file_stem=composition.file_name(sealed.text, edition=number, lift=lift).removesuffix(".pdf"),
    )
    session().add(edition)
    session().flush()  # the audit names it
    record(
        "seal requested", about(edition, letter), by=by, now=now, number=str(number), fingerprint=edition.fingerprint
    )
    wake_after_commit(TYPESETTING)
    return edition


def request_proof(letter: Letter, *, by: Actor, now: datetime) -> Proof:
    """Ask for a trial print of the newest text with the names there are."""
    proof = Proof(letter_id=letter.id, requested_at=now)
    session().add(proof)
    record("proof requested", Subject("letter", letter.id, letter.campaign_id), by=by, now=now)
    wake_after_commit(TYPESETTING)
    return proof


def typeset_requested() -> None:
    """Typeset every edition and proof that waits for it: claim, typeset outside any transaction, store."""
    while (edition := _claim_edition(clock.now())) is not None:
        _typeset_edition(edition)
    while (proof := _claim_proof(clock.now())) is not None:
        _typeset_proof(proof)


def hold(edition: Edition, letter: Letter, *, by: Actor, now: datetime) -> None:
    """Keep the edition from becoming public until someone lets it go. The last word is the database's."""
    refuse_if(rules.obstacle_to_holding(queries.standing(edition), now=now))
    _still(edition, Edition.held_at.is_(None), Edition.lifted_at.is_(None), Edition.lift_at > now)
    edition.held_at = now
    record("edition held", about(edition, letter), by=by, now=now)


def let_go(edition: Edition, letter: Letter, *, by: Actor, now: datetime) -> None:
    """End a hold. Where the moment has passed, the edition is public from now."""
    refuse_if(rules.obstacle_to_letting_go(queries.standing(edition), now=now))
    _still(edition, Edition.held_at.is_not(None), Edition.lifted_at.is_(None))
    edition.held_at = None
    if edition.lift_at <= now:
        edition.lifted_at = now
    edition.reason = ""
    record("edition let go", about(edition, letter), by=by, now=now)
    wake_after_commit(LIFTING)


def kill(edition: Edition, letter: Letter, *, reason: str, by: Actor, now: datetime) -> None:
    """End the edition before anyone outside read it. Every copy's address answers 410 from now on."""
    refuse_if(rules.obstacle_to_killing(queries.standing(edition), now=now))
    unlifted = or_(Edition.lift_at > now, Edition.held_at.is_not(None), Edition.sealed_at.is_(None))
    _still(edition, Edition.killed_at.is_(None), Edition.lifted_at.is_(None), unlifted)
    edition.killed_at, edition.reason = now, reason
    forget_seal(letter.id, sealed_at=edition.requested_at)
    record("edition killed", about(edition, letter), by=by, now=now)
    wake_after_commit(LIFTING)


def withdraw(edition: Edition, letter: Letter, *, reason: str, by: Actor, now: datetime) -> None:
    """Take a public edition back: its address says so from now on, and never shows it again."""
    refuse_if(rules.obstacle_to_withdrawing(queries.standing(edition), now=now))
    _still(edition, Edition.withdrawn_at.is_(None))
    edition.withdrawn_at, edition.reason = now, reason
    if edition.lifted_at is None:
        edition.lifted_at = edition.lift_at
    record("edition withdrawn", about(edition, letter), by=by, now=now)
    wake_after_commit(LIFTING)


def record_lifts() -> int:
    """Note every lift whose moment has come, once, dated by the promise. The page never waits for this."""
    recorded = 0
    for edition_id in queries.lifts_to_record(clock.now()):
        with transaction():
            now = clock.now()
            noted = rows_changed(
                update(Edition)
                .where(Edition.id == edition_id, Edition.lifted_at.is_(None), queries.public_at(now))
                .values(lifted_at=Edition.lift_at)
                .execution_options(synchronize_session=False)
            )
            if noted == 1:
                edition = session().get_one(Edition, edition_id, populate_existing=True)
                record("edition lifted", about(edition, letters.letter(edition.letter_id)), by=SYSTEM, now=now)
                recorded += 1
    return recorded


def about(edition: Edition, letter: Letter) -> Subject:
    """The edition as the subject of an audit row."""
    return Subject("edition", edition.id, letter.campaign_id)


def _still(edition: Edition, *conditions: ColumnElement[bool]) -> None:
    """Hold the edition's row, if it still is as the person saw it; else say that it has changed."""
    held = session().scalar(select(Edition.id).where(Edition.id == edition.id, *conditions).with_for_update())
    if held is None:
        raise Refused(Obstacle("The edition has changed meanwhile. Reload the page to see it as it is now."))
    session().refresh(edition)


def _forget_failures(letter_id: UUID) -> None:
    """An edition that could not be typeset was never sealed; its number is free again."""
    session().execute(
        delete(Edition).where(Edition.letter_id == letter_id, Edition.sealed_at.is_(None), Edition.failure != "")
    )


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


def _typeset_edition(edition: Edition) -> None:
    if edition.attempts > MAX_ATTEMPTS:
        _fail(edition, _INTERRUPTED)
        return
    sealed = queries.sealed_content(edition)
    try:
        document = composition.compose(sealed.text, sealed.roll, _imprint(sealed, edition))
        clean = typeset(document)
        embargoed = typeset(composition.under_embargo(document, sealed.lift))
    except Refused as refused:
        log().warning("edition not typeset", error=type(refused).__name__, where=where(refused))
        _fail(edition, refused.obstacle.sentence)
        return
    clean_file, embargoed_file = files.put(clean.pdf), files.put(embargoed.pdf)
    with transaction():
        now = clock.now()
        sealed_now = rows_changed(
            update(Edition)
            .where(Edition.id == edition.id, Edition.sealed_at.is_(None), Edition.killed_at.is_(None))
            .values(
                sealed_at=now,
                clean_file=clean_file,
                embargoed_file=embargoed_file,
                pages=clean.pages,
                held_at=now if edition.lift_at <= now else None,
                reason=_TOO_LATE if edition.lift_at <= now else "",
            )
        )
        if sealed_now == 1:
            record("edition sealed", about(edition, letters.letter(edition.letter_id)), by=SYSTEM, now=now)
    wake_at(LIFTING, edition.lift_at)


def _fail(edition: Edition, sentence: str) -> None:
    with transaction():
        session().execute(update(Edition).where(Edition.id == edition.id).values(failure=sentence[:500]))
        forget_seal(edition.letter_id, sealed_at=edition.requested_at)
        record("seal failed", about(edition, letters.letter(edition.letter_id)), by=SYSTEM, now=clock.now())


def _typeset_proof(proof: Proof) -> None:
    failure, file, pages = "", None, None
    if proof.attempts > MAX_ATTEMPTS:
        failure = _INTERRUPTED
    else:
        try:
            print_out = typeset(_trial(letters.letter(proof.letter_id), now=proof.requested_at))
        except Refused as refused:
            failure = refused.obstacle.sentence[:500]
        else:
            file, pages = files.put(print_out.pdf), print_out.pages
    with transaction():
        session().execute(
            update(Proof)
            .where(Proof.id == proof.id)
            .values(done_at=clock.now(), file=file, pages=pages, failure=failure)
        )


def _text(letter: Letter) -> LetterText:
    """What organisations sign; while the letter is a draft, what was written last."""
    revision = letters.text_to_sign(letter) if letter.frozen_number else letters.newest_text(letter)
    return read_letter_source(revision.source).text


def _roll(letter: Letter, text: LetterText) -> Roll:
    return roll([signatory(each) for each in signons.signatories(letter.id)], text)


def _contents(letter: Letter, lift: WallTime, *, number: int, now: datetime) -> Sealed:
    text = _text(letter)
    address = f"{str(current_app.config['ADDRESS']).rstrip('/')}/letters/{letter.slug}"
    names = _roll(letter, text)
    return Sealed(number, text, names, as_of=wall_time_at(now, lift.zone), lift=lift, address=address)


def _imprint(sealed: Sealed, edition: Edition) -> Imprint:
    return Imprint(
        dated=edition.lift_at,
        as_of=sealed.as_of,
        edition=sealed.number,
        fingerprint=edition.fingerprint,
        address=sealed.address,
    )


def _trial(letter: Letter, *, now: datetime) -> Document:
    text = _text(letter)
    return composition.compose(text, _roll(letter, text), Imprint(dated=now))
