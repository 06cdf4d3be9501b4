"""A title with a living count, as the team and those who sign read it: with its number, never with its token."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.campaigns.rules import Role
from app.core.tokens import Link, Purpose
from app.letters.models import Letter
from app.letters.rules import Listing
from tests.browser import Browser, words
from tests.factories import BEFORE_LIFT, a_campaign, a_letter, a_member, a_person, a_sign_on, signed_in

TITLE = "Let the rivers run: {{count:words}} voices"


@pytest.fixture
def letter(browser: Browser, at: Callable[[datetime], None]) -> Letter:
    """A letter of the campaign whose coordinator is signed in."""
    at(BEFORE_LIFT)
    campaign, coordinator = a_campaign(), a_person()
    a_member(campaign, coordinator, role=Role.LEAD)
    signed_in(browser, coordinator)
    return a_letter(campaign, title=TITLE)


def pages_of_a_letter(app: Flask) -> list[str]:
    """The addresses of the team's pages that need a letter and nothing else."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/staff/") and rule.arguments == {"letter_id"} and "GET" in (rule.methods or ())
    ]


def test_every_page_of_the_team_fills_the_number_in(browser: Browser, letter: Letter, app: Flask) -> None:
    a_sign_on(letter, "Rivers United")
    a_sign_on(letter, "Wells and Springs")
    places = [re.sub("<[^>]+>", str(letter.id), path) for path in pages_of_a_letter(app)]

    told = []
    for path in ["/staff/", f"/staff/campaigns/{letter.campaign_id}", *places]:
        answer = browser.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":  # a file, or a page of another state
            continue
        page = browser.open(path)
        outside_the_text = " ".join(each.get_text(" ", strip=True) for each in page.select("nav, h1, h2, title, .card"))
        assert "{{" not in outside_the_text, path
        told.append("Let the rivers run: two voices" in outside_the_text)

    assert len(told) > 10
    assert all(told)


def test_before_anyone_has_signed_the_number_is_open(browser: Browser, letter: Letter) -> None:
    page = browser.open(f"/staff/letters/{letter.id}")

    assert [each.get_text() for each in page.select("h1")] == ["Let the rivers run: (…) voices"]


@pytest.mark.parametrize(("listing", "told"), [(Listing.QUIET, "(…)"), (Listing.PUBLIC_CALL, "one")])
def test_who_signs_is_told_the_number_only_of_a_public_call(
    browser: Browser, letter: Letter, listing: Listing, told: str
) -> None:
    letter.listing = listing
    sign_on = a_sign_on(letter)

    page = words(browser.open(Link(Purpose.SIGN_ON, sign_on.id).path()))

    assert f"Letter Let the rivers run: {told} voices" in page
    assert "{{" not in page
