"""The words that counts, dates and order add to a letter, in its language; English where we have none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from app.core.wall_time import WallTime, abbreviation, city
from app.letters.text import Order
from app.letters.text_counts import Counts


@dataclass(frozen=True, slots=True)
class Wording:
    """Patterns of one language. Pairs are for one and for several; dates are Unicode patterns (UTS #35)."""

    locale: str
    day: str
    weekday: str
    organisations: tuple[str, str]
    people: tuple[str, str]
    both: str
    countries: tuple[str, str]
    origin: str
    signatories: str
    as_of: str
    unnamed: tuple[str, str]
    embargo: str
    end_mark: str
    edition: str
    orders: Mapping[Order, str]

    def date(self, on: date) -> str:
        """Return a date: "17 June 2022"."""
        return format_date(on, self.day, locale=self.locale)

    def moment(self, wall: WallTime) -> str:
        """Return a moment without its city: "16 June 2022, 18:00 CEST"."""
        return f"{self.date(wall.at.date())}, {wall.at:%H:%M} {abbreviation(wall.instant(), wall.zone)}"

    def until(self, wall: WallTime) -> str:
        """Return until when an embargo holds, with weekday and city."""
        on = format_date(wall.at.date(), self.weekday, locale=self.locale)
        moment = f"{on}, {wall.at:%H:%M} {abbreviation(wall.instant(), wall.zone)}"
        return self.embargo.format(moment if wall.zone == "UTC" else f"{moment} ({city(wall.zone)})")

    def signers(self, number: int, *, people: int = 0) -> str:
        """Return "72 organisations"; "70 organisations and 2 individuals" where `people` sign for themselves."""
        organisations = number - people
        parts = [self.organisations[organisations != 1].format(organisations)] if organisations or not people else []
        parts += [self.people[people != 1].format(people)] if people else []
        return self.both.format(*parts) if len(parts) > 1 else parts[0]

    def signers_and_origin(self, counts: Counts) -> str:
        """Return "72 organisations from 19 countries"; without the countries where they are not known (0)."""
        signers = self.signers(counts.total, people=counts.people)
        if not counts.countries:
            return signers
        return self.origin.format(signers, self.countries[counts.countries != 1].format(counts.countries))


_ENGLISH = Wording(
    locale="en",
    day="d MMMM y",
    weekday="EEEE d MMMM y",
    organisations=("{} organisation", "{} organisations"),
    people=("{} individual", "{} individuals"),
    both="{} and {}",
    countries=("{} country", "{} countries"),
    origin="{} from {}",
    signatories="Signatories",
    as_of="{}, as of {}",
    unnamed=(
        "and {} organisation not named for its safety",
        "and {} organisations not named for their safety",
    ),
    embargo="Embargoed until {}",
    end_mark="ENDS",
    edition="Edition {}",
    orders={
        Order.ALPHABETICAL: "In alphabetical order.",
        Order.LEAD_THEN_ALPHABETICAL: "Lead organisation first, then in alphabetical order.",
        Order.BY_GROUP: "By group, then in alphabetical order.",
        Order.BY_COUNTRY: "By country, then in alphabetical order.",
        Order.BY_TIME: "In the order of signing.",
        Order.GIVEN: "In the order in which the coalition listed them.",
        Order.MANUAL: "In an order chosen by the coalition.",
    },
)
_AMERICAN = replace(
    _ENGLISH,
    day="MMMM d, y",
    weekday="EEEE, MMMM d, y",
    organisations=("{} organization", "{} organizations"),
    unnamed=(
        "and {} organization not named for its safety",
        "and {} organizations not named for their safety",
    ),
    orders={
        **_ENGLISH.orders,
        Order.LEAD_THEN_ALPHABETICAL: "Lead organization first, then in alphabetical order.",
    },
)
_FRENCH = Wording(
    locale="fr",
    day="d MMMM y",
    weekday="EEEE d MMMM y",
    organisations=("{} organisation", "{} organisations"),
    people=("{} personne", "{} personnes"),
    both="{} et {}",
    countries=("{} pays", "{} pays"),
    origin="{} de {}",
    signatories="Signataires",
    as_of="{}, au {}",
    unnamed=(
        "et {} organisation non nommée pour sa sécurité",
        "et {} organisations non nommées pour leur sécurité",
    ),
    embargo="Sous embargo jusqu’au {}",
    end_mark="FIN",
    edition="Édition {}",
    orders={
        Order.ALPHABETICAL: "Par ordre alphabétique.",
        Order.LEAD_THEN_ALPHABETICAL: "L’organisation pilote, puis par ordre alphabétique.",
        Order.BY_GROUP: "Par groupe, puis par ordre alphabétique.",
        Order.BY_COUNTRY: "Par pays, puis par ordre alphabétique.",
        Order.BY_TIME: "Dans l’ordre des signatures.",
        Order.GIVEN: "Dans l’ordre donné par la coalition.",
        Order.MANUAL: "Dans un ordre choisi par la coalition.",
    },
)


def wording(language: str) -> Wording:
    """Return the words for a BCP 47 tag: British and American English, French; British for all others."""
    if language == "en-US":
        return _AMERICAN
    return _FRENCH if language.partition("-")[0] == "fr" else _ENGLISH


def direction(language: str) -> str:
    """Return "rtl" for a language written from right to left, else "ltr"."""
    locale = _locale(language)
    return "rtl" if locale is not None and locale.text_direction == "rtl" else "ltr"


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
