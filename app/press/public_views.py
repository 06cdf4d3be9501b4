"""The pages of journalists: the terms behind their link, and the room with the letter."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask import Response as Page
from werkzeug.wrappers import Response

from app.core import clock, files
from app.core.db import transaction
from app.core.errors import NotFound, Obstacle, refuse_if
from app.core.wall_time import remaining
from app.editions import queries as editions
from app.editions.models import Edition
from app.editions.rules import Reading
from app.letters import queries as letters
from app.letters.models import Letter
from app.letters.on_screen import document_on_screen
from app.press import actions, copying, guards, notices, queries, rules
from app.press.forms import AcceptForm, ButtonForm
from app.press.guards import grant_holder
from app.press.queries import Guest
from app.press.reading import document, read_page
from app.rendering.failures import TypesettingFailed
from app.web import policy, shell
from app.web.errors import Gone

bp = Blueprint("press", __name__, template_folder="templates", url_prefix="/press")

_WITH_BYTES = frozenset({200, 206})
ENDED = {
    Reading.KILLED: "The letter was withdrawn before its release. Do not publish it, and delete your copy.",
    Reading.WITHDRAWN: "The letter was withdrawn. Please do not publish it any more.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a journalist may have now: a letter and its newest edition, under embargo or public."""

    letter: Letter
    edition: Edition
    is_public: bool


@bp.get("/<token>")
@policy.by_link("grant")
def landing_page(token: str) -> str:
    """The notice and the terms. Neither title nor names: whoever opens this has promised nothing yet."""
    guest = queries.guest_by_token(token)
    return _landing_page(token, guest, _shown_to(guest, now=clock.now()), AcceptForm(formdata=None))


@bp.post("/<token>")
@policy.by_link("grant")
@shell.per_person("20 per minute")
def enter(token: str) -> Response | tuple[str, int]:
    """Accept the terms, or go on where they were accepted. From here on the link is out of the address."""
    guest = queries.guest_by_token(token)
    shown = _shown_to(guest, now=clock.now())
    if guest.grant.accepted_at is None:
        form = AcceptForm()
        if not form.validate():
            return _landing_page(token, guest, shown, form), 422
        with transaction():
            actions.accept(shown.letter, guest, now=clock.now())
    guards.hold(guest)
    return redirect(url_for(".room_page", grant_id=guest.grant.id), 303)


@bp.get("/room/<uuid:grant_id>")
@grant_holder
def room_page(guest: Guest) -> str:
    """The letter with what a newsroom needs: under embargo, and free after the lift."""
    return _room_page(guest, _shown_to(guest, now=clock.now()))


@bp.post("/room/<uuid:grant_id>/copy")
@grant_holder
@shell.per_person("20 per minute")
def get_copy(guest: Guest) -> Response | tuple[str, int]:
    """Make the numbered copy, once. The number is kept first, so that stamping holds up nobody else's writing."""
    shown = _shown_to(guest, now=clock.now())
    refuse_if(rules.obstacle_to_a_copy(is_public=shown.is_public))
    with transaction():
        copy = actions.number_copy(shown.letter, guest, shown.edition, now=clock.now())
    if not copy.file:
        try:
            stamped = copying.stamp(copy, guest, shown.edition)
        except TypesettingFailed as failed:
            return _room_page(guest, shown, refusal=failed.obstacle.sentence), 409
        with transaction():
            actions.keep_copy(copy, stamped)
    name = editions.embargoed_file_name(shown.edition)
    return redirect(url_for(".copy_file", grant_id=guest.grant.id, name=name), 303)


@bp.get("/room/<uuid:grant_id>/<name>")
@grant_holder
def copy_file(guest: Guest, name: str) -> Response:
    """The stored bytes of the copy, or a part. Every time is written down; after the lift the public page answers."""
    shown = _shown_to(guest, now=clock.now())
    copy = queries.find_copy(guest.grant.id, shown.edition.id)
    if copy is None or not copy.file or name != editions.embargoed_file_name(shown.edition):
        raise NotFound
    if shown.is_public:
        return redirect(actions.public_address(shown.letter.slug), 303)
    content = files.get(copy.file)
    answer = Page(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # Parts, but no validator: nothing under embargo is to be recognised again.
    answer.make_conditional(request, accept_ranges=True, complete_length=len(content))
    if request.method == "GET" and answer.status_code in _WITH_BYTES:
        with transaction():
            actions.log_download(copy, now=clock.now())
    return answer


def _shown_to(guest: Guest, *, now: datetime) -> Shown:
    """Return what this journalist may have now. Raises `Gone` where it ended, `NotFound` unsealed."""
    guards.refuse_revoked(guest)
    letter = letters.letter(guest.grant.letter_id)
    edition = editions.press_edition(letter.id)
    reading = actions.press_reading(edition, now=now)
    if edition is None or reading is Reading.NOTHING:
        raise NotFound
    if reading in ENDED:
        raise Gone(Obstacle(f"{ENDED[reading]} {edition.reason}".strip()))
    return Shown(letter, edition, is_public=reading is Reading.CLEAN)


def _landing_page(token: str, guest: Guest, shown: Shown, form: AcceptForm) -> str:
    if shown.is_public:
        return render_template("press/landing_public.html", address=actions.public_address(shown.letter.slug))
    return render_template(
        "press/landing.html",
        token=token,
        guest=guest,
        form=form,
        until=notices.until(actions.hour(shown.edition), guest.contact.zone),
        ladder=notices.elsewhere(actions.hour(shown.edition), guest.contact.zone),
        terms=rules.TERMS,
    )


def _room_page(guest: Guest, shown: Shown, *, refusal: str = "") -> str:
    edition = shown.edition
    sealed, read = editions.sealed_content(edition), document(edition)
    return render_template(
        "press/room_public.html" if shown.is_public else "press/room.html",
        guest=guest,
        edition=edition,
        until=notices.until(actions.hour(edition), guest.contact.zone),
        ladder=notices.elsewhere(actions.hour(edition), guest.contact.zone),
        left=remaining(clock.now(), edition.lift_at),
        refusal=refusal,
        button=ButtonForm(formdata=None),
        copy=queries.find_copy(guest.grant.id, edition.id),
        file_name=editions.clean_file_name(edition) if shown.is_public else editions.embargoed_file_name(edition),
        document=read,
        on_screen=document_on_screen(read),
        countries=rules.by_country(sealed.roll.names),
        page=read_page(queries.press_page(shown.letter.id), edition),
        address=actions.public_address(shown.letter.slug),
    )
