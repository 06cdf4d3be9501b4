"""What is said of withheld names beforehand is what the seal would find."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core.errors import Refused
from app.editions import actions, attachments, queries
from app.editions.composition import Imprint, compose
from app.editions.outlook import outlook
from app.letters import queries as letters
from app.letters.text import LetterText, canonical
from app.rendering.engine import typesetting
from app.rendering.judging.withholding import faults_of_file, faults_of_list
from app.signons.roll import Signatory, roll
from app.signons.rules import Visibility
from tests.browser import Browser, words
from tests.factories import (
    BEFORE_LIFT,
    LIFT,
    a_campaign,
    a_letter,
    a_member,
    a_person,
    a_sign_on,
    a_text,
    signed_in,
)

SECRET = "Quiet Harbour Circle"
BODY = a_text().body
NAMED = (Signatory("Rivers United", country="BE", group="Coast"), Signatory("Wells", country="AT", group="Hills"))


@pytest.mark.parametrize(
    ("text", "names", "where"),
    [
        (a_text(), NAMED, None),
        (replace(a_text(), lead=SECRET), NAMED, "the leading organisation"),
        (replace(a_text(), lead=f"{SECRET}s"), NAMED, None),
        (replace(a_text(), notes=f"Ask {SECRET}."), NAMED, None),
        (replace(a_text(), body=f"{BODY}\n\n<!-- {SECRET} -->"), NAMED, None),
        (replace(a_text(), body=f'{BODY} [Here](https://x.example "{SECRET}").'), NAMED, "the text"),
        (
            replace(a_text(), body=f'{BODY} [Here](https://x.example "{SECRET}").', lead=SECRET),
            NAMED,
            "the text, the leading organisation",
        ),
        (a_text(), (replace(NAMED[0], group=SECRET), NAMED[1]), "the column “group” of signatories.csv"),
        (a_text(), (replace(NAMED[0], name=f"Friends of the {SECRET}"), NAMED[1]), None),
    ],
)
def test_what_the_seal_would_find_is_said_with_its_place(
    text: LetterText, names: tuple[Signatory, ...], where: str | None
) -> None:
    listed = roll((*names, Signatory(SECRET, visibility=Visibility.COUNTED)), text)
    imprint = Imprint(dated=BEFORE_LIFT)
    document = compose(text, listed, imprint)
    complete = attachments.for_everyone(document, source=canonical(text), names=listed.names)

    said = outlook(text, listed, imprint, withheld=[SECRET]).given_away

    assert bool([*faults_of_file(typesetting.render(complete).pdf, complete, [SECRET])]) == (where is not None)
    assert said.partition(": ")[2].partition(". ")[0] == (where or "")
    assert SECRET not in said


def test_whoever_signed_by_name_too_is_found_in_the_list() -> None:
    listed = roll((*NAMED, Signatory("Wells", visibility=Visibility.COUNTED)), a_text())
    imprint = Imprint(dated=BEFORE_LIFT)
    [fault] = faults_of_list(compose(a_text(), listed, imprint), ["Wells"])

    assert outlook(a_text(), listed, imprint, withheld=["Wells"]).given_away == fault


@pytest.fixture
def campaign(session: Session, at: Callable[[datetime], None]) -> Campaign:  # noqa: ARG001 - rows need a session
    at(BEFORE_LIFT)
    return a_campaign()


def test_the_checklist_says_it_to_those_who_know_the_name_and_to_nobody_else(
    campaign: Campaign, session: Session, new_browser: Callable[[], Browser]
) -> None:
    letter = a_letter(campaign)
    a_sign_on(letter, "Rivers United")
    a_sign_on(letter, SECRET, visibility=Visibility.COUNTED)
    pages = {}
    for role in Role:
        person = a_person()
        a_member(campaign, person, role=role)
        pages[role] = signed_in(new_browser(), person)
    path = f"/staff/letters/{letter.id}/release"
    before = {role: words(page.open(path)) for role, page in pages.items()}
    letters.text_to_sign(letter).source = canonical(replace(a_text(letter.title), lead="Tide Club"))
    session.flush()
    harmless = {role: words(page.open(path)) for role, page in pages.items()}
    letters.text_to_sign(letter).source = canonical(replace(a_text(letter.title), lead=SECRET))
    session.flush()

    after = {role: words(page.open(path)) for role, page in pages.items()}

    known = {role for role in Role if "published with the letter: the leading organisation." in after[role]}
    assert known == {Role.LEAD, Role.COORDINATOR}
    assert all(after[role] == harmless[role] != before[role] for role in set(Role) - known)
    assert not [page for page in after.values() if SECRET in page]


def test_it_is_refused_when_the_seal_is_asked_for(campaign: Campaign, session: Session) -> None:
    letter = a_letter(campaign)
    a_sign_on(letter, "Rivers United")
    quiet = a_sign_on(letter, "Silent", visibility=Visibility.COUNTED)
    letters.text_to_sign(letter).source = canonical(replace(a_text(letter.title), lead=SECRET))
    session.flush()
    assert queries.candidate(letter, now=BEFORE_LIFT).given_away == ""
    quiet.name = SECRET
    session.flush()

    with pytest.raises(Refused, match="would come out by what is published with the letter"):
        actions.request_seal(letter, LIFT, seen="", by=SYSTEM, now=BEFORE_LIFT)
