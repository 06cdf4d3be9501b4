"""The styles of a Word file, by manner (ECMA-376 part 1, 17.7).

Sizes of type are in half points, spaces in twentieths of a point.
"""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from app.rendering.document import Document
from app.rendering.other_forms.word.manner import Manner
from app.rendering.other_forms.word.tables import BLOCKS_STYLE

INK, QUIET, LINE, EMBARGO = "16181B", "55595F", "B9BDC2", "9B1C1C"
_EAST_ASIAN = frozenset(("zh", "ja", "ko"))
_LARGER_ARABIC = 1.14
_COLUMN_SIZES = ((10, 0), (30, -2), (150, -3))
_SMALLEST_NAMES = -4
_SIGNATURE = 850
"""As high as a signature is on paper: 15 mm."""

HANGING = 482
"""How far the text of a list stands in from its number."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Typefaces for Latin, for scripts from right to left, for Chinese, and the one for what is small."""

    serif: str
    sans: str
    right_to_left: str
    east_asian: str


_OURS = Faces("Source Serif 4", "Source Sans 3", "Noto Naskh Arabic", "Noto Sans SC")
_TIMES = Faces("Times New Roman", "Times New Roman", "Times New Roman", "SimSun")

# What a word processor may take where a face is not at hand, and the kind of face it is.
STAND_INS = (
    ("Source Serif 4", "Georgia", "roman"),
    ("Source Sans 3", "Calibri", "swiss"),
    ("Noto Naskh Arabic", "Arabic Typesetting", "roman"),
    ("Noto Sans SC", "Microsoft YaHei", "swiss"),
    ("Times New Roman", "Liberation Serif", "roman"),
    ("SimSun", "Noto Serif CJK SC", "roman"),
)


@dataclass(frozen=True, slots=True)
class _Style:
    """One style. What is 0, -1 or "" is inherited; `more` is XML that goes into the paragraph's properties."""

    name: str
    size: int = 0
    bold: str = ""
    italic: str = ""
    is_small_face: bool = False
    colour: str = ""
    before: int = -1
    after: int = -1
    more: str = ""
    spaced: int = 0
    based_on: str = "Normal"
    kind: str = "paragraph"
    level: int = -1
    line: int = -1
    line_rule: str = "auto"


def styles_xml(document: Document, manner: Manner) -> str:
    """Return styles.xml for a letter: by its language, its direction and how many names it has."""
    faces = _TIMES if manner.is_plain else _OURS
    body = _body_size(manner, document.language)
    written = "".join(_written(each, faces) for each in _chosen(document, manner))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault>'
        f'<w:rPr>{_fonts(faces, faces.serif)}<w:color w:val="{INK}"/>{_sizes(body)}'
        f"{_languages(document.language)}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>"
        '<w:spacing w:before="0" w:after="147" w:line="269" '
        f'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>{written}{_BUILT_IN}</w:styles>'
    )


def styles_with_room_above(document: Document, manner: Manner) -> frozenset[str]:
    """Return the identifiers of the styles that stand apart from what is above them by themselves."""
    return frozenset(style_id(each.name) for each in _chosen(document, manner) if each.before > 0)


def _chosen(document: Document, manner: Manner) -> list[_Style]:
    body = _body_size(manner, document.language)
    chosen = _plain(body) if manner.is_plain else _letter(body, document)
    return [*chosen, *_embargo(body, document, manner)]


def _body_size(manner: Manner, language: str) -> int:
    if manner.is_plain:
        return 20
    return 21 if language.partition("-")[0] in _EAST_ASIAN else 22


