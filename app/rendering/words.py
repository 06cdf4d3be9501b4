"""The few words that paper adds of itself, in the language of the letter."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "letter_templates" / "shared" / "words.toml"
_FALLBACK = "en"
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and the three pieces around the two numbers of "Page 2 of 4".

    `affiliations` says what the affiliations of persons mean; `signature` holds `{name}`, whose signature it is.
    """

    page_before: str
    page_between: str
    page_after: str
    subject: str
    copies: str
    sources: str
    notes: str
    contacts: str
    late: str
    affiliations: str
    signature: str


@cache
def _every_language() -> dict[str, Words]:
    found: dict[str, Words] = {}
    for language, entries in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        before, rest = entries["page"].split("{page}")
        between, after = rest.split("{pages}")
        found[language] = Words(
            page_before=before,
            page_between=between,
            page_after=after,
            subject=entries["subject"],
            copies=entries["copies"],
            sources=entries["sources"],
            notes=entries["notes"],
            contacts=entries["contacts"],
            late=entries["late"],
            affiliations=entries["affiliations"],
            signature=entries["signature"],
        )
    return found


def words(language: str) -> Words:
    """Words for a BCP 47 tag: by its primary language, for Chinese also by its script; else in English."""
    every = _every_language()
    if language.lower().startswith(_TRADITIONAL):
        return every["zh-Hant"]
    return every.get(language.split("-", maxsplit=1)[0].lower(), every[_FALLBACK])
