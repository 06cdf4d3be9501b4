"""The order of names: word by word, numbers by value, accents and case last (Unicode Collation, UTS #10)."""

import itertools
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from pyuca.collator import Collator_10_0_0

from app.organisations.rules.folding import words

_WORD_ENDS = "0001"
_LEVEL_ENDS = "0000"
_PLAIN_ACCENT = "0020"
_PLAIN_CASE = "02"


def sort_key(name: str, language: str = "en", *, sort_as: str = "") -> str:
    """Return a text of hexadecimal digits whose plain order is the order of names, in any database.

    `language` (BCP 47) says which leading article is passed over. `sort_as` is the form to sort by where a person gave
    one (a romanised name, a family name first); else other scripts stand after Latin. Letters decide first, then
    accents, then case, then the name as written: no two names of up to 200 characters share a key. At most 4,000
    digits. The key spells the name: keep it only where the name itself may be kept.
    """
    counted = words(sort_as or name, language)
    primary = _WORD_ENDS.join(_primary(word) for word in counted)
    elements = [element for word in counted for element in _elements(word)]
    accents = _trimmed([f"{accent:04x}" for _, accent, _ in elements if accent], _PLAIN_ACCENT)
    cases = _trimmed([f"{case:02x}" for _, _, case in elements if case], _PLAIN_CASE)
    written = unicodedata.normalize("NFC", name).encode("utf-8", "surrogatepass").hex()
    return f"{primary[:1800]}{_LEVEL_ENDS}{accents[:200]}{_LEVEL_ENDS}{cases[:200]}00{written[:1700]}"


def out_of_place(keys: Sequence[str]) -> tuple[int, ...]:
    """Return the fewest positions (from 0) to move so that `keys` are in order; of equal ones the later."""
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    given = [ranks[key] for key in keys]
    tails: list[int] = []
    longest_from: list[int] = []
    for rank in reversed(given):
        length = bisect_right(tails, -rank)
        tails[length : length + 1] = [-rank]
        longest_from.append(length + 1)
    longest_from.reverse()
    wanted, last = len(tails), -1
    moved = []
    for position, rank in enumerate(given):
        if longest_from[position] == wanted and rank >= last:
            wanted, last = wanted - 1, rank
        else:
            moved.append(position)
    return tuple(moved)


def warm_up() -> None:
    """Load the weights now, not with the first name: it takes a third of a second, and 16 MB."""
    _collator()


@cache
def _collator() -> Collator_10_0_0:
    """Load the weights once, of one Unicode version whatever the Python."""
    return Collator_10_0_0()


def _elements(word: str) -> Iterable[tuple[int, int, int]]:
    decomposed = unicodedata.normalize("NFD", word)
    for weights in _collator().collation_elements(decomposed):
        yield weights[0], weights[1], weights[2]


def _primary(word: str) -> str:
    """Return the weights of the letters; a number is its length, then its digits, below every letter."""
    parts = []
    for is_number, run in itertools.groupby(word, str.isdecimal):
        if is_number:
            digits = "".join(str(unicodedata.decimal(c)) for c in run).lstrip("0")
            parts.append(f"{_zero():04x}{min(len(digits), 0xFFFF):04x}{digits}")
        else:
            parts.extend(f"{weight:04x}" for weight, _, _ in _elements("".join(run)) if weight)
    return "".join(parts)


@cache
def _zero() -> int:
    return next(iter(_elements("0")))[0]


def _trimmed(weights: list[str], plain: str) -> str:
    """Leave out what is plain at the end. It is the lowest weight, so that the order stays the same."""
    while weights and weights[-1] == plain:
        weights.pop()
    return "".join(weights)
