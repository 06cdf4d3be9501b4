"""Forms that are made to take room: refused before they are read, wherever they are sent."""

import tracemalloc

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.web.shell import MAX_REQUEST_BYTES, MOST_FIELDS
from tests.browser import Browser

PLAIN = "application/x-www-form-urlencoded"


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("address", ["/staff/sign-in", "/verify/file"])
def test_a_form_of_countless_fields_is_refused_before_it_is_read(app: Flask, address: str) -> None:
    crowded = b"a&" * (MAX_REQUEST_BYTES // 2)
    tracemalloc.start()
    try:
        answer = app.test_client().post(address, data=crowded, content_type=PLAIN)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert answer.status_code == 413
    assert most < 5 * len(crowded), "a field takes a hundred times its letters"


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("address", ["/staff/sign-in", "/verify/file"])
def test_a_plain_form_is_never_longer_than_forms_are(app: Flask, address: str) -> None:
    answer = app.test_client().post(address, data=b"a" * (MAX_REQUEST_BYTES + 1), content_type=PLAIN)

    assert answer.status_code == 413


def test_a_form_with_as_many_fields_as_are_taken_is_read(app: Flask, session: Session) -> None:  # noqa: ARG001 - rows
    client = app.test_client()
    token = Browser(client).open("/staff/sign-in").select_one("input[name=csrf_token]")
    assert token is not None
    many = "&".join([f"csrf_token={token['value']}", *["a"] * (MOST_FIELDS - 1)])

    assert client.post("/staff/sign-in", data=many, content_type=PLAIN).status_code == 422
