"""What organisations are written. A name that its owner withheld stands in no message, and no link twice."""

from datetime import datetime

from app.core.tokens import Link, Purpose
from app.letters.models import Revision
from app.mail.message import LINK, Message
from app.signons.models import SignOn
from app.signons.occasion import Occasion
from app.signons.rules import State, Visibility, printed_line

_UNNAMED = "your organisation"
_SHORT_FINGERPRINT = 8


def please_confirm(sign_on: SignOn, occasion: Occasion) -> Message:
    """Ask whoever filled in the form, and decides, to press the button."""
    return Message(
        key=f"sign-on-confirm:{sign_on.id}:{sign_on.times_asked}",
        to=sign_on.email,
        subject=_subject("Please confirm", sign_on, occasion),
        body=f"""{_by(occasion, "Please confirm")}

You entered {_name(sign_on)} as a signatory of “{occasion.title}”. It counts once you confirm it by the button on \
this page:

{LINK}

Was it not you? Then do nothing: without the button nothing is signed.

{_signed(occasion)}
""",
        link=Link(Purpose.SIGN_ON, sign_on.id),
    )


def please_decide(sign_on: SignOn, occasion: Occasion) -> Message:
    """Ask whoever decides for the organisation to approve what a colleague has filled in."""
    colleague = sign_on.typist_name if sign_on.visibility is Visibility.PUBLIC else "A colleague"
    subject = f"Approval needed: {colleague} asks you to sign for {_name(sign_on)}"
    if sign_on.visibility is not Visibility.PUBLIC:
        subject = "Approval needed for a signature"
    return Message(
        key=f"sign-on-decide:{sign_on.id}:{sign_on.times_asked}",
        to=sign_on.authority_email,
        subject=subject,
        body=f"""{_by(occasion, "Please decide")}

{colleague} would like {_name(sign_on)} to sign “{occasion.title}”, and says that you decide. Read the text, then \
approve or decline on this page:

{LINK}

The link is meant for you alone. Without your button nothing is signed.

{_signed(occasion)}
""",
        link=Link(Purpose.AUTHORITY, sign_on.id),
    )


def note_to_typist(sign_on: SignOn, occasion: Occasion) -> Message:
    """Tell whoever filled in the form that somebody else has been asked. This link confirms nothing."""
    return Message(
        key=f"sign-on-passed-on:{sign_on.id}",
        to=sign_on.email,
        subject=_subject("Waiting for approval", sign_on, occasion),
        body=f"""{_by(occasion, "Approval is needed")}

Thank you for entering {_name(sign_on)} as a signatory of “{occasion.title}”. We have asked the person you named \
to approve it. It counts once they do. You can see here how it stands:

{LINK}

{_signed(occasion)}
""",
        link=Link(Purpose.SIGN_ON, sign_on.id),
    )


def receipts(sign_on: SignOn, revision: Revision, occasion: Occasion) -> tuple[Message, ...]:
    """Say to everyone who gave an address what has been signed, and how to take it back."""
    if sign_on.state is State.ACCEPTED:
        begin, news = "Confirmed", f"{_name(sign_on, first=True)} is now a signatory of “{occasion.title}”."
    else:
        begin = "Received"
        news = f"Thank you for confirming. The coordinators will look at it before {_name(sign_on)} stands on the list."
    body = f"""{news}

Printed: {_printed(sign_on)}
Text signed: revision {revision.number}, fingerprint {revision.fingerprint[:_SHORT_FINGERPRINT]}
Public: {occasion.public_from or "when the coordinators release it"}

Look at it, or withdraw, here:

{LINK}

{_signed(occasion)}
"""
    return _to_everyone(f"sign-on-{sign_on.state}", _subject(begin, sign_on, occasion), body, sign_on)


def withdrawn(sign_on: SignOn, occasion: Occasion) -> tuple[Message, ...]:
    """Say that the sign-on has been taken back."""
    begin = "Withdrawn"
    body = f"""{_name(sign_on, first=True)} is not a signatory of “{occasion.title}” any more. Nobody needs to give a \
reason.

Was this a mistake? Then sign again, or write to us. What became of the sign-on stands here:

{LINK}

{_signed(occasion)}
"""
    return _to_everyone("sign-on-withdrawn", _subject(begin, sign_on, occasion), body, sign_on)


def decided_against(sign_on: SignOn, occasion: Occasion) -> Message:
    """Tell whoever filled in the form that the person who decides said no."""
    return Message(
        key=f"sign-on-decided-against:{sign_on.id}",
        to=sign_on.email,
        subject="Not approved",
        body=f"""The person you named decided that {_name(sign_on)} does not sign “{occasion.title}”. Nothing is \
signed, and nothing more needs to be done. You can see it here:

{LINK}

{_signed(occasion)}
""",
        link=Link(Purpose.SIGN_ON, sign_on.id),
    )


def name_corrected(sign_on: SignOn, occasion: Occasion, *, now: datetime) -> tuple[Message, ...]:
    """Show an organisation how the team has corrected its printed name."""
    body = f"""The coordinators corrected how {_name(sign_on)} is printed under “{occasion.title}”.

Printed: {_printed(sign_on)}

Is this wrong? Answer this message. Everything about your sign-on stands here:

{LINK}

{_signed(occasion)}
"""
    key = f"sign-on-corrected-{now:%Y%m%d%H%M%S}"
    return _to_everyone(key, _subject("Corrected", sign_on, occasion), body, sign_on)


def _to_everyone(occasion_key: str, subject: str, body: str, sign_on: SignOn) -> tuple[Message, ...]:
    people = ((sign_on.email, Purpose.SIGN_ON), (sign_on.authority_email, Purpose.AUTHORITY))
    return tuple(
        Message(f"{occasion_key}:{sign_on.id}:{purpose}", address, subject, body, Link(purpose, sign_on.id))
        for address, purpose in people
        if address
    )


def _name(sign_on: SignOn, *, first: bool = False) -> str:
    if sign_on.visibility is Visibility.PUBLIC:
        return printed_line(sign_on.name, sign_on.acronym)
    return _UNNAMED.capitalize() if first else _UNNAMED


def _printed(sign_on: SignOn) -> str:
    return _name(sign_on) if sign_on.visibility is Visibility.PUBLIC else "not named, only counted"


def _subject(begin: str, sign_on: SignOn, occasion: Occasion) -> str:
    title = f" signs {occasion.title}" if occasion.is_public_call else ""
    if sign_on.visibility is Visibility.PUBLIC:
        return f"{begin}: {printed_line(sign_on.name, sign_on.acronym)}{title}"
    return f"{begin}: a signature{f' under {occasion.title}' if title else ''}"


def _by(occasion: Occasion, what: str) -> str:
    return f"{what} by {occasion.deadline}." if occasion.deadline else f"{what} as soon as you can."


def _signed(occasion: Occasion) -> str:
    return f"The coordinators of {occasion.campaign}"
