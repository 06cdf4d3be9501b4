"""The letter templates: folders that anyone who writes HTML and CSS can add to."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core.errors import NotFound
from app.rendering.document import Document
from app.rendering.failures import TypesettingFailed
from app.rendering.template_files import DESCRIPTION, bytes_of, entries_of, place_of, refuse_what_leads_out, text_of
from app.rendering.words_brought import faults_in_words

FOLDER = Path(__file__).resolve().parents[2] / "letter_templates"
SHARED = "shared"
SAMPLE = "sample"
"""The folder of the sample in a template; further ones begin with this word."""

PREVIEW = "preview.png"
"""The picture of the sample, made by ./run templates preview."""

_KEY = re.compile("[a-z][a-z0-9-]{1,39}")
_FILES = (DESCRIPTION, "letter.html", "letter.css", f"{SAMPLE}/letter.md")
_TEXTS = ("name", "purpose")
_LISTS = ("languages", "needs")
_KEYS = frozenset((*_TEXTS, *_LISTS, "use", "prints_names", "pages", "start", "words"))
# What every document has, or what nobody can give it: not offered to those who say what a letter needs.
_NEVER_NEEDED = frozenset(("template", "language", "direction", "paper", "dated", "copies_above", "subject_below"))
_NEVER_NEEDED |= {"short_title", "short_subject", "attachments", "colophon", "end_mark"}


@dataclass(frozen=True, slots=True)
class Start:
    """What a new letter of a template begins with. `body` is Markdown."""

    label: str = ""
    salutation: str = ""
    closing: str = ""
    body: str = ""


class Use(StrEnum):
    """What a template is for: to be the letter, to bring it to the media, or to be filled in by those who sign."""

    LETTER = "letter"
    MEDIA = "media"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One kind of letter.

    `needs` are the fields of a `Document` without which it cannot be set. Only one whose `use` is LETTER can be the
    letter; the others are printed beside it, and only they may do without the names. `most_pages` is 0 where any number
    will do. `words` are those it brings itself, by language and key.
    """

    key: str
    name: str
    purpose: str
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    html: str
    css: str
    use: Use = Use.LETTER
    prints_names: bool = True
    most_pages: int = 0
    start: Start = field(default_factory=Start)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def letter_template(key: str) -> LetterTemplate:
    """The template of this name.

    `NotFound` without such a folder, `TypesettingFailed` if the folder is incomplete.
    """
    if key not in template_keys():
        raise NotFound
    return read_template(FOLDER / key)


@cache
def letter_templates() -> tuple[LetterTemplate, ...]:
    """All templates that can be used, by key; folders that are incomplete are passed over."""
    found = []
    for key in template_keys():
        try:
            found.append(letter_template(key))
        except TypesettingFailed:
            continue
    return tuple(found)


def kinds_of_letter() -> tuple[tuple[str, str], ...]:
    """Key and name of each template that a letter can have."""
    return tuple((template.key, template.name) for template in letter_templates() if template.use is Use.LETTER)


def beside_a_letter(key: str) -> str:
    """Say that what is set in this template is printed beside a letter. Empty for one that a letter can have."""
    for template in letter_templates():
        if template.key == key and template.use is not Use.LETTER:
            return f"“{template.name}” is printed beside a letter, and is none itself."
    return ""


@cache
def template_keys() -> tuple[str, ...]:
    """Names of all folders of templates, also of those that are incomplete."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != SHARED))


def preview_picture(key: str) -> bytes:
    """The small picture of a template's sample, as PNG. `NotFound` without one, or where it is none of this folder."""
    if key not in template_keys() or not (FOLDER / key / PREVIEW).is_file():
        raise NotFound
    try:
        return bytes_of(FOLDER / key, PREVIEW)
    except TypesettingFailed as failed:
        raise NotFound from failed


def samples(folder: Path) -> tuple[Path, ...]:
    """The letter folders that show a template, the first one first."""
    return tuple(sorted(path for path in folder.glob(f"{SAMPLE}*") if path.is_dir()))


