"""Finding sign-ons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, select

from app.accounts.models import Person
from app.audit import queries as audit
from app.audit.models import Entry
from app.audit.rules import ActorKind
from app.campaigns.models import Campaign
from app.core.db import session
from app.core.errors import NotFound
from app.core.tokens import token_hash
from app.core.wall_time import describe, ladder, short
from app.letters import queries as letters
from app.letters.letter_file import parse
from app.letters.models import Letter, Revision
from app.letters.release import as_told_to_anyone, release
from app.letters.rules import Listing
from app.letters.text_counts import Counts, with_counts_so_far
from app.organisations.models import Organisation
from app.signons.doubts import Known
from app.signons.models import SignOn
from app.signons.occasion import Occasion
from app.signons.rules import State, Visibility, names_to_look_for


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sign-ons there are. `signatories` counts the unnamed too; `ended` are declined or withdrawn."""

    signatories: int = 0
    unnamed: int = 0
    waiting: int = 0
    unconfirmed: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class MySignOn:
    """A sign-on with the letter and the very text it was given for."""

    sign_on: SignOn
    letter: Letter
    revision: Revision


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """An organisation of the directory with the number of letters it stands under."""

    organisation: Organisation
    letters: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a member of the team did to a sign-on, and to which."""

    entry: Entry
    sign_on: SignOn


_DECISIONS = ("sign-on accepted", "sign-on declined", "sign-on withdrawn")

# Made once: for a crowd that signs, making a statement takes longer than running it.
_CAMPAIGN = select(Campaign.name).where(Campaign.id == bindparam("campaign"))


def occasion(letter: Letter) -> Occasion:
    """What is to be said about a letter, but for its release."""
    return occasion_in(session().scalar(_CAMPAIGN, {"campaign": letter.campaign_id}) or "", letter)


def occasion_with_release(letter: Letter, *, now: datetime, to: SignOn | None = None) -> Occasion:
    """The same with what may be known at `now` of its release: the whole by a signatory, less by whoever else asks."""
    plan, told = letters.planned_lift(letter), release(letter, now=now)
    if to is None or to.state is not State.ACCEPTED:
        told = as_told_to_anyone(told, plan)
    moment = (told.at.instant(), told.at.zone) if told.at else None
    return replace(
        occasion(letter),
        course=told.course,
        public_from=describe(*moment) if moment else "",
        public_ladder=ladder(*moment) if moment else "",
        address=told.address,
        next_from=describe(told.next_at.instant(), told.next_at.zone) if told.next_at else "",
    )


def occasion_in(campaign: str, letter: Letter) -> Occasion:
    """The same, where the name of the campaign is known already."""
    is_public_call = letter.listing is Listing.PUBLIC_CALL
    deadline = deadline_ladder = ""
    if letter.deadline_at is not None and letter.deadline_zone is not None:
        deadline = short(letter.deadline_at, letter.deadline_zone)
        deadline_ladder = ladder(letter.deadline_at, letter.deadline_zone)
    title = _title(letter, text_counts(letter.id) if is_public_call and _is_counted(letter) else None)
    return Occasion(campaign, title, is_public_call, deadline, deadline_ladder)


def title_for_team(letter: Letter) -> str:
    """Return a letter's title as its team reads it: with the numbers of now, “(…)” for what cannot be counted yet."""
    return _title(letter, text_counts(letter.id) if _is_counted(letter) else None)


def sign_on_of_typist(token: str) -> MySignOn:
    """Return the sign-on this link was mailed for to whoever filled in the form, or raise `NotFound`."""
    return _mine(SignOn.token_hash == token_hash(token))


def sign_on_to_decide(token: str) -> MySignOn:
    """Return the sign-on this link was mailed for to whoever decides, or raise `NotFound`."""
    return _mine(SignOn.authority_token_hash == token_hash(token))


def sign_on(letter_id: UUID, sign_on_id: UUID) -> SignOn:
    """Return one sign-on of this letter, or raise `NotFound`."""
    found = session().scalar(select(SignOn).where(SignOn.id == sign_on_id, SignOn.letter_id == letter_id))
    if found is None:
        raise NotFound
    return found


