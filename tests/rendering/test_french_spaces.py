"""In Word files, web pages and plain text no line begins with a French mark or ends with an opening one."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from app.letters.text_html import safe_html
from app.rendering.document import Document
from app.rendering.french_spaces import with_held_spaces, with_held_spaces_in
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from app.rendering.process import typeset
from tests.rendering import samples
from tests.rendering.reading_word import paragraphs
from tests.rendering.samples import statement

HELD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("dire « bacs » ; pourquoi ?", "dire «~bacs~»~; pourquoi~?"),
        ("« Non ! » Et puis :", "«~Non~!~» Et puis~:"),
        ("l’« état » (« oui »), l'« eau ».", "l’«~état~» («~oui~»), l'«~eau~»."),
        ("dire «\nbacs\n» :\nrien", "dire «~bacs~»~:\nrien"),
        (" ; puis «", "~; puis «"),
        ("« ", "«~"),
        ("quoi ?!", "quoi~?!"),
        ("»So« und »so«, wie »so« : nein", "»So« und »so«, wie »so«~: nein"),
        ("Water: now; a smile :-) and !important", "Water: now; a smile :-) and !important"),
    ],
)
def test_a_space_is_held_where_a_french_mark_asks_for_it(typed: str, held: str) -> None:
    assert with_held_spaces(typed) == held.replace("~", HELD)
    assert with_held_spaces(held.replace("~", HELD)) == held.replace("~", HELD)


def _in_french(words_before: int) -> Document:
    body = safe_html(f"{'eau ' * words_before}dire « *bacs* » ; **pourquoi** ? Non ! `a ; b`")
    return replace(statement(embargo=None), language="fr", body=body)


def test_plain_text_breaks_no_line_at_a_french_mark() -> None:
    for words_before in range(30):
        lines = plain_text(_in_french(words_before)).decode().split("\n")
        assert [line for line in lines if re.search(r"^\s*[;:!?»]|«\s*$", line)] == []


def test_word_and_the_web_page_hold_the_space_of_a_french_mark() -> None:
    document = _in_french(0)
    in_word = [said for _, said in paragraphs(word_file(document, Manner.LETTER))]
    assert "dire «~bacs~»~; pourquoi~? Non~! a ; b".replace("~", HELD) in in_word
    page = "dire «~<em>bacs</em>~»~; <strong>pourquoi</strong>~? Non~! <code>a ; b</code>".replace("~", HELD)
    assert page in html_page(document).decode()


def test_marks_in_elements_are_held_and_what_stands_in_a_tag_stays() -> None:
    typed = '<p><em>« assez »</em> ; <a href="https://eau.example/a ; b">« oui »</a> ! <code>a ; b</code></p>'
    held = '<p><em>«~assez~»</em>~; <a href="https://eau.example/a ; b">«~oui~»</a>~! <code>a ; b</code></p>'

    assert with_held_spaces_in(typed) == held.replace("~", HELD)


def test_no_line_on_paper_ends_behind_an_opening_mark_or_begins_with_a_closing_one() -> None:
    said = " ".join(f"et {'x' * length} « assez » ;" for length in range(1, 60))
    document = replace(samples.letter(), language="fr", body=f"<p>{said}</p>")

    pdf = pypdfium2.PdfDocument(typeset(document).pdf)
    lines = [line.strip() for page in pdf for line in page.get_textpage().get_text_bounded().splitlines()]
    pdf.close()

    assert any("« assez »" in line for line in lines)
    assert [line for line in lines if line.endswith("«") or line.startswith(("»", ";"))] == []
