"""A letter in every kind there is: asked for, looked at, chosen."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image

from app.audit.rules import SYSTEM
from app.core import clock, files
from app.core.db import session
from app.core.errors import Refused
from app.editions import queries, typesetting
from app.letters.actions import Opening, open_letter
from app.letters.letter_file import parse
from app.letters.models import Letter, PressText, Quote
from app.letters.queries import newest_text
from app.letters.rules import LetterState
from app.letters.text import canonical
from app.rendering.document import Paper
from app.rendering.templates_on_disk import template_keys
from tests.browser import Browser, words
from tests.factories import (
    BEFORE_LIFT,
    LONG_AGO,
    a_campaign,
    a_letter,
    a_person,
    a_sign_on,
    an_open_link,
    signed_in,
)
from tests.rendering.reading import pages

ASK = "Set this letter in every kind"
CHOOSE = "Choose this kind"


@pytest.fixture
def letter(browser: Browser, at: Callable[[datetime], None]) -> Letter:
    """An open letter of a campaign that the browser's person leads."""
    at(BEFORE_LIFT)
    lead = a_person()
    letter = a_letter(a_campaign(lead=lead))
    letter.deadline_at, letter.deadline_zone = BEFORE_LIFT.replace(day=30), "Europe/Brussels"
    a_sign_on(letter, "Rivers United")
    signed_in(browser, lead)
    return letter


