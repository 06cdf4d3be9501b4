"""Patterns of numbers: found from a part, from what was spoilt, and never by chance."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.press import carrier
from app.rendering.stamps.seen import SeenPage, Sighting

KEY = "k" * 40
NAMES = [f"{number:024x}" for number in range(300)]
NUMBERS = range(1, 2001)
number = st.integers(1, 2000)


def page(own: int, names: list[str], *, spoilt: frozenset[int] = frozenset()) -> SeenPage:
    """A page of a copy on which some marks say the wrong thing."""
    rights = carrier.rights(KEY, own, carrier.places(KEY, names))
    seen = zip(names, rights, strict=True)
    return SeenPage(tuple(Sighting(name, is_right != (at in spoilt)) for at, (name, is_right) in enumerate(seen)), ())


def found(*pages: SeenPage, key: str = KEY) -> list[int]:
    return [each.number for each in carrier.found(key, pages, NUMBERS)]


@settings(max_examples=30, deadline=None)
@given(number, st.integers(0, 200))
def test_fifty_marks_are_enough(own: int, begin: int) -> None:
    assert found(page(own, NAMES[begin : begin + 60])) == [own]


@settings(max_examples=30, deadline=None)
@given(number, st.integers(0, 250))
def test_twenty_are_not_and_then_nobody_is_named(own: int, begin: int) -> None:
    assert found(page(own, NAMES[begin : begin + 20])) == []


@settings(max_examples=30, deadline=None)
@given(number, st.sets(st.integers(0, 299), max_size=60))
def test_one_mark_in_five_may_be_spoilt(own: int, spoilt: set[int]) -> None:
    assert found(page(own, NAMES, spoilt=frozenset(spoilt))) == [own]


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 299)))
def test_random_marks_name_nobody(rights: set[int]) -> None:
    assert found(SeenPage(tuple(Sighting(name, at in rights) for at, name in enumerate(NAMES)), ())) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(number, min_size=2, max_size=2, unique=True), st.sets(st.integers(0, 299)))
def test_marks_of_two_copies_taken_at_will_name_none_but_these(own: list[int], of_second: set[int]) -> None:
    """Whoever compares two copies and chooses mark by mark stays within what both are."""
    first, second = (page(each, NAMES).sightings for each in own)
    mixed = SeenPage(tuple(second[at] if at in of_second else first[at] for at in range(len(NAMES))), ())

    assert set(found(mixed)) <= set(own)


@settings(max_examples=20, deadline=None)
@given(number)
def test_another_key_reads_nothing(own: int) -> None:
    assert found(page(own, NAMES), key="l" * 40) == []


@settings(max_examples=20, deadline=None)
@given(st.lists(number, min_size=2, max_size=2, unique=True))
def test_two_numbers_differ_in_about_half_of_their_marks(own: list[int]) -> None:
    places = tuple(range(carrier.PLACES))
    first, second = (carrier.rights(KEY, each, places) for each in own)

    differing = sum(one != other for one, other in zip(first, second, strict=True))
    assert 0.4 * carrier.PLACES < differing < 0.6 * carrier.PLACES


def test_how_sure_it_is_follows_from_how_many_agree() -> None:
    whole, spoilt = (
        carrier.found(KEY, [page(5, NAMES, spoilt=frozenset(range(each)))], NUMBERS)[0] for each in (0, 60)
    )

    assert whole.agree == whole.seen
    assert spoilt.agree < spoilt.seen
    assert whole.exponent > spoilt.exponent >= carrier.CHANCE_EXPONENT


def test_an_empty_file_names_nobody() -> None:
    assert found(SeenPage((), ())) == []
    assert found() == []
