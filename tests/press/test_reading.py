"""What the press desk writes for the press page, and journalists read: its numbers are those of the edition."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.letters.models import Letter, PressText, Quote
from tests.browser import Browser, defaults, form_of, words
from tests.factories import a_grant
from tests.press.test_public_views import entered
from tests.press.test_staff_views import desk, texts

SetClock = Callable[[datetime], None]


def test_numbers_in_the_press_text_are_counted_from_the_names_of_the_edition(
    browser: Browser, letter: Letter, session: Session
) -> None:
    session.add(PressText(letter_id=letter.id, headline="{{count:words}} ask", intro="All {{count}} of them."))
    session.add(Quote(letter_id=letter.id, position=1, text="{{count}}, not one.", speaker="Ivo Ban"))
    session.flush()

    page = entered(browser, a_grant(letter))

    assert "Two ask All 2 of them." in words(page)
    assert [field["value"] for field in page.select(".copy input")] == ["“2, not one.” Ivo Ban"]


def test_words_with_a_number_that_cannot_be_counted_reach_no_journalist(
    browser: Browser, letter: Letter, session: Session
) -> None:
    session.add(PressText(letter_id=letter.id, headline="{{count:Boats}} ask", intro="All {{count}} of them."))
    session.add(Quote(letter_id=letter.id, position=1, text="We are {{count}}, not {{count:Boats}}.", speaker="Ivo"))
    session.add(Quote(letter_id=letter.id, position=2, text="A river is not a drain.", speaker="Ivo Ban"))
    session.flush()

    page = entered(browser, a_grant(letter))

    assert "All 2 of them." in words(page)
    assert "(…)" not in str(page)
    assert "Boats" not in str(page)
    assert [field["value"] for field in page.select(".copy input")] == ["“A river is not a drain.” Ivo Ban"]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"headline": "{{count:Boats}} ask"}, "Headline, line 1"),
        ({"intro": "One.\n\nAll {{count:Boats}}."}, "Press text, line 3"),
        ({"text": "We are {{count:Boats}}.", "speaker": "Ivo Ban"}, "Quote, line 1"),
    ],
)
def test_a_number_that_the_sealed_list_cannot_fill_is_refused_and_nothing_is_lost(
    officer: Browser, letter: Letter, session: Session, typed: dict[str, str], part: str
) -> None:
    button = "Add the quote" if "text" in typed else "Save headline and introduction"
    page = officer.press(officer.open(f"{desk(letter)}/page"), button, typed, status=409)

    assert texts(page, ".errors li, .errors p") == [
        f"{part}: “{{{{count:Boats}}}}” names a group that no signatory has. The groups are: none."
    ]
    kept = defaults(form_of(page, button))
    assert {name: kept[name].replace("\r", "") for name in typed} == typed
    assert [session.scalars(select(PressText)).all(), session.scalars(select(Quote)).all()] == [[], []]


def test_words_that_journalists_are_not_shown_are_named_on_the_press_page(
    officer: Browser, letter: Letter, session: Session
) -> None:
    address = f"{desk(letter)}/page"
    assert texts(officer.open(address), ".notice-bad li") == []
    session.add(Quote(letter_id=letter.id, position=1, text="We are {{count:Boats}}.", speaker="Ivo Ban"))
    session.flush()

    assert texts(officer.open(address), ".notice-bad li") == [
        "Quote 1, line 1: “{{count:Boats}}” names a group that no signatory has. The groups are: none."
    ]
