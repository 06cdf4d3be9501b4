"""Emphasis in scripts that put no gaps between words, and stars that are part of a word.

CommonMark asks for a space or a mark of punctuation where emphasis ends after a full stop. Chinese, Japanese, Thai,
Burmese and others write on without one, and the stars of “**…。**…” would be printed.

In scripts with gaps, a star between two letters is spelling: “Schüler*innen”, “amig*s”. CommonMark would take every
second one for the end of emphasis, and both would be gone.
"""

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter, StateInline

# Thai and Lao, Tibetan, Myanmar, Khmer, Kana, Han.
_WITHOUT_GAPS = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def emphasis_without_gaps(parser: MarkdownIt) -> None:
    """Let stars open and close beside a letter of such a script as they would beside a space. A plugin."""
    parser.inline.ruler.before("emphasis", "emphasis_without_gaps", stars)


def stars(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
    """Take a run of stars that CommonMark would not let open or close; all others are left to it."""
    if silent or state.src[state.pos] != "*":
        return False
    scanned = state.scanDelims(state.pos, True)  # noqa: FBT003 - the parser's own signature
    before = state.src[state.pos - 1 : state.pos]
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1]
    is_spelling = scanned.length == 1 and _is_of_a_word(before) and _is_of_a_word(after)
    opens = scanned.can_open or (_is_letter(before) and _is_mark(after))
    closes = scanned.can_close or (_is_mark(before) and _is_letter(after))
    if is_spelling:
        state.pending += "*"
        state.pos += 1
        return True
    if (opens, closes) == (scanned.can_open, scanned.can_close):
        return False
    for _ in range(scanned.length):
        state.push("text", "", 0).content = "*"
        token = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(marker=ord("*"), length=scanned.length, token=token, end=-1, open=opens, close=closes)
        )
    state.pos += scanned.length
    return True


def _is_letter(character: str) -> bool:
    return _WITHOUT_GAPS.match(character) is not None and not _is_mark(character)


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() and not _is_letter(character)


def _is_mark(character: str) -> bool:
    return character != "" and unicodedata.category(character)[0] in "PS"
