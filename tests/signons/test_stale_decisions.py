"""Two coordinators and one sign-on: a page that was opened before the other decided changes nothing."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.letters.models import Letter
from app.signons.models import SignOn
from app.signons.rules import Origin, State, Visibility
from tests.browser import Browser, words
from tests.dump import dump
from tests.factories import NOON, a_campaign, a_letter, a_member, a_person, a_sign_on, signed_in

MEANWHILE = "by Ada Quill on Mon 3 May 2027, 14:00 Brussels: nothing was changed."


@pytest.fixture
def campaign(session: Session, at: Callable[[datetime], None]) -> Campaign:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_campaign()


@pytest.fixture
def letter(campaign: Campaign) -> Letter:
    return a_letter(campaign)


@pytest.fixture
def ada(campaign: Campaign, browser: Browser) -> Browser:
    return coordinator(campaign, browser, "Ada Quill")


@pytest.fixture
def ben(campaign: Campaign, new_browser: Callable[[], Browser]) -> Browser:
    return coordinator(campaign, new_browser(), "Ben Stark")


@pytest.fixture
def waiting(letter: Letter) -> SignOn:
    return a_sign_on(letter, state=State.CONFIRMED, origin=Origin.OPEN_LINK)


def coordinator(campaign: Campaign, browser: Browser, name: str) -> Browser:
    person = a_person(name)
    a_member(campaign, person)
    return signed_in(browser, person)


@pytest.mark.parametrize(
    "pressed",
    [
        ("Accept", "", "Decline"),
        ("Decline", "", "Accept"),
        ("Accept", "/{}", "Decline"),
        ("Accept", "/{}", "Withdraw for the organisation"),
    ],
)
def test_a_decision_on_a_stale_page_changes_nothing_and_says_who_decided(
    ada: Browser, ben: Browser, waiting: SignOn, session: Session, pressed: tuple[str, str, str]
) -> None:
    first, where, button = pressed
    sign_ons = f"/staff/letters/{waiting.letter_id}/sign-ons"
    stale = ben.open(sign_ons + where.format(waiting.id))
    ada.press(ada.open(sign_ons), first)
    before = dump(session)

    told = ben.press(stale, button, status=409)

    done = "accepted" if first == "Accept" else "declined"
    assert f"This sign-on is already {done} {MEANWHILE}" in words(told)
    assert dump(session) == before


def test_a_decision_that_says_nothing_of_what_was_seen_is_refused(ben: Browser, waiting: SignOn) -> None:
    page = ben.open(f"/staff/letters/{waiting.letter_id}/sign-ons")
    [seen, _] = page.select("input[name=seen]")
    seen["value"] = "anything"

    assert "look at how it stands" in words(ben.press(page, "Accept", status=409))


def test_what_the_team_decided_stands_in_the_history_and_names_only_what_is_public(
    ada: Browser, letter: Letter, waiting: SignOn
) -> None:
    hidden = a_sign_on(letter, "Quiet Wells", state=State.CONFIRMED, visibility=Visibility.COUNTED)
    sign_ons = f"/staff/letters/{letter.id}/sign-ons"
    ada.press(ada.open(f"{sign_ons}/{waiting.id}"), "Accept")
    ada.press(ada.open(f"{sign_ons}/{hidden.id}"), "Decline")

    page = ada.open(f"/staff/letters/{letter.id}")
    assert [each.get_text("", strip=True) for each in page.select(".history li > span")] == [
        "Sign-on declined,Ada Quill",
        "Sign-on accepted:Rivers United,Ada Quill",
    ]
    assert "Quiet Wells" not in words(page)
