"""An installation in a folder that is thrown away, with an invented campaign in it."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from app import create_app
from app.accounts import actions as accounts
from app.accounts.actions import Entrance, Newcomer
from app.accounts.models import Person
from app.accounts.rules import Rank
from app.audit.rules import Actor
from app.audit.rules import person as actor
from app.campaigns import actions as campaigns
from app.campaigns.actions import Description
from app.config import read_settings
from app.core.db import migrate_to_newest, session, transaction
from app.core.tokens import Link, Purpose
from app.letters import actions as letters
from app.letters.letter_file import read_letter_folder
from app.letters.models import Letter
from app.signons import actions as signons
from benchmarks.paper import LETTER

EMAIL = "lead@bench.example"
PASSWORD = "seven lanterns over wet cobbles"  # noqa: S105 - of an invented person


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads the campaign, and which."""

    person_id: UUID
    campaign_id: UUID

    @property
    def actor(self) -> Actor:
        """The lead, as actions want to know them."""
        return actor(self.person_id)


def environment(folder: Path, port: int) -> dict[str, str]:
    """The settings of an installation in `folder`; as delivered, but without limits for one visitor."""
    return {
        "UNDERSIGNED_DATA": str(folder),
        "UNDERSIGNED_PORT": str(port),
        "UNDERSIGNED_RATE_LIMITS": "off",
    }


def installed(settings: Mapping[str, str]) -> Flask:
    """Make the application of these settings, with its tables. Give its connections back with `close_connections`."""
    app = create_app(read_settings({**settings, "UNDERSIGNED_LOG_LEVEL": "error"}))
    migrate_to_newest(app)
    return app


def a_lead(*, now: datetime) -> Lead:
    """Set up the installation and begin a campaign. Needs an application context, like all that follows."""
    with transaction():
        newcomer = Newcomer(name="Tamsin Okereke", email=EMAIL, rank=Rank.ADMIN)
        person: Person = accounts.set_up(newcomer, Entrance(name=newcomer.name, password=PASSWORD), now=now)
        campaign = campaigns.begin(Description(name="Night trains", purpose="Sleep on the way."), lead=person, now=now)
    return Lead(person.id, campaign.id)


def an_open_letter(lead: Lead, *, names: int, now: datetime) -> Letter:
    """Open the invented letter for signing, with the first so many of its signatories."""
    folder = read_letter_folder(LETTER)
    with transaction():
        letter = letters.start_letter(lead.campaign_id, folder.text, by=lead.actor, now=now)
        letters.open_letter(letter, letters.Opening(1), by=lead.actor, now=now)
        if names:
            signons.import_signatories(letter, folder.signatories[:names], by=lead.actor, now=now)
    return letter


def signing_path(letter: Letter) -> str:
    """Where organisations sign the letter."""
    return Link(Purpose.SIGN, letter.id, letter.open_round).path()


def synchronous() -> int:
    """How far SQLite waits for the disk before it says that something is kept: 2 is FULL, with an fsync."""
    return int(session().scalar(text("PRAGMA synchronous")) or 0)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
