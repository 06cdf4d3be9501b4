"""A list of names on its way to the page: its plain rows shaped once, the others left to the engine."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.rendering import rows
from app.rendering.drawing import Row
from app.rendering.rows import Listing
from app.rendering.shaping import CannotBeShaped, Face, Shaped

_LETTERS_AND_SPACES = re.compile(r"(?:[^\W_]| )+")


class SetApart(Exception):  # noqa: N818 - it reads as what happened
    """Names that looked plain and cannot be set as rows. `numbers` are theirs in the document."""

    def __init__(self, numbers: frozenset[int]) -> None:
        super().__init__()
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class Type:
    """What a kind of text is shaped with: face, OpenType features, size in pixels."""

    face: Face
    features: Mapping[str, int]
    size: float


@dataclass(slots=True)
class SetList:
    """One list while a document is set.

    `rows` are the plain rows by their place; `number_letters` and `name_letters` say what each glyph stands for.
    """

    listing: Listing
    language: str
    rows: dict[int, Row] = field(default_factory=dict)
    number_letters: dict[int, str] = field(default_factory=dict)
    name_letters: dict[int, str] = field(default_factory=dict)

    def shape(
        self, number: Type, name: Type, *, width: float, line_starts: Callable[[str, str], Sequence[int]]
    ) -> None:
        """Shape all plain rows and break them into lines of `width` pixels.

        `line_starts` tells where in a text of a language a line may begin. Raises `SetApart`.
        """
        apart = set()
        number_pairs: set[tuple[int, str]] = set()
        name_pairs: set[tuple[int, str]] = set()
        by_engine = set(self.listing.by_engine)
        for place, printed in enumerate(self.listing.names):
            if place in by_engine:
                continue
            try:
                label = number.face.shaped(
                    f"{self.listing.start + place}. ", features=number.features, language=self.language
                )
                shaped = name.face.shaped(printed.name, features=name.features, language=printed.language)
                parts = _lines(shaped, width * 1000 / name.size, line_starts, printed.language)
            except (CannotBeShaped, ValueError):
                apart.add(self.listing.start + place)
                continue
            number_pairs.update(label.letters())
            name_pairs.update(shaped.letters())
            self.rows[place] = Row(
                number=label.shown(),
                number_width=label.width * number.size / 1000,
                lines=tuple(shaped.shown(first, last) for first, last in parts),
                language=printed.language if printed.language != self.language else "",
            )
        if apart:
            raise SetApart(frozenset(apart))
        self.number_letters, self.name_letters = dict(sorted(number_pairs)), dict(sorted(name_pairs))
        if len(self.name_letters) < len(name_pairs):
            # Some glyph stands for more than one letter: only words say which is meant.
            self.rows = {
                place: replace(row, spelled=self.listing.names[place].name) for place, row in self.rows.items()
            }


def _lines(
    shaped: Shaped, width: float, line_starts: Callable[[str, str], Sequence[int]], language: str
) -> list[tuple[int, int]]:
    """First and one past last glyph of each line of `width` thousandths. `ValueError` if a word is wider."""
    ends = shaped.ends
    if ends[-1] <= width:
        return [(0, len(ends))]
    if _LETTERS_AND_SPACES.fullmatch(shaped.text):
        begins = [at + 1 for at, letter in enumerate(shaped.text) if letter == " "]
    else:
        begins = list(line_starts(shaped.text, language))
    spaces = {at for at, place in enumerate(shaped.places) if shaped.text[place] == " "}
    return rows.lines(ends, [bisect_left(shaped.places, begin) for begin in begins], spaces, width=width)
