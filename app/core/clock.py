"""The one place where the time is read. Everything else takes `now` as an argument.

Flask is imported where an application is there to be asked: typesetting a letter folder needs none.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

Source = Callable[[], datetime]


def machine() -> datetime:
    """The clock of this machine, aware and in UTC."""
    return datetime.now(UTC)


def init_app(app: "Flask", source: Source = machine) -> None:
    """Say where `app` takes the moment from: the database's clock where several servers share one."""
    app.extensions["clock"] = source


def now() -> datetime:
    """The present moment, aware and in UTC.

    A request has one moment: the source is asked when it is needed first, so that no page says two things.
    """
    if "flask" not in sys.modules:
        return machine()
    from flask import g, has_request_context  # noqa: PLC0415 - see the module

    if not has_request_context():
        return _ask()
    if "now" not in g:
        g.now = _ask()
    moment: datetime = g.now
    return moment


def latest() -> datetime:
    """The present moment, asked again: for what is decided after waiting for a lock. The request keeps it then."""
    from flask import g, has_request_context  # noqa: PLC0415 - see the module

    moment = _ask()
    if has_request_context():
        g.now = moment
    return moment


def _ask() -> datetime:
    from flask import current_app, has_app_context  # noqa: PLC0415 - see the module

    source: Source = current_app.extensions.get("clock", machine) if has_app_context() else machine
    return source()
