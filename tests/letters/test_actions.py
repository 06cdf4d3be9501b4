"""What is done to a letter, by its rows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.audit import queries as audit
from app.audit.rules import SYSTEM
from app.core.errors import Refused
from app.core.wall_time import read_wall_time
from app.letters import actions, queries
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.letters.text import LetterText
from app.rendering.document import MediaContact
from tests.factories import a_campaign, a_text

NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)
DEADLINE = read_wall_time("2027-06-16 18:00 Europe/Brussels")


@pytest.fixture
def draft(session: Session) -> Letter:  # noqa: ARG001 - rows need the test's transaction
    return actions.start_letter(a_campaign().id, a_text(), by=SYSTEM, now=NOON)


def stopped_meanwhile(session: Session, letter: Letter) -> None:
    """Change the row behind the back of whoever holds it."""
    stop = update(Letter).where(Letter.id == letter.id).values(state=LetterState.STOPPED)
    session.execute(stop.execution_options(synchronize_session=False))


def text_with(body: str) -> LetterText:
    return replace(a_text(), body=body)


def test_a_letter_starts_as_a_draft_with_its_first_revision(draft: Letter) -> None:
    assert (draft.state, draft.newest_number, draft.frozen_number) == (LetterState.DRAFT, 1, None)
    assert parse(queries.newest_text(draft).source) == a_text()


def test_each_saving_makes_a_revision_and_keeps_the_earlier_ones(draft: Letter, session: Session) -> None:
    actions.save_revision(draft, text_with("New words."), base_number=1, by=SYSTEM, now=NOON)
    session.flush()
    assert [each.number for each in queries.revisions(draft.id)] == [2, 1]
    assert parse(queries.revision(draft.id, 1).source).body == a_text().body
    assert parse(queries.newest_text(draft).source).body == "New words."


def test_of_two_writers_the_second_is_told_and_nothing_is_written_over(draft: Letter, session: Session) -> None:
    actions.save_revision(draft, text_with("Hers."), base_number=1, by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match=r"^Somebody saved another revision while you were writing\."):
        actions.save_revision(draft, text_with("His."), base_number=1, by=SYSTEM, now=NOON)
    session.flush()
    assert parse(queries.newest_text(draft).source).body == "Hers."


def test_opening_freezes_the_newest_revision(draft: Letter, session: Session) -> None:
    actions.save_revision(draft, text_with("Final words."), base_number=1, by=SYSTEM, now=NOON)
    actions.open_letter(draft, actions.Opening(2, DEADLINE), by=SYSTEM, now=NOON)
    session.flush()
    assert draft.state is LetterState.OPEN
    assert draft.frozen_number == 2
    assert draft.deadline_at == DEADLINE.instant()
    with pytest.raises(Refused, match=r"^The text is frozen"):
        actions.save_revision(draft, text_with("Other words."), base_number=2, by=SYSTEM, now=NOON)


@pytest.mark.parametrize("base_number", [0, 1, 3])
def test_no_other_text_than_the_one_that_was_read_is_frozen(draft: Letter, base_number: int) -> None:
    actions.save_revision(draft, text_with("Words of somebody else."), base_number=1, by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match=r"^Somebody saved another revision while you were looking\."):
        actions.open_letter(draft, actions.Opening(base_number, DEADLINE), by=SYSTEM, now=NOON)
    assert (draft.state, draft.frozen_number) == (LetterState.DRAFT, None)


def test_a_letter_is_opened_once(draft: Letter) -> None:
    actions.open_letter(draft, actions.Opening(1), by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match=r"^This letter is open for signing already\."):
        actions.open_letter(draft, actions.Opening(1), by=SYSTEM, now=NOON)


def test_a_deadline_in_the_past_opens_nothing(draft: Letter) -> None:
    with pytest.raises(Refused, match=r"^That moment has passed\."):
        actions.open_letter(
            draft,
            actions.Opening(1, DEADLINE),
            by=SYSTEM,
            now=DEADLINE.instant() + timedelta(seconds=1),
        )
    assert draft.state is LetterState.DRAFT


def test_a_stopped_letter_is_not_opened_again(draft: Letter) -> None:
    actions.stop_letter(draft, by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match=r"^This letter was stopped, and stays stopped\."):
        actions.open_letter(draft, actions.Opening(1), by=SYSTEM, now=NOON)


def test_no_address_tells_that_another_letter_has_that_title(draft: Letter, session: Session) -> None:
    other = actions.start_letter(draft.campaign_id, a_text(), by=SYSTEM, now=NOON)
    actions.open_letter(other, actions.Opening(1), by=SYSTEM, now=NOON)
    session.flush()
    for letter in (draft, other):
        assert letter.slug == f"clean-water-for-every-town-{letter.id.hex[:6]}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (a_text(" \n "), "“title” is empty."),
        (replace(a_text(), sources="a" * 10_000, notes="b" * 10_000), "longer than 20,000 characters in all."),
        (replace(a_text(), contacts=(MediaContact("", "Rivers United"),)), "“name” is missing."),
    ],
)
def test_a_text_that_could_not_be_read_again_is_not_kept(draft: Letter, text: LetterText, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.save_revision(draft, text, base_number=1, by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match=sentence):
        actions.start_letter(draft.campaign_id, text, by=SYSTEM, now=NOON)

    assert parse(queries.newest_text(draft).source) == a_text()
    assert queries.letters_of(draft.campaign_id) == [draft]


def test_a_letter_stopped_meanwhile_is_not_closed(draft: Letter, session: Session) -> None:
    actions.open_letter(draft, actions.Opening(1), by=SYSTEM, now=NOON)
    session.flush()
    stopped_meanwhile(session, draft)

    with pytest.raises(Refused, match="has ended already"):
        actions.close_now(draft, zone="Europe/Brussels", by=SYSTEM, now=NOON)


def test_a_letter_stopped_meanwhile_gets_no_deadline(draft: Letter, session: Session) -> None:
    actions.open_letter(draft, actions.Opening(1), by=SYSTEM, now=NOON)
    session.flush()
    stopped_meanwhile(session, draft)

    with pytest.raises(Refused, match="Only an open letter"):
        actions.change_deadline(draft, DEADLINE, by=SYSTEM, now=NOON)


@pytest.mark.parametrize("title", ["水をまもれ", "Το νερό", "نىڭ سۇيى", "!!!", "'" * 300])
def test_every_title_makes_an_address_of_plain_letters(title: str, session: Session) -> None:
    letter = actions.start_letter(a_campaign().id, a_text(title), by=SYSTEM, now=NOON)
    session.flush()
    assert letter.slug.replace("-", "").isalnum()
    assert letter.slug.isascii()
    assert len(letter.slug) <= 80


def test_signing_can_be_ended_and_taken_up_again(draft: Letter) -> None:
    actions.open_letter(draft, actions.Opening(1), by=SYSTEM, now=NOON)
    actions.close_now(draft, zone="Europe/Brussels", by=SYSTEM, now=NOON)
    assert draft.deadline_at == NOON
    actions.change_deadline(draft, DEADLINE, by=SYSTEM, now=NOON)
    assert draft.deadline_at == DEADLINE.instant()


def test_every_step_is_in_the_audit(draft: Letter, session: Session) -> None:
    actions.save_revision(draft, text_with("New words."), base_number=1, by=SYSTEM, now=NOON)
    actions.open_letter(draft, actions.Opening(2, DEADLINE), by=SYSTEM, now=NOON)
    actions.stop_letter(draft, by=SYSTEM, now=NOON)
    session.flush()
    assert {entry.action for entry in audit.history([draft.id])} == {
        "letter started",
        "revision saved",
        "letter opened",
        "letter stopped",
    }


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Let the rivers run: {{count:words}} voices for water", "let-the-rivers-run-voices-for-water"),
        ("{{count}}", "letter"),
        ("Braces {{ of their own", "braces-of-their-own"),
    ],
)
def test_no_token_stands_in_an_address(title: str, address: str, session: Session) -> None:
    letter = actions.start_letter(a_campaign().id, a_text(title), by=SYSTEM, now=NOON)
    session.flush()
    assert letter.slug.rpartition("-")[0] == address
