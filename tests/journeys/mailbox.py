"""Mail as its readers get it: read back from the folder it was delivered into, and checked for what all mail owes."""

import email
import re
from dataclasses import dataclass
from email import policy
from pathlib import Path
from urllib.parse import urlsplit

MOST_WORDS = 120
LONGEST_SUBJECT = 100
_ADDRESS = re.compile(r"https?://\S+")
_LINK_AS_ONE_WORD = "link"


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it arrived."""

    to: str
    subject: str
    text: str

    @property
    def first_line(self) -> str:
        return self.text.splitlines()[0]

    @property
    def link(self) -> str:
        """The path its one link leads to."""
        (address,) = _ADDRESS.findall(self.text)
        return str(urlsplit(address).path)


def read(folder: Path) -> list[Mail]:
    """Everything in the folder, oldest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
    return [_checked(file) for file in files]


def _checked(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message.get_content_type() == "text/plain", "mail is plain text"
    assert message["Auto-Submitted"] == "auto-generated", "mail says that no person typed it"
    text = str(message.get_content()).strip()
    said = f"“{message['Subject']}”"
    assert len(_ADDRESS.sub(_LINK_AS_ONE_WORD, text).split()) <= MOST_WORDS, f"{said} is too long:\n{text}"
    assert len(_ADDRESS.findall(text)) <= 1, f"{said} has more than one link"
    assert "[[" not in text, f"{said} has a place that was not filled"
    assert "\n\n\n" not in text, f"{said} has a hole"
    assert len(str(message["Subject"])) <= LONGEST_SUBJECT, f"{said} is a long subject"
    return Mail(to=str(message["To"]), subject=str(message["Subject"]), text=text)
