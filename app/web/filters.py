"""How templates write moments and addresses of mail.

Moments always have date, time and city, in the order their reader is used to.
"""

from datetime import datetime

from flask import Flask, g

from app.core import clock
from app.core.links import mail_link
from app.core.wall_time import DateOrder, describe, ladder, remaining, short


def init_app(app: Flask) -> None:
    """Give templates the filters `in_city`, `short_in_city`, `ladder_from`, `time_left` and `mail_link`."""
    app.add_template_filter(_in_city, "in_city")
    app.add_template_filter(_short_in_city, "short_in_city")
    app.add_template_filter(ladder, "ladder_from")
    app.add_template_filter(_time_left, "time_left")
    app.add_template_filter(mail_link, "mail_link")


def write_dates(order: DateOrder) -> None:
    """Write the dates of the page that is being answered in this order."""
    g.date_order = order


def date_order() -> DateOrder:
    """The order in which dates of the page that is being answered are written."""
    order: DateOrder = g.get("date_order", DateOrder.DAY_FIRST)
    return order


def _in_city(instant: datetime, zone: str) -> str:
    return describe(instant, zone, order=date_order())


def _short_in_city(instant: datetime, zone: str) -> str:
    return short(instant, zone, order=date_order())


def _time_left(until: datetime) -> str:
    return remaining(clock.now(), until)
