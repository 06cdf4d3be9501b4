"""The words that counts, dates and order add to a letter, in its language; English where we have none."""

import re
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.localedata import exists as locale_exists

from app.core.wall_time import WallTime, abbreviation, city
from app.letters.text_counts import Counts
from app.rendering.words import CountWords, count_words, has_own_counts, script_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(CountWords):
    """What is told in the words of one language.

    `cities` is the locale that names cities, nothing where they are named in English. `lone_day` and `lone_locale` are
    for a date that stands by itself: it is told in the letter's own language also where the phrases are English for
    want of words. `mark`, U+200E or nothing, keeps such phrases in their order on a page that is read from the right.
    """

    cities: str
    lone_day: str
    lone_locale: str
    mark: str = ""

    def weekday_and_date(self, on: date) -> str:
        """Return a date with its weekday: "Friday 17 June 2022"."""
        return _said(on, self.weekday, self)

    def date_alone(self, on: date) -> str:
        """Return a date that stands by itself, in the language of the letter."""
        if self.lone_locale == self.locale:
            return self._marked(self.date(on))
        said = format_date(on, self.lone_day, locale=self.lone_locale)
        return said.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")  # few faces have the narrow one

    def date_after_place(self, on: date) -> str:
        """Return a date as it stands behind the place of a letter: "le 3 mai 2027"."""
        return self.after_place.format(self.date_alone(on))

    def date(self, on: date) -> str:
        """Return a date as it stands in a phrase: "17 June 2022"."""
        return _said(on, self.day, self)

    def moment(self, wall: WallTime) -> str:
        """Return a moment without its city: "16 June 2022, 18:00 CEST"."""
        return self._timed(self.date(wall.at.date()), wall)

    def until(self, wall: WallTime) -> str:
        """Return until when an embargo holds, with weekday and city."""
        return self.embargo.format(self._told(wall))

    def sign_by(self, wall: WallTime) -> str:
        """Return until when one can sign, with weekday and city."""
        return self.signing.format(self._told(wall))

    def _told(self, wall: WallTime) -> str:
        moment = self._timed(self.weekday_and_date(wall.at.date()), wall)
        return moment if wall.zone == "UTC" else self.place.format(moment, self.city(wall.zone))

    def city(self, zone: str) -> str:
        """Return what the city of an IANA key is called in the language of the phrases: "Bruxelles"."""
        return _city(zone, self.cities)

    def _timed(self, day: str, wall: WallTime) -> str:
        return self.time.format(day, f"{wall.at:%H:%M} {abbreviation(wall.instant(), wall.zone)}")

    def _marked(self, phrase: str) -> str:
        return f"{self.mark}{phrase}{self.mark}"

    def signers(self, counts: Counts) -> str:
        """Return "72 organisations"; "70 organisations and 2 individuals" where there are some of both."""
        organisations = _numbered(self.organisations, counts.organisations)
        individuals = _numbered(self.individuals, counts.individuals)
        if not counts.individuals:
            return organisations
        return self.both.format(organisations, individuals) if counts.organisations else individuals

    def not_named(self, counts: Counts) -> str:
        """Return the line for those who are counted and not named, empty where nobody is.

        "and 3 organisations not named for their safety", and likewise for individuals and for both.
        """
        if not counts.total:
            return ""
        if counts.organisations and counts.individuals:
            return self.unnamed_both.format(self.signers(counts))
        return _numbered(self.unnamed_individuals if counts.individuals else self.unnamed, counts.total)

    def signers_and_origin(self, counts: Counts) -> str:
        """Return "72 organisations from 19 countries"; without the countries where they are not known (0)."""
        signers = self.signers(counts)
        if not counts.countries:
            return self._marked(signers)
        countries = _numbered(self.countries, counts.countries)
        return self._marked(self.origin.format(signers, countries))


def _numbered(pair: tuple[str, str], number: int) -> str:
    # What is said of several holds for every number but one, in languages with more forms too: "организаций — 21".
    return pair[number != 1].format(number)


def _said(on: date, pattern: str, words: Wording) -> str:
    # Unicode patterns have no other word for the first of a month.
    shown = re.sub(r"\bd\b", f"'{words.first}'", pattern) if on.day == 1 else pattern
    return format_date(on, shown, locale=words.locale)


# Babel knows this language in Arabic letters alone, as those who write it so call it.
_NOT_IN_BABEL = {"ug-Cyrl": "Уйғурчә"}

# Scripts that are read from the right, by their tags (ISO 15924).
_FROM_THE_RIGHT = frozenset({"Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})


@cache
def wording(language: str) -> Wording:
    """Return the words for a BCP 47 tag; British English for a language that has none in shared/words.toml."""
    told = count_words(language)
    locale = None if has_own_counts(language) else _locale_in_its_script(language)
    is_turned = direction(language) == "rtl" and not has_own_counts(language)
    return Wording(
        **{field.name: getattr(told, field.name) for field in fields(told)},
        cities=_locale_of_cities(language),
        lone_day=locale.date_formats["long"].pattern if locale else told.day,
        lone_locale=str(locale) if locale else told.locale,
        mark="\N{LEFT-TO-RIGHT MARK}" if is_turned else "",
    )


def _locale_of_cities(language: str) -> str:
    """Return the locale of whoever reads the phrases: Nova Iorque in Portugal, Nova York in Brazil.

    Nothing for English, which takes its cities from the list of zones, and where CLDR knows nothing in that script.
    """
    own = _locale_in_its_script(language) if has_own_counts(language) else None
    return "" if own is None or own.language == "en" else str(own)


# Transcribed from the Russian in CLDR; the city writes itself so in Latin letters.
_AS_THEY_SPELL_IT = {"Kiev": "Kyiv"}


@cache
def _city(zone: str, locale: str) -> str:
    """Name a city as CLDR does; in English where it is called that, or CLDR has no name."""
    if not locale:
        return city(zone)
    # CLDR never renames a key: it knows Europe/Kyiv as Europe/Kiev.
    formerly = (former for former, key in get_global("zone_aliases").items() if key == zone)
    known = Locale.parse(locale).time_zones
    said = (known[key].get("city", "") for key in (zone, *formerly) if key in known)
    # A few names say in brackets which place is meant, and are to stand in brackets themselves.
    name = next(filter(None, said), "").partition(" (")[0] or city(zone)
    return _AS_THEY_SPELL_IT.get(name, name)


def own_name(language: str) -> str:
    """Return what a language calls itself: "Français"; the tag where that is not known."""
    locale = _locale(language)
    name = _NOT_IN_BABEL.get(language) or (locale.get_display_name() if locale is not None else None)
    # To title case, not to capitals: Georgian has capitals, and begins no word with one.
    return f"{name[0].title()}{name[1:]}" if name else language


def direction(language: str) -> str:
    """Return "rtl" for a language written from right to left, else "ltr". A script that the tag names decides.

    Uyghur is read from the right; ug-Cyrl, the Uyghur of Almaty, from the left, as Kazakh is, but not kk-Arab.
    """
    script = script_of(language)
    if script:
        return "rtl" if script in _FROM_THE_RIGHT else "ltr"
    locale = _locale(language)
    return "rtl" if locale is not None and locale.text_direction == "rtl" else "ltr"


def _locale_in_its_script(language: str) -> Locale | None:
    """What is known of a language in its script: with the names of its months, not of how others write it."""
    locale = _locale(language)
    is_known = not script_of(language) or locale_exists(language.replace("-", "_"))
    return locale if locale and is_known and not locale.months["format"]["wide"][1].startswith("M0") else None


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
