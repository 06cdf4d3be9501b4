"""What organisations are written when they are asked to sign."""

from app.core.quoting import quoted
from app.core.tokens import Link, Purpose
from app.mail.message import LINK, Message
from app.outreach.models import Invitation
from app.signons.occasion import Occasion


def please_sign(invitation: Invitation, occasion: Occasion) -> Message:
    """Ask an organisation to sign, by a link of its own. From the second round on it is a reminder."""
    return Message(
        key=f"invitation:{invitation.id}:{invitation.round}",
        to=invitation.email,
        subject=_subject(invitation, occasion),
        body=f"""{_by(occasion)}

{_dear(invitation)}

{_reminded(invitation)}We ask {invitation.organisation_name} to sign {quoted(occasion.title)}. Read the whole text and \
sign, or tell us that you will not, on your page:

{LINK}

The link is for your organisation. You need no account; it takes two minutes, and you see how you will be printed.
{_silence_or_address(occasion)}
Have you a question? Answer this message.

The coordinators of {occasion.campaign}
""",
        link=Link(Purpose.INVITATION, invitation.id, invitation.round),
    )


def _reminded(invitation: Invitation) -> str:
    """A reminder says that it is one, and that the link of the message before it opens nothing any more."""
    if not invitation.round:
        return ""
    return "We wrote to you before and have no answer yet. Please use the link below: the earlier one has ended.\n\n"


def _silence_or_address(occasion: Occasion) -> str:
    if occasion.is_public:
        return f"The letter is public since {occasion.public_from}: {occasion.address}\n"
    if occasion.is_public_call:
        return ""
    return "The letter is not public yet: please keep it inside your organisation.\n"


def _subject(invitation: Invitation, occasion: Occasion) -> str:
    begin = "Reminder to sign" if invitation.round else "Invitation to sign"
    title = f": {occasion.title}" if occasion.is_public_call else " a letter"
    return f"{begin}{title}{f', by {occasion.deadline}' if occasion.deadline else ''}"


def _by(occasion: Occasion) -> str:
    return f"Please sign by {occasion.deadline}." if occasion.deadline else "Please sign as soon as you can."


def _dear(invitation: Invitation) -> str:
    return f"Dear {invitation.contact_name}," if invitation.contact_name else "Dear colleagues,"
