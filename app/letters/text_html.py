"""A letter's Markdown as sanitised HTML: a small list of elements, quick on hostile input."""

import re
from collections.abc import Sequence
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from app.core.errors import Obstacle, Refused
from app.core.links import fault_in_link, without_fields
from app.letters.emphasis import emphasis_without_gaps

LONGEST_BODY = 100_000
"""In characters: about thirty pages."""

MOST_NESTED = 20
"""Lists, items and quotations within each other. What stands deeper is not read."""

_ELEMENTS = {
    "h2",
    "h3",
    "p",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "sup",
    "hr",
    "br",
    "section",
}
_ELEMENTS |= {"table", "thead", "tbody", "tr", "th", "td", "code", "pre"}
_ATTRIBUTES = {
    "a": {"href", "id", "class"},
    "li": {"id", "class"},
    "ol": {"class", "start"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class"},
}
_CLASSES = {"footnote-backref", "footnote-item", "footnote-ref", "footnotes", "footnotes-list"}
_SIDES = {f"text-align:{side}": f"aligned-{side}" for side in ("left", "center", "right")}
_CLASSES |= set(_SIDES.values())
_DEEPEST_HEADING = 3
_NOTES = '<section class="footnotes">'
_NESTING = ("blockquote", "ul", "ol", "section")
_WAY_BACK = re.compile(r'\s*<a\b[^>]*class="footnote-backref"[^>]*>[^<]*</a>')
_MARK = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)
_SECTION = re.compile(r"^(?=<h2>)", re.MULTILINE)
_BACK_MATTER = re.compile(
    r"<h2>\W*(?:(?:further|more|other|autres|weitere|otras|altre) )?"
    r"(?:sources|references|reading|références|lectures|quellen|fuentes|fonti|fontes|bronnen|kaynaklar|"
    r"источники|джерела|πηγές|المصادر|مەنبەلەر|资料来源|來源|来源)\b",
    re.IGNORECASE,
)


def safe_html(markdown: str) -> str:
    """Return CommonMark with tables and footnotes as HTML that may stand in a page or on paper.

    Raw HTML is shown as the text it is, a picture as a link; links lead to https, or to one address of
    mail and fill in nothing of it. Headings begin at h2 and skip no level, so that the document keeps its one h1.
    `Refused` over 100,000 characters.
    """
    if len(markdown) > LONGEST_BODY:
        sentence = f"The text is longer than {LONGEST_BODY:,} characters. Move parts of it to an annex."
        raise Refused(Obstacle(sentence))
    parser = letter_parser()
    tokens = parser.parse(markdown)
    _demote(tokens)
    for token in tokens:
        if style := token.attrs.pop("style", ""):  # how a column is aligned; paper keeps no style of an element
            token.attrs["class"] = _SIDES[str(style)]
    return _sanitised(parser.renderer.render(tokens, parser.options, {}))


def without_ways_back(html: str) -> str:
    """Return what `safe_html` returned without the arrows from notes to their marks: on paper one looks up."""
    return _WAY_BACK.sub("", html)


def split_back_matter(html: str) -> tuple[str, str]:
    """Part what `safe_html` returned into the text before the names and the sources that stand after them.

    Sources are the last sections, each under a heading that begins with such a word ("Further sources on …").
    """
    sections = _SECTION.split(html)
    first = len(sections)
    while first > 1 and _BACK_MATTER.match(sections[first - 1]):
        first -= 1
    before = "".join(sections[:first])
    if any(before.count(f"<{element}") != before.count(f"</{element}>") for element in _NESTING):
        return html, ""
    return before, "".join(sections[first:])


def split_notes(html: str) -> tuple[str, str]:
    """Part what `safe_html` returned into the text and the footnotes below it, which are empty where there are none."""
    text, opening, notes = html.rpartition(_NOTES)
    return (text, opening + notes) if opening else (html, "")


def first_paragraph(html: str) -> str:
    """Return the first paragraph of what `safe_html` returned, without marks of notes; empty where there is none."""
    found = re.search(r"<p>.*?</p>", html, re.DOTALL)
    return _MARK.sub("", found[0]) if found else ""


def first_list(html: str) -> str:
    """Return the first numbered list of what `safe_html` returned, else the first other one, without marks of notes."""
    for element in ("ol", "ul"):
        opening = re.search(f"<{element}>", html)
        depth = 0
        for tag in re.finditer(rf"<(/?){element}\b[^>]*>", html[opening.start() :] if opening else ""):
            depth += -1 if tag[1] else 1
            if opening and not depth:
                return _MARK.sub("", html[opening.start() : opening.start() + tag.end()])
    return ""


def plain(html: str) -> str:
    """Return the words of what `safe_html` returned, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def letter_parser() -> MarkdownIt:
    """Return what reads the Markdown of letters: CommonMark with tables and footnotes, no pictures, no raw HTML."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MOST_NESTED})
    parser.enable("table").disable("image").use(footnote_plugin, inline=False).use(emphasis_without_gaps)
    parser.add_render_rule("footnote_block_open", _open_footnotes)  # the style draws the rule above them
    return parser


def is_kept_address(href: str) -> bool:
    """Say whether a link out of the text keeps this address, if not all that it would fill in of a mail."""
    return "href" in _sanitised(f'<a href="{escape(href)}"></a>')


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=_ELEMENTS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


def _open_footnotes(*_given: object) -> str:
    return f'{_NOTES}\n<ol class="footnotes-list">\n'


def _demote(tokens: Sequence[Token]) -> None:
    """Shift headings so that the highest is an h2, and none goes down by more than one level."""
    opening = [token for token in tokens if token.type == "heading_open"]
    closing = [token for token in tokens if token.type == "heading_close"]
    if not opening:
        return
    highest = min(int(token.tag[1]) for token in opening)
    previous = 1
    for start, end in zip(opening, closing, strict=True):
        level = min(int(start.tag[1]) - highest + 2, previous + 1, _DEEPEST_HEADING)
        start.tag = end.tag = f"h{level}"
        previous = level


def _kept(element: str, attribute: str, value: str) -> str | None:
    """Keep links out, links between a note and its mark, and the classes of these."""
    match attribute:
        case "href":
            link = without_fields(value)
            return link if not fault_in_link(link) else value if re.fullmatch(r"#fn(ref)?\d+(:\d+)?", value) else None
        case "id":
            return value if re.fullmatch(r"fn(ref)?\d+(:\d+)?", value) else None
        case "class":
            return value if value in _CLASSES else None
        case _:
            return value if element == "ol" and value.isdecimal() else None
