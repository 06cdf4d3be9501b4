"""Where a letter stands, and the one thing to do next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.rules import Situation, Standing, Step, next_step, standing, strip
from app.editions.rules import Stage
from app.letters.rules import LetterState

SITUATIONS = st.builds(
    Situation,
    state=st.sampled_from(LetterState),
    is_closed=st.booleans(),
    waiting=st.integers(0, 2),
    signatories=st.integers(0, 2),
    invitations=st.integers(0, 2),
    stage=st.none() | st.sampled_from(Stage),
)


def a_situation(  # noqa: PLR0913 - one argument for each thing the step depends on
    state: LetterState = LetterState.OPEN,
    *,
    is_closed: bool = False,
    waiting: int = 0,
    signatories: int = 3,
    invitations: int = 1,
    stage: Stage | None = None,
) -> Situation:
    return Situation(state, is_closed, waiting, signatories, invitations, stage)


@pytest.mark.parametrize(
    ("situation", "step"),
    [
        (a_situation(LetterState.DRAFT, signatories=0), Step.OPEN),
        (a_situation(signatories=0, invitations=0), Step.INVITE),
        (a_situation(signatories=0), Step.COLLECT),
        (a_situation(signatories=0, invitations=0, is_closed=True), Step.COLLECT),
        (a_situation(waiting=1), Step.MODERATE),
        (a_situation(), Step.SEAL),
        (a_situation(stage=Stage.SEALING), Step.WAIT_FOR_SEAL),
        (a_situation(stage=Stage.FAILED), Step.MEND_SEAL),
        (a_situation(stage=Stage.EMBARGOED), Step.PRESS),
        (a_situation(stage=Stage.HELD), Step.DECIDE_HOLD),
        (a_situation(stage=Stage.PUBLIC), Step.SHARE),
        (a_situation(stage=Stage.KILLED), Step.RESEAL),
        (a_situation(LetterState.STOPPED), Step.NOTHING),
        (a_situation(LetterState.STOPPED, stage=Stage.KILLED), Step.NOTHING),
        (a_situation(LetterState.STOPPED, stage=Stage.HELD), Step.DECIDE_HOLD),
    ],
)
def test_the_next_step_is_the_one_that_brings_the_letter_further(situation: Situation, step: Step) -> None:
    assert next_step(situation) is step


@given(SITUATIONS)
def test_there_is_always_one_standing_and_one_next_step(situation: Situation) -> None:
    assert isinstance(standing(situation), Standing)
    assert isinstance(next_step(situation), Step)


@given(SITUATIONS)
def test_public_on_the_strip_means_public_to_everyone(situation: Situation) -> None:
    assert (standing(situation) is Standing.PUBLIC) == (situation.stage is Stage.PUBLIC)


@given(SITUATIONS)
def test_the_strip_says_closed_of_no_letter_that_takes_names(situation: Situation) -> None:
    shown, here = strip(situation), standing(situation)
    assert here in shown
    passed = shown[: shown.index(here) + 1]
    takes_names = situation.state is LetterState.OPEN and not situation.is_closed
    assert not (takes_names and Standing.CLOSED in passed)
    assert [each for each in Standing if each not in shown] in ([], [Standing.CLOSED])
