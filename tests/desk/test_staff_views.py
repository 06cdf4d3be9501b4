"""The desk, a campaign, the home of a letter, and bringing in a folder."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from types import MappingProxyType

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.core import files
from app.core.db import db
from app.desk.rules import Standing
from app.letters import queries as letters
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.organisations.models import Organisation
from app.rendering.decoding import redrawn
from app.signons import queries as signons
from tests.browser import Browser, defaults, form_of, words
from tests.factories import (
    BEFORE_LIFT,
    LIFT,
    LONG_AGO,
    a_campaign,
    a_letter,
    a_member,
    a_person,
    a_sealed_edition,
    a_sign_on,
    an_open_link,
    signed_in,
)
from tests.rendering.drawings import drawing, encoded

LETTER_FILE = """---
template: joint-statement
language: en
title: Open the harbour
embargo:
  at: 2027-06-17 09:00
  zone: Europe/Brussels
press:
  headline: Forty boats wait
  quotes:
    - text: Let them land.
      speaker: Ada Pop
---

We, {{count:words}} organisations, ask to open the harbour.
"""
SIGNATORIES_FILE = "name,country\nRivers United,BE\nWasser für alle,AT\n"


@pytest.fixture
def campaign(browser: Browser, at: Callable[[datetime], None]) -> Campaign:
    at(BEFORE_LIFT)
    lead = a_person()
    campaign = a_campaign("Open harbours", lead=lead)
    signed_in(browser, lead)
    return campaign


def bring_in(
    browser: Browser,
    campaign: Campaign,
    letter: str,
    signatories: str | None = None,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[int, str]:
    """Send the files as a browser does and return the status and the answer."""
    url = f"/staff/campaigns/{campaign.id}/letters/new"
    fields = defaults(form_of(browser.open(url), "Start the letter"))
    sent: dict[str, object] = {"letter_file": (BytesIO(letter.encode()), "letter.md")}
    if signatories is not None:
        sent["signatories_file"] = (BytesIO(signatories.encode()), "signatories.csv")
    chosen = [(BytesIO(content), name) for name, content in pictures.items()]
    answer = browser.post(url, {**fields, **sent, "picture_files": chosen or [(BytesIO(), "")]})
    return answer.status_code, answer.text


def test_an_empty_desk_says_what_to_do(browser: Browser) -> None:
    signed_in(browser, a_person())
    page = browser.open("/staff/")
    assert "Nothing is on your desk yet." in words(page)
    assert page.select_one("a.button[href='/staff/campaigns/new']") is not None


def test_a_letter_starts_from_a_template(browser: Browser, campaign: Campaign) -> None:
    page = browser.open(f"/staff/campaigns/{campaign.id}/letters/new")
    page = browser.press(page, "Start the letter", {"title": "Open the harbour", "template": "formal-letter"})
    assert "Open it for signing" in words(page)
    letter = letters.letters_of(campaign.id)[0]
    assert letter.title == "Open the harbour"
    assert "Yours sincerely," in letters.newest_text(letter).source


def test_a_letter_needs_a_title_and_keeps_the_pasted_text(browser: Browser, campaign: Campaign) -> None:
    page = browser.open(f"/staff/campaigns/{campaign.id}/letters/new")
    page = browser.press(page, "Start the letter", {"body": "Long pasted words."}, status=422)
    assert "Give the letter a title, or choose a letter file." in words(page)
    assert defaults(form_of(page, "Start the letter"))["body"] == "Long pasted words."


def test_a_folder_comes_in_with_names_directory_press_text_and_plan(
    browser: Browser, campaign: Campaign, session: Session
) -> None:
    status, _ = bring_in(browser, campaign, LETTER_FILE, SIGNATORIES_FILE)
    assert status == 303
    letter = letters.letters_of(campaign.id)[0]
    assert (letter.state, letter.planned_lift) == (LetterState.OPEN, str(LIFT))
    assert [each.name for each in signons.signatories(letter.id)] == ["Rivers United", "Wasser für alle"]
    assert set(session.scalars(select(Organisation.name))) == {"Rivers United", "Wasser für alle"}
    page = browser.open(f"/staff/letters/{letter.id}/press/page")
    assert "Forty boats wait" in str(page)


def test_a_folder_comes_in_with_its_pictures(browser: Browser, campaign: Campaign) -> None:
    letter_file = LETTER_FILE.replace("title:", "letterhead: {name: Open Harbours, logo: sign.png}\ntitle:")
    names = "name,logo\nRivers United,rivers.png\n"
    sign, rivers = encoded(drawing(), "PNG"), encoded(drawing(colour="#aa0000"), "PNG")

    status, told = bring_in(browser, campaign, letter_file, names, {"sign.png": sign})
    assert (status, "The picture “rivers.png” is named here, and was not chosen." in told) == (422, True)
    broken = {"sign.png": b"no picture", "rivers.png": rivers}
    status, told = bring_in(browser, campaign, letter_file, names, broken)
    assert (status, "“sign.png” cannot be used. This is not a picture that can be printed." in told) == (409, True)
    assert letters.letters_of(campaign.id) == []
    status, _ = bring_in(browser, campaign, letter_file, names, {"sign.png": sign, "rivers.png": rivers, "x.png": sign})

    assert status == 303
    [letter] = letters.letters_of(campaign.id)
    head = parse(letters.newest_text(letter).source).letterhead
    assert head is not None
    assert files.get(head.digest) == redrawn(sign)
    assert [files.get(each.logo or "") for each in signons.signatories(letter.id)] == [redrawn(rivers)]


def test_a_folder_that_comes_twice_is_told(browser: Browser, campaign: Campaign) -> None:
    told = []
    for _ in range(3):
        bring_in(browser, campaign, LETTER_FILE, SIGNATORIES_FILE)
        told.append(words(browser.open(f"/staff/letters/{letters.letters_of(campaign.id)[0].id}")))

    said = (
        "This campaign has another letter with the same text.",
        "This campaign has 2 other letters with the same text.",
    )
    assert [[each in page for each in said] for page in told] == [[False, False], [True, False], [False, True]]


def test_what_a_folder_brings_and_the_paper_leaves_out_is_said_when_it_comes_in_and_on_the_checklist(
    browser: Browser, campaign: Campaign
) -> None:
    letter_file = LETTER_FILE.replace("{{count:words}} organisations", "15 organisations")
    hand = {"hand.png": encoded(drawing(300, 60), "PNG")}

    status, _ = bring_in(browser, campaign, letter_file, "name,signature\nA,hand.png\nB,\n", hand)

    assert status == 303
    [letter] = letters.letters_of(campaign.id)
    said = words(browser.open(f"/staff/letters/{letter.id}"))
    noted = "1 name comes with a signature, and this letter prints a list without them."
    assert "2 things are worth a look: the release page lists them." in said
    checked = words(browser.open(f"/staff/letters/{letter.id}/release"))
    assert noted in checked
    assert "Text, line 1, “15 organisations”: the text says 15, the list has 2." in checked


def test_a_press_release_comes_in_without_names_and_says_what_to_do(browser: Browser, campaign: Campaign) -> None:
    release = LETTER_FILE.replace("joint-statement", "press-release")
    beside = "“Press release” is printed beside a letter, and is none itself."

    status, told = bring_in(browser, campaign, release, SIGNATORIES_FILE)
    assert (status, letters.letters_of(campaign.id)) == (409, [])
    assert f"letter.md, line 2: {beside} Write there a kind of letter that is signed, such as joint-statement" in told

    assert bring_in(browser, campaign, release)[0] == 303
    [letter] = letters.letters_of(campaign.id)
    said = words(browser.open(f"/staff/letters/{letter.id}"))
    assert f"{beside} Choose another kind of letter before you open it." in said


def test_moments_of_a_folder_that_cannot_be_meant_are_told_when_it_comes_in(
    browser: Browser, campaign: Campaign
) -> None:
    passed_now = LETTER_FILE.replace("06-17", "06-16")  # the moment at which these tests run
    letter_file = passed_now.replace("press:", "signing:\n  until: 2027-06-18 09:00 Europe/Brussels\npress:")

    assert bring_in(browser, campaign, letter_file, SIGNATORIES_FILE)[0] == 303

    [letter] = letters.letters_of(campaign.id)
    passed = "The release was planned for Wednesday 16 June 2027, 09:00 CEST (Brussels), which has passed:"
    said = words(browser.open(f"/staff/letters/{letter.id}"))
    assert passed in said
    assert "Signing ends on Friday 18 June 2027, 09:00 CEST (Brussels), after the release planned for" in said
    page = browser.open(f"/staff/letters/{letter.id}/release")
    assert passed in words(page)
    assert page.select_one(f"main a[href='/staff/letters/{letter.id}/plan']") is not None


@pytest.mark.parametrize(("wrong", "said"), [(1, "1 thing is worth"), (300, "300 things are worth")])
def test_however_much_of_a_folder_is_worth_a_look_the_person_stays_signed_in(
    browser: Browser, campaign: Campaign, wrong: int, said: str
) -> None:
    letter_file = LETTER_FILE.replace(
        "{{count:words}} organisations", "15 organisations" + ".\n\n15 organisations" * (wrong - 1)
    )

    bring_in(browser, campaign, letter_file, "name\nA\nB\n")

    [letter] = letters.letters_of(campaign.id)
    assert said in words(browser.open(f"/staff/letters/{letter.id}"))


@pytest.mark.parametrize(
    ("letter", "signatories", "says"),
    [
        ("no front matter", None, "letter.md, line 1"),
        (LETTER_FILE.replace("title:", "titel:"), None, "titel"),
        (LETTER_FILE, "name,country\nRivers United,BX\n", "signatories.csv, line 2"),
        (LETTER_FILE, "name\nRivers United\nRIVERS UNITED\n", "signatories.csv, line 3"),
        (
            LETTER_FILE.replace("{{count:words}}", "{{cuont}}"),
            None,
            "letter.md, line 15, column 5: “{{cuont}}” is not known.",
        ),
        (LETTER_FILE.replace("organisations", "<b>organisations</b>"), None, "letter.md, line 15"),
        (LETTER_FILE.replace("{{count:words}}", "{{count:Boats}}"), None, ""),
    ],
)
def test_a_broken_folder_names_the_place_and_saves_nothing(
    browser: Browser, campaign: Campaign, letter: str, signatories: str | None, says: str
) -> None:
    status, text = bring_in(browser, campaign, letter, signatories)
    if says:
        assert status == 422
        assert says in unescape(text)
        assert letters.letters_of(campaign.id) == []
    else:
        assert status == 303  # a group may still come with the names; sealing checks it


def test_the_home_shows_numbers_state_and_the_next_step(browser: Browser, campaign: Campaign) -> None:
    letter = a_letter(campaign)
    page = browser.open(f"/staff/letters/{letter.id}")
    assert page.select_one("[aria-current=step]").get_text(strip=True) == "Open"  # type: ignore[union-attr]  # it is there or the test fails
    assert "Invite organisations" in words(page)
    a_sealed_edition(letter)
    page = browser.open(f"/staff/letters/{letter.id}")
    assert page.select_one("[aria-current=step]").get_text(strip=True) == "Sealed"  # type: ignore[union-attr]  # as above
    assert "Thursday 17 June 2027, 09:00 CEST (Brussels)" in words(page)


def test_a_deadline_that_is_moved_after_the_seal_lets_names_join_the_next_edition_on_every_page(
    browser: Browser, campaign: Campaign
) -> None:
    letter = a_letter(campaign)
    a_sign_on(letter).sealed_at = LONG_AGO
    letter.deadline_at, letter.deadline_zone = BEFORE_LIFT - timedelta(hours=1), "Europe/Brussels"
    a_sealed_edition(letter)
    home = f"/staff/letters/{letter.id}"
    page = browser.open(home)
    assert [str(state.contents[0]).strip() for state in page.select(".state")] == [each.value for each in Standing]
    assert "Signing ended on" in words(page)

    form = browser.open(f"{home}/deadline")
    assert "Names that come after a seal join the next edition." in words(form)
    moved = {"date": "2027-06-30", "time": "18:00", "zone": "Europe/Brussels"}
    page = browser.press(form, "Move the deadline", moved)

    assert [str(state.contents[0]).strip() for state in page.select(".state")] == ["Draft", "Open", "Sealed", "Public"]
    assert "Signing ends on Wednesday 30 June 2027, 18:00 CEST (Brussels)." in words(page)
    assert "Signing is still open. Whoever signs now joins the next edition" in words(page)
    assert "Whoever signs now joins the next edition" in words(browser.open(f"{home}/invitations"))
    assert "your name joins the next edition" in words(browser.open(an_open_link(letter)))
    browser.press(browser.open(f"{home}/deadline"), "End signing now")
    assert "joins the next edition" not in words(browser.open(home))
    assert "joins the next edition" not in words(browser.open(f"{home}/invitations"))


def test_the_home_turns_public_with_the_clock_alone(
    browser: Browser, campaign: Campaign, at: Callable[[datetime], None], new_browser: Callable[[], Browser]
) -> None:
    letter = a_letter(campaign)
    a_sealed_edition(letter)
    at(LIFT.instant())
    page = browser.open(f"/staff/letters/{letter.id}")  # the session of the day before has ended
    assert page.select_one("h1").get_text(strip=True) == "Sign in"  # type: ignore[union-attr]  # every page has one
    colleague = a_person()
    a_member(campaign, colleague)
    page = signed_in(new_browser(), colleague).open(f"/staff/letters/{letter.id}")
    assert page.select_one("[aria-current=step]").get_text(strip=True) == "Public"  # type: ignore[union-attr]  # as above


def test_the_desk_asks_the_same_number_of_questions_for_one_letter_and_for_six(
    browser: Browser, campaign: Campaign
) -> None:
    a_letter(campaign)
    few = _queries(browser)
    for number in range(5):
        a_letter(campaign, title=f"Letter {number}")
    assert _queries(browser) == few


def _queries(browser: Browser) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.open("/staff/")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([statement for statement in asked if statement.startswith("SELECT")])


def test_an_outsider_does_not_learn_that_a_letter_exists(browser: Browser, session: Session) -> None:
    letter: Letter = a_letter(a_campaign(lead=a_person()))
    session.flush()
    signed_in(browser, a_person())
    browser.open(f"/staff/letters/{letter.id}", status=404)
    assert letter.title not in words(browser.open("/staff/"))
