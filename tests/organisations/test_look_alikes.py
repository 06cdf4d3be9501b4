"""Names that are not what they seem."""

import pytest

from app.organisations.rules.folding import name_key
from app.organisations.rules.look_alikes import look_alike_key, suspicious


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Amnesty\u200b", "nobody can see (U+200B)"),
        ("Am\u00adnesty", "nobody can see (U+00AD)"),
        ("\u202eytsenmA", "turns the reading direction (U+202E)"),
        ("Amnesty\tInternational", "cannot be printed (U+0009)"),
        ("\u0410mnesty", "mixes Cyrillic and Latin letters"),
        ("Amnest\u03b3", "mixes Greek and Latin letters"),
        ("Z" + "\u0336\u0335\u0334\u0338\u0337" * 2, "heap of accents"),
    ],
)
def test_a_name_with_a_trick_is_held_for_a_person(name: str, words: str) -> None:
    assert words in (suspicious(name) or "")


@pytest.mark.parametrize(
    "name",
    [
        "René Cassin",
        "کتاب‌ها",
        "හිමිකම් ශ්‍රී",
        "ئۇيغۇر ئاكادېمىيىسى",
        "日本ウイグル協会",
        "Мемориал International",
        "Việt Tân",
    ],
)
def test_an_honest_name_in_any_script_is_not_held(name: str) -> None:
    assert suspicious(name) is None


@pytest.mark.parametrize("trick", ["\u0410mnesty lnternational", "Arnnesty 1nternational", "AMNESTY INTERNATI0NAL"])
def test_look_alikes_share_a_key_and_are_not_the_same_form(trick: str) -> None:
    assert look_alike_key(trick) == look_alike_key("Amnesty International")
    assert name_key(trick) != name_key("Amnesty International")
