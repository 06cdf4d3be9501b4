"""Which way a name is written, told from its letters: direction and language. Pure."""

import unicodedata

from babel import Locale, UnknownLocaleError
from babel.core import get_global

# By the first word of the Unicode names of their letters: scripts as in ISO 15924.
_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "ORIYA": "Orya",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
    "TAMIL": "Taml",
    "SINHALA": "Sinh",
    "THAI": "Thai",
    "LAO": "Laoo",
    "TIBETAN": "Tibt",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "ETHIOPIC": "Ethi",
    "HANGUL": "Hang",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "CJK": "Hani",
}
_UNKNOWN = "Zzzz"
_WRITTEN_WITH_HAN = frozenset({"Hans", "Hant", "Jpan"})


def direction_of(name: str) -> str:
    """Return the direction of the first letter that has one (Unicode bidirectional algorithm, rule P2)."""
    strong = next((kind for kind in map(unicodedata.bidirectional, name) if kind in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"


def language_of(native: str, *, language: str) -> str:
    """Return the BCP 47 tag of a name in its own script, which stands beside a name in `language`.

    It is `language` where that is written in this script, else one that only tells the script: “und-Arab”, or “und” for
    one that is not known here. Empty for no name.
    """
    if not native:
        return ""
    script = _script_of(native)
    if script == _UNKNOWN:
        return "und"
    usual = _usual_script(language)
    if not script or script == usual or (script == "Hani" and usual in _WRITTEN_WITH_HAN):
        return language
    return f"und-{script}"


def _script_of(name: str) -> str:
    letter = next((each for each in name if each.isalpha()), "")
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], _UNKNOWN) if letter else ""


def _usual_script(language: str) -> str:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    likely = str(get_global("likely_subtags").get(locale.language, ""))
    return locale.script or next((part for part in likely.split("_") if len(part) == 4), "")  # noqa: PLR2004 - ISO 15924
