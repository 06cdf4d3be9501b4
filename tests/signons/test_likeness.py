"""How a name will look on paper: the pages show what is printed, line or block, and follow what is typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser as Chromium
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.config import PROJECT_FOLDER
from app.core import files
from app.core.tokens import Link, Purpose
from app.editions.composition import Imprint, compose
from app.letters import queries as letters
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.text import canonical
from app.rendering.document import ListForm
from app.signons.likeness import Beside, PrintedName, likeness
from app.signons.models import SignOn
from app.signons.roll import Signatory, roll
from app.signons.rules import Authority, State, Visibility
from tests.browser import Browser, words
from tests.factories import NOON, a_campaign, a_letter, a_member, a_person, a_sign_on, a_text, an_open_link, signed_in
from tests.rendering.drawings import drawing, encoded

BEGIN = "This is how you will be printed"
SCRIPT = PROJECT_FOLDER / "app" / "web" / "static" / "undersigned.js"
PARTS = st.text("Ab م李", max_size=3).map(str.strip)
NAMES = st.builds(
    PrintedName,
    name=st.just("Rivers"),
    acronym=PARTS,
    native_name=PARTS,
    person=PARTS,
    person_title=PARTS,
    affiliation=PARTS,
)


@given(NAMES, st.sampled_from(ListForm), st.sampled_from(["en", "ar", "zh", "ckb"]))
@settings(deadline=None)
def test_a_page_shows_what_paper_prints(name: PrintedName, form: ListForm, language: str) -> None:
    text = replace(a_text(), signatures=form, language=language)
    signed = Signatory(
        name.name,
        acronym=name.acronym,
        native_name=name.native_name,
        person=name.person,
        person_title=name.person_title,
        affiliation=name.affiliation,
    )
    [group] = compose(text, roll([signed], text), Imprint(NOON)).signatories.groups
    [printed] = group.names

    shown = likeness(name, text)

    assert (shown.line, shown.native, shown.language) == (printed.name, printed.native, printed.language)
    assert shown.beside == Beside(printed.signer, printed.signer_title, printed.affiliation, printed.detail)


@pytest.fixture
def campaign(session: Session, at: Callable[[datetime], None]) -> Campaign:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_campaign()


@pytest.fixture
def letter(campaign: Campaign, session: Session) -> Letter:
    """A letter that is signed in blocks."""
    letter = a_letter(campaign)
    revision = letters.text_to_sign(letter)
    revision.source = canonical(replace(parse(revision.source), signatures=ListForm.BLOCKS))
    session.flush()
    return letter


@pytest.fixture
def signed(letter: Letter, session: Session) -> SignOn:
    """Filled in by one person, to be decided by another, with the picture of a signature."""
    sign_on = a_sign_on(letter, "Rivers United", state=State.UNCONFIRMED, authority=Authority.OTHER)
    sign_on.acronym, sign_on.person, sign_on.person_title = "RU", "Mira Solen", "Director"
    sign_on.signature = files.put(encoded(drawing(), "PNG"))
    session.flush()
    return sign_on


def shown_on(page: BeautifulSoup) -> str:
    """What stands on the paper that the page shows."""
    proof = page.select_one(".proof")
    assert proof is not None
    said = " ".join(proof.get_text(" ").split())
    assert said.startswith(BEGIN)
    return said.removeprefix(BEGIN).strip()


def test_what_was_typed_is_shown_as_a_block(browser: Browser, letter: Letter) -> None:
    page = browser.open(an_open_link(letter))
    assert shown_on(page) == "The name of your organisation"
    typed = {"name": "Rivers United", "native_name": "Реки", "person": "Mira Solen", "person_title": "Director"}

    block = browser.press(page, "Sign for our organisation", typed, status=422)
    alone = browser.press(page, "Sign for our organisation", typed | {"person": ""}, status=422)

    assert shown_on(block) == "Mira Solen Director Rivers United Реки"
    assert shown_on(alone) == "Rivers United Реки Director"


@pytest.mark.parametrize("purpose", [Purpose.SIGN_ON, Purpose.AUTHORITY])
def test_both_who_type_and_who_decide_see_the_block_with_its_signature(
    browser: Browser, signed: SignOn, purpose: Purpose
) -> None:
    page = browser.open(Link(purpose, signed.id).path())

    assert shown_on(page) == "Mira Solen Director Rivers United (RU)"
    [picture] = page.select(".proof img")
    with Image.open(BytesIO(browser.get(str(picture["src"])).data)) as drawn:
        assert drawn.size == drawing().size


def test_the_team_and_the_page_of_the_signature_show_the_block_too(
    browser: Browser, new_browser: Callable[[], Browser], campaign: Campaign, signed: SignOn
) -> None:
    person = a_person()
    a_member(campaign, person)
    team = signed_in(new_browser(), person).open(f"/staff/letters/{signed.letter_id}/sign-ons/{signed.id}")
    mine = browser.open(f"{Link(Purpose.SIGN_ON, signed.id).path()}/pictures/signature")

    assert shown_on(team) == shown_on(mine) == "Mira Solen Director Rivers United (RU)"
    assert [len(page.select(".proof img")) for page in (team, mine)] == [1, 1]
    assert mine.select(".kept-picture") == []


def test_in_a_list_the_person_stands_after_the_name_and_there_is_no_picture(
    browser: Browser, signed: SignOn, letter: Letter, session: Session
) -> None:
    revision = letters.text_to_sign(letter)
    revision.source = canonical(replace(parse(revision.source), signatures=ListForm.LIST))
    session.flush()

    page = browser.open(Link(Purpose.SIGN_ON, signed.id).path())

    assert shown_on(page) == "Rivers United (RU) Mira Solen, Director"
    assert page.select(".proof img") == []


def test_a_person_who_signs_for_themselves_is_shown_in_lines(
    browser: Browser, campaign: Campaign, signed: SignOn, session: Session
) -> None:
    person = a_person()
    a_member(campaign, person)
    signed.person, signed.person_title, signed.affiliation = "", "Professor of Law", "University of Port Amber"
    session.flush()

    page = signed_in(browser, person).open(f"/staff/letters/{signed.letter_id}/sign-ons/{signed.id}")

    assert shown_on(page) == "Rivers United (RU) Professor of Law University of Port Amber"
    [beside] = page.select(".proof-beside")
    assert beside.text == "Professor of Law\nUniversity of Port Amber"


def test_a_withheld_name_is_not_shown_as_if_it_were_printed(browser: Browser, signed: SignOn, session: Session) -> None:
    signed.visibility = Visibility.COUNTED
    session.flush()

    for path in ("", "/pictures/signature"):
        page = browser.open(f"{Link(Purpose.SIGN_ON, signed.id).path()}{path}")
        assert BEGIN not in words(page)


def test_the_block_follows_what_is_typed(browser: Browser, letter: Letter, chrome: Chromium) -> None:
    page = chrome.new_page()
    page.set_content(browser.get(an_open_link(letter)).text)
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))

    def said() -> str:
        return shown_on(BeautifulSoup(page.content(), "html.parser"))

    assert said() == "The name of your organisation"
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for name, typed, then in (
        ("name", "Rivers  <United>", "Rivers <United>"),
        ("person_title", "Director", "Rivers <United> Director"),
        ("person", "Mira Solen", "Mira Solen Director Rivers <United>"),
        ("acronym", "RU", "Mira Solen Director Rivers <United> (RU)"),
        ("native_name", "Реки", "Mira Solen Director Rivers <United> (RU) Реки"),
        ("person", "", "Rivers <United> (RU) Реки Director"),
        ("person_title", "", "Rivers <United> (RU) Реки"),
    ):
        page.fill(f"[name={name}]", typed)
        assert said() == then


def test_the_line_follows_what_is_typed_with_the_comma_of_its_script(
    browser: Browser, campaign: Campaign, signed: SignOn, session: Session, chrome: Chromium
) -> None:
    revision = letters.text_to_sign(letters.letter(signed.letter_id))
    revision.source = canonical(replace(parse(revision.source), signatures=ListForm.LIST, language="ar"))
    session.flush()
    person = a_person()
    a_member(campaign, person)
    signed_in(browser, person)
    page = chrome.new_page()
    page.set_content(browser.get(f"/staff/letters/{signed.letter_id}/sign-ons/{signed.id}").text)
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    for signer, title in (
        ("Mira Solen", "Director"),
        ("ليلى حداد", "مديرة"),
        ("李明", "执行主任"),
        ("田中", "センター"),
        ("አበበ", "ዳይሬክተር"),
        ("Mira Solen", "مديرة"),
        ("12", "13"),
    ):
        page.fill("[name=person]", signer)
        page.fill("[name=person_title]", title)
        printed = likeness(PrintedName(name="Rivers", person=signer, person_title=title), parse(revision.source))
        assert page.text_content("[data-beside]") == printed.beside.detail
