"""Everything that can be done to a campaign's directory. Actions ask the rules, change rows and never commit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.audit.actions import record
from app.audit.rules import Actor, Subject
from app.core.db import breaks, claim, session
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.versions import obstacle_to_overwriting, version_of
from app.organisations.keys import keys_of
from app.organisations.models import Organisation
from app.organisations.queries import find_organisation

_ONCE = "uq_organisations_campaign_id_name_key"
_COLUMNS = ("organisations.campaign_id", "organisations.name_key")


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """An organisation as it was last printed. `sort_as` is the form to sort by, empty for the name itself."""

    name: str
    language: str = "en"
    acronym: str = ""
    native_name: str = ""
    country: str = ""
    url: str = ""
    sort_as: str = ""


def enter(campaign_id: UUID, form: PrintedForm, *, now: datetime) -> Organisation:
    """Put an organisation into the directory, or bring its entry to the form it was printed in last.

    Known by any spelling of its name. What `form` leaves empty stays as it was. Only for organisations named in public.
    """
    keys = keys_of(form.name, form.language, sort_as=form.sort_as)
    entry = Organisation(
        campaign_id=campaign_id,
        name=form.name,
        name_key=keys.name_key,
        sort_key=keys.sort_key,
        sort_as=form.sort_as,
        language=form.language,
        acronym=form.acronym,
        native_name=form.native_name,
        country=form.country,
        url=form.url,
        entered_at=now,
    )
    try:
        with session().begin_nested():
            session().add(entry)
    except IntegrityError as clash:
        known = find_organisation(campaign_id, keys.name_key)
        if known is None or not breaks(clash, constraint=_ONCE, columns=_COLUMNS):
            raise
        return _bring_up_to_date(known, form)
    return entry


def rename(organisation: Organisation, form: PrintedForm, *, base: str | None = None, by: Actor, now: datetime) -> None:
    """Change how an organisation is known to the campaign. Letters it signed keep the name they were signed with.

    `base` is the `version` of the entry that was shown before; refused where it is another one by now. None is for
    whoever was shown none.
    """
    claim(organisation)
    refuse_if(obstacle_to_overwriting(base, *_entered(organisation)))
    keys = keys_of(form.name, form.language, sort_as=form.sort_as)
    try:
        with session().begin_nested():
            organisation.name = form.name
            organisation.name_key = keys.name_key
            organisation.sort_key = keys.sort_key
            organisation.sort_as = form.sort_as
            organisation.language = form.language
            organisation.acronym = form.acronym
            organisation.native_name = form.native_name
            organisation.country = form.country
    except IntegrityError as clash:
        if not breaks(clash, constraint=_ONCE, columns=_COLUMNS):
            raise
        raise Refused(
            Obstacle("Another organisation of this directory has that name. Open that one, or choose another name.")
        ) from clash
    record("organisation renamed", Subject("organisation", organisation.id, organisation.campaign_id), by=by, now=now)


def version(organisation: Organisation) -> str:
    """Which form of the entry this is, of what people change in it."""
    return version_of(*_entered(organisation))


def _entered(organisation: Organisation) -> tuple[str, ...]:
    return organisation.name, organisation.acronym, organisation.country, organisation.sort_as


def _bring_up_to_date(known: Organisation, form: PrintedForm) -> Organisation:
    known.name = form.name
    known.language = form.language
    known.acronym = form.acronym or known.acronym
    known.native_name = form.native_name or known.native_name
    known.country = form.country or known.country
    known.url = form.url or known.url
    known.sort_as = form.sort_as or known.sort_as
    known.sort_key = keys_of(known.name, known.language, sort_as=known.sort_as).sort_key
    return known
