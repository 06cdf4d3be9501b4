"""Names that are not what they seem: marks nobody sees, letters of another alphabet, shapes that are alike.

After Unicode Technical Standard 39. Nothing here rejects a name: it is held until a person has looked.
"""

import re
import unicodedata

from app.organisations.rules.folding import folded, words

_JOINERS = "\u200c\u200d"
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "HEBREW", "ARABIC"})
_MOST_MARKS = 4
_CYRILLIC = dict(zip("авеѕіјкмнорстухһԁԛԝґӏ", "abesijkmhopctyxhdqwrl", strict=True))
_GREEK = dict(zip("αβεζηικμνορτυχω", "abezhikmnoptuxw", strict=True))
_SHAPES = str.maketrans(_CYRILLIC | _GREEK | {"0": "o", "1": "l", "i": "l", "|": "l"})


def suspicious(name: str) -> str | None:
    """Say in one sentence why a person should look at `name` before it is printed; None if nothing is odd.

    The joiners U+200C and U+200D are part of correct spelling in several scripts and are not odd.
    """
    for character in name:
        if sentence := _odd_character(character):
            return sentence
    if re.search(rf"[\u0300-\u036f]{{{_MOST_MARKS},}}", unicodedata.normalize("NFD", name)):
        return "The name has letters under a heap of accents. Check it with the organisation."
    for word in re.findall(r"[^\W\d_]+", name):
        mixed = sorted({_alphabet(letter) for letter in word} & _ALPHABETS)
        if len(mixed) > 1:
            used = " and ".join(alphabet.capitalize() for alphabet in mixed)
            return f"The word “{word[:40]}” mixes {used} letters. Check that they are what they look like."
    return None


def look_alike_key(name: str) -> str:
    """Return one key for names that look alike: Cyrillic а is a, 0 is o, 1 and I are l, rn is m.

    For comparing a new name with the directory: an equal key with another `name_key` is worth a look.
    """
    shapes = " ".join(folded(word).translate(_SHAPES) for word in words(name))
    return shapes.replace("rn", "m").replace("vv", "w")


def _odd_character(character: str) -> str | None:
    remedy = "Type the name again without it."
    place = f"(U+{ord(character):04X})"
    if character in _BIDI:
        return f"The name has a hidden mark that turns the reading direction {place}. {remedy}"
    category = unicodedata.category(character)
    if category in ("Cf", "Zl", "Zp") and character not in _JOINERS:
        return f"The name has a mark that nobody can see {place}. {remedy}"
    if category in ("Cc", "Co", "Cn", "Cs"):
        return f"The name has a character that cannot be printed {place}. {remedy}"
    return None


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
