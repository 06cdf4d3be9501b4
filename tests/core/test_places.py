"""Which time zone may be meant by a place that is none."""

import pytest

from app.core.errors import Refused
from app.core.places import zone_meant
from app.core.wall_time import hours_from_utc, time_zone

CITIES = {
    "Europe/Geneva": "Europe/Zurich",
    "Genève": "Europe/Zurich",
    "Asia/Beijing": "Asia/Shanghai",
    "Washington, D.C.": "America/New_York",
    "washington": "America/New_York",
    "Asia/Delhi": "Asia/Kolkata",
    "Mumbai": "Asia/Kolkata",
    "The Hague": "Europe/Amsterdam",
    "Europe/Strasbourg": "Europe/Paris",
    "Europe/Ankara": "Europe/Istanbul",
    "Tel Aviv": "Asia/Tel_Aviv",
    "America/San_Francisco": "America/Los_Angeles",
    "Ottawa": "America/Toronto",
    "Canberra": "Australia/Canberra",
    "Brasília": "America/Sao_Paulo",
    "Abuja": "Africa/Lagos",
    "Ürümqi": "Asia/Urumqi",
    "Kashgar": "Asia/Kashgar",
    "Europe/Tokyo": "Asia/Tokyo",
    "Istanbul": "Europe/Istanbul",
    "Europe/Brusels": "Europe/Brussels",
    "Pairs": "Europe/Paris",
    "Europe/Genva": "Europe/Zurich",
}


def said_of(place: str) -> str:
    with pytest.raises(Refused) as refused:
        time_zone(place)
    return refused.value.obstacle.sentence


@pytest.mark.parametrize(("typed", "key"), CITIES.items())
def test_a_city_without_a_key_is_told_the_right_one_with_its_hour(typed: str, key: str) -> None:
    assert said_of(typed).endswith(f"Did you mean {key} ({hours_from_utc(key)})?")


@pytest.mark.parametrize("typed", ["Europe/Gomorrah", "Asia/Genoa", "Mordor", "Par", "Europe/Guerilla", "9"])
def test_a_word_that_is_merely_like_a_city_is_offered_none(typed: str) -> None:
    assert said_of(typed).endswith("Name a city, such as Europe/Brussels.")


def test_the_hour_is_that_of_winter_and_of_summer_on_either_side_of_the_earth() -> None:
    zones = ("Europe/Zurich", "Asia/Kolkata", "America/New_York", "Australia/Sydney", "Asia/Urumqi", "UTC")
    assert [hours_from_utc(zone) for zone in zones] == [
        "UTC+1, in summer UTC+2",
        "UTC+5:30",
        "UTC\N{MINUS SIGN}5, in summer UTC\N{MINUS SIGN}4",
        "UTC+10, in summer UTC+11",
        "UTC+6",
        "UTC+0",
    ]


def test_of_two_cities_of_one_name_the_one_that_is_offered_or_of_that_region_is_meant() -> None:
    keys = ("America/Harbour", "Asia/Harbour", "Europe/Harbour")
    assert zone_meant("Harbour", keys, first=("Asia/Harbour",)) == "Asia/Harbour"
    assert zone_meant("europe/harbour", keys) == "Europe/Harbour"
