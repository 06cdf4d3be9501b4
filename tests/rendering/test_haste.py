"""What the engine does with less work is what it does."""

from dataclasses import replace

import pytest

from app.rendering.document import Document
from app.rendering.engine import typesetting
from app.rendering.engine.haste import KeptLayout, engine_missing, engine_resolve_lengths, engine_set_page_styles
from tests.rendering import samples, scripts

CONSTRUCTS = (
    "<p>" + "Water–carriers’ co\u00adoperative of the north\u2011eastern shore, 5\u00a0July. " * 12 + "</p>"
    "<p style='hyphens: auto; text-align: justify'>" + "Unquestionably indivisible responsibilities. " * 20 + "</p>"
    "<p style='letter-spacing: 1px; text-decoration: underline; margin-inline-start: 2em'>Apart <em>and</em> away.</p>"
    "<p style='white-space: pre-line'>One line.\nAnother.\u2029A third.</p><ol><li>First</li><li>Second</li></ol>"
    "<blockquote>Said <b>so</b>.</blockquote>"
)


def by_engine(document: Document, patch: pytest.MonkeyPatch) -> bytes:
    """Set a document as the engine does without us."""
    with patch.context() as undone:
        undone.setattr("app.rendering.engine.haste.ComputedStyle.__missing__", engine_missing)
        undone.setattr("app.rendering.engine.door.page_layout.set_page_type_computed_styles", engine_set_page_styles)
        undone.setattr("app.rendering.engine.door.page_layout.resolve_percentages", engine_resolve_lengths)
        undone.setattr("app.rendering.engine.door.line_break.Layout", KeptLayout.__base__)
        return typesetting.render(document).pdf


@pytest.mark.parametrize(
    "document",
    [
        samples.statement(),
        samples.letter(),
        replace(samples.letter(), body=CONSTRUCTS),
        *(scripts.document(writing, "joint-statement") for writing in scripts.WRITINGS),
    ],
)
def test_the_file_is_the_same_to_the_byte(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typesetting.render(document).pdf == by_engine(document, monkeypatch)


def test_lines_that_are_too_many_to_be_kept_are_shaped_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = typesetting.render(samples.letter()).pdf
    monkeypatch.setattr("app.rendering.engine.haste.MOST_KEPT", 3)

    assert typesetting.render(samples.letter()).pdf == whole
