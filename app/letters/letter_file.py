"""The letter file: a folder with letter.md (front matter and Markdown) and signatories.csv, read and written.

It is how a letter is imported, exported, kept under version control and typeset without a database. Nothing
unknown is dropped in silence: the first fault raises `LetterFileProblem` with its place and its remedy.
"""

from collections.abc import Mapping as Files
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from re import fullmatch

from babel import Locale

from app.core.errors import Refused
from app.core.wall_time import WallTime, parse_wall_time, read_wall_time
from app.letters.front_matter import LetterFileProblem, Mapping, Place, Value, read_front_matter
from app.letters.signatory_file import FILE as SIGNATORIES
from app.letters.signatory_file import FileSignatory, FileVisibility, read_signatories, write_signatories
from app.letters.text import (
    LetterText,
    Order,
    Template,
    entry,
    item,
    letter_md,
    normalised,
)
from app.rendering.document import Addressee, Letterhead, ListForm, MediaContact, Paper

LETTER = "letter.md"
LARGEST_FILE = 1_000_000
"""In bytes, for each file."""

_KEYS = (
    "template",
    "language",
    "label",
    "title",
    "standfirst",
    "date",
    "place",
    "paper",
    "order",
    "signatures",
    "lead",
    "letterhead",
    "addressees",
    "via",
    "cc",
    "subject",
    "salutation",
    "closing",
    "contacts",
    "sources",
    "notes",
    "embargo",
    "as_of",
    "press",
)


@dataclass(frozen=True, slots=True)
class Quote:
    """What someone may be quoted as saying to the press."""

    text: str
    speaker: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class PressMaterial:
    """What the press text around a letter says."""

    headline: str = ""
    intro: str = ""
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterSource:
    """What letter.md says: the text; the embargo, the moment the names were counted, the press text."""

    text: LetterText
    embargo: WallTime | None = None
    as_of: WallTime | None = None
    press: PressMaterial | None = None


@dataclass(frozen=True, slots=True)
class LetterFolder:
    """All files of a letter. The signatories are in the order of theirs; `pictures` are those it names, by name."""

    text: LetterText
    embargo: WallTime | None = None
    as_of: WallTime | None = None
    press: PressMaterial | None = None
    signatories: tuple[FileSignatory, ...] = ()
    pictures: Files[str, bytes] = field(default_factory=dict)


def read_letter_folder(path: Path) -> LetterFolder:
    """Read letter.md and, where there is one, signatories.csv with its pictures. Raises `LetterFileProblem`."""
    letter = _read(path / LETTER)
    folder = _folder(letter, _read(path / SIGNATORIES) if (path / SIGNATORIES).exists() else None)
    return replace(folder, pictures={name: _content(path / name) for name in _pictures_of(folder)})


def read_letter_files(letter: bytes, signatories: bytes | None) -> LetterFolder:
    """Read the contents of letter.md and, where there is one, of signatories.csv. Raises `LetterFileProblem`."""
    folder = _folder(_decoded(letter, LETTER), _decoded(signatories, SIGNATORIES) if signatories is not None else None)
    for name in _pictures_of(folder):
        sentence = f"It names the picture “{name[:40]}”, which is not here. Take it out, and give it with the sign-on."
        raise LetterFileProblem(SIGNATORIES, 1, 0, sentence)
    return folder


def _pictures_of(folder: LetterFolder) -> tuple[str, ...]:
    """Names of the pictures of those who are printed."""
    printed = (each for each in folder.signatories if each.visibility is FileVisibility.PUBLIC)
    return tuple(dict.fromkeys(name for each in printed for name in (each.logo, each.signature) if name))


def _folder(letter: str, signatories: str | None) -> LetterFolder:
    source = read_letter_source(letter)
    names = read_signatories(signatories) if signatories is not None else ()
    return LetterFolder(source.text, source.embargo, source.as_of, source.press, names)


def write_letter_folder(path: Path, letter: LetterFolder) -> None:
    """Write both files into the folder `path`, made if need be. Names that are not public are left out."""
    source = LetterSource(letter.text, letter.embargo, letter.as_of, letter.press)
    path.mkdir(parents=True, exist_ok=True)
    (path / LETTER).write_text(write_letter_source(source), encoding="utf-8", newline="\n")
    (path / SIGNATORIES).write_text(write_signatories(letter.signatories), encoding="utf-8", newline="\n")


@lru_cache(maxsize=128)
def parse(source: str) -> LetterText:
    """Read the text alone of a letter.md, without embargo, as-of and press. Undoes `text.canonical`.

    What was read last is kept: every page of a letter asks for the same few texts, and reading one takes milliseconds.
    """
    return read_letter_source(source).text


