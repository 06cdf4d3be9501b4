"""What an account needs, without any account."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.accounts.rules import (
    IDLE,
    JOIN_DAYS,
    LONGEST,
    PASSWORD_MAX,
    PASSWORD_MIN,
    Rank,
    Standing,
    leads_here,
    obstacle_to_joining,
    obstacle_to_losing,
    obstacle_to_password,
    session_has_ended,
    standing,
)

NOW = datetime(2026, 6, 16, 16, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("is_joined", "is_active", "age", "expected"),
    [
        (False, True, timedelta(), Standing.INVITED),
        (False, True, timedelta(days=JOIN_DAYS) - MOMENT, Standing.INVITED),
        (False, True, timedelta(days=JOIN_DAYS), Standing.EXPIRED),
        (False, False, timedelta(), Standing.WITHDRAWN),
        (True, True, timedelta(days=900), Standing.JOINED),
        (True, False, timedelta(), Standing.SWITCHED_OFF),
    ],
)
def test_two_facts_and_a_clock_say_where_an_account_stands(
    *, is_joined: bool, is_active: bool, age: timedelta, expected: Standing
) -> None:
    found = standing(invited_at=NOW - age, is_joined=is_joined, is_active=is_active, now=NOW)
    assert found is expected


@pytest.mark.parametrize("where", list(Standing))
def test_only_an_open_invitation_can_be_taken_up(where: Standing) -> None:
    assert (obstacle_to_joining(where) is None) == (where is Standing.INVITED)


@pytest.mark.parametrize(
    ("rank", "admins", "is_refused"),
    [(Rank.ADMIN, 1, True), (Rank.ADMIN, 2, False), (Rank.STAFF, 1, False)],
)
def test_the_last_admin_stays(*, rank: Rank, admins: int, is_refused: bool) -> None:
    assert (obstacle_to_losing(rank, active_admins=admins) is not None) == is_refused


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "a" * (PASSWORD_MIN - 1),
        "x" * (PASSWORD_MAX + 1),
        "aaaaaaaaaaaaaaaa",
        "password1234",
        "Passwort!2026",
        "123456789012",
        "210987654321",
        "abcdefghijkl",
        "qwertyuiop12",
        "Welcome-Summer-2026",
        "undersigned undersigned",
        "the lovelace engine room",
        "ada.lovelace@example.org!!",
        "my ADA.LOVELACE is long",
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    assert obstacle_to_password(password, name="Ada Lovelace", email="ada.lovelace@example.org") is not None


@pytest.mark.parametrize(
    "password", ["lantern orchard velvet seven", "b7#kQ!2mZp0w", "ئۇيغۇرچە تېكىست يازىمەن", "x" * 4 + "y1z2w3v4u5"]
)
def test_a_password_that_is_hard_to_guess_is_taken(password: str) -> None:
    assert obstacle_to_password(password, name="Ada Lovelace", email="ada.lovelace@example.org") is None


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC)), st.timedeltas(timedelta(), timedelta(hours=12)))
def test_a_session_lasts_while_it_is_used_and_not_longer_than_a_working_day(since: datetime, spent: timedelta) -> None:
    if since > datetime(9998, 1, 1, tzinfo=UTC):
        return
    now = since + spent
    assert session_has_ended(since=since, seen=now, now=now) == (spent >= LONGEST)
    assert session_has_ended(since=since, seen=since, now=now) == (spent >= IDLE)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/%0d\r\nSet-Cookie: a=b",
    ],
)
def test_an_address_that_leads_away_is_refused(address: str) -> None:
    assert not leads_here(address)


@settings(deadline=None)
@given(st.text(alphabet="/\\:@.?#ab\t\r\n%x5c ", max_size=20))
@example("/staff/profile?next=//evil.example")
def test_whatever_is_let_through_stays_on_this_site_when_a_browser_reads_it(address: str) -> None:
    if leads_here(address):
        as_browsers_read = "".join(address.replace("\\", "/").split("\t"))
        assert urlsplit(urljoin("https://here.example/staff/", as_browsers_read)).netloc == "here.example"
