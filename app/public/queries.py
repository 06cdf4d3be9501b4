"""What everyone may read. Every row comes through the one query that knows when an edition is public."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from app.campaigns.models import Campaign
from app.core import files
from app.core.db import session
from app.core.wall_time import day, time_zone
from app.editions import queries as editions
from app.editions.models import Edition
from app.letters.models import Letter
from app.letters.text_counts import Counts, with_counts
from app.letters.wording import direction
from app.press.reading import document
from app.public.rules import NumberedName, numbered
from app.rendering.document import Document
from app.signons.models import SignOn
from app.signons.rules import State


@dataclass(frozen=True, slots=True)
class PublicLetter:
    """A public letter as it is read: the same words, numbers and names as on its paper."""

    letter: Letter
    edition: Edition
    document: Document
    names: tuple[NumberedName, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the front page."""

    letter: Letter
    edition: Edition
    title: str
    language: str
    direction: str
    counts: Counts
    published: str


@dataclass(frozen=True, slots=True)
class Released:
    """A signatory's contact to be told of a release."""

    edition_id: UUID
    number: int
    title: str
    slug: str
    campaign: str
    sign_on: SignOn


def find_letter(slug: str, *, now: datetime) -> PublicLetter | None:
    """Return what is public at this address, or None: also where there is no such letter."""
    found = editions.public_edition(slug, now=now)
    if found is None:
        return None
    shown = document(found.edition)
    names = numbered(shown.signatories.groups, found.sealed.roll.names)
    return PublicLetter(found.letter, found.edition, shown, names, found.sealed.source)


def listed(*, now: datetime) -> list[Listed]:
    """Every public letter, newest lift first."""
    return [
        Listed(
            letter=each.letter,
            edition=each.edition,
            title=with_counts(each.sealed.text.title, each.sealed.roll.counts, each.sealed.text.language),
            language=each.sealed.text.language,
            direction=direction(each.sealed.text.language),
            counts=each.sealed.roll.counts,
            published=day(each.edition.lift_at.astimezone(time_zone(each.edition.lift_zone)).date()),
        )
        for each in editions.public_editions(now=now)
    ]


@lru_cache(maxsize=512)
def size_of(digest: str) -> int:
    """How many bytes a stored file has; asked once, because it cannot change. Raises `FilesDown`."""
    return len(files.get(digest))


def released(*, since: datetime) -> list[Released]:
    """Everyone who signed an edition that became public since then, with an address to write to."""
    found = session().execute(
        select(Edition.id, Edition.number, Edition.title, Letter.slug, Campaign.name, SignOn)
        .join(Letter, Letter.id == Edition.letter_id)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .join(SignOn, SignOn.letter_id == Letter.id)
        .where(
            Edition.lifted_at >= since,
            Edition.withdrawn_at.is_(None),
            SignOn.state == State.ACCEPTED,
            SignOn.accepted_at <= Edition.requested_at,
            SignOn.email != "",
        )
        .order_by(Edition.lifted_at, SignOn.id)
    )
    return [Released(*row) for row in found]
