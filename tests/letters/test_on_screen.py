"""A letter on a page: everything that is signed, in its own order and direction."""

from dataclasses import fields, replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask, get_template_attribute

from app.letters.on_screen import before_there_is_a_list, on_screen
from app.letters.text import LetterText, Order, OwnLetterhead
from app.rendering.document import MediaContact, Paper
from tests.factories import a_whole_text

LETTER = a_whole_text()
# What is in no word: how the letter is set, on which paper, and whether names are listed or stand in blocks.
NOT_WORDS = {"template", "language", "paper", "signatures"}
SIGNED = replace(
    LETTER,
    letterhead=OwnLetterhead("Estuary Coalition", "Quay 7"),
    contacts=(MediaContact("Mira Solen", "Rivers", "press@rivers.example", "+351 555 0100", "English"),),
    lead="Rivers",
    order=Order.LEAD_THEN_ALPHABETICAL,
)


def article(app: Flask, text: LetterText) -> BeautifulSoup:
    with app.app_context():
        macro = get_template_attribute("letters/_text.html", "letter_words")
        return BeautifulSoup(macro(on_screen(text)), "html.parser")


def lines(app: Flask, text: LetterText) -> list[str]:
    return list(article(app, text).stripped_strings)


def test_every_part_that_is_signed_is_shown_in_the_order_of_paper(app: Flask) -> None:
    assert lines(app, LETTER) == [
        "Joint letter",
        "Clean water",
        "Before the summer.",
        "Port Amber, 3 May 2027",
        *("Ada Quill", "Minister", "Ministry of Water", "1 Square"),
        "By post",
        *("cc:", "The Ombudsman"),
        "Dear Minister,",
        "The second basin",
        *("Mend", "the pipes."),
        "Yours sincerely",
        *("Enclosures:", "A map"),
        "Signatories: In alphabetical order.",
        *("Sources", "Yearly report"),
        *("Notes to editors", "The towns can be visited."),
    ]


def test_whose_paper_it_is_who_leads_and_whom_to_call_is_shown_too(app: Flask) -> None:
    shown = lines(app, SIGNED)

    assert shown[:2] == ["Estuary Coalition", "Quay 7"]
    assert "Signatories: Lead organisation first, then in alphabetical order." in shown
    assert shown[shown.index("Leading organisation:") :][:2] == ["Leading organisation:", "Rivers"]
    assert shown[-5:] == ["Media contacts", "Mira Solen, Rivers", "press@rivers.example", "+351 555 0100", "English"]


def test_notes_stand_below_the_closing(app: Flask) -> None:
    shown = lines(app, replace(LETTER, body="Mend the pipes.[^1]\n\n[^1]: A note."))

    assert shown.index("Yours sincerely") < shown.index("A note.") < shown.index("Sources")


def test_a_letter_to_an_american_office_is_shown_in_its_order(app: Flask) -> None:
    shown = lines(app, replace(LETTER, language="en-US", paper=Paper.LETTER))

    assert "Port Amber, May 3, 2027" in shown
    assert shown.index("Re: The second basin") < shown.index("Dear Minister:") < shown.index("Yours sincerely")
    assert shown.index("Yours sincerely") < shown.index("cc:") < shown.index("Sources")


@pytest.mark.parametrize("part", [each.name for each in fields(LetterText) if each.name not in NOT_WORDS])
def test_no_part_of_the_words_can_change_unseen(app: Flask, part: str) -> None:
    empty = {
        **dict.fromkeys(("addressees", "cc", "enclosures", "contacts"), ()),
        **dict.fromkeys(("date", "letterhead")),
        "order": Order.BY_TIME,
    }.get(part, "")

    assert lines(app, replace(SIGNED, **{part: empty})) != lines(app, SIGNED)  # type: ignore[arg-type]  # one of many


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ckb", "rtl"),
        ("ps", "rtl"),
        ("yi", "rtl"),
        ("ug-Cyrl", "ltr"),
        ("kk-Arab", "rtl"),
    ],
)
def test_it_is_read_from_the_side_of_its_script(app: Flask, language: str, direction: str) -> None:
    shown = article(app, replace(LETTER, language=language)).article

    assert shown is not None
    assert (shown["lang"], shown["dir"]) == (language, direction)


def test_before_there_is_a_list_it_says_what_will_be_counted() -> None:
    shown = before_there_is_a_list(replace(LETTER, title="{{count}} towns", body="We are {{organisations:words}}."))

    assert shown.title == "‹number of signatories› towns"
    assert shown.body.strip() == "<p>We are ‹number of organisations, in words›.</p>"
