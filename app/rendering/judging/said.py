"""What a finished PDF says, in every place where words can stand: drawn, spoken, described, attached, named.

Typefaces, profiles of colours and pictures spell no words; what of the form of the file looks like a word (operators,
keys, the names of tags) is none.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from app.rendering.archives import ALSO_ACCESSIBLE
from app.rendering.pdf_values import entries, readings

# Scripts that put no gaps between words: Thai and Lao, Myanmar, Khmer, Kana, Han.
WITHOUT_GAPS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WITHIN_A_WORD = re.compile(f"[{WITHOUT_GAPS}]")
DIVIDED = "\u00ad"
"""The soft hyphen: what stands for the hyphen at the end of a line, which may be the word's own or not."""

_HYPHENS = ("-", "\u2010")

_FORM_OF_FILE = ("/XRef", "/ObjStm")
_WORDLESS = ("/Font", "/FontDescriptor", "/OutputIntent")
# Tags of languages, and what names a list of characters rather than saying anything.
_NO_WORDS = frozenset(("/Lang", "/ID", "/CIDSystemInfo"))
_OF_TYPEFACES = ("/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/CIDSet", "/Encoding")
# How XMP is written, as against what it says.
_HOW_WRITTEN = re.compile(
    r"<\?xpacket[^>]*>|xmlns(:\w+)?=(\"[^\"]*\"|'[^']*')|(pdfaid:\w+|xml:lang)=(\"[^\"]*\"|'[^']*')|</?[\w:]+|[\w:]+=(?=[\"'])"
)
# The keys before a Markdown text and the head of a table: those of our own files are small letters and nothing else.
_KEYS = re.compile(r"^[a-z_]+:|\A[a-z_]+(?:,[a-z_]+)*$", re.MULTILINE)

# Where a profile of colours says that it is one (ISO 15076-1, 7.2.10).
_SIGNATURE = slice(36, 40)

_LINE = frozenset(("BT", "Td", "TD", "Tm", "T*", "'", '"'))
_OPERATORS = "q Q Tf Tj TJ BDC DP BMC EMC BT Td TD Tm T* ' \""


def texts(pdf: bytes) -> Iterator[str]:
    """Every text of the file; of what is drawn, each way in which it may be read."""
    with pikepdf.open(BytesIO(pdf)) as file:
        yield from _strings(file.trailer.get("/Info", Dictionary()))
        typefaces = _typefaces(file)
        drawn = {page.obj.objgen for page in file.pages}
        for page in file.pages:
            drawn.update(part.objgen for part in entries(page.obj.get(Name.Contents)))
            yield from _drawn(page.obj, page.obj.get(Name.Resources, Dictionary()))
        for entry in file.objects:
            if str(_get(entry, "/Type")) in (*_FORM_OF_FILE, *_WORDLESS):
                continue
            yield from _strings(entry)
            if isinstance(entry, Stream) and entry.objgen not in drawn and entry.objgen not in typefaces:
                yield from _texts_of_stream(entry)


def _texts_of_stream(stream: Stream) -> Iterator[str]:
    if stream.get(Name.Subtype) == "/Image":
        return
    if stream.get(Name.Subtype) == "/Form" or Name.PatternType in stream:
        yield from _drawn(stream, stream.get(Name.Resources, Dictionary()))
        return
    content = stream.read_bytes()
    if content[_SIGNATURE] == b"acsp":
        return
    if stream.get(Name.Type) == "/Metadata":
        described = content.replace(ALSO_ACCESSIBLE, b"").decode("utf-8", "replace")
        yield unescape(_HOW_WRITTEN.sub(" ", described))
        return
    if text := _text(content):
        yield _KEYS.sub(" ", text) if stream.get(Name.Type) == "/EmbeddedFile" else text


