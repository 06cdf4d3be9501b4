"""The letter as one HTML page: no script, nothing from elsewhere, to be kept and opened anywhere."""

from base64 import b64encode
from collections.abc import Container, Mapping
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from app.core.links import fault_in_link
from app.rendering.document import Document, Picture
from app.rendering.html_elements import WITHOUT_END
from app.rendering.other_forms.tree import BLOCKS, INLINE, OF_ROWS, Element, page_of, picture_address, rows_of

_FOLDER = Path(__file__).parent

_KEPT = BLOCKS - {"header", "footer", "main"} | INLINE
_ATTRIBUTES = frozenset(("alt", "class", "colspan", "dir", "href", "id", "lang", "rowspan", "start"))
_ATTRIBUTES |= {"height", "scope", "width"}
_CELLS = ("td", "th")
_SHORT = 17
"""Characters of “30 September 2026”."""
_SCOPES = OF_ROWS | {"col", "colgroup"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html_page(document: Document) -> bytes:
    """Return the page in UTF-8: what stands on paper, in its order, with headings, lists and links.

    Raises `NotFound` for an unknown template and `TypesettingFailed` for a document that lacks what it needs.
    """
    sheets = ("page.css", "page-embargo.css") if document.embargo else ("page.css",)
    pictures = {picture_address(each): _address(each) for each in document.pictures}
    written = "".join(_written(each, pictures) for each in page_of(document).children).strip()
    return f"""<!DOCTYPE html>
<html lang="{escape(document.language)}" dir="{escape(document.direction)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)}</title>
<style>
{"".join(map(_style, sheets))}</style>
</head>
<body>
<main>
{written}
</main>
</body>
</html>
""".encode()


@cache
def _style(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _address(picture: Picture) -> str:
    """The picture itself: the page has to be complete wherever it is kept."""
    return f"data:image/png;base64,{b64encode(picture.content).decode()}"


def _written(node: Element | str, pictures: Mapping[str, str]) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    if node.tag == "table":
        node = _scoped(node, {id(row) for row in rows_of(node)[0]})
    inside = "".join(_written(each, pictures) for each in node.children)
    if node.tag not in _KEPT or (node.tag == "img" and node.attribute("src") not in pictures):
        return inside
    attributes = _whole(node).attributes if node.tag in _CELLS else node.attributes
    shown = "".join(f' {name}="{escape(value)}"' for name, value in attributes if _safe(name, value))
    if node.tag == "img":
        shown += f' src="{pictures[node.attribute("src")]}"'
    start = f"<{node.tag}{shown}{_meant(node)}>"
    return start if node.tag in WITHOUT_END else f"{start}{inside}</{node.tag}>"


def _whole(cell: Element) -> Element:
    """The same, marked where it holds no more than a date: browsers would break that beside a column of sentences."""
    if len(cell.text()) > _SHORT:
        return cell
    others = tuple(each for each in cell.attributes if each[0] != "class")
    return replace(cell, attributes=(*others, ("class", " ".join(filter(None, (cell.attribute("class"), "whole"))))))


def _safe(name: str, value: str) -> bool:
    return name in _ATTRIBUTES and (name != "href" or value.startswith("#") or not fault_in_link(value))


def _meant(node: Element) -> str:
    """What an element is for, where its name does not say so: WAI-ARIA for digital publishing, section 4."""
    return ' role="doc-noteref"' if node.tag == "a" and node.attribute("href").startswith("#fn") else ""


def _scoped(node: Element, heads: Container[int], scope: str = "") -> Element:
    """The same with a scope for each heading of a table: as its template says, else by the row in which it stands."""
    if node.tag == "tr":
        scope = "col" if id(node) in heads else "row"
    own = node.attribute("scope") if node.attribute("scope") in _SCOPES else scope
    attributes = tuple(each for each in node.attributes if each[0] != "scope")
    if node.tag == "th":
        attributes = (*attributes, ("scope", own))
    children = tuple(_scoped(each, heads, scope) if isinstance(each, Element) else each for each in node.children)
    return replace(node, attributes=attributes, children=children)
