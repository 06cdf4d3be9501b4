"""The two text files of a letter folder, found by their names and read as text: bounded, in UTF-8, or told why not."""

from pathlib import Path

from app.core.inside import LeadsOut, read_inside, resolved_inside
from app.letters.front_matter import LetterFileProblem

LETTER = "letter.md"
LARGEST_FILE = 1_000_000
"""In bytes, for each file."""

_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a file of a word processor or a spreadsheet begins, of today or of old."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_TABLES = frozenset((".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".numbers"))
_TEXTS = frozenset((".md", ".markdown", ".txt", ".docx", ".doc", ".odt", ".rtf"))


def read_text_file(path: Path) -> str:
    """Return what a file says. `LetterFileProblem` where it cannot be read, or is not there.

    What stands behind a link that leads out of the folder is not read, and so it is not quoted either.
    """
    try:
        if resolved_inside(path.parent, path.name).exists() and not path.is_file():
            raise LetterFileProblem(path.name, 1, 0, "This is no file that can be read. Put a plain file in its place.")
        return decoded(read_inside(path.parent, path.name, most=LARGEST_FILE + 1), path.name)
    except LeadsOut as error:
        sentence = "This is a link that leads out of the folder. Put the file itself in its place."
        raise LetterFileProblem(path.name, 1, 0, sentence) from error
    except FileNotFoundError as error:
        if not path.parent.is_dir():
            sentence = "There is no such folder. Check how its name is written."
            raise LetterFileProblem(str(path.parent), 0, 0, sentence) from error
        raise LetterFileProblem(path.name, 1, 0, _way_out(path)) from error


def refuse_another_in_its_place(path: Path) -> None:
    """Raise `LetterFileProblem` where a file that need not be there stands in the folder under another name."""
    if found := _like(path):
        raise LetterFileProblem(path.name, 1, 0, _renamed(path, found))


def decoded(content: bytes, file: str) -> str:
    """Return the content of `file` as text. `LetterFileProblem` where it is too large or not in UTF-8."""
    if len(content) > LARGEST_FILE:
        sentence = f"The file is larger than {LARGEST_FILE:,} bytes. Make it smaller."
        raise LetterFileProblem(file, 1, 0, sentence)
    if content.startswith(_PACKED):
        sentence = f"This is a file of a word processor or a spreadsheet, whatever its name. {_saved_as(file)}"
        raise LetterFileProblem(file, 1, 0, sentence)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        what = "The file is in UTF-16." if content.startswith(_UTF_16) else "The file is not in UTF-8 from here on."
        raise LetterFileProblem(file, line, column, f"{what} {_saved_as(file)}") from error


def _saved_as(file: str) -> str:
    if file == LETTER:
        return "Save the text as plain text with the encoding UTF-8."
    return "Open it in a spreadsheet, and save it as CSV with the encoding UTF-8."


def _way_out(path: Path) -> str:
    found = _like(path)
    return _renamed(path, found) if found else "There is no such file. Put it into the folder."


def _renamed(path: Path, found: Path) -> str:
    if found.suffix.lower() in (path.suffix, ".txt", ".markdown"):
        return f"The folder has “{found.name}” instead. Call it {path.name}, in small letters."
    return f"The folder has “{found.name}”, which is not read. {_saved_as(path.name)} Call it {path.name}."


def _like(path: Path) -> Path | None:
    """A file that was meant to be this one: of the same name but for its capitals and its ending."""
    endings = _TEXTS if path.name == LETTER else _TABLES
    for each in sorted(path.parent.iterdir()):
        if each.stem.lower() == path.stem and each.suffix.lower() in endings and each.is_file():
            return each
    return None
