"""The pages of organisations, as people and machines open them."""

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.tokens import Link, Purpose
from app.letters.models import Letter
from app.letters.rules import LetterState, Listing
from app.mail.models import OutboxMessage
from app.signons.models import SignOn
from app.signons.rules import Authority, State, Visibility
from tests.browser import Browser, defaults, form_of, words
from tests.dump import dump
from tests.factories import NOON, a_letter, a_sign_on, an_open_link
from tests.signons.hostile import HOSTILE_NAMES

SetClock = Callable[[datetime], None]
NewBrowser = Callable[[], Browser]
SIGN = "Sign for our organisation"
ENTRY = {
    "name": "Rivers United",
    "country": "BE",
    "typist_name": "Tess Typist",
    "typist_role": "Director",
    "email": "tess@rivers.example",
}
OTHER = ENTRY | {"authority": "other", "authority_email": "board@rivers.example"}


@pytest.fixture
def letter(session: Session, at: SetClock) -> Letter:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_letter()


def the_sign_on(session: Session) -> SignOn:
    session.expire_all()
    return session.scalars(select(SignOn)).one()


def outbox(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.key)))


def confirm_button(name: str) -> str:
    return f"Confirm: \u2068{name}\u2069 signs"


def without_nonce(page: BeautifulSoup) -> str:
    for script in page.select("script"):
        del script["nonce"]
    return str(page)


def page_of(sign_on: SignOn) -> str:
    return Link(Purpose.SIGN_ON, sign_on.id).path()


def decision_of(sign_on: SignOn) -> str:
    return Link(Purpose.AUTHORITY, sign_on.id).path()


def test_the_whole_text_stands_before_the_first_field(browser: Browser, letter: Letter) -> None:
    page = browser.open(an_open_link(letter))

    before_form = str(page).partition("<form")[0]
    assert "Mend the pipes" in before_form
    assert "A river is not a drain." in before_form
    assert letter.title in before_form


def test_at_most_seven_questions_are_asked(browser: Browser, letter: Letter) -> None:
    page = browser.open(an_open_link(letter))

    form = page.select_one("form.form")
    assert form is not None
    more = {control["name"] for control in form.select("details [name]")}
    asked = {control["name"] for control in form.select("[name]")} - more - {"csrf_token"}
    assert asked - {"authority_email"} == {
        "name",
        "country",
        "typist_name",
        "typist_role",
        "email",
        "authority",
        "visibility",
    }


def test_a_quiet_letter_tells_nobody_how_many_have_signed(browser: Browser, letter: Letter) -> None:
    a_sign_on(letter, "Wells for All")

    quiet = words(browser.open(an_open_link(letter)))
    letter.listing = Listing.PUBLIC_CALL
    public = words(browser.open(an_open_link(letter)))

    assert "We are (…) organisations." in quiet
    assert "Signed so far" not in quiet
    assert "We are one organisations." in public
    assert "Signed so far 1 organisation" in public


def test_deadline_and_release_are_told_with_city_and_ladder(browser: Browser, letter: Letter) -> None:
    letter.deadline_at, letter.deadline_zone = NOON + timedelta(days=2), "Europe/Brussels"
    letter.planned_lift = "2027-06-17 09:00 Europe/Brussels"

    page = words(browser.open(an_open_link(letter)))

    assert "Sign by Wed 5 May 2027, 14:00 Brussels 12:00 UTC · 08:00 New York" in page
    assert "Planned to be public Thursday 17 June 2027, 09:00 CEST (Brussels) 07:00 UTC" in page


def test_an_organisation_signs_and_confirms(browser: Browser, session: Session, letter: Letter) -> None:
    sent = browser.press(browser.open(an_open_link(letter)), SIGN, ENTRY)
    sign_on = the_sign_on(session)

    assert "Nothing is signed yet" in words(sent)
    assert (sign_on.state, sign_on.name, sign_on.revision_id) == (
        State.UNCONFIRMED,
        "Rivers United",
        sign_on.revision_id,
    )
    [asked] = outbox(session)
    assert (asked.recipient, asked.link_purpose) == ("tess@rivers.example", Purpose.SIGN_ON)

    page = browser.open(page_of(sign_on))
    assert "Rivers United" in words(page)
    assert page.select_one("#role")["value"] == "Director"  # type: ignore[index]  # the form shows it
    done = browser.press(page, confirm_button("Rivers United"), {"may_sign": "y", "role": "Director"})

    assert "the coordinators look at it" in words(done)
    assert the_sign_on(session).state is State.CONFIRMED


