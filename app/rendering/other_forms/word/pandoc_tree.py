"""The letter as the tree that Pandoc reads (its JSON, version 1.23), every paragraph with the name of its style."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.core.links import fault_in_link
from app.rendering.other_forms.tree import Element, cells_of, rows_of, runs
from app.rendering.other_forms.word.direction import ISOLATED, MARKS, directions, draws, kept_apart, stretches
from app.rendering.other_forms.word.drawings import Drawings
from app.rendering.other_forms.word.manner import Manner
from app.rendering.other_forms.word.tables import NO_ATTRIBUTES, Cell, Json, cell, in_rows, table

_VERSION = [1, 23, 1]
# Left is where lines begin, in Markdown as in Word: in a text from the right that is the right.
_ALIGNED = {"aligned-left": "AlignLeft", "aligned-center": "AlignCenter", "aligned-right": "AlignRight"}
_SPACE: Json = {"t": "Space"}
_STYLES = {
    "label": "Label",
    "until": "Embargo",
    "standfirst": "Subtitle",
    "dateline": "Dateline",
    "place-and-date": "Place and Date",
    "house-logo": "House Logo",
    "sender": "Sender",
    "sender-line": "Sender Line",
    "addressee": "Addressee",
    "via": "Via",
    "subject": "Subject Line",
    "salutation": "Salutation",
    "closing": "Closing",
    "signature": "Signature Picture",
    "signer": "Signer",
    "logos": "Logos",
    "order-note": "Order Note",
    "unnamed": "Unnamed",
    "disclaimer": "Disclaimer",
    "end-mark": "End Mark",
    "colophon": "Colophon",
}
# What stands in an element of this class has this style, unless it has its own.
_STYLES_INSIDE = {
    "embargo": "Embargo Ladder",
    "blocks": "Signature Block",
    "copies": "Copies",
    "contacts": "Contact",
    "after": "After",
}
_WITHOUT_MARKS = frozenset(("Signature Block", "Copies", "Contact"))
_LETTERHEAD = frozenset(("letterhead", "sender", "sender-line"))
_COLUMNS = {"names-few": 1, "names-some": 2, "names-many": 2, "names-most": 3}
_WRAPPED = {"strong": "Strong", "b": "Strong", "em": "Emph", "i": "Emph", "sup": "Superscript", "sub": "Subscript"}


@dataclass(slots=True)
class _Flow:
    """What runs in lines, as far as it is not written yet, and the direction of each of its characters."""

    text: str
    left: list[str]

    def take(self, count: int) -> list[str]:
        taken, self.left, self.text = self.left[:count], self.left[count:], self.text[count:]
        return taken


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands: the direction around it, the style and the number of columns it inherits.

    `is_text` says that it stands in the letter's text itself, not in a list or a quotation there.
    """

    direction: str
    style: str = ""
    columns: int = 1
    is_text: bool = False


def pandoc_tree(page: Element, drawings: Drawings, *, direction: str, manner: Manner) -> bytes:
    """Return the tree for this page, whose text runs "ltr" or "rtl"; a plain one without its pictures."""
    items = {each.attribute("id"): each for each in page.elements() if each.tag == "li"}
    writer = _Writer(manner, items, drawings)
    blocks = writer.blocks(page.children, _Place(direction))
    meta = {"dir": {"t": "MetaString", "c": direction}}
    return json.dumps({"pandoc-api-version": _VERSION, "meta": meta, "blocks": blocks}).encode()


