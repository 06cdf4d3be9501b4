"""What went on under a letter before somebody signs it now, with their addresses. Read once: crowds sign."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, bindparam, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.campaigns.models import Campaign
from app.core.db import session
from app.letters.models import Letter, Revision
from app.signons.entries import Application
from app.signons.models import SignOn
from app.signons.rules import Authority, State


@dataclass(frozen=True, slots=True)
class Earlier:
    """The letter as it is now, its campaign's name, and what its signers did before.

    `asked` is how many messages with a button went to whoever decides; `is_repeated` says that the typist's address
    signed a while ago and has not confirmed, so that this may be the same form once more.
    """

    letter: Letter
    campaign: str
    asked: int
    is_repeated: bool


def _asked_by(authority: Authority, address: InstrumentedAttribute[str]) -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(SignOn.times_asked), 0))
        .where(SignOn.letter_id == bindparam("letter"), address == bindparam("decides"), SignOn.authority == authority)
        .scalar_subquery()
    )


# Made once: for a crowd that signs, making a statement takes longer than running it. Each part of it looks up an
# address in an index: under a letter of thousands of names nobody waits for all of them to be read.
_IS_RECENT = and_(SignOn.state == State.UNCONFIRMED, SignOn.submitted_at >= bindparam("since"))
_FORMS = (SignOn.letter_id == bindparam("letter"), SignOn.email == bindparam("email"))
_RECENT_FORMS = select(SignOn).where(*_FORMS, _IS_RECENT).order_by(SignOn.submitted_at, SignOn.id)
_RECENTLY = select(func.max(case((_IS_RECENT, 1), else_=0))).where(*_FORMS).scalar_subquery()
_ASKED = _asked_by(Authority.SELF, SignOn.email) + _asked_by(Authority.OTHER, SignOn.authority_email)
_EARLIER = (
    select(Letter, Campaign.name, _ASKED, _RECENTLY)
    .join(Campaign, Campaign.id == Letter.campaign_id)
    .where(Letter.id == bindparam("letter"))
)


def earlier(revision: Revision, application: Application, *, since: datetime) -> Earlier:
    """Return what stands before `application`, and the letter as it is now. `since` bounds what may be a repetition."""
    asked_for = {
        "letter": revision.letter_id,
        "email": application.email,
        "decides": application.decides,
        "since": since,
    }
    letter, campaign, asked, is_repeated = session().execute(_EARLIER, asked_for).one()
    return Earlier(letter, campaign, int(asked), bool(is_repeated))


def find_twin(revision: Revision, application: Application, *, since: datetime) -> SignOn | None:
    """The unconfirmed sign-on made since then of exactly what is typed now, if there is one."""
    typed = asdict(application)
    if application.authority is not Authority.OTHER:
        typed["authority_email"] = ""  # kept only where somebody else decides
    typed["revision_id"] = revision.id
    asked_for = {"letter": revision.letter_id, "email": application.email, "since": since}
    recent = session().scalars(_RECENT_FORMS, asked_for)
    return next((each for each in recent if all(getattr(each, field) == typed[field] for field in typed)), None)


def forms_sent(letter_id: UUID, address: str) -> int:
    """How many sign-ons of one letter were typed in with this address."""
    typed = select(func.count()).where(SignOn.letter_id == letter_id, func.lower(SignOn.email) == address.lower())
    return session().scalar(typed) or 0
