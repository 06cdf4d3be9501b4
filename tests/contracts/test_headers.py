"""Every answer carries the same protection, and nothing that is not public is kept anywhere."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.core.connections import close_connections
from app.core.db import session
from app.web import policy
from app.web.policy import Audience, Route
from tests.browser import Browser
from tests.contracts.world import Caller, World, address
from tests.databases import Databases, new_app, undone
from tests.factories import a_person, signed_in

pytestmark = pytest.mark.one_database

EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
DIRECTIVES = {
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
}
NONCE = re.compile(r"script-src 'nonce-([\w-]{20,}|none)'")
CALLERS = (Caller.STRANGER, Caller.JOURNALIST, Caller.LEAD, Caller.OUTSIDER, Caller.ADMIN)


def answers(world: World) -> Iterator[tuple[str, Route, TestResponse]]:
    """Every route answered to everybody who might be treated differently."""
    for route in policy.routes(world.app):
        for caller in CALLERS:
            answer = world.ask(caller, route.method, address(route.rule, world.ours))
            yield f"{route.method} {route.rule} for {caller}: {answer.status_code}", route, answer


def directives(answer: TestResponse) -> set[str]:
    return {each.strip() for each in answer.headers["Content-Security-Policy"].split(";") if each.strip()}


def test_every_answer_is_protected(world: World) -> None:
    for line, _route, answer in answers(world):
        assert {name: answer.headers.get(name) for name in EXACTLY} == EXACTLY, line
        [script] = directives(answer) - DIRECTIVES
        assert directives(answer) >= DIRECTIVES, line
        nonce = NONCE.fullmatch(script)
        assert nonce, line
        if answer.mimetype == "text/html" and "<script" in answer.text:
            assert f'nonce="{nonce[1]}"' in answer.text, line


def test_what_is_not_public_is_kept_nowhere(world: World) -> None:
    for line, route, answer in answers(world):
        is_public = route.policy.audience is Audience.ANYONE and answer.status_code == HTTPStatus.OK
        if is_public:
            assert answer.headers["Cache-Control"].startswith("public, "), line
        else:
            assert answer.headers["Cache-Control"] == "no-store", line
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", line
            assert "ETag" not in answer.headers, line
            assert "Last-Modified" not in answer.headers, line


def test_public_pages_know_nobody(world: World) -> None:
    """No cookie is set, none is looked at: they are the same bytes for everybody, also for those signed in."""
    for route in policy.routes(world.app):
        if route.policy.audience is not Audience.ANYONE:
            continue
        url = address(route.rule, world.ours)
        shown = [world.ask(caller, "GET", url) for caller in CALLERS]
        assert {answer.status_code for answer in shown} == {HTTPStatus.OK}, route.rule
        assert len({answer.data for answer in shown}) == 1, route.rule
        for answer in shown:
            assert "Set-Cookie" not in answer.headers, route.rule
            assert "Cookie" not in answer.headers.get("Vary", ""), route.rule


def test_no_two_answers_have_the_same_nonce(world: World) -> None:
    pages = [world.ask(Caller.LEAD, "GET", "/staff/profile") for _time in range(20)]
    nonces = [found[1] for page in pages if (found := NONCE.search(page.headers["Content-Security-Policy"]))]

    assert "none" not in nonces, "the page has no script, so this test would see nothing"
    assert len(set(nonces)) == 20


@pytest.fixture
def secured(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application with a public address."""
    app = new_app(databases.migrated(), tmp_path, UNDERSIGNED_ADDRESS="https://letters.example.org")
    try:
        with undone(app):
            yield app
    finally:
        close_connections(app)


def test_behind_a_public_address_cookies_travel_encrypted_only(secured: Flask) -> None:
    client = secured.test_client()
    with secured.app_context():
        signed_in(Browser(client), a_person())
        session().commit()

    answer = client.get("/staff/profile", base_url="https://localhost")

    [cookie] = answer.headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert name == "__Host-undersigned"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in rest.split(";")}
    assert "Domain" not in rest
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_without_one_nothing_pretends_to_be_encrypted(world: World) -> None:
    answer = world.ask(Caller.STRANGER, "GET", "/")

    assert "Strict-Transport-Security" not in answer.headers
