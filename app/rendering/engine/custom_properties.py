"""Names for families and colours in our style sheets, put in place once instead of at every element.

The engine works out `var(--serif)` anew for each element and reads the whole declaration again: a tenth of the time of
a letter.
"""

import re
from functools import lru_cache

_ROOT = re.compile(r":root\s*\{[^{}]*\}")
_DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+);")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")


@lru_cache(maxsize=32)
def in_place(sheets: tuple[str, ...]) -> tuple[str, ...]:
    """The style sheets with the values of properties that are defined for `:root` and nowhere else.

    Of several definitions the last applies, and a value may name others. What is defined elsewhere, or with a fallback,
    is left to the engine.
    """
    values: dict[str, str] = {}
    elsewhere: set[str] = set()
    for sheet in sheets:
        for root in _ROOT.findall(sheet):
            values.update((name, value.strip()) for name, value in _DEFINED.findall(root))
        elsewhere.update(name for name, _ in _DEFINED.findall(_ROOT.sub("", sheet)))

    def value(used: re.Match[str]) -> str:
        name = used[1]
        if name in elsewhere or name not in values or name in inside:
            return used[0]
        inside.append(name)
        found = _USED.sub(value, values[name])
        inside.pop()
        return found

    inside: list[str] = []  # a value that names itself is the engine's to refuse
    return tuple(_USED.sub(value, sheet) for sheet in sheets)
