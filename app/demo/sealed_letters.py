"""The two letters of the demonstration that are sealed: one public since two days, one under embargo until morning."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from app.core.db import session, transaction
from app.core.errors import Obstacle, Refused
from app.core.wall_time import WallTime
from app.demo.calendar import Calendar
from app.demo.cast import NEWSPAPER_REPORTER, RADIO_REPORTER
from app.demo.company import Company
from app.editions import actions as editions
from app.editions import queries as edition_queries
from app.editions import typesetting
from app.editions.models import Edition
from app.letters import actions as letters
from app.letters.letter_file import LetterFolder, read_letter_folder
from app.letters.models import Letter
from app.press import actions as press
from app.press import copying
from app.press import queries as press_queries
from app.press.actions import Journalist
from app.press.models import Grant
from app.public import actions as public
from app.signons import actions as signons
from app.signons import queries as sign_on_queries

FOLDERS = Path(__file__).with_name("letters")
_A_MOMENT = timedelta(minutes=1)
_AN_AFTERNOON = timedelta(hours=4)
_STATEMENT_LISTS = ((6, -34), (11, -30), (4, -24), (8, -19), (7, -13), (4, -10))
_LETTER_LISTS = ((4, -14), (3, -11), (5, -6), (2, -4))
"""How many organisations told the team on which day that they sign."""


def public_statement(company: Company, days: Calendar) -> Letter:
    """Play the joint statement from its first draft to the two days it has been public."""
    lift = days.release_moved(days=-3)
    folder = read_letter_folder(FOLDERS / "no-call-unanswered")
    letter = _started(folder, lift, company, now=days.on(-41, "10:20"))
    with transaction():
        opening, now = letters.Opening(letter.newest_number, days.evening(-9)), days.on(-36, "09:15")
        letters.open_letter(letter, opening, by=company.coordinator, now=now)
    _listed(letter, folder, _STATEMENT_LISTS, company, days)
    edition = _sealed(letter, lift, company, now=days.on(-8, "09:40"))
    _take_copy(
        letter, _invited(letter, RADIO_REPORTER, company, now=days.on(-7, "11:05")), edition, now=days.on(-7, "15:32")
    )
    _invited(letter, NEWSPAPER_REPORTER, company, now=days.on(-7, "11:12"))
    typesetting.record_lifts(lambda: lift.instant() + _A_MOMENT)
    with transaction():
        press.announce(now=lift.instant() + _A_MOMENT)
        public.announce(now=lift.instant() + _A_MOMENT)
    return letter


def embargoed_letter(company: Company, days: Calendar) -> Grant:
    """Play the formal letter until it is sealed; return the grant of a journalist who has not answered yet."""
    folder = read_letter_folder(FOLDERS / "free-halina-verrow")
    letter = _started(folder, days.release, company, now=days.on(-18, "14:25"))
    with transaction():
        opening, now = letters.Opening(letter.newest_number, days.evening(-3)), days.on(-16, "09:50")
        letters.open_letter(letter, opening, by=company.coordinator, now=now)
    _listed(letter, folder, _LETTER_LISTS, company, days)
    edition = _sealed(letter, days.release, company, now=days.on(-1, "10:15"))
    accepted = _invited(letter, RADIO_REPORTER, company, now=days.on(-1, "11:30"))
    _take_copy(letter, accepted, edition, now=days.on(-1, "16:08"))
    return _invited(letter, NEWSPAPER_REPORTER, company, now=days.on(0, "08:45"))


def _started(folder: LetterFolder, lift: WallTime, company: Company, *, now: datetime) -> Letter:
    with transaction():
        text = replace(folder.text, date=lift.at.date())
        letter = letters.start_letter(company.campaign.id, text, by=company.coordinator, now=now)
        letters.plan_lift(letter, lift, by=company.coordinator, now=now + _A_MOMENT)
        if folder.press is not None:
            press.write_press_text(letter, folder.press, by=company.press_officer, now=now + _AN_AFTERNOON)
    return letter


def _listed(
    letter: Letter, folder: LetterFolder, lists: Sequence[tuple[int, int]], company: Company, days: Calendar
) -> None:
    """Enter the signatories of the folder in the lists in which they came."""
    rows = iter(folder.signatories)
    for number, day in lists:
        with transaction():
            batch = list(islice(rows, number))
            signons.import_signatories(letter, batch, by=company.coordinator, now=days.on(day, "16:40"))


def _sealed(letter: Letter, lift: WallTime, company: Company, *, now: datetime) -> Edition:
    with transaction():
        seen = edition_queries.content_to_seal(letter, sign_on_queries.signatories(letter.id)).fingerprint
        edition = editions.request_seal(letter, lift, seen=seen, by=company.coordinator, now=now)
    typesetting.typeset_requested(lambda: now + _A_MOMENT)
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
    stamped = copying.stamp(copy, guest, edition)
    with transaction():
        press.keep_copy(copy, stamped)
        press.log_download(copy, now=now + _A_MOMENT)
