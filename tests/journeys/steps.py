"""The steps people take through the real forms, for journeys to begin in the middle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.setup import first_start_address
from app.core import tasks
from app.core.wall_time import read_wall_time
from app.letters.rules import Listing
from tests.browser import Browser
from tests.factories import PASSWORD
from tests.journeys import mailbox
from tests.journeys.mailbox import Mail

BEGINNING = read_wall_time("2027-06-01 10:00 Europe/Brussels").instant()
DEADLINE = read_wall_time("2027-06-14 18:00 Europe/Brussels").instant()
LIFT = read_wall_time("2027-06-17 09:00 Europe/Brussels").instant()
AFTER_DEADLINE = DEADLINE + timedelta(hours=15)
A_DAY_BEFORE = LIFT - timedelta(days=1)

TITLE = "Clean water for every town"
TEXT = """We are {{count:words}} organisations along one river.

**Mend the pipes** before summer, and say in public what you found."""
CAMPAIGN = {"name": "Clean rivers", "purpose": "Rivers fit to swim in, from the spring to the sea."}
ADA = {"name": "Ada Lovelace", "email": "ada@example.org", "password": PASSWORD}
SIGNING = {
    "name": "Rivers United",
    "country": "BE",
    "typist_name": "Tess Typist",
    "typist_role": "Secretary",
    "email": "tess@rivers.example",
}
CONFIRMING = {"may_sign": "y", "role": "Director"}
ANA = {"name": "Ana Pop", "outlet": "Radio Delta", "email": "ana@delta.example", "zone": "Europe/Bucharest"}


@dataclass(frozen=True, slots=True)
class World:
    """One installation on a day in June 2027, with its post."""

    app: Flask
    set_clock: Callable[[datetime], None]
    mail_folder: Path
    visited: set[str] = field(default_factory=set)
    """Every address anyone fetched."""

    def new_browser(self) -> Browser:
        """A further visitor, with cookies of their own."""
        return _Recorded(self.app.test_client(), self.visited)

    def at(self, instant: datetime) -> None:
        """Let time pass."""
        self.set_clock(instant)

    def work(self) -> None:
        """Let the worker do everything that is due, as its sweep does every minute."""
        for name in ("editions.typeset", "editions.lift", "press.announce", "public.announce", "mail.deliver"):
            tasks.run_now(self.app, name)

    def mails(self, to: str) -> list[Mail]:
        """Everything that arrived at an address, oldest first."""
        tasks.run_now(self.app, "mail.deliver")
        return [each for each in mailbox.read(self.mail_folder) if each.to == to]

    def mail(self, to: str, subject: str) -> Mail:
        """The one message there whose subject begins so."""
        found = [each for each in self.mails(to) if each.subject.startswith(subject)]
        assert len(found) == 1, (
            f"{to} has {len(found)} messages “{subject}…”: {[mail.subject for mail in self.mails(to)]}"
        )
        return found[0]


class _Recorded(Browser):
    """A visitor whose addresses are noted."""

    def __init__(self, client: FlaskClient, visited: set[str]) -> None:
        super().__init__(client)
        self._visited = visited

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> TestResponse:
        self._visited.add(urlsplit(url).path)
        return super().get(url, headers=headers)


def follow(browser: Browser, page: BeautifulSoup, link: str) -> BeautifulSoup:
    """Click the link with exactly these words."""
    for shown in page.select("a[href]"):
        if " ".join(shown.get_text().split()) == link:
            return browser.open(urljoin(browser.address, str(shown["href"])))
    message = f"the page shows no link “{link}”, only {[each.get_text(strip=True) for each in page.select('a')]}"
    raise AssertionError(message)


def set_up(world: World, browser: Browser) -> BeautifulSoup:
    """Make the first account at the address the start says."""
    address = first_start_address(world.app)
    assert address is not None
    return browser.press(browser.open(urlsplit(address).path), "Create my account", ADA)


def sign_in(browser: Browser, email: str = ADA["email"]) -> BeautifulSoup:
    """Sign in with the form; lands on the desk."""
    return browser.press(browser.open("/staff/sign-in"), "Sign in", {"email": email, "password": PASSWORD})


def begin_campaign(browser: Browser) -> BeautifulSoup:
    """Begin the campaign from the desk; lands on its page."""
    page = follow(browser, browser.open("/staff/"), "Begin a campaign")
    return browser.press(page, "Begin the campaign", CAMPAIGN)


def write_letter(browser: Browser, campaign: BeautifulSoup) -> BeautifulSoup:
    """Paste a text; lands on the letter's page."""
    page = follow(browser, campaign, "Write a letter")
    kind = "joint-statement"
    return browser.press(page, "Start the letter", {"title": TITLE, "template": kind, "body": TEXT})


