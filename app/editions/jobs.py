"""Typesetting and recording lifts as tasks."""

from app.core.tasks import job
from app.editions import actions


@job(actions.TYPESETTING)
def typeset() -> None:
    """Typeset what waits for it."""
    actions.typeset_requested()


@job(actions.LIFTING)
def lift() -> None:
    """Record the lifts whose moment has come."""
    actions.record_lifts()
