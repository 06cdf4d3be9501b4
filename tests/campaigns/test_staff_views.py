"""Beginning a campaign and choosing its team, through the real forms."""

from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.rules import Rank
from app.audit.models import Entry
from app.campaigns import queries
from app.campaigns.models import Campaign, TeamMember
from app.campaigns.rules import CampaignLetterhead, Role
from app.core import files
from app.core.tokens import Link, Purpose
from app.mail.models import OutboxMessage
from tests.browser import Browser, defaults, form_of, words
from tests.factories import LONG_AGO, a_campaign, a_member, a_person, signed_in
from tests.rendering.drawings import drawing, encoded, is_kept

NOBODY = UUID("5d0c1d2e-8a1f-4a53-9d0c-0f3f1f8c2b11")
"""A key that no row has."""

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def lead() -> Person:
    return a_person("Lena Lead")


@pytest.fixture
def campaign(lead: Person) -> Campaign:
    return a_campaign("Clean rivers", lead=lead)


@pytest.fixture
def leading(browser: Browser, lead: Person) -> Browser:
    return signed_in(browser, lead)


def test_whoever_begins_a_campaign_leads_it(browser: Browser, session: Session) -> None:
    ada = a_person()
    page = signed_in(browser, ada).open("/staff/campaigns/new")
    fields = {"name": "  Clean   air ", "purpose": "Air fit\r\nto breathe."}
    browser.press(page, "Begin the campaign", fields)
    campaign = session.scalars(select(Campaign)).one()
    assert (campaign.name, campaign.purpose) == ("Clean air", "Air fit\nto breathe.")
    member = session.scalars(select(TeamMember)).one()
    assert (member.person_id, member.role) == (ada.id, Role.LEAD)
    assert browser.address == f"/staff/campaigns/{campaign.id}"


def test_a_campaign_needs_a_name_and_a_purpose(browser: Browser, session: Session) -> None:
    page = signed_in(browser, a_person()).open("/staff/campaigns/new")
    answer = browser.press(page, "Begin the campaign", {"name": " ", "purpose": "x" * 501}, status=422)
    assert "Enter the name of the campaign." in words(answer)
    assert "Shorten the purpose to 500 characters." in words(answer)
    assert session.scalar(select(func.count()).select_from(Campaign)) == 0


def test_a_lead_renames_the_campaign(leading: Browser, campaign: Campaign, session: Session) -> None:
    page = leading.open(f"/staff/campaigns/{campaign.id}/edit")
    leading.press(page, "Save", {"name": "Living rivers"})
    session.refresh(campaign)
    assert (campaign.name, campaign.purpose) == ("Living rivers", "Rivers fit to swim in.")


def test_someone_without_an_account_is_invited_and_finds_the_campaign(
    leading: Browser, campaign: Campaign, new_browser: Callable[[], Browser], session: Session
) -> None:
    page = leading.open(f"/staff/campaigns/{campaign.id}/team")
    fields = {"name": "Ada Lovelace", "email": "Ada@example.org", "role": Role.READER}
    answer = leading.press(page, "Add to the team", fields)
    assert "Invited" in words(answer)
    ada = session.scalars(select(Person).where(Person.email == "ada@example.org")).one()
    joining = new_browser()
    page = joining.open(Link(Purpose.JOIN, ada.id).path())
    joining.press(page, "Join", {"password": "marble kettle thunder nine"})
    assert "Clean rivers" in words(joining.open(f"/staff/campaigns/{campaign.id}/team"))
    joining.open(f"/staff/campaigns/{campaign.id}/edit", status=403)


def test_someone_with_an_account_is_added_and_told(leading: Browser, campaign: Campaign, session: Session) -> None:
    a_person("Ada Lovelace", email="ada@example.org")
    page = leading.open(f"/staff/campaigns/{campaign.id}/team")
    answer = leading.press(page, "Add to the team", {"name": "Someone Else", "email": "ada@example.org"})
    assert "Ada Lovelace" in words(answer)
    assert "Someone Else" not in words(answer)
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.recipient, mail.subject) == ("ada@example.org", "You are on the team of Clean rivers")
    assert f"/staff/campaigns/{campaign.id}\n" in str(mail.body)


def test_nobody_is_on_a_team_twice(leading: Browser, campaign: Campaign, lead: Person) -> None:
    page = leading.open(f"/staff/campaigns/{campaign.id}/team")
    answer = leading.press(page, "Add to the team", {"name": "Lena", "email": lead.email}, status=422)
    assert "This person is on the team already." in words(answer)


