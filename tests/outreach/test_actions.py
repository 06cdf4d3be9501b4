"""What asking leaves behind in the tables."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.audit.rules import SYSTEM, person
from app.core.errors import NotFound, Refused
from app.core.tokens import Link, Purpose
from app.letters.models import Letter
from app.letters.rules import LetterState, Listing
from app.mail.message import LINK
from app.mail.models import OutboxMessage
from app.outreach import actions, notices, queries
from app.outreach.models import Invitation
from app.outreach.rules import Contact, Standing
from app.signons.entries import Application
from app.signons.occasion import Occasion
from app.signons.rules import Origin, State
from tests.factories import NOON, a_letter, a_sign_on, an_invitation

CONTACTS = (Contact("Rivers United", "Mara", "mara@x.example"), Contact("Wells", "", "wells@x.example"))
APPLICATION = Application(name="Rivers United", country="BE", typist_name="T", typist_role="D", email="t@x.example")


@pytest.fixture
def letter(session: Session) -> Letter:  # noqa: ARG001 - rows need a session
    return a_letter()


def token(invitation: Invitation, link_round: int = 0) -> str:
    return Link(Purpose.INVITATION, invitation.id, link_round).token()


def test_each_contact_is_written_to_once(session: Session, letter: Letter) -> None:
    first = actions.invite(letter, CONTACTS, by=SYSTEM, now=NOON)
    second = actions.invite(letter, CONTACTS, by=SYSTEM, now=NOON)

    mails = session.scalars(select(OutboxMessage)).all()
    assert (len(first), len(second)) == (2, 0)
    assert {(mail.recipient, mail.link_purpose) for mail in mails} == {
        ("mara@x.example", Purpose.INVITATION),
        ("wells@x.example", Purpose.INVITATION),
    }
    facts = [entry.facts for entry in session.scalars(select(Entry))]
    assert sorted(map(str, facts)) == ["{'count': '0'}", "{'count': '2'}"]


def test_a_letter_that_cannot_be_signed_invites_nobody(session: Session, letter: Letter) -> None:
    letter.state = LetterState.STOPPED

    with pytest.raises(Refused, match="stopped this letter"):
        actions.invite(letter, CONTACTS, by=SYSTEM, now=NOON)

    assert session.scalars(select(Invitation)).all() == []


def test_a_reminder_has_a_new_link_and_ends_the_old_one(session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    later = NOON + timedelta(days=3)

    actions.ask_again(queries.invitation(letter.id, invitation.id), letter, by=SYSTEM, now=later)

    assert queries.asked_by(token(invitation, 1)).is_newest
    assert not queries.asked_by(token(invitation, 0)).is_newest
    [mail] = session.scalars(select(OutboxMessage))
    assert (mail.link_round, invitation.asked_at) == (1, later)
    assert mail.subject == "Reminder to sign a letter"
    assert "We wrote to you before and have no answer yet." in (mail.body or "")
    assert "the earlier one has ended" in (mail.body or "")


def test_nobody_is_reminded_within_two_days_or_after_an_answer(letter: Letter) -> None:
    invitation = an_invitation(letter)

    with pytest.raises(Refused, match="less than 48 hours"):
        actions.ask_again(queries.invitation(letter.id, invitation.id), letter, by=SYSTEM, now=NOON)
    actions.decline(queries.asked_by(token(invitation)), now=NOON)
    with pytest.raises(Refused, match="an answer already"):
        actions.ask_again(queries.invitation(letter.id, invitation.id), letter, by=SYSTEM, now=NOON + timedelta(days=9))


def signed_meanwhile(session: Session, letter: Letter, invitation: Invitation, state: State) -> None:
    """Answer the invitation behind the back of whoever holds its row."""
    sign_on = a_sign_on(letter, "Answered", state=state)
    answer = update(Invitation).where(Invitation.id == invitation.id).values(sign_on_id=sign_on.id)
    session.execute(answer.execution_options(synchronize_session=False))


def test_nobody_is_reminded_who_has_signed_meanwhile(session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    place = queries.invitation(letter.id, invitation.id)
    signed_meanwhile(session, letter, invitation, State.UNCONFIRMED)

    with pytest.raises(Refused, match="an answer already"):
        actions.ask_again(place, letter, by=SYSTEM, now=NOON + timedelta(days=9))


def test_a_link_that_was_used_meanwhile_neither_signs_nor_declines(session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    asked = queries.asked_by(token(invitation))
    signed_meanwhile(session, letter, invitation, State.CONFIRMED)

    with pytest.raises(Refused, match="has signed by this link"):
        actions.sign(asked, APPLICATION, now=NOON)
    with pytest.raises(Refused, match="has signed by this link"):
        actions.decline(asked, now=NOON)


def test_an_address_that_is_asked_in_the_same_moment_is_passed_over(session: Session, letter: Letter) -> None:
    sent = actions.invite(letter, (*CONTACTS, CONTACTS[0]), by=SYSTEM, now=NOON)

    assert [each.email for each in sent] == ["mara@x.example", "wells@x.example"]
    assert len(session.scalars(select(Invitation)).all()) == 2


def test_another_fault_is_not_taken_for_an_address_that_was_asked(letter: Letter) -> None:
    nobody = person(uuid4())

    with pytest.raises(IntegrityError):
        actions.invite(letter, CONTACTS, by=nobody, now=NOON)


def test_signing_by_invitation_is_expected_under_the_invited_name(letter: Letter) -> None:
    invitation = an_invitation(letter, "The Rivers United")

    sign_on = actions.sign(queries.asked_by(token(invitation)), APPLICATION, now=NOON)

    assert (sign_on.origin, sign_on.state, invitation.sign_on_id) == (
        Origin.INVITATION,
        State.UNCONFIRMED,
        sign_on.id,
    )


def test_a_link_that_was_passed_on_counts_as_an_open_one(letter: Letter) -> None:
    invitation = an_invitation(letter, "Mountains Free")

    sign_on = actions.sign(queries.asked_by(token(invitation)), APPLICATION, now=NOON)

    assert sign_on.origin is Origin.OPEN_LINK


def test_a_used_link_takes_no_second_signature(session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    invitation.sign_on_id = a_sign_on(letter).id
    session.flush()

    with pytest.raises(Refused, match="has signed by this link"):
        actions.sign(queries.asked_by(token(invitation)), APPLICATION, now=NOON)


def test_declining_twice_is_declining_once_and_signing_is_still_possible(session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    actions.decline(queries.asked_by(token(invitation)), now=NOON)
    actions.decline(queries.asked_by(token(invitation)), now=NOON + timedelta(hours=1))
    session.flush()

    assert invitation.declined_at == NOON
    assert [entry.action for entry in session.scalars(select(Entry))] == ["invitation declined"]
    actions.sign(queries.asked_by(token(invitation)), APPLICATION, now=NOON)
    session.flush()
    assert queries.invitation(letter.id, invitation.id).standing is Standing.SIGNED


def test_invitations_are_counted_and_found_under_their_letter(letter: Letter) -> None:
    invitation, other = an_invitation(letter), a_letter()

    assert queries.invited([letter.id, other.id]) == {letter.id: 1, other.id: 0}
    assert [place.invitation.id for place in queries.board(letter.id)] == [invitation.id]
    with pytest.raises(NotFound):
        queries.invitation(other.id, invitation.id)


@pytest.mark.parametrize("listing", Listing)
def test_the_message_is_short_and_careful(letter: Letter, listing: Listing) -> None:
    occasion = Occasion("Clean rivers", letter.title, listing is Listing.PUBLIC_CALL, "Wed 5 May 2027, 14:00 Brussels")

    message = notices.please_sign(an_invitation(letter), occasion)

    assert message.body.splitlines()[0] == "Please sign by Wed 5 May 2027, 14:00 Brussels."
    assert (letter.title in message.subject) == (listing is Listing.PUBLIC_CALL)
    assert message.body.count(LINK) == 1
    assert len(message.body.split()) <= 120


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Rivers United", Origin.INVITATION),
        ("The Rivers United", Origin.INVITATION),
        ("Rivers United Belgium", Origin.OPEN_LINK),
        ("Rivers United Foundation", Origin.OPEN_LINK),
    ],
)
def test_an_invitation_speaks_for_the_invited_body_alone(letter: Letter, name: str, origin: Origin) -> None:
    invitation = actions.invite(letter, CONTACTS[:1], by=SYSTEM, now=NOON)[0]
    asked = queries.asked_by(token(invitation))
    sign_on = actions.sign(asked, replace(APPLICATION, name=name), now=NOON)
    assert sign_on.origin is origin
