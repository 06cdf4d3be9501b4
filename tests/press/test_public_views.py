"""The pages of journalists, through a browser: the terms, the room, the copy."""

import json
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.campaigns.models import Campaign
from app.core import clock, files
from app.editions.models import Edition
from app.letters.models import Letter, Quote
from app.press.actions import link_to
from app.press.models import Copy, CopyMaster, Download
from app.press.queries import Guest
from app.press.rules import TERMS, TERMS_VERSION
from app.signons.roll import Signatory
from tests.browser import Browser, words
from tests.factories import (
    BEFORE_LIFT,
    LIFT,
    LONG_AGO,
    a_campaign,
    a_grant,
    a_letter,
    a_member,
    a_person,
    a_sealed_edition,
    signed_in,
)

SetClock = Callable[[datetime], None]
ACCEPT = {"accepts": "y"}


@pytest.fixture
def waiting(session: Session, at: SetClock) -> tuple[Letter, Edition]:  # noqa: ARG001 - rows need the test's transaction
    """A letter under embargo, a day before its lift."""
    at(BEFORE_LIFT)
    letter = a_letter(a_campaign("Sluice gates now"), title="Clean water for every town")
    return letter, a_sealed_edition(letter)


def landing(guest: Guest) -> str:
    return link_to(guest.grant).path()


def room(guest: Guest) -> str:
    return f"/press/room/{guest.grant.id}"


def entered(browser: Browser, guest: Guest) -> BeautifulSoup:
    """The room, after the link was opened and the button pressed."""
    return browser.press(browser.open(landing(guest)), "Continue")


def button_token(page: BeautifulSoup) -> dict[str, str]:
    """The hidden field of the first form of a page."""
    field = page.select_one("form[method=post] input[name=csrf_token]")
    assert field is not None
    return {"csrf_token": str(field["value"])}


