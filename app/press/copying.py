"""Making the file of a copy: once for an edition a file is prepared, and each copy is that file with its own bytes."""

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from pydantic import TypeAdapter, ValidationError

from app.core import files
from app.editions.models import Edition
from app.press import carrier, queries, rules
from app.press.models import Copy
from app.press.queries import Guest
from app.rendering.fonts import is_covered
from app.rendering.process import prepare_copies, write_lines
from app.rendering.stamps.copies import Line, Master, Plan, copy

_MASTERS_KEPT = 4
_PLAN = TypeAdapter(Plan)


@dataclass(frozen=True, slots=True)
class Stored:
    """A prepared file and its plan, by their SHA-256."""

    file: str
    plan_file: str


@dataclass(frozen=True, slots=True)
class StampedCopy:
    """The file of a copy, by its SHA-256, with what it was made from."""

    file: str
    made_from: Stored


@dataclass(frozen=True, slots=True)
class _Ready:
    """A master with the place in a pattern that each of its marks says, and whether its plan is that of its file."""

    master: Master
    places: tuple[int, ...]
    is_sound: bool


def copy_key() -> str:
    """The secret that hides numbers in words."""
    return str(current_app.config["COPY_KEY"])


def stamp(copy_row: Copy, guest: Guest, edition: Edition) -> StampedCopy:
    """Make and store the file of a copy. The first of an edition takes a second: call it outside a transaction.

    Raises `TypesettingFailed` with a sentence.
    """
    [line] = write_lines((_line(copy_row.number, guest),))
    made_from = _master_for(edition, line, guest, number=copy_row.number)
    ready = _ready(made_from, copy_key())
    rights = carrier.rights(copy_key(), copy_row.number, ready.places)
    return StampedCopy(files.put(copy(ready.master, line, rights)), made_from)


def _line(number: int, guest: Guest) -> str:
    return rules.stamp_line(number, guest.contact.name, guest.contact.outlet)


def _master_for(edition: Edition, line: Line, guest: Guest, *, number: int) -> Stored:
    """What copies of this edition are made from; prepared anew where it lacks a letter of this line or is damaged."""
    found = queries.find_copy_master(edition.id)
    if found is not None:
        stored = Stored(found.file, found.plan_file)
        if _holds(stored, line):
            return stored
    assert edition.embargoed_file is not None  # noqa: S101 - a sealed edition has its files
    others = (_line(number, listed.guest) for listed in queries.guests(edition.letter_id))
    # Whoever cannot be printed is told so at their own copy.
    lines = {_line(number, guest), *(each for each in others if all(map(is_covered, each)))}
    master = prepare_copies(files.get(edition.embargoed_file), tuple(sorted(lines)))
    return Stored(files.put(master.pdf), files.put(_PLAN.dump_json(master.plan)))


def _holds(stored: Stored, line: Line) -> bool:
    """Whether this line can be written there.

    A plan that another version wrote in its own way holds nothing, and neither does one that is not that of its file.
    """
    try:
        ready = _ready(stored, copy_key())
    except ValidationError:
        return False
    return ready.is_sound and ready.master.plan.holds(line)


@lru_cache(maxsize=_MASTERS_KEPT)
def _ready(stored: Stored, key: str) -> _Ready:
    plan = _PLAN.validate_json(files.get(stored.plan_file))
    master = Master(files.get(stored.file), plan)
    return _Ready(master, carrier.places(key, plan.marks), master.is_sound)
