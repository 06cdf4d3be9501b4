"""Living counts: numbers in a text that are counted from the list, and typed ones that disagree with it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.core.errors import Obstacle, Refused
from app.letters.text import LetterText

OPEN_NUMBER = "(…)"
"""Stands where a number will be."""

Where = Callable[[str, int], str]
"""Says in words where a line of a part stands: of “Text”, 3."""

_TOKEN = re.compile(r"\{\{(.*?)(\}\}|$)", re.MULTILINE)
_ALONE = frozenset({"organisations", "individuals"})
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_MOST_IN_WORDS = 9999
_ORGANISATIONS = r"organi[sz]ations|groups|associations|NGOs"
_COUNTED = rf"(?P<all>signatories)|{_ORGANISATIONS}"
_ALL_FOR_ORGANISATIONS = re.compile(
    rf"\{{\{{\s*count\s*(?P<words>:\s*words)?\s*\}}\}}\s+(?:[a-z]+\s+)?(?:{_ORGANISATIONS})\b", re.IGNORECASE
)
_KNOWN = (
    "{{count}}, {{count:GROUP}}, {{organisations}} and {{individuals}}, each also with :words at its end, "
    "and {{countries}}"
)
_NUMBER = r"(?<![\d.,])(\d{1,4})(?![\d.,]*\d)|\b([a-z]+(?:-[a-z]+)?)"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many signatories there are: all, by group, and from how many countries (0 where not known).

    `people` of all are persons who sign for themselves; the others are `organisations`.
    """

    total: int
    groups: tuple[tuple[str, int], ...] = ()
    countries: int = 0
    people: int = 0

    @property
    def organisations(self) -> int:
        """How many do not sign for themselves alone."""
        return self.total - self.people


def line_of_part(part: str, line: int) -> str:
    """Say where a line stands by its part: “Text, line 3”."""
    return f"{part}, line {line}" if part else f"Line {line}"


def counted(text: LetterText, counts: Counts, *, where: Where = line_of_part) -> LetterText:
    """Return the letter with its numbers filled in, in every part that is running text.

    `Refused` names the place, as `where` says it: “Text, line 3: …”.
    """
    return with_parts(text, lambda part, written: with_counts(written, counts, text.language, part=part, where=where))


def with_parts(text: LetterText, change: Callable[[str, str], str]) -> LetterText:
    """Return the letter with each part that may hold a living count changed.

    `change` is given what the part is called, such as “Text”, and what is written there. Names, addresses and contacts
    are no running text: nothing is counted in them.
    """
    return replace(
        text,
        title=change("Title", text.title),
        label=change("Label", text.label),
        standfirst=change("Standfirst", text.standfirst),
        subject=change("Subject line", text.subject),
        salutation=change("Salutation", text.salutation),
        body=change("Text", text.body),
        closing=change("Closing", text.closing),
        sources=change("Sources", text.sources),
        notes=change("Notes", text.notes),
    )


def with_counts(text: str, counts: Counts, language: str, *, part: str = "", where: Where = line_of_part) -> str:
    """Replace `{{count}}`, of all or of a `GROUP`, `{{organisations}}`, `{{individuals}}` and `{{countries}}`.

    All but the last also in words: `{{count:words}}`, `{{count:GROUP:words}}`. Words are those of `language` (BCP 47;
    English has words, other languages digits). Case does not matter in the name of a group. `Refused` names the line,
    in `part` where that is given, and the unknown token. Nothing is compiled or read twice.
    """

    def number(found: re.Match[str]) -> str:
        place = where(part, _line(text, found.start()))
        if sentence := _about_shape(found):
            raise Refused(Obstacle(f"{place}: {sentence}"))
        return _number(_token(found), place, counts, language)

    return _TOKEN.sub(number, text)


def fault_of_token(text: str) -> tuple[int, str] | None:
    """Return place and fault of the first token that no list of names can fill, whatever its groups are."""
    return next(((found.start(), said) for found in _TOKEN.finditer(text) if (said := _about_shape(found))), None)


def _about_shape(found: re.Match[str]) -> str:
    token = _token(found)
    if not found[2]:
        return f"“{{{{{token[:40]}” is not closed. End it with }}}}."
    kind, _, rest = (part.strip() for part in token.partition(":"))
    if kind == "count" or (kind in _ALONE and rest in {"", "words"}) or (kind == "countries" and not rest):
        return ""
    return f"“{{{{{token[:40]}}}}}” is not known. Use {_KNOWN}."


def _token(found: re.Match[str]) -> str:
    return " ".join(found[1].split())


