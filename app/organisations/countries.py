"""Countries to choose from: ISO 3166-1 codes with their English names, as the Unicode CLDR has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from app.core.country_codes import country_codes
from app.organisations.rules.folding import name_key


@dataclass(frozen=True, slots=True)
class Country:
    """One line of a select list: the code that is stored and the name that is read."""

    code: str
    name: str


@cache
def countries() -> tuple[Country, ...]:
    """Return every country, by name.

    These names stand in the order of Unicode by their letters alone. Its tables would make every start a sixth longer.
    """
    named = Locale("en").territories
    listed = [Country(code, named[code]) for code in country_codes()]
    return tuple(sorted(listed, key=lambda country: name_key(country.name)))


def country_name(code: str, language: str = "en") -> str:
    """Return the name of a country in `language` (BCP 47), else in English; an unknown code is its own name."""
    return _names(language).get(code) or _names("en").get(code, code)


@cache
def _names(language: str) -> Mapping[str, str]:
    try:
        return Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return Locale("en").territories
