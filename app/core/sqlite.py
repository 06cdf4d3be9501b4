"""SQLite, durable and strict: which one, how it is opened, and how its writers take turns."""

import sqlite3
import threading
import time
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry


def _our_driver() -> ModuleType:
    """Few systems have an SQLite whose write-ahead log is safe to use, so we bring one where there is a wheel of it."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


driver: ModuleType = _our_driver()

BUSY_TIMEOUT_MS = 15_000
_TRY_AGAIN_MS = 1
_TURN = "turn"

_FIRST_WITH_SAFE_WAL = (3, 51, 3)
_BACKPORTED_SAFE_WAL = {(3, 50): 7, (3, 44): 6}


def driver_of(url: str) -> dict[str, ModuleType]:
    """Return what to hand SQLAlchemy's engine so that an SQLite `url` is opened with our driver; nothing for others."""
    return {"module": driver} if url.startswith("sqlite:") else {}


def prepare(engine: Engine, *, reads_only: Callable[[], bool]) -> None:
    """Make SQLite durable and strict: a writer takes its lock at once, nobody is told before the disk has it.

    A transaction that begins while `reads_only` says so may not write, and waits for nobody.
    """
    turns = _Turns(reads_only)
    event.listen(engine, "connect", _strict)
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "checkin", turns.end)


def safe_wal(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite resets its write-ahead log without the corruption fixed in 3.51.3, 3.50.7 and 3.44.6."""
    if version >= _FIRST_WITH_SAFE_WAL:
        return True
    major, minor, patch = version
    fixed_in = _BACKPORTED_SAFE_WAL.get((major, minor))
    return fixed_in is not None and patch >= fixed_in


def _strict(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA journal_mode = {'WAL' if safe_wal(driver.sqlite_version_info) else 'PERSIST'}")
    cursor.close()


class _Turns:
    """Lets the writers of one process wait for each other, and the first of them for other processes.

    Left to itself, SQLite makes whoever finds its lock taken try again after ever longer sleeps, up to a tenth of a
    second, while others come and go: with a crowd that signs and a worker that sends mail, some wait for seconds.
    """

    def __init__(self, reads_only: Callable[[], bool]) -> None:
        self._reads_only = reads_only
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin a transaction on `connection`; one that may write when it is its turn."""
        if self._reads_only():
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
        if not isinstance(error.orig, driver.OperationalError) or error.orig.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        if time.monotonic() > until:
            raise
        return False
    return True


def _wait_at_most(connection: Connection, milliseconds: int) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
    cursor.close()
