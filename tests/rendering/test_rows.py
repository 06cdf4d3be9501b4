"""Which names are plain rows, and what they are parts of."""

from dataclasses import replace

import pytest

from app.rendering.document import NameGroup, PrintedName
from app.rendering.lists import rows
from app.rendering.lists.drawing import Part
from app.rendering.lists.rows import Listing, is_plain, listings, parts, sample
from app.rendering.numbered_names import FEW
from tests.rendering import samples

SIGNED = PrintedName("Port", signer="Mira Solen")


@pytest.mark.parametrize(
    "name",
    [
        PrintedName("Association of Port 9"),
        PrintedName("Ärzte für saubere Strände e.V. (München)"),
        PrintedName("Общество «Қазақстан»", language="kk"),
        PrintedName("1989"),
        PrintedName("清水", language="zh"),
        PrintedName("पानी", language="hi"),
        PrintedName("پاكىز سۇ", language="ug", direction="rtl"),
        PrintedName("می\u200cخواهیم", language="fa", direction="rtl"),
        PrintedName("Port\u2011Nine"),
        PrintedName("Port", detail="Mira Solen, Director"),
        PrintedName("Port", native="Порт", native_language="ru"),
    ],
)
def test_a_name_in_words_between_single_spaces_is_a_plain_row(name: PrintedName) -> None:
    assert is_plain(name)


@pytest.mark.parametrize(
    "name",
    [
        PrintedName(""),
        PrintedName(" Port"),
        PrintedName("Port "),
        PrintedName("Port  Nine"),
        PrintedName("Port\nNine"),
        PrintedName("Port\u00a0Nine"),
        PrintedName("Po\u00adrt"),
        PrintedName("Port\u200e"),
        PrintedName("Port", detail="Mira  Solen"),
        PrintedName("Port", native="\u2067Порт"),
        SIGNED,
    ],
)
def test_any_other_name_is_left_to_the_engine(name: PrintedName) -> None:
    assert not is_plain(name)


def test_a_list_says_which_of_its_names_the_engine_sets_and_which_kinds_the_others_are() -> None:
    names = (PrintedName("Port"), SIGNED, PrintedName("清水", language="zh"), *samples.names(20)[5:])
    document = samples.with_names(samples.statement(), NameGroup("", names[:2]), NameGroup("", names[2:]))

    found = listings(document)

    assert found == (
        Listing(1, names[:2], (1,), (sample(names[0]),)),
        Listing(3, names[2:], (), (sample(names[2]), sample(names[0]))),
    )


def test_names_of_one_kind_differ_in_nothing_but_their_words() -> None:
    one = PrintedName("Port", native="Порт", native_language="ru", detail="Mira Solen")
    other = replace(one, name="Quay", native="Причал", detail="Ada Quill")

    assert sample(one) == sample(other)
    assert len({sample(each) for each in (one, replace(one, native=""), replace(one, detail=""))}) == 3
    assert sample(one) != sample(replace(one, native_language="bg"))


@pytest.mark.parametrize("name", ["UNEP, Nairobi", "سۇ", "1989", "Sea & 'Shore'", '12 "نهر"'])
def test_a_name_that_a_page_from_the_right_sets_apart_or_leaves_is_a_plain_row_there(name: str) -> None:
    assert is_plain(PrintedName(name), from_the_right=True)


@pytest.mark.parametrize("name", ["- Port", "نهر www.port.example.org"])
def test_a_name_of_which_a_page_from_the_right_sets_a_part_apart_is_left_to_the_engine(name: str) -> None:
    assert not is_plain(PrintedName(name), from_the_right=True)
    assert is_plain(PrintedName(name))


def test_names_set_apart_on_a_page_from_the_right_are_a_kind_of_their_own() -> None:
    said = [sample(PrintedName(name), from_the_right=True) for name in ("سۇ", "Port", "نهر", "Quay", "1989")]

    assert said[0] == said[2] == said[4] != said[1] == said[3]
    assert sample(PrintedName("سۇ")) == sample(PrintedName("Port"))


def test_kinds_beyond_the_most_are_left_to_the_engine() -> None:
    names = tuple(PrintedName("Port", language=f"x{number}") for number in range(rows.MOST_KINDS + 2))

    [found] = listings(samples.with_names(samples.statement(), NameGroup("", names)))

    assert found is not None
    assert len(found.samples) == rows.MOST_KINDS
    assert found.by_engine == (rows.MOST_KINDS, rows.MOST_KINDS + 1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (PrintedName("Port", detail="Mira Solen"), ((Part(),), (0, 0, 0))),
        (PrintedName("Порт", language="ru"), ((Part("ru"),), (0, 0, 0))),
        (PrintedName("Порт", language="ru", detail="Mira"), ((Part("ru"), Part()), (0, 0, 1))),
        (
            PrintedName("Port", native="می\u200cخواهیم", native_language="fa", detail="Mira"),
            ((Part(), Part("fa", "می\u200cخواهیم"), Part()), (0, 1, 2)),
        ),
        (PrintedName("Port", native="Порт", detail="Mira"), ((Part(),), (0, 0, 0))),
    ],
)
def test_what_stands_in_another_language_or_is_left_unspoken_is_a_part_of_its_own(
    name: PrintedName, said: tuple[tuple[Part, ...], tuple[int, int, int]]
) -> None:
    assert parts(name, language="en") == said


def test_names_set_apart_are_found_by_their_number() -> None:
    found = listings(samples.statement(count=12), apart={7, 12})

    assert [each.by_engine for each in found if each] == [(), (1, 6)]


def test_few_names_are_the_engines() -> None:
    document = samples.statement(count=12)

    assert listings(samples.statement(count=FEW)) == (None, None)
    assert rows.no_listings(document) == (None, None)


def test_a_list_without_a_plain_name_is_the_engines() -> None:
    others = NameGroup("", (SIGNED,) * 12)

    assert listings(replace(samples.statement(), signatories=samples.listed(others))) == (None,)
