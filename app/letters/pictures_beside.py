"""Pictures that lie beside letter.md and signatories.csv: which are named, and their bytes. Nothing is decoded here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.letters.front_matter import LetterFileProblem, Place
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.letters.text import LetterText, kept_name
from app.rendering.pictures import MOST_BYTES


def pictures_named(text: LetterText, signatories: Sequence[FileSignatory]) -> tuple[str, ...]:
    """Return the names of the pictures that are printed, each once: the letter's logo, then those of the names."""
    printed = (each for each in signatories if each.visibility is FileVisibility.PUBLIC)
    of_names = (name for each in printed for name in (each.logo, each.signature))
    logo = text.letterhead.logo if text.letterhead else ""
    return tuple(dict.fromkeys(filter(None, (logo, *of_names))))


def with_kept_logo(text: LetterText, kept: Mapping[str, str]) -> LetterText:
    """Return the text with its logo called by its content. `kept` are SHA-256 of kept pictures by file name."""
    if text.letterhead is None or not text.letterhead.logo:
        return text
    return replace(text, letterhead=replace(text.letterhead, logo=kept_name(kept[text.letterhead.logo])))


def read_pictures(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Return the pictures of these names in the folder. `LetterFileProblem` for the first that cannot be taken.

    No link is followed: what lies elsewhere was not put into this folder, and might be printed without anyone's wish.
    """
    return {name: _content(folder / name) for name in names}


def refuse_what_is_absent(names: Sequence[str], pictures: Mapping[str, bytes]) -> None:
    """Raise `LetterFileProblem` for the first name without its picture."""
    for name in names:
        if name not in pictures:
            sentence = "This picture is named, and was not chosen. Choose it too, or take its name out."
            raise LetterFileProblem(name, 0, 0, sentence)


def _content(path: Path) -> bytes:
    whole = Place(path.name, 0, 0)
    if path.is_symlink():
        whole.fail("This is a link to another place. Put the picture itself into the folder.")
    if not path.is_file():
        whole.fail("There is no such picture in the folder. Put it beside letter.md, or take its name out.")
    if path.stat().st_size > MOST_BYTES:
        whole.fail("The picture is larger than 1 MB. Make it smaller.")
    return path.read_bytes()
