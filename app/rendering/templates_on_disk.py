"""The letter templates: folders that anyone who writes HTML and CSS can add to."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from app.core.errors import NotFound
from app.rendering.document import Document
from app.rendering.failures import TypesettingFailed

FOLDER = Path(__file__).resolve().parents[2] / "letter_templates"

_FILES = ("template.toml", "letter.html", "letter.css")
_TEXTS = ("name", "purpose")
_LISTS = ("languages", "needs")


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One kind of letter. `needs` are the fields of a `Document` without which it cannot be set."""

    key: str
    name: str
    purpose: str
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    css: str


@cache
def letter_template(key: str) -> LetterTemplate:
    """The template of this name.

    `NotFound` without such a folder, `TypesettingFailed` if the folder is incomplete.
    """
    if key not in _keys(FOLDER):
        raise NotFound
    return read_template(FOLDER / key)


@cache
def letter_templates() -> tuple[LetterTemplate, ...]:
    """All templates, by key."""
    return tuple(letter_template(key) for key in _keys(FOLDER))


def _keys(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name != "shared"))


def read_template(folder: Path) -> LetterTemplate:
    """Read one folder. `TypesettingFailed` names everything that is missing, at once."""
    absent = [f"the file {name}" for name in _FILES if not (folder / name).is_file()]
    if absent:
        raise _incomplete(folder, absent)
    try:
        entries = tomllib.loads((folder / "template.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        message = f"template.toml of the letter template “{folder.name}” cannot be read: {error}. Correct the file."
        raise TypesettingFailed(message) from error
    absent = [f"“{key}” in template.toml (a text)" for key in _TEXTS if not _is_text(entries.get(key))]
    absent += [f"“{key}” in template.toml (a list)" for key in _LISTS if not _is_list(entries.get(key))]
    if not isinstance(entries.get("sample"), dict):
        absent.append("the section [sample] in template.toml")
    if absent:
        raise _incomplete(folder, absent)
    known = {field.name for field in fields(Document)}
    for key in (*entries["needs"], *entries["sample"]):
        if key not in known:
            message = (
                f"The letter template “{folder.name}” names “{key}”, which no document has. "
                f"Use one of: {', '.join(sorted(known))}."
            )
            raise TypesettingFailed(message)
    return LetterTemplate(
        key=folder.name,
        name=entries["name"],
        purpose=entries["purpose"],
        languages=tuple(entries["languages"]),
        needs=tuple(entries["needs"]),
        css=(folder / "letter.css").read_text(encoding="utf-8"),
    )


def refuse_what_is_missing(document: Document, template: LetterTemplate) -> None:
    """Raise `TypesettingFailed` if the document lacks what its template needs."""
    absent = [need.replace("_", " ") for need in template.needs if not getattr(document, need)]
    if absent:
        message = (
            f"A {template.name.lower()} needs {' and '.join(absent)}. "
            "Fill in what is missing, or choose another kind of letter."
        )
        raise TypesettingFailed(message)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, str) for entry in value)


def _incomplete(folder: Path, absent: list[str]) -> TypesettingFailed:
    return TypesettingFailed(
        f"The letter template “{folder.name}” is incomplete. Add what is missing: {', '.join(absent)}."
    )
