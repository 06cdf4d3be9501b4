"""Typefaces of a stamp in a PDF: embedded with no more glyphs than needed, and lines written with them."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from operator import attrgetter

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from uharfbuzz import SubsetFlags

from app.rendering import fonts
from app.rendering.scripts import needs_spelling
from app.rendering.stamps.copies import END_OF_ISOLATE, ISOLATE, Face, Line
from app.rendering.stamps.stamp_shaping import THOUSANDTHS, Glyph, font
from app.rendering.subsetting import subset

_MAPPED = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
{blocks}endcmap CMapName currentdict /CMap defineresource pop end end"""
_MAPPED_AT_ONCE = 100
_SYMBOLIC = 4
_STEM = 80
_KEPT = 8
_FACE_AND_HEIGHT, _NUMBER, _ADVANCE = attrgetter("face", "up"), attrgetter("number"), attrgetter("advance")


def resource_name(face: str) -> str:
    """What page content calls a face."""
    return face.partition(".")[0]


def drawn_line(text: str, glyphs: Sequence[Glyph]) -> Line:
    """Write glyphs as page content, one point in size."""
    parts = ["BT"]
    own: dict[str, set[int]] = {}
    for (face, up), together in groupby(glyphs, key=_FACE_AND_HEIGHT):
        run = tuple(together)
        shown = "".join(map(_shown, run))
        parts.append(f"/{resource_name(face)} 1 Tf {up / THOUSANDTHS:g} Ts [<{shown}>] TJ".replace("<>", " "))
        own.setdefault(face, set()).update(map(_NUMBER, run))
    parts.append("ET")
    spelt = ""
    if needs_spelling(text):
        read = text.replace(ISOLATE, "").replace(END_OF_ISOLATE, "")
        spelt = ("\ufeff" + read).encode("utf-16-be").hex()
    faces = tuple(Face(file, tuple(sorted(numbers))) for file, numbers in own.items())
    return Line(" ".join(parts), sum(map(_ADVANCE, glyphs)), faces, spelt)


def embedded(document: pikepdf.Pdf, face: str, glyphs: Mapping[int, Glyph]) -> pikepdf.Object:
    """A composite typeface with these glyphs, their widths and what they read (ISO 32000-1, 9.7)."""
    cut = _cut(face, frozenset(glyphs))
    is_outlined = face.endswith(".otf")
    if is_outlined:
        # The outlines alone (Table 126): in a whole file some readers look for them by other numbers and draw nothing.
        program = document.make_stream(TTFont(BytesIO(cut), lazy=True).reader["CFF "])
        program.Subtype = Name.CIDFontType0C
    else:
        program = document.make_stream(cut)
        program.Length1 = len(cut)
    name = Name(f"/COPIES+{resource_name(face)}")
    measured = font(face)
    extents = measured.get_font_extents("ltr")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_SYMBOLIC,
        FontBBox=Array([-THOUSANDTHS, extents.descender, 2 * THOUSANDTHS, extents.ascender]),
        ItalicAngle=0,
        Ascent=extents.ascender,
        Descent=extents.descender,
        CapHeight=extents.ascender,
        StemV=_STEM,
    )
    descriptor["/FontFile3" if is_outlined else "/FontFile2"] = program
    numbers = sorted(glyphs)
    codes = {number: _code(face, number) for number in numbers}
    read = {codes[number]: glyphs[number].text for number in numbers}
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if is_outlined else Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        W=Array([part for number in numbers for part in (codes[number], Array([glyphs[number].width]))]),
        DW=0,
        FontDescriptor=document.make_indirect(descriptor),
    )
    if not is_outlined:
        below.CIDToGIDMap = Name.Identity
    return document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([document.make_indirect(below)]),
            ToUnicode=document.make_stream(_to_unicode(read).encode()),
        )
    )


@lru_cache(maxsize=4096)
def _shown(glyph: Glyph) -> str:
    """Its code between others, with numbers where it stands aside or is not as wide as it moves; > 0 draws nearer."""
    nearer = glyph.width - glyph.advance + glyph.aside
    before = f">{-glyph.aside}<" if glyph.aside else ""
    after = f">{nearer}<" if nearer else ""
    return f"{before}{_code(glyph.face, glyph.number):04x}{after}"


@cache
def _character_numbers(face: str) -> tuple[int, ...] | None:
    """What the codes of an outline face with character numbers of its own are, by glyph; None for other faces.

    In such a face the code is not the number of the glyph (ISO 32000-1, 9.7.4.2).
    """
    if not face.endswith(".otf"):
        return None
    with TTFont(fonts.FOLDER / face, lazy=True) as opened:
        outlines = opened["CFF "].cff.topDictIndex[0]
        if not hasattr(outlines, "ROS"):
            return None
        return tuple(int(name.removeprefix("cid")) if name != ".notdef" else 0 for name in outlines.charset)


@lru_cache(maxsize=4096)
def _code(face: str, glyph: int) -> int:
    numbers = _character_numbers(face)
    return glyph if numbers is None else numbers[glyph]


def _to_unicode(read: Mapping[int, str]) -> str:
    lines = [f"<{code:04x}> <{read[code].encode('utf-16-be').hex()}>" for code in sorted(read)]
    parts = [lines[at : at + _MAPPED_AT_ONCE] for at in range(0, len(lines), _MAPPED_AT_ONCE)]
    blocks = "".join(f"{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar\n" for part in parts)
    return _MAPPED.format(blocks=blocks)


@lru_cache(maxsize=_KEPT)
def _cut(face: str, glyphs: frozenset[int]) -> bytes:
    """The file of a face without other glyphs. Codes keep their meaning."""
    flags = SubsetFlags.NO_HINTING | SubsetFlags.NOTDEF_OUTLINE
    # Codes that are no numbers of glyphs let those be counted anew: of Chinese, a hundredth of the file with gaps.
    if _character_numbers(face) is None:
        flags |= SubsetFlags.RETAIN_GIDS
    return bytes(subset(font(face).face, glyphs, flags).blob.data)
