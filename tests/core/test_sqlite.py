"""SQLite: durable, strict, and its writers wait for each other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy import event

from app.core import db, sqlite
from app.core.connections import close_connections
from app.core.db import transaction
from tests.core.test_db import NAMES, begin, names
from tests.databases import Databases, new_app


@pytest.fixture
def own_sqlite(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    if databases.engine != "sqlite":
        pytest.skip("about SQLite")
    app = new_app(databases.migrated(), tmp_path / "data")
    yield app
    close_connections(app)


@contextmanager
def begun(app: Flask) -> Iterator[list[str]]:
    """The words with which transactions begin meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("BEGIN"):
            said.append(statement)

    with app.app_context():
        engine = db.db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.one_database
def test_sqlite_is_strict_and_durable(own_sqlite: Flask) -> None:
    journal = "wal" if sqlite.safe_wal(sqlite.driver.sqlite_version_info) else "persist"
    with own_sqlite.app_context(), db.db.engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("busy_timeout", "foreign_keys", "synchronous", "journal_mode")
        }

    assert said == {
        "busy_timeout": sqlite.BUSY_TIMEOUT_MS,
        "foreign_keys": 1,
        "synchronous": 2,
        "journal_mode": journal,
    }


@pytest.mark.one_database
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_request_takes_the_lock_when_it_writes_and_no_earlier(own_sqlite: Flask, method: str) -> None:
    with begun(own_sqlite) as said, own_sqlite.test_request_context(method=method):
        db.session().scalars(NAMES).all()
        with transaction():
            begin("Clean rivers")
        db.session().scalars(NAMES).all()
        assert "writes" not in g

    assert said == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN"]
    assert names(own_sqlite) == ["Clean rivers"]


@pytest.mark.one_database
def test_what_is_no_request_takes_the_lock_before_it_reads(own_sqlite: Flask) -> None:
    with begun(own_sqlite) as said, own_sqlite.app_context():
        db.session().scalars(NAMES).all()

    assert said == ["BEGIN IMMEDIATE"]


@pytest.mark.one_database
def test_writers_of_one_process_wait_for_each_other_without_trying_again(own_sqlite: Flask) -> None:
    """Each begins only when the one before has ended, so SQLite is never found locked."""
    with own_sqlite.app_context():
        event.listen(db.db.engine, "connect", lambda opened, _: opened.execute("PRAGMA busy_timeout = 0"))

    def write(number: int) -> None:
        for turn in range(5):
            with own_sqlite.app_context(), transaction():
                begin(f"{number}-{turn}")

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))

    assert len(names(own_sqlite)) == 40


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_cannot_be_corrupted(
    version: tuple[int, int, int], *, is_safe: bool
) -> None:
    assert sqlite.safe_wal(version) is is_safe
