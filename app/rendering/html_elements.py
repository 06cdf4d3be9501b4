"""What HTML says of its elements."""

WITHOUT_END = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input"))
WITHOUT_END |= {"link", "meta", "source", "track", "wbr"}
"""Elements that hold nothing and have no end (HTML Living Standard, 13.1.2, "void elements")."""
