"""What can be set on paper: words in the order of reading, already worded, counted, sorted and sanitised."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Paper(StrEnum):
    """The sheet. Chosen by the country of the addressee."""

    A4 = "A4"
    LETTER = "Letter"

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height of the sheet."""
        return (210, 297) if self is Paper.A4 else (215.9, 279.4)


class ListForm(StrEnum):
    """How names stand on paper: numbered in columns, or each under its signature."""

    LIST = "list"
    BLOCKS = "blocks"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to print: a PNG that we drew ourselves, its SHA-256 in hexadecimal digits, its size in pixels.

    `alternative` is what is read instead of it. Made by `pictures.picture`.
    """

    sha256: str
    content: bytes
    width: int
    height: int
    alternative: str


@dataclass(frozen=True, slots=True)
class PrintedName:
    """One signatory as it approved to be printed.

    `language` is a BCP 47 tag; `direction` is "ltr" or "rtl". `detail` stands after the name in smaller type
    (a person, a place); `native` is the name in its own script. In a signature block `signer`, who signs, stands under
    the `signature` and above the name; without one the name is who signs. `signer_title` stands below as what, and
    `affiliation` last, where the person belongs. There these stand instead of the `detail`.
    """

    name: str
    language: str = "en"
    direction: str = "ltr"
    native: str = ""
    native_language: str = ""
    native_direction: str = "ltr"
    detail: str = ""
    signer: str = ""
    signer_title: str = ""
    affiliation: str = ""
    signature: Picture | None = None


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names under one heading. The heading is empty where the list has no groups."""

    heading: str
    names: tuple[PrintedName, ...]


@dataclass(frozen=True, slots=True)
class SignatoryList:
    """All names, numbered through all groups, in printed order.

    `heading` is the word ("Signatories"), `summary` the count and as-of ("72 organisations, as of 16 June 2022, 18:00
    CEST"), `order_note` one line on how they are sorted, `unnamed` the line for
    those not named, `disclaimer` what affiliations of persons mean (each empty when there is no need). `logos` stand
    after the names.
    """

    heading: str
    summary: str
    order_note: str
    groups: tuple[NameGroup, ...]
    unnamed: str = ""
    disclaimer: str = ""
    form: ListForm = ListForm.LIST
    logos: tuple[Picture, ...] = ()

    @property
    def count(self) -> int:
        """How many names are printed."""
        return sum(len(group.names) for group in self.groups)

    @property
    def has_signatures(self) -> bool:
        """Whether anyone gave a picture of a signature."""
        return any(name.signature for group in self.groups for name in group.names)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter is for; empty parts are left out."""

    name: str
    title: str = ""
    organisation: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is: a name, one line under it, a logo."""

    name: str
    line: str = ""
    logo: Picture | None = None


@dataclass(frozen=True, slots=True)
class MediaContact:
    """Whom a journalist may call."""

    name: str
    organisation: str = ""
    email: str = ""
    phone: str = ""
    languages: str = ""


@dataclass(frozen=True, slots=True)
class EmbargoNotice:
    """`line` says until when, in words, with the city; `ladder` the same instant in other cities."""

    line: str
    ladder: str


class Relationship(StrEnum):
    """What an attached file is to the document (ISO 19005-3, 6.8 and ISO 32000-2, 7.11.3)."""

    SOURCE = "Source"
    DATA = "Data"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within the file: a text in UTF-8 or a PNG; `name` is ASCII, `description` a few words for the reader."""

    name: str
    media_type: str
    relationship: Relationship
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class PrintedQuote:
    """What someone may be quoted as saying."""

    text: str
    speaker: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class PressText:
    """What the media read before the letter. Each text of `lead` is a paragraph."""

    headline: str
    lead: tuple[str, ...]
    quotes: tuple[PrintedQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningCall:
    """How to sign: `address` (https), and until when, as `EmbargoNotice` says it. Either may be empty."""

    address: str = ""
    until: str = ""
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The same letter in another language: the language in its own words (`name`), its tag, and where it stands."""

    name: str
    language: str
    direction: str
    address: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything printed.

    `body`, `back_matter`, `summary` and `demands` are sanitised HTML; other texts are plain. Empty texts are left out.

    `back_matter` is printed after the names (further sources). In `sources` and `notes` each line is a
    paragraph.

    `ask` says in at most forty words what the letter wants; `summary` is its first paragraph and `demands` its first
    list. `copies_above` and `subject_below` say where the country of the addressee has them: copies above the subject,
    the subject below the salutation. In `salutation` each line is one of its own.

    `dateline` is the line under the title of a public statement (date, counts), `count_line` the counts alone.
    `date_line` is the place and date of a letter. `dated` is the instant the document bears in its metadata, which
    makes its bytes repeatable. `colophon` stands small at the end (edition, fingerprint, address). `end_mark` is the
    word that ends a press text ("ENDS"). `short_title` and `short_subject` are cut for the foot of a page.
    `attachments` travel within the file and are printed nowhere.
    """

    template: str
    language: str
    direction: str
    paper: Paper
    title: str
    body: str
    signatories: SignatoryList
    dated: datetime
    label: str = ""
    standfirst: str = ""
    dateline: str = ""
    date_line: str = ""
    letterhead: Letterhead | None = None
    addressees: tuple[Addressee, ...] = ()
    via: str = ""
    subject: str = ""
    salutation: str = ""
    closing: str = ""
    cc: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    back_matter: str = ""
    sources: str = ""
    notes: str = ""
    contacts: tuple[MediaContact, ...] = ()
    end_mark: str = ""
    short_title: str = ""
    short_subject: str = ""
    colophon: str = ""
    embargo: EmbargoNotice | None = None
    attachments: tuple[Attachment, ...] = ()
    copies_above: bool = False
    subject_below: bool = False
    count_line: str = ""
    ask: str = ""
    summary: str = ""
    demands: str = ""
    press: PressText | None = None
    signing: SigningCall | None = None
    translations: tuple[Translation, ...] = ()

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture that is printed: the only ones that rendering hands out."""
        signatures = (name.signature for group in self.signatories.groups for name in group.names if name.signature)
        logo = self.letterhead.logo if self.letterhead else None
        return (*((logo,) if logo else ()), *signatures, *self.signatories.logos)


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF: its bytes and how many pages it has.

    `faults` say what must not be kept so, `remarks` what is worth a look, a sentence each.
    """

    pdf: bytes
    pages: int
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
