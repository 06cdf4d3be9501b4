"""Scripts of which more must be said than which shapes they are drawn with."""

import re

# Marks on Latin, Greek and Cyrillic letters; South and South-East Asia and Tibet: signs before the letter they follow,
# conjuncts, stacks.
_NEEDS_SPELLING = re.compile("[\u0300-\u036f\u0900-\u109f\u1780-\u17ff\ua8e0-\ua8ff\uaa60-\uaa7f]")


def needs_spelling(text: str) -> bool:
    """Whether shapes alone would give other words back (ISO 32000-1, 14.9.4: /ActualText)."""
    return _NEEDS_SPELLING.search(text) is not None
