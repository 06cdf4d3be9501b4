"""Which names are plain rows, and how a row is broken into lines."""

from dataclasses import replace
from itertools import accumulate, pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.rendering import rows
from app.rendering.document import NameGroup, PrintedName
from app.rendering.rows import Listing, is_plain, lines, listings
from tests.rendering import samples


@pytest.mark.parametrize(
    "name",
    [
        "Association of Port 9",
        "Ärzte für saubere Strände e.V. (München)",
        "Łódź & Štětí – Čistá řeka",
        "Общество чистой воды «Қазақстан»",
        "Ένωση Παράκτιων Δήμων",
    ],
)
def test_a_name_in_one_script_from_the_left_is_a_plain_row(name: str) -> None:
    assert is_plain(PrintedName(name, language="xx"))


@pytest.mark.parametrize(
    "name",
    [
        PrintedName(""),
        PrintedName("1989"),
        PrintedName(" Port"),
        PrintedName("Port  Nine"),
        PrintedName("Port\u00a0Nine"),
        PrintedName("Port\u2011Nine"),
        PrintedName("Po\u00adrt"),
        PrintedName("Pört".replace("ö", "o\u0308")),
        PrintedName("Порт Nine"),
        PrintedName("清水"),
        PrintedName("पानी"),
        PrintedName("پاكىز سۇ", direction="rtl"),
        PrintedName("Port", direction="rtl"),
        PrintedName("Port", detail="Mira Solen"),
        PrintedName("Port", native="Порт"),
    ],
)
def test_any_other_name_is_left_to_the_engine(name: PrintedName) -> None:
    assert not is_plain(name)


def test_a_list_says_which_of_its_names_the_engine_sets() -> None:
    found = listings(samples.statement(count=12))

    assert found == (
        Listing(1, samples.names(12)[:5], (2, 3, 4)),
        Listing(6, samples.names(12)[5:], ()),
    )


def test_names_set_apart_are_found_by_their_number() -> None:
    found = listings(samples.statement(count=12), apart={7, 12})

    assert [each.by_engine for each in found if each] == [(2, 3, 4), (1, 6)]
    assert rows.apart(found) == {3, 4, 5, 7, 12}


def test_few_names_and_pages_read_from_the_right_are_the_engines() -> None:
    document = samples.statement(count=12)

    assert listings(samples.statement(count=rows.FEW)) == (None, None)
    assert listings(replace(document, direction="rtl")) == (None, None)
    assert rows.no_listings(document) == (None, None)


def test_a_list_without_a_plain_name_is_the_engines() -> None:
    others = NameGroup("", (PrintedName("清水"),) * 12)

    assert listings(replace(samples.statement(), signatories=samples.listed(others))) == (None,)


@pytest.mark.parametrize(
    ("width", "broken"),
    [(3, [(0, 4), (4, 7), (7, 10)]), (6, [(0, 4), (4, 10)]), (7, [(0, 7), (7, 10)]), (10, [(0, 10)])],
)
def test_as_many_words_stand_on_a_line_as_fit(width: float, broken: list[tuple[int, int]]) -> None:
    # "one two/six": a space may hang over the edge, and a line may begin after it and after the second word.
    ends = list(accumulate([1.0] * 10))

    assert lines(ends, [4, 7], {3}, width=width) == broken


def test_a_word_wider_than_a_line_is_not_broken() -> None:
    with pytest.raises(ValueError, match="wider than a line"):
        lines([1.0, 2.0, 3.0, 4.0, 5.0], [2], {1}, width=2.5)


@given(widths=st.lists(st.integers(1, 9), min_size=1, max_size=40), width=st.integers(1, 60), chance=st.randoms())
def test_lines_hold_every_glyph_once_and_are_as_full_as_they_can_be(
    widths: list[int], width: int, chance: Random
) -> None:
    ends = list(accumulate(widths))
    starts = sorted(at for at in range(1, len(widths)) if chance.random() < 0.4)
    pieces = [sum(widths[first:last]) for first, last in pairwise([0, *starts, len(widths)])]
    assume(max(pieces) <= width)

    found = lines(ends, starts, frozenset(), width=width)

    assert [first for first, _ in found] == [0, *(last for _, last in found[:-1])]
    assert found[-1][1] == len(widths)
    assert all(sum(widths[first:last]) <= width for first, last in found)
    for (first, last), _ in pairwise(found):
        following = next(at for at in [*starts, len(widths)] if at > last)
        assert sum(widths[first:following]) > width
