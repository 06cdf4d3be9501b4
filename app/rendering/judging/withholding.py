"""Names that must not come out: whether a finished file gives one away. The sentences never say which.

A name that stands in the words of the letter is no secret of ours: everyone who signed has read it there, and it says
nothing of who signed. Everywhere else it ends the seal.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from html import unescape

from app.rendering.document import Document
from app.rendering.fonts import texts
from app.rendering.judging import said
from app.rendering.words import words

_ADDRESS = re.compile(r"""href=["']([^"']*)""")
_WITHOUT_GAPS = re.compile(f"[{said.WITHOUT_GAPS}]")
_WORD = re.compile(r"\w+")
_MOST_PAGES = 1000
# It signs every file that it makes.
_PROGRAM = "WeasyPrint"


def faults_of_list(document: Document, withheld: Sequence[str]) -> Iterator[str]:
    """Say whether someone who asked not to be named is printed as a signatory."""
    printed = {
        _plain(text)
        for group in document.signatories.groups
        for name in group.names
        for text in (name.name, name.native)
    }
    if any(_plain(name) in printed for name in withheld):
        yield (
            "An organisation that asked not to be named stands in the list. "
            "It may have signed twice: take one of the two out of the list."
        )


def faults_of_file(pdf: bytes, document: Document, withheld: Sequence[str]) -> Iterator[str]:
    """Say whether a name that is not in the document's own words stands in any text of the file, see `said`.

    A name within a longer name of the document, or its letters within an address there, counts as the document's own,
    as do the words that paper adds and the numbers of names and pages.
    """
    names = _not_its_own(document, withheld)
    if not names:
        return
    found = tuple(said.texts(pdf))
    # What is no gap and no letter keeps one text from the next.
    whole = "\0".join(map(_plain, found))
    # A hyphen at the end of a line is looked at as the word's own for names that have one, and for no others.
    hyphenated = [name for name in names if "-" in name]
    in_parts = "\0".join(_plain(text.replace(said.DIVIDED, "-")) for text in found) if hyphenated else ""
    if any(standing(names, whole)) or any(standing(hyphenated, in_parts)):
        yield (
            "The name of an organisation that asked not to be named stands in the file. "
            "Ask whoever runs this installation to look into it."
        )


def places_that_name(document: Document, withheld: Sequence[str], places: Mapping[str, str]) -> tuple[str, ...]:
    """The places in which a name stands that is not in the document's own words: where they are, of texts by where."""
    names = _not_its_own(document, withheld)
    return tuple(where for where, text in places.items() if names and any(standing(names, _plain(text))))


def _not_its_own(document: Document, withheld: Sequence[str]) -> list[str]:
    if not withheld:
        return []
    names = list(filter(None, dict.fromkeys(map(_plain, withheld))))
    own = frozenset(standing(names, _plain(" ".join(_own_words(document)))))
    return [name for name in names if name not in own]


def _own_words(document: Document) -> Iterator[str]:
    yield from (text for _, text in texts(document))
    for html in (document.body, document.back_matter, document.summary, document.demands):
        yield from map(unescape, _ADDRESS.findall(html))
    yield from _flat(words(document.language))
    yield from map(str, range(1, max(document.signatories.count, _MOST_PAGES) + 1))
    yield _PROGRAM


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _flat(getattr(value, field.name))


def standing(names: Iterable[str], text: str) -> Iterator[str]:
    """Those of the names that stand in a text, see `stands_in`. A list may withhold thousands."""
    # Where words have gaps, a name stands only where all of its words are; to look at these is quick.
    words_of_text = frozenset(_WORD.findall(text))
    for name in names:
        may_be_within = _WITHOUT_GAPS.match(name[0]) or _WITHOUT_GAPS.match(name[-1])
        if (may_be_within or words_of_text.issuperset(_WORD.findall(name))) and stands_in(name, text):
            yield name


def stands_in(name: str, text: str) -> bool:
    """Whether the name stands in a text as a whole word; where its script puts no gaps between words, anywhere."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not _goes_on(text[at - 1 : at], name[0]) and not _goes_on(text[end : end + 1], name[-1]):
            return True
        at = text.find(name, at + 1)
    return False


def _goes_on(beside: str, edge: str) -> bool:
    """Whether a word goes on beyond the edge of a name: with a letter, a digit, or a mark that stands on one."""
    if not beside or _WITHOUT_GAPS.match(edge):
        return False
    return beside.isalnum() or beside == "_" or unicodedata.category(beside) in {"Mn", "Mc"}


def _plain(text: str) -> str:
    """Without what is not seen: the case, the form of characters, how wide a gap is, and marks without a shape."""
    seen = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return " ".join(seen.replace("\u2010", "-").casefold().split())
