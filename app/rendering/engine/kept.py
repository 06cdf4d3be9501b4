"""What is read once and used for every document of this process, and what there is of the one that is being set."""

import logging
from dataclasses import dataclass
from functools import cache

from app.rendering.engine.door import CSS, FontConfiguration, ffi, pango
from app.rendering.engine.fetching import NothingFetched
from app.rendering.lists.faces import Engine
from app.rendering.lists.placing import ListOnPages
from app.rendering.lists.shaping import Type


class Complaints(logging.Handler):
    """Keeps what WeasyPrint reports while one document is set."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.sentences.append(record.getMessage())


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays: typefaces, and what complaints come to.

    `types` and `lists` are those of the document that is being set, and empty between two.
    """

    fonts: FontConfiguration
    complaints: Complaints
    shaping: Engine
    types: dict[tuple[object, ...], Type]
    lists: dict[str, ListOnPages]

    def forget_document(self) -> None:
        """Let nothing of a document stay for the next."""
        self.types.clear()
        self.lists.clear()


@cache
def kept() -> Kept:
    """Read typefaces and listen to complaints, the first time; afterwards what is there."""
    complaints = Complaints(logging.ERROR)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    logger.propagate = False
    return Kept(
        fonts=FontConfiguration(),
        complaints=complaints,
        shaping=Engine(pango, ffi, ffi.new("PangoRectangle *")),
        types={},
        lists={},
    )


@cache
def style(css: str) -> CSS:
    """A style sheet, read. Raises `TypesettingFailed`, each time anew, for one that asks for something from outside."""
    fetcher = NothingFetched()
    try:
        read = CSS(string=css, url_fetcher=fetcher, font_config=kept().fonts)
    finally:
        # The engine reads on without what it was refused, but for a profile of colours. What is raised is not kept.
        fetcher.refuse_addresses_of_styles()
    return read
