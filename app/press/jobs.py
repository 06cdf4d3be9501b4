"""What journalists hear without anyone pressing a button."""

from app.core import clock
from app.core.db import transaction
from app.core.tasks import job
from app.editions.actions import LIFTING
from app.press import actions


@job("press.announce", after=LIFTING)
def announce() -> None:
    """Tell those who hold an edition what became of it."""
    with transaction():
        actions.announce(now=clock.now())
