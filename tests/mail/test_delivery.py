"""What becomes of messages in the outbox, also of those that cannot be sent and of those posted at the same moment."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_mailman import EmailMessage
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import db
from app.mail import delivery
from app.mail.actions import post
from app.mail.folder import EmailBackend, newest_messages
from app.mail.message import Message
from app.mail.models import OutboxMessage
from app.mail.rules import LEASE, MAX_ATTEMPTS, State

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
UNSENDABLE = "ada@example.org\nBcc: everyone@example.org"
"""No mail can have this address: every mail library refuses a line break in it, with an error of its own kind."""


def noon() -> datetime:
    return NOON


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(app.extensions["mailman"], "file_path", str(tmp_path / "mail"))
    return tmp_path / "mail"


def posted(session: Session, subject: str, *, to: str = "ada@example.org", now: datetime = NOON) -> OutboxMessage:
    post(Message(key=subject, to=to, subject=subject, body="Text"), now=now)
    session.commit()
    return session.scalars(select(OutboxMessage).where(OutboxMessage.key == subject)).one()


def states(session: Session) -> list[State]:
    return list(session.scalars(select(OutboxMessage.state)))


def test_a_message_that_cannot_be_sent_keeps_no_other_from_going(folder: Path, session: Session) -> None:
    stuck = posted(session, "Stuck", to=UNSENDABLE, now=NOON - timedelta(minutes=1))
    posted(session, "Behind it")

    assert delivery.deliver_due(noon) == 1

    assert [each.subject for each in newest_messages(folder, limit=9)] == ["Behind it"]
    session.refresh(stuck)
    assert (stuck.state, stuck.attempts, stuck.try_at) == (State.WAITING, 1, NOON + timedelta(minutes=1))


class SenderKilled(BaseException):
    """What ends a process in the middle of its work, and nothing catches."""


def test_the_handful_of_a_killed_sender_goes_one_by_one_so_that_a_deadly_message_takes_no_other(
    app: Flask, folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deadly(EmailBackend):
        """Ends its process when it meets one of the messages."""

        def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
            if email_messages[0].subject == "Deadly":
                raise SenderKilled
            return super().send_messages(email_messages)

    for subject in ("First", "Deadly", "Last"):
        posted(session, subject)
    monkeypatch.setattr(app.extensions["mailman"], "backend", Deadly)

    killed = 0
    for turn in range(3 * MAX_ATTEMPTS):
        try:
            delivery.deliver_due(lambda turn=turn: NOON + turn * LEASE)  # type: ignore[misc]  # bound in the loop
        except SenderKilled:
            killed += 1
            session.rollback()

    assert killed == MAX_ATTEMPTS
    stood = {each.subject: each.state for each in session.scalars(select(OutboxMessage))}
    assert stood == {"First": State.SENT, "Deadly": State.FAILED, "Last": State.SENT}
    assert sorted(each.subject for each in newest_messages(folder, limit=9)) == ["First", "Last"]


def test_what_a_slow_server_leaves_no_time_for_goes_back_untried(
    app: Flask, folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(EmailBackend):
        """Takes more than half of a lease for each message."""

        def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
            moments.append(moments[-1] + LEASE * 0.6)
            return super().send_messages(email_messages)

    moments = [NOON]
    for subject in ("First", "Second", "Third"):
        posted(session, subject)
    monkeypatch.setattr(app.extensions["mailman"], "backend", Slow)

    assert delivery.deliver_due(lambda: moments[-1]) == 3

    attempts = session.execute(select(OutboxMessage.state, OutboxMessage.attempts)).all()
    assert [tuple(each) for each in attempts] == [(State.SENT, 1)] * 3
    assert len(newest_messages(folder, limit=9)) == 3


@pytest.mark.usefixtures("folder")
def test_a_message_that_can_never_be_sent_is_given_up(session: Session) -> None:
    stuck = posted(session, "Stuck", to=UNSENDABLE)

    for turn in range(MAX_ATTEMPTS + 3):
        delivery.deliver_due(lambda turn=turn: NOON + timedelta(days=turn))  # type: ignore[misc]  # bound in the loop

    session.refresh(stuck)
    assert (stuck.state, stuck.attempts) == (State.FAILED, MAX_ATTEMPTS)


def test_a_message_whose_senders_never_come_back_is_given_up(folder: Path, session: Session) -> None:
    deadly = posted(session, "Deadly")
    deadly.state, deadly.attempts, deadly.try_at = State.SENDING, MAX_ATTEMPTS, NOON + LEASE
    session.commit()

    delivery.deliver_due(lambda: NOON + LEASE - timedelta(seconds=1))
    assert states(session) == [State.SENDING], "its last sender may be at it still"
    delivery.deliver_due(lambda: NOON + LEASE)

    assert states(session) == [State.FAILED]
    assert newest_messages(folder, limit=9) == []


def test_a_sender_that_fails_late_leaves_alone_what_another_has_sent(
    app: Flask, folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(EmailBackend):
        """Fails after its lease, when the message has gone by another sender."""

        def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
            app.extensions["mailman"].backend = EmailBackend
            assert delivery.deliver_due(lambda: NOON + LEASE) == 1
            del email_messages
            raise TimeoutError

    message = posted(session, "Slow")
    monkeypatch.setattr(app.extensions["mailman"], "backend", Slow)

    assert delivery.deliver_due(noon) == 0

    session.refresh(message)
    assert (message.state, message.body) == (State.SENT, None)
    assert len(newest_messages(folder, limit=9)) == 1


def test_a_message_posted_twice_at_the_same_moment_is_there_once(own_app: Flask) -> None:
    is_written = threading.Event()
    faults: list[BaseException] = []

    def posting(wait: Callable[[], object]) -> None:
        message = Message(key="occasion", to="ada@example.org", subject="Subject", body="Text")
        try:
            with own_app.app_context(), db.transaction():
                post(message, now=NOON)
                db.session().flush()
                wait()
        except BaseException as fault:  # noqa: BLE001 - looked at below, in the thread of the test
            faults.append(fault)

    def linger() -> None:
        is_written.set()
        time.sleep(0.3)  # long enough for the other to look, find nothing, and write

    first = threading.Thread(target=posting, args=(linger,))
    first.start()
    is_written.wait()
    posting(lambda: None)
    first.join()

    assert faults == []
    with own_app.app_context():
        assert len(db.session().scalars(select(OutboxMessage.id)).all()) == 1
