"""The letter file: a folder with letter.md (front matter and Markdown) and signatories.csv, read and written.

It is how a letter is imported, exported, kept under version control and typeset without a database. Nothing
unknown is dropped in silence: the first fault raises `LetterFileProblem` with its place and its remedy.
"""

import os
from collections.abc import Callable
from collections.abc import Mapping as Files
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from app.core.links import fault_in_address
from app.core.wall_time import WallTime
from app.letters.circumstances import (
    MOMENT,
    PRESS,
    QUOTE,
    SIGNING,
    TRANSLATION,
    PressMaterial,
    Signing,
    Translated,
    language,
    moment,
    moment_lines,
    places_in_press,
    press_lines,
    read_press,
    read_signing,
    read_translations,
    signing_lines,
    translation_lines,
)
from app.letters.front_matter import FrontMatter, LetterFileProblem, Mapping, Place, Value, read_front_matter, within
from app.letters.pictures_beside import places_of, read_pictures, refuse_what_is_absent
from app.letters.signatory_file import FILE as SIGNATORIES
from app.letters.signatory_file import FileSignatory, read_signatories, write_signatories
from app.letters.text import (
    LetterText,
    Order,
    OwnLetterhead,
    letter_md,
    normalised,
)
from app.letters.text_counts import BODY, PARTS, line_of_part
from app.letters.text_faults import fault_in_plain, faults_in
from app.letters.text_files import LETTER, decoded, read_text_file, refuse_another_in_its_place
from app.rendering.document import Addressee, ListForm, MediaContact, Paper
from app.rendering.templates_on_disk import template_keys

_LETTERHEAD = ("name", "line", "logo")
_ADDRESSEE = ("name", "title", "organisation", "address")
_CONTACT = ("name", "organisation", "email", "phone", "languages")

KEYS: Files[str, tuple[str, ...]] = {
    **dict.fromkeys(("template", "language", "label", "title", "standfirst", "date", "place", "paper", "order"), ()),
    **dict.fromkeys(("signatures", "lead"), ()),
    "letterhead": _LETTERHEAD,
    "addressees": _ADDRESSEE,
    **dict.fromkeys(("via", "cc", "enclosures", "subject", "salutation", "closing"), ()),
    "contacts": _CONTACT,
    **dict.fromkeys(("sources", "notes"), ()),
    "embargo": MOMENT,
    "as_of": MOMENT,
    "press": (*PRESS, *QUOTE),
    "signing": SIGNING,
    "translations": TRANSLATION,
}
"""Every key of the front matter, with those that may stand under it."""

_PARTS = {key: part for key, part in PARTS.items() if key in KEYS}
_COUNTING = frozenset(
    {*((key,) for key in _PARTS), ("press", "headline"), ("press", "intro"), ("press", "quotes", "text")}
)
_NAMES = frozenset(
    {("lead",), ("letterhead", "name"), ("press", "quotes", "speaker")}
    | {(key, part) for key in ("addressees", "contacts") for part in ("name", "organisation")}
)
"""Names belong to their owners: whatever marks are in them, they are printed so, as those of the list are."""
_ADDRESS = ("contacts", "email")
_LOGO = "logo"
TEMPLATE = "template"
"""The key of the kind of letter, and what its place is called."""


@dataclass(frozen=True, slots=True)
class LetterSource:
    """What letter.md says: the text; the embargo, the moment the names were counted, the press text and more around it.

    What stands around the text is no part of what is signed. `places` says where each part begins, by what it is
    called, and is no part of what is compared.
    """

    text: LetterText
    embargo: WallTime | None = None
    as_of: WallTime | None = None
    press: PressMaterial | None = None
    signing: Signing | None = None
    translations: tuple[Translated, ...] = ()
    places: Files[str, Place] = field(default_factory=dict, compare=False, repr=False)

    @property
    def signing_ends_at(self) -> datetime | None:
        """The instant after which nobody can sign, where the file says one."""
        return self.signing_until.instant() if self.signing_until else None

    @property
    def signing_until(self) -> WallTime | None:
        """The same by the clocks of its city."""
        return self.signing.until if self.signing else None


