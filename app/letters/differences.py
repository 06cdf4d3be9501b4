"""What changed between two texts, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "new", "gone"]

MOST_WORDS_COMPARED = 1500
"""A stretch with more words is shown as gone and new: comparing takes up to the square of their number."""

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]\s*|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+\s*|\s+"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The way from `before` to `after`, in runs of words and of single Chinese or Japanese characters.

    What stayed or went gives `before` when joined; what stayed or came gives `after`. Lines are compared first, and
    words only inside the lines that differ.
    """
    found: list[Piece] = []
    for kind, old, new in _matched(_LINES.findall(before), _LINES.findall(after)):
        found += _by_words("".join(old), "".join(new)) if kind == "replace" else _runs(kind, old, new)
    return tuple(
        Piece(kind, "".join(piece.text for piece in run)) for kind, run in groupby(found, key=lambda piece: piece.kind)
    )


def _by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS_COMPARED:
        yield from _runs("replace", old, new)
        return
    for kind, gone, come in _matched(old, new):
        yield from _runs(kind, gone, come)


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, old[a:b], new[c:d]


def _runs(kind: str, old: list[str], new: list[str]) -> Iterator[Piece]:
    if kind == "equal":
        yield Piece("same", "".join(old))
        return
    if old:
        yield Piece("gone", "".join(old))
    if new:
        yield Piece("new", "".join(new))
