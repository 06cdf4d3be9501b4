"""Work after the answer: woken by what was kept, never by what was not, and found again when a wake-up is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from huey import Huey
from sqlalchemy import text
from structlog.testing import capture_logs

from app.core import tasks
from app.core.db import session, transaction
from app.core.tasks import job, run_now, wake_after_commit, wake_at
from tests.core.test_db import begin, names

FIRST, SECOND, THIRD, ALONE = "test.first", "test.second", "test.third", "test.alone"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What jobs did: three that follow each other, and one alone. A sweep runs no others."""
    did: list[str] = []
    for kept in ("_jobs", "_followers", "_asleep_until"):
        monkeypatch.setattr(tasks, kept, {})
    for name, after in ((FIRST, ""), (SECOND, FIRST), (THIRD, SECOND), (ALONE, "")):
        job(name, after=after)(_noting(name, did))
    return did


def _noting(name: str, did: list[str]) -> Callable[[], None]:
    return lambda: did.append(name)


@pytest.fixture
def queue(own_app: Flask) -> Huey:
    return own_app.extensions["queue"]


def work(queue: Huey) -> None:
    """Do what lies in the queue, as the worker does."""
    while (task := queue.dequeue()) is not None:
        queue.execute(task)


def sweep(queue: Huey) -> None:
    """Do what falls due every minute."""
    for task in queue.read_periodic(datetime(2027, 6, 17, 12, 34)):  # noqa: DTZ001 - the library's own clock has no zone
        queue.execute(task)
    work(queue)


def test_what_was_kept_wakes_the_worker(own_app: Flask, queue: Huey, done: list[str]) -> None:
    with own_app.app_context():
        with transaction():
            begin("Clean rivers")
            wake_after_commit(ALONE)
            session().flush()
            assert queue.pending_count() == 0, "not before it is kept"
        assert queue.pending_count() == 1

    work(queue)

    assert done == [ALONE]


def test_what_was_not_kept_wakes_nobody(own_app: Flask, queue: Huey, done: list[str]) -> None:
    def fail() -> None:
        with transaction():
            begin("Clean rivers")
            wake_after_commit(ALONE)
            session().flush()
            raise KeyboardInterrupt

    with own_app.app_context():
        with pytest.raises(KeyboardInterrupt):
            fail()
        with transaction():
            begin("Quiet nights")

    work(queue)

    assert names(own_app) == ["Quiet nights"]
    assert done == []


def test_many_changes_at_once_wake_the_worker_once(own_app: Flask, queue: Huey, done: list[str]) -> None:
    with own_app.app_context():
        for number in range(5):
            with transaction():
                begin(f"{number}")
                wake_after_commit(ALONE)

    assert queue.pending_count() == 1
    work(queue)
    assert done == [ALONE]


def test_a_job_sees_what_woke_it(own_app: Flask, queue: Huey, done: list[str]) -> None:
    job("test.reads")(lambda: done.extend(names(own_app)))
    with own_app.app_context(), transaction():
        begin("Clean rivers")
        wake_after_commit("test.reads")

    work(queue)

    assert done == ["Clean rivers"]


def test_jobs_that_follow_up_run_in_turn(own_app: Flask, done: list[str]) -> None:
    run_now(own_app, FIRST)

    assert done == [FIRST, SECOND, THIRD]


def test_a_lost_wake_up_is_found_by_the_sweep(own_app: Flask, queue: Huey, done: list[str]) -> None:
    with own_app.app_context(), transaction():
        begin("Clean rivers")
        wake_after_commit(ALONE)
    queue.flush()

    work(queue)
    assert done == []
    sweep(queue)

    assert set(done) == {FIRST, SECOND, THIRD, ALONE}


def test_a_wake_up_at_a_moment_waits_for_it(own_app: Flask, queue: Huey, done: list[str]) -> None:
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)  # noqa: TID251 - the queue asks the machine
    with own_app.app_context():
        wake_at(ALONE, moment)

    work(queue)
    assert done == []

    naive = moment.replace(tzinfo=None)
    assert queue.read_schedule(naive - timedelta(seconds=1)) == []
    [task] = queue.read_schedule(naive)
    queue.execute(task, naive)
    assert done == [ALONE]


def test_a_savepoint_neither_wakes_the_worker_nor_forgets_what_was_asked(own_app: Flask, queue: Huey) -> None:
    with own_app.app_context(), transaction():
        wake_after_commit(ALONE)
        with session().begin_nested():
            begin("Clean rivers")
        assert queue.pending_count() == 0, "not before it is kept"
        undone = session().begin_nested()
        begin("Quiet nights")
        session().flush()
        undone.rollback()
        assert session().info["wake"] == {ALONE}

    assert queue.pending_count() == 1
    assert names(own_app) == ["Clean rivers"]


def test_a_job_that_fails_is_logged_without_what_people_typed_and_followed_up(
    own_app: Flask, done: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        session().execute(text("SELECT :typed FROM nowhere"), {"typed": "Ada Lovelace"})

    job("test.fails")(fail)
    job("test.follows", after="test.fails")(_noting("followed", done))

    with capture_logs() as entries:
        run_now(own_app, "test.fails")

    (entry,) = entries
    assert (entry["event"], entry["job"], entry["log_level"]) == ("job failed", "test.fails", "error")
    assert "sqlalchemy" in entry["where"]
    assert "Ada Lovelace" not in str(entries) + caplog.text
    assert done == ["followed"]


def test_a_job_that_fails_keeps_no_other_from_running(
    queue: Huey, done: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its own next turn comes with the next sweep."""

    def breaks() -> None:
        failed.append("test.breaks")
        raise LookupError

    failed: list[str] = []
    others = dict(tasks._jobs)  # noqa: SLF001 - the one that fails must be the first
    monkeypatch.setattr(tasks, "_jobs", {})
    job("test.breaks")(breaks)
    tasks._jobs.update(others)  # noqa: SLF001 - as above

    sweep(queue)

    assert failed == ["test.breaks"]
    assert caplog.text == "", "the queue's own log says every word of an error"
    assert set(done) == {FIRST, SECOND, THIRD, ALONE}


def test_two_jobs_cannot_have_one_name(done: list[str]) -> None:  # noqa: ARG001 - it keeps the registry of the others
    def other() -> None:
        """Do nothing."""

    other.__module__ = "elsewhere"

    with pytest.raises(ValueError, match=r"two jobs are called 'test\.first'"):
        job(FIRST)(other)
