"""Whom to ask, and how often."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outreach.rules import (
    MOST_MESSAGES,
    PAUSE,
    Contact,
    Mistake,
    Standing,
    obstacle_to_asking_again,
    obstacle_to_signing_again,
    read_list,
    standing,
    standing_for_readers,
)
from app.signons.rules import State, Visibility
from tests.factories import NOON


@pytest.mark.parametrize(
    "line",
    [
        "Rivers United; Mara Ilić; Mara@Rivers.example",
        "Rivers United\tMara Ilić\tmara@rivers.example",
        "Rivers United, Mara Ilić, mara@rivers.example",
        '"Rivers United", "Mara Ilić", mara@rivers.example',
        "  Rivers   United ;Mara Ilić ; mara@rivers.example ; something more",
    ],
)
def test_a_line_is_read_however_it_is_parted(line: str) -> None:
    assert read_list(line).contacts == (Contact("Rivers United", "Mara Ilić", "mara@rivers.example"),)


def test_a_contact_may_be_left_out_and_a_name_may_hold_a_comma() -> None:
    assert read_list('Rivers; r@x.example\n"Wells, Springs", w@x.example').contacts == (
        Contact("Rivers", "", "r@x.example"),
        Contact("Wells, Springs", "", "w@x.example"),
    )


def test_headings_and_empty_lines_are_passed_over() -> None:
    read = read_list("Organisation;Contact;E-mail\r\n\r\nRivers;;r@x.example\r\n")

    assert (read.contacts, read.mistakes) == ((Contact("Rivers", "", "r@x.example"),), ())


def test_every_mistake_is_named_with_its_line() -> None:
    read = read_list("Rivers; r@x.example\nWells\n; ; w@x.example\nLakes; not@an address\nSprings; R@x.example")

    assert read.mistakes == (
        Mistake(2, "“Wells” has no e-mail address. Add one after a semicolon."),
        Mistake(3, "The organisation before w@x.example is missing. Write it first, then a semicolon."),
        Mistake(4, "“not@an address” is no e-mail address. Write one like name@example.org."),
        Mistake(5, "r@x.example stands on line 1 already. Keep one of the two."),
    )
    assert len(read.contacts) == 1


def test_a_list_has_an_end() -> None:
    read = read_list("\n".join(f"Rivers {n}; r{n}@x.example" for n in range(1001)))

    assert [mistake.sentence for mistake in read.mistakes] == ["There are more than 1,000 lines. Split the list."]


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_can_be_pasted(text: str) -> None:
    read = read_list(text)

    assert all("@" in contact.email and contact.organisation for contact in read.contacts)
    assert all(1 <= mistake.line <= len(text) + 1 for mistake in read.mistakes)


@given(st.sampled_from(Standing), st.integers(1, 8), st.timedeltas(timedelta(0), timedelta(days=9)))
@settings(deadline=None)
def test_a_reminder_goes_out_seldom_and_never_after_an_answer(where: Standing, messages: int, since: timedelta) -> None:
    obstacle = obstacle_to_asking_again(where, messages=messages, asked_at=NOON - since, now=NOON)

    assert (obstacle is None) == (where is Standing.INVITED and messages < MOST_MESSAGES and since >= PAUSE)


@pytest.mark.parametrize(
    ("declined", "state", "expected"),
    [
        (False, None, Standing.INVITED),
        (True, None, Standing.DECLINED),
        (False, State.UNCONFIRMED, Standing.SIGNED),
        (True, State.CONFIRMED, Standing.CONFIRMED),
        (True, State.ACCEPTED, Standing.SIGNATORY),
        (True, State.WITHDRAWN, Standing.DECLINED),
        (False, State.WITHDRAWN, Standing.ENDED),
        (False, State.DECLINED, Standing.ENDED),
    ],
)
def test_what_became_of_an_invitation(*, declined: bool, state: State | None, expected: Standing) -> None:
    assert standing(declined_at=NOON if declined else None, sign_on=state) is expected


def test_readers_see_live_public_signatures_and_nothing_else() -> None:
    shown = {
        (where, visibility)
        for where in Standing
        for visibility in (None, *Visibility)
        if standing_for_readers(where, visibility) is not Standing.NOT_SHOWN
    }

    assert shown == {(where, Visibility.PUBLIC) for where in (Standing.SIGNED, Standing.CONFIRMED, Standing.SIGNATORY)}


def test_a_slip_can_be_mended_until_it_is_confirmed() -> None:
    taken = {where for where in Standing if obstacle_to_signing_again(where) is not None}

    assert taken == {Standing.CONFIRMED, Standing.SIGNATORY}
