"""What is wrong in a template, in plain words: no reader of templates knows what a parser awaits or a program raises.

What a program says of its mistakes may quote what it was given, and no letter that is not public is to stand in a
message. So what was raised is repeated only where it was worded here, or can hold no more than a few words.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

from jinja2 import (
    TemplateAssertionError,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError

from app.core.typed import file_name_shown

OWN = "letter.html"

_PIECE = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%[-+]?\s*(\w+)(.*?)[-+]?%\}", re.DOTALL)
_RAW = re.compile(r"\{%[-+]?\s*endraw\b")
_BLOCKS = frozenset(("if", "for", "call", "macro", "filter", "with", "block", "autoescape", "raw", "trans"))
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}
_OURS = "split_title, lowered, code, spaced, mail_link, joined, comma_between, closed, size_in_box, size_on_wall"
_NO_SUCH = re.compile(r"No (filter|test) named '(\w+)'")
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
_OF_NESTING = re.compile("Encountered unknown tag|Unexpected end of template")
_NOTHING_THERE = "Expected an expression, got 'end of"
_OF_BRACKETS = re.compile(r"(?:do_|sync_do_|macro ')?(\w+)(?:\(\)|') (?:takes|missing|got an unexpected)")
_QUOTING = re.compile(r"[=<>\[{\n]|\('|.{121}")
_OF_ANOTHER_KIND = "a value is of another kind than it is used as"
_IN_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (ZeroDivisionError, "a number is divided by zero. Ask first whether it is zero"),
    (OverflowError, "a number or a range is too large. Take a smaller one"),
    (MemoryError, "this needs more memory than one may use. Take out what makes very much of very little"),
    (RecursionError, "this calls itself without end, or is nested too deeply"),
    (OSError, "a file that is asked for cannot be read. Take it out"),
)
_UNEXPECTED = re.compile(r"(?:unexpected|got) (?:char )?'(\S+?)'")


@dataclass(frozen=True, slots=True)
class _Open:
    """A block that was begun: what it is, and in which line."""

    name: str
    line: int


class InWords(TemplateRuntimeError):  # noqa: N818 - it says how it is told
    """A mistake that was met while a template ran; the message is in plain words and quotes no letter."""


def told(error: Exception, html: str) -> str:
    """Say of anything that a template raised where what is wrong, without a full stop. `html` is its own source."""
    if isinstance(error, TemplateSyntaxError):
        line, said = in_words(error, source_of(error, html))
        return f"{Path(error.filename or OWN).name}, line {line}: {said}"
    return f"{_place_of(error)}: {_said_of(error)}"


def in_words(error: TemplateSyntaxError, source: str) -> tuple[int, str]:
    """The line of the mistake and a sentence without a full stop. `source` is the file it is in."""
    said = error.message or ""
    if found := _NO_SUCH.search(said):
        return error.lineno, no_such_filter(found[2]) if found[1] == "filter" else no_such_test(found[2])
    if _OF_NESTING.match(said) and (nesting := _nesting(source)):
        return nesting
    if isinstance(error, TemplateAssertionError):
        return error.lineno, said.removesuffix(".")
    if found := _UNKNOWN_TAG.search(said):
        return error.lineno, f"there is no {{% {found[1]} %}}. Look how it is spelt"
    if said.startswith(_NOTHING_THERE):
        return error.lineno, "between the curly braces something is missing at the end"
    found = _UNEXPECTED.search(said)
    near = f" near “{found[1]}”" if found else ""
    return error.lineno, (
        f"what stands between the curly braces cannot be read{near}. "
        "Look for a brace, a bracket, a quotation mark or a comma that is missing or too many"
    )


def source_of(error: TemplateSyntaxError, own: str) -> str:
    """The text of the file that an error is in: `own`, unless the error names another."""
    return Path(error.filename).read_text(encoding="utf-8") if error.filename else own


def _said_of(error: Exception) -> str:
    """What is wrong, without a full stop."""
    if isinstance(error, TemplateNotFound):
        named = f" “{file_name_shown(error.name)}”" if isinstance(error.name, str) else " of this name"
        return f"there is no file{named} in the folder of the letter templates"
    if known := next((words for kind, words in _IN_WORDS if isinstance(error, kind)), ""):
        return known
    said = str(error).removesuffix(".")
    # Those that are undefined or forbidden have their sentences from `given`.
    if isinstance(error, InWords | UndefinedError | SecurityError):
        return said
    if found := _OF_BRACKETS.match(said):
        return f"“{found[1]}” is given too much or too little in its brackets"
    if not isinstance(error, TemplateError | TypeError) or _QUOTING.search(said):
        return _OF_ANOTHER_KIND
    return said if isinstance(error, TemplateError) else f"{_OF_ANOTHER_KIND} ({said})"


def _place_of(error: Exception) -> str:
    """Where in which template an error was made: "letter.html, line 7"; of a macro also where that is used."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith((".html", "<template>"))]
    if not frames:
        return OWN
    own = [frame.lineno for frame in frames if frame.filename == "<template>"]
    file = Path(frames[-1].filename.replace("<template>", OWN)).name
    through = f"{OWN}, line {own[-1]}, by way of " if own and file != OWN else ""
    return f"{through}{file}, line {frames[-1].lineno}"


def no_such_filter(name: str) -> str:
    """Say that there is no such filter, and which there are."""
    return f"there is no filter “{name}”. Ours are {_OURS}; Jinja has more, such as join, length and upper"


def no_such_test(name: str) -> str:
    """Say that nothing can be asked in this way."""
    return f"there is no test “{name}” to be asked with “is”. Look how it is spelt"


def _nesting(source: str) -> tuple[int, str] | None:
    """The first block that is not ended, or ended without having begun."""
    waiting: list[_Open] = []
    at = 0
    while piece := _PIECE.search(source, at):
        at = piece.end()
        name, line = piece[1], source.count("\n", 0, piece.start()) + 1
        if name == "raw":
            ended = _RAW.search(source, at)
            at = ended.start() if ended else at
        if name in _BLOCKS or (name == "set" and "=" not in piece[2]):
            waiting.append(_Open(name, line))
        elif name in _BETWEEN and (not waiting or waiting[-1].name not in _BETWEEN[name]):
            return line, f"{{% {name} %}} stands in no {{% {' %} or {% '.join(_BETWEEN[name])} %}}. {_look(waiting)}"
        elif name and name.startswith("end") and name[3:] in (*_BLOCKS, "set"):
            if not waiting:
                return (
                    line,
                    f"{{% {name} %}} ends what was not begun. Take it out, or write {{% {name[3:]} … %}} before it",
                )
            if waiting[-1].name != name[3:]:
                return _not_ended(waiting[-1], f" before {{% {name} %}} of line {line}")
            waiting.pop()
    return _not_ended(waiting[-1], " where it ends") if waiting else None


def _not_ended(block: _Open, where: str) -> tuple[int, str]:
    begun = f"{{% {block.name} %}}"
    return block.line, f"{begun} begins here and is not ended. Write {{% end{block.name} %}}{where}"


def _look(waiting: list[_Open]) -> str:
    if not waiting:
        return "Take it out, or write what it belongs to before it"
    return f"End {{% {waiting[-1].name} %}} of line {waiting[-1].line} first, or take it out"
