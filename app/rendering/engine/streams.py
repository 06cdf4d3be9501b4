"""Pages as they are written: content that says what it reads and what is furniture, packed as soon as it is painted."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.rendering.engine import tagging
from app.rendering.engine.door import Box, Page, Stream, TextBox, pydyf
from app.rendering.engine.writing import packed
from app.rendering.lists.placing import RowsOnPage
from app.rendering.scripts import needs_spelling


class SpellingStream(Stream):  # type: ignore[misc]  # WeasyPrint has no types
    """Page content that says what complex scripts read, not only which shapes they are drawn with.

    In scripts whose signs change place or melt together a shape stands for no fixed letters, and the table of
    letters that WeasyPrint writes gives other words back. ISO 32000-1, 14.9.4: /ActualText.
    """

    @contextmanager
    def marked(self, box: Box, tag: str) -> Iterator[None]:
        """Mark the drawing of a box, with its words where they need spelling out; ornaments and margins as artifacts.

        Rows mark themselves.
        """
        if isinstance(box, RowsOnPage):
            yield
            return
        text = box.text if isinstance(box, TextBox) and needs_spelling(box.text) else ""
        with self._artifact(box) if tagging.furniture(box) or tagging.is_ornament(box) else super().marked(box, tag):
            if text:
                self.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
            yield
            if text:
                self.end_marked_content()

    @contextmanager
    def _artifact(self, box: Box) -> Iterator[None]:
        """Mark what is drawn as furniture of the page, or as an ornament (ISO 32000-1, 14.8.2.2)."""
        place = tagging.furniture(box)
        kind = {"Type": "/Pagination", "Subtype": f"/{place}"} if place else {"Type": "/Layout"}
        self.begin_marked_content("Artifact", pydyf.Dictionary(kind))
        yield
        self.end_marked_content()


def paint(page: Page, stream: Stream, scale: float = 1) -> None:
    """Paint a page and pack it at once: unpacked, the pages of a long list need more room than all else."""
    _engine_paint(page, stream, scale)
    stream.stream = [packed(stream.stream)]
    stream.extra["Filter"] = "/FlateDecode"
    stream.compress = False


_engine_paint = Page.paint
