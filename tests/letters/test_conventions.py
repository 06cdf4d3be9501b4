"""How letters to an office are set in different places."""

from dataclasses import replace
from datetime import date

import pytest

from app.letters.conventions import Convention, convention, copies_above, dated, salutation, subject_below
from app.letters.text import LetterText
from app.letters.wording import wording
from app.rendering.document import Addressee, Paper

BRITISH = LetterText("formal-letter", "en-GB", "Water", salutation="Dear Minister", date=date(2027, 5, 3))
AMERICAN = replace(BRITISH, language="en-US", paper=Paper.LETTER)
TO_THE_UN = replace(BRITISH, addressees=(Addressee("H.E. Ilan Sorrel", "President", "United Nations Office"),))
FRENCH = replace(BRITISH, language="fr", salutation="Madame la Ministre,")


def on(text: LetterText) -> str:
    assert text.date
    return dated(wording(text.language), text).date(text.date)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BRITISH, (Convention.EUROPE, "3 May 2027", "Dear Minister,", "copies above", "subject below")),
        (AMERICAN, (Convention.UNITED_STATES, "May 3, 2027", "Dear Minister:", "copies at the end", "subject above")),
        (TO_THE_UN, (Convention.UNITED_NATIONS, "3 May 2027", "Dear Minister,", "copies above", "subject above")),
        (FRENCH, (Convention.EUROPE, "3 mai 2027", "Madame la Ministre,", "copies above", "subject above")),
        (
            replace(BRITISH, language="en", paper=Paper.LETTER),
            (Convention.UNITED_STATES, "May 3, 2027", "Dear Minister:", "copies at the end", "subject above"),
        ),
        (
            replace(AMERICAN, addressees=TO_THE_UN.addressees),
            (Convention.UNITED_NATIONS, "3 May 2027", "Dear Minister,", "copies above", "subject above"),
        ),
    ],
    ids=["United Kingdom", "United States", "United Nations", "France", "English on Letter", "American to the UN"],
)
def test_a_letter_is_set_as_they_set_it_there(text: LetterText, found: tuple[str, ...]) -> None:
    assert (
        convention(text),
        on(text),
        salutation(text),
        "copies above" if copies_above(text) else "copies at the end",
        "subject below" if subject_below(text) else "subject above",
    ) == found


@pytest.mark.parametrize(
    ("typed", "american", "british"),
    [
        ("Dear Minister,", "Dear Minister:", "Dear Minister,"),
        ("Dear Minister:", "Dear Minister:", "Dear Minister,"),
        ("Dear Ada,\nDear Bo,", "Dear Ada:\nDear Bo:", "Dear Ada,\nDear Bo,"),
        ("Friends!", "Friends!", "Friends!"),
        ("Dear [name],", "Dear [name]:", "Dear [name],"),
        ("", "", ""),
    ],
)
def test_english_ends_each_salutation_in_its_way(typed: str, american: str, british: str) -> None:
    assert salutation(replace(AMERICAN, salutation=typed)) == american
    assert salutation(replace(BRITISH, salutation=typed)) == british


def test_what_stands_after_a_salutation_in_other_languages_is_left_as_it_was_typed() -> None:
    assert salutation(replace(FRENCH, salutation="Madame la Ministre")) == "Madame la Ministre"


@pytest.mark.parametrize(
    ("part", "is_un"), [("United Nations Office", True), ("الأمم المتحدة", True), ("Universal Network", False)]
)
def test_the_united_nations_are_known_by_name(part: str, *, is_un: bool) -> None:
    text = replace(BRITISH, addressees=(Addressee("Somebody", organisation=part),))

    assert (convention(text) is Convention.UNITED_NATIONS) == is_un
