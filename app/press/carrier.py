"""The second number of a copy, which nobody sees: which words of it stand to the left and which to the right.

Every number has a pattern of its own, drawn from the secret of the installation. Whoever does not hold that secret can
neither read nor make one: two copies show where they differ, and not what a third would show. A pattern is as long as
`PLACES`; each mark says the bit at a place that its name and the secret decide. Any two patterns differ in about half
of their bits, so a copy is known from a part of its words, and from words of which many say the wrong thing. Pure.
"""

import hmac
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import shake_256
from math import comb, log10
from operator import itemgetter

from app.rendering.stamps.seen import SeenPage, Sighting

PLACES = 2048
NUMBERS_TO_TRY = 100_000
"""How many numbers, from 1, are tried where no database says which there are."""

_AS_NUMBERS = bytes.maketrans(b"01", b"\x00\x01")
_FIRST_PLACE = 1 << (PLACES - 1)

CHANCE_EXPONENT = 9
"""A number is named where another one would agree as well less than once in ten to this power."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number that the marks speak for.

    Of `seen` marks `agree` say the same as its pattern; by chance another would do so less than once in ten to the
    power `exponent`. `pages` are those that name it by themselves, from 1; empty where only all together do.
    """

    number: int
    agree: int
    seen: int
    exponent: int
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """What some pages say: at which places something is said, and where it is "right"."""

    said: int
    right: int
    count: int

    def agreeing(self, pattern: int) -> int:
        return self.count - ((pattern ^ self.right) & self.said).bit_count()


def places(key: str, names: Iterable[str]) -> tuple[int, ...]:
    """Return which place of a pattern each mark says."""
    return tuple(_place(key, name) for name in names)


def rights(key: str, number: int, at: Sequence[int]) -> bytes:
    """Return for each mark 1 if its word stands to the right in the copy of this number, else 0.

    `at` is from `places`.
    """
    bits = format(_pattern(key, number), f"0{PLACES}b").encode().translate(_AS_NUMBERS)
    # Two more than asked for: of several places a tuple is picked.
    return bytes(itemgetter(0, 0, *at)(bits)[2:])


def found(key: str, pages: Sequence[SeenPage], numbers: Iterable[int]) -> tuple[Found, ...]:
    """Return the numbers that the marks on these pages speak for, the surest first.

    Each page is asked by itself and all of them together, so that pages of several copies name each of them. None is
    named by chance: the more numbers are tried, the more must agree.
    """
    tried = tuple(numbers)
    views = [_view(key, page.sightings) for page in pages]
    together = _view(key, [sighting for page in pages for sighting in page.sightings])
    chances = max(len(tried), 1) * (len(views) + 1)
    least = [_least(view.count, chances) for view in views]
    least_together = _least(together.count, chances)
    named = []
    for number in tried:
        pattern = _pattern(key, number)
        own = [at for at, view in enumerate(views) if view.agreeing(pattern) >= least[at]]
        if own or together.agreeing(pattern) >= least_together:
            # Where pages name it, they are what speaks for it; the others may be of another copy.
            speaking = max((views[at] for at in own), key=lambda view: view.count) if own else together
            if len(own) > 1:
                speaking = _view(key, [sighting for at in own for sighting in pages[at].sightings])
            agree = speaking.agreeing(pattern)
            exponent = _exponent(speaking.count, agree, chances)
            named.append(Found(number, agree, speaking.count, exponent, tuple(at + 1 for at in own)))
    return tuple(sorted(named, key=lambda each: (-each.exponent, each.number)))


def marks_seen(key: str, pages: Sequence[SeenPage]) -> int:
    """How many different marks the pages show."""
    return _view(key, [sighting for page in pages for sighting in page.sightings]).count


def _place(key: str, name: str) -> int:
    return int.from_bytes(hmac.digest(key.encode(), f"place:{name}".encode(), "sha256")[:4]) % PLACES


def _pattern(key: str, number: int) -> int:
    # SHAKE takes its key in front: it has no lengths to extend (NIST SP 800-185, 4, builds on that).
    return int.from_bytes(shake_256(f"{key}:copy:{number}".encode()).digest(PLACES // 8))


def _view(key: str, sightings: Iterable[Sighting]) -> _View:
    """What most sightings say at each place. Where they contradict each other evenly, nothing is said."""
    balance: Counter[int] = Counter()
    for sighting in sightings:
        balance[_place(key, sighting.name)] += 1 if sighting.is_right else -1
    said = sum(_FIRST_PLACE >> place for place, weight in balance.items() if weight)
    right = sum(_FIRST_PLACE >> place for place, weight in balance.items() if weight > 0)
    return _View(said, right, said.bit_count())


def _least(count: int, chances: int) -> int:
    """The least number of agreeing marks that is no chance; one more than there are, if all would not suffice."""
    ways, least = 0, count + 1
    bound = 2**count // (chances * 10**CHANCE_EXPONENT)
    while least > 0 and ways + comb(count, least - 1) <= bound:
        least -= 1
        ways += comb(count, least)
    return least


def _exponent(count: int, agree: int, chances: int) -> int:
    ways = sum(comb(count, at) for at in range(agree, count + 1))
    return int(count * log10(2) - log10(ways * chances))
