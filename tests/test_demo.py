"""The demonstration: a campaign that holds together, and a folder of which nothing is left."""

import os
import signal
import socket
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.audit.models import Entry
from app.config import PROJECT_FOLDER
from app.core.connections import close_connections
from app.core.db import session
from app.core.wall_time import describe, time_zone
from app.demo.calendar import calendar
from app.demo.tour import Tour, play
from app.editions import queries as editions
from app.editions.rules import Stage, stage
from app.letters.models import Letter
from app.letters.queries import quotes as quotes_of
from app.letters.queries import window
from app.letters.rules import LetterState, is_closed
from app.letters.signatory_file import FileSignatory, read_signatories
from app.mail.models import OutboxMessage
from app.organisations.rules.folding import name_key
from app.outreach import queries as outreach
from app.outreach.rules import Standing
from app.press import queries as press
from app.rendering.fonts import is_covered
from app.signons import queries as signons
from app.signons.doubts import arrival
from app.signons.models import SignOn
from app.signons.rules import Doubt, State, Visibility, doubts_about
from tests.browser import Browser, words
from tests.databases import Databases, new_app

pytestmark = pytest.mark.one_database

NOW = datetime(2027, 3, 9, 14, 5, tzinfo=UTC)
REAL_LETTERS = Path(__file__).parents[1].parent / "shared" / "letters"
SECONDS_TO_PREPARE = 180


@dataclass(frozen=True, slots=True)
class Played:
    """The demonstration on a database of its own, at the moment at which it begins."""

    app: Flask
    tour: Tour

    def letters(self) -> dict[str, Letter]:
        """The letters by where they stand."""
        with self.app.app_context():
            return {_standing(letter): letter for letter in session().scalars(select(Letter))}


