"""What a letter's text cannot say on paper: marks that would vanish or be printed as they are, and what to do instead.

Only what is written now is judged by this. A text that was frozen stays as it is, and is printed as it always was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from app.letters.in_backticks import held
from app.letters.kinds_of_fault import Kind
from app.letters.running_marks import Running, what_is_no_words
from app.letters.text import LetterText
from app.letters.text_counts import BODY, faults_of_tokens, line_of_part, parts
from app.letters.text_html import LONGEST_BODY, MOST_NESTED, letter_parser

MOST_FAULTS = 20
"""Nobody mends more at a time."""

_LEVELS = 2
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# They turn letters around, so that an eye reads other words than a program. What isolates words turns none.
_TURNING = re.compile("[\u202d\u202e]")
# Filled in, it would be read as the number of an item, and counted on.
_COUNT_AS_NUMBER = re.compile(r"^(?:[ \t>]|[-*+][ \t])*(\{\{[^{}\n]*\}\}[.)])(?=\s|$)", re.MULTILINE)
_BOX = re.compile(r"\[[ xX]\](?=\s|$)")
_BULLET = re.compile("[•●▪◦‣■∙·]\\s")
_DASH = re.compile("[–—]\\s")
_HEADING_WITHOUT_SPACE = re.compile(r"#{2,6}[^#\s]")
_BEFORE_A_ROW = re.compile(r"(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*")

_ENDS_OF_SENTENCES = (".", ",", ";", "!", "?", "…", "。", "！", "？", "؟", "۔")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where in a text something cannot be printed as it is meant, and what to do. Column 0 is the whole line."""

    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


def faults_in(markdown: str) -> tuple[Fault, ...]:
    """Return what would vanish from a letter's Markdown, or be printed as it is typed; twenty at most, from its top.

    Of a text that is too long to be printed nothing: `safe_html` refuses it, and reading it would take minutes.
    """
    if len(markdown) > LONGEST_BODY:
        return ()
    return tuple(islice(sorted(_Reading(markdown).faults(), key=lambda one: (one.line, one.column)), MOST_FAULTS))


def fault_in_plain(written: str) -> Fault | None:
    """Return the first Markdown, HTML or unknown token in a part that is printed as it is typed.

    None in one that is longer than a whole letter, as `faults_in`.
    """
    if len(written) > LONGEST_BODY:
        return None
    found = what_is_no_words(written)
    if found is None:
        return next(_faults_of_tokens(written), None)
    start, shown = found
    sentence = (
        f"Markdown and HTML are for the text alone, and “{shown}” would be printed as it is. Take the marks away."
    )
    return _fault_at(written, start, sentence)


def faults_of(text: LetterText) -> tuple[str, ...]:
    """Say in sentences what of a whole letter would vanish or be printed as it is typed, each with part and line."""
    sentences: list[str] = []
    for part, written in parts(text):
        found = faults_in(written) if part == BODY else filter(None, (fault_in_plain(written),))
        sentences.extend(f"{line_of_part(part, each.line)}: {each.sentence}" for each in found)
    return tuple(sentences)


def _faults_of_tokens(written: str) -> Iterator[Fault]:
    return (_fault_at(written, start, sentence) for start, sentence in faults_of_tokens(written))


def _fault_at(written: str, start: int, sentence: str) -> Fault:
    return Fault(written.count("\n", 0, start) + 1, start - written.rfind("\n", 0, start), sentence)