@dataclass(slots=True)
class _Writer:
    """Writes one letter. Remembers which notes stand at a foot already."""

    manner: Manner
    items: dict[str, Element]
    drawings: Drawings
    noted: list[str] = field(default_factory=list)

    def blocks(self, children: Sequence[Element | str], place: _Place) -> list[Json]:
        written: list[Json] = []
        for part in runs(children):
            written += self._block(part, place) if isinstance(part, Element) else self._paragraph(part, place)
        return written

    def _block(self, element: Element, place: _Place) -> list[Json]:
        classes = element.classes
        if "footnotes" in classes or (self.manner.is_plain and classes & _LETTERHEAD):
            return []
        inside = self._inside(element, place)
        blocks = self._blocks_of(element, inside, place)
        if inside.direction == place.direction:
            return blocks
        return [{"t": "Div", "c": [["", [], [["dir", inside.direction]]], blocks]}]

    def _blocks_of(self, element: Element, inside: _Place, place: _Place) -> list[Json]:
        if element.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6"):
            return self._named(element, replace(inside, is_text=place.is_text))
        if element.tag in ("ul", "ol"):
            return self._list(element, inside)
        one = self._one(element, inside)
        return [one] if one else self.blocks(element.children, inside)

    def _one(self, element: Element, place: _Place) -> Json:
        """What is one block to Pandoc too; nothing for an element that only holds others."""
        match element.tag:
            case "table":
                return self._table(element, place)
            case "blockquote":
                return {"t": "BlockQuote", "c": self.blocks(element.children, place)}
            case "pre":
                return {"t": "CodeBlock", "c": [NO_ATTRIBUTES, element.raw().strip("\n")]}
            case "hr":
                return _styled("Horizontal Rule", [{"t": "Para", "c": [_string("\u00a0")]}])
            case _:
                return {}

    def _inside(self, element: Element, place: _Place) -> _Place:
        classes = element.classes
        style = next((_STYLES_INSIDE[name] for name in _STYLES_INSIDE if name in classes), place.style)
        columns = next((_COLUMNS[name] for name in _COLUMNS if name in classes), place.columns)
        direction = element.attribute("dir") or place.direction
        columns = 1 if self.manner.is_plain else columns
        return _Place(direction, style, columns, "text" in classes)

    def _named(self, element: Element, place: _Place) -> list[Json]:
        """A paragraph or heading with the style that its class, its tag or its place asks for."""
        style = next((_STYLES[name] for name in _STYLES if name in element.classes), "")
        inlines = self._inlines(element.children, place)
        if not inlines:
            return []
        if element.tag[0] == "h" and not style and element.tag != "h1":
            return [{"t": "Header", "c": [int(element.tag[1]) - 1, NO_ATTRIBUTES, inlines]}]
        if element.tag == "h1" and not style:
            style = "Title"
        if place.style == "Copies":
            style = "Copies Heading"
        if style == "Logos":
            inlines = [_span([["custom-style", "Logo Gap"]], [each]) if each == _SPACE else each for each in inlines]
        if place.is_text and not style and self.manner is Manner.UN_STATEMENT_NUMBERED:
            style = "Numbered Paragraph"
        return self._paragraph_of(inlines, style, place)

    def _paragraph(self, children: Sequence[Element | str], place: _Place) -> list[Json]:
        inlines = self._inlines(children, place)
        return self._paragraph_of(inlines, "", place) if inlines else []

    def _paragraph_of(self, inlines: list[Json], style: str, place: _Place) -> list[Json]:
        para: Json = {"t": "Para", "c": inlines}
        named = style or place.style
        return [_styled(named, [para]) if named else para]

    def _list(self, element: Element, place: _Place) -> list[Json]:
        is_names = "names" in element.classes
        inside = _Place(place.direction, "Signatory" if is_names else place.style or "List Text")
        entries = [item for item in element.children if isinstance(item, Element) and item.tag == "li"]
        items = [self.blocks(item.children, inside) for item in entries[:-1]]
        items += [self.blocks(item.children, _at_the_end(inside)) for item in entries[-1:]]
        if place.style == "Signature Block":
            items = [[*self._room_to_sign(entry), *item] for entry, item in zip(entries, items, strict=True)]
            if len(items) > 1 and not self.manner.is_plain:
                return [in_rows(items)]
        if place.style in _WITHOUT_MARKS:
            return [block for item in items for block in item]
        if element.tag == "ul":
            return [{"t": "BulletList", "c": items}]
        start = int(element.attribute("start") or 1)
        # Under numbered paragraphs a list has letters: two kinds of numbers would be mistaken for each other.
        has_letters = self.manner is Manner.UN_STATEMENT_NUMBERED and not is_names
        manner = [{"t": "LowerAlpha"}, {"t": "TwoParens"}] if has_letters else [{"t": "Decimal"}, {"t": "Period"}]
        numbered: Json = {"t": "OrderedList", "c": [[start, *manner], items]}
        if is_names and place.columns > 1:
            return [_end_of_section(1), numbered, _end_of_section(place.columns)]
        return [numbered]

    def _room_to_sign(self, block: Element) -> list[Json]:
        """As much as a signature takes, where none is printed: the letter is signed by hand, or a picture is put in."""
        is_signed = any("signature" in each.classes for each in block.elements())
        if is_signed and not self.manner.is_plain:
            return []
        return [_styled("Signature Room", [{"t": "Para", "c": [_string("\u00a0")]}])]

    def _table(self, element: Element, place: _Place) -> Json:
        heads, rows = rows_of(element)
        wide = max((len(cells_of(row)) for row in (*heads, *rows)), default=0)
        return table(
            [self._row(row, place, is_head=True) for row in heads],
            [self._row(row, place) for row in rows],
            columns=wide,
        )

    def _row(self, row: Element, place: _Place, *, is_head: bool = False) -> list[Cell]:
        """A row; what heads it is heavier, as what stands in the head of a table is by its style."""
        return [self._cell(each, place, is_heavy=each.tag == "th" and not is_head) for each in cells_of(row)]

    def _cell(self, element: Element, place: _Place, *, is_heavy: bool) -> Cell:
        aligned = next((to for name, to in _ALIGNED.items() if name in element.classes), "AlignDefault")
        if any(isinstance(each, Element) for each in runs(element.children)):
            return cell(self.blocks(element.children, _Place(place.direction, "Table Text")), aligned=aligned)
        inlines = self._inlines(element.children, place)
        # Of a paragraph Pandoc keeps the style; text without one it makes “Compact”.
        para: Json = {"t": "Para", "c": [{"t": "Strong", "c": inlines}] if is_heavy else inlines}
        return cell([_styled("Table Text", [para])], aligned=aligned)

    def _inlines(self, children: Sequence[Element | str], place: _Place) -> list[Json]:
        text = "".join(map(_flowing, children))
        flow = _Flow(text, directions(text, place.direction))
        return _tidy([each for child in children for each in self._inline(child, place.direction, flow)])

    def _inline(self, node: Element | str, around: str, flow: _Flow) -> list[Json]:
        if isinstance(node, str):
            return _words(_flowing(node), around, flow)
        if self.manner.is_plain and node.classes & _LETTERHEAD:
            flow.take(len(_flowing(node)))
            return []
        if node.tag in ("br", "code", "img") or "footnote-ref" in node.classes:
            return self._leaf(node, around, flow)
        direction = node.attribute("dir") or around
        after: list[Json] = []
        if node.attribute("dir"):
            flow.take(1)
            inside = self._inlines(node.children, _Place(direction))
            if direction != around:
                inside = _apart(inside, node, direction)
                after = [_string(MARKS[around])] if draws(flow.text, around) else []
        else:
            inside = [each for child in node.children for each in self._inline(child, around, flow)]
        if node.tag in _WRAPPED:
            return [{"t": _WRAPPED[node.tag], "c": inside}, *after]
        if node.tag == "a" and not fault_in_link(node.attribute("href")):
            return [{"t": "Link", "c": [NO_ATTRIBUTES, inside, [node.attribute("href"), ""]]}, *after]
        said = [["custom-style", "Detail"]] if "detail" in node.classes else []
        said += [["lang", node.attribute("lang")]] if node.attribute("lang") else []
        said += [["dir", direction]] if direction != around else []
        return [*([_span(said, inside)] if said else inside), *after]

    def _picture(self, image: Element) -> list[Json]:
        drawn = "" if self.manner.is_plain else self.drawings.run(image)
        return [{"t": "RawInline", "c": ["openxml", drawn]}] if drawn else []

    def _leaf(self, node: Element, around: str, flow: _Flow) -> list[Json]:
        flow.take(len(_flowing(node)))
        if node.tag == "br":
            return [{"t": "LineBreak"}]
        if node.tag == "img":
            return self._picture(node)
        if node.tag == "code":
            return [{"t": "Code", "c": [NO_ATTRIBUTES, node.text()]}]
        return self._note(node, around)

    def _note(self, mark: Element, around: str) -> list[Json]:
        """The note itself, at the foot of the page; where a note is called again, its number."""
        link = next((each for each in mark.elements() if each.tag == "a"), mark)
        target = link.attribute("href").removeprefix("#")
        note = self.items.get(target)
        if note is None or target in self.noted:
            return [{"t": "Superscript", "c": [_string(mark.text().strip("[]").partition(":")[0])]}]
        self.noted.append(target)
        return [{"t": "Note", "c": _unstyled(self.blocks(note.children, _Place(around, "footnote text")))}]