def pdf_pages(content: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def test_the_notice_says_when_and_not_what(browser: Browser, waiting: tuple[Letter, Edition]) -> None:
    letter, _ = waiting
    guest = a_grant(letter, accepted_at=None)

    answer = browser.get(landing(guest))

    page = words(browser.open(landing(guest)))
    assert "Under embargo until Thursday 17 June 2027, 10:00 EEST (Bucharest)." in page
    assert "09:00 Brussels" in page
    assert all(term in page for term in TERMS)
    told = (answer.text + str(answer.headers)).casefold()
    hidden = [
        "clean water",
        "sluice",
        "rivers united",
        "wasser",
        "mara",
        letter.slug,
        "og:",
        "twitter:",
        str(letter.id),
    ]
    assert [word for word in hidden if word in told] == []


def test_opening_the_link_changes_nothing(browser: Browser, waiting: tuple[Letter, Edition], session: Session) -> None:
    guest = a_grant(waiting[0], accepted_at=None)

    browser.open(landing(guest))

    session.refresh(guest.grant)
    assert (guest.grant.accepted_at, guest.grant.terms_version) == (None, None)
    browser.open(room(guest), status=404)


def test_without_the_tick_nothing_is_accepted(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session
) -> None:
    guest = a_grant(waiting[0], accepted_at=None)

    page = browser.press(browser.open(landing(guest)), "Accept and read", status=422)

    assert "Tick the box if you accept the five points." in words(page)
    session.refresh(guest.grant)
    assert guest.grant.accepted_at is None


def test_accepting_is_recorded_with_the_version_and_opens_the_room(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session
) -> None:
    guest = a_grant(waiting[0], accepted_at=None)

    page = browser.press(browser.open(landing(guest)), "Accept and read", ACCEPT)

    assert browser.address == room(guest)
    assert link_to(guest.grant).token() not in browser.address
    assert page.h1 is not None
    assert page.h1.get_text() == "Clean water for every town"
    session.refresh(guest.grant)
    assert (guest.grant.accepted_at, guest.grant.terms_version) == (BEFORE_LIFT, TERMS_VERSION)
    said = session.scalars(select(Entry).where(Entry.subject_id == guest.grant.id)).one()
    assert (said.action, said.facts) == ("terms accepted", {"version": str(TERMS_VERSION)})


def test_a_link_used_again_is_one_button(
    browser: Browser, new_browser: Callable[[], Browser], waiting: tuple[Letter, Edition]
) -> None:
    guest = a_grant(waiting[0], accepted_at=None)
    browser.press(browser.open(landing(guest)), "Accept and read", ACCEPT)
    other = new_browser()

    page = other.open(landing(guest))

    assert [button.get_text() for button in page.select("main button")] == ["Continue"]
    assert "Clean water" not in words(page)
    assert "Clean water" in words(other.press(page, "Continue"))


def test_the_room_holds_what_a_newsroom_needs(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session
) -> None:
    letter, _ = waiting
    session.add(Quote(letter_id=letter.id, position=1, text="A river is not a drain.", speaker="Ivo Ban"))
    session.flush()

    page = entered(browser, a_grant(letter))

    shown = words(page)
    assert "Under embargo until Thursday 17 June 2027, 10:00 EEST (Bucharest)." in shown
    assert "We are two organisations." in shown
    assert "mara@example.org" in shown
    assert [each.get_text() for each in page.select("main dt")] == ["Austria", "Belgium"]
    assert [field["value"] for field in page.select(".copy input")] == ["“A river is not a drain.” Ivo Ban"]
    assert page.select_one("time[data-countdown]")["datetime"] == LIFT.instant().isoformat()  # type: ignore[index]  # fails the test when it is missing


def test_the_copy_bears_number_name_and_outlet_on_every_page_and_is_logged(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session, at: SetClock
) -> None:
    letter, edition = waiting
    edition.embargoed_file = a_sealed_edition(
        letter, number=2, signatories=tuple(Signatory(f"River {n:03}") for n in range(150))
    ).embargoed_file
    second = session.scalars(select(Edition).where(Edition.number == 2)).one()
    session.delete(second)
    session.flush()
    guest = a_grant(letter)
    page = entered(browser, guest)

    made = browser.post(f"{room(guest)}/copy", button_token(page))
    at(BEFORE_LIFT + timedelta(minutes=5))
    answer = browser.get(made.location)
    browser.get(made.location)

    copy = session.scalars(select(Copy)).one()
    pages = pdf_pages(answer.data)
    line = f"Copy {copy.number} · Ana Pop, Radio Delta"
    assert made.status_code == 303
    assert made.location.endswith("_EMBARGOED.pdf")
    assert len(pages) > 1
    assert [text for text in pages if line not in text] == []
    assert answer.data == files.get(copy.file)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    logged = session.scalars(select(Download)).all()
    assert [(each.copy_id, each.downloaded_at) for each in logged] == [
        (copy.id, BEFORE_LIFT + timedelta(minutes=5))
    ] * 2


def test_a_download_goes_on_where_it_broke_off_and_every_part_is_written_down(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session
) -> None:
    guest = a_grant(waiting[0])
    address = browser.post(f"{room(guest)}/copy", button_token(entered(browser, guest))).location
    whole = browser.get(address)

    rest = browser.get(address, headers={"Range": "bytes=1000-"})
    unsure = browser.get(address, headers={"Range": "bytes=1000-", "If-Range": '"another"'})
    beyond = browser.get(address, headers={"Range": f"bytes={len(whole.data)}-"})

    assert (rest.status_code, rest.data) == (206, whole.data[1000:])
    assert rest.headers["Content-Range"] == f"bytes 1000-{len(whole.data) - 1}/{len(whole.data)}"
    assert (unsure.status_code, unsure.data, beyond.status_code) == (200, whole.data, 416)
    answers = (whole, rest, unsure, beyond)
    assert {each.headers["Cache-Control"] for each in answers} == {"no-store"}
    assert not [each for each in answers if "ETag" in each.headers or "Last-Modified" in each.headers]
    assert len(session.scalars(select(Download)).all()) == 3


def test_copies_of_an_edition_are_made_from_one_file_until_a_name_needs_another(
    new_browser: Callable[[], Browser], waiting: tuple[Letter, Edition], session: Session
) -> None:
    guests = [a_grant(waiting[0], name=name) for name in ("Ana Pop", "Ben Ola", "Łucja Żak", "Łukasz Żuk")]
    guests.append(a_grant(waiting[0], name="No face 🦩"))
    late = a_grant(waiting[0], name="王小明")
    late.contact.name = "Late"
    session.flush()
    masters, sizes = [], set()
    for guest in [*guests[:4], late]:
        if guest is late:
            guest.contact.name = "王小明"
            session.flush()
        person = new_browser()
        made = person.post(f"{room(guest)}/copy", button_token(entered(person, guest)))
        sizes.add(len(person.get(made.location).data))
        masters.append(session.scalars(select(CopyMaster.file)).one())

    assert masters[0] == masters[1] == masters[2] == masters[3] != masters[4]
    assert len(sizes) == 2


def test_a_plan_that_is_damaged_or_of_an_earlier_version_is_made_anew(
    new_browser: Callable[[], Browser], waiting: tuple[Letter, Edition], session: Session
) -> None:
    plans = []
    for name, spoilt in (("Ana Pop", {"gathered": None}), ("Ben Ola", {"marks": ["a"]}), ("Cai Lin", {})):
        guest, person = a_grant(waiting[0], name=name), new_browser()
        made = person.post(f"{room(guest)}/copy", button_token(entered(person, guest)))
        assert name in pdf_pages(person.get(made.location).data)[0]
        row = session.scalars(select(CopyMaster).execution_options(populate_existing=True)).one()
        plans.append(json.loads(files.get(row.plan_file)))
        row.plan_file = files.put(json.dumps({**plans[-1], **spoilt}).encode())
        session.flush()
    assert plans[0] == plans[1] == plans[2]


def test_asking_twice_gives_the_same_copy(browser: Browser, waiting: tuple[Letter, Edition], session: Session) -> None:
    guest = a_grant(waiting[0])
    page = entered(browser, guest)
    token = button_token(page)

    places = {browser.post(f"{room(guest)}/copy", token).location for _ in range(3)}

    assert len(places) == 1
    assert len(session.scalars(select(Copy)).all()) == 1
    assert "Download your PDF" in words(browser.open(room(guest)))


def test_a_name_that_cannot_be_stamped_is_a_sentence_and_can_be_mended(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session
) -> None:
    guest = a_grant(waiting[0], outlet="Radio 🦩")
    page = entered(browser, guest)

    refused = browser.press(page, "Get your PDF", status=409)
    guest.contact.outlet = "Radio Flamingo"
    session.flush()
    made = browser.post(f"{room(guest)}/copy", button_token(refused))

    assert "Your PDF could not be made" in words(refused)
    assert "cannot be printed" in words(refused)
    copy = session.scalars(select(Copy)).one()
    assert f"Copy {copy.number} · Ana Pop, Radio Flamingo" in pdf_pages(browser.get(made.location).data)[0]


def test_a_hostile_name_is_printed_as_text(browser: Browser, waiting: tuple[Letter, Edition], session: Session) -> None:
    guest = a_grant(waiting[0], name="{{7*7}} <b>Eve</b>", outlet=") Tj ET\n%%EOF (x")
    page = entered(browser, guest)

    content = browser.get(browser.post(f"{room(guest)}/copy", button_token(page)).location).data

    number = session.scalars(select(Copy.number)).one()
    assert f"Copy {number} · {{{{7*7}}}} <b>Eve</b>, ) Tj ET %%EOF (x" in pdf_pages(content)[0]
    assert content.count(b"%%EOF") == 1


def test_shutting_out_closes_the_open_room_the_copy_and_the_link_at_once(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session
) -> None:
    guest = a_grant(waiting[0])
    page = entered(browser, guest)
    token = button_token(page)
    file = browser.post(f"{room(guest)}/copy", token).location
    assert browser.get(file).status_code == 200

    guest.grant.revoked_at = clock.now()
    session.flush()

    answers = [browser.get(room(guest)), browser.get(file), browser.get(landing(guest))]
    answers += [browser.post(f"{room(guest)}/copy", token), browser.post(landing(guest), token | ACCEPT)]
    assert [each.status_code for each in answers] == [410] * 5
    assert not [each for each in answers if "Clean water" in each.text]


def test_whoever_is_let_in_again_gets_a_new_link_and_the_old_one_opens_nothing(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session
) -> None:
    guest = a_grant(waiting[0])
    entered(browser, guest)
    old = landing(guest)

    guest.grant.granted_at = BEFORE_LIFT
    guest.grant.token_hash = link_to(guest.grant).token_hash()
    session.flush()

    assert browser.get(old).status_code == 404
    assert browser.get(room(guest)).status_code == 404
    assert browser.get(landing(guest)).status_code == 200


def test_nobody_else_enters_the_room(
    app: Flask, new_browser: Callable[[], Browser], waiting: tuple[Letter, Edition], session: Session
) -> None:
    letter, edition = waiting
    guest, colleague = a_grant(letter), a_grant(a_letter())
    a_sealed_edition(session.get_one(Letter, colleague.grant.letter_id))
    lead, outsider = a_person("Lead"), a_person("Outsider")
    a_member(session.get_one(Campaign, letter.campaign_id), lead)
    other_journalist = new_browser()
    entered(other_journalist, colleague)
    people = [new_browser(), other_journalist, signed_in(new_browser(), lead), signed_in(new_browser(), outsider)]
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        seen = [
            answer.status_code
            for person in people
            for answer in (
                person.get(room(guest)),
                person.get(f"{room(guest)}/{edition.file_stem}_EMBARGOED.pdf"),
                person.post(f"{room(guest)}/copy", {}),
                person.get("/press/" + "A" * 43),
                person.post("/press/" + "A" * 43, ACCEPT),
            )
        ]
    finally:
        app.config["WTF_CSRF_ENABLED"] = True

    assert seen == [404] * len(seen)
    assert session.scalars(select(Copy)).all() == []


@pytest.mark.parametrize(("field", "told"), [("killed_at", "Do not publish it"), ("withdrawn_at", "was withdrawn")])
def test_what_ended_says_so_everywhere(
    browser: Browser, waiting: tuple[Letter, Edition], session: Session, field: str, told: str
) -> None:
    letter, edition = waiting
    guest, newcomer = a_grant(letter), a_grant(letter, accepted_at=None)
    entered(browser, guest)

    setattr(edition, field, BEFORE_LIFT)
    edition.reason = "A source asked for it."
    session.flush()

    for address in (room(guest), landing(guest), landing(newcomer), f"{room(guest)}/{edition.file_stem}_EMBARGOED.pdf"):
        page = words(browser.open(address, status=410))
        assert told in page
        assert "A source asked for it." in page
        assert "Clean water" not in page


def test_a_held_letter_names_no_hour(browser: Browser, waiting: tuple[Letter, Edition], session: Session) -> None:
    letter, edition = waiting
    edition.held_at = BEFORE_LIFT
    session.flush()

    page = entered(browser, a_grant(letter))

    assert "the release is on hold. Publish nothing until you hear from us." in words(page)
    assert page.select("time[data-countdown]") == []
    assert "10:00" not in words(page)


def test_after_the_lift_the_room_leads_to_the_clean_pdf_and_says_nothing_of_an_embargo(
    browser: Browser, waiting: tuple[Letter, Edition], at: SetClock, session: Session
) -> None:
    letter, edition = waiting
    guest = a_grant(letter)
    page = entered(browser, guest)
    token = button_token(page)
    file = browser.post(f"{room(guest)}/copy", token).location

    at(LIFT.instant())
    answer = browser.get(room(guest))

    assert "embargo" not in answer.text.casefold()
    assert f"/letters/{letter.slug}/{edition.file_stem}.pdf" in answer.text
    assert browser.get(f"/letters/{letter.slug}/{edition.file_stem}.pdf").status_code == 200
    stamped = browser.get(file)
    assert (stamped.status_code, stamped.location.endswith(f"/letters/{letter.slug}")) == (303, True)
    assert session.scalars(select(Download)).all() == []
    assert browser.post(f"{room(guest)}/copy", token).status_code == 409


def test_after_the_lift_the_link_leads_anyone_invited_to_the_public_page(
    browser: Browser, waiting: tuple[Letter, Edition], at: SetClock
) -> None:
    guest = a_grant(waiting[0], accepted_at=None)
    at(LIFT.instant())

    page = browser.open(landing(guest))

    assert "The letter is public" in words(page)
    assert "embargo" not in words(page).casefold()
    assert page.select("form") == []


def test_before_a_seal_there_is_nothing_behind_a_grant(browser: Browser) -> None:
    guest = a_grant(a_letter(), accepted_at=LONG_AGO)

    assert browser.get(landing(guest)).status_code == 404
