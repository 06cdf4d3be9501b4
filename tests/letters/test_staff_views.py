"""The pages of a letter's text, as a coordinator uses them."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from app.audit.rules import SYSTEM
from app.core.db import session
from app.letters import actions, queries
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.letters.text import Order, OwnLetterhead
from app.rendering.decoding import redrawn
from tests.browser import Browser, defaults, form_of, words
from tests.factories import a_campaign, a_letter, a_person, a_text, signed_in
from tests.rendering.drawings import drawing, encoded

NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)
PNG = encoded(drawing(), "PNG")


@pytest.fixture
def draft(browser: Browser, at: Callable[[datetime], None]) -> Letter:
    at(NOON)
    lead = a_person()
    letter = actions.start_letter(a_campaign(lead=lead).id, a_text(), by=SYSTEM, now=NOON)
    session().flush()  # requests see only what has been written
    signed_in(browser, lead)
    return letter


def now_of(letter: Letter) -> Letter:
    """The letter as a request left it."""
    session().refresh(letter)
    return letter


def test_a_coordinator_writes_the_next_revision(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    page = browser.press(page, "Save as a new revision", {"title": "Safe water", "body": "We ask for **wells**."})
    assert "Revision 2 is saved." in words(page)
    assert parse(queries.newest_text(now_of(draft)).source).title == "Safe water"


def test_a_preview_shows_the_words_and_saves_nothing(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    page = browser.press(page, "Preview", {"body": "A **bold** claim."}, status=200)
    article = page.select_one("article.letter")
    assert article is not None
    assert article.select_one("strong") is not None
    assert "A preview. It is not saved yet." in words(page)
    assert defaults(form_of(page, "Preview"))["body"] == "A **bold** claim."
    assert len(queries.revisions(draft.id)) == 1


def test_everything_typed_stays_when_something_is_wrong(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    typed = {"title": "", "body": "Long and careful words.", "cc": "One\nTwo", "date": "17 June"}
    page = browser.press(page, "Save as a new revision", typed, status=422)
    kept = defaults(form_of(page, "Save as a new revision"))
    assert {name: kept[name].replace("\r", "") for name in typed} == typed
    assert "Give the letter a title." in words(page)
    assert "Write the date as year-month-day, such as 2027-06-17." in words(page)
    assert len(queries.revisions(draft.id)) == 1


def test_of_two_windows_the_second_keeps_its_words_and_is_told(browser: Browser, draft: Letter) -> None:
    first = browser.open(f"/staff/letters/{draft.id}/text")
    second = browser.open(f"/staff/letters/{draft.id}/text")
    browser.press(first, "Save as a new revision", {"body": "From the first window."})
    page = browser.press(second, "Save as a new revision", {"body": "From the second window."}, status=409)
    assert "Somebody saved another revision while you were writing." in words(page)
    assert defaults(form_of(page, "Save as a new revision"))["body"] == "From the second window."
    assert parse(queries.newest_text(now_of(draft)).source).body == "From the first window."


@pytest.mark.parametrize("title", ["   ", "\u00a0", "\x00"])
def test_a_title_of_nothing_to_see_is_asked_for_again(browser: Browser, draft: Letter, title: str) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    page = browser.press(page, "Save as a new revision", {"title": title}, status=422)
    assert "Give the letter a title." in words(page)


def test_more_than_a_letter_file_holds_is_refused_with_everything_kept(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    long = {"sources": "\N{BELL}s" * 2900, "notes": "\U0001f30a\n" * 2900, "contacts": "\n".join(["A; B"] * 500)}
    page = browser.press(page, "Save as a new revision", long | {"body": "Kept."}, status=409)
    assert "Shorten the sources or the notes" in words(page)
    assert defaults(form_of(page, "Save as a new revision"))["body"] == "Kept."
    assert now_of(draft).newest_number == 1


@pytest.mark.parametrize("number", ["9" * 5000, "9999999999", "-1", "one", ""])
def test_a_revision_that_cannot_be_one_is_refused_like_an_old_one(browser: Browser, draft: Letter, number: str) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")

    browser.press(page, "Save as a new revision", {"base_number": number, "body": "Mine."}, status=409)

    assert now_of(draft).newest_number == 1


def test_what_a_letter_file_brought_can_be_kept(browser: Browser, draft: Letter) -> None:
    brought = replace(a_text(), order=Order.MANUAL, language="sl")
    actions.save_revision(draft, brought, base_number=1, by=SYSTEM, now=NOON)
    session().flush()
    page = browser.open(f"/staff/letters/{draft.id}/text")
    browser.press(page, "Save as a new revision", {"body": "Nove besede."})
    assert parse(queries.newest_text(now_of(draft)).source) == replace(brought, body="Nove besede.")


def test_all_parts_of_a_letter_survive_the_form(browser: Browser, draft: Letter) -> None:
    fields = {
        "addressees": "Ada Pop\nMinister\nMinistry of Water\n1 Quay\nPort Amber\n\nIon Rusu",
        "cc": "The Ombudsperson",
        "enclosures": "A map\nA list",
        "contacts": "Mara Ilić; Rivers United; mara@example.org; +32 2 000 00 00; English",
        "letterhead_name": "Rivers United",
        "letterhead_line": "1 Quay, Port Amber",
        "sources": "A report, 2026.",
        "date": "2027-06-17",
    }
    page = browser.open(f"/staff/letters/{draft.id}/text")
    page = browser.press(page, "Save as a new revision", fields)
    again = defaults(form_of(page, "Save as a new revision"))
    assert {name: again[name].replace("\r", "") for name in fields} == fields
    text = parse(queries.newest_text(now_of(draft)).source)
    assert [each.name for each in text.addressees] == ["Ada Pop", "Ion Rusu"]
    assert text.addressees[0].address == ("1 Quay", "Port Amber")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{% raw %}",
        "[x](javascript:alert(1))",
        "![x](http://example.org/x.png)",
    ],
)
def test_hostile_text_is_shown_and_never_run(browser: Browser, draft: Letter, hostile: str) -> None:
    written = replace(a_text(), body=hostile, title=hostile)  # as a text from before may be
    actions.save_revision(draft, written, base_number=1, by=SYSTEM, now=NOON)
    session().flush()
    pages = [browser.open(f"/staff/letters/{draft.id}/{page}") for page in ("revisions/2", "opening")]
    for article in [page.select_one("article.letter") for page in pages]:
        assert article is not None
        assert not article.select("script, img, [href^='javascript:']")
        assert "49" not in article.get_text()

    page = browser.open(f"/staff/letters/{draft.id}/text")
    page = browser.press(page, "Preview", {"body": hostile}, status=200 if "raw" in hostile else 422)
    assert not page.select("main script, main img, [href^='javascript:']")
    assert defaults(form_of(page, "Preview"))["body"] == hostile


def test_revisions_show_what_changed(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    browser.press(page, "Save as a new revision", {"body": "We are {{count:words}} organisations. Mend the wells."})
    page = browser.open(f"/staff/letters/{draft.id}/revisions/2")
    assert "wells." in [each.get_text() for each in page.select("ins")][-1]
    assert page.select("del")
    source = browser.get(f"/staff/letters/{draft.id}/revisions/2/letter.md")
    assert source.text == queries.revision(draft.id, 2).source


def test_a_letter_is_opened_with_a_deadline(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/opening")
    fields = {"date": "2027-06-16", "time": "18:00", "zone": "Europe/Brussels"}
    browser.press(page, "Freeze the text and open", fields)
    assert now_of(draft).state is LetterState.OPEN
    assert now_of(draft).deadline_at == datetime(2027, 6, 16, 16, tzinfo=UTC)


def test_whoever_opens_reads_what_becomes_public_without_being_printed(browser: Browser, draft: Letter) -> None:
    address = f"/staff/letters/{draft.id}"
    browser.press(browser.open(f"{address}/text"), "Save as a new revision", {"cc": "The Ombudsman"})

    page = browser.open(f"{address}/opening")

    assert "public all the same as a part of its text: who gets copies." in words(page)
    link = page.select_one(f"a[href='{address}/revisions/2/letter.md']")
    assert link is not None
    assert "The Ombudsman" in browser.get(str(link["href"])).text
    browser.press(browser.open(f"{address}/text"), "Save as a new revision", {"cc": ""})
    assert "public all the same" not in words(browser.open(f"{address}/opening"))


def test_a_text_that_somebody_saved_meanwhile_is_read_before_it_is_frozen(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/opening")
    text = browser.open(f"/staff/letters/{draft.id}/text")
    browser.press(text, "Save as a new revision", {"body": "Words that the other never saw."})
    fields = {"date": "2027-06-16", "time": "18:00", "zone": "Europe/Brussels", "listing": "public-call"}

    page = browser.press(page, "Freeze the text and open", fields, status=409)

    assert "Somebody saved another revision while you were looking." in words(page)
    assert "Words that the other never saw." in words(page)
    kept = defaults(form_of(page, "Freeze the text and open"))
    assert {name: kept[name] for name in fields} == fields
    assert now_of(draft).state is LetterState.DRAFT
    browser.press(page, "Freeze the text and open", fields)
    assert (now_of(draft).state, now_of(draft).frozen_number) == (LetterState.OPEN, 2)


@pytest.mark.parametrize("number", ["", "9" * 5000, "two"])
def test_a_form_that_names_no_revision_opens_nothing(browser: Browser, draft: Letter, number: str) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/opening")
    browser.press(page, "Freeze the text and open", {"base_number": number}, status=409)
    assert now_of(draft).state is LetterState.DRAFT


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"date": "2027-03-28", "time": "02:30", "zone": "Europe/Brussels"}, "02:30"),
        ({"date": "2027-06-31", "time": "18:00"}, "is not a date"),
        ({"date": "2027-06-16", "time": "25:00"}, "25:00"),
        ({"date": "2026-06-16", "time": "18:00"}, "That moment has passed."),
        ({"date": "2027-10-31", "time": "02:30", "zone": "Europe/Brussels"}, "twice"),
    ],
)
def test_a_moment_that_is_not_one_is_named_and_kept(
    browser: Browser, draft: Letter, fields: dict[str, str], says: str
) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/opening")
    status = 409 if says.startswith("That") else 422
    page = browser.press(page, "Freeze the text and open", fields, status=status)
    assert says in words(page)
    kept = defaults(form_of(page, "Freeze the text and open"))
    assert {name: kept[name] for name in fields} == fields
    assert now_of(draft).state is LetterState.DRAFT


def test_a_letter_is_stopped_after_a_second_look(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/stopping")
    browser.press(page, "Stop the letter for good")
    assert now_of(draft).state is LetterState.STOPPED


def test_a_plan_is_noted(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/plan")
    browser.press(page, "Note the plan", {"date": "2027-06-17", "time": "09:00", "zone": "Europe/Brussels"})
    assert now_of(draft).planned_lift == "2027-06-17 09:00 Europe/Brussels"


def test_a_plan_that_has_passed_and_a_deadline_after_it_are_told_at_once(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/plan")
    told = browser.press(page, "Note the plan", {"date": "2027-06-01", "time": "12:00", "zone": "UTC"})
    assert "planned for Tuesday 1 June 2027, 12:00 UTC, which has passed:" in words(told)
    page = browser.open(f"/staff/letters/{draft.id}/opening")
    deadline = {"date": "2027-06-01", "time": "12:01", "zone": "UTC"}
    told = browser.press(page, "Freeze the text and open", deadline)
    assert "Signing ends on Tuesday 1 June 2027, 12:01 UTC, after the release planned for" in words(told)
    page = browser.open(f"/staff/letters/{draft.id}/deadline")
    told = browser.press(page, "Move the deadline", deadline | {"time": "12:02"})
    assert "Signing ends on Tuesday 1 June 2027, 12:02 UTC, after the release planned for" in words(told)


def test_a_frozen_text_is_shown_without_a_form(browser: Browser) -> None:
    lead = a_person()
    letter = a_letter(a_campaign(lead=lead))
    signed_in(browser, lead)
    page = browser.open(f"/staff/letters/{letter.id}/text")
    assert not page.select("textarea")
    assert "The text is frozen" in words(page)


def test_the_page_counts_words_while_one_writes(browser: Browser, draft: Letter) -> None:
    address = f"/staff/letters/{draft.id}/text"
    page = browser.open(address)
    assert "20 words in title, standfirst and text." in words(page)
    page = browser.press(page, "Preview", {"title": "Water", "standfirst": "", "body": "word " * 1599}, status=200)
    assert "1600 words in title, standfirst and text." in words(page)
    assert "100 too many for 1500" in words(page)
    assert "400 left of 2000 (general consultative status)." in words(page)


def logo(content: bytes = PNG, name: str = "logo.png") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def letterhead(letter: Letter) -> OwnLetterhead | None:
    return parse(queries.newest_text(now_of(letter)).source).letterhead


def test_a_letter_keeps_its_own_logo_until_it_is_taken_away(browser: Browser, draft: Letter) -> None:
    address = f"/staff/letters/{draft.id}/text"
    form = defaults(form_of(browser.open(address), "Save as a new revision")) | {"letterhead_name": "Estuary Coalition"}

    assert browser.post(address, form | {"letterhead_logo": logo()}).status_code == 303

    kept = OwnLetterhead("Estuary Coalition", "", f"{hashlib.sha256(redrawn(PNG)).hexdigest()}.png")
    assert letterhead(draft) == kept
    page = browser.open(address)
    assert browser.get(str(page.select(".kept-picture img")[0]["src"])).data == redrawn(PNG)
    browser.press(page, "Save as a new revision", {"title": "Safe water"})
    assert letterhead(draft) == kept
    browser.press(browser.open(address), "Save as a new revision", {"without_logo": "y"})
    assert letterhead(draft) == OwnLetterhead("Estuary Coalition")
    assert browser.open(address).select(".kept-picture") == []
    assert browser.get(f"/staff/letters/{draft.id}/letterhead-logo.png").status_code == 404


@pytest.mark.parametrize(
    ("typed", "picture", "sentence"),
    [
        ({}, logo, "Enter a name in the letterhead too: it is read out where the logo cannot be seen."),
        (
            {"letterhead_name": "Estuary Coalition"},
            lambda: logo(b"no picture"),
            "This is not a picture that can be printed. Choose a PNG, JPEG or WebP file.",
        ),
    ],
)
def test_a_logo_that_cannot_be_printed_is_told_and_saves_nothing(
    browser: Browser, draft: Letter, typed: dict[str, str], picture: Callable[[], object], sentence: str
) -> None:
    address = f"/staff/letters/{draft.id}/text"
    form = defaults(form_of(browser.open(address), "Save as a new revision")) | {"title": "Safe water"} | typed

    answer = browser.post(address, form | {"letterhead_logo": picture()})

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert sentence in words(page)
    assert defaults(form_of(page, "Save as a new revision"))["title"] == "Safe water"
    assert len(queries.revisions(draft.id)) == 1


def test_a_preview_says_that_it_does_not_keep_the_logo(browser: Browser, draft: Letter) -> None:
    address = f"/staff/letters/{draft.id}/text"
    form = defaults(form_of(browser.open(address), "Preview")) | {"letterhead_name": "Coalition", "preview": "yes"}

    chosen: tuple[dict[str, object], ...] = ({}, {"letterhead_logo": logo()})

    said = [browser.post(address, {**form, **more}).text for more in chosen]

    assert ["choose it once more before you save" in each for each in said] == [False, True]


@pytest.mark.parametrize("button", ["Save as a new revision", "Preview"])
def test_what_would_not_be_printed_is_told_beside_its_field_and_nothing_is_lost(
    browser: Browser, draft: Letter, button: str
) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    typed = {
        "body": "\n\nWe ask.\n\nNow, <b>now</b>.",
        "standfirst": "A **great** river",
        "notes": "One\nSee [us](https://a.example)",
        "place": "{{count}}",
        "subject": "{{cuont}}",
    }
    page = browser.press(page, button, typed, status=422)

    said = words(page)
    assert "Line 5: This is the HTML tag <b>. A letter's text is Markdown: write **bold**." in said
    assert "“**great**” would be printed as it is. Take the marks away." in said
    assert "Line 2: Markdown and HTML are for the text alone, and “[us](https://a.example)” would be" in said
    assert "Nothing is counted here. Write the number itself." in said
    assert "“{{cuont}}” is not known. Use {{count}}," in said
    kept = defaults(form_of(page, "Save as a new revision"))
    assert {name: kept[name].replace("\r", "").lstrip("\n") for name in typed} == {
        name: text.lstrip("\n") for name, text in typed.items()
    }
    assert now_of(draft).newest_number == 1


def test_names_in_a_letter_are_their_owners_and_nothing_is_counted_in_them(browser: Browser, draft: Letter) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")
    named = {
        "lead": "*Care*",
        "letterhead_name": "Trans*Inter*Beratung",
        "addressees": "*Ana*\nMinister\n*Care*\nQuay 2\n\n*Bo*\nMayor\n**Town**",
        "contacts": "*Ana*; *Care*; ana@care.example\n*Bo*; **Town**",
    }
    page = browser.press(page, "Save as a new revision", named)
    text = parse(queries.newest_text(now_of(draft)).source)
    assert (text.lead, text.letterhead and text.letterhead.name) == ("*Care*", "Trans*Inter*Beratung")
    assert [(each.name, each.organisation) for each in text.addressees] == [("*Ana*", "*Care*"), ("*Bo*", "**Town**")]
    assert [(each.name, each.organisation) for each in text.contacts] == [("*Ana*", "*Care*"), ("*Bo*", "**Town**")]

    marked = {
        "lead": "{{count}}",
        "addressees": "*Ana*\nMinister\n*Care*\nQuay 2\n\n*Bo*\n*Mayor*\n**Town**",
        "contacts": "*Ana*; *Care*; ana@care.example\n*Bo*; **Town**; **bo@town.example**",
    }
    said = words(browser.press(browser.open(f"/staff/letters/{draft.id}/text"), "Preview", marked, status=422))
    assert "Nothing is counted here. Write the number itself." in said
    assert "Line 7: Markdown and HTML are for the text alone, and “*Mayor*” would be printed as it is." in said
    assert "Line 2: Markdown and HTML are for the text alone, and “**bo@town.example**” would be" in said


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Ana; Care; ana@care.example?bcc=spy@evil.example", ""),
        ("Bo; Town\nAna; Care; ana@care.example, b@c.d", "Line 2: "),
    ],
)
def test_a_media_contact_has_one_address_and_nothing_beside_it(
    browser: Browser, draft: Letter, address: str, place: str
) -> None:
    page = browser.open(f"/staff/letters/{draft.id}/text")

    said = words(browser.press(page, "Preview", {"contacts": address}, status=422))

    assert f"{place}“{address.rpartition('; ')[2]}” is not one e-mail address. Write one such as" in said


def test_a_draft_from_before_that_holds_such_marks_is_shown_and_pointed_out_before_it_is_opened(
    browser: Browser, draft: Letter
) -> None:
    before = replace(a_text(), body="We ~~beg~~ ask.\n\n![us](https://a.example/us.png)")
    actions.save_revision(draft, before, base_number=1, by=SYSTEM, now=NOON)
    session().flush()

    assert "We ~~beg~~ ask." in words(browser.open(f"/staff/letters/{draft.id}/text"))
    page = browser.open(f"/staff/letters/{draft.id}/opening")

    assert "Text, line 1: Words between ~~ are not struck out in a letter." in words(page)
    assert "Text, line 3: No picture is printed in the text." in words(page)
    browser.press(page, "Freeze the text and open")
    assert now_of(draft).state is LetterState.OPEN
