"""The list of countries stands in the order of names, found without the tables of that order."""

from app.core.country_codes import country_codes
from app.organisations.countries import countries
from app.organisations.rules.sorting import sort_key


def test_countries_stand_in_the_order_of_names() -> None:
    names = [country.name for country in countries()]

    assert {"Åland Islands", "Côte d’Ivoire", "Congo - Brazzaville", "Hong Kong SAR China"} <= set(names)
    assert names == sorted(names, key=sort_key)


def test_a_list_may_hold_the_countries_that_can_be_chosen_and_no_others() -> None:
    assert {country.code for country in countries()} == country_codes()
    assert {"BE", "TW", "XK", "PS"} <= country_codes()
    assert not {"EU", "UN", "ZZ", "001", "be"} & country_codes()
