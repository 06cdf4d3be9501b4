"""The press desk, through a browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.audit.models import Entry
from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core import files
from app.core.handed_in import LARGEST_PDF
from app.editions.models import Edition
from app.letters.models import Letter, PressText, Quote
from app.mail.models import OutboxMessage
from app.press import actions, copying
from app.press.models import Copy, Download, Grant
from app.rendering.stamps import masters
from app.web.shell import MAX_REQUEST_BYTES
from tests.browser import Browser, defaults, form_of, words
from tests.factories import (
    BEFORE_LIFT,
    a_campaign,
    a_grant,
    a_letter,
    a_member,
    a_person,
    a_sealed_edition,
    signed_in,
)
from tests.press.leaks import signatories

SetClock = Callable[[datetime], None]
ANA = {"name": "Ana Pop", "outlet": "Radio Delta", "email": "Ana@Radio-Delta.example", "zone": "Europe/Bucharest"}


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    """The words of every part of a page that `selector` finds."""
    return [" ".join(part.get_text(" ").split()) for part in page.select(selector)]


def desk(letter: Letter) -> str:
    return f"/staff/letters/{letter.id}/press"


def test_a_journalist_is_invited(officer: Browser, letter: Letter, session: Session) -> None:
    empty = officer.open(desk(letter))

    page = officer.press(empty, "Invite the journalist", ANA)

    assert "No journalist can read the letter yet." in words(empty)
    assert "The invitation to Ana Pop is on its way." in words(page)
    assert texts(page, "#journalists tbody tr")[0].startswith(
        "Ana Pop ana@radio-delta.example Radio Delta Bucharest invited"
    )
    assert [message.recipient for message in session.scalars(select(OutboxMessage))] == ["ana@radio-delta.example"]


def test_mistakes_are_named_and_nobody_is_invited(officer: Browser, letter: Letter, session: Session) -> None:
    wrong = {"name": "Ana 🦩", "outlet": " ", "email": "nonsense"}

    page = officer.press(officer.open(desk(letter)), "Invite the journalist", wrong, status=422)

    said = texts(page, ".errors li")
    assert len(said) == 3
    assert "cannot be printed" in said[0]
    assert said[1:] == ["Enter the outlet they work for.", "Enter an e-mail address like name@example.org."]
    assert page.select_one("#name")["value"] == "Ana 🦩"  # type: ignore[index]  # fails the test when it is missing
    assert session.scalars(select(Grant)).all() == []


def test_inviting_the_same_journalist_again_is_refused_in_words(officer: Browser, letter: Letter) -> None:
    officer.press(officer.open(desk(letter)), "Invite the journalist", ANA)

    page = officer.press(officer.open(desk(letter)), "Invite the journalist", ANA, status=409)

    assert "has been invited already. Send the link once more from the list." in words(page)


def test_a_journalist_known_from_an_earlier_letter_is_one_click(officer: Browser, letter: Letter) -> None:
    earlier = a_letter()
    earlier.campaign_id = letter.campaign_id
    guest = a_grant(earlier, name="Known Journalist")

    page = officer.press(officer.open(desk(letter)), "Invite")

    assert f"The invitation to {guest.contact.name} is on its way." in words(page)


def test_shutting_out_is_one_click_and_can_be_undone_by_a_new_invitation(
    officer: Browser, letter: Letter, session: Session
) -> None:
    guest = a_grant(letter)

    page = officer.press(officer.open(desk(letter)), "Shut out now")

    session.refresh(guest.grant)
    assert guest.grant.revoked_at == BEFORE_LIFT
    assert "shut out since Wed 16 June 2027" in words(page)
    again = officer.press(page, "Invite again")
    assert "terms not accepted yet" in words(again)


def test_the_link_is_sent_again(officer: Browser, letter: Letter, session: Session) -> None:
    a_grant(letter)

    page = officer.press(officer.open(desk(letter)), "Send the link again")

    assert "The link is on its way to Ana Pop again." in words(page)
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


def test_the_desk_says_how_far_each_came(officer: Browser, letter: Letter, session: Session) -> None:
    edition = session.scalars(select(Edition.id)).one()
    guest = a_grant(letter, name="Downloader")
    a_grant(letter, name="Reader")
    a_grant(letter, name="Silent", accepted_at=None)
    copy = Copy(number=417, grant_id=guest.grant.id, edition_id=edition, file="", made_at=BEFORE_LIFT)
    session.add(copy)
    session.flush()
    session.add_all(Download(copy_id=copy.id, downloaded_at=BEFORE_LIFT - timedelta(hours=n)) for n in range(3))
    session.flush()

    rows = texts(officer.open(desk(letter)), "#journalists tbody tr")

    assert "downloaded 3 times Copy 417, last on Wed 16 June 2027, 09:00 Brussels" in rows[0]
    assert "accepted the terms" in rows[1]
    assert "invited" in rows[2]


def test_a_leaked_copy_is_found_by_its_number_in_this_campaign_only(
    officer: Browser, letter: Letter, session: Session
) -> None:
    mine, foreign = a_grant(letter), a_grant(a_letter())
    foreign_edition = a_sealed_edition(session.get_one(Letter, foreign.grant.letter_id))
    my_edition = a_sealed_edition(letter, number=2)
    session.add_all(
        Copy(number=number, grant_id=guest.grant.id, edition_id=edition.id, file="", made_at=BEFORE_LIFT)
        for number, guest, edition in ((17, mine, my_edition), (18, foreign, foreign_edition))
    )
    session.flush()

    found = words(officer.open(f"{desk(letter)}?copy=Copy+17+%C2%B7+Ana"))
    foreigner = words(officer.open(f"{desk(letter)}?copy=18"))
    nonsense = words(officer.open(f"{desk(letter)}?copy=%27%22"))

    assert "Copy 17 Made for Ana Pop , Radio Delta ." in found
    assert "No copy of this campaign bears this number." in foreigner
    assert "No copy of this campaign bears this number." in nonsense


def hand_in(browser: Browser, letter: Letter, content: bytes) -> TestResponse:
    """Send a file as a browser does."""
    fields = defaults(form_of(browser.open(desk(letter)), "Look through the file"))
    # Put together here: the client would write a large file to a disk and leave it open.
    edge, body = encode_multipart({**fields, "file": FileStorage(BytesIO(content), "leak.pdf")})
    return browser.post(f"{desk(letter)}/trace", body, content_type=f"multipart/form-data; boundary={edge}")


def a_made_copy(letter: Letter, session: Session) -> Copy:
    """Ana Pop's copy, with its file."""
    edition = session.scalars(select(Edition).where(Edition.letter_id == letter.id)).one()
    guest = a_grant(letter)
    copy = actions.number_copy(letter, guest, edition, now=BEFORE_LIFT)
    actions.keep_copy(copy, copying.stamp(copy, guest, edition))
    session.flush()
    return copy


