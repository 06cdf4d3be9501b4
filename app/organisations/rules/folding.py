"""What of a name counts when names are compared: its words, without articles, acronyms and punctuation."""

import re
import unicodedata

from anyascii import anyascii

_ARTICLES = {
    "de": "der|die|das",
    "en": "the|a|an",
    "es": "el|la|los|las|un|una",
    "fr": "le|la|les|un|une",
    "it": "il|lo|la|i|gli|le|un|una",
    "nl": "de|het|een",
    "pt": "o|a|os|as",
}
_ELIDING = ("fr", "it")
_AND = {"de": "und", "es": "y", "fr": "et", "it": "e", "nl": "en", "pt": "e"}

_APOSTROPHES = re.compile("['’‘‛ʼʻ`´′]")
_PARENTHESIS = re.compile(r"[(\[]([^()\[\]]{2,15})[)\]]")
_DOTTED = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIACRITICS = re.compile("[\u0300-\u036f]")


def words(name: str, language: str = "en") -> tuple[str, ...]:
    """Return the words that count, with their own capitals and accents, normalised to NFKC.

    Left out: a leading article of `language` (BCP 47), an acronym in parentheses that the name itself spells,
    quotes and all punctuation. "U.K." is "UK", "&" is the word for and, a hyphen parts two words. Never empty
    for a name with a letter or a digit.
    """
    tongue = language.partition("-")[0].lower()
    text = unicodedata.normalize("NFKC", name)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = _without_article(_without_acronym(text), tongue)
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), _APOSTROPHES.sub("", text))
    text = _THOUSANDS.sub("", text.replace("&", f" {_AND.get(tongue, 'and')} "))
    return tuple("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split())


def name_key(name: str, language: str = "en") -> str:
    """Return one key for every spelling of a name: case, accents, article and punctuation do not count.

    Two names with one key are the same form and may not both stand in a list. At most 400 characters.
    """
    return (" ".join(folded(word) for word in words(name, language)) or name.strip().casefold())[:400]


def folded(word: str) -> str:
    """Return a word without case and, in European scripts, without diacritics. Other scripts keep theirs."""
    return "".join(_folded(c) for c in _DIACRITICS.sub("", unicodedata.normalize("NFC", word)))


def _folded(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    script = unicodedata.name(character, "").partition(" ")[0]
    if script == "LATIN":
        return anyascii(character).lower()
    if script == "GREEK":
        return _DIACRITICS.sub("", unicodedata.normalize("NFD", character)).casefold()
    return character.casefold()


def _without_acronym(text: str) -> str:
    def kept(found: re.Match[str]) -> str:
        acronym = found[1].replace(".", "")
        return " " if _spells(text[: found.start()], acronym) else found[0]

    return _PARENTHESIS.sub(kept, text)


def _spells(name: str, acronym: str) -> bool:
    """Say whether `acronym` is made, in order, of initials of the words of `name`."""
    capitals = sum(c.isupper() for c in acronym)
    if capitals < 2 or not acronym.isalnum():  # noqa: PLR2004 - one capital is a word, not an acronym
        return False
    initials = iter([word[0].casefold() for word in re.findall(r"\w+", name)])
    return all(letter in initials for letter in acronym.casefold())


def _without_article(text: str, tongue: str) -> str:
    bare = re.sub(r"^[\W_]+", "", text)
    if tongue in _ELIDING and (elided := re.match(r"l['’](?=\w)", bare, re.IGNORECASE)):
        return bare[elided.end() :]
    articles = _ARTICLES.get(tongue)
    found = re.match(rf"(?:{articles})\s+(?=[\"“„«‘'(]?\w)", bare, re.IGNORECASE) if articles else None
    return bare[found.end() :] if found else bare
