"""Reading marks and printed numbers back from a PDF that somebody hands in. It is foreign: nothing in it is trusted.

Only the places of letters count, as pdfium finds them on the page, not how the file is written. So what a program does
that saves the file anew does not matter, as long as it keeps letters as letters.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

import pypdfium2
from pypdfium2 import raw

from app.rendering.failures import TypesettingFailed
from app.rendering.stamps.marks import SHIFT, chosen, is_word, name_of
from app.rendering.stamps.seen import SeenPage, Sighting

MOST_PAGES = 400
MOST_LETTERS = 40_000
"""On one page. What comes after these is not read."""

_BEGINS = b"%PDF-"
_LONGEST_HEAD = 1024
"""Bytes that may stand before it, as readers take it."""

_PRINTED = re.compile(r"Copy 0*(\d{1,9})(?!\d)")
_SAME_LINE = 0.3
_WIDEST_GAP = 0.8
# How much wider one gap is than the other, in parts of the height of a letter, where there is a mark.
_EXPECTED = 2 * SHIFT / 1000
_LEAST, _MOST = 0.35 * _EXPECTED, 2.5 * _EXPECTED
_FIRST_VISIBLE = 0x20
_RIGHT_ANGLES = (0.0, pi / 2, pi, 3 * pi / 2, 2 * pi)
_NEARLY = 0.01


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter at its place: along the line, across it, its right end, its height."""

    text: str
    along: float
    across: float
    end: float
    height: float


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    begin: float
    end: float
    height: float


def look_through(pdf: bytes) -> tuple[SeenPage, ...]:
    """Return what the first pages show. Raises `TypesettingFailed` for what is no PDF, or is locked."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise TypesettingFailed(_why_unread(pdf, error)) from error
    try:
        return tuple(_page(document, number) for number in range(min(len(document), MOST_PAGES)))
    finally:
        document.close()


def _why_unread(pdf: bytes, error: pypdfium2.PdfiumError) -> str:
    if not pdf:
        return "This file is empty: perhaps it was not saved to its end. Save it again from where it turned up."
    if _BEGINS not in pdf[:_LONGEST_HEAD]:
        return "This is no PDF, and a copy is traced by its PDF alone. Choose the file that turned up."
    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return "This PDF asks for a password. Save it without one, and try that file."
    return "This PDF cannot be read: it is damaged or cut off. Save it again from where it turned up."


def _page(document: pypdfium2.PdfDocument, number: int) -> SeenPage:
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return SeenPage((), ())
    try:
        rows = list(_rows(list(_letters(text.raw))))
    finally:
        text.close()
        page.close()
    printed = [" ".join(word.text for word in row) for row in rows]
    numbers = dict.fromkeys(int(found) for line in printed for found in _PRINTED.findall(line))
    seen = [sighting for row in rows for sighting in _sightings(row)]
    return SeenPage(tuple(filter(None, seen)), tuple(numbers), seen.count(None))


def _letters(page: ctypes.c_void_p) -> Iterator[tuple[float, _Letter]]:
    """Every letter that stands upright on the page, or turned by a right angle, with that angle."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for at in range(min(raw.FPDFText_CountChars(page), MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(page, at)
        if code < _FIRST_VISIBLE or raw.FPDFText_IsGenerated(page, at) == 1:
            continue
        angle = raw.FPDFText_GetCharAngle(page, at)
        if min(abs(angle - right) for right in _RIGHT_ANGLES) > _NEARLY:
            continue
        if not raw.FPDFText_GetCharOrigin(page, at, x, y) or not raw.FPDFText_GetLooseCharBox(page, at, box):
            continue
        yield angle, _placed(chr(code), angle, (x.value, y.value), box)


def _placed(text: str, angle: float, origin: tuple[float, float], box: raw.FS_RECTF) -> _Letter:
    """A letter as if its line ran to the right."""
    turn, rise = cos(angle), -sin(angle)
    corners = [(turn * x - rise * y, rise * x + turn * y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    along, across = turn * origin[0] - rise * origin[1], rise * origin[0] + turn * origin[1]
    heights = [corner[1] for corner in corners]
    return _Letter(text, along, across, max(corner[0] for corner in corners), max(heights) - min(heights))


def _rows(letters: Sequence[tuple[float, _Letter]]) -> Iterator[list[_Word]]:
    """The words of the page in rows, each from left to right, as they stand and not as they are read."""
    for quarter in {round(angle / (pi / 2)) % 4 for angle, _ in letters}:
        turned = [letter for angle, letter in letters if round(angle / (pi / 2)) % 4 == quarter]
        for line in _lines(turned):
            yield from _without_wide_gaps(_words(line))


def _lines(letters: Sequence[_Letter]) -> Iterator[list[_Letter]]:
    """Letters that stand on one line, from left to right."""
    line: list[_Letter] = []
    for letter in sorted(letters, key=lambda each: each.across):
        if line and letter.across - line[-1].across > _SAME_LINE:
            yield sorted(line, key=lambda each: each.along)
            line = []
        line.append(letter)
    yield sorted(line, key=lambda each: each.along)


def _words(line: Sequence[_Letter]) -> list[_Word]:
    found: list[_Word] = []
    open_word: list[_Letter] = []
    for letter in line:
        is_apart = bool(open_word) and letter.along - open_word[-1].end > letter.height / 8
        if open_word and (letter.text.isspace() or is_word(letter.text) or is_word(open_word[-1].text) or is_apart):
            found.append(_word(open_word))
            open_word = []
        if not letter.text.isspace():
            open_word.append(letter)
    return [*found, _word(open_word)] if open_word else found


def _word(letters: Sequence[_Letter]) -> _Word:
    text = "".join(letter.text for letter in letters)
    height = max(letter.height for letter in letters)
    return _Word(text, letters[0].along, letters[-1].end, height)


def _without_wide_gaps(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Words of one line without wide gaps between them: not two columns side by side."""
    row: list[_Word] = []
    for word in words:
        if row and word.begin - row[-1].end > _WIDEST_GAP * word.height:
            yield row
            row = []
        row.append(word)
    yield row


def _sightings(words: Sequence[_Word]) -> Iterator[Sighting | None]:
    """Each marked word whose gaps differ as much as a mark makes them differ; None where they are about equal."""
    triples = [words[at - 1 : at + 2] for at in range(1, len(words) - 1)]
    names = [name_of(*(word.text for word in triple)) for triple in triples]
    for which in chosen(names):
        before, after = (right.begin - left.end for left, right in pairwise(triples[which]))
        apart = abs(before - after) / triples[which][1].height
        if apart <= _MOST:
            yield Sighting(names[which], before > after) if apart >= _LEAST else None