class _Reading:
    """One text, read once."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._lines = markdown.split("\n")
        self._running = Running()

    def faults(self) -> Iterator[Fault]:
        """Yield every kind of fault, in no order."""
        parser = letter_parser()
        self._running.watch(parser)
        parser.core.ruler.enableOnly(["normalize", "block"])
        env: dict[str, dict[str, dict[str, Sequence[int]]]] = {}
        tokens = parser.parse(self._markdown, env)
        controls = _CONTROL.finditer(self._markdown)
        for control in islice(controls, MOST_FAULTS):
            yield _fault_at(self._markdown, control.start(), Kind.UNPRINTABLE)
        for turning in islice(_TURNING.finditer(self._markdown), MOST_FAULTS):
            yield _fault_at(self._markdown, turning.start(), Kind.TURNING)
        yield from islice(_faults_of_tokens(held(self._markdown)), MOST_FAULTS)
        for mark in islice(_COUNT_AS_NUMBER.finditer(self._markdown), MOST_FAULTS):
            yield _fault_at(self._markdown, mark.start(1), Kind.COUNT_AS_NUMBER)
        for number, token in enumerate(tokens):
            if token.type == "inline":
                before = [each.type for each in tokens[max(0, number - 2) : number]]
                yield from self._in_words(token, before)
                if before[-1:] == ["paragraph_open"]:
                    yield from self._on_its_lines(token)
                    yield from self._run_together(token)
                parser.inline.parse(token.content, parser, env, [])
                yield from self._running_faults(token)
        yield from self._in_blocks(tokens)
        yield from self._headings(tokens)
        yield from self._notes(tokens)
        known = env.get("references", {})
        unused = [one["map"][0] for label, one in known.items() if label not in self._running.labels]
        yield from (Fault(line + 1, 0, Kind.UNUSED) for line in unused)
        twice: Sequence[dict[str, Sequence[int]]] = env.get("duplicate_refs", ())  # type: ignore[assignment]  # a list, unlike the others
        yield from (Fault(one["map"][0] + 1, 0, Kind.TWICE) for one in twice)

    def _running_faults(self, token: Token) -> Iterator[Fault]:
        for start, sentence in self._running.taken():
            yield self._at(token, start, sentence)

    def _at(self, token: Token, start: int, sentence: str) -> Fault:
        before = token.content[:start]
        line = _line(token) + before.count("\n")
        begins = before.rfind("\n") + 1
        piece = token.content[begins:].partition("\n")[0]
        raw = self._lines[line]
        is_plain = piece != "" and raw.count(piece) == 1
        return Fault(line + 1, raw.find(piece) + start - begins + 1 if is_plain else 0, sentence)

    def _in_words(self, token: Token, before: Sequence[str]) -> Iterator[Fault]:
        if before == ["list_item_open", "paragraph_open"] and _BOX.match(token.content):
            yield self._at(token, 0, Kind.TICKED)

    def _on_its_lines(self, token: Token) -> Iterator[Fault]:
        start = 0
        for line in token.content.split("\n"):
            begins = start + len(line) - len(line.lstrip())
            if _BULLET.match(line.lstrip()):
                yield self._at(token, begins, Kind.DOT)
            if _HEADING_WITHOUT_SPACE.match(line.lstrip()):
                yield self._at(token, begins, Kind.NO_SPACE)
            if _is_below_a_head(line):
                yield self._at(token, start, Kind.NO_TABLE)
            start += len(line) + 1

    def _run_together(self, token: Token) -> Iterator[Fault]:
        """A list or a table that would be set as one paragraph."""
        lines = [line.strip() for line in token.content.split("\n")]
        # One may begin with a dash, as who is quoted does; two are a list.
        if sum(_DASH.match(line) is not None for line in lines) > 1:
            yield self._at(token, 0, Kind.DOT)
        rows = [line for line in lines if len(line) > 1 and line.startswith("|") and line.endswith("|")]
        if len(rows) > 1 and not any(map(_is_below_a_head, lines)):
            yield self._at(token, 0, Kind.NO_TABLE)

    def _in_blocks(self, tokens: Sequence[Token]) -> Iterator[Fault]:
        lists: list[list[Token]] = []
        columns = 0
        for token in tokens:
            match token.type:
                case "fence":
                    yield Fault(_line(token) + 1, 0, Kind.FENCE)
                case "code_block":
                    yield Fault(_line(token) + 1, 0, Kind.INDENTED)
                case "ordered_list_open" | "bullet_list_open":
                    lists.append([])
                case "list_item_open":
                    lists[-1].append(token)
                case "ordered_list_close" | "bullet_list_close":
                    yield from _misnumbered(lists.pop())
                case "table_open":
                    columns = self._cells(token)
                case "tr_open" if (cells := self._cells(token)) > columns:
                    yield Fault(_line(token) + 1, 0, Kind.CELLS.format(cells, columns))
            if token.type in ("list_item_open", "blockquote_open") and token.level + 1 >= MOST_NESTED:
                yield Fault(_line(token) + 1, 0, Kind.DEEP)

    def _cells(self, token: Token) -> int:
        row = self._lines[_line(token)]
        cells = escapedSplit(row[_end(_BEFORE_A_ROW, row) :].strip())
        return len(cells) - (cells[:1] == [""]) - (cells[1:] != [] and cells[-1] == "")

    def _headings(self, tokens: Sequence[Token]) -> Iterator[Fault]:
        headings = [token for token in tokens if token.type == "heading_open"]
        levels = sorted({token.tag for token in headings})
        for token in headings:
            if token.tag in levels[_LEVELS:]:
                yield Fault(_line(token) + 1, 0, Kind.THIRD_LEVEL.format(_LEVELS))
        for token, inside in pairwise(tokens):
            is_sentence = "\n" in inside.content or inside.content.endswith(_ENDS_OF_SENTENCES)
            if token.type == "heading_open" and token.markup in ("-", "=") and is_sentence:
                yield Fault(_line(inside) + inside.content.count("\n") + 2, 0, Kind.UNDERLINED)

    def _notes(self, tokens: Sequence[Token]) -> Iterator[Fault]:
        seen: set[str] = set()
        for token in tokens:
            if token.type != "footnote_reference_open":
                continue
            label = str(token.meta["label"])
            if label in seen:
                yield Fault(_line(token) + 1, 0, Kind.TWO_NOTES.format(label))
            elif label not in self._running.notes:
                yield Fault(_line(token) + 1, 0, Kind.NO_MARK.format(label))
            seen.add(label)


def _is_below_a_head(line: str) -> bool:
    """Whether a line is that of hyphens, which makes a table of the lines around it."""
    return "|" in line and "--" in line and set(line) <= set("|-: ")


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _misnumbered(items: Sequence[Token]) -> Iterator[Fault]:
    """The first number that would be printed as another. A list whose items all bear the same counts by itself."""
    numbers = [int(item.info) for item in items if item.info]
    if len(set(numbers)) <= 1:
        return
    for place, number in enumerate(numbers):
        expected = numbers[0] + place
        if number != expected:
            yield Fault(_line(items[place]) + 1, 0, Kind.MISNUMBERED.format(number, expected))
            return
