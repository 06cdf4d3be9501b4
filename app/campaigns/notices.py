"""The mails of campaigns."""

from datetime import datetime

from flask import current_app

from app.accounts.models import Person
from app.campaigns.models import Campaign
from app.mail.message import Message


def welcome(person: Person, campaign: Campaign, *, by: str, now: datetime) -> Message:
    """Tells someone with an account that they are on a team. `by` is the name of whoever added them."""
    desk = f"{str(current_app.config['ADDRESS']).rstrip('/')}/staff/campaigns/{campaign.id}"
    return Message(
        key=f"team:{campaign.id}:{person.id}:{now.isoformat()}",
        to=person.email,
        subject=f"You are on the team of {campaign.name}",
        body=(
            f"Dear {person.name},\n\n"
            f"{by} added you to the team of {campaign.name}. Sign in to see its letters:\n"
            f"{desk}\n\n"
            f"The coordinators of {campaign.name}\n"
        ),
    )
