"""Every screen, in a real browser, while one letter goes from the first start to its readers."""

import os
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser as Chromium

from app.core import clock
from app.core.wall_time import wall_time_at
from tests.factories import PASSWORD
from tests.journeys.chromium import NARROW, PHONE, WIDE, Visitor, chromium, find_chromium
from tests.journeys.server import Server, running, wait_for

CITY = "Europe/Brussels"
TITLE = "Leave the Harbour Lights On"
LETTER = f"""---
template: joint-statement
language: en
label: Joint statement
title: {TITLE}
standfirst: A quay without a lamp is a quay without witnesses.
place: Brussels
contacts:
  - name: Mara Ilić
    organisation: Harbour Watch
    email: mara@harbour.example
    phone: +32 2 000 00 00
    languages: English, Serbian
sources: |
  Log of the harbour master, sheets 4 to 31.
notes: |
  The signatories have met every Sunday since the lamps went out.
press:
  headline: Organisations ask for light on the quay
  intro: |
    The lamps have been dark for a year. Those who work there want them back.
  quotes:
    - text: We only ask to see where we put our feet.
      speaker: Mara Ilić
      title: Harbour Watch
---

We are {{{{count}}}} organisations from {{{{countries}}}} countries.

## What we ask

1. **Switch the lamps on** before the first of October.
2. Say in public why they were dark.[^log]

[^log]: Log of the harbour master, sheet 12.
"""
SIGNATORIES = """name,acronym,native_name,country,group,visibility
Harbour Watch,HW,,BE,,
Quay Workers’ Union,,,NL,,
Φίλοι του λιμανιού,,,GR,,
Друзі порту,,,UA,,
جمعية المرفأ,,,JO,,
ნავსადგურის მეგობრები,,,GE,,
港口之友,,,TW,,
Amis du port,,,FR,,
Hafenfreunde,,,DE,,
Vänner av hamnen,,,SE,,
Quiet Harbour Circle,,,PL,,counted
"""
ADA = {"name": "Ada Lovelace", "email": "ada@example.org", "password": PASSWORD}
TESS = {"typist_name": "Tess Typist", "typist_role": "Secretary", "email": "tess@lamps.example"}
NORA = {"typist_name": "Nora Pier", "typist_role": "Chair", "email": "nora@pier.example", "country": "SE"}
ANA = {"name": "Ana Pop", "outlet": "Radio Delta", "email": "ana@delta.example", "zone": "Europe/Bucharest"}
SHORTEST_WAIT = timedelta(seconds=45)
LONGEST_WAIT = SHORTEST_WAIT + timedelta(minutes=1)
FEWEST_SCREENS = 60


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    program = find_chromium()
    if not program:
        pytest.skip("no Chromium found: install one, or name it in UNDERSIGNED_CHROMIUM")
    with chromium(program) as started:
        yield started


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "data") as started:
        yield started


def test_every_screen_is_whole_while_a_letter_goes_to_its_readers(
    browser: Chromium, server: Server, tmp_path: Path
) -> None:
    ada, phone, ana = (Visitor(browser, server.address, viewport=size) for size in (WIDE, PHONE, WIDE))
    the_first_start(ada, server)
    campaign = a_campaign_begins(ada)
    letter = a_letter_folder_comes_in(ada, campaign, tmp_path)
    invitations = organisations_are_invited(ada, letter, server)
    a_member_signs_on_the_phone_by_keyboard(phone, invitations[0], server)
    a_member_without_scripts_signs(browser, invitations[1], server)
    signing_ends(ada, letter)
    lift = the_letter_is_sealed(ada, letter, server)
    public_path = a_journalist_reads_early(ada, ana, letter, server)
    with ThreadPoolExecutor(max_workers=1) as aside:
        watched = aside.submit(watch_the_lift, server, public_path, lift)
        the_sealed_edition_is_looked_at(ada, letter)
        people_and_mail(ada, server)
        a_draft_is_written_and_stopped(ada, campaign)
        statuses = watched.result(timeout=2 * LONGEST_WAIT.total_seconds())
    assert statuses == Watched(before={404}, after={200}), "public at the instant, without its worker"
    public = Visitor(browser, server.address)
    the_letter_is_read(public, ana, phone, server, invitations[0])
    the_letter_is_withdrawn(ada, public, letter, public_path)
    looked_at = [name for each in (ada, phone, ana, public) for name in each.screens]
    assert len(looked_at) == len(set(looked_at)), "each screen has a name of its own"
    assert len(looked_at) >= FEWEST_SCREENS, looked_at
    assert "Traceback" not in server.said()


