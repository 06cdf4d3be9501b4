"""What whoever signs is told once names of the letter have been sealed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.core.tokens import Link, Purpose
from app.letters.models import Letter
from app.mail.models import OutboxMessage
from app.signons.actions import accept
from app.signons.rules import State
from tests.browser import Browser, words
from tests.factories import NOON, a_letter, a_sign_on, an_open_link


@pytest.fixture
def letter(session: Session) -> Letter:  # noqa: ARG001 - rows need a session
    return a_letter()


SEALED = "It goes out with the names there were."


def test_after_the_seal_whoever_signs_is_told_that_their_name_comes_too_late(browser: Browser, letter: Letter) -> None:
    sealed = a_sign_on(letter, "Sealed Rivers")
    late = a_sign_on(letter, "Late Rivers")
    assert SEALED not in words(browser.open(an_open_link(letter)))
    sealed.sealed_at = NOON
    assert SEALED in words(browser.open(an_open_link(letter)))
    assert "Your name joins the next edition" in words(browser.open(Link(Purpose.SIGN_ON, late.id).path()))
    assert "Your name joins the next edition" not in words(browser.open(Link(Purpose.SIGN_ON, sealed.id).path()))


def test_the_receipt_of_whoever_signs_after_the_seal_says_so_too(letter: Letter, session: Session) -> None:
    a_sign_on(letter, "Sealed Rivers").sealed_at = NOON
    late = a_sign_on(letter, "Late Rivers", state=State.CONFIRMED)
    accept(late, by=SYSTEM, now=NOON)

    [mail] = session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == late.email))
    assert "Public: with the next edition, should the coalition make one." in (mail.body or "")
