"""A seal closes over what somebody has looked at, and over nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.campaigns.actions import set_letterhead
from app.campaigns.models import Campaign
from app.campaigns.rules import CampaignLetterhead
from app.core import files
from app.core.errors import Refused
from app.editions import actions, queries
from app.editions.models import Edition
from app.letters import queries as letters
from app.letters.models import Letter
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.letters.text import canonical
from app.signons import queries as signons
from app.signons.actions import import_signatories, withdraw
from app.signons.models import SignOn
from tests.factories import BEFORE_LIFT, LIFT, a_letter, a_text
from tests.rendering.drawings import kept

SECRET_NAME = "Quiet Harbour Circle"


@pytest.fixture
def letter(session: Session, at: Callable[[datetime], None]) -> Letter:  # noqa: ARG001 - rows need a session
    at(BEFORE_LIFT)
    letter = a_letter()
    rows = [
        FileSignatory("Rivers United", country="BE"),
        FileSignatory("Wasser für alle", country="AT"),
        FileSignatory(SECRET_NAME, country="SE", visibility=FileVisibility.COUNTED),
    ]
    import_signatories(letter, rows, by=SYSTEM, now=BEFORE_LIFT)
    return letter


def seen_of(letter: Letter) -> str:
    """What somebody who looks at the letter now has seen."""
    return queries.content_to_seal(letter, signons.signatories(letter.id)).fingerprint


def withdraw_and_add(letter: Letter, session: Session) -> None:
    gone = session.scalars(select(SignOn).where(SignOn.name == "Rivers United")).one()
    withdraw(gone, by=SYSTEM, now=BEFORE_LIFT)
    import_signatories(letter, [FileSignatory("Riverside United", country="BE")], by=SYSTEM, now=BEFORE_LIFT)


def correct(_letter: Letter, session: Session) -> None:
    sign_on = session.scalars(select(SignOn).where(SignOn.name == "Rivers United")).one()
    sign_on.acronym = "RU"


def give_a_logo(_letter: Letter, session: Session) -> None:
    sign_on = session.scalars(select(SignOn).where(SignOn.name == "Rivers United")).one()
    sign_on.logo = files.put(kept().content)


def change_the_letterhead(letter: Letter, session: Session) -> None:
    campaign = session.get_one(Campaign, letter.campaign_id)
    set_letterhead(campaign, CampaignLetterhead("Estuary Coalition", "", ""), by=SYSTEM, now=BEFORE_LIFT)


def withhold_another(letter: Letter, session: Session) -> None:
    gone = session.scalars(select(SignOn).where(SignOn.name == SECRET_NAME)).one()
    withdraw(gone, by=SYSTEM, now=BEFORE_LIFT)
    row = FileSignatory("Another Circle", country="SE", visibility=FileVisibility.COUNTED)
    import_signatories(letter, [row], by=SYSTEM, now=BEFORE_LIFT)


def correct_the_withheld(_letter: Letter, session: Session) -> None:
    session.scalars(select(SignOn).where(SignOn.name == SECRET_NAME)).one().name = "Another Circle"


@pytest.mark.parametrize(
    "changed",
    [withdraw_and_add, correct, give_a_logo, change_the_letterhead, withhold_another, correct_the_withheld],
)
def test_a_seal_of_another_content_than_was_looked_at_is_refused(
    letter: Letter, session: Session, changed: Callable[[Letter, Session], None]
) -> None:
    seen, names = seen_of(letter), len(signons.signatories(letter.id))
    changed(letter, session)
    session.flush()
    assert len(signons.signatories(letter.id)) == names, "the number alone does not tell"
    with pytest.raises(Refused, match=r"^The list has changed while you were looking\."):
        actions.request_seal(letter, LIFT, seen=seen, by=SYSTEM, now=BEFORE_LIFT)
    assert session.scalars(select(Edition)).all() == []
    assert actions.request_seal(letter, LIFT, seen=seen_of(letter), by=SYSTEM, now=BEFORE_LIFT).number == 1


@pytest.mark.parametrize(("lead", "is_said"), [("rivers united", False), (SECRET_NAME, True), ("Tide Club", True)])
def test_a_lead_that_is_not_printed_is_said_before_the_text_is_published(
    letter: Letter, session: Session, lead: str, *, is_said: bool
) -> None:
    letters.text_to_sign(letter).source = canonical(replace(a_text(), lead=lead))
    session.flush()
    said = queries.candidate(letter, now=BEFORE_LIFT).unprinted
    assert ("the leading organisation" in said) == is_said
    assert SECRET_NAME not in said


def test_a_withheld_name_is_not_guessed_from_what_was_looked_at(
    letter: Letter, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = seen_of(letter)
    assert seen_of(letter) == seen
    monkeypatch.setitem(app.config, "SECRET_KEY", "whoever-knows-all-but-the-secret-0123456789")
    assert seen_of(letter) != seen