def _line(text: str, start: int) -> int:
    return text.count("\n", 0, start) + 1


def with_counts_so_far(text: str, counts: Counts | None, language: str) -> str:
    """Replace the tokens of a text that is read while its letter is signed, as `with_counts` does.

    Where nothing is told (`counts` is None), nobody has signed, or a token has nothing to count yet, `(…)` stands for
    every number in it.
    """
    if counts is not None and counts.total:
        try:
            return with_counts(text, counts, language)
        except Refused:  # a group that nobody belongs to yet
            pass
    return _TOKEN.sub(lambda found: OPEN_NUMBER if found[2] else found[0], text)


def with_placeholders(text: str) -> str:
    """Say what will be counted, for a text that is read before there is a list: “‹number of organisations›”."""

    def named(found: re.Match[str]) -> str:
        token = " ".join(found[1].split())
        if not found[2]:
            return found[0]
        kind, _, rest = token.partition(":")
        group, _, manner = rest.rpartition(":")
        what = {"count": "signatories"}.get(kind, kind)
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


def disagreements_in(text: LetterText, counts: Counts, *, where: Where = line_of_part) -> tuple[str, ...]:
    """Return the disagreements of every part that is running text, each with the part it stands in."""
    sentences: list[str] = []

    def look(part: str, written: str) -> str:
        sentences.extend(disagreements(written, counts, part=part, where=where))
        return written

    with_parts(text, look)
    return tuple(sentences)


def disagreements(text: str, counts: Counts, *, part: str = "", where: Where = line_of_part) -> tuple[str, ...]:
    """Return a sentence for each number of organisations, or of a group, that the list contradicts.

    Typed ones; and `{{count}}` before the word for organisations, where persons are counted with them.
    """
    sentences = []
    for start, shown, number, right in _typed(text, counts):
        if number not in right:
            place = where(part, _line(text, start))
            sentences.append(f"{place}, “{shown}”: the text says {number}, the list has {right[0]}.")
    for found in _ALL_FOR_ORGANISATIONS.finditer(text) if counts.people else ():
        place, instead = where(part, _line(text, found.start())), f"{{{{organisations{found['words'] or ''}}}}}"
        sentences.append(
            f"{place}, “{' '.join(found[0].split())}”: the number counts {_individuals(counts.people)} too. "
            f"Write {instead}."
        )
    return tuple(sentences)


def _individuals(number: int) -> str:
    return f"{number} {'individual' if number == 1 else 'individuals'}"


def _number(token: str, where: str, counts: Counts, language: str) -> str:
    shown = f"{where}: “{{{{{token[:40]}}}}}”"
    kind, _, rest = (part.strip() for part in token.partition(":"))
    if kind == "countries":
        if counts.countries:
            return str(counts.countries)
        raise Refused(Obstacle(f"{shown} has nothing to count. Give the signatories their countries."))
    alone = {"organisations": counts.organisations, "individuals": counts.people}
    if kind in alone:
        return in_words(alone[kind], language) if rest else str(alone[kind])
    groups = {group.casefold(): count for group, count in counts.groups} | {"": counts.total}
    if rest.casefold() in groups:
        return str(groups[rest.casefold()])
    group, _, last = (part.strip() for part in f":{rest}".rpartition(":"))
    if last == "words" and group.removeprefix(":").strip().casefold() in groups:
        return in_words(groups[group.removeprefix(":").strip().casefold()], language)
    listed = ", ".join(f"“{group}”" for group, _ in counts.groups) or "none"
    raise Refused(Obstacle(f"{shown} names a group that no signatory has. The groups are: {listed}."))


def _typed(text: str, counts: Counts) -> Iterator[tuple[int, str, int, tuple[int, ...]]]:
    """Yield place, words, number and the numbers there may be: that of the list first."""
    groups = {group.casefold(): count for group, count in counts.groups}
    named = "|".join(re.escape(group) for group in sorted(groups, key=len, reverse=True))
    nouns = rf"(?P<group>{named})|" if named else ""
    pattern = rf"(?:{_NUMBER})\s+(?:{nouns}(?:[a-z]+\s+)?(?:{_COUNTED}))\b"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        number = int(found[1]) if found[1] else _WORDS.get(found[2].lower())
        group = found.groupdict().get("group")
        if number is None:
            continue
        every = counts.total if found["all"] else counts.organisations
        right = (groups[group.casefold()],) if group else (every, *groups.values())
        yield found.start(), " ".join(found[0].split()), number, right


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
