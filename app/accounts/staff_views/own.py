"""One's own account: profile, signing out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts import actions
from app.accounts.forms import ButtonForm, ProfileForm
from app.accounts.guards import me, signed_in
from app.accounts.security import sign_out as end_this_session
from app.core import clock
from app.core.db import transaction
from app.core.errors import Refused
from app.core.versions import version_of

bp = Blueprint("profile", __name__, url_prefix="/staff")


@bp.get("/profile")
@signed_in
def profile_page() -> str:
    """One's own account."""
    return _profile_page(ProfileForm(me()))


@bp.post("/profile")
@signed_in
def change_profile() -> Response | tuple[str, int]:
    """Change name, language and city."""
    form = ProfileForm(me())
    if not form.validate():
        return _profile_page(form), 422
    try:
        with transaction():
            actions.change_profile(me(), form.profile(), base=form.base.data or "", now=clock.now())
    except Refused as refused:
        return _profile_page(form, refused.obstacle.sentence), 409
    flash("Your account is up to date.", "success")
    return redirect(url_for(".profile_page"), 303)


@bp.get("/sign-out")
@signed_in
def sign_out_page() -> str:
    """Ask before signing out, because it concerns every device."""
    return render_template("accounts/sign_out.html", form=ButtonForm())


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End every session of whoever is signed in."""
    with transaction():
        end_this_session(me(), now=clock.now())
    flash("You are signed out.", "success")
    return redirect(url_for("security.login"), 303)


def _profile_page(form: ProfileForm, refusal: str = "") -> str:
    person = me()
    if refusal or not form.base.data:
        form.base.data = version_of(person.name, person.locale, person.zone)
    saved = (person.name, form.label_of(form.locale, person.locale), form.label_of(form.zone, person.zone))
    return render_template("accounts/profile.html", form=form, person=person, saved=saved, refusal=refusal)
