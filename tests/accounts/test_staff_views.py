"""Looking after one's own account, everyone's, and outgoing mail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.rules import JOIN_DAYS, Rank
from app.audit.models import Entry
from app.core import clock
from app.core.tokens import Link, Purpose
from app.mail import actions as mail
from app.mail import delivery
from app.mail.message import Message
from app.mail.models import OutboxMessage
from app.mail.rules import MAX_ATTEMPTS, State
from tests.browser import Browser, defaults, form_of, words
from tests.factories import LONG_AGO, PASSWORD, a_campaign, a_letter, a_person, signed_in

NOBODY = UUID("5d0c1d2e-8a1f-4a53-9d0c-0f3f1f8c2b11")
"""A key that no row has."""

pytestmark = pytest.mark.usefixtures("session")

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
NEW_PASSWORD = "marble kettle thunder nine"


@pytest.fixture
def alone(session: Session) -> Person:
    """The only admin of an installation."""
    session.execute(delete(Person))
    return a_person("Grace Hopper", email="grace@example.org", rank=Rank.ADMIN)


@pytest.fixture
def admin(browser: Browser, alone: Person) -> Browser:
    return signed_in(browser, alone)


def test_everyone_changes_their_own_name_and_city(browser: Browser) -> None:
    ada = a_person("Ada")
    page = signed_in(browser, ada).open("/staff/profile")
    answer = browser.press(page, "Save", {"name": " Ada   Lovelace", "zone": "America/New_York"})
    assert "Ada Lovelace" in words(answer)
    chosen = answer.select_one("#zone option[selected]")
    assert chosen is not None
    assert chosen["value"] == "America/New_York"


def test_of_two_pages_of_an_account_the_older_one_writes_nothing_over(browser: Browser, session: Session) -> None:
    ada = a_person("Ada")
    signed_in(browser, ada)
    one, other = browser.open("/staff/profile"), browser.open("/staff/profile")
    browser.press(one, "Save", {"name": "Ada Lovelace", "zone": "America/New_York"})

    page = browser.press(other, "Save", {"name": "Countess"}, status=409)

    assert "Somebody saved something else while you were writing." in words(page)
    assert "What is saved now Ada Lovelace English (United Kingdom): 17 June 2027 New York" in words(page)
    kept = defaults(form_of(page, "Save"))
    assert (kept["name"], kept["zone"]) == ("Countess", "Europe/Brussels")
    session.refresh(ada)
    assert (ada.name, ada.zone) == ("Ada Lovelace", "America/New_York")
    browser.press(page, "Save")
    session.refresh(ada)
    assert (ada.name, ada.zone) == ("Countess", "Europe/Brussels")


def test_a_name_is_needed(browser: Browser) -> None:
    page = signed_in(browser, a_person()).open("/staff/profile")
    assert "Enter your name." in words(browser.press(page, "Save", {"name": " "}, status=422))


def test_a_changed_password_ends_all_other_sessions(new_browser: Callable[[], Browser], session: Session) -> None:
    ada = a_person(email="ada@example.org")
    here, elsewhere = signed_in(new_browser(), ada), signed_in(new_browser(), ada)
    page = here.open("/staff/profile/password")
    wrong = here.press(page, "Change the password", {"password": "wrong", "new_password": NEW_PASSWORD}, status=422)
    assert "This is not your password. Try again." in words(wrong)
    weak = here.press(page, "Change the password", {"password": PASSWORD, "new_password": "short"}, status=422)
    assert "Use at least 12 characters." in words(weak)
    here.press(page, "Change the password", {"password": PASSWORD, "new_password": NEW_PASSWORD})
    assert here.address == "/staff/profile"
    assert elsewhere.get("/staff/profile").status_code == 302
    assert session.scalars(select(OutboxMessage.subject)).all() == ["Your password for Undersigned has changed"]


@pytest.mark.parametrize("path", ["/staff/people", "/staff/people/invite", f"/staff/people/{NOBODY}", "/staff/outbox"])
def test_for_whoever_is_no_admin_the_pages_of_an_admin_do_not_exist(browser: Browser, path: str) -> None:
    signed_in(browser, a_person()).open(path, status=404)


def test_an_address_has_one_account(admin: Browser) -> None:
    a_person(email="ada@example.org")
    page = admin.open("/staff/people/invite")
    answer = admin.press(page, "Send the invitation", {"name": "Ada", "email": "ADA@example.org"}, status=422)
    assert "This address already has an account." in words(answer)


def test_a_new_invitation_ends_the_link_of_the_one_before(
    admin: Browser, new_browser: Callable[[], Browser], session: Session, at: Callable[[datetime], None]
) -> None:
    page = admin.open("/staff/people/invite")
    admin.press(page, "Send the invitation", {"name": "Ada", "email": "ada@example.org"})
    ada = session.scalars(select(Person).where(Person.email == "ada@example.org")).one()
    first = Link(Purpose.JOIN, ada.id, 0).path()
    new_browser().open(first)
    admin.press(admin.open(f"/staff/people/{ada.id}"), "Send a new invitation")
    session.refresh(ada)
    assert ada.join_round == 1
    new_browser().open(first, status=404)
    new_browser().open(Link(Purpose.JOIN, ada.id, 1).path())
    assert len(session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == ada.email)).all()) == 2
    at(ada.invited_at + timedelta(days=JOIN_DAYS))
    new_browser().open(Link(Purpose.JOIN, ada.id, 1).path(), status=410)


def test_an_invitation_can_be_taken_back_and_sent_again(
    admin: Browser, new_browser: Callable[[], Browser], session: Session
) -> None:
    page = admin.open("/staff/people/invite")
    admin.press(page, "Send the invitation", {"name": "Ada", "email": "ada@example.org"})
    ada = session.scalars(select(Person).where(Person.email == "ada@example.org")).one()
    answer = admin.press(admin.open(f"/staff/people/{ada.id}"), "Take the invitation back")
    assert "Invitation taken back" in words(answer)
    new_browser().open(Link(Purpose.JOIN, ada.id, 0).path(), status=410)
    admin.press(answer, "Send a new invitation")
    new_browser().open(Link(Purpose.JOIN, ada.id, 1).path())


def test_switching_an_account_off_ends_its_sessions_at_once(admin: Browser, new_browser: Callable[[], Browser]) -> None:
    ada = a_person("Ada")
    working = signed_in(new_browser(), ada)
    answer = admin.press(admin.open(f"/staff/people/{ada.id}"), "Switch the account off")
    assert working.get("/staff/profile").status_code == 302
    admin.press(answer, "Switch the account on")
    assert working.get("/staff/profile").status_code == 302
    signed_in(working, ada)


def test_a_new_rank_ends_the_sessions_of_the_old_one(admin: Browser, new_browser: Callable[[], Browser]) -> None:
    ada = a_person("Ada")
    working = signed_in(new_browser(), ada)
    admin.press(admin.open(f"/staff/people/{ada.id}"), "Save", {"rank": Rank.ADMIN})
    assert working.get("/staff/profile").status_code == 302
    signed_in(working, ada).open("/staff/people")


def test_the_last_admin_is_told_why_they_cannot_leave(admin: Browser, alone: Person, session: Session) -> None:
    page = admin.open(f"/staff/people/{alone.id}")
    assert "Make someone else admin first." in words(page)
    assert [button.get_text() for button in page.select("main button")] == []
    token = str(admin.open("/staff/people/invite").select("[name=csrf_token]")[0]["value"])
    refused = admin.post(f"/staff/people/{alone.id}/off", {"csrf_token": token})
    assert refused.status_code == 409
    session.refresh(alone)
    assert alone.active


def test_an_unknown_person_is_not_found(admin: Browser) -> None:
    admin.open(f"/staff/people/{NOBODY}", status=404)


def test_what_is_done_to_accounts_is_recorded_without_names(admin: Browser, session: Session) -> None:
    page = admin.open("/staff/people/invite")
    admin.press(page, "Send the invitation", {"name": "Ada", "email": "ada@example.org"})
    entry = session.scalars(select(Entry)).one()
    assert (entry.action, entry.facts) == ("person invited", {"rank": "staff"})


def test_the_outbox_shows_the_folder_newest_first_with_links_to_click(
    admin: Browser, app: Flask, session: Session, at: Callable[[datetime], None]
) -> None:
    for file in Path(app.config["MAIL_FILE_PATH"]).glob("*"):
        file.unlink()
    link = Link(Purpose.JOIN, uuid4())
    at(NOON)
    mail.post(Message(key="one", to="ada@example.org", subject="First", body="Ça va?"), now=NOON)
    mail.post(
        Message(key="two", to="bea@example.org", subject="Second", body="Here:\n[[link]]\n", link=link),
        now=NOON + timedelta(seconds=1),
    )
    session.commit()
    at(NOON + timedelta(minutes=1))
    assert delivery.deliver_due(clock.now) == 2
    page = admin.open("/staff/outbox")
    assert [bdi.get_text() for bdi in page.select("main summary bdi:not([dir])")] == ["Second", "First"]
    assert "Ça va?" in words(page)
    assert [str(a["href"]) for a in page.select("details.more a")] == [link.address()]


def test_a_message_given_up_can_be_tried_again(admin: Browser, session: Session) -> None:
    mail.post(Message(key="one", to="ada@example.org", subject="First", body="Text"), now=LONG_AGO)
    session.flush()
    message = session.scalars(select(OutboxMessage)).one()
    message.state, message.attempts = State.FAILED, MAX_ATTEMPTS
    session.flush()
    admin.press(admin.open("/staff/outbox"), "Try again")
    session.refresh(message)
    assert (message.state, message.attempts) == (State.WAITING, 0)


def test_the_language_says_in_which_order_dates_are_written(
    browser: Browser, at: Callable[[datetime], None], session: Session
) -> None:
    at(datetime(2027, 6, 16, 12, tzinfo=UTC))
    ada = a_person()
    letter = a_letter(a_campaign(lead=ada))
    letter.deadline_at, letter.deadline_zone = datetime(2027, 6, 17, 16, tzinfo=UTC), "Europe/Brussels"
    session.flush()
    signed_in(browser, ada)
    assert "Thursday 17 June 2027, 18:00 CEST (Brussels)" in words(browser.open(f"/staff/letters/{letter.id}"))
    browser.press(browser.open("/staff/profile"), "Save", {"locale": "en-US"})
    assert "Thursday, June 17, 2027, 18:00 CEST (Brussels)" in words(browser.open(f"/staff/letters/{letter.id}"))
