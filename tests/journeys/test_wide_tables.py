"""A table that is wider than a telephone is moved aside by itself; the page stays where it is, and dates are whole."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser as Chromium

from app.letters.text_html import safe_html
from app.rendering.other_forms.page import html_page
from tests.rendering.samples import statement
from tests.web.bare import WEB

STYLE = (WEB / "static" / "undersigned.css").read_text(encoding="utf-8")
WIDE = safe_html(f"| Case | Address |\n|---|---|\n| One | https://court.example/{'0123456789' * 12} |\n")
DATED = safe_html(f"| Since | What |\n|---|---|\n| 3 March 2026 | {'They were told nothing. ' * 20} |\n")
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINES_OF_DATE = """() => {
  const date = document.createRange();
  date.selectNodeContents(document.querySelector("td"));
  return date.getClientRects().length;
}"""


@pytest.mark.parametrize("kind", ["our pages", "the file"])
def test_a_wide_table_does_not_widen_the_page(chrome: Chromium, kind: str) -> None:
    ours = f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
    ours += f'<main><article class="letter">{WIDE}</article></main>'
    page = chrome.new_page(viewport={"width": 400, "height": 800})
    page.set_content(html_page(replace(statement(), body=WIDE)).decode() if kind == "the file" else ours)

    assert page.evaluate(OVER) == 0
    assert page.evaluate("document.querySelector('table').scrollWidth") > 400


def test_a_date_in_the_file_is_on_one_line(chrome: Chromium) -> None:
    page = chrome.new_page(viewport={"width": 400, "height": 800})
    page.set_content(html_page(replace(statement(), body=DATED)).decode())

    assert page.evaluate(LINES_OF_DATE) == 1
