"""Sealing, holding, killing, withdrawing.

Whoever changes an edition holds its row first (`queries.edition_to_change`) and reads the clock after that: a hold that
had to wait for its turn must not close again what the moment has opened meanwhile.
"""

from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, func, select, update

from app.audit.actions import record
from app.audit.rules import Actor, ActorKind, Subject
from app.core.db import advisory_lock, session
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.tasks import wake_after_commit
from app.core.wall_time import WallTime, tzdata_version, wall_time_at
from app.editions import composition, queries, rules
from app.editions.checks import checklist, obstacle_to_sealing
from app.editions.manifest import Sealed, manifest, manifest_fingerprint
from app.editions.models import Edition, Proof
from app.editions.trials import press_as_json
from app.letters import queries as letters
from app.letters.circumstances import PressMaterial
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.text_counts import with_counts
from app.rendering.templates_on_disk import letter_templates
from app.signons import queries as signons
from app.signons.actions import forget_seal, note_seal

TYPESETTING = "editions.typeset"
LIFTING = "editions.lift"


def request_seal(letter: Letter, lift: WallTime, *, seen: str, by: Actor, now: datetime) -> Edition:
    """Fix text, names and moment as the next edition. It is sealed when its PDFs are stored (`typesetting`).

    `seen` is the fingerprint of `queries.content_to_seal` that the person who seals has looked at. Refused where the
    text, the names, the letterhead or anything else that is printed differs by now.
    """
    session().execute(select(Letter.id).where(Letter.id == letter.id).with_for_update())
    advisory_lock(f"editions:{letter.id.hex}")
    refuse_if(obstacle_to_sealing(checklist(queries.candidate(letter, now=now), now=now)))
    refuse_if(rules.obstacle_to_lifting_at(lift.instant(), deadline_at=letter.deadline_at, now=now))
    _forget_failures(letter.id)
    note_seal(letter.id, now=now)  # before the names are read, so that none is taken back in between
    sign_ons = signons.signatories(letter.id)
    content = queries.content_to_seal(letter, sign_ons)
    if content.fingerprint != seen or any(each.sealed_at is None for each in sign_ons):
        raise Refused(Obstacle("The list has changed while you were looking. Look at it again, then type the number."))
    number = (session().scalar(select(func.max(Edition.number)).where(Edition.letter_id == letter.id)) or 0) + 1
    revision = letters.text_to_sign(letter)
    text = parse(content.source)
    sealed = Sealed(
        number=number,
        source=content.source,
        roll=content.roll,
        as_of=wall_time_at(now, lift.zone),
        lift=lift,
        letterhead=content.letterhead,
        address=f"{current_app.config['ADDRESS']}/letters/{letter.slug}",
    )
    written = manifest(sealed)
    edition = Edition(
        letter_id=letter.id,
        revision_id=revision.id,
        number=number,
        title=with_counts(text.title, sealed.roll.counts, text.language),
        manifest=written,
        fingerprint=manifest_fingerprint(written),
        requested_at=now,
        requested_by=by.id if by.kind is ActorKind.PERSON else None,
        lift_wall=str(lift),
        lift_zone=lift.zone,
        lift_at=lift.instant(),
        tzdata=tzdata_version(),
        file_stem=composition.file_name(text, edition=number, lift=lift).removesuffix(".pdf"),
    )
    session().add(edition)
    session().flush()  # the audit names it
    record("seal requested", about(edition, letter), by=by, now=now, fingerprint=edition.fingerprint)
    wake_after_commit(TYPESETTING)
    return edition


def request_proof(letter: Letter, *, by: Actor, now: datetime) -> Proof:
    """Ask for a trial print of the newest text with the names there are."""
    proof = Proof(letter_id=letter.id, requested_at=now)
    session().add(proof)
    record("proof requested", Subject("letter", letter.id, letter.campaign_id), by=by, now=now)
    wake_after_commit(TYPESETTING)
    return proof


def request_gallery(letter: Letter, press: PressMaterial, *, by: Actor, now: datetime) -> None:
    """Ask for a print in every template, in place of those there are. `press` is what the media would be told."""
    session().execute(select(Letter.id).where(Letter.id == letter.id).with_for_update())
    session().execute(delete(Proof).where(Proof.letter_id == letter.id, Proof.template != ""))
    written = press_as_json(press)
    session().add_all(
        Proof(letter_id=letter.id, requested_at=now, template=template.key, press=written)
        for template in letter_templates()
    )
    record("gallery requested", Subject("letter", letter.id, letter.campaign_id), by=by, now=now)
    wake_after_commit(TYPESETTING)


def hold(edition: Edition, letter: Letter, *, by: Actor, now: datetime) -> None:
    """Keep the edition from becoming public until someone lets it go."""
    refuse_if(rules.obstacle_to_holding(queries.standing(edition), now=now))
    edition.held_at = now
    record("edition held", about(edition, letter), by=by, now=now)
    wake_after_commit(LIFTING)


def let_go(edition: Edition, letter: Letter, *, by: Actor, now: datetime) -> None:
    """End a hold. Where the moment has passed, the edition is public from now."""
    refuse_if(rules.obstacle_to_letting_go(queries.standing(edition), now=now))
    edition.held_at = None
    if edition.lift_at <= now:
        edition.lifted_at = now
    edition.reason = ""
    record("edition let go", about(edition, letter), by=by, now=now)
    wake_after_commit(LIFTING)


def kill(edition: Edition, letter: Letter, *, reason: str, by: Actor, now: datetime) -> None:
    """End the edition before anyone outside read it. Every copy's address answers 410 from now on."""
    refuse_if(rules.obstacle_to_killing(queries.standing(edition), now=now))
    edition.killed_at, edition.reason = now, reason
    forget_seal(letter.id, sealed_at=edition.requested_at)
    record("edition killed", about(edition, letter), by=by, now=now)
    wake_after_commit(LIFTING)


def withdraw(edition: Edition, letter: Letter, *, reason: str, by: Actor, now: datetime) -> None:
    """Take back what is public of a letter, this edition and those it replaced.

    The address says so from now on, and shows none of them again. A further edition may be sealed.
    """
    refuse_if(rules.obstacle_to_withdrawing(queries.standing(edition), now=now))
    session().flush()
    session().execute(
        update(Edition)
        .where(Edition.letter_id == letter.id, queries.public_at(now))
        .values(withdrawn_at=now, reason=reason, lifted_at=func.coalesce(Edition.lifted_at, Edition.lift_at))
        .execution_options(synchronize_session=False)
    )
    session().refresh(edition)
    record("edition withdrawn", about(edition, letter), by=by, now=now)
    wake_after_commit(LIFTING)


def about(edition: Edition, letter: Letter) -> Subject:
    """The edition as the subject of an audit row."""
    return Subject("edition", edition.id, letter.campaign_id)


def _forget_failures(letter_id: UUID) -> None:
    """An edition that could not be typeset was never sealed; its number is free again."""
    session().execute(
        delete(Edition).where(Edition.letter_id == letter_id, Edition.sealed_at.is_(None), Edition.failure != "")
    )
