"""Setting up, joining, and asking for a new password: everything before one is signed in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts import actions, queries, setup
from app.accounts.actions import Entrance, Newcomer
from app.accounts.models import Person
from app.accounts.rules import JOIN_DAYS, Rank
from app.audit.models import Entry
from app.audit.rules import ActorKind
from app.core.errors import Refused
from app.core.tokens import Link, Purpose
from app.mail.models import OutboxMessage
from tests.browser import Browser, words
from tests.factories import PASSWORD, a_person, signed_in

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
NEW_PASSWORD = "marble kettle thunder nine"
FIRST = {"name": "Grace Hopper", "email": "grace@example.org", "password": PASSWORD}


@pytest.fixture
def empty(session: Session) -> Session:
    """A database in which nobody has an account."""
    session.execute(delete(Person))
    session.flush()
    return session


@pytest.fixture
def set_up_path(empty: Session) -> str:  # noqa: ARG001 - the link works only there
    return setup.LINK.path()


def test_the_first_person_becomes_admin_and_is_let_in(browser: Browser, set_up_path: str, empty: Session) -> None:
    browser.press(browser.open(set_up_path), "Create my account", FIRST)
    assert browser.address == "/staff/"
    grace = empty.scalars(select(Person)).one()
    assert (grace.name, grace.email, grace.rank) == ("Grace Hopper", "grace@example.org", Rank.ADMIN)
    assert "Grace Hopper" in words(browser.open("/staff/people"))


def test_an_installation_is_set_up_once(new_browser: Callable[[], Browser], set_up_path: str, empty: Session) -> None:
    early, late = new_browser(), new_browser()
    seen_before = late.open(set_up_path)
    early.press(early.open(set_up_path), "Create my account", FIRST)
    late.press(seen_before, "Create my account", FIRST | {"email": "late@example.org"}, status=410)
    late.open(set_up_path, status=410)
    assert empty.scalar(select(func.count()).select_from(Person)) == 1


@pytest.mark.usefixtures("empty")
def test_of_two_who_set_up_at_once_one_is_refused() -> None:
    entrance = Entrance(name="Grace Hopper", password=PASSWORD)
    actions.set_up(Newcomer(name="A", email="a@example.org", rank=Rank.ADMIN), entrance, now=NOON)
    with pytest.raises(Refused):
        actions.set_up(Newcomer(name="B", email="b@example.org", rank=Rank.ADMIN), entrance, now=NOON)


@pytest.mark.usefixtures("empty")
def test_only_the_printed_link_sets_up(browser: Browser) -> None:
    browser.open(f"/set-up/{'x' * 43}", status=404)
    browser.open(f"/set-up/{'é' * 43}", status=404)


def test_a_weak_password_comes_back_with_everything_else_still_there(browser: Browser, set_up_path: str) -> None:
    page = browser.press(browser.open(set_up_path), "Create my account", FIRST | {"password": "hopper"}, status=422)
    assert "Use at least 12 characters." in words(page)
    assert _value(page, "email") == "grace@example.org"
    assert _value(page, "password") == ""


def test_someone_invited_chooses_a_password_and_is_let_in(
    new_browser: Callable[[], Browser], session: Session, at: Callable[[datetime], None]
) -> None:
    at(NOON)
    admin = signed_in(new_browser(), a_person("Grace Hopper", rank=Rank.ADMIN))
    page = admin.open("/staff/people/invite")
    admin.press(page, "Send the invitation", {"name": "Ada  Lovelace ", "email": " Ada@Example.org"})

    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "ada@example.org")).one()
    assert mail.subject == "Your invitation to Undersigned, until Tue 23 June 2026, 14:00 Brussels"
    assert mail.body is not None
    assert "Grace Hopper invites you" in mail.body
    assert len(mail.body.split()) <= 120

    ada = new_browser()
    joining = ada.open(_link(mail).path())
    assert _value(joining, "name") == "Ada Lovelace"
    ada.press(joining, "Join", {"password": NEW_PASSWORD})
    assert ada.address == "/staff/"
    ada.press(ada.open("/staff/sign-out"), "Sign out everywhere")
    ada.press(ada.open("/staff/sign-in"), "Sign in", {"email": "ada@example.org", "password": NEW_PASSWORD})
    assert ada.address == "/staff/"


def test_a_used_invitation_has_ended(new_browser: Callable[[], Browser], at: Callable[[datetime], None]) -> None:
    at(NOON)
    browser = new_browser()
    path = _invited("ada@example.org")
    browser.press(browser.open(path), "Join", {"password": NEW_PASSWORD})
    assert "has been used" in words(new_browser().open(path, status=410))


def test_an_invitation_is_good_for_seven_days(browser: Browser, at: Callable[[datetime], None]) -> None:
    path = _invited("ada@example.org")
    at(NOON + timedelta(days=JOIN_DAYS) - timedelta(seconds=1))
    page = browser.open(path)
    at(NOON + timedelta(days=JOIN_DAYS))
    browser.open(path, status=410)
    browser.press(page, "Join", {"password": NEW_PASSWORD}, status=410)


def test_an_invitation_taken_back_has_ended(browser: Browser, session: Session) -> None:
    path = _invited("ada@example.org")
    person = queries.find_person_by_email("ada@example.org")
    assert person is not None
    person.active = False
    session.flush()
    assert "taken back" in words(browser.open(path, status=410))


@pytest.mark.usefixtures("session")
def test_an_unknown_invitation_is_not_found(browser: Browser) -> None:
    browser.open(f"/join/{'x' * 43}", status=404)


def test_a_new_password_replaces_the_old_one_and_ends_every_session(
    new_browser: Callable[[], Browser], session: Session
) -> None:
    ada = a_person(email="ada@example.org")
    elsewhere = signed_in(new_browser(), ada)
    here = new_browser()
    page = here.open("/staff/sign-in")
    assert page.select_one("a[href='/staff/new-password']") is not None
    answer = here.press(here.open("/staff/new-password"), "Send me the link", {"email": "ADA@example.org"})
    assert "If this address has an account" in words(answer)

    path = _reset_path(session, "ada@example.org")
    here.press(here.open(path), "Set the new password", {"password": NEW_PASSWORD})
    assert here.address == "/staff/sign-in"
    assert elsewhere.get("/staff/profile").status_code == 302
    here.press(here.open("/staff/sign-in"), "Sign in", {"email": "ada@example.org", "password": PASSWORD}, status=422)
    here.press(here.open("/staff/sign-in"), "Sign in", {"email": "ada@example.org", "password": NEW_PASSWORD})
    assert "Your password for Undersigned has changed" in _subjects(session)
    entry = session.scalars(select(Entry)).one()
    assert (entry.action, entry.actor_kind, entry.subject_id) == ("password reset", ActorKind.LINK_HOLDER, ada.id)
    assert "has been used" in words(here.open(path))


def test_a_link_for_a_new_password_works_two_hours(browser: Browser, session: Session) -> None:
    a_person(email="ada@example.org")
    with time_machine.travel(NOON, tick=False):
        browser.press(browser.open("/staff/new-password"), "Send me the link", {"email": "ada@example.org"})
        path = _reset_path(session, "ada@example.org")
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        browser.open(path)
        assert browser.address == path
    with time_machine.travel(NOON + timedelta(hours=2, seconds=1), tick=False):
        assert "This link was good for 2 hours." in words(browser.open(path))
        assert browser.address == "/staff/new-password"


@pytest.mark.usefixtures("session")
def test_a_made_up_link_for_a_new_password_leads_to_asking_for_one(browser: Browser) -> None:
    browser.open("/staff/new-password/made-up")
    assert browser.address == "/staff/new-password"


def test_a_weak_new_password_is_refused(browser: Browser, session: Session) -> None:
    a_person("Ada Lovelace", email="ada@example.org")
    browser.press(browser.open("/staff/new-password"), "Send me the link", {"email": "ada@example.org"})
    page = browser.open(_reset_path(session, "ada@example.org"))
    answer = browser.press(page, "Set the new password", {"password": "I am Lovelace the first"}, status=422)
    assert "Leave your name and your e-mail address out of your password." in words(answer)


def test_asking_for_a_password_says_the_same_to_everyone(new_browser: Callable[[], Browser], session: Session) -> None:
    a_person(email="known@example.org")
    a_person(email="invited@example.org", joined_at=None)
    a_person(email="shut@example.org").active = False
    session.flush()
    answers = set()
    for email in ("known@example.org", "stranger@example.org", "invited@example.org", "shut@example.org", "no address"):
        browser = new_browser()
        page = browser.open("/staff/new-password")
        answer = browser.press(page, "Send me the link", {"email": email})
        for tag in answer.select("[nonce], [name=csrf_token]"):
            tag.attrs = {}
        answers.add(answer.decode())
    assert len(answers) == 1
    assert "If this address has an account" in answers.pop()
    assert session.scalars(select(OutboxMessage.recipient)).all() == ["known@example.org"]


def test_asking_again_and_again_sends_one_message(
    browser: Browser, session: Session, at: Callable[[datetime], None]
) -> None:
    a_person(email="ada@example.org")
    at(NOON)
    for _time in range(3):
        browser.press(browser.open("/staff/new-password"), "Send me the link", {"email": "ada@example.org"})
    assert len(_subjects(session)) == 1
    at(NOON + timedelta(minutes=5))
    browser.press(browser.open("/staff/new-password"), "Send me the link", {"email": "ada@example.org"})
    assert len(_subjects(session)) == 2


def test_the_link_for_a_new_password_names_our_address_and_not_the_one_asked_at(
    browser: Browser, session: Session
) -> None:
    a_person(email="ada@example.org")
    page = browser.open("/staff/new-password")
    browser.press(page, "Send me the link", {"email": "ada@example.org"})
    body = session.scalars(select(OutboxMessage.body)).one()
    assert body is not None
    assert re.findall(r"https?://[^/]*", body) == ["http://127.0.0.1:8000"]


def _invited(email: str) -> str:
    inviter = a_person("Grace Hopper", rank=Rank.ADMIN)
    newcomer = Newcomer(name="Ada Lovelace", email=email, rank=Rank.STAFF)
    person = actions.invite(newcomer, inviter=inviter, now=NOON)
    return Link(Purpose.JOIN, person.id, person.join_round).path()


def _link(mail: OutboxMessage) -> Link:
    assert mail.link_purpose is not None
    assert mail.link_subject is not None
    return Link(mail.link_purpose, mail.link_subject, mail.link_round)


def _reset_path(session: Session, email: str) -> str:
    body = session.scalars(
        select(OutboxMessage.body).where(OutboxMessage.recipient == email, OutboxMessage.key.startswith("new-password"))
    ).one()
    found = re.search(r"/staff/new-password/\S+", body or "")
    assert found
    return found[0]


def _subjects(session: Session) -> list[str]:
    return list(session.scalars(select(OutboxMessage.subject)))


def _value(page: BeautifulSoup, name: str) -> str:
    field = page.select_one(f"[name={name}]")
    assert field is not None
    return str(field.get("value", ""))
