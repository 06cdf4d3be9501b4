"""Many people at once, each in a thread with a connection of their own, on data that is really kept."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from app.audit.models import Entry
from app.core.db import session, transaction
from app.core.tokens import Link, Purpose
from app.mail.models import OutboxMessage
from app.organisations.models import Organisation
from app.signons.models import SignOn
from app.signons.rules import State
from tests.browser import Browser
from tests.factories import a_letter, a_sign_on, an_open_link

CROWD = 20
CONFIRM = "Confirm: \u2068Rivers United\u2069 signs"
ENTRY = {"country": "BE", "typist_name": "Tess Typist", "typist_role": "Director"}


@contextmanager
def kept(app: Flask) -> Iterator[None]:
    """Rows made inside are there for everybody afterwards."""
    with app.app_context(), transaction():
        yield


def at_once(app: Flask, step: Callable[[Browser, int, Barrier], None]) -> None:
    """Let a crowd take the same step, each with a browser of their own. What goes wrong for one is raised."""
    start = Barrier(CROWD, timeout=60)
    with ThreadPoolExecutor(CROWD) as crowd:
        for done in [crowd.submit(step, Browser(app.test_client()), number, start) for number in range(CROWD)]:
            done.result()


def test_a_crowd_signs_one_letter_and_nobody_is_lost(own_app: Flask) -> None:
    with kept(own_app):
        page = an_open_link(a_letter())

    def sign(browser: Browser, number: int, start: Barrier) -> None:
        form = browser.open(page)
        start.wait()
        fields = {"name": f"Friends of river {number:02}", "email": f"tess@river-{number:02}.example"}
        browser.press(form, "Sign for our organisation", ENTRY | fields)

    at_once(own_app, sign)

    with own_app.app_context():
        names = list(session().scalars(select(SignOn.name).order_by(SignOn.name)))
        letters_sent = session().scalar(select(func.count(OutboxMessage.id)))
    assert names == [f"Friends of river {number:02}" for number in range(CROWD)]
    assert letters_sent == CROWD


def test_of_a_crowd_that_confirms_one_name_exactly_one_counts(own_app: Flask) -> None:
    with kept(own_app):
        letter = a_letter()
        sign_ons = [a_sign_on(letter, state=State.UNCONFIRMED) for _number in range(CROWD)]
        pages = [Link(Purpose.SIGN_ON, sign_on.id).path() for sign_on in sign_ons]

    def confirm(browser: Browser, number: int, start: Barrier) -> None:
        form = browser.open(pages[number])
        start.wait()
        browser.press(form, CONFIRM, {"may_sign": "y"})

    at_once(own_app, confirm)

    with own_app.app_context():
        states = Counter(session().scalars(select(SignOn.state)))
        listed = session().scalar(select(func.count(Entry.id)).where(Entry.action == "sign-on accepted"))
        remembered = session().scalar(select(func.count(Organisation.id)))
    assert states == {State.ACCEPTED: 1, State.CONFIRMED: CROWD - 1}
    assert (listed, remembered) == (1, 1)


def test_a_button_that_is_pressed_by_a_crowd_does_its_work_once(own_app: Flask) -> None:
    with kept(own_app):
        page = Link(Purpose.SIGN_ON, a_sign_on(a_letter(), state=State.UNCONFIRMED).id).path()

    def confirm(browser: Browser, _number: int, start: Barrier) -> None:
        form = browser.open(page)
        start.wait()
        browser.press(form, CONFIRM, {"may_sign": "y"})

    at_once(own_app, confirm)

    with own_app.app_context():
        done = Counter(session().scalars(select(Entry.action)))
    assert done == {"sign-on confirmed": 1, "sign-on accepted": 1}


def test_a_crowd_that_signs_under_one_name_is_taken_whole_and_counted_by_nobody(own_app: Flask) -> None:
    with kept(own_app):
        page = an_open_link(a_letter())

    def sign(browser: Browser, number: int, start: Barrier) -> None:
        form = browser.open(page)
        start.wait()
        fields = {"name": "Rivers United", "email": f"tess-{number:02}@rivers.example"}
        browser.press(form, "Sign for our organisation", ENTRY | fields)

    at_once(own_app, sign)

    with own_app.app_context():
        assert Counter(session().scalars(select(SignOn.state))) == {State.UNCONFIRMED: CROWD}
