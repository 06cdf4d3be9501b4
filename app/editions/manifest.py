"""What a seal closes over: the words, the names in printed order, the counts, the promised moment. Pure.

The manifest is canonical JSON (sorted keys, no spaces, UTF-8). Its SHA-256 is the fingerprint of the edition. Names
that their owners withheld are in its numbers and nowhere else.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.campaigns.rules import CampaignLetterhead
from app.core.wall_time import WallTime, read_wall_time
from app.letters.letter_file import parse
from app.letters.text import LetterText, fingerprint
from app.letters.text_counts import Counts
from app.signons.roll import Roll, Signatory

FORMAT = 1
_IF_GIVEN = ("affiliation", "late", "logo", "signature")
_INDIVIDUALS = "people"  # as it stands in what is sealed
_PRINTED = ("name", "language", "acronym", "native_name", "country", "group", "person", "person_title", "lead")


@dataclass(frozen=True, slots=True)
class Sealed:
    """Everything that is sealed. The names of the roll stand in printed order.

    `source` is the letter file as it was signed, byte for byte; its SHA-256 is the fingerprint of the text. Pictures
    are sealed by their SHA-256. `letterhead` is the campaign's at that moment.
    """

    number: int
    source: str
    roll: Roll
    as_of: WallTime
    lift: WallTime
    address: str
    letterhead: CampaignLetterhead | None = None

    @property
    def text(self) -> LetterText:
        """What the source says."""
        return parse(self.source)


@dataclass(frozen=True, slots=True)
class Content:
    """What is sealed apart from number, moments and address: what a person can look at beforehand. As in `Sealed`.

    `withheld` stands for those who are counted without being named: a keyed hash, for they are sealed as a number only.
    """

    source: str
    roll: Roll
    letterhead: CampaignLetterhead | None
    withheld: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256, 64 hexadecimal digits: another one wherever anything else would be sealed, or others be counted.

        No name is in it, and none that is withheld can be guessed from it.
        """
        return manifest_fingerprint(_canonical({**_parts(self), "withheld": self.withheld}))


def manifest(sealed: Sealed) -> str:
    """The canonical form of what is sealed."""
    return _canonical(
        {
            "format": FORMAT,
            "number": sealed.number,
            "as_of": str(sealed.as_of),
            "lift": str(sealed.lift),
            "address": sealed.address,
            **_parts(Content(sealed.source, sealed.roll, sealed.letterhead)),
        }
    )


def read_manifest(text: str) -> Sealed:
    """What `manifest` wrote, as a value again."""
    parts = json.loads(text)
    if parts["format"] != FORMAT:
        message = f"a manifest of format {parts['format']} cannot be read by this version"
        raise ValueError(message)
    groups = tuple((name, count) for name, count in parts["groups"])
    counts = Counts(parts["count"], groups, parts["countries"], parts.get(_INDIVIDUALS, 0))
    return Sealed(
        number=parts["number"],
        source=parts["letter"],
        roll=Roll(tuple(Signatory(**name) for name in parts["names"]), counts),
        as_of=read_wall_time(parts["as_of"]),
        lift=read_wall_time(parts["lift"]),
        address=parts["address"],
        letterhead=CampaignLetterhead(**parts["letterhead"]) if "letterhead" in parts else None,
    )


def _canonical(parts: Mapping[str, object]) -> str:
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _parts(content: Content) -> dict[str, object]:
    counts = content.roll.counts
    parts: dict[str, object] = {
        "letter": content.source,
        "letter_fingerprint": fingerprint(content.source),
        "names": [_name(name) for name in content.roll.names],
        "count": counts.total,
        "groups": [list(group) for group in counts.groups],
        "countries": counts.countries,
        "unnamed": content.roll.unnamed.total,
    }
    if counts.individuals:
        parts[_INDIVIDUALS] = counts.individuals
    if content.letterhead is not None:
        parts["letterhead"] = asdict(content.letterhead)
    return parts


def _name(name: Signatory) -> dict[str, str | bool]:
    given = {part: getattr(name, part) for part in _IF_GIVEN if getattr(name, part)}
    return {part: getattr(name, part) for part in _PRINTED} | given


def manifest_fingerprint(text: str) -> str:
    """SHA-256 of a manifest, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
