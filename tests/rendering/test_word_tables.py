"""Tables of a letter in Word files: as wide as the text, in type of their own, apart from what follows."""

from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from app.letters.text_html import safe_html
from app.rendering.document import Document, Paper
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from app.rendering.other_forms.word.reference import sheet
from tests.rendering.reading_word import W, part, style_of
from tests.rendering.samples import statement, statement_in_uyghur

TABLE = "| Port | Boats |\n|:-----|------:|\n| Maren | 12 |\n| Caldry | 3 |\n"


def table_in(body: str, document: Document, manner: Manner) -> tuple[Element, Element]:
    """The table of a letter with this body, and what follows it."""
    made = word_file(replace(document, body=safe_html(body)), manner)
    found = list(part(made, "word/document.xml").find(f"{W}body") or ())
    [place] = [n for n, each in enumerate(found) if each.tag == f"{W}tbl"]
    return found[place], found[place + 1]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("document", [statement(), statement_in_uyghur()], ids=["ltr", "rtl"])
def test_a_table_is_as_wide_as_the_text_from_either_side(document: Document, manner: Manner, paper: Paper) -> None:
    table, _ = table_in(f"One.\n\n{TABLE}\nTwo.", replace(document, paper=paper), manner)

    width = table.find(f"{W}tblPr/{W}tblW")
    assert width is not None
    assert (width.get(f"{W}type"), width.get(f"{W}w")) == ("pct", "5000")
    columns = [int(each.get(f"{W}w", "")) for each in table.iter(f"{W}gridCol")]
    assert 0 <= sheet(paper, manner).measure - sum(columns) < len(columns)


@pytest.mark.parametrize("manner", Manner)
def test_cells_are_set_in_the_type_of_tables_and_keep_their_side(manner: Manner) -> None:
    table, _ = table_in(TABLE, statement(), manner)

    assert {style_of(each) for each in table.iter(f"{W}p")} == {"TableText"}
    assert [each.get(f"{W}val") for each in table.iter(f"{W}jc")] == ["start", "end"] * 3


@pytest.mark.parametrize(
    ("following", "style", "room"),
    [
        ("Two.", "BodyText", "147"),
        ("- Two.", "ListText", "147"),
        ("> Two.", "BlockText", "147"),
        ("## Two", "Heading1", ""),
    ],
)
def test_what_follows_a_table_stands_apart_from_it(following: str, style: str, room: str) -> None:
    _, after = table_in(f"{TABLE}\n{following}", statement(), Manner.LETTER)

    spacing = after.find(f"{W}pPr/{W}spacing")  # a heading has room above it by its style
    assert (style_of(after), "" if spacing is None else spacing.get(f"{W}before")) == (style, room)
    order = [each.tag.removeprefix(W) for each in after.find(f"{W}pPr") or ()]
    assert order == sorted(order, key=["pStyle", "keepNext", "numPr", "bidi", "spacing", "ind", "jc"].index)
