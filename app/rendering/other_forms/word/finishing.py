"""What Pandoc's Word file lacks: sections with columns, tables and languages from right to left, our title and styles.

Every section but the last says how many columns it has and nothing else; here each gets the page of the last, and the
first its running lines (those of later sections are inherited: ECMA-376 part 1, 17.10.1).
"""

import copy
import io
import re
import zipfile
from itertools import pairwise
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from app.rendering.document import Document
from app.rendering.other_forms.word.columns import give_columns
from app.rendering.other_forms.word.drawings import with_pictures
from app.rendering.other_forms.word.manner import Manner
from app.rendering.other_forms.word.reference import packed, settings_xml, sheet
from app.rendering.other_forms.word.styles import HANGING, styles_with_room_above, styles_xml
from app.rendering.other_forms.word.tables import BLOCKS_STYLE

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "w10": "urn:schemas-microsoft-com:office:word",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
_W = f"{{{_NAMESPACES['w']}}}"
_DROPPED = frozenset(("docProps/app.xml", "docProps/custom.xml", "word/comments.xml", "word/webSettings.xml"))
_BELOW_A_PARAGRAPH = frozenset(("bullet", "lowerLetter"))
_BEGINS_A_BLOCK = frozenset(("SignaturePicture", "SignatureRoom"))
_BLOCK = _BEGINS_A_BLOCK | {"Signer", "SignatureBlock"}
_BELOW_A_TABLE = "147"
"""As much as below a paragraph, in twentieths of a point."""

_BEFORE_SPACING = frozenset(f"{_W}{name}" for name in ("pStyle", "keepNext", "keepLines", "numPr", "pBdr", "bidi"))
"""Of those that Pandoc gives a paragraph, the properties that stand before its spacing (17.3.1.26)."""

_EAST_ASIAN = frozenset(("zh", "ja", "ko"))
# Pandoc means a side of the page and Word where lines begin, by the same words: these say it (17.18.44).
_WHERE_LINES_BEGIN_AND_END = {"left": "start", "right": "end"}

for _prefix, _name in _NAMESPACES.items():
    ET.register_namespace(_prefix, _name)


