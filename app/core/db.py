"""Tables: the declarative base, the column types, the session, the transaction, the migrations."""

import enum
import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from pathlib import Path
from typing import ClassVar
from uuid import UUID, uuid4

from flask import Flask, g, has_request_context, request
from flask_alembic import Alembic
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Delete, Engine, Enum, MetaData, Update, event, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_TIMEOUT_MS = 15_000
_TRY_AGAIN_MS = 1
_TURN = "turn"
MIGRATIONS = Path(__file__).parents[2] / "migrations"

_FIRST_SQLITE_WITH_SAFE_WAL = (3, 51, 3)
_BACKPORTED_SAFE_WAL = {(3, 50): 7, (3, 44): 6}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python, naive UTC in the table; a naive value is a bug."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive datetime {value!r} cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Load UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Model(DeclarativeBase):
    """Every table: a UUID key, named constraints, UTC instants, checked enums."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


db = SQLAlchemy(session_options={"expire_on_commit": False, "autoflush": True})
alembic = Alembic(metadatas=Model.metadata)


def init_app(app: Flask, url: str, *, connections: int) -> None:
    """Give the app one engine with at most `connections` connections, and each app context one session."""
    app.config["SQLALCHEMY_ENGINES"] = {
        "default": {
            "url": url,
            "pool_size": connections,
            "max_overflow": 2,
            "pool_timeout": 20,
            "hide_parameters": True,  # what people typed stays out of messages of errors
        }
    }
    app.config["ALEMBIC"] = {"script_location": str(MIGRATIONS), "version_locations": []}
    app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "compare_type": True}
    db.init_app(app)
    _without_async_sessions(app)
    alembic.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)


def _without_async_sessions(app: Flask) -> None:
    """Keep the extension from starting a thread and an event loop after every request, to close what we never open."""
    endings = app.teardown_appcontext_funcs
    endings[:] = [ending for ending in endings if not iscoroutinefunction(ending)]


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable and strict: a writer takes its lock at once, nobody is told before the disk has it."""
    turns = _Turns()
    event.listen(engine, "connect", _strict_sqlite)
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "checkin", turns.end)


def session() -> Session:
    """Return the session of this app context."""
    return db.session


@contextmanager
def transaction() -> Iterator[None]:
    """Keep everything done inside, or nothing of it.

    Inside a request that only reads (a download that is logged), what was read before is let go first, so that
    the write starts with its lock and cannot fail half-way.
    """
    opened = session()
    if _is_safe_request() and opened.in_transaction():
        opened.commit()
    g.writes = True
    try:
        yield
        opened.commit()
    except BaseException:
        opened.rollback()
        raise
    finally:
        g.pop("writes", None)


def migrate_to_newest(app: Flask) -> None:
    """Bring the database to the newest revision."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        g.writes = True
        if alembic.current() != alembic.heads():
            alembic.upgrade()


def breaks(clash: IntegrityError, *, constraint: str, columns: tuple[str, ...]) -> bool:
    """Say whether `clash` broke this unique constraint: PostgreSQL names the constraint, SQLite the columns."""
    said = str(clash.orig)
    return constraint in said or ", ".join(columns) in said


def is_first(row: Model, *, constraint: str, columns: tuple[str, ...]) -> bool:
    """Insert `row` now, unless this unique constraint says that another one came first; all else is kept either way.

    It waits for whoever inserts the same at this moment. The constraint decides, also where a look beforehand found
    nothing.
    """
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError as clash:
        if not breaks(clash, constraint=constraint, columns=columns):
            raise
        return False
    return True


def claim(row: Model) -> None:
    """Hold a row until the transaction ends and see it as it is now: whoever waited for it may find it changed."""
    session().flush()  # a refresh forgets what is not written yet
    session().refresh(row, with_for_update=True)


def rows_changed(statement: Update | Delete) -> int:
    """Run an update or delete and return how many rows it met."""
    result = session().execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - what SQLAlchemy returns for these
    return result.rowcount


def advisory_lock(name: str) -> None:
    """Let one transaction at a time pass for `name`, until it ends. SQLite's writers already take turns."""
    if session().get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        session().execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def database_now() -> datetime:
    """The database server's clock (PostgreSQL only), read now and not when the transaction began."""
    moment = session().scalar(text("SELECT clock_timestamp()"))
    assert isinstance(moment, datetime)  # noqa: S101 - PostgreSQL promises it
    return moment.astimezone(UTC)


def safe_wal(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite resets its write-ahead log without the corruption fixed in 3.51.3, 3.50.7 and 3.44.6."""
    if version >= _FIRST_SQLITE_WITH_SAFE_WAL:
        return True
    major, minor, patch = version
    fixed_in = _BACKPORTED_SAFE_WAL.get((major, minor))
    return fixed_in is not None and patch >= fixed_in


def _is_safe_request() -> bool:
    return has_request_context() and request.method in SAFE_METHODS


def _strict_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA journal_mode = {'WAL' if safe_wal(sqlite3.sqlite_version_info) else 'TRUNCATE'}")
    cursor.close()


class _Turns:
    """Lets the writers of one process wait for each other, and the first of them for other processes.

    Left to itself, SQLite makes whoever finds its lock taken try again after ever longer sleeps, up to a tenth of a
    second, while others come and go: with a crowd that signs and a worker that sends mail, some wait for seconds.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin a transaction on `connection`; one that may write when it is its turn."""
        if _is_safe_request() and not g.get("writes", False):
            connection.exec_driver_sql("BEGIN")
            return
        until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        if _TURN not in connection.info and self._turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            connection.info[_TURN] = True
        _wait_at_most(connection, _TRY_AGAIN_MS)
        try:
            while not _begun(connection, until):
                pass
        finally:
            _wait_at_most(connection, BUSY_TIMEOUT_MS)

    def end(self, _connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        """Let the next one begin: the connection is not used any more."""
        if record.info.pop(_TURN, False):
            self._turn.release()


def _begun(connection: Connection, until: float) -> bool:
    """Take SQLite's lock, or say that it is taken. Raises `OperationalError` after `until`."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if not isinstance(error.orig, sqlite3.OperationalError) or error.orig.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        if time.monotonic() > until:
            raise
        return False
    return True


def _wait_at_most(connection: Connection, milliseconds: int) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
    cursor.close()
