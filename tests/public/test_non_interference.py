"""Whoever has no link learns nothing of a letter before its lift: not from a page, a header, a count or an error."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Map

from app.core import tasks
from app.editions.models import Edition
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.signons.roll import Signatory
from app.web import policy
from tests.browser import Browser
from tests.factories import BEFORE_LIFT, LIFT, LONG_AGO, a_grant, a_letter, a_sealed_edition

EARLIER = type(LIFT)(LIFT.at - timedelta(days=30), LIFT.zone)
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
OTHER_FORMS = (".html", ".txt", ".docx")
RANDOM = re.compile(
    r'(?<=nonce-)[\w-]{22}|(?<=nonce=")[^"]+|(?<=name="csrf_token" value=")[^"]+|(?<=undersigned=)[\w.-]+'
)
SetClock = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a reader can see of an answer."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def addresses(app: Flask, letters: list[Letter], editions: list[Edition]) -> list[str]:
    """Every GET of the application, filled with what a curious stranger could try."""
    slugs = [letter.slug for letter in letters] + ["none"]
    ids = [letter.id for letter in letters] + [letter.campaign_id for letter in letters] + [NOBODY]
    names = [f"{edition.file_stem}.pdf" for edition in editions] + ["letter.md", "none.pdf"]
    names += [f"{edition.file_stem}_EMBARGOED.pdf" for edition in editions]
    names += [f"{edition.file_stem}{ending}" for edition in editions for ending in OTHER_FORMS]
    urls = set()
    for route in policy.routes(app):
        if route.method != "GET" or route.endpoint == "static":
            continue
        urls |= {
            filled
            for slug in slugs
            for identity in ids
            for name in names
            if (filled := _filled(app.url_map, route, slug=slug, identity=identity, name=name))
        }
    urls |= {f"/letters/{slug}?q=river&country=BE" for slug in slugs}
    return sorted(urls)


def _filled(rules: Map, route: policy.Route, *, slug: str, identity: UUID, name: str) -> str:
    rule = next(each for each in rules.iter_rules(route.endpoint) if each.rule == route.rule)
    known = {"slug": slug, "name": name, "number": 1, "token": "A" * 43, "emblem": "logo"}
    values = {argument: known.get(argument, identity) for argument in rule.arguments}
    built = rule.build(values)
    assert built is not None, f"{rule.rule} cannot be filled"
    return str(built[1])


def answers(browser: Browser, urls: list[str]) -> list[Answer]:
    """What a stranger sees at each address."""
    seen = []
    for url in urls:
        answer = browser.get(url)
        headers = tuple((name, _settled(value)) for name, value in answer.headers.items() if name != "Date")
        is_file = "Content-Disposition" in answer.headers
        body = answer.data if is_file else _settled(answer.text).encode()
        seen.append(Answer(url, answer.status_code, headers, body))
    return seen


def _settled(text: str) -> str:
    """The same text with what is drawn by lot for every visitor put aside: the nonce, the form's token, the cookie."""
    return RANDOM.sub("drawn by lot", text)


def test_a_database_with_embargoed_letters_answers_like_one_without(
    app: Flask, new_browser: Callable[[], Browser], at: SetClock, session: Session
) -> None:
    at(BEFORE_LIFT)
    shown = a_letter(title="A public letter")
    a_sealed_edition(shown, lift=EARLIER)
    with session.begin_nested() as hidden_rows:
        hidden = [_a_hidden_letter(kind) for kind in Kind]
        letters, papers = [shown, *hidden], list(session.scalars(select(Edition)))
        urls = addresses(app, letters, papers)
        with_hidden = answers(new_browser(), urls)
        at(LIFT.instant())
        lifted = answers(new_browser(), urls)
        hidden_rows.rollback()
    at(BEFORE_LIFT)

    without = answers(new_browser(), urls)

    assert with_hidden == without
    assert {each.url for each in without if b"A public letter" in each.body} >= {"/", f"/letters/{shown.slug}"}
    revealed = {one.url for one, other in zip(lifted, without, strict=True) if one != other}
    sealed = next(letter for letter in hidden if letter.title == f"Secret {Kind.SEALED}")
    assert {"/", f"/letters/{sealed.slug}", f"/letters/{sealed.slug}/letter.md"} <= revealed
    stem = next(edition.file_stem for edition in papers if edition.letter_id == sealed.id)
    assert {f"/letters/{sealed.slug}/{stem}{ending}" for ending in (".pdf", *OTHER_FORMS)} <= revealed


