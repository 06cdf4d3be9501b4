"""The list of countries stands in the order of names, found without the tables of that order."""

from app.organisations.countries import countries
from app.organisations.rules.sorting import sort_key


def test_countries_stand_in_the_order_of_names() -> None:
    names = [country.name for country in countries()]

    assert {"Åland Islands", "Côte d’Ivoire", "Congo - Brazzaville", "Hong Kong SAR China"} <= set(names)
    assert names == sorted(names, key=sort_key)
