"""Words read from the left on pages read from the right."""

from dataclasses import replace

import pypdfium2
import pytest

from app.rendering.document import Addressee
from app.rendering.engine import typesetting
from app.rendering.sides import closed, with_sentences_from_the_left, with_words_from_the_left
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
    ("written", "printed"),
    [
        ("<p>We <code>are</code> here.</p>", f"<p>{WHOLE}We <code>are</code> here.</bdi></p>"),
        (
            "<li>See <a href='https://a.example'>1</a>\n<ul>",
            f"<li>{WHOLE}See <a href='https://a.example'>1</a></bdi>\n<ul>",
        ),
        ("<td>12 <em>d</em></td><td>a</td>", f"<td>{WHOLE}12 <em>d</em></bdi></td><td>a</td>"),
        ("<p>A<sup>1</sup> of <em>b</em>.<br>C</p>", f"<p>{WHOLE}A<sup>1</sup> of <em>b</em>.<br>C</bdi></p>"),
        ("<p><em>We are here.</em></p>", "<p><em>We are here.</em></p>"),
        ("<p>We are here.</p>", "<p>We are here.</p>"),
        ("<p><em>12</em>, 13</p>", "<p><em>12</em>, 13</p>"),
        ("<h2>We <em>are</em></h2>", "<h2>We <em>are</em></h2>"),
        ("<p>سۇ <em>سۇ</em> &amp; سۇ</p>", "<p>سۇ <em>سۇ</em> &amp; سۇ</p>"),
        ("<p>سۇ &amp; <em>a</em> b سۇ</p>", f"<p>سۇ &amp; {WHOLE}<em>a</em> b</bdi> سۇ</p>"),
        ("<p>سۇ with <b>code</b> in 2026 سۇ</p>", f"<p>سۇ {WHOLE}with <b>code</b> in 2026</bdi> سۇ</p>"),
        ("<p>سۇ (a <b>b</b> (c) d), سۇ</p>", f"<p>سۇ ({WHOLE}a <b>b</b> (c) d</bdi>), سۇ</p>"),
        ("<p>سۇ a <b>(b)</b>. سۇ</p>", f"<p>سۇ {WHOLE}a <b>(b)</b></bdi>. سۇ</p>"),
        ("<p>سۇ a <b>c</b>.<sup>[1]</sup></p>", f"<p>سۇ {WHOLE}a <b>c</b></bdi>.<sup>[1]</sup></p>"),
        ("<p><b>سۇ a</b> b</p>", "<p><b>سۇ a</b> b</p>"),
        ("<p>a <b>b</b> سۇ <i>c</i> d</p>", f"<p>{WHOLE}a <b>b</b></bdi> سۇ {WHOLE}<i>c</i> d</bdi></p>"),
        ("<h2>سۇ a <b>b</b></h2>", f"<h2>سۇ {WHOLE}a <b>b</b></bdi></h2>"),
        ("<article>a <b>b</b></article>", f"<article>{WHOLE}a <b>b</b></bdi></article>"),
        ("", ""),
    ],
)
def test_sentences_from_the_left_keep_their_emphasis_and_links_in_place(written: str, printed: str) -> None:
    assert with_sentences_from_the_left(written) == printed


def test_a_sentence_in_latin_letters_keeps_its_order_whatever_is_marked_up_in_it() -> None:
    body = (
        "<p>سۇ</p><p>Alfa <code>bravo</code> charlie <strong>delta <em>echo</em></strong> 2026, "
        '<a href="https://a.example.org">foxtrot</a> golf.</p><p>سۇ Hotel <em>india</em> juliett سۇ</p>'
    )
    letter = replace(samples.statement_in_uyghur(), body=body, embargo=None)
    page = pypdfium2.PdfDocument(typesetting.render(letter).pdf)[0].get_textpage()
    written = page.get_text_range()

    def lefts(words: str) -> list[float]:
        return [page.get_charbox(written.index(word))[0] for word in words.split()]

    for words in ("Alfa bravo charlie delta echo foxtrot golf", "Hotel india juliett"):
        assert lefts(words) == sorted(lefts(words)), words
    assert lefts("echo") < [page.get_charbox(written.index("2026,"))[0]] < lefts("foxtrot")


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
