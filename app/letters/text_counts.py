"""Living counts: numbers in a text that are counted from the list, and typed ones that disagree with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.errors import Obstacle, Refused

_TOKEN = re.compile(r"\{\{(.*?)(\}\}|$)", re.MULTILINE)
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_MOST_IN_WORDS = 9999
_COUNTED = r"organi[sz]ations|groups|associations|signatories|NGOs"
_NUMBER = r"(?<![\d.,])(\d{1,4})(?![\d.,]*\d)|\b([a-z]+(?:-[a-z]+)?)"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many signatories there are: all, by group, and from how many countries (0 where not known)."""

    total: int
    groups: tuple[tuple[str, int], ...] = ()
    countries: int = 0


def with_counts(text: str, counts: Counts, language: str) -> str:
    """Replace `{{count}}`, `{{count:words}}`, `{{count:GROUP}}`, `{{count:GROUP:words}}` and `{{countries}}`.

    Words are those of `language` (BCP 47; English has words, other languages digits). Case does not matter in
    the name of a group. `Refused` names the line and the unknown token. Nothing is compiled or read twice.
    """

    def number(found: re.Match[str]) -> str:
        token = " ".join(found[1].split())
        line = text.count("\n", 0, found.start()) + 1
        if not found[2]:
            raise Refused(Obstacle(f"Line {line}: “{{{{{token[:40]}” is not closed. End it with }}}}."))
        return _number(token, line, counts, language)

    return _TOKEN.sub(number, text)


def with_placeholders(text: str) -> str:
    """Say what will be counted, for a text that is read before there is a list: “‹number of organisations›”."""

    def named(found: re.Match[str]) -> str:
        token = " ".join(found[1].split())
        if not found[2]:
            return found[0]
        kind, _, rest = token.partition(":")
        group, _, manner = rest.rpartition(":")
        what = {"count": "organisations", "countries": "countries"}.get(kind, kind)
        if rest == "words":
            return f"‹number of {what}, in words›"
        if manner == "words":
            return f"‹number of {group}, in words›"
        return f"‹number of {rest or what}›"

    return _TOKEN.sub(named, text)


def in_words(number: int, language: str) -> str:
    """Return "seventy-two"; digits outside 0 to 9999 and in languages other than English.

    "one hundred and five" is British; American English (en-US) leaves the "and" out.
    """
    if language.partition("-")[0] != "en" or not 0 <= number <= _MOST_IN_WORDS:
        return str(number)
    return _english(number, " " if language == "en-US" else " and ")


def disagreements(text: str, counts: Counts) -> tuple[str, ...]:
    """Return a sentence for each typed number of organisations, or of a group, that the list contradicts."""
    known = {counts.total, *(count for _, count in counts.groups)}
    sentences = []
    for line, shown, number, expected in _typed(text, counts):
        right = {expected} if expected is not None else known
        if number not in right:
            listed = counts.total if expected is None else expected
            sentences.append(f"Line {line}, “{shown}”: the text says {number}, the list has {listed}.")
    return tuple(sentences)


def _number(token: str, line: int, counts: Counts, language: str) -> str:
    shown = f"Line {line}: “{{{{{token[:40]}}}}}”"
    kind, _, rest = (part.strip() for part in token.partition(":"))
    if kind == "countries" and not rest:
        if counts.countries:
            return str(counts.countries)
        raise Refused(Obstacle(f"{shown} has nothing to count. Give the signatories their countries."))
    if kind != "count":
        known = "{{count}}, {{count:words}}, {{count:GROUP}}, {{count:GROUP:words}} and {{countries}}"
        raise Refused(Obstacle(f"{shown} is not known. Use {known}."))
    groups = {group.casefold(): count for group, count in counts.groups} | {"": counts.total}
    if rest.casefold() in groups:
        return str(groups[rest.casefold()])
    group, _, last = (part.strip() for part in f":{rest}".rpartition(":"))
    if last == "words" and group.removeprefix(":").strip().casefold() in groups:
        return in_words(groups[group.removeprefix(":").strip().casefold()], language)
    listed = ", ".join(f"“{group}”" for group, _ in counts.groups) or "none"
    raise Refused(Obstacle(f"{shown} names a group that no signatory has. The groups are: {listed}."))


def _typed(text: str, counts: Counts) -> Iterator[tuple[int, str, int, int | None]]:
    """Yield line, words, number and, before the name of a group, the number there should be."""
    groups = {group.casefold(): count for group, count in counts.groups}
    named = "|".join(re.escape(group) for group in sorted(groups, key=len, reverse=True))
    nouns = rf"(?P<group>{named})|" if named else ""
    pattern = rf"(?:{_NUMBER})\s+(?:{nouns}(?:[a-z]+\s+)?(?:{_COUNTED}))\b"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        number = int(found[1]) if found[1] else _WORDS.get(found[2].lower())
        if number is not None:
            group = found.groupdict().get("group")
            line = text.count("\n", 0, found.start()) + 1
            yield line, " ".join(found[0].split()), number, groups[group.casefold()] if group else None


def _english(number: int, joint: str) -> str:
    ones, tens = _ONES.split(), _TENS.split()
    if number < len(ones):
        return ones[number]
    if number < 100:  # noqa: PLR2004 - ten tens
        ten, one = divmod(number, 10)
        return f"{tens[ten]}-{ones[one]}" if one else tens[ten]
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")  # noqa: PLR2004
    many, rest = divmod(number, size)
    head = f"{_english(many, joint)} {name}"
    if not rest:
        return head
    return f"{head}{joint if rest < 100 else ' '}{_english(rest, joint)}"  # noqa: PLR2004


_WORDS = {_english(number, " and "): number for number in range(2, 100)}
