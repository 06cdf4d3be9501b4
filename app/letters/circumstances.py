"""What stands around a letter in its file and is no part of what is signed: moments, where to sign, other languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from re import fullmatch

from babel import Locale

from app.core.errors import Refused
from app.core.wall_time import WallTime, parse_wall_time, read_wall_time
from app.letters.front_matter import Place, Value
from app.letters.text import entry, item

MOMENT = ("at", "zone", "which")
SIGNING = ("address", "until")
TRANSLATION = ("language", "address")
PRESS = ("headline", "intro", "quotes")
QUOTE = ("text", "speaker", "title")
HEADLINE, INTRO = "Headline", "Press text"


@dataclass(frozen=True, slots=True)
class Signing:
    """Where the letter can be signed, and until when."""

    address: str = ""
    until: WallTime | None = None


@dataclass(frozen=True, slots=True)
class Translated:
    """Where the letter stands in another language, a BCP 47 tag."""

    language: str
    address: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What someone may be quoted as saying to the press."""

    text: str
    speaker: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class PressMaterial:
    """What the press text around a letter says."""

    headline: str = ""
    intro: str = ""
    quotes: tuple[Quote, ...] = ()

    def parts(self) -> dict[str, str]:
        """What may hold a living count, by what it is called in words."""
        quotes = {quote_part(number): quote.text for number, quote in enumerate(self.quotes, 1)}
        return {HEADLINE: self.headline, INTRO: self.intro, **quotes}


def quote_part(number: int) -> str:
    """Return what a quote is called, counted from 1."""
    return f"Quote {number}"


def read_signing(value: Value) -> Signing:
    """Read `address` and `until`."""
    signing = value.mapping(SIGNING)
    address, until = signing.find("address"), signing.find("until")
    return Signing(_address(address) if address else "", moment(until) if until else None)


def read_translations(value: Value | None) -> tuple[Translated, ...]:
    """Read a list, each with `language` and `address`; none where there is no such key."""
    found = [entry.mapping(TRANSLATION) for entry in value.items()] if value else []
    return tuple(Translated(language(one.needed("language")), _address(one.needed("address"))) for one in found)


def read_press(value: Value) -> PressMaterial:
    """Read `headline`, `intro` and `quotes`."""
    press = value.mapping(PRESS)
    listed = press.find("quotes")
    quotes = [entry.mapping(QUOTE) for entry in listed.items()] if listed else []
    return PressMaterial(
        press.text("headline"),
        press.text("intro"),
        tuple(
            Quote(quote.needed("text").text(), quote.needed("speaker").text(), quote.text("title")) for quote in quotes
        ),
    )


def places_in_press(value: Value | None) -> dict[str, Place]:
    """Where each part of a press text stands, by what `PressMaterial.parts` calls it."""
    if value is None:
        return {}
    press = value.mapping(PRESS)
    listed = press.find("quotes")
    quotes = [entry.mapping(QUOTE).needed("text").place for entry in listed.items()] if listed else []
    parts = {HEADLINE: press.find("headline"), INTRO: press.find("intro")}
    return {part: found.place for part, found in parts.items() if found} | {
        quote_part(number): place for number, place in enumerate(quotes, 1)
    }


def _address(value: Value) -> str:
    address = value.text()
    if address and not fullmatch(r"https://[^\s/]+\S*", address):
        value.place.fail(f"“{address[:40]}” is not a full address. Write it with https:// at its beginning.")
    return address


def language(value: Value) -> str:
    """Return a BCP 47 tag."""
    tag = value.text()
    known = Locale("en").languages
    if not fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", tag) or tag.split("-")[0] not in known:
        value.place.fail(f"“{tag[:40]}” is not a known language. Write a code such as en, en-US, fr or ug.")
    return tag


def moment(value: Value) -> WallTime:
    """Read `at`, `zone` and, where a time comes twice, `which` (first or second); or all in one text."""
    if value.is_text():
        return _told(value.place, value.text())
    parts = value.mapping(MOMENT)
    at = parts.needed("at")
    written = at.text().replace("T", " ").split()
    if len(written) != 2:  # noqa: PLR2004 - a date and a time
        at.place.fail(f"“{at.text()[:40]}” is not a date with a time. Write it like 2022-06-17 09:00.")
    zone = parts.needed("zone")
    try:
        return parse_wall_time(written[0], written[1], zone.text(), parts.text("which"))
    except Refused as refusal:
        at.place.fail(str(refusal))


def _told(place: Place, written: str) -> WallTime:
    try:
        return read_wall_time(written)
    except Refused as refusal:
        place.fail(str(refusal))


def moment_lines(key: str, wall: WallTime | None) -> list[str]:
    """Return a moment as lines of YAML; none where there is no moment."""
    if wall is None:
        return []
    which = entry("which", wall.which(), indent="  ")
    return [f"{key}:", f"  at: {wall.at:%Y-%m-%d %H:%M}", f"  zone: {wall.zone}", *which]


def signing_lines(signing: Signing | None) -> list[str]:
    """Return where the letter can be signed as lines of YAML; none where that is not said."""
    if signing is None or not (signing.address or signing.until):
        return []
    until = str(signing.until) if signing.until else ""
    return ["signing:", *entry("address", signing.address, indent="  "), *entry("until", until, indent="  ")]


def translation_lines(translations: Sequence[Translated]) -> list[str]:
    """Return where the letter stands in other languages as lines of YAML; none where it does not."""
    lines = ["translations:"] if translations else []
    for each in translations:
        language_line = entry("language", each.language, indent="    ")
        lines += item([*language_line, *entry("address", each.address, indent="    ")])
    return lines


def press_lines(press: PressMaterial | None) -> list[str]:
    """Return the press text as lines of YAML; none where there is none."""
    if press is None or not (press.headline or press.intro or press.quotes):
        return []
    lines = ["press:", *entry("headline", press.headline, indent="  "), *entry("intro", press.intro, indent="  ")]
    lines += ["  quotes:"] if press.quotes else []
    return [*lines, *(f"  {line}" for quote in press.quotes for line in _quote_lines(quote))]


def _quote_lines(quote: Quote) -> list[str]:
    return item(
        [
            *entry("text", quote.text, indent="    "),
            *entry("speaker", quote.speaker, indent="    "),
            *entry("title", quote.title, indent="    "),
        ]
    )
