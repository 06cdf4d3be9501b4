"""What organisations are written. A name that its owner withheld stands in no message, and no link twice.

No line begins with a name: a mail program takes the direction of the whole line from its first letter.
"""

from datetime import datetime

from app.core.quoting import quoted
from app.core.tokens import Link, Purpose
from app.letters.models import Revision
from app.letters.release import Course
from app.mail.message import LINK, Message
from app.rendering.commas import joined
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
        subject=_please_confirm(sign_on, occasion),
        body=f"""{_by(occasion, "Please confirm")}

You entered {_name(sign_on)} as a signatory of {quoted(occasion.title)}. It counts once you confirm it by the button \
on this page:

{LINK}

Was it not you? Then do nothing: without the button nothing is signed.

{_signed(occasion)}
""",
        link=Link(Purpose.SIGN_ON, sign_on.id),
    )


def please_decide(sign_on: SignOn, occasion: Occasion) -> Message:
    """Ask whoever decides for the organisation to approve what a colleague has filled in."""
    colleague, subject = "Your colleague", "Approval needed for a signature"
    if sign_on.visibility is Visibility.PUBLIC:
        colleague = f"Your colleague {sign_on.typist_name}"
        subject = f"Approval needed: {sign_on.typist_name} asks you to sign for {_name(sign_on)}"
    return Message(
        key=f"sign-on-decide:{sign_on.id}:{sign_on.times_asked}",
        to=sign_on.authority_email,
        subject=subject,
        body=f"""{_by(occasion, "Please decide")}

{colleague} would like {_name(sign_on)} to sign {quoted(occasion.title)}, and says that you decide. Read the text, \
then approve or decline on this page:

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

Thank you for entering {_name(sign_on)} as a signatory of {quoted(occasion.title)}. We have asked {_approver(sign_on)} \
to approve it. It counts once they do. You can see here how it stands:

{LINK}

{_signed(occasion)}
""",
        link=Link(Purpose.SIGN_ON, sign_on.id),
    )


def receipts(sign_on: SignOn, revision: Revision, occasion: Occasion) -> tuple[Message, ...]:
    """Say to everyone who gave an address what has been signed, and how to take it back."""
    if sign_on.state is State.ACCEPTED:
        begin, news = "Confirmed", f"Thank you: {_name(sign_on)} is now a signatory of {quoted(occasion.title)}."
    else:
        begin = "Received"
        news = f"""Thank you for confirming. The coordinators look at each signature: {_name(sign_on)} stands under \
{quoted(occasion.title)} once they have accepted it. We write to you then."""
    body = f"""{news}

Printed: {_printed(sign_on)}
Text signed: revision {revision.number}, fingerprint {revision.fingerprint[:_SHORT_FINGERPRINT]}
Public: {_public(occasion)}

Look at your sign-on, or withdraw it, here:

{LINK}

{_signed(occasion)}
"""
    return _to_everyone(f"sign-on-{sign_on.state}", _subject(begin, sign_on, occasion), body, sign_on)


def withdrawn(sign_on: SignOn, occasion: Occasion) -> tuple[Message, ...]:
    """Say that the sign-on has been taken back."""
    begin = "Withdrawn"
    body = f"""The sign-on was withdrawn: {_name(sign_on)} is not a signatory of {quoted(occasion.title)} any more.

Was this a mistake? Then sign again, or answer this message. What became of the sign-on stands here:

{LINK}

{_signed(occasion)}
"""
    return _to_everyone("sign-on-withdrawn", _subject(begin, sign_on, occasion), body, sign_on)


def decided_against(sign_on: SignOn, occasion: Occasion) -> Message:
    """Tell whoever filled in the form that the person who decides said no."""
    return Message(
        key=f"sign-on-decided-against:{sign_on.id}",
        to=sign_on.email,
        subject=_subject("Not approved", sign_on, occasion),
        body=f"""The person you named decided that {_name(sign_on)} does not sign {quoted(occasion.title)}. Nothing is \
signed, and you need not do anything more. You can see it here:

{LINK}

{_signed(occasion)}
""",
        link=Link(Purpose.SIGN_ON, sign_on.id),
    )


