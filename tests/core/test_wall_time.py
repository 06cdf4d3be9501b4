"""Wall time against a brute-force calendar, and the words it is said in."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.wall_time import (
    Occurrence,
    WallTime,
    _keys,
    abbreviation,
    city,
    describe,
    ladder,
    moment,
    nearest,
    occurrence,
    parse_wall_time,
    read_wall_time,
    remaining,
    short,
    time_zone,
    zones,
)

EMBARGO = datetime(2022, 6, 17, 7, tzinfo=UTC)
STEP = timedelta(minutes=15)
some_zones = st.sampled_from(sorted(_keys()))
minutes = st.integers(0, 11 * 365 * 1440)


def naive(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC).replace(tzinfo=None)


def days_of_change(zone: str, year: int) -> list[date]:
    here = time_zone(zone)
    midnights = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(366)]
    offsets = [midnight.astimezone(here).utcoffset() for midnight in midnights]
    return [midnight.date() for midnight, a, b in zip(midnights, offsets, offsets[1:], strict=False) if a != b]


@settings(deadline=None, max_examples=60)
@given(zone=some_zones, year=st.integers(2026, 2036))
def test_every_gap_and_every_fold_is_found(zone: str, year: int) -> None:
    here = time_zone(zone)
    for changed in days_of_change(zone, year):
        start = datetime(changed.year, changed.month, changed.day, tzinfo=UTC) - timedelta(days=2)
        shown = Counter((start + STEP * n).astimezone(here).replace(tzinfo=None, fold=0) for n in range(480))
        middle = (start + timedelta(days=1)).replace(tzinfo=None)
        for wall in (middle + STEP * n for n in range(288)):
            seen = {0: Occurrence.NEVER, 1: Occurrence.ONCE, 2: Occurrence.TWICE}[shown[wall]]
            assert occurrence(wall, zone) is seen
            if seen is Occurrence.NEVER:
                before, after = nearest(wall, zone)
                assert before < wall < after
                assert shown[after] == 1
                assert before.second == 0
                assert occurrence(before, zone) is not Occurrence.NEVER
                assert occurrence(before + timedelta(minutes=1), zone) is Occurrence.NEVER


@settings(deadline=None)
@given(zone=some_zones, minute=minutes)
@example(zone="Europe/Brussels", minute=427710)
@example(zone="Europe/Brussels", minute=427770)
def test_an_instant_survives_the_wall_and_the_written_form(zone: str, minute: int) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    local = instant.astimezone(time_zone(zone))
    wall = WallTime(local.replace(tzinfo=None, fold=0), zone, local.fold)

    assert wall.instant() == instant
    assert read_wall_time(str(wall)).instant() == instant


@settings(deadline=None)
@given(zone=some_zones, minute=minutes)
def test_every_step_of_the_ladder_is_the_same_instant(zone: str, minute: int) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    keys = {city(key): key for key in ("UTC", "America/New_York", "Europe/London", "Asia/Tokyo")}
    here = instant.astimezone(time_zone(zone))

    for step in ladder(instant, zone, tuple(keys.values())).split(" · "):
        place, _, dated = step[6:].removesuffix(")").partition(" (")
        local = instant.astimezone(time_zone(keys[place]))
        assert step[:5] == f"{local:%H:%M}"
        assert bool(dated) == (local.date() != here.date())
        assert dated == "" or f" {local.day} " in dated


def test_an_embargo_is_said_with_weekday_date_time_and_city() -> None:
    assert describe(EMBARGO, "Europe/Brussels") == "Friday 17 June 2022, 09:00 CEST (Brussels)"
    assert describe(EMBARGO, "UTC") == "Friday 17 June 2022, 07:00 UTC"
    assert moment(EMBARGO, "Europe/Brussels") == "17 June 2022, 09:00 CEST"
    assert short(EMBARGO, "America/New_York") == "Fri 17 June 2022, 03:00 New York"


def test_the_ladder_names_the_other_cities() -> None:
    assert (
        ladder(EMBARGO, "Europe/Brussels") == "07:00 UTC · 03:00 New York · 08:00 London · 10:00 Istanbul · 16:00 Tokyo"
    )


def test_the_ladder_dates_a_city_that_is_already_in_the_next_day() -> None:
    late = datetime(2022, 6, 17, 16, tzinfo=UTC)

    assert ladder(late, "Europe/London", ("Asia/Tokyo",)) == "16:00 UTC · 01:00 Tokyo (Saturday 18 June 2022)"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Istanbul", "UTC+3"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/Sao_Paulo", "UTC\N{MINUS SIGN}3"),
        ("Asia/Tokyo", "JST"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_without_letters_is_said_as_its_offset(zone: str, words: str) -> None:
    assert abbreviation(EMBARGO, zone) == words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            ("2022-06-17", "09:00", "CET"),
            (
                "“CET” is not a place, and the abbreviation can mean different hours. "
                "Name a city, such as Europe/Brussels."
            ),
        ),
        (
            ("2022-06-17", "09:00", "est"),
            (
                "“est” is not a place, and the abbreviation can mean different hours. "
                "Name a city, such as America/New_York."
            ),
        ),
        (
            ("2022-06-17", "09:00", "Etc/GMT+5"),
            "“Etc/GMT+5” is not a known time zone. Name a city, such as Europe/Brussels.",
        ),
        (
            ("2022-06-17", "09:00", "brussels"),
            "“brussels” is not a known time zone. Did you mean Europe/Brussels (UTC+1, in summer UTC+2)?",
        ),
        (
            ("2022-06-17", "09:00", "Europe/Brussel"),
            "“Europe/Brussel” is not a known time zone. Did you mean Europe/Brussels (UTC+1, in summer UTC+2)?",
        ),
        (("2022-06-17", "09:00", ""), "The city is missing. Name one, such as Europe/Brussels."),
        (
            ("17.6.2022", "09:00", "Europe/Brussels"),
            "“17.6.2022” is not a date. Write it as year-month-day, such as 2022-06-17.",
        ),
        (
            ("2022-02-30", "09:00", "Europe/Brussels"),
            "“2022-02-30” is not a date. Write it as year-month-day, such as 2022-06-17.",
        ),
        (
            ("2022-06-17", "24:00", "Europe/Brussels"),
            "“24:00” is not a time of day. Write hours and minutes from 00:00 to 23:59, such as 09:00.",
        ),
        (
            ("2026-03-29", "02:30", "Europe/Brussels"),
            "Clocks in Brussels skip 02:30 on Sunday 29 March 2026. Choose 01:59 or 03:00.",
        ),
        (
            ("2026-10-25", "02:30", "Europe/Brussels"),
            (
                "Clocks in Brussels show 02:30 twice on Sunday 25 October 2026. "
                "Say which: the first (00:30 UTC) or the second (01:30 UTC)."
            ),
        ),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_with_a_remedy(typed: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_wall_time(*typed)

    assert str(refusal.value) == sentence


def test_a_repeated_time_is_taken_when_it_is_said_which() -> None:
    first = parse_wall_time("2026-10-25", "02:30", "Europe/Brussels", "first")
    second = parse_wall_time("2026-10-25", "02:30", "Europe/Brussels", "1")

    assert first.instant() == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second.instant() == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert str(second) == "2026-10-25 02:30 Europe/Brussels second"


def test_saying_which_changes_nothing_where_a_time_comes_once() -> None:
    assert parse_wall_time("2022-06-17", "9:00", "Europe/Brussels", "second") == WallTime(
        naive(2022, 6, 17, 9), "Europe/Brussels"
    )


def test_a_text_that_is_no_time_is_refused() -> None:
    with pytest.raises(Refused, match="Write it like 2022-06-17 09:00 Europe/Brussels"):
        read_wall_time("nine tomorrow")


def test_every_city_offered_can_be_stored() -> None:
    offered = zones()

    assert all(time_zone(choice.key) for choice in offered)
    assert len({choice.label for choice in offered}) == len(offered)
    assert offered[-1].label == "UTC"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 days 3 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=1, minutes=20), "1 hour 20 minutes"),
        (timedelta(minutes=5, seconds=59), "5 minutes"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(0), "no time"),
        (timedelta(days=-1), "no time"),
    ],
)
def test_the_time_left_is_said_in_words(left: timedelta, words: str) -> None:
    assert remaining(EMBARGO - left, EMBARGO) == words