def _text(content: bytes) -> str:
    """The content as text, "" where it is none."""
    encoding = "utf-16" if content[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-16-be" if b"\0" in content else "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _typefaces(file: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """The streams of typefaces, whose bytes are shapes and numbers."""
    dictionaries = [entry for entry in file.objects if isinstance(entry, Dictionary)]
    found = [entry.get(key) for entry in dictionaries for key in _OF_TYPEFACES]
    found += [shape for entry in dictionaries for shape in entry.get(Name.CharProcs, Dictionary()).values()]
    return frozenset(each.objgen for each in found if isinstance(each, Stream))


def _get(value: object, key: str) -> object:
    return value.get(key, "") if isinstance(value, Dictionary | Stream) else ""


def _strings(value: object) -> Iterator[str]:
    """The strings in one object; what it refers to is an object of its own."""
    if isinstance(value, String):
        said = str(value)
        yield said
        if "%" in said:
            yield unquote(said)
    elif isinstance(value, Array):
        for entry in value:
            yield from _strings(entry) if not _is_elsewhere(entry) else ()
    elif isinstance(value, Dictionary | Stream):
        if str(value.get("/Type", "")) in _WORDLESS:
            return
        for key, entry in value.items():
            yield from _strings(entry) if key not in _NO_WORDS and not _is_elsewhere(entry) else ()


def _is_elsewhere(value: object) -> bool:
    return isinstance(value, Object) and value.is_indirect


@dataclass(slots=True)
class _Lines:
    """Lines of a page, each of the pieces that one glyph or one spoken text reads."""

    lines: list[list[str]] = field(default_factory=lambda: [[]])

    def begin(self) -> None:
        if self.lines[-1]:
            self.lines.append([])

    def texts(self) -> Iterator[str]:
        """The whole, as it stands and with words that are written from the right turned around."""
        drawn = ["".join(line) for line in self.lines]
        turned = ["".join(reversed(line) if _is_from_the_right(line) else line) for line in self.lines]
        for each in dict.fromkeys((tuple(drawn), tuple(turned))):
            yield _joined(each)


def _joined(lines: tuple[str, ...]) -> str:
    """The lines as one text. A word that was divided between two is whole again, with `DIVIDED` where it was."""
    joined = ""
    for line in lines:
        if joined.endswith(_HYPHENS):
            joined = joined[:-1] + DIVIDED + line
        else:
            joined += line if _WITHIN_A_WORD.match(joined[-1:]) else f" {line}"
    return joined


def _is_from_the_right(line: list[str]) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for piece in line for character in piece)


def _drawn(content: Object, resources: Object) -> Iterator[str]:
    """What page content says: as its shapes read, and as its marks say that it is to be read."""
    reader = _Reader(
        {name: _Typeface(font) for name, font in resources.get(Name.Font, Dictionary()).items()},
        resources.get(Name.Properties, Dictionary()),
    )
    for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
        reader.take(str(instruction.operator), list(instruction.operands))
    yield from reader.described
    yield from dict.fromkeys((*reader.shown.texts(), *reader.spoken.texts()))


@dataclass(slots=True)
class _Reader:
    """Follows page content. `marks` are those that are open: whether each says how to read what it holds."""

    typefaces: Mapping[str, "_Typeface"]
    named: Object
    shown: _Lines = field(default_factory=_Lines)
    spoken: _Lines = field(default_factory=_Lines)
    described: list[str] = field(default_factory=list)
    marks: list[bool] = field(default_factory=list)
    typeface: "_Typeface | None" = None
    outer: list["_Typeface | None"] = field(default_factory=list)

    def take(self, operator: str, operands: Sequence[object]) -> None:
        """Take one instruction."""
        if operator in _LINE:
            self.shown.begin()
            self.spoken.begin()
        match operator:
            case "q":
                self.outer.append(self.typeface)
            case "Q" if self.outer:
                self.typeface = self.outer.pop()
            case "Tf":
                self.typeface = self.typefaces.get(str(operands[0]))
            case "Tj" | "TJ" | "'" | '"' if self.typeface is not None:
                self._show(self.typeface.pieces(operands[-1]))
            case "BDC" | "DP":
                self._mark(operands[1], is_open=operator == "BDC")
            case "BMC":
                self.marks.append(False)
            case "EMC" if self.marks:
                self.marks.pop()

    def _show(self, pieces: list[str]) -> None:
        self.shown.lines[-1] += pieces
        if not any(self.marks):
            self.spoken.lines[-1] += pieces

    def _mark(self, properties: object, *, is_open: bool) -> None:
        if isinstance(properties, Name):
            properties = self.named.get(properties, Dictionary())
        self.described += _strings(properties)
        said = properties.get(Name.ActualText) if isinstance(properties, Dictionary) else None
        if said is not None and not any(self.marks):
            self.spoken.lines[-1].append(str(said))
        if is_open:
            self.marks.append(said is not None)


class _Typeface:
    """What the codes of a typeface read (ISO 32000-1, 9.10.2)."""

    def __init__(self, font: Object) -> None:
        self._bytes = 2 if font.get(Name.Subtype) == "/Type0" else 1
        self._reads = {code: text.decode("utf-16-be", "replace") for code, text in readings(font)}
        self._is_plain = Name.ToUnicode not in font and self._bytes == 1

    def pieces(self, shown: object) -> list[str]:
        """What one operator shows, code by code."""
        strings = [bytes(part) for part in (shown if isinstance(shown, Array) else [shown]) if isinstance(part, String)]
        codes = (string[at : at + self._bytes] for string in strings for at in range(0, len(string), self._bytes))
        return [self._read(code) for code in codes]

    def _read(self, code: bytes) -> str:
        return code.decode("latin-1") if self._is_plain else self._reads.get(int.from_bytes(code, "big"), "")
