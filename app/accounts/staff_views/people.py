"""Everyone with an account, for admins."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts import actions, queries, rules
from app.accounts.forms import ButtonForm, InviteForm, RankForm
from app.accounts.guards import admin, me
from app.accounts.models import Person
from app.audit.rules import person as actor
from app.core import clock
from app.core.db import transaction
from app.core.errors import Refused
from app.core.wall_time import describe

bp = Blueprint("people", __name__, url_prefix="/staff")


@bp.get("/people")
@admin
def people_page() -> str:
    """Everyone, and where their account stands."""
    now = clock.now()
    people = [(person, queries.standing(person, now=now)) for person in queries.people()]
    return render_template("accounts/people.html", people=people, me=me())


@bp.get("/people/invite")
@admin
def invite_page() -> str:
    """Ask whom to invite."""
    return render_template("accounts/invite.html", form=InviteForm(), refusal="")


@bp.post("/people/invite")
@admin
def invite() -> Response | tuple[str, int]:
    """Invite someone."""
    form = InviteForm()
    if not form.validate():
        return render_template("accounts/invite.html", form=form, refusal=""), 422
    try:
        with transaction():
            person = actions.invite(form.newcomer(), inviter=me(), now=clock.now())
    except Refused as refused:
        return render_template("accounts/invite.html", form=form, refusal=refused.obstacle.sentence), 422
    flash(f"The invitation to {person.email} is on its way.", "success")
    return redirect(url_for(".people_page"), 303)


@bp.get("/people/<uuid:person_id>")
@admin
def person_page(person_id: UUID) -> str:
    """One account, and what can be done to it."""
    return _person_page(queries.person(person_id), RankForm(rank=queries.person(person_id).rank.value))


@bp.post("/people/<uuid:person_id>/invitation")
@admin
def invite_again(person_id: UUID) -> Response:
    """Send a fresh invitation."""
    person = queries.person(person_id)
    with transaction():
        actions.invite_again(person, inviter=me(), now=clock.now())
    flash(f"A new invitation to {person.email} is on its way. The link of the earlier one no longer works.", "success")
    return redirect(url_for(".person_page", person_id=person.id), 303)


@bp.post("/people/<uuid:person_id>/off")
@admin
def switch_off(person_id: UUID) -> Response:
    """Take back an invitation, or close an account."""
    person = queries.person(person_id)
    with transaction():
        actions.switch_off(person, by=actor(me().id), now=clock.now())
    flash("Done. Nobody can sign in with this account.", "success")
    return redirect(url_for(".person_page", person_id=person.id), 303)


@bp.post("/people/<uuid:person_id>/on")
@admin
def switch_on(person_id: UUID) -> Response:
    """Open a closed account again."""
    person = queries.person(person_id)
    with transaction():
        actions.switch_on(person, by=actor(me().id), now=clock.now())
    flash("Done. They can sign in with their password again.", "success")
    return redirect(url_for(".person_page", person_id=person.id), 303)


@bp.post("/people/<uuid:person_id>/rank")
@admin
def give_rank(person_id: UUID) -> Response | tuple[str, int]:
    """Say what someone looks after."""
    person = queries.person(person_id)
    form = RankForm()
    if not form.validate():
        return _person_page(person, form), 422
    with transaction():
        actions.give_rank(person, form.chosen(), by=actor(me().id), now=clock.now())
    flash("Saved.", "success")
    return redirect(url_for(".people_page"), 303)


def _person_page(person: Person, form: RankForm) -> str:
    standing = queries.standing(person, now=clock.now())
    obstacle = None
    if person.is_active:
        obstacle = rules.obstacle_to_losing(person.rank, active_admins=queries.active_admins())
    return render_template(
        "accounts/person.html",
        person=person,
        standing=standing,
        until=describe(rules.join_until(person.invited_at), me().zone),
        obstacle=obstacle,
        form=form,
        button=ButtonForm(),
    )
