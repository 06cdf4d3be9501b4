"""The page of a personal invitation: read, sign, or say that you will not. No account is needed."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.db import transaction
from app.core.errors import Obstacle
from app.letters import queries as letters
from app.outreach import actions, queries, rules
from app.outreach.queries import Asked
from app.outreach.rules import Standing
from app.signons.public_views import Offer, answer_to_wrong, check_your_mail_page, signing_form, signing_page
from app.web.errors import Gone
from app.web.policy import by_link
from app.web.shell import per_person

bp = Blueprint("invitations", __name__, template_folder="templates", url_prefix="/invitation")

_REPLACED = Obstacle("A newer message with a new link was sent to you. Open that one.")


@bp.get("/<token>")
@by_link("invitation")
def invitation_page(token: str) -> str:
    """Show the text in full, then ask for the name, which we know."""
    asked = _asked(token)
    offer = _offer(asked, token)
    form = signing_form(asked.letter, offer.revision, name=asked.invitation.organisation_name)
    return signing_page(asked.letter, form, offer)


@bp.post("/<token>")
@by_link("invitation")
@per_person("20 per minute")
def sign(token: str) -> Response | tuple[str, int]:
    """Take the organisation's consent."""
    asked = _asked(token)
    offer = _offer(asked, token)
    form = signing_form(asked.letter, offer.revision)
    answer = answer_to_wrong(asked.letter, form, offer)
    if answer is not None:
        return answer
    with transaction():
        actions.sign(asked, form.application(), now=clock.now())
    return redirect(url_for(".sent_page", token=token), 303)


@bp.get("/<token>/sent")
@by_link("invitation")
def sent_page(token: str) -> str:
    """Say that nothing is signed before the button in the mail."""
    return check_your_mail_page(_asked(token).letter, again=url_for(".invitation_page", token=token))


@bp.post("/<token>/decline")
@by_link("invitation")
@per_person("20 per minute")
def decline(token: str) -> Response:
    """Note that the organisation will not sign."""
    with transaction():
        actions.decline(_asked(token), now=clock.now())
    flash("Thank you for telling us. Nobody will remind you. If you change your mind, sign below.")
    return redirect(url_for(".invitation_page", token=token), 303)


def _asked(token: str) -> Asked:
    """Find the invitation. Raises `NotFound`, and `Gone` for a link that a reminder has replaced."""
    asked = queries.asked_by(token)
    if not asked.is_newest:
        raise Gone(_REPLACED)
    return asked


def _offer(asked: Asked, token: str) -> Offer:
    return Offer(
        letters.text_to_sign(asked.letter),
        action=url_for(".sign", token=token),
        decline="" if asked.standing is Standing.DECLINED else url_for(".decline", token=token),
        obstacle=rules.obstacle_to_signing_again(asked.standing),
    )
