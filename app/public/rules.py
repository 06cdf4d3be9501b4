"""How a public list is searched. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.organisations.countries import country_name
from app.organisations.rules.folding import folded, words
from app.organisations.rules.sorting import sort_key
from app.rendering.document import NameGroup, PrintedName
from app.signons.roll import Signatory


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A name as it is printed, with the number it has on paper and the country it is filtered by."""

    number: int
    printed: PrintedName
    country: str
    acronym: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class HeadedNames:
    """Names that follow each other under one heading. It is empty where the list has no groups."""

    heading: str
    names: tuple[NumberedName, ...]


@dataclass(frozen=True, slots=True)
class CountryChoice:
    """One line of the filter: the code and the name that is read."""

    code: str
    name: str


def numbered(groups: Sequence[NameGroup], sealed: Sequence[Signatory]) -> tuple[NumberedName, ...]:
    """Return printed names with their numbers and headings. Both sequences are in printed order."""
    printed = [(shown, group.heading) for group in groups for shown in group.names]
    pairs = enumerate(zip(printed, sealed, strict=True), start=1)
    return tuple(
        NumberedName(number, shown, name.country, name.acronym, heading) for number, ((shown, heading), name) in pairs
    )


def headed(names: Sequence[NumberedName]) -> tuple[HeadedNames, ...]:
    """Return names under the headings they have on paper, without those under which none is left."""
    return tuple(HeadedNames(heading, tuple(group)) for heading, group in groupby(names, lambda one: one.heading))


def matching(names: Sequence[NumberedName], *, query: str, country: str) -> tuple[NumberedName, ...]:
    """Return the names that hold every word of `query`, whatever its case and accents, and stand for `country`.

    An empty query and an empty country leave every name in.
    """
    wanted = _folded(query)
    return tuple(
        each
        for each in names
        if (not country or each.country == country) and all(word in _searchable(each) for word in wanted)
    )


def countries(names: Sequence[NumberedName]) -> tuple[CountryChoice, ...]:
    """Return the countries the names come from, A to Z."""
    codes = {each.country for each in names if each.country}
    choices = (CountryChoice(code, country_name(code)) for code in codes)
    return tuple(sorted(choices, key=lambda choice: sort_key(choice.name)))


def size_words(size: int) -> str:
    """Return a number of bytes as "312 kB" or "1.4 MB"."""
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"  # noqa: PLR2004 - one megabyte


def _searchable(name: NumberedName) -> str:
    printed = name.printed
    return " ".join(_folded(f"{printed.name} {printed.native} {printed.detail} {name.acronym}"))


def _folded(text: str) -> list[str]:
    return [folded(word) for word in words(text)] if text.strip() else []
