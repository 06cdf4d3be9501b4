"""Rows for tests, with what nobody asked about filled in; the transaction of the test undoes them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TypeVar
from uuid import uuid4

from bs4 import BeautifulSoup
from flask import current_app
from flask_security import hash_password
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.rules import Rank
from app.campaigns.models import Campaign, TeamMember
from app.campaigns.rules import Role
from app.core import files
from app.core.db import Model, session
from app.core.tokens import Link, Purpose
from app.core.wall_time import WallTime, read_wall_time, tzdata_version
from app.editions.composition import Imprint, compose, file_name, under_embargo
from app.editions.manifest import Sealed, manifest, manifest_fingerprint
from app.editions.models import Edition
from app.letters.models import Letter, Revision
from app.letters.rules import LetterState
from app.letters.text import LetterText, OwnLetterhead, canonical, fingerprint
from app.letters.text_counts import with_counts
from app.organisations.keys import keys_of
from app.outreach.models import Invitation
from app.press.actions import link_to
from app.press.models import Grant, PressContact
from app.press.queries import Guest
from app.press.rules import TERMS_VERSION
from app.rendering.document import Addressee, Document, MediaContact, Typeset
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from app.rendering.process import typeset
from app.signons.models import SignOn
from app.signons.roll import Signatory, roll
from app.signons.rules import Authority, Origin, Visibility
from app.signons.rules import State as SignOnState
from tests.browser import Browser

Row = TypeVar("Row", bound=Model)
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PASSWORD = "lantern orchard velvet seven"


def a_person(
    name: str = "Ada Lovelace",
    *,
    email: str = "",
    rank: Rank = Rank.STAFF,
    joined_at: datetime | None = LONG_AGO,
) -> Person:
    """Someone with an account; with `joined_at=None` someone invited."""
    number = uuid4()
    return _kept(
        Person(
            id=number,
            email=email or f"{number.hex[:12]}@example.org",
            name=name,
            rank=rank,
            zone="Europe/Brussels",
            active=True,
            password=_hash(PASSWORD, str(current_app.config["SECURITY_PASSWORD_SALT"])) if joined_at else None,
            fs_uniquifier=uuid4().hex,
            invited_at=joined_at or LONG_AGO,
            joined_at=joined_at,
        )
    )


def a_campaign(name: str = "Clean rivers", *, lead: Person | None = None) -> Campaign:
    """A campaign, with its lead if one is given."""
    campaign = _kept(Campaign(id=uuid4(), name=name, purpose="Rivers fit to swim in.", created_at=LONG_AGO))
    if lead is not None:
        a_member(campaign, lead, role=Role.LEAD)
    return campaign


def a_member(campaign: Campaign, person: Person, *, role: Role = Role.COORDINATOR) -> TeamMember:
    """A place in a team."""
    return _kept(TeamMember(id=uuid4(), campaign_id=campaign.id, person_id=person.id, role=role, since_at=LONG_AGO))


def signed_in(browser: Browser, person: Person) -> Browser:
    """The same browser after `person` has signed in with the real form."""
    page = browser.open("/staff/sign-in?next=/staff/profile")
    landed: BeautifulSoup = browser.press(page, "Sign in", {"email": person.email, "password": PASSWORD})
    assert browser.address == "/staff/profile", landed.get_text()
    return browser


def _kept(row: Row) -> Row:
    session().add(row)
    session().flush()
    return row


@cache
def _hash(password: str, _salt: str) -> str:
    """Once for each installation: every one has a salt of its own."""
    hashed = hash_password(password)
    assert isinstance(hashed, str)
    return hashed


LIFT = read_wall_time("2027-06-17 09:00 Europe/Brussels")
"""When sealed editions of the tests become public: 07:00 UTC."""

BEFORE_LIFT = LIFT.instant() - timedelta(days=1)


def a_letter(
    campaign: Campaign | None = None,
    *,
    title: str = "Clean water for every town",
    letterhead: OwnLetterhead | None = None,
) -> Letter:
    """A letter that is open, with its frozen text."""
    number = uuid4()
    letter = _kept(
        Letter(
            id=number,
            campaign_id=(campaign or a_campaign()).id,
            slug=f"letter-{number.hex[:12]}",
            title=title,
            state=LetterState.OPEN,
            frozen_number=1,
            created_at=LONG_AGO,
            opened_at=LONG_AGO,
        )
    )
    source = canonical(replace(a_text(title), letterhead=letterhead))
    _kept(Revision(letter_id=letter.id, number=1, source=source, fingerprint=fingerprint(source), written_at=LONG_AGO))
    return letter


def a_text(title: str = "Clean water for every town") -> LetterText:
    """What a letter of the tests says."""
    return LetterText(
        template="joint-statement",
        language="en",
        title=title,
        standfirst="A river is not a drain.",
        body="We are {{count:words}} organisations.\n\n**Mend the pipes** before summer.",
        contacts=(
            MediaContact("Mara Ilić", "Rivers United", "mara@example.org", "+32 2 000 00 00", "English, Serbian"),
        ),
    )


def a_whole_text() -> LetterText:
    """A letter to an office that has every part there is."""
    return LetterText(
        template="formal-letter",
        language="en-GB",
        title="Clean water",
        body="**Mend** the pipes.",
        label="Joint letter",
        standfirst="Before the summer.",
        date=date(2027, 5, 3),
        place="Port Amber",
        addressees=(Addressee("Ada Quill", "Minister", "Ministry of Water", ("1 Square",)),),
        via="By post",
        cc=("The Ombudsman",),
        enclosures=("A map",),
        subject="The second basin",
        salutation="Dear Minister",
        closing="Yours sincerely",
        sources="Yearly report",
        notes="The towns can be visited.",
    )


def a_sealed_edition(
    letter: Letter,
    *,
    signatories: Sequence[Signatory] = (
        Signatory("Rivers United", country="BE"),
        Signatory("Wasser für alle", country="AT"),
    ),
    lift: WallTime = LIFT,
    number: int = 1,
    text: LetterText | None = None,
) -> Edition:
    """A sealed edition of the letter's text with real papers. Hold, kill or lift it by setting its instants."""
    text = text or a_text(letter.title)
    sealed = Sealed(
        number=number,
        source=canonical(text),
        roll=roll(signatories, text),
        as_of=lift,
        lift=lift,
        address=f"https://letters.example.org/letters/{letter.slug}",
    )
    written = manifest(sealed)
    imprint = Imprint(lift.instant(), sealed.as_of, number, manifest_fingerprint(written), sealed.address)
    clean = compose(text, sealed.roll, imprint)
    clean_paper, embargoed_paper = _paper(clean), _paper(under_embargo(clean, lift))
    return _kept(
        Edition(
            letter_id=letter.id,
            revision_id=session().scalars(select(Revision.id).where(Revision.letter_id == letter.id)).one(),
            number=number,
            title=with_counts(letter.title, sealed.roll.counts, text.language),
            manifest=written,
            fingerprint=manifest_fingerprint(written),
            requested_at=LONG_AGO,
            sealed_at=LONG_AGO,
            lift_wall=str(lift),
            lift_zone=lift.zone,
            lift_at=lift.instant(),
            tzdata=tzdata_version(),
            file_stem=file_name(text, edition=number, lift=lift).removesuffix(".pdf"),
            clean_file=files.put(clean_paper.pdf),
            embargoed_file=files.put(embargoed_paper.pdf),
            pages=clean_paper.pages,
            html_file=files.put(html_page(clean)),
            text_file=files.put(plain_text(clean)),
            docx_file=files.put(_word_file(clean)),
        )
    )


