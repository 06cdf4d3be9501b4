"""A letter under embargo, and who looks after journalists."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.letters.models import Letter
from tests.browser import Browser
from tests.factories import BEFORE_LIFT, a_campaign, a_letter, a_member, a_person, a_sealed_edition, signed_in


@pytest.fixture
def letter(session: Session, at: Callable[[datetime], None]) -> Letter:  # noqa: ARG001 - rows need the test's transaction
    """A letter under embargo, a day before its lift."""
    at(BEFORE_LIFT)
    letter = a_letter(a_campaign())
    a_sealed_edition(letter)
    return letter


@pytest.fixture
def officer(browser: Browser, letter: Letter, session: Session) -> Browser:
    """The campaign's press officer, signed in."""
    person = a_person("Petra Press")
    a_member(session.get_one(Campaign, letter.campaign_id), person, role=Role.PRESS_OFFICER)
    return signed_in(browser, person)
