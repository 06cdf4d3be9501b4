"""Codes of countries, ISO 3166-1 alpha-2, as the Unicode CLDR lists them."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes of two letters that ISO 3166-1 has not assigned to a country."""
_LENGTH = 2
_MEANT = {"UK": "GB", "EL": "GR"}
"""Codes that others than ISO use, the European Union among them, with those that are meant."""


@cache
def country_codes() -> frozenset[str]:
    """Return the code of every country, in capitals."""
    listed: Mapping[str, str] = Locale("en").territories
    return frozenset(code for code in listed if len(code) == _LENGTH and code.isalpha()) - _NO_COUNTRIES


def code_meant(written: str) -> str:
    """Return the code that somebody meant who wrote another one, or a country's name in English; else nothing."""
    listed: Mapping[str, str] = Locale("en").territories
    named = {name.casefold(): code for code, name in listed.items() if code in country_codes()}
    return _MEANT.get(written.upper()) or named.get(written.casefold(), "")


def english_name(code: str) -> str:
    """Return the English name of the country with this code."""
    listed: Mapping[str, str] = Locale("en").territories
    return listed[code]