def _letter(body: int, document: Document) -> list[_Style]:
    below = next((less for limit, less in _COLUMN_SIZES if document.signatories.count <= limit), _SMALLEST_NAMES)
    return [
        *_common(body),
        _Style("Title", 40, "on", before=0, after=159, line=228, more=_KEPT),
        _Style("Subtitle", 25, "off", "on", after=249),
        _Style("heading 1", 21, "on", is_small_face=True, before=295, after=96, more=_KEPT, level=0),
        _Style("heading 2", 20, "on", is_small_face=True, before=249, after=96, more=_KEPT, level=1),
        _Style("Label", 18, "on", is_small_face=True, spaced=15, after=57, more=_KEPT),
        _Style("Dateline", 18, is_small_face=True, colour=QUIET, after=283),
        _Style("House Logo", before=0, after=170, line=240, more=_KEPT),
        _Style("Sender", 28, "on", before=0, after=57),
        _Style("Sender Line", 17, is_small_face=True, colour=QUIET, after=510, more=_rule("bottom")),
        _Style("Subject Line", body, "on", before=340, after=249, more=_KEPT),
        _Style("Signatory", body + below, after=45, line=240, more="<w:keepLines/>"),
        _Style("Logos", before=340, after=0, line=300, more='<w:keepLines/><w:textAlignment w:val="center"/>'),
        _Style("Logo Gap", kind="character", spaced=283),
        _Style("Order Note", 17, is_small_face=True, colour=QUIET, after=136, more=_KEPT),
        _Style("Unnamed", 19, is_small_face=True, before=136, after=0),
        _Style("Disclaimer", 17, is_small_face=True, colour=QUIET, before=227, after=0),
        _Style("After", 19, after=79),
        _Style("Contact", 19, after=79, more="<w:keepLines/>"),
        _Style("Colophon", 15, is_small_face=True, colour=QUIET, before=397, after=0, more=_rule("top")),
        _Style("header", 16, is_small_face=True, colour=QUIET, after=0),
        _Style("footer", 16, is_small_face=True, colour=QUIET, after=0),
        _Style("Detail", body + below - 3, is_small_face=True, colour=QUIET, kind="character"),
    ]


