"""Mail that goes into a folder instead of to a server: each message a file that only this user can read."""

import email
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage as ParsedMessage
from email.utils import make_msgid, parsedate_to_datetime
from pathlib import Path

from flask_mailman import EmailMessage
from flask_mailman.backends.base import BaseEmailBackend

from app.core.whole_files import FOR_ITS_OWNER, replace_file

FOLDER_MODE = 0o700
_LINK = re.compile(r"(https?://[^\s<>]+)")


class EmailBackend(BaseEmailBackend):  # type: ignore[misc]  # Flask-Mailman has no types
    """Writes into the folder `MAIL_FILE_PATH`. A message that is tried again replaces its file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write every message, whole or not at all, and return how many."""
        folder = Path(self.mailman.file_path)
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        folder.chmod(FOLDER_MODE)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message's text, and whether it is the address of a page."""

    text: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class FolderMessage:
    """One message as it lies in the folder."""

    to: str
    subject: str
    sent_at: datetime
    paragraphs: tuple[tuple[tuple[Part, ...], ...], ...]
    """Paragraphs of lines of parts."""


def newest_messages(folder: Path, *, limit: int) -> list[FolderMessage]:
    """The messages in the folder, newest first, at most `limit`. A folder that is not there holds none."""
    files = sorted(folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    return [_read(file) for file in files[:limit]]


def parts(text: str) -> tuple[Part, ...]:
    """Cut a text into its links and what stands between them."""
    pieces = _LINK.split(text)
    return tuple(Part(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece)


def _write(folder: Path, message: EmailMessage) -> None:
    name = re.sub(r"[^A-Za-z0-9.-]", "", str(message.extra_headers.get("Message-ID") or make_msgid()).partition("@")[0])
    replace_file(folder / f"{name}.eml", message.message().as_bytes(), mode=FOR_ITS_OWNER)


def _read(file: Path) -> FolderMessage:
    message = email.message_from_bytes(file.read_bytes(), _class=ParsedMessage, policy=policy.default)
    return FolderMessage(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        paragraphs=tuple(
            tuple(parts(line) for line in paragraph.splitlines())
            for paragraph in re.split(r"\n{2,}", message.get_content().strip())
        ),
    )
