"""Numbers that are counted, and numbers that were typed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Refused
from app.letters.disagreements import disagreements_in
from app.letters.numbers_in_words import in_words
from app.letters.text import LetterText
from app.letters.text_counts import (
    Counts,
    counted,
    groups_counted,
    with_counts,
    with_counts_so_far,
    with_placeholders,
)

LETTER = LetterText("formal-letter", "en", "A title", via="{{count}}", cc=("{{count}}",))
COUNTS = Counts(72, (("River groups", 22), ("Towns: large", 50)), 19, individuals=2)


@pytest.mark.parametrize(
    ("token", "number"),
    [
        ("{{count}}", "72"),
        ("{{ count }}", "72"),
        ("{{count:words}}", "seventy-two"),
        ("{{count:River groups}}", "22"),
        ("{{count:river groups:words}}", "twenty-two"),
        ("{{count:Towns: large}}", "50"),
        ("{{count:Towns: large:words}}", "fifty"),
        ("{{organisations}}", "70"),
        ("{{organisations:words}}", "seventy"),
        ("{{individuals}}", "2"),
        ("{{ individuals : words }}", "two"),
        ("{{countries}}", "19"),
    ],
)
def test_a_token_becomes_its_number(token: str, number: str) -> None:
    assert with_counts(f"We are {token}.", COUNTS, "en") == f"We are {number}."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "One\n{{total}}",
            ("Line 2: “{{total}}” is not known. Use {{count}}, {{count:GROUP}}, {{organisations}} and "
            "{{individuals}}, each also with :words at its end, and {{countries}}."),
        ),
        (
            "{{count:Lakes}}",
            ("Line 1: “{{count:Lakes}}” names a group that no signatory has. "
            "The groups are: “River groups”, “Towns: large”."),
        ),
        ("{{count", "Line 1: “{{count” is not closed. End it with }}."),
        ("{{7*7}}", None),
        ("{{ count.__class__ }}", None),
    ],
)  # fmt: skip
def test_an_unknown_token_is_refused_with_its_line(text: str, sentence: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        with_counts(text, COUNTS, "en")

    assert sentence is None or str(refusal.value) == sentence


def test_countries_are_refused_where_they_are_not_known() -> None:
    with pytest.raises(Refused, match="Give the signatories their countries"):
        with_counts("{{countries}}", Counts(2), "en")


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        (0, "en", "zero"),
        (14, "en", "fourteen"),
        (105, "en", "one hundred and five"),
        (105, "en-US", "one hundred five"),
        (1005, "en-GB", "one thousand and five"),
        (1250, "en", "one thousand two hundred and fifty"),
        (9999, "en-US", "nine thousand nine hundred ninety-nine"),
        (10000, "en", "10000"),
        (72, "ug", "72"),
    ],
)
def test_a_number_is_worded_by_its_language(number: int, language: str, words: str) -> None:
    assert in_words(number, language) == words


def test_no_two_numbers_have_the_same_words() -> None:
    assert len({in_words(number, "en") for number in range(10000)}) == 10000


@settings(deadline=None)
@given(st.text("{}count:wrds \n", max_size=30))
def test_no_token_is_left_standing(text: str) -> None:
    try:
        filled = with_counts(text, COUNTS, "en")
    except Refused:
        return
    assert "{{" not in filled.replace("{{}}", "")


@pytest.mark.parametrize(
    ("written", "counts", "shown"),
    [
        ("{{count}} towns", None, "(…) towns"),
        ("{{count:words}} towns", COUNTS, "Seventy-two towns"),
        ("{{count}}, {{count:Lakes}}", COUNTS, "(…), (…)"),
        ("{{count:words}} towns", Counts(0), "(…) towns"),
        ("{{count", None, "{{count"),
    ],
)
def test_what_is_not_told_yet_stays_open(written: str, counts: Counts | None, shown: str) -> None:
    assert with_counts_so_far(written, counts, "en") == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{count}}", "‹number of signatories›"),
        ("{{count:words}}", "‹number of signatories, in words›"),
        ("{{count:Coastal groups}}", "‹number of Coastal groups›"),
        ("{{count:Coastal groups:words}}", "‹number of Coastal groups, in words›"),
        ("{{organisations:words}}", "‹number of organisations, in words›"),
        ("{{individuals}}", "‹number of individuals›"),
        ("{{countries}}", "‹number of countries›"),
        ("{{ individuals : words }}", "‹number of individuals, in words›"),
        ("{{count :words}}", "‹number of signatories, in words›"),
        ("{{count:NGO : words}}", "‹number of NGO, in words›"),
        ("{{count}} of {{count: Towns: large}}", "‹number of signatories› of ‹number of Towns: large›"),
        ("{{total}}", "{{total}}"),
        ("{{count", "{{count"),
    ],
)
def test_before_there_is_a_list_the_text_says_what_will_be_counted(written: str, shown: str) -> None:
    assert with_placeholders(f"We, {written}, ask.") == f"We, {shown}, ask."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{count:words}} towns", "Seventy-two towns"),
        ("**{{count:words}}** towns", "**Seventy-two** towns"),
        ("We ask. {{count:words}} towns", "We ask. Seventy-two towns"),
        ("Who? “{{count:words}}.”", "Who? “Seventy-two.”"),
        ("We ask\n\n{{count:words}} towns", "We ask\n\nSeventy-two towns"),
        ("We are\n{{count:words}} towns", "We are\nseventy-two towns"),
        ("some (e.g. {{count:words}})", "some (e.g. seventy-two)"),
        ("x" * 200 + " {{count:words}}", "x" * 200 + " seventy-two"),
        ("{{count}} towns", "72 towns"),
    ],
)
def test_a_number_in_words_begins_a_sentence_with_a_capital(written: str, shown: str) -> None:
    assert with_counts(written, COUNTS, "en") == shown


kinds = st.sampled_from(["count", "organisations", "individuals", "countries", "total"])
gaps = st.sampled_from(["", " ", "\n"])
endings = st.lists(st.sampled_from([":", "words", "River groups", "Towns: large", "Lakes", " "]), max_size=5)
tokens = st.builds("{{{{{}{}{}{}}}}}".format, gaps, kinds, endings.map("".join), gaps)


@settings(deadline=None, max_examples=400)
@given(tokens)
def test_what_is_counted_once_there_is_a_list_is_named_before(token: str) -> None:
    try:
        number = with_counts(token, COUNTS, "en").lower()
    except Refused:
        return
    named = with_placeholders(token)

    what = {
        "72": "signatories", "22": "River groups", "50": "Towns: large", "70": "organisations", "2": "individuals",
        "19": "countries",
    }  # fmt: skip
    digits = {in_words(int(each), "en"): each for each in what}
    words = ", in words" if number in digits else ""
    assert named == f"‹number of {what[digits.get(number, number)]}{words}›"


def test_the_groups_that_a_letter_counts_are_known() -> None:
    text = replace(LETTER, title="{{count}} {{organisations:words}}", body="{{count: River groups : words}}")

    assert groups_counted(text) == {"River groups"}
    assert groups_counted(replace(LETTER, body="{{count:words}} {{ count : words }} {{total:x}} {{count")) == set()


def running(text: str) -> LetterText:
    return replace(
        LETTER,
        title=text,
        label=text,
        standfirst=text,
        subject=text,
        salutation=text,
        body=text,
        closing=text,
        sources=text,
        notes=text,
    )


def test_every_part_that_is_running_text_is_counted() -> None:
    assert counted(running("From {{count:words}} of us"), COUNTS) == running("From seventy-two of us")


def test_every_part_that_is_running_text_is_searched_for_disagreements() -> None:
    parts = "Title Label Standfirst Subject_line Salutation Text Closing Sources Notes".replace("_", " ")

    found = disagreements_in(running("We, 15 organisations"), COUNTS)

    assert " ".join(sentence.partition(",")[0] for sentence in found) == parts


def test_what_is_not_running_text_stays_as_it_is() -> None:
    assert counted(LETTER, COUNTS) == LETTER


def test_a_refusal_names_the_part_and_its_own_line() -> None:
    text = replace(LETTER, standfirst="One\nTwo", body="One\n\n{{total}}")

    with pytest.raises(Refused, match=r"^Text, line 3: “\{\{total\}\}” is not known"):
        counted(text, COUNTS)


def test_a_disagreement_names_the_part_and_its_own_line() -> None:
    text = replace(LETTER, standfirst="One\nTwo", notes="\n15 organisations")

    assert disagreements_in(text, COUNTS) == ("Notes, line 2, “15 organisations”: the text says 15, the list has 70.",)
