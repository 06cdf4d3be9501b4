"""Words that are read from the left, on pages that are read from the right: each set apart, so that it keeps its order.

The engine gives a line one direction, that of its element. Without being set apart, “12, Main Street” in an Arabic
letter prints its number at the wrong end, and the stop of an English sentence stands before it. Emphasis and links are
pieces of their own to it: the words around have to be set apart together with it. Pure.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_PIECE = re.compile(r"(<[^>]*>)([^<]+)")
_HEADING = re.compile(r"(?P<start><(?P<name>h[1-6])\b[^>]*>)(?P<inside>.*?)(?P<end></(?P=name)>)", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_NOT_PRINTED = ("<style", "<title")
_IN_LINES = r"/?(?:a|abbr|b|bdi|br|cite|code|del|em|i|ins|q|s|small|span|strong|sub|sup|u)(?=[\s/>])"
_LINE = re.compile(rf"(?P<block><(?!{_IN_LINES})[^<>]*>)?(?P<line>(?:<{_IN_LINES}[^<>]*>|[^<])*)")
_TOKEN = re.compile(r"<(?P<end>/?)(?P<name>\w+)[^<>]*>|&#?\w+;|.", re.DOTALL)
_CLOSING = {")": "(", "]": "[", "”": "“", "»": "«"}
_TURNED = 'dir="ltr"'
_MARKS = ("\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT MARK}")
# What belongs to the words around it: marks before the first letter or digit, and marks after which the line goes on.
_WORDS = re.compile(r"(?P<before>[\s:;,.·–—-]*)(?P<words>.*?)(?P<after>[,:;·]*\s+|)", re.DOTALL)
# As far as an address goes; a stop at its end is that of the sentence.
_ADDRESS = re.compile(r"(?:https?://|www\.)[\x21-\x7e]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def closed(words: str, direction: str) -> str:
    """The words with a mark after them where they end against the direction of the page ("ltr" or "rtl").

    A number that follows would else be read as theirs (Unicode Standard Annex 9, rules W2 and W7).
    """
    sides = [kind == "L" for kind in map(unicodedata.bidirectional, words) if kind in {"L", "R", "AL"}]
    is_from_the_right = direction == "rtl"
    return words + _MARKS[is_from_the_right] if sides and sides[-1] == is_from_the_right else words


def with_words_from_the_left(html: str) -> str:
    """The page, read from the right, with its words and addresses that are read from the left set apart as `bdi`.

    A heading without any word that is read from the right is set apart as a whole, whatever its parts.
    """
    return _PIECE.sub(_set_apart, _HEADING.sub(_set_apart_whole, html))


def with_sentences_from_the_left(html: str) -> str:
    """The text of a letter, read from the right, with what is read from the left over several elements set apart.

    A paragraph, an item or a cell without any word that is read from the right is set apart as a whole. In others it is
    what stands between two such words, where it is more than one piece. Call it before `with_words_from_the_left`,
    which sets pieces apart one by one.
    """
    return _LINE.sub(_line_set_apart, html)


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag, or a character. `opens` is 1 for the start of an element, -1 for its end; `side` as Unicode has it."""

    source: str
    opens: int = 0
    name: str = ""
    side: str = ""

    @property
    def is_tag(self) -> bool:
        return bool(self.name)


def _token(found: re.Match[str]) -> _Token:
    source, name = found[0], found["name"]
    if name:
        return _Token(source, 0 if name == "br" else -1 if found["end"] else 1, name)
    return _Token(source, side=unicodedata.bidirectional(source) if len(source) == 1 else "ON")


def _line_set_apart(found: re.Match[str]) -> str:
    block, line = found["block"] or "", found["line"]
    sides = set(map(unicodedata.bidirectional, _TAG.sub("", line)))
    if "<" not in line or "L" not in sides:
        return found[0]
    tokens = list(map(_token, _TOKEN.finditer(line)))
    if not sides.isdisjoint(("R", "AL")):
        return block + _stretches_set_apart(tokens)
    words = line.strip()
    # A heading is set apart with what the template adds to it.
    is_left = block.startswith("<h") or not _has_pieces(tokens)
    return found[0] if is_left else block + line.replace(words, _turned(words))


def _stretches_set_apart(line: Sequence[_Token]) -> str:
    written: list[str] = []
    done = 0
    for begin, end in _stretches(line):
        first, last = _balanced(line, begin, end)
        if first >= done and last > first and _has_pieces(line[first:last]):
            written += [_all(line[done:first]), _turned(_all(line[first:last]))]
            done = last
    return "".join((*written, _all(line[done:])))


def _stretches(line: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    """From where to where words are read from the left: from a letter to the last letter, number or closing mark.

    A number after such words is theirs (Unicode Standard Annex 9, rule W7), but for the mark of a note.
    """
    begin, end, raised = 0, 0, 0
    waiting: Counter[str] = Counter()
    for at, token in enumerate(line):
        raised += token.opens * (token.name == "sup")
        if token.side in {"R", "AL"}:
            if end:
                yield begin, end
            end = 0
            waiting.clear()
        elif token.side == "L" and not end:
            begin, end = at, at + 1
        elif end and (token.side == "L" or (token.side == "EN" and not raised)):
            end = at + 1
        elif end and token.source in _CLOSING.values():
            waiting[token.source] += 1
        elif end and not raised and waiting[_CLOSING.get(token.source, "")]:
            waiting[_CLOSING[token.source]] -= 1
            end = at + 1
    if end:
        yield begin, end


def _balanced(line: Sequence[_Token], begin: int, end: int) -> tuple[int, int]:
    """The same stretch with the tags beside it whose elements it holds whole; nothing where it cuts one in two."""
    depth, lowest = 0, 0
    for token in line[begin:end]:
        depth += token.opens
        lowest = min(lowest, depth)
    missing_starts, missing_ends = -lowest, depth - lowest
    while missing_starts and begin and line[begin - 1].opens == 1:
        begin, missing_starts = begin - 1, missing_starts - 1
    while missing_ends and end < len(line) and line[end].opens == -1:
        end, missing_ends = end + 1, missing_ends - 1
    return (0, 0) if missing_starts or missing_ends else (begin, end)


def _has_pieces(line: Sequence[_Token]) -> bool:
    """Whether there are words in more than one element."""
    pieces = [_all(list(own)) for is_tag, own in groupby(line, key=lambda token: token.is_tag) if not is_tag]
    return sum(bool(piece.strip()) for piece in pieces) > 1


def _all(tokens: Sequence[_Token]) -> str:
    return "".join(token.source for token in tokens)


def _set_apart(piece: re.Match[str]) -> str:
    tag, text = piece[1], piece[2]
    if tag.startswith(_NOT_PRINTED) or _TURNED in tag:
        return piece[0]
    sides = set(map(unicodedata.bidirectional, _ADDRESS.sub("", text)))
    if "L" not in sides or not sides.isdisjoint(("R", "AL")):
        return tag + _ADDRESS.sub(lambda address: _turned(address[0]), text)
    found = _WORDS.fullmatch(text)
    return f"{tag}{found['before']}{_turned(found['words'])}{found['after']}" if found else piece[0]


def _set_apart_whole(heading: re.Match[str]) -> str:
    start, inside, end = heading["start"], heading["inside"], heading["end"]
    sides = set(map(unicodedata.bidirectional, _TAG.sub("", inside)))
    if _TAG.search(inside) and "L" in sides and sides.isdisjoint(("R", "AL")):
        return f"{start}{_turned(inside)}{end}"
    return heading[0]


def _turned(words: str) -> str:
    return f"<bdi {_TURNED}>{words}</bdi>"
