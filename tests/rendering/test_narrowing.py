"""Finding what breaks a document."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.rendering.confined.narrowing import MOST_TRIES, only, pieces, place
from app.rendering.document import Document, NameGroup, PrintedName
from tests.rendering import samples

BLOCKS = (
    "<p>One</p>",
    "<h2>Two &amp; three</h2>\n",
    "<ul><li>a</li><li>b<br>c</li></ul>",
    "<hr />",
    "<p>x<b>y</b></p>",
)


def _document(blocks: int, names: int) -> Document:
    numbered = tuple(PrintedName(f"Port {number}") for number in range(1, names + 1))
    groups = (NameGroup("A", numbered[:3]), NameGroup("B", numbered[3:]))
    return replace(
        samples.letter(),
        body="".join(f"<p>Paragraph {number}</p>" for number in range(1, blocks + 1)),
        back_matter="<h2>Sources</h2><p>A report</p>",
        signatories=samples.listed(*groups),
    )


@given(st.lists(st.sampled_from(BLOCKS)))
def test_all_pieces_together_are_the_text(blocks: list[str]) -> None:
    document = replace(samples.letter(), body="".join(blocks))

    found = pieces(document)

    assert only(document, found) == document
    assert [piece.source for piece in found if piece.kind == "body"] == blocks


def test_a_piece_is_named_by_its_place_and_words() -> None:
    document = replace(_document(0, 1), body="".join(BLOCKS))

    assert [piece.place() for piece in pieces(document)] == [
        ", in paragraph 1, near “One”",
        ", in paragraph 2, near “Two & three”",
        ", in paragraph 3, near “abc”",
        ", in paragraph 4",
        ", in paragraph 5, near “xy”",
        ", at the name “Port 1”",
        ", in paragraph 1 after the names, near “Sources”",
        ", in paragraph 2 after the names, near “A report”",
    ]


@given(st.integers(0, 60), st.integers(1, 200), st.data())
def test_one_piece_that_breaks_is_found_whichever_it_is(blocks: int, names: int, data: st.DataObject) -> None:
    document = _document(blocks, names)
    culprit = data.draw(st.sampled_from(pieces(document)))
    tried = []

    def breaks(shorter: Document) -> bool:
        tried.append(shorter)
        return culprit.source in {piece.source for piece in pieces(shorter)}

    found = place(document, breaks)

    assert found == culprit.place()
    assert len(tried) <= MOST_TRIES


def test_no_place_is_named_where_there_is_no_single_one() -> None:
    document = _document(10, 10)

    assert place(document, lambda _shorter: True) == ""
    assert place(document, lambda shorter: len(pieces(shorter)) > 15) == ""
    assert place(document, lambda _shorter: False) == ""


def test_the_search_ends_when_its_time_is_over() -> None:
    def breaks(_shorter: Document) -> bool:
        raise TimeoutError

    assert place(_document(10, 10), breaks) == ""
