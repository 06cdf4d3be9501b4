"""The kinds of work that the rendering process does, each with its answer.

To add a kind: write its class here, add it to `AnyJob`, and say in `doing.py` how it is done. Fields are primitives,
bytes, and frozen dataclasses of these; `said` is what people are told when it takes too much or fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeAlias, TypeVar, get_args

from app.rendering.document import Document, Typeset
from app.rendering.failures import (
    OF_COPIES,
    OF_DOCUMENTS,
    OF_FOREIGN_FILES,
    OF_PAGES,
    OF_PICTURES,
    OF_STYLE_SHEETS,
    OF_TEMPLATES,
    Sentences,
)
from app.rendering.stamps.copies import Line, Master
from app.rendering.stamps.seen import SeenPage
from app.rendering.templates_on_disk import LetterTemplate

Answer = TypeVar("Answer")
_Answer_co = TypeVar("_Answer_co", covariant=True)


class Job(Generic[_Answer_co]):
    """One piece of work; a `Job[Typeset]` is answered with a `Typeset`."""

    __slots__ = ()

    said: ClassVar[Sentences]

    @classmethod
    def answer(cls) -> type[_Answer_co]:
        """The class of its answers."""
        [base] = cls.__orig_bases__  # type: ignore[attr-defined]  # typing gives it to every subclass of a generic class
        [answered] = get_args(base)
        found: type[_Answer_co] = answered
        return found


@dataclass(frozen=True, slots=True)
class Render(Job[Typeset]):
    """Set a document, in its template or in one on trial, which does not stand among the others."""

    document: Document
    on_trial: LetterTemplate | None = None
    said: ClassVar = OF_DOCUMENTS


@dataclass(frozen=True, slots=True)
class RenderToKeep(Job[Typeset]):
    """Set a document, as `Render`, and judge the finished file, see `checking`.

    `withheld` are names that must not be in it.
    """

    document: Document
    withheld: tuple[str, ...] = ()
    on_trial: LetterTemplate | None = None
    said: ClassVar = OF_DOCUMENTS


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was found, a sentence each."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examine(Job[Remarks]):
    """Say what the engine would pass over in a style sheet, see `typesetting.remarks_on`."""

    css: str
    said: ClassVar = OF_STYLE_SHEETS


@dataclass(frozen=True, slots=True)
class LookOver(Job[Remarks]):
    """Say what is wrong with a template on trial by its files alone, see `checks.problems_in_files`."""

    template: LetterTemplate
    said: ClassVar = OF_TEMPLATES


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What is wrong in a page as it was filled in: lines of letter.html, each with a sentence."""

    elements: tuple[tuple[int, str], ...]
    headings: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class FillIn(Job[FilledIn]):
    """Fill a template on trial in and look at its elements, see `checks.faults_in_page`."""

    template: LetterTemplate
    document: Document
    said: ClassVar = OF_TEMPLATES


@dataclass(frozen=True, slots=True)
class LookForParts(Job[Remarks]):
    """Say what a template on trial leaves out of a letter, see `on_paper`."""

    template: LetterTemplate
    document: Document
    said: ClassVar = OF_TEMPLATES


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text of each part that cannot be seen, by what the part is called."""

    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LookAtPages(Job[Hidden]):
    """Find what a template on trial hides in the finished file of a document, see `on_paper.hidden_on_paper`."""

    template: LetterTemplate
    document: Document
    pdf: bytes
    said: ClassVar = OF_TEMPLATES


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages as pictures, each a PNG."""

    pictures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DrawPages(Job[Drawn]):
    """Draw the first `most` pages, each `width` pixels wide, see `page_pictures.pictures`."""

    pdf: bytes
    width: int
    most: int
    said: ClassVar = OF_PAGES


@dataclass(frozen=True, slots=True)
class Stamped:
    """A finished copy."""

    pdf: bytes


@dataclass(frozen=True, slots=True)
class Stamp(Job[Stamped]):
    """Stamp a copy without marks, see `masters.stamp`."""

    pdf: bytes
    line: str
    said: ClassVar = OF_COPIES


@dataclass(frozen=True, slots=True)
class Prepare(Job[Master]):
    """Prepare the file that copies are made from, see `masters.prepare`."""

    pdf: bytes
    lines: tuple[str, ...]
    said: ClassVar = OF_COPIES


@dataclass(frozen=True, slots=True)
class Written:
    """Lines as they are drawn on copies, in the order asked for."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Write(Job[Written]):
    """Write lines for copies, see `masters.line`."""

    lines: tuple[str, ...]
    said: ClassVar = OF_COPIES


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What the pages of a foreign file show of copies."""

    pages: tuple[SeenPage, ...]


@dataclass(frozen=True, slots=True)
class LookThrough(Job[LookedThrough]):
    """Look through a foreign file, see `sightings.look_through`."""

    pdf: bytes
    said: ClassVar = OF_FOREIGN_FILES


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture as it is kept, see `decoding.redrawn`."""

    png: bytes


@dataclass(frozen=True, slots=True)
class TakePicture(Job[KeptPicture]):
    """Draw an uploaded picture anew."""

    content: bytes
    said: ClassVar = OF_PICTURES


_OnTrial: TypeAlias = Examine | LookOver | FillIn | LookForParts | LookAtPages
AnyJob: TypeAlias = Render | RenderToKeep | _OnTrial | DrawPages | Stamp | Prepare | Write | LookThrough | TakePicture
