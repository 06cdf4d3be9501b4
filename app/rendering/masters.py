"""Preparing the file that copies are made from: the sealed pages, with free places for what differs.

What differs stands in streams that are stored, not packed (RFC 1951, 3.2.4), so that its bytes are in clear. The stamp
is drawn under the words and is an artifact (ISO 32000-1, 14.8.2.2): a screen reader passes over it, and the tags of the
document stay as they are. Its faces are embedded with what their glyphs read (ISO 19005-3, 6.2.11).
"""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from app.rendering.copies import (
    SUM_BYTES,
    Choice,
    Drawing,
    Face,
    Line,
    Master,
    Placed,
    Plan,
    Room,
    Summed,
    copy,
)
from app.rendering.failures import TypesettingFailed
from app.rendering.marks import Mark, marked
from app.rendering.pdf_values import letters
from app.rendering.stamp_faces import drawn_line, embedded, resource_name
from app.rendering.stamp_shaping import Glyph, shaped

_ALPHABET = "".join(map(chr, range(0x20, 0x7F))) + "·"
"""What can be written whoever else comes: another name with these letters needs no other file."""

_LEAST_ROOM = 1200
_ROOM_BESIDE = 200
_DRAWING_ROOM = 140
_LEAST_SPELT = 60
_LONGEST_BLOCK = 60_000
_PACKED_HEAD = b"\x78\x01"
_BLOCK_HEAD = struct.Struct("<BHH")
_IDENTIFIER = re.compile(rb"/ID\s*\[\s*<[0-9a-f]{32}>\s*<(?=[0-9a-f]{32}>\s*\])")
_DRAW = (
    "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC /Span <</ActualText ()>> BDC q /{mark} Do Q EMC EMC\n"
    "/Artifact <</Type /Pagination /Subtype /Footer>> BDC q /{line} Do Q EMC"
)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A stream that is not packed: its bytes, where its content stands in them, and the marks in that content."""

    packed: bytes
    parts: tuple[Room, ...]
    marks: tuple[Mark, ...] = ()

    def place(self, at: int) -> int:
        """Where a byte of the content stands in `packed`."""
        for part in self.parts:
            if at < part.size:
                return part.start + at
            at -= part.size
        raise IndexError


@dataclass(frozen=True, slots=True)
class _Rooms:
    """How many bytes are kept free for the words of a stamp, and for putting them into the foot."""

    words: int
    drawing: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A drawing for pages of one size."""

    drawing: Drawing
    width: float
    height: float
    stored: _Stored
    form: pikepdf.Object

    @property
    def name(self) -> str:
        """What it is called by the content of pages."""
        return f"{self.drawing.title()}{self.width:.0f}x{self.height:.0f}"


def line(text: str) -> Line:
    """Return a line as page content. Raises `TypesettingFailed` for a character without a face."""
    return drawn_line(text, shaped(text))


def prepare(pdf: bytes, lines: Sequence[str]) -> Master:
    """Return the file copies are made from, fit for these lines and for what else is written with their letters.

    Raises `TypesettingFailed` if a character cannot be drawn or the file is no PDF. Signatures on the file do not
    survive. The same arguments give the same bytes.
    """
    glyphs: dict[str, dict[int, Glyph]] = {}
    for text in (_ALPHABET, *lines):
        for glyph in shaped(text):
            glyphs.setdefault(glyph.face, {}).setdefault(glyph.number, glyph)
    written = [line(text) for text in lines]
    rooms = _Rooms(
        words=max([_LEAST_ROOM, *(len(each.content) + _ROOM_BESIDE for each in written)]),
        drawing=_DRAWING_ROOM + max([_LEAST_SPELT, *(len(each.spelt) + _ROOM_BESIDE for each in written)]),
    )
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            return _prepared(document, glyphs, rooms)
    except pikepdf.PdfError as error:
        message = "The copy cannot be stamped: the file is no PDF that can be read. Make the edition again."
        raise TypesettingFailed(message) from error


def stamp(pdf: bytes, text: str) -> bytes:
    """Return one copy that bears a line and no marks, for what only the team sees. Raises as `prepare`."""
    master = prepare(pdf, (text,))
    return copy(master, line(text), [False] * len(master.plan.choices))


