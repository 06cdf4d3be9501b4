"""Transactions: what was acknowledged is kept, what failed leaves nothing, and writers wait for each other."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask, g
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.campaigns.models import Campaign
from app.core import db
from app.core.db import breaks, is_first, rows_changed, safe_wal, transaction
from tests.databases import Databases, let_go, new_app
from tests.factories import LONG_AGO, a_campaign, a_person

NAMES = select(Campaign.name).order_by(Campaign.name)


def begin(name: str) -> None:
    db.session().add(Campaign(id=uuid4(), name=name, purpose="", created_at=LONG_AGO))


def names(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session().scalars(NAMES))


@pytest.fixture
def own_sqlite(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    if databases.engine != "sqlite":
        pytest.skip("about SQLite")
    app = new_app(databases.migrated(), tmp_path / "data")
    yield app
    let_go(app)


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


def test_a_transaction_is_kept_whole(own_app: Flask) -> None:
    with own_app.app_context(), transaction():
        begin("Clean rivers")
        begin("Quiet nights")

    assert names(own_app) == ["Clean rivers", "Quiet nights"]


def test_a_transaction_that_fails_leaves_nothing(own_app: Flask) -> None:
    def fail() -> None:
        with transaction():
            begin("Clean rivers")
            db.session().flush()
            raise KeyboardInterrupt

    with own_app.app_context(), pytest.raises(KeyboardInterrupt):
        fail()

    assert names(own_app) == []


def test_a_clash_of_names_is_told_by_its_constraint_on_every_database(session: Session) -> None:
    twice = a_person(email="ada@example.org")
    with pytest.raises(IntegrityError) as clash, session.begin_nested():
        a_person(email=twice.email)

    assert breaks(clash.value, constraint="uq_people_email", columns=("people.email",))
    assert not breaks(clash.value, constraint="uq_people_fs_uniquifier", columns=("people.fs_uniquifier",))


def test_an_unknown_word_is_refused_by_the_database(session: Session) -> None:
    a_person()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE people SET rank = 'emperor'"))


def test_moments_are_stored_in_universal_time_whatever_zone_they_come_in(session: Session) -> None:
    campaign = a_campaign()
    in_nepal = datetime(2027, 6, 17, 12, 45, 30, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    campaign.created_at = in_nepal
    session.flush()
    session.expire(campaign)

    assert campaign.created_at == in_nepal
    assert campaign.created_at.tzinfo is UTC


def test_a_moment_without_zone_is_a_bug(session: Session) -> None:
    campaign = a_campaign()
    campaign.created_at = datetime(2027, 6, 17, 12, 45)  # noqa: DTZ001 - the mistake in question
    with pytest.raises(StatementError, match="naive datetime"):
        session.flush()
    session.rollback()


def test_rows_changed_are_counted(session: Session) -> None:
    a_campaign("Clean rivers")
    a_campaign("Quiet nights")

    assert rows_changed(Campaign.__table__.update().values(purpose="A good one")) == 2  # type: ignore[attr-defined]  # it is a Table
    assert session.scalar(select(func.count()).where(Campaign.purpose == "A good one")) == 2


@pytest.mark.one_database
def test_sqlite_is_strict_and_durable(own_sqlite: Flask) -> None:
    journal = "wal" if safe_wal(sqlite3.sqlite_version_info[:3]) else "truncate"
    with own_sqlite.app_context(), db.db.engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("busy_timeout", "foreign_keys", "synchronous", "journal_mode")
        }

    assert said == {"busy_timeout": db.BUSY_TIMEOUT_MS, "foreign_keys": 1, "synchronous": 2, "journal_mode": journal}


@pytest.mark.one_database
def test_a_request_that_may_write_takes_the_lock_before_it_reads(own_sqlite: Flask) -> None:
    for method, word in (("POST", "BEGIN IMMEDIATE"), ("GET", "BEGIN"), ("HEAD", "BEGIN")):
        with begun(own_sqlite) as said, own_sqlite.test_request_context(method=method):
            db.session().scalars(NAMES).all()
        assert said == [word], method


@pytest.mark.one_database
def test_a_download_that_is_logged_takes_the_lock_when_it_writes(own_sqlite: Flask) -> None:
    with begun(own_sqlite) as said, own_sqlite.test_request_context(method="GET"):
        db.session().scalars(NAMES).all()
        with transaction():
            begin("Clean rivers")
        db.session().scalars(NAMES).all()
        assert "writes" not in g

    assert said == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN"]
    assert names(own_sqlite) == ["Clean rivers"]


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
    assert safe_wal(version) is is_safe


WRITER = """
import os, sys
from pathlib import Path
from app.core.db import transaction
from tests.core.test_db import begin
from tests.databases import new_app
app = new_app(sys.argv[1], Path(sys.argv[2]))
with app.app_context():
    for number in range(int(sys.argv[3])):
        with transaction():
            begin(f"{number:06}")
        os.write(1, f"{number:06}\\n".encode())