def test_a_closed_account_joins_no_team(leading: Browser, campaign: Campaign, session: Session) -> None:
    a_person(email="shut@example.org").active = False
    session.flush()
    page = leading.open(f"/staff/campaigns/{campaign.id}/team")
    answer = leading.press(page, "Add to the team", {"name": "Ada", "email": "shut@example.org"}, status=422)
    assert "This account is switched off." in words(answer)


def test_someone_whose_invitation_expired_gets_a_new_one(
    leading: Browser, campaign: Campaign, session: Session
) -> None:
    late = a_person(email="late@example.org", joined_at=None)
    assert late.invited_at == LONG_AGO
    page = leading.open(f"/staff/campaigns/{campaign.id}/team")
    leading.press(page, "Add to the team", {"name": "Late", "email": "late@example.org"})
    session.refresh(late)
    assert late.join_round == 1
    member = session.scalars(select(TeamMember).where(TeamMember.person_id == late.id)).one()
    leading.press(leading.open(_member(member)), "Send a new invitation")
    session.refresh(late)
    assert late.join_round == 2


def test_a_lead_changes_a_role_and_removes_a_member(
    leading: Browser, campaign: Campaign, new_browser: Callable[[], Browser], session: Session
) -> None:
    ada = a_person("Ada")
    member = a_member(campaign, ada, role=Role.READER)
    working = signed_in(new_browser(), ada)
    working.open(f"/staff/campaigns/{campaign.id}/edit", status=403)
    leading.press(leading.open(_member(member)), "Save the role", {"role": Role.LEAD})
    working.open(f"/staff/campaigns/{campaign.id}/edit")
    leading.press(leading.open(_member(member)), "Take off the team")
    working.open(f"/staff/campaigns/{campaign.id}/team", status=404)
    done = session.scalars(select(Entry.action).order_by(Entry.at)).all()
    assert done == ["role given", "member removed"]


def test_the_last_lead_cannot_leave_or_step_down(leading: Browser, campaign: Campaign, session: Session) -> None:
    member = session.scalars(select(TeamMember)).one()
    page = leading.open(_member(member))
    assert "A campaign needs a lead. Make someone else lead first." in words(page)
    assert [button.get_text() for button in page.select("main button")] == []
    team = leading.open(f"/staff/campaigns/{campaign.id}/team")
    token = str(team.select("[name=csrf_token]")[0]["value"])
    assert leading.post(f"{_member(member)}/removal", {"csrf_token": token}).status_code == 409
    stepping_down = {"csrf_token": token, "role": Role.READER.value}
    assert leading.post(f"{_member(member)}/role", stepping_down).status_code == 409
    session.refresh(member)
    assert member.role is Role.LEAD


def test_a_lead_may_leave_once_there_is_another(leading: Browser, campaign: Campaign, session: Session) -> None:
    mine = session.scalars(select(TeamMember)).one()
    a_member(campaign, a_person("Second"), role=Role.LEAD)
    leading.press(leading.open(_member(mine)), "Take off the team")
    assert leading.address == "/staff/"
    leading.open(f"/staff/campaigns/{campaign.id}/team", status=404)


@pytest.mark.parametrize("page", ["team", "edit", f"team/{NOBODY}"])
def test_whoever_is_outside_the_team_finds_nothing(
    new_browser: Callable[[], Browser], campaign: Campaign, page: str
) -> None:
    path = f"/staff/campaigns/{campaign.id}/{page}"
    stranger = new_browser().get(path)
    assert (stranger.status_code, stranger.location) == (302, f"/staff/sign-in?next={path}")
    colleague = a_person("Colleague")
    a_campaign("Another campaign", lead=colleague)
    signed_in(new_browser(), colleague).open(path, status=404)
    signed_in(new_browser(), a_person("Admin", rank=Rank.ADMIN)).open(path, status=404)


