"""What organisations are written, in words."""

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


def test_the_deadline_stands_in_the_first_line() -> None:
    first = notices.please_confirm(a_sign_on(), QUIET).body.splitlines()[0]

    assert first == "Please confirm by Wed 5 May 2027, 14:00 Brussels."


def test_a_receipt_names_the_text_and_the_line() -> None:
    [to_typist, to_chair] = notices.receipts(a_sign_on(), REVISION, QUIET)

    assert "Printed: Zebra Shelter (ZSH)" in to_typist.body
    assert "revision 3, fingerprint 01234567\n" in to_typist.body
    assert (to_typist.to, to_chair.to) == ("tess@zebra.example", "chair@zebra.example")
