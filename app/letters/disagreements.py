"""Numbers typed into a letter that its list of names contradicts. Pure."""

import re
from collections.abc import Iterator

from app.letters.numbers_in_words import NUMBERS
from app.letters.text import LetterText
from app.letters.text_counts import Counted, Counts, Where, countable, line_at, line_of_part, tokens_in

_ORGANISATIONS = r"organi[sz]ations|groups|associations|NGOs"
_COUNTED = rf"(?P<all>signatories)|{_ORGANISATIONS}"
_NOUN_FOR_ORGANISATIONS = re.compile(rf"\s+(?:[a-z]+\s+)?(?:{_ORGANISATIONS})\b", re.IGNORECASE)
_NUMBER = r"(?<![\d.,/])(\d{1,4})(?![\d.,]*\d)|\b([a-z]+(?:-[a-z]+)?)"
# Between a number and a noun these make no count of it: “Act 2019 on Associations”, “in 2019 the groups”.
_NO_COUNT = "about|against|all|and|as|at|by|for|from|in|many|of|on|or|some|the|to|with"
_BETWEEN = rf"(?:(?!(?:{_NO_COUNT})\s)[a-z]+\s+)?"
# What is cited by its number, and what a year stands behind.
_CITED = re.compile(
    r"(?:[№§]|n[°º]|\b(?:nos?|nr|arts?|articles?|sec|sections?|paras?|paragraphs?|clauses?|chapters?|annex|rules?|goals?|"
    r"resolutions?|directives?|regulations?|decrees?|ordinances?|protocols?|laws?|acts?|bills?)\b\.?)\s*\Z",
    re.IGNORECASE,
)
_BEFORE_A_YEAR = re.compile(
    r"\b(?:in|since|until|before|after|during|year|convention|january|february|march|april|may|june|july|august|september|"
    r"october|november|december),?\s+\Z",
    re.IGNORECASE,
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LOOKED_BACK = 24


def disagreements_in(text: LetterText, counts: Counts, *, where: Where = line_of_part) -> tuple[str, ...]:
    """Return the disagreements of every part that is running text, each with the part it stands in."""
    return tuple(
        sentence
        for part, written in countable(text)
        for sentence in disagreements(written, counts, part=part, where=where)
    )


def disagreements(text: str, counts: Counts, *, part: str = "", where: Where = line_of_part) -> tuple[str, ...]:
    """Return a sentence for each number of organisations, or of a group, that the list contradicts.

    Typed ones; and `{{count}}` before the word for organisations, where persons are counted with them.
    """
    sentences = []
    for start, shown, number, right in _typed(text, counts):
        if number not in right:
            place = where(part, line_at(text, start))
            sentences.append(f"{place}, “{shown}”: the text says {number}, the list has {right[0]}.")
    for found in tokens_in(text) if counts.individuals else ():
        token, noun = found.token, _NOUN_FOR_ORGANISATIONS.match(text, found.end)
        if noun and token.kind is Counted.ALL and not token.group:
            place, shown = where(part, line_at(text, found.start)), " ".join(f"{found.written}{noun[0]}".split())
            instead = f"{{{{{Counted.ORGANISATIONS}{':words' if token.is_in_words else ''}}}}}"
            sentences.append(
                f"{place}, “{shown}”: the number counts {_individuals(counts.individuals)} too. Write {instead}."
            )
    return tuple(sentences)


def _individuals(number: int) -> str:
    return f"{number} {'individual' if number == 1 else 'individuals'}"


def _typed(text: str, counts: Counts) -> Iterator[tuple[int, str, int, tuple[int, ...]]]:
    """Yield place, words, number and the numbers there may be: that of the list first."""
    groups = {group.casefold(): count for group, count in counts.groups}
    named = "|".join(re.escape(group) for group in sorted(groups, key=len, reverse=True))
    nouns = rf"(?P<group>{named})|" if named else ""
    pattern = rf"(?:{_NUMBER})\s+(?:{nouns}{_BETWEEN}(?:{_COUNTED}))\b"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        number = int(found[1]) if found[1] else NUMBERS.get(found[2].lower())
        group = found.groupdict().get("group")
        if number is None or _is_cited(text, found):
            continue
        every = counts.total if found["all"] else counts.organisations
        right = (groups[group.casefold()],) if group else (every, *groups.values())
        yield found.start(), " ".join(found[0].split()), number, right


def _is_cited(text: str, found: re.Match[str]) -> bool:
    """Whether the number is that of a law or an article, or a year."""
    before = text[max(0, found.start() - _LOOKED_BACK) : found.start()]
    is_year = _YEAR.fullmatch(found[1] or "") is not None and _BEFORE_A_YEAR.search(before) is not None
    return is_year or _CITED.search(before) is not None