def test_a_file_that_turned_up_is_traced_and_not_kept(officer: Browser, letter: Letter, session: Session) -> None:
    edition = session.scalars(select(Edition).where(Edition.letter_id == letter.id)).one()
    session.delete(edition)
    session.flush()
    a_sealed_edition(letter, signatories=signatories())
    copy = a_made_copy(letter, session)
    stored = session.scalars(select(Copy.file)).all()

    answer = hand_in(officer, letter, files.get(copy.file))
    page = words(officer.open(answer.location))

    assert (answer.status_code, answer.location) == (303, f"{desk(letter)}?copy={copy.number}&by=words#trace")
    assert f"Copy {copy.number} was made for \u2068Ana Pop\u2069, \u2068Radio Delta\u2069." in page
    assert f"those of copy {copy.number}." in page
    assert "The number printed on it says the same." in page
    assert f"Copy {copy.number} Made for Ana Pop , Radio Delta ." in page
    assert "Found by the printed number alone" not in page
    (entry,) = session.scalars(select(Entry).where(Entry.action == "copy traced"))
    assert entry.facts == {"numbers": str(copy.number)}
    assert f"Copy traced: {copy.number}," in words(officer.open(f"/staff/letters/{letter.id}"))
    assert session.scalars(select(Copy.file)).all() == stored


def test_a_number_that_is_only_printed_is_shown_and_written_down_as_no_proof(
    officer: Browser, letter: Letter, session: Session
) -> None:
    copy = a_made_copy(letter, session)
    edition = session.scalars(select(Edition).where(Edition.letter_id == letter.id)).one()
    assert edition.clean_file is not None
    forged = masters.stamp(files.get(edition.clean_file), f"Copy {copy.number:04} · Ana Pop, Radio Delta")

    answer = hand_in(officer, letter, forged)
    page = words(officer.open(answer.location))

    assert answer.location == f"{desk(letter)}?copy={copy.number}#trace"
    assert "Made for Ana Pop , Radio Delta ." in page
    assert "Found by the printed number alone, and anyone can print one. It does not show whose file this is." in page
    (entry,) = session.scalars(select(Entry).where(Entry.action == "number printed on a file, not in its words"))
    assert entry.facts == {"numbers": str(copy.number)}
    history = words(officer.open(f"/staff/letters/{letter.id}"))
    assert f"Number printed on a file, not in its words: {copy.number}," in history
    assert "Copy traced" not in history


