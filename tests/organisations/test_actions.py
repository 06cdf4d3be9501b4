"""What happens to a campaign's directory."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.campaigns.models import Campaign
from app.core.errors import NotFound, Refused
from app.organisations import actions, queries
from app.organisations.actions import PrintedForm
from app.organisations.countries import countries, country_name
from app.organisations.keys import SORT_KEY_LENGTH, keys_of
from tests.factories import NOON, a_campaign


@pytest.fixture
def campaign(session: Session) -> Campaign:  # noqa: ARG001 - rows need a session
    return a_campaign()


def enter(campaign: Campaign, form: PrintedForm) -> None:
    actions.enter(campaign.id, form, now=NOON)


def test_an_organisation_enters_once_by_any_spelling_and_keeps_what_is_not_said(campaign: Campaign) -> None:
    enter(campaign, PrintedForm("The Rivers United", acronym="RU", country="BE", sort_as="Aqua"))
    enter(campaign, PrintedForm("RIVERS UNITED", country="FR"))

    [known] = queries.directory(campaign.id)
    assert (known.name, known.acronym, known.country, known.sort_as) == ("RIVERS UNITED", "RU", "FR", "Aqua")
    assert known.sort_key == keys_of("RIVERS UNITED", sort_as="Aqua").sort_key


def test_each_campaign_has_its_own_directory(campaign: Campaign) -> None:
    other = a_campaign("Another")
    enter(campaign, PrintedForm("Rivers United"))

    [known] = queries.directory(campaign.id)
    assert queries.directory(other.id) == []
    with pytest.raises(NotFound):
        queries.organisation(other.id, known.id)


def test_the_directory_is_sorted_as_people_expect(campaign: Campaign) -> None:
    for name in ("Zulu", "The Alps", "350.org", "21Wilberforce", "Águas"):
        enter(campaign, PrintedForm(name))

    assert [each.name for each in queries.directory(campaign.id)] == [
        "21Wilberforce",
        "350.org",
        "Águas",
        "The Alps",
        "Zulu",
    ]


def test_a_renamed_organisation_has_new_keys(campaign: Campaign) -> None:
    enter(campaign, PrintedForm("Rivers United"))
    [known] = queries.directory(campaign.id)

    actions.rename(known, PrintedForm("Lakes United", sort_as="United Lakes"), by=SYSTEM, now=NOON)

    assert (known.name, known.name_key) == ("Lakes United", "lakes united")
    assert queries.find_organisation(campaign.id, "rivers united") is None


def test_two_organisations_cannot_have_one_name(session: Session, campaign: Campaign) -> None:
    enter(campaign, PrintedForm("Rivers United"))
    enter(campaign, PrintedForm("Wells"))
    wells = queries.find_organisation(campaign.id, "wells")
    assert wells is not None

    with pytest.raises(Refused, match="has that name"):
        actions.rename(wells, PrintedForm("the rivers united"), by=SYSTEM, now=NOON)

    session.expire_all()
    assert wells.name == "Wells"


@given(st.text(min_size=1, max_size=200))
@example("\ufdfa" * 200)
@settings(deadline=None, max_examples=60)
def test_keys_fit_their_columns_however_a_name_unfolds(name: str) -> None:
    keys = keys_of(name)

    assert len(keys.name_key) <= 400
    assert 0 < len(keys.sort_key) <= SORT_KEY_LENGTH


def test_countries_are_offered_by_name() -> None:
    names = [country.name for country in countries()]

    assert names[:2] == ["Afghanistan", "Åland Islands"]
    assert len(names) == len(set(names))
    assert not {"EU", "UN", "ZZ"} & {country.code for country in countries()}
    assert (country_name("BE"), country_name("BE", "fr"), country_name(""), country_name("??")) == (
        "Belgium",
        "Belgique",
        "",
        "??",
    )