def _at_the_end(place: _Place) -> _Place:
    """Where the last entry of a list stands: below the last who gets a copy is a gap."""
    return replace(place, style="Last Copy") if place.style == "Copies" else place


def _apart(inside: list[Json], node: Element, direction: str) -> list[Json]:
    """What is read in a direction of its own, between the marks it needs for that."""
    before, after = kept_apart(node.text(), direction)
    return [*([_string(before)] if before else []), *inside, *([_string(after)] if after else [])]


def _flowing(node: Element | str) -> str:
    """The text by which directions are told, white space made single; for what is isolated, one sign without any."""
    if isinstance(node, str):
        return re.sub("[ \t\r\n]+", " ", node)
    if node.tag in ("br", "code") or node.attribute("dir"):
        return ISOLATED
    return "" if "footnote-ref" in node.classes else "".join(map(_flowing, node.children))


def _words(text: str, around: str, flow: _Flow) -> list[Json]:
    """Words and single spaces; stretches that run against what is around them say so."""
    written: list[Json] = []
    for stretch, direction in stretches(text, flow.take(len(text))):
        parts = [_SPACE if part == " " else _string(part) for part in re.split("( )", stretch) if part]
        written += parts if direction == around else [_span([["dir", direction]], parts)]
    return written


def _tidy(inlines: list[Json]) -> list[Json]:
    """Without spaces at either end and beside breaks, and without a second one in a row."""
    kept: list[Json] = []
    for each in inlines:
        if each["t"] == "LineBreak":
            while kept and kept[-1]["t"] == "Space":
                kept.pop()
        elif each["t"] == "Space" and (not kept or kept[-1]["t"] in ("Space", "LineBreak")):
            continue
        kept.append(each)
    while kept and kept[-1]["t"] in ("Space", "LineBreak"):
        kept.pop()
    return kept


def _string(text: str) -> Json:
    return {"t": "Str", "c": text}


def _span(attributes: list[list[str]], inlines: list[Json]) -> Json:
    return {"t": "Span", "c": [["", [], attributes], inlines]}


def _styled(style: str, blocks: list[Json]) -> Json:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _unstyled(blocks: list[Json]) -> list[Json]:
    """The blocks of a note, the first paragraph without its style: Pandoc puts the mark into none that has one."""
    match blocks:
        case [{"t": "Div", "c": [[_, _, [["custom-style", _]]], [{"t": "Para", "c": inlines}]]}, *others]:
            return [{"t": "Para", "c": inlines}, *others]
        case _:
            return blocks


def _end_of_section(columns: int) -> Json:
    """The end of a stretch of the page that has so many columns, as Word writes it; `finishing` completes it."""
    section = f'<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/><w:cols w:num="{columns}"/></w:sectPr></w:pPr></w:p>'
    return {"t": "RawBlock", "c": ["openxml", section]}
