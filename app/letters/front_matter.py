"""Front matter read strictly: keys known and given once, values of their type, faults with their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NoReturn, Protocol, TypeVar

import yaml

from app.core.typed import file_name_shown
from app.letters.kinds_of_fault import Kind
from app.letters.text import tidy_text

Chosen = TypeVar("Chosen", bound=StrEnum)
_DEEPEST = 6
_MOST_MARKUP = 20_000
# Of 1: “organisation” and “affiliation” are not one word misspelt.
_NEAR = 0.7


class LetterFileProblem(Exception):  # noqa: N818 - it reads as what it is
    """What is wrong with a letter file: where, and what to do about it.

    `column` 0 is the whole line, `line` 0 the whole file. In a table it is the name of the column.
    """

    def __init__(self, file: str, line: int, column: int | str, sentence: str) -> None:
        super().__init__(f"{Place(file, line, column)}: {sentence}")
        self.file = file
        self.line = line
        self.column = column
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file a value stands; lines and columns from 1, else as in `LetterFileProblem`."""

    file: str
    line: int
    column: int | str

    def __str__(self) -> str:
        """Say it as it stands before a sentence: “letter.md, line 7, column 9”."""
        named = f"column “{self.column}”" if isinstance(self.column, str) else f"column {self.column}"
        return ", ".join((self.file, *(f"line {self.line}",) * bool(self.line), *(named,) * bool(self.column)))

    def beside(self, file_name: str) -> str:
        """Return the name of a picture file that lies in the folder itself, not above or below it."""
        if "/" in file_name or "\\" in file_name or file_name.startswith("."):
            sentence = f"“{file_name_shown(file_name)}” is not the name of a file in this folder."
            self.fail(f"{sentence} Put the picture into the folder, and write its name alone.")
        return file_name

    def fail(self, sentence: str) -> NoReturn:
        """Raise the problem that stands here."""
        raise LetterFileProblem(self.file, self.line, self.column, sentence)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the front matter, with its place and the key it stands under."""

    key: str
    node: yaml.Node
    place: Place

    def text(self) -> str:
        """Return a text; several, given as a list, as lines. Nothing (`key:`) is the empty text."""
        if isinstance(self.node, yaml.SequenceNode):
            return "\n".join(self.texts())
        return self._one_text("a text")

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        if isinstance(self.node, yaml.SequenceNode):
            return tuple(item._one_text("a list of texts") for item in self.items())  # noqa: SLF001 - own class
        single = self._one_text("a list of texts")
        return (single,) if single else ()

    def is_text(self) -> bool:
        """Say whether it is a single text, neither a list nor keys with values."""
        return isinstance(self.node, yaml.ScalarNode)

    def date(self) -> date | None:
        """Return a date, written 2022-06-17."""
        written = self._one_text("a date")
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            self.place.fail(f"“{self.key}: {written[:40]}” is not a date. Write year-month-day, such as 2022-06-17.")

    def choice(self, choices: type[Chosen]) -> Chosen:
        """Return one of a closed set, by its value."""
        return choices(self.one_of(list(choices)))

    def one_of(self, known: Sequence[str]) -> str:
        """Return one of these words."""
        written = self._one_text("a word")
        if written not in known:
            self.place.fail(f"“{self.key}: {written[:40]}” is not known. {nearest_known(written, known)}")
        return written

    def items(self) -> Iterator["Value"]:
        """Yield the values of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.place.fail(f"“{self.key}” must be a list. Begin each entry on its own line with a hyphen.")
        for node in self.node.value:
            yield Value(self.key, node, _place(self.place.file, node.start_mark))

    def mapping(self, known: Sequence[str]) -> "Mapping":
        """Return the keys and values under this one, all of them in `known`."""
        return _mapping(self.node, self.key, known, self.place)

    def _one_text(self, wanted: str) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            self.place.fail(f"“{self.key}” must be {wanted}. Write it after the colon, in quotes if need be.")
        if self.node.tag == "tag:yaml.org,2002:null":
            return ""
        return tidy_text(str(self.node.value))


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, each key known and given once."""

    values: tuple[Value, ...]
    place: Place

    def written(self) -> Iterator[tuple[tuple[str, ...], Place, str]]:
        """Yield each text at any depth, with the keys that it or its list stands under, from the top, and its place."""
        for value in self.values:
            yield from _written(value, (value.key,))

    def find(self, key: str) -> Value | None:
        """Return the value of `key`, or None where it is not given."""
        return next((value for value in self.values if value.key == key), None)

    def text(self, key: str) -> str:
        """Return a text, empty where the key is not given."""
        value = self.find(key)
        return value.text() if value else ""

    def needed(self, key: str) -> Value:
        """Return the value of a key that must be given and not be empty."""
        value = self.find(key)
        if value is None:
            self.place.fail(f"“{key}” is missing. Add a line “{key}: …”.")
        if value.is_text() and not value.text():
            value.place.fail(f"“{key}” is empty. Write something after the colon.")
        return value


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys of a letter file, the text below them without empty lines before it, and the line it begins on."""

    top: Mapping
    body: str
    first_line: int


