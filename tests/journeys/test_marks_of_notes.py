"""On pages as on paper, the mark of a note stands with the word before it, as long as both fit on a line."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser as Chromium

from app.letters.text_html import safe_html
from app.rendering.other_forms.page import html_page
from tests.rendering.samples import statement
from tests.web.bare import WEB

STYLE = (WEB / "static" / "undersigned.css").read_text(encoding="utf-8")
ENDS = ("all who come.", "“who come.”", "(who come)", "**who come.**", "开放港口。", "港口的人们", "لكل من يأتي.")
ALONE = """(widest) => {
  const notes = [...document.querySelectorAll("sup.footnote-ref")];
  let alone = 0;
  for (let width = 100; width < widest; width += 1) {
    document.querySelector("main").style.maxWidth = `${width}px`;
    for (const note of notes) {
      const before = document.createRange();
      const walker = document.createTreeWalker(note.parentNode, NodeFilter.SHOW_TEXT);
      let last = null;
      while (walker.nextNode() && !note.contains(walker.currentNode)) last = walker.currentNode;
      before.setStart(last, last.length - 1);
      before.setEnd(last, last.length);
      const end = [...before.getClientRects()].pop();
      const mark = note.querySelector("a").getClientRects()[0];
      alone += (mark.top + mark.bottom) / 2 > end.bottom ? 1 : 0;
    }
  }
  return alone;
}"""


@pytest.mark.parametrize("kind", ["our pages", "the file"])
def test_no_line_begins_with_the_mark_of_a_note(chrome: Chromium, kind: str) -> None:
    marked = "\n\n".join(f"Open the harbour to {end}[^{number}]" for number, end in enumerate(ENDS))
    notes = "\n\n".join(f"[^{number}]: A note." for number in range(len(ENDS)))
    body = safe_html(f"{marked}\n\n{notes}")
    ours = f'<style>{STYLE}</style><main><article class="letter">{body}</article></main>'
    page = chrome.new_page()
    page.set_content(html_page(replace(statement(), body=body)).decode() if kind == "the file" else ours)

    assert page.evaluate("document.querySelectorAll('sup.footnote-ref').length") == len(ENDS)
    assert page.evaluate(ALONE, 400) == 0
