"""How templates write moments: always with date, time and city."""

from datetime import datetime

from flask import Flask

from app.core import clock
from app.core.wall_time import describe, ladder, remaining, short


def init_app(app: Flask) -> None:
    """Give templates the filters `in_city`, `short_in_city`, `ladder_from` and `time_left`."""
    app.add_template_filter(describe, "in_city")
    app.add_template_filter(short, "short_in_city")
    app.add_template_filter(ladder, "ladder_from")
    app.add_template_filter(_time_left, "time_left")


def _time_left(until: datetime) -> str:
    return remaining(clock.now(), until)