@pytest.mark.parametrize("role", [Role.READER, Role.PRESS_OFFICER, Role.COORDINATOR])
def test_whoever_does_not_lead_sees_the_team_and_changes_nothing(
    browser: Browser, campaign: Campaign, session: Session, role: Role
) -> None:
    member = a_member(campaign, a_person("Ada"), role=role)
    person = session.get_one(Person, member.person_id)
    page = signed_in(browser, person).open(f"/staff/campaigns/{campaign.id}/team")
    assert page.select("main form") == []
    browser.open(_member(member), status=403)
    token = str(browser.open("/staff/profile").select("[name=csrf_token]")[0]["value"])
    answers = [
        browser.post(f"/staff/campaigns/{campaign.id}/team", {"csrf_token": token}),
        browser.post(f"{_member(member)}/role", {"csrf_token": token, "role": Role.LEAD.value}),
        browser.post(f"{_member(member)}/removal", {"csrf_token": token}),
        browser.post(f"{_member(member)}/invitation", {"csrf_token": token}),
        browser.post(f"/staff/campaigns/{campaign.id}/edit", {"csrf_token": token}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5


def test_a_member_of_another_campaign_cannot_be_reached_through_ones_own(leading: Browser, campaign: Campaign) -> None:
    foreign = a_member(a_campaign("Another campaign"), a_person("Foreign"))
    leading.open(f"/staff/campaigns/{campaign.id}/team/{foreign.id}", status=404)


def _member(member: TeamMember) -> str:
    campaign_id: UUID = member.campaign_id
    return f"/staff/campaigns/{campaign_id}/team/{member.id}"


def test_the_team_sets_a_letterhead_once_and_changes_its_words(
    leading: Browser, campaign: Campaign, session: Session
) -> None:
    address = f"/staff/campaigns/{campaign.id}/letterhead"
    form = form_of(leading.open(address), "Save")
    typed = {"name": "Estuary Coalition", "line": "Quay 7 · Port Amber"}
    logo = (BytesIO(encoded(drawing(), "PNG")), "logo.png")

    answer = leading.post(address, defaults(form) | typed | {"logo": logo})

    assert answer.status_code == 303
    session.refresh(campaign)
    kept = campaign.letterhead_logo
    assert kept is not None
    assert queries.letterhead(campaign.id) == CampaignLetterhead("Estuary Coalition", "Quay 7 · Port Amber", kept)
    page = leading.open(address)
    assert leading.get(str(page.select(".kept-picture img")[0]["src"])).data == files.get(kept)
    leading.press(page, "Save", {"line": "Quay 8"})
    session.refresh(campaign)
    assert queries.letterhead(campaign.id) == CampaignLetterhead("Estuary Coalition", "Quay 8", kept)
    leading.press(leading.open(address), "Save", {"without_logo": "y"})
    session.refresh(campaign)
    assert queries.letterhead(campaign.id) == CampaignLetterhead("Estuary Coalition", "Quay 8")


def test_two_who_change_the_letterhead_do_not_write_over_each_other(
    leading: Browser, campaign: Campaign, session: Session
) -> None:
    address = f"/staff/campaigns/{campaign.id}/letterhead"
    one, other = leading.open(address), leading.open(address)
    leading.press(one, "Save", {"name": "Estuary Coalition"})
    unseen = encoded(drawing(87, 43), "PNG")
    logo = (BytesIO(unseen), "logo.png")

    answer = leading.post(address, defaults(form_of(other, "Save")) | {"name": "Estuary", "logo": logo})

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 409
    assert "Somebody saved something else while you were writing." in words(page)
    assert "Choose the picture again, too." in words(page)
    assert not is_kept(unseen)
    assert "What is saved now Estuary Coalition" in words(page)
    assert defaults(form_of(page, "Save"))["name"] == "Estuary"
    session.refresh(campaign)
    assert queries.letterhead(campaign.id) == CampaignLetterhead("Estuary Coalition", "")
    leading.press(page, "Save")
    session.refresh(campaign)
    assert queries.letterhead(campaign.id) == CampaignLetterhead("Estuary", "")


def test_two_who_describe_a_campaign_do_not_write_over_each_other(
    leading: Browser, campaign: Campaign, session: Session
) -> None:
    address = f"/staff/campaigns/{campaign.id}/edit"
    one, other = leading.open(address), leading.open(address)
    leading.press(one, "Save", {"name": "Cleaner rivers"})

    page = leading.press(other, "Save", {"purpose": "Fish."}, status=409)

    assert "Somebody saved something else while you were writing." in words(page)
    assert "What is saved now Cleaner rivers" in words(page)
    assert defaults(form_of(page, "Save"))["purpose"] == "Fish."
    session.refresh(campaign)
    assert (campaign.name, campaign.purpose == "Fish.") == ("Cleaner rivers", False)


def test_a_logo_that_is_no_image_is_refused_and_nothing_typed_is_lost(leading: Browser, campaign: Campaign) -> None:
    address = f"/staff/campaigns/{campaign.id}/letterhead"
    form = form_of(leading.open(address), "Save")

    answer = leading.post(
        address, defaults(form) | {"name": "Estuary Coalition", "logo": (BytesIO(b"no picture"), "logo.png")}
    )

    assert answer.status_code == 422
    assert "This is not a picture that can be printed. Choose a PNG, JPEG or WebP file." in answer.text
    assert 'value="Estuary Coalition"' in answer.text


def test_a_logo_or_a_line_needs_a_name(leading: Browser, campaign: Campaign) -> None:
    address = f"/staff/campaigns/{campaign.id}/letterhead"

    page = leading.press(leading.open(address), "Save", {"line": "Quay 7"}, status=422)

    assert "Enter a name too: the line stands under it." in words(page)
