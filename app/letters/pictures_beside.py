"""Pictures that lie beside letter.md and signatories.csv: which are named, and their bytes. Nothing is decoded here."""

import stat
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.core.typed import file_name_shown
from app.letters.front_matter import Place
from app.letters.signatory_file import FILE, FileSignatory, FileVisibility
from app.letters.text import LetterText, kept_name
from app.rendering.pictures import MOST_BYTES


def places_of(text: LetterText, signatories: Sequence[FileSignatory], *, logo: Place) -> dict[str, Place]:
    """Return the pictures that are printed, by name, each with where it is named first.

    The letter's logo comes before those of the names; `logo` is the place of it.
    """
    found: dict[str, Place] = {}
    if text.letterhead and text.letterhead.logo:
        found[text.letterhead.logo] = logo
    for each in signatories:
        for column, name in (("logo", each.logo), ("signature", each.signature)):
            if name and each.visibility is FileVisibility.PUBLIC:
                found.setdefault(name, Place(FILE, each.line, column))
    return found


def with_kept_logo(text: LetterText, kept: Mapping[str, str]) -> LetterText:
    """Return the text with its logo called by its content. `kept` are SHA-256 of kept pictures by file name."""
    if text.letterhead is None or not text.letterhead.logo:
        return text
    return replace(text, letterhead=replace(text.letterhead, logo=kept_name(kept[text.letterhead.logo])))


def read_pictures(folder: Path, named: Mapping[str, Place]) -> dict[str, bytes]:
    """Return the pictures of these names in the folder. `LetterFileProblem` for the first that cannot be taken.

    No link is followed: what lies elsewhere was not put into this folder, and might be printed without anyone's wish.
    """
    return {name: _content(folder / name, place) for name, place in named.items()}


def refuse_what_is_absent(named: Mapping[str, Place], pictures: Mapping[str, bytes]) -> None:
    """Raise `LetterFileProblem` for the first name without its picture."""
    for name, place in named.items():
        if name not in pictures:
            shown = f"“{file_name_shown(name)}”"
            place.fail(f"The picture {shown} is named here, and was not chosen. Choose it too, or take its name out.")


def _content(path: Path, place: Place) -> bytes:
    shown = f"“{file_name_shown(path.name)}”"
    mode = _mode(path)
    if stat.S_ISLNK(mode):
        place.fail(f"{shown} is a link to another place. Put the picture itself into the folder.")
    if not stat.S_ISREG(mode):
        place.fail(f"There is no picture {shown} in the folder. Put it beside letter.md, or take its name out.")
    if path.stat().st_size > MOST_BYTES:
        place.fail(f"The picture {shown} is larger than 1 MB. Make it smaller.")
    return path.read_bytes()


def _mode(path: Path) -> int:
    """What kind of file it is; 0 where there is none, as of a name longer than files have."""
    try:
        return path.lstat().st_mode
    except OSError:
        return 0
