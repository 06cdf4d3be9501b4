"""Everything that can be done to invitations. Actions ask the rules, change rows and never commit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from app.audit.actions import record
from app.audit.rules import Actor, ActorKind, Subject, link_holder
from app.core.db import breaks, session
from app.core.errors import refuse_if
from app.core.tokens import Link, Purpose
from app.letters import queries as letters
from app.letters.models import Letter
from app.letters.rules import obstacle_to_signing
from app.mail.actions import post
from app.organisations.rules.matching import Verdict, judge
from app.outreach import notices, rules
from app.outreach.models import Invitation
from app.outreach.queries import Asked, Outcome, addresses, standing_now
from app.outreach.rules import Contact, Standing
from app.signons import actions as signons
from app.signons.entries import Application
from app.signons.models import SignOn
from app.signons.queries import occasion_with_release
from app.signons.rules import Origin

_ONCE = "uq_invitations_letter_id_email"
_COLUMNS = ("invitations.letter_id", "invitations.email")


def invite(letter: Letter, contacts: Sequence[Contact], *, by: Actor, now: datetime) -> list[Invitation]:
    """Ask each contact to sign, and return whom. An address that was asked already is passed over."""
    refuse_if(obstacle_to_signing(letters.window(letter), now=now))
    asked = addresses(letter.id)
    written = [_written(letter, each, by=by, now=now) for each in contacts if each.email not in asked]
    invitations = [each for each in written if each is not None]
    about_letter = occasion_with_release(letter, now=now)
    for invitation in invitations:
        post(notices.please_sign(invitation, about_letter), now=now)
    subject = Subject("letter", letter.id, letter.campaign_id)
    record("organisations invited", subject, by=by, now=now, count=str(len(invitations)))
    return invitations


def ask_again(outcome: Outcome, letter: Letter, *, by: Actor, now: datetime) -> None:
    """Send a reminder with a new link; the one before it ends."""
    invitation = outcome.invitation
    where = _claimed(invitation)
    refuse_if(obstacle_to_signing(letters.window(letter), now=now))
    refuse_if(
        rules.obstacle_to_asking_again(where, messages=invitation.round + 1, asked_at=invitation.asked_at, now=now)
    )
    invitation.ended_token_hash = invitation.token_hash
    invitation.round += 1
    invitation.token_hash = Link(Purpose.INVITATION, invitation.id, invitation.round).token_hash()
    invitation.asked_at = now
    post(notices.please_sign(invitation, occasion_with_release(letter, now=now)), now=now)
    record("organisation reminded", about(invitation, letter), by=by, now=now, round=str(invitation.round))


def sign(asked: Asked, application: Application, *, now: datetime) -> SignOn:
    """Take the signature of whoever holds the link.

    Under another name than that of the invited organisation the link was passed on: it then counts as an open one, and
    the team looks at the name.
    """
    refuse_if(rules.obstacle_to_signing_again(_claimed(asked.invitation)))
    is_invited = judge(application.name, asked.invitation.organisation_name) is Verdict.SAME
    revision = letters.text_to_sign(asked.letter)
    origin = Origin.INVITATION if is_invited else Origin.OPEN_LINK
    sign_on = signons.sign(revision, application, origin=origin, now=now)
    asked.invitation.sign_on_id = sign_on.id
    return sign_on


def decline(asked: Asked, *, now: datetime) -> None:
    """Record that the organisation will not sign. A second click changes nothing, and it can still sign."""
    refuse_if(rules.obstacle_to_signing_again(_claimed(asked.invitation)))
    if asked.invitation.declined_at is not None:
        return
    asked.invitation.declined_at = now
    record("invitation declined", about(asked.invitation, asked.letter), by=link_holder(asked.invitation.id), now=now)


def about(invitation: Invitation, letter: Letter) -> Subject:
    """The invitation as the subject of an audit row."""
    return Subject("invitation", invitation.id, letter.campaign_id)


def _claimed(invitation: Invitation) -> Standing:
    """Hold the row and say how it stands now, so that of two people who act on it one is told what the other did."""
    session().refresh(invitation, with_for_update=True)
    return standing_now(invitation)


def _written(letter: Letter, contact: Contact, *, by: Actor, now: datetime) -> Invitation | None:
    """Add the row, unless somebody else has asked the same address in this moment."""
    row_id = uuid4()
    invitation = Invitation(
        id=row_id,
        letter_id=letter.id,
        organisation_name=contact.organisation,
        contact_name=contact.name,
        email=contact.email,
        token_hash=Link(Purpose.INVITATION, row_id).token_hash(),
        round=0,
        invited_by=by.id if by.kind is ActorKind.PERSON else None,
        invited_at=now,
        asked_at=now,
    )
    try:
        with session().begin_nested():
            session().add(invitation)
    except IntegrityError as clash:
        if not breaks(clash, constraint=_ONCE, columns=_COLUMNS):
            raise
        return None
    return invitation
