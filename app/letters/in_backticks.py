"""Words of a letter's Markdown that stand between backticks: what looks like a living count there is none."""

import re

from app.letters.text_html import LONGEST_BODY, letter_parser

_HELD = "\ufdd0"
"""Stands for a brace between backticks. It is no character (Unicode Standard, section 23.7), so no text has it."""

_BRACES = re.compile(r"\{+")
_NUMBERED = re.compile("\ue000([0-9]+)\ue001")


def held(markdown: str) -> str:
    """Return the Markdown with each brace that opens between backticks put aside; every place in it stays the same."""
    if "`" not in markdown or "{" not in markdown or len(markdown) > LONGEST_BODY:
        return markdown
    in_code = _numbers_in_code(markdown)
    runs = enumerate(_BRACES.finditer(markdown))
    within = {found.start() for number, found in runs if number in in_code}
    return _BRACES.sub(lambda found: _HELD * len(found[0]) if found.start() in within else found[0], markdown)


def released(markdown: str) -> str:
    """Return the Markdown with its braces, as it was before `held`."""
    return markdown.replace(_HELD, "{")


def _numbers_in_code(markdown: str) -> set[int]:
    """Which runs of braces stand between backticks, from 0: the parser tells, asked with a number for each run."""
    parts = _BRACES.split(markdown)
    numbered = "".join(f"{part}\ue000{number}\ue001" for number, part in enumerate(parts[:-1])) + parts[-1]
    inline = (child for token in letter_parser().parse(numbered) for child in token.children or ())
    code = (child.content for child in inline if child.type == "code_inline")
    return {int(found[1]) for written in code for found in _NUMBERED.finditer(written)}
