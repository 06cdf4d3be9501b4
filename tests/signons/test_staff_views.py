"""The team's pages of sign-ons."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core.db import db
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.signons import queries
from app.signons.rules import Origin, State, Visibility
from tests.browser import Browser, defaults, form_of, words
from tests.dump import dump
from tests.factories import NOON, a_campaign, a_letter, a_member, a_person, a_sign_on, an_open_link, signed_in

SetClock = Callable[[datetime], None]
NewBrowser = Callable[[], Browser]


@pytest.fixture
def campaign(session: Session, at: SetClock) -> Campaign:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_campaign()


@pytest.fixture
def letter(campaign: Campaign) -> Letter:
    return a_letter(campaign)


@pytest.fixture
def coordinator(browser: Browser, campaign: Campaign) -> Browser:
    return member(browser, campaign, Role.COORDINATOR)


def member(browser: Browser, campaign: Campaign, role: Role) -> Browser:
    person = a_person(role.value.title())
    a_member(campaign, person, role=role)
    return signed_in(browser, person)


def path(letter: Letter, further: str = "") -> str:
    return f"/staff/letters/{letter.id}/sign-ons{further}"


def test_the_list_is_numbered_as_it_will_be_printed(coordinator: Browser, letter: Letter) -> None:
    for name in ("Zulu", "The Alps", "Rivers"):
        a_sign_on(letter, name)
    a_sign_on(letter, "Aardvark", visibility=Visibility.COUNTED)

    page = coordinator.open(path(letter))

    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")][:4]
        for row in page.select("#signatories tbody tr")
    ]
    assert rows == [
        ["1", "The Alps", "Belgium", "yes"],
        ["2", "Rivers", "Belgium", "yes"],
        ["3", "Zulu", "Belgium", "yes"],
        ["–", "Aardvark", "Belgium", "no, counted"],
    ]
    figures = [figure.get_text(" ", strip=True) for figure in page.select(".figure")]
    assert figures == ["4 signatories", "0 wait for you", "0 not confirmed yet", "1 of them not named"]


def test_what_is_printed_with_a_name_stands_below_it(coordinator: Browser, session: Session, letter: Letter) -> None:
    by_a_person = a_sign_on(letter, "Harbour Watch")
    by_a_person.person, by_a_person.person_title = "Inês Duarte", "Director"
    a_sign_on(letter, "Mira Solen").affiliation = "Harbour School"
    session.flush()

    page = coordinator.open(path(letter))

    assert [cell.get_text("|", strip=True) for cell in page.select("#signatories tbody th")] == [
        "Harbour Watch|Inês Duarte, Director",
        "Mira Solen|Harbour School",
    ]


def test_an_empty_list_says_what_to_do(coordinator: Browser, letter: Letter) -> None:
    page = coordinator.open(path(letter))

    assert "Nobody stands on the list yet. Send the invitations, or try the link yourself." in words(page)


def test_what_waits_stands_on_top_with_its_reasons(coordinator: Browser, session: Session, letter: Letter) -> None:
    a_sign_on(letter, "Rivers United")
    waiting = a_sign_on(letter, "The Rivers United", state=State.CONFIRMED, origin=Origin.OPEN_LINK)

    page = coordinator.open(path(letter))
    shown = words(page)
    assert "It may be the same organisation as “Rivers United”, which stands on the list." in shown
    assert "It came through the open link." in shown
    refused = coordinator.press(page, "Accept", status=409)
    coordinator.press(page, "Decline")

    assert "counts once" in words(refused)
    session.expire_all()
    assert waiting.state is State.DECLINED


def test_accepting_puts_it_on_the_list_once(coordinator: Browser, session: Session, letter: Letter) -> None:
    waiting = a_sign_on(letter, state=State.CONFIRMED, origin=Origin.OPEN_LINK)
    page = coordinator.open(path(letter))

    coordinator.press(page, "Accept")
    once = dump(session)
    again = coordinator.press(page, "Accept", status=409)

    assert "already accepted" in words(again)
    assert dump(session) == once
    assert [each.id for each in queries.signatories(letter.id)] == [waiting.id]


def test_a_name_is_corrected_and_a_clash_is_shown_beside_what_was_typed(
    coordinator: Browser, session: Session, letter: Letter
) -> None:
    a_sign_on(letter, "Wells for All")
    sign_on = a_sign_on(letter, "Rivers Untied")
    page = coordinator.open(path(letter, f"/{sign_on.id}"))

    clash = coordinator.press(page, "Correct the name", {"name": "Wells for All"}, status=409)
    coordinator.press(page, "Correct the name", {"name": "Rivers United", "acronym": "RU"})

    assert "Another signatory has that name" in words(clash)
    assert clash.select_one("#name")["value"] == "Wells for All"  # type: ignore[index]  # the form shows it
    session.expire_all()
    assert (sign_on.name, sign_on.acronym) == ("Rivers United", "RU")


def test_two_who_correct_a_name_do_not_write_over_each_other(
    coordinator: Browser, session: Session, letter: Letter
) -> None:
    sign_on = a_sign_on(letter, "Rivers Untied")
    one, other = (coordinator.open(path(letter, f"/{sign_on.id}")) for _ in range(2))
    coordinator.press(one, "Correct the name", {"name": "Rivers United", "person": "Mara Ilić"})

    page = coordinator.press(other, "Correct the name", {"acronym": "RU"}, status=409)

    assert "Somebody saved something else while you were writing." in words(page)
    assert "What is saved now Rivers United Mara Ilić" in words(page)
    kept = defaults(form_of(page, "Correct the name"))
    assert (kept["name"], kept["acronym"]) == ("Rivers Untied", "RU")
    session.refresh(sign_on)
    assert (sign_on.name, sign_on.acronym) == ("Rivers United", "")


def test_nobody_signs_both_for_an_organisation_and_for_themselves(coordinator: Browser, letter: Letter) -> None:
    one = coordinator.open(f"/staff/letters/{letter.id}/sign-ons/{a_sign_on(letter).id}")

    typed = {"person": "Mara Ilić", "affiliation": "University"}
    page = coordinator.press(one, "Correct the name", typed, status=422)

    assert "Leave this empty, or the person: who has an affiliation signs for themselves" in words(page)
    assert defaults(form_of(page, "Correct the name"))["affiliation"] == "University"


def test_the_message_is_sent_again_until_five_have_gone(coordinator: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED)
    button = "Send the message with the button again"
    for _time in range(4):
        coordinator.press(coordinator.open(path(letter, f"/{sign_on.id}")), button)

    page = coordinator.open(path(letter, f"/{sign_on.id}"))

    session.expire_all()
    assert sign_on.times_asked == 5
    assert not [each for each in page.select("button") if each.get_text(strip=True) == button]


def test_the_team_enters_an_organisation_with_its_evidence(coordinator: Browser, letter: Letter) -> None:
    form = coordinator.open(path(letter, "/new"))
    entry = {"name": "Rivers United", "country": "BE"}

    wrong = coordinator.press(form, "Add the organisation", entry, status=422)
    coordinator.press(form, "Add the organisation", entry | {"evidence": "Letter of 3 June"})

    assert "Say how the organisation told you." in words(wrong)
    [sign_on] = queries.signatories(letter.id)
    assert (sign_on.origin, sign_on.evidence) == (Origin.COORDINATOR, "Letter of 3 June")
    assert "Letter of 3 June" in words(coordinator.open(path(letter, f"/{sign_on.id}")))


def test_withdrawing_for_an_organisation_tells_it(coordinator: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter)

    coordinator.press(coordinator.open(path(letter, f"/{sign_on.id}")), "Withdraw for the organisation")

    session.expire_all()
    assert sign_on.state is State.WITHDRAWN
    assert sign_on.email in str(dump(session)["outbox_messages"])


@pytest.mark.parametrize("role", [Role.READER, Role.PRESS_OFFICER])
def test_withheld_names_are_for_coordinators_and_leads(
    browser: Browser, new_browser: NewBrowser, campaign: Campaign, letter: Letter, role: Role
) -> None:
    hidden = [
        a_sign_on(letter, f"Zebra {state}", state=state, visibility=Visibility.COUNTED, country="TD") for state in State
    ]
    for each in hidden:
        each.person = "Zara Zebra"
    a_sign_on(letter, "Panda Shelter")
    a_sign_on(letter, "The Zebra accepted", state=State.CONFIRMED)

    told = str(member(browser, campaign, role).open(path(letter)))
    known = str(member(new_browser(), campaign, Role.LEAD).open(path(letter)))

    assert "Panda Shelter" in told
    assert told.count("not named") >= len(hidden)
    assert "same organisation as" not in told
    assert all(f"Zebra {state}" in known for state in State)
    assert "Zara Zebra" in known
    assert [
        word for word in ("Zebra unconfirmed", "Zebra declined", "Zara", "Chad", str(hidden[0].id)) if word in told
    ] == []


def test_a_reader_looks_and_changes_nothing(
    browser: Browser, session: Session, campaign: Campaign, letter: Letter
) -> None:
    sign_on = a_sign_on(letter, state=State.CONFIRMED)
    reader = member(browser, campaign, Role.READER)
    page = reader.open(path(letter))
    before = dump(session)

    assert page.select("main form") == []
    for further in ("/new", f"/{sign_on.id}"):
        reader.open(path(letter, further), status=403)
    assert dump(session) == before


def test_strangers_and_other_teams_find_nothing(browser: Browser, new_browser: NewBrowser, letter: Letter) -> None:
    sign_on = a_sign_on(letter)
    elsewhere = member(browser, a_campaign("Another"), Role.LEAD)

    for further in ("", "/new", f"/{sign_on.id}"):
        elsewhere.open(path(letter, further), status=404)
        assert new_browser().get(path(letter, further)).status_code == 302


def test_a_sign_on_is_not_reached_through_another_letter(
    coordinator: Browser, campaign: Campaign, letter: Letter
) -> None:
    sign_on = a_sign_on(letter)

    coordinator.open(path(a_letter(campaign), f"/{sign_on.id}"), status=404)


def test_opening_the_teams_pages_changes_nothing(coordinator: Browser, session: Session, letter: Letter) -> None:
    sign_ons = [a_sign_on(letter, f"Rivers {state}", state=state) for state in State]
    before = dump(session)

    for further in ("", "/new", *(f"/{each.id}" for each in sign_ons)):
        coordinator.open(path(letter, further))

    assert dump(session) == before


def test_a_draft_and_a_stopped_letter_take_no_names(coordinator: Browser, session: Session, letter: Letter) -> None:
    letter.state = LetterState.STOPPED
    session.flush()
    stopped = coordinator.open(path(letter, "/new"))
    letter.state, letter.frozen_number, letter.opened_at = LetterState.DRAFT, None, None
    session.flush()
    draft = coordinator.open(path(letter))

    assert "The campaign stopped this letter." in words(stopped)
    assert stopped.select("main form") == []
    assert "Nobody can sign a draft." in words(draft)


def test_the_open_link_is_shown_to_copy(coordinator: Browser, letter: Letter) -> None:
    link = an_open_link(letter)

    page = coordinator.open(path(letter))

    assert link in str(page.select_one("#open-link"))


def test_many_names_need_no_more_queries_than_none(coordinator: Browser, session: Session, letter: Letter) -> None:
    few = queries_of(coordinator, path(letter))
    for number in range(72):
        a_sign_on(letter, f"Rivers {number}", state=State.CONFIRMED if number % 9 == 0 else State.ACCEPTED)
    session.flush()

    many = queries_of(coordinator, path(letter))

    assert many <= few + 3


def test_times_are_told_with_the_city_of_whoever_looks(coordinator: Browser, letter: Letter) -> None:
    a_sign_on(letter)

    assert "Mon 3 May 2027, 14:00 Brussels" in words(coordinator.open(path(letter)))


def queries_of(browser: Browser, url: str) -> int:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        browser.open(url)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(statements)
