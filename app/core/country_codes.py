"""Codes of countries, ISO 3166-1 alpha-2, as the Unicode CLDR lists them."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes of two letters that ISO 3166-1 has not assigned to a country."""
_LENGTH = 2


@cache
def country_codes() -> frozenset[str]:
    """Return the code of every country, in capitals."""
    listed: Mapping[str, str] = Locale("en").territories
    return frozenset(code for code in listed if len(code) == _LENGTH and code.isalpha()) - _NO_COUNTRIES
