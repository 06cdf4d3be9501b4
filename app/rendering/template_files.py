"""The files of a letter template as text, and what is said where one cannot be read, with its line."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.core.inside import LeadsOut, read_inside, resolved_inside
from app.rendering.failures import TypesettingFailed

DESCRIPTION = "template.toml"
LARGEST_FILE = 1_000_000
"""In bytes, for each file."""

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
# What the reader of TOML says, by how it begins, and the same for people who have never heard of a grammar.
_IN_WORDS = (
    ("Illegal character '\\n'", "a quotation mark is missing at the end of the line"),
    ("Illegal character", "this line holds a character that cannot be seen: type the line anew"),
    ("Unterminated string", "a quotation mark is missing at the end of a text"),
    ('Expected "\'"', "a quotation mark is missing at the end of a text"),
    (
        "Invalid value",
        "after “=” stands a text in straight quotation marks, a list in square brackets, a number, true or false",
    ),
    ("Invalid statement", "this line is neither “key = …” nor “[group]”, and a remark begins with “#”"),
    ("Expected '=' after a key", "“=” is missing after the key"),
    ("Cannot overwrite", "this key stands here twice: leave one"),
    ("Cannot declare", "this group stands here twice: leave one"),
    ("Cannot mutate", "this group stands here twice: leave one"),
    ("Unclosed array", "a comma is missing in the list, or the square bracket that ends it"),
    ("Expected newline or end of document", "after the value stands something that does not belong to it"),
    ("Expected ']'", "the square bracket after the name of the group is missing"),
    ("Unescaped '\\'", "write “\\\\” for a backslash"),
)


def text_of(folder: Path, name: str) -> str:
    """A file of a template. A mark of the order of bytes, as some editors write it, is left out.

    `TypesettingFailed` where it is not in UTF-8, or cannot be taken, see `bytes_of`.
    """
    try:
        text = bytes_of(folder, name).decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        read: bytes = error.object
        line = read.count(b"\n", 0, error.start) + 1
        message = f"{name}, line {line}: a letter here is not in UTF-8. Save the file in your editor as UTF-8."
        raise TypesettingFailed(message) from error


def bytes_of(folder: Path, name: str) -> bytes:
    """A file of a template. `TypesettingFailed` for one that is too large, and for a link that leads out of the folder.

    What such a link leads to was not put into this folder, and might be shown without anyone's wish.
    """
    try:
        content = read_inside(folder, name, most=LARGEST_FILE + 1)
    except LeadsOut as error:
        raise _leads_out(name) from error
    if len(content) > LARGEST_FILE:
        message = f"{name} is larger than {LARGEST_FILE:,} bytes. Make it smaller."
        raise TypesettingFailed(message)
    return content


def refuse_what_leads_out(folder: Path, names: Iterable[str]) -> None:
    """Raise `TypesettingFailed` for the first of these files or folders that is a link out of the folder."""
    for name in names:
        try:
            resolved_inside(folder, name)
        except LeadsOut as error:
            raise _leads_out(name) from error


def _leads_out(name: str) -> TypesettingFailed:
    return TypesettingFailed(f"{name} is a link that leads out of the folder. Put the thing itself in its place.")


def entries_of(text: str) -> dict[str, Any]:
    """What `template.toml` says. `TypesettingFailed` with the line where it cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = _AT.search(said)
        line = int(at[1]) if at and at[1] else len(text.rstrip("\n").split("\n"))
        words = next((words for begins, words in _IN_WORDS if said.startswith(begins)), _AT.sub("", said))
        message = f"{DESCRIPTION}, line {line} cannot be read: {words}."
        raise TypesettingFailed(message) from error
    except (RecursionError, ValueError) as error:
        message = f"{DESCRIPTION} cannot be read: a number in it is too long, or its brackets are nested too deeply."
        raise TypesettingFailed(message) from error


def place_of(key: str, text: str) -> str:
    """Where a key or a word of a list stands: "template.toml, line 3"; the file alone where it is not found."""
    as_key, in_list = rf"^\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\])", rf"[\"']{re.escape(key)}[\"']"
    for pattern in (as_key, in_list):
        if found := re.search(pattern, text, re.MULTILINE):
            return f"{DESCRIPTION}, line {text.count(chr(10), 0, found.end()) + 1}"
    return DESCRIPTION
