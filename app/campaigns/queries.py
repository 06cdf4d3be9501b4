"""Finding campaigns, always for someone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.accounts.models import Person
from app.campaigns.models import Campaign, TeamMember
from app.campaigns.rules import CampaignLetterhead, Role
from app.core.db import session
from app.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Place:
    """A campaign as one member of its team sees it."""

    campaign: Campaign
    role: Role


@dataclass(frozen=True, slots=True)
class Teammate:
    """A member of a team with the person behind it."""

    member: TeamMember
    person: Person


def place(campaign_id: UUID, *, person_id: UUID) -> Place:
    """Return the campaign with this person's role in it, or raise `NotFound` for whoever is not in the team."""
    found = (
        session()
        .execute(
            select(Campaign, TeamMember.role)
            .join(TeamMember, TeamMember.campaign_id == Campaign.id)
            .where(Campaign.id == campaign_id, TeamMember.person_id == person_id)
        )
        .first()
    )
    if found is None:
        raise NotFound
    return Place(found[0], found[1])


def places(person_id: UUID) -> list[Place]:
    """Every campaign this person works in, by name."""
    found = session().execute(
        select(Campaign, TeamMember.role)
        .join(TeamMember, TeamMember.campaign_id == Campaign.id)
        .where(TeamMember.person_id == person_id)
        .order_by(Campaign.name, Campaign.id)
    )
    return [Place(campaign, role) for campaign, role in found]


def letterhead(campaign_id: UUID) -> CampaignLetterhead | None:
    """What stands on top of this campaign's letters, if the team has set it."""
    campaign = session().get_one(Campaign, campaign_id)
    if not campaign.letterhead_name:
        return None
    return CampaignLetterhead(campaign.letterhead_name, campaign.letterhead_line, campaign.letterhead_logo or "")


def team(campaign_id: UUID) -> list[Teammate]:
    """Everyone in a team, by name."""
    found = session().execute(
        select(TeamMember, Person)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.campaign_id == campaign_id)
        .order_by(Person.name, Person.id)
    )
    return [Teammate(member, person) for member, person in found]


def teammate(campaign_id: UUID, member_id: UUID) -> Teammate:
    """Return one member of this team, or raise `NotFound`."""
    for each in team(campaign_id):
        if each.member.id == member_id:
            return each
    raise NotFound


def leads(campaign_id: UUID) -> int:
    """How many leads a campaign has."""
    counted = select(func.count()).where(TeamMember.campaign_id == campaign_id, TeamMember.role == Role.LEAD)
    return session().scalar(counted) or 0


def find_campaign_named(name: str, *, person_id: UUID | None = None) -> Campaign | None:
    """Return the campaign of this name, the oldest if there are several; among one person's if one is given."""
    found = select(Campaign).where(Campaign.name == name).order_by(Campaign.created_at)
    if person_id is not None:
        found = found.join(TeamMember, TeamMember.campaign_id == Campaign.id).where(TeamMember.person_id == person_id)
    return session().scalars(found).first()
