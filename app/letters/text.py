"""A letter's text: every part that is printed, its one canonical form, and the fingerprint of that."""

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.rendering.document import Addressee, ListForm, MediaContact, Paper


class Order(StrEnum):
    """How signatories are ordered. GIVEN is as in the file, MANUAL as a person placed them."""

    ALPHABETICAL = "alphabetical"
    LEAD_THEN_ALPHABETICAL = "lead-then-alphabetical"
    BY_GROUP = "by-group"
    BY_COUNTRY = "by-country"
    BY_TIME = "by-time"
    GIVEN = "given"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class OwnLetterhead:
    """What stands on top of a letter that has paper of its own: a name, one address line, a logo.

    `logo` is the name of a picture file beside letter.md. A letter that is kept calls it by its content, so that its
    fingerprint closes over the picture too: see `kept_name`.
    """

    name: str
    line: str = ""
    logo: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of the logo as it is kept; empty without one, and for a logo with a name of its own."""
        found = re.fullmatch(r"([0-9a-f]{64})\.png", self.logo)
        return found[1] if found else ""


def kept_name(digest: str) -> str:
    """Return what a kept picture with this SHA-256 is called: `3f9a….png`."""
    return f"{digest}.png"


@dataclass(frozen=True, slots=True)
class LetterText:
    """Everything of a letter that is printed, but the names under it.

    `template` is the name of a folder of letter templates, `language` a BCP 47 tag, `body` Markdown, every other text
    plain, its lines parted by line feeds. Empty parts are left out on paper. Tokens such as `{{count}}` may stand in
    the running text: see `text_counts.with_parts`.
    """

    template: str
    language: str
    title: str
    body: str = ""
    label: str = ""
    standfirst: str = ""
    date: dt.date | None = None
    place: str = ""
    paper: Paper = Paper.A4
    order: Order = Order.ALPHABETICAL
    signatures: ListForm = ListForm.LIST
    lead: str = ""
    letterhead: OwnLetterhead | None = None
    addressees: tuple[Addressee, ...] = ()
    via: str = ""
    cc: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    subject: str = ""
    salutation: str = ""
    closing: str = ""
    contacts: tuple[MediaContact, ...] = ()
    sources: str = ""
    notes: str = ""


def canonical(text: LetterText) -> str:
    """Return the text as letter.md in its one form: keys in fixed order, NFC, line feeds, one at the end."""
    return letter_md(text, ())


def letter_md(text: LetterText, further: Iterable[str]) -> str:
    """Return the text as letter.md, with `further` lines of front matter after its own."""
    tidy = normalised(text)
    body = f"\n{tidy.body}\n" if tidy.body else ""
    return "\n".join(("---", *_front_matter(tidy), *further, "---", "")) + body


def fingerprint(source: str) -> str:
    """Return the SHA-256 of a canonical text's UTF-8 bytes, in 64 hexadecimal digits."""
    return hashlib.sha256(source.encode()).hexdigest()


def normalised(text: LetterText) -> LetterText:
    """Return the text as its canonical form keeps it: NFC, line feeds, no space around any part."""
    return replace(
        text,
        language=tidy_text(text.language),
        title=tidy_text(text.title),
        body=_lines(text.body).lstrip("\n").rstrip(),
        label=tidy_text(text.label),
        standfirst=tidy_text(text.standfirst),
        place=tidy_text(text.place),
        lead=tidy_text(text.lead),
        letterhead=_tidy_letterhead(text.letterhead),
        addressees=tuple(filter(_addressee, map(_tidy_addressee, text.addressees))),
        via=tidy_text(text.via),
        cc=_tidy_texts(text.cc),
        enclosures=_tidy_texts(text.enclosures),
        subject=tidy_text(text.subject),
        salutation=tidy_text(text.salutation),
        closing=tidy_text(text.closing),
        contacts=tuple(filter(_contact, map(_tidy_contact, text.contacts))),
        sources=tidy_text(text.sources),
        notes=tidy_text(text.notes),
    )


def blanks(text: LetterText) -> tuple[str, ...]:
    """Return what looks as if someone was to fill it in: “[name]”, or a line that breaks off with “…”."""
    words = f"{text.title}\n{text.standfirst}\n{text.salutation}\n{text.body}\n{text.closing}"
    brackets = re.findall(r"\[[^\]\[^\n]{1,60}\](?![(:\[])", words)
    broken = [line.strip()[-30:] for line in words.split("\n") if line.rstrip().endswith((" …", " ..."))]
    return tuple(dict.fromkeys((*brackets, *broken)))


