"""Signing in, staying signed in, signing out."""

import pytest

from tests.browser import Browser, words
from tests.factories import a_person, signed_in

pytestmark = pytest.mark.usefixtures("session")


def test_someone_with_an_account_signs_in_and_sees_their_account(browser: Browser) -> None:
    ada = a_person("Ada Lovelace")
    signed_in(browser, ada)
    assert ada.email in words(browser.open("/staff/profile"))


def test_a_stranger_is_sent_to_the_sign_in_page_and_then_to_where_they_wanted(browser: Browser) -> None:
    response = browser.get("/staff/profile")
    assert (response.status_code, response.location) == (302, "/staff/sign-in?next=/staff/profile")
