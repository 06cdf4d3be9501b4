"""Everything that can be done about journalists: invite, resend, shut out, accept, number a copy, say what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from app.audit.actions import record
from app.audit.rules import Actor, Subject, link_holder
from app.core.db import advisory_lock, claim, is_first, session
from app.core.errors import Obstacle, refuse_if
from app.core.tokens import Link, Purpose
from app.core.versions import obstacle_to_overwriting
from app.editions import queries as editions
from app.editions.models import Edition
from app.editions.rules import Reader, Reading, readable
from app.letters import queries as letters
from app.letters.circumstances import PressMaterial
from app.letters.circumstances import Quote as SaidQuote
from app.letters.models import Letter, PressText, Quote
from app.mail.actions import post
from app.mail.message import Message
from app.press import notices, queries, rules
from app.press.copying import StampedCopy
from app.press.models import Copy, CopyMaster, Download, Grant, PressContact
from app.press.notices import Hour, Recipient
from app.press.queries import Guest, News, Turn
from app.press.reading import uncountable
from app.press.verdicts import Trace

LOOK_BACK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Journalist:
    """Whom to invite. `zone` is the IANA key of their city, `email` in lower case."""

    name: str
    outlet: str
    email: str
    zone: str


def invite(letter: Letter, journalist: Journalist, *, by: Actor, now: datetime) -> Grant:
    """Let a journalist read this letter early and write to them. The campaign remembers how they are named now.

    Raises `Refused` while there is nothing under embargo, and for whoever was invited already.
    """
    contact = _known(letter, journalist, now=now)
    contact.name, contact.outlet, contact.zone = journalist.name, journalist.outlet, journalist.zone
    return invite_contact(letter, contact, by=by, now=now)


def invite_contact(letter: Letter, contact: PressContact, *, by: Actor, now: datetime) -> Grant:
    """Let a journalist the campaign knows read this letter early. A revoked grant becomes a new one with a new link."""
    edition = _edition_to_show(letter, now=now)
    grant = _grant_to_give(letter, contact, now=now)
    grant.granted_by, grant.granted_at = by.id, now
    grant.accepted_at = grant.terms_version = grant.revoked_at = None
    grant.token_hash = link_to(grant).token_hash()
    record("journalist invited", _subject(letter, grant), by=by, now=now)
    _write_invitation(Guest(grant, contact), edition, now=now)
    return grant


def send_again(letter: Letter, guest: Guest, *, by: Actor, now: datetime) -> None:
    """Write the invitation once more, with the same link."""
    edition = _edition_to_show(letter, now=now)
    claim(guest.grant)
    refuse_if(rules.obstacle_to_resending(rules.progress(queries.steps(guest.grant))))
    record("journalist invited again", _subject(letter, guest.grant), by=by, now=now)
    _write_invitation(guest, edition, now=now)


def revoke(letter: Letter, guest: Guest, *, by: Actor, now: datetime) -> None:
    """Shut a journalist out at once, also where the page is open already."""
    claim(guest.grant)
    refuse_if(rules.obstacle_to_revoking(rules.progress(queries.steps(guest.grant))))
    guest.grant.revoked_at = now
    record("journalist shut out", _subject(letter, guest.grant), by=by, now=now)


def accept(letter: Letter, guest: Guest, *, now: datetime) -> None:
    """Record that a journalist accepted the terms as they stand. Accepting twice changes nothing."""
    claim(guest.grant)
    refuse_if(rules.obstacle_to_reading(rules.progress(queries.steps(guest.grant))))
    if guest.grant.accepted_at is not None:
        return
    guest.grant.accepted_at, guest.grant.terms_version = now, rules.TERMS_VERSION
    subject = _subject(letter, guest.grant)
    record("terms accepted", subject, by=link_holder(guest.grant.id), now=now, version=str(rules.TERMS_VERSION))


def number_copy(letter: Letter, guest: Guest, edition: Edition, *, now: datetime) -> Copy:
    """Give a journalist their number, once for each edition. It has no file before `copying.stamp` and `keep_copy`."""
    advisory_lock("copies")
    found = queries.find_copy(guest.grant.id, edition.id)
    if found is not None:
        return found
    copy = Copy(
        number=queries.highest_copy_number() + 1,
        grant_id=guest.grant.id,
        edition_id=edition.id,
        file="",
        made_at=now,
    )
    session().add(copy)
    session().flush()  # the constraint decides about the number, not the look beforehand
    subject = _subject(letter, guest.grant)
    record("copy numbered", subject, by=link_holder(guest.grant.id), now=now, number=str(copy.number))
    return copy


def keep_copy(copy: Copy, stamped: StampedCopy) -> None:
    """Record the file of a copy, and what the next one is made from."""
    session().add(copy)
    copy.file = stamped.file
    found = queries.find_copy_master(copy.edition_id)
    if found is None:
        made_from = stamped.made_from
        fresh = CopyMaster(edition_id=copy.edition_id, file=made_from.file, plan_file=made_from.plan_file)
        if is_first(fresh, constraint="uq_copy_masters_edition_id", columns=("copy_masters.edition_id",)):
            return
        found = queries.find_copy_master(copy.edition_id)
    assert found is not None  # noqa: S101 - found, made, or made by someone else
    found.file, found.plan_file = stamped.made_from.file, stamped.made_from.plan_file


def log_download(copy: Copy, *, now: datetime) -> None:
    """Write down that a copy was fetched."""
    session().add(Download(copy_id=copy.id, downloaded_at=now))


def note_trace(letter: Letter, traced: Trace, *, by: Actor, now: datetime) -> None:
    """Write down that a file was looked through, which copy it comes from, and apart what is merely printed on it."""
    subject = Subject("letter", letter.id, letter.campaign_id)
    if traced.numbers or not traced.printed_alone:
        record("copy traced", subject, by=by, now=now, numbers=_listed(traced.numbers) or "none")
    if traced.printed_alone:
        printed = _listed(traced.printed_alone)
        record("number printed on a file, not in its words", subject, by=by, now=now, numbers=printed)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def write_press_text(
    letter: Letter, material: PressMaterial, *, base: str | None = None, by: Actor, now: datetime
) -> None:
    """Say what stands above the letter on the press page. Quotes come after those that are there.

    `base` is the version of headline and introduction that the writer had before them; refused where it is another one
    by now. None is for whoever had none. Refused also where a sealed list cannot fill a number.
    """
    refuse_if(_obstacle_to_counting(letter, material.parts()))
    words = _press_text(letter)
    claim(words)
    refuse_if(obstacle_to_overwriting(base, words.headline, words.intro))
    words.headline, words.intro = material.headline, material.intro
    record("press text written", Subject("letter", letter.id, letter.campaign_id), by=by, now=now)
    for each in material.quotes:
        add_quote(letter, each, by=by, now=now)


def add_quote(letter: Letter, said: SaidQuote, *, by: Actor, now: datetime) -> Quote:
    """Put a quote under the others. Refused where a sealed list cannot fill a number in it."""
    refuse_if(_obstacle_to_counting(letter, {"Quote": said.text}))
    before = letters.quotes(letter.id)
    quote = Quote(
        letter_id=letter.id,
        position=before[-1].position + 1 if before else 1,
        text=said.text,
        speaker=said.speaker,
        speaker_title=said.title,
    )
    session().add(quote)
    session().flush()  # the next quote stands after this one
    record("quote added", Subject("letter", letter.id, letter.campaign_id), by=by, now=now)
    return quote


def remove_quote(letter: Letter, quote: Quote, *, by: Actor, now: datetime) -> None:
    """Take a quote off the press page."""
    session().delete(quote)
    record("quote removed", Subject("letter", letter.id, letter.campaign_id), by=by, now=now)


def announce(*, now: datetime) -> int:
    """Write to every journalist what became of an edition they hold, once each, and return how many were written.

    Looks back two weeks, so a worker that slept misses nothing. Those that run at once take turns; the unique key of a
    message decides in the end.
    """
    advisory_lock("press.announce")
    told = [_notice_of(each) for each in queries.news(since=now - LOOK_BACK, now=now)]
    written = queries.keys_written([each.key for each in told])
    fresh = [each for each in told if each.key not in written]
    for each in fresh:
        post(each, now=now)
    return len(fresh)


def _notice_of(news: News) -> Message:
    to = recipient(news.guest)
    match news.turn:
        case Turn.LIFTED:
            return notices.lifted(to, news.edition_id, news.title, public_address(news.slug))
        case Turn.HELD:
            return notices.held(to, news.edition_id, news.turned_at)
        case Turn.LET_GO:
            still = Hour(news.lift_at, news.lift_zone, on_hold=False)
            return notices.let_go(to, news.edition_id, still, news.turned_at)
        case Turn.KILLED:
            return notices.killed(to, news.edition_id, news.reason)
        case Turn.WITHDRAWN:
            return notices.withdrawn(to, news.edition_id, news.reason)


def public_address(slug: str) -> str:
    """The whole address at which everyone reads a letter after the lift."""
    return f"{str(current_app.config['ADDRESS']).rstrip('/')}/letters/{slug}"


def recipient(guest: Guest) -> Recipient:
    """A journalist as a message needs them."""
    contact = guest.contact
    return Recipient(guest.grant.id, contact.name, contact.outlet, contact.email, contact.zone)


def hour(edition: Edition) -> Hour:
    """Until when the embargo of an edition runs."""
    return Hour(edition.lift_at, edition.lift_zone, edition.held_at is not None)


def _known(letter: Letter, journalist: Journalist, *, now: datetime) -> PressContact:
    """The journalist as the campaign knows them; entered now if it did not, and nobody else enters them meanwhile."""
    contact = queries.find_contact(letter.campaign_id, journalist.email)
    if contact is None:
        contact = PressContact(
            campaign_id=letter.campaign_id,
            email=journalist.email,
            name=journalist.name,
            outlet=journalist.outlet,
            zone=journalist.zone,
            entered_at=now,
        )
        columns = ("press_contacts.campaign_id", "press_contacts.email")
        if not is_first(contact, constraint="uq_press_contacts_campaign_id_email", columns=columns):
            contact = queries.find_contact(letter.campaign_id, journalist.email)
    assert contact is not None  # noqa: S101 - found, made, or made by someone else
    return contact


def _grant_to_give(letter: Letter, contact: PressContact, *, now: datetime) -> Grant:
    """A new grant, or the one that was revoked. Refused where one holds, also if it was given a moment ago."""
    grant = queries.find_grant(letter.id, contact.id)
    if grant is None:
        fresh = Grant(letter_id=letter.id, contact_id=contact.id, granted_at=now)
        columns = ("grants.letter_id", "grants.contact_id")
        if is_first(fresh, constraint="uq_grants_letter_id_contact_id", columns=columns):
            return fresh
        grant = queries.find_grant(letter.id, contact.id)
    assert grant is not None  # noqa: S101 - found, or made by someone else
    claim(grant)
    refuse_if(rules.obstacle_to_inviting_again(rules.progress(queries.steps(grant))))
    return grant


def _obstacle_to_counting(letter: Letter, parts: Mapping[str, str]) -> Obstacle | None:
    """Say why journalists cannot be told this with the names they see: before a seal the checklist does."""
    # Whoever seals meanwhile waits for this, or this for them: one of the two looks at what the other wrote.
    session().execute(select(Letter.id).where(Letter.id == letter.id).with_for_update())
    sentences = uncountable(letter.id, parts)
    return Obstacle(sentences[0]) if sentences else None


def _press_text(letter: Letter) -> PressText:
    """Headline and introduction of a letter, as a row: found, or made."""
    words = letters.find_press_text(letter.id)
    if words is None:
        words = PressText(letter_id=letter.id)
        if not is_first(words, constraint="uq_press_texts_letter_id", columns=("press_texts.letter_id",)):
            words = letters.find_press_text(letter.id)
    assert words is not None  # noqa: S101 - found, made, or made by someone else
    return words


def _edition_to_show(letter: Letter, *, now: datetime) -> Edition:
    """Return what a journalist would read, or refuse with the reason why there is nothing to invite to."""
    edition = editions.press_edition(letter.id)
    reading = press_reading(edition, now=now)
    refuse_if(rules.obstacle_to_inviting(reading))
    assert edition is not None  # noqa: S101 - refused otherwise
    return edition


def press_reading(edition: Edition | None, *, now: datetime) -> Reading:
    """What the press may have of an edition."""
    if edition is None:
        return Reading.NOTHING
    return readable(editions.standing(edition), Reader.PRESS, now=now)


def _write_invitation(guest: Guest, edition: Edition, *, now: datetime) -> None:
    post(notices.invitation(recipient(guest), hour(edition), link_to(guest.grant), now=now), now=now)


def link_to(grant: Grant) -> Link:
    """The personal link of a grant."""
    return Link(Purpose.PRESS, grant.id, rules.round_of(grant.granted_at))


def _subject(letter: Letter, grant: Grant) -> Subject:
    return Subject("grant", grant.id, letter.campaign_id)
