"""The page where anyone checks a file, and the certificate that goes with it."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import files
from app.core.handed_in import LARGEST_PDF
from app.core.signing_keys import KEY_FILE, fingerprint
from app.editions.seal import the_seal
from app.web.shell import MAX_REQUEST_BYTES
from tests.browser import Browser, defaults, form_of, words
from tests.factories import BEFORE_LIFT, LIFT, LONG_AGO, a_letter, a_sealed_edition

AFTER = LIFT.instant() + timedelta(hours=2)
SetClock = Callable[[datetime], None]
FORM = "/verify/file"
UNKNOWN = "No file published here has this fingerprint"


def sent(app: Flask, content: bytes, **headers: str) -> tuple[int, str]:
    """Send a file as a visitor does; return the status and where the answer leads."""
    client = app.test_client()
    token = Browser(client).open(FORM).select_one("input[name=csrf_token]")
    assert token is not None
    part = "--edge\r\nContent-Disposition: form-data; name="
    head = f'{part}"csrf_token"\r\n\r\n{token["value"]}\r\n{part}"file"; filename="letter.pdf"\r\n\r\n'
    answer = client.post(
        FORM,
        data=head.encode() + content + b"\r\n--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
        headers=headers,
    )
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.usefixtures("session")
def test_a_published_file_is_known_when_it_is_sent(app: Flask, browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    edition = a_sealed_edition(letter)
    at(AFTER)

    status, where = sent(app, files.get(edition.clean_file or ""))

    assert (status, where) == (303, f"/verify?sha256={edition.clean_file}#answer")
    page = browser.open(where.partition("#")[0])
    assert "It is published here, and unchanged" in words(page)
    assert "It is edition 1 of Clean water for every town" in words(page)
    assert page.select_one(f"#answer a[href='/letters/{letter.slug}']") is not None
    assert "newer edition" not in words(page)


@pytest.mark.usefixtures("session")
def test_a_fingerprint_is_read_however_it_is_typed(browser: Browser, at: SetClock) -> None:
    edition = a_sealed_edition(a_letter())
    at(AFTER)
    digest = (edition.clean_file or "").upper()

    page = browser.open(f"/verify?sha256=%20{digest[:8]}%20{digest[8:]}%20")

    assert "It is published here, and unchanged" in words(page)


@pytest.mark.usefixtures("session")
def test_an_older_edition_is_told_from_the_newest(browser: Browser, at: SetClock) -> None:
    letter = a_letter()
    first = a_sealed_edition(letter)
    a_sealed_edition(letter, number=2)
    at(AFTER)

    page = browser.open(f"/verify?sha256={first.clean_file}")

    assert "A newer edition has taken its place: edition 2." in words(page)


@pytest.mark.parametrize("state", ["embargoed", "held", "killed", "withdrawn", "the embargoed file"])
def test_what_is_not_public_is_answered_like_what_nobody_knows(
    app: Flask, browser: Browser, at: SetClock, session: Session, state: str
) -> None:
    edition = a_sealed_edition(a_letter())
    at(BEFORE_LIFT if state == "embargoed" else AFTER)
    edition.held_at = LONG_AGO if state == "held" else None
    edition.killed_at = LONG_AGO if state == "killed" else None
    edition.withdrawn_at = LONG_AGO if state == "withdrawn" else None
    session.flush()
    digest = (edition.embargoed_file if state == "the embargoed file" else edition.clean_file) or ""
    nobodys = b"%PDF-1.7 nobody's"

    hidden, unknown = (browser.get(f"/verify?sha256={each}") for each in (digest, hashlib.sha256(nobodys).hexdigest()))

    assert UNKNOWN in hidden.text
    shown = [hashlib.sha256(nobodys).hexdigest(), digest]
    bodies = [_without(answer.text, shown) for answer in (hidden, unknown)]
    assert bodies[0] == bodies[1]
    assert dict(hidden.headers).keys() == dict(unknown.headers).keys()
    statuses = [sent(app, content)[0] for content in (files.get(digest), nobodys)]
    assert statuses == [303, 303]


def _without(text: str, digests: list[str]) -> str:
    """A page without the fingerprint it was asked for, which it shows in groups of eight."""
    for digest in digests:
        text = text.replace(digest, "…")
        for start in range(0, len(digest), 8):
            text = text.replace(digest[start : start + 8], "…")
    return text


def test_what_is_no_fingerprint_says_so(browser: Browser) -> None:
    page = browser.open("/verify?sha256=<b>hello")

    assert "That is no SHA-256 fingerprint: it has 64 digits and letters from a to f." in words(page)
    assert page.select_one("input#sha256[value='<b>hello']") is not None


@pytest.mark.usefixtures("session")
def test_without_a_file_the_page_asks_for_one(browser: Browser) -> None:
    page = browser.press(browser.open(FORM), "Compare the file", status=422)

    assert "Choose a PDF, then compare it." in words(page)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("content", [b"PK\x03\x04 a Word file", b" " * 1020 + b"%PDF-1.7"])
def test_of_what_is_no_pdf_it_is_not_said_that_it_was_changed(browser: Browser, content: bytes) -> None:
    fields = defaults(form_of(browser.open(FORM), "Compare the file"))
    answer = browser.post(FORM, {**fields, "file": (BytesIO(content), "letter.pdf")})

    assert answer.status_code == 422
    assert "This is not a PDF, and only the PDF of a letter can be checked." in answer.text
    assert "may have been changed" not in answer.text


@pytest.mark.usefixtures("session")
def test_of_an_empty_file_it_is_said_that_it_is_empty(browser: Browser) -> None:
    fields = defaults(form_of(browser.open(FORM), "Compare the file"))
    answer = browser.post(FORM, {**fields, "file": (BytesIO(), "letter.pdf")})

    assert answer.status_code == 422
    assert "This file is empty: perhaps it was not downloaded to its end." in answer.text


@pytest.mark.usefixtures("session")
def test_a_large_file_is_compared_and_a_huge_one_refused(app: Flask) -> None:
    large = b"%PDF-1.7".ljust(MAX_REQUEST_BYTES * 2)

    assert sent(app, b"%PDF-1.7".ljust(LARGEST_PDF))[0] == 303
    assert sent(app, large)[1] == f"/verify?sha256={hashlib.sha256(large).hexdigest()}#answer"
    assert sent(app, bytes(LARGEST_PDF + MAX_REQUEST_BYTES))[0] == 413


def test_sending_a_file_writes_nothing(app: Flask, session: Session) -> None:
    a_sealed_edition(a_letter())
    written: list[str] = []
    connection = session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.split(maxsplit=1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        assert sent(app, b"%PDF-1.7")[0] == 303
        assert written == []
        a_letter()
        assert written != [], "the ear hears"
    finally:
        event.remove(connection, "before_cursor_execute", note)


@pytest.mark.usefixtures("session")
def test_other_sites_cannot_send_files(app: Flask) -> None:
    assert sent(app, b"%PDF", **{"Sec-Fetch-Site": "cross-site"})[0] == 400


def test_the_certificate_is_shown_and_handed_out_without_the_key(app: Flask, browser: Browser) -> None:
    with app.app_context():
        certificate = the_seal().key(now=LONG_AGO).certificate
        key = (the_seal().folder / KEY_FILE).read_bytes()

    shown = words(browser.open("/verify"))
    answer = browser.get("/verify/certificates.pem")

    assert x509.load_pem_x509_certificates(answer.data)[0] == certificate
    assert answer.headers["Content-Disposition"] == 'attachment; filename="certificates.pem"'
    assert fingerprint(certificate)[:8] in shown
    assert key not in answer.data
    assert b"PRIVATE" not in answer.data


def test_before_the_first_worker_there_is_no_certificate_and_the_page_says_so(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        nowhere = the_seal().folder / "nowhere"
        seal = type(the_seal())(nowhere, the_seal().address)
    monkeypatch.setitem(app.extensions, "seal", seal)

    assert "This installation has no certificate yet." in words(browser.open("/verify"))
    assert browser.get("/verify/certificates.pem").data == b""
    assert not nowhere.exists(), "a page makes no key"