def read_template(folder: Path) -> LetterTemplate:
    """Read one folder. `TypesettingFailed` names everything that is missing, at once."""
    if not _KEY.fullmatch(folder.name):
        message = f"“{folder.name}” cannot be the name of a letter template. Use small letters, digits and hyphens."
        raise TypesettingFailed(message)
    refuse_what_leads_out(folder, (*(path.name for path in samples(folder)), *_FILES, PREVIEW))
    absent = [f"the file {name}" for name in _FILES if not (folder / name).is_file()]
    if absent:
        raise _incomplete(folder, absent)
    description = text_of(folder, DESCRIPTION)
    entries = entries_of(description)
    absent = [f"“{key}” in template.toml (a text)" for key in _TEXTS if not _is_text(entries.get(key))]
    absent += [f"“{key}” in template.toml (a list)" for key in _LISTS if not _is_list(entries.get(key))]
    if absent:
        misspelt = [f"{place_of(key, description)}: “{key}” is no key." for key in entries if key not in _KEYS]
        raise _incomplete(folder, absent, misspelt)
    start = _start(description, entries)
    _refuse_unknown(folder, entries, _KEYS, "which template.toml does not have")
    _refuse_unknown(folder, start, {each.name for each in fields(Start)}, "with which no letter starts")
    _refuse_unknown(folder, entries["needs"], {each.name for each in fields(Document)}, "which no document has")
    _refuse_wrong_words(folder, entries.get("words", {}), entries["languages"])
    use = _use(folder, entries.get("use", Use.LETTER))
    return LetterTemplate(
        key=folder.name,
        name=entries["name"],
        purpose=entries["purpose"],
        languages=tuple(entries["languages"]),
        needs=tuple(entries["needs"]),
        html=text_of(folder, "letter.html"),
        css=text_of(folder, "letter.css"),
        use=use,
        prints_names=_prints_names(folder, entries.get("prints_names", True), use=use),
        most_pages=_most_pages(description, entries),
        start=Start(**{key: str(value) for key, value in start.items()}),
        words=entries.get("words", {}),
    )


def refuse_what_is_missing(document: Document, template: LetterTemplate) -> None:
    """Raise `TypesettingFailed` if the document lacks what its template needs."""
    absent = [need.replace("_", " ") for need in template.needs if not getattr(document, need)]
    if absent:
        name = template.name.lower()
        message = (
            f"{'An' if name[0] in 'aeiou' else 'A'} {name} needs {' and '.join(absent)}. "
            "Fill in what is missing, or choose another kind of letter."
        )
        raise TypesettingFailed(message)


_SHORTER = "Shorten the title, the standfirst and the first list of the text."
_SHORTER_WITH_NAMES = "Shorten the text, or choose another kind of letter: the names count too."


def refuse_too_many_pages(pages: int, template: LetterTemplate) -> None:
    """Raise `TypesettingFailed` if the document is longer than its template allows."""
    if template.most_pages and pages > template.most_pages:
        most = "one page" if template.most_pages == 1 else f"{template.most_pages} pages"
        message = (
            f"The {template.name.lower()} would have {pages} pages and must fit on {most}. "
            f"{_SHORTER_WITH_NAMES if template.prints_names else _SHORTER}"
        )
        raise TypesettingFailed(message)


def _refuse_unknown(folder: Path, named: Iterable[str], known: Collection[str], why: str) -> None:
    for key in named:
        if key not in known:
            offered = ", ".join(sorted(set(known) - _NEVER_NEEDED))
            message = f"{_place(folder, key)}: it names “{key}”, {why}. Use one of: {offered}."
            raise TypesettingFailed(message)


def _start(description: str, entries: Mapping[str, object]) -> dict[str, object]:
    start = entries.get("start", {})
    if not isinstance(start, dict):
        message = f"{place_of('start', description)}: “start” is a group. Write [start], and its keys below."
        raise TypesettingFailed(message)
    return start


def _most_pages(description: str, entries: Mapping[str, object]) -> int:
    pages = entries.get("pages")
    if pages is None:
        return 0
    if not isinstance(pages, int) or isinstance(pages, bool) or pages < 1:
        message = (
            f"{place_of('pages', description)}: “pages” is a whole number from 1, as in pages = 2. Or take it out."
        )
        raise TypesettingFailed(message)
    return pages


def _refuse_wrong_words(folder: Path, tables: object, languages: Collection[str]) -> None:
    if faults := faults_in_words(tables, languages):
        message = f"The letter template “{folder.name}” brings words that cannot be used. template.toml: {faults}"
        raise TypesettingFailed(message)


def _use(folder: Path, value: object) -> Use:
    if value not in list(Use):
        message = f"{_place(folder, 'use')}: this “use” is not known. Use one of: {', '.join(Use)}."
        raise TypesettingFailed(message)
    return Use(str(value))


def _prints_names(folder: Path, value: object, *, use: Use) -> bool:
    if not isinstance(value, bool):
        message = f"{_place(folder, 'prints_names')}: “prints_names” must be true or false. Write one of the two."
        raise TypesettingFailed(message)
    if not value and use is Use.LETTER:
        message = (
            f"{_place(folder, 'prints_names')}: this template is for letters, and a letter is printed with the names "
            "under it. Take “prints_names” out, or write of what other “use” it is."
        )
        raise TypesettingFailed(message)
    return value


def _place(folder: Path, key: str) -> str:
    return place_of(key, text_of(folder, DESCRIPTION))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, str) for entry in value)


def _incomplete(folder: Path, absent: list[str], misspelt: Iterable[str] = ()) -> TypesettingFailed:
    said = f"The letter template “{folder.name}” is incomplete. Add what is missing: {', '.join(absent)}."
    return TypesettingFailed(" ".join((said, *misspelt)))
