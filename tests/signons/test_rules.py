"""The rules of sign-ons, without app or database."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.signons.rules import (
    MOST_MESSAGES,
    MOVES,
    Arrival,
    Authority,
    Doubt,
    Move,
    Origin,
    State,
    doubts_about,
    names_to_look_for,
    obstacle_to,
    obstacle_to_asking_again,
    obstacle_to_confirming_as_typist,
    obstacle_to_correcting,
    obstacle_to_withdrawing,
    printed_line,
    state_after_confirming,
)
from tests.factories import NOON
from tests.signons.withheld import WITHHELD

ENDED = {State.DECLINED, State.WITHDRAWN}
states = st.sampled_from(State)
arrivals = st.builds(
    Arrival,
    origin=st.sampled_from(Origin),
    duplicate_of=st.sampled_from(["", "Rivers United"]),
    suspicion=st.sampled_from(["", "It looks like another."]),
    is_late=st.booleans(),
)


@given(st.sampled_from(Move), states)
@settings(deadline=None)
def test_a_move_is_refused_with_a_sentence_exactly_when_the_table_has_none(move: Move, state: State) -> None:
    obstacle = obstacle_to(move, state)

    assert (obstacle is None) == ((state, move) in MOVES)
    assert obstacle is None or obstacle.sentence.endswith(".")


@given(arrivals)
@settings(deadline=None)
def test_a_sign_on_goes_straight_onto_the_list_only_if_nothing_is_in_doubt(arrival: Arrival) -> None:
    goes_straight = state_after_confirming(arrival) is State.ACCEPTED

    assert goes_straight == (doubts_about(arrival) == ())
    if goes_straight:
        assert arrival.origin is not Origin.OPEN_LINK
        assert not arrival.duplicate_of
        assert not arrival.suspicion


def test_what_the_team_enters_after_the_deadline_is_not_late() -> None:
    late = {origin: doubts_about(Arrival(origin, is_late=True)) for origin in Origin}

    assert late == {
        Origin.INVITATION: (Doubt.LATE,),
        Origin.OPEN_LINK: (Doubt.LATE, Doubt.OPEN_LINK),
        Origin.COORDINATOR: (),
        Origin.IMPORT: (),
    }


@given(states)
@settings(deadline=None)
def test_only_a_sealed_signatory_cannot_withdraw_what_else_could(state: State) -> None:
    unsealed = obstacle_to_withdrawing(state, sealed_at=None)
    sealed = obstacle_to_withdrawing(state, sealed_at=NOON)

    assert (unsealed is None) == ((state, Move.WITHDRAW) in MOVES)
    assert (unsealed is None and sealed is not None) == (state is State.ACCEPTED)


@given(states)
@settings(deadline=None)
def test_a_name_is_corrected_before_the_seal_and_while_it_stands(state: State) -> None:
    assert (obstacle_to_correcting(state, sealed_at=None) is None) == (state not in ENDED)
    assert obstacle_to_correcting(state, sealed_at=NOON) is not None


@given(states, st.integers(0, 12))
@settings(deadline=None)
def test_nobody_is_asked_to_confirm_more_than_five_times(state: State, times: int) -> None:
    may_ask = obstacle_to_asking_again(state, times_asked=times) is None

    assert may_ask == (state is State.UNCONFIRMED and times < MOST_MESSAGES)


def test_whoever_typed_confirms_only_if_they_decide() -> None:
    assert obstacle_to_confirming_as_typist(Authority.SELF) is None
    assert obstacle_to_confirming_as_typist(Authority.OTHER) is not None


def test_an_acronym_is_printed_once() -> None:
    assert printed_line("Rivers United") == "Rivers United"
    assert printed_line("Rivers United", "RU") == "Rivers United (RU)"
    assert printed_line("Rivers United (RU)", "RU") == "Rivers United (RU)"


def test_a_withheld_name_is_looked_for_in_every_form_that_tells_whose_it_is() -> None:
    for row in WITHHELD:
        found = names_to_look_for(row.name, native_name=row.native_name, person=row.person, acronym=row.acronym)
        assert found == row.looked_for


class SignOnLife(RuleBasedStateMachine):
    """Whatever anybody tries in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = [State.UNCONFIRMED]

    @rule(move=st.sampled_from(Move))
    def attempt(self, move: Move) -> None:
        if obstacle_to(move, self.seen[-1]) is None:
            self.seen.append(MOVES[self.seen[-1], move])

    @invariant()
    def what_is_accepted_was_confirmed_before(self) -> None:
        if self.seen[-1] is State.ACCEPTED:
            assert self.seen[-2] is State.CONFIRMED

    @invariant()
    def no_state_is_entered_twice(self) -> None:
        assert len(set(self.seen)) == len(self.seen)

    @invariant()
    def what_has_ended_stays_ended(self) -> None:
        assert not ENDED & set(self.seen[:-1])


TestSignOnLife = SignOnLife.TestCase
TestSignOnLife.settings = settings(deadline=None, max_examples=60)