def _prepared(document: pikepdf.Pdf, glyphs: Mapping[str, Mapping[int, Glyph]], rooms: _Rooms) -> Master:
    words = _stored(b" " * rooms.words)
    words_form = _form(document, words, (0.0, -1.0, float(rooms.words), 2.0))
    words_form.Resources = Dictionary(
        Font=Dictionary({f"/{resource_name(face)}": embedded(document, face, own) for face, own in glyphs.items()})
    )
    drawings: dict[tuple[float, float], tuple[_Drawn, _Drawn]] = {}
    pages = []
    for number, page in enumerate(document.pages, 1):
        _, _, width, height = (float(edge) for edge in page.mediabox)
        if (width, height) not in drawings:
            drawings[width, height] = (
                _drawing(document, Drawing.MARK, words_form, (width, height), _DRAWING_ROOM),
                _drawing(document, Drawing.LINE, words_form, (width, height), rooms.drawing),
            )
        pages.append(_put_under(document, page, number, drawings[width, height]))
    written = BytesIO()
    document.save(
        written,
        deterministic_id=True,
        fix_metadata_version=False,  # what the file says of itself stays as it was sealed
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=False,
        linearize=False,
    )
    faces = tuple(Face(face, tuple(sorted(own))) for face, own in glyphs.items())
    return _planned(written.getvalue(), words, [each for both in drawings.values() for each in both], pages, faces)


def _planned(
    pdf: bytes, words: _Stored, drawings: Sequence[_Drawn], pages: Sequence[_Stored], faces: tuple[Face, ...]
) -> Master:
    """Find in the written file what may be changed."""
    streams = [words, *(drawn.stored for drawn in drawings), *(page for page in pages if page.marks)]
    begins = {stored.packed: pdf.index(stored.packed) for stored in streams}

    def room(stored: _Stored) -> Room:
        [part] = stored.parts
        return Room(begins[stored.packed] + part.start, part.size)

    def summed(stored: _Stored) -> Summed:
        begin = begins[stored.packed]
        parts = tuple(Room(begin + part.start, part.size) for part in stored.parts)
        return Summed(parts, begin + len(stored.packed) - SUM_BYTES)

    choices = tuple(
        Choice(mark.name, begins[page.packed] + page.place(mark.start), mark.right)
        for page in pages
        for mark in page.marks
    )
    placed = tuple(Placed(room(each.stored), each.drawing, each.width, each.height) for each in drawings)
    identifiers = tuple(found.end() for found in _IDENTIFIER.finditer(pdf))
    return Master(pdf, Plan(room(words), faces, placed, choices, tuple(map(summed, streams)), identifiers))


def _put_under(document: pikepdf.Pdf, page: pikepdf.Page, number: int, drawings: tuple[_Drawn, _Drawn]) -> _Stored:
    """Draw the stamp under the words of the page, and make places for marks in its content."""
    resources = page.obj.Resources
    if Name.XObject not in resources:
        resources.XObject = Dictionary()
    for drawn in drawings:
        resources.XObject[f"/{drawn.name}"] = drawn.form
    page.contents_coalesce()
    read = {name[1:]: letters(font) for name, font in resources.get("/Font", Dictionary()).items()}
    # The number makes each content one of its kind, to be found in the file.
    content = b"%% %d\n%b" % (number, page.obj.Contents.read_bytes())
    stored = _stored(*marked(content, read))
    mark, line_of_foot = drawings
    stamp = document.make_stream(_DRAW.format(mark=mark.name, line=line_of_foot.name).encode())
    page.obj.Contents = Array([stamp, _stream(document, stored) if stored.marks else page.obj.Contents])
    return stored


def _drawing(
    document: pikepdf.Pdf, drawing: Drawing, words: pikepdf.Object, size: tuple[float, float], room: int
) -> _Drawn:
    width, height = size
    # The comment makes each of its kind.
    stored = _stored(f"% {drawing} {width} {height}\n".encode().ljust(room))
    form = _form(document, stored, (0.0, 0.0, width, height))
    form.Resources = Dictionary(XObject=Dictionary(Words=words))
    return _Drawn(drawing, width, height, stored, form)


def _form(document: pikepdf.Pdf, stored: _Stored, box: tuple[float, float, float, float]) -> pikepdf.Object:
    form = _stream(document, stored)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(box)
    return form


def _stream(document: pikepdf.Pdf, stored: _Stored) -> pikepdf.Object:
    stream = document.make_stream(b"")
    stream.write(stored.packed, filter=Name.FlateDecode)
    return stream


def _stored(content: bytes, found: tuple[Mark, ...] = ()) -> _Stored:
    """Content as a stream in clear (RFC 1950 and 1951), cut where no mark stands."""
    packed, parts = bytearray(_PACKED_HEAD), []
    begin = 0
    while True:
        end = _cut(begin + _LONGEST_BLOCK, found) if len(content) - begin > _LONGEST_BLOCK else len(content)
        size = end - begin
        packed += _BLOCK_HEAD.pack(end == len(content), size, size ^ 0xFFFF)
        parts.append(Room(len(packed), size))
        packed += content[begin:end]
        begin = end
        if begin == len(content):
            break
    packed += zlib.adler32(content).to_bytes(SUM_BYTES, "big")
    return _Stored(bytes(packed), tuple(parts), found)


def _cut(at: int, found: Sequence[Mark]) -> int:
    """The last place up to `at` that lies in no mark."""
    return min([mark.start for mark in found if mark.start < at < mark.start + len(mark.left)], default=at)
