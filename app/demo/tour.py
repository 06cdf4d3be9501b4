"""The demonstration played from beginning to end, and the links at which to look at it."""

from dataclasses import dataclass
from datetime import datetime

from app.demo.calendar import calendar
from app.demo.company import SignIn, gather
from app.demo.open_letter import open_letter
from app.demo.sealed_letters import embargoed_letter, public_statement
from app.press.actions import link_to, public_address


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at, and what one does there."""

    what: str
    address: str


@dataclass(frozen=True, slots=True)
class Tour:
    """Where to look: as the team with an account, as a member organisation, as a journalist, as anyone."""

    campaign: str
    sign_ins: tuple[SignIn, ...]
    member: tuple[Stop, ...]
    journalist: tuple[Stop, ...]
    anyone: tuple[Stop, ...]


def play(*, now: datetime) -> Tour:
    """Fill an empty installation with a campaign that has come to this point at `now`.

    Everything is done by the actions that pages use, each at its own moment. Takes several seconds: five sheets are
    typeset. Needs an application context outside any request.
    """
    days = calendar(now)
    company = gather(days)
    statement = public_statement(company, days)
    waiting = embargoed_letter(company, days)
    charter = open_letter(company, days)
    return Tour(
        campaign=company.campaign.name,
        sign_ins=company.sign_ins,
        member=(
            Stop("Sign by the open link", charter.open_link.address()),
            Stop("Answer an invitation", charter.invitation.address()),
            Stop("Confirm a sign-on", charter.confirmation.address()),
        ),
        journalist=(Stop("Accept the embargo", link_to(waiting).address()),),
        anyone=(Stop("Read the public letter", public_address(statement.slug)),),
    )