def finished(written: bytes, document: Document, manner: Manner) -> bytes:
    """Return the Word file that Pandoc wrote, finished: the same bytes for the same file and document."""
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        files = {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
    files = {name: content for name, content in files.items() if name not in _DROPPED}
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        files[name] = _without_dropped(files[name])
    files["word/document.xml"] = _changed(files["word/document.xml"], document, manner, is_body=True)
    files["word/footnotes.xml"] = _changed(files["word/footnotes.xml"], document, manner, is_body=False)
    files["word/numbering.xml"] = _indented(files["word/numbering.xml"], manner)
    files["word/settings.xml"] = settings_xml(document.language).encode()
    files["docProps/core.xml"] = _core(document)
    # Pandoc adds thirty styles for the words of programs.
    files["word/styles.xml"] = styles_xml(document, manner).encode()
    return packed(with_pictures(files, document.pictures))


def _without_dropped(listed: bytes) -> bytes:
    """A list of parts without those that are dropped, of which it names some by their place, some by their name."""
    names = "|".join(re.escape(name.rpartition("/")[2]) for name in sorted(_DROPPED))
    pattern = rf'<(?:Override|Relationship)\s[^>]*(?:PartName|Target)="[^"]*({names})"[^>]*/>'
    return re.sub(pattern, "", listed.decode()).encode()


def _changed(part: bytes, document: Document, manner: Manner, *, is_body: bool) -> bytes:
    root = _read(part)
    for run in root.iter(f"{_W}rPr"):
        _say_language(run)
    for alignment in root.iter(f"{_W}jc"):
        told = alignment.get(f"{_W}val", "")
        alignment.set(f"{_W}val", _WHERE_LINES_BEGIN_AND_END.get(told, told))
    measure = sheet(document.paper, manner).measure
    for table in root.iter(f"{_W}tbl"):
        _fill_the_measure(table, measure)
        _part_rows_of_blocks(table)
        properties = table.find(f"{_W}tblPr")
        if document.direction == "rtl" and properties is not None:
            properties.insert(_after_style(properties), ET.Element(f"{_W}bidiVisual"))
    body = root.find(f"{_W}body")
    if is_body and body is not None:
        _part_blocks(body)
        _keep_off_tables(body, styles_with_room_above(document, manner))
        _complete_sections(body)
    return _bytes(root)


def _after_style(properties: ET.Element) -> int:
    """The place after the style in properties whose first element it is, if they have one."""
    return int(any(each.tag in (f"{_W}tblStyle", f"{_W}pStyle") for each in properties))


def _fill_the_measure(table: ET.Element, measure: int) -> None:
    """Make a table as wide as the text: Pandoc makes all of them 140 mm wide, with columns of one width.

    In a letter that is read from the right, the rest would be left over where lines begin.
    """
    width = table.find(f"{_W}tblPr/{_W}tblW")
    if width is not None:
        width.set(f"{_W}type", "pct")
        width.set(f"{_W}w", "5000")  # fiftieths of a per cent (17.18.90)
    if _holds_blocks(table):
        columns = table.findall(f"{_W}tblGrid/{_W}gridCol")
        for column in columns:
            column.set(f"{_W}w", str(measure // len(columns)))
    else:
        give_columns(table, measure)


def _holds_blocks(table: ET.Element) -> bool:
    return any(each.get(f"{_W}val") == BLOCKS_STYLE for each in table.iter(f"{_W}tblStyle"))


def _part_rows_of_blocks(table: ET.Element) -> None:
    """Let a page end between two rows of signature blocks, and not within one."""
    if not _holds_blocks(table):
        return
    for row in table.iter(f"{_W}tr"):
        row.insert(0, whole := ET.Element(f"{_W}trPr"))
        whole.append(ET.Element(f"{_W}cantSplit"))
    for properties in table.iter(f"{_W}pPr"):
        properties.insert(_after_style(properties), _not_kept_with_the_next())


def _not_kept_with_the_next() -> ET.Element:
    """A property of its own goes before that of a style (17.7.2)."""
    return ET.Element(f"{_W}keepNext", {f"{_W}val": "0"})


def _keep_off_tables(body: ET.Element, with_room_above: frozenset[str]) -> None:
    """Set what follows a table as far from it as from a paragraph, unless its style does so by itself."""
    for table, following in pairwise(body):
        if table.tag != f"{_W}tbl" or following.tag != f"{_W}p" or _style_of(following) in with_room_above:
            continue
        properties = following.find(f"{_W}pPr")
        if properties is not None:
            place = sum(each.tag in _BEFORE_SPACING for each in properties)
            properties.insert(place, ET.Element(f"{_W}spacing", {f"{_W}before": _BELOW_A_TABLE}))


def _part_blocks(body: ET.Element) -> None:
    """Let a page end between two signature blocks: their styles keep lines together, the last is let go."""
    styles = [_style_of(each) for each in body]
    for paragraph, style, following in zip(body, styles, (*styles[1:], ""), strict=True):
        properties = paragraph.find(f"{_W}pPr")
        if style in _BLOCK and following not in _BLOCK - _BEGINS_A_BLOCK and properties is not None:
            properties.insert(_after_style(properties), _not_kept_with_the_next())


def _style_of(block: ET.Element) -> str:
    style = block.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _say_language(run: ET.Element) -> None:
    """Word reads the language of a run from the attribute for its script: 17.3.2.20."""
    language = run.find(f"{_W}lang")
    if language is None:
        return
    tag = language.get(f"{_W}val", "")
    if run.find(f"{_W}rtl") is not None:
        language.attrib.clear()
        language.set(f"{_W}bidi", tag)
    elif tag.partition("-")[0] in _EAST_ASIAN:
        language.set(f"{_W}eastAsia", tag)


def _complete_sections(body: ET.Element) -> None:
    last = body.find(f"{_W}sectPr")
    if last is None:
        message = "The Word file has no page."
        raise ValueError(message)
    for notes in last.findall(f"{_W}footnotePr"):
        last.remove(notes)
    ends = [paragraph for paragraph in body if paragraph.find(f"{_W}pPr/{_W}sectPr") is not None]
    for n, end in enumerate(ends):
        columns = end.find(f"{_W}pPr/{_W}sectPr/{_W}cols")
        number = columns.get(f"{_W}num", "1") if columns is not None else "1"
        _end_with_the_text(body, end, _section(last, number, is_first=n == 0))
    if ends:
        _strip_running(last)


def _section(last: ET.Element, columns: str, *, is_first: bool) -> ET.Element:
    section = copy.deepcopy(last)
    if not is_first:
        _strip_running(section)
    cols = section.find(f"{_W}cols")
    if cols is not None:
        cols.set(f"{_W}num", columns)
    return section


def _strip_running(section: ET.Element) -> None:
    """Let a section go on where the one before it ends, under the same running lines."""
    for tag in ("headerReference", "footerReference", "titlePg"):
        for each in section.findall(f"{_W}{tag}"):
            section.remove(each)
    kind = ET.Element(f"{_W}type", {f"{_W}val": "continuous"})
    section.insert(0, kind)


def _end_with_the_text(body: ET.Element, end: ET.Element, section: ET.Element) -> None:
    """Put the end of a section into the last paragraph of its text, so that no empty one is left."""
    place = list(body).index(end)
    before = body[place - 1] if place else end
    is_paragraph = before.tag == f"{_W}p" and before.find(f"{_W}pPr/{_W}sectPr") is None
    into = before if is_paragraph and before is not end else end
    properties = into.find(f"{_W}pPr")
    if properties is None:
        properties = ET.Element(f"{_W}pPr")
        into.insert(0, properties)
    for old in properties.findall(f"{_W}sectPr"):
        properties.remove(old)
    properties.append(section)
    if into is not end:
        body.remove(end)


def _indented(numbering: bytes, manner: Manner) -> bytes:
    """Lists that hang by 8.5 mm a level, room for a number of three digits; under numbered paragraphs further in."""
    root = _read(numbering)
    for kind in root.iter(f"{_W}abstractNum"):
        form = kind.find(f"{_W}lvl/{_W}numFmt")
        is_below = form is not None and form.get(f"{_W}val") in _BELOW_A_PARAGRAPH
        further = int(is_below and manner is Manner.UN_STATEMENT_NUMBERED)
        for level in kind.iter(f"{_W}lvl"):
            indent = level.find(f"{_W}pPr/{_W}ind")
            if indent is not None:
                depth = int(level.get(f"{_W}ilvl", "0")) + 1 + further
                indent.set(f"{_W}left", str(HANGING * depth))
                indent.set(f"{_W}hanging", str(HANGING))
    return _bytes(root)


def _core(document: Document) -> bytes:
    """Title, language and date; no author, no tool (ECMA-376 part 2, chapter 11)."""
    dated = f"{document.dated:%Y-%m-%dT%H:%M:%SZ}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:language>{escape(document.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{dated}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{dated}</dcterms:modified></cp:coreProperties>'
    ).encode()


def _read(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - Pandoc wrote it a moment ago, from a tree of ours


def _bytes(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
