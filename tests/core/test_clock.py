"""One clock: the machine's on SQLite, the database's on PostgreSQL, asked once in a request."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import clock
from tests.databases import Databases

NOON = datetime(2027, 6, 17, 12, 0, tzinfo=UTC)


def test_the_moment_is_aware_universal_and_now(app: Flask) -> None:
    with app.app_context():
        moment = clock.now()

    assert moment.tzinfo is UTC
    assert abs(moment - clock.machine()) < timedelta(seconds=5)


def test_outside_an_application_it_is_the_machines() -> None:
    before = clock.now()

    assert before <= clock.machine() <= before + timedelta(seconds=5)


def test_a_request_has_one_moment(app: Flask) -> None:
    with app.test_request_context():
        first = clock.now()
        assert all(clock.now() == first for _time in range(100))

    with app.test_request_context():
        assert clock.now() > first


def test_work_outside_a_request_sees_time_pass(app: Flask) -> None:
    with app.app_context():
        assert clock.now() < clock.now()


def test_a_request_asks_a_database_that_has_the_clock_once(app: Flask, session: Session, databases: Databases) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        with app.test_request_context():
            for _time in range(5):
                clock.now()
    finally:
        event.remove(connection, "before_cursor_execute", note)

    questions = [statement for statement in asked if "clock_timestamp" in statement]
    assert len(questions) == (1 if databases.engine == "postgresql" else 0)


def test_a_long_transaction_does_not_stop_the_clock(session: Session, app: Flask) -> None:
    """PostgreSQL's now() would be the moment when the transaction began."""
    with app.app_context():
        session.connection()
        before = clock.now()
        assert clock.now() > before


def test_tests_set_the_clock_of_every_database(app: Flask, at: Callable[[datetime], None]) -> None:
    at(NOON)

    with app.test_request_context():
        assert clock.now() == NOON
    with app.app_context():
        assert clock.now() == NOON
