"""Titles between quotation marks, in sentences of ours. Pure."""

import re

_QUOTED = re.compile("“([^“”]*)”")


def quoted(title: str) -> str:
    """Return a title between double quotation marks; what it quotes itself gets single ones."""
    within = _QUOTED.sub("‘\\1’", title)
    return f"“{within}”"
