"""The form for a moment: date, wall time and city. Each mistake is told at its own field."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from app.core.errors import Refused
from app.core.wall_time import (
    Occurrence,
    WallTime,
    occurrence,
    parse_wall_time,
    read_date,
    read_time,
    time_zone,
    zones,
)


class WallTimeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A moment as people say it: date, wall time, city. Never a zone abbreviation."""

    date = StringField("Date", description="Year, month, day, such as 2027-06-17.", render_kw={"maxlength": 20})
    time = StringField("Time", description="Hours and minutes, such as 09:00.", render_kw={"maxlength": 10})
    zone = SelectField("City", description="Whose clocks show this time.", validate_choice=False)
    fold = SelectField(
        "If the clocks are set back then",
        description="Only asked on the night when an hour comes twice.",
        choices=[
            SelectChoice("", "it is plain which hour is meant"),
            SelectChoice("first", "the first of the two"),
            SelectChoice("second", "the second of the two"),
        ],
        default="",
    )

    def __init__(self, *, city: str, at: WallTime | None = None, given: MultiDict[str, str] | None = None) -> None:
        """Offer `city` first, or the moment `at`. `given` is what an address asks for, where nothing is changed."""
        values = {"zone": at.zone if at else city}
        if at is not None:
            values |= {
                "date": f"{at.at:%Y-%m-%d}",
                "time": f"{at.at:%H:%M}",
                "fold": "second" if at.fold else "",
            }
        asked = {} if given is None else {"formdata": given, "meta": {"csrf": False}}
        super().__init__(data=values, **asked)
        offered = {choice.key: choice.label for choice in zones()}
        known = {values["zone"]: values["zone"]} | offered
        self.zone.choices = [SelectChoice(key, label) for key, label in known.items()]
        for needed in (self.date, self.time):
            needed.flags.optional = self.is_optional
        self.fold.flags.optional = True

    def validate_date(self, field: StringField) -> None:
        """A date that exists."""
        if not self._is_left_out():
            _read(read_date, field)

    def validate_time(self, field: StringField) -> None:
        """A time of day, which clocks show on that date in that city."""
        if self._is_left_out():
            return
        _read(read_time, field)
        if not self.date.errors and self._occurs() is Occurrence.NEVER:
            _read(lambda _typed: self.wall_time(), field)

    def validate_zone(self, field: SelectField) -> None:
        """A city whose clocks are known."""
        if not self._is_left_out():
            _read(time_zone, field)

    def validate_fold(self, field: SelectField) -> None:
        """Which hour is meant, where it comes twice."""
        others = (self.date, self.time, self.zone)
        if not self._is_left_out() and not any(each.errors for each in others):
            _read(lambda _typed: self.wall_time(), field)

    is_optional: ClassVar[bool] = False

    def _is_left_out(self) -> bool:
        return self.is_optional and not (self.date.data or self.time.data)

    def _occurs(self) -> Occurrence | None:
        """How often clocks in the city show date and time; None where the city is not known, which is told there."""
        at = datetime.combine(read_date(self.date.data), read_time(self.time.data))
        try:
            return occurrence(at, self.zone.data)
        except Refused:
            return None

    def wall_time(self) -> WallTime:
        """The moment. Raises `Refused` with a sentence if there is no such moment."""
        return parse_wall_time(self.date.data or "", self.time.data or "", self.zone.data or "", self.fold.data or "")


def _read(read: Callable[[str], object], field: StringField | SelectField) -> None:
    """Read what was typed into a field, and say there what is wrong with it."""
    try:
        read(field.data or "")
    except Refused as refused:
        raise ValidationError(refused.obstacle.sentence) from refused
