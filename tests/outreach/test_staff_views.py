"""The team's page of invitations."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.outreach.models import Invitation
from app.signons.rules import State, Visibility
from tests.browser import Browser, words
from tests.dump import dump
from tests.factories import (
    NOON,
    a_campaign,
    a_letter,
    a_member,
    a_person,
    a_sign_on,
    an_invitation,
    an_open_link,
    signed_in,
)
from tests.signons.test_staff_views import queries_of

SetClock = Callable[[datetime], None]
LIST = "Rivers United; Mara Ilić; mara@x.example\nWells; ; wells@x.example"


@pytest.fixture
def campaign(session: Session, at: SetClock) -> Campaign:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_campaign()


@pytest.fixture
def letter(campaign: Campaign) -> Letter:
    return a_letter(campaign)


@pytest.fixture
def coordinator(browser: Browser, campaign: Campaign) -> Browser:
    person = a_person()
    a_member(campaign, person)
    return signed_in(browser, person)


def path(letter: Letter) -> str:
    return f"/staff/letters/{letter.id}/invitations"


def test_a_list_is_shown_before_it_is_sent(coordinator: Browser, session: Session, letter: Letter) -> None:
    an_invitation(letter, "Wells", email="wells@x.example")
    before = dump(session)

    shown = coordinator.press(coordinator.open(path(letter)), "Look at the list", {"contacts": LIST}, status=200)
    assert dump(session) == before
    assert "asked already, passed over" in words(shown)
    sent = coordinator.press(shown, "Send 1 invitation")

    assert "1 invitation is on its way. 1 had been asked already." in words(sent)
    assert {each.email for each in session.scalars(select(Invitation))} == {"mara@x.example", "wells@x.example"}
    assert "mara@x.example" in str(dump(session)["outbox_messages"])


def test_lines_that_cannot_be_read_are_named_and_the_list_stays(
    coordinator: Browser, session: Session, letter: Letter
) -> None:
    page = coordinator.press(
        coordinator.open(path(letter)), "Look at the list", {"contacts": f"{LIST}\nLakes\n;;x@"}, status=422
    )

    assert "Line 3: “Lakes” has no e-mail address." in words(page)
    assert "Line 4:" in words(page)
    assert page.select_one("#contacts").get_text().strip().startswith("Rivers United; Mara")  # type: ignore[union-attr]  # the form shows it
    assert session.scalars(select(Invitation)).all() == []


def test_the_board_says_what_became_of_each(coordinator: Browser, session: Session, letter: Letter) -> None:
    for state in State:
        an_invitation(letter, f"With {state}").sign_on_id = a_sign_on(letter, f"With {state}", state=state).id
    an_invitation(letter, "Silent")
    an_invitation(letter, "Against").declined_at = NOON
    session.flush()

    page = coordinator.open(path(letter))

    rows = {
        row.select_one("th").get_text(strip=True): row.select("td")[1].get_text(strip=True)  # type: ignore[union-attr]  # rows have heads
        for row in page.select("#board tbody tr")
    }
    assert rows == {
        "Against": "will not sign",
        "Silent": "no answer yet",
        "With accepted": "signatory",
        "With confirmed": "confirmed, waits for you",
        "With declined": "signed, then taken off",
        "With unconfirmed": "signed, not confirmed yet",
        "With withdrawn": "signed, then taken off",
    }


def test_whoever_is_silent_is_reminded_after_two_days(
    coordinator: Browser, session: Session, letter: Letter, at: SetClock
) -> None:
    invitation = an_invitation(letter)
    early = words(coordinator.open(path(letter)))
    assert "The last message went less than 48 hours ago." in early

    session.execute(Invitation.__table__.update().values(asked_at=NOON - timedelta(days=3)))  # type: ignore[attr-defined]  # a table
    coordinator.press(coordinator.open(path(letter)), "Remind")

    session.expire_all()
    assert (invitation.round, invitation.asked_at) == (1, NOON)
    at(NOON)


def test_a_letter_that_is_not_open_says_so(coordinator: Browser, session: Session, letter: Letter) -> None:
    letter.state = LetterState.STOPPED
    session.flush()

    page = coordinator.open(path(letter))

    assert "The campaign stopped this letter." in words(page)
    assert page.select("main form") == []


def test_the_open_link_is_shown_to_copy(coordinator: Browser, letter: Letter) -> None:
    link = an_open_link(letter)

    assert link in str(coordinator.open(path(letter)).select_one("#open-link"))


def test_a_reader_sees_the_board_without_addresses(browser: Browser, campaign: Campaign, letter: Letter) -> None:
    invitation = an_invitation(letter)
    person = a_person()
    a_member(campaign, person, role=Role.READER)
    reader = signed_in(browser, person)

    page = reader.open(path(letter))

    assert "Rivers United" in words(page)
    assert invitation.email not in str(page)
    assert page.select("main form") == []


@pytest.mark.parametrize("role", [Role.READER, Role.PRESS_OFFICER])
def test_withheld_names_look_like_silence_to_all_but_coordinators(
    browser: Browser, session: Session, campaign: Campaign, letter: Letter, role: Role
) -> None:
    an_invitation(letter, "Quiet Harbour Circle")
    an_invitation(letter, "Silent")
    an_invitation(letter, "Against").declined_at = NOON
    an_invitation(letter, "Public Wells").sign_on_id = a_sign_on(letter, "Public Wells").id
    person = a_person()
    a_member(campaign, person, role=role)
    member = signed_in(browser, person)
    silent = member.open(path(letter))
    withheld = session.scalars(select(Invitation).where(Invitation.organisation_name == "Quiet Harbour Circle")).one()

    for state in State:
        sign_on = a_sign_on(letter, f"Quiet {state}", state=state, visibility=Visibility.COUNTED)
        withheld.sign_on_id = sign_on.id
        session.flush()
        page = member.open(path(letter))
        assert words(page) == words(silent)

    assert "no public signature" in words(page)
    assert words(page).count("signatory") == 1


@pytest.mark.parametrize("role", [Role.READER, Role.PRESS_OFFICER])
def test_how_often_somebody_was_reminded_tells_nobody_else_who_answered(
    browser: Browser, session: Session, campaign: Campaign, letter: Letter, role: Role
) -> None:
    quiet, silent = an_invitation(letter, "Quiet Harbour Circle"), an_invitation(letter, "Silent")
    person = a_person()
    a_member(campaign, person, role=role)
    member = signed_in(browser, person)
    before = member.open(path(letter))

    quiet.sign_on_id = a_sign_on(letter, "Quiet Harbour Circle", visibility=Visibility.COUNTED).id
    silent.round, silent.asked_at = 3, NOON + timedelta(days=6)
    session.flush()

    assert words(member.open(path(letter))) == words(before)


def test_other_teams_find_nothing(browser: Browser, letter: Letter) -> None:
    person = a_person()
    a_campaign("Another", lead=person)

    signed_in(browser, person).open(path(letter), status=404)


def test_many_invitations_need_no_more_queries_than_none(coordinator: Browser, letter: Letter) -> None:
    few = queries_of(coordinator, path(letter))
    for number in range(72):
        an_invitation(letter, f"Rivers {number}")

    assert queries_of(coordinator, path(letter)) <= few + 3
