"""How names, signature blocks and logos go on over pages: no page nearly empty, nothing alone on one."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from app.rendering.document import Document, ListForm, NameGroup, PrintedName, SignatoryList
from app.rendering.process import typesetter
from tests.rendering import samples
from tests.rendering.drawings import kept
from tests.rendering.reading import raw_lines, tags

DETAIL = "Ana Pop, Director"
LINE = "<p>The river is closed again, and nobody says for how long.</p>"


def signed(count: int, *, lines: int, logos: int = 0, form: ListForm = ListForm.LIST, detail: str = DETAIL) -> Document:
    """A letter of so many lines that ends with a colophon."""
    names = tuple(PrintedName(f"Body {n}a", native=detail and f"Org {n}", detail=detail) for n in range(1, count + 1))
    walls = tuple(kept(60 + at, 60, alternative=f"Body {at}a") for at in range(1, logos + 1))
    listed = SignatoryList("Signatories", "", "", (NameGroup("", names),), form=form, logos=walls)
    return replace(
        samples.letter(),
        language="en",
        body=LINE * lines,
        signatories=listed,
        colophon="Edition 1",
        cc=(),
    )


def on_pages(document: Document) -> list[list[int]]:
    """The numbers of the names on each page, in their order."""
    pages = raw_lines(typesetter().typeset(document).pdf)
    return [[int(n) for n in re.findall(r"Body (\d+)a", " ".join(lines))] for lines in pages]


def pictures(pdf: bytes) -> list[int]:
    """How many are drawn on each page."""
    with pikepdf.open(BytesIO(pdf)) as file:
        drawn = [[str(command.operator) for command in pikepdf.parse_content_stream(page)] for page in file.pages]
    return [operators.count("Do") for operators in drawn]


def test_a_short_list_begins_below_the_closing_and_goes_on() -> None:
    first, second = on_pages(signed(14, lines=9))

    assert len(first) >= 6
    assert len(second) >= 6
    assert first + second == list(range(1, 15))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("count", [14, 18, 40, 180])
def test_no_page_between_text_and_names_is_empty_and_every_name_is_printed_once(count: int, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    for lines in (1, 6, 14):
        pages = on_pages(replace(signed(count, lines=lines), language=language, direction=direction))
        assert [] not in pages[1:]
        assert sorted(number for page in pages for number in page) == list(range(1, count + 1))


def test_a_list_over_pages_is_one_list_to_a_screen_reader() -> None:
    assert len(on_pages(signed(14, lines=9))) == 2
    found = tags(typesetter().typeset(signed(14, lines=9)).pdf)

    assert (found.count("L"), found.count("LI"), found.count("Lbl")) == (1, 14, 14)


@pytest.mark.parametrize("template", ["formal-letter", "open-letter", "joint-statement"])
def test_many_logos_begin_on_the_page_of_the_names(template: str) -> None:
    document = replace(
        signed(24, lines=2, logos=24, detail=""), template=template, label="Letter", dateline="3 May 2027"
    )
    pdf = typesetter().typeset(document).pdf
    first, second = pictures(pdf)

    assert first >= 4
    assert second >= 4
    assert first + second == 24
    assert on_pages(document) == [list(range(1, 25)), []]


def test_few_logos_take_the_last_names_with_them() -> None:
    for lines in range(14, 40):
        document = signed(14, lines=lines, logos=4)
        drawn = pictures(typesetter().typeset(document).pdf)
        pages = on_pages(document)
        assert sorted(drawn) == [0] * (len(drawn) - 1) + [4]
        assert pages[drawn.index(4)]


def test_a_row_of_signature_blocks_does_not_follow_logos_to_the_next_page() -> None:
    kept_back = []
    for lines in range(8, 34):
        document = signed(6, lines=lines, logos=6, form=ListForm.BLOCKS)
        drawn = pictures(typesetter().typeset(document).pdf)
        kept_back.append(on_pages(document)[drawn.index(6)])

    assert [] in kept_back
