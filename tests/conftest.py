"""One app per run and database; one rolled-back transaction per test."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from app import create_app
from app.config import read_settings
from app.core import clock, db
from tests.browser import Browser


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a fresh database."""
    data: Path = tmp_path_factory.mktemp("data")
    app = create_app(
        read_settings(
            {"UNDERSIGNED_DATA": str(data), "UNDERSIGNED_RATE_LIMITS": "off", "UNDERSIGNED_LOG_LEVEL": "error"}
        )
    )
    app.config.update(TESTING=True)
    db.migrate_to_newest(app)
    yield app
    with app.app_context():
        db.db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session whose work is undone after the test, also what requests commit.

    Every session is bound to one connection, and its commits are savepoints in the one transaction that is rolled back.
    The extension's own isolation patches the engine, where SQLAlchemy 2.1 commits the outer transaction.
    """
    with app.app_context(), db.db.engine.connect() as connection:
        g.writes = True
        outer = connection.begin()
        makes_sessions = db.db.sessionmaker
        before = dict(makes_sessions.kw)
        makes_sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        try:
            yield db.session()
        finally:
            db.session().close()
            outer.rollback()
            makes_sessions.kw.clear()
            makes_sessions.kw.update(before)


@pytest.fixture
def browser(app: Flask, session: Session) -> Browser:  # noqa: ARG001 - requests must share the test's transaction
    """A visitor without an account."""
    return Browser(app.test_client())


@pytest.fixture
def new_browser(app: Flask, session: Session) -> Callable[[], Browser]:  # noqa: ARG001 - as above
    """Further visitors, each with cookies of their own."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the one clock that pages read."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setattr(clock, "_source", lambda: instant)

    return set_clock
