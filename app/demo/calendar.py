"""When things happen in the demonstration, told from the moment it is started."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.wall_time import WallTime, time_zone, wall_time_at

CITIES = (
    *("Pacific/Auckland", "Australia/Brisbane", "Asia/Tokyo", "Asia/Bangkok", "Asia/Dhaka", "Asia/Dubai"),
    *("Africa/Nairobi", "Europe/Athens", "Europe/Lisbon", "America/Sao_Paulo", "America/Halifax", "America/Bogota"),
    *("America/Denver", "America/Los_Angeles", "Pacific/Honolulu"),
)
"""Where the morning of a release may be: at any moment it is about nine o'clock in one of them twenty hours later."""

_MORNING, _EVENING = time(9), time(18)
_UNTIL_RELEASE = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The moments of the demonstration. `zone` is the city of releases and deadlines; noon has just passed there."""

    now: datetime
    zone: str
    release: WallTime

    def ago(self, hours: float) -> datetime:
        """The instant so many hours before the start."""
        return self.now - timedelta(hours=hours)

    def on(self, day: int, clock: str) -> datetime:
        """The instant at which the city's clocks showed `clock` ("09:40"), on the day so far from the start's."""
        return self._at(day, time.fromisoformat(clock)).instant()

    def release_moved(self, *, days: int) -> WallTime:
        """Nine in the morning, so many days after the release that is to come, or before it."""
        return WallTime(self.release.at + timedelta(days=days), self.zone)

    def evening(self, day: int) -> WallTime:
        """Six in the evening of the day that lies so far from the start's."""
        return self._at(day, _EVENING)

    def _at(self, day: int, clock: time) -> WallTime:
        today = wall_time_at(self.now, self.zone).at.date()
        return WallTime(datetime.combine(today + timedelta(days=day), clock), self.zone)


def calendar(now: datetime) -> Calendar:
    """Lay out the moments around `now`, with the city where it is nine in the morning about twenty hours later."""
    mornings = {zone: _morning_near(now + _UNTIL_RELEASE, zone) for zone in CITIES}
    zone = min(CITIES, key=lambda one: abs(mornings[one].instant() - now - _UNTIL_RELEASE))
    return Calendar(now, zone, mornings[zone])


def _morning_near(moment: datetime, zone: str) -> WallTime:
    """The nine o'clock of a city that is nearest to `moment`."""
    here = moment.astimezone(time_zone(zone)).date()
    mornings = [WallTime(datetime.combine(here + timedelta(days=day), _MORNING), zone) for day in (-1, 0, 1)]
    return min(mornings, key=lambda one: abs(one.instant() - moment))
