"""One's own account: profile, signing out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts import actions
from app.accounts.forms import ButtonForm, ProfileForm
from app.accounts.guards import me, signed_in
from app.accounts.security import sign_out as end_this_session
from app.core import clock
from app.core.db import transaction

bp = Blueprint("profile", __name__, url_prefix="/staff")


@bp.get("/profile")
@signed_in
def profile_page() -> str:
    """One's own account."""
    return render_template("accounts/profile.html", form=ProfileForm(me()), person=me())


@bp.post("/profile")
@signed_in
def change_profile() -> Response | tuple[str, int]:
    """Change name, language and city."""
    form = ProfileForm(me())
    if not form.validate():
        return render_template("accounts/profile.html", form=form, person=me()), 422
    with transaction():
        actions.change_profile(me(), form.profile(), now=clock.now())
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
