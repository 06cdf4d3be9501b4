"""What HTML says of its elements, and how a text is named by its first words."""

WITHOUT_END = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input"))
WITHOUT_END |= {"link", "meta", "source", "track", "wbr"}
"""Elements that hold nothing and have no end (HTML Living Standard, 13.1.2, "void elements")."""

_LONGEST = 60


def shortened(text: str) -> str:
    """The first words of a text, on one line."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text[: 10 * _LONGEST]).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
