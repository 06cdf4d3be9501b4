"""Logos and signatures given with a name: by the member through its link, by the team on its page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core import files
from app.core.tokens import Link, Purpose
from app.letters import queries as letters
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.text import canonical
from app.rendering.document import ListForm
from app.signons.models import SignOn
from app.signons.rules import Emblem, State, Visibility, obstacle_to_picturing
from tests.browser import Browser, defaults, form_of, words
from tests.factories import NOON, a_campaign, a_letter, a_member, a_person, a_sign_on, an_open_link, signed_in
from tests.rendering.drawings import drawing, encoded, is_kept

SetClock = Callable[[datetime], None]
GIVE = "Give this picture"
TICK = "Tick that the picture may be printed and published with the letter."
PNG = encoded(drawing(), "PNG")


@pytest.fixture
def campaign(session: Session, at: SetClock) -> Campaign:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_campaign()


@pytest.fixture
def letter(campaign: Campaign) -> Letter:
    return a_letter(campaign)


def give(
    browser: Browser, page: BeautifulSoup, file: tuple[bytes, str], *, status: int, **ticked: str
) -> BeautifulSoup:
    """Choose a file in the form of the page and send it."""
    form = form_of(page, GIVE)
    filled = defaults(form) | ticked | {"picture": (BytesIO(file[0]), file[1])}
    answer = browser.post(str(form["action"]), filled)
    assert answer.status_code == status, answer.text[:1000]
    return browser.open(answer.location) if status == 303 else BeautifulSoup(answer.text, "html.parser")


def address_of(sign_on: SignOn, emblem: str) -> str:
    return f"{Link(Purpose.SIGN_ON, sign_on.id).path()}/pictures/{emblem}"


def test_a_member_gives_a_logo_sees_it_and_takes_it_away(browser: Browser, letter: Letter, session: Session) -> None:
    sign_on = a_sign_on(letter)
    start = browser.open(Link(Purpose.SIGN_ON, sign_on.id).path())
    link = next(a for a in start.select("details a") if a.get_text(strip=True) == "Logo")

    page = give(browser, browser.open(str(link["href"])), (PNG, "logo.png"), status=303, may_print="y")

    session.refresh(sign_on)
    given = sign_on.logo
    assert given is not None
    shown = browser.get(str(page.select(".kept-picture img")[0]["src"]))
    assert (shown.mimetype, shown.data) == ("image/png", files.get(given))
    browser.press(page, "Do not print it")
    session.refresh(sign_on)
    assert [sign_on.logo] == [None]
    said = [entry.action for entry in session.query(Entry).order_by(Entry.at, Entry.action)]
    assert said == ["logo given", "logo taken away"]


@pytest.mark.parametrize(
    ("file", "ticked", "sentence"),
    [
        ((PNG, "logo.png"), {}, TICK),
        ((b"", ""), {"may_print": "y"}, "Choose a picture."),
        (
            (b"%PDF-1.7", "logo.png"),
            {"may_print": "y"},
            "This is not a picture that can be printed. Choose a PNG, JPEG or WebP file.",
        ),
    ],
)
def test_what_is_wrong_with_a_picture_is_said_on_the_page(
    browser: Browser, letter: Letter, file: tuple[bytes, str], ticked: dict[str, str], sentence: str
) -> None:
    sign_on = a_sign_on(letter)

    page = give(browser, browser.open(address_of(sign_on, "logo")), file, status=422, **ticked)

    assert sentence in words(page)
    assert sign_on.logo is None


@pytest.mark.parametrize(
    ("state", "visibility"), [(State.ACCEPTED, Visibility.COUNTED), (State.WITHDRAWN, Visibility.PUBLIC)]
)
def test_no_picture_is_taken_for_a_name_that_is_not_printed(
    browser: Browser,
    letter: Letter,
    session: Session,
    state: State,
    visibility: Visibility,
) -> None:
    plain, hidden = a_sign_on(letter, "Quay"), a_sign_on(letter, "Silent Lake", state=state, visibility=visibility)
    form = form_of(browser.open(address_of(plain, "logo")), GIVE)
    unseen = encoded(drawing(83, 41), "PNG")
    filled = defaults(form) | {"may_print": "y", "picture": (BytesIO(unseen), "logo.png")}

    answer = browser.post(address_of(hidden, "logo"), filled)

    assert answer.status_code == 409
    session.refresh(hidden)
    assert hidden.logo is None
    assert not is_kept(unseen)
    assert browser.open(address_of(hidden, "logo")).select("form input[type=file]") == []


def test_the_team_fills_no_disk_for_a_name_that_is_not_printed(
    browser: Browser, campaign: Campaign, letter: Letter
) -> None:
    coordinator = a_person("Cora Coordinator")
    a_member(campaign, coordinator, role=Role.COORDINATOR)
    staff = signed_in(browser, coordinator)
    plain, gone = a_sign_on(letter, "Quay"), a_sign_on(letter, "Silent Lake", state=State.WITHDRAWN)
    board, unseen = f"/staff/letters/{letter.id}/sign-ons", encoded(drawing(79, 37), "PNG")
    filled = defaults(form_of(staff.open(f"{board}/{plain.id}/pictures/logo"), GIVE)) | {"may_print": "y"}

    answers = {
        sign_on.name: (
            staff.post(
                f"{board}/{sign_on.id}/pictures/logo", filled | {"picture": (BytesIO(unseen), "logo.png")}
            ).status_code,
            is_kept(unseen),
        )
        for sign_on in (gone, plain)
    }

    assert answers == {"Silent Lake": (409, False), "Quay": (303, True)}


def test_what_is_sealed_keeps_its_picture() -> None:
    assert obstacle_to_picturing(State.ACCEPTED, Visibility.PUBLIC, sealed_at=NOON) is not None
    assert obstacle_to_picturing(State.ACCEPTED, Visibility.PUBLIC, sealed_at=None) is None


def test_the_team_gives_a_signature_with_person_and_title(
    browser: Browser, campaign: Campaign, letter: Letter, session: Session
) -> None:
    coordinator = a_person("Cora Coordinator")
    a_member(campaign, coordinator, role=Role.COORDINATOR)
    sign_on = a_sign_on(letter)
    staff = signed_in(browser, coordinator)
    home = f"/staff/letters/{letter.id}/sign-ons/{sign_on.id}"

    give(staff, staff.open(f"{home}/pictures/signature"), (PNG, "hand.png"), status=303, may_print="y")
    staff.press(staff.open(home), "Correct the name", {"person": "Mira Solen", "person_title": "Director"})

    session.refresh(sign_on)
    assert (sign_on.person, sign_on.person_title) == ("Mira Solen", "Director")
    assert sign_on.signature is not None
    assert sign_on.logo is None


@pytest.mark.parametrize("emblem", Emblem)
def test_a_picture_that_is_not_there_is_not_found(browser: Browser, letter: Letter, emblem: Emblem) -> None:
    assert browser.get(f"{address_of(a_sign_on(letter), emblem)}.png").status_code == 404


def test_a_letter_signed_in_blocks_asks_who_signs_and_for_a_signature(
    browser: Browser, letter: Letter, session: Session
) -> None:
    revision = letters.text_to_sign(letter)
    revision.source = canonical(replace(parse(revision.source), signatures=ListForm.BLOCKS))
    session.flush()
    entry = {
        "name": "Rivers United",
        "country": "BE",
        "typist_name": "Tess Typist",
        "typist_role": "Secretary",
        "email": "tess@rivers.example",
        "person": "Mira Solen",
        "person_title": "Director",
    }

    browser.press(browser.open(an_open_link(letter)), "Sign for our organisation", entry)

    sign_on = session.scalars(select(SignOn)).one()
    assert (sign_on.person, sign_on.person_title) == ("Mira Solen", "Director")
    page = browser.open(Link(Purpose.SIGN_ON, sign_on.id).path())
    offered = [a.get_text(strip=True) for a in page.select("details a") if "/pictures/" in str(a["href"])]
    assert offered == ["Logo", "Picture of the signature"]
