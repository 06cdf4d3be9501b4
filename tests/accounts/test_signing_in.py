"""Signing in, staying signed in, signing out."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.rules import IDLE, LONGEST, Rank
from app.config import read_settings
from app.core import db
from app.web.shell import limiter
from tests.browser import Browser, words
from tests.factories import LONG_AGO, PASSWORD, a_person, signed_in

pytestmark = pytest.mark.usefixtures("session")

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
FAILED = "The address and the password do not go together. Try again, or ask for a new password."


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Browser]:
    """A visitor of an installation that counts how often one asks."""
    app = create_app(read_settings({"UNDERSIGNED_DATA": str(tmp_path), "UNDERSIGNED_LOG_LEVEL": "error"}))
    db.migrate_to_newest(app)
    yield Browser(app.test_client())
    limiter.enabled = False  # the one limiter of this process serves the other tests again
    with app.app_context():
        db.db.engine.dispose()


def test_someone_with_an_account_signs_in_and_sees_their_account(browser: Browser) -> None:
    ada = a_person("Ada Lovelace")
    signed_in(browser, ada)
    assert ada.email in words(browser.open("/staff/profile"))


def test_letters_and_spaces_around_an_address_do_not_matter(browser: Browser) -> None:
    a_person(email="ada@example.org")
    page = browser.open("/staff/sign-in?next=/staff/profile")
    browser.press(page, "Sign in", {"email": "  ADA@Example.ORG ", "password": PASSWORD})
    assert browser.address == "/staff/profile"


def test_a_stranger_is_sent_to_the_sign_in_page_before_anything_is_looked_up(browser: Browser) -> None:
    response = browser.get("/staff/people/00000000-0000-0000-0000-000000000000")
    assert response.status_code == 302
    assert response.location == "/staff/sign-in?next=/staff/people/00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/%09/evil.example"]
)
def test_signing_in_never_leads_to_another_site(browser: Browser, next_page: str) -> None:
    ada = a_person()
    page = browser.open(f"/staff/sign-in?next={next_page}")
    response = browser.post(
        "/staff/sign-in",
        {"email": ada.email, "password": PASSWORD, "next": next_page, "csrf_token": _token(page)},
    )
    assert response.status_code == 303
    assert urlsplit(urljoin("https://here.example/", response.location)).netloc == "here.example"


def test_a_next_page_in_the_address_of_the_form_never_leads_to_another_site(browser: Browser) -> None:
    ada = a_person()
    page = browser.open("/staff/sign-in")
    fields = {"email": ada.email, "password": PASSWORD, "csrf_token": _token(page)}
    response = browser.post("/staff/sign-in?next=https://evil.example/", fields)
    assert (response.status_code, response.location) == (303, "/staff/")


def test_everyone_who_fails_reads_the_same_page(new_browser: Callable[[], Browser], session: Session) -> None:
    known = a_person(email="known@example.org")
    a_person(email="invi@example.org", joined_at=None)
    a_person(email="shut@example.org").active = False
    session.flush()
    assert known.password
    tried = [
        ("known@example.org", "not the password at all"),
        ("stran@example.org", PASSWORD),
        ("invi@example.org", PASSWORD),
        ("shut@example.org", PASSWORD),
    ]
    pages = {_failure(new_browser(), email, password) for email, password in tried}
    assert len(pages) == 1
    assert FAILED in pages.pop()


def test_a_form_without_its_token_is_refused(browser: Browser) -> None:
    ada = a_person()
    assert browser.post("/staff/sign-in", {"email": ada.email, "password": PASSWORD}).status_code == 400


def test_a_session_ends_when_it_idles(browser: Browser, at: Callable[[datetime], None]) -> None:
    at(NOON)
    signed_in(browser, a_person())
    at(NOON + IDLE - timedelta(seconds=1))
    assert browser.get("/staff/profile").status_code == 200
    at(NOON + IDLE - timedelta(seconds=1) + IDLE)
    assert browser.get("/staff/profile").location == "/staff/sign-in?next=/staff/profile"


def test_a_session_ends_after_ten_hours_of_work(browser: Browser, at: Callable[[datetime], None]) -> None:
    at(NOON)
    signed_in(browser, a_person())
    step = IDLE - timedelta(minutes=1)
    moment = NOON
    while moment + step < NOON + LONGEST:
        moment += step
        at(moment)
        assert browser.get("/staff/profile").status_code == 200
    at(NOON + LONGEST)
    assert browser.get("/staff/profile").status_code == 302


def test_after_a_session_has_ended_one_can_sign_in_again(browser: Browser, at: Callable[[datetime], None]) -> None:
    at(NOON)
    ada = a_person()
    signed_in(browser, ada)
    at(NOON + timedelta(days=1))
    assert browser.get("/staff/profile").status_code == 302
    signed_in(browser, ada)


def test_signing_out_needs_a_button_and_ends_every_session(new_browser: Callable[[], Browser]) -> None:
    ada = a_person()
    here, elsewhere = signed_in(new_browser(), ada), signed_in(new_browser(), ada)
    page = here.open("/staff/sign-out")
    assert elsewhere.get("/staff/profile").status_code == 200
    assert "You are signed out." in words(here.press(page, "Sign out everywhere"))
    assert here.get("/staff/profile").status_code == 302
    assert elsewhere.get("/staff/profile").status_code == 302


def test_a_stolen_cookie_is_worthless_after_signing_out(app: Flask, browser: Browser) -> None:
    signed_in(browser, a_person())
    cookie = browser.get("/staff/profile").request.headers["Cookie"]
    browser.press(browser.open("/staff/sign-out"), "Sign out everywhere")
    thief = Browser(app.test_client(use_cookies=False))
    assert thief.get("/staff/profile", headers={"Cookie": cookie}).status_code == 302


def test_no_token_in_an_address_or_header_signs_anyone_in(app: Flask, browser: Browser) -> None:
    ada = a_person()
    with app.test_request_context():
        token = str(ada.get_auth_token())
    assert browser.get(f"/staff/profile?auth_token={token}").status_code == 302
    assert browser.get("/staff/profile", headers={"Authentication-Token": token}).status_code == 302


def test_signing_in_is_answered_as_a_page_to_whoever_asks_for_json(browser: Browser) -> None:
    response = browser.get("/staff/sign-in?include_auth_token", headers={"Accept": "application/json"})
    assert response.mimetype == "text/html"


def test_guessing_passwords_is_slowed_down(limited: Browser) -> None:
    token = _token(limited.open("/staff/sign-in"))
    guess = {"email": "ada@example.org", "password": "one of many guesses", "csrf_token": token}
    answers = [limited.post("/staff/sign-in", guess).status_code for _attempt in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_what_is_not_offered_has_no_address(app: Flask) -> None:
    offered = {str(rule) for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert offered == {
        "/staff/sign-in",
        "/staff/new-password",
        "/staff/new-password/<token>",
        "/staff/profile/password",
    }


def test_a_page_for_everyone_asks_nobody_who_they_are(browser: Browser) -> None:
    signed_in(browser, a_person())
    missing = browser.get("/there/is/no/such/page")
    assert missing.status_code == 404
    assert "Set-Cookie" not in missing.headers
    assert "Cookie" not in missing.headers.get("Vary", "")


def test_passwords_are_kept_as_argon2id() -> None:
    assert str(a_person(joined_at=LONG_AGO).password).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_navigation_shows_an_admin_more_than_others(new_browser: Callable[[], Browser]) -> None:
    ada, bea = a_person(), a_person(rank=Rank.ADMIN)
    shown = [
        [link.get_text() for link in signed_in(new_browser(), person).open("/staff/profile").select(".masthead-nav a")]
        for person in (ada, bea)
    ]
    assert shown == [["Letters"], ["Letters", "People", "Outbox"]]


def _failure(browser: Browser, email: str, password: str) -> str:
    page = browser.open("/staff/sign-in")
    answer = browser.press(page, "Sign in", {"email": email, "password": password}, status=422)
    for tag in answer.select("[nonce], [name=csrf_token]"):
        tag.attrs = {}
    return answer.decode().replace(email, "ADDRESS")


def _token(page: BeautifulSoup) -> str:
    field = page.select_one("[name=csrf_token]")
    assert field is not None
    return str(field["value"])
