"""A list of names on its way to the page: its plain rows shaped and broken into lines, others left to the engine."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose

from app.rendering.document import PrintedName
from app.rendering.lists import rows
from app.rendering.lists.drawing import Piece, Row, composed
from app.rendering.lists.faces import CannotBeShaped, Faces
from app.rendering.lists.rows import Listing
from app.rendering.lists.shaping import Type

# A tenth of a thousandth: what lengths that were added up in another order differ by.
_SAME = 1e-4
# So much wider does the engine take a line, against sums that differ in their last digits.
_SLACK = 1e-9


class SetApart(Exception):  # noqa: N818 - it reads as what happened
    """Names that looked plain and cannot be set as rows. `numbers` are theirs in the document."""

    def __init__(self, numbers: frozenset[int]) -> None:
        super().__init__()
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class Strut:
    """What a style needs on each line where it is used: above the baseline, and below."""

    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One box of text in a row of some kind.

    `text` counts name, native name and detail from 0, and is -1 for a space between them. `after` follows the text.
    `struts` are those of the boxes around it. With `breaks` it begins a line, and these boxes on the one before.
    """

    text: int
    after: str
    type: Type
    struts: tuple[Strut, ...]
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Measures:
    """How the engine sets a row: distances in pixels from its upper left corner.

    Lines are `width` wide from `left`, the first one below `top`; `below` is left free after the last one. The number
    ends at `number_edge`, or begins there in a list read `from_the_right`.
    """

    left: float
    width: float
    top: float
    below: float
    number_edge: float
    number_baseline: float
    from_the_right: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """How names of one kind are set."""

    measures: Measures
    number: Type
    line: Strut
    segments: tuple[Segment, ...]


@dataclass(slots=True)
class _Line:
    above: float
    below: float
    width: float = 0.0
    pieces: list[Piece] = field(default_factory=list)

    def need(self, above: float, below: float) -> None:
        """Make room on both sides of the baseline."""
        self.above, self.below = max(self.above, above), max(self.below, below)


@dataclass(slots=True)
class SetList:
    """One list while a document is set; `kinds` are known once the engine has set their samples."""

    listing: Listing
    language: str
    from_the_right: bool
    faces: Faces
    kinds: Mapping[PrintedName, Kind] = field(default_factory=dict)

    def row(self, place: int) -> Row:
        """Shape the row at this place of the list. Raises `SetApart` with it and all after it that have none either."""
        try:
            return self._row(place)
        except (CannotBeShaped, ValueError):
            raise SetApart(frozenset(self._without_row(place))) from None

    def numbers_of(self, samples: Collection[PrintedName]) -> frozenset[int]:
        """Numbers of all names of these kinds."""
        every = enumerate(self.listing.names, self.listing.start)
        return frozenset(number for number, name in every if self._sample(name) in samples)

    def _sample(self, name: PrintedName) -> PrintedName:
        return rows.sample(name, from_the_right=self.from_the_right)

    def _without_row(self, begin: int) -> Iterator[int]:
        by_engine = set(self.listing.by_engine)
        for place in range(begin, len(self.listing.names)):
            try:
                if place not in by_engine:
                    self._row(place)
            except (CannotBeShaped, ValueError):
                yield self.listing.start + place

    def _row(self, place: int) -> Row:
        name = self.listing.names[place]
        kind = self.kinds[self._sample(name)]
        parts, part_of = rows.parts(name, language=self.language)
        pieces, height = set_name(kind, rows.texts(name), part_of)
        return composed((numbered(kind, self.listing.start + place), *pieces), parts, height=height)


def numbered(kind: Kind, number: int) -> Piece:
    """The number before a name."""
    measures = kind.measures
    shaped = kind.number.numbered(number)
    x = measures.number_edge if measures.from_the_right else measures.number_edge - shaped.width
    return Piece(-1, x, measures.number_baseline, shaped, kind.number.colour)


def set_name(kind: Kind, texts: Sequence[str], part_of: Sequence[int]) -> tuple[list[Piece], float]:
    """The texts of a name as pieces of its row, and the height of the row.

    `part_of` says in which part each text stands. Raises `CannotBeShaped`, and `ValueError` for a word wider than a
    line.
    """
    measures = kind.measures
    pieces = []
    y = measures.top
    for line in _lines(kind, texts, part_of):
        y += line.above
        right = measures.left + measures.width
        for piece in line.pieces:
            x = right - piece.x - piece.shaped.width if measures.from_the_right else measures.left + piece.x
            pieces.append(Piece(piece.part, x, y, piece.shaped, piece.colour))
        y += line.below
    return pieces, y + measures.below


def is_set_alike(kind: Kind, sample: PrintedName, places: Sequence[tuple[float, float]], *, height: float) -> bool:
    """Whether we set a sample of a kind as the engine did: places of its texts (left, baseline), and its height."""
    pieces, own_height = set_name(kind, rows.texts(sample), (0, 0, 0))
    own = [(piece.x, piece.y) for piece, segment in zip(pieces, kind.segments, strict=False) if segment.text >= 0]
    pairs = zip([*own, (0.0, own_height)], [*places, (0.0, height)], strict=False)
    return len(own) == len(places) and all(
        isclose(ours, theirs, abs_tol=_SAME) for pair in pairs for ours, theirs in zip(*pair, strict=True)
    )


def _lines(kind: Kind, texts: Sequence[str], part_of: Sequence[int]) -> Iterator[_Line]:
    """Lines with their pieces, each as far from where the line begins as its `x`; `y` is still 0."""
    line = _Line(kind.line.above, kind.line.below)
    room = kind.measures.width * (1 + _SLACK)
    part = 0
    for segment in kind.segments:
        left = segment.after
        if segment.text >= 0:
            left, part = texts[segment.text] + left, part_of[segment.text]
        if segment.breaks:
            for strut in segment.struts:
                line.need(strut.above, strut.below)
            yield line
            line = _Line(kind.line.above, kind.line.below)
        if not left:
            continue
        for at, shaped in enumerate(segment.type.broken(left, first=room - line.width, room=room)):
            if at:
                yield line
                line = _Line(kind.line.above, kind.line.below)
            if shaped is not None:
                above = shaped.baseline + (segment.type.line_height - shaped.height) / 2
                line.need(above, segment.type.line_height - above)
                for strut in segment.struts:
                    line.need(strut.above, strut.below)
                line.pieces.append(Piece(part, line.width, 0, shaped, segment.type.colour))
                line.width += shaped.width
    yield line
