"""What changed between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from app.letters.differences import MOST_WORDS_COMPARED, Piece, differences

TEXTS = st.text(alphabet="ab 水人 \n", max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_come_back_from_their_differences(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


@given(TEXTS)
def test_nothing_differs_from_itself(text: str) -> None:
    assert all(piece.kind == "same" for piece in differences(text, text))


def test_one_changed_word_is_one_word() -> None:
    assert differences("mend the pipes", "mend the wells") == (
        Piece("same", "mend the "),
        Piece("gone", "pipes"),
        Piece("new", "wells"),
    )


def test_chinese_is_compared_character_by_character() -> None:
    assert differences("清水", "清泉") == (Piece("same", "清"), Piece("gone", "水"), Piece("new", "泉"))


def test_a_long_line_rewritten_throughout_is_not_compared_word_by_word() -> None:
    before = " ".join(f"before{number}" for number in range(MOST_WORDS_COMPARED + 1))
    after = before.replace("before", "after")
    assert differences(before, after) == (Piece("gone", before), Piece("new", after))


def test_only_the_lines_that_differ_are_compared() -> None:
    kept = "Mend the pipes.\n\n"
    assert differences(f"{kept}Two wells.\n", f"{kept}Three wells.\n") == (
        Piece("same", kept),
        Piece("gone", "Two "),
        Piece("new", "Three "),
        Piece("same", "wells.\n"),
    )
