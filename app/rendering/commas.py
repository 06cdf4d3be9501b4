"""The comma between words that stand beside each other on paper, by the script in which they are written. Pure."""

import re
from collections.abc import Iterable

_LATIN, _CHINESE, _JAPANESE = ", ", "，", "、"
# Letters of the scripts that have a comma of their own. Syriac and Thaana take the Arabic one. Chinese and Japanese
# share characters; only one of them writes kana.
_COMMAS = {
    "\u0600-\u06ff\u0700-\u077f\u0780-\u07bf\u0860-\u08ff\ufb50-\ufdff\ufe70-\ufefc": "، ",
    "\u2e80-\u2fd5\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af": _CHINESE,
    "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d": _JAPANESE,
    "\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f": "፣ ",
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f": "၊ ",
}
_LETTERS = tuple((re.compile(f"[{letters}]"), comma) for letters, comma in _COMMAS.items())
_OTHER_LETTERS = re.compile(rf"[^\W\d_{''.join(_COMMAS)}]")


def joined(parts: Iterable[str], own: str) -> str:
    """The parts that are not empty with commas between them: "Mira Solen, Director". `own` is the comma of the letter.

    Words in a script that has a comma of its own take that, whatever the language of the letter.
    """
    given = [part for part in parts if part]
    return comma_between(given, own).join(given)


def comma_between(parts: Iterable[str], own: str) -> str:
    """The comma with its space; `own`, that of the letter, between words of several scripts and between numbers."""
    said = "".join(parts)
    found = {comma for letters, comma in _LETTERS if letters.search(said)}
    if _OTHER_LETTERS.search(said):
        found.add(_LATIN)
    if _CHINESE in found and _JAPANESE in (own, *found):
        found = found - {_CHINESE} | {_JAPANESE}
    return found.pop() if len(found) == 1 else own
