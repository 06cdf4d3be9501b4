"""The letter as plain text: lines of at most 72 columns, names numbered as on paper, notes after the text.

What reads the other way than the letter is isolated (U+2068 … U+2069), and a line that does not begin with a letter of
the letter's own direction begins with its mark (U+200E, U+200F): viewers that guess a line's direction guess right
(Unicode Standard Annex 9, rules P2 and P3).
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from app.rendering.document import Document
from app.rendering.other_forms.tree import Element, cells_of, page_of, picture_address, rows_of, runs

WIDTH = 72
_FIRST_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
_NO_LINE_BEGINS_WITH = frozenset("，。、；：！？）】》」』”’…—％,.;:!?)]}")
_NO_LINE_ENDS_WITH = frozenset("（【《「『“‘([{")
_BREAK = "\v"
_INDENT = "    "
_BETWEEN_LINES = " / "
_QUIET_HEADINGS = frozenset(("subject", "salutation"))


def plain_text(document: Document) -> bytes:
    """Return the letter in UTF-8 with line feeds.

    A word that is longer than a line, such as an address, stands on a line of its own. A picture is what is read
    instead of it, in brackets: a signature; none where the letter says the same in words, as it does beside a logo.
    Raises `NotFound` for an unknown template and `TypesettingFailed` for a document that lacks what it needs.
    """
    page = page_of(document)
    said = page.text()
    addresses = frozenset(map(picture_address, document.pictures))
    blocks = _blocks([_in_words(child, said, addresses) for child in page.children], WIDTH)
    lines = [line for block in blocks for line in (*block, "")]
    return "".join(f"{_pointed(line, document.direction)}\n" for line in lines[:-1]).encode()


def wrapped(text: str, width: int) -> list[str]:
    """Return text in lines of at most so many columns; a Chinese letter takes two (Unicode Standard Annex 11).

    Line feeds in it are kept.
    """
    return [line for given in text.split("\n") for line in _filled(given, width)]


def columns(text: str) -> int:
    """Return how many columns of a fixed pitch a text takes."""
    return sum(map(_columns_of, text))


def _columns_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _in_words(node: Element | str, said: str, pictures: Container[str]) -> Element | str:
    if isinstance(node, str):
        return node
    if node.tag == "img":
        shown = node.attribute("alt")
        return f"[{shown}]" if node.attribute("src") in pictures and shown not in said else ""
    return replace(node, children=tuple(_in_words(child, said, pictures) for child in node.children))


def _filled(text: str, width: int) -> list[str]:
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and columns(lines[-1]) + columns(piece.rstrip(" ")) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip(" ") for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """What a line may be broken between: words with the space after them, and single Chinese letters."""
    piece = ""
    for letter in text:
        is_wide = unicodedata.east_asian_width(letter) == "W"
        was_wide = bool(piece) and unicodedata.east_asian_width(piece[-1]) == "W"
        may_break = (is_wide or was_wide) and letter != " "
        held = letter in _NO_LINE_BEGINS_WITH or piece[-1:] in _NO_LINE_ENDS_WITH or _columns_of(letter) == 0
        if piece and ((piece.endswith(" ") and letter != " ") or (may_break and not held)):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _blocks(children: Sequence[Element | str], width: int) -> Iterator[list[str]]:
    """The paragraphs, lists and headings, each as its lines."""
    for part in runs(children):
        if isinstance(part, Element):
            yield from _block(part, width)
        elif text := _inline(part):
            yield wrapped(text, width)


def _block(element: Element, width: int) -> Iterator[list[str]]:
    match element.tag:
        case "h1" | "h2":
            lines = wrapped(_inline(element.children), width)
            rule = ("=" if element.tag == "h1" else "-") * max(map(columns, lines))
            yield lines if element.classes & _QUIET_HEADINGS else [*lines, rule]
        case "ul" | "ol":
            yield _list(element, width)
        case "table":
            yield _table(element, width)
        case "blockquote":
            yield _indented(_joined(_blocks(element.children, width - len(_INDENT))), _INDENT)
        case "pre":
            yield _indented(element.raw().strip("\n").split("\n"), _INDENT)
        case "hr":
            yield ["* * *"]
        case _:
            yield from _blocks(element.children, width)


def _list(element: Element, width: int) -> list[str]:
    items = [child for child in element.children if isinstance(child, Element)]
    first = int(element.attribute("start") or 1)
    marks = [f"{first + n}. " if element.tag == "ol" else "- " for n in range(len(items))]
    if element.classes >= {"footnotes-list"}:
        marks = [f"[{first + n}] " for n in range(len(items))]
    room = max(map(len, marks), default=0)
    lines: list[str] = []
    for mark, item in zip(marks, items, strict=True):
        inside = _joined(_blocks(item.children, width - room)) or [""]
        lines += [f"{mark:>{room}}{inside[0]}", *_indented(inside[1:], " " * room)]
    return lines


def _table(element: Element, width: int) -> list[str]:
    """The rows of a table; of one that has labels and what they are for, all of the latter below each other."""
    heads, rows = rows_of(element)
    pairs = [cells_of(row) for row in rows]
    labels = [_cell(pair[0]) for pair in pairs if [cell.tag for cell in pair] == ["th", "td"]]
    room = max(map(columns, labels), default=0) + len("  ")
    if heads or len(labels) < len(rows) or room * 2 > width:
        return [" | ".join(map(_cell, cells_of(row))) for row in (*heads, *rows)]
    lines: list[str] = []
    for label, (_, told) in zip(labels, pairs, strict=True):
        inside = _joined(_blocks(told.children, width - room)) or [""]
        lines += [f"{label}{' ' * (room - columns(label))}{inside[0]}".rstrip(" ")]
        lines += _indented(inside[1:], " " * room)
    return lines


def _cell(cell: Element) -> str:
    """What stands in a cell, in one line."""
    return _BETWEEN_LINES.join(
        line
        for part in runs(cell.children)
        for line in (_joined(_block(part, WIDTH)) if isinstance(part, Element) else _inline(part).split("\n"))
        if line
    )


def _joined(blocks: Iterable[list[str]]) -> list[str]:
    """The lines of blocks that stand close together, as in a list."""
    return [line for block in blocks for line in block]


def _indented(lines: Iterable[str], by: str) -> list[str]:
    return [f"{by}{line}" for line in lines]


def _inline(children: Iterable[Element | str]) -> str:
    """Running text with single spaces; a line feed only where the line is broken on paper too."""
    lines = "".join(map(_running, children)).split(_BREAK)
    return "\n".join(re.sub("[ \t\r\n]+", " ", line).strip(" ") for line in lines).strip("\n")


def _running(node: Element | str) -> str:
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return _BREAK
    inside = "".join(map(_running, node.children))
    if node.tag == "a":
        return _with_address(inside, node.attribute("href"))
    return f"{_FIRST_ISOLATE}{inside}{_POP_ISOLATE}" if node.tag == "bdi" else inside


def _with_address(text: str, href: str) -> str:
    """Say where a link leads, unless it says so itself or leads to a note of the letter."""
    shown = href.removeprefix("mailto:")
    return text if href.startswith("#") or not href or shown in text or unquote(shown) in text else f"{text} <{shown}>"


def _pointed(line: str, direction: str) -> str:
    """Let a line begin with the mark of the letter's direction where its first letter would tell another."""
    depth = 0
    for letter in line:
        kind = unicodedata.bidirectional(letter)
        depth += (kind in ("FSI", "LRI", "RLI")) - (kind == "PDI")
        if not depth and kind in ("L", "R", "AL"):
            is_own = (kind == "L") == (direction == "ltr")
            return line if is_own else f"{_MARKS[direction]}{line}"
    has_none = not depth and direction == "rtl" and line
    return f"{_MARKS[direction]}{line}" if has_none else line
