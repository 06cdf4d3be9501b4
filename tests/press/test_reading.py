"""What the press desk wrote, as journalists read it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.letters.models import Letter, PressText, Quote
from tests.browser import Browser, words
from tests.factories import BEFORE_LIFT, a_grant, a_letter, a_sealed_edition
from tests.press.test_public_views import entered

SetClock = Callable[[datetime], None]


@pytest.fixture
def waiting(session: Session, at: SetClock) -> Letter:  # noqa: ARG001 - rows need the test's transaction
    """A letter under embargo, a day before its lift."""
    at(BEFORE_LIFT)
    letter = a_letter()
    a_sealed_edition(letter)
    return letter


def test_numbers_in_the_press_text_are_counted_from_the_names_of_the_edition(
    browser: Browser, waiting: Letter, session: Session
) -> None:
    session.add(PressText(letter_id=waiting.id, headline="{{count:words}} ask", intro="All {{count}} of them."))
    session.add(Quote(letter_id=waiting.id, position=1, text="{{count}}, not one.", speaker="Ivo Ban"))
    session.flush()

    page = entered(browser, a_grant(waiting))

    assert "two ask All 2 of them." in words(page)
    assert [field["value"] for field in page.select(".copy input")] == ["“2, not one.” Ivo Ban"]


def test_words_with_a_number_that_cannot_be_counted_reach_no_journalist(
    browser: Browser, waiting: Letter, session: Session
) -> None:
    session.add(PressText(letter_id=waiting.id, headline="{{count:Boats}} ask", intro="All {{count}} of them."))
    session.add(Quote(letter_id=waiting.id, position=1, text="We are {{count}}, not {{count:Boats}}.", speaker="Ivo"))
    session.add(Quote(letter_id=waiting.id, position=2, text="A river is not a drain.", speaker="Ivo Ban"))
    session.flush()

    page = entered(browser, a_grant(waiting))

    assert "All 2 of them." in words(page)
    assert "(…)" not in str(page)
    assert "Boats" not in str(page)
    assert [field["value"] for field in page.select(".copy input")] == ["“A river is not a drain.” Ivo Ban"]
