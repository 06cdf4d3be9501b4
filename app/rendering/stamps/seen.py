"""What a file shows of the copy it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mark that was seen: its name, and whether its word stands to the right."""

    name: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What one page shows: marks, and the copy numbers printed on it, each once.

    Of the words that a copy marks, `even` stand as far from the one before as from the one behind.
    """

    sightings: tuple[Sighting, ...]
    numbers: tuple[int, ...]
    even: int = 0
