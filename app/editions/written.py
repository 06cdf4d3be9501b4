"""Files that a command writes of a letter folder: what it can be written as, and how what was made goes to a folder.

Imports nothing heavy: the command line looks here for what it offers.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.whole_files import AS_USUAL, replace_file


class Form(StrEnum):
    """What a letter can be written as beside paper."""

    DOCX = "docx"
    UN_DOCX = "un-docx"
    HTML = "html"
    TXT = "txt"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that is to be written; `pages` is 0 for what has none."""

    name: str
    content: bytes
    pages: int = 0


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file that was written; `pages` is 0 for what has none."""

    path: Path
    pages: int
    size: int
    sha256: str


def write_out(made: Sequence[MadeFile], out: Path) -> tuple[WrittenFile, ...]:
    """Write the files into the folder `out`, made if need be. A link in its place is replaced. Raises `OSError`."""
    out.mkdir(parents=True, exist_ok=True)
    for each in made:
        replace_file(out / each.name, each.content, mode=AS_USUAL)
    return tuple(
        WrittenFile(out / each.name, each.pages, len(each.content), hashlib.sha256(each.content).hexdigest())
        for each in made
    )
