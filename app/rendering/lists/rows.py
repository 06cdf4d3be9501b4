"""Which names of a document are plain rows: a number and a name, shaped and placed without the engine. Pure.

The engine takes a millisecond for each name and more for what stands beside it. A list of ten thousand would take
longer than a document may.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import escape

from app.rendering.document import Document, PrintedName
from app.rendering.lists.drawing import Part
from app.rendering.numbered_names import FEW, NumberedGroup, NumberedName, numbered
from app.rendering.scripts import leaves_unspoken
from app.rendering.sides import with_words_from_the_left

MOST_KINDS = 60
"""So many kinds of names are tried in one list; names of others are left to the engine."""

# Spaces that collapse; characters that break a line, forbid it, turn the reading around or show only at an end of line.
_NOT_PLAIN = re.compile(
    "^ |  | $|[\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u180b-\u180f\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
# What a sample says, so that each of its texts is known again: name, native name, detail. On a page read from the right
# words that are read from the left are set apart, and a sample must be where its names are.
_SAMPLES = (("n", "nn", "nnn"), ("\u0646", "\u0646\u0646", "\u0646\u0646\u0646"))
_NONE = ("", "", "")


@dataclass(frozen=True, slots=True)
class Listing:
    """The names of one numbered list. `by_engine` are the places in it (from 0) of those that are no plain rows.

    `samples` are names of each kind among the others: what the engine sets so that rows stand as its own would.
    """

    start: int
    names: tuple[PrintedName, ...]
    by_engine: tuple[int, ...]
    samples: tuple[PrintedName, ...]


def listings(document: Document, *, apart: Collection[int] = frozenset()) -> tuple[Listing | None, ...]:
    """A listing for each group of names, None where the engine sets the whole list.

    `apart` are numbers of names that are left to the engine in any case.
    """
    found: list[Listing | None] = []
    # A few are set as the text is, and are left to the engine.
    wanted = document.signatories.count > FEW
    from_the_right = document.direction == "rtl"
    for group in numbered(document):
        samples: dict[PrintedName, None] = {}
        by_engine = []
        for place, name in enumerate(group.names if wanted else ()):
            if group.start + place in apart or not is_plain(name, from_the_right=from_the_right):
                by_engine.append(place)
                continue
            kind = sample(name, from_the_right=from_the_right)
            if kind not in samples and len(samples) == MOST_KINDS:
                by_engine.append(place)
            else:
                samples[kind] = None
        found.append(Listing(group.start, group.names, tuple(by_engine), tuple(samples)) if samples else None)
    return tuple(found)


def no_listings(document: Document) -> tuple[None, ...]:
    """As `listings`, where the engine sets every list."""
    return (None,) * len(document.signatories.groups)


def shortened(document: Document, found: Sequence[Listing | None]) -> tuple[NumberedGroup, ...]:
    """The groups of a document, with a listing for each; entries stand in those that have plain rows."""
    return tuple(
        group
        if listing is None
        else replace(
            group,
            entries=(
                *(NumberedName(group.start, sample) for sample in listing.samples),
                *(NumberedName(group.start + place, group.names[place]) for place in listing.by_engine),
            ),
        )
        for group, listing in zip(numbered(document), found, strict=True)
    )


def words(found: Sequence[Listing | None]) -> Iterator[str]:
    """Everything that the plain rows of these lists say, and how."""
    for each in found:
        for name in each.names if each else ():
            yield from (name.language, name.direction, name.name, name.detail)
            yield from (name.native_language, name.native_direction, name.native) if name.native else ()


def is_plain(name: PrintedName, *, from_the_right: bool = False) -> bool:
    """Whether nothing stands beside the name but its native form and a detail, in words between single spaces.

    On a page read `from_the_right` each of them is either set apart as a whole or not at all.
    """
    return (
        bool(name.name)
        and not any(map(_NOT_PLAIN.search, texts(name)))
        and not (name.signer or name.signer_title or name.affiliation or name.signature)
        and not (from_the_right and any(_is_set_apart(text) is None for text in texts(name)))
    )


def texts(name: PrintedName) -> tuple[str, str, str]:
    """What a row says after its number."""
    return name.name, name.native, name.detail


def sample(name: PrintedName, *, from_the_right: bool = False) -> PrintedName:
    """A name of the same kind: with the same things beside it, in the same languages and directions."""
    which = tuple([_SAMPLES[from_the_right and not _is_set_apart(text)] if text else _NONE for text in texts(name)])
    return _sample(which, name.language, name.direction, name.native_language, name.native_direction)


@lru_cache(maxsize=256)
def _sample(
    which: tuple[tuple[str, str, str], ...], language: str, direction: str, native_language: str, native_direction: str
) -> PrintedName:
    said, native, detail = (texts[at] for at, texts in enumerate(which))
    return PrintedName(
        said,
        language=language,
        direction=direction,
        native=native,
        native_language=native_language if native else "",
        native_direction=native_direction if native else "ltr",
        detail=detail,
    )


def in_sample(text: str) -> int | None:
    """Whether a text is the name (0), the native name (1) or the detail (2) of a sample."""
    return next((said.index(text) for said in _SAMPLES if text in said), None)


@lru_cache(maxsize=64)
def _is_set_apart(text: str) -> bool | None:
    """Whether a page read from the right sets the text apart; None if it does so with a part of it."""
    page = f"<li>{escape(text)}"
    printed = with_words_from_the_left(page)
    if printed == page:
        return False
    return True if printed == f'<li><bdi dir="ltr">{page[4:]}</bdi>' else None


_ONE_PART = ((Part(),), (0, 0, 0))


def parts(name: PrintedName, *, language: str) -> tuple[tuple[Part, ...], tuple[int, int, int]]:
    """The parts of a row in a document of this language, and in which of them name, native name and detail stand."""
    if name.language == language and not name.native and not leaves_unspoken(name.name + name.detail):
        return _ONE_PART
    native_language = name.native_language or name.language
    own = (name.language, native_language, language)
    found: list[Part] = []
    places = []
    for text, said_in in zip(texts(name), own, strict=True):
        part = Part(
            language=said_in if said_in != language else "",
            said=text if leaves_unspoken(text) else "",
        )
        if text and (not found or found[-1] != part or part.said):
            found.append(part)
        places.append(max(len(found) - 1, 0))
    return tuple(found), (places[0], places[1], places[2])
