"""Which names of a document are plain rows: a number and a name, shaped and placed without the engine. Pure.

The engine takes about a millisecond for each name. A list of ten thousand would take longer than a document may.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from app.rendering.document import Document, PrintedName

FEW = 10
"""So many names and fewer stand in one column, in the size of the text, and are left to the engine."""

# Punctuation in names that stays with its letters or stands free, and never joins or changes them.
_PUNCTUATION = "0-9 .,:;!?&+*/()'\"@#%=\u2013\u2014\u2018\u2019\u201c\u201d\u00ab\u00bb\u2026-"
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0192\u01cd-\u01dc\u0218-\u021b\u1e00-\u1ef9"
_GREEK = "\u0386-\u03ce"
_CYRILLIC = "\u0400-\u045f\u0490-\u052f"
_PLAIN = re.compile("|".join(f"[{letters}{_PUNCTUATION}]+" for letters in (_LATIN, _GREEK, _CYRILLIC)))
_ANY_LETTER = re.compile(f"[{_LATIN}{_GREEK}{_CYRILLIC}]")

# Whatever else a name may have beside it.
_beside = attrgetter(*(field.name for field in fields(PrintedName) if field.name not in {"name", "language"}))
_NOTHING_BESIDE = _beside(PrintedName(""))


@dataclass(frozen=True, slots=True)
class Listing:
    """The names of one numbered list. `by_engine` are the places in it (from 0) of those that are no plain rows."""

    start: int
    names: tuple[PrintedName, ...]
    by_engine: tuple[int, ...]


def listings(document: Document, *, apart: Collection[int] = frozenset()) -> tuple[Listing | None, ...]:
    """A listing for each group of names, None where the engine sets the whole list.

    `apart` are numbers of names that are left to the engine in any case.
    """
    found: list[Listing | None] = []
    start = 1
    wanted = document.direction == "ltr" and document.signatories.count > FEW
    for group in document.signatories.groups:
        by_engine = tuple(
            place for place, name in enumerate(group.names) if start + place in apart or not is_plain(name)
        )
        worth_it = wanted and len(by_engine) < len(group.names)
        found.append(Listing(start, group.names, by_engine) if worth_it else None)
        start += len(group.names)
    return tuple(found)


def no_listings(document: Document) -> tuple[None, ...]:
    """As `listings`, where the engine sets every list."""
    return (None,) * len(document.signatories.groups)


def apart(found: Sequence[Listing | None]) -> frozenset[int]:
    """Numbers of all names that the engine sets in these lists."""
    return frozenset(each.start + place for each in found if each for place in each.by_engine)


def words(found: Sequence[Listing | None]) -> Iterator[str]:
    """Everything that the plain rows of these lists say."""
    for each in found:
        for name in each.names if each else ():
            yield from (name.language, name.name)


def is_plain(name: PrintedName) -> bool:
    """Whether the name has nothing beside it and is written in one script that runs left to right, letter by letter."""
    return (
        _PLAIN.fullmatch(name.name) is not None
        and _ANY_LETTER.search(name.name) is not None
        and "  " not in name.name
        and name.name == name.name.strip(" ")
        and _beside(name) == _NOTHING_BESIDE
    )


def sample(document: Document) -> PrintedName:
    """What the engine sets once for each list, so that the rows stand as its own would."""
    return PrintedName("n", language=document.language, direction=document.direction)


def lines(
    ends: Sequence[float], starts: Sequence[int], spaces: Collection[int], *, width: float
) -> list[tuple[int, int]]:
    """Break a row of glyphs into lines, each with as many words as fit.

    `ends` are the right edges of the glyphs, `starts` the glyphs at which a line may begin (after the first),
    `spaces` the glyphs that may hang over the right edge. The answer are first and one past last glyph of each line.
    Raises `ValueError` if a word is wider than a line.
    """
    found = []
    begun = 0
    last_start = 0
    for start in (*starts, len(ends)):
        seen = start - 1 if start - 1 in spaces else start
        left = ends[begun - 1] if begun else 0.0
        if ends[seen - 1] - left > width:
            if last_start == begun:
                message = "A word is wider than a line."
                raise ValueError(message)
            found.append((begun, last_start))
            begun = last_start
            if ends[seen - 1] - ends[begun - 1] > width:
                message = "A word is wider than a line."
                raise ValueError(message)
        last_start = start
    found.append((begun, len(ends)))
    return found
