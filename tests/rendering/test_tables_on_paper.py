"""Tables on paper: as wide as what stands in them, from where lines begin."""

import re
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from app.letters.text_html import safe_html, without_ways_back
from app.rendering.page_pictures import page_images
from app.rendering.process import typesetter
from app.rendering.templates_on_disk import LetterTemplate
from tests.rendering.reading import raw_lines
from tests.rendering.samples import statement

WIDTH, HEIGHT_OF_TEXT = 420, 400
"""In pixels, of which two are a millimetre; below stands the number of the page."""

LEFT, RIGHT = 58, WIDTH - 58
SMALL = "| a | b |\n|---|--:|\n| c | 1 |\n"
LARGE = f"| a | b |\n|---|--:|\n| {'many words ' * 20} | 1 |\n"


def typeset(markdown: str, direction: str = "ltr") -> bytes:
    language = "en" if direction == "ltr" else "ar"
    body = without_ways_back(safe_html(markdown))
    document = replace(statement(embargo=None), language=language, direction=direction, title=".", body=body)
    page = "{% for sheet in sheets %}<style>{{ sheet }}</style>{% endfor %}"
    html = f'<html lang="{language}" dir="{direction}"><head>{page}</head><body>{{{{ body }}}}</body></html>'
    template = LetterTemplate("tables", "Tables", "Tables.", ("en",), ("title",), html, "")
    return typesetter().typeset(document, on_trial=template).pdf


def drawn(markdown: str, direction: str = "ltr") -> Image.Image:
    [picture] = page_images(typeset(markdown, direction), width=WIDTH, most=1)
    return picture.convert("L").crop((0, 0, WIDTH, HEIGHT_OF_TEXT))


def extent(picture: Image.Image) -> tuple[int, int, int, int]:
    found = ImageChops.invert(picture).point(lambda grey: 255 if grey > 20 else 0).getbbox()
    assert found is not None
    return found


def test_a_small_table_stands_where_lines_begin_and_leaves_the_rest_of_the_line() -> None:
    left, _, right, _ = extent(drawn(SMALL))
    assert abs(left - LEFT) <= 2
    assert right < LEFT + 60

    left, _, right, _ = extent(drawn(SMALL, "rtl"))
    assert abs(right - RIGHT) <= 2
    assert left > RIGHT - 60


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_large_table_takes_the_line_and_no_more(direction: str) -> None:
    left, _, right, _ = extent(drawn(LARGE, direction))

    assert abs(left - LEFT) <= 2
    assert abs(right - RIGHT) <= 2


def test_a_quotation_stands_farther_from_a_table_than_from_a_paragraph() -> None:
    below_quotation, below_paragraph = (extent(drawn(f"{before}said\n\n{SMALL}"))[3] for before in ("> ", ""))

    assert below_quotation - below_paragraph >= 3


MANY_COLUMNS = (
    "| Name | Born | Detained | Court | Charge | Sentence | Prison | Health |\n|---|---|---|---|---|---|---|---|\n"
    "| Abdurahman Mehmet | 1971 | 12 November 2017 | Intermediate Court | Separatism | Life | Tumshuq | Unknown |"
    "\n| Rahile Dilshat | 1980 | 3 December 2017 | People’s Court | Extremism | Imprisonment | Undisclosed | Well |"
)
LONG_WORDS = (
    f"| Case | Address |\n|---|---|\n| {'Donaudampfschiff' * 6} | https://court.example/{'0123456789abcdef' * 8} |\n"
)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("table", [MANY_COLUMNS, LONG_WORDS])
def test_no_table_leaves_the_measure(table: str, direction: str) -> None:
    left, _, right, _ = extent(drawn(table, direction))

    assert left >= LEFT - 2
    assert right <= RIGHT + 2


def test_words_of_eight_columns_are_whole() -> None:
    lines = " ".join(line for page in raw_lines(typeset(MANY_COLUMNS)) for line in page).split()

    assert {"Abdurahman", "Intermediate", "Separatism", "Imprisonment", "Undisclosed", "November"} <= set(lines)


def test_many_columns_are_smaller_in_arabic_script_too() -> None:
    few, many = (f"| {' | '.join(['سطر'] * columns)} |\n|{'---|' * columns}\n" for columns in (4, 8))
    few_at, many_at = (extent(drawn(table, "rtl")) for table in (few, many))

    assert many_at[3] - many_at[1] < few_at[3] - few_at[1]


def test_a_date_is_whole_beside_a_column_of_sentences() -> None:
    table = f"| Since | What |\n|---|---|\n| 3 March 2026 | {'They were told nothing. ' * 20} |\n"

    assert any("3 March 2026" in line for line in raw_lines(typeset(table))[0])


def test_a_row_stands_on_one_page_below_the_head_of_its_table() -> None:
    rows = "".join(f"| from{n} {'words of a long cell ' * 30} to{n} |\n" for n in range(12))
    pages = [" ".join(lines) for lines in raw_lines(typeset(f"| Heading |\n|---|\n{rows}"))]

    assert len(pages) > 1
    assert all("Heading" in page for page in pages)
    assert [page for page in pages if re.findall(r"from(\d+)", page) != re.findall(r"to(\d+)", page)] == []


def test_a_row_that_is_higher_than_a_page_is_printed_whole() -> None:
    row = f"| begin {'words of a very long cell ' * 400} finish |\n"
    text = " ".join(line for page in raw_lines(typeset(f"| Heading |\n|---|\n{row}| after |\n")) for line in page)

    assert text.split().count("very") == 400
    assert text.index("begin") < text.index("finish") < text.index("after")


def test_the_last_row_of_a_table_is_not_alone_on_a_page() -> None:
    for count in range(30, 80):
        rows = "".join(f"| row{n} |\n" for n in range(count))
        _, *others = raw_lines(typeset(f"| Heading |\n|---|\n{rows}"))
        if others:
            assert [line for line in others[0] if line.startswith("row")] == [f"row{count - 2}", f"row{count - 1}"]
            return
    pytest.fail("No table was long enough for two pages.")
