"""Living counts: numbers in a text that are counted from the list.

What stands between backticks in the text is no count: it is printed as it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.errors import Obstacle, Refused
from app.letters.in_backticks import held, released
from app.letters.numbers_in_words import in_words
from app.letters.text import LetterText

BODY = "Text"
PARTS: Mapping[str, str] = {
    "title": "Title",
    "label": "Label",
    "standfirst": "Standfirst",
    "subject": "Subject line",
    "salutation": "Salutation",
    "body": BODY,
    "closing": "Closing",
    "sources": "Sources",
    "notes": "Notes",
}
"""Parts of a `LetterText` that may hold living counts, each with what it is called.

Names, addresses and contacts are no running text: nothing is counted in them.
"""

OPEN_NUMBER = "(…)"
"""Stands where a number will be."""

Where = Callable[[str, int], str]
"""Says in words where a line of a part stands: of “Text”, 3."""

_IN_ONE_BRACE = re.compile(r"(?<!\{)\{(?:count|organisations|individuals|countries)(?:\s*:[^{}\n]{0,80})?\}(?!\})")
_OPENING = ' \t*_“"‘(>#'
_END_OF_SENTENCE = re.compile(r"[.!?…][\"”’)]?\Z")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|ca|cf|approx|[Nn]o)\.\Z")
_LOOKED_BACK = 60
_TOKEN = re.compile(r"\{\{(.*?)(\}\}|$)", re.MULTILINE)
_KNOWN = (
    "{{count}}, {{count:GROUP}}, {{organisations}} and {{individuals}}, each also with :words at its end, "
    "and {{countries}}"
)


class Counted(StrEnum):
    """What a token counts."""

    ALL = "count"
    ORGANISATIONS = "organisations"
    INDIVIDUALS = "individuals"
    COUNTRIES = "countries"


@dataclass(frozen=True, slots=True)
class Token:
    """A living count as it is written: of all, or of those of a `group` alone where one is named."""

    kind: Counted
    group: str = ""
    is_in_words: bool = False


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token with how it is `written` in a text, and from where to where."""

    token: Token
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many signatories there are: all, by group, and from how many countries (0 where not known).

    `individuals` of all are persons who sign for themselves; the others are `organisations`.
    """

    total: int
    groups: tuple[tuple[str, int], ...] = ()
    countries: int = 0
    individuals: int = 0

    @property
    def organisations(self) -> int:
        """How many are no individuals."""
        return self.total - self.individuals


def line_of_part(part: str, line: int) -> str:
    """Say where a line stands by its part: “Text, line 3”."""
    return f"{part}, line {line}" if part else f"Line {line}"


def counted(text: LetterText, counts: Counts, *, where: Where = line_of_part) -> LetterText:
    """Return the letter with its numbers filled in, in every part that is running text.

    `Refused` names the place, as `where` says it: “Text, line 3: …”.
    """
    return with_parts(text, lambda part, written: with_counts(written, counts, text.language, part=part, where=where))


def parts(text: LetterText) -> Iterator[tuple[str, str]]:
    """Yield what each part that may hold a living count is called, such as “Text”, and what is written there."""
    for key, part in PARTS.items():
        yield part, getattr(text, key)


def countable(text: LetterText) -> Iterator[tuple[str, str]]:
    """Yield the same without the braces of what stands between backticks, which is counted nowhere."""
    yield from ((part, held(written) if part == BODY else written) for part, written in parts(text))


def with_parts(text: LetterText, change: Callable[[str, str], str]) -> LetterText:
    """Return the letter with each of its `parts` changed. `change` is given what `parts` yields.

    Of what looks like a token between backticks it sees no braces.
    """
    changed = {
        key: released(change(part, written)) for key, (part, written) in zip(PARTS, countable(text), strict=True)
    }
    return replace(text, **changed)  # type: ignore[arg-type]  # each of them is a text


def with_counts(text: str, counts: Counts, language: str, *, part: str = "", where: Where = line_of_part) -> str:
    """Replace `{{count}}`, of all or of a `GROUP`, `{{organisations}}`, `{{individuals}}` and `{{countries}}`.

    All but the last also in words: `{{count:words}}`, `{{count:GROUP:words}}`. Words are those of `language` (BCP 47;
    English has words, other languages digits). Case does not matter in the name of a group. `Refused` names the line,
    in `part` where that is given, and the unknown token. Nothing is compiled or read twice. A word that begins a
    sentence begins with a capital.
    """

    def number(found: re.Match[str]) -> str:
        shown = _number(found, where(part, line_at(text, found.start())), counts, language)
        return shown[:1].upper() + shown[1:] if _begins_a_sentence(text, found.start()) else shown

    return _TOKEN.sub(number, text)


def _begins_a_sentence(text: str, start: int) -> bool:
    """Whether what stands there begins a part, a paragraph, or a sentence after another."""
    first = max(0, start - _LOOKED_BACK)
    above = text[first:start].rstrip(_OPENING)
    before = above.rstrip()
    if not before:
        return first == 0
    gap = text[first + len(before) : start]
    is_paragraph = gap.count("\n") > 1
    is_sentence = _END_OF_SENTENCE.search(before) is not None and _ABBREVIATION.search(before) is None
    return is_paragraph or (is_sentence and gap != gap.lstrip())


def faults_of_tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and fault of each token that no list of names can fill, whatever its groups are."""
    yield from ((found.start(), sentence) for found in _TOKEN.finditer(text) if (sentence := _about_shape(found)))
    for found in _IN_ONE_BRACE.finditer(text):
        yield (
            found.start(),
            f"“{found[0]}” would be printed as it is. A number that is counted has two braces: {{{found[0]}}}.",
        )