def open_letter(browser: Browser, letter: BeautifulSoup, listing: Listing = Listing.QUIET) -> BeautifulSoup:
    """Open it with its deadline; lands on the letter's page."""
    page = follow(browser, letter, "Open for signing")
    answers = {"date": "2027-06-14", "time": "18:00", "listing": listing.value}
    return browser.press(page, "Freeze the text and open", answers)


def invite(browser: Browser, letter: BeautifulSoup, lines: str) -> BeautifulSoup:
    """Paste a list, look at it, send it; lands on the board."""
    page = follow(browser, letter, "Invitations")
    preview = browser.press(page, "Look at the list", {"contacts": lines}, status=200)
    count = len(lines.splitlines())
    return browser.press(preview, "Send 1 invitation" if count == 1 else f"Send {count} invitations")


def an_open_letter(world: World, listing: Listing = Listing.QUIET) -> str:
    """Everything up to an open letter, by Ada; returns the path of the letter's page."""
    world.at(BEGINNING)
    browser = world.new_browser()
    set_up(world, browser)
    open_letter(browser, write_letter(browser, begin_campaign(browser)), listing)
    return urlsplit(browser.address).path


def open_link(page: BeautifulSoup) -> str:
    """The path of the open link a team page offers for copying."""
    field = page.select_one("#open-link")
    assert field is not None
    return urlsplit(str(field.get("value") or field.get_text())).path


def sign(browser: Browser, path: str, **answers: str) -> BeautifulSoup:
    """Fill in the signing page behind a link; lands on “Check your mail”."""
    page = browser.open(path)
    return browser.press(page, "Sign for our organisation", SIGNING | answers)


def sign_and_confirm(world: World, path: str, **answers: str) -> BeautifulSoup:
    """Sign, then confirm from the mail."""
    browser = world.new_browser()
    sign(browser, path, **answers)
    given = SIGNING | answers
    page = browser.open(world.mail(given["email"], "Please confirm").link)
    name = f"\N{FIRST STRONG ISOLATE}{given['name']}\N{POP DIRECTIONAL ISOLATE}"
    return browser.press(page, f"Confirm: {name} signs", CONFIRMING)


def a_sealed_letter(world: World) -> str:
    """Everything up to an edition under embargo with one signatory; returns the path of the letter's page."""
    path = an_open_letter(world)
    browser = world.new_browser()
    sign_in(browser)
    invite(browser, browser.open(path), "Rivers United; Tess Typist; tess@rivers.example")
    sign_and_confirm(world, world.mail("tess@rivers.example", "Invitation to sign").link)
    world.at(AFTER_DEADLINE)
    seal(world, path, count=1)
    return path


def seal(world: World, path: str, *, count: int) -> None:
    """Review and seal the letter for the promised instant, then let the worker typeset it."""
    browser = world.new_browser()
    sign_in(browser)
    release = browser.open(f"{path}/release")
    review = review_of(browser, release)
    browser.press(review, "Seal the edition", {"read_times": "y", "count": str(count)})
    world.work()


def review_of(browser: Browser, release: BeautifulSoup) -> BeautifulSoup:
    """Fill in the moment of the release, as its GET form sends it."""
    form = next(each for each in release.select("form[method=get]") if each.select_one("[name=date]"))
    return browser.open(f"{form['action']}?date=2027-06-17&time=09:00&zone=Europe/Brussels&fold=")


def invite_journalist(world: World, path: str) -> Mail:
    """Invite Ana of Radio Delta at the press desk; returns the mail she gets."""
    browser = world.new_browser()
    sign_in(browser)
    browser.press(browser.open(f"{path}/press"), "Invite the journalist", ANA)
    return world.mail(ANA["email"], "Under embargo")
