"""Joins the parts. Nothing else in the code knows all of them."""

from flask import Flask
from flask_babel import Babel
from flask_mailman import Mail
from huey import Huey

from app.accounts import public_views as accounts
from app.accounts import security
from app.accounts.staff_views import outbox, own, people
from app.campaigns import staff_views as campaigns
from app.config import MailRoute, Queue, RateLimits, Settings, SmtpSecurity
from app.core import clock, db, files, log, tasks
from app.desk import navigation
from app.desk import staff_views as desk
from app.editions import jobs as edition_jobs
from app.editions import public_views as verification
from app.editions import seal
from app.editions import staff_views as editions
from app.editions.releases import release_of
from app.letters import release
from app.letters import staff_views as letters
from app.mail import jobs as mail_jobs
from app.outreach import public_views as invitations
from app.outreach import staff_views as outreach
from app.press import jobs as press_jobs
from app.press import public_views as press
from app.press import staff_views as press_desk
from app.public import jobs as public_jobs
from app.public import public_views as public
from app.signons import public_views as signons
from app.signons.staff_views import organisations
from app.signons.staff_views import sign_ons as team_sign_ons
from app.web import policy, shell

JOBS = (mail_jobs, edition_jobs, press_jobs, public_jobs)
"""Importing them registers what the worker does; named here so that none is forgotten."""


def join(settings: Settings) -> Flask:
    """Join the parts into an application.

    Raises `UnguardedRoute` if any route does not say who may call it.
    """
    app = Flask(__name__, template_folder="web/templates", static_folder="web/static")
    app.config.from_mapping(_flask_settings(settings))
    log.init(settings.log_level)
    db.init_app(app, settings.database_url, connections=settings.threads + 2)
    clock.init_app(app, db.database_now if settings.database_url.startswith("postgresql") else clock.machine)
    files.init_app(app, settings.files_url)
    tasks.init_app(app, _queue(settings))
    seal.init_app(app, settings)
    release.init_app(app, release_of)
    Mail(app)
    Babel(app)
    shell.init_app(app, proxy_hops=settings.proxy_hops)
    security.init_app(app)
    navigation.init_app(app)
    for views in (accounts, own, people, outbox, campaigns, desk, letters, editions, press_desk, press, public):
        app.register_blueprint(views.bp)
    for views in (signons, invitations, outreach, organisations, team_sign_ons, verification):
        app.register_blueprint(views.bp)
    policy.routes(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    secure = settings.secure_cookies
    return {
        "ADDRESS": settings.address,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "COPY_KEY": settings.copy_key.get_secret_value(),
        "SESSION_COOKIE_NAME": "__Host-undersigned" if secure else "undersigned",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURITY_PASSWORD_SALT": settings.password_salt.get_secret_value(),
        "RATELIMIT_ENABLED": settings.rate_limits is RateLimits.ON,
        "MAIL_BACKEND": "smtp" if settings.mail is MailRoute.SMTP else "app.mail.folder",
        "MAIL_FILE_PATH": str(settings.mail_folder),
        "MAIL_DEFAULT_SENDER": settings.mail_from,
        "MAIL_SERVER": settings.smtp_host,
        "MAIL_PORT": settings.smtp_port,
        "MAIL_USERNAME": settings.smtp_user or None,
        "MAIL_PASSWORD": settings.smtp_password.get_secret_value() or None,
        "MAIL_USE_TLS": settings.smtp_security is SmtpSecurity.STARTTLS,
        "MAIL_USE_SSL": settings.smtp_security is SmtpSecurity.TLS,
        "MAIL_TIMEOUT": 20,
    }


def _queue(settings: Settings) -> Huey:
    if settings.queue is Queue.POSTGRES:
        return tasks.postgres_queue(settings.database_url.replace("postgresql+psycopg://", "postgresql://"))
    return tasks.sqlite_queue(str(settings.queue_file))
