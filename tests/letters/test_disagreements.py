"""Typed numbers that the list contradicts, and numbers that are none of the list."""

import pytest

from app.letters.disagreements import disagreements, disagreements_in
from app.letters.text import LetterText
from app.letters.text_counts import Counts

COUNTS = Counts(72, (("River groups", 22), ("Towns: large", 50)), 19, individuals=2)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We are 15 organisations.", ("Line 1, “15 organisations”: the text says 15, the list has 70.",)),
        ("15 signatories", ("Line 1, “15 signatories”: the text says 15, the list has 72.",)),
        (
            "\nWe, fifteen civil groups,",
            ("Line 2, “fifteen civil groups”: the text says 15, the list has 70.",),
        ),
        ("All 20 river groups", ("Line 1, “20 river groups”: the text says 20, the list has 22.",)),
        ("22 river groups and 50 other organizations, 72 signatories in all", ()),
        ("seventy organisations", ()),
        ("The 1951 Convention, signed by 149 States, of 1,500 organisations", ()),
        ("{{organisations}} organisations", ()),
        ("{{count:River groups}} organisations, {{count}} signatories", ()),
        (
            "{{count}} organisations",
            ("Line 1, “{{count}} organisations”: the number counts 2 individuals too. Write {{organisations}}.",),
        ),
        (
            "We,\n{{count:words}} groups",
            ("Line 2, “{{count:words}} groups”: the number counts 2 individuals too. Write {{organisations:words}}.",),
        ),
        ("These organisations", ()),
    ],
)
def test_typed_numbers_that_disagree_are_pointed_out(text: str, sentences: tuple[str, ...]) -> None:
    assert disagreements(text, COUNTS) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Law No. 12/2019 on Associations",
        "the Act 2019 on Associations",
        "the Associations Act 2019 groups",
        "Resolution 60/251 of organisations",
        "Directive 2019/12 groups",
        "A/HRC/47/24 groups",
        "under Article 22 associations may meet",
        "Articles 21 and 22 of associations",
        "Decree No. 15 organisations need",
        "Law № 15 organisations",
        "§ 15 associations",
        "In 2019 organisations were closed",
        "In 2019 the associations were closed",
        "In 2019 many organisations were closed",
        "Since May 2021, groups",
        "Since May 2021 groups have waited",
    ],
)
def test_a_number_that_is_cited_and_a_year_are_no_count(text: str) -> None:
    assert disagreements(text, COUNTS) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("In all 15 organisations sign", "15 organisations"),
        ("We are 2019 organisations", "2019 organisations"),
        ("Signed by 15 civil organisations", "15 civil organisations"),
        ("20-30 organisations", "30 organisations"),
        ("on Monday 15 groups", "15 groups"),
    ],
)
def test_a_number_beside_other_words_is_a_count_all_the_same(text: str, shown: str) -> None:
    [sentence] = disagreements(text, COUNTS)

    assert f"“{shown}”" in sentence


def test_a_token_between_backticks_disagrees_with_nothing() -> None:
    text = LetterText("open-letter", "en", "A title", body="We wrote `{{count}}` organisations.")

    assert disagreements_in(text, COUNTS) == ()