@pytest.fixture(scope="module")
def played(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    app = new_app(databases.migrated(), tmp_path_factory.mktemp("demonstration"))
    app.extensions["clock"] = lambda: NOW
    with app.app_context():
        tour = play(now=NOW)
    yield Played(app, tour)
    close_connections(app)


def test_there_is_one_letter_in_each_state(played: Played) -> None:
    with played.app.app_context():
        letters = list(session().scalars(select(Letter)))

        assert sorted(map(_standing, letters)) == ["embargoed", "open", "public"]


def test_it_shows_many_organisations_from_many_places_in_many_scripts(played: Played) -> None:
    named = [each for each in _sign_ons(played) if each.state is State.ACCEPTED and _is_named(each)]
    scripts = {script for each in named for script in _scripts(each.name + each.native_name)}

    assert len({each.name_key for each in named}) >= 34
    assert len({_part_of_the_world(each.country) for each in named}) >= 4
    assert scripts >= {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "DEVANAGARI"}
    assert any(each.acronym for each in named)
    assert len({each.group_name for each in named if each.group_name}) > 1


def test_every_printed_name_can_be_printed(played: Played) -> None:
    printed = {
        text for each in _sign_ons(played) for text in (each.name, each.native_name, each.person, each.person_title)
    }

    assert not [text for text in printed if not all(map(is_covered, text))]


def test_the_open_letter_holds_what_a_coordinator_meets(played: Played) -> None:
    letter = played.letters()["open"]
    with played.app.app_context():
        tally = signons.tally(letter.id)
        waiting = signons.blocking(letter.id)
        doubts = [
            doubts_about(
                arrival(
                    each.name,
                    origin=each.origin,
                    known=signons.known_names(letter, besides=each.id),
                    is_late=is_closed(window(letter), now=NOW),
                )
            )
            for each in waiting
        ]
        standings = Counter(place.standing for place in outreach.board(letter.id))

    assert (tally.waiting, tally.unconfirmed, tally.unnamed) == (2, 1, 1)
    assert tally.signatories > 10
    assert sorted(doubts) == [(Doubt.DUPLICATE,), (Doubt.OPEN_LINK,)]
    assert standings[Standing.INVITED] > 3
    assert standings[Standing.DECLINED] == 1


def test_the_sealed_letter_waits_for_the_morning_with_two_journalists(played: Played) -> None:
    letter = played.letters()["embargoed"]
    with played.app.app_context():
        edition = editions.newest_edition(letter.id)
        guests = press.guests(letter.id)
        quotes = quotes_of(letter.id)

    assert edition is not None
    assert "09:00" in describe(edition.lift_at, edition.lift_zone)
    assert timedelta(hours=18) < edition.lift_at - NOW < timedelta(hours=22)
    assert sorted(guest.steps.downloads for guest in guests) == [0, 1]
    assert sorted(guest.steps.accepted_at is None for guest in guests) == [False, True]
    assert len(quotes) > 1


def test_the_public_letter_has_been_public_for_two_days(played: Played) -> None:
    letter = played.letters()["public"]
    with played.app.app_context():
        edition = editions.newest_edition(letter.id)
        tally = signons.tally(letter.id)

    assert edition is not None
    assert edition.lifted_at == edition.lift_at
    assert timedelta(days=2) < NOW - edition.lift_at < timedelta(days=2, hours=8)
    assert tally.signatories - tally.unnamed >= 34
    assert tally.unnamed == 2


def test_nothing_has_happened_in_the_future(played: Played) -> None:
    with played.app.app_context():
        entries = list(session().scalars(select(Entry.at)))
        messages = list(session().scalars(select(OutboxMessage.written_at)))

    assert max(entries) < NOW
    assert max(messages) < NOW
    assert len(messages) < 100


def test_every_link_opens_a_page(played: Played) -> None:
    tour = played.tour
    stops = (*tour.member, *tour.journalist, *tour.anyone)

    for stop in stops:
        page = Browser(played.app.test_client()).open(_path(stop.address))
        assert words(page), stop.what
    assert len(stops) == 5


def test_everyone_on_the_list_can_sign_in(played: Played) -> None:
    for each in played.tour.sign_ins:
        browser = Browser(played.app.test_client())
        page = browser.open("/staff/sign-in?next=/staff/profile")
        browser.press(page, "Sign in", {"email": each.email, "password": each.password})
        assert browser.address == "/staff/profile", each.role


def test_addresses_lead_nowhere(played: Played) -> None:
    with played.app.app_context():
        addresses = list(session().scalars(select(OutboxMessage.recipient)))

    assert addresses
    assert all(each.endswith((".example", "@example.org")) for each in addresses)


def test_no_signatory_is_one_of_the_real_letters(played: Played) -> None:
    if not REAL_LETTERS.exists():
        pytest.skip("the two real letters are not beside this folder")
    real = {name_key(each.name) for each in _real_signatories()}

    assert real
    assert not real & {each.name_key for each in _sign_ons(played)}


@settings(deadline=None)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis adds UTC
def test_at_any_hour_there_is_a_city_whose_morning_comes_in_twenty_hours(now: datetime) -> None:
    days = calendar(now)

    assert days.release.at.hour == 9
    assert timedelta(hours=18) < days.release.instant() - now < timedelta(hours=22)
    assert 10 < now.astimezone(time_zone(days.zone)).hour < 16
    assert timedelta(days=6) < days.evening(6).instant() - now < timedelta(days=6, hours=8)
    assert days.on(0, "08:45") < now


def test_it_starts_says_where_to_look_and_leaves_nothing(tmp_path: Path) -> None:
    port = _free_port()
    environ = os.environ | {
        "TMPDIR": str(tmp_path),
        "UNDERSIGNED_PORT": str(port),
        "UNDERSIGNED_DATA": str(tmp_path / "kept"),
        "PYTHONPATH": str(PROJECT_FOLDER),
    }
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "app", "demo"], env=environ, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        said = [running.stdout.readline()]
        try:
            while said[-1] and "Mail stays here" not in said[-1]:
                said.append(running.stdout.readline())
            folders = list(tmp_path.glob("undersigned-demo-*"))
        finally:
            running.send_signal(signal.SIGINT)
            code = running.wait(SECONDS_TO_PREPARE)

    assert code == 0, said
    assert f"open http://127.0.0.1:{port}" in "".join(said)
    assert len(folders) == 1
    assert list(tmp_path.glob("undersigned-demo-*")) == []
    assert not (tmp_path / "kept").exists()


def test_a_start_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    environ = os.environ | {"TMPDIR": str(tmp_path), "UNDERSIGNED_PORT": str(_free_port())}
    environ |= {"PYTHONPATH": str(PROJECT_FOLDER)}
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "app", "demo"], env=environ, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("Preparing")
        running.send_signal(signal.SIGTERM)
        code = running.wait(SECONDS_TO_PREPARE)

    assert code == 128 + signal.SIGTERM
    assert list(tmp_path.glob("undersigned-demo-*")) == []


def _standing(letter: Letter) -> str:
    edition = editions.newest_edition(letter.id)
    if edition is not None:
        return {Stage.EMBARGOED: "embargoed", Stage.PUBLIC: "public"}[stage(editions.standing(edition), now=NOW)]
    assert letter.state is LetterState.OPEN
    return "open"


def _sign_ons(played: Played) -> list[SignOn]:
    with played.app.app_context():
        return list(session().scalars(select(SignOn)))


def _is_named(sign_on: SignOn) -> bool:
    return sign_on.visibility is Visibility.PUBLIC


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(character).split()[0] for character in text if character.isalpha()}


def _part_of_the_world(country: str) -> str:
    """Return the continent of a country as the time zone database files it: Africa, America, Asia, Europe, …"""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return next(row[2] for row in rows if row[0] == country).partition("/")[0]


def _real_signatories() -> list[FileSignatory]:
    found = sorted(REAL_LETTERS.glob("*/signatories.csv"))
    return [each for file in found for each in read_signatories(file.read_text(encoding="utf-8"))]


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number: int = listener.getsockname()[1]
    return number
