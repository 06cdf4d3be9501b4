"""The public pages: what everyone reads after the lift."""

import csv
import hashlib
import io
import subprocess
from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import files
from app.core.db import db
from app.letters.text import Order
from app.signons.roll import Signatory
from app.signons.rules import Visibility
from tests.browser import Browser, words
from tests.factories import BEFORE_LIFT, LIFT, a_letter, a_sealed_edition, a_text

AFTER = LIFT.instant() + timedelta(hours=2)
SetClock = Callable[[datetime], None]


def test_without_a_public_letter_the_front_page_is_a_quiet_sentence(browser: Browser) -> None:
    assert "No letter is public at the moment." in words(browser.open("/"))


def test_public_letters_are_listed_newest_first(browser: Browser, at: SetClock) -> None:
    later = type(LIFT)(LIFT.at + timedelta(hours=1), LIFT.zone)
    a_sealed_edition(a_letter(title="The older one"))
    a_sealed_edition(a_letter(title="The newer one"), lift=later)
    at(AFTER)

    page = browser.open("/")

    assert [each.get_text() for each in page.select("main h2")] == ["The newer one", "The older one"]
    assert "17 June 2027 · 2 organisations" in words(page)


def test_a_letter_is_read_with_its_names_and_fingerprints(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    at(AFTER)

    page = browser.open(f"/letters/{letter.slug}")

    assert "We are two organisations." in words(page)
    assert [(item["value"], item.get_text(strip=True)) for item in page.select("ol.names li")] == [
        ("1", "Rivers United"),
        ("2", "Wasser für alle"),
    ]
    assert "mara@example.org" in words(page)
    shown = [each.get_text() for each in page.select(".fingerprint")]
    source = browser.get(f"/letters/{letter.slug}/letter.md").data
    assert shown == [edition.fingerprint, edition.clean_file, hashlib.sha256(source).hexdigest()]


def test_the_pdf_is_the_sealed_one_and_says_nothing_of_an_embargo(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    at(AFTER)
    page = browser.open(f"/letters/{letter.slug}")

    link = next(each for each in page.select("a") if each.get_text() == "Read as PDF")
    answer = browser.get(str(link["href"]))

    assert hashlib.sha256(answer.data).hexdigest() == edition.clean_file
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert answer.headers["ETag"] == f'"{edition.clean_file}"'
    printed = _pdf_text(answer.data)
    assert "We are two organisations." in printed
    assert "embargo" not in printed.casefold()
    assert b"embargo" not in answer.data.lower()


def test_other_forms_are_the_sealed_ones_and_a_web_page_is_kept_not_shown(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    at(AFTER)
    page = browser.open(f"/letters/{letter.slug}")
    links = {each.get_text(): str(each["href"]) for each in page.select("a")}
    expected = {
        "web page": (edition.html_file, "text/html; charset=utf-8", "attachment"),
        "plain text": (edition.text_file, "text/plain; charset=utf-8", "inline"),
        "Word file": (
            edition.docx_file,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "attachment",
        ),
    }
    for form, (digest, kind, how) in expected.items():
        answer = browser.get(links[form])
        assert hashlib.sha256(answer.data).hexdigest() == digest
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"].startswith(f"{how};")
        assert answer.headers["ETag"] == f'"{digest}"'


def test_an_edition_from_before_there_were_other_forms_offers_none(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    edition.html_file = edition.text_file = edition.docx_file = None
    db.session.flush()
    at(AFTER)
    assert "Also as:" not in words(browser.open(f"/letters/{letter.slug}"))
    assert browser.get(f"/letters/{letter.slug}/{edition.file_stem}.docx").status_code == 404


@pytest.mark.parametrize("tail", ["", "/letter.md", "/signatories.csv"])
def test_after_the_lift_nothing_says_embargo(browser: Browser, at: SetClock, tail: str) -> None:
    letter = a_letter()
    a_sealed_edition(letter)
    at(AFTER)

    answer = browser.get(f"/letters/{letter.slug}{tail}")

    assert answer.status_code == 200
    assert "Rivers United" in answer.text or tail == "/letter.md"
    assert "embargo" not in answer.text.casefold()
    assert "embargo" not in str(answer.headers).casefold()


def test_the_names_table_holds_public_names_and_runs_no_formula(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    a_sealed_edition(
        letter,
        signatories=(
            Signatory("=HYPERLINK(1)", country="BE"),
            Signatory("Harbour Watch", acronym="HW", country="NL"),
            Signatory("Silent House", visibility=Visibility.COUNTED),
        ),
    )
    at(AFTER)

    answer = browser.get(f"/letters/{letter.slug}/signatories.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["name"], row["country"]) for row in rows] == [("Harbour Watch", "NL"), ("'=HYPERLINK(1)", "BE")]


def test_a_name_withheld_is_counted_and_stands_nowhere(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    silent = Signatory("Silent House", visibility=Visibility.COUNTED)
    edition = a_sealed_edition(letter, signatories=(Signatory("Rivers United"), silent))
    at(AFTER)
    paths = ["", "/letter.md", "/signatories.csv", f"/{edition.file_stem}.pdf"]

    answers = [browser.get(f"/letters/{letter.slug}{path}") for path in paths]

    assert "2 organisations" in answers[0].text
    assert "not named for its safety" in answers[0].text
    seen = [*(answer.data.decode("latin-1") for answer in answers), _pdf_text(answers[3].data)]
    assert not [text for text in seen if "Silent" in text]


def test_names_are_found_by_words_and_by_country(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    countries = ("AT", "BE", "CZ")
    many = tuple(Signatory(f"Verein für Flüsse {n:02}", country=countries[n % 3]) for n in range(12))
    a_sealed_edition(letter, signatories=many)
    at(AFTER)
    address = f"/letters/{letter.slug}"

    def found(query: str) -> list[str]:
        return [str(item["value"]) for item in browser.open(f"{address}?{query}").select("ol.names li")]

    assert len(found("")) == 12
    assert found("q=flusse+03") == ["4"]
    assert found("country=CZ") == ["3", "6", "9", "12"]
    assert found("q=05&country=CZ") == ["6"]
    assert found("q=nobody") == []
    assert "0 names found." in words(browser.open(f"{address}?q=nobody"))


def test_what_is_typed_into_the_search_is_shown_as_text(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    many = tuple(Signatory(f"River {n:02}") for n in range(12))
    a_sealed_edition(letter, signatories=many)
    at(AFTER)

    page = browser.open(f"/letters/{letter.slug}?q=%22%3E%3Cscript%3E&country=%3Cb%3E")

    assert page.select_one("#q")["value"] == '"><script>'  # type: ignore[index]  # the page always shows the field
    assert page.select("main b") == []


@pytest.mark.parametrize("tail", ["", "/letter.md", "/signatories.csv", "/{pdf}"])
def test_what_a_reader_has_kept_is_not_sent_again(app: Flask, browser: Browser, at: SetClock, tail: str) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    at(AFTER)
    address = f"/letters/{letter.slug}{tail.format(pdf=edition.file_stem + '.pdf')}"
    first = browser.get(address)

    again = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
    head = Context().run(app.test_client().head, address)

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.data) == (304, b"")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


@pytest.mark.parametrize("path", ["/", "/letters/{slug}", "/letters/{slug}/{pdf}", "/robots.txt", "/letters/none"])
def test_public_pages_know_nobody(browser: Browser, at: SetClock, path: str) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    at(AFTER)

    answer = browser.get(path.format(slug=letter.slug, pdf=f"{edition.file_stem}.pdf"))

    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_newest_public_edition_is_shown_while_the_next_one_waits(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    a_sealed_edition(letter)
    next_lift = type(LIFT)(LIFT.at + timedelta(days=2), LIFT.zone)
    a_sealed_edition(letter, number=2, signatories=(Signatory("Latecomers"),), lift=next_lift)
    at(AFTER)
    before = words(browser.open(f"/letters/{letter.slug}"))

    at(next_lift.instant())
    after = words(browser.open(f"/letters/{letter.slug}"))

    assert "Rivers United" in before
    assert "Latecomers" not in before
    assert "Latecomers" in after


def test_a_withdrawn_letter_leaves_a_sentence_and_its_reason(browser: Browser, at: SetClock, session: Session) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    edition.lifted_at, edition.withdrawn_at = LIFT.instant(), AFTER
    edition.reason = "One number in it was wrong."
    session.flush()
    at(AFTER)

    page = browser.open(f"/letters/{letter.slug}", status=410)

    assert "has been withdrawn. One number in it was wrong." in words(page)
    assert browser.get(f"/letters/{letter.slug}/{edition.file_stem}.pdf").status_code == 410
    assert browser.get(f"/letters/{letter.slug}/letter.md").headers["Cache-Control"] == "no-store"
    assert "Clean water" not in words(browser.open("/"))


def test_when_the_files_cannot_be_reached_the_answer_is_honest(
    browser: Browser, at: SetClock, session: Session
) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    edition.clean_file = "0" * 64
    session.flush()
    at(AFTER)

    answer = browser.get(f"/letters/{letter.slug}/{edition.file_stem}.pdf")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_with_72_names_asks_the_database_no_more_than_three_times_as_often(
    app: Flask, browser: Browser, at: SetClock
) -> None:
    nobody, many = a_letter(), a_letter()
    a_sealed_edition(nobody, signatories=())
    a_sealed_edition(many, signatories=tuple(Signatory(f"River {n:02}") for n in range(72)))
    at(AFTER)

    def queries(slug: str) -> int:
        asked: list[str] = []

        def note(*arguments: object) -> None:
            asked.append(str(arguments[2]))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            browser.open(f"/letters/{slug}")
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len([each for each in asked if each.startswith("SELECT")])

    assert queries(nobody.slug) >= 1
    assert queries(many.slug) <= queries(nobody.slug) + 3


def test_a_damaged_paper_is_not_handed_out(browser: Browser, at: SetClock, app: Flask) -> None:
    letter = a_letter(title="A letter whose file rots")
    edition = a_sealed_edition(letter)
    at(AFTER)
    address = f"/letters/{letter.slug}/{edition.file_stem}.pdf"
    digest = str(edition.clean_file)
    whole = files.get(digest)
    store = app.extensions["files"]
    assert browser.get(address).status_code == 200

    store.put(f"{digest[:2]}/{digest}", whole + b"\n% changed")
    rotten = browser.get(address)
    store.put(f"{digest[:2]}/{digest}", whole)

    assert rotten.status_code == 503
    assert browser.get(address).status_code == 200


def test_before_the_lift_the_page_of_a_letter_is_that_of_no_letter(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    a_sealed_edition(letter)
    at(BEFORE_LIFT)

    sealed, unknown = browser.get(f"/letters/{letter.slug}"), browser.get("/letters/none")

    assert (sealed.status_code, sealed.data) == (404, unknown.data)
    assert dict(sealed.headers) == dict(unknown.headers)
    assert sealed.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified"} & set(sealed.headers.keys())


def _pdf_text(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_groups_have_the_headings_they_have_on_paper(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    text = replace(a_text(letter.title), order=Order.BY_GROUP)
    towns = tuple(Signatory(f"Town {n:02}", group="Towns") for n in range(11))
    a_sealed_edition(letter, signatories=(*towns, Signatory("Rivers United", group="Associations")), text=text)
    at(AFTER)

    def shown(query: str = "") -> list[tuple[str, list[str]]]:
        page = browser.open(f"/letters/{letter.slug}{query}")
        headings = page.select("#names h3")
        assert all(each.find_next_sibling("ol") for each in headings)
        return [
            (each.get_text(), [str(item["value"]) for item in listed.select("li")])
            for each, listed in zip(headings, page.select("#names ol"), strict=True)
        ]

    assert shown() == [("Associations", ["1"]), ("Towns", [str(n) for n in range(2, 13)])]
    assert shown("?q=united") == [("Associations", ["1"])]
