"""One application per database and process; one rolled-back transaction per test.

Whatever touches rows runs on SQLite and on PostgreSQL. Where no PostgreSQL can run, that half is skipped aloud.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core import db
from app.core.connections import close_connections
from tests.browser import Browser
from tests.databases import ENGINES, Databases, PostgresServer, SqliteFiles, new_app, undone
from tests.postgres import NoServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium

_SELDOM = (20_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=ENGINES, help="run what touches rows on this database only")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # what is imported now stays
    config.addinivalue_line("markers", "begins_first: it takes minutes, so that nothing should wait for it at the end")
    config.addinivalue_line("markers", "one_database: nothing in this test depends on the kind of database")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: some tests wait, for an instant or for a process to end."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return processors + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: it goes on beside all else."""
    items.sort(key=lambda item: item.get_closest_marker("begins_first") is None)


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from looking through what was imported again and again: a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches rows on each database, and what is marked `one_database` on the first."""
    if "databases" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        engines = (chosen,) if chosen else ENGINES
        if metafunc.definition.get_closest_marker("one_database"):
            engines = engines[:1]
        metafunc.parametrize("databases", engines, scope="session", indirect=True)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Databases of the kind this test runs on."""
    if request.param == SqliteFiles.engine:
        return SqliteFiles(tmp_path_factory.mktemp("sqlite"))
    try:
        return PostgresServer(tmp_path_factory.getbasetemp())
    except NoServer as reason:
        pytest.skip(f"not tried on PostgreSQL: {reason}")


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep commands that a test runs in this process from limiting how often the other tests may call a page."""
    monkeypatch.setenv("UNDERSIGNED_RATE_LIMITS", "off")


@pytest.fixture(scope="session")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a fresh database, the same for every test of this process."""
    app = new_app(databases.migrated(), tmp_path_factory.mktemp("data"))
    yield app
    close_connections(app)


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own, for tests whose threads or processes really commit."""
    app = new_app(databases.migrated(), tmp_path / "data")
    yield app
    close_connections(app)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session whose work is undone after the test, also what requests commit."""
    with undone(app), app.app_context():
        yield db.session()


@pytest.fixture
def browser(app: Flask, session: Session) -> Browser:  # noqa: ARG001 - requests must share the test's transaction
    """A visitor without an account."""
    return Browser(app.test_client())


@pytest.fixture
def new_browser(app: Flask, session: Session) -> Callable[[], Browser]:  # noqa: ARG001 - as above
    """Further visitors, each with cookies of their own."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def at(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock that pages read, whichever it is."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setitem(app.extensions, "clock", lambda: instant)

    return set_clock


@pytest.fixture(scope="module")
def chrome() -> Iterator["Chromium"]:
    """Headless Chromium for the tests of a module; they are skipped aloud where there is none."""
    from tests.journeys.chromium import chromium, find_chromium  # noqa: PLC0415 - most tests need no browser

    program = find_chromium()
    if not program:
        pytest.skip("no Chromium found: install one, or name it in UNDERSIGNED_CHROMIUM")
    with chromium(program) as started:
        yield started
