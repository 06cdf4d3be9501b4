"""Links to the media contacts of a letter: one rule in every form, also for a text that was frozen before it."""

import re
from dataclasses import replace
from html import escape
from io import BytesIO

import pikepdf
import pytest

from app.rendering.document import Document, MediaContact
from app.rendering.engine import typesetting
from app.rendering.judging import checking
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from tests.rendering import samples
from tests.rendering.reading_word import parts
from tests.rendering.spoiling import links

LINKS = {
    "bo@ngo.example, spy@evil.example": "mailto:bo@ngo.example%2C%20spy%40evil.example",
    "press@ngo.example?bcc=spy@evil.example": "mailto:press@ngo.example%3Fbcc%3Dspy%40evil.example",
    "ilić@müller.example": "mailto:ili%C4%87@m%C3%BCller.example",
}


def written_to(address: str, template: str) -> Document:
    sample = samples.letter() if template == "formal-letter" else replace(samples.statement(count=3), ask="We ask.")
    return replace(sample, template=template, contacts=(MediaContact("Mara", email=address),))


@pytest.mark.parametrize("template", ["formal-letter", "joint-statement", "sign-on-sheet"])
@pytest.mark.parametrize("address", LINKS)
def test_a_link_on_paper_is_to_one_address_alone(address: str, template: str) -> None:
    pdf = typesetting.render(written_to(address, template)).pdf

    with pikepdf.open(BytesIO(pdf)) as file:
        found = [str(each.A.URI) for each in links(file) if "/A" in each]
    assert {each for each in found if not each.startswith("https:")} == {LINKS[address]}
    assert checking.faults(pdf) == []


@pytest.mark.parametrize("address", LINKS)
def test_so_it_is_in_the_page_the_word_file_and_the_plain_text(address: str) -> None:
    document = written_to(address, "joint-statement")

    page, word = html_page(document).decode(), parts(word_file(document, Manner.LETTER))

    assert set(re.findall('href="(mailto:[^"]*)"', page)) == {LINKS[address]}
    assert set(re.findall(b'"(mailto:[^"]*)"', word["word/_rels/document.xml.rels"])) == {LINKS[address].encode()}
    assert f"{escape(address)}</a>" in page
    assert "mailto:" not in plain_text(document).decode()
    assert f"{address} <" not in plain_text(document).decode()
