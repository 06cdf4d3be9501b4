"""Pages for those who have no password yet, by their link."""

from flask import Blueprint, flash, redirect, render_template
from flask_security import login_user
from werkzeug.wrappers import Response

from app.accounts import actions, queries, setup
from app.accounts.forms import JoinForm, SetUpForm
from app.accounts.models import Person
from app.accounts.navigation import DESK
from app.accounts.rules import obstacle_to_joining
from app.core import clock
from app.core.db import transaction
from app.web.errors import Gone
from app.web.policy import by_link
from app.web.shell import per_person

bp = Blueprint("accounts", __name__, template_folder="templates")


@bp.get("/set-up/<token>")
@by_link("set-up")
def set_up_page(token: str) -> str:
    """Ask for the first person."""
    setup.check(token)
    return render_template("accounts/set_up.html", form=SetUpForm(), token=token)


@bp.post("/set-up/<token>")
@by_link("set-up")
@per_person("20 per minute")
def set_up(token: str) -> Response | tuple[str, int]:
    """Make the first person, and let them in."""
    setup.check(token)
    form = SetUpForm()
    if not form.validate():
        return render_template("accounts/set_up.html", form=form, token=token), 422
    with transaction():
        person = actions.set_up(form.newcomer(), form.entrance(), now=clock.now())
    login_user(person)
    return redirect(DESK, 303)


@bp.get("/join/<token>")
@by_link("invitation")
def join_page(token: str) -> str:
    """Ask for a name and a password."""
    person = _invited_by(token)
    form = JoinForm(email=person.email, name=person.name)
    return render_template("accounts/join.html", form=form, token=token, person=person)


@bp.post("/join/<token>")
@by_link("invitation")
@per_person("20 per minute")
def join(token: str) -> Response | tuple[str, int]:
    """Take up the invitation, and let the person in."""
    person = _invited_by(token)
    form = JoinForm(email=person.email, name=person.name)
    if not form.validate():
        return render_template("accounts/join.html", form=form, token=token, person=person), 422
    with transaction():
        actions.join(person, form.entrance(), now=clock.now())
    login_user(person)
    flash("Welcome. Your account is ready.", "success")
    return redirect(DESK, 303)


def _invited_by(token: str) -> Person:
    person = queries.person_invited_by(token)
    obstacle = obstacle_to_joining(queries.standing(person, now=clock.now()))
    if obstacle is not None:
        raise Gone(obstacle)
    return person