"""


def writer(address: str, data: Path, *, rows: int, before: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
    """A process that keeps rows one by one and says each number after it is kept."""
    command = [*before, sys.executable, "-c", WRITER, address, str(data), str(rows)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def test_what_was_acknowledged_survives_a_killed_process(databases: Databases, tmp_path: Path) -> None:
    address = databases.migrated()
    with writer(address, tmp_path, rows=1_000_000) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _row in range(25)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.readlines()

    app = new_app(address, tmp_path)
    kept = names(app)
    let_go(app)
    said = [line.decode().strip() for line in acknowledged if line.endswith(b"\n")]
    assert len(said) >= 25
    assert kept[: len(said)] == said
    assert len(kept) - len(said) <= 1, "at most the row whose acknowledgement was cut off"


@pytest.mark.one_database
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed to watch the disk being waited for")
def test_the_disk_is_waited_for_before_anything_is_acknowledged(databases: Databases, tmp_path: Path) -> None:
    """A killed process cannot show this, only a power cut; so the order of system calls is read instead."""
    log = tmp_path / "calls"
    watch = ("strace", "-f", "-e", "trace=fsync,fdatasync,write", "-s", "16", "-o", str(log))
    with writer(databases.migrated(), tmp_path, rows=5, before=watch) as process:
        process.communicate()

    calls = log.read_text(encoding="utf-8").splitlines()
    spoken = [place for place, call in enumerate(calls) if 'write(1, "0000' in call]
    assert len(spoken) == 5
    for before, place in zip([0, *spoken], spoken, strict=False):
        assert any("sync(" in call for call in calls[before:place]), f"nothing was synced before {calls[place]}"


def test_an_error_does_not_say_what_people_typed(own_app: Flask) -> None:
    with own_app.app_context(), pytest.raises(DatabaseError) as failed:
        db.session().execute(text("SELECT :typed FROM nowhere"), {"typed": "Ada Lovelace"})

    assert "Ada" not in str(failed.value)


def test_of_two_rows_that_may_be_there_once_the_second_is_left_out_and_all_else_kept(session: Session) -> None:
    first = a_person("Ada", email="ada@example.org")
    begin("Clean rivers")
    second = Person(email=first.email, name="Eve", fs_uniquifier="e", invited_at=LONG_AGO, joined_at=None)

    assert not is_first(second, constraint="uq_people_email", columns=("people.email",))
    begin("Quiet nights")

    assert list(session.scalars(NAMES)) == ["Clean rivers", "Quiet nights"]
    assert list(session.scalars(select(Person.name))) == ["Ada"]


def test_a_row_that_breaks_something_else_is_a_fault(session: Session) -> None:  # noqa: ARG001 - rows need the test's transaction
    nameless = Person(email="eve@example.org", fs_uniquifier="e", invited_at=LONG_AGO, joined_at=None)

    with pytest.raises(IntegrityError):
        is_first(nameless, constraint="uq_people_email", columns=("people.email",))
