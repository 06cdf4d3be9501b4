"""What journalists are asked, what may happen to a grant, and what is printed on a copy. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.errors import Obstacle
from app.core.typed import one_line
from app.core.wall_time import short
from app.editions.rules import Reading
from app.organisations.countries import country_name
from app.organisations.rules.sorting import sort_key
from app.rendering.stamps.copies import isolated
from app.signons.roll import Signatory
from app.signons.rules import printed_line

TERMS_VERSION = 1
TERMS = (
    "You publish nothing before the hour above: no text, no summary, no hint that it is coming.",
    "You show it to nobody outside your newsroom, and you ask nobody for comment before then.",
    "Your copy bears your name and a number, and every download is recorded.",
    "We may move the hour or stop the release. What we wrote to you last is what holds.",
    "If somebody else breaks the embargo, you keep it until we release everybody.",
)
"""What is accepted. Whoever changes a word raises `TERMS_VERSION`: a grant records which one it accepted."""

LONGEST_NUMBER = 9
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_FIRST_ROUND = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


class Progress(StrEnum):
    """How far a journalist has come: computed from the grant, never stored."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DOWNLOADED = "downloaded"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Steps:
    """What has happened to a grant so far."""

    accepted_at: datetime | None
    revoked_at: datetime | None
    downloads: int = 0


def progress(steps: Steps) -> Progress:
    """Say how far a grant has come. A revoked one is revoked, whatever came before."""
    if steps.revoked_at is not None:
        return Progress.REVOKED
    if steps.downloads:
        return Progress.DOWNLOADED
    return Progress.ACCEPTED if steps.accepted_at is not None else Progress.INVITED


@dataclass(frozen=True, slots=True)
class ProgressWords:
    """Where a journalist stands: a word, its tone for the page, and a sentence beside it."""

    word: str
    tone: str
    detail: str


def progress_words(
    steps: Steps, *, granted_at: datetime, last_download_at: datetime | None, zone: str
) -> ProgressWords:
    """Say where a journalist stands, with times on the clocks of `zone`."""
    match progress(steps), steps.accepted_at, steps.revoked_at, last_download_at:
        case Progress.REVOKED, _, datetime() as revoked_at, _:
            return ProgressWords("shut out", "off", f"since {short(revoked_at, zone)}")
        case Progress.DOWNLOADED, _, _, datetime() as last:
            times = "once" if steps.downloads == 1 else f"{steps.downloads} times"
            return ProgressWords(f"downloaded {times}", "good", f"last on {short(last, zone)}")
        case Progress.ACCEPTED, datetime() as accepted_at, _, _:
            return ProgressWords("accepted the terms", "good", f"on {short(accepted_at, zone)}; no download yet")
        case _:
            return ProgressWords("invited", "wait", f"on {short(granted_at, zone)}; terms not accepted yet")


def round_of(granted_at: datetime) -> int:
    """Return the round of the link of a grant given then: its second since 2020.

    To grant again what was revoked makes the earlier link, and whoever entered by it, worthless.
    """
    return int((granted_at - _FIRST_ROUND).total_seconds())


def obstacle_to_inviting(reading: Reading) -> Obstacle | None:
    """Say why no journalist can be invited, if so. `reading` is what the press may have of the newest edition."""
    return _WHY_NOT_INVITE.get(reading)


_WHY_NOT_INVITE = {
    Reading.NOTHING: Obstacle(
        "There is no sealed edition yet. Seal the letter first: the invitation says until when the embargo runs."
    ),
    Reading.CLEAN: Obstacle("This letter is public. Send journalists its address instead."),
    Reading.KILLED: Obstacle("This edition was killed. Seal a new one before you invite anyone."),
    Reading.WITHDRAWN: Obstacle("This edition was withdrawn. Seal a new one before you invite anyone."),
}


def obstacle_to_resending(now_is: Progress) -> Obstacle | None:
    """Say why the link cannot be sent once more, if so."""
    if now_is is Progress.REVOKED:
        return Obstacle("This journalist was shut out. Invite them again to give them a new link.")
    return None


def obstacle_to_revoking(now_is: Progress) -> Obstacle | None:
    """Say why a grant cannot be revoked, if so."""
    if now_is is Progress.REVOKED:
        return Obstacle("This journalist is shut out already. Nothing opens for them any more.")
    return None


def obstacle_to_inviting_again(now_is: Progress) -> Obstacle | None:
    """Say why somebody who has a grant cannot be given a new one, if so."""
    if now_is is Progress.REVOKED:
        return None
    return Obstacle("This journalist has been invited already. Send the link once more from the list.")


def obstacle_to_reading(now_is: Progress) -> Obstacle | None:
    """Say why a journalist can neither accept the terms nor read, if so."""
    if now_is is Progress.REVOKED:
        return Obstacle(
            "Your access has ended; what you accepted still holds. "
            "Answer the message that invited you if this is a mistake."
        )
    return None


def obstacle_to_a_copy(*, is_public: bool) -> Obstacle | None:
    """Say why no numbered copy is made, if so."""
    if is_public:
        return Obstacle("The letter is public. Take the PDF from its public page; it bears no number.")
    return None


@dataclass(frozen=True, slots=True)
class CountryName:
    """One signatory under its country. `language` is a BCP 47 tag; `affiliation` is that of a person."""

    line: str
    language: str
    affiliation: str


@dataclass(frozen=True, slots=True)
class CountryNames:
    """Who signed from one country, in printed order."""

    country: str
    names: tuple[CountryName, ...]


def by_country(names: Sequence[Signatory]) -> tuple[CountryNames, ...]:
    """Return the names under their countries, countries A to Z; names without one come last, under an empty word."""
    found: dict[str, list[CountryName]] = {}
    for each in names:
        name = CountryName(printed_line(each.name, each.acronym), each.language, each.affiliation)
        found.setdefault(country_name(each.country), []).append(name)
    ordered = sorted(found.items(), key=lambda item: (not item[0], sort_key(item[0])))
    return tuple(CountryNames(country, tuple(listed)) for country, listed in ordered)


def tidy(text: str) -> str:
    """Return a name as one line: NFC, single spaces, without characters that draw nothing or turn the line around."""
    return one_line("".join(each for each in one_line(text) if each in _JOINERS or _draws(each)))


def _draws(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")


def stamp_line(number: int, name: str, outlet: str) -> str:
    """Return what stands on every page of a copy: "Copy 17 · Ana Pop, Radio Delta", each name read its own way."""
    return f"Copy {number} · {isolated(tidy(name))}, {isolated(tidy(outlet))}"


def copy_number(typed: str) -> int | None:
    """Return the first number in "17", "No. 17" or the whole printed line; None where there is none."""
    found = re.search(rf"(?<!\d)0*(\d{{1,{LONGEST_NUMBER}}})(?!\d)", typed, re.ASCII)
    return int(found[1]) if found else None
