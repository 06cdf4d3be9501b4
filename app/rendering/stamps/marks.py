"""Marks in the words of a page: nobody sees them, and they tell one copy from another.

A mark is a word that stands a little to the left or to the right of its place: seven thousandths of its size, which is
less than a tenth of a point in running text. The gap before it and the gap after it are made equal first, so that the
mark is read from the page alone, by which of the two is wider. Nothing moves but that word. Where words are written
without gaps (Chinese, Japanese), a character stands for a word.

A mark is known by the letters around it, not by its place: it is found again on another page, in another order, in an
excerpt. What it says is not secret; which numbers make which pattern is (`app.press.carrier`).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

_MORE, _LESS = b"14.00", b"00.05"
NUMBER_SIZE = len(_MORE)

LEFT, RIGHT = _MORE + _LESS, _LESS + _MORE
"""The numbers before and after a word that stands to the left, and to the right; a positive one draws nearer.

The digits of both have the same sum. So whichever stands where, the Adler-32 of the page is the same (RFC 1950, 8.2):
it adds up bytes, and bytes by their distance from the end, and what one number changes of that the other changes back.
"""

SHIFT = (float(_MORE) - float(_LESS)) / 2
"""How far a marked word stands aside, in thousandths of the size of its letters."""

NAME_LENGTH = 24
"""Hexadecimal digits of the name of a mark."""

Letters = Mapping[int, str]
"""What the codes of one typeface read."""

_TOKEN = re.compile(
    rb"(?P<literal>\((?:\\.|[^\\()])*\))"
    rb"|/(?P<font>[^\s/<>\[\]()]+)\s+[-+.\d]+\s+Tf\b"
    rb"|\[(?P<array>[<>0-9A-Fa-f\s.+-]*)\]\s*TJ\b"
    rb"|<(?P<string>[0-9A-Fa-f\s]*)>\s*Tj\b"
    rb"|(?<![^\s])(?P<state>[qQ])(?![^\s])"
)
_PIECE = re.compile(rb"<([0-9A-Fa-f\s]*)>|([-+]?(?:\d+\.?\d*|\.\d+))")
_CODE_DIGITS = 4
_MOST = 900.0
_HALF_WAY = (float(_MORE) + float(_LESS)) / 2
_PICTURE_IN_TEXT = re.compile(rb"(?<!\S)BI(?!\S)")
_WITHOUT_GAPS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One word that may stand left or right.

    The numbers of `LEFT` stand in the content at `before` and at `after`; those of `RIGHT` may be put in their place.
    The operator that shows the word begins at `operator`. All three count bytes from the beginning of the content.
    """

    name: str
    operator: int
    before: int
    after: int


class _Glyph(NamedTuple):
    """A code with how much the next one is drawn nearer, in thousandths of the size."""

    code: bytes
    nearer: float
    text: str


def is_word(text: str) -> bool:
    """Whether one character is a word by itself, because its script writes no gaps."""
    return _WITHOUT_GAPS.match(text) is not None


def name_of(before: str, word: str, after: str) -> str:
    """Return what a mark is known by: the letters of its word and of its neighbours, whichever way they are read."""
    return sha256(f"{_letters(word)} {_letters(before + after)}".encode()).hexdigest()[:NAME_LENGTH]


def chosen(names: Sequence[str]) -> list[int]:
    """Return which of the words in a row bear marks: those whose name is the least among its neighbours.

    No two of them stand side by side, and whoever sees only a part of the row finds the same ones.
    """
    edges = ("g", *names, "g")  # behind every hexadecimal digit
    return [at - 1 for at in range(1, len(edges) - 1) if edges[at - 1] > edges[at] < edges[at + 1]]


def marked(content: bytes, letters: Mapping[str, Letters]) -> tuple[bytes, tuple[Mark, ...]]:
    """Return page content with places for marks, all of them at the left, and these marks in the order of the bytes.

    `letters` holds what the codes of the composite typefaces of the page read, by the name of the typeface there.
    """
    if _PICTURE_IN_TEXT.search(content):
        return content, ()
    written = bytearray()
    marks: list[Mark] = []
    done = 0
    for token, font in _shown(content):
        glyphs = _glyphs(token, letters.get(font, {}))
        if not glyphs:
            continue
        written += content[done : token.start()]
        operator = len(written)
        for part in _rewritten(glyphs):
            if isinstance(part, bytes):
                written += part
            else:
                name, beside, between = part
                before = len(written) + len(beside) + 1
                after = before + NUMBER_SIZE + len(between)
                marks.append(Mark(name, operator, before, after))
                written += b"%b %b%b%b %b" % (beside, _MORE, between, _LESS, beside)
        done = token.end()
    return bytes(written + content[done:]), tuple(marks)


