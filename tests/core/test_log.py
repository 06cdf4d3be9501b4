"""What is logged names nobody and opens nothing."""

import io
import json
import string
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import log
from app.core.log import ALLOWED, redact, where
from app.core.tokens import Link, Purpose

WORDS = st.text(string.ascii_letters + "äöüéñč -", max_size=20)
PEOPLE = st.builds(
    "{}@{}.{}".format,
    st.text(string.ascii_letters + string.digits + ".+_-", min_size=1, max_size=20),
    st.text(string.ascii_lowercase + "ü", min_size=1, max_size=12),
    st.sampled_from(["org", "example", "co.uk", "рф"]),
)
TOKENS = st.text(string.ascii_letters + string.digits + "-_", min_size=43, max_size=43)
FIELDS = st.sampled_from(sorted(ALLOWED))


@given(FIELDS, WORDS, st.one_of(PEOPLE, TOKENS), WORDS)
@settings(deadline=None)
def test_addresses_and_tokens_never_come_through(field: str, before: str, secret: str, after: str) -> None:
    written = redact(None, "info", {field: f"{before} {secret} {after}"})

    assert secret not in json.dumps(written, ensure_ascii=False)


@given(st.dictionaries(st.text(min_size=1, max_size=12), WORDS, max_size=6))
@settings(deadline=None)
def test_a_field_nobody_thought_about_is_not_written(entry: dict[str, str]) -> None:
    assert set(redact(None, "info", dict(entry))) <= ALLOWED


def test_a_name_has_no_field_to_stand_in(capsys: pytest.CaptureFixture[str]) -> None:
    log.init("info")
    log.log().info("request", name="Ada Lovelace", email="ada@example.org", title="A secret letter", status=200)

    written = json.loads(capsys.readouterr().err)
    assert written.keys() == {"event", "level", "at", "status"}


def test_a_log_outlives_the_stream_that_was_there_when_it_began(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    began_with = io.StringIO()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("sys.stderr", began_with)
        log.init("info")
        log.log().info("there")
    said = began_with.getvalue()
    began_with.close()

    log.log().info("here")
    log.init("error")

    assert json.loads(said)["event"] == "there"
    assert json.loads(capsys.readouterr().err)["event"] == "here"


def test_an_error_is_named_by_its_lines_and_not_by_what_it_says() -> None:
    def fails() -> None:
        message = "Ada Lovelace <ada@example.org> typed this"
        raise ValueError(message)

    try:
        fails()
    except ValueError as error:
        place = where(error)

    assert "Ada" not in place
    assert place.count(__name__) == 2


def test_a_request_is_logged_without_its_address(capsys: pytest.CaptureFixture[str], app: Flask) -> None:
    log.init("info")
    with app.app_context():
        link = Link(Purpose.SIGN, uuid4())
        path = link.path()
    try:
        app.test_client().get(path, headers={"Referer": f"https://example.org{path}", "User-Agent": "Ada's browser"})
    finally:
        log.init("error")

    written = capsys.readouterr().err
    assert '"status": 404' in written
    assert path.rpartition("/")[2] not in written
    assert "Ada" not in written
    assert "127.0.0.1" not in written
