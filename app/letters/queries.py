"""Finding letters."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from app.campaigns.models import Campaign, TeamMember
from app.core.db import session
from app.core.errors import NotFound
from app.core.tokens import token_hash
from app.core.wall_time import WallTime, read_wall_time
from app.letters.circumstances import PressMaterial
from app.letters.circumstances import Quote as SaidQuote
from app.letters.models import Letter, PressText, Quote, Revision
from app.letters.rules import Window


@dataclass(frozen=True, slots=True)
class DeskLetter:
    """A letter on someone's desk, with the campaign it belongs to."""

    letter: Letter
    campaign: Campaign


# Made once: for a crowd that signs, making a statement takes longer than running it.
_TO_SIGN = select(Letter).where(Letter.open_token_hash == bindparam("token"))
_TEXT_TO_SIGN = (
    select(Letter, Revision)
    .join(Revision, and_(Revision.letter_id == Letter.id, Revision.number == Letter.frozen_number))
    .where(Letter.open_token_hash == bindparam("token"))
)
_REVISION = select(Revision).where(Revision.letter_id == bindparam("letter"), Revision.number == bindparam("number"))


def letter(letter_id: UUID) -> Letter:
    """Return the letter, or raise `NotFound`. Not scoped: for jobs, and for callers who have checked."""
    found = session().get(Letter, letter_id)
    if found is None:
        raise NotFound
    return found


def letter_to_sign(token: str) -> Letter:
    """Return the letter this open link is for, or raise `NotFound`."""
    found = session().scalar(_TO_SIGN, {"token": token_hash(token)})
    if found is None:
        raise NotFound
    return found


def letter_and_text_to_sign(token: str) -> tuple[Letter, Revision]:
    """Return the letter this open link is for, and the revision organisations sign; or raise `NotFound`. One query."""
    found = session().execute(_TEXT_TO_SIGN, {"token": token_hash(token)}).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def letters_of(campaign_id: UUID) -> list[Letter]:
    """The letters of a campaign, newest first."""
    found = select(Letter).where(Letter.campaign_id == campaign_id).order_by(Letter.created_at.desc(), Letter.id)
    return list(session().scalars(found))


def others_with_text(letter: Letter, fingerprint: str) -> list[Letter]:
    """Other letters of the campaign of `letter` with a revision of exactly this text, newest first."""
    found = (
        select(Letter)
        .where(Letter.campaign_id == letter.campaign_id, Letter.id != letter.id)
        .where(Letter.id.in_(select(Revision.letter_id).where(Revision.fingerprint == fingerprint)))
        .order_by(Letter.created_at.desc(), Letter.id)
    )
    return list(session().scalars(found))


def desk(person_id: UUID) -> list[DeskLetter]:
    """Every letter of every campaign this person works in, newest first."""
    found = session().execute(
        select(Letter, Campaign)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .join(TeamMember, TeamMember.campaign_id == Campaign.id)
        .where(TeamMember.person_id == person_id)
        .order_by(Letter.created_at.desc(), Letter.id)
    )
    return [DeskLetter(each, campaign) for each, campaign in found]


def revision(letter_id: UUID, number: int) -> Revision:
    """Return one revision of a letter, or raise `NotFound`."""
    found = session().scalar(_REVISION, {"letter": letter_id, "number": number})
    if found is None:
        raise NotFound
    return found


def revisions(letter_id: UUID) -> list[Revision]:
    """Every revision of a letter, newest first."""
    found = select(Revision).where(Revision.letter_id == letter_id).order_by(Revision.number.desc())
    return list(session().scalars(found))


def text_to_sign(letter: Letter) -> Revision:
    """The revision organisations sign; raises `NotFound` while the letter is a draft."""
    if letter.frozen_number is None:
        raise NotFound
    return revision(letter.id, letter.frozen_number)


def newest_text(letter: Letter) -> Revision:
    """The revision written last."""
    return revision(letter.id, letter.newest_number)


def window(letter: Letter) -> Window:
    """When the letter takes signatures."""
    return Window(letter.state, letter.opened_at, letter.deadline_at)


def planned_lift(letter: Letter) -> WallTime | None:
    """When the letter is meant to become public, if that is planned."""
    return read_wall_time(letter.planned_lift) if letter.planned_lift else None


def find_press_text(letter_id: UUID) -> PressText | None:
    """Return headline and introduction of the press page."""
    return session().scalar(select(PressText).where(PressText.letter_id == letter_id))


def quotes(letter_id: UUID) -> list[Quote]:
    """The quotes of a letter, in their order."""
    return list(session().scalars(select(Quote).where(Quote.letter_id == letter_id).order_by(Quote.position, Quote.id)))


def press_material(letter_id: UUID) -> PressMaterial:
    """What the media are told around a letter, as a value."""
    words = find_press_text(letter_id)
    said = tuple(SaidQuote(each.text, each.speaker, each.speaker_title) for each in quotes(letter_id))
    return PressMaterial(words.headline if words else "", words.intro if words else "", said)
