"""Wall time: a date and a clock face in a city, the one instant they mean, and how to say instants in words.

Zones are IANA keys read from the tzdata package, never from the machine, so that every machine agrees.
What to do with a time that a clock change skips or repeats follows PEP 495 (`fold`). Arithmetic is in UTC.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]  # the package is data and ships no types

from app.core.errors import Obstacle, Refused
from app.core.places import OFFERED, zone_meant

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR = "January February March April May June July August September October November December"
MONTHS = tuple(_YEAR.split())
LADDER_ZONES = ("America/New_York", "Europe/London", "Europe/Istanbul", "Asia/Tokyo")

_CITY = re.compile("(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/|UTC$")
_AMBIGUOUS = {
    "BST": "Europe/London or Asia/Dhaka",
    "CEST": "Europe/Brussels",
    "CET": "Europe/Brussels",
    "CST": "America/Chicago or Asia/Shanghai",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "GMT": "Europe/London, or UTC",
    "IST": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem",
    "PST": "America/Los_Angeles or Asia/Manila",
}
_SPELT = {
    "America/Bogota": "Bogotá",
    "America/Sao_Paulo": "São Paulo",
    "Asia/Ho_Chi_Minh": "Ho Chi Minh City",
}
_FOLDS = {"": 0, "0": 0, "1": 1, "first": 0, "second": 1}


@dataclass(frozen=True, slots=True)
class WallTime:
    """What a clock in a city shows: `at` is naive, `zone` an IANA key, `fold` 1 the later of two equal times.

    Made by `parse_wall_time` or `read_wall_time` it names a time that exists, and the time that was meant.
    """

    at: datetime
    zone: str
    fold: int = 0

    def instant(self) -> datetime:
        """Return the one instant, aware and in UTC."""
        return self.at.replace(tzinfo=time_zone(self.zone), fold=self.fold).astimezone(UTC)

    def __str__(self) -> str:
        """Return the form that `read_wall_time` reads back."""
        return " ".join(filter(None, (f"{self.at:%Y-%m-%d %H:%M}", self.zone, self.which())))

    def which(self) -> str:
        """Return "first" or "second" where the time comes twice, else nothing."""
        if occurrence(self.at, self.zone) is not Occurrence.TWICE:
            return ""
        return "second" if self.fold else "first"


def wall_time_at(instant: datetime, zone: str) -> WallTime:
    """Return what clocks in `zone` show at `instant`, to the minute."""
    local = instant.astimezone(time_zone(zone))
    return WallTime(local.replace(tzinfo=None, fold=0, second=0, microsecond=0), zone, local.fold)


class DateOrder(StrEnum):
    """How a date is written: 17 June 2022, or June 17, 2022."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Occurrence(StrEnum):
    """How often a clock in a zone shows a time."""

    ONCE = "once"
    TWICE = "twice"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """One line of a select list: the IANA key that is stored and the city that is read."""

    key: str
    label: str


@cache
def time_zone(key: str) -> ZoneInfo:
    """Return the zone from the tzdata package. `Refused` for all but UTC and the keys of cities."""
    if key not in _keys():
        raise Refused(_obstacle_to_zone(key))
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as source:
        return ZoneInfo.from_file(source, key=key)


def parse_wall_time(date: str, time: str, zone: str, fold: str = "") -> WallTime:
    """Read what was typed: `date` as 2022-06-17, `time` as 09:00, `zone` as Europe/Brussels.

    `fold` says which of two equal times is meant: "first" or "0", "second" or "1". It is ignored where a time
    comes once. `Refused` names what is wrong: date, time, city, a time that is skipped or that comes twice.
    """
    at = datetime.combine(read_date(date), read_time(time))
    key = zone.strip()
    time_zone(key)
    match occurrence(at, key):
        case Occurrence.ONCE:
            return WallTime(at, key)
        case Occurrence.NEVER:
            raise Refused(_obstacle_to_skipped(at, key))
        case Occurrence.TWICE if fold.strip().lower() in _FOLDS and fold.strip():
            return WallTime(at, key, _FOLDS[fold.strip().lower()])
        case Occurrence.TWICE:
            raise Refused(_obstacle_to_repeated(at, key))


def read_wall_time(text: str) -> WallTime:
    """Read "2022-06-17 09:00 Europe/Brussels", with "first" or "second" where a time comes twice."""
    parts = text.split()
    if len(parts) not in (3, 4):
        shown = text.strip()[:80]
        raise Refused(Obstacle(f"“{shown}” is not a time. Write it like 2022-06-17 09:00 Europe/Brussels."))
    return parse_wall_time(*parts)


