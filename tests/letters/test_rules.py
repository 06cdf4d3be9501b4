"""What may happen to a letter, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.wall_time import WallTime, read_wall_time, wall_time_at
from app.letters import rules
from app.letters.rules import MOVES, LetterState, Move, Window

NOON = datetime(2027, 6, 16, 12, tzinfo=UTC)
STATES = st.sampled_from(LetterState)


@given(STATES, st.none() | st.integers(-2, 2))
def test_a_letter_takes_names_only_while_open_and_before_its_deadline(state: LetterState, step: int | None) -> None:
    deadline = None if step is None else NOON + timedelta(microseconds=step)
    obstacle = rules.obstacle_to_signing(Window(state, NOON - timedelta(days=1), deadline), now=NOON)
    may_sign = state is LetterState.OPEN and (deadline is None or deadline > NOON)
    assert (obstacle is None) == may_sign


@given(STATES, st.sampled_from(Move))
def test_a_move_is_possible_exactly_where_the_table_says(state: LetterState, move: Move) -> None:
    assert (rules.obstacle_to(move, state) is None) == ((state, move) in MOVES)


@given(st.lists(st.sampled_from(Move), max_size=8))
def test_a_stopped_letter_stays_stopped_and_a_frozen_text_frozen(moves: list[Move]) -> None:
    state = LetterState.DRAFT
    was_stopped = was_open = False
    for move in moves:
        state = MOVES.get((state, move), state)
        was_stopped = was_stopped or state is LetterState.STOPPED
        was_open = was_open or state is LetterState.OPEN
        assert not was_stopped or state is LetterState.STOPPED
        if was_open or was_stopped:
            assert rules.obstacle_to_editing(state) is not None


@pytest.mark.parametrize("state", LetterState)
def test_every_refusal_ends_with_what_to_do(state: LetterState) -> None:
    for move in Move:
        obstacle = rules.obstacle_to(move, state)
        if obstacle is not None:
            assert obstacle.sentence.count(". ") >= 1
            assert obstacle.sentence.endswith(".")


def test_the_instant_of_the_deadline_is_closed() -> None:
    window = Window(LetterState.OPEN, NOON - timedelta(days=1), NOON)
    assert rules.is_closed(window, now=NOON)
    assert not rules.is_closed(window, now=NOON - timedelta(microseconds=1))


LIFT = read_wall_time("2027-06-17 09:00 Europe/Brussels")
RELEASE = "Thursday 17 June 2027, 09:00 CEST (Brussels)"


@pytest.mark.parametrize(
    ("dated", "lift", "said"),
    [
        (date(2027, 6, 17), LIFT, ()),
        (date(1990, 1, 1), None, ()),
        (date(2029, 12, 31), None, ()),
        (None, LIFT, ()),
        (date(1026, 11, 7), LIFT, ("The letter is dated 7 November 1026: look at the year once more.",)),
        (date(1989, 12, 31), None, ("The letter is dated 31 December 1989: look at the year once more.",)),
        (date(2030, 1, 1), None, ("The letter is dated 1 January 2030: look at the year once more.",)),
        (
            date(2027, 6, 18),
            LIFT,
            (f"The letter is dated 18 June 2027, after its release planned for {RELEASE}: correct one of the two.",),
        ),
    ],
)
def test_a_day_that_cannot_be_meant_is_pointed_out(
    dated: date | None, lift: WallTime | None, said: tuple[str, ...]
) -> None:
    assert rules.doubts_about_dates(dated, lift=lift, now=NOON) == said


@pytest.mark.parametrize(
    ("as_of", "lift", "end"),
    [
        (LIFT, LIFT, None),
        (read_wall_time("2028-06-15 12:00 UTC"), None, None),
        (read_wall_time("2028-06-15 12:01 UTC"), None, "look at the date once more."),
        (read_wall_time("2027-06-17 07:01 UTC"), LIFT, "09:00 CEST (Brussels): correct one of the two."),
    ],
)
def test_a_moment_of_counting_that_cannot_be_meant_is_pointed_out(
    as_of: WallTime, lift: WallTime | None, end: str | None
) -> None:
    said = rules.doubts_about_dates(None, lift=lift, as_of=as_of, now=NOON)

    assert len(said) == (end is not None)
    assert "".join(said).endswith(end or "")


def test_signing_that_has_ended_is_pointed_out() -> None:
    assert rules.doubts_about_signing(None, now=NOON) == ()
    assert rules.doubts_about_signing(wall_time_at(NOON + timedelta(minutes=1), "UTC"), now=NOON) == ()
    [said] = rules.doubts_about_signing(wall_time_at(NOON, "Europe/Brussels"), now=NOON)
    assert said.startswith(
        "Signing ended on Wednesday 16 June 2027, 14:00 CEST (Brussels), as the letter says (signing):"
    )
