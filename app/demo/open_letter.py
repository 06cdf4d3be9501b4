"""The letter of the demonstration that is open for signing, with all that a coordinator meets in a week."""

from dataclasses import dataclass, replace
from datetime import timedelta

from app.audit.rules import link_holder
from app.core.db import transaction
from app.core.tokens import Link, Purpose
from app.demo import cast
from app.demo.calendar import Calendar
from app.demo.cast import Signer
from app.demo.company import Company
from app.demo.sealed_letters import FOLDERS
from app.letters import actions as letters
from app.letters import queries as letter_queries
from app.letters.letter_file import read_letter_folder
from app.letters.models import Letter
from app.letters.rules import Listing
from app.outreach import actions as outreach
from app.outreach import queries as outreach_queries
from app.outreach.models import Invitation
from app.outreach.queries import Asked
from app.signons import actions as signons
from app.signons.models import SignOn
from app.signons.rules import Origin

_TO_READ_THE_MAIL = timedelta(minutes=37)
_TO_LOOK_AT_IT = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """The letter and the three links by which an organisation comes to it."""

    letter: Letter
    open_link: Link
    invitation: Link
    confirmation: Link


def open_letter(company: Company, days: Calendar) -> OpenLetter:
    """Play the charter from its first draft to this moment."""
    letter = _opened(company, days)
    with transaction():
        outreach.invite(letter, cast.INVITED, by=company.coordinator, now=days.on(-7, "10:00"))
        for signer in _until(hours_ago=96):
            _signed_by_invitation(letter, signer, days)
        _said_no(letter, days)
        outreach.invite(letter, cast.INVITED_LATER, by=company.coordinator, now=days.on(-4, "10:10"))
        for place in outreach_queries.board(letter.id):
            if place.invitation.email in cast.REMINDED:
                outreach.ask_again(place, letter, by=company.coordinator, now=days.on(-2, "09:50"))
    with transaction():
        found = _signed_by_link(letter, cast.FOUND_BY_LINK, days)
        looked_at = days.ago(cast.FOUND_BY_LINK.hours_ago) + _TO_LOOK_AT_IT
        signons.accept(found, by=company.coordinator, now=looked_at)
        for signer in _since(hours_ago=96):
            _signed_by_invitation(letter, signer, days)
        _added_by_telephone(letter, company, days)
        _signed_by_link(letter, cast.WAITING_BY_LINK, days)
        unconfirmed = _signed_by_invitation(letter, cast.UNCONFIRMED, days)
    return OpenLetter(
        letter,
        open_link=Link(Purpose.SIGN, letter.id, letter.open_round),
        invitation=_link_of(_asked(letter, cast.TO_BE_ANSWERED).invitation),
        confirmation=Link(Purpose.SIGN_ON, unconfirmed.id),
    )


def _opened(company: Company, days: Calendar) -> Letter:
    text = read_letter_folder(FOLDERS / "five-promises").text
    lift = days.release_moved(days=8)
    with transaction():
        dated = replace(text, date=lift.at.date())
        draft = replace(dated, standfirst="", body=text.body.replace("five promises, kept", "five promises"))
        letter = letters.start_letter(company.campaign.id, draft, by=company.coordinator, now=days.on(-11, "13:40"))
        letters.save_revision(letter, dated, base_number=1, by=company.coordinator, now=days.on(-9, "11:25"))
        letters.plan_lift(letter, lift, by=company.coordinator, now=days.on(-9, "11:50"))
        letters.open_letter(
            letter,
            letters.Opening(letter.newest_number, days.evening(6), Listing.PUBLIC_CALL),
            by=company.coordinator,
            now=days.on(-7, "09:30"),
        )
    return letter


def _until(*, hours_ago: float) -> list[Signer]:
    return [signer for signer in cast.SIGNERS if signer.hours_ago > hours_ago]


def _since(*, hours_ago: float) -> list[Signer]:
    return [signer for signer in cast.SIGNERS if signer.hours_ago <= hours_ago]


def _signed_by_invitation(letter: Letter, signer: Signer, days: Calendar) -> SignOn:
    asked = _asked(letter, signer.application.email)
    sign_on = outreach.sign(asked, signer.application, now=days.ago(signer.hours_ago))
    _confirmed(sign_on, signer, days)
    return sign_on


def _signed_by_link(letter: Letter, signer: Signer, days: Calendar) -> SignOn:
    now = days.ago(signer.hours_ago)
    text = letter_queries.text_to_sign(letter)
    sign_on = signons.sign(text, signer.application, origin=Origin.OPEN_LINK, now=now)
    _confirmed(sign_on, signer, days)
    return sign_on


def _confirmed(sign_on: SignOn, signer: Signer, days: Calendar) -> None:
    if signer.decided_by:
        now = days.ago(signer.hours_ago) + _TO_READ_THE_MAIL
        signons.confirm(sign_on, signer.decided_by, by=link_holder(sign_on.id), now=now)


def _said_no(letter: Letter, days: Calendar) -> None:
    outreach.decline(_asked(letter, cast.WILL_NOT_SIGN), now=days.on(-5, "15:20"))


def _added_by_telephone(letter: Letter, company: Company, days: Calendar) -> None:
    now = days.ago(cast.BY_TELEPHONE.hours_ago)
    application = cast.BY_TELEPHONE.application
    signons.add_on_behalf(letter, application, evidence=cast.EVIDENCE, by=company.coordinator, now=now)


def _asked(letter: Letter, email: str) -> Asked:
    """Return the invitation to an address as its holder sees it."""
    found = next(each.invitation for each in outreach_queries.board(letter.id) if each.invitation.email == email)
    return outreach_queries.asked_by(_link_of(found).token())


def _link_of(invitation: Invitation) -> Link:
    return Link(Purpose.INVITATION, invitation.id, invitation.round)
