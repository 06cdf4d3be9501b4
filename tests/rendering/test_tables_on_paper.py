"""Tables on paper: as wide as what stands in them, from where lines begin."""

from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from app.letters.text_html import safe_html, without_ways_back
from app.rendering.page_pictures import page_images
from app.rendering.process import typesetter
from app.rendering.templates_on_disk import LetterTemplate
from tests.rendering.samples import statement

WIDTH, HEIGHT_OF_TEXT = 420, 400
"""In pixels, of which two are a millimetre; below stands the number of the page."""

LEFT, RIGHT = 58, WIDTH - 58
SMALL = "| a | b |\n|---|--:|\n| c | 1 |\n"
LARGE = f"| a | b |\n|---|--:|\n| {'many words ' * 20} | 1 |\n"


def drawn(markdown: str, direction: str = "ltr") -> Image.Image:
    language = "en" if direction == "ltr" else "ar"
    body = without_ways_back(safe_html(markdown))
    document = replace(statement(embargo=None), language=language, direction=direction, title=".", body=body)
    page = "{% for sheet in sheets %}<style>{{ sheet }}</style>{% endfor %}"
    html = f'<html lang="{language}" dir="{direction}"><head>{page}</head><body>{{{{ body }}}}</body></html>'
    template = LetterTemplate("tables", "Tables", "Tables.", ("en",), ("title",), html, "")
    [picture] = page_images(typesetter().typeset(document, on_trial=template).pdf, width=WIDTH, most=1)
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
