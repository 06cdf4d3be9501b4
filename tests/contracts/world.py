"""Two campaigns with one of everything, and everybody who might ask for it.

Each request is undone after its answer, so that whatever a button does, the next one finds the world as it was.
"""

import re
from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.accounts.rules import Rank
from app.campaigns.rules import Role
from app.core.db import session
from tests.browser import Browser
from tests.contracts.coalition import Coalition, a_coalition
from tests.factories import a_person, signed_in

WRONG_TOKEN = "w" * 43
_PART = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
_FRESH = re.compile(r"(?<=nonce-)[\w-]+|(?<=nonce=\")[\w-]+|(?<=name=\"csrf_token\" value=\")[^\"]+")


class Caller(StrEnum):
    """Everybody who might ask."""

    STRANGER = "a stranger"
    JOURNALIST = "a journalist who accepted the terms"
    READER = "a reader of the team"
    OFFICER = "the press officer of the team"
    COORDINATOR = "a coordinator of the team"
    LEAD = "the lead of the team"
    OUTSIDER = "the lead of another team"
    ADMIN = "an admin without a campaign"


PLACES = MappingProxyType(
    {
        Caller.READER: Role.READER,
        Caller.OFFICER: Role.PRESS_OFFICER,
        Caller.COORDINATOR: Role.COORDINATOR,
        Caller.LEAD: Role.LEAD,
    }
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a browser holds: its cookie, and the token that forms carry."""

    cookie: str
    csrf: str


class World:
    """Two coalitions and the visitors of the first, to be asked through `ask`."""

    def __init__(self, app: Flask, connection: Connection) -> None:
        """`connection` is the one that all sessions of `app` share, see `undone`."""
        self.app = app
        self.connection = connection
        with app.app_context():
            self._make()

    def _make(self) -> None:
        self.ours = a_coalition("ours")
        self.theirs = a_coalition("theirs", papers_of=self.ours)
        people = {caller: self.ours.team[role] for caller, role in PLACES.items()}
        people[Caller.OUTSIDER] = self.theirs.team[Role.LEAD]
        people[Caller.ADMIN] = a_person("Ines Admin", rank=Rank.ADMIN)
        session().commit()
        self._visitors = {caller: self._signed_in(person) for caller, person in people.items()}
        self._visitors[Caller.STRANGER] = self._visitor(self.app.test_client(), "/staff/sign-in")
        self._visitors[Caller.JOURNALIST] = self._journalist()

    def ask(self, caller: Caller, method: str, url: str) -> TestResponse:
        """Ask as `caller`, with a genuine form token where it is a POST, and undo what that changed."""
        return self.send(caller, method, url, {"csrf_token": self._visitors[caller].csrf} if method == "POST" else {})

    def send(self, caller: Caller, method: str, url: str, data: Mapping[str, str]) -> TestResponse:
        """Send exactly `data` as `caller`, and undo what that changed."""
        undo = self.connection.begin_nested()
        try:
            return self.leave(caller, method, url, data)
        finally:
            undo.rollback()

    def leave(self, caller: Caller, method: str, url: str, data: Mapping[str, str] | None = None) -> TestResponse:
        """Ask, and leave the world as it is then."""
        client = self.app.test_client()
        client.set_cookie(self._cookie_name, self._visitors[caller].cookie)
        return Context().run(client.open, url, method=method, data=data or None, buffered=True)

    @property
    def _cookie_name(self) -> str:
        return str(self.app.config["SESSION_COOKIE_NAME"])

    def _signed_in(self, person: Person) -> Visitor:
        client = self.app.test_client()
        signed_in(Browser(client), person)
        return self._visitor(client, "/staff/sign-out")

    def _journalist(self) -> Visitor:
        client = self.app.test_client()
        entrance = f"/press/{self.ours.tokens['press']}"
        csrf = self._visitor(client, entrance).csrf
        entered = Context().run(client.post, entrance, data={"csrf_token": csrf})
        assert entered.status_code == 303, entered.text
        return Visitor(self._cookie_of(client), csrf)

    def _visitor(self, client: FlaskClient, page: str) -> Visitor:
        """What `client` holds once it has opened a page with a form."""
        shown = BeautifulSoup(Context().run(client.get, page).text, "html.parser")
        token = shown.select_one("input[name=csrf_token]")
        assert token is not None, f"{page} shows no form"
        return Visitor(self._cookie_of(client), str(token["value"]))

    def _cookie_of(self, client: FlaskClient) -> str:
        cookie = client.get_cookie(self._cookie_name)
        assert cookie is not None
        return cookie.value


def address(rule: str, of: Coalition, *, under: Coalition | None = None) -> str:
    """Fill `rule` with what `of` owns; where `under` is given, campaign and letter are that one's instead."""

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name == "token":
            return of.tokens[rule.partition("/<token>")[0].rpartition("/")[2]]
        owner = under if under is not None and name in {"campaign_id", "letter_id"} else of
        known = owner.parts.get(f"{rule} {name}", owner.parts.get(name))
        assert known is not None, f"the coalition of the tests owns nothing to put for {name} in {rule}"
        return known

    return _PART.sub(part, rule)


def seen(answer: TestResponse, *, at: str) -> tuple[int, str, str]:
    """Status, body and headers of an answer to `at`, without that address and without what is new every time."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Set-Cookie")
    body, headers = (_FRESH.sub("…", each).replace(at, "…") for each in (answer.text, headers))
    return answer.status_code, body, headers
