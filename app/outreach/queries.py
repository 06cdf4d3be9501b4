"""Finding invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.core.db import session
from app.core.errors import NotFound
from app.core.tokens import token_hash
from app.letters.models import Letter
from app.outreach.models import Invitation
from app.outreach.rules import Standing, standing, standing_for_readers
from app.signons.models import SignOn
from app.signons.rules import Visibility


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the board: an invitation and what became of it."""

    invitation: Invitation
    standing: Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation as its holder sees it. `is_newest` is false for a link that a reminder has replaced."""

    invitation: Invitation
    letter: Letter
    standing: Standing
    is_newest: bool


def board(letter_id: UUID) -> list[Outcome]:
    """Every invitation to sign a letter with what became of it, by organisation. One query."""
    return [outcome for outcome, _ in _outcomes(letter_id)]


def board_for_readers(letter_id: UUID) -> list[Outcome]:
    """The board without what is not public: nobody can read from it who asked not to be named."""
    return [
        Outcome(outcome.invitation, standing_for_readers(outcome.standing, visibility))
        for outcome, visibility in _outcomes(letter_id)
    ]


def invitation(letter_id: UUID, invitation_id: UUID) -> Outcome:
    """Return one invitation of this letter, or raise `NotFound`."""
    found = (
        session()
        .execute(
            select(Invitation, SignOn.state)
            .outerjoin(SignOn, SignOn.id == Invitation.sign_on_id)
            .where(Invitation.letter_id == letter_id, Invitation.id == invitation_id)
        )
        .first()
    )
    if found is None:
        raise NotFound
    return Outcome(found[0], standing(declined_at=found[0].declined_at, sign_on=found[1]))


def asked_by(token: str) -> Asked:
    """Return the invitation this link was sent with, or raise `NotFound`."""
    wanted = token_hash(token)
    found = (
        session()
        .execute(
            select(Invitation, Letter, SignOn.state)
            .join(Letter, Letter.id == Invitation.letter_id)
            .outerjoin(SignOn, SignOn.id == Invitation.sign_on_id)
            .where((Invitation.token_hash == wanted) | (Invitation.ended_token_hash == wanted))
        )
        .first()
    )
    if found is None:
        raise NotFound
    mine, letter, state = found
    where = standing(declined_at=mine.declined_at, sign_on=state)
    return Asked(mine, letter, where, mine.token_hash == wanted)


def standing_now(invitation: Invitation) -> Standing:
    """What has become of an invitation by now, whatever was read before."""
    state = session().scalar(select(SignOn.state).where(SignOn.id == invitation.sign_on_id))
    return standing(declined_at=invitation.declined_at, sign_on=state)


def addresses(letter_id: UUID) -> frozenset[str]:
    """Who has been asked to sign a letter already."""
    return frozenset(session().scalars(select(Invitation.email).where(Invitation.letter_id == letter_id)))


def invited(letter_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many organisations were asked to sign each of these letters, in one query."""
    found = session().execute(
        select(Invitation.letter_id, func.count())
        .where(Invitation.letter_id.in_(letter_ids))
        .group_by(Invitation.letter_id)
    )
    numbers = {letter_id: int(number) for letter_id, number in found}
    return {letter_id: numbers.get(letter_id, 0) for letter_id in letter_ids}


def _outcomes(letter_id: UUID) -> list[tuple[Outcome, Visibility | None]]:
    found = session().execute(
        select(Invitation, SignOn.state, SignOn.visibility)
        .outerjoin(SignOn, SignOn.id == Invitation.sign_on_id)
        .where(Invitation.letter_id == letter_id)
        .order_by(func.lower(Invitation.organisation_name), Invitation.id)
    )
    return [
        (Outcome(each, standing(declined_at=each.declined_at, sign_on=state)), visibility)
        for each, state, visibility in found
    ]
