"""The few words that paper adds of itself, in the language of the letter."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

_FILE = Path(__file__).resolve().parents[2] / "letter_templates" / "shared" / "words.toml"
_FALLBACK = "en"
_TRADITIONAL_PLACES = frozenset(("TW", "HK", "MO"))
_TRADITIONAL_WORDS = "zh-Hant"
_LETTERS_OF_A_SCRIPT = 4
_Section = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWords:
    """Patterns around counts, dates and order. Pairs are for one and for several; dates are Unicode patterns (UTS #35).

    `locale` names the months; `orders` has a sentence for each way to sort names. `unnamed` is for organisations, and
    `unnamed_both` holds what `both` says of organisations and individuals. `time` joins a date and a time of day,
    `place` a moment and its city; `after_place` is a date behind a place, `first` the first day of a month.
    """

    locale: str
    day: str
    weekday: str
    organisations: tuple[str, str]
    individuals: tuple[str, str]
    both: str
    countries: tuple[str, str]
    origin: str
    signatories: str
    as_of: str
    unnamed: tuple[str, str]
    unnamed_individuals: tuple[str, str]
    unnamed_both: str
    embargo: str
    signing: str
    end_mark: str
    edition: str
    text: str
    comma: str
    colon: str
    time: str
    place: str
    after_place: str
    first: str
    orders: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PressWords:
    """What stands around a text for the media."""

    release: str
    at_once: str
    ask: str
    letter: str


@dataclass(frozen=True, slots=True)
class CallWords:
    """What says how to sign, and where to read the letter in other languages."""

    heading: str
    online: str
    code: str
    languages: str


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The labels of a form on paper. Those that end in `_example` show how it is filled in."""

    label: str
    short: str
    fill: str
    example: str
    organisation: str
    organisation_example: str
    place: str
    place_example: str
    person: str
    person_example: str
    reach: str
    reach_example: str
    visibility: str
    named: str
    counted: str
    authority: str
    signature: str
    date: str
    back: str


class OwnWords:
    """What one kind of letter says of itself, by key; a template asks for each as for a part, `words.own.to`."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take the texts by key."""
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        """Return a text. `KeyError` where there is none."""
        return self._texts[key]

    def __iter__(self) -> Iterator[str]:
        """Return the keys."""
        return iter(self._texts)


_NONE_OF_ITS_OWN = OwnWords({})


@dataclass(frozen=True, slots=True)
class Words:
    """Headings, the three pieces around the two numbers of "Page 2 of 4", and the words of some kinds of letters.

    `affiliations` says what the affiliations of persons mean; `signature` holds `{name}`, whose signature it is.
    `comma` is that of the letter's own language, also where its words are English. `own` are the words that only one
    kind of letter has.
    """

    page_before: str
    page_between: str
    page_after: str
    subject: str
    copies: str
    enclosures: str
    sources: str
    notes: str
    contacts: str
    late: str
    affiliations: str
    signature: str
    comma: str
    colon: str
    press: PressWords
    call: CallWords
    sheet: SheetWords
    own: OwnWords


def words(language: str) -> Words:
    """Words for a BCP 47 tag: its own, else those of its language in its script, else English.

    Each kind of letter has all of its words in one language.
    """
    return _words(language)


def own_words(language: str, tables: Mapping[str, Mapping[str, str]]) -> OwnWords:
    """Words of one kind of letter for a BCP 47 tag, out of a table for each language it has them in; see `words`."""
    found = [tables[name] for name in names_of(language) if name in tables]
    texts: dict[str, str] = {}
    for table in found or [tables.get(_FALLBACK, {})]:
        texts |= table
    return OwnWords(texts)


def names_of(language: str) -> tuple[str, ...]:
    """Under which tags the words for a BCP 47 tag stand: of all its readers, then of those of one place."""
    primary, script = language.partition("-")[0].lower(), script_of(language)
    if is_traditional(language):
        primary = _TRADITIONAL_WORDS
    elif script and primary != "zh":
        # Whoever writes Uyghur in Cyrillic does not read the words of those who write it in Arabic letters.
        primary = f"{primary}-{script}"
    return tuple(dict.fromkeys((primary, language)))


@cache
def count_words(language: str) -> CountWords:
    """Patterns for a BCP 47 tag, as `words`: all in one language."""
    english = _group_of(_entries()[_FALLBACK], "counts")
    found = {key: english[key] for key in ("comma", "colon", "place", "after_place", "first")}
    orders: dict[str, object] = {}
    for group in _counts(language) or [english]:
        orders |= _group_of(group, "orders")
        found |= group
    found = {"time": f"{{}}{found['comma']}{{}}", **found, "orders": orders}
    pairs = {key: tuple(pair) for key, pair in found.items() if isinstance(pair, list)}
    return CountWords(**cast("dict[str, Any]", found | pairs))


def has_own_counts(language: str) -> bool:
    """Whether counts and dates are told in the language itself, in its script; not in English for want of words."""
    return bool(_counts(language))


def script_of(language: str) -> str:
    """The script that a BCP 47 tag names ("Cyrl"), "" where it names none."""
    further = language.split("-")[1:]
    return next((part.title() for part in further if len(part) == _LETTERS_OF_A_SCRIPT and part.isalpha()), "")


def is_traditional(language: str) -> bool:
    """Whether a BCP 47 tag means Chinese in traditional characters: by its script, else by the place."""
    primary, *further = language.split("-")
    if primary.lower() != "zh":
        return False
    parts = {part.upper() for part in further}
    return "HANT" in parts or ("HANS" not in parts and not _TRADITIONAL_PLACES.isdisjoint(parts))


def is_worded(language: str, group: str) -> bool:
    """Whether there are words of this group ("press", "call", "sheet"; "" for the common ones) in a language."""
    own = _own(language)
    return any(group in section for section in own) if group else bool(own)


def _own(language: str) -> list[_Section]:
    """What there is of a language, see `names_of`."""
    every = _entries()
    return [every[name] for name in names_of(language) if name in every]


def _counts(language: str) -> list[_Section]:
    return [group for section in _own(language) if (group := _group_of(section, "counts"))]


def _group_of(section: _Section, name: str) -> _Section:
    group = section.get(name)
    return group if isinstance(group, dict) else {}


def _comma(language: str) -> str:
    """The comma of a language, by its script where the tag names one."""
    if has_own_counts(language):
        return count_words(language).comma
    commas = _entries()["commas"]
    script = script_of(language)
    return str(commas.get(script or language.partition("-")[0].lower(), ", "))


@cache
def _words(language: str) -> Words:
    own = _own(language)
    texts = _texts([_entries()[_FALLBACK], *own])
    before, rest = texts.pop("page").split("{page}")
    between, after = rest.split("{pages}")
    return Words(
        **texts,
        page_before=before,
        page_between=between,
        page_after=after,
        comma=_comma(language),
        colon=count_words(language).colon,
        press=PressWords(**_group("press", own)),
        call=CallWords(**_group("call", own)),
        sheet=SheetWords(**_group("sheet", own)),
        own=_NONE_OF_ITS_OWN,
    )


def _group(name: str, own: Sequence[_Section]) -> dict[str, str]:
    groups = [group for section in own if (group := _group_of(section, name))]
    return _texts(groups or [_entries()[_FALLBACK][name]])


def _texts(sections: Sequence[object]) -> dict[str, str]:
    """All texts, of several under one key the last."""
    entries = [entry for section in sections if isinstance(section, dict) for entry in section.items()]
    return {str(key): text for key, text in entries if isinstance(text, str)}


@cache
def _entries() -> Mapping[str, _Section]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
