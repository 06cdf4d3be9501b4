"""Asking for a moment: each mistake is told at its own field, and nothing typed is lost."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import pytest

from app.core.db import session
from app.letters.models import Letter
from app.letters.rules import LetterState
from tests.browser import Browser, defaults, form_of
from tests.factories import BEFORE_LIFT, a_campaign, a_letter, a_person, a_sign_on, signed_in

BUTTONS = {"plan": "Note the plan", "deadline": "Move the deadline", "release": "Review the release"}


@pytest.fixture
def letter(browser: Browser, at: Callable[[datetime], None]) -> Letter:
    """An open letter that could be sealed, of a campaign that the browser's person leads."""
    at(BEFORE_LIFT)
    lead = a_person()
    letter = a_letter(a_campaign(lead=lead))
    a_sign_on(letter, "Rivers United")
    signed_in(browser, lead)
    return letter


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("31.6.2027", "25:00", "Europe/Brussels", ""), {"date": "“31.6.2027” is not a", "time": "“25:00” is not a"}),
        (("2027-06-31", "09:00", "Europe/Brussels", ""), {"date": "“2027-06-31” is not a date."}),
        (("2027-06-30", "", "Europe/Brussels", ""), {"time": "The time is missing."}),
        (("", "9 h", "CET", ""), {"date": "The date is missing.", "time": "“9 h”", "zone": "“CET”"}),
        (("2028-03-26", "02:30", "Europe/Brussels", ""), {"time": "Clocks in Brussels skip 02:30"}),
        (("2027-10-31", "02:30", "Europe/Brussels", ""), {"fold": "Clocks in Brussels show 02:30 twice"}),
    ],
)
@pytest.mark.parametrize("page", BUTTONS)
def test_each_mistake_in_a_moment_is_told_at_its_own_field(
    browser: Browser, letter: Letter, page: str, typed: tuple[str, ...], told: dict[str, str]
) -> None:
    fields = dict(zip(("date", "time", "zone", "fold"), typed, strict=True))

    address = f"/staff/letters/{letter.id}/{page}"
    if page == "release":  # asks for another page, and changes nothing
        shown = browser.open(f"{address}/review?{urlencode(fields)}", status=422)
    else:
        shown = browser.press(browser.open(address), BUTTONS[page], fields, status=422)

    found = {str(each["id"]).removesuffix("-error"): each.get_text() for each in shown.select(".field .error")}
    assert found.keys() == told.keys()
    assert all(sentence in found[name] for name, sentence in told.items())
    assert [each["href"] for each in shown.select("#errors a")] == [f"#{name}" for name in found]
    kept = defaults(form_of(shown, BUTTONS[page]))
    assert [kept[name] for name in ("date", "time")] == [*typed[:2]]
    assert (shown.select_one("details.more[open]") is not None) == ("fold" in told)


def test_a_moment_may_be_left_out_where_a_letter_is_opened_but_not_one_half_of_it(
    browser: Browser, letter: Letter
) -> None:
    letter.state, letter.frozen_number, letter.opened_at = LetterState.DRAFT, None, None
    letter.deadline_at = letter.deadline_zone = None
    session().flush()
    page, button = browser.open(f"/staff/letters/{letter.id}/opening"), "Freeze the text and open"

    half = browser.press(page, button, {"time": "18:00"}, status=422)
    assert [each["id"] for each in half.select(".field .error")] == ["date-error"]
    browser.press(page, button, {})
    session().refresh(letter)
    assert (letter.state, letter.deadline_at) == (LetterState.OPEN, None)
