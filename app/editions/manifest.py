"""What a seal closes over: the words, the names in printed order, the counts, the promised moment. Pure.

The manifest is canonical JSON (sorted keys, no spaces, UTF-8). Its SHA-256 is the fingerprint of the edition. Names
that their owners withheld are in its numbers and nowhere else.
"""

import hashlib
import json
from dataclasses import dataclass

from app.core.wall_time import WallTime, read_wall_time
from app.letters.letter_file import parse
from app.letters.text import LetterText, fingerprint
from app.letters.text_counts import Counts
from app.signons.roll import Roll, Signatory

FORMAT = 1
_PRINTED = ("name", "language", "acronym", "native_name", "country", "group", "person", "person_title", "lead")


@dataclass(frozen=True, slots=True)
class Sealed:
    """Everything that is sealed. The names of the roll stand in printed order.

    `source` is the letter file as it was signed, byte for byte; its SHA-256 is the fingerprint of the text.
    """

    number: int
    source: str
    roll: Roll
    as_of: WallTime
    lift: WallTime
    address: str

    @property
    def text(self) -> LetterText:
        """What the source says."""
        return parse(self.source)


def manifest(sealed: Sealed) -> str:
    """The canonical form of what is sealed."""
    parts = {
        "format": FORMAT,
        "number": sealed.number,
        "letter": sealed.source,
        "letter_fingerprint": fingerprint(sealed.source),
        "names": [{part: getattr(name, part) for part in _PRINTED} for name in sealed.roll.names],
        "count": sealed.roll.counts.total,
        "groups": [list(group) for group in sealed.roll.counts.groups],
        "countries": sealed.roll.counts.countries,
        "unnamed": sealed.roll.unnamed,
        "as_of": str(sealed.as_of),
        "lift": str(sealed.lift),
        "address": sealed.address,
    }
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_manifest(text: str) -> Sealed:
    """What `manifest` wrote, as a value again."""
    parts = json.loads(text)
    if parts["format"] != FORMAT:
        message = f"a manifest of format {parts['format']} cannot be read by this version"
        raise ValueError(message)
    counts = Counts(parts["count"], tuple((name, count) for name, count in parts["groups"]), parts["countries"])
    return Sealed(
        number=parts["number"],
        source=parts["letter"],
        roll=Roll(tuple(Signatory(**name) for name in parts["names"]), counts, parts["unnamed"]),
        as_of=read_wall_time(parts["as_of"]),
        lift=read_wall_time(parts["lift"]),
        address=parts["address"],
    )


def manifest_fingerprint(text: str) -> str:
    """SHA-256 of a manifest, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
