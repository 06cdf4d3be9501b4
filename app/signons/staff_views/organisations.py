"""The directory of a campaign, with how many of its letters each organisation stands under.

These pages stand here because an organisation's entry does not know what it has signed.
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts.guards import me
from app.audit.rules import person
from app.campaigns.guards import my_role, team
from app.campaigns.models import Campaign
from app.campaigns.rules import Role, may
from app.core import clock
from app.core.db import transaction
from app.core.errors import Refused
from app.organisations import actions
from app.organisations.countries import country_name
from app.organisations.forms import OrganisationForm
from app.organisations.models import Organisation
from app.organisations.queries import organisation
from app.signons.queries import directory_with_letters

bp = Blueprint(
    "organisations",
    __name__,
    template_folder="../templates",
    url_prefix="/staff/campaigns/<uuid:campaign_id>/organisations",
)


@bp.get("")
@team(Role.READER)
def organisations_page(campaign: Campaign) -> str:
    """Every organisation that was ever named under a letter of this campaign."""
    return render_template(
        "signons/organisations.html",
        campaign=campaign,
        entries=directory_with_letters(campaign.id),
        country_name=country_name,
        may_change=may(my_role(), Role.COORDINATOR),
    )


@bp.get("/<uuid:organisation_id>")
@team(Role.COORDINATOR)
def organisation_page(campaign: Campaign, organisation_id: UUID) -> str:
    """One organisation, in a form."""
    found = organisation(campaign.id, organisation_id)
    return _organisation_page(campaign, found, OrganisationForm(found))


@bp.post("/<uuid:organisation_id>")
@team(Role.COORDINATOR)
def rename(campaign: Campaign, organisation_id: UUID) -> Response | tuple[str, int]:
    """Change how the campaign knows it."""
    found = organisation(campaign.id, organisation_id)
    form = OrganisationForm(found)
    if not form.validate():
        return _organisation_page(campaign, found, form), 422
    try:
        with transaction():
            base = form.base.data or ""
            actions.rename(found, form.printed_form(), base=base, by=person(me().id), now=clock.now())
    except Refused as refused:
        found = organisation(campaign.id, organisation_id)
        return _organisation_page(campaign, found, form, refusal=refused.obstacle.sentence), 409
    flash("The entry is changed. Letters it signed keep the name they were signed with.")
    return redirect(url_for(".organisations_page", campaign_id=campaign.id), 303)


def _organisation_page(campaign: Campaign, found: Organisation, form: OrganisationForm, *, refusal: str = "") -> str:
    is_stale = bool(refusal) and form.base.data != actions.version(found)
    if is_stale or not form.base.data:
        form.base.data = actions.version(found)
    return render_template(
        "signons/organisation.html",
        campaign=campaign,
        organisation=found,
        country=country_name(found.country),
        form=form,
        is_stale=is_stale,
        refusal=refusal,
    )
