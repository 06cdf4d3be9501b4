"""Work done after the answer.

Truth is rows: a task looks for what is due and does it, so it may run late, twice or never without harm. The queue only
wakes the worker early; a sweep every minute finds whatever a lost wake-up left behind.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime

from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core.db import db, session
from app.core.log import log, where

Job = Callable[[], None]

_GATHER_SECONDS = 0.25
_jobs: dict[str, Job] = {}
_followers: dict[str, set[str]] = {}
_asleep_until: dict[str, float] = {}
_lock = threading.Lock()


def job(name: str, *, after: str = "") -> Callable[[Job], Job]:
    """Register a task that finds its own work. Names are unique. `after` names a job whose work it follows up."""

    def register(function: Job) -> Job:
        if name in _jobs and _jobs[name].__module__ != function.__module__:
            message = f"two jobs are called {name!r}"
            raise ValueError(message)
        _jobs[name] = function
        if after:
            _followers.setdefault(after, set()).add(name)
        return function

    return register


def init_app(app: Flask, queue: Huey) -> None:
    """Let `queue` run every registered job inside `app`: when woken, and every minute."""

    def run(name: str) -> None:
        time.sleep(_GATHER_SECONDS)
        run_now(app, name)

    def sweep() -> None:
        for name in _jobs:  # each as a task of its own, so that one that fails stops no other
            app.extensions["wake"](name)

    app.extensions["queue"] = queue
    app.extensions["wake"] = queue.task(name="run")(run)
    queue.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    with app.app_context():
        event.listen(db.sessionmaker, "after_commit", _wake_what_was_asked)
        event.listen(db.sessionmaker, "after_rollback", _forget_what_was_asked)


def sqlite_queue(path: str) -> Huey:
    """A queue in a file beside the database. It holds nothing but wake-ups, so it need not survive a power cut."""
    return SqliteHuey("undersigned", filename=path, results=False, journal_mode="truncate", timeout=15)


def postgres_queue(dsn: str) -> Huey:
    """A queue in PostgreSQL, for several servers."""
    return PostgresHuey("undersigned", dsn=dsn, results=False)


def run_now(app: Flask, name: str) -> None:
    """Run one job in this process, in a context of its own, then those that follow it up.

    A job that fails is logged by its lines, without what its error says: that may quote what people typed. Its work
    stays due, and those that follow run all the same.
    """
    with app.app_context():
        try:
            _jobs[name]()
        except Exception as error:  # noqa: BLE001 - the queue would log every word of it
            log().error("job failed", job=name, error=type(error).__name__, where=where(error))
    for follower in sorted(_followers.get(name, ())):
        run_now(app, follower)


def wake_after_commit(name: str) -> None:
    """Ask for `name` to run soon after what is being written is kept; nothing happens if it is not kept."""
    session().info.setdefault("wake", set()).add(name)


def wake_at(name: str, moment: datetime) -> None:
    """Ask for `name` to run at `moment` (aware). The page never depends on it."""
    wake = current_app.extensions["wake"]
    wake.schedule(args=(name,), eta=moment)


def _wake_what_was_asked(committed: Session) -> None:
    if committed.in_nested_transaction():  # a savepoint keeps nothing yet
        return
    for name in sorted(committed.info.pop("wake", ())):
        with _lock:
            # A wake-up waits a moment before it looks, so commits within that moment are already covered.
            if time.monotonic() < _asleep_until.get(name, 0.0):
                continue
            _asleep_until[name] = time.monotonic() + _GATHER_SECONDS
        current_app.extensions["wake"](name)


def _forget_what_was_asked(rolled_back: Session) -> None:
    if rolled_back.in_nested_transaction():  # what was asked before the savepoint still holds
        return
    rolled_back.info.pop("wake", None)
