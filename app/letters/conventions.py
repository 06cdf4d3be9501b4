"""How letters to an office are set in different places: dates, salutations, where copies and subject stand. Pure."""

import re
from dataclasses import replace
from enum import StrEnum

from app.letters.text import LetterText
from app.letters.wording import Wording, direction, wording
from app.rendering.commas import joined
from app.rendering.document import Addressee, Paper
from app.rendering.sides import closed
from app.rendering.words import words

_UNITED_NATIONS = re.compile(
    r"\b(?:United Nations|Nations [Uu]nies|Naciones Unidas|Vereinte[nr]? Nationen|UN|ONU)\b"
    r"|Организаци[ия] Объедин[её]нных Наций|الأمم المتحدة|联合国|聯合國"
)
_SALUTATION_ENDS = ",:،;"


class Convention(StrEnum):
    """Whose way of setting a letter is followed.

    Of the United States: month first, a colon after the salutation, copies at the end. Of Europe: day first, a comma,
    copies above. Of the United Nations: as in Europe, with the subject above the salutation in English too.
    """

    UNITED_STATES = "us"
    EUROPE = "europe"
    UNITED_NATIONS = "un"


def convention(text: LetterText) -> Convention:
    """Return the way of the addressee: an office of the United Nations, else by language and paper."""
    if any(_UNITED_NATIONS.search(part) for each in text.addressees for part in _parts(each)):
        return Convention.UNITED_NATIONS
    if text.language == "en-US" or (text.language == "en" and text.paper is Paper.LETTER):
        return Convention.UNITED_STATES
    return Convention.EUROPE


def dated(words: Wording, text: LetterText) -> Wording:
    """Return the words with dates in the order of the convention. Only English has two."""
    if not _is_english(text):
        return words
    own = wording("en-US" if convention(text) is Convention.UNITED_STATES else "en-GB")
    return replace(words, day=own.day, weekday=own.weekday, lone_day=own.day)


def place_and_date(text: LetterText) -> str:
    """Return the line that tells where and when the letter is written, empty where neither is told."""
    place, told = closed(text.place, direction(text.language)), dated(wording(text.language), text)
    if text.date is None:
        return place
    day = told.date_after_place(text.date) if place else told.date_alone(text.date)
    return joined((place, day), words(text.language).comma)


def salutation(text: LetterText) -> str:
    """Return the salutation with the sign that English puts after it, line by line; as typed in other languages."""
    if not _is_english(text):
        return text.salutation
    sign = ":" if convention(text) is Convention.UNITED_STATES else ","
    return "\n".join(_ended(line, sign) for line in text.salutation.splitlines())


def copies_above(text: LetterText) -> bool:
    """Say whether those who get a copy stand above the subject, and not at the end."""
    return convention(text) is not Convention.UNITED_STATES


def subject_below(text: LetterText) -> bool:
    """Say whether the subject stands below the salutation, as in British letters."""
    return _is_english(text) and convention(text) is Convention.EUROPE


def _ended(line: str, sign: str) -> str:
    bare = line.rstrip().rstrip(_SALUTATION_ENDS)
    return f"{bare}{sign}" if (bare and bare[-1].isalnum()) or bare.endswith(("]", ")")) else line


def _is_english(text: LetterText) -> bool:
    return text.language.partition("-")[0] == "en"


def _parts(addressee: Addressee) -> tuple[str, ...]:
    return (addressee.name, addressee.title, addressee.organisation, *addressee.address)
