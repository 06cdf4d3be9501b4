"""Everything that can be done to accounts.

Whatever takes a right away from someone, or may be the answer to a stolen session, ends every session they have.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy.exc import IntegrityError

from app.accounts import notices, queries, rules
from app.accounts.models import Person
from app.accounts.rules import Rank
from app.audit.actions import record
from app.audit.rules import Actor, Subject, link_holder
from app.audit.rules import person as actor
from app.core.db import advisory_lock, breaks, claim, session
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.tokens import Link, Purpose
from app.core.versions import obstacle_to_overwriting
from app.mail import actions as mail
from app.mail.actions import post
from app.mail.models import OutboxMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Someone to be invited."""

    name: str
    email: str
    rank: Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What someone chooses on entering."""

    name: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How someone is called, in which language and by which city's clocks things are shown to them."""

    name: str
    locale: rules.Locale
    zone: str


def set_up(first: Newcomer, entrance: Entrance, *, now: datetime) -> Person:
    """Make the first account. Of two people who try at once, one succeeds; the other is refused."""
    advisory_lock("set-up")
    if queries.anyone_exists():
        raise Refused(Obstacle("This installation has been set up. Ask its admin to invite you."))
    person = _new_person(first, now=now)
    _enter(person, entrance, now=now)
    session().add(person)
    record("installation set up", Subject("person", person.id), by=actor(person.id), now=now)
    return person


def invite(newcomer: Newcomer, *, inviter: Person, now: datetime) -> Person:
    """Invite someone who has no account. Refused if the address has one."""
    person = _new_person(newcomer, now=now)
    person.join_token_hash = _join_link(person).token_hash()
    session().add(person)
    try:
        session().flush()  # the unique constraint decides, not a look beforehand
    except IntegrityError as clash:
        if not breaks(clash, constraint="uq_people_email", columns=("people.email",)):
            raise
        sentence = "This address already has an account. Find it in the list below, or use another address."
        raise Refused(Obstacle(sentence)) from clash
    record("person invited", Subject("person", person.id), by=actor(inviter.id), now=now, rank=newcomer.rank)
    post(notices.invitation(person, inviter=inviter.name), now=now)
    return person


def invite_again(person: Person, *, inviter: Person, now: datetime) -> None:
    """Send a fresh invitation; the link of the one before is worthless from now on."""
    claim(person)
    refuse_if(rules.obstacle_to_inviting_again(queries.standing(person, now=now)))
    person.join_round += 1
    person.join_token_hash = _join_link(person).token_hash()
    person.invited_at = now
    person.active = True
    record("person invited again", Subject("person", person.id), by=actor(inviter.id), now=now)
    post(notices.invitation(person, inviter=inviter.name), now=now)


def join(person: Person, entrance: Entrance, *, now: datetime) -> None:
    """Take up an invitation. Of two who try at once with one link, one succeeds; the other is refused."""
    claim(person)
    refuse_if(rules.obstacle_to_joining(queries.standing(person, now=now)))
    _enter(person, entrance, now=now)
    record("person joined", Subject("person", person.id), by=link_holder(person.id), now=now)


def switch_off(person: Person, *, by: Actor, now: datetime) -> None:
    """Take back an invitation or close an account, and end its sessions. The installation keeps an admin."""
    claim(person)
    if person.is_active:
        advisory_lock("admins")
        refuse_if(rules.obstacle_to_losing(person.rank, active_admins=queries.active_admins()))
    person.active = False
    end_sessions(person)
    record("person switched off", Subject("person", person.id), by=by, now=now)


def switch_on(person: Person, *, by: Actor, now: datetime) -> None:
    """Open a closed account again. The password is still the old one."""
    claim(person)
    refuse_if(rules.obstacle_to_switching_on(queries.standing(person, now=now)))
    person.active = True
    record("person switched on", Subject("person", person.id), by=by, now=now)


def give_rank(person: Person, rank: Rank, *, by: Actor, now: datetime) -> None:
    """Make someone admin, or no longer. Ends their sessions if it changes anything."""
    claim(person)
    if person.rank is rank:
        return
    if person.is_active:
        advisory_lock("admins")
        refuse_if(rules.obstacle_to_losing(person.rank, active_admins=queries.active_admins()))
    person.rank = rank
    end_sessions(person)
    record("rank given", Subject("person", person.id), by=by, now=now, rank=rank)


def change_profile(person: Person, profile: Profile, *, base: str | None = None, now: datetime) -> None:
    """Change how someone is called, their language and the clocks they see.

    `base` is the version of these three that was shown before; refused where it is another one by now. None is for
    whoever was shown none.
    """
    claim(person)
    refuse_if(obstacle_to_overwriting(base, person.name, person.locale, person.zone))
    person.name = profile.name
    person.locale = profile.locale
    person.zone = profile.zone
    record("profile changed", Subject("person", person.id), by=actor(person.id), now=now)


def sign_out_everywhere(person: Person, *, now: datetime) -> None:
    """End every session of whoever asks for it."""
    end_sessions(person)
    record("signed out everywhere", Subject("person", person.id), by=actor(person.id), now=now)


def try_mail_again(message: OutboxMessage, *, by: Actor, now: datetime) -> None:
    """Put a message that was given up back in line."""
    mail.try_again(message, now=now)
    record("mail tried again", Subject("message", message.id), by=by, now=now)


def end_sessions(person: Person) -> None:
    """Sign a person out on every device: sessions name this number, and it is another one now."""
    person.fs_uniquifier = _session_number()


def _new_person(newcomer: Newcomer, *, now: datetime) -> Person:
    return Person(
        id=uuid4(),
        email=newcomer.email,
        name=newcomer.name,
        rank=newcomer.rank,
        active=True,
        fs_uniquifier=_session_number(),
        join_round=0,
        zone="Europe/Brussels",
        invited_at=now,
    )


def _enter(person: Person, entrance: Entrance, *, now: datetime) -> None:
    person.name = entrance.name
    person.password = hash_password(entrance.password)
    person.joined_at = now


def _join_link(person: Person) -> Link:
    return Link(Purpose.JOIN, person.id, person.join_round)


def _session_number() -> str:
    return secrets.token_hex(32)
