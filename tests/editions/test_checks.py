"""What is looked at before a letter is sealed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.wall_time import WallTime
from app.editions.checks import Candidate, Place, Point, Weight, checklist, obstacle_to_sealing
from app.editions.left_out import left_out
from app.editions.rules import Stage
from app.letters.circumstances import PressMaterial, Quote
from app.letters.rules import FORM_WORDS, ORDER_WORDS, LetterState
from app.letters.text import LetterText, Order
from app.letters.text_counts import Counts
from app.rendering.document import ListForm
from app.signons.likeness import MOST_BLOCKS
from app.signons.roll import Signatory, roll
from tests.factories import a_text

NOT_SAID = PressMaterial()
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
A_CANDIDATE = Candidate(
    state=LetterState.OPEN,
    stage=None,
    text=a_text(),
    counts=Counts(72),
    named=72,
    waiting=0,
    unconfirmed=0,
    deadline_at=NOW,
    address="https://letters.example.org",
    on_paper="",
    given_away="",
    unprinted="",
)


def points_of(
    text: LetterText, *, unprinted: str = "", left_out: tuple[str, ...] = (), press: PressMaterial = NOT_SAID
) -> tuple[Point, ...]:
    candidate = replace(A_CANDIDATE, text=text, unprinted=unprinted, left_out=left_out, press=press)
    return checklist(candidate, now=NOW)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        (replace(a_text(), body="One\n\n{{total}}"), "Text, line 3: “{{total}}” is not known."),
        (replace(a_text(), label="{{count:Lakes}}"), "Label, line 1: “{{count:Lakes}}” names a group"),
        (replace(a_text(), closing="{{count"), "Closing, line 1: “{{count” is not closed."),
    ],
)
def test_a_token_that_cannot_be_filled_is_named_where_it_stands(text: LetterText, begin: str) -> None:
    obstacle = obstacle_to_sealing(points_of(text))

    assert obstacle is not None
    assert obstacle.sentence.startswith(begin)


def test_a_number_for_the_press_that_cannot_be_filled_is_named_with_its_part() -> None:
    quotes = (Quote("We are {{count}}.", "Ivo Ban"), Quote("Fine.\n{{total}}", "Ana"))
    points = points_of(a_text(), press=PressMaterial("{{count:words}} ask", "{{count:Lakes}}", quotes))

    at_the_press = [(point.weight, point.sentence) for point in points if point.place is Place.PRESS]
    assert [weight for weight, _ in at_the_press] == [Weight.MUST, Weight.MUST]
    assert at_the_press[0][1].startswith("Press text, line 1: “{{count:Lakes}}” names a group")
    assert at_the_press[1][1].startswith("Quote 2, line 2: “{{total}}” is not known.")


def test_a_typed_number_is_compared_in_every_part() -> None:
    points = points_of(replace(a_text(), standfirst="Fine.\nFine.", notes="\nWe, 15 organisations"))

    sentence = "Notes, line 2, “15 organisations”: the text says 15, the list has 72."
    assert Point(Weight.LOOK, sentence, Place.TEXT) in points
    assert obstacle_to_sealing(points) is None


@pytest.mark.parametrize("stage", [None, *Stage])
def test_a_planned_release_that_cannot_be_meant_is_looked_at_until_an_edition_has_a_moment(stage: Stage | None) -> None:
    plan = WallTime(datetime(2027, 6, 1, 13, 59), "Europe/Brussels")  # noqa: DTZ001 - a wall clock has no zone
    candidate = replace(A_CANDIDATE, stage=stage, planned=plan)

    points = [each for each in checklist(candidate, now=NOW) if each.place is Place.PLAN]
    if stage in {Stage.SEALING, Stage.EMBARGOED, Stage.HELD, Stage.PUBLIC}:
        assert points == []
        return
    passed, overtaken = points
    assert (passed.weight, overtaken.weight) == (Weight.LOOK, Weight.LOOK)
    assert "planned for Tuesday 1 June 2027, 13:59 CEST (Brussels), which has passed" in passed.sentence
    assert overtaken.sentence.startswith("Signing ends on Tuesday 1 June 2027, 14:00 CEST (Brussels), after")


def test_where_typed_numbers_are_not_looked_for_it_is_said() -> None:
    said = [
        [point.sentence for point in points_of(replace(a_text(), language=language)) if "agrees with" in point.sentence]
        for language in ("en-US", "fr")
    ]

    assert said == [
        [],
        ["What counts itself agrees with the list. Typed numbers are looked for in English alone: read them."],
    ]


def test_what_is_public_without_being_printed_is_looked_at_and_hinders_nothing() -> None:
    point = Point(Weight.LOOK, "Not printed, and public: who gets copies.", Place.TEXT)
    points = points_of(a_text(), unprinted=point.sentence)

    assert point in points
    assert point not in points_of(a_text())
    assert obstacle_to_sealing(points) is None


@pytest.mark.parametrize(
    ("form", "names", "sentence"),
    [
        (ListForm.BLOCKS, 13, "Signature blocks are for at most 12 names, and there are 13. A list will be printed."),
        (ListForm.BLOCKS, 12, ""),
        (ListForm.LIST, 13, ""),
    ],
)
def test_blocks_for_too_many_names_are_pointed_out(form: ListForm, names: int, sentence: str) -> None:
    text = replace(a_text(), signatures=form)
    found = left_out(text, roll([Signatory(f"Name {number}") for number in range(names)], text))
    points = points_of(text, left_out=found)
    expected = [Point(Weight.LOOK, sentence, Place.TEXT)] if sentence else []

    assert found == ((sentence,) if sentence else ())
    assert [point for point in points if "Signature blocks" in point.sentence] == expected
    assert obstacle_to_sealing(points) is None


def test_the_form_of_names_that_the_checklist_recommends_says_for_how_many_it_is() -> None:
    assert f"for at most {MOST_BLOCKS} names" in FORM_WORDS[ListForm.BLOCKS]
    assert set(Order) - set(ORDER_WORDS) == {Order.MANUAL}, "a person placed them, and no page offers that"


def test_a_frozen_text_that_holds_what_is_not_printed_is_looked_at_and_hinders_nothing() -> None:
    points = points_of(replace(a_text(), body="We **ask.\n\n<b>Now</b>", standfirst="A **great** river"))

    said = [point.sentence for point in points if point.weight is Weight.LOOK and "line" in point.sentence]
    assert [sentence.partition(":")[0] for sentence in said] == ["Standfirst, line 1", "Text, line 1", "Text, line 3"]
    assert obstacle_to_sealing(points) is None


def test_five_faults_are_pointed_out_besides_the_number_that_keeps_it_from_being_sealed() -> None:
    text = replace(a_text(), body="\n\n".join(["{{total}}", *(f"<b>{line}</b>" for line in range(9))]))

    said = [point for point in points_of(text) if point.sentence.startswith("Text, line")]
    assert [point.weight for point in said] == [Weight.MUST, *[Weight.LOOK] * 5]
    assert len({point.sentence for point in said}) == 6
