"""Outgoing mail, for admins."""

from pathlib import Path
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts import actions
from app.accounts.forms import ButtonForm
from app.accounts.guards import admin, me
from app.audit.rules import person as actor
from app.core import clock
from app.core.db import transaction
from app.core.wall_time import short
from app.mail import queries
from app.mail.folder import newest_messages

bp = Blueprint("outbox", __name__, url_prefix="/staff")
SHOWN = 100


@bp.get("/outbox")
@admin
def outbox_page() -> str:
    """Where outgoing mail stands; where it goes into a folder, the mail itself."""
    goes_to_folder = current_app.config["MAIL_BACKEND"] != "smtp"
    messages = newest_messages(Path(current_app.config["MAIL_FILE_PATH"]), limit=SHOWN) if goes_to_folder else []
    return render_template(
        "accounts/outbox.html",
        counts=queries.counts(),
        failed=queries.failed(limit=SHOWN),
        goes_to_folder=goes_to_folder,
        messages=[(each, short(each.sent_at, me().zone)) for each in messages],
        form=ButtonForm(),
    )


@bp.post("/outbox/<uuid:message_id>/try-again")
@admin
def try_again(message_id: UUID) -> Response:
    """Put a message that was given up back in line."""
    with transaction():
        actions.try_mail_again(queries.message(message_id), by=actor(me().id), now=clock.now())
    flash("The message is back in line.", "success")
    return redirect(url_for(".outbox_page"), 303)