def test_a_file_without_a_copy_is_said_to_be_none(officer: Browser, letter: Letter, session: Session) -> None:
    edition = session.scalars(select(Edition).where(Edition.letter_id == letter.id)).one()
    assert edition.clean_file is not None

    answer = hand_in(officer, letter, files.get(edition.clean_file))

    assert answer.location == f"{desk(letter)}#trace"
    assert "No copy was found" in words(officer.open(answer.location))
    assert "Copy traced: none," in words(officer.open(f"/staff/letters/{letter.id}"))


def test_copies_of_another_campaign_are_not_named(officer: Browser, letter: Letter, session: Session) -> None:
    elsewhere = a_letter(a_campaign("Another"), title="Something else")
    a_sealed_edition(elsewhere)
    copy = a_made_copy(elsewhere, session)

    answer = hand_in(officer, letter, files.get(copy.file))

    page = words(officer.open(answer.location))
    assert "The words are those" not in page
    assert "Ana Pop" not in page


def test_what_is_no_pdf_is_refused_with_a_sentence(officer: Browser, letter: Letter, session: Session) -> None:
    wrong, nothing = (
        hand_in(officer, letter, b"GIF89a"),
        officer.post(f"{desk(letter)}/trace", defaults(form_of(officer.open(desk(letter)), "Look through the file"))),
    )

    assert (wrong.status_code, nothing.status_code) == (409, 422)
    assert "This is no PDF, and a copy is traced by its PDF alone." in wrong.text
    assert "Choose the PDF that turned up." in nothing.text
    assert session.scalars(select(Entry).where(Entry.action == "copy traced")).all() == []


def test_a_file_larger_than_a_form_is_looked_through_too_and_a_huge_one_is_not(
    officer: Browser, letter: Letter
) -> None:
    large = hand_in(officer, letter, b"GIF89a".ljust(MAX_REQUEST_BYTES * 2))
    huge = hand_in(officer, letter, bytes(LARGEST_PDF + MAX_REQUEST_BYTES))

    assert (large.status_code, huge.status_code) == (409, 413)
    assert "This is no PDF, and a copy is traced by its PDF alone." in large.text
    assert "At most 32 MB." in words(officer.open(desk(letter)))


def test_after_the_lift_nobody_is_invited_and_the_page_says_why(
    officer: Browser, letter: Letter, at: SetClock, session: Session
) -> None:
    a_grant(letter)
    lift = BEFORE_LIFT + timedelta(minutes=10)
    session.scalars(select(Edition)).one().lift_at = lift
    session.flush()
    form = officer.open(desk(letter))
    at(lift)

    page = officer.open(desk(letter))
    refused = officer.press(form, "Invite the journalist", ANA, status=409)

    assert "This letter is public. Send journalists its address instead." in words(page)
    assert [button.get_text() for button in page.select("main button")] == ["Shut out now"]
    assert "This letter is public." in words(refused)
    assert session.scalars(select(OutboxMessage)).all() == []


def test_headline_introduction_and_quotes_are_written(officer: Browser, letter: Letter, session: Session) -> None:
    page = officer.open(f"{desk(letter)}/page")
    assert "No quote yet." in words(page)

    page = officer.press(page, "Save headline and introduction", {"headline": "Rivers", "intro": "One.\n\nTwo."})
    page = officer.press(page, "Add the quote", {"text": "A river is not a drain.", "speaker": "Ivo Ban"})

    saved = session.scalars(select(PressText)).one()
    assert (saved.headline, saved.intro) == ("Rivers", "One.\n\nTwo.")
    assert "“ A river is not a drain. ” Ivo Ban" in words(page)
    page = officer.press(page, "Remove")
    assert session.scalars(select(Quote)).all() == []
    assert page.select_one("#headline")["value"] == "Rivers"  # type: ignore[index]  # fails the test when it is missing


@pytest.mark.parametrize(
    ("button", "typed"),
    [
        ("Save headline and introduction", {"headline": "Rivers", "intro": "One.\n\n<b>Two.</b>"}),
        ("Add the quote", {"text": "A **river** is not a drain.", "speaker": "Ivo Ban"}),
    ],
)
def test_marks_that_would_be_printed_as_typed_are_told_and_nothing_is_lost(
    officer: Browser, letter: Letter, session: Session, button: str, typed: dict[str, str]
) -> None:
    page = officer.press(officer.open(f"{desk(letter)}/page"), button, typed, status=422)

    assert "Markdown and HTML are for the text alone" in words(page)
    kept = defaults(form_of(page, button))
    assert {name: kept[name].replace("\r", "") for name in typed} == typed
    assert [session.scalars(select(PressText)).all(), session.scalars(select(Quote)).all()] == [[], []]


