"""Typesetting and recording lifts as tasks."""

from app.core import clock
from app.core.tasks import job
from app.editions import typesetting
from app.editions.actions import LIFTING, TYPESETTING


@job(TYPESETTING)
def typeset() -> None:
    """Typeset what waits for it."""
    typesetting.typeset_requested(clock.now)


@job(LIFTING)
def lift() -> None:
    """Record the lifts whose moment has come."""
    typesetting.record_lifts(clock.now)
