"""Finding editions. `public_at` is the SQL twin of `rules.is_public`, and the only filter anonymous readers pass."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, or_, select

from app.campaigns import queries as campaigns
from app.campaigns.rules import CampaignLetterhead
from app.core import files
from app.core.db import session
from app.core.errors import NotFound
from app.core.keyed import keyed_hash
from app.editions import rules
from app.editions.checks import Candidate
from app.editions.composition import Imprint
from app.editions.left_out import left_out, unprinted_with
from app.editions.left_out import remarks as remarks_on
from app.editions.manifest import Content, Sealed, read_manifest
from app.editions.models import Edition, Proof, Signature
from app.editions.names_on_paper import digests
from app.editions.outlook import outlook
from app.editions.rules import Standing
from app.letters import queries as letters
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.text import LetterText
from app.letters.text_counts import Where, line_of_part
from app.rendering.templates_on_disk import beside_a_letter
from app.signons import queries as signons
from app.signons.entries import as_printed
from app.signons.models import SignOn
from app.signons.order import signatories
from app.signons.roll import Roll, roll
from app.signons.rules import Visibility


@dataclass(frozen=True, slots=True)
class PublicEdition:
    """What everyone may read of a letter: the edition and what is sealed in it."""

    letter: Letter
    edition: Edition
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A public PDF found by its SHA-256: whose it is, in which language, and which edition is the newest now."""

    letter: Letter
    edition: Edition
    language: str
    newest: int


def public_at(now: datetime) -> ColumnElement[bool]:
    """The rows that are public at `now`: exactly those for which `rules.is_public` says so."""
    return and_(
        Edition.sealed_at.is_not(None),
        Edition.killed_at.is_(None),
        Edition.withdrawn_at.is_(None),
        or_(
            and_(Edition.lifted_at.is_not(None), Edition.lifted_at <= now),
            and_(Edition.lifted_at.is_(None), Edition.held_at.is_(None), Edition.lift_at <= now),
        ),
    )


def standing(edition: Edition) -> Standing:
    """The instants of an edition, as the rules take them."""
    return Standing(
        sealed_at=edition.sealed_at,
        lift_at=edition.lift_at,
        held_at=edition.held_at,
        lifted_at=edition.lifted_at,
        killed_at=edition.killed_at,
        withdrawn_at=edition.withdrawn_at,
        failed=bool(edition.failure),
    )


def sealed_content(edition: Edition) -> Sealed:
    """What is sealed in an edition, read back from its manifest."""
    return read_manifest(edition.manifest)


def public_edition(slug: str, *, now: datetime) -> PublicEdition | None:
    """The newest public edition of the letter at this address, or None: also when there is no such letter."""
    found = (
        session()
        .execute(
            select(Letter, Edition)
            .join(Edition, Edition.letter_id == Letter.id)
            .where(Letter.slug == slug, public_at(now))
            .order_by(Edition.number.desc())
            .limit(1)
        )
        .first()
    )
    return PublicEdition(found[0], found[1], read_manifest(found[1].manifest)) if found is not None else None


def published_file(digest: str, *, now: datetime) -> PublishedFile | None:
    """The edition whose public PDF has this SHA-256, or None: also for one that is not public at `now`."""
    found = (
        session()
        .execute(
            select(Letter, Edition)
            .join(Edition, Edition.letter_id == Letter.id)
            .where(Edition.clean_file == digest, public_at(now))
        )
        .first()
    )
    if found is None:
        return None
    letter, edition = found
    newest = select(func.max(Edition.number)).where(Edition.letter_id == letter.id, public_at(now))
    language = read_manifest(edition.manifest).text.language
    return PublishedFile(letter, edition, language, session().scalars(newest).one())


def edition_of_file(digest: str) -> Edition | None:
    """The edition that has a sealed PDF with this SHA-256, public or not: for whoever runs the installation."""
    wanted = select(Edition).where(
        Edition.sealed_at.is_not(None), or_(Edition.clean_file == digest, Edition.embargoed_file == digest)
    )
    return session().scalars(wanted).first()


