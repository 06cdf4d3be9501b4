"""Which stretches of a text are read against the direction of what stands around them. Pure."""

import unicodedata

_OF_KIND = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def stretches(text: str, around: str) -> list[tuple[str, str]]:
    """Return the text in stretches with the direction ("ltr", "rtl") of each.

    Letters tell their direction. Whatever has none, such as spaces and digits, goes with its neighbours where both
    agree, else with `around` (Unicode Standard Annex 9, rules N1 and N2). Word marks each run with one direction and
    takes its typeface and its language by it.
    """
    kinds = [_OF_KIND.get(unicodedata.bidirectional(letter), "") for letter in text]
    found: list[tuple[str, str]] = []
    begun = 0
    before = around
    while begun < len(text):
        kind = kinds[begun]
        end = begun
        while end < len(text) and kinds[end] == kind:
            end += 1
        if not kind:
            after = kinds[end] if end < len(text) else around
            kind = before if before == after else around
        if found and found[-1][1] == kind:
            found[-1] = (found[-1][0] + text[begun:end], kind)
        else:
            found.append((text[begun:end], kind))
        before, begun = kind, end
    return found
