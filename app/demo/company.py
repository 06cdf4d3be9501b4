"""The people of the demonstration take their places: accounts with passwords of this start, the campaign, its team."""

import secrets
from dataclasses import dataclass

from app.accounts import actions as accounts
from app.accounts.actions import Entrance, Newcomer, Profile
from app.accounts.models import Person
from app.audit.rules import Actor
from app.audit.rules import person as actor
from app.campaigns import actions as campaigns
from app.campaigns.actions import Joiner
from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core.db import transaction
from app.demo import cast
from app.demo.calendar import Calendar
from app.demo.cast import Colleague

_UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 4, 4


@dataclass(frozen=True, slots=True)
class SignIn:
    """What someone needs to sign in."""

    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Company:
    """Who acts in the demonstration, and in which campaign."""

    campaign: Campaign
    coordinator: Actor
    press_officer: Actor
    sign_ins: tuple[SignIn, ...]


def gather(days: Calendar) -> Company:
    """Set up the installation, begin the campaign and bring its team together."""
    began = days.on(-75, "09:05")
    coordinator, press_officer, admin = (
        SignIn("Coordinator", cast.COORDINATOR.email, _password()),
        SignIn("Press officer", cast.PRESS_OFFICER.email, _password()),
        SignIn("Administrator", cast.ADMIN.email, _password()),
    )
    with transaction():
        pavel = accounts.set_up(
            _newcomer(cast.ADMIN), Entrance(name=cast.ADMIN.name, password=admin.password), now=began
        )
        salome = _welcomed(cast.COORDINATOR, coordinator, inviter=pavel, days=days)
        mirela = _welcomed(cast.PRESS_OFFICER, press_officer, inviter=pavel, days=days)
        campaign = campaigns.begin(cast.CAMPAIGN, lead=salome, now=days.on(-73, "10:30"))
        joiner = Joiner(name=mirela.name, email=mirela.email, role=Role.PRESS_OFFICER)
        campaigns.add_to_team(campaign, joiner, by=salome, now=days.on(-73, "10:42"))
        trainee = Joiner(name=cast.TRAINEE.name, email=cast.TRAINEE.email, role=Role.READER)
        campaigns.add_to_team(campaign, trainee, by=salome, now=days.on(-2, "16:15"))
    return Company(campaign, actor(salome.id), actor(mirela.id), (coordinator, press_officer, admin))


def _welcomed(colleague: Colleague, sign_in: SignIn, *, inviter: Person, days: Calendar) -> Person:
    person = accounts.invite(_newcomer(colleague), inviter=inviter, now=days.on(-75, "09:30"))
    entrance = Entrance(name=colleague.name, password=sign_in.password)
    accounts.join(person, entrance, now=days.on(-74, "11:10"))
    profile = Profile(name=colleague.name, locale=person.locale, zone=days.zone)
    accounts.change_profile(person, profile, now=days.on(-74, "11:12"))
    return person


def _newcomer(colleague: Colleague) -> Newcomer:
    return Newcomer(name=colleague.name, email=colleague.email, rank=colleague.rank)


def _password() -> str:
    """Return sixteen characters that cannot be mistaken for each other, in groups of four."""
    groups = ("".join(secrets.choice(_UNMISTAKABLE) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)
