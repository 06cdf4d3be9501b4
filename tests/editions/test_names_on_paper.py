"""How the names under a letter are printed: persons, late names, blocks, logos."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from app.campaigns.rules import CampaignLetterhead
from app.core.wall_time import read_wall_time
from app.editions.composition import Imprint, compose
from app.editions.manifest import Sealed, manifest, read_manifest
from app.letters.letter_file import parse
from app.letters.text import LetterText, Order, OwnLetterhead, canonical, kept_name
from app.rendering.document import Document, Letterhead, ListForm, NameGroup, PrintedName, SignatoryList
from app.rendering.other_forms.page import html_page
from app.signons.likeness import MOST_BLOCKS
from app.signons.models import SignOn
from app.signons.order import signatories
from app.signons.roll import Signatory, roll
from app.signons.rules import Visibility
from tests.rendering.drawings import kept

DATED = datetime(2027, 5, 3, 7, tzinfo=UTC)
LATER = datetime(2027, 5, 9, 7, tzinfo=UTC)
TEXT = LetterText(template="joint-statement", language="en", title="Clean water", body="We ask.")
BLOCKS = replace(TEXT, signatures=ListForm.BLOCKS)
AMBER = Signatory("Amber Watch", country="BE", person="Mira Solen", person_title="Director")
QUILL = Signatory("Prof. Ada Quill", person_title="Professor of Law", affiliation="University of Port Amber")
LOGO, SIGNATURE = kept(120, 60), kept(300, 80, colour="#101a55")
PICTURES = {LOGO.sha256: LOGO.content, SIGNATURE.sha256: SIGNATURE.content}


def printed(text: LetterText, *signed: Signatory) -> SignatoryList:
    return document(text, *signed).signatories


def document(text: LetterText, *signed: Signatory, letterhead: CampaignLetterhead | None = None) -> Document:
    return compose(text, roll(signed, text), Imprint(DATED, letterhead=letterhead, pictures=PICTURES))


def test_a_person_stands_behind_an_organisation_and_an_affiliation_behind_a_person() -> None:
    [group] = printed(TEXT, AMBER, QUILL).groups

    assert [(name.name, name.detail) for name in group.names] == [
        ("Amber Watch", "Mira Solen, Director"),
        ("Prof. Ada Quill", "Professor of Law, University of Port Amber"),
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en-US", "Affiliations of persons are given for identification only."),
        ("de", "Die Zugehörigkeit von Personen dient nur der Identifizierung."),
        ("xx", "Affiliations of persons are given for identification only."),
    ],
)
def test_a_line_says_what_affiliations_mean_where_there_are_any(language: str, sentence: str) -> None:
    text = replace(TEXT, language=language)

    assert printed(text, AMBER, QUILL).disclaimer == sentence
    assert printed(text, AMBER).disclaimer == ""


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Signatories: 1 organisation and 1 individual"),
        ("fr", "Signataires\u00a0: 1 organisation et 1 personne"),
        ("zh", "签署方：1个组织和1位个人"),
        ("zh-TW", "簽署方：1個組織和1位個人"),
        ("ar", "الموقعون: منظمة واحدة وشخص واحد"),
    ],
)
def test_the_heading_of_the_names_has_the_colon_of_its_language(language: str, heading: str) -> None:
    page = html_page(document(replace(TEXT, language=language), AMBER, QUILL)).decode()

    assert heading in [each.get_text() for each in BeautifulSoup(page, "html.parser").select("h2")]


def test_no_order_is_claimed_where_persons_stand_first() -> None:
    assert printed(TEXT, AMBER, QUILL).order_note == "In alphabetical order."
    assert printed(BLOCKS, AMBER, QUILL).order_note == ""
    assert printed(TEXT, AMBER).order_note == ""


def test_persons_are_not_counted_as_organisations() -> None:
    names = document(TEXT, AMBER, QUILL)

    assert names.signatories.summary == "1 organisation and 1 individual"
    assert printed(TEXT, QUILL).summary == "1 individual"
    assert printed(replace(TEXT, language="fr"), AMBER, QUILL, replace(QUILL, name="M. Abel")).summary == (
        "1 organisation et 2 personnes"
    )


@pytest.mark.parametrize("policy", Order)
def test_late_names_stand_last_under_their_own_heading_whatever_the_order(policy: Order) -> None:
    text = replace(TEXT, order=policy)
    early = [Signatory(f"Port {n}", country="BE", group="Ports", given=9 - n, signed_at=LATER) for n in range(3)]
    late = Signatory("Aardvark Trust", country="AT", group="Ports", lead=True, late=True, signed_at=DATED)

    *_, before, last = printed(text, late, *early).groups

    assert last == NameGroup("Signed after publication", (PrintedName("Aardvark Trust"),))
    assert {name.name for name in before.names} == {"Port 0", "Port 1", "Port 2"}


def a_row(name: str, *, sealed_at: datetime | None) -> SignOn:
    return SignOn(
        id=uuid4(), name=name, language="en", sort_key=name, visibility=Visibility.PUBLIC, sealed_at=sealed_at
    )


@given(st.lists(st.sampled_from([None, DATED, LATER]), max_size=8))
def test_whoever_was_not_in_the_first_edition_is_late(sealed: list[datetime | None]) -> None:
    rows = [a_row(str(number), sealed_at=at) for number, at in enumerate(sealed)]
    moments = [at for at in sealed if at is not None]

    late = [one.late for one in signatories(rows)]

    assert late == [bool(moments) and at != min(moments) for at in sealed]


def test_a_letter_that_asks_for_it_has_signature_blocks() -> None:
    shown = printed(BLOCKS, replace(AMBER, signature=SIGNATURE.sha256), QUILL)

    assert shown.form is ListForm.BLOCKS
    assert shown.has_signatures
    assert shown.groups[0].names == (
        PrintedName(
            "Amber Watch",
            detail="Mira Solen, Director",
            signer="Mira Solen",
            signer_title="Director",
            signature=replace(SIGNATURE, alternative="Signature of Mira Solen"),
        ),
        PrintedName(
            "Prof. Ada Quill",
            detail="Professor of Law, University of Port Amber",
            signer_title="Professor of Law",
            affiliation="University of Port Amber",
        ),
    )


def test_more_than_twelve_names_stand_in_a_list_and_signatures_in_no_list() -> None:
    many = [Signatory(f"Port {n}", signature=SIGNATURE.sha256) for n in range(MOST_BLOCKS + 1)]

    assert printed(BLOCKS, *many[:-1]).form is ListForm.BLOCKS
    assert printed(BLOCKS, *many).form is ListForm.LIST
    assert not printed(BLOCKS, *many).has_signatures


def test_logos_stand_after_the_names_and_are_read_as_them() -> None:
    ports = [Signatory(f"Port {n}", acronym=f"P{n}", logo=LOGO.sha256) for n in range(4)]

    with_logos = printed(TEXT, *ports, AMBER)

    assert with_logos.logos == tuple(replace(LOGO, alternative=f"Port {n} (P{n})") for n in range(4))
    assert printed(TEXT, *ports[:3], AMBER).logos == ()


def test_a_withheld_name_shows_no_picture() -> None:
    hidden = Signatory("Silent Lake", logo=LOGO.sha256, signature=SIGNATURE.sha256, visibility=Visibility.COUNTED)

    assert document(BLOCKS, hidden, AMBER).pictures == ()


def test_the_letterhead_of_the_campaign_is_for_letters_without_their_own() -> None:
    head = CampaignLetterhead("Estuary Coalition", "Quay 7", LOGO.sha256)
    own = OwnLetterhead("Amber Watch", "Quay 9")
    with_logo = replace(own, logo=kept_name(LOGO.sha256))
    foreign = replace(own, logo="sign.png")

    assert document(TEXT, AMBER, letterhead=head).letterhead == Letterhead(
        "Estuary Coalition", "Quay 7", replace(LOGO, alternative="Estuary Coalition")
    )
    for each, logo in ((own, None), (foreign, None), (with_logo, replace(LOGO, alternative="Amber Watch"))):
        shown = document(replace(TEXT, letterhead=each), AMBER, letterhead=head).letterhead
        assert shown == Letterhead("Amber Watch", "Quay 9", logo)


def test_what_is_sealed_is_read_back_with_its_pictures_and_its_letterhead() -> None:
    signed = [replace(AMBER, logo=LOGO.sha256, signature=SIGNATURE.sha256), replace(QUILL, late=True)]
    lift = read_wall_time("2027-05-03 09:00 Europe/Brussels")
    sealed = Sealed(
        number=2,
        source=canonical(BLOCKS),
        roll=roll(signed, BLOCKS),
        as_of=lift,
        lift=lift,
        address="https://letters.example.org/letters/clean-water",
        letterhead=CampaignLetterhead("Estuary Coalition", "Quay 7", LOGO.sha256),
    )

    assert read_manifest(manifest(sealed)) == sealed


def test_a_manifest_says_nothing_of_what_is_not_there() -> None:
    lift = read_wall_time("2027-05-03 09:00 Europe/Brussels")
    sealed = Sealed(number=1, source=canonical(TEXT), roll=roll([AMBER], TEXT), as_of=lift, lift=lift, address="")

    written = manifest(sealed)

    parts = ("affiliation", "late", "logo", "letterhead", "people", "signature")
    assert [part for part in parts if f'"{part}"' in written] == []


def test_the_form_of_names_is_kept_in_the_letter_file() -> None:
    assert parse(canonical(BLOCKS)).signatures is ListForm.BLOCKS
    assert "signatures" not in canonical(TEXT)