def read_letter_source(source: str, *, file: str = LETTER) -> LetterSource:
    """Read the text of letter.md. Raises `LetterFileProblem`."""
    top, body = read_front_matter(source, file=file, known=_KEYS)
    template, paper, order = top.needed("template"), top.find("paper"), top.find("order")
    dated, signatures = top.find("date"), top.find("signatures")
    text = LetterText(
        template=template.choice(Template),
        language=_language(top.needed("language")),
        title=top.needed("title").text(),
        body=body,
        label=top.text("label"),
        standfirst=top.text("standfirst"),
        date=dated.date() if dated else None,
        place=top.text("place"),
        paper=paper.choice(Paper) if paper else Paper.A4,
        order=order.choice(Order) if order else Order.ALPHABETICAL,
        signatures=signatures.choice(ListForm) if signatures else ListForm.LIST,
        lead=top.text("lead"),
        letterhead=_letterhead(top.find("letterhead")),
        addressees=_addressees(top.find("addressees")),
        via=top.text("via"),
        cc=_texts(top, "cc"),
        subject=top.text("subject"),
        salutation=top.text("salutation"),
        closing=top.text("closing"),
        contacts=_contacts(top.find("contacts")),
        sources=top.text("sources"),
        notes=top.text("notes"),
    )
    embargo, as_of, press = top.find("embargo"), top.find("as_of"), top.find("press")
    return LetterSource(
        normalised(text),
        _wall_time(embargo) if embargo else None,
        _wall_time(as_of) if as_of else None,
        _press(press) if press else None,
    )


def write_letter_source(letter: LetterSource) -> str:
    """Return letter.md with everything that `read_letter_source` reads."""
    lines = [*_wall_time_lines("embargo", letter.embargo), *_wall_time_lines("as_of", letter.as_of)]
    press = letter.press
    if press is not None and (press.headline or press.intro or press.quotes):
        lines += ["press:", *entry("headline", press.headline, indent="  ")]
        lines += entry("intro", press.intro, indent="  ")
        lines += ["  quotes:"] if press.quotes else []
        lines += [f"  {line}" for quote in press.quotes for line in _quote_lines(quote)]
    return letter_md(letter.text, lines)


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise LetterFileProblem(path.name, 1, 0, "There is no such file. Put it into the folder.") from error
    if len(content) > LARGEST_FILE:
        sentence = f"The file is larger than {LARGEST_FILE:,} bytes. Make it smaller."
        raise LetterFileProblem(path.name, 1, 0, sentence)
    return content


def _read(path: Path) -> str:
    return _decoded(_content(path), path.name)


def _decoded(content: bytes, file: str) -> str:
    if len(content) > LARGEST_FILE:
        sentence = f"The file is larger than {LARGEST_FILE:,} bytes. Make it smaller."
        raise LetterFileProblem(file, 1, 0, sentence)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        sentence = "The file is not in UTF-8 from here on. Save it with the encoding UTF-8."
        raise LetterFileProblem(file, line, column, sentence) from error


def _language(value: Value) -> str:
    tag = value.text()
    known = Locale("en").languages
    if not fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", tag) or tag.split("-")[0] not in known:
        value.place.fail(f"“{tag[:40]}” is not a known language. Write a code such as en, en-US, fr or ug.")
    return tag


def _texts(top: Mapping, key: str) -> tuple[str, ...]:
    value = top.find(key)
    return value.texts() if value else ()


def _letterhead(value: Value | None) -> Letterhead | None:
    if value is None:
        return None
    head = value.mapping(("name", "line"))
    return Letterhead(head.needed("name").text(), head.text("line"))


def _addressees(value: Value | None) -> tuple[Addressee, ...]:
    known = ("name", "title", "organisation", "address")
    found = [entry.mapping(known) for entry in value.items()] if value else []
    return tuple(
        Addressee(one.text("name"), one.text("title"), one.text("organisation"), _texts(one, "address"))
        for one in found
    )


def _contacts(value: Value | None) -> tuple[MediaContact, ...]:
    known = ("name", "organisation", "email", "phone", "languages")
    found = [entry.mapping(known) for entry in value.items()] if value else []
    return tuple(MediaContact(one.needed("name").text(), *(one.text(key) for key in known[1:])) for one in found)


def _press(value: Value) -> PressMaterial:
    press = value.mapping(("headline", "intro", "quotes"))
    listed = press.find("quotes")
    quotes = [entry.mapping(("text", "speaker", "title")) for entry in listed.items()] if listed else []
    return PressMaterial(
        press.text("headline"),
        press.text("intro"),
        tuple(
            Quote(quote.needed("text").text(), quote.needed("speaker").text(), quote.text("title")) for quote in quotes
        ),
    )


def _wall_time(value: Value) -> WallTime:
    """Read `at`, `zone` and, where a time comes twice, `which` (first or second); or all in one text."""
    if value.is_text():
        return _told(value.place, value.text())
    parts = value.mapping(("at", "zone", "which"))
    at = parts.needed("at")
    written = at.text().replace("T", " ").split()
    if len(written) != 2:  # noqa: PLR2004 - a date and a time
        at.place.fail(f"“{at.text()[:40]}” is not a date with a time. Write it like 2022-06-17 09:00.")
    zone = parts.needed("zone")
    try:
        return parse_wall_time(written[0], written[1], zone.text(), parts.text("which"))
    except Refused as refusal:
        at.place.fail(str(refusal))


def _told(place: Place, written: str) -> WallTime:
    try:
        return read_wall_time(written)
    except Refused as refusal:
        place.fail(str(refusal))


def _wall_time_lines(key: str, wall: WallTime | None) -> list[str]:
    if wall is None:
        return []
    which = entry("which", wall.which(), indent="  ")
    return [f"{key}:", f"  at: {wall.at:%Y-%m-%d %H:%M}", f"  zone: {wall.zone}", *which]


def _quote_lines(quote: Quote) -> list[str]:
    return item(
        [
            *entry("text", quote.text, indent="    "),
            *entry("speaker", quote.speaker, indent="    "),
            *entry("title", quote.title, indent="    "),
        ]
    )
