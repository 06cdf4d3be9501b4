"""Joins Flask-Security to the application: sign-in, new password, change of password.

Its pages are ours (forms, templates, sentences), its mails go through the outbox, its writes end in one
transaction, and nothing it offers beyond that is registered. Passkeys and second factors are features of the
same library: they join here, as settings, forms and templates.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus

from flask import Flask, current_app, flash, make_response, redirect, request, session
from flask_login.utils import _user_context_processor  # type: ignore[import-untyped]  # it has no types
from flask_security import (
    FSQLALiteUserDatastore,
    MailUtil,
    PasswordUtil,
    Security,
    logout_user,
    password_changed,
    password_reset,
    user_authenticated,
)
from werkzeug.wrappers import Response

from app.accounts import notices
from app.accounts.actions import sign_out_everywhere
from app.accounts.forms import AskForPasswordForm, ChangePasswordForm, NewPasswordForm, SignInForm
from app.accounts.guards import admit
from app.accounts.models import NoRole, Person
from app.accounts.navigation import DESK, PROFILE, navigation
from app.accounts.rules import PASSWORD_MIN, RESET_HOURS, leads_here, obstacle_to_password
from app.audit.actions import record
from app.audit.rules import Subject, link_holder
from app.audit.rules import person as actor
from app.core import clock
from app.core.db import db, transaction
from app.core.tokens import token_hash
from app.mail.actions import post
from app.web.policy import Audience, Policy, declare
from app.web.shell import limiter

_RESET_MAIL = "reset"
_CHANGED_MAIL = "changed"
_ASK_AGAIN_AFTER = timedelta(minutes=5)
_ASKING_SECONDS = 0.3
_ON_ITS_WAY = f"If this address has an account, a message with a link is on its way. It works for {RESET_HOURS} hours."

SETTINGS: dict[str, object] = {
    "SECURITY_URL_PREFIX": "/staff",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_RESET_URL": "/new-password",
    "SECURITY_CHANGE_URL": "/profile/password",
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_LOGOUT_METHODS": None,  # our own page, which ends every session
    "SECURITY_FRESHNESS": timedelta(minutes=-1),  # no page asks for a fresh sign-in, so that page is not registered
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_CACHE_CONTROL": None,  # the shell's headers say it for every page
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=RESET_HOURS),
    "SECURITY_POST_LOGIN_VIEW": DESK,
    "SECURITY_POST_RESET_VIEW": "/staff/sign-in",
    "SECURITY_POST_CHANGE_VIEW": PROFILE,
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_FORGOT_PASSWORD_TEMPLATE": "accounts/ask_for_password.html",
    "SECURITY_RESET_PASSWORD_TEMPLATE": "accounts/new_password.html",
    "SECURITY_CHANGE_PASSWORD_TEMPLATE": "accounts/change_password.html",
    # Argon2id with the least that OWASP's Password Storage Cheat Sheet asks for, under a key that no table holds.
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID",
        "argon2__memory_cost": 19_456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    # Links for a new password carry a digest of the hash above; a slow one would tell by the clock who has an account.
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_PASSWORD_LENGTH_MIN": PASSWORD_MIN,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_EMAIL_PLAINTEXT": False,  # the texts are notices, not templates
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_EMAIL_TEMPLATE_PASSWORD_RESET": _RESET_MAIL,
    "SECURITY_EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": _CHANGED_MAIL,
    "SECURITY_EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": _CHANGED_MAIL,
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
        "The address and the password do not go together. Try again, or ask for a new password.",
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET_REQUEST": (_ON_ITS_WAY, "info"),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": (
        f"This link was good for {RESET_HOURS} hours. Ask for another one here.",
        "error",
    ),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": (
        "This link has been used, or is not whole. Ask for another one here.",
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": ("Your new password is set. Sign in with it.", "success"),
    "SECURITY_MSG_PASSWORD_CHANGE": (
        "Your new password is set. You are signed out everywhere else.",
        "success",
    ),
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Enter your e-mail address.", "error"),
    "SECURITY_MSG_INVALID_EMAIL_ADDRESS": ("Enter an e-mail address like name@example.org.", "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Enter your password.", "error"),
    "SECURITY_MSG_INVALID_PASSWORD": ("This is not your password. Try again.", "error"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("This is the password you have. Choose another one.", "error"),
    "SECURITY_MSG_API_ERROR": ("This could not be read. Load the page again and send it once more.", "error"),
}


class People(FSQLALiteUserDatastore):
    """People for Flask-Security, which commits when it likes; here the view's transaction does."""

    def commit(self) -> None:
        """Leave it to `transaction()` around the view."""


