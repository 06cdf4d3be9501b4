"""A campaign with one of everything that an address can name."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import inspect

from app.accounts.models import Person
from app.accounts.setup import LINK as SET_UP
from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core import files
from app.core.db import Model, session
from app.core.tokens import Link, Purpose
from app.core.wall_time import read_wall_time
from app.editions.models import Edition, Proof
from app.editions.queries import clean_file_name, embargoed_file_name
from app.editions.seal import the_seal
from app.letters.models import Letter, PressText, Quote
from app.letters.text import OwnLetterhead, kept_name
from app.mail.models import OutboxMessage
from app.mail.rules import State
from app.organisations.keys import keys_of
from app.organisations.models import Organisation
from app.press.actions import link_to
from app.press.models import Copy, Grant
from app.rendering.templates_on_disk import preview_picture
from app.signons.rules import Authority
from app.signons.rules import State as SignOnState
from tests.factories import (
    LONG_AGO,
    a_campaign,
    a_grant,
    a_letter,
    a_member,
    a_person,
    a_sealed_edition,
    a_sign_on,
    an_invitation,
    an_open_link,
    the_text_of,
)
from tests.rendering import drawings

LIFTED = read_wall_time("2026-01-06 09:00 Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Coalition:
    """What one campaign owns, as it stands in addresses.

    `parts` are filled in by their name, or by rule and name; `tokens` by the word before them. `sealed` is the edition
    under embargo, whose papers another coalition may share.
    """

    team: Mapping[Role, Person]
    parts: Mapping[str, str]
    tokens: Mapping[str, str]
    sealed: Edition


def a_coalition(name: str, *, papers_of: Coalition | None = None) -> Coalition:
    """Make a coalition: a letter under embargo with everything that belongs to it, and a public one."""
    the_seal().key(now=LONG_AGO)  # as the first worker makes it
    campaign = a_campaign(name)
    team = {role: a_person(f"{role} of {name}") for role in Role}
    for role, person in team.items():
        a_member(campaign, person, role=role)
    logo = files.put(drawings.kept().content)
    letter = a_letter(campaign, title="Mend the pipes", letterhead=OwnLetterhead(name, logo=kept_name(logo)))
    public = a_letter(campaign, title="Clean the lake")
    letter.slug, public.slug = f"{name}-under-embargo", f"{name}-in-public"
    sealed = a_sealed_edition(letter) if papers_of is None else _again(papers_of.sealed, letter)
    lifted = _again(sealed, public, lift_wall=str(LIFTED), lift_at=LIFTED.instant(), lifted_at=LIFTED.instant())
    things = _of_team(campaign) | _of_letter(letter, sealed, copy_number=len(name))
    campaign.letterhead_name, campaign.letterhead_logo = name, logo
    parts = {name: str(thing.id) for name, thing in things.items()} | {
        "emblem": "logo",
        "campaign_id": str(campaign.id),
        "letter_id": str(letter.id),
        "number": "1",
        "key": "joint-statement",
        "page": "1",
        "slug": public.slug,
        "file_name": embargoed_file_name(sealed),
        "filename": "undersigned.css",
        "/letters/<slug>/<name> name": clean_file_name(lifted),
        "/press/room/<uuid:grant_id>/<name> name": embargoed_file_name(sealed),
    }
    tokens = {
        "set-up": SET_UP.token(),
        "join": Link(Purpose.JOIN, things["person_id"].id).token(),
        "sign": an_open_link(letter).rpartition("/")[2],
        "invitation": Link(Purpose.INVITATION, things["invitation_id"].id).token(),
        "sign-on": Link(Purpose.SIGN_ON, things["sign_on_id"].id).token(),
        "authority": Link(Purpose.AUTHORITY, things["sign_on_id"].id).token(),
        "press": link_to(session().get_one(Grant, things["grant_id"].id)).token(),
        "new-password": generate_reset_password_token(team[Role.READER]),  # type: ignore[no-untyped-call]  # the library has no types
    }
    return Coalition(team, parts, tokens, sealed)


def _of_team(campaign: Campaign) -> dict[str, Model]:
    """Somebody invited to the team, an organisation the team knows, a message that could not be delivered."""
    newcomer = a_person("Nell Newcomer", joined_at=None)
    newcomer.join_token_hash = Link(Purpose.JOIN, newcomer.id).token_hash()
    keys = keys_of("Rivers United")
    organisation = Organisation(
        campaign_id=campaign.id,
        name="Rivers United",
        name_key=keys.name_key,
        sort_key=keys.sort_key,
        entered_at=LONG_AGO,
    )
    message = OutboxMessage(
        key=uuid4().hex,
        recipient="gone@example.org",
        subject="Please sign",
        body="Please sign.",
        state=State.FAILED,
        written_at=LONG_AGO,
        try_at=LONG_AGO,
    )
    session().add_all([organisation, message])
    return {
        "member_id": a_member(campaign, newcomer),
        "person_id": newcomer,
        "organisation_id": organisation,
        "message_id": message,
    }


def _of_letter(letter: Letter, sealed: Edition, *, copy_number: int) -> dict[str, Model]:
    """Somebody asked, somebody who signed, a journalist with a copy, a quote; beside them a proof and a headline."""
    guest = a_grant(letter)
    quote = Quote(letter_id=letter.id, position=1, text="A river is not a drain.", speaker="Mara Ilić")
    copy = Copy(
        number=copy_number,
        grant_id=guest.grant.id,
        edition_id=sealed.id,
        file=sealed.embargoed_file,
        made_at=LONG_AGO,
    )
    proof = Proof(letter_id=letter.id, requested_at=LONG_AGO, done_at=LONG_AGO, file=sealed.clean_file, pages=1)
    picture = files.put_locked(preview_picture("joint-statement"))
    shown = Proof(
        letter_id=letter.id,
        requested_at=LONG_AGO,
        done_at=LONG_AGO,
        file=files.put_locked(b"%PDF-1.7"),
        pages=1,
        template="joint-statement",
        pictures=picture,
    )
    session().add_all([quote, copy, proof, shown, PressText(letter_id=letter.id, headline="Mend them now")])
    sign_on = a_sign_on(letter, state=SignOnState.UNCONFIRMED, authority=Authority.OTHER)
    sign_on.logo = files.put(drawings.kept().content)
    session().flush()
    return {
        "sign_on_id": sign_on,
        "invitation_id": an_invitation(letter),
        "grant_id": guest.grant,
        "contact_id": guest.contact,
        "quote_id": quote,
    }


def _again(edition: Edition, letter: Letter, **changes: object) -> Edition:
    """The same papers as an edition of another letter, so that they are typeset once."""
    values = {column.key: getattr(edition, column.key) for column in inspect(Edition).column_attrs}
    row = Edition(**values | {"id": uuid4(), "letter_id": letter.id, "revision_id": the_text_of(letter).id} | changes)
    session().add(row)
    session().flush()
    return row
