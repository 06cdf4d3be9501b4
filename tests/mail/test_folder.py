"""Mail that goes into a folder."""

import email
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.core import clock
from app.mail import actions, delivery
from app.mail.folder import newest_messages, parts
from app.mail.message import Message

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own, not made yet."""
    monkeypatch.setattr(app.extensions["mailman"], "file_path", str(tmp_path / "mail"))
    return tmp_path / "mail"


def test_each_message_is_one_file_that_only_this_user_can_read(folder: Path, session: Session) -> None:
    for number in range(3):
        _post(f"message {number}")
    session.commit()
    assert delivery.deliver_due(clock.now) == 3
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    read = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert sorted(message["Subject"] for message in read) == ["message 0", "message 1", "message 2"]


def test_a_folder_that_others_could_read_is_closed_to_them(folder: Path, session: Session) -> None:
    folder.mkdir(mode=0o755)
    _post("message")
    session.commit()
    delivery.deliver_due(clock.now)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_message_is_read_back_as_it_was_written(folder: Path, session: Session) -> None:
    text = "Dear Zoë,\n\nسالام:\nhttps://example.org/join/abc\n\n– the coordinators"
    actions.post(Message(key="one", to="zoe@example.org", subject="Ünïcode – 100 %", body=text), now=NOON)
    session.commit()
    delivery.deliver_due(clock.now)
    message = newest_messages(folder, limit=10)[0]
    assert (message.to, message.subject) == ("zoe@example.org", "Ünïcode – 100 %")
    lines = [["".join(part.text for part in line) for line in paragraph] for paragraph in message.paragraphs]
    assert "\n\n".join("\n".join(paragraph) for paragraph in lines) == text
    linked = [part.text for paragraph in message.paragraphs for line in paragraph for part in line if part.is_link]
    assert linked == ["https://example.org/join/abc"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert newest_messages(tmp_path / "nowhere", limit=10) == []


@settings(deadline=None)
@given(st.text(alphabet="ab h:/.tps<>\n", max_size=60))
def test_cutting_a_text_at_its_links_loses_nothing(text: str) -> None:
    cut = parts(text)
    assert "".join(part.text for part in cut) == text
    assert all(part.text.startswith(("http://", "https://")) for part in cut if part.is_link)


def _post(subject: str) -> None:
    actions.post(Message(key=subject, to="ada@example.org", subject=subject, body="Text"), now=NOON)