def _about_shape(found: re.Match[str]) -> str:
    if not found[2]:
        return f"“{_shown(found)}” is not closed. End it with }}}}."
    return "" if _token(found) else f"“{_shown(found)}” is not known. Use {_KNOWN}."


def _token(found: re.Match[str]) -> Token | None:
    """Read a token, the one place that knows how they are written; None for what is unknown or not closed."""
    word, _, rest = (part.strip() for part in _spelt(found).partition(":"))
    before, _, last = (part.strip() for part in f":{rest}".rpartition(":"))
    is_in_words = last == "words"
    group = before.removeprefix(":").strip() if is_in_words else rest
    kind = next((each for each in Counted if each == word), None)
    if kind is None or not found[2] or (group and kind is not Counted.ALL):
        return None
    return None if kind is Counted.COUNTRIES and is_in_words else Token(kind, group, is_in_words)


def _spelt(found: re.Match[str]) -> str:
    return " ".join(found[1].split())


def _shown(found: re.Match[str]) -> str:
    return f"{{{{{_spelt(found)[:40]}{found[2]}"


def line_at(text: str, start: int) -> int:
    """Return in which line of a text a place is, from 1."""
    return text.count("\n", 0, start) + 1


def uncountable_in(parts: Mapping[str, str], counts: Counts, language: str) -> tuple[str, ...]:
    """Return a sentence for each part that `with_counts` refuses. Parts are texts by what they are called in words."""
    sentences = []
    for part, written in parts.items():
        try:
            with_counts(written, counts, language, part=part)
        except Refused as refused:
            sentences.append(refused.obstacle.sentence)
    return tuple(sentences)


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


def without_tokens(text: str) -> str:
    """Leave every token out, for a name that is kept when the numbers change: an address, a file."""
    return _TOKEN.sub(lambda found: "" if found[2] else found[0], text)


def with_placeholders(text: str) -> str:
    """Say what will be counted, for a text that is read before there is a list: “‹number of organisations›”."""

    def named(found: re.Match[str]) -> str:
        token = _token(found)
        if token is None:
            return found[0]
        what = token.group or ("signatories" if token.kind is Counted.ALL else token.kind)
        return f"‹number of {what}{', in words' if token.is_in_words else ''}›"

    return _TOKEN.sub(named, text)


def groups_counted(text: LetterText) -> frozenset[str]:
    """Return the groups that a token of the letter counts, as they are written there."""
    written_in = (written for _, written in countable(text))
    return frozenset(each.token.group for written in written_in for each in tokens_in(written) if each.token.group)


def tokens_in(text: str) -> Iterator[FoundToken]:
    """Yield each token that is known, with its place."""
    for found in _TOKEN.finditer(text):
        if token := _token(found):
            yield FoundToken(token, found[0], found.start(), found.end())


def _number(found: re.Match[str], where: str, counts: Counts, language: str) -> str:
    token = _token(found)
    if token is None:
        raise Refused(Obstacle(f"{where}: {_about_shape(found)}"))
    number = _numbers(counts).get((token.kind, token.group.casefold()))
    if number is None:
        listed = ", ".join(f"“{group}”" for group, _ in counts.groups) or "none"
        sentence = f"names a group that no signatory has. The groups are: {listed}."
        raise Refused(Obstacle(f"{where}: “{_shown(found)}” {sentence}"))
    if token.kind is Counted.COUNTRIES and not number:
        sentence = "has nothing to count. Give the signatories their countries."
        raise Refused(Obstacle(f"{where}: “{_shown(found)}” {sentence}"))
    return in_words(number, language) if token.is_in_words else str(number)


def _numbers(counts: Counts) -> dict[tuple[Counted, str], int]:
    """Every number there is, by what is counted and the group in which."""
    return {
        **{(Counted.ALL, group.casefold()): number for group, number in counts.groups},
        (Counted.ALL, ""): counts.total,
        (Counted.ORGANISATIONS, ""): counts.organisations,
        (Counted.INDIVIDUALS, ""): counts.individuals,
        (Counted.COUNTRIES, ""): counts.countries,
    }
