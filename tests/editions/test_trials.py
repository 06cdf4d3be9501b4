"""What trial prints show before there is anything to count, and before the moment of release."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.errors import Refused
from app.editions.models import Proof
from app.editions.trials import trial_document
from app.letters.models import Letter, Revision
from app.letters.text import canonical
from app.rendering.document import Document
from tests.factories import LIFT, a_letter, a_sealed_edition, a_sign_on, a_text

BEFORE = LIFT.instant() - timedelta(days=1)


@pytest.fixture
def letter(session: Session) -> Letter:  # noqa: ARG001 - rows need a session
    return a_letter()


def printed(letter: Letter, template: str = "") -> Document:
    return trial_document(Proof(letter_id=letter.id, requested_at=BEFORE, template=template, press=""))


def says(session: Session, letter: Letter, body: str) -> None:
    source = canonical(replace(a_text(letter.title), body=body))
    session.execute(update(Revision).where(Revision.letter_id == letter.id).values(source=source))
    session.expire_all()


def test_what_has_nothing_to_count_yet_is_told_in_its_place(session: Session, letter: Letter) -> None:
    says(session, letter, "We come from {{countries}} countries.")

    assert "We come from ‹number of countries› countries." in printed(letter).body


def test_what_cannot_be_counted_once_somebody_signed_is_refused(session: Session, letter: Letter) -> None:
    says(session, letter, "We come from {{countries}} countries.")
    a_sign_on(letter, country="")

    with pytest.raises(Refused, match="has nothing to count"):
        printed(letter)


def test_a_press_release_bears_the_embargo_of_the_sealed_edition(letter: Letter) -> None:
    assert printed(letter, "press-release").embargo is None
    a_sealed_edition(letter)

    embargo = printed(letter, "press-release").embargo
    assert embargo is not None
    assert embargo.line.startswith("Embargoed until Thursday 17 June 2027")
    assert printed(letter, "open-letter").embargo is None


def test_a_press_release_bears_the_embargo_that_is_planned(letter: Letter) -> None:
    letter.planned_lift = str(LIFT)

    assert printed(letter, "press-release").embargo is not None