def test_without_the_tick_or_the_role_nothing_is_confirmed(browser: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED)

    page = browser.press(browser.open(page_of(sign_on)), confirm_button("Rivers United"), {"role": ""}, status=422)

    assert "Tick that you may decide this for the organisation." in words(page)
    assert "Enter your role in the organisation." in words(page)
    assert the_sign_on(session).state is State.UNCONFIRMED


def test_a_double_click_confirms_once(browser: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED)
    page = browser.open(page_of(sign_on))
    fields = {"may_sign": "y", "role": "Director"}

    browser.press(page, confirm_button("Rivers United"), fields)
    first = dump(session)
    again = browser.press(page, confirm_button("Rivers United"), fields)

    assert "Your organisation is a signatory" in words(again)
    assert dump(session) == first


def test_two_browsers_confirm_once(browser: Browser, new_browser: NewBrowser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED)
    other = new_browser()
    here, there = browser.open(page_of(sign_on)), other.open(page_of(sign_on))

    browser.press(here, confirm_button("Rivers United"), {"may_sign": "y", "role": "Director"})
    once = dump(session)
    other.press(there, confirm_button("Rivers United"), {"may_sign": "y", "role": "President"})

    assert dump(session) == once
    assert the_sign_on(session).authority_role == "Director"


def test_a_mail_scanner_that_opens_everything_changes_nothing(
    browser: Browser, session: Session, letter: Letter
) -> None:
    waiting = a_sign_on(letter, state=State.UNCONFIRMED, authority=Authority.OTHER)
    accepted = a_sign_on(letter, "Wells for All")
    open_link = an_open_link(letter)
    before = dump(session)
    paths = [open_link, f"{open_link}/sent", page_of(waiting), decision_of(waiting), page_of(accepted)]

    for path in paths:
        browser.open(path)
        for further in ("confirm", "decline", "withdraw"):
            assert browser.get(f"{path}/{further}").status_code in {404, 405}

    assert dump(session) == before


def test_whoever_typed_cannot_confirm_for_whoever_decides(browser: Browser, session: Session, letter: Letter) -> None:
    browser.press(browser.open(an_open_link(letter)), SIGN, OTHER)
    sign_on = the_sign_on(session)
    mails = {(mail.recipient, mail.link_purpose) for mail in outbox(session)}

    page = browser.open(page_of(sign_on))

    assert mails == {("board@rivers.example", Purpose.AUTHORITY), ("tess@rivers.example", Purpose.SIGN_ON)}
    assert "The person you named decides." in words(page)
    assert not [each for each in page.select("button") if "Confirm" in each.get_text()]
    token = page.select_one("input[name=csrf_token]")
    assert token is not None
    forged = browser.post(
        f"{page_of(sign_on)}/confirm", {"csrf_token": str(token["value"]), "may_sign": "y", "role": "Intern"}
    )
    assert forged.status_code == 409
    assert the_sign_on(session).state is State.UNCONFIRMED


def test_whoever_decides_approves_after_reading_the_text(browser: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED, authority=Authority.OTHER)
    page = browser.open(decision_of(sign_on))
    assert "Mend the pipes" in str(page).partition("<form")[0]

    browser.press(page, confirm_button("Rivers United"), {"may_sign": "y", "role": "President"})

    confirmed = the_sign_on(session)
    assert (confirmed.state, confirmed.authority_role) == (State.ACCEPTED, "President")
    assert {mail.recipient for mail in outbox(session)} == {confirmed.email, confirmed.authority_email}