def name_corrected(sign_on: SignOn, occasion: Occasion, *, now: datetime) -> tuple[Message, ...]:
    """Show an organisation how the team has corrected its printed name."""
    is_printed = sign_on.visibility is Visibility.PUBLIC
    subject = f"Corrected: how {_name(sign_on)} is printed" if is_printed else "Corrected: what you entered"
    news = f"how your organisation is printed under {quoted(occasion.title)}."
    if not is_printed:
        news = f"the name you entered for {quoted(occasion.title)}. Only they see it."
    body = f"""The coordinators corrected {news}

Printed: {_printed(sign_on)}

Is this wrong? Answer this message. Everything about your sign-on stands here:

{LINK}

{_signed(occasion)}
"""
    key = f"sign-on-corrected-{now:%Y%m%d%H%M%S}"
    return _to_everyone(key, subject, body, sign_on)


def _to_everyone(occasion_key: str, subject: str, body: str, sign_on: SignOn) -> tuple[Message, ...]:
    people = ((sign_on.email, Purpose.SIGN_ON), (sign_on.authority_email, Purpose.AUTHORITY))
    return tuple(
        Message(f"{occasion_key}:{sign_on.id}:{purpose}", address, subject, body, Link(purpose, sign_on.id))
        for address, purpose in people
        if address
    )


def _name(sign_on: SignOn) -> str:
    return printed_line(sign_on.name, sign_on.acronym) if sign_on.visibility is Visibility.PUBLIC else _UNNAMED


def _approver(sign_on: SignOn) -> str:
    """Whom we asked, so that a wrong address is seen; its domain may tell a name that is withheld."""
    is_told = sign_on.visibility is Visibility.PUBLIC
    return f"the person you named ({sign_on.authority_email})" if is_told else "the person you named"


def _printed(sign_on: SignOn) -> str:
    if sign_on.visibility is not Visibility.PUBLIC:
        return "not named, only counted"
    with_it = joined((sign_on.person, sign_on.person_title, sign_on.affiliation), ", ")
    return f"{_name(sign_on)}; with it: {with_it}" if with_it else _name(sign_on)


def _public(occasion: Occasion) -> str:
    """When the name becomes public, and whether the letter may be spoken of until then."""
    when = _released(occasion)
    if not (occasion.is_public_call or occasion.is_public) and when:
        when += ". Until it is, please keep it to yourselves"
    if occasion.is_sealed:
        return f"with the next edition, should the coalition make one. The letter was sealed before{when}"
    return when


def _released(occasion: Occasion) -> str:
    """When the letter becomes public; where it was sealed before, as the end of a sentence about that."""
    match occasion.course:
        case Course.PUBLIC:
            since = f"since {occasion.public_from}: {occasion.address}"
            return f" and is public {since}" if occasion.is_sealed else since
        case Course.BOUND if occasion.public_from:
            return f" and is public from {occasion.public_from}" if occasion.is_sealed else occasion.public_from
        case _ if occasion.is_sealed:
            return ""
        case Course.PLANNED if occasion.public_from:
            return f"planned for {occasion.public_from}"
        case _:
            return "once the coordinators release it"


def _please_confirm(sign_on: SignOn, occasion: Occasion) -> str:
    if sign_on.visibility is not Visibility.PUBLIC:
        return _subject("Please confirm", sign_on, occasion)
    return f"Please confirm: {_name(sign_on)} signs {occasion.title if occasion.is_public_call else 'a letter'}"


def _subject(begin: str, sign_on: SignOn, occasion: Occasion) -> str:
    whose = f"the signature of {_name(sign_on)}" if sign_on.visibility is Visibility.PUBLIC else "a signature"
    return f"{begin}: {whose}{f' under {occasion.title}' if occasion.is_public_call else ''}"


def _by(occasion: Occasion, what: str) -> str:
    return f"{what} by {occasion.deadline}." if occasion.deadline else f"{what} as soon as you can."


def _signed(occasion: Occasion) -> str:
    return f"The coordinators of {occasion.campaign}"
