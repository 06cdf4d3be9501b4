"""Values of a finished PDF, as those who read it want them."""

import re

from pikepdf import Array, Name, Object, Stream

_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")


def entries(value: Object | None) -> list[Object]:
    """The entries of an array, or the one value that stands for an array of one; numbers are Python's."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def readings(face: Object) -> list[tuple[int, bytes]]:
    """What each code of a typeface reads, in UTF-16; nothing where it does not say (ISO 32000-1, 9.10.3)."""
    written = face.get(Name.ToUnicode)
    if not isinstance(written, Stream):
        return []
    return [
        (int(code, 16), bytes.fromhex(text.decode()))
        for block in _CHARACTERS.findall(written.read_bytes())
        for code, text in _CHARACTER.findall(block)
    ]


def letters(face: Object) -> dict[int, str]:
    """What the codes of a composite typeface of a page read; nothing for another kind."""
    if face.get(Name.Encoding) != Name("/Identity-H"):
        return {}
    return {code: text.decode("utf-16-be", "replace") for code, text in readings(face)}
