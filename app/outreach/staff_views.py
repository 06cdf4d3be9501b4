"""The team's page of invitations: paste a list, send it, see what became of each, remind."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.guards import me
from app.audit.rules import person
from app.campaigns.guards import my_role
from app.campaigns.rules import Role, may
from app.core import clock
from app.core.db import transaction
from app.core.tokens import Link, Purpose
from app.letters import queries as letters
from app.letters.forms import ButtonForm
from app.letters.guards import letter_team
from app.letters.models import Letter
from app.letters.rules import LetterState, obstacle_to_signing
from app.outreach import actions, queries, rules
from app.outreach.forms import InvitationsForm
from app.outreach.rules import STANDING_WORDS, Contact, Standing
from app.signons import queries as signons

bp = Blueprint(
    "outreach", __name__, template_folder="templates", url_prefix="/staff/letters/<uuid:letter_id>/invitations"
)

TONES = {
    Standing.INVITED: "wait",
    Standing.SIGNED: "wait",
    Standing.CONFIRMED: "wait",
    Standing.SIGNATORY: "good",
    Standing.DECLINED: "off",
    Standing.ENDED: "off",
    Standing.NOT_SHOWN: "off",
}


@bp.get("")
@letter_team(Role.READER)
def invitations_page(letter: Letter) -> str:
    """The board, the open link, and a box for a list."""
    return _page(letter, InvitationsForm())


@bp.post("")
@letter_team(Role.COORDINATOR)
def invite(letter: Letter) -> Response | tuple[str, int]:
    """Show what would be sent; on the second press send it."""
    form = InvitationsForm()
    if not form.validate():
        return _page(letter, form), 422
    contacts = form.read().contacts
    if "send" not in request.form:
        return _page(letter, form, preview=contacts), 200
    with transaction():
        sent = actions.invite(letter, contacts, by=person(me().id), now=clock.now())
    passed_over = len(contacts) - len(sent)
    flash(_said(len(sent), passed_over))
    return redirect(url_for(".invitations_page", letter_id=letter.id), 303)


@bp.post("/<uuid:invitation_id>/ask-again")
@letter_team(Role.COORDINATOR)
def ask_again(letter: Letter, invitation_id: UUID) -> Response:
    """Send a reminder with a new link."""
    with transaction():
        outcome = queries.invitation(letter.id, invitation_id)
        actions.ask_again(outcome, letter, by=person(me().id), now=clock.now())
    flash("The reminder is on its way. Its link replaces the earlier one.")
    return redirect(url_for(".invitations_page", letter_id=letter.id), 303)


def _said(sent: int, passed_over: int) -> str:
    went = f"{sent} invitation is on its way." if sent == 1 else f"{sent} invitations are on their way."
    return f"{went} {passed_over} had been asked already." if passed_over else went


def _page(letter: Letter, form: InvitationsForm, *, preview: tuple[Contact, ...] = ()) -> str:
    now = clock.now()
    may_ask = may(my_role(), Role.COORDINATOR)
    board = queries.board(letter.id) if may_ask else queries.board_for_readers(letter.id)
    asked = {outcome.invitation.email for outcome in board}
    obstacles = {
        outcome.invitation.id: rules.obstacle_to_asking_again(
            outcome.standing, messages=outcome.invitation.round + 1, asked_at=outcome.invitation.asked_at, now=now
        )
        for outcome in board
    }
    is_open = letter.state is LetterState.OPEN
    return render_template(
        "outreach/invitations.html",
        letter=letter,
        board=board,
        numbers={standing: sum(outcome.standing is standing for outcome in board) for standing in Standing},
        standing_words=STANDING_WORDS,
        tones=TONES,
        obstacles=obstacles,
        preview=preview,
        new=[contact for contact in preview if contact.email not in asked],
        asked=asked,
        form=form,
        button_form=ButtonForm(),
        obstacle=obstacle_to_signing(letters.window(letter), now=now),
        is_sealed=signons.is_sealed(letter.id),
        open_link=Link(Purpose.SIGN, letter.id, letter.open_round).address() if is_open else "",
        may_ask=may_ask,
        zone=me().zone,
    )
