"""What journalists are written. Before the lift no subject and no sentence says what the letter is about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.tokens import Link
from app.core.wall_time import LADDER_ZONES, describe, ladder
from app.mail.message import LINK, Message


@dataclass(frozen=True, slots=True)
class Recipient:
    """A journalist as a message needs them. `zone` is the IANA key of their city."""

    grant_id: UUID
    name: str
    outlet: str
    email: str
    zone: str


@dataclass(frozen=True, slots=True)
class Hour:
    """Until when an embargo runs, and whether the release is on hold at the moment."""

    lift_at: datetime
    zone: str
    on_hold: bool


def invitation(to: Recipient, hour: Hour, link: Link, *, now: datetime) -> Message:
    """Ask a journalist to read under embargo. Asking twice within a minute writes one message."""
    return Message(
        key=f"press-invited:{to.grant_id}:{now:%Y%m%d%H%M}",
        to=to.email,
        subject="Under embargo, on request",
        body=f"""{until(hour, to.zone)}
{elsewhere(hour, to.zone)}

Dear {to.name},

A coalition of organisations invites you, for {to.outlet}, to read a letter before it is public. Your link first \
shows five terms. Once you accept them you get the text, quotes, media contacts and your own PDF:

{LINK}

The link is yours alone. Please do not pass it on, and answer this message if anything is unclear.

The press desk
""",
        link=link,
    )


def until(hour: Hour, zone: str) -> str:
    """Say until when the embargo runs, on the clocks of `zone`."""
    if hour.on_hold:
        return "Under embargo: the release is on hold. Publish nothing until you hear from us."
    return f"Under embargo until {describe(hour.lift_at, zone)}."


def elsewhere(hour: Hour, zone: str) -> str:
    """Return the same hour in other cities, that of the promise first; nothing while it is on hold."""
    return "" if hour.on_hold else ladder(hour.lift_at, zone, (hour.zone, *LADDER_ZONES))


def lifted(to: Recipient, edition_id: UUID, title: str, address: str) -> Message:
    """Say that the letter is public."""
    return Message(
        key=f"lifted:{edition_id}:{to.grant_id}",
        to=to.email,
        subject=f"EMBARGO LIFTED: {title}",
        body=f"""It is public: you are free to publish now.

Dear {to.name},

The letter you hold can be read by everyone. Text, names and the PDF for your readers are here:

{address}

Please link to that PDF and not to your numbered copy, which still says that it is under embargo.

The press desk
""",
    )


def killed(to: Recipient, edition_id: UUID, reason: str) -> Message:
    """Say that there will be no release, and why. An empty reason is left out."""
    return Message(
        key=f"killed:{edition_id}:{to.grant_id}",
        to=to.email,
        subject="Withdrawn before release: do not publish",
        body=f"""Do not publish.

Dear {to.name},

The coalition has withdrawn the letter you hold under embargo. It will not be released in this form. Please do not \
publish it, do not report on it, and delete your copy. Your page shows nothing any more.
{_because(reason)}
Answer this message if you have a question, or if something has gone out already.

The press desk
""",
    )


def withdrawn(to: Recipient, edition_id: UUID, reason: str) -> Message:
    """Say that a public letter was taken back, and why. An empty reason is left out."""
    return Message(
        key=f"withdrawn:{edition_id}:{to.grant_id}",
        to=to.email,
        subject="A letter you received was withdrawn",
        body=f"""Please do not publish the letter any more.

Dear {to.name},

The coalition has withdrawn the letter you received from us. Its public address now says so. If you have reported on \
it, please say there that it was withdrawn. Answer this message if you have a question.
{_because(reason)}
The press desk
""",
    )


def held(to: Recipient, edition_id: UUID, held_at: datetime) -> Message:
    """Say that the hour no longer holds."""
    return Message(
        key=f"held:{edition_id}:{to.grant_id}:{held_at:%Y%m%d%H%M%S}",
        to=to.email,
        subject="EMBARGO CHANGED: on hold",
        body=f"""The hour you were given no longer holds. Publish nothing until you hear from us.

Dear {to.name},

The release of the letter you hold is on hold. It is under embargo until we write to you again. Your page says at any \
moment what holds.

The press desk
""",
    )


def let_go(to: Recipient, edition_id: UUID, hour: Hour, let_go_at: datetime) -> Message:
    """Say that the release is on hold no more, and that the hour holds again."""
    return Message(
        key=f"let-go:{edition_id}:{to.grant_id}:{let_go_at:%Y%m%d%H%M%S}",
        to=to.email,
        subject="EMBARGO CHANGED: the hour holds again",
        body=f"""{until(hour, to.zone)}
{elsewhere(hour, to.zone)}

Dear {to.name},

The release of the letter you hold was on hold and is so no more. The hour above holds again: please publish nothing \
before it. Your page says at any moment what holds.

The press desk
""",
    )


def _because(reason: str) -> str:
    return f"\nThe reason: {reason}\n" if reason else ""