def read_date(typed: str) -> date:
    """Read "2022-06-17", spaces around it left out. `Refused` for what is no date, and for nothing."""
    text = typed.strip()
    if not text:
        raise Refused(Obstacle("The date is missing. Write it as year-month-day, such as 2022-06-17."))
    try:
        if re.fullmatch(r"(19[7-9]|20\d|21\d)\d-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(Obstacle(f"“{text[:40]}” is not a date. Write it as year-month-day, such as 2022-06-17."))


def read_time(typed: str) -> time:
    """Read "09:00", spaces around it left out. `Refused` for what is no time of day, and for nothing."""
    text = typed.strip()
    if not text:
        raise Refused(Obstacle("The time is missing. Write hours and minutes, such as 09:00."))
    parts = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?", text, re.ASCII)
    if parts is None:
        remedy = "Write hours and minutes from 00:00 to 23:59, such as 09:00."
        raise Refused(Obstacle(f"“{text[:40]}” is not a time of day. {remedy}"))
    return time(int(parts[1]), int(parts[2]))


def occurrence(at: datetime, zone: str) -> Occurrence:
    """Say whether clocks in `zone` show the naive time `at` once, twice or never (PEP 495)."""
    early, late = _offsets(at, zone)
    if early == late:
        return Occurrence.ONCE
    return Occurrence.NEVER if early < late else Occurrence.TWICE


def nearest(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the last minute before and the first after the gap that the naive time `at` falls into."""
    early, late = _offsets(at, zone)
    here, second = time_zone(zone), timedelta(seconds=1)
    low, high = (at - late).replace(tzinfo=UTC), (at - early).replace(tzinfo=UTC)
    while high - low > second:
        middle = low + (high - low) // second // 2 * second
        if middle.astimezone(here).utcoffset() == early:
            low = middle
        else:
            high = middle
    before, after = low.astimezone(here), high.astimezone(here)
    return before.replace(tzinfo=None, second=0), after.replace(tzinfo=None, fold=0)


def describe(instant: datetime, zone: str, *, order: DateOrder = DateOrder.DAY_FIRST) -> str:
    """Return "Friday 17 June 2022, 09:00 CEST (Brussels)"."""
    local = instant.astimezone(time_zone(zone))
    place = "" if zone == "UTC" else f" ({city(zone)})"
    comma = "," if order is DateOrder.MONTH_FIRST else ""
    return f"{WEEKDAYS[local.weekday()]}{comma} {moment(instant, zone, order=order)}{place}"


def moment(instant: datetime, zone: str, *, order: DateOrder = DateOrder.DAY_FIRST) -> str:
    """Return "17 June 2022, 09:00 CEST": without weekday and city."""
    local = instant.astimezone(time_zone(zone))
    return f"{day(local.date(), order=order)}, {local:%H:%M} {abbreviation(instant, zone)}"


def short(instant: datetime, zone: str, *, order: DateOrder = DateOrder.DAY_FIRST) -> str:
    """Return "Fri 17 June 2022, 09:00 Brussels"."""
    local = instant.astimezone(time_zone(zone))
    return f"{WEEKDAYS[local.weekday()][:3]} {day(local.date(), order=order)}, {local:%H:%M} {city(zone)}"


def day(date: date, *, order: DateOrder = DateOrder.DAY_FIRST) -> str:
    """Return "17 June 2022", or "June 17, 2022"."""
    if order is DateOrder.MONTH_FIRST:
        return f"{MONTHS[date.month - 1]} {date.day}, {date.year}"
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def weekday_and_day(date: date) -> str:
    """Return "Friday 17 June 2022"."""
    return f"{WEEKDAYS[date.weekday()]} {day(date)}"


def ladder(
    instant: datetime,
    zone: str,
    cities: Sequence[str] = LADDER_ZONES,
    *,
    dated: Callable[[date], str] = weekday_and_day,
    named: Callable[[str], str] | None = None,
) -> str:
    """Return the same instant in UTC and in `cities` (IANA keys): "07:00 UTC · 03:00 New York · …".

    `zone` itself is left out. The date stands where it is not the date in `zone`, as `dated` words it; `named` says
    what a city is called, in English where it is not given.
    """
    named = named or city
    here = instant.astimezone(time_zone(zone)).date()
    steps = []
    for key in dict.fromkeys(("UTC", *cities)):
        if key == zone:
            continue
        local = instant.astimezone(time_zone(key))
        other_day = "" if local.date() == here else f" ({dated(local.date())})"
        steps.append(f"{local:%H:%M} {named(key)}{other_day}")
    return " · ".join(steps)


def abbreviation(instant: datetime, zone: str) -> str:
    """Return what the time in `zone` is called then: "CEST", or "UTC+3" where it has no letters."""
    local = instant.astimezone(time_zone(zone))
    name = local.tzname() or ""
    return name if name.isalpha() else _from_utc(local.utcoffset() or timedelta())


def hours_from_utc(zone: str) -> str:
    """Return how far clocks in `zone` are from UTC: "UTC+3", or "UTC+1, in summer UTC+2".

    It is told for the year of the time-zone rules, so that no clock is asked.
    """
    year, here = int(tzdata_version()[:4]), time_zone(zone)
    winter_and_summer = {datetime(year, month, 1, tzinfo=here).utcoffset() or timedelta() for month in (1, 7)}
    return ", in summer ".join(_from_utc(offset) for offset in sorted(winter_and_summer))


def _from_utc(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"


def city(zone: str) -> str:
    """Return the city of an IANA key: "Brussels", "New York"; "UTC" for itself."""
    return _SPELT.get(zone, zone.rpartition("/")[2].replace("_", " "))


def zones() -> tuple[ZoneChoice, ...]:
    """Return the cities to offer, by name, UTC last. Any other city of the IANA list may still be typed."""
    offered = [ZoneChoice(key, city(key)) for key in OFFERED.split()]
    return (*sorted(offered, key=lambda choice: choice.label), ZoneChoice("UTC", "UTC"))


def remaining(now: datetime, until: datetime) -> str:
    """Return the time left, rounded down: "2 days 3 hours"; "no time" at and after `until`."""
    if now >= until:
        return "no time"
    minutes = int((until - now).total_seconds()) // 60
    if minutes == 0:
        return "less than a minute"
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = (days, "day"), (hours, "hour"), (0 if days else rest, "minute")
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n)


def tzdata_version() -> str:
    """Return the version of the time-zone rules in use, such as "2026b"."""
    return str(tzdata.IANA_VERSION)


@cache
def _keys() -> frozenset[str]:
    listed = files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(key for key in listed if _CITY.match(key))


def _offsets(at: datetime, zone: str) -> tuple[timedelta, timedelta]:
    """Return the offset before the nearest clock change and after it; equal where `at` comes once."""
    local = at.replace(tzinfo=time_zone(zone))
    return local.replace(fold=0).utcoffset() or timedelta(), local.replace(fold=1).utcoffset() or timedelta()


def _obstacle_to_zone(key: str) -> Obstacle:
    shown = key[:40]
    if key.upper() in _AMBIGUOUS:
        return Obstacle(
            f"“{shown}” is not a place, and the abbreviation can mean different hours. "
            f"Name a city, such as {_AMBIGUOUS[key.upper()]}."
        )
    if not key:
        return Obstacle("The city is missing. Name one, such as Europe/Brussels.")
    meant = zone_meant(key, _keys(), first=OFFERED.split())
    if meant:
        return Obstacle(f"“{shown}” is not a known time zone. Did you mean {meant} ({hours_from_utc(meant)})?")
    return Obstacle(f"“{shown}” is not a known time zone. Name a city, such as Europe/Brussels.")


def _obstacle_to_skipped(at: datetime, zone: str) -> Obstacle:
    before, after = nearest(at, zone)
    last, first = (
        f"{near:%H:%M}" if near.date() == at.date() else f"{near:%H:%M} on {day(near.date())}"
        for near in (before, after)
    )
    return Obstacle(
        f"Clocks in {city(zone)} skip {at:%H:%M} on {WEEKDAYS[at.weekday()]} {day(at.date())}. "
        f"Choose {last} or {first}."
    )


def _obstacle_to_repeated(at: datetime, zone: str) -> Obstacle:
    first, second = WallTime(at, zone, 0).instant(), WallTime(at, zone, 1).instant()
    return Obstacle(
        f"Clocks in {city(zone)} show {at:%H:%M} twice on {WEEKDAYS[at.weekday()]} {day(at.date())}. "
        f"Say which: the first ({first:%H:%M} UTC) or the second ({second:%H:%M} UTC)."
    )
