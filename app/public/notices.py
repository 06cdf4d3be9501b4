"""What signatories are told when their letter is public."""

from dataclasses import dataclass
from uuid import UUID

from app.core.quoting import quoted
from app.mail.message import Message


@dataclass(frozen=True, slots=True)
class Release:
    """An edition that became public, as a message needs it."""

    edition_id: UUID
    number: int
    title: str
    address: str
    campaign: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell. `organisation` is empty for one that asked not to be named; `name` may be empty."""

    sign_on_id: UUID
    name: str
    email: str
    organisation: str


def released(release: Release, to: Recipient) -> Message:
    """Say that the letter is public, with its address. Who asked not to be named is not named here either."""
    which = quoted(release.title) if release.number == 1 else f"a new edition of {quoted(release.title)}"
    signed = f"that {to.organisation} signed" if to.organisation else "that you signed without being named"
    return Message(
        key=f"released:{release.edition_id}:{to.sign_on_id}",
        to=to.email,
        subject=f"Released: {release.title}",
        body=f"""It is public: {which}.

{f"Dear {to.name}" if to.name else "Good day"},

The letter {signed} can now be read and shared by everyone. Text, names and the PDF are here:

{release.address}

Thank you for standing under it.

The coordinators of {release.campaign}
""",
    )