class Kind(StrEnum):
    """Letters nobody outside may know of."""

    DRAFT = "draft"
    OPEN = "open"
    STOPPED = "stopped"
    UNSEALED = "unsealed"
    SEALED = "sealed"
    HELD = "held"
    KILLED = "killed"


def _a_hidden_letter(kind: Kind) -> Letter:
    letter = a_letter(title=f"Secret {kind}")
    match kind:
        case Kind.DRAFT:
            letter.state, letter.frozen_number, letter.opened_at = LetterState.DRAFT, None, None
        case Kind.STOPPED:
            letter.state = LetterState.STOPPED
        case Kind.OPEN:
            pass
        case _:
            edition = a_sealed_edition(letter, signatories=(Signatory("Secret organisation", country="BE"),))
            edition.sealed_at = None if kind is Kind.UNSEALED else LONG_AGO
            edition.held_at = LONG_AGO if kind is Kind.HELD else None
            edition.killed_at = LONG_AGO if kind is Kind.KILLED else None
            a_grant(letter)
    return letter


ANY_OFFSET = st.timedeltas(timedelta(days=-400), timedelta(days=400))
REUSED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def waiting(session: Session) -> tuple[Letter, Edition]:  # noqa: ARG001 - rows need the test's transaction
    letter = a_letter()
    return letter, a_sealed_edition(letter)


@REUSED
@given(offset=ANY_OFFSET)
@example(offset=timedelta(0))
@example(offset=timedelta(microseconds=-1))
@example(offset=timedelta(microseconds=1))
def test_a_letter_is_public_from_the_promised_microsecond_on_and_no_job_is_needed(
    browser: Browser, at: SetClock, waiting: tuple[Letter, Edition], offset: timedelta
) -> None:
    letter, edition = waiting
    at(LIFT.instant() + offset)
    is_out = offset >= timedelta(0)
    tails = ["", "/letter.md", "/signatories.csv"]
    tails += [f"/{edition.file_stem}{ending}" for ending in (".pdf", *OTHER_FORMS)]

    statuses = {tail: browser.get(f"/letters/{letter.slug}{tail}").status_code for tail in tails}

    assert statuses == dict.fromkeys(tails, 200 if is_out else 404)
    assert (letter.title in browser.get("/").text) == is_out
    assert edition.lifted_at is None, "nothing but the clock decided"


@REUSED
@given(offset=ANY_OFFSET)
def test_a_held_or_killed_letter_never_becomes_public_by_itself(
    browser: Browser, at: SetClock, waiting: tuple[Letter, Edition], session: Session, offset: timedelta
) -> None:
    letter, edition = waiting
    at(LIFT.instant() + offset)

    for field in ("held_at", "killed_at"):
        setattr(edition, field, LONG_AGO)
        session.flush()
        assert browser.get(f"/letters/{letter.slug}").status_code == 404, field
        setattr(edition, field, None)
        session.flush()


def test_running_every_job_before_the_lift_makes_nothing_public(
    app: Flask, browser: Browser, at: SetClock, waiting: tuple[Letter, Edition]
) -> None:
    letter, _ = waiting
    at(LIFT.instant() - timedelta(microseconds=1))

    for name in ("editions.lift", "press.announce", "public.announce"):
        tasks.run_now(app, name)

    assert browser.get(f"/letters/{letter.slug}").status_code == 404