def _shown(content: bytes) -> Iterator[tuple[re.Match[bytes], str]]:
    """Every showing of text with the typeface it is shown in."""
    font, outer = "", []
    for token in _TOKEN.finditer(content):
        match token.lastgroup:
            case "font":
                font = token["font"].decode("latin-1")
            case "state" if token["state"] == b"q":
                outer.append(font)
            case "state":
                font = outer.pop() if outer else font
            case "array" | "string":
                yield token, font


def _glyphs(token: re.Match[bytes], letters: Letters) -> list[_Glyph]:
    """What one operator shows; nothing where a code cannot be read."""
    found: list[_Glyph] = []
    pieces = _PIECE.finditer(token["array"] if token["array"] is not None else b"<%b>" % token["string"])
    for piece in pieces:
        if piece[2] is not None:
            if not found:
                return []
            last = found[-1]
            found[-1] = _Glyph(last.code, last.nearer + float(piece[2]), last.text)
            continue
        digits = b"".join(piece[1].split())
        codes = [digits[at : at + _CODE_DIGITS] for at in range(0, len(digits), _CODE_DIGITS)]
        if any(len(code) < _CODE_DIGITS for code in codes):
            return []
        found += [_Glyph(code, 0.0, letters.get(int(code, 16), "")) for code in codes]
    return found


@dataclass(frozen=True, slots=True)
class _Word:
    """Glyphs `begin` to `end`; between it and the next word stand spaces, or nothing."""

    begin: int
    end: int
    text: str


def _words(glyphs: Sequence[_Glyph]) -> list[_Word]:
    found: list[_Word] = []
    begin: int | None = None
    for at, glyph in enumerate((*glyphs, _Glyph(b"", 0.0, " "))):
        alone = is_word(glyph.text)
        if begin is not None and (alone or glyph.text.isspace()):
            found.append(_Word(begin, at, "".join(each.text for each in glyphs[begin:at])))
            begin = None
        if alone:
            found.append(_Word(at, at + 1, glyph.text))
        elif begin is None and not glyph.text.isspace():
            begin = at
    return found


def _rewritten(glyphs: Sequence[_Glyph]) -> Iterator[bytes | tuple[str, bytes, bytes]]:
    """The operator again, in parts: what stays, and marks.

    Of these the name, the number that stands beside both numbers of the mark, and what stands between them.
    """
    words = _words(glyphs)
    names = [name_of(words[at - 1].text, words[at].text, words[at + 1].text) for at in range(1, len(words) - 1)]
    nearer = [glyph.nearer for glyph in glyphs]
    done = 0
    yield b"["
    for which in chosen(names):
        before, word, after = words[which : which + 3]
        gaps = range(before.end - 1, word.begin), range(word.end - 1, after.begin)
        middle = sum(nearer[at] for gap in gaps for at in gap) / 2
        if not _fits(middle, gaps):
            continue
        for at in (*gaps[0], *gaps[1]):
            nearer[at] = 0.0
        yield b"<" + _array(glyphs, nearer, done, word.begin)
        inner = _array(glyphs, nearer, word.begin, word.end)
        rest = _array(glyphs, nearer, word.end, after.begin)
        between = b"<" + inner + b"<" + rest if rest != b">" else b"<" + inner
        yield names[which], _number(middle - _HALF_WAY), between
        done = after.begin
    yield b"<" + _array(glyphs, nearer, done, len(glyphs)) + b"] TJ"


def _fits(middle: float, gaps: tuple[range, range]) -> bool:
    """Whether the gaps are of one kind, and no wider than gaps between words."""
    return abs(middle) < _MOST and len(gaps[0]) == len(gaps[1])


def _array(glyphs: Sequence[_Glyph], nearer: Sequence[float], begin: int, end: int) -> bytes:
    """Codes with the numbers between them, without the first bracket."""
    written = b""
    for glyph, number in zip(glyphs[begin:end], nearer[begin:end], strict=True):
        written += glyph.code + (b">%b<" % _number(number) if number else b"")
    return written + b">"


def _number(value: float) -> bytes:
    return b"%b" % f"{value:.3f}".rstrip("0").rstrip(".").encode()


def _letters(text: str) -> str:
    """Letters, digits and signs in a fixed order, in their plainest form."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sorted(each for each in plain if unicodedata.category(each)[0] in "LNM"))
