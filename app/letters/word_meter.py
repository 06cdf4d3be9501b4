"""How many words a statement has, against the limits that bodies set. Pure."""

import re
from dataclasses import dataclass
from itertools import accumulate

from app.letters.text import LetterText
from app.letters.text_html import safe_html, without_ways_back
from app.rendering.other_forms.tree import parsed

UN_LIMITS = (1500, 2000)
"""Of written statements to the bodies below the Economic and Social Council: by organisations in special consultative
status or on the roster, and in general consultative status (ECOSOC resolution 1996/31, paragraph 37)."""

# Han, kana and the marks that stand for a repeated or an unknown character.
_COUNTED_EACH = re.compile(
    "[\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# A character that counts by itself, or what stands between these and spaces.
_TOKEN = re.compile(rf"{_COUNTED_EACH.pattern}|(?:(?!{_COUNTED_EACH.pattern})\S)+")


@dataclass(frozen=True, slots=True)
class Room:
    """What a limit leaves: `left` words, fewer than none where the text is too long."""

    limit: int
    left: int


def words_in(text: LetterText) -> int:
    """Return how many words title, standfirst and text have, with the notes in it.

    Names, addressees, salutation, sources and contacts are no part of a statement. Tokens of living counts must be
    filled in before (`text_counts.counted`).
    """
    body = parsed(without_ways_back(safe_html(text.body))).text()
    return sum(map(words, (text.title, text.standfirst, body)))


def words(text: str) -> int:
    """Return how many words a text has, as word processors count.

    A word is what stands between spaces, an address or a lone dash too. Each Chinese or Japanese character counts as
    one, with the words of other scripts between them. Languages that part no words, such as Thai, come out too short.
    """
    return sum(map(_words_in_piece, text.split()))


def first_words(text: str, most: int) -> str:
    """Return the beginning of a text with at most so many words, as `words` counts them."""
    tokens = list(_TOKEN.finditer(text))
    counted = accumulate(bool(_COUNTED_EACH.match(each[0])) or any(map(str.isalnum, each[0])) for each in tokens)
    kept = [each for each, count in zip(tokens, counted, strict=True) if count <= most]
    return text[: kept[-1].end()] if kept else ""


def room(count: int, limits: tuple[int, ...] = UN_LIMITS) -> tuple[Room, ...]:
    """Return what each limit leaves to a text of so many words."""
    return tuple(Room(limit, limit - count) for limit in limits)


def _words_in_piece(piece: str) -> int:
    characters = len(_COUNTED_EACH.findall(piece))
    if not characters:
        return 1
    others = _COUNTED_EACH.sub(" ", piece).split()
    return characters + sum(any(map(str.isalnum, other)) for other in others)
