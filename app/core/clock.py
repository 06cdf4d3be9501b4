"""The one place where the time is read. Everything else takes `now` as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime


def machine() -> datetime:
    """The clock of this machine, aware and in UTC."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = machine


def set_source(source: Callable[[], datetime]) -> None:
    """Say where the moment comes from: the database's clock where several servers share one."""
    global _source  # noqa: PLW0603 - one clock per process is the point
    _source = source


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return _source()
