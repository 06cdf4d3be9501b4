"""Every screen, in a real browser, while one letter goes from the first start to its readers."""

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from app.core import clock
from app.core.wall_time import WallTime, wall_time_at
from tests.journeys import reader_screens as readers
from tests.journeys import team_screens as team
from tests.journeys.chromium import PHONE, WIDE, Visitor, chromium, find_chromium
from tests.journeys.server import Server, running, wait_for

CITY = "Europe/Brussels"
SHORTEST_WAIT = timedelta(seconds=35)
COMFORTABLE_WAIT = timedelta(seconds=60)
LONGEST_WAIT = SHORTEST_WAIT + timedelta(minutes=1)
FEWEST_SCREENS = 80


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


@pytest.mark.begins_first
def test_every_screen_is_whole_while_a_letter_goes_to_its_readers(
    browser: Chromium, server: Server, tmp_path: Path
) -> None:
    ada, phone, ana = (Visitor(browser, server.address, viewport=size) for size in (WIDE, PHONE, WIDE))
    team.the_first_start(ada, server)
    campaign = team.a_campaign_begins(ada)
    letter = team.a_letter_folder_comes_in(ada, campaign, tmp_path)
    invitations = team.organisations_are_invited(ada, letter, server)
    readers.a_member_signs_on_the_phone_by_keyboard(phone, invitations[0], server)
    readers.a_member_without_scripts_signs(browser, invitations[1], server)
    team.signing_ends(ada, letter)
    team.the_letter_in_every_kind(ada, letter)
    meanwhile: list[Callable[[], None]] = [
        lambda: team.people_and_mail(ada, server),
        lambda: team.a_draft_is_written_and_stopped(ada, campaign),
    ]
    while meanwhile and next_lift().instant() - clock.now() > COMFORTABLE_WAIT:
        meanwhile.pop()()
    lift = the_letter_is_sealed(ada, letter, server)
    public_path = readers.a_journalist_reads_early(ada, ana, letter, server)
    with ThreadPoolExecutor(max_workers=1) as aside:
        watched = aside.submit(watch_the_lift, server, public_path, lift)
        team.the_sealed_edition_is_looked_at(ada, letter)
        for look in meanwhile:
            look()
        statuses = watched.result(timeout=2 * LONGEST_WAIT.total_seconds())
    assert statuses == Watched(before={404}, after={200}), "public at the instant, without its worker"
    public = Visitor(browser, server.address)
    readers.the_letter_is_read(public, ana, phone, server, invitations[0])
    team.the_letter_is_withdrawn(ada, letter)
    later = Visitor(browser, server.address)
    readers.nothing_is_left(later, public_path)
    looked_at = [name for each in (ada, phone, ana, public, later) for name in each.screens]
    assert len(looked_at) == len(set(looked_at)), "each screen has a name of its own"
    assert len(looked_at) >= FEWEST_SCREENS, looked_at
    assert "Traceback" not in server.said()


def next_lift() -> WallTime:
    """The first whole minute that leaves time to seal."""
    return wall_time_at(clock.now() + SHORTEST_WAIT + timedelta(minutes=1), CITY)


def the_letter_is_sealed(ada: Visitor, letter: str, server: Server) -> datetime:
    ada.open(f"{letter}/release")
    ada.press("Make a trial print")
    ada.look("release check")
    lift = next_lift()
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
