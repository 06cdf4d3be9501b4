"""What does not fit its place on the pages that were laid out: words over the edge, words broken in a table."""

from collections.abc import Iterator, Sequence

from app.rendering.engine.door import Box, LineBox, MarginBox, Page, TextBox

_SLACK = 2.0
"""CSS pixels, half a millimetre: so far spaces and slanted letters reach."""

_SHOWN = 40


def words_over_the_edge(pages: Sequence[Page]) -> tuple[str, ...]:
    """Say which words run over the margin of which page, a sentence for each page: a printer or a reader cuts them.

    What a template sets in the margin is meant, unless it leaves the paper.
    """
    found = []
    for number, page in enumerate(pages, 1):
        if words := next(_over(page), ""):
            shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
            found.append(
                f"On page {number}, “{shown}” runs over the margin. Shorten it, or put a space where it may be broken."
            )
    return tuple(found)


def words_broken_in_tables(pages: Sequence[Page]) -> tuple[str, ...]:
    """Say on which pages a table has more or longer words beside each other than a line holds."""
    return tuple(
        f"The table on page {number} is too wide for the page, and words in it are broken. "
        "Take a column out, or write shorter words."
        for number, page in enumerate(pages, 1)
        if any(getattr(box, "breaks_words", False) for box in _boxes(page))
    )


def _boxes(page: Page) -> Iterator[Box]:
    """All that stands on a page but what stands in its margins."""
    for box in page._page_box.children:  # noqa: SLF001 - a page has no public way to its boxes
        if not isinstance(box, MarginBox):
            yield from box.descendants()


def _over(page: Page) -> Iterator[str]:
    """Words that run out of their block and the measure, or off the paper."""
    sheet = page._page_box  # noqa: SLF001 - as above
    measure = _edges(sheet)
    for block in _boxes(page):
        for line in getattr(block, "children", ()):
            if not isinstance(line, LineBox):
                continue
            for text in line.descendants():
                if not isinstance(text, TextBox) or not text.text.strip():
                    continue
                edges = (text.position_x, text.position_x + text.width)
                is_out = _leaves(edges, _edges(block)) and _leaves(edges, measure)
                if is_out or _leaves(edges, (0, page.width)):
                    yield " ".join(text.text.split())


def _edges(box: Box) -> tuple[float, float]:
    left = box.content_box_x()
    return left, left + box.width


def _leaves(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    return inner[0] < outer[0] - _SLACK or inner[1] > outer[1] + _SLACK