def a_grant(
    letter: Letter,
    *,
    name: str = "Ana Pop",
    outlet: str = "Radio Delta",
    accepted_at: datetime | None = LONG_AGO,
) -> Guest:
    """A journalist of Bucharest who may read the letter; with `accepted_at=None` one who was only invited."""
    contact = _kept(
        PressContact(
            campaign_id=letter.campaign_id,
            name=name,
            outlet=outlet,
            email=f"{uuid4().hex[:12]}@example.org",
            zone="Europe/Bucharest",
            entered_at=LONG_AGO,
        )
    )
    grant = Grant(
        id=uuid4(),
        letter_id=letter.id,
        contact_id=contact.id,
        granted_at=LONG_AGO,
        accepted_at=accepted_at,
        terms_version=TERMS_VERSION if accepted_at else None,
    )
    grant.token_hash = link_to(grant).token_hash()
    return Guest(_kept(grant), contact)


@cache
def _paper(document: Document) -> Typeset:
    return typeset(document)


@cache
def _word_file(document: Document) -> bytes:
    return word_file(document, Manner.LETTER)


NOON = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
"""When organisations of the tests sign."""


def an_open_link(letter: Letter) -> str:
    """The path of the page where anyone with the link signs the letter."""
    link = Link(Purpose.SIGN, letter.id, letter.open_round)
    letter.open_token_hash = link.token_hash()
    session().flush()
    return link.path()


def the_text_of(letter: Letter) -> Revision:
    """The revision that organisations sign."""
    return session().scalars(select(Revision).where(Revision.letter_id == letter.id, Revision.number == 1)).one()


def a_sign_on(  # noqa: PLR0913 - each test names the one or two that it is about
    letter: Letter,
    name: str = "Rivers United",
    *,
    state: SignOnState = SignOnState.ACCEPTED,
    visibility: Visibility = Visibility.PUBLIC,
    authority: Authority = Authority.SELF,
    origin: Origin = Origin.INVITATION,
    country: str = "BE",
) -> SignOn:
    """A sign-on in any state, with the links that its people were sent."""
    number = uuid4()
    keys = keys_of(name)
    decides_otherwise = authority is Authority.OTHER
    is_confirmed = state in {SignOnState.CONFIRMED, SignOnState.ACCEPTED}
    return _kept(
        SignOn(
            id=number,
            letter_id=letter.id,
            revision_id=the_text_of(letter).id,
            origin=origin,
            state=state,
            visibility=visibility,
            name=name,
            name_key=keys.name_key,
            sort_key=keys.sort_key,
            country=country,
            typist_name="Tess Typist",
            typist_role="Secretary",
            email=f"typist-{number.hex[:8]}@example.org",
            authority=authority,
            authority_email=f"director-{number.hex[:8]}@example.org" if decides_otherwise else "",
            token_hash=Link(Purpose.SIGN_ON, number).token_hash(),
            authority_token_hash=Link(Purpose.AUTHORITY, number).token_hash() if decides_otherwise else None,
            times_asked=1,
            submitted_at=NOON,
            confirmed_at=NOON if is_confirmed else None,
            accepted_at=NOON if state is SignOnState.ACCEPTED else None,
        )
    )


def an_invitation(letter: Letter, organisation: str = "Rivers United", *, email: str = "") -> Invitation:
    """An organisation asked once to sign the letter."""
    number = uuid4()
    return _kept(
        Invitation(
            id=number,
            letter_id=letter.id,
            organisation_name=organisation,
            contact_name="Cora Contact",
            email=email or f"{number.hex[:12]}@example.org",
            token_hash=Link(Purpose.INVITATION, number).token_hash(),
            round=0,
            invited_at=NOON,
            asked_at=NOON,
        )
    )