def the_first_start(ada: Visitor, server: Server) -> None:
    ada.open(server.first_start)
    ada.look("set-up")
    ada.fill(ADA | {"password": "short"})
    ada.press("Create my account")
    ada.look("set-up with an error")
    ada.fill(ADA)
    ada.press("Create my account")
    ada.look("empty desk")


def people_and_mail(ada: Visitor, server: Server) -> None:
    ada.open("/staff/people")
    ada.look("people")
    ada.press("Invite someone")
    ada.look("invite someone")
    ada.fill({"name": "Grace Hopper", "email": "grace@example.org"})
    ada.press("Send the invitation")
    ada.press("Grace Hopper")
    ada.look("one person")
    invitation = server.mail("grace@example.org", "Your invitation")
    ada.open("/staff/outbox")
    ada.look("outgoing mail")
    ada.open("/staff/profile")
    ada.look("your account")
    ada.open("/staff/profile/password")
    ada.look("change your password")
    ada.open("/staff/sign-out")
    ada.look("sign out")
    ada.press("Sign out everywhere")
    ada.look("sign in")
    ada.press("Ask for a new password")
    ada.look("ask for a new password")
    ada.open(invitation.link)
    ada.look("join")
    ada.open("/staff/sign-in")
    ada.fill({"email": ADA["email"], "password": PASSWORD})
    ada.press("Sign in")


def a_campaign_begins(ada: Visitor) -> str:
    ada.press("Begin a campaign")
    ada.look("begin a campaign")
    ada.fill({"name": "Harbour lights", "purpose": "Lamps on every quay."})
    ada.press("Begin the campaign")
    ada.look("empty campaign")
    campaign = ada.page.url
    ada.press("Team")
    ada.look("team")
    ada.press("Change name and purpose")
    ada.look("change a campaign")
    ada.open(campaign)
    ada.press("Organisations")
    ada.look("no organisations yet")
    ada.open(campaign)
    return campaign


def a_draft_is_written_and_stopped(ada: Visitor, campaign: str) -> None:
    ada.open(campaign)
    ada.press("Write a letter")
    ada.look("write a letter")
    ada.fill({"title": "A first try", "body": "We are {{count}} organisations.\n\n1. One.\n2. Two."})
    ada.press("Start the letter")
    ada.look("home of a draft")
    home = ada.page.url
    ada.press("Text")
    ada.look("text of a draft")
    ada.fill({"body": "We are {{count}} organisations.\n\n1. One.\n2. Three."})
    ada.press("Preview")
    ada.look("preview")
    ada.press("Save as a new revision")
    ada.press("All revisions")
    ada.look("revisions")
    ada.press("Revision 2")
    ada.look("one revision")
    for link in (
        "Invitations",
        "Sign-ons",
        "Release",
        "Press",
        "Planned release",
        "Open for signing",
        "Stop this letter",
    ):
        ada.open(home)
        ada.press(link)
        ada.look(f"{link} of a draft")
    ada.press("Stop the letter for good")
    ada.look("home of a stopped letter")


def a_letter_folder_comes_in(ada: Visitor, campaign: str, folder: Path) -> str:
    (folder / "letter.md").write_text(LETTER)
    (folder / "signatories.csv").write_text(SIGNATORIES)
    ada.open(f"{campaign}/letters/new")
    ada.page.get_by_text("Bring in a letter folder instead").click()
    ada.page.set_input_files("[name=letter_file]", folder / "signatories.csv")
    ada.press("Start the letter")
    ada.look("a letter file with a mistake")
    ada.page.set_input_files("[name=letter_file]", folder / "letter.md")
    ada.page.set_input_files("[name=signatories_file]", folder / "signatories.csv")
    ada.press("Start the letter")
    ada.look("home of an open letter")
    letter = ada.page.url
    ada.open(campaign)
    ada.look("campaign with letters")
    ada.press("Organisations")
    ada.look("organisations")
    ada.press("Harbour Watch")
    ada.look("one organisation")
    ada.open("/staff/")
    ada.look("desk with letters")
    return letter


