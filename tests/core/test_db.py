"""Transactions: what was acknowledged is kept, what failed leaves nothing."""

import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.campaigns.models import Campaign
from app.core import db
from app.core.connections import close_connections
from app.core.db import breaks, is_first, rows_changed, transaction
from app.core.errors import NotFound
from tests.databases import Databases, new_app
from tests.factories import LONG_AGO, a_campaign, a_person

NAMES = select(Campaign.name).order_by(Campaign.name)


def begin(name: str) -> None:
    db.session().add(Campaign(id=uuid4(), name=name, purpose="", created_at=LONG_AGO))


def names(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session().scalars(NAMES))


def rename(app: Flask, name: str) -> None:
    with app.app_context(), transaction():
        db.session().execute(update(Campaign).values(name=name))


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
    close_connections(app)
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


def test_rows_met_again_in_a_transaction_are_as_they_are_now(own_app: Flask) -> None:
    """What a request read before its turn came may have changed meanwhile."""
    with own_app.app_context(), transaction():
        begin("Clean rivers")

    with own_app.test_request_context(method="POST"):
        campaign = db.session().scalars(select(Campaign)).one()
        rename(own_app, "Clean rivers and lakes")
        with transaction():
            seen = campaign.name

    assert seen == "Clean rivers and lakes"


def test_a_row_that_is_gone_when_its_turn_comes_is_not_found(own_app: Flask) -> None:
    with own_app.app_context(), transaction():
        begin("Clean rivers")

    with own_app.test_request_context(method="POST"):
        campaign = db.session().scalars(select(Campaign)).one()
        with own_app.app_context(), transaction():
            db.session().execute(delete(Campaign))
        with pytest.raises(NotFound), transaction():
            campaign.name += " and lakes"

    assert names(own_app) == []


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