def test_two_who_write_the_press_page_do_not_write_over_each_other(
    officer: Browser, letter: Letter, session: Session
) -> None:
    one, other = officer.open(f"{desk(letter)}/page"), officer.open(f"{desk(letter)}/page")
    officer.press(one, "Save headline and introduction", {"headline": "Rivers"})

    page = officer.press(other, "Save headline and introduction", {"intro": "Why now."}, status=409)

    assert "Somebody saved something else while you were writing." in words(page)
    assert texts(page, ".notice bdi") == ["Rivers", "No introduction."]
    kept = defaults(form_of(page, "Save headline and introduction"))
    assert (kept["headline"], kept["intro"]) == ("", "Why now.")
    assert session.scalars(select(PressText)).one().headline == "Rivers"
    officer.press(page, "Save headline and introduction", {"headline": "Rivers"})
    session.expire_all()
    saved = session.scalars(select(PressText)).one()
    assert (saved.headline, saved.intro) == ("Rivers", "Why now.")


def test_a_quote_without_words_is_refused_and_keeps_what_was_typed(officer: Browser, letter: Letter) -> None:
    page = officer.press(officer.open(f"{desk(letter)}/page"), "Add the quote", {"speaker": "Ivo Ban"}, status=422)

    assert texts(page, ".errors li") == ["Enter the words to be quoted."]
    assert page.select_one("#speaker")["value"] == "Ivo Ban"  # type: ignore[index]  # fails the test when it is missing


def test_the_desk_asks_the_database_no_more_often_for_many_journalists(
    officer: Browser, letter: Letter, session: Session
) -> None:
    def queries() -> int:
        asked: list[str] = []

        def note(*arguments: object) -> None:
            asked.append(str(arguments[2]))

        engine = session.get_bind().engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            officer.open(desk(letter))
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len([each for each in asked if each.startswith("SELECT")])

    a_grant(letter)
    few = queries()
    for n in range(20):
        a_grant(letter, name=f"Journalist {n}")

    assert few > 0
    assert queries() == few


def test_each_page_of_the_desk_is_for_the_press_officers_of_the_campaign(
    app: Flask, new_browser: Callable[[], Browser], letter: Letter, session: Session
) -> None:
    guest = a_grant(letter)
    quote = Quote(letter_id=letter.id, position=1, text="Words.", speaker="Ivo")
    session.add(quote)
    campaign = session.get_one(Campaign, letter.campaign_id)
    people = {role: a_person(role.value.title()) for role in Role}
    for role, person in people.items():
        a_member(campaign, person, role=role)
    outsider = a_person("Outsider")
    session.flush()
    gets = [desk(letter), f"{desk(letter)}/page", f"{desk(letter)}?copy=1"]
    posts = [
        "invite",
        "trace",
        f"contacts/{guest.contact.id}/invite",
        f"grants/{guest.grant.id}/send",
        "page",
        "quotes",
    ]
    posts += [f"grants/{guest.grant.id}/revoke", f"quotes/{quote.id}/remove"]

    def statuses(visitor: Browser) -> set[int]:
        seen = {visitor.get(url).status_code for url in gets}
        return seen | {visitor.post(f"{desk(letter)}/{path}", {}).status_code for path in posts}

    app.config["WTF_CSRF_ENABLED"] = False
    try:
        assert statuses(new_browser()) == {302}
        assert session.get_one(Grant, guest.grant.id).revoked_at is None
        app.config["WTF_CSRF_ENABLED"] = True
        outside, reader = signed_in(new_browser(), outsider), signed_in(new_browser(), people[Role.READER])
        app.config["WTF_CSRF_ENABLED"] = False
        assert statuses(outside) == {404}
        assert statuses(reader) == {403}
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    session.refresh(guest.grant)
    assert guest.grant.revoked_at is None
    for role in (Role.PRESS_OFFICER, Role.COORDINATOR, Role.LEAD):
        assert signed_in(new_browser(), people[role]).get(desk(letter)).status_code == 200


def test_grants_and_quotes_of_another_letter_are_not_found(
    app: Flask, officer: Browser, letter: Letter, session: Session
) -> None:
    foreign = a_grant(a_letter())
    quote = Quote(letter_id=foreign.grant.letter_id, position=1, text="Words.", speaker="Ivo")
    session.add(quote)
    session.flush()
    paths = [f"grants/{foreign.grant.id}/send", f"grants/{foreign.grant.id}/revoke"]
    paths += [f"contacts/{foreign.contact.id}/invite", f"quotes/{quote.id}/remove"]
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        assert [officer.post(f"{desk(letter)}/{path}", {}).status_code for path in paths] == [404] * 4
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