def test_whoever_decides_declines_and_the_colleague_is_told(browser: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED, authority=Authority.OTHER)
    page = browser.open(decision_of(sign_on))

    browser.press(page, "Decline: we do not sign")
    browser.press(page, "Decline: we do not sign")

    assert the_sign_on(session).state is State.DECLINED
    assert [(mail.recipient, mail.subject) for mail in outbox(session)] == [
        (sign_on.email, f"Not approved: the signature of {sign_on.name}")
    ]
    assert "Declined; nothing is signed" in words(browser.open(page_of(sign_on)))


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.CONFIRMED, State.ACCEPTED])
def test_an_organisation_withdraws_by_one_click(
    browser: Browser, session: Session, letter: Letter, state: State
) -> None:
    sign_on = a_sign_on(letter, state=state)
    page = browser.open(page_of(sign_on))

    done = browser.press(page, "Withdraw our name")
    browser.press(page, "Withdraw our name")

    assert "Withdrawn; nothing is signed" in words(done)
    assert the_sign_on(session).state is State.WITHDRAWN
    assert [mail.recipient for mail in outbox(session)] == [sign_on.email]


def test_after_the_seal_a_name_is_not_taken_back_by_a_click(browser: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter)
    page = browser.open(page_of(sign_on))
    sign_on.sealed_at = NOON
    session.flush()

    refused = browser.press(page, "Withdraw our name", status=409)

    assert "sealed with your name" in words(refused)
    assert "sealed with your name" in words(browser.open(page_of(sign_on)))
    assert the_sign_on(session).state is State.ACCEPTED


def test_the_answer_to_a_duplicate_is_the_page_of_a_new_one(
    browser: Browser, new_browser: NewBrowser, session: Session, letter: Letter
) -> None:
    a_sign_on(letter, "Wells for All")
    link = an_open_link(letter)
    stranger = new_browser()

    new = browser.press(browser.open(link), SIGN, ENTRY)
    duplicate = stranger.press(stranger.open(link), SIGN, ENTRY | {"name": "The Wells for all"})

    assert without_nonce(duplicate) == without_nonce(new)
    stored = session.scalars(select(SignOn).where(SignOn.state == State.UNCONFIRMED)).all()
    assert {each.name for each in stored} == {"Rivers United", "The Wells for all"}
    assert {mail.subject for mail in outbox(session)} == {
        "Please confirm: Rivers United signs a letter",
        "Please confirm: The Wells for all signs a letter",
    }


def test_mistakes_are_named_and_everything_typed_stays(browser: Browser, session: Session, letter: Letter) -> None:
    wrong = {
        "name": "Rivers United",
        "acronym": "RU",
        "country": "",
        "typist_name": "",
        "typist_role": "Director",
        "email": "nowhere",
        "authority": "other",
        "authority_email": "",
    }

    page = browser.press(browser.open(an_open_link(letter)), SIGN, wrong, status=422)

    shown = words(page)
    for sentence in (
        "Choose the country.",
        "Enter your name.",
        "Enter an e-mail address like name@example.org.",
        "Enter the e-mail address of the person who decides.",
    ):
        assert sentence in shown
    kept = {str(each["name"]): str(each.get("value", "")) for each in page.select("form.form input[type=text]")}
    assert (kept["name"], kept["typist_role"]) == ("Rivers United", "Director")
    assert [each.get_text(strip=True) for each in page.select(".proof-line")] == ["Rivers United (RU)"]
    assert session.scalars(select(SignOn)).all() == []


def test_a_form_left_open_past_the_deadline_is_refused_with_everything_typed_still_shown(
    browser: Browser, session: Session, letter: Letter, at: SetClock
) -> None:
    letter.deadline_at, letter.deadline_zone = NOON + timedelta(hours=1), "Europe/Brussels"
    form = browser.open(an_open_link(letter))

    at(letter.deadline_at)
    page = browser.press(form, SIGN, ENTRY | {"typist_role": "Keeper of the wells"}, status=409)

    assert "Signing has ended." in words(page)
    assert page.select_one("#typist_role")["value"] == "Keeper of the wells"  # type: ignore[index]  # the form shows it
    assert session.scalars(select(SignOn)).all() == []


def test_a_closed_letter_can_be_read_and_not_signed(browser: Browser, letter: Letter) -> None:
    letter.deadline_at, letter.deadline_zone = NOON, "Europe/Brussels"

    page = browser.open(an_open_link(letter))

    assert "Signing has ended." in words(page)
    assert "Mend the pipes" in words(page)
    assert page.select("form") == []


