"""Where tests get databases of their own: files of SQLite, or databases in the run's PostgreSQL."""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from flask import Flask
from sqlalchemy import Connection

from app import create_app
from app.config import read_settings
from app.core import db
from app.core.connections import close_connections
from tests import postgres

ENGINES = ("sqlite", "postgresql")


class Databases(ABC):
    """One kind of database. `engine` is what SQLAlchemy calls it."""

    engine: str

    @abstractmethod
    def migrated(self) -> str:
        """Make a database with every table and no row; return its address."""

    @abstractmethod
    def empty(self) -> str:
        """Make a database without any table; return its address."""


class SqliteFiles(Databases):
    """Files in a folder of this process."""

    engine = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def migrated(self) -> str:
        copy = self._folder / f"{uuid4().hex}.sqlite"
        shutil.copyfile(self._migrated_once, copy)
        return f"sqlite:///{copy}"

    def empty(self) -> str:
        return f"sqlite:///{self._folder / uuid4().hex}.sqlite"

    @cached_property
    def _migrated_once(self) -> Path:
        file = self._folder / "migrated.sqlite"
        migrate(f"sqlite:///{file}", self._folder)
        return file


class PostgresServer(Databases):
    """Databases in the server that the processes of this run share. Raises `postgres.NoServer` where there is none."""

    engine = "postgresql"

    def __init__(self, folder: Path) -> None:
        """`folder` is where pytest keeps the files of this process."""
        worker = os.environ.get("PYTEST_XDIST_WORKER")
        shared, run = (folder.parent, os.getppid()) if worker else (folder, os.getpid())
        self._server = postgres.server(shared, run=run, prepare=lambda address: migrate(address, folder))

    def migrated(self) -> str:
        return postgres.migrated_database(self._server)

    def empty(self) -> str:
        return postgres.empty_database(self._server)


def new_app(address: str, data: Path, **more: str) -> Flask:
    """Make an application on the database at `address` that keeps its files in `data`. `more` are further settings."""
    settings = {
        "UNDERSIGNED_DATA": str(data),
        "UNDERSIGNED_DATABASE_URL": address,
        "UNDERSIGNED_RATE_LIMITS": "off",
        "UNDERSIGNED_LOG_LEVEL": "error",
    }
    app = create_app(read_settings(settings | more))
    app.config.update(TESTING=True)
    return app


@contextmanager
def undone(app: Flask) -> Iterator[Connection]:
    """Undo at the end whatever sessions of `app` did meanwhile, also what requests committed.

    Every session is bound to one connection, and its commits are savepoints in the one transaction that is rolled back.
    The extension's own isolation patches the engine, where SQLAlchemy 2.1 commits the outer transaction.
    """
    with app.app_context():
        engine, makes_sessions = db.db.engine, db.db.sessionmaker
    before = dict(makes_sessions.kw)
    with engine.connect() as connection:
        outer = connection.begin()
        makes_sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        try:
            yield connection
        finally:
            outer.rollback()
            makes_sessions.kw.clear()
            makes_sessions.kw.update(before)


def migrate(address: str, data: Path) -> None:
    """Bring the database at `address` to the newest revision."""
    app = new_app(address, data)
    db.migrate_to_newest(app)
    close_connections(app)