def organisations_are_invited(ada: Visitor, letter: str, server: Server) -> tuple[str, str]:
    ada.open(f"{letter}/text")
    ada.look("a frozen text")
    ada.open(f"{letter}/deadline")
    ada.look("deadline")
    ada.open(f"{letter}/invitations")
    ada.look("nobody invited yet")
    ada.fill({"contacts": f"Lamps for All; Tess Typist; {TESS['email']}\nPier Society; Nora Pier; {NORA['email']}"})
    ada.press("Look at the list")
    ada.look("invitations before they go out")
    ada.press("Send 2 invitations")
    ada.look("board of invitations")
    return (
        server.mail(TESS["email"], "Invitation to sign").link,
        server.mail(NORA["email"], "Invitation to sign").link,
    )


def a_member_signs_on_the_phone_by_keyboard(phone: Visitor, link: str, server: Server) -> None:
    keyboard = phone.page.keyboard
    phone.open(link)
    phone.look("signing page")
    phone.tab_to("[name=email]")
    keyboard.press("Enter")
    phone.page.wait_for_selector("#errors")
    phone.look("signing page with errors")
    assert phone.page.evaluate("() => document.activeElement.id") == "errors"
    phone.turn_right_to_left()
    phone.look("signing page from right to left")

    phone.open(link)
    phone.tab_to("[name=country]")
    keyboard.type("Irel")
    for name in ("typist_name", "typist_role", "email"):
        phone.tab_to(f"[name={name}]")
        keyboard.type(TESS[name])
    phone.tab_to("main form button[type=submit]")
    with phone.page.expect_navigation():
        keyboard.press("Enter")
    phone.look("check your mail")
    phone.open(server.mail(TESS["email"], "Please confirm").link)
    phone.look("confirm")
    phone.tab_to("[name=may_sign]")
    keyboard.press("Space")
    phone.tab_to("[name=role]")
    with phone.page.expect_navigation():
        keyboard.press("Enter")
    phone.look("my sign-on")
    assert "Your organisation is a signatory" in phone.page.inner_text("main")
    server.mail(TESS["email"], "Confirmed")


def a_member_without_scripts_signs(browser: Chromium, link: str, server: Server) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(link)
    for name in ("typist_name", "typist_role", "email"):
        page.fill(f"[name={name}]", NORA[name])
    page.click("text=Sign for our organisation")
    page.select_option("[name=country]", NORA["country"])
    page.click("text=Sign for our organisation")
    assert "Nothing is signed yet" in page.inner_text("main")
    page.goto(server.mail(NORA["email"], "Please confirm").link)
    page.check("[name=may_sign]")
    page.click("main form button >> nth=0")
    assert "Your organisation is a signatory" in page.inner_text("main")
    page.click("summary:has-text('Withdraw')")
    assert page.is_visible("text=Withdraw our name"), "what is folded opens without a script"
    context.close()


def signing_ends(ada: Visitor, letter: str) -> None:
    ada.open(f"{letter}/sign-ons")
    ada.look("sign-ons")
    ada.press("Lamps for All")
    ada.look("one sign-on")
    ada.open(f"{letter}/sign-ons/new")
    ada.look("add a name")
    ada.press("Add the organisation")
    ada.look("add a name with errors")
    ada.open(f"{letter}/deadline")
    ada.press("End signing now")
    ada.look("home of a closed letter")


def the_letter_is_sealed(ada: Visitor, letter: str, server: Server) -> datetime:
    ada.open(f"{letter}/release")
    ada.press("Make a trial print")
    ada.look("release check")
    lift = wall_time_at(clock.now() + SHORTEST_WAIT + timedelta(minutes=1), CITY)
    ada.fill({"date": f"{lift.at:%Y-%m-%d}", "time": f"{lift.at:%H:%M}", "zone": CITY})
    ada.press("Review the release")
    ada.press("Seal the edition")
    ada.look("review with errors")
    ada.page.check("[name=read_times]")
    ada.fill({"count": "13"})
    ada.press("Seal the edition")

    def is_sealed() -> bool:
        ada.page.reload()
        return "becomes public by itself" in ada.page.inner_text("main")

    wait_for(is_sealed, "the edition is sealed")
    assert clock.now() < lift.instant(), f"this machine took longer than {LONGEST_WAIT} to seal: {server.said()}"
    return lift.instant()


