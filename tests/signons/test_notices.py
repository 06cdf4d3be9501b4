"""What organisations are written, in words."""

from dataclasses import replace
from unicodedata import bidirectional

import pytest

from app.letters.models import Revision
from app.mail.message import LINK, Message
from app.signons import notices
from app.signons.models import SignOn
from app.signons.occasion import Occasion
from app.signons.rules import Authority, State, Visibility
from tests.factories import NOON

QUIET = Occasion(
    "Clean rivers", "Clean water for every town", is_public_call=False, deadline="Wed 5 May 2027, 14:00 Brussels"
)
PUBLIC = Occasion("Clean rivers", "Clean water for every town", is_public_call=True)
REVISION = Revision(number=3, fingerprint="0123456789abcdef" * 4)


def a_sign_on(*, visibility: Visibility = Visibility.PUBLIC, state: State = State.ACCEPTED) -> SignOn:
    return SignOn(
        name="Zebra Shelter",
        acronym="ZSH",
        email="tess@zebra.example",
        typist_name="Tess Typist",
        authority=Authority.OTHER,
        authority_email="chair@zebra.example",
        state=state,
        visibility=visibility,
        times_asked=1,
    )


def every_message(sign_on: SignOn, occasion: Occasion) -> list[Message]:
    return [
        notices.please_confirm(sign_on, occasion),
        notices.please_decide(sign_on, occasion),
        notices.note_to_typist(sign_on, occasion),
        *notices.receipts(sign_on, REVISION, occasion),
        *notices.withdrawn(sign_on, occasion),
        notices.decided_against(sign_on, occasion),
        *notices.name_corrected(sign_on, occasion, now=NOON),
    ]


def test_a_title_that_quotes_is_not_quoted_twice() -> None:
    occasion = replace(QUIET, title="“Let the rivers run” – a letter")

    for message in every_message(a_sign_on(), occasion):
        assert "“‘Let the rivers run’ – a letter”" in message.body


@pytest.mark.parametrize("state", [State.CONFIRMED, State.ACCEPTED])
@pytest.mark.parametrize("occasion", [QUIET, PUBLIC], ids=["quiet", "public"])
@pytest.mark.parametrize("visibility", Visibility)
def test_every_message_is_short_with_one_link(visibility: Visibility, occasion: Occasion, state: State) -> None:
    for message in every_message(a_sign_on(visibility=visibility, state=state), occasion):
        assert message.body.count(LINK) == 1, message.body
        assert message.link is not None
        assert len(message.body.split()) <= 120
        assert message.body.endswith("The coordinators of Clean rivers\n")
        assert ("Zebra" in message.body + message.subject) <= (visibility is Visibility.PUBLIC)


def test_a_subject_carries_the_title_only_of_a_public_call() -> None:
    sign_on = a_sign_on()

    assert not [each.subject for each in every_message(sign_on, QUIET) if QUIET.title in each.subject]
    assert notices.please_confirm(sign_on, PUBLIC).subject == (
        "Please confirm: Zebra Shelter (ZSH) signs Clean water for every town"
    )


def test_a_subject_never_says_that_whoever_withdraws_signs() -> None:
    sign_on, ours = a_sign_on(), "the signature of Zebra Shelter (ZSH)"
    told = [notices.note_to_typist(sign_on, PUBLIC), *notices.receipts(sign_on, REVISION, PUBLIC)[:1]]
    told += [*notices.withdrawn(sign_on, PUBLIC)[:1], notices.decided_against(sign_on, PUBLIC)]

    assert [each.subject for each in told] == [
        f"{begin}: {ours} under Clean water for every town"
        for begin in ("Waiting for approval", "Confirmed", "Withdrawn", "Not approved")
    ]
    assert notices.please_confirm(sign_on, QUIET).subject == "Please confirm: Zebra Shelter (ZSH) signs a letter"
    assert notices.withdrawn(sign_on, QUIET)[0].subject == f"Withdrawn: {ours}"


@pytest.mark.parametrize("state", [State.CONFIRMED, State.ACCEPTED])
def test_no_line_begins_with_a_name_that_would_turn_it_around(state: State) -> None:
    sign_on = a_sign_on(state=state)
    sign_on.name, sign_on.typist_name = "جمعية مصابيح الشاطئ", "سلمى"
    told = every_message(sign_on, replace(PUBLIC, title="دەريالار پاكىز بولسۇن"))

    lines = [line for message in told for text in (message.body, message.subject) for line in text.split("\n")]
    assert any(sign_on.name in line for line in lines)
    first = [next((each for each in map(bidirectional, line) if each in ("L", "R", "AL")), "L") for line in lines]
    assert set(first) == {"L"}


def test_a_receipt_says_when_the_name_becomes_public_and_what_to_keep_until_then() -> None:
    planned = replace(QUIET, public_from="Friday 14 May 2027, 09:00 CEST (Brussels)")
    quiet = "Until it is, please keep it to yourselves"
    said = {
        QUIET: f"Public: once the coordinators release it. {quiet}",
        planned: f"Public: planned for Friday 14 May 2027, 09:00 CEST (Brussels). {quiet}",
        PUBLIC: "Public: once the coordinators release it",
        replace(planned, is_sealed=True): (
            "Public: with the next edition, should the coalition make one. The letter was sealed before"
        ),
    }
    for occasion, line in said.items():
        assert line in notices.receipts(a_sign_on(), REVISION, occasion)[0].body.split("\n")


def test_whoever_waits_for_approval_sees_whom_we_asked_unless_it_would_tell_the_name() -> None:
    named, hidden = (notices.note_to_typist(a_sign_on(visibility=each), QUIET).body for each in Visibility)

    assert "(chair@zebra.example)" in named
    assert "chair@" not in hidden


def test_a_correction_of_a_name_that_is_not_printed_does_not_speak_of_print() -> None:
    [named, _], [hidden, _] = (
        notices.name_corrected(a_sign_on(visibility=each), QUIET, now=NOON) for each in Visibility
    )

    assert named.subject == "Corrected: how Zebra Shelter (ZSH) is printed"
    assert hidden.subject == "Corrected: what you entered"
    assert "Printed: not named, only counted" in hidden.body
    assert "how your organisation is printed" not in hidden.body


def test_the_deadline_stands_in_the_first_line() -> None:
    first = notices.please_confirm(a_sign_on(), QUIET).body.splitlines()[0]

    assert first == "Please confirm by Wed 5 May 2027, 14:00 Brussels."


def test_a_receipt_names_the_text_and_the_line() -> None:
    [to_typist, to_chair] = notices.receipts(a_sign_on(), REVISION, QUIET)

    assert "Printed: Zebra Shelter (ZSH)" in to_typist.body
    assert "revision 3, fingerprint 01234567\n" in to_typist.body
    assert (to_typist.to, to_chair.to) == ("tess@zebra.example", "chair@zebra.example")
