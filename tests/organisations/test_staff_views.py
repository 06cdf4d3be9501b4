"""The pages of a campaign's directory."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.campaigns.models import Campaign
from app.campaigns.rules import Role
from app.core.db import session
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.organisations import queries
from app.organisations.models import Organisation
from app.signons.actions import import_signatories
from tests.browser import Browser, defaults, form_of, words
from tests.dump import dump
from tests.factories import NOON, a_campaign, a_letter, a_member, a_person, signed_in
from tests.signons.test_staff_views import queries_of

SetClock = Callable[[datetime], None]


@pytest.fixture
def campaign(session: Session, at: SetClock) -> Campaign:  # noqa: ARG001 - rows need a session
    at(NOON)
    return a_campaign()


@pytest.fixture
def coordinator(browser: Browser, campaign: Campaign) -> Browser:
    person = a_person()
    a_member(campaign, person)
    return signed_in(browser, person)


def signed_by(campaign: Campaign, *names: str) -> None:
    hidden = FileSignatory("Zebra Shelter", visibility=FileVisibility.COUNTED)
    rows = [*(FileSignatory(name, country="BE") for name in names), hidden]
    import_signatories(a_letter(campaign), rows, by=SYSTEM, now=NOON)
    session().flush()


def the_organisation(campaign: Campaign, name_key: str) -> Organisation:
    found = queries.find_organisation(campaign.id, name_key)
    assert found is not None
    return found


def path(campaign: Campaign, further: object = "") -> str:
    return f"/staff/campaigns/{campaign.id}/organisations{f'/{further}' if further else ''}"


def test_the_directory_says_how_many_letters_each_has_signed(coordinator: Browser, campaign: Campaign) -> None:
    signed_by(campaign, "Rivers United", "Wells")
    signed_by(campaign, "The Rivers United")

    page = coordinator.open(path(campaign))

    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [["The Rivers United", "Belgium", "2"], ["Wells", "Belgium", "1"]]
    assert "Zebra" not in str(page)


def test_an_empty_directory_says_how_it_fills(coordinator: Browser, campaign: Campaign) -> None:
    assert "Each one that is named under a letter enters by itself." in words(coordinator.open(path(campaign)))


def test_an_organisation_is_renamed_and_sorted_elsewhere(
    coordinator: Browser, session: Session, campaign: Campaign
) -> None:
    signed_by(campaign, "Rivers United", "Wells")
    rivers = the_organisation(campaign, "rivers united")
    form = coordinator.open(path(campaign, rivers.id))

    wrong = coordinator.press(form, "Save the entry", {"name": ""}, status=422)
    clash = coordinator.press(form, "Save the entry", {"name": "The Wells"}, status=409)
    coordinator.press(form, "Save the entry", {"name": "Rivers Union", "sort_as": "Zz Rivers"})

    assert "Enter the name of the organisation." in words(wrong)
    assert "Another organisation of this directory has that name." in words(clash)
    session.expire_all()
    assert [each.name for each in queries.directory(campaign.id)] == ["Wells", "Rivers Union"]


def test_two_who_change_an_entry_do_not_write_over_each_other(
    coordinator: Browser, session: Session, campaign: Campaign
) -> None:
    signed_by(campaign, "Rivers United")
    rivers = the_organisation(campaign, "rivers united")
    one, other = (coordinator.open(path(campaign, rivers.id)) for _ in range(2))
    coordinator.press(one, "Save the entry", {"acronym": "RU"})

    page = coordinator.press(other, "Save the entry", {"name": "Rivers Union"}, status=409)

    assert "Somebody saved something else while you were writing." in words(page)
    assert "What is saved now Rivers United RU Belgium" in words(page)
    kept = defaults(form_of(page, "Save the entry"))
    assert (kept["name"], kept["acronym"]) == ("Rivers Union", "")
    session.refresh(rivers)
    assert (rivers.name, rivers.acronym) == ("Rivers United", "RU")
    coordinator.press(page, "Save the entry", {"acronym": "RU"})
    session.refresh(rivers)
    assert (rivers.name, rivers.acronym) == ("Rivers Union", "RU")


def test_a_reader_reads_and_others_find_nothing(
    browser: Browser, new_browser: Callable[[], Browser], session: Session, campaign: Campaign
) -> None:
    signed_by(campaign, "Rivers United")
    rivers = the_organisation(campaign, "rivers united")
    reader, stranger = a_person("Reader"), a_person("Stranger")
    a_member(campaign, reader, role=Role.READER)
    inside, outside = signed_in(browser, reader), signed_in(new_browser(), stranger)
    before = dump(session)

    assert inside.open(path(campaign)).select("tbody a") == []
    inside.open(path(campaign, rivers.id), status=403)
    outside.open(path(campaign), status=404)
    outside.open(path(campaign, rivers.id), status=404)

    assert dump(session) == before


def test_an_organisation_is_not_reached_through_another_campaign(coordinator: Browser, campaign: Campaign) -> None:
    other = a_campaign("Another")
    signed_by(other, "Rivers United")

    coordinator.open(path(campaign, the_organisation(other, "rivers united").id), status=404)


def test_many_organisations_need_no_more_queries_than_none(coordinator: Browser, campaign: Campaign) -> None:
    few = queries_of(coordinator, path(campaign))
    signed_by(campaign, *(f"Rivers {number}" for number in range(72)))

    assert queries_of(coordinator, path(campaign)) <= few