def a_journalist_reads_early(ada: Visitor, ana: Visitor, letter: str, server: Server) -> str:
    ada.open(f"{letter}/press")
    ada.look("press desk without journalists")
    ada.fill(ANA)
    ada.press("Invite the journalist")
    invitation = server.mail(ANA["email"], "Under embargo")
    ana.open(invitation.link)
    ana.look("landing page of the press")
    ana.press("Accept and read")
    ana.look("landing page with an error")
    ana.page.check("[name=accepts]")
    ana.press("Accept and read")
    ana.look("press room")
    with ana.page.expect_download() as downloading:
        ana.page.click("text=Get your PDF")
    pages = pages_of(downloading.value.path().read_bytes())
    assert pages
    assert all("Copy 1 · Ana Pop, Radio Delta" in page for page in pages)
    (public_path,) = {found for page in pages for found in re.findall(r"/letters/[a-z0-9-]+", page)}
    return str(public_path)


@dataclass(frozen=True, slots=True)
class Watched:
    """What the public address answered, until the instant and from it on."""

    before: set[int]
    after: set[int]


def watch_the_lift(server: Server, path: str, lift: datetime) -> Watched:
    """Kill the worker just before the lift, and ask for the public page until it has been public for a moment."""
    watched = Watched(set(), set())
    worker = server.worker()
    time.sleep(max((lift - clock.now() - timedelta(seconds=1)).total_seconds(), 0))
    watched.before.add(status_of(server.address + path))
    time.sleep(max((lift - clock.now() - timedelta(seconds=0.8)).total_seconds(), 0))
    os.kill(worker, signal.SIGKILL)
    assert clock.now() < lift, "the worker was killed before the lift"
    while (asked := clock.now()) < lift + timedelta(seconds=0.5):
        status = status_of(server.address + path)
        if asked >= lift:
            watched.after.add(status)
        elif clock.now() < lift:
            watched.before.add(status)
    assert "The background worker was ended by SIGKILL." in server.said()
    return watched


def status_of(address: str) -> int:
    """What a reader without a browser is answered."""
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def the_sealed_edition_is_looked_at(ada: Visitor, letter: str) -> None:
    ada.open(f"{letter}/press")
    ada.look("press desk")
    ada.press("Write the press page")
    ada.look("press page")
    ada.open(letter)
    ada.look("home of a sealed letter")
    ada.open(f"{letter}/release")
    ada.look("release of a sealed letter")
    ada.open(f"{letter}/editions/1")
    ada.look("edition under embargo")
    ada.open(f"{letter}/editions/1/letting-go")
    ada.look("let it go")
    ada.open(f"{letter}/editions/1/kill")
    ada.look("kill the edition")


def the_letter_is_read(public: Visitor, ana: Visitor, phone: Visitor, server: Server, link: str) -> None:
    public.open("/")
    public.look("public letters")
    public.press(TITLE)
    public.look("public letter")
    public.turn_right_to_left()
    public.look("public letter from right to left")
    public.fill({"q": "lamps"})
    public.press("Show")
    public.look("public letter searched")
    assert public.page.locator("ol.names li").count() == 1
    pdf = public.context.request.get(public.page.get_by_role("link", name="Read as PDF").get_attribute("href") or "")
    assert not [page for page in pages_of(pdf.body()) if "Copy" in page or "mbargo" in page]

    ana.page.reload()
    ana.look("press room after the lift")
    notice = server.mail(ANA["email"], f"EMBARGO LIFTED: {TITLE}")
    ana.open(server.mail(ANA["email"], "Under embargo").link)
    ana.look("landing page after the lift")
    ana.open(notice.link)
    assert server.mail(TESS["email"], f"Released: {TITLE}").link == notice.link
    phone.page.reload()
    phone.look("my sign-on after the lift")
    phone.open(link)
    phone.look("an invitation that was used")


def the_letter_is_withdrawn(ada: Visitor, public: Visitor, letter: str, public_path: str) -> None:
    ada.open(letter)
    ada.look("home of a public letter")
    ada.open(f"{letter}/editions/1")
    ada.look("public edition")
    ada.press("Withdraw this edition")
    ada.look("withdraw the edition")
    ada.page.check("[name=sure]")
    ada.press("Withdraw the edition for good")
    ada.look("withdrawn edition")
    public.open(public_path)
    public.look("gone")
    public.open("/letters/none")
    public.look("not found")
    public.open("/")
    public.look("no public letters")


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
