"""What may happen to a letter, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
