"""Files that people hand in: looked at whole, and never beyond a bound."""

from pathlib import Path

from app.core.errors import Obstacle, Refused

_MB = 1024 * 1024

LARGEST_PDF = 32 * _MB
"""Bytes of a PDF that is looked at, on every page and in every command: more than any edition has."""

LARGEST_PDF_IN_WORDS = f"{LARGEST_PDF // _MB} MB"


def read_handed_in(file: Path) -> bytes:
    """Return what a file holds. `Refused` with a sentence where it is longer than a PDF may be, or cannot be read."""
    try:
        if file.is_dir():
            message = f"{file} is a folder. Name the file itself."
            raise Refused(Obstacle(message))
        if not file.is_file():
            message = f"{file}: there is no such file. Check how its name is written."
            raise Refused(Obstacle(message))
        with file.open("rb") as opened:
            # What its size says is not asked: the file may grow meanwhile.
            content = opened.read(LARGEST_PDF + 1)
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}. Check the name and who may read it."
        raise Refused(Obstacle(message)) from error
    if len(content) > LARGEST_PDF:
        message = f"{file} is larger than {LARGEST_PDF_IN_WORDS}. No letter is: look whether it is the right file."
        raise Refused(Obstacle(message))
    return content
