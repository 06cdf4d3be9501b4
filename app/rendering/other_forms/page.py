"""The letter as one HTML page: no script, nothing from elsewhere, to be kept and opened anywhere."""

from functools import cache
from html import escape
from pathlib import Path
from re import IGNORECASE, match

from app.rendering.document import Document
from app.rendering.html_elements import WITHOUT_END
from app.rendering.other_forms.tree import BLOCKS, INLINE, Element, page_of

_FOLDER = Path(__file__).parent

_KEPT = BLOCKS - {"header", "footer", "main"} | INLINE
_ATTRIBUTES = frozenset(("alt", "class", "colspan", "dir", "href", "id", "lang", "rowspan", "src", "start"))
_ATTRIBUTES |= {"height", "width"}
_ADDRESSES = {"href": r"https://|mailto:|#", "src": r"data:image/(png|jpeg|webp);base64,"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html_page(document: Document) -> bytes:
    """Return the page in UTF-8: what stands on paper, in its order, with headings, lists and links.

    Raises `NotFound` for an unknown template and `TypesettingFailed` for a document that lacks what it needs.
    """
    sheets = ("page.css", "page-embargo.css") if document.embargo else ("page.css",)
    written = "".join(map(_written, page_of(document).children)).strip()
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


def _written(node: Element | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    inside = "".join(map(_written, node.children))
    if node.tag not in _KEPT or (node.tag == "img" and not _safe("src", node.attribute("src"))):
        return inside
    shown = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes if _safe(name, value))
    start = f"<{node.tag}{shown}{_meant(node)}>"
    return start if node.tag in WITHOUT_END else f"{start}{inside}</{node.tag}>"


def _safe(name: str, value: str) -> bool:
    return name in _ATTRIBUTES and (name not in _ADDRESSES or match(_ADDRESSES[name], value, IGNORECASE) is not None)


def _meant(node: Element) -> str:
    """What an element is for, where its name does not say so: WAI-ARIA for digital publishing, section 4."""
    if node.tag == "a" and node.attribute("href").startswith("#fn"):
        return ' role="doc-noteref"'
    return ' scope="col"' if node.tag == "th" else ""
