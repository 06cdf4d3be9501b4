"""Pages of campaigns and their teams."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts import queries as people
from app.accounts.guards import me, signed_in
from app.accounts.rules import Standing
from app.audit.rules import person as actor
from app.campaigns import actions, pictures, queries, rules
from app.campaigns.forms import ButtonForm, CampaignForm, JoinerForm, LetterheadForm, RoleForm
from app.campaigns.guards import my_role, team
from app.campaigns.models import Campaign
from app.campaigns.queries import Teammate
from app.campaigns.rules import ROLE_WORDS, CampaignLetterhead, Role, may
from app.core import clock, files
from app.core.db import transaction
from app.core.errors import Refused
from app.core.versions import version_of
from app.web.shell import per_person

bp = Blueprint("campaigns", __name__, template_folder="templates", url_prefix="/staff/campaigns")

EXPLANATIONS = {role.value: words.partition(": ")[2].capitalize() + "." for role, words in ROLE_WORDS.items()}
NAMES = {role: words.partition(":")[0] for role, words in ROLE_WORDS.items()}


@bp.get("/new")
@signed_in
def new_campaign_page() -> str:
    """Ask what the campaign is."""
    return render_template("campaigns/new.html", form=CampaignForm())


@bp.post("/new")
@signed_in
def begin() -> Response | tuple[str, int]:
    """Begin a campaign, and lead it."""
    form = CampaignForm()
    if not form.validate():
        return render_template("campaigns/new.html", form=form), 422
    with transaction():
        campaign = actions.begin(form.description(), lead=me(), now=clock.now())
    flash("The campaign has begun, and you lead it.", "success")
    return redirect(url_for("desk.campaign_page", campaign_id=campaign.id), 303)


@bp.get("/<uuid:campaign_id>/edit")
@team(Role.LEAD)
def edit_page(campaign: Campaign) -> str:
    """Show name and purpose for change."""
    form = CampaignForm(name=campaign.name, purpose=campaign.purpose)
    return _edit_page(campaign, form)


@bp.post("/<uuid:campaign_id>/edit")
@team(Role.LEAD)
def edit(campaign: Campaign) -> Response | tuple[str, int]:
    """Change name and purpose."""
    form = CampaignForm()
    if not form.validate():
        return _edit_page(campaign, form), 422
    try:
        with transaction():
            base = form.base.data or ""
            actions.describe(campaign, form.description(), base=base, by=actor(me().id), now=clock.now())
    except Refused as refused:
        return _edit_page(campaign, form, refused.obstacle.sentence), 409
    flash("Saved.", "success")
    return redirect(url_for("desk.campaign_page", campaign_id=campaign.id), 303)


@bp.get("/<uuid:campaign_id>/letterhead")
@team(Role.COORDINATOR)
def letterhead_page(campaign: Campaign) -> str:
    """Show what stands on top of the letters, for change."""
    return _letterhead_page(campaign, LetterheadForm(name=campaign.letterhead_name, line=campaign.letterhead_line))


@bp.post("/<uuid:campaign_id>/letterhead")
@team(Role.COORDINATOR)
@per_person("20 per minute")
def set_letterhead(campaign: Campaign) -> Response | tuple[str, int]:
    """Set what stands on top of the letters."""
    form = LetterheadForm()
    if not form.validate():
        return _letterhead_page(campaign, form), 422
    chosen = bool(form.logo.data)
    try:
        picture = pictures.taken(form.logo)
    except Refused as refused:
        return _letterhead_page(campaign, form, refused.obstacle.sentence), 422
    shown_before = "" if form.without_logo.data else campaign.letterhead_logo or ""
    logo = files.digest_of(picture) if picture else shown_before
    letterhead = CampaignLetterhead(form.name.data, form.line.data, logo) if form.name.data else None
    try:
        with transaction():
            base = form.base.data or ""
            actions.set_letterhead(campaign, letterhead, base=base, by=actor(me().id), now=clock.now())
            if picture:
                files.put(picture)  # once nothing stands in the way any more
    except Refused as refused:
        again = " Choose the picture again, too." if chosen else ""
        return _letterhead_page(campaign, form, f"{refused.obstacle.sentence}{again}", is_stale=True), 409
    flash("Saved. Letters without their own letterhead bear it from now on.", "success")
    return redirect(url_for(".letterhead_page", campaign_id=campaign.id), 303)


@bp.get("/<uuid:campaign_id>/letterhead/logo.png")
@team(Role.COORDINATOR)
def letterhead_logo(campaign: Campaign) -> Response:
    """The logo as it is kept."""
    return pictures.shown(campaign.letterhead_logo)


@bp.get("/<uuid:campaign_id>/team")
@team(Role.READER)
def team_page(campaign: Campaign) -> str:
    """Who works on the campaign, and as what."""
    return _team_page(campaign, JoinerForm(), "")


@bp.post("/<uuid:campaign_id>/team")
@team(Role.LEAD)
def add(campaign: Campaign) -> Response | tuple[str, int]:
    """Add someone to the team."""
    form = JoinerForm()
    if not form.validate():
        return _team_page(campaign, form, ""), 422
    try:
        with transaction():
            actions.add_to_team(campaign, form.joiner(), by=me(), now=clock.now())
    except Refused as refused:
        return _team_page(campaign, form, refused.obstacle.sentence), 422
    flash("They are on the team, and a message tells them.", "success")
    return redirect(url_for(".team_page", campaign_id=campaign.id), 303)


@bp.get("/<uuid:campaign_id>/team/<uuid:member_id>")
@team(Role.LEAD)
def member_page(campaign: Campaign, member_id: UUID) -> str:
    """One member, and what can be changed."""
    teammate = queries.teammate(campaign.id, member_id)
    return _member_page(campaign, teammate, RoleForm(role=teammate.member.role.value))


@bp.post("/<uuid:campaign_id>/team/<uuid:member_id>/role")
@team(Role.LEAD)
def give_role(campaign: Campaign, member_id: UUID) -> Response | tuple[str, int]:
    """Change what a member may do."""
    teammate = queries.teammate(campaign.id, member_id)
    form = RoleForm()
    if not form.validate():
        return _member_page(campaign, teammate, form), 422
    with transaction():
        actions.give_role(teammate.member, form.chosen(), by=actor(me().id), now=clock.now())
    flash("Saved.", "success")
    return redirect(url_for(".team_page", campaign_id=campaign.id), 303)


@bp.post("/<uuid:campaign_id>/team/<uuid:member_id>/invitation")
@team(Role.LEAD)
def invite_again(campaign: Campaign, member_id: UUID) -> Response:
    """Send a member who has not joined yet a fresh invitation."""
    teammate = queries.teammate(campaign.id, member_id)
    with transaction():
        actions.invite_again(campaign, teammate.person, by=me(), now=clock.now())
    flash("A new invitation is on its way. The link of the earlier one no longer works.", "success")
    return redirect(url_for(".team_page", campaign_id=campaign.id), 303)


@bp.post("/<uuid:campaign_id>/team/<uuid:member_id>/removal")
@team(Role.LEAD)
def remove(campaign: Campaign, member_id: UUID) -> Response:
    """Take a member out of the team."""
    teammate = queries.teammate(campaign.id, member_id)
    with transaction():
        actions.remove(teammate.member, by=actor(me().id), now=clock.now())
    flash("They are no longer on the team.", "success")
    if teammate.person.id == me().id:
        return redirect(url_for("desk.desk_page"), 303)
    return redirect(url_for(".team_page", campaign_id=campaign.id), 303)


def _edit_page(campaign: Campaign, form: CampaignForm, refusal: str = "") -> str:
    if refusal or not form.base.data:
        form.base.data = version_of(campaign.name, campaign.purpose)
    return render_template("campaigns/edit.html", campaign=campaign, form=form, refusal=refusal)


def _letterhead_page(campaign: Campaign, form: LetterheadForm, refusal: str = "", *, is_stale: bool = False) -> str:
    if is_stale or not form.base.data:
        form.base.data = version_of(campaign.letterhead_name, campaign.letterhead_line, campaign.letterhead_logo or "")
    return render_template(
        "campaigns/letterhead.html",
        campaign=campaign,
        form=form,
        refusal=refusal,
        is_stale=is_stale,
        accepted=pictures.ACCEPTED,
    )


def _team_page(campaign: Campaign, form: JoinerForm, refusal: str) -> str:
    now = clock.now()
    return render_template(
        "campaigns/team.html",
        campaign=campaign,
        team=[(each, people.standing(each.person, now=now)) for each in queries.team(campaign.id)],
        leads=may(my_role(), Role.LEAD),
        names=NAMES,
        explanations=EXPLANATIONS,
        me=me(),
        form=form,
        refusal=refusal,
    )


def _member_page(campaign: Campaign, teammate: Teammate, form: RoleForm) -> str:
    standing = people.standing(teammate.person, now=clock.now())
    return render_template(
        "campaigns/member.html",
        campaign=campaign,
        member=teammate.member,
        person=teammate.person,
        standing=standing,
        is_waiting=standing in {Standing.INVITED, Standing.EXPIRED},
        obstacle=rules.obstacle_to_leaving(teammate.member.role, leads=queries.leads(campaign.id)),
        explanations=EXPLANATIONS,
        form=form,
        button=ButtonForm(),
    )
