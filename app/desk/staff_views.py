"""The desk: all letters, one campaign, one letter."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts.guards import me, signed_in
from app.audit.rules import person
from app.campaigns import queries as campaigns
from app.campaigns.guards import my_role, team
from app.campaigns.models import Campaign
from app.campaigns.rules import Role, may
from app.core import clock
from app.core.db import transaction
from app.desk import actions, queries
from app.desk.forms import NewLetterForm
from app.desk.rules import Standing
from app.letters import actions as letter_actions
from app.letters.front_matter import LetterFileProblem
from app.letters.guards import letter_team
from app.letters.models import Letter
from app.rendering.templates_on_disk import letter_templates

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
    return _new_letter_page(campaign, NewLetterForm(templates=_templates()))


@bp.post("/campaigns/<uuid:campaign_id>/letters/new")
@team(Role.COORDINATOR)
def start_letter(campaign: Campaign) -> Response | tuple[str, int]:
    """Begin a letter."""
    form = NewLetterForm(templates=_templates())
    if not form.validate():
        return _new_letter_page(campaign, form), 422
    try:
        folder = form.folder()
    except LetterFileProblem as problem:
        return _new_letter_page(campaign, form, refusal=str(problem)), 422
    with transaction():
        if folder is None:
            letter = letter_actions.start_letter(campaign.id, form.text(), by=person(me().id), now=clock.now())
        else:
            letter = actions.bring_in(campaign.id, folder, by=person(me().id), now=clock.now())
    flash("The letter is here. Read it once as your readers will.")
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
        strip=[each.value for each in Standing],
        may_write=may(my_role(), Role.COORDINATOR),
    )


def _templates() -> tuple[tuple[str, str], ...]:
    return tuple((each.key, each.name) for each in letter_templates())


def _new_letter_page(campaign: Campaign, form: NewLetterForm, *, refusal: str = "") -> str:
    return render_template("desk/new_letter.html", campaign=campaign, form=form, refusal=refusal)