def _embargo(body: int, document: Document, manner: Manner) -> list[_Style]:
    """Only under an embargo: after the lift nothing in a file speaks of one."""
    if document.embargo is None:
        return []
    if manner.is_plain:
        return [_Style("Embargo", body, "on", after=0, more=_KEPT), _Style("Embargo Ladder", body, after=240)]
    edge = "right" if document.direction == "rtl" else "left"
    box = "".join(
        f'<w:{side} w:val="single" w:sz="{26 if side == edge else 7}" w:space="5" w:color="{EMBARGO}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    in_a_box_too = f'<w:keepLines/><w:pBdr>{box}</w:pBdr><w:ind w:left="113" w:right="113"/>'
    in_a_box = f"<w:keepNext/>{in_a_box_too}"
    return [
        _Style("Embargo", 20, "on", is_small_face=True, colour=EMBARGO, before=0, after=0, more=in_a_box),
        _Style("Embargo Ladder", 17, is_small_face=True, before=0, after=397, more=in_a_box_too),
    ]


def _plain(body: int) -> list[_Style]:
    number = (
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:ind w:left="{HANGING}" w:hanging="{HANGING}"/>'
    )
    return [
        *_common(body),
        _Style("Title", 28, "on", before=0, after=240, more=_KEPT),
        _Style("Subtitle", body, "off", "on", after=240),
        _Style("heading 1", body + 2, "on", before=240, after=120, more=_KEPT, level=0),
        _Style("heading 2", body, "on", before=200, after=100, more=_KEPT, level=1),
        _Style("Label", body, "on", after=120, more=_KEPT),
        _Style("Dateline", body, after=240),
        _Style("Subject Line", body, "on", before=240, after=240, more=_KEPT),
        _Style("Signatory", body, after=40, more="<w:keepLines/>"),
        _Style("Order Note", body, after=120, more=_KEPT),
        _Style("Unnamed", body, before=120),
        _Style("Disclaimer", body, before=120),
        _Style("After", body, after=80),
        _Style("Contact", body, after=80, more="<w:keepLines/>"),
        _Style("Colophon", 16, before=240, after=0),
        _Style("Numbered Paragraph", body, after=160, more=number),
        _Style("header", 16, after=0),
        _Style("footer", 16, after=0),
        _Style("Detail", kind="character"),
    ]


_KEPT = "<w:keepNext/><w:keepLines/>"
# Side by side, a long name must not run into the next one. Margins of cells would: their sides are those of the page to
# some word processors, and those of reading to others; a paragraph's are the same to all.
_APART = '<w:ind w:right="227"/>'


def _common(body: int) -> list[_Style]:
    return [
        _Style("Body Text"),
        _Style("First Paragraph", based_on="Body Text"),
        _Style("Compact", after=74),
        _Style("List Text", after=113),
        _Style("Table Text", body - 2, after=40, more='<w:ind w:right="113"/>'),
        _Style("Block Text", more='<w:ind w:left="454" w:right="454"/>'),
        _Style("Source Code", body - 3),
        _Style("Place and Date", after=340),
        _Style("Addressee", after=181, more="<w:keepLines/>"),
        _Style("Via", italic="on", after=181),
        _Style("Salutation", after=147),
        _Style("Closing", before=283, after=227, more=_KEPT),
        # Not every reader lets a style keep with the next because the one it is based on does.
        _Style("Signature Block", after=28, more=_KEPT + _APART),
        # As high as the room beside it, the picture at its foot.
        _Style("Signature Picture", before=283, after=0, line=_SIGNATURE, more=_KEPT, line_rule="atLeast"),
        _Style("Signature Room", before=283, after=0, line=_SIGNATURE, more=_KEPT, line_rule="exact"),
        _Style("Signer", bold="on", before=68, after=28, more=_KEPT + _APART),
        _Style("Copies", body - 2, after=0),
        _Style("Last Copy", after=181, based_on="Copies"),
        _Style("Copies Heading", body - 2, before=283, after=0, more="<w:keepNext/>"),
        _Style("End Mark", 18, "on", is_small_face=True, before=340, after=0, more='<w:jc w:val="center"/>'),
        _Style("Horizontal Rule", 8, after=147, more=_rule("bottom")),
        _Style("footnote text", body - 5, after=40),
        _Style("Footnote Block Text", based_on="footnote text"),
        _Style("Hyperlink", colour="1B4B8F", kind="character"),
        _Style("Verbatim Char", body - 3, kind="character"),
    ]


def _rule(side: str) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="6" w:color="{LINE}"/></w:pBdr>'


def style_id(name: str) -> str:
    """Return the identifier of a style: "footnote text" is FootnoteText."""
    return "".join(word[:1].upper() + word[1:] for word in name.split(" "))


def _written(style: _Style, faces: Faces) -> str:
    spacing = "".join(f' w:{side}="{space}"' for side, space in _spaces(style) if space >= 0)
    spacing += f' w:lineRule="{style.line_rule}"' if style.line >= 0 else ""  # not every reader takes auto for granted
    paragraph = (
        f"{_before_spacing(style.more)}{f'<w:spacing{spacing}/>' if spacing else ''}{_after_spacing(style.more)}"
    )
    level = f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else ""
    run = "".join(
        (
            _fonts(faces, faces.sans) if style.is_small_face else "",
            _toggles("b", style.bold),
            _toggles("i", style.italic),
            f'<w:color w:val="{style.colour}"/>' if style.colour else "",
            f'<w:spacing w:val="{style.spaced}"/>' if style.spaced else "",
            _sizes(style.size) if style.size else "",
        )
    )
    base = "" if style.kind == "character" else f'<w:basedOn w:val="{style_id(style.based_on)}"/>'
    properties = "" if style.kind == "character" else f"<w:pPr>{paragraph}{level}</w:pPr>"
    return (
        f'<w:style w:type="{style.kind}" w:styleId="{style_id(style.name)}"><w:name w:val="{style.name}"/>{base}'
        f"<w:qFormat/>{properties}<w:rPr>{run}</w:rPr></w:style>"
    )


def _spaces(style: _Style) -> tuple[tuple[str, int], ...]:
    return ("before", style.before), ("after", style.after), ("line", style.line)


def _before_spacing(more: str) -> str:
    return more.partition("<w:ind")[0].partition("<w:jc")[0].partition("<w:textAlignment")[0]


def _after_spacing(more: str) -> str:
    return more[len(_before_spacing(more)) :]


def _toggles(tag: str, value: str) -> str:
    shown = {"on": "1", "off": "0"}.get(value)
    return f'<w:{tag} w:val="{shown}"/><w:{tag}Cs w:val="{shown}"/>' if shown else ""


def _fonts(faces: Faces, latin: str) -> str:
    return (
        f"<w:rFonts w:ascii={quoteattr(latin)} w:hAnsi={quoteattr(latin)} "
        f"w:eastAsia={quoteattr(faces.east_asian)} w:cs={quoteattr(faces.right_to_left)}/>"
    )


def _sizes(size: int) -> str:
    """Arabic letters look smaller than Latin ones of the same size."""
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{round(size * _LARGER_ARABIC)}"/>'


def _languages(language: str) -> str:
    """Word keeps three: for Latin and its like, for Chinese, and for scripts from right to left."""
    own = quoteattr(language)
    east = own if language.partition("-")[0] in _EAST_ASIAN else '"zh-CN"'
    return f"<w:lang w:val={own} w:eastAsia={east} w:bidi={own}/>"


_BUILT_IN = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
    f'<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>'
    f'<w:style w:type="table" w:styleId="{BLOCKS_STYLE}"><w:name w:val="Signature Blocks"/>'
    '<w:basedOn w:val="TableNormal"/></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr>'
    '<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