def public_editions(*, now: datetime) -> list[PublicEdition]:
    """The newest public edition of every letter that has one, newest lift first."""
    newest = (
        select(Edition.letter_id, func.max(Edition.number).label("number"))
        .where(public_at(now))
        .group_by(Edition.letter_id)
        .subquery()
    )
    found = session().execute(
        select(Letter, Edition)
        .join(Edition, Edition.letter_id == Letter.id)
        .join(newest, and_(newest.c.letter_id == Edition.letter_id, newest.c.number == Edition.number))
        .order_by(Edition.lift_at.desc(), Edition.id)
    )
    return [PublicEdition(letter, edition, read_manifest(edition.manifest)) for letter, edition in found]


def withdrawn_edition(slug: str) -> Edition | None:
    """The withdrawn edition behind an address that has nothing public any more, or None."""
    return session().scalar(
        select(Edition)
        .join(Letter, Letter.id == Edition.letter_id)
        .where(Letter.slug == slug, Edition.withdrawn_at.is_not(None))
        .order_by(Edition.number.desc())
        .limit(1)
    )


def press_edition(letter_id: UUID) -> Edition | None:
    """The newest sealed edition of a letter, whatever became of it. Ask `rules.readable` what may be had of it."""
    return session().scalar(
        select(Edition)
        .where(Edition.letter_id == letter_id, Edition.sealed_at.is_not(None))
        .order_by(Edition.number.desc())
        .limit(1)
    )


def editions_for_press(letter_id: UUID) -> list[Edition]:
    """The editions that journalists read now, or will read as soon as their PDFs are made."""
    found = {each.id: each for each in (press_edition(letter_id), newest_edition(letter_id)) if each is not None}
    return [each for each in found.values() if not (each.failure or each.killed_at or each.withdrawn_at)]


def edition_to_change(letter_id: UUID, number: int) -> Edition:
    """Return one edition as it is now, and keep its row from changing until the transaction ends. Or `NotFound`."""
    wanted = select(Edition).where(Edition.letter_id == letter_id, Edition.number == number)
    found = session().scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def newest_edition(letter_id: UUID) -> Edition | None:
    """The edition asked for last, sealed or not."""
    return session().scalar(
        select(Edition).where(Edition.letter_id == letter_id).order_by(Edition.number.desc()).limit(1)
    )


def newest_editions(letter_ids: Sequence[UUID]) -> dict[UUID, Edition]:
    """The edition asked for last of each of these letters, in one query."""
    newest = (
        select(Edition.letter_id, func.max(Edition.number).label("number"))
        .where(Edition.letter_id.in_(letter_ids))
        .group_by(Edition.letter_id)
        .subquery()
    )
    found = session().scalars(
        select(Edition).join(newest, and_(newest.c.letter_id == Edition.letter_id, newest.c.number == Edition.number))
    )
    return {edition.letter_id: edition for edition in found}


def editions(letter_id: UUID) -> list[Edition]:
    """Every edition of a letter, newest first."""
    return list(
        session().scalars(select(Edition).where(Edition.letter_id == letter_id).order_by(Edition.number.desc()))
    )


def edition(letter_id: UUID, number: int) -> Edition:
    """Return one edition of a letter, or raise `NotFound`."""
    found = session().scalar(select(Edition).where(Edition.letter_id == letter_id, Edition.number == number))
    if found is None:
        raise NotFound
    return found


def signature(edition_id: UUID) -> Signature | None:
    """How the clean PDF of an edition is signed, if it is."""
    return session().scalar(select(Signature).where(Signature.edition_id == edition_id))


def lifts_to_record(now: datetime) -> list[UUID]:
    """Editions whose moment has come and whose lift is not recorded yet."""
    return list(
        session().scalars(
            select(Edition.id).where(public_at(now), Edition.lifted_at.is_(None)).order_by(Edition.lift_at, Edition.id)
        )
    )


def newest_proof(letter_id: UUID) -> Proof | None:
    """The trial print asked for last."""
    return session().scalar(
        select(Proof)
        .where(Proof.letter_id == letter_id, Proof.template == "")
        .order_by(Proof.requested_at.desc(), Proof.id)
        .limit(1)
    )


