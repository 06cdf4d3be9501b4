"""What journalists are asked and how copies are named, without app or database."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.editions.rules import Reading
from app.press.rules import (
    Progress,
    Steps,
    by_country,
    copy_number,
    obstacle_to_inviting,
    obstacle_to_inviting_again,
    obstacle_to_resending,
    obstacle_to_revoking,
    progress,
    progress_words,
    round_of,
    stamp_line,
    tidy,
)
from app.signons.roll import Signatory

THEN = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds


@given(st.integers(1, 999_999_999), st.text(), st.text())
def test_the_number_is_found_again_in_the_printed_line(number: int, name: str, outlet: str) -> None:
    assert copy_number(stamp_line(number, name, outlet)) == number


@pytest.mark.parametrize(
    ("typed", "number"), [("17", 17), (" No. 0017 ", 17), ("Copy 17 · Ana, Channel 4", 17), ("", None), ("none", None)]
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: int | None) -> None:
    assert copy_number(typed) == number


def test_a_number_longer_than_any_of_ours_is_none() -> None:
    assert copy_number("1" * 400) is None


@given(st.text())
def test_a_tidied_name_is_one_line_that_cannot_turn_the_page_around(name: str) -> None:
    tidied = tidy(name)

    assert tidy(tidied) == tidied
    assert "\n" not in tidied
    assert not {unicodedata.bidirectional(each) for each in tidied} & {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI"}


def test_names_keep_the_joiners_that_their_script_needs() -> None:
    assert (
        tidy("می\N{ZERO WIDTH NON-JOINER}خواهم \N{RIGHT-TO-LEFT OVERRIDE}x\x00") == "می\N{ZERO WIDTH NON-JOINER}خواهم x"
    )


@given(st.none() | instants, st.none() | instants, st.integers(0, 9))
def test_whoever_is_shut_out_is_nothing_else(
    accepted_at: datetime | None, revoked_at: datetime | None, downloads: int
) -> None:
    stands = progress(Steps(accepted_at, revoked_at, downloads))

    assert (stands is Progress.REVOKED) == (revoked_at is not None)


@given(instants, st.timedeltas(timedelta(seconds=1), timedelta(days=9000)))
def test_a_grant_given_again_has_another_round(granted_at: datetime, later: timedelta) -> None:
    assert round_of(granted_at) < round_of(granted_at + later)
    assert round_of(granted_at + later) < 2**31, "the outbox keeps it in 32 bits"


@pytest.mark.parametrize("reading", [each for each in Reading if each is not Reading.EMBARGOED])
def test_journalists_are_invited_only_while_there_is_something_under_embargo(reading: Reading) -> None:
    assert obstacle_to_inviting(Reading.EMBARGOED) is None
    assert obstacle_to_inviting(reading) is not None


@pytest.mark.parametrize("stands", Progress)
def test_what_is_possible_depends_on_being_shut_out(stands: Progress) -> None:
    is_revoked = stands is Progress.REVOKED

    assert (obstacle_to_resending(stands) is not None) == is_revoked
    assert (obstacle_to_revoking(stands) is not None) == is_revoked
    assert (obstacle_to_inviting_again(stands) is None) == is_revoked


@pytest.mark.parametrize(
    ("steps", "last", "word", "detail"),
    [
        (Steps(None, None), None, "invited", "on Tue 1 June 2027, 11:00 Brussels; terms not accepted yet"),
        (Steps(THEN, None), None, "accepted the terms", "on Tue 1 June 2027, 11:00 Brussels; no download yet"),
        (Steps(THEN, None, 1), THEN, "downloaded once", "last on Tue 1 June 2027, 11:00 Brussels"),
        (Steps(THEN, None, 3), THEN, "downloaded 3 times", "last on Tue 1 June 2027, 11:00 Brussels"),
        (Steps(THEN, THEN, 3), THEN, "shut out", "since Tue 1 June 2027, 11:00 Brussels"),
    ],
)
def test_where_a_journalist_stands_is_said_in_words(
    steps: Steps, last: datetime | None, word: str, detail: str
) -> None:
    said = progress_words(steps, granted_at=THEN, last_download_at=last, zone="Europe/Brussels")

    assert (said.word, said.detail) == (word, detail)


def test_names_stand_under_their_countries_and_those_without_last() -> None:
    zeta = Signatory("Zeta", affiliation="University of Port Amber", country="BE")
    names = (zeta, Signatory("Nowhere"), Signatory("Alpha", acronym="AL", country="AT"))

    affiliations = [name.affiliation for group in by_country(names) for name in group.names]
    assert affiliations == ["", "University of Port Amber", ""]
    found = [(group.country, [name.line for name in group.names]) for group in by_country(names)]

    assert found == [("Austria", ["Alpha (AL)"]), ("Belgium", ["Zeta"]), ("", ["Nowhere"])]
