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
    signing: str
    end_mark: str
    edition: str
    text: str
    orders: Mapping[Order, str]
    comma: str = ", "

    def weekday_and_date(self, on: date) -> str:
        """Return a date with its weekday: "Friday 17 June 2022"."""
        return format_date(on, self.weekday, locale=self.locale)

    def date(self, on: date) -> str:
        """Return a date: "17 June 2022"."""
        return format_date(on, self.day, locale=self.locale)

    def moment(self, wall: WallTime) -> str:
        """Return a moment without its city: "16 June 2022, 18:00 CEST"."""
        return f"{self.date(wall.at.date())}{self.comma}{wall.at:%H:%M} {abbreviation(wall.instant(), wall.zone)}"

    def until(self, wall: WallTime) -> str:
        """Return until when an embargo holds, with weekday and city."""
        return self.embargo.format(self._told(wall))

    def sign_by(self, wall: WallTime) -> str:
        """Return until when one can sign, with weekday and city."""
        return self.signing.format(self._told(wall))

    def _told(self, wall: WallTime) -> str:
        on = self.weekday_and_date(wall.at.date())
        moment = f"{on}{self.comma}{wall.at:%H:%M} {abbreviation(wall.instant(), wall.zone)}"
        return moment if wall.zone == "UTC" else f"{moment} ({city(wall.zone)})"

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
    signing="Sign by {}",
    end_mark="ENDS",
    edition="Edition {}",
    text="Text {}",
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
    signing="À signer avant le {}",
    end_mark="FIN",
    edition="Édition {}",
    text="Texte {}",
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
_ARABIC = Wording(
    locale="ar",
    day="d MMMM y",
    weekday="EEEE d MMMM y",
    organisations=("منظمة واحدة", "{} من المنظمات"),
    people=("شخص واحد", "{} من الأشخاص"),
    both="{} و{}",
    countries=("بلد واحد", "{} من البلدان"),
    origin="{} في {}",
    signatories="الموقعون",
    as_of="{}، حتى {}",
    unnamed=(
        "ومنظمة واحدة لم يذكر اسمها حفاظا على سلامتها",
        "و{} من المنظمات لم تذكر أسماؤها حفاظا على سلامتها",
    ),
    embargo="محظور النشر حتى {}",
    signing="التوقيع حتى {}",
    end_mark="انتهى",
    edition="الإصدار {}",
    text="النص {}",
    orders={
        Order.ALPHABETICAL: "بالترتيب الأبجدي.",
        Order.LEAD_THEN_ALPHABETICAL: "المنظمة القائدة أولا، ثم بالترتيب الأبجدي.",
        Order.BY_GROUP: "حسب المجموعات، ثم بالترتيب الأبجدي.",
        Order.BY_COUNTRY: "حسب البلدان، ثم بالترتيب الأبجدي.",
        Order.BY_TIME: "حسب ترتيب التوقيع.",
        Order.GIVEN: "بالترتيب الذي وضعه التحالف.",
        Order.MANUAL: "بترتيب اختاره التحالف.",
    },
    comma="، ",
)
_OTHERS = {"fr": _FRENCH, "ar": _ARABIC}

# Scripts that are read from the right, by their tags (ISO 15924).
_FROM_THE_RIGHT = frozenset({"Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})
_LETTERS_OF_A_SCRIPT = 4


def wording(language: str) -> Wording:
    """Return the words for a BCP 47 tag: British and American English, French, Arabic; British for all others."""
    if language == "en-US":
        return _AMERICAN
    return _OTHERS.get(language.partition("-")[0], _ENGLISH)


def own_name(language: str) -> str:
    """Return what a language calls itself: "Français"; the tag where that is not known."""
    locale = _locale(language)
    name = locale.get_display_name() if locale is not None else None
    return f"{name[0].upper()}{name[1:]}" if name else language


def direction(language: str) -> str:
    """Return "rtl" for a language written from right to left, else "ltr". A script that the tag names decides.

    Uyghur is read from the right; ug-Cyrl, the Uyghur of Almaty, from the left, as Kazakh is, but not kk-Arab.
    """
    script = next(
        (part.title() for part in language.split("-")[1:] if len(part) == _LETTERS_OF_A_SCRIPT and part.isalpha()), ""
    )
    if script:
        return "rtl" if script in _FROM_THE_RIGHT else "ltr"
    locale = _locale(language)
    return "rtl" if locale is not None and locale.text_direction == "rtl" else "ltr"


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
