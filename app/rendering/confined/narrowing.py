"""Finding the paragraph or the name that breaks a document, by setting parts of it. Pure but for what it is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import accumulate, pairwise

from app.rendering.document import Document
from app.rendering.html_elements import WITHOUT_END, shortened

MOST_TRIES = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that can be left out: a block of `body` or `back_matter`, or one of the names.

    `number` counts from 1 within its kind.
    """

    kind: str
    number: int
    source: str
    words: str

    def place(self) -> str:
        """Where it stands, as it follows a sentence."""
        near = f", near “{self.words}”" if self.words else ""
        match self.kind:
            case "names":
                return f", at the name “{self.words}”"
            case "body":
                return f", in paragraph {self.number}{near}"
            case _:
                return f", in paragraph {self.number} after the names{near}"


def place(document: Document, breaks: Callable[[Document], bool]) -> str:
    """Where the document breaks, as ", in paragraph 14, near “…”"; empty where no single place is found.

    `breaks` is asked at most 24 times, for shorter and shorter documents. It may end the search with `TimeoutError`.
    """
    found = pieces(document)
    tries = 0

    def breaks_with(kept: Sequence[Piece]) -> bool:
        nonlocal tries
        tries += 1
        if tries > MOST_TRIES:
            raise TimeoutError
        return breaks(only(document, kept))

    try:
        if breaks_with(()):
            return ""
        while len(found) > 1:
            middle = len(found) // 2
            half = next((half for half in (found[:middle], found[middle:]) if breaks_with(half)), None)
            if half is None:
                return ""
            found = half
    except TimeoutError:
        return ""
    return found[0].place() if found else ""


def pieces(document: Document) -> tuple[Piece, ...]:
    """Everything that can be left out, in the order of reading."""
    names = [name for group in document.signatories.groups for name in group.names]
    return (
        *_blocks("body", document.body),
        *(Piece("names", number, name.name, shortened(name.name)) for number, name in enumerate(names, 1)),
        *_blocks("back_matter", document.back_matter),
    )


def only(document: Document, kept: Sequence[Piece]) -> Document:
    """The document with these pieces and no others; what is around them stays."""
    numbers = {piece.number for piece in kept if piece.kind == "names"}
    groups, before = [], 0
    for group in document.signatories.groups:
        names = tuple(name for number, name in enumerate(group.names, before + 1) if number in numbers)
        before += len(group.names)
        if names:
            groups.append(replace(group, names=names))
    return replace(
        document,
        body="".join(piece.source for piece in kept if piece.kind == "body"),
        back_matter="".join(piece.source for piece in kept if piece.kind == "back_matter"),
        signatories=replace(document.signatories, groups=tuple(groups)),
    )


def _blocks(kind: str, html: str) -> tuple[Piece, ...]:
    splitter = _Splitter()
    splitter.feed(html)
    splitter.close()
    starts = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
    edges = [starts[line - 1] + column for line, column in splitter.begins]
    sources = [html[start:end] for start, end in pairwise([*edges, len(html)])]
    return tuple(
        Piece(kind, number, source, shortened(words))
        for number, (source, words) in enumerate(zip(sources, splitter.words, strict=True), 1)
    )


class _Splitter(HTMLParser):
    """Notes where each element of the outermost level begins, and its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.begins: list[tuple[int, int]] = []
        self.words: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        del attrs
        if self._depth == 0:
            self.begins.append(self.getpos())
            self.words.append("")
        if tag not in WITHOUT_END:
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that holds nothing."""
        del tag, attrs
        if self._depth == 0:
            self.begins.append(self.getpos())
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag not in WITHOUT_END and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Words of the element that began last on the outermost level."""
        if self.words:
            self.words[-1] += data
