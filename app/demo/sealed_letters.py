"""The two letters of the demonstration that are sealed: one public since two days, one under embargo until morning."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from app.core import clock
from app.core.db import session, transaction
from app.core.errors import Obstacle, Refused
from app.core.wall_time import WallTime
from app.demo.calendar import Calendar
from app.demo.cast import NEWSPAPER_REPORTER, RADIO_REPORTER
from app.demo.company import Company
from app.editions import actions as editions
from app.editions.models import Edition
from app.letters import actions as letters
from app.letters.letter_file import LetterFolder, read_letter_folder
from app.letters.models import Letter
from app.letters.rules import Listing
from app.letters.signatory_file import FileSignatory
from app.press import actions as press
from app.press import queries as press_queries
from app.press.actions import Journalist
from app.press.models import Grant
from app.public import actions as public
from app.signons import actions as signons

FOLDERS = Path(__file__).with_name("letters")
_A_MOMENT = timedelta(minutes=1)
_MOST_TOGETHER = 9


def public_statement(company: Company, days: Calendar) -> Letter:
    """Play the joint statement from its first draft to the two days it has been public."""
    lift = days.release_moved(days=-3)
    folder = read_letter_folder(FOLDERS / "no-call-unanswered")
    letter = _started(folder, lift, company, now=days.before(days=41))
    with transaction():
        now = days.before(days=36)
        deadline = days.evening(days=-9)
        letters.open_letter(letter, deadline=deadline, listing=Listing.QUIET, by=company.coordinator, now=now)
        for batch, days_ago in zip(_batches(folder.signatories), (34.7, 29.1, 22.4, 15.6, 9.9), strict=True):
            signons.import_signatories(letter, batch, by=company.coordinator, now=days.before(days=days_ago))
    edition = _sealed(letter, lift, company, now=days.before(days=8))
    for journalist, days_ago in ((RADIO_REPORTER, 7.2), (NEWSPAPER_REPORTER, 7.1)):
        grant = _invited(letter, journalist, company, now=days.before(days=days_ago))
        _take_copy(letter, grant, edition, now=days.before(days=days_ago - 0.4))
    with clock_at(lift.instant() + _A_MOMENT):
        editions.record_lifts()
    with transaction():
        press.announce(now=lift.instant() + _A_MOMENT)
        public.announce(now=lift.instant() + _A_MOMENT)
    return letter


def embargoed_letter(company: Company, days: Calendar) -> Grant:
    """Play the formal letter until it is sealed; return the grant of a journalist who has not answered yet."""
    folder = read_letter_folder(FOLDERS / "free-halina-verrow")
    letter = _started(folder, days.release, company, now=days.before(days=18))
    with transaction():
        now = days.before(days=16)
        deadline = days.evening(days=-3)
        letters.open_letter(letter, deadline=deadline, listing=Listing.QUIET, by=company.coordinator, now=now)
        half = len(folder.signatories) // 2
        for batch, days_ago in ((folder.signatories[:half], 12.3), (folder.signatories[half:], 5.6)):
            signons.import_signatories(letter, batch, by=company.coordinator, now=days.before(days=days_ago))
    edition = _sealed(letter, days.release, company, now=days.before(hours=27))
    accepted = _invited(letter, RADIO_REPORTER, company, now=days.before(hours=24))
    _take_copy(letter, accepted, edition, now=days.before(hours=21))
    return _invited(letter, NEWSPAPER_REPORTER, company, now=days.before(hours=5))


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the application read `moment` from its clock, for work that asks the clock itself."""
    before = current_app.extensions["clock"]
    clock.init_app(current_app, lambda: moment)
    try:
        yield
    finally:
        clock.init_app(current_app, before)


def _started(folder: LetterFolder, lift: WallTime, company: Company, *, now: datetime) -> Letter:
    with transaction():
        text = replace(folder.text, date=lift.at.date())
        letter = letters.start_letter(company.campaign.id, text, by=company.coordinator, now=now)
        letters.plan_lift(letter, lift, by=company.coordinator, now=now)
        if folder.press is not None:
            press.write_press_text(letter, folder.press, by=company.press_officer, now=now)
    return letter


def _batches(signatories: Sequence[FileSignatory]) -> list[Sequence[FileSignatory]]:
    return [signatories[first : first + _MOST_TOGETHER] for first in range(0, len(signatories), _MOST_TOGETHER)]


def _sealed(letter: Letter, lift: WallTime, company: Company, *, now: datetime) -> Edition:
    with transaction():
        edition = editions.request_seal(letter, lift, by=company.coordinator, now=now)
    with clock_at(now + _A_MOMENT):
        editions.typeset_requested()
    session().refresh(edition)
    if edition.sealed_at is None:
        raise Refused(Obstacle(f"The demonstration could not be typeset: {edition.failure}"))
    return edition


def _invited(letter: Letter, journalist: Journalist, company: Company, *, now: datetime) -> Grant:
    with transaction():
        return press.invite(letter, journalist, by=company.press_officer, now=now)


def _take_copy(letter: Letter, grant: Grant, edition: Edition, *, now: datetime) -> None:
    guest = press_queries.guest(grant.id)
    with transaction():
        press.accept(letter, guest, now=now)
        copy = press.number_copy(letter, guest, edition, now=now + _A_MOMENT)
    digest = press.stamp(copy, guest, edition)
    with transaction():
        press.keep(copy, digest)
        press.log_download(copy, now=now + _A_MOMENT)
