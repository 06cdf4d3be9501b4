"""What is wrong with the HTML of a letter template, with its line.

It is looked for in the page as it is filled in, for only that is whole. A mark before each tag says in which line of
letter.html it was written. What the template takes from elsewhere, as the text of the letter, bears none and is not
judged here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.rendering.html_elements import WITHOUT_END

_BEGIN, _END = "\ue010", "\ue011"
"""Characters for private use: they stand around the number of a line."""

_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_JINJA_OR_TAG = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|(<(?:/?[a-zA-Z]|!--))", re.DOTALL)
_PIECE = re.compile(
    f"(?:{_BEGIN}(?P<line>\\d+){_END})?(?:"
    r"(?P<comment><!--(?P<closed>.*?-->)?)"
    r"|<(?P<kept>style|script|title)\b[^>]*>.*?</(?P=kept)\s*>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*)(?P<whole>>)?)",
    re.DOTALL,
)
_HEADING = re.compile("h([1-6])")


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that was begun; `line` is 0 where it is not the template's own."""

    name: str
    line: int


def marked(html: str) -> str:
    """The source of a template with the number of its line before each tag."""

    def with_line(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0]
        return f"{_BEGIN}{html.count(chr(10), 0, found.start()) + 1}{_END}{found[0]}"

    return _JINJA_OR_TAG.sub(with_line, html)


def faults_of_elements(page: str) -> Iterator[tuple[int, str]]:
    """What is not closed or closed in vain in a page of a marked source: the first mistake, its line and a sentence.

    What comes after it would be told of tags that are in order.
    """
    waiting: list[_Open] = []
    for piece in _PIECE.finditer(page):
        line = int(piece["line"] or 0)
        if fault := _unfinished(piece, line):
            yield fault
            return
        name = (piece["name"] or "").lower()
        if not name or name in WITHOUT_END or (piece["rest"].endswith("/") and _is_drawn(name, waiting)):
            continue
        if not piece["end"]:
            waiting.append(_Open(name, line))
        elif waiting and waiting[-1].name == name:
            waiting.pop()
        else:
            yield _mismatched(name, line, waiting)
            return
    if own := [each for each in waiting if each.line]:
        yield own[-1].line, f"<{own[-1].name}> is not closed. Write </{own[-1].name}> where it ends."


def faults_of_headings(page: str) -> Iterator[tuple[int, str]]:
    """Whether a page of a marked source has one first heading, before all others, and leaves no rank out."""
    found = [
        (int(heading[1]), int(piece["line"] or 0))
        for piece in _PIECE.finditer(page)
        if not piece["end"] and (heading := _HEADING.fullmatch((piece["name"] or "").lower()))
    ]
    first = [line for rank, line in found if rank == 1]
    if not first:
        yield 0, "the page has no first heading (h1). Put what the letter is about between <h1> and </h1>."
        return
    for line in first[1:]:
        other = f" after that of line {first[0]}" if first[0] else ""
        yield line, f"this is a second first heading (h1){other}. Make it an <h2>."
    if found[0][0] != 1:
        yield found[0][1], f"<h{found[0][0]}> stands before the first heading (h1). Make it a <p>, or put it below."
    for (above, _), (below, line) in pairwise(found):
        if line and below - above > 1:
            yield line, f"<h{below}> follows an h{above}, and a rank is left out. Make it an <h{above + 1}>."


def around(page: str, text: str) -> tuple[str, ...]:
    """The elements around the first place of a text in a page, the outermost first."""
    waiting: list[str] = []
    until = page.find(text)
    for piece in _PIECE.finditer(page):
        if piece.start() > until:
            break
        name = (piece["name"] or "").lower()
        if not name or name in WITHOUT_END or piece["rest"].endswith("/"):
            continue
        if not piece["end"]:
            waiting.append(name)
        elif name in waiting:
            del waiting[len(waiting) - 1 - waiting[::-1].index(name) :]
    return tuple(waiting)


def _unfinished(piece: re.Match[str], line: int) -> tuple[int, str] | None:
    """A comment without its end, or a tag without its bracket or a quotation mark."""
    if piece["comment"]:
        return None if piece["closed"] else (line, "a comment begins here and is not ended. Write --> where it ends.")
    if not line or not piece["name"]:
        return None
    tag = f"<{piece['end']}{piece['name']}"
    if _BEGIN in "".join(_QUOTED.findall(piece["rest"])):
        return line, f"in the tag {tag} …> a quotation mark is missing."
    if not piece["whole"] or _BEGIN in piece["rest"]:
        return line, f"the tag {tag} has no end: a quotation mark or > is missing."
    return None


def _is_drawn(name: str, waiting: list[_Open]) -> bool:
    """Whether an element is one of a drawing: in HTML a slash at the end of a tag ends nothing."""
    return name == "svg" or any(each.name == "svg" for each in waiting)


def _mismatched(name: str, line: int, waiting: list[_Open]) -> tuple[int, str]:
    if not any(each.name == name for each in waiting):
        return line, f"</{name}> closes what is not open. Take it out, or write <{name}> before it."
    last = waiting[-1]
    where = f"before </{name}> of line {line}" if line else "where it ends"
    return last.line or line, f"<{last.name}> is not closed. Write </{last.name}> {where}."
