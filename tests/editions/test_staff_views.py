"""The release, as a coordinator goes through it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.rules import Locale
from app.audit.rules import SYSTEM
from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core import clock
from app.core.db import session as current
from app.editions import queries, typesetting
from app.editions.models import Edition
from app.letters.models import Letter, Quote
from app.letters.signatory_file import FileSignatory
from app.signons.actions import import_signatories, withdraw
from app.signons.models import SignOn
from tests.browser import Browser, defaults, form_of, words
from tests.factories import (
    BEFORE_LIFT,
    LIFT,
    a_campaign,
    a_letter,
    a_member,
    a_person,
    a_sealed_edition,
    signed_in,
)
from tests.rendering.reading import words as text_of

Clock = Callable[[datetime], None]
ENDINGS = (".pdf", ".html", ".txt", ".docx")
WHEN = "date=2027-06-17&time=09:00&zone=Europe/Brussels"


@pytest.fixture
def letter(browser: Browser, at: Clock) -> Letter:
    at(BEFORE_LIFT)
    lead = a_person()
    letter = a_letter(a_campaign(lead=lead))
    import_signatories(letter, [FileSignatory("Rivers United"), FileSignatory("Quay")], by=SYSTEM, now=BEFORE_LIFT)
    current().flush()
    signed_in(browser, lead)
    return letter


def test_the_release_is_reviewed_then_sealed(browser: Browser, letter: Letter, session: Session) -> None:
    page = browser.open(f"/staff/letters/{letter.id}/release/review?{WHEN}")
    assert "Embargoed until Thursday 17 June 2027, 09:00 CEST (Brussels)" in words(page)
    assert "Thursday 17 June 2027, 07:00 UTC" in words(page)
    page = browser.press(page, "Seal the edition", {"read_times": "y", "count": "2"})
    assert "The PDFs are being typeset" in words(page)
    typesetting.typeset_requested(clock.now)
    session.expire_all()
    page = browser.open(f"/staff/letters/{letter.id}/editions/1")
    assert "It becomes public by itself on Thursday 17 June 2027, 09:00 CEST (Brussels)." in words(page)
    link = page.select_one("a[href$='_EMBARGOED.pdf']")
    assert link is not None
    pdf = browser.get(str(link["href"]))
    assert pdf.content_type == "application/pdf"
    assert "Rivers United" in text_of(pdf.data)


@pytest.mark.parametrize(
    ("planned", "date"), [("2027-06-01 09:00 Asia/Tokyo", ""), ("2027-07-01 09:00 UTC", "2027-07-01")]
)
def test_a_moment_that_has_passed_is_not_offered_again(
    browser: Browser, letter: Letter, session: Session, planned: str, date: str
) -> None:
    letter.planned_lift = planned
    session.commit()

    page = browser.open(f"/staff/letters/{letter.id}/release")
    offered = defaults(form_of(page, "Review the release"))
    assert (offered["date"], offered["zone"]) == (date, planned.rsplit(maxsplit=1)[-1])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"count": "2"}, "Read the times above, then tick the box."),
        ({"read_times": "y"}, "Type the number of signatories."),
        ({"read_times": "y", "count": "3"}, "That is not the number on the list."),
        ({"read_times": "y", "count": "two"}, "That is not the number on the list."),
    ],
)
def test_nothing_is_sealed_without_a_look(
    browser: Browser, letter: Letter, fields: dict[str, str], says: str, session: Session
) -> None:
    page = browser.open(f"/staff/letters/{letter.id}/release/review?{WHEN}")
    page = browser.press(page, "Seal the edition", fields, status=422)
    assert says in words(page)
    assert "09:00 CEST (Brussels)" in words(page)
    assert session.scalars(select(Edition)).all() == []


def test_another_list_of_the_same_length_is_looked_at_again(browser: Browser, letter: Letter, session: Session) -> None:
    page = browser.open(f"/staff/letters/{letter.id}/release/review?{WHEN}")
    withdraw(session.scalars(select(SignOn).where(SignOn.name == "Quay")).one(), by=SYSTEM, now=BEFORE_LIFT)
    import_signatories(letter, [FileSignatory("Harbour")], by=SYSTEM, now=BEFORE_LIFT)
    session.commit()
    fields = {"read_times": "y", "count": "2"}

    page = browser.press(page, "Seal the edition", fields, status=409)

    assert "The list has changed while you were looking. Look at it again, then type the number." in words(page)
    assert defaults(form_of(page, "Seal the edition"))["count"] == ""
    assert session.scalars(select(Edition)).all() == []
    browser.press(page, "Seal the edition", fields)
    assert [edition.number for edition in session.scalars(select(Edition))] == [1]


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_nothing_is_sealed_by_a_form_that_does_not_tell_what_was_looked_at(
    browser: Browser, letter: Letter, session: Session, seen: str
) -> None:
    page = browser.open(f"/staff/letters/{letter.id}/release/review?{WHEN}")
    browser.press(page, "Seal the edition", {"read_times": "y", "count": "2", "seen": seen}, status=409)
    assert session.scalars(select(Edition)).all() == []


def test_a_number_for_the_press_that_cannot_be_filled_hinders_the_seal_and_leads_to_the_press_page(
    browser: Browser, letter: Letter, session: Session
) -> None:
    session.add(Quote(letter_id=letter.id, position=1, text="We are {{count:Boats}}.", speaker="Ivo Ban"))
    session.flush()

    page = browser.open(f"/staff/letters/{letter.id}/release")

    point = next(each for each in page.select(".checklist li") if "Boats" in each.get_text())
    assert "Quote 1, line 1: “{{count:Boats}}” names a group that no signatory has." in point.get_text()
    assert point.a is not None
    assert point.a["href"] == f"/staff/letters/{letter.id}/press/page"


def test_two_clicks_seal_one_edition(browser: Browser, letter: Letter, session: Session) -> None:
    page = browser.open(f"/staff/letters/{letter.id}/release/review?{WHEN}")
    fields = {"read_times": "y", "count": "2"}
    browser.press(page, "Seal the edition", fields)
    page = browser.press(page, "Seal the edition", fields, status=409)
    assert "An edition is being typeset. Wait until it is sealed." in words(page)
    assert len(session.scalars(select(Edition)).all()) == 1


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("date=2027-06-17&time=09:00&zone=CET", "CET"),
        ("date=17.6.2027&time=09:00&zone=Europe/Brussels", "is not a date"),
        ("date=2027-06-01&time=09:00&zone=Europe/Brussels", "That moment has passed."),
        ("", "The date is missing."),
    ],
)
def test_a_wrong_moment_is_named_and_cannot_be_sealed(browser: Browser, letter: Letter, query: str, says: str) -> None:
    status = 200 if says.startswith("That") else 422
    page = browser.open(f"/staff/letters/{letter.id}/release/review?{query}", status=status)
    assert says in words(page)
    assert "Seal the edition" not in [button.get_text(strip=True) for button in page.select("button")]


def test_moments_are_reviewed_in_the_order_of_dates_of_whoever_reads(
    browser: Browser, letter: Letter, session: Session
) -> None:
    session.scalars(select(Person)).one().locale = Locale.EN_US
    session.flush()

    page = words(browser.open(f"/staff/letters/{letter.id}/release/review?{WHEN}"))

    assert "Embargoed until Thursday, June 17, 2027, 09:00 CEST (Brussels)" in page
    assert "17 June 2027" not in page


def test_a_forged_moment_is_refused(browser: Browser, letter: Letter, session: Session) -> None:
    page = browser.open(f"/staff/letters/{letter.id}/release/review?{WHEN}")
    fields = {"read_times": "y", "count": "2", "lift": "whenever"}
    browser.press(page, "Seal the edition", fields, status=409)
    assert session.scalars(select(Edition)).all() == []


def test_one_click_holds_and_a_typed_word_lets_go(browser: Browser, letter: Letter) -> None:
    edition = a_sealed_edition(letter)
    page = browser.open(f"/staff/letters/{letter.id}/editions/1")
    page = browser.press(page, "Hold the release")
    assert "Sealed and held." in words(page)
    page = browser.open(f"/staff/letters/{letter.id}/editions/1/letting-go")
    page = browser.press(page, "Let it go", {"word": "yes"}, status=422)
    assert "Type the word PUBLIC, or leave the page." in words(page)
    page = browser.press(page, "Let it go", {"word": "public"})
    assert "The hold has ended." in words(page)
    current().refresh(edition)
    assert edition.held_at is None


def test_killing_asks_for_a_tick_and_keeps_the_reason(browser: Browser, letter: Letter) -> None:
    a_sealed_edition(letter)
    page = browser.open(f"/staff/letters/{letter.id}/editions/1/kill")
    page = browser.press(page, "Kill the edition for good", {"reason": "A wrong name."}, status=422)
    assert "A wrong name." in words(page)
    page = browser.press(page, "Kill the edition for good", {"reason": "A wrong name.", "sure": "y"})
    assert "Killed. Nobody outside can read it" in words(page)
    assert "Hold the release" not in words(page)


def test_a_public_edition_is_withdrawn_not_killed(
    letter: Letter, at: Clock, new_browser: Callable[[], Browser]
) -> None:
    a_sealed_edition(letter)
    at(LIFT.instant() + timedelta(minutes=1))
    browser = new_browser()
    signed_in(browser, a_member_of(letter, a_person(), Role.LEAD))
    page = browser.open(f"/staff/letters/{letter.id}/editions/1")
    assert "Kill this edition" not in words(page)
    page = browser.open(f"/staff/letters/{letter.id}/editions/1/withdrawal")
    browser.press(page, "Withdraw the edition for good", {"sure": "y"})
    assert new_browser().get(f"/letters/{letter.slug}").status_code == 410


def test_a_press_officer_can_hold_and_nothing_more(letter: Letter, new_browser: Callable[[], Browser]) -> None:
    a_sealed_edition(letter)
    browser = new_browser()
    signed_in(browser, a_member_of(letter, a_person(), Role.PRESS_OFFICER))
    page = browser.open(f"/staff/letters/{letter.id}/editions/1")
    assert "Kill this edition" not in words(page)
    browser.open(f"/staff/letters/{letter.id}/editions/1/kill", status=403)
    browser.press(page, "Hold the release")


def test_the_team_reads_the_embargoed_paper_before_and_the_clean_one_after(
    browser: Browser, letter: Letter, at: Clock, new_browser: Callable[[], Browser]
) -> None:
    edition = a_sealed_edition(letter)
    base = f"/staff/letters/{letter.id}/editions/1/"
    assert browser.get(base + queries.clean_file_name(edition)).status_code == 404
    assert browser.get(base + queries.embargoed_file_name(edition)).status_code == 200
    at(LIFT.instant())
    browser = signed_in(new_browser(), a_member_of(letter, a_person(), Role.LEAD))
    assert browser.get(base + queries.clean_file_name(edition)).status_code == 200
    assert browser.get(base + queries.embargoed_file_name(edition)).status_code == 404


def test_a_trial_print_is_made_and_opened(browser: Browser, letter: Letter) -> None:
    page = browser.open(f"/staff/letters/{letter.id}/release")
    page = browser.press(page, "Make a trial print")
    assert "It is being typeset." in words(page)
    typesetting.typeset_requested(clock.now)
    current().expire_all()
    page = browser.open(f"/staff/letters/{letter.id}/release")
    link = page.select_one("a[href$='/proof.pdf']")
    assert link is not None
    assert "Rivers United" in text_of(browser.get(str(link["href"])).data)


def a_member_of(letter: Letter, person: Person, role: Role) -> Person:
    """Put a person into the team of the letter."""
    a_member(current().get_one(Campaign, letter.campaign_id), person, role=role)
    return person


def test_before_the_lift_the_team_has_the_embargoed_paper_only(browser: Browser, letter: Letter) -> None:
    edition = a_sealed_edition(letter)
    here = f"/staff/letters/{letter.id}/editions/1"
    assert _files_on(browser, here) == [f"{edition.file_stem}_EMBARGOED.pdf"]
    names = [f"{edition.file_stem}{ending}" for ending in ENDINGS]
    assert [browser.get(f"{here}/{name}").status_code for name in names] == [404] * 4


def test_after_the_lift_the_team_has_every_form(browser: Browser, letter: Letter) -> None:
    edition = a_sealed_edition(letter, lift=type(LIFT)(LIFT.at - timedelta(days=2), LIFT.zone))
    here = f"/staff/letters/{letter.id}/editions/1"
    names = [f"{edition.file_stem}{ending}" for ending in ENDINGS]
    assert _files_on(browser, here) == names
    assert [browser.get(f"{here}/{name}").status_code for name in names] == [200] * 4


def _files_on(browser: Browser, address: str) -> list[str]:
    return [link.get_text() for link in browser.open(address).select(f"a[href^='{address}/20']")]


def test_the_team_reads_why_there_is_no_word_file(browser: Browser, letter: Letter) -> None:
    edition = a_sealed_edition(letter)
    edition.docx_file, edition.docx_failure = None, "Word files need Pandoc."
    current().flush()
    page = words(browser.open(f"/staff/letters/{letter.id}/editions/1"))
    assert "Sealed without a Word file" in page
    assert "Word files need Pandoc." in page
