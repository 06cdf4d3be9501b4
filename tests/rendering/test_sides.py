"""Words read from the left on pages read from the right."""

from dataclasses import replace

import pypdfium2
import pytest

from app.rendering.document import Addressee
from app.rendering.engine import typesetting
from app.rendering.sides import with_words_from_the_left
from tests.rendering import samples


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
        ("<title>Water</title><style>p { margin: 0 }</style>", "<title>Water</title><style>p { margin: 0 }</style>"),
    ],
)
def test_words_from_the_left_are_set_apart(written: str, printed: str) -> None:
    assert with_words_from_the_left(written) == printed


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
