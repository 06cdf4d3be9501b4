"""Links that stand for a permission: unguessable, bound to what they are for, and never in a log."""

import base64
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.log import without_tokens
from app.core.tokens import TOKEN, TOKEN_HASH_LENGTH, Link, Purpose, token_hash

LINKS = st.builds(Link, st.sampled_from(Purpose), st.uuids(), st.integers(0, 9))
AROUND = st.text("abc xyz/?&=:,\n\"'<>äé", max_size=30)
ROW = UUID(int=7)


@pytest.fixture(scope="module", autouse=True)
def installation() -> Iterator[Flask]:
    """All a token needs of an application."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="one secret of this installation", ADDRESS="https://letters.example.org/")
    with app.app_context():
        yield app


def test_a_token_has_256_bits_and_fits_into_an_address() -> None:
    token = Link(Purpose.SIGN, uuid4()).token()

    assert TOKEN.fullmatch(token)
    assert len(base64.urlsafe_b64decode(f"{token}=")) * 8 == 256


@given(LINKS, LINKS)
@settings(deadline=None)
def test_a_token_is_the_same_for_the_same_and_another_for_anything_else(one: Link, other: Link) -> None:
    assert (one.token() == other.token()) == (one == other)
    assert one.token() == Link(one.purpose, one.subject, one.round).token()


def test_each_purpose_row_and_round_has_a_token_of_its_own() -> None:
    links = [Link(purpose, row, turn) for purpose in Purpose for row in (ROW, UUID(int=8)) for turn in range(12)]

    assert len({link.token() for link in links}) == len(links)


def test_another_installation_has_other_tokens(installation: Flask) -> None:
    link = Link(Purpose.SIGN, ROW)
    here = link.token()
    elsewhere = Flask("elsewhere")
    elsewhere.config.update(installation.config, SECRET_KEY="the secret of another installation")

    with elsewhere.app_context():
        assert link.token() != here


@given(LINKS)
@settings(deadline=None)
def test_what_a_table_holds_does_not_open_anything(link: Link) -> None:
    kept = link.token_hash()

    assert kept == token_hash(link.token())
    assert len(kept) == TOKEN_HASH_LENGTH
    assert link.token() not in kept
    assert token_hash(kept) != kept


def test_a_link_is_an_address_that_begins_with_what_it_is_for() -> None:
    link = Link(Purpose.SIGN_ON, ROW)

    assert link.path() == f"/sign-on/{link.token()}"
    assert link.address() == f"https://letters.example.org/sign-on/{link.token()}"


@given(st.lists(st.tuples(AROUND, LINKS), min_size=1, max_size=4), AROUND)
@settings(deadline=None)
def test_no_token_comes_through_into_a_log(said: list[tuple[str, Link]], end: str) -> None:
    text = "".join(f"{before} {link.path()} " for before, link in said) + end
    cleaned = without_tokens(text)

    assert all(link.token() not in cleaned for _before, link in said)
    assert cleaned.count("[token]") == len(said)


def test_ordinary_words_stay() -> None:
    said = "GET /staff/letters/3f2504e0-4f89-11d3-9a0c-0305e82c3301/press answered 200 in 12 ms"

    assert without_tokens(said) == said
