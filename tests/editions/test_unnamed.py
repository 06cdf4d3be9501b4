"""Who is counted and not named: the line below the names says how many of each kind, and nothing says more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.rules import SYSTEM
from app.core import clock, files
from app.core.db import session as current
from app.editions import actions, queries, typesetting
from app.editions.composition import Imprint, compose
from app.editions.models import Edition
from app.letters.models import Letter
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.letters.text import LetterText
from app.letters.text_counts import Counts
from app.press.actions import link_to
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.signons import queries as signons
from app.signons.actions import import_signatories
from app.signons.roll import Signatory, roll
from app.signons.rules import Visibility
from tests.browser import Browser, words
from tests.factories import BEFORE_LIFT, LIFT, a_campaign, a_grant, a_letter, a_person, signed_in
from tests.rendering.reading import words as text_of
from tests.rendering.reading_word import text as text_of_word

Clock = Callable[[datetime], None]
AFTER = LIFT.instant() + timedelta(hours=2)
TEXT = LetterText(template="joint-statement", language="en", title="Clean water", body="We ask.")
DATED = datetime(2027, 5, 3, 7, tzinfo=BEFORE_LIFT.tzinfo)
AMBER = Signatory("Amber Watch", country="BE")
QUILL = Signatory("Prof. Ada Quill", country="FR", affiliation="University of Port Amber")
SILENT_ONE = Signatory("Zarina Qoqan", country="UZ", affiliation="Lake School", visibility=Visibility.COUNTED)
SILENT_BODY = Signatory("Silent Lake", country="UZ", visibility=Visibility.COUNTED)
SECRETS = ("Zarina", "Qoqan", "Lake School", "Silent Lake")
LINE = "as well as 2 organisations and 1 individual not named for their safety"


@pytest.mark.parametrize(
    ("withheld", "line"),
    [
        ((), ""),
        ((SILENT_ONE,), "and 1 individual not named for their safety"),
        ((SILENT_ONE, SILENT_ONE), "and 2 individuals not named for their safety"),
        ((SILENT_BODY,), "and 1 organisation not named for its safety"),
        ((SILENT_BODY, SILENT_BODY, SILENT_ONE), LINE),
    ],
)
def test_the_line_counts_each_kind_as_the_heading_does(withheld: tuple[Signatory, ...], line: str) -> None:
    names = roll((AMBER, QUILL, *withheld), TEXT)

    document = compose(TEXT, names, Imprint(DATED))

    assert document.signatories.unnamed == line
    assert names.unnamed.total == len(withheld)
    assert names.counts.individuals == 1 + names.unnamed.individuals
    assert [secret for secret in SECRETS if secret in repr(document)] == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "ainsi que 2 organisations et 1 personne non nommées pour leur sécurité"),
        ("ar", "وكذلك 2 من المنظمات وشخص واحد من دون ذكر الأسماء حفاظا على السلامة"),
        ("ru", "а также подписавшие, не названные ради их безопасности: организаций — 2, 1 частное лицо"),
        ("zh", "另有2个组织和1位个人为安全起见不具名"),
    ],
)
def test_every_form_of_a_letter_has_the_same_line(language: str, line: str) -> None:
    text = replace(TEXT, language=language)

    document = compose(text, roll((AMBER, QUILL, SILENT_BODY, SILENT_BODY, SILENT_ONE), text), Imprint(DATED))

    assert document.signatories.unnamed == line
    assert line in " ".join(plain_text(document).decode().split())
    assert line in html_page(document).decode()


any_text = st.text(min_size=1, max_size=12)


@given(any_text, any_text, any_text, st.sampled_from(["", "BE", "UZ"]))
def test_who_an_unnamed_individual_is_changes_nothing(name: str, affiliation: str, title: str, country: str) -> None:
    another = replace(SILENT_ONE, name=name, affiliation=affiliation, person_title=title, country=country)

    assert roll((AMBER, QUILL, another), TEXT) == roll((AMBER, QUILL, SILENT_ONE), TEXT)


@given(st.lists(st.sampled_from([AMBER, QUILL, SILENT_ONE, SILENT_BODY])))
def test_the_line_tells_what_the_count_tells_beyond_the_names(signed: list[Signatory]) -> None:
    names = roll(signed, TEXT)

    named_individuals = sum(1 for name in names.names if name.affiliation)
    assert names.unnamed.individuals == names.counts.individuals - named_individuals == signed.count(SILENT_ONE)
    assert names.unnamed.organisations == signed.count(SILENT_BODY)


@pytest.fixture
def lead(session: Session) -> Person:  # noqa: ARG001 - rows need the test's transaction
    return a_person()


@pytest.fixture
def sealed(session: Session, at: Clock, lead: Person) -> tuple[Letter, Edition]:
    """A letter that is sealed with two organisations and one individual who are counted and not named."""
    at(BEFORE_LIFT)
    letter = a_letter(a_campaign(lead=lead))
    rows = [
        FileSignatory("Rivers United", country="BE"),
        FileSignatory("Prof. Ada Quill", affiliation="University of Port Amber"),
        FileSignatory("Silent Lake", visibility=FileVisibility.COUNTED),
        FileSignatory("Silent Lakeside", visibility=FileVisibility.COUNTED),
        FileSignatory("Zarina Qoqan", affiliation="Lake School", visibility=FileVisibility.COUNTED),
    ]
    import_signatories(letter, rows, by=SYSTEM, now=BEFORE_LIFT)
    current().flush()
    seen = queries.content_to_seal(letter, signons.signatories(letter.id)).fingerprint
    edition = actions.request_seal(letter, LIFT, seen=seen, by=SYSTEM, now=BEFORE_LIFT)
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    return letter, edition


def test_a_sealed_letter_says_so_in_every_form(sealed: tuple[Letter, Edition]) -> None:
    _, edition = sealed
    stored = {name.rpartition(".")[2]: files.get(digest) for name, digest in queries.public_files(edition).items()}

    read = {
        "pdf": text_of(stored["pdf"]),
        "embargoed": text_of(files.get(edition.embargoed_file or "")),
        "html": stored["html"].decode(),
        "txt": stored["txt"].decode(),
        "docx": text_of_word(stored["docx"]),
    }

    assert [form for form, said in read.items() if LINE not in said] == []
    assert [secret for secret in SECRETS for said in (*read.values(), edition.manifest) if secret in said] == []
    assert queries.sealed_content(edition).roll.unnamed == Counts(3, individuals=1)
    assert '"people":2,' in edition.manifest
    assert '"unnamed":3' in edition.manifest


def test_the_pages_of_a_sealed_letter_say_so_below_the_names(
    sealed: tuple[Letter, Edition], lead: Person, new_browser: Callable[[], Browser], at: Clock
) -> None:
    letter, _ = sealed
    guest = a_grant(letter)
    team, journalist, anyone = new_browser(), new_browser(), new_browser()
    signed_in(team, lead)
    journalist.press(journalist.open(link_to(guest.grant).path()), "Continue")

    pages = [
        words(team.open(f"/staff/letters/{letter.id}/editions/1")),
        words(journalist.open(f"/press/room/{guest.grant.id}")),
    ]
    at(AFTER)
    pages.append(words(anyone.open(f"/letters/{letter.slug}")))

    for page in pages:
        assert LINE in page
        assert page.index("Rivers United") < page.index(LINE)
        assert [secret for secret in SECRETS if secret in page] == []
