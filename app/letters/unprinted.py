"""What a letter says that its kind does not print. It becomes public all the same, for letter.md is published.

A template is asked by a document whose every part is a mark of its own: what is not found in its page is not printed.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache

from app.core.errors import NotFound, Refused
from app.letters.text import LetterText
from app.rendering.document import Addressee, Document, Letterhead, MediaContact, Paper, Picture, SignatoryList
from app.rendering.markup import markup
from app.rendering.templates_on_disk import letter_template

PARTS = {
    "label": "the label",
    "standfirst": "the standfirst",
    "place": "the place",
    "date": "the date",
    "letterhead.name": "the name in the letterhead",
    "letterhead.line": "the line in the letterhead",
    "letterhead.logo": "the logo in the letterhead",
    "addressee.name": "the names of the addressees",
    "addressee.title": "the titles of the addressees",
    "addressee.organisation": "the organisations of the addressees",
    "addressee.address": "the addresses of the addressees",
    "via": "by which way it is sent",
    "cc": "who gets copies",
    "enclosures": "the enclosures",
    "subject": "the subject line",
    "salutation": "the salutation",
    "closing": "the closing",
    "contact.name": "the names of the media contacts",
    "contact.organisation": "the organisations of the media contacts",
    "contact.email": "the e-mail addresses of the media contacts",
    "contact.phone": "the telephone numbers of the media contacts",
    "contact.languages": "the languages of the media contacts",
    "sources": "the sources",
    "notes": "the notes to editors",
    "lead": "the leading organisation, unless it signs by name",
}
"""Every part of a text that a template may leave out, in words."""

_ALWAYS = {"title": "the title", "body": "the text", "lead": "the leading organisation"}
_ONE_OF = {"addressees": "addressee", "contacts": "contact"}


def unprinted(text: LetterText) -> str:
    """Say in a sentence which parts of `text` its kind of letter does not print; empty if it prints them all.

    The leading organisation is printed by no kind: it only stands first among the names.
    """
    try:
        printed = _printed_by(text.template)
    except (NotFound, Refused):
        return ""  # it cannot be set at all, which is said elsewhere
    left = [words for part, words in PARTS.items() if part in set(_given(text)) - printed]
    if not left:
        return ""
    listed = f"{'; '.join(left[:-1])} and {left[-1]}" if len(left) > 1 else left[0]
    return f"Not printed in this kind of letter, and public all the same as a part of its text: {listed}."


def texts_by_place(text: LetterText) -> dict[str, str]:
    """Everything that `text` says, printed or not, by the words for where it stands."""
    found: dict[str, list[str]] = {}
    for each in fields(text):
        for part, written in _flat(_ONE_OF.get(each.name, each.name), getattr(text, each.name)):
            found.setdefault(_ALWAYS.get(part) or PARTS.get(part, "the settings of the text"), []).append(written)
    return {place: "\0".join(written) for place, written in found.items()}  # so that no name goes on in the next text


def _flat(part: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield part, value
    elif isinstance(value, tuple):
        for each in value:
            yield from _flat(part, each)
    elif is_dataclass(value):
        for detail in fields(value):
            yield from _flat(f"{part}.{detail.name}", getattr(value, detail.name))


def _given(text: LetterText) -> Iterator[str]:
    wholes = {"letterhead": (text.letterhead,), "addressee": text.addressees, "contact": text.contacts}
    for part in PARTS:
        whole, _dot, detail = part.partition(".")
        values = (getattr(each, detail, None) for each in wholes[whole]) if detail else (getattr(text, part),)
        if any(values):
            yield part


@cache
def _printed_by(key: str) -> frozenset[str]:
    template = letter_template(key)
    page = markup(_marked(key), template, inlined=())
    return frozenset(part for part in PARTS if _mark(part) in page)


def _mark(part: str) -> str:
    return f"[{part}]"


def _marked(key: str) -> Document:
    dated = f"{_mark('place')} {_mark('date')}"
    return Document(
        template=key,
        language="en",
        direction="ltr",
        paper=Paper.A4,
        title="[title]",
        body="<p>[body]</p>",
        signatories=SignatoryList("", "", "", ()),
        dated=datetime(2027, 1, 1, tzinfo=UTC),
        dateline=dated,
        date_line=dated,
        letterhead=Letterhead(
            _mark("letterhead.name"), _mark("letterhead.line"), Picture(_mark("letterhead.logo"), b"", 1, 1, "")
        ),
        addressees=(
            Addressee(
                _mark("addressee.name"),
                _mark("addressee.title"),
                _mark("addressee.organisation"),
                (_mark("addressee.address"),),
            ),
        ),
        cc=(_mark("cc"),),
        enclosures=(_mark("enclosures"),),
        contacts=(
            MediaContact(
                _mark("contact.name"),
                _mark("contact.organisation"),
                _mark("contact.email"),
                _mark("contact.phone"),
                _mark("contact.languages"),
            ),
        ),
        label=_mark("label"),
        standfirst=_mark("standfirst"),
        via=_mark("via"),
        subject=_mark("subject"),
        salutation=_mark("salutation"),
        closing=_mark("closing"),
        sources=_mark("sources"),
        notes=_mark("notes"),
    )
