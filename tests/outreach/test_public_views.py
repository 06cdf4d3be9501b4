"""The page of a personal invitation."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.core.tokens import Link, Purpose
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.outreach import actions, queries
from app.outreach.models import Invitation
from app.signons.models import SignOn
from app.signons.rules import Origin, State
from tests.browser import Browser, words
from tests.dump import dump
from tests.factories import NOON, a_letter, a_sign_on, an_invitation

SetClock = Callable[[datetime], None]
SIGN = "Sign for our organisation"
ENTRY = {"country": "BE", "typist_name": "Tess", "typist_role": "Director", "email": "tess@rivers.example"}


@pytest.fixture
def letter(session: Session, at: SetClock) -> Letter:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_letter()


def path(invitation: Invitation, link_round: int = 0) -> str:
    return Link(Purpose.INVITATION, invitation.id, link_round).path()


def test_the_name_is_filled_in_and_two_minutes_do(browser: Browser, session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    page = browser.open(path(invitation))
    assert page.select_one("#name")["value"] == "Rivers United"  # type: ignore[index]  # the form shows it

    sent = browser.press(page, SIGN, ENTRY)
    sign_on = session.scalars(select(SignOn)).one()
    assert "Check your mail" in words(sent)
    assert (sign_on.origin, sign_on.state) == (Origin.INVITATION, State.UNCONFIRMED)

    page = browser.open(Link(Purpose.SIGN_ON, sign_on.id).path())
    button = next(each.get_text(strip=True) for each in page.select("button") if "Confirm" in each.get_text())
    done = browser.press(page, button, {"may_sign": "y"})
    assert "Your organisation is a signatory" in words(done)


def test_an_organisation_says_that_it_will_not_sign(browser: Browser, session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    page = browser.open(path(invitation))

    declined = browser.press(page, "We will not sign")

    session.expire_all()
    assert invitation.declined_at == NOON
    assert "Nobody will remind you." in words(declined)
    assert declined.select_one("#name") is not None
    assert not [each for each in declined.select("button") if "not sign" in each.get_text()]


def test_opening_the_page_changes_nothing(browser: Browser, session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    before = dump(session)

    browser.open(path(invitation))
    browser.open(f"{path(invitation)}/sent")
    assert browser.get(f"{path(invitation)}/decline").status_code == 405

    assert dump(session) == before


def test_a_double_click_leaves_one_sign_on_and_one_message(browser: Browser, session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    page = browser.open(path(invitation))

    first = browser.press(page, SIGN, ENTRY)
    second = browser.press(page, SIGN, ENTRY)

    assert words(first) == words(second)
    (sign_on,) = session.scalars(select(SignOn)).all()
    assert sign_on.times_asked == 1


def test_a_corrected_form_leaves_one_sign_on_that_counts(browser: Browser, session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    page = browser.open(path(invitation))

    browser.press(page, SIGN, ENTRY)
    browser.press(page, SIGN, ENTRY | {"typist_role": "Chair"})

    first, second = session.scalars(select(SignOn)).all()
    for each in (first, second):
        confirm = browser.open(Link(Purpose.SIGN_ON, each.id).path())
        button = next(each.get_text(strip=True) for each in confirm.select("button") if "Confirm" in each.get_text())
        browser.press(confirm, button, {"may_sign": "y"})
    session.expire_all()
    assert sorted([first.state, second.state]) == [State.ACCEPTED, State.CONFIRMED]


def test_a_link_that_was_used_shows_the_text_and_no_form(browser: Browser, session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    page = browser.open(path(invitation))
    invitation.sign_on_id = a_sign_on(letter).id
    session.flush()

    refused = browser.press(page, SIGN, ENTRY, status=409)
    used = browser.open(path(invitation))

    assert "has signed by this link" in words(refused)
    assert "has signed by this link" in words(used)
    assert "Mend the pipes" in words(used)
    assert used.select("main form") == []


def test_a_link_that_a_reminder_replaced_is_gone(browser: Browser, letter: Letter) -> None:
    invitation = an_invitation(letter)
    place = queries.invitation(letter.id, invitation.id)
    actions.ask_again(place, letter, by=SYSTEM, now=NOON + timedelta(days=3))

    gone = browser.open(path(invitation, 0), status=410)

    assert "A newer message with a new link was sent to you." in words(gone)
    browser.open(path(invitation, 1))
    browser.open(path(invitation, 2), status=404)


def test_an_unknown_link_is_not_found_and_a_stopped_letter_gone(
    browser: Browser, session: Session, letter: Letter
) -> None:
    invitation = an_invitation(letter)
    letter.state = LetterState.STOPPED
    session.flush()

    browser.open(f"/invitation/{'A' * 43}", status=404)
    browser.open(path(invitation), status=410)


def test_a_post_without_its_csrf_token_is_refused(browser: Browser, session: Session, letter: Letter) -> None:
    invitation = an_invitation(letter)
    before = dump(session)

    answers = [browser.post(path(invitation), ENTRY), browser.post(f"{path(invitation)}/decline", {})]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert dump(session) == before
