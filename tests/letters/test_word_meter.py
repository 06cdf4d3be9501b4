"""Counting words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.letters.text import LetterText
from app.letters.word_meter import UN_LIMITS, Room, first_words, room, words, words_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Clean water before the summer", 5),
        ("well-known, “quoted” and/or – not", 5),
        ("https://records.example.org/a/b", 1),
        ("L’eau d’ici", 2),
        ("سۇ ھەممىمىزنىڭ ئورتاق بايلىقى", 4),
        ("我们要求清洁的水。", 8),
        ("我们要求3项措施。", 8),
        ("“我们”，UNHCR 和 OHCHR", 5),
        ("ひらがなとカタカナ", 9),
        ("깨끗한 물을 요구한다", 3),
    ],
)
def test_words_stand_between_spaces_and_chinese_characters_count_each(text: str, count: int) -> None:
    assert words(text) == count


def test_title_standfirst_and_text_are_counted_with_their_notes_and_nothing_else() -> None:
    text = LetterText(
        template="joint-statement",
        language="en",
        title="One two",
        standfirst="three",
        salutation="Not counted",
        body="Four **five**, [six](https://a.example).[^1]\n\n- seven\n- eight\n\n[^1]: Nine *ten*.",
        closing="Not counted",
        sources="Not counted",
    )
    assert words_in(text) == 10


def test_a_limit_says_what_it_leaves() -> None:
    assert room(1600) == (Room(1500, -100), Room(2000, 400))
    assert room(10, (10,)) == (Room(10, 0),)
    assert UN_LIMITS == (1500, 2000)


@pytest.mark.parametrize(
    ("text", "most", "beginning"),
    [
        ("one two three", 2, "one two"),
        ("one two", 5, "one two"),
        ("清洁的水 for all", 3, "清洁的"),
        ("我们要 clean 水", 4, "我们要 clean"),
        ("one", 0, ""),
    ],
)
def test_a_text_is_cut_after_so_many_words(text: str, most: int, beginning: str) -> None:
    assert first_words(text, most) == beginning


@given(st.text(st.sampled_from("ab 水。-é")), st.integers(0, 9))
def test_a_text_that_is_cut_has_no_more_words_than_that(text: str, most: int) -> None:
    cut = first_words(text, most)
    assert text.startswith(cut)
    assert sum(bool(re.search(r"\w", piece)) for piece in re.findall(r"水|[^\s水]+", cut)) <= most
