"""Who may call what: one reviewed table, and every caller tried at every line of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.campaigns.rules import may
from app.public import public_views
from app.web import policy, shell
from app.web.policy import Audience, Route, UnguardedRoute
from tests.contracts.world import PLACES, WRONG_TOKEN, Caller, World, address, seen
from tests.databases import Databases, new_app

TABLE = Path(__file__).with_name("routes.txt")
SIGN_IN = "/staff/sign-in"
TEAM = {
    Audience.READER: Caller.READER,
    Audience.OFFICER: Caller.OFFICER,
    Audience.COORDINATOR: Caller.COORDINATOR,
    Audience.LEAD: Caller.LEAD,
}
STAFF = {*TEAM, Audience.SIGNED_IN, Audience.ADMIN}
OF_PUBLIC_VIEWS = {Audience.ANYONE, Audience.LINK, Audience.GRANT, Audience.SENDER, Audience.SIGNED_OUT}
DONE = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
DONE_OR_SAID_WHY_NOT = {*DONE, HTTPStatus.CONFLICT, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY}


def table(app: Flask) -> str:
    """The routes as they are reviewed: method, rule, who may call it, what it loads."""
    lines = [
        f"{each.method:4} {each.rule} | {each.policy.audience} | {each.policy.loads}" for each in policy.routes(app)
    ]
    return "".join(f"{line.rstrip(' |')}\n" for line in lines)


def expected(audience: Audience, caller: Caller) -> str:
    """What the audience of a route demands of a caller: "in", "sign in", "not found" or "forbidden"."""
    if audience in {Audience.ANYONE, Audience.LINK, Audience.SENDER, Audience.SIGNED_OUT}:
        return "in"
    if audience in STAFF and caller in {Caller.STRANGER, Caller.JOURNALIST}:
        return "sign in"
    if audience in TEAM and caller in PLACES:
        return "in" if may(PLACES[caller], PLACES[TEAM[audience]]) else "forbidden"
    invited = {Audience.GRANT: [Caller.JOURNALIST], Audience.ADMIN: [Caller.ADMIN], Audience.SIGNED_IN: [*Caller]}
    return "in" if caller in invited.get(audience, []) else "not found"


def came(answer: TestResponse) -> str:
    """What came of a request, in the same words; another status as its number."""
    if answer.status_code == HTTPStatus.FOUND and answer.location.partition("?")[0] == SIGN_IN:
        return "sign in"
    if answer.status_code in DONE_OR_SAID_WHY_NOT:
        return "in"
    return {404: "not found", 403: "forbidden"}.get(answer.status_code, str(answer.status_code))


def of_audience(app: Flask, *audiences: Audience) -> list[Route]:
    found = [each for each in policy.routes(app) if each.policy.audience in audiences]
    assert found
    return found


def with_unknown_ids(rule: str, world: World) -> str:
    """The address of things that do not exist."""
    return address(re.sub(r"<uuid:\w+>", lambda _found: str(uuid4()), rule), world.ours)


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What is asked of the database meanwhile, but for the time and the savepoints of the test."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not re.match("SAVEPOINT|RELEASE|ROLLBACK|SELECT clock_timestamp", statement):
            asked.append(statement)

    event.listen(world.connection, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(world.connection, "before_cursor_execute", note)


def test_the_routes_are_those_that_were_reviewed(app: Flask) -> None:
    reviewed = TABLE.read_text(encoding="utf-8")
    found = table(app)

    difference = "".join(unified_diff(reviewed.splitlines(keepends=True), found.splitlines(keepends=True), n=0))
    assert not difference, f"review these lines, then write them into {TABLE.name}:\n{difference}"


def test_a_route_that_says_nothing_keeps_the_application_from_starting(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(public_views.front_page, "policy")

    with pytest.raises(UnguardedRoute, match=r"public\.front_page \(/\) does not say who may call it"):
        new_app(databases.migrated(), tmp_path)


def test_the_name_of_the_file_says_who_may_enter(app: Flask) -> None:
    strays = [
        f"{each.endpoint} in {module} is for: {each.policy.audience}"
        for each in policy.routes(app)
        if (module := app.view_functions[each.endpoint].__module__).startswith("app.")
        and (".public_views" in module) != (each.policy.audience in OF_PUBLIC_VIEWS)
    ]

    assert strays == []


def test_everyone_gets_what_the_table_says(world: World) -> None:
    wrong = [
        f"{each.method} {each.rule}: {caller} got “{got}”, not “{expected(each.policy.audience, caller)}”"
        for each in policy.routes(world.app)
        for caller in Caller
        if (got := came(world.ask(caller, each.method, address(each.rule, world.ours))))
        != expected(each.policy.audience, caller)
    ]

    assert wrong == []


def test_who_is_not_on_the_team_learns_nothing(world: World) -> None:
    """What exists and what does not look alike to the lead of another team and to an admin."""
    different = []
    for each in of_audience(world.app, *TEAM):
        genuine, unknown = address(each.rule, world.ours), with_unknown_ids(each.rule, world)
        for caller in (Caller.OUTSIDER, Caller.ADMIN):
            answer, other = world.ask(caller, each.method, genuine), world.ask(caller, each.method, unknown)
            if seen(answer, at=genuine) != seen(other, at=unknown):
                different.append(f"{each.method} {each.rule} differs for {caller}")

    assert different == []


def test_a_wrong_link_opens_nothing_and_says_nothing(world: World) -> None:
    """Also not whether there is an address like this at all."""
    status, body, _headers = seen(world.ask(Caller.STRANGER, "GET", "/no-such-page"), at="/no-such-page")
    wrong = []
    for each in of_audience(world.app, Audience.LINK):
        if "<token>" not in each.rule or each.endpoint == "security.reset_password":
            continue  # the library's page for a new password says what was wrong with the link, and whose it is not
        url = each.rule.replace("<token>", WRONG_TOKEN)
        if seen(world.ask(Caller.STRANGER, each.method, url), at=url)[:2] != (status, body):
            wrong.append(f"{each.method} {each.rule}")

    assert wrong == []


def test_nothing_of_one_team_is_reached_through_another(world: World) -> None:
    """The lead of our team asks for what is theirs under our own campaign and letter."""
    reached = []
    for each in of_audience(world.app, *TEAM):
        crossed = address(each.rule, world.theirs, under=world.ours)
        if crossed == address(each.rule, world.ours):
            continue
        got = came(world.ask(Caller.LEAD, each.method, crossed))
        if got != "not found":
            reached.append(f"{each.method} {each.rule}: {got}")

    assert reached == []


def test_a_stranger_is_sent_to_sign_in_before_anything_is_looked_up(world: World) -> None:
    wrong = []
    for each in of_audience(world.app, *STAFF):
        genuine, unknown = address(each.rule, world.ours), with_unknown_ids(each.rule, world)
        with statements(world) as looked_up:
            answer, other = (
                world.ask(Caller.STRANGER, each.method, genuine),
                world.ask(Caller.STRANGER, each.method, unknown),
            )
        if looked_up or seen(answer, at=genuine) != seen(other, at=unknown):
            wrong.append(f"{each.method} {each.rule}: {looked_up}")

    assert wrong == []


def test_no_form_is_taken_without_its_token(world: World) -> None:
    taken = [
        f"{each.method} {each.rule} by {caller}: {answer.status_code}"
        for each in policy.routes(world.app)
        if each.method not in shell.SAFE_METHODS
        for caller in Caller
        if (answer := world.send(caller, each.method, address(each.rule, world.ours), {})).status_code
        != HTTPStatus.BAD_REQUEST
    ]

    assert taken == []
