"""The typefaces that travel with the letters, and nothing else: no face of the machine is ever used."""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from html import unescape
from operator import attrgetter
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

from app.rendering.document import Document, NameGroup, PrintedName
from app.rendering.failures import TypesettingFailed

FOLDER = Path(__file__).resolve().parents[2] / "letter_templates" / "shared" / "fonts"

# Most text needs only the first; the others are opened when a character is not in those before.
_FIRST = ("SourceSerif4-Regular.ttf", "NotoNaskhArabic-Regular.ttf")

_MARKED_UP = ("body", "back_matter", "summary", "demands")
_TAG = re.compile("<[^>]*>")
_PLACES = {"body": "text", "back_matter": "text after the names"}
_NEAR = 12
_MOST_NAMED = 6

# Beside the bytecode of our modules.
_KEPT = Path(__file__).with_name("__pycache__") / "typefaces"
_LIBRARY = "libfontconfig.1.dylib" if sys.platform == "darwin" else "libfontconfig.so.1"
_LIST = "import ctypes, sys; ctypes.CDLL(sys.argv[1]).FcInitLoadConfigAndFonts()"

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>{fonts}</dir>
<cachedir>{kept}</cachedir>
<cachedir>{cache}</cachedir>
<config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


@cache
def use_only_ours() -> Path:
    """Point fontconfig to our folder and answer with the configuration file.

    Call before WeasyPrint is imported.
    """
    os.environ["FONTCONFIG_FILE"] = str(_configuration())
    return _configuration()


@cache
def _configuration() -> Path:
    """The file for fontconfig, in a temporary folder that goes with the process.

    Its list of our typefaces stands there too, unless it finds the one that was kept.
    """
    folder = Path(tempfile.mkdtemp(prefix="paper-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    configuration = folder / "fonts.conf"
    paths = {"fonts": FOLDER, "kept": _KEPT, "cache": folder / "cache"}
    configuration.write_text(
        _CONFIGURATION.format(**{name: escape(str(path)) for name, path in paths.items()}), encoding="utf-8"
    )
    return configuration


def keep_list() -> None:
    """Let fontconfig list our typefaces for all processes to come; it does so anew where a file was changed."""
    with suppress(OSError):
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-I", "-c", _LIST, _LIBRARY],
            env={"FONTCONFIG_FILE": str(_configuration())},
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@cache
def _characters(file: str) -> frozenset[int]:
    """Code points one face can draw."""
    with TTFont(FOLDER / file, lazy=True) as face:
        return frozenset(face.getBestCmap())


def draws(file: str, character: str) -> bool:
    """Whether this face has the character."""
    return ord(character) in _characters(file)


@lru_cache(maxsize=4096)
def is_covered(character: str) -> bool:
    """Whether some face of ours draws this character, or it draws nothing by definition."""
    if character in "\n\r\t" or unicodedata.category(character) == "Cf" or character in "\ufe0e\ufe0f\u034f":
        return True
    return any(draws(file, character) for file in files())


def version(file: str) -> str:
    """What a face says of its version."""
    with TTFont(FOLDER / file, lazy=True) as face:
        return str(face["name"].getDebugName(5))


@cache
def files() -> tuple[str, ...]:
    """Names of all faces, those of most text first, the heavy and the slanted ones last: they have no other letters."""
    found = (path.name for path in FOLDER.iterdir() if path.suffix in {".ttf", ".otf"})
    every = sorted(found, key=lambda name: ("-Regular" not in name, name))
    return (*_FIRST, *(name for name in every if name not in _FIRST))


_every_text = attrgetter(*(field.name for field in fields(PrintedName)))


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of the document with the place where it stands, in words."""
    yield from _texts_of(document, "")


def _texts_of(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts_of(part, place)
    elif isinstance(value, NameGroup):
        yield "heading of a group of names", value.heading
        yield from _texts_of_names(value.names)
    elif is_dataclass(value):
        for field in fields(value):
            text = getattr(value, field.name)
            if field.name in _MARKED_UP:
                # What will be read, not how it is written down: a character may hide in an entity.
                text = unescape(_TAG.sub(" ", text))
            yield from _texts_of(text, place or _PLACES.get(field.name, field.name.replace("_", " ")))


def _texts_of_names(names: Iterable[PrintedName]) -> Iterator[tuple[str, str]]:
    for name in names:
        place = f"name “{name.name}”"
        for text in filter(None, _every_text(name)):
            if isinstance(text, str):
                yield place, text
            else:
                yield from _texts_of(text, place)


def refuse_what_cannot_be_drawn(document: Document) -> None:
    """Raise `TypesettingFailed` naming every character that no face has, with the place where each stands first."""
    _refuse(texts(document))


def refuse_characters(place: str, text: str) -> None:
    """Raise `TypesettingFailed` for characters of one text without a face."""
    _refuse([(place, text)])


def _refuse(pieces: Iterable[tuple[str, str]]) -> None:
    found: dict[str, str] = {}
    for place, text in pieces:
        # Every typeface of text has these, and most names consist of them.
        if (text.isascii() and text.isprintable()) or all(map(is_covered, set(text))):
            continue
        for at, character in enumerate(text):
            if character not in found and not is_covered(character):
                near = " ".join(text[max(0, at - _NEAR) : at + _NEAR].split())
                found[character] = f"{_named(character)} in the {place}, near “{near}”"
    if not found:
        return
    shown = "; ".join(list(found.values())[:_MOST_NAMED])
    more = f" (and {len(found) - _MOST_NAMED} more)" if len(found) > _MOST_NAMED else ""
    if len(found) == 1:
        what, them = f"The character {shown}, cannot be printed: no typeface here has it.", "it"
    else:
        what, them = f"{len(found)} characters cannot be printed, for no typeface here has them: {shown}{more}.", "them"
    message = f"{what} Write {them} another way, or ask for a typeface to be added."
    raise TypesettingFailed(message)


def _named(character: str) -> str:
    name = unicodedata.name(character, "a character without a name").lower()
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X}, {name})"
