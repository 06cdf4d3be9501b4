"""Reading across capabilities, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.audit import queries as audit
from app.audit.models import Entry
from app.campaigns import queries as campaigns
from app.campaigns.models import Campaign
from app.campaigns.queries import Teammate
from app.desk.rules import Situation, Standing, Step, next_step, standing, strip
from app.editions import queries as editions
from app.editions.models import Edition
from app.editions.rules import Stage, stage
from app.letters import queries as letters
from app.letters.models import Letter
from app.letters.rules import is_closed
from app.outreach import queries as outreach
from app.signons import queries as signons
from app.signons.queries import Tally
from app.signons.rules import Visibility, printed_line

_LAST, _DECIDED = 12, 6


@dataclass(frozen=True, slots=True)
class Card:
    """One letter on the desk."""

    letter: Letter
    campaign: Campaign
    tally: Tally
    standing: Standing
    step: Step
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that happened. `name` is whose sign-on it was about, where it is public; else empty."""

    entry: Entry
    name: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the home of one letter shows. `is_sealed` says that whoever signs now joins the next edition."""

    letter: Letter
    tally: Tally
    invited: int
    standing: Standing
    strip: tuple[Standing, ...]
    step: Step
    edition: Edition | None
    stage: Stage | None
    is_closed: bool
    is_sealed: bool
    by_day: tuple[tuple[str, int], ...]
    history: tuple[Done, ...]
    team: tuple[Teammate, ...]


def cards(person_id: UUID, *, now: datetime) -> list[Card]:
    """Every letter this person works on, newest first."""
    found = letters.desk(person_id)
    ids = [each.letter.id for each in found]
    tallies, newest, invited = signons.tallies(ids), editions.newest_editions(ids), outreach.invited(ids)
    return [
        Card(
            letter=each.letter,
            campaign=each.campaign,
            tally=tallies[each.letter.id],
            standing=standing(situation),
            step=next_step(situation),
            edition=newest.get(each.letter.id),
        )
        for each in found
        for situation in [
            _situation(
                each.letter, tallies[each.letter.id], newest.get(each.letter.id), invited[each.letter.id], now=now
            )
        ]
    ]


def home(letter: Letter, *, now: datetime) -> Home:
    """One letter with its numbers, its newest edition and its next step."""
    tally = signons.tallies([letter.id])[letter.id]
    invited = outreach.invited([letter.id])[letter.id]
    edition = editions.newest_edition(letter.id)
    situation = _situation(letter, tally, edition, invited, now=now)
    return Home(
        letter=letter,
        tally=tally,
        invited=invited,
        standing=standing(situation),
        strip=strip(situation),
        step=next_step(situation),
        edition=edition,
        stage=situation.stage,
        is_closed=situation.is_closed,
        is_sealed=signons.is_sealed(letter.id),
        by_day=signons.accepted_by_day(letter.id),
        history=_history(letter, edition),
        team=tuple(campaigns.team(letter.campaign_id)),
    )


def _history(letter: Letter, edition: Edition | None) -> tuple[Done, ...]:
    """What happened last to the letter and its newest edition, and some of what the team decided about sign-ons."""
    done = [Done(each) for each in audit.history(_subjects(letter, edition), limit=_LAST)]
    for each in signons.decided(letter.id, limit=_DECIDED):
        is_public = each.sign_on.visibility is Visibility.PUBLIC
        done.append(Done(each.entry, printed_line(each.sign_on.name, each.sign_on.acronym) if is_public else ""))
    newest_first = sorted(done, key=lambda each: (each.entry.at, each.entry.id), reverse=True)
    return tuple(newest_first[:_LAST])


def _subjects(letter: Letter, edition: Edition | None) -> Sequence[UUID]:
    return [letter.id] if edition is None else [letter.id, edition.id]


def _situation(letter: Letter, tally: Tally, edition: Edition | None, invited: int, *, now: datetime) -> Situation:
    return Situation(
        state=letter.state,
        is_closed=is_closed(letters.window(letter), now=now),
        waiting=tally.waiting,
        signatories=tally.signatories,
        invitations=invited,
        stage=stage(editions.standing(edition), now=now) if edition is not None else None,
    )