def gallery(letter_id: UUID) -> dict[str, Proof]:
    """The prints of a letter in every template, by its key; empty before they were asked for."""
    found = session().scalars(select(Proof).where(Proof.letter_id == letter_id, Proof.template != ""))
    return {proof.template: proof for proof in found}


def print_in(letter_id: UUID, template: str) -> Proof:
    """Return the print of a letter in a template, or raise `NotFound`."""
    found = gallery(letter_id).get(template)
    if found is None:
        raise NotFound
    return found


def candidate(letter: Letter, *, now: datetime) -> Candidate:
    """What would be sealed at `now`, for the checklist."""
    newest = newest_edition(letter.id)
    tally = signons.tally(letter.id)
    text = current_text(letter)
    names = roll(signatories(signons.signatories(letter.id)), text)
    imprint = Imprint(dated=now, letterhead=campaigns.letterhead(letter.campaign_id))
    ahead = outlook(text, names, imprint, withheld=signons.withheld_names(letter.id))
    return Candidate(
        state=letter.state,
        stage=rules.stage(standing(newest), now=now) if newest is not None else None,
        text=text,
        counts=names.counts,
        named=len(names.names),
        waiting=tally.waiting,
        unconfirmed=tally.unconfirmed,
        deadline_at=letter.deadline_at,
        planned=letters.planned_lift(letter),
        beside=beside_a_letter(text.template),
        address=str(current_app.config["ADDRESS"]),
        on_paper=ahead.on_paper,
        given_away=ahead.given_away,
        unprinted=unprinted_with(text, names),
        left_out=left_out(text, names),
        press=letters.press_material(letter.id),
    )


def remarks(letter: Letter, *, where: Where = line_of_part) -> tuple[str, ...]:
    """What is worth a look in a letter and its names as they stand, a sentence each."""
    text = current_text(letter)
    return remarks_on(text, roll(signatories(signons.signatories(letter.id)), text), where=where)


def content_to_seal(letter: Letter, sign_ons: Sequence[SignOn]) -> Content:
    """What would be sealed with these sign-ons; while the letter is a draft, with the text that was written last."""
    revision = letters.text_to_sign(letter) if letter.frozen_number else letters.newest_text(letter)
    text = parse(revision.source)
    letterhead = campaigns.letterhead(letter.campaign_id) if text.letterhead is None else None
    return Content(revision.source, roll(signatories(sign_ons), text), letterhead, _mark_of_withheld(sign_ons))


def pictures(text: LetterText, names: Roll, letterhead: CampaignLetterhead | None) -> dict[str, bytes]:
    """The pictures that are printed with this text and these names, by their SHA-256.

    `letterhead` is the campaign's, for a text without its own.
    """
    logo = text.letterhead.digest if text.letterhead else letterhead.logo if letterhead else ""
    return {digest: files.get(digest) for digest in digests(names.names) | set(filter(None, [logo]))}


def _mark_of_withheld(sign_ons: Sequence[SignOn]) -> str:
    """A keyed hash of who is counted without being named: another one as soon as somebody else is."""
    unnamed = [each for each in sign_ons if each.visibility is not Visibility.PUBLIC]
    known = sorted((each.id.hex, *astuple(as_printed(each)), each.country) for each in unnamed)
    return keyed_hash("seen", json.dumps(known)).hex()


def current_text(letter: Letter) -> LetterText:
    """What organisations sign; while the letter is a draft, what was written last."""
    revision = letters.text_to_sign(letter) if letter.frozen_number else letters.newest_text(letter)
    return parse(revision.source)


def clean_file_name(edition: Edition) -> str:
    """What the PDF of the public edition is called."""
    return f"{edition.file_stem}.pdf"


def public_files(edition: Edition) -> dict[str, str]:
    """Return what is stored of the public edition: the SHA-256 by file name, the PDF first."""
    endings = (
        (".pdf", edition.clean_file),
        (".html", edition.html_file),
        (".txt", edition.text_file),
        (".docx", edition.docx_file),
    )
    return {f"{edition.file_stem}{ending}": stored for ending, stored in endings if stored is not None}


def embargoed_file_name(edition: Edition) -> str:
    """What the PDF under embargo is called."""
    return f"{edition.file_stem}_EMBARGOED.pdf"
