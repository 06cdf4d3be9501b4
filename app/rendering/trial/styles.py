"""What is wrong with the style sheet of a letter template that the engine passes over without a word, with its line."""

import re
from collections.abc import Iterator

_PIECE = re.compile(r"/\*(?P<said>.*?)(?P<closed>\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[{}]", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_OPACITY = re.compile(
    r"(?<![\w-])opacity\s*:(?!\s*(?:1(?:\.0*)?|100%|inherit|initial|unset)\s*(?:[;}!]|$))", re.IGNORECASE
)
_SIZE = re.compile(r"(?<![\w-])size\s*:", re.IGNORECASE)
_STYLED = re.compile(r"<(?P<tag>[a-zA-Z][\w-]*)[^<>]*?\bstyle\s*=\s*(?P<quote>[\"'])(?P<css>.*?)(?P=quote)", re.DOTALL)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_DEFINED = re.compile(r"(--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_FAMILIES = re.compile(
    r"(?<![\w-])font-family\s*:\s*([^;{}]+)|(?<![\w-])font\s*:[^;{}]*?\d(?:pt|px|mm|cm|em|rem|%|in|pc)(?:/[\w.%]+)?\s+([^;{}]+)"
)
_QUOTED = re.compile("\"([^\"]+)\"|'([^']+)'")
_OF_ALL = frozenset(
    ("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit", "initial", "unset")
)
_DRAWN = frozenset(("path", "g", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "use"))

SEE_THROUGH = (
    "“opacity” makes content see-through, and what is see-through cannot be tagged for those who hear the page read. "
    "Take it out, and name a lighter colour, or one such as rgba(29, 79, 107, 0.1)."
)


OF_ANOTHER_SIZE = (
    "“size” makes other pages, and a letter is on A4 or Letter. Take it out: the paper is chosen with each letter."
)


def faults_of_style_sheet(css: str, *, shared: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Comments and blocks that do not end, what is see-through, and names that nothing bears; each with its line.

    `shared` are the style sheets that come before it.
    """
    yield from _unfinished(css)
    bare = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), css)
    for found in _OPACITY.finditer(bare):
        yield _line(bare, found.start()), SEE_THROUGH
    for found in _SIZE.finditer(bare):
        yield _line(bare, found.start()), OF_ANOTHER_SIZE
    defined = {name for sheet in (*shared, bare) for name in _DEFINED.findall(sheet)}
    for used in _USED.finditer(bare):
        if used[1] not in defined:
            offered = ", ".join(sorted(defined))
            yield _line(bare, used.start()), f"nothing gives a value to “{used[1]}”. Use one of: {offered}."
    ours = {name for sheet in shared for name, _ in _QUOTED.findall(sheet) if name[0].isupper()}
    for named in _FAMILIES.finditer(bare):
        for family in _families(named[1] or named[2]):
            if family not in ours:
                yield (
                    _line(bare, named.start()),
                    (f"there is no typeface “{family}”, and none is fetched. Use var(--serif) or var(--sans)."),
                )


def faults_of_styled_elements(html: str) -> Iterator[tuple[int, str]]:
    """What is see-through by a style in letter.html; within a drawing of lines it may be so."""
    for styled in _STYLED.finditer(html):
        if styled["tag"].lower() not in _DRAWN and _OPACITY.search(styled["css"]):
            yield _line(html, styled.start("css")), SEE_THROUGH
    for sheet in _STYLE.finditer(html):
        for found in _OPACITY.finditer(sheet[1]):
            yield _line(html, sheet.start(1) + found.start()), SEE_THROUGH
        for found in _SIZE.finditer(sheet[1]):
            yield _line(html, sheet.start(1) + found.start()), OF_ANOTHER_SIZE


def _unfinished(css: str) -> Iterator[tuple[int, str]]:
    begun: list[int] = []
    for piece in _PIECE.finditer(css):
        line = _line(css, piece.start())
        if piece["said"] is not None and not piece["closed"]:
            yield line, "a comment begins here and is not ended. Write */ where it ends."
        elif piece[0] == "{":
            begun.append(line)
        elif piece[0] == "}" and begun:
            begun.pop()
        elif piece[0] == "}":
            yield line, "“}” ends what was not begun. Take it out."
    if begun:
        yield begun[0], "what begins here with “{” is not ended. Write “}” where it ends."


def _families(value: str) -> Iterator[str]:
    for each in re.sub(r"!\s*important", "", value).split(","):
        family = each.strip().strip("\"'")
        if family and "(" not in each and ")" not in each and family.lower() not in _OF_ALL:
            yield family


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