def tidy_text(value: str) -> str:
    """Return NFC with line feeds, without space at either end."""
    return _lines(value).strip()


def scalar(value: str) -> str:
    """Return a text as a YAML scalar: bare where it cannot be mistaken, else in double quotes."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", value) and value.lower() not in _MISTAKEN:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escaped(c) for c in quoted)


def entry(key: str, value: str, *, indent: str = "") -> list[str]:
    """Return `key: value` as lines of YAML; none where the value is empty."""
    return [f"{indent}{key}: {scalar(value)}"] if value else []


def entries(key: str, values: Sequence[str], *, indent: str = "") -> list[str]:
    """Return a list of texts as lines of YAML; none where it is empty."""
    return [f"{indent}{key}:", *(f"{indent}  - {scalar(value)}" for value in values)] if values else []


def item(lines: Sequence[str]) -> list[str]:
    """Return lines that stand four spaces in as one item of a list."""
    return [f"  - {lines[0].lstrip()}", *lines[1:]] if lines else []


_MISTAKEN = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def _front_matter(text: LetterText) -> list[str]:
    return [
        *entry("template", text.template),
        *entry("language", text.language),
        *entry("label", text.label),
        f"title: {scalar(text.title)}",
        *entry("standfirst", text.standfirst),
        *([f"date: {text.date.isoformat()}"] if text.date else []),
        *entry("place", text.place),
        *entry("paper", text.paper),
        *entry("order", text.order),
        *(entry("signatures", text.signatures) if text.signatures is not ListForm.LIST else []),
        *entry("lead", text.lead),
        *_letterhead(text.letterhead),
        *_listed("addressees", [_addressee(addressee) for addressee in text.addressees]),
        *entry("via", text.via),
        *entries("cc", text.cc),
        *entries("enclosures", text.enclosures),
        *entry("subject", text.subject),
        *entry("salutation", text.salutation),
        *entry("closing", text.closing),
        *_listed("contacts", [_contact(contact) for contact in text.contacts]),
        *entry("sources", text.sources),
        *entry("notes", text.notes),
    ]


def _listed(key: str, items: list[list[str]]) -> list[str]:
    return [f"{key}:", *(line for item in items for line in item)] if items else []


def _letterhead(head: OwnLetterhead | None) -> list[str]:
    if head is None:
        return []
    return [
        "letterhead:",
        *entry("name", head.name, indent="  "),
        *entry("line", head.line, indent="  "),
        *entry("logo", head.logo, indent="  "),
    ]


def _addressee(addressee: Addressee) -> list[str]:
    return item(
        [
            *entry("name", addressee.name, indent="    "),
            *entry("title", addressee.title, indent="    "),
            *entry("organisation", addressee.organisation, indent="    "),
            *entries("address", addressee.address, indent="    "),
        ]
    )


def _contact(contact: MediaContact) -> list[str]:
    return item(
        [
            *entry("name", contact.name, indent="    "),
            *entry("organisation", contact.organisation, indent="    "),
            *entry("email", contact.email, indent="    "),
            *entry("phone", contact.phone, indent="    "),
            *entry("languages", contact.languages, indent="    "),
        ]
    )


def _lines(value: str) -> str:
    return re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", value))


def _tidy_texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(tidy_text, values)))


def _tidy_letterhead(head: OwnLetterhead | None) -> OwnLetterhead | None:
    tidy = head and OwnLetterhead(tidy_text(head.name), tidy_text(head.line), head.logo)
    return tidy if tidy and (tidy.name or tidy.line) else None


def _tidy_addressee(addressee: Addressee) -> Addressee:
    return Addressee(
        tidy_text(addressee.name),
        tidy_text(addressee.title),
        tidy_text(addressee.organisation),
        _tidy_texts(addressee.address),
    )


def _tidy_contact(contact: MediaContact) -> MediaContact:
    return MediaContact(
        tidy_text(contact.name),
        tidy_text(contact.organisation),
        tidy_text(contact.email),
        tidy_text(contact.phone),
        tidy_text(contact.languages),
    )


def _escaped(character: str) -> str:
    """Return the YAML escape of a character that must not stand bare in a file."""
    return f"\\U{ord(character):08X}" if ord(character) > 0xFFFF else f"\\u{ord(character):04X}"  # noqa: PLR2004
