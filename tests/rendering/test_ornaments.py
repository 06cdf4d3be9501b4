"""Drawings that say nothing: to those who hear a page read they are not there."""

import pytest

from app.rendering.engine import typesetting
from app.rendering.judging import checking
from app.rendering.templates_on_disk import LetterTemplate
from tests.rendering import samples
from tests.rendering.reading import alternatives, everything

PLAIN = '<!DOCTYPE html><html lang="en"><title>{}</title><h1>{}</h1>{}<p>Words.</p></html>'
TITLE = "{{ document.title }}"


def set_with(svg: str) -> bytes:
    html = PLAIN.format(TITLE, TITLE, svg)
    template = LetterTemplate("postcard", "Postcard", "A word.", ("en",), ("title",), html, "")
    return typesetting.render(samples.letter(), on_trial=template).pdf


def a_drawing(inside: str = "", attribute: str = "") -> str:
    return f'<svg viewBox="0 0 9 9" width="40" height="40" {attribute}>{inside}<path d="M0 0h9v9z"/></svg>'


@pytest.mark.parametrize("around", ["{}", "<p>Beside {} words.</p>", "<div>{}</div>"])
def test_an_ornament_is_drawn_and_has_no_tag(around: str) -> None:
    pdf = set_with(around.format(a_drawing(attribute='aria-hidden="true"')))

    assert checking.faults(pdf) == []
    assert b"/Figure" not in everything(pdf)
    assert b"/Type /Layout" in everything(pdf)


def test_a_drawing_that_says_something_is_described() -> None:
    assert alternatives(set_with(a_drawing("<title>The lamp of the alliance</title>"))) == ["The lamp of the alliance"]


@pytest.mark.parametrize(
    "svg",
    [
        a_drawing(),
        a_drawing(attribute='aria-hidden="false"'),
        a_drawing('<text x="1" y="5" font-size="3">Nobody hears this</text>', 'aria-hidden="true"'),
    ],
)
def test_what_is_neither_is_refused(svg: str) -> None:
    assert [fault for fault in checking.faults(set_with(svg)) if fault.startswith("A picture is not described")]
