"""The words of a language, and what it calls itself."""

import pytest

from app.letters.languages import LANGUAGES
from app.letters.wording import own_name
from app.rendering.process import typeset
from tests.rendering import samples


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_offered_by_its_own_name(language: str) -> None:
    assert LANGUAGES[language] == own_name(language)


def test_no_language_is_offered_in_letters_that_cannot_be_printed() -> None:
    names = "".join(f"<p>{name}</p>" for name in LANGUAGES.values())

    assert typeset(samples.statement(body=names)).pages


def test_a_language_that_nobody_knows_is_called_by_its_tag() -> None:
    assert own_name("xx-Qqqq") == "xx-Qqqq"
