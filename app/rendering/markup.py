"""From a document to HTML: sandboxed Jinja, strict names, everything escaped but the sanitised body."""

from dataclasses import dataclass, replace
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from app.rendering import rows
from app.rendering.document import Document, Paper, PrintedName
from app.rendering.pictures import size_on_wall
from app.rendering.templates_on_disk import FOLDER, letter_template, refuse_what_is_missing
from app.rendering.words import words

# How many names are set in which way: one column in body size, two columns, two smaller ones, three.
_SIZES = ((10, "few"), (30, "some"), (150, "many"))


# Letters that the last line of a title has at least, and words that stand before them.
_END_OF_TITLE = 14
_FEWEST_WORDS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A name that the engine sets, and its number."""

    number: int
    name: PrintedName


@dataclass(frozen=True, slots=True)
class NumberedGroup:
    """Names under one heading; `start` is the number of the first, for numbering runs through all groups.

    `entries` are there where other names are plain rows: a sample of how the engine sets one, and its own names.
    """

    heading: str
    start: int
    names: tuple[PrintedName, ...]
    entries: tuple[NumberedName, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """A title in two parts; within `end` the line is not broken, unless there is no `start`."""

    start: str
    end: str


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["size_on_wall"] = size_on_wall
    return environment


@cache
def _shared(name: str) -> str:
    return (FOLDER / "shared" / name).read_text(encoding="utf-8")


def stylesheets(document: Document) -> tuple[str, ...]:
    """The style sheets of this document, in the order in which they apply."""
    names = ["faces.css", "print.css", "paper-a4.css" if document.paper is Paper.A4 else "paper-letter.css"]
    if document.embargo:
        names.append("embargo.css")
    if document.direction == "rtl":
        names.append("right-to-left.css")
        if document.embargo:
            names.append("embargo-right-to-left.css")
    return (*(_shared(name) for name in names), letter_template(document.template).css)


def markup(
    document: Document, *, inlined: tuple[str, ...], listings: tuple[rows.Listing | None, ...] | None = None
) -> str:
    """The page as HTML, with these style sheets written into it.

    With `listings`, one for each group, a template may leave out names that are plain rows.

    Raises `NotFound` for an unknown template and `TypesettingFailed` for one that is incomplete or lacks
    something.
    """
    template = letter_template(document.template)
    refuse_what_is_missing(document, template)
    count = document.signatories.count
    return (
        _environment()
        .get_template(f"{template.key}/letter.html")
        .render(
            document=document,
            words=words(document.language),
            sheets=tuple(Markup(sheet) for sheet in inlined),  # noqa: S704 - our own files
            body=Markup(document.body),  # noqa: S704 - sanitised by the letter; paper has no script and no network
            back_matter=Markup(document.back_matter),  # noqa: S704 - as the body
            groups=numbered(document) if listings is None else shortened(document, listings),
            size=next((size for limit, size in _SIZES if count <= limit), "most"),
            title=split_title(document.title),
        )
    )


def split_title(title: str) -> Title:
    """Hold the last words of a title of several lines together, so that no word stands alone on the last line."""
    words_of_title = title.split(" ")
    together = len(words_of_title)
    while together and len(" ".join(words_of_title[together:])) < _END_OF_TITLE:
        together -= 1
    if together < _FEWEST_WORDS_BEFORE:
        return Title(start="", end=title)
    return Title(start=" ".join(words_of_title[:together]) + " ", end=" ".join(words_of_title[together:]))


def numbered(document: Document) -> tuple[NumberedGroup, ...]:
    """The groups with the number at which each begins."""
    groups = []
    start = 1
    for group in document.signatories.groups:
        groups.append(NumberedGroup(heading=group.heading, start=start, names=group.names))
        start += len(group.names)
    return tuple(groups)


def shortened(document: Document, listings: tuple[rows.Listing | None, ...]) -> tuple[NumberedGroup, ...]:
    """The groups with entries where a list has plain rows."""
    sample = rows.sample(document)
    return tuple(
        group
        if listing is None
        else replace(
            group,
            entries=(
                NumberedName(group.start, sample),
                *(NumberedName(group.start + place, group.names[place]) for place in listing.by_engine),
            ),
        )
        for group, listing in zip(numbered(document), listings, strict=True)
    )
