"""Words that are read from the left, on pages that are read from the right: each set apart, so that it keeps its order.

The engine gives a line one direction, that of its element. Without being set apart, “12, Main Street” in an Arabic
letter prints its number at the wrong end, and the stop of an English sentence stands before it. Pure.
"""

import re
import unicodedata

_PIECE = re.compile(r"(<[^>]*>)([^<]+)")
_HEADING = re.compile(r"(?P<start><(?P<name>h[1-6])\b[^>]*>)(?P<inside>.*?)(?P<end></(?P=name)>)", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_NOT_PRINTED = ("<style", "<title")
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
