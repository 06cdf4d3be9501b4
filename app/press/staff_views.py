"""The press desk: who may read early, how far they came, which copy is whose, what the press page says."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.guards import me
from app.audit.rules import person
from app.campaigns.rules import Role
from app.core import clock
from app.core.db import transaction
from app.core.errors import Refused
from app.core.versions import version_of
from app.core.wall_time import city, short
from app.editions import queries as editions
from app.letters import queries as letters
from app.letters.guards import letter_team
from app.letters.models import Letter
from app.press import actions, notices, queries, rules
from app.press.copying import copy_key
from app.press.forms import ButtonForm, InviteForm, PressTextForm, QuoteForm, TraceForm
from app.press.queries import Guest, ListedGuest, TracedCopy
from app.press.reading import uncountable
from app.press.rules import ProgressWords
from app.press.tracing import trace
from app.press.verdicts import verdict
from app.rendering.failures import TypesettingFailed
from app.rendering.stamps.copies import isolated
from app.web import shell

bp = Blueprint("press_staff", __name__, template_folder="templates", url_prefix="/staff/letters/<uuid:letter_id>/press")

_MOST_TRACED = 5
_DOWNLOADS_SHOWN = 5
_WORDS = "words"


@dataclass(frozen=True, slots=True)
class Row:
    """One journalist on the press desk, in words."""

    guest: Guest
    stands: ProgressWords
    copy_number: int | None
    city: str
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class TracedRow:
    """A copy that was looked up, with its last downloads: each instant, and in words."""

    found: TracedCopy
    downloads: tuple[tuple[str, str], ...]


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """Let a file that turned up be larger than what forms send else. The token of a form is read before any view."""
    if endpoint == f"{bp.name}.{trace_file.__name__}":
        shell.make_room_for_a_pdf()


@bp.get("")
@letter_team(Role.PRESS_OFFICER)
def desk_page(letter: Letter) -> str:
    """Who may read early, and a form to invite more."""
    return _desk_page(letter, InviteForm(city=me().zone))


@bp.post("/invite")
@letter_team(Role.PRESS_OFFICER)
def invite(letter: Letter) -> Response | tuple[str, int]:
    """Invite a journalist."""
    form = InviteForm(city=me().zone)
    if not form.validate():
        return _desk_page(letter, form), 422
    try:
        with transaction():
            actions.invite(letter, form.journalist(), by=person(me().id), now=clock.now())
    except Refused as refused:
        return _desk_page(letter, form, refusal=refused.obstacle.sentence), 409
    return _back(letter, f"The invitation to {form.journalist().name} is on its way.")


@bp.post("/contacts/<uuid:contact_id>/invite")
@letter_team(Role.PRESS_OFFICER)
def invite_contact(letter: Letter, contact_id: UUID) -> Response:
    """Invite a journalist the campaign knows; or again, whoever was shut out."""
    contact = queries.contact(letter.campaign_id, contact_id)
    with transaction():
        actions.invite_contact(letter, contact, by=person(me().id), now=clock.now())
    return _back(letter, f"The invitation to {contact.name} is on its way.")


@bp.post("/grants/<uuid:grant_id>/send")
@letter_team(Role.PRESS_OFFICER)
def send_again(letter: Letter, grant_id: UUID) -> Response:
    """Send the link once more."""
    guest = queries.guest_of(letter.id, grant_id)
    with transaction():
        actions.send_again(letter, guest, by=person(me().id), now=clock.now())
    return _back(letter, f"The link is on its way to {guest.contact.name} again.")


@bp.post("/grants/<uuid:grant_id>/revoke")
@letter_team(Role.PRESS_OFFICER)
def revoke(letter: Letter, grant_id: UUID) -> Response:
    """Shut a journalist out, at once."""
    guest = queries.guest_of(letter.id, grant_id)
    with transaction():
        actions.revoke(letter, guest, by=person(me().id), now=clock.now())
    return _back(letter, f"{guest.contact.name} is shut out. Neither their link nor an open page shows anything now.")


@bp.post("/trace")
@letter_team(Role.PRESS_OFFICER)
@shell.per_person("10 per minute")
def trace_file(letter: Letter) -> Response | tuple[str, int]:
    """Look through a file that turned up. Neither the file nor what it says is kept; that someone looked is."""
    form = TraceForm()
    if not form.validate():
        return _desk_page(letter, InviteForm(city=me().zone), trace_form=form), 422
    with transaction():  # let go before the file is looked through
        numbers = queries.copy_numbers(letter.campaign_id)
    try:
        traced = trace(form.pdf(), numbers, key=copy_key())
    except TypesettingFailed as failed:
        return _desk_page(letter, InviteForm(city=me().zone), trace_form=form, refusal=failed.obstacle.sentence), 409
    with transaction():
        actions.note_trace(letter, traced, by=person(me().id), now=clock.now())
    flash(" ".join((*verdict(traced), *_made_for(letter, traced.numbers))))
    shown = {"copy": traced.numbers, "by": _WORDS} if traced.numbers else {"copy": traced.printed_alone}
    return redirect(url_for(".desk_page", letter_id=letter.id, **shown, _anchor="trace"), 303)


@bp.get("/page")
@letter_team(Role.PRESS_OFFICER)
def page_page(letter: Letter) -> str:
    """What the press page says above the letter."""
    words = queries.press_page(letter.id)
    return _page_page(
        letter, PressTextForm(data={"headline": words.headline, "intro": words.intro}), QuoteForm(formdata=None)
    )


@bp.post("/page")
@letter_team(Role.PRESS_OFFICER)
def write_page(letter: Letter) -> Response | tuple[str, int]:
    """Save headline and introduction."""
    form = PressTextForm()
    if not form.validate():
        return _page_page(letter, form, QuoteForm(formdata=None)), 422
    try:
        with transaction():
            base = form.base.data or ""
            actions.write_press_text(letter, form.words(), base=base, by=person(me().id), now=clock.now())
    except Refused as refused:
        return _page_page(letter, form, QuoteForm(formdata=None), refusal=refused.obstacle.sentence), 409
    flash("Headline and introduction are saved.")
    return redirect(url_for(".page_page", letter_id=letter.id), 303)


@bp.post("/quotes")
@letter_team(Role.PRESS_OFFICER)
def add_quote(letter: Letter) -> Response | tuple[str, int]:
    """Add a quote."""
    form, words = QuoteForm(), queries.press_page(letter.id)
    text_form = PressTextForm(formdata=None, data={"headline": words.headline, "intro": words.intro})
    if not form.validate():
        return _page_page(letter, text_form, form), 422
    try:
        with transaction():
            actions.add_quote(letter, form.said(), by=person(me().id), now=clock.now())
    except Refused as refused:
        return _page_page(letter, text_form, form, refusal=refused.obstacle.sentence), 409
    flash("The quote is on the press page.")
    return redirect(url_for(".page_page", letter_id=letter.id), 303)


@bp.post("/quotes/<uuid:quote_id>/remove")
@letter_team(Role.PRESS_OFFICER)
def remove_quote(letter: Letter, quote_id: UUID) -> Response:
    """Take a quote off the press page."""
    quote = queries.quote(letter.id, quote_id)
    with transaction():
        actions.remove_quote(letter, quote, by=person(me().id), now=clock.now())
    flash("The quote is off the press page.")
    return redirect(url_for(".page_page", letter_id=letter.id), 303)


def _back(letter: Letter, said: str) -> Response:
    flash(said)
    return redirect(url_for(".desk_page", letter_id=letter.id), 303)


def _desk_page(letter: Letter, form: InviteForm, *, trace_form: TraceForm | None = None, refusal: str = "") -> str:
    edition = editions.press_edition(letter.id)
    obstacle = rules.obstacle_to_inviting(actions.press_reading(edition, now=clock.now()))
    typed = request.args.getlist("copy")[:_MOST_TRACED]
    return render_template(
        "press/desk.html",
        letter=letter,
        form=form,
        trace_form=trace_form or TraceForm(formdata=None),
        wrong=trace_form or form,
        button=ButtonForm(formdata=None),
        refusal=refusal,
        obstacle=obstacle,
        until=notices.until(actions.hour(edition), me().zone) if edition is not None and obstacle is None else "",
        ladder=notices.elsewhere(actions.hour(edition), me().zone) if edition is not None else "",
        guests=[_row(each) for each in queries.guests(letter.id)],
        known=queries.contacts_to_invite(letter),
        typed=", ".join(typed),
        is_by_words=request.args.get("by") == _WORDS,
        traced=[found for each in typed if (found := _traced(letter, each)) is not None],
    )


def _row(listed: ListedGuest) -> Row:
    grant = listed.guest.grant
    return Row(
        guest=listed.guest,
        stands=rules.progress_words(
            listed.steps, granted_at=grant.granted_at, last_download_at=listed.last_download_at, zone=me().zone
        ),
        copy_number=listed.copy_number,
        city=city(listed.guest.contact.zone),
        is_revoked=grant.revoked_at is not None,
    )


def _traced(letter: Letter, typed: str) -> TracedRow | None:
    number = rules.copy_number(typed)
    found = queries.find_traced_copy(letter.campaign_id, number) if number is not None else None
    if found is None:
        return None
    last = found.downloaded_at[-_DOWNLOADS_SHOWN:]
    return TracedRow(found, tuple((each.isoformat(), short(each, me().zone)) for each in last))


def _made_for(letter: Letter, numbers: Sequence[int]) -> list[str]:
    """For whom each of these copies was made, a sentence each; of copies of other campaigns nothing."""
    found = (queries.find_traced_copy(letter.campaign_id, number) for number in numbers)
    whose = ((each.copy.number, each.guest.contact) for each in found if each is not None)
    return [f"Copy {number} was made for {isolated(each.name)}, {isolated(each.outlet)}." for number, each in whose]


def _page_page(letter: Letter, form: PressTextForm, quote_form: QuoteForm, *, refusal: str = "") -> str:
    stored = queries.press_page(letter.id)
    if refusal or not form.base.data:
        form.base.data = version_of(stored.headline, stored.intro)
    return render_template(
        "press/page.html",
        letter=letter,
        form=form,
        quote_form=quote_form,
        button=ButtonForm(formdata=None),
        quotes=stored.quotes,
        refusal=refusal,
        stored=stored,
        not_shown=uncountable(letter.id, letters.press_material(letter.id).parts()),
    )
