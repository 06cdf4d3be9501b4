"""Numbers, order and words that pages are made of."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.letters.models import Letter, Revision
from app.letters.rules import LetterState, Listing, Window
from app.letters.text import Order, canonical
from app.letters.text_counts import Counts
from app.organisations.keys import keys_of
from app.signons import queries
from app.signons.doubts import Known
from app.signons.models import SignOn
from app.signons.order import in_printed_order
from app.signons.queries import Tally
from app.signons.reading import reading
from app.signons.roll import Signatory, ordered
from app.signons.rules import State, Visibility
from app.signons.table import Ground, Sight, table
from tests.factories import NOON, a_letter, a_sign_on, a_text
from tests.signons.withheld import WITHHELD


def a_uuid(number: int) -> UUID:
    return UUID(int=number)


@pytest.fixture
def letter(session: Session) -> Letter:  # noqa: ARG001 - rows need a session
    return a_letter()


def test_a_tally_counts_every_state(letter: Letter) -> None:
    for number, state in enumerate((*State, State.ACCEPTED, State.ACCEPTED)):
        a_sign_on(letter, f"Number {number}", state=state)
    a_sign_on(letter, "Hidden", visibility=Visibility.COUNTED)
    a_sign_on(letter, "Hidden too", visibility=Visibility.COUNTED, state=State.CONFIRMED)
    other = a_letter()

    assert queries.tallies([letter.id, other.id]) == {
        letter.id: Tally(signatories=4, unnamed=1, waiting=2, unconfirmed=1, ended=2),
        other.id: Tally(),
    }


def test_signatories_are_those_that_count_by_name(letter: Letter) -> None:
    a_sign_on(letter, "The Wells")
    a_sign_on(letter, "Rivers", visibility=Visibility.COUNTED)
    a_sign_on(letter, "Waiting", state=State.CONFIRMED)

    assert [each.name for each in queries.signatories(letter.id)] == ["Rivers", "The Wells"]
    assert [each.name for each in queries.blocking(letter.id)] == ["Waiting"]


def test_numbers_of_a_text_count_all_and_the_countries_of_the_named(letter: Letter) -> None:
    a_sign_on(letter, "Rivers", country="BE").group_name = "Water"
    a_sign_on(letter, "Wells", country="FR").group_name = "Water"
    a_sign_on(letter, "Hidden", country="CN", visibility=Visibility.COUNTED)

    assert queries.text_counts(letter.id) == Counts(3, (("Water", 2),), 2)
    a_sign_on(letter, "Of No Country", country="")
    assert queries.text_counts(letter.id).countries == 0


def test_numbers_of_a_text_tell_persons_who_sign_for_themselves_from_organisations(letter: Letter) -> None:
    a_sign_on(letter, "Rivers", country="BE")
    a_sign_on(letter, "Mira Solen", country="BE").affiliation = "Harbour School"

    assert queries.text_counts(letter.id) == Counts(2, (), 1, individuals=1)


def test_the_unnamed_are_looked_for_in_every_form_and_the_named_are_not(letter: Letter) -> None:
    for row in WITHHELD:
        hidden = a_sign_on(letter, row.name, visibility=Visibility.COUNTED)
        hidden.native_name, hidden.person, hidden.acronym = row.native_name, row.person, row.acronym
    a_sign_on(letter, "Ponds").acronym = "PONDS"

    assert sorted(queries.withheld_names(letter.id)) == sorted(name for row in WITHHELD for name in row.looked_for)


def test_days_without_a_signatory_are_days_too(letter: Letter) -> None:
    a_sign_on(letter, "First")
    a_sign_on(letter, "Second").accepted_at = NOON + timedelta(days=2)

    assert queries.accepted_by_day(letter.id) == (("2027-05-03", 1), ("2027-05-04", 0), ("2027-05-05", 1))
    assert queries.accepted_by_day(a_letter().id) == ()


def test_a_sign_on_is_found_only_under_its_letter(letter: Letter) -> None:
    mine = a_sign_on(letter)

    assert queries.sign_on(letter.id, mine.id) is mine
    with pytest.raises(NotFound):
        queries.sign_on(a_letter().id, mine.id)


def test_numbers_stay_open_where_they_cannot_be_told() -> None:
    text = a_text("{{count}} towns")
    revision = Revision(source=canonical(text))

    assert reading(revision, None).letter.title == "(…) towns"
    assert reading(revision, None).has_open_numbers
    assert reading(revision, Counts(72)).letter.title == "72 towns"
    assert "seventy-two organisations" in reading(revision, Counts(72)).letter.body
    assert not reading(revision, Counts(72)).has_open_numbers


def test_every_part_of_a_text_is_read_with_its_numbers() -> None:
    text = replace(a_text(), label="{{count}} groups", sources="{{count}} books", notes="{{total}}")
    shown = reading(Revision(source=canonical(text)), Counts(72))

    assert (shown.letter.label, shown.letter.sources, shown.letter.notes) == (
        "72 groups",
        "72 books",
        "(…)",
    )
    assert shown.has_open_numbers


def test_an_ellipsis_of_the_author_is_no_open_number() -> None:
    revision = Revision(source=canonical(replace(a_text("Rivers (…)"), body="Mend the pipes.")))

    assert not reading(revision, None).has_open_numbers


@pytest.mark.parametrize(
    ("listing", "title"), [(Listing.QUIET, "(…) towns, (…)"), (Listing.PUBLIC_CALL, "Two towns, 2")]
)
def test_messages_about_a_letter_bear_no_tokens(session: Session, listing: Listing, title: str) -> None:
    letter = a_letter(title="{{count:words}} towns, {{count}}")
    letter.listing = listing
    a_sign_on(letter, "Rivers")
    a_sign_on(letter, "Wells", visibility=Visibility.COUNTED)
    session.flush()

    assert queries.occasion(letter).title == title


def test_a_group_that_nobody_belongs_to_yet_is_no_error() -> None:
    revision = Revision(source=canonical(a_text("{{count:Refugee groups}} groups")))

    assert reading(revision, Counts(2, (("Water", 2),))).letter.title == "(…) groups"


names = st.sampled_from(["Rivers United", "The Wells", "Água", "350.org", "Zulu", "An Alp", "Ωmega", "rivers united x"])
rows = st.lists(
    st.tuples(
        names,
        st.sampled_from(["", "BE", "AT", "CI"]),
        st.sampled_from(["", "B", "A"]),
        st.booleans(),
        st.integers(0, 4),
    ),
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(rows, st.sampled_from(Order), st.sampled_from(["", "The Wells"]))
@settings(deadline=None, max_examples=80)
def test_the_team_sees_the_order_that_will_be_printed(
    given_rows: list[tuple[str, str, str, bool, int]], order: Order, lead: str
) -> None:
    sign_ons, signatories = [], []
    for place, (name, country, group, leads, hours) in enumerate(given_rows):
        at = NOON + timedelta(hours=hours)
        keys = keys_of(name)
        sign_ons.append(
            SignOn(
                id=a_uuid(place),
                name=name,
                sort_key=keys.sort_key,
                country=country,
                group_name=group,
                is_lead=leads,
                given_position=place,
                confirmed_at=at,
            )
        )
        signatories.append(
            Signatory(name, country=country, group=group, lead=leads, sort_key=keys.sort_key, given=place, signed_at=at)
        )
    text = a_text()
    text = type(text)(text.template, text.language, text.title, order=order, lead=lead)

    shown = [each.name for each in in_printed_order(sign_ons, text)]

    assert shown == [each.name for each in ordered(signatories, text)]


def test_whoever_may_not_know_a_withheld_name_learns_only_that_there_is_one(letter: Letter) -> None:
    hidden = a_sign_on(letter, "Aardvark House", country="TD", visibility=Visibility.COUNTED)
    named = a_sign_on(letter, "Zulu")
    hidden.typist_name, hidden.email = "Aaron", "aaron@aardvark.example"

    ground = Ground(a_text(), Window(LetterState.OPEN, NOON, None), Known(()), Sight.NAMED)
    shown = table([hidden, named], ground).signatories
    all_shown = table([hidden, named], replace(ground, sight=Sight.ALL)).signatories

    assert [(line.number, line.name) for line in shown] == [(1, "Zulu"), (0, "")]
    assert [(line.number, line.name) for line in all_shown] == [(1, "Zulu"), (0, "Aardvark House")]
    told = ("Aardvark", "Aaron", "aardvark", "Chad", str(hidden.id))
    assert not [word for word in told if word in repr(shown)]
    assert [word for word in told if word in repr(all_shown)] == list(told)
