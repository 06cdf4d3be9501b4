"""`letter trace`: which copy a file comes from, as lines to print."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.core.connections import closing_at_the_end
from app.core.db import is_there
from app.core.handed_in import read_handed_in
from app.press import carrier, queries, verdicts
from app.press.queries import TracedCopy
from app.press.tracing import trace


@dataclass(frozen=True, slots=True)
class Told:
    """What to print, and whether a copy was found by its words: where there is a database, one that it knows."""

    lines: tuple[str, ...]
    is_found: bool


def told(file: Path, settings: Settings, open_app: Callable[[Settings], Flask]) -> Told:
    """Look through a file, with the database where there is one.

    After a loss only the secrets may be back: that is enough for the number.

    Raises `Refused` with a sentence for what is no PDF, or too long.
    """
    pdf = read_handed_in(file)
    if not is_there(settings.database_url):
        return _told(pdf, settings, None)
    with closing_at_the_end(open_app(settings)) as app:
        return _told(pdf, settings, app)


def _told(pdf: bytes, settings: Settings, app: Flask | None) -> Told:
    numbers = _numbers(app)
    found = trace(
        pdf,
        range(1, carrier.NUMBERS_TO_TRY + 1) if numbers is None else numbers,
        key=settings.copy_key.get_secret_value(),
    )
    lines = list(verdicts.verdict(found))
    known = app if numbers is not None else None
    for number in found.numbers:
        lines += ["", f"Copy {number}", *_about(known, number)]
    for number in found.printed_alone:
        lines += ["", f"Number {number}, printed on it and not in its words: no proof", *_about(known, number)]
    is_found = bool(found.numbers) if numbers is None else not set(numbers).isdisjoint(found.numbers)
    return Told(tuple(lines), is_found)


def _numbers(app: Flask | None) -> list[int] | None:
    """The numbers of all copies; None without a database that knows."""
    if app is None:
        return None
    try:
        with app.app_context():
            return queries.copy_numbers_of_every_campaign()
    except SQLAlchemyError:
        return None


def _about(app: Flask | None, number: int) -> list[str]:
    if app is None:
        return ["  There is no database here that knows whom it was made for."]
    with app.app_context():
        found = queries.find_traced_copy_of_any_campaign(number)
        if found is None:
            return ["  No copy of this installation bears this number."]
        return _lines(found)


def _lines(found: TracedCopy) -> list[str]:
    contact = found.guest.contact
    revoked = found.guest.grant.revoked_at
    return [
        f"  Made for:   {contact.name}, {contact.outlet} ({contact.email})",
        f"  Letter:     {found.title}",
        f"  Made:       {_instant(found.copy.made_at)}",
        *([f"  Shut out:   {_instant(revoked)}"] if revoked else []),
        *(f"  Downloaded: {_instant(each)}" for each in found.downloaded_at or ()),
        *([] if found.downloaded_at else ["  Downloaded: never"]),
    ]


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