def sign_ons(letter_id: UUID) -> list[SignOn]:
    """Every sign-on of a letter, whatever became of it, by name."""
    return list(
        session().scalars(select(SignOn).where(SignOn.letter_id == letter_id).order_by(SignOn.sort_key, SignOn.id))
    )


def last_move(sign_on: SignOn, *, zone: str) -> str:
    """By whom and when a sign-on came into the state it is in ("by Ada Quill on Mon 3 May 2027, 14:00 Brussels")."""
    entries = audit.history([sign_on.id])
    moved = next((each for each in entries if each.action == f"sign-on {sign_on.state}"), None)
    if moved is None:
        return ""
    person = session().get(Person, moved.actor_id) if moved.actor_kind is ActorKind.PERSON else None
    by = f"by {person.name} " if person else "by the organisation " if moved.actor_kind is ActorKind.LINK_HOLDER else ""
    return f"{by}on {short(moved.at, zone)}"


def decided(letter_id: UUID, *, limit: int) -> list[Decision]:
    """What the team decided last about sign-ons of a letter, newest first."""
    ours = select(SignOn.id).where(SignOn.letter_id == letter_id)
    entries = audit.decisions(ours, _DECISIONS, limit=limit)
    named = select(SignOn).where(SignOn.id.in_([each.subject_id for each in entries]))
    names = {each.id: each for each in session().scalars(named)}
    return [Decision(each, names[each.subject_id]) for each in entries if each.subject_id in names]


def signatories(letter_id: UUID) -> list[SignOn]:
    """The sign-ons that count, named or not, by name. One query."""
    found = (
        select(SignOn)
        .where(SignOn.letter_id == letter_id, SignOn.state == State.ACCEPTED)
        .order_by(SignOn.sort_key, SignOn.id)
    )
    return list(session().scalars(found))


def withheld_names(letter_id: UUID) -> list[str]:
    """Names of organisations and people that count and are not to be named, to be looked for and never shown."""
    found = session().execute(
        select(SignOn.name, SignOn.native_name, SignOn.person, SignOn.acronym).where(
            SignOn.letter_id == letter_id, SignOn.state == State.ACCEPTED, SignOn.visibility != Visibility.PUBLIC
        )
    )
    return [
        each
        for name, native_name, person, acronym in found
        for each in names_to_look_for(name, native_name=native_name, person=person, acronym=acronym)
    ]


def blocking(letter_id: UUID) -> list[SignOn]:
    """The confirmed sign-ons that wait for the team. A seal waits for them too."""
    found = (
        select(SignOn)
        .where(SignOn.letter_id == letter_id, SignOn.state == State.CONFIRMED)
        .order_by(SignOn.confirmed_at, SignOn.id)
    )
    return list(session().scalars(found))


def is_sealed(letter_id: UUID) -> bool:
    """Say whether names of this letter stand in a sealed edition: whoever signs now joins the next one, if any."""
    sealed = select(SignOn.id).where(SignOn.letter_id == letter_id, SignOn.sealed_at.is_not(None)).limit(1)
    return session().scalar(sealed) is not None


def tally(letter_id: UUID) -> Tally:
    """How many sign-ons a letter has."""
    return tallies([letter_id])[letter_id]


def tallies(letter_ids: Sequence[UUID]) -> dict[UUID, Tally]:
    """How many sign-ons each of these letters has, in one query."""
    found = session().execute(
        select(SignOn.letter_id, SignOn.state, SignOn.visibility, func.count())
        .where(SignOn.letter_id.in_(letter_ids))
        .group_by(SignOn.letter_id, SignOn.state, SignOn.visibility)
    )
    numbers: dict[UUID, Counter[State]] = {letter_id: Counter() for letter_id in letter_ids}
    unnamed: Counter[UUID] = Counter()
    for letter_id, state, visibility, number in found:
        numbers[letter_id][state] += number
        if state is State.ACCEPTED and visibility is Visibility.COUNTED:
            unnamed[letter_id] += number
    return {
        letter_id: Tally(
            signatories=number[State.ACCEPTED],
            unnamed=unnamed[letter_id],
            waiting=number[State.CONFIRMED],
            unconfirmed=number[State.UNCONFIRMED],
            ended=number[State.DECLINED] + number[State.WITHDRAWN],
        )
        for letter_id, number in numbers.items()
    }