class Outgoing(MailUtil):
    """Flask-Security's mails as notices in the outbox."""

    def send_mail(  # noqa: PLR0913, PLR0917 - Flask-Security's signature
        self,
        template: str,
        subject: str,  # noqa: ARG002 - the notice has its own
        recipient: object,  # noqa: ARG002 - the person says it
        sender: object,  # noqa: ARG002 - the outbox knows it
        body: str | None,  # noqa: ARG002 - the notice has its own
        html: str | None,  # noqa: ARG002 - we send plain text
        **context: object,
    ) -> None:
        """Post the notice. A link is sent once in five minutes at most, however often it is asked for."""
        person = context["user"]
        assert isinstance(person, Person)  # noqa: S101 - Flask-Security promises it
        now = clock.now()
        number = token_hash(person.fs_uniquifier)[:16]
        if template == _CHANGED_MAIL:
            post(notices.password_changed(person, occasion=number, at=now), now=now)
            return
        occasion = f"{number}:{int(now.timestamp() // _ASK_AGAIN_AFTER.total_seconds())}"
        address = f"{_address()}/staff/new-password/{context['reset_token']}"
        until = now + timedelta(hours=RESET_HOURS)
        post(notices.new_password(person, address=address, occasion=occasion, until=until), now=now)


class Passwords(PasswordUtil):
    """Our rule for new passwords, asked by Flask-Security's forms."""

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: ARG002, FBT001 - Flask-Security's signature
        **context: object,
    ) -> tuple[list[str] | None, str]:
        """Return what is wrong, if anything, and the password as it is hashed."""
        person = context["user"]
        chosen: str = self.normalize(password)
        obstacle = obstacle_to_password(chosen, name=getattr(person, "name", ""), email=getattr(person, "email", ""))
        return (None if obstacle is None else [obstacle.sentence]), chosen


def init_app(app: Flask) -> None:
    """Let people sign in to `app`, and give its staff pages their navigation."""
    app.config.from_mapping(SETTINGS)
    security = Security(
        app,
        People(db, Person, NoRole),
        login_form=SignInForm,
        forgot_password_form=AskForPasswordForm,
        reset_password_form=NewPasswordForm,
        change_password_form=ChangePasswordForm,
        mail_util_cls=Outgoing,
        password_util_cls=Passwords,
    )
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(lambda _request: None)  # a cookie signs in, no token in an address or header
    user_authenticated.connect(_begin_session, app)
    password_changed.connect(_record_change, app)
    password_reset.connect(_record_reset, app)
    _leave_other_pages_alone(app, security)
    _guard(app, "login", Audience.SIGNED_OUT, _anyone, "10 per minute")
    _guard(app, "forgot_password", Audience.SIGNED_OUT, _anyone, "5 per minute")
    _guard(app, "reset_password", Audience.LINK, _anyone, "10 per minute")
    _guard(app, "change_password", Audience.SIGNED_IN, admit, "10 per minute")
    app.context_processor(navigation)


def sign_out(person: Person, *, now: datetime) -> None:
    """End every session of `person`, this one first."""
    sign_out_everywhere(person, now=now)
    logout_user()
    session.clear()


def _begin_session(_app: Flask, **_extra: object) -> None:
    session["since"] = session["seen"] = clock.now()


def _record_change(_app: Flask, *, user: Person, **_extra: object) -> None:
    record("password changed", Subject("person", user.id), by=actor(user.id), now=clock.now())


def _record_reset(_app: Flask, *, user: Person, **_extra: object) -> None:
    record("password reset", Subject("person", user.id), by=link_holder(user.id), now=clock.now())


def _leave_other_pages_alone(app: Flask, security: Security) -> None:
    """Keep the libraries from asking on every request who is signed in: that alone makes an answer vary by cookie."""
    security.principal.identity_loaders.clear()
    app.template_context_processors[None].remove(_user_context_processor)
    remember = security.login_manager._update_remember_cookie  # noqa: SLF001 - there is no other way to it
    app.after_request_funcs[None].remove(remember)


def _anyone() -> None:
    """Turn nobody away."""


def _guard(app: Flask, name: str, audience: Audience, turned_away: Callable[[], Response | None], limit: str) -> None:
    """Wrap one of Flask-Security's views in what our own views have: a policy, a limit, a transaction, our statuses."""
    endpoint = f"security.{name}"
    view = app.view_functions[endpoint]

    @wraps(view)
    def guarded(**values: str) -> Response:
        away = turned_away()
        if away is not None:
            return away
        if request.method != "POST":
            return make_response(view(**values))
        started = time.monotonic()
        with transaction():
            response = make_response(view(**values))
        if endpoint == "security.forgot_password":
            # Writing a message takes longer than finding nobody: both answers leave at the same time.
            time.sleep(max(0.0, started + _ASKING_SECONDS - time.monotonic()))
        return _answered(response, endpoint)

    limited = limiter.limit(limit, methods=["POST"])(guarded)
    app.view_functions[endpoint] = declare(Policy(audience))(limited)


def _answered(response: Response, endpoint: str) -> Response:
    """Give a sent form the answers of every other form here: elsewhere with 303, and only on this site, or 422."""
    if response.status_code == HTTPStatus.FOUND:
        return redirect(response.location if leads_here(response.location) else DESK, HTTPStatus.SEE_OTHER)
    if endpoint == "security.forgot_password":
        flash(_ON_ITS_WAY, "info")  # the page that was made has shown its own, and is not sent
        return redirect(request.path, HTTPStatus.SEE_OTHER)  # alike for every address, also for what is none
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def _address() -> str:
    return str(current_app.config["ADDRESS"]).rstrip("/")
