"""The document whose pages, styles and running lines Pandoc takes over: made here, so that nothing in it is foreign."""

import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from app.rendering.document import Document, Paper
from app.rendering.other_forms.tree import Element
from app.rendering.other_forms.word.direction import directions, stretches
from app.rendering.other_forms.word.manner import Manner
from app.rendering.other_forms.word.styles import HANGING, STAND_INS, styles_xml

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NAMES = f'xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}"'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_RUNNING_FILES = {"rId11": "header1", "rId12": "header2", "rId13": "footer1", "rId14": "footer2"}
_PARTS = ("styles", "settings", "fontTable", "numbering")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in twentieths of a point: width, height, margins at top, right, bottom and left."""

    width: int
    height: int
    margins: tuple[int, int, int, int]

    @property
    def measure(self) -> int:
        """How wide the text is."""
        return self.width - self.margins[1] - self.margins[3]


def sheet(paper: Paper, manner: Manner) -> Sheet:
    """The page for this paper: margins 24, 29, 28 and 29 mm (Letter: sides 32 mm); an inch all round if plain."""
    width, height = (11906, 16838) if paper is Paper.A4 else (12240, 15840)
    if manner.is_plain:
        return Sheet(width, height, (1440, 1440, 1440, 1440))
    side = 1644 if paper is Paper.A4 else 1814
    return Sheet(width, height, (1361, side, 1587, side))


def reference(page: Element, document: Document, manner: Manner) -> bytes:
    """Return the reference document for a letter. `page` gives the running lines in its attributes."""
    shape = sheet(document.paper, manner)
    direction = document.direction
    running = _Running(page, direction, shape.measure)
    body = f"<w:body><w:p/>{_section(shape, direction)}</w:body>"
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships([("rId1", f"{_RELATIONS}/officeDocument", "word/document.xml")]),
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}>{body}</w:document>",
        "word/_rels/document.xml.rels": _relationships(
            [(f"rId{n}", f"{_RELATIONS}/{part}", f"{part}.xml") for n, part in enumerate(_PARTS, start=1)]
            + [(key, f"{_RELATIONS}/{name[:6]}", f"{name}.xml") for key, name in _RUNNING_FILES.items()]
        ),
        "word/styles.xml": styles_xml(document, manner),
        "word/settings.xml": settings_xml(document.language),
        "word/fontTable.xml": _font_table(),
        "word/numbering.xml": _numbering(),
        "word/header1.xml": running.header(),
        "word/header2.xml": running.first_header(),
        "word/footer1.xml": running.footer(),
        "word/footer2.xml": running.first_footer(),
    }
    return packed({name: text.encode() for name, text in files.items()})


def packed(files: dict[str, bytes]) -> bytes:
    """Return a package of these files: in one order, at one time, so that the same files give the same bytes."""
    target = io.BytesIO()
    # The list of contents comes first (ECMA-376 part 2 recommends it to readers that stream).
    with zipfile.ZipFile(target, "w") as package:
        for name in sorted(files, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, files[name])
    return target.getvalue()


def settings_xml(language: str) -> str:
    """Return settings.xml: the notes' rules, and the mode of Word 2013 and later, in which nothing is emulated."""
    own = quoteattr(language)
    return (
        f'{_HEAD}<w:settings {_NAMES}><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f"</w:compat><w:themeFontLang w:val={own}/></w:settings>"
    )


@dataclass(frozen=True, slots=True)
class _Running:
    """The lines above and below the text, as the page says them in its attributes."""

    page: Element
    direction: str
    measure: int

    def header(self) -> str:
        """Until when the embargo holds, else whom the letter is for."""
        return self._file("hdr", self._line("header", self._run(self._words("embargo") or self._words("running"))))

    def first_header(self) -> str:
        """Nothing: the page begins with the letter."""
        return self._file("hdr", self._line("header", ""))

    def footer(self) -> str:
        """The short title, and the page."""
        return self._file("ftr", self._line("footer", self._run(self._words("short-title")) + self._page_of_pages()))

    def first_footer(self) -> str:
        """Under an embargo its line, and the page."""
        left = self._words("embargo") or self._words("short-title")
        return self._file("ftr", self._line("footer", self._run(left) + self._page_of_pages()))

    def _words(self, key: str) -> str:
        return self.page.attribute(f"data-{key}")

    def _page_of_pages(self) -> str:
        before, between, after = (self._words(f"page-{part}") for part in ("before", "between", "after"))
        return (
            f"<w:r><w:tab/></w:r>{self._run(before)}{self._field('PAGE')}{self._run(between)}"
            f"{self._field('NUMPAGES')}{self._run(after)}"
        )

    def _run(self, text: str) -> str:
        return "".join(
            f"<w:r>{'<w:rPr><w:rtl/></w:rPr>' if direction == 'rtl' else ''}"
            f'<w:t xml:space="preserve">{escape(stretch)}</w:t></w:r>'
            for stretch, direction in stretches(text, directions(text, self.direction))
        )

    def _field(self, name: str) -> str:
        return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def _line(self, style: str, runs: str) -> str:
        turned = "<w:bidi/>" if self.direction == "rtl" else ""
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{self.measure}"/></w:tabs>'
        return f'<w:p><w:pPr><w:pStyle w:val="{style.capitalize()}"/>{tab}{turned}</w:pPr>{runs}</w:p>'

    def _file(self, tag: str, line: str) -> str:
        return f"{_HEAD}<w:{tag} {_NAMES}>{line}</w:{tag}>"


def _section(shape: Sheet, direction: str) -> str:
    top, right, bottom, left = shape.margins
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId11"/><w:headerReference w:type="first" r:id="rId12"/>'
        '<w:footerReference w:type="default" r:id="rId13"/><w:footerReference w:type="first" r:id="rId14"/>'
        f'<w:pgSz w:w="{shape.width}" w:h="{shape.height}"/><w:pgMar w:top="{top}" w:right="{right}" '
        f'w:bottom="{bottom}" w:left="{left}" w:header="794" w:footer="794" w:gutter="0"/><w:cols w:space="397"/>'
        f"<w:titlePg/>{'<w:bidi/>' if direction == 'rtl' else ''}</w:sectPr>"
    )


def _relationships(listed: list[tuple[str, str, str]]) -> str:
    rows = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in listed)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types() -> str:
    parts = {"document": "document.main", **{name: name for name in _PARTS}}
    parts |= {name: name[:6] for name in _RUNNING_FILES.values()}
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{rows}</Types>"
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:family w:val="{family}"/></w:font>'
        for name, other, family in STAND_INS
    )
    return f"{_HEAD}<w:fonts {_NAMES}>{fonts}</w:fonts>"


def _numbering() -> str:
    """One list that runs through the text, for numbered paragraphs."""
    return (
        f'{_HEAD}<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{HANGING}" w:hanging="{HANGING}"/></w:pPr></w:lvl>'
        "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
