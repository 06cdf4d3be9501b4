"""The comma between words: that of their script, else that of the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rendering.commas import comma_between, joined
from app.rendering.words import words


@pytest.mark.parametrize(
    ("parts", "own", "expected"),
    [
        (["Mira Solen", "Director"], ", ", "Mira Solen, Director"),
        (["Mira Solen", "Director"], "، ", "Mira Solen, Director"),
        (["Мира", "директор"], "، ", "Мира, директор"),
        (["ليلى حداد", "مديرة"], "، ", "ليلى حداد، مديرة"),
        (["ليلى حداد", "مديرة"], ", ", "ليلى حداد، مديرة"),
        (["李明", "执行主任"], ", ", "李明，执行主任"),
        (["李明", "Director"], "，", "李明，Director"),
        (["東京", "会長"], "、", "東京、会長"),
        (["東京", "センター"], ", ", "東京、センター"),
        (["አበበ", "ዳይሬክተር"], "፣ ", "አበበ፣ ዳይሬክተር"),
        (["အောင်", "ဒါရိုက်တာ"], ", ", "အောင်၊ ဒါရိုက်တာ"),
        (["Mira Solen", "مديرة"], "، ", "Mira Solen، مديرة"),
        (["Mira Solen", "مديرة"], ", ", "Mira Solen, مديرة"),
        (["12", "13"], "، ", "12، 13"),
        (["", "مديرة", ""], "، ", "مديرة"),
        ([], ", ", ""),
    ],
)
def test_words_are_joined_by_the_comma_of_their_script(parts: list[str], own: str, expected: str) -> None:
    assert joined(parts, own) == expected


@given(st.lists(st.text("aم李あ1 ", max_size=4)), st.sampled_from([", ", "، ", "，", "、"]))
def test_the_order_of_parts_does_not_change_the_comma(parts: list[str], own: str) -> None:
    assert comma_between(parts, own) == comma_between(reversed(parts), own)


@pytest.mark.parametrize(
    ("language", "comma"),
    [
        *((each, ", ") for each in ("en", "fr", "ru", "he", "kk", "bo", "ur-Latn", "xx")),
        *((each, "، ") for each in ("ar", "fa", "ur", "ug", "ps", "sd", "ckb", "ku-Arab", "kk-Arab")),
        *((each, "，") for each in ("zh", "zh-Hant", "zh-TW")),
        ("ja", "、"),
        ("am", "፣ "),
        ("my", "၊ "),
    ],
)
def test_a_letter_has_the_comma_of_its_language_also_where_its_words_are_english(language: str, comma: str) -> None:
    assert words(language).comma == comma
