"""What about a new name a person should look at."""

import pytest

from app.signons.doubts import Known, arrival, duplicate_of, sentences, suspicion
from app.signons.rules import Origin, State, state_after_confirming

KNOWN = Known(
    listed=("Sweden Uyghur Union", "Australian Uyghur Association", "Rivers United"),
    directory=("Wells for All",),
)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("The Rivers United", "Rivers United"),
        ("RIVERS UNITED", "Rivers United"),
        ("Sweden Uyghur Association", "Sweden Uyghur Union"),
        ("Austria Uyghur Association", ""),
        ("Lakes United", ""),
    ],
)
def test_a_name_is_compared_as_people_would(name: str, other: str) -> None:
    assert duplicate_of(name, KNOWN.listed) == other


@pytest.mark.parametrize("name", ["Rivers Unitеd", "Wе11s for All", "Rivers Un1ted"])
def test_a_name_that_looks_like_another_waits(name: str) -> None:
    assert "looks like" in suspicion(name, KNOWN)


@pytest.mark.parametrize("name", ["Rivers\u200b of Life", "\u202eefiL fo", "Lakеs Mixed"])
def test_a_name_with_hidden_or_mixed_characters_waits(name: str) -> None:
    arrived = arrival(name, origin=Origin.INVITATION, known=KNOWN, is_late=False)

    assert state_after_confirming(arrived) is State.CONFIRMED
    assert sentences(arrived) == (arrived.suspicion,)


@pytest.mark.parametrize("name", ["Wells for All", "Mountains Free", "جمعية حقوق الإنسان", "Água para Todos"])
def test_a_real_name_by_invitation_passes(name: str) -> None:
    arrived = arrival(name, origin=Origin.INVITATION, known=KNOWN, is_late=False)

    assert state_after_confirming(arrived) is State.ACCEPTED
    assert sentences(arrived) == ("Nothing about it is in doubt any more. Accept it.",)
