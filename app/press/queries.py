"""Finding journalists, what they were granted and which copies they got."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import case, exists, func, literal, select

from app.audit.models import Entry
from app.core.db import session
from app.core.errors import NotFound
from app.core.tokens import token_hash
from app.editions.models import Edition
from app.letters import queries as letters
from app.letters.models import Letter, Quote
from app.mail.models import OutboxMessage
from app.press.models import Copy, CopyMaster, Download, Grant, PressContact
from app.press.rules import Steps


@dataclass(frozen=True, slots=True)
class Guest:
    """A journalist with the grant to read one letter."""

    grant: Grant
    contact: PressContact


@dataclass(frozen=True, slots=True)
class ListedGuest:
    """A journalist as the press desk sees them: how far they came, and with which copies."""

    guest: Guest
    steps: Steps
    copy_number: int | None
    last_download_at: datetime | None


@dataclass(frozen=True, slots=True)
class TracedCopy:
    """A copy with the journalist it was made for, the letter it shows, and the title as it was sealed."""

    copy: Copy
    guest: Guest
    letter: Letter
    title: str
    downloaded_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class PressPage:
    """What the press page says above the letter. Empty texts are left out."""

    headline: str
    intro: str
    quotes: tuple[Quote, ...]


def guest_by_token(token: str) -> Guest:
    """Return whose link this is, or raise `NotFound`."""
    found = (
        session()
        .execute(
            select(Grant, PressContact)
            .join(PressContact, PressContact.id == Grant.contact_id)
            .where(Grant.token_hash == token_hash(token))
        )
        .first()
    )
    if found is None:
        raise NotFound
    return Guest(found[0], found[1])


def guest(grant_id: UUID) -> Guest:
    """Return the grant with its journalist, or raise `NotFound`. Not scoped: for the guard of the room."""
    found = (
        session()
        .execute(
            select(Grant, PressContact)
            .join(PressContact, PressContact.id == Grant.contact_id)
            .where(Grant.id == grant_id)
        )
        .first()
    )
    if found is None:
        raise NotFound
    return Guest(found[0], found[1])


def guest_of(letter_id: UUID, grant_id: UUID) -> Guest:
    """Return a grant of this letter with its journalist, or raise `NotFound`."""
    found = guest(grant_id)
    if found.grant.letter_id != letter_id:
        raise NotFound
    return found


def find_grant(letter_id: UUID, contact_id: UUID) -> Grant | None:
    """Return the grant of this journalist for this letter."""
    return session().scalar(select(Grant).where(Grant.letter_id == letter_id, Grant.contact_id == contact_id))


def guests(letter_id: UUID) -> list[ListedGuest]:
    """Everyone who was granted this letter, by name, with what they fetched."""
    found = session().execute(
        select(
            Grant,
            PressContact,
            func.max(Copy.number),
            func.count(Download.id),
            func.max(Download.downloaded_at),
        )
        .join(PressContact, PressContact.id == Grant.contact_id)
        .outerjoin(Copy, Copy.grant_id == Grant.id)
        .outerjoin(Download, Download.copy_id == Copy.id)
        .where(Grant.letter_id == letter_id)
        .group_by(Grant.id, PressContact.id)
        .order_by(PressContact.name, PressContact.email)
    )
    return [
        ListedGuest(Guest(grant, journalist), steps(grant, downloads), number, last)
        for grant, journalist, number, downloads, last in found
    ]


def steps(grant: Grant, downloads: int = 0) -> Steps:
    """What has happened to a grant, as a value."""
    return Steps(grant.accepted_at, grant.revoked_at, downloads)


def contact(campaign_id: UUID, contact_id: UUID) -> PressContact:
    """Return a journalist this campaign knows, or raise `NotFound`."""
    found = session().scalar(
        select(PressContact).where(PressContact.id == contact_id, PressContact.campaign_id == campaign_id)
    )
    if found is None:
        raise NotFound
    return found


def find_contact(campaign_id: UUID, email: str) -> PressContact | None:
    """Return the journalist with this address, already in lower case."""
    return session().scalar(
        select(PressContact).where(PressContact.campaign_id == campaign_id, PressContact.email == email)
    )


def contacts_to_invite(letter: Letter) -> list[PressContact]:
    """The journalists the campaign knows who have no grant for this letter, by name."""
    granted = exists().where(Grant.contact_id == PressContact.id, Grant.letter_id == letter.id)
    return list(
        session().scalars(
            select(PressContact)
            .where(PressContact.campaign_id == letter.campaign_id, ~granted)
            .order_by(PressContact.name, PressContact.email)
        )
    )


def quote(letter_id: UUID, quote_id: UUID) -> Quote:
    """Return a quote of this letter, or raise `NotFound`."""
    found = session().scalar(select(Quote).where(Quote.id == quote_id, Quote.letter_id == letter_id))
    if found is None:
        raise NotFound
    return found


def press_page(letter_id: UUID) -> PressPage:
    """Everything the press desk wrote for the press page."""
    words = letters.find_press_text(letter_id)
    return PressPage(words.headline if words else "", words.intro if words else "", tuple(letters.quotes(letter_id)))


def find_copy(grant_id: UUID, edition_id: UUID) -> Copy | None:
    """Return the copy made of this edition for this grant."""
    return session().scalar(select(Copy).where(Copy.grant_id == grant_id, Copy.edition_id == edition_id))


def find_copy_master(edition_id: UUID) -> CopyMaster | None:
    """Return what the copies of this edition are made from."""
    return session().scalar(select(CopyMaster).where(CopyMaster.edition_id == edition_id))


def copy_numbers(campaign_id: UUID) -> list[int]:
    """The numbers of the copies of one campaign."""
    of_campaign = select(Copy.number).join(Grant, Grant.id == Copy.grant_id)
    of_campaign = of_campaign.join(Letter, Letter.id == Grant.letter_id).where(Letter.campaign_id == campaign_id)
    return list(session().scalars(of_campaign.order_by(Copy.number)))


def copy_numbers_of_every_campaign() -> list[int]:
    """The numbers of all copies of the installation: for whoever runs it."""
    return list(session().scalars(select(Copy.number).order_by(Copy.number)))


def highest_copy_number() -> int:
    """The last number printed on any copy of the installation; 0 before the first."""
    return session().scalar(select(func.max(Copy.number))) or 0


def find_traced_copy(campaign_id: UUID, number: int) -> TracedCopy | None:
    """Return the copy of this campaign that bears this number, with whom it was made for."""
    found = find_traced_copy_of_any_campaign(number)
    return found if found is not None and found.letter.campaign_id == campaign_id else None


def find_traced_copy_of_any_campaign(number: int) -> TracedCopy | None:
    """Return the copy of the installation that bears this number, with whom it was made for: for whoever runs it."""
    wanted = select(Copy, Grant, PressContact, Letter, Edition.title).join(Grant, Grant.id == Copy.grant_id)
    wanted = wanted.join(PressContact, PressContact.id == Grant.contact_id).join(Letter, Letter.id == Grant.letter_id)
    wanted = wanted.join(Edition, Edition.id == Copy.edition_id)
    found = session().execute(wanted.where(Copy.number == number)).first()
    if found is None:
        return None
    copy, grant, journalist, letter, title = found
    downloads = select(Download.downloaded_at).where(Download.copy_id == copy.id).order_by(Download.downloaded_at)
    return TracedCopy(copy, Guest(grant, journalist), letter, title, tuple(session().scalars(downloads)))


class Turn(StrEnum):
    """What became of an edition that those who hold it must hear."""

    LIFTED = "lifted"
    HELD = "held"
    LET_GO = "let-go"
    KILLED = "killed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class News:
    """One turn of one edition, for one journalist who had accepted the terms by then."""

    turn: Turn
    turned_at: datetime
    edition_id: UUID
    title: str
    reason: str
    slug: str
    lift_at: datetime
    lift_zone: str
    guest: Guest


def news(*, since: datetime, now: datetime) -> list[News]:
    """What became of editions since then, for everyone who held them. Of several turns only the last one is told.

    The end of a hold is news until the lift; the audit knows when it was.
    """
    let_go_at = (
        select(func.max(Entry.at))
        .where(
            Entry.campaign_id == Letter.campaign_id,
            Entry.at >= since,
            Entry.subject_id == Edition.id,
            Entry.action == "edition let go",
        )
        .correlate(Letter, Edition)
        .scalar_subquery()
    )
    turned_at = func.coalesce(
        Edition.withdrawn_at,
        Edition.killed_at,
        Edition.lifted_at,
        Edition.held_at,
        case((Edition.lift_at > now, let_go_at)),
    )
    found = session().execute(
        select(
            case(
                (Edition.withdrawn_at.is_not(None), literal(Turn.WITHDRAWN.value)),
                (Edition.killed_at.is_not(None), literal(Turn.KILLED.value)),
                (Edition.lifted_at.is_not(None), literal(Turn.LIFTED.value)),
                (Edition.held_at.is_not(None), literal(Turn.HELD.value)),
                else_=literal(Turn.LET_GO.value),
            ),
            turned_at,
            Edition.id,
            Edition.title,
            Edition.reason,
            Letter.slug,
            Edition.lift_at,
            Edition.lift_zone,
            Grant,
            PressContact,
        )
        .join(Letter, Letter.id == Edition.letter_id)
        .join(Grant, Grant.letter_id == Letter.id)
        .join(PressContact, PressContact.id == Grant.contact_id)
        .where(
            Edition.sealed_at.is_not(None),
            turned_at >= since,
            Grant.accepted_at <= turned_at,
            Grant.revoked_at.is_(None),
        )
        .order_by(turned_at, Grant.id)
    )
    return [
        News(Turn(turn), moment, edition_id, title, reason, slug, lift_at, lift_zone, Guest(grant, journalist))
        for turn, moment, edition_id, title, reason, slug, lift_at, lift_zone, grant, journalist in found
    ]


def keys_written(keys: Sequence[str]) -> frozenset[str]:
    """Those of these keys under which a message is in the outbox, or has gone."""
    return frozenset(session().scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))))
