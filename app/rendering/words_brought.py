"""Words that a letter template brings along, as its template.toml should have them."""

import re
from collections.abc import Collection, Iterator, Mapping

from app.rendering.words import names_of

_FALLBACK = "en"
_KEY = re.compile("[a-z][a-z0-9_]*")
_TAG = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?")


def faults_in_words(tables: object, languages: Collection[str]) -> str:
    """What is wrong with a table for each language, in sentences; "" where all is well.

    `languages` are those of the template. Letters in any other are worded in English, so that has to be there.
    """
    if not tables and isinstance(tables, Mapping):
        return ""
    if not isinstance(tables, Mapping) or not all(isinstance(table, Mapping) for table in tables.values()):
        return 'Words stand below the language they are in: [words.en], and in the next line to = "To:".'
    return " ".join(list(_wrong(tables, languages)) or _lacking(tables, languages))


def _wrong(tables: Mapping[str, Mapping[str, object]], languages: Collection[str]) -> Iterator[str]:
    known = {_FALLBACK, *(language.partition("-")[0] for language in languages)}
    for tag, table in tables.items():
        if not _TAG.fullmatch(tag):
            yield f"“{tag}” in [words.{tag}] is no tag of a language. Write it as in “ar”, “pt-BR” or “ug-Cyrl”."
        elif tag.partition("-")[0] not in known:
            yield f"[words.{tag}] is for a language that “languages” does not name. Add it there, or take it out here."
        for key, text in table.items():
            if not _KEY.fullmatch(key):
                yield f"“{key}” in [words.{tag}] is no name for a word. Use small letters, digits and “_”."
            elif not isinstance(text, str) or not text.strip():
                yield f"“{key}” in [words.{tag}] is no text. Write the word between quotation marks."


def _lacking(tables: Mapping[str, Mapping[str, object]], languages: Collection[str]) -> Iterator[str]:
    every = dict.fromkeys(key for table in tables.values() for key in table)
    for language in dict.fromkeys((_FALLBACK, *languages, *tables)):
        names = names_of(language)
        absent = [key for key in every if not any(key in tables.get(name, {}) for name in names)]
        if absent:
            listed = ", ".join(f"“{key}”" for key in absent)
            yield f"[words.{names[0]}] lacks {listed}, which another language has. Add what is missing."
