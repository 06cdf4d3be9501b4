"""What is wrong in the grammar of a template, in plain words: no reader of templates knows what a parser awaits."""

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateAssertionError, TemplateSyntaxError

_PIECE = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%[-+]?\s*(\w+)(.*?)[-+]?%\}", re.DOTALL)
_RAW = re.compile(r"\{%[-+]?\s*endraw\b")
_BLOCKS = frozenset(("if", "for", "call", "macro", "filter", "with", "block", "autoescape", "raw", "trans"))
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}
_OURS = "split_title, lowered, code, spaced, joined, comma_between, closed, size_in_box, size_on_wall"
_NO_SUCH = re.compile(r"No (filter|test) named '(\w+)'")
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
_OF_NESTING = re.compile("Encountered unknown tag|Unexpected end of template")
_NOTHING_THERE = "Expected an expression, got 'end of"
_UNEXPECTED = re.compile(r"(?:unexpected|got) (?:char )?'(\S+?)'")


@dataclass(frozen=True, slots=True)
class _Open:
    """A block that was begun: what it is, and in which line."""

    name: str
    line: int


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
