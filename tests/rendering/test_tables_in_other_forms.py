"""Tables that letter templates write, in what is no paper: their headings, and what stands in one cell."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from app.rendering.document import Document, Paper
from app.rendering.other_forms import page, plain_text, tree
from app.rendering.other_forms.word import columns, file
from app.rendering.other_forms.word.manner import Manner
from app.rendering.other_forms.word.reference import sheet
from app.rendering.templates_on_disk import LetterTemplate
from tests.rendering.reading_word import W, part
from tests.rendering.samples import statement

HEAD = """<table>
<tr><th scope="row">To:</th><td><p>Ada Quill</p><p>Department of Ports</p></td></tr>
<tr><th>From:</th><td>Harbour Lamps<br>Alliance</td></tr>
<tr><th scope="row">Subject:</th><td></td></tr>
</table>"""
NUMBERS = """<table>
<thead><tr><td></td><th>Lamps</th></tr></thead>
<tbody><tr><th>Vellmark</th><td><p>six</p><p>dark</p></td></tr><tr><td>Amber</td><td>four</td></tr></tbody>
</table>"""
COLUMNS = """<table>
<tr><th>Harbour</th><th>Lamps</th></tr>
<tr><td>Amber</td><td>four</td></tr>
<tr><th>Harbour</th><th>Lamps</th></tr>
</table>"""


@pytest.fixture(autouse=True)
def a_template_that_prints_its_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The template stands among the others, as the folder of one that was added would."""
    html = "<html><body><h1>{{ document.title }}</h1>{{ body }}</body></html>"
    added = LetterTemplate("memo", "Memo", "A short word.", ("en",), ("title",), html, "")
    monkeypatch.setattr(tree, "letter_template", lambda _key: added)


def with_table(table: str) -> Document:
    return replace(statement(embargo=None), title="A memo", body=table)


@pytest.mark.parametrize(
    ("table", "scopes"),
    [
        (HEAD, ["row", "row", "row"]),
        (NUMBERS, ["col", "row"]),
        (COLUMNS, ["col", "col", "row", "row"]),
        ('<table><tr><th scope="colgroup">a</th></tr><tr><th scope="rowgroup">b</th><td>c</td></tr></table>', None),
        ('<table><tr><th scope="&lt;x&gt;">a</th><td>c</td></tr></table>', ["row"]),
    ],
)
def test_each_heading_on_a_web_page_says_what_it_heads(table: str, scopes: list[str] | None) -> None:
    shown = BeautifulSoup(page.html_page(with_table(table)).decode(), "html.parser")

    assert [each["scope"] for each in shown.find_all("th")] == (scopes or ["colgroup", "rowgroup"])
    assert [each["scope"] for each in shown.find_all("td") if each.has_attr("scope")] == []


def test_a_date_on_a_web_page_is_not_broken_and_a_sentence_is() -> None:
    cells = "<td>30 September 2026</td><td class='aligned-right'>7</td><td>They were told nothing for days.</td>"
    shown = BeautifulSoup(page.html_page(with_table(f"<table><tr>{cells}</tr></table>")).decode(), "html.parser")

    assert [each.get("class") for each in shown.find_all("td")] == [["whole"], ["aligned-right", "whole"], None]


def rows(table: str) -> list[tuple[bool, list[list[str]]]]:
    """The rows of a Word file: whether each is repeated as a head, and the paragraphs of its cells."""
    made = file.word_file(with_table(table), Manner.LETTER)
    return [
        (
            row.find(f"{W}trPr/{W}tblHeader") is not None,
            [[_text(line) for line in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")],
        )
        for row in part(made, "word/document.xml").iter(f"{W}tr")
    ]


def _text(line: ET.Element) -> str:
    return "".join(" " if each.tag == f"{W}br" else each.text or "" for each in line.iter() if each.tag in _PRINTED)


_PRINTED = {f"{W}t", f"{W}br"}


def test_in_word_only_rows_that_head_columns_are_heads_and_paragraphs_stay_apart() -> None:
    assert rows(HEAD) == [
        (False, [["To:"], ["Ada Quill", "Department of Ports"]]),
        (False, [["From:"], ["Harbour Lamps Alliance"]]),
        (False, [["Subject:"], [""]]),
    ]
    assert rows(NUMBERS) == [
        (True, [[""], ["Lamps"]]),
        (False, [["Vellmark"], ["six", "dark"]]),
        (False, [["Amber"], ["four"]]),
    ]
    assert [is_head for is_head, _ in rows(COLUMNS)] == [True, False, False]


def test_in_word_the_heading_of_a_row_is_heavy() -> None:
    made = part(file.word_file(with_table(HEAD), Manner.LETTER), "word/document.xml")
    heavy = [run for run in made.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]

    assert ["".join(run.itertext()) for run in heavy] == ["To:", "From:", "Subject:"]


def test_labels_in_plain_text_stand_beside_what_they_are_for() -> None:
    assert plain_text.plain_text(with_table(HEAD)).decode() == (
        "A memo\n======\n\n"
        "To:       Ada Quill\n"
        "          Department of Ports\n"
        "From:     Harbour Lamps\n"
        "          Alliance\n"
        "Subject:\n"
    )


def test_what_stands_in_one_cell_stays_apart_in_the_lines_of_plain_text() -> None:
    assert plain_text.plain_text(with_table(NUMBERS)).decode() == (
        "A memo\n======\n\n | Lamps\nVellmark | six / dark\nAmber | four\n"
    )


def test_labels_that_leave_no_room_stand_as_in_any_table() -> None:
    long = "A label that takes more than half of the line of plain text"
    table = f"<table><tr><th>{long}</th><td><p>one</p><p>two</p></td></tr></table>"

    assert f"\n{long} | one / two\n" in plain_text.plain_text(with_table(table)).decode()


@pytest.mark.parametrize(
    ("needed", "measure", "given"),
    [
        ([], 100, []),
        ([10, 40], 100, [20, 80]),
        ([10, 200, 20], 100, [10, 70, 20]),
        ([10, 200, 300], 100, [10, 45, 45]),
        ([100, 100, 100], 99, [33, 33, 33]),
    ],
)
def test_columns_in_word_fill_the_line_by_what_they_need(needed: list[int], measure: int, given: list[int]) -> None:
    assert columns.widths(needed, measure) == given


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_labels_in_word_leave_the_line_to_what_they_are_for(direction: str) -> None:
    made = file.word_file(replace(with_table(HEAD), direction=direction), Manner.LETTER)
    label, told = (int(each.get(f"{W}w", "")) for each in part(made, "word/document.xml").iter(f"{W}gridCol"))
    measure = sheet(Paper.A4, Manner.LETTER).measure

    assert label < told * 0.6
    assert 0 <= measure - label - told < 2
