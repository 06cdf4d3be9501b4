"""Names of a document as templates list them: under their headings, with numbers that run through all groups. Pure."""

from dataclasses import dataclass

from app.rendering.document import Document, PrintedName

FEW = 10
"""So many names and fewer stand in one column, in the size of the text."""


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A name that the engine sets, and its number."""

    number: int
    name: PrintedName


@dataclass(frozen=True, slots=True)
class NumberedGroup:
    """Names under one heading; `start` is the number of the first, for numbering runs through all groups.

    `entries` are there where other names are plain rows: samples of how the engine sets those, and its own names.
    """

    heading: str
    start: int
    names: tuple[PrintedName, ...]
    entries: tuple[NumberedName, ...] = ()


def numbered(document: Document) -> tuple[NumberedGroup, ...]:
    """The groups with the number at which each begins."""
    groups = []
    start = 1
    for group in document.signatories.groups:
        groups.append(NumberedGroup(heading=group.heading, start=start, names=group.names))
        start += len(group.names)
    return tuple(groups)
