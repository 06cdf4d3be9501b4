"""Preparing the file that copies are made from: the sealed pages, with free places for what differs.

What differs stands in clear, see `packing`. The stamp is drawn under the words and is an artifact (ISO 32000-1,
14.8.2.2): a screen reader passes over it, and the tags of the document stay as they are. Its faces are embedded with
what their glyphs read (ISO 19005-3, 6.2.11).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from app.rendering.failures import TypesettingFailed
from app.rendering.pdf_values import letters
from app.rendering.stamps.copies import Drawing, Face, Line, Master, Placed, Plan, Room, copy
from app.rendering.stamps.marks import marked
from app.rendering.stamps.packing import Packed, in_clear, with_marks
from app.rendering.stamps.stamp_faces import drawn_line, embedded, resource_name
from app.rendering.stamps.stamp_shaping import Glyph, shaped

_ALPHABET = "".join(map(chr, range(0x20, 0x7F))) + "·"
"""What can be written whoever else comes: another name with these letters needs no other file."""

_LEAST_ROOM = 1200
_ROOM_BESIDE = 200
_DRAWING_ROOM = 140
_LEAST_SPELT = 60
_IDENTIFIER = re.compile(rb"/ID\s*\[\s*<[0-9a-f]{32}>\s*<(?=[0-9a-f]{32}>\s*\])")
_DRAW = (
    "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC /Span <</ActualText ()>> BDC q /{mark} Do Q EMC EMC\n"
    "/Artifact <</Type /Pagination /Subtype /Footer>> BDC q /{line} Do Q EMC"
)


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
    packed: Packed
    form: pikepdf.Object

    @property
    def name(self) -> str:
        """What it is called by the content of pages."""
        return f"{self.drawing.title()}{self.width:.0f}x{self.height:.0f}"


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What pages of one size draw, and the content that draws it."""

    drawings: tuple[_Drawn, ...]
    content: pikepdf.Object


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
    return copy(master, line(text), bytes(len(master.plan.marks)))


def _prepared(document: pikepdf.Pdf, glyphs: Mapping[str, Mapping[int, Glyph]], rooms: _Rooms) -> Master:
    words = in_clear(b" " * rooms.words)
    words_form = _form(document, words, (0.0, -1.0, float(rooms.words), 2.0))
    words_form.Resources = Dictionary(
        Font=Dictionary({f"/{resource_name(face)}": embedded(document, face, own) for face, own in glyphs.items()})
    )
    stamps: dict[tuple[float, float], _Stamp] = {}
    pages = []
    for number, page in enumerate(document.pages, 1):
        _, _, width, height = (float(edge) for edge in page.mediabox)
        if (width, height) not in stamps:
            stamps[width, height] = _stamp(document, words_form, (width, height), rooms)
        pages.append(_put_under(document, page, number, stamps[width, height]))
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
    drawings = [drawing for own in stamps.values() for drawing in own.drawings]
    return _planned(written.getvalue(), words, drawings, pages, faces)


def _planned(
    pdf: bytes, words: Packed, drawings: Sequence[_Drawn], pages: Sequence[Packed], faces: tuple[Face, ...]
) -> Master:
    """Find in the written file what may be changed."""

    def rooms(packed: Packed) -> tuple[Room, ...]:
        begin = pdf.index(packed.stream)
        return tuple(Room(begin + place.start, place.size) for place in packed.places)

    [room_of_words] = rooms(words)
    plan = Plan(
        words=room_of_words,
        faces=faces,
        placed=tuple(
            Placed(room, each.drawing, each.width, each.height) for each in drawings for room in rooms(each.packed)
        ),
        marks=tuple(mark.name for page in pages for mark in page.marks),
        gathered=tuple(room for page in pages if page.marks for room in rooms(page)),
        identifiers=tuple(found.end() for found in _IDENTIFIER.finditer(pdf)),
    )
    return Master(pdf, plan)


def _put_under(document: pikepdf.Pdf, page: pikepdf.Page, number: int, stamp: _Stamp) -> Packed:
    """Draw the stamp under the words of the page, and gather the marks of its content."""
    resources = page.obj.Resources
    if Name.XObject not in resources:
        resources.XObject = Dictionary()
    for drawn in stamp.drawings:
        resources.XObject[f"/{drawn.name}"] = drawn.form
    page.contents_coalesce()
    read = {name[1:]: letters(font) for name, font in resources.get("/Font", Dictionary()).items()}
    # The number makes each content one of its kind, to be found in the file.
    content = b"%% %d\n%b" % (number, page.obj.Contents.read_bytes())
    packed = with_marks(*marked(content, read))
    page.obj.Contents = Array([stamp.content, _stream(document, packed) if packed.marks else page.obj.Contents])
    return packed


def _stamp(document: pikepdf.Pdf, words: pikepdf.Object, size: tuple[float, float], rooms: _Rooms) -> _Stamp:
    mark = _drawing(document, Drawing.MARK, words, size, _DRAWING_ROOM)
    line_of_foot = _drawing(document, Drawing.LINE, words, size, rooms.drawing)
    content = document.make_stream(_DRAW.format(mark=mark.name, line=line_of_foot.name).encode())
    return _Stamp((mark, line_of_foot), content)


def _drawing(
    document: pikepdf.Pdf, drawing: Drawing, words: pikepdf.Object, size: tuple[float, float], room: int
) -> _Drawn:
    width, height = size
    # The comment makes each of its kind.
    packed = in_clear(f"% {drawing} {width} {height}\n".encode().ljust(room))
    form = _form(document, packed, (0.0, 0.0, width, height))
    form.Resources = Dictionary(XObject=Dictionary(Words=words))
    return _Drawn(drawing, width, height, packed, form)


def _form(document: pikepdf.Pdf, packed: Packed, box: tuple[float, float, float, float]) -> pikepdf.Object:
    form = _stream(document, packed)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(box)
    return form


def _stream(document: pikepdf.Pdf, packed: Packed) -> pikepdf.Object:
    stream = document.make_stream(b"")
    stream.write(packed.stream, filter=Name.FlateDecode)
    return stream