def test_what_was_typed_in_time_can_be_confirmed_late_and_waits(
    browser: Browser, session: Session, letter: Letter
) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED)
    letter.deadline_at, letter.deadline_zone = NOON, "Europe/Brussels"
    session.flush()

    browser.press(browser.open(page_of(sign_on)), confirm_button("Rivers United"), {"may_sign": "y", "role": "Chair"})

    assert the_sign_on(session).state is State.CONFIRMED


def test_a_stopped_letter_is_gone_and_its_words_with_it(browser: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED)
    link = an_open_link(letter)
    letter.state = LetterState.STOPPED
    session.flush()

    gone = browser.open(link, status=410)
    mine = browser.open(page_of(sign_on))

    assert "The campaign stopped this letter." in words(gone)
    assert "The campaign stopped this letter." in words(mine)
    assert "Mend the pipes" not in words(mine)
    assert not [each for each in mine.select("button") if "Confirm" in each.get_text()]


@pytest.mark.parametrize("path", ["/sign/", "/sign-on/", "/authority/"])
def test_an_unknown_token_is_not_found(browser: Browser, letter: Letter, path: str) -> None:
    a_sign_on(letter)

    for token in ("x", "A" * 43, "%00", "é" * 43):
        browser.open(f"{path}{token}", status=404)
        assert browser.post(f"{path}{token}", {}).status_code in {400, 404, 405}


def test_a_draft_is_not_found(browser: Browser, session: Session, letter: Letter) -> None:
    link = an_open_link(letter)
    letter.state, letter.frozen_number, letter.opened_at = LetterState.DRAFT, None, None
    session.flush()

    browser.open(link, status=404)


def test_a_post_without_its_csrf_token_is_refused(browser: Browser, session: Session, letter: Letter) -> None:
    sign_on = a_sign_on(letter, state=State.UNCONFIRMED, authority=Authority.OTHER)
    link = an_open_link(letter)
    before = dump(session)

    answers = [
        browser.post(link, ENTRY),
        browser.post(f"{decision_of(sign_on)}/confirm", {"may_sign": "y", "role": "Chair"}),
        browser.post(f"{decision_of(sign_on)}/decline", {}),
        browser.post(f"{page_of(sign_on)}/withdraw", {}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert dump(session) == before


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_a_hostile_name_is_neither_lost_nor_harmful(
    browser: Browser, session: Session, letter: Letter, name: str
) -> None:
    typed = unicodedata.normalize("NFC", name)
    kept = " ".join("".join(max(c, " ") for c in typed).split())
    link = an_open_link(letter)
    form = form_of(browser.open(link), SIGN)
    answer = browser.post(link, defaults(form) | ENTRY | {"name": name})

    stored = session.scalars(select(SignOn.name)).all()
    if answer.status_code == 303:
        assert [kept] == list(stored)
        sign_on = the_sign_on(session)
        page = browser.open(page_of(sign_on))
        assert kept in page.get_text()
        assert page.select("script:not([src])") == []
    else:
        assert answer.status_code == 422
        assert stored == []


def test_withheld_names_stand_on_their_own_page_and_nowhere_else(
    browser: Browser, new_browser: NewBrowser, session: Session, letter: Letter
) -> None:
    letter.listing = Listing.PUBLIC_CALL
    secret = OTHER | {"name": "Zebra Shelter", "acronym": "ZSH", "visibility": "counted"}
    link = an_open_link(letter)
    browser.press(browser.open(link), SIGN, secret)
    sign_on = the_sign_on(session)
    assert sign_on.visibility is Visibility.COUNTED

    page = browser.open(decision_of(sign_on))
    assert "Zebra Shelter" in words(page)
    browser.press(page, confirm_button("Zebra Shelter (ZSH)"), {"may_sign": "y", "role": "Chair"})

    elsewhere = {table: rows for table, rows in dump(session).items() if table != "sign_ons"}
    assert len(elsewhere["outbox_messages"]) == 4
    assert "Zebra" not in str(elsewhere)
    assert "ZSH" not in str(elsewhere)
    assert "Zebra" not in str(new_browser().open(link))


def test_a_signing_page_is_light(browser: Browser, letter: Letter) -> None:
    page = browser.get(an_open_link(letter))

    assert len(page.data) < 40_000
    assert "http://" not in page.text.replace("http://localhost", "")
