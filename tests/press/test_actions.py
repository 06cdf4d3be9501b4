"""What becomes of rows and messages: invitations, copies under haste, notices told once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.audit.rules import SYSTEM
from app.core import tasks
from app.core.errors import Refused
from app.editions import actions as editions
from app.editions.models import Edition
from app.letters.circumstances import PressMaterial
from app.letters.circumstances import Quote as SaidQuote
from app.letters.models import Letter
from app.mail.models import OutboxMessage
from app.press import actions, queries
from app.press.actions import Journalist
from app.press.models import PressContact
from app.press.queries import Guest
from tests.factories import BEFORE_LIFT, LIFT, a_grant, a_letter, a_sealed_edition

NOW = BEFORE_LIFT
ANA = Journalist("Ana Pop", "Radio Delta", "ana@radio.example", "Europe/Bucharest")
SetClock = Callable[[datetime], None]


def outbox(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.written_at, OutboxMessage.key)))


def test_an_invitation_is_neutral_and_in_the_journalists_own_time(session: Session) -> None:
    letter = a_letter(title="Clean water for every town")
    a_sealed_edition(letter)

    grant = actions.invite(letter, ANA, by=SYSTEM, now=NOW)

    (message,) = outbox(session)
    body = message.body or ""
    assert (message.recipient, message.subject) == ("ana@radio.example", "Under embargo, on request")
    assert body.startswith("Under embargo until Thursday 17 June 2027, 10:00 EEST (Bucharest).\n")
    assert body.count("[[link]]") == 1
    assert len(body.split()) <= 120
    assert not [word for word in ("Clean water", "Rivers", letter.slug) if word in body]
    assert message.link_subject == grant.id
    assert grant.token_hash == actions.link_to(grant).token_hash()


def test_nobody_is_invited_without_something_under_embargo(session: Session) -> None:
    letter = a_letter()

    with pytest.raises(Refused, match="Seal the letter first"):
        actions.invite(letter, ANA, by=SYSTEM, now=NOW)

    a_sealed_edition(letter)
    with pytest.raises(Refused, match="This letter is public"):
        actions.invite(letter, ANA, by=SYSTEM, now=LIFT.instant())
    assert outbox(session) == []


def test_the_campaign_remembers_a_journalist_as_named_last(session: Session) -> None:
    first = a_letter()
    second = a_letter()
    second.campaign_id = first.campaign_id
    for letter in (first, second):
        a_sealed_edition(letter)

    actions.invite(first, ANA, by=SYSTEM, now=NOW)
    renamed = Journalist("Ana Popescu", "Radio Delta", ANA.email, "Europe/Paris")
    known = queries.contacts_to_invite(second)
    actions.invite(second, renamed, by=SYSTEM, now=NOW)

    (contact,) = session.scalars(select(PressContact))
    assert known == [contact]
    assert (contact.name, contact.zone) == ("Ana Popescu", "Europe/Paris")
    assert queries.contacts_to_invite(second) == []


def test_inviting_twice_is_refused_and_the_link_can_be_sent_again(session: Session) -> None:
    letter = a_letter()
    a_sealed_edition(letter)
    grant = actions.invite(letter, ANA, by=SYSTEM, now=NOW)
    guest = queries.guest_of(letter.id, grant.id)

    with pytest.raises(Refused, match="has been invited already"):
        actions.invite(letter, ANA, by=SYSTEM, now=NOW)
    for seconds in (0, 1, 90):
        actions.send_again(letter, guest, by=SYSTEM, now=NOW + timedelta(seconds=seconds))

    assert [message.link_round for message in outbox(session)] == [outbox(session)[0].link_round] * 2


@pytest.mark.usefixtures("session")
def test_whoever_was_shut_out_gets_a_new_link_and_new_terms() -> None:
    letter = a_letter()
    a_sealed_edition(letter)
    guest = a_grant(letter)
    old = guest.grant.token_hash
    actions.revoke(letter, guest, by=SYSTEM, now=NOW)
    with pytest.raises(Refused):
        actions.send_again(letter, guest, by=SYSTEM, now=NOW)
    with pytest.raises(Refused):
        actions.revoke(letter, guest, by=SYSTEM, now=NOW)

    actions.invite_contact(letter, guest.contact, by=SYSTEM, now=NOW)

    assert (guest.grant.revoked_at, guest.grant.accepted_at, guest.grant.terms_version) == (None, None, None)
    assert guest.grant.token_hash not in {old, None}


def test_the_audit_holds_no_name_and_no_address(session: Session) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    grant = actions.invite(letter, ANA, by=SYSTEM, now=NOW)
    guest = queries.guest_of(letter.id, grant.id)
    actions.accept(letter, guest, now=NOW)
    actions.number_copy(letter, guest, edition, now=NOW)
    actions.revoke(letter, guest, by=SYSTEM, now=NOW)

    said = session.scalars(select(Entry).where(Entry.subject_id == grant.id)).all()

    assert {entry.action for entry in said} == {
        "journalist invited",
        "terms accepted",
        "copy numbered",
        "journalist shut out",
    }
    written = " ".join(str(entry.facts) for entry in said)
    assert not [word for word in ("Ana", "Delta", "@", str(grant.token_hash)) if word in written]


def test_what_a_letter_folder_says_to_the_press_is_kept(session: Session) -> None:
    letter = a_letter()
    quotes = (SaidQuote("First.", "Ivo Ban", "Director"), SaidQuote("Second.", "Mara Ilić"))

    actions.write_press_text(letter, PressMaterial("Rivers", "Why now.", quotes), by=SYSTEM, now=NOW)
    actions.write_press_text(letter, PressMaterial("Rivers first", ""), by=SYSTEM, now=NOW)

    page = queries.press_page(letter.id)
    assert (page.headline, page.intro) == ("Rivers first", "")
    assert [(each.position, each.text, each.speaker_title) for each in page.quotes] == [
        (1, "First.", "Director"),
        (2, "Second.", ""),
    ]
    assert session.scalar(select(func.count()).select_from(Entry).where(Entry.subject_id == letter.id)) == 4


def test_a_number_for_the_press_is_judged_by_an_edition_from_the_moment_it_is_asked_for_to_its_end(
    session: Session,
) -> None:
    letter = a_letter()
    boats = PressMaterial("{{count:Boats}} ask")
    actions.write_press_text(letter, boats, by=SYSTEM, now=NOW)
    edition = a_sealed_edition(letter)
    edition.sealed_at = None
    session.flush()

    with pytest.raises(Refused, match="names a group that no signatory has"):
        actions.write_press_text(letter, boats, by=SYSTEM, now=NOW)
    edition.sealed_at = NOW
    session.flush()
    with pytest.raises(Refused, match="names a group that no signatory has"):
        actions.add_quote(letter, SaidQuote("{{count:Boats}}", "Ivo Ban"), by=SYSTEM, now=NOW)
    edition.killed_at = NOW
    session.flush()

    actions.write_press_text(letter, boats, by=SYSTEM, now=NOW)


@dataclass(frozen=True, slots=True)
class Turned:
    """A letter under embargo with one journalist of each kind."""

    letter: Letter
    edition: Edition
    accepted: Guest


@pytest.fixture
def turned(session: Session, at: SetClock) -> Turned:
    at(NOW)
    letter = a_letter(title="Clean water for every town")
    edition = a_sealed_edition(letter)
    accepted = a_grant(letter)
    a_grant(letter, name="Only invited", accepted_at=None)
    a_grant(letter, name="Shut out").grant.revoked_at = NOW
    a_grant(letter, name="Came late", accepted_at=LIFT.instant() + timedelta(hours=1))
    session.flush()
    return Turned(letter, edition, accepted)


def test_a_lift_is_told_once_to_those_who_held_the_letter_however_often_the_job_runs(
    app: Flask, session: Session, at: SetClock, turned: Turned
) -> None:
    tasks.run_now(app, "press.announce")
    assert outbox(session) == []
    at(LIFT.instant() + timedelta(hours=3))
    for _ in range(5):
        for name in ("editions.lift", "press.announce"):
            tasks.run_now(app, name)

    (message,) = outbox(session)
    assert message.key == f"lifted:{turned.edition.id}:{turned.accepted.grant.id}"
    assert message.recipient == turned.accepted.contact.email
    assert message.subject == "EMBARGO LIFTED: Clean water for every town"
    assert f"/letters/{turned.letter.slug}\n" in (message.body or "")
    assert len((message.body or "").split()) <= 120


def test_a_lift_long_past_is_not_told_to_anybody_any_more(
    app: Flask, session: Session, at: SetClock, turned: Turned
) -> None:
    turned.edition.lifted_at = LIFT.instant()
    session.flush()
    at(LIFT.instant() + timedelta(days=15))

    tasks.run_now(app, "press.announce")

    assert outbox(session) == []


def test_a_kill_is_told_without_a_word_of_what_it_was(
    app: Flask, session: Session, at: SetClock, turned: Turned
) -> None:
    editions.kill(turned.edition, turned.letter, reason="A source asked for it.", by=SYSTEM, now=NOW)
    session.flush()
    at(LIFT.instant() + timedelta(hours=3))

    for _ in range(5):
        tasks.run_now(app, "press.announce")

    (message,) = outbox(session)
    body = message.body or ""
    assert message.subject == "Withdrawn before release: do not publish"
    assert body.startswith("Do not publish.\n")
    assert "A source asked for it." in body
    assert "Clean water" not in body + message.subject


def test_a_hold_is_told_at_once_and_the_lift_afterwards(
    app: Flask, session: Session, at: SetClock, turned: Turned
) -> None:
    editions.hold(turned.edition, turned.letter, by=SYSTEM, now=NOW)
    session.flush()
    tasks.run_now(app, "press.announce")
    later = LIFT.instant() + timedelta(hours=2)
    editions.let_go(turned.edition, turned.letter, by=SYSTEM, now=later)
    session.flush()
    at(later)
    tasks.run_now(app, "press.announce")

    to_ana = [each.subject for each in outbox(session) if each.recipient == turned.accepted.contact.email]
    assert to_ana == ["EMBARGO CHANGED: on hold", "EMBARGO LIFTED: Clean water for every town"]


def test_the_end_of_a_hold_before_the_lift_is_told_once_to_those_who_were_told_to_wait(
    app: Flask, session: Session, at: SetClock, turned: Turned
) -> None:
    editions.hold(turned.edition, turned.letter, by=SYSTEM, now=NOW)
    session.flush()
    tasks.run_now(app, "editions.lift")
    later = NOW + timedelta(hours=2)
    editions.let_go(turned.edition, turned.letter, by=SYSTEM, now=later)
    session.flush()
    at(later + timedelta(seconds=1))
    for _ in range(3):
        tasks.run_now(app, "editions.lift")

    to_wait, to_go_on = outbox(session)
    assert to_wait.recipient == to_go_on.recipient == turned.accepted.contact.email
    assert to_wait.subject == "EMBARGO CHANGED: on hold"
    body = to_go_on.body or ""
    assert to_go_on.subject == "EMBARGO CHANGED: the hour holds again"
    assert body.startswith("Under embargo until Thursday 17 June 2027, 10:00 EEST (Bucharest).\n")
    assert "Clean water" not in body + to_go_on.subject
    assert len(body.split()) <= 120


def test_each_hold_and_each_end_of_one_is_told(app: Flask, session: Session, at: SetClock, turned: Turned) -> None:
    for hours in (1, 3):
        editions.hold(turned.edition, turned.letter, by=SYSTEM, now=NOW + timedelta(hours=hours))
        at(NOW + timedelta(hours=hours))
        session.flush()
        tasks.run_now(app, "press.announce")
        editions.let_go(turned.edition, turned.letter, by=SYSTEM, now=NOW + timedelta(hours=hours + 1))
        at(NOW + timedelta(hours=hours + 1))
        session.flush()
        tasks.run_now(app, "press.announce")

    assert [message.key.partition(":")[0] for message in outbox(session)] == ["held", "let-go", "held", "let-go"]


def test_a_hold_that_ended_is_no_news_once_the_moment_has_come(
    app: Flask, session: Session, at: SetClock, turned: Turned
) -> None:
    editions.hold(turned.edition, turned.letter, by=SYSTEM, now=NOW)
    editions.let_go(turned.edition, turned.letter, by=SYSTEM, now=NOW + timedelta(hours=1))
    session.flush()
    at(LIFT.instant())

    tasks.run_now(app, "press.announce")

    assert outbox(session) == []


def test_do_not_publish_goes_out_with_the_job_that_a_kill_wakes(app: Flask, session: Session, turned: Turned) -> None:
    editions.kill(turned.edition, turned.letter, reason="", by=SYSTEM, now=NOW)
    session.flush()

    tasks.run_now(app, editions.LIFTING)

    assert [message.subject for message in outbox(session)] == ["Withdrawn before release: do not publish"]


def test_a_withdrawal_replaces_the_news_of_the_lift(app: Flask, session: Session, at: SetClock, turned: Turned) -> None:
    later = LIFT.instant() + timedelta(minutes=1)
    editions.withdraw(turned.edition, turned.letter, reason="", by=SYSTEM, now=later)
    session.flush()
    at(later)

    tasks.run_now(app, "press.announce")

    assert [message.subject for message in outbox(session)] == ["A letter you received was withdrawn"]