@dataclass(frozen=True, slots=True)
class LetterFolder(LetterSource):
    """All files of a letter: letter.md, the signatories in the order of theirs, the pictures they name, by name."""

    signatories: tuple[FileSignatory, ...] = ()
    pictures: Files[str, bytes] = field(default_factory=dict)

    def where(self, part: str, line: int) -> str:
        """Say where in the files a line of a part stands; of a part above the text, the line on which it begins."""
        if part not in self.places:
            return line_of_part(part, line)
        place = self.places[part]
        return f"{place.file}, line {place.line + line - 1 if part == BODY else place.line}"

    def where_named(self, picture: str) -> str:
        """Say where in the files a picture of the folder is named first."""
        return str(_pictures(self)[picture])


def read_letter_folder(path: Path, *, on_trial: str = "") -> LetterFolder:
    """Read letter.md and, where there is one, signatories.csv, with the pictures they name. `LetterFileProblem`.

    `on_trial` is the name of a template that does not stand among the others yet.
    """
    letter = read_text_file(path / LETTER)
    names = None
    if os.path.lexists(path / SIGNATORIES):
        names = read_text_file(path / SIGNATORIES)
    else:
        refuse_another_in_its_place(path / SIGNATORIES)
    folder = _folder(letter, names, on_trial=on_trial)
    return replace(folder, pictures=read_pictures(path, _pictures(folder)))


def read_letter_files(letter: bytes, signatories: bytes | None, pictures: Files[str, bytes]) -> LetterFolder:
    """Read the contents of letter.md and, where there is one, of signatories.csv. Raises `LetterFileProblem`.

    `pictures` are by file name; those that nobody names are left out.
    """
    folder = _folder(decoded(letter, LETTER), decoded(signatories, SIGNATORIES) if signatories is not None else None)
    named = _pictures(folder)
    refuse_what_is_absent(named, pictures)
    return replace(folder, pictures={name: pictures[name] for name in named})


def _folder(letter: str, signatories: str | None, *, on_trial: str = "") -> LetterFolder:
    source = read_letter_source(letter, on_trial=on_trial)
    names = read_signatories(signatories) if signatories is not None else ()
    return LetterFolder(
        source.text,
        source.embargo,
        source.as_of,
        source.press,
        source.signing,
        source.translations,
        source.places,
        signatories=names,
    )


def _pictures(folder: LetterFolder) -> dict[str, Place]:
    """The pictures that are printed, each with the place that names it first."""
    return places_of(folder.text, folder.signatories, logo=folder.places.get(_LOGO, Place(LETTER, 0, 0)))


def write_letter_folder(path: Path, letter: LetterFolder) -> None:
    """Write both files and the pictures they name into the folder `path`, made if need be.

    Names that are not public are left out, and so are their pictures.
    """
    path.mkdir(parents=True, exist_ok=True)
    (path / LETTER).write_text(write_letter_source(letter), encoding="utf-8", newline="\n")
    (path / SIGNATORIES).write_text(write_signatories(letter.signatories), encoding="utf-8", newline="\n")
    for name in _pictures(letter):
        (path / name).write_bytes(letter.pictures[name])


@lru_cache(maxsize=128)
def parse(source: str) -> LetterText:
    """Read the text alone of a letter.md, without embargo, as-of and press. Undoes `text.canonical`.

    What was read last is kept: every page of a letter asks for the same few texts, and reading one takes milliseconds.
    Its template need not be there any more: what was sealed is read for ever.
    """
    return _source(read_front_matter(source, file=LETTER, known=tuple(KEYS)), Value.text).text