def read_front_matter(source: str, *, file: str, known: Sequence[str]) -> FrontMatter:
    """Return the front matter and the text below it, or raise `LetterFileProblem`."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    top = Place(file, 1, 1)
    if lines[0].rstrip() != "---":
        top.fail("The file must begin with front matter. Put a line of three hyphens (---) first.")
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), 0)
    if not end:
        top.fail("The front matter is not closed. Put a line of three hyphens (---) after the last key.")
    written = "\n".join(lines[1:end])
    if len(written) > _MOST_MARKUP:
        sentence = f"What stands above the text is longer than {_MOST_MARKUP:,} characters in all."
        top.fail(f"{sentence} Shorten the sources or the notes, or move them into the text.")
    node = _composed(written, file)
    if node is None:
        top.fail("The front matter is empty. Give at least template, language and title.")
    first = next((number for number in range(end + 1, len(lines)) if lines[number]), len(lines))
    return FrontMatter(_mapping(node, "", known, _place(file, node.start_mark)), "\n".join(lines[first:]), first + 1)


def _written(value: Value, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Place, str]]:
    if isinstance(value.node, yaml.ScalarNode):
        yield path, value.place, str(value.node.value)
    elif isinstance(value.node, yaml.SequenceNode):
        for each in value.items():
            yield from _written(each, path)
    else:
        for key, node in value.node.value:
            below = Value(str(key.value), node, _place(value.place.file, node.start_mark))
            yield from _written(below, (*path, below.key))


def _composed(written: str, file: str) -> yaml.Node | None:
    """Parse YAML to nodes. Aliases, tags and deep nesting are refused while reading, before they can grow."""
    try:
        depth = 0
        for event in yaml.parse(written, yaml.SafeLoader):
            place = _place(file, event.start_mark)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                place.fail("References (& and *) are not allowed. Write the text out, or put it in quotes.")
            if getattr(event, "tag", None) not in (None, "!"):
                place.fail("Tags (!) are not allowed. Put the text in quotes.")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                place.fail("Lists are nested too deeply. Put the text in quotes if it begins with a bracket.")
        return yaml.compose(written, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(file, mark)
        if "\\t" in (error.problem or ""):
            place.fail("Lines must be indented with spaces. Replace the tab.")
        place.fail("This cannot be understood. If a value has a colon, a quote or a hash sign, put it in quotes.")
    except yaml.reader.ReaderError as error:
        before = written[: error.position]
        place = Place(file, before.count("\n") + 2, len(before) - before.rfind("\n"))
        place.fail(Kind.UNPRINTABLE)


def _mapping(node: yaml.Node, name: str, known: Sequence[str], place: Place) -> Mapping:
    if not isinstance(node, yaml.MappingNode):
        under = f"“{name}” must be" if name else "The front matter must be"
        place.fail(f"{under} keys with values, such as “{known[0]}: …”.")
    values: list[Value] = []
    for key_node, value_node in node.value:
        at = _place(place.file, key_node.start_mark)
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        if not key:
            at.fail("A key must be one word. Write the line as “key: value”.")
        if key not in known:
            at.fail(f"“{key[:40]}” is not a known key{within(name)}. {nearest_known(key, known)}")
        if any(value.key == key for value in values):
            at.fail(f"“{key}” is given twice. Keep one of the two.")
        values.append(Value(key, value_node, _place(place.file, value_node.start_mark)))
    return Mapping(tuple(values), place)


def nearest_known(word: str, known: Sequence[str]) -> str:
    """Return a sentence with the nearest known word, or with all of them."""
    close = get_close_matches(word.lower(), known, n=1, cutoff=_NEAR)
    return f"Did you mean “{close[0]}”?" if close else f"Use one of: {', '.join(known)}."


def within(name: str) -> str:
    """Say under which key another stands; nothing at the top."""
    return f" under “{name}”" if name else ""


class _Mark(Protocol):
    """Either of PyYAML's two marks; lines and columns from 0."""

    line: int
    column: int


def _place(file: str, mark: _Mark | None) -> Place:
    """Return where a mark stands in the file, whose front matter begins on line 2."""
    return Place(file, mark.line + 2, mark.column + 1) if mark else Place(file, 2, 0)
