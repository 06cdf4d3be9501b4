"""Finding organisations, always in the directory of one campaign."""

from uuid import UUID

from sqlalchemy import select

from app.core.db import session
from app.core.errors import NotFound
from app.organisations.models import Organisation


def directory(campaign_id: UUID) -> list[Organisation]:
    """Every organisation a campaign knows, by name."""
    found = (
        select(Organisation)
        .where(Organisation.campaign_id == campaign_id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return list(session().scalars(found))


def organisation(campaign_id: UUID, organisation_id: UUID) -> Organisation:
    """Return one organisation of this campaign's directory, or raise `NotFound`."""
    found = session().scalar(
        select(Organisation).where(Organisation.id == organisation_id, Organisation.campaign_id == campaign_id)
    )
    if found is None:
        raise NotFound
    return found


def find_organisation(campaign_id: UUID, name_key: str) -> Organisation | None:
    """Return the organisation known by any spelling of this name, or None."""
    return session().scalar(
        select(Organisation).where(Organisation.campaign_id == campaign_id, Organisation.name_key == name_key)
    )