def accepted_by_day(letter_id: UUID) -> tuple[tuple[str, int], ...]:
    """How many signatories joined on each day (UTC, 2022-06-16), from the first to the last, empty days included."""
    found = session().scalars(
        select(SignOn.accepted_at).where(SignOn.letter_id == letter_id, SignOn.state == State.ACCEPTED)
    )
    joined = Counter(moment.date() for moment in found if moment is not None)
    if not joined:
        return ()
    first, last = min(joined), max(joined)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple((day.isoformat(), joined[day]) for day in days)


def text_counts(letter_id: UUID) -> Counts:
    """The numbers that may stand in a letter's text: all signatories, by group, and the countries of the named.

    Countries are 0 unless each of the named has one. One query.
    """
    has_affiliation = SignOn.affiliation != ""
    found = session().execute(
        select(SignOn.group_name, SignOn.country, SignOn.visibility, has_affiliation, func.count())
        .where(SignOn.letter_id == letter_id, SignOn.state == State.ACCEPTED)
        .group_by(SignOn.group_name, SignOn.country, SignOn.visibility, has_affiliation)
        .order_by(SignOn.group_name)
    )
    groups: Counter[str] = Counter()
    countries: set[str] = set()
    individuals = 0
    for group, country, visibility, is_individual, number in found:
        groups[group] += number
        individuals += number if is_individual else 0
        if visibility is Visibility.PUBLIC:
            countries.add(country)
    named_groups = tuple((group, number) for group, number in groups.items() if group)
    return Counts(groups.total(), named_groups, 0 if "" in countries else len(countries), individuals)


def known_names(letter: Letter, *, besides: UUID | None = None) -> Known:
    """The names a new one is compared with: the letter's signatories, and the campaign's directory."""
    listed = select(SignOn.name).where(SignOn.letter_id == letter.id, SignOn.state == State.ACCEPTED)
    if besides is not None:
        listed = listed.where(SignOn.id != besides)
    directory = select(Organisation.name).where(Organisation.campaign_id == letter.campaign_id)
    return Known(
        tuple(session().scalars(listed.order_by(SignOn.sort_key, SignOn.id))),
        tuple(session().scalars(directory.order_by(Organisation.sort_key, Organisation.id))),
    )


def directory_with_letters(campaign_id: UUID) -> list[DirectoryLine]:
    """The directory of a campaign, by name, with how many of its letters each stands under. One query."""
    signed = (
        select(SignOn.organisation_id, func.count().label("letters"))
        .where(SignOn.state == State.ACCEPTED, SignOn.organisation_id.is_not(None))
        .group_by(SignOn.organisation_id)
        .subquery()
    )
    found = session().execute(
        select(Organisation, func.coalesce(signed.c.letters, 0))
        .outerjoin(signed, signed.c.organisation_id == Organisation.id)
        .where(Organisation.campaign_id == campaign_id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [DirectoryLine(organisation, int(letters)) for organisation, letters in found]


def _is_counted(letter: Letter) -> bool:
    return "{{" in letter.title


def _title(letter: Letter, counts: Counts | None) -> str:
    """A letter's title without tokens: with these numbers, or open ones where they are not told."""
    if not _is_counted(letter):
        return letter.title
    return with_counts_so_far(letter.title, counts, parse(letters.newest_text(letter).source).language)


def _mine(condition: object) -> MySignOn:
    found = (
        session()
        .execute(
            select(SignOn, Letter, Revision)
            .join(Letter, Letter.id == SignOn.letter_id)
            .join(Revision, Revision.id == SignOn.revision_id)
            .where(condition)  # type: ignore[arg-type]  # a comparison
        )
        .first()
    )
    if found is None:
        raise NotFound
    return MySignOn(found[0], found[1], found[2])