def in_print(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def _unbroken(text: str) -> str:
    """Without what stands where a long address goes on in the next line."""
    return re.sub(r"[\s\x02-]", "", text)


def as_draft(letter: Letter) -> None:
    letter.state, letter.frozen_number, letter.opened_at = LetterState.DRAFT, None, None
    letter.deadline_at = letter.deadline_zone = None
    session().flush()


def path(letter: Letter, rest: str = "") -> str:
    return f"/staff/letters/{letter.id}/gallery{rest}"


def set_in_every_kind(browser: Browser, letter: Letter) -> None:
    page = browser.press(browser.open(path(letter)), ASK)
    assert "The letter is being set" in words(page)
    typesetting.typeset_requested(clock.now)
    session().expire_all()


def test_before_a_letter_was_set_there_are_samples(browser: Browser, letter: Letter) -> None:
    page = browser.open(path(letter))

    shown = [str(picture["src"]) for picture in page.select(".sheets img")]
    assert shown == [path(letter, f"/{key}/sample.png") for key in template_keys()]
    for address in shown:
        assert Image.open(BytesIO(browser.get(address).data)).format == "PNG"


def test_the_pages_of_this_letter_are_shown_in_every_kind(browser: Browser, letter: Letter) -> None:
    session().add_all(
        [
            PressText(letter_id=letter.id, headline="Mend them, they say"),
            Quote(letter_id=letter.id, position=1, text="A river is no drain.", speaker="Mara Ilić"),
        ]
    )
    session().flush()
    set_in_every_kind(browser, letter)

    page = browser.open(path(letter))

    failures = [" ".join(notice.get_text(" ").split()) for notice in page.select("main .notice")]
    mend = "Fill in what is missing, or choose another kind of letter."
    assert failures == [
        f"This letter cannot be set so A formal letter needs addressees and salutation. {mend}",
        f"This letter cannot be set so An open letter needs salutation. {mend}",
    ]
    pictures = [str(picture["src"]).removeprefix(path(letter)) for picture in page.select(".sheets img")]
    assert pictures == [
        "/joint-statement/1.png",
        "/press-release/1.png",
        "/press-release/2.png",
        "/sign-on-sheet/1.png",
    ]
    assert [picture["alt"] for picture in page.select(".sheets img")][1] == "Press release, page 1"
    with Image.open(BytesIO(browser.get(path(letter, pictures[0])).data)) as drawn:
        assert drawn.size == (560, 793)
    release = in_print(browser.get(path(letter, "/press-release/print.pdf")).data)
    assert "Mend them, they say" in release
    assert "A river is no drain." in release
    assert "Trial print" in release


def test_the_sheet_of_an_open_letter_leads_to_its_link_and_is_no_trial(browser: Browser, letter: Letter) -> None:
    link = an_open_link(letter)
    set_in_every_kind(browser, letter)

    sheet = in_print(browser.get(path(letter, "/sign-on-sheet/print.pdf")).data)

    assert _unbroken(link) in _unbroken(sheet)
    assert "Sign by Wednesday 30 June 2027" in sheet
    assert "Trial print" not in sheet


def test_no_print_with_the_link_to_sign_lies_readable_among_the_files(browser: Browser, letter: Letter) -> None:
    set_in_every_kind(browser, letter)

    sheet = queries.print_in(letter.id, "sign-on-sheet")
    served = [browser.get(path(letter, f"/sign-on-sheet/{name}")).data for name in ("print.pdf", "1.png")]
    stored = [files.get(each) for each in (sheet.file, *sheet.pictures.split()) if each]
    assert [content[:4] for content in served] == [b"%PDF", b"\x89PNG"]
    assert _unbroken(an_open_link(letter)) in _unbroken(in_print(served[0]))
    assert len(stored) == len(served)
    assert not [content for content in stored if b"%PDF" in content or b"PNG" in content or content in served]


def test_the_sheet_of_a_draft_is_a_trial_without_a_link(browser: Browser, letter: Letter) -> None:
    as_draft(letter)
    set_in_every_kind(browser, letter)

    sheet = in_print(browser.get(path(letter, "/sign-on-sheet/print.pdf")).data)

    assert "Trial print" in sheet
    assert "/sign/" not in sheet


@pytest.mark.parametrize("paper", Paper)
def test_a_page_says_its_size_before_its_pictures_are_there(browser: Browser, letter: Letter, paper: Paper) -> None:
    revision = newest_text(letter)
    revision.source = canonical(replace(parse(revision.source), paper=paper))
    session().flush()
    samples = browser.open(path(letter)).select(".sheets img")
    set_in_every_kind(browser, letter)

    for shown in samples, browser.open(path(letter)).select(".sheets img"):
        with Image.open(BytesIO(browser.get(str(shown[0]["src"])).data)) as drawn:
            room = drawn.width * int(str(shown[0]["height"])) / int(str(shown[0]["width"]))
            assert abs(room - drawn.height) <= 1


def test_the_page_stands_where_its_tab_says(browser: Browser, letter: Letter) -> None:
    page = browser.open(path(letter))

    assert [link["href"] for link in page.select(".crumbs a")] == [f"/staff/letters/{letter.id}"]
    current = [link for link in page.select("a[aria-current]") if str(letter.id) in str(link["href"])]
    assert [link["href"] for link in current] == [f"/staff/letters/{letter.id}"]


def test_a_trial_print_is_not_taken_for_one_of_the_gallery(browser: Browser, letter: Letter) -> None:
    set_in_every_kind(browser, letter)

    assert queries.newest_proof(letter.id) is None
    assert set(queries.gallery(letter.id)) == set(template_keys())


def test_setting_it_again_replaces_what_there_was(browser: Browser, letter: Letter) -> None:
    set_in_every_kind(browser, letter)
    before = {proof.id for proof in queries.gallery(letter.id).values()}

    browser.press(browser.open(path(letter)), "Set it again")

    session().expire_all()
    after = queries.gallery(letter.id)
    assert set(after) == set(template_keys())
    assert before.isdisjoint(proof.id for proof in after.values())


def test_a_kind_is_chosen_for_a_draft_as_its_next_revision(browser: Browser, letter: Letter) -> None:
    as_draft(letter)
    page = browser.open(path(letter))
    offered = [str(form["action"]).split("/")[-2] for form in page.select("form.one-click[action$=choice]")]
    assert offered == ["formal-letter", "open-letter"]

    page = browser.press(page, CHOOSE)

    assert "The letter is set as “Formal letter” from now on." in words(page)
    session().expire_all()
    assert newest_text(letter).number == 2
    assert parse(newest_text(letter).source).template == "formal-letter"


def test_a_choice_made_on_an_old_page_is_refused(browser: Browser, letter: Letter) -> None:
    as_draft(letter)
    page = browser.open(path(letter))
    browser.press(page, CHOOSE)

    refused = browser.press(page, CHOOSE, status=409)

    assert "Somebody saved another revision" in words(refused)


def test_a_choice_with_a_number_that_no_revision_has_is_refused(browser: Browser, letter: Letter) -> None:
    as_draft(letter)
    page = browser.open(path(letter))

    browser.press(page, CHOOSE, {"base_number": "9" * 5000}, status=409)

    assert newest_text(letter).number == 1


def test_the_kind_of_an_open_letter_stays(browser: Browser, letter: Letter) -> None:
    as_draft(letter)
    page = browser.open(path(letter))
    letter.state, letter.frozen_number, letter.opened_at = LetterState.OPEN, 1, LONG_AGO
    session().flush()

    refused = browser.press(page, CHOOSE, status=409)

    assert "The text is frozen" in words(refused)
    assert refused.select("form[action$=choice]") == []


@pytest.mark.parametrize(
    "rest", ["/postcard/sample.png", "/postcard/1.png", "/press-release/1.png", "/shared/sample.png"]
)
def test_what_is_not_there_is_not_found(rest: str, browser: Browser, letter: Letter) -> None:
    assert browser.get(path(letter, rest)).status_code == 404


def test_a_letter_in_a_kind_that_is_printed_beside_it_is_neither_opened_nor_sealed(
    browser: Browser, letter: Letter
) -> None:
    as_draft(letter)
    revision = newest_text(letter)
    revision.source = revision.source.replace("joint-statement", "sign-on-sheet")
    session().flush()
    beside = "“Sign-on sheet” is printed beside a letter, and is none itself."

    for page in ("/opening", "/release"):
        shown = browser.open(f"/staff/letters/{letter.id}{page}")
        assert f"{beside} Choose another kind of letter." in words(shown)
        assert shown.select_one(f"main a[href='{path(letter)}']") is not None
    with pytest.raises(Refused, match="Choose another kind of letter"):
        open_letter(letter, Opening(letter.newest_number), by=SYSTEM, now=BEFORE_LIFT)
    browser.press(browser.open(path(letter)), CHOOSE)
    assert beside not in words(browser.open(f"/staff/letters/{letter.id}/opening"))


def test_the_checklist_sends_nobody_in_circles_where_such_a_kind_is_frozen(browser: Browser, letter: Letter) -> None:
    revision = newest_text(letter)
    revision.source = revision.source.replace("joint-statement", "press-release")
    session().flush()

    said = words(browser.open(f"/staff/letters/{letter.id}/release"))
    assert "“Press release” is printed beside a letter, and is none itself. Stop it, and start a new letter" in said
    assert "A press release needs contacts." not in said
