"""What signatories hear without anyone pressing a button."""

from app.core import clock
from app.core.db import transaction
from app.core.tasks import job
from app.editions.actions import LIFTING
from app.public import actions


@job("public.announce", after=LIFTING)
def announce() -> None:
    """Tell those who signed that it is public."""
    with transaction():
        actions.announce(now=clock.now())
