"""Text to glyphs and lines, as the engine would have them: any script, either way, in the faces it would choose."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from app.rendering.lists.faces import EMPTY, GLYPH, PLACED, UNITS, Face, Faces
from app.rendering.scripts import needs_spelling, reads_from_the_right

# Letters that are joined or changed by nothing beyond a space, punctuation that stays with them or stands free.
_PUNCTUATION = "0-9 .,:;!?&+*/()'\"@#%=\u2013\u2014\u2018\u2019\u201c\u201d\u00ab\u00bb\u2026-"
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0192\u01cd-\u01dc\u0218-\u021b\u1e00-\u1ef9"
_GREEK = "\u0386-\u03ce"
_CYRILLIC = "\u0400-\u045f\u0490-\u052f"
_WORD_BY_WORD = re.compile("|".join(f"[{letters}{_PUNCTUATION}]+" for letters in (_LATIN, _GREEK, _CYRILLIC)))
# Words, spaces, and words up to each hyphen.
_PIECE = re.compile(r" |[^ -]*-(?=[^\W\d_])|[^ ]+")
# Lines end after these spaces and hyphens and nowhere else (Unicode Standard Annex 14, LB 13 to 30). In “Art.19” Pango
# lets one end after the full stop.
_BROKEN_AT_PIECES = re.compile(
    r"(?:\(?[^\W_]+(?:(?:['’-]|\.(?!\d)|(?<=\d)\.)[^\W_]+)*(?:['’](?! \())?\)?[,.:;]?(?: |$))+"
)
_MOST_KNOWN = 4000
_FACE_OF = itemgetter(0)


class Shaped(NamedTuple):
    """A text as glyphs, from left to right.

    Distances are pixels: `baseline` is below the top of what is `height` high. `shown` are numbers of faces, each with
    what is shown in it. `spelled` are the words, where the glyphs would read otherwise.
    """

    width: float
    height: float
    baseline: float
    shown: tuple[tuple[int, str], ...]
    spelled: str = ""


class _Part(NamedTuple):
    """Glyphs of one face from left to right, as Pango placed them; `offset` and `length` are bytes of the text."""

    face: Face
    is_turned: bool
    offset: int
    length: int
    placed: bytes
    clusters: Sequence[int]

    def shown(self, chosen: Iterable[int] | None = None) -> tuple[int, str]:
        """The face, and all glyphs or those at these places as the operand of TJ."""
        face, placed, size = self.face, self.placed, GLYPH.size
        starts = range(0, len(placed), size) if chosen is None else [at * size for at in chosen]
        written = "".join([face[placed[start : start + PLACED.size]] for start in starts])
        return face.number, f"[<{written}>]".replace("<>", " ").replace(" ]", "]").replace("[] TJ ", "")

    def is_known(self) -> bool:
        """Whether it is noted of each glyph what it stands for."""
        letters = self.face.letters
        return all(letters.get(number) or number == EMPTY for number, *_ in GLYPH.iter_unpack(self.placed))

    def widths(self) -> list[int]:
        """How far each glyph moves on, in units of Pango."""
        return [width for _, width, *_ in GLYPH.iter_unpack(self.placed)]


@dataclass(slots=True)
class Type:
    """What one kind of text is set in: `layout` is one of Pango for such text alone, `kept` makes another that holds.

    `line_height`, `colour` (in sRGB, 0 to 1) and direction are those of its style.
    """

    faces: Faces
    layout: object
    kept: Callable[[str], object]
    line_height: float
    colour: tuple[float, float, float]
    is_from_the_right: bool
    _seen: set[str] = field(default_factory=set)
    _doubled: set[str] = field(default_factory=set)
    _known: dict[tuple[str, str], Shaped] = field(default_factory=dict)

    def shaped(self, text: str) -> Shaped:
        """Shape a text on one line. Raises `CannotBeShaped`."""
        parts = self._laid(text)
        return self._measured(text, tuple([part.shown() for part in parts]))

    def broken(self, text: str, *, first: float, room: float) -> list[Shaped | None]:
        """Shape a text on lines as wide as `room`, each with as many words as fit; `first` is what the first line has.

        None is that line if nothing fits on it. A space at the end of the text may hang over the edge. Raises
        `CannotBeShaped`, and `ValueError` for a word wider than a line.
        """
        if not self.is_from_the_right and _WORD_BY_WORD.fullmatch(text):
            said = _PIECE.findall(text)
            following = [*(after[0] for after in said[1:]), ""]
            pieces = list(map(self._before, said, following))
            # A space stands in the face of what is before it, which a piece does not know.
            if len({face for piece in pieces for face, _ in piece.shown}) == 1:
                if sum([piece.width for piece in pieces]) <= first:
                    return [self._joined(pieces, text)]
                if _BROKEN_AT_PIECES.fullmatch(text):
                    return self._broken_at_pieces(said, pieces, first=first, room=room)
        parts = self._laid(text)
        whole = self._measured(text, ())
        if whole.width > first:
            edges = _edges(text, parts)
            found = lines(self._ends(text, edges), first=first, room=room)
            if len(found) > 1:
                cut = [(begin, len(text[:end].rstrip(" ")) if end < len(text) else end) for begin, end in found]
                if needs_spelling(text) or len({(part.face.number, part.is_turned) for part in parts}) > 1:
                    return [self.shaped(text[begin:end]) if begin < end else None for begin, end in cut]
                return [_piece(whole, text[:begin], text[begin:end], parts, edges) for begin, end in cut]
        return [whole._replace(shown=tuple([part.shown() for part in parts]))]

    def numbered(self, number: int) -> Shaped:
        """A number before a name. Raises `CannotBeShaped`."""
        text = f"{number}. "
        if self.is_from_the_right:
            return self.shaped(text)
        # A hundred numbers begin alike, and a long list has each end many times.
        begin, end = text[:-4], text[-4:]
        ended = self._before(end, "")
        return self._joined([self._before(begin, end[0]), ended], text) if begin else ended

    def _broken_at_pieces(
        self, said: Sequence[str], pieces: Sequence[Shaped], *, first: float, room: float
    ) -> list[Shaped | None]:
        """Break a text after its hyphens and spaces, of which none follows another. `pieces` say what is `said`."""
        edges = list(accumulate([piece.width for piece in pieces], initial=0.0))
        # Places count pieces here.
        ends = [
            (at, edges[at - (piece == " ")], edges[at]) for at, piece in enumerate(said, 1) if piece[-1] in {" ", "-"}
        ]
        count = len(pieces)
        if not ends or ends[-1][0] < count:
            ends.append((count, edges[count], edges[count]))
        found: list[Shaped | None] = []
        for begin, end in lines(ends, first=first, room=room):
            # A space goes where a line ends, but for that of the last one.
            last = end - 1 if begin < end < count and said[end - 1] == " " else end
            found.append(self._joined(pieces[begin:last], "".join(said[begin:last])) if begin < last else None)
        return found

    def _joined(self, pieces: Sequence[Shaped], text: str) -> Shaped:
        """Pieces one after the other, which say a text."""
        baseline = max([piece.baseline for piece in pieces])
        below = max([piece.height - piece.baseline for piece in pieces])
        runs = groupby([each for piece in pieces for each in piece.shown], _FACE_OF)
        return Shaped(
            sum([piece.width for piece in pieces]),
            baseline + below,
            baseline,
            tuple([(face, _together([written for _, written in run])) for face, run in runs]),
            self._spelled(text),
        )

    def _before(self, text: str, following: str) -> Shaped:
        """A text from left to right as it stands before a sign, or at the end."""
        found = self._known.get((text, following))
        if found is None:
            if len(text) > 1 and text.isascii() and text.isdecimal():
                # No figure is changed but by the next sign, and there are fewer pairs of them than numbers.
                after = [*text[1:], following]
                found = self._joined(list(map(self._before, text, after)), text)
            else:
                found = self._shaped_before(text, following)
            if len(self._known) == _MOST_KNOWN:
                self._known.clear()
            self._known[text, following] = found
        return found

    def _shaped_before(self, text: str, following: str) -> Shaped:
        parts = self._laid(text + following)
        whole = self._measured(text, ())
        if not following:
            return whole._replace(shown=tuple([part.shown() for part in parts]))
        return _piece(whole, "", text, parts, _edges(text + following, parts)) or whole

    def _laid(self, text: str) -> list[_Part]:
        """Shape a text as one line and note what is new in it."""
        written = text.encode()
        engine = self.faces.engine
        pango, memory = engine.pango, engine.memory
        pango.pango_layout_set_text(self.layout, written, len(written))
        line = pango.pango_layout_get_line_readonly(self.layout, 0)
        pango.pango_layout_line_get_extents(line, memory.NULL, engine.logical)
        found = []
        run = line.runs
        while run != memory.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            analysis, count = item.analysis, glyphs.num_glyphs
            face = self.faces.get(analysis.font)
            # One that has drawn nothing yet is empty, and there all the same.
            if face is None:
                face = self.faces.met(analysis.font, self.kept(text))
            part = _Part(
                face,
                analysis.level % 2 == 1,
                item.offset,
                item.length,
                bytes(memory.buffer(glyphs.glyphs, GLYPH.size * count)),
                memory.unpack(glyphs.log_clusters, count),
            )
            found.append(part)
            run = run.next
        # Letters that were all seen before may melt together for the first time, or stand apart.
        if not self._seen.issuperset(text) or not all(part.is_known() for part in found):
            self._seen.update(text)
            for part in found:
                self._look_at(part, written)
        return found

    def _measured(self, text: str, shown: tuple[tuple[int, str], ...]) -> Shaped:
        """A text that was laid out last."""
        engine = self.faces.engine
        logical = engine.logical
        baseline = engine.pango.pango_layout_get_baseline(self.layout)
        width, height = logical.width / UNITS, logical.height / UNITS
        return Shaped(width, height, baseline / UNITS, shown, self._spelled(text))

    def _spelled(self, text: str) -> str:
        """The text if its glyphs would read otherwise."""
        doubtful = needs_spelling(text) or (
            bool(self._doubled) and not self._doubled.isdisjoint(text) and not reads_from_the_right(text)
        )
        return text if doubtful else ""

    def _ends(self, text: str, edges: Sequence[float]) -> list[tuple[int, float, float]]:
        """Where a line may end in the text that was laid out last, and with it.

        With each place comes how wide the text is before it, first without the spaces at its end.
        """
        engine = self.faces.engine
        places = engine.pango.pango_layout_get_log_attrs_readonly(self.layout, engine.memory.NULL)
        size = len(text)
        found = []
        for place in [*(at for at in range(1, size) if places[at].is_line_break), size]:
            before = text[:place]
            found.append((place, edges[len(before.rstrip(" ").encode())], edges[len(before.encode())]))
        return found

    def _look_at(self, part: _Part, written: bytes) -> None:
        """Note what glyphs stand for, and characters that are drawn like others."""
        edges = sorted({*part.clusters, part.length})
        following = dict(pairwise(edges))
        places = list(enumerate(part.clusters))
        # Of the glyphs of a cluster the one that is read last stands for its letters, as the engine has it.
        takes = {cluster: at for at, cluster in (reversed(places) if part.is_turned else places)}
        letters_of = part.face.letters
        for at, (number, *_) in enumerate(GLYPH.iter_unpack(part.placed)):
            if number == EMPTY:
                continue
            cluster = part.clusters[at]
            begin, end = part.offset + cluster, part.offset + following[cluster]
            letters = written[begin:end].decode() if takes[cluster] == at else ""
            known = letters_of.get(number) or letters
            letters_of[number] = known
            if len(letters) == 1 and len(known) == 1 and letters != known:
                self._doubled.add(letters)


def _together(operands: Iterable[str]) -> str:
    """Operands of TJ as one."""
    return "".join(operands).replace(">][<", "").replace("][", "")


def _edges(text: str, parts: Iterable[_Part]) -> list[float]:
    """How wide the text is before each of its bytes and in all, where letters stand in the order of reading."""
    widths = [0] * len(text.encode())
    for part in parts:
        for cluster, width in zip(part.clusters, part.widths(), strict=True):
            widths[part.offset + cluster] += width
    return [units / UNITS for units in accumulate(widths, initial=0)]


def _piece(whole: Shaped, before: str, text: str, parts: Iterable[_Part], edges: Sequence[float]) -> Shaped | None:
    """A piece of a text that has one face and one direction: its glyphs as they stand in the whole."""
    if not text:
        return None
    first = len(before.encode())
    last = first + len(text.encode())
    shown = []
    for part in parts:
        clusters = part.clusters[::-1] if part.is_turned else part.clusters
        begin, end = (bisect_left(clusters, edge - part.offset) for edge in (first, last))
        if begin < end:
            count = len(clusters)
            shown.append(part.shown(range(count - end, count - begin) if part.is_turned else range(begin, end)))
    return whole._replace(width=edges[last] - edges[first], shown=tuple(shown), spelled=text if whole.spelled else "")


def lines(ends: Sequence[tuple[int, float, float]], *, first: float, room: float) -> list[tuple[int, int]]:
    """Break a text into lines, each with as many words as fit.

    `ends` are places at which a line may end, each with how wide the text is before it, without and with the spaces
    before the place; the last one is the end of the text. A line is `room` wide, and `first` is left on the first one,
    which stays empty if no word fits and it is narrower. The answer are begin and end of each line. Raises `ValueError`
    if a word is wider than a line.
    """
    found = []
    begin, start, left = 0, 0.0, first
    at = 0
    while begin < ends[-1][0]:
        end, width = begin, start
        while at < len(ends) and ends[at][1] - start <= left:
            end, _, width = ends[at]
            at += 1
        if end == begin and left >= room:
            message = "A word is wider than a line."
            raise ValueError(message)
        found.append((begin, end))
        begin, start, left = end, width, room
    return found