def read_letter_source(source: str, *, file: str = LETTER, on_trial: str = "") -> LetterSource:
    """Read the text of letter.md. Raises `LetterFileProblem`, also where there is no such template.

    What a letter could not print as it is meant is a problem too; what was kept before is read by `parse`.
    """
    known = tuple(sorted({*template_keys(), *filter(None, (on_trial,))}))
    written = read_front_matter(source, file=file, known=tuple(KEYS))
    letter = _source(written, lambda template: template.one_of(known))
    _refuse_what_would_be_lost(written, file)
    return letter


def _refuse_what_would_be_lost(written: FrontMatter, file: str) -> None:
    for path, place, text in written.top.written():
        if path not in _NAMES and (fault := fault_in_plain(text)):
            place.fail(fault.sentence)
        if path == _ADDRESS and text and (sentence := fault_in_address(text)):
            place.fail(sentence)
        if "{{" in text and path not in _COUNTING:
            *above, key = path
            place.fail(f"Nothing is counted in “{key}”{within(''.join(above[-1:]))}. Write the number itself.")
    for fault in faults_in(written.body)[:1]:
        raise LetterFileProblem(file, written.first_line + fault.line - 1, fault.column, fault.sentence)


def _source(written: FrontMatter, template: Callable[[Value], str]) -> LetterSource:
    top, body = written.top, written.body
    paper, order = top.find("paper"), top.find("order")
    dated, signatures = top.find("date"), top.find("signatures")
    text = LetterText(
        template=template(top.needed(TEMPLATE)),
        language=language(top.needed("language")),
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
        enclosures=_texts(top, "enclosures"),
        subject=top.text("subject"),
        salutation=top.text("salutation"),
        closing=top.text("closing"),
        contacts=_contacts(top.find("contacts")),
        sources=top.text("sources"),
        notes=top.text("notes"),
    )
    embargo, as_of, press = top.find("embargo"), top.find("as_of"), top.find("press")
    signing = top.find("signing")
    return LetterSource(
        normalised(text),
        moment(embargo) if embargo else None,
        moment(as_of) if as_of else None,
        read_press(press) if press else None,
        read_signing(signing) if signing else None,
        read_translations(top.find("translations")),
        _places(written),
    )


def _places(written: FrontMatter) -> dict[str, Place]:
    file = written.top.place.file
    given = {value.key: value for value in written.top.values}
    head = given.get("letterhead")
    logo = head.mapping(_LETTERHEAD).find("logo") if head else None
    return {
        BODY: Place(file, written.first_line, 0),
        **{part: given[key].place for key, part in _PARTS.items() if key in given},
        **({_LOGO: logo.place} if logo else {}),
        TEMPLATE: written.top.needed(TEMPLATE).place,
        **places_in_press(given.get("press")),
    }


def write_letter_source(letter: LetterSource) -> str:
    """Return letter.md with everything that `read_letter_source` reads."""
    lines = [*moment_lines("embargo", letter.embargo), *moment_lines("as_of", letter.as_of)]
    lines += press_lines(letter.press)
    lines += [*signing_lines(letter.signing), *translation_lines(letter.translations)]
    return letter_md(letter.text, lines)


def _texts(top: Mapping, key: str) -> tuple[str, ...]:
    value = top.find(key)
    return value.texts() if value else ()


def _letterhead(value: Value | None) -> OwnLetterhead | None:
    if value is None:
        return None
    head = value.mapping(_LETTERHEAD)
    logo = head.find("logo")
    beside = logo.place.beside(logo.text()) if logo else ""
    return OwnLetterhead(head.needed("name").text(), head.text("line"), beside)


def _addressees(value: Value | None) -> tuple[Addressee, ...]:
    found = [entry.mapping(_ADDRESSEE) for entry in value.items()] if value else []
    return tuple(
        Addressee(one.text("name"), one.text("title"), one.text("organisation"), _texts(one, "address"))
        for one in found
    )


def _contacts(value: Value | None) -> tuple[MediaContact, ...]:
    found = [entry.mapping(_CONTACT) for entry in value.items()] if value else []
    return tuple(MediaContact(one.needed("name").text(), *(one.text(key) for key in _CONTACT[1:])) for one in found)
