"""Delivery as a task."""

from app.core.tasks import job
from app.mail import actions


@job(actions.DELIVERY)
def deliver() -> None:
    """Send what is due."""
    actions.deliver_due()
