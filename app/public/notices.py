"""What signatories are told when their letter is public."""

from app.mail.message import Message
from app.public.queries import Released
from app.signons.rules import Visibility


def released(to: Released, address: str) -> Message:
    """Say that the letter is public, with its address. Who asked not to be named is not named here either."""
    sign_on = to.sign_on
    first = f"“{to.title}” is public." if to.number == 1 else f"A new edition of “{to.title}” is public."
    if sign_on.visibility is Visibility.PUBLIC:
        signed = f"The letter that {sign_on.name} signed"
    else:
        signed = "The letter that you signed without being named"
    return Message(
        key=f"released:{to.edition_id}:{sign_on.id}",
        to=sign_on.email,
        subject=f"Released: {to.title}",
        body=f"""{first}

{f"Dear {sign_on.typist_name}" if sign_on.typist_name else "Good day"},

{signed} can now be read and shared by everyone. Text, names and the PDF are here:

{address}

Thank you for standing under it.

The coordinators of {to.campaign}
""",
    )
