"""Everything that can be done to campaigns and their teams."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from app.accounts import actions as accounts
from app.accounts import queries as people
from app.accounts.models import Person
from app.accounts.rules import Rank, Standing
from app.audit.actions import record
from app.audit.rules import Actor, Subject
from app.audit.rules import person as actor
from app.campaigns import notices, queries, rules
from app.campaigns.models import Campaign, TeamMember
from app.campaigns.rules import CampaignLetterhead, Role
from app.core.db import advisory_lock, breaks, claim, session
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.versions import obstacle_to_overwriting
from app.mail.actions import post


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a campaign is called and what it pursues."""

    name: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joiner:
    """Someone for a team. The name counts only if the address has no account yet."""

    name: str
    email: str
    role: Role


def begin(description: Description, *, lead: Person, now: datetime) -> Campaign:
    """Begin a campaign; whoever begins it leads it."""
    campaign = Campaign(id=uuid4(), name=description.name, purpose=description.purpose, created_at=now)
    session().add(campaign)
    session().flush()  # the member below refers to the row
    _add(campaign, lead, role=Role.LEAD, now=now)
    record("campaign begun", _subject(campaign), by=actor(lead.id), now=now)
    return campaign


def describe(
    campaign: Campaign, description: Description, *, base: str | None = None, by: Actor, now: datetime
) -> None:
    """Change what a campaign is called and what it pursues. `base` is as in `set_letterhead`, of name and purpose."""
    claim(campaign)
    refuse_if(obstacle_to_overwriting(base, campaign.name, campaign.purpose))
    campaign.name = description.name
    campaign.purpose = description.purpose
    record("campaign described", _subject(campaign), by=by, now=now)


def set_letterhead(
    campaign: Campaign, letterhead: CampaignLetterhead | None, *, base: str | None = None, by: Actor, now: datetime
) -> None:
    """Set what stands on top of letters without their own. What is sealed keeps what it has.

    `base` is the version of name, line and logo that was shown before; refused where it is another one by now.
    None is for whoever was shown none.
    """
    claim(campaign)
    refuse_if(obstacle_to_overwriting(base, *_letterhead(campaign)))
    campaign.letterhead_name = letterhead.name if letterhead else ""
    campaign.letterhead_line = letterhead.line if letterhead else ""
    campaign.letterhead_logo = letterhead.logo or None if letterhead else None
    record("letterhead set", _subject(campaign), by=by, now=now)


def add_to_team(campaign: Campaign, joiner: Joiner, *, by: Person, now: datetime) -> TeamMember:
    """Add someone to the team. Whoever has no account is invited first. Refused for members and closed accounts."""
    person = people.find_person_by_email(joiner.email)
    if person is None:
        newcomer = accounts.Newcomer(name=joiner.name, email=joiner.email, rank=Rank.STAFF)
        person = accounts.invite(newcomer, inviter=by, now=now)
    else:
        _welcome(person, campaign, by=by, now=now)
    member = _add(campaign, person, role=joiner.role, now=now)
    record("member added", _subject(campaign), by=actor(by.id), now=now, role=joiner.role)
    return member


def invite_again(campaign: Campaign, person: Person, *, by: Person, now: datetime) -> None:
    """Send a member of the team who has not joined yet a fresh invitation."""
    if people.standing(person, now=now) is Standing.WITHDRAWN:
        raise Refused(_CLOSED)
    accounts.invite_again(person, inviter=by, now=now)
    record("member invited again", _subject(campaign), by=actor(by.id), now=now)


def give_role(member: TeamMember, role: Role, *, by: Actor, now: datetime) -> None:
    """Change what a member may do. The campaign keeps a lead."""
    if member.role is role:
        return
    _keep_a_lead(member)
    member.role = role
    record("role given", Subject("campaign", member.campaign_id, member.campaign_id), by=by, now=now, role=role)


def remove(member: TeamMember, *, by: Actor, now: datetime) -> None:
    """Take a member out of the team. The campaign keeps a lead."""
    _keep_a_lead(member)
    session().delete(member)
    record("member removed", Subject("campaign", member.campaign_id, member.campaign_id), by=by, now=now)


_CLOSED = Obstacle("This account is switched off. Ask an admin of this installation to switch it on.")


def _welcome(person: Person, campaign: Campaign, *, by: Person, now: datetime) -> None:
    match people.standing(person, now=now):
        case Standing.SWITCHED_OFF | Standing.WITHDRAWN:
            raise Refused(_CLOSED)
        case Standing.EXPIRED:
            accounts.invite_again(person, inviter=by, now=now)
        case Standing.INVITED:
            return
        case Standing.JOINED:
            post(notices.welcome(person, campaign, by=by.name, now=now), now=now)


def _add(campaign: Campaign, person: Person, *, role: Role, now: datetime) -> TeamMember:
    member = TeamMember(id=uuid4(), campaign_id=campaign.id, person_id=person.id, role=role, since_at=now)
    session().add(member)
    try:
        session().flush()  # the unique constraint decides, not a look beforehand
    except IntegrityError as clash:
        columns = ("team_members.campaign_id", "team_members.person_id")
        if not breaks(clash, constraint="uq_team_members_campaign_id_person_id", columns=columns):
            raise
        sentence = "This person is on the team already. Change their role in the list instead."
        raise Refused(Obstacle(sentence)) from clash
    return member


def _keep_a_lead(member: TeamMember) -> None:
    advisory_lock(f"team:{member.campaign_id}")
    refuse_if(rules.obstacle_to_leaving(member.role, leads=queries.leads(member.campaign_id)))


def _letterhead(campaign: Campaign) -> tuple[str, str, str]:
    return campaign.letterhead_name, campaign.letterhead_line, campaign.letterhead_logo or ""


def _subject(campaign: Campaign) -> Subject:
    return Subject("campaign", campaign.id, campaign.id)
