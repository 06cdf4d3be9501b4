"""What actions leave behind in the tables."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.audit.rules import SYSTEM, link_holder, person
from app.core.errors import Refused
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.mail.models import OutboxMessage
from app.organisations.models import Organisation
from app.signons import actions, queries
from app.signons.entries import Application
from app.signons.likeness import PrintedName
from app.signons.models import SignOn
from app.signons.rules import Authority, Origin, State, Visibility
from tests.dump import dump
from tests.factories import NOON, a_letter, a_person, a_sign_on, the_text_of

APPLICATION = Application(
    name="Rivers United",
    country="BE",
    typist_name="Tess Typist",
    typist_role="Director",
    email="tess@rivers.example",
)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def letter(session: Session) -> Letter:  # noqa: ARG001 - rows need a session
    return a_letter()


def signed(letter: Letter, application: Application = APPLICATION, *, origin: Origin = Origin.INVITATION) -> SignOn:
    return actions.sign(the_text_of(letter), application, origin=origin, now=NOON)


def confirmed(sign_on: SignOn) -> SignOn:
    actions.confirm(sign_on, "Director", by=link_holder(sign_on.id), now=LATER)
    return sign_on


def said(session: Session) -> list[tuple[str, str]]:
    session.flush()
    return [(entry.action, str(entry.facts)) for entry in session.scalars(select(Entry).order_by(Entry.at))]


def test_signing_binds_to_the_frozen_words_and_waits(letter: Letter) -> None:
    sign_on = signed(letter)

    assert (sign_on.revision_id, sign_on.state, sign_on.submitted_at) == (
        the_text_of(letter).id,
        State.UNCONFIRMED,
        NOON,
    )


def test_an_invited_and_confirmed_organisation_is_a_signatory(session: Session, letter: Letter) -> None:
    sign_on = confirmed(signed(letter))

    assert (sign_on.state, sign_on.confirmed_at, sign_on.accepted_at) == (State.ACCEPTED, LATER, LATER)
    [known] = session.scalars(select(Organisation))
    assert (known.id, known.name, known.campaign_id) == (sign_on.organisation_id, "Rivers United", letter.campaign_id)


def test_what_comes_through_the_open_link_waits_for_the_team(session: Session, letter: Letter) -> None:
    sign_on = confirmed(signed(letter, origin=Origin.OPEN_LINK))

    assert (sign_on.state, sign_on.accepted_at) == (State.CONFIRMED, None)
    assert session.scalars(select(Organisation)).all() == []


def test_a_duplicate_waits_and_is_not_accepted(letter: Letter) -> None:
    confirmed(signed(letter))
    second = confirmed(signed(letter, replace(APPLICATION, name="The rivers UNITED")))

    assert second.state is State.CONFIRMED
    with pytest.raises(Refused, match="stands on the list already"):
        actions.accept(second, by=person(a_person().id), now=LATER)
    assert [each.name for each in queries.signatories(letter.id)] == ["Rivers United"]


def test_after_a_withdrawal_the_organisation_can_sign_again(letter: Letter) -> None:
    first = confirmed(signed(letter))
    actions.withdraw(first, by=link_holder(first.id), now=LATER)

    second = confirmed(signed(letter))

    assert (first.state, second.state) == (State.WITHDRAWN, State.ACCEPTED)


def test_the_index_is_the_last_judge(session: Session, letter: Letter) -> None:
    a_sign_on(letter)
    other = a_sign_on(letter, "Other", state=State.CONFIRMED)
    other.name_key = queries.signatories(letter.id)[0].name_key
    session.flush()

    with pytest.raises(Refused, match="counts once"):
        actions.accept(other, by=SYSTEM, now=LATER)

    session.expire_all()
    assert other.state is State.CONFIRMED


def test_a_name_taken_while_it_was_confirmed_leaves_it_waiting(session: Session, letter: Letter) -> None:
    a_sign_on(letter, "Unlike Anything")
    session.flush()
    racing = a_sign_on(letter, "Rivers United", state=State.UNCONFIRMED)
    racing.name_key = queries.signatories(letter.id)[0].name_key
    session.flush()

    confirmed(racing)

    assert (racing.state, racing.confirmed_at, racing.accepted_at) == (State.CONFIRMED, LATER, None)


def test_nobody_signs_at_the_instant_of_the_deadline(letter: Letter) -> None:
    letter.deadline_at, letter.deadline_zone = NOON, "Europe/Brussels"

    with pytest.raises(Refused, match="Signing has ended"):
        signed(letter)


def test_a_stopped_letter_confirms_nothing(session: Session, letter: Letter) -> None:
    sign_on = signed(letter)
    letter.state = LetterState.STOPPED
    session.flush()

    with pytest.raises(Refused, match="stopped this letter"):
        confirmed(sign_on)


def test_at_most_five_messages_go_to_one_address(session: Session, letter: Letter) -> None:
    for number in range(8):
        signed(letter, replace(APPLICATION, name=f"Rivers {number}"))

    assert len(session.scalars(select(SignOn)).all()) == 8
    assert len(session.scalars(select(OutboxMessage)).all()) == 5


def test_at_most_five_notes_go_to_whoever_names_ever_other_people(session: Session, letter: Letter) -> None:
    for number in range(8):
        asked = replace(
            APPLICATION,
            name=f"Rivers {number}",
            authority=Authority.OTHER,
            authority_email=f"chair{number}@x.example",
        )
        signed(letter, asked)

    to_typist = [mail for mail in session.scalars(select(OutboxMessage)) if mail.recipient == APPLICATION.email]
    assert len(to_typist) == 5


def test_the_message_can_be_sent_again_and_leads_to_the_same_page(session: Session, letter: Letter) -> None:
    sign_on = signed(letter)
    actions.ask_again(sign_on, by=SYSTEM, now=LATER)

    mails = session.scalars(select(OutboxMessage)).all()
    assert {(mail.link_purpose, mail.link_subject) for mail in mails} == {("sign-on", sign_on.id)}
    assert (len(mails), sign_on.times_asked) == (2, 2)


def test_nobody_is_asked_again_who_has_confirmed_meanwhile(session: Session, letter: Letter) -> None:
    sign_on = signed(letter)
    session.flush()
    meanwhile = update(SignOn).values(state=State.CONFIRMED, confirmed_at=LATER)
    session.execute(meanwhile.execution_options(synchronize_session=False))

    with pytest.raises(Refused, match="nothing left to confirm"):
        actions.ask_again(sign_on, by=SYSTEM, now=LATER)


def test_a_corrected_name_has_new_keys_and_the_organisation_is_shown_it(session: Session, letter: Letter) -> None:
    sign_on = confirmed(signed(letter))
    before = sign_on.sort_key

    actions.correct_name(sign_on, PrintedName(name="Zulu Rivers", sort_as="Aqua"), by=SYSTEM, now=LATER)

    assert (sign_on.name, sign_on.name_key) == ("Zulu Rivers", "zulu rivers")
    assert sign_on.sort_key < before
    assert "Zulu Rivers" in str([mail.body for mail in session.scalars(select(OutboxMessage))])


def test_a_name_cannot_be_corrected_into_another_signatory(session: Session, letter: Letter) -> None:
    a_sign_on(letter, "Wells for All")
    sign_on = a_sign_on(letter)

    with pytest.raises(Refused, match="counts once"):
        actions.correct_name(sign_on, PrintedName(name="wells for all"), by=SYSTEM, now=LATER)

    session.expire_all()
    assert sign_on.name == "Rivers United"


def test_a_sealed_name_is_not_corrected_and_not_withdrawn_by_its_owner(letter: Letter) -> None:
    sign_on = confirmed(signed(letter))
    actions.note_seal(letter.id, now=LATER)

    with pytest.raises(Refused, match="sealed"):
        actions.correct_name(sign_on, PrintedName(name="Zulu"), by=SYSTEM, now=LATER)
    with pytest.raises(Refused, match="sealed with your name"):
        actions.withdraw(sign_on, by=link_holder(sign_on.id), now=LATER)


def test_the_team_takes_a_sealed_name_off_for_the_next_edition(letter: Letter) -> None:
    sign_on = confirmed(signed(letter))
    actions.note_seal(letter.id, now=LATER)

    actions.withdraw(sign_on, by=person(a_person().id), now=LATER)

    assert sign_on.state is State.WITHDRAWN


def test_a_killed_edition_gives_the_names_back(letter: Letter) -> None:
    sign_on = confirmed(signed(letter))
    actions.note_seal(letter.id, now=LATER)
    actions.forget_seal(letter.id, sealed_at=LATER)

    actions.withdraw(sign_on, by=link_holder(sign_on.id), now=LATER)

    assert sign_on.state is State.WITHDRAWN


def test_the_team_enters_an_organisation_with_its_evidence(session: Session, letter: Letter) -> None:
    letter.deadline_at, letter.deadline_zone = NOON, "Europe/Brussels"
    sign_on = actions.add_on_behalf(letter, APPLICATION, evidence="Letter of 3 June", by=SYSTEM, now=LATER)

    assert (sign_on.state, sign_on.origin, sign_on.evidence) == (
        State.ACCEPTED,
        Origin.COORDINATOR,
        "Letter of 3 June",
    )
    assert [mail.recipient for mail in session.scalars(select(OutboxMessage))] == ["tess@rivers.example"]


def test_an_imported_list_keeps_its_order_and_writes_to_nobody(session: Session, letter: Letter) -> None:
    rows = [
        FileSignatory("Zulu Rivers", group="Rivers", lead=True),
        FileSignatory("Alpha Wells", group="Wells", country="BE", sort_key="Wells, Alpha"),
        FileSignatory("Hidden House", visibility=FileVisibility.COUNTED),
    ]

    imported = actions.import_signatories(letter, rows, by=SYSTEM, now=NOON)

    assert [(each.name, each.given_position, each.state) for each in imported] == [
        ("Zulu Rivers", 1, State.ACCEPTED),
        ("Alpha Wells", 2, State.ACCEPTED),
        ("Hidden House", 3, State.ACCEPTED),
    ]
    assert {known.name for known in session.scalars(select(Organisation))} == {"Zulu Rivers", "Alpha Wells"}
    assert session.scalars(select(OutboxMessage)).all() == []
    assert said(session) == [("signatories imported", "{'count': '3'}")]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([FileSignatory("Rivers United"), FileSignatory("The Rivers United")], "Row 2: “The Rivers United”"),
        ([FileSignatory("Standing Already")], "Row 1: “Standing Already”"),
        ([FileSignatory("Rivers"), FileSignatory("Wells", acronym="W" * 41)], "Row 2: the acronym is longer"),
    ],
)
def test_an_import_is_all_or_nothing(
    session: Session, letter: Letter, rows: list[FileSignatory], sentence: str
) -> None:
    a_sign_on(letter, "Standing already")
    before = dump(session)

    with pytest.raises(Refused, match=sentence):
        actions.import_signatories(letter, rows, by=SYSTEM, now=NOON)

    assert dump(session) == before


def test_a_withheld_name_stands_in_its_own_row_alone(session: Session, letter: Letter) -> None:
    secret = replace(
        APPLICATION,
        name="Zebra Shelter",
        acronym="ZSH",
        native_name="Zzebra",
        visibility=Visibility.COUNTED,
        authority=Authority.OTHER,
        authority_email="chair@rivers.example",
    )
    first = confirmed(signed(letter, secret))
    actions.correct_name(first, PrintedName(name="Zebra House", acronym="ZSH"), by=SYSTEM, now=LATER)
    actions.withdraw(first, by=link_holder(first.id), now=LATER)
    second = signed(letter, secret)
    actions.decline(second, by=link_holder(second.id), now=LATER)
    actions.ask_again(signed(letter, secret), by=SYSTEM, now=LATER)
    by_hand = actions.add_on_behalf(letter, secret, evidence="x", by=SYSTEM, now=LATER)
    assert by_hand.state is State.ACCEPTED
    confirmed(signed(letter, replace(APPLICATION, name="Panda Shelter")))

    elsewhere = str(dump(session, besides={"sign_ons"}))
    assert "Panda Shelter" in elsewhere
    assert "Zebra" not in elsewhere
    assert "ZSH" not in elsewhere
    assert "Zzebra" not in elsewhere


def test_every_step_is_audited_without_names(session: Session, letter: Letter) -> None:
    sign_on = confirmed(signed(letter, origin=Origin.OPEN_LINK))
    actions.accept(sign_on, by=person(a_person().id), now=LATER + timedelta(hours=1))
    actions.withdraw(sign_on, by=link_holder(sign_on.id), now=LATER + timedelta(hours=2))

    assert said(session) == [
        ("sign-on submitted", "{'origin': 'open-link'}"),
        ("sign-on confirmed", "{}"),
        ("sign-on accepted", "{}"),
        ("sign-on withdrawn", "{}"),
    ]
