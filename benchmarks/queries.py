"""How many times a page asks the database, with 72 names under the letter and with none.

A letter without names cannot be sealed, so the public page is compared with that of a letter with three: its text
counts two groups, and the third name is the first of the second group.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.core import clock
from app.core.connections import close_connections
from app.core.db import db, session, transaction
from app.core.wall_time import wall_time_at
from app.editions import actions as editions
from app.editions import queries as edition_queries
from app.editions import typesetting
from app.letters.models import Letter
from app.signons import queries as signon_queries
from benchmarks import world
from benchmarks.figures import Figure, at_most, plain
from benchmarks.visitor import Page, Unexpected
from benchmarks.world import Lead

MORE_TARGET = 3
_NAMES = 72
_FEWEST = 3
_OK = 200


def figures() -> Iterator[Figure]:
    """Count the queries of the public page, the team's table of sign-ons and the home of a letter."""
    with tempfile.TemporaryDirectory(prefix="bench-queries-") as place:
        app = world.installed(world.environment(Path(place), world.free_port()))
        with app.app_context():
            now = clock.now() - timedelta(days=2)
            lead = world.a_lead(now=now)
            letters = {names: world.an_open_letter(lead, names=names, now=now) for names in (0, _FEWEST, _NAMES)}
            pages = {names: _pages(letter) for names, letter in letters.items()}
            for names in (_FEWEST, _NAMES):
                _publish(letters[names], lead)
        reader, staff = app.test_client(), _signed_in(app)
        asked = {
            (names, page): _asked(app, reader if page == "public letter page" else staff, path)
            for names in pages
            for page, path in pages[names].items()
            if (names, page) != (0, "public letter page")
        }
        close_connections(app)
    for page in pages[_NAMES]:
        fewest = min(names for names, counted in asked if counted == page)
        more = asked[_NAMES, page] - asked[fewest, page]
        without = f"more than with {fewest or 'none'}"
        yield at_most(f"{page}, queries with {_NAMES} names", more, without, target=MORE_TARGET)
        yield plain(f"{page}, queries with {_NAMES} names", asked[_NAMES, page], "queries")


def _pages(letter: Letter) -> dict[str, str]:
    return {
        "public letter page": f"/letters/{letter.slug}",
        "sign-ons of the team": f"/staff/letters/{letter.id}/sign-ons",
        "home of a letter": f"/staff/letters/{letter.id}",
    }


def _publish(letter: Letter, lead: Lead) -> None:
    """Seal the letter as if it were yesterday, with a lift that has come since."""
    sealing = clock.now() - timedelta(days=1)
    with transaction():
        lift = wall_time_at(sealing + timedelta(hours=1), "UTC")
        seen = edition_queries.content_to_seal(letter, signon_queries.signatories(letter.id)).fingerprint
        edition = editions.request_seal(letter, lift, seen=seen, by=lead.actor, now=sealing)
    typesetting.typeset_requested(lambda: sealing)
    session().refresh(edition)
    if edition.sealed_at is None:
        raise Unexpected(edition.failure)


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    page = client.get("/staff/sign-in")
    form = Page("/staff/sign-in", page.status_code, page.data).form("/sign-in")
    client.post("/staff/sign-in", data={**form.fields, "email": world.EMAIL, "password": world.PASSWORD})
    return client


def _asked(app: Flask, client: FlaskClient, path: str) -> int:
    """Count the queries of a page the second time it is opened: what is kept for good is kept by then."""
    client.get(path)
    with _counting(app) as statements:
        answer = client.get(path)
    if answer.status_code != _OK:
        message = f"{path} answered {answer.status_code}."
        raise Unexpected(message)
    return len(statements)


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
