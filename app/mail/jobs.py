"""Delivery as a task."""

from app.core import clock
from app.core.tasks import job
from app.mail import delivery
from app.mail.actions import DELIVERY


@job(DELIVERY)
def deliver() -> None:
    """Send what is due."""
    delivery.deliver_due(clock.now)
