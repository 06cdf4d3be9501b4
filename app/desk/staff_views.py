"""The desk: all letters, one campaign, one letter."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts.guards import me, signed_in
from app.audit.rules import person
from app.campaigns import pictures
from app.campaigns import queries as campaigns
from app.campaigns.guards import my_role, team
from app.campaigns.models import Campaign
from app.campaigns.rules import Role, may
from app.core import clock, files
from app.core.db import transaction
from app.core.errors import NotFound, Refused
from app.desk import actions, queries, rules
from app.desk.forms import NewLetterForm, TemplateChoiceForm
from app.editions import queries as editions
from app.editions.typesetting import PICTURE_WIDTH
from app.letters import actions as letter_actions
from app.letters import queries as letters
from app.letters.forms import ButtonForm
from app.letters.front_matter import LetterFileProblem
from app.letters.guards import letter_team
from app.letters.letter_file import LetterFolder
from app.letters.models import Letter
from app.letters.rules import doubts_about_dates, doubts_about_release, doubts_about_signing, obstacle_to_editing
from app.rendering.document import Paper
from app.rendering.page_pictures import size_of_picture
from app.rendering.templates_on_disk import (
    beside_a_letter,
    kinds_of_letter,
    letter_template,
    letter_templates,
    preview_picture,
)
from app.web.filters import date_order
from app.web.shell import per_person

bp = Blueprint("desk", __name__, template_folder="templates", url_prefix="/staff")


@bp.get("/")
@signed_in
def desk_page() -> str:
    """Everything on my desk: campaigns and their letters."""
    return render_template(
        "desk/desk.html", places=campaigns.places(me().id), cards=queries.cards(me().id, now=clock.now())
    )


@bp.get("/campaigns/<uuid:campaign_id>")
@team(Role.READER)
def campaign_page(campaign: Campaign) -> str:
    """One campaign: its letters, and who works on it."""
    return render_template(
        "desk/campaign.html",
        campaign=campaign,
        cards=[card for card in queries.cards(me().id, now=clock.now()) if card.campaign.id == campaign.id],
        may_write=may(my_role(), Role.COORDINATOR),
        may_lead=may(my_role(), Role.LEAD),
    )


@bp.get("/campaigns/<uuid:campaign_id>/letters/new")
@team(Role.COORDINATOR)
def new_letter_page(campaign: Campaign) -> str:
    """Three ways to begin: from a template, with pasted text, from a letter folder."""
    return _new_letter_page(campaign, NewLetterForm(templates=kinds_of_letter()))


@bp.post("/campaigns/<uuid:campaign_id>/letters/new")
@team(Role.COORDINATOR)
@per_person("20 per minute")
def start_letter(campaign: Campaign) -> Response | tuple[str, int]:
    """Begin a letter."""
    form = NewLetterForm(templates=kinds_of_letter())
    if not form.validate():
        return _new_letter_page(campaign, form), 422
    try:
        folder = form.folder()
    except LetterFileProblem as problem:
        return _new_letter_page(campaign, form, refusal=str(problem)), 422
    try:
        kept = pictures.kept_files(folder.pictures, where=folder.where_named) if folder else {}
        with transaction():
            if folder is None:
                letter = letter_actions.start_letter(campaign.id, form.text(), by=person(me().id), now=clock.now())
            else:
                letter = actions.bring_in(campaign.id, folder, kept=kept, by=person(me().id), now=clock.now())
    except Refused as refused:
        return _new_letter_page(campaign, form, refusal=refused.obstacle.sentence), 409
    flash("The letter is here. Read it once as your readers will.")
    if folder is not None:
        if others := letters.others_with_text(letter, letters.newest_text(letter).fingerprint):
            flash(rules.standing_already(len(others)))
        _flash_remarks(letter, folder)
    return redirect(url_for(".letter_page", letter_id=letter.id), 303)


@bp.get("/letters/<uuid:letter_id>")
@letter_team(Role.READER)
def letter_page(letter: Letter) -> str:
    """Where the letter stands, and what to do next."""
    home = queries.home(letter, now=clock.now())
    return render_template(
        "desk/letter.html",
        home=home,
        letter=letter,
        campaign=campaigns.place(letter.campaign_id, person_id=me().id).campaign,
        people={each.person.id: each.person.name for each in home.team},
        may_write=may(my_role(), Role.COORDINATOR),
    )


@bp.get("/letters/<uuid:letter_id>/gallery")
@letter_team(Role.COORDINATOR)
def gallery_page(letter: Letter) -> str:
    """The letter in every template, as pictures of its pages."""
    return _gallery_page(letter)


@bp.post("/letters/<uuid:letter_id>/gallery")
@letter_team(Role.COORDINATOR)
def request_gallery(letter: Letter) -> Response:
    """Have the letter set in every template."""
    with transaction():
        actions.request_gallery(letter, by=person(me().id), now=clock.now())
    flash("The letter is being set in every kind. It takes a few seconds.")
    return redirect(url_for(".gallery_page", letter_id=letter.id), 303)


@bp.post("/letters/<uuid:letter_id>/gallery/<key>/choice")
@letter_team(Role.COORDINATOR)
def choose_template(letter: Letter, key: str) -> Response | tuple[str, int]:
    """Save the letter in this template, as its next revision."""
    form = TemplateChoiceForm()
    try:
        with transaction():
            actions.choose_template(letter, key, base_number=form.base(), by=person(me().id), now=clock.now())
    except Refused as refused:
        return _gallery_page(letter, refusal=refused.obstacle.sentence), 409
    flash(f"The letter is set as “{letter_template(key).name}” from now on.")
    return redirect(url_for(".gallery_page", letter_id=letter.id), 303)


@bp.get("/letters/<uuid:letter_id>/gallery/<key>/sample.png")
@letter_team(Role.COORDINATOR)
def template_sample(letter: Letter, key: str) -> Response:
    """What the sample of a template looks like, before this letter was set in it."""
    del letter
    return Response(preview_picture(key), mimetype="image/png")


@bp.get("/letters/<uuid:letter_id>/gallery/<key>/<int(max=99):page>.png")
@letter_team(Role.COORDINATOR)
def gallery_picture(letter: Letter, key: str, page: int) -> Response:
    """One page of the letter in a template."""
    stored = editions.print_in(letter.id, key).pictures.split()
    if not 1 <= page <= len(stored):
        raise NotFound
    return Response(files.get_locked(stored[page - 1]), mimetype="image/png")


@bp.get("/letters/<uuid:letter_id>/gallery/<key>/print.pdf")
@letter_team(Role.COORDINATOR)
def gallery_file(letter: Letter, key: str) -> Response:
    """The letter in a template, to be printed."""
    stored = editions.print_in(letter.id, key).file
    if stored is None:
        raise NotFound
    return Response(files.get_locked(stored), mimetype="application/pdf")


def _flash_remarks(letter: Letter, folder: LetterFolder) -> None:
    """Say what is worth a look: about its moments all of it, because those of signing are not kept."""
    now, order = clock.now(), date_order()
    doubts = (
        *doubts_about_release(folder.embargo, deadline_at=folder.signing_ends_at, now=now, order=order),
        *doubts_about_dates(folder.text.date, lift=folder.embargo, as_of=folder.as_of, now=now, order=order),
        *doubts_about_signing(folder.signing_until, now=now, order=order),
    )
    for sentence in filter(None, (rules.before_opening(beside_a_letter(folder.text.template)), *doubts)):
        flash(sentence)
    if remarks := editions.remarks(letter, where=folder.where):
        # Their number alone: what is flashed travels in the cookie of the session, which browsers drop if it is long.
        flash(rules.worth_a_look(len(remarks)))


def _gallery_page(letter: Letter, *, refusal: str = "") -> str:
    prints = editions.gallery(letter.id)
    newest, text = letters.newest_text(letter), editions.current_text(letter)
    return render_template(
        "desk/gallery.html",
        letter=letter,
        shown=[(template, prints.get(template.key)) for template in letter_templates()],
        asked_at=max((each.requested_at for each in prints.values()), default=None),
        is_waiting=any(each.done_at is None for each in prints.values()),
        chosen=text.template,
        size=size_of_picture(text.paper, width=PICTURE_WIDTH),
        sample_size=size_of_picture(Paper.A4, width=PICTURE_WIDTH),
        is_draft=obstacle_to_editing(letter.state) is None,
        form=ButtonForm(),
        choice=TemplateChoiceForm(number=newest.number),
        refusal=refusal,
    )


def _new_letter_page(campaign: Campaign, form: NewLetterForm, *, refusal: str = "") -> str:
    return render_template(
        "desk/new_letter.html", campaign=campaign, form=form, refusal=refusal, accepted=pictures.ACCEPTED
    )
