"""Words read from the left on pages read from the right."""

from dataclasses import replace

import pypdfium2
import pytest

from app.rendering.document import Addressee
from app.rendering.engine import typesetting
from app.rendering.sides import closed, with_words_from_the_left
from tests.rendering import samples

WHOLE = '<bdi dir="ltr">'


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<p>12, Main Street</p>", '<p><bdi dir="ltr">12, Main Street</bdi></p>'),
        ("<p>In alphabetical order.</p>", '<p><bdi dir="ltr">In alphabetical order.</bdi></p>'),
        ("<span>: 26 organisations</span>", '<span>: <bdi dir="ltr">26 organisations</bdi></span>'),
        ("<b>سۇ</b>, Water, <b>سۇ</b>", '<b>سۇ</b>, <bdi dir="ltr">Water</bdi>, <b>سۇ</b>'),
        ("<p>سۇ https://a.example.org/1.</p>", '<p>سۇ <bdi dir="ltr">https://a.example.org/1</bdi>.</p>'),
        ("<p>سۇ (a.b@example.org)</p>", '<p>سۇ (<bdi dir="ltr">a.b@example.org</bdi>)</p>'),
        ("<p>سۇ UNEP 2026</p>", "<p>سۇ UNEP 2026</p>"),
        ('<bdi dir="ltr">Water</bdi>', '<bdi dir="ltr">Water</bdi>'),
        ("<b>سۇ</b>, 2026, www.example.org.", '<b>سۇ</b>, 2026, <bdi dir="ltr">www.example.org</bdi>.'),
        ("<p>2026</p>", "<p>2026</p>"),
        ("<h2>Names<span>: 26 of 30</span></h2>", f"<h2>{WHOLE}Names<span>: {WHOLE}26 of 30</bdi></span></bdi></h2>"),
        ("<h1>Water <i>now</i></h1>", f"<h1>{WHOLE}Water <i>{WHOLE}now</bdi></i></bdi></h1>"),
        ("<h2>سۇ<span>: 26 of 30</span></h2>", f"<h2>سۇ<span>: {WHOLE}26 of 30</bdi></span></h2>"),
        ("<title>Water</title><style>p { margin: 0 }</style>", "<title>Water</title><style>p { margin: 0 }</style>"),
    ],
)
def test_words_from_the_left_are_set_apart(written: str, printed: str) -> None:
    assert with_words_from_the_left(written) == printed


@pytest.mark.parametrize(
    ("said", "direction", "expected"),
    [
        ("Port Amber", "rtl", "Port Amber\u200f"),
        ("Port Amber 12", "rtl", "Port Amber 12\u200f"),
        ("بيروت", "rtl", "بيروت"),
        ("Port Amber (بيروت)", "rtl", "Port Amber (بيروت)"),
        ("بيروت", "ltr", "بيروت\u200e"),
        ("Port Amber", "ltr", "Port Amber"),
        ("12", "rtl", "12"),
        ("", "rtl", ""),
    ],
)
def test_words_against_the_direction_of_the_page_are_closed(said: str, direction: str, expected: str) -> None:
    assert closed(said, direction) == expected


def test_the_running_line_of_a_letter_from_the_right_has_its_date_after_the_addressee() -> None:
    letter = replace(
        samples.statement_in_uyghur(),
        template="formal-letter",
        language="ar",
        addressees=(Addressee("Ada Quill"),),
        date_line="17 يونيو 2027",
        salutation="سلام",
        body="<p>سلام</p>" * 60,
        embargo=None,
    )
    page = pypdfium2.PdfDocument(typesetting.render(letter).pdf)[1].get_textpage()
    written = page.get_text_range()
    name, day, year = (page.get_charbox(written.index(part))[0] for part in ("Ada", "17", "2027"))

    assert "،" in written
    assert name > day > year


def test_an_address_in_latin_letters_keeps_its_order_on_a_page_read_from_the_right() -> None:
    letter = replace(
        samples.statement_in_uyghur(),
        template="formal-letter",
        addressees=(Addressee("سۇ", address=("12, Quai",)),),
        salutation="سۇ",
        embargo=None,
    )
    page = pypdfium2.PdfDocument(typesetting.render(letter).pdf)[0].get_textpage()
    written = page.get_text_range()
    number, street = (page.get_charbox(written.index(part))[0] for part in ("12", "Quai"))

    assert number < street
