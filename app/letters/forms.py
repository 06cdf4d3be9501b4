"""What the pages of a letter accept. Shape only."""

import re
from collections.abc import Mapping
from datetime import date
from typing import ClassVar, TypeVar

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.campaigns.pictures import HINT
from app.core.links import fault_in_address
from app.core.typed import one_line, several_lines, whole_number
from app.letters.actions import Opening
from app.letters.languages import LANGUAGES
from app.letters.moment_form import WallTimeForm
from app.letters.printable import can_be_printed, is_a_name, is_not_counted, is_plain, refuse_marks
from app.letters.rules import FORM_WORDS, ORDER_WORDS, Listing
from app.letters.text import LetterText, Order, OwnLetterhead, kept_name, normalised
from app.rendering.document import Addressee, ListForm, MediaContact, Paper

BODY_LENGTH = 60_000
Value = TypeVar("Value", bound=str)

_LINES_OF_NAMES = (1, 3)
"""Of an addressee: name and organisation. Title and address stand on the others."""
_PLACED = "As a person placed them"


def choices(words: Mapping[Value, str]) -> list[SelectChoice]:
    """The choices of a field: value to words."""
    return [SelectChoice(str(value), label) for value, label in words.items()]


class ButtonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A button and nothing to fill in."""


class OpeningForm(WallTimeForm):
    """How a letter is opened for signing."""

    is_optional: ClassVar[bool] = True

    base_number = HiddenField()
    listing = RadioField(
        "Who may know of the call",
        choices=choices(
            {
                Listing.QUIET: "Only those who have a link",
                Listing.PUBLIC_CALL: "Anyone: the title may stand in the subject of mails, and the count is shown",
            }
        ),
        default=Listing.QUIET.value,
    )

    def opening(self) -> Opening:
        """What was entered. Raises `Refused` as `wall_time`."""
        deadline = self.wall_time() if self.date.data or self.time.data else None
        return Opening(whole_number(self.base_number.data), deadline, Listing(self.listing.data))


class TextForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Everything of a letter that is printed, but the names."""

    base_number = HiddenField()
    template = SelectField("Kind of letter")
    title = StringField(
        "Title",
        description="What the press and the list of letters call it.",
        filters=[one_line],
        validators=[
            DataRequired("Give the letter a title."),
            Length(max=300, message="Shorten the title to 300 characters."),
            is_plain,
        ],
    )
    standfirst = StringField(
        "Standfirst", description="One sentence under the title.", validators=[Optional(), Length(max=500), is_plain]
    )
    addressees = TextAreaField(
        "Addressees",
        description="Each on a line: name, title, organisation, address. An empty line between two addressees.",
        validators=[Optional(), Length(max=3000), is_a_name],
    )
    salutation = StringField("Salutation", validators=[Optional(), Length(max=300), is_plain])
    body = TextAreaField(
        "Text",
        description=(
            "Markdown: an empty line parts paragraphs, **two stars** make bold, - or 1. begins a line of a list. "
            "{{count}} becomes the number of signatories."
        ),
        validators=[DataRequired("Write or paste the text."), Length(max=BODY_LENGTH), can_be_printed],
    )
    closing = StringField("Closing", validators=[Optional(), Length(max=300), is_plain])
    label = StringField("Label above the title", validators=[Optional(), Length(max=120), is_plain])
    subject = StringField("Subject line", validators=[Optional(), Length(max=300), is_plain])
    via = StringField("Sent by way of", validators=[Optional(), Length(max=200), is_not_counted])
    cc = TextAreaField(
        "Copies to", description="One on a line.", validators=[Optional(), Length(max=2000), is_not_counted]
    )
    enclosures = TextAreaField(
        "Enclosures", description="One on a line.", validators=[Optional(), Length(max=2000), is_not_counted]
    )
    letterhead_name = StringField("Letterhead: name", validators=[Optional(), Length(max=200), is_a_name])
    letterhead_line = StringField("Letterhead: address line", validators=[Optional(), Length(max=300), is_not_counted])
    letterhead_logo = FileField("Letterhead: logo", description=HINT, validators=[Optional()])
    without_logo = BooleanField("Print no logo")
    place = StringField("Place", validators=[Optional(), Length(max=120), is_not_counted])
    date = StringField(
        "Date on the letter",
        description="Year, month, day, such as 2027-06-17.",
        validators=[Optional(), Length(max=20)],
    )
    sources = TextAreaField("Sources", validators=[Optional(), Length(max=6000), is_plain])
    notes = TextAreaField("Notes to editors", validators=[Optional(), Length(max=6000), is_plain])
    contacts = TextAreaField(
        "Media contacts",
        description="One on a line: name; organisation; e-mail; telephone; languages.",
        validators=[Optional(), Length(max=3000), is_a_name],
    )
    lead = StringField("Leading organisation", validators=[Optional(), Length(max=200), is_a_name])
    order = SelectField("Order of names", choices=choices(ORDER_WORDS))
    signatures = SelectField("Form of names", choices=choices(FORM_WORDS))
    paper = SelectField("Paper", choices=choices({paper: paper for paper in Paper}))
    language = SelectField("Language", choices=choices(LANGUAGES))

    def __init__(self, *, templates: tuple[tuple[str, str], ...], text: LetterText, number: int = 0) -> None:
        """Show `text` of revision `number`. `templates` are key and name of what can be chosen.

        What `text` has already can be chosen too, also where a letter file brought what is not offered otherwise.
        """
        super().__init__(data=_values(text, number))
        self.kept_logo = text.letterhead.logo if text.letterhead else ""
        self.template.choices = choices({text.template: text.template} | dict(templates))
        self.language.choices = choices({text.language: text.language} | LANGUAGES)
        self.order.choices = choices({text.order: _PLACED, **ORDER_WORDS})

    def validate_addressees(self, field: TextAreaField) -> None:
        """Titles and addresses are printed as they are typed; what else stands there is a name."""
        refuse_marks(_besides_names(several_lines(field.data)))

    def validate_contacts(self, field: TextAreaField) -> None:
        """The same of what follows the two names on a line, where one address of mail may stand."""
        lines = several_lines(field.data).split("\n")
        refuse_marks("\n".join(";".join(line.split(";")[2:]) for line in lines))
        for number, line in enumerate(lines, 1):
            for contact in _contacts(line):
                if contact.email and (sentence := fault_in_address(contact.email)):
                    raise ValidationError(f"Line {number}: {sentence}" if len(lines) > 1 else sentence)

    def validate_letterhead_logo(self, field: FileField) -> None:
        """A logo needs a name, which is read instead of it."""
        if field.data and not one_line(self.letterhead_name.data):
            message = "Enter a name in the letterhead too: it is read out where the logo cannot be seen."
            raise ValidationError(message)

    def validate_date(self, field: StringField) -> None:
        """A date that exists."""
        try:
            date.fromisoformat(field.data.strip())
        except ValueError as wrong:
            message = "Write the date as year-month-day, such as 2027-06-17."
            raise ValidationError(message) from wrong

    def base(self) -> int:
        """The number of the revision that was looked at, 0 without one."""
        return whole_number(self.base_number.data)

    def text(self, *, logo: str = "") -> LetterText:
        """What was entered, as a value. `logo` is the SHA-256 of a new one; without it the letter keeps what it has."""
        head, line = one_line(self.letterhead_name.data), one_line(self.letterhead_line.data)
        printed = kept_name(logo) if logo else "" if self.without_logo.data else self.kept_logo
        given_date = one_line(self.date.data)
        return normalised(
            LetterText(
                template=self.template.data,
                language=self.language.data,
                title=one_line(self.title.data),
                body=several_lines(self.body.data),
                label=one_line(self.label.data),
                standfirst=one_line(self.standfirst.data),
                date=date.fromisoformat(given_date) if given_date else None,
                place=one_line(self.place.data),
                paper=Paper(self.paper.data),
                order=Order(self.order.data),
                signatures=ListForm(self.signatures.data),
                lead=one_line(self.lead.data),
                letterhead=OwnLetterhead(head, line, printed) if head else None,
                addressees=_addressees(several_lines(self.addressees.data)),
                via=one_line(self.via.data),
                cc=_lines_of(self.cc.data),
                enclosures=_lines_of(self.enclosures.data),
                subject=one_line(self.subject.data),
                salutation=several_lines(self.salutation.data),
                closing=one_line(self.closing.data),
                contacts=_contacts(several_lines(self.contacts.data)),
                sources=several_lines(self.sources.data),
                notes=several_lines(self.notes.data),
            )
        )


def _values(text: LetterText, number: int) -> dict[str, str]:
    plain = {
        name: getattr(text, name)
        for name in (
            "title",
            "body",
            "label",
            "standfirst",
            "place",
            "via",
            "subject",
            "salutation",
            "closing",
            "sources",
            "notes",
            "lead",
            "language",
        )
    }
    return plain | {
        "base_number": str(number),
        "template": text.template,
        "paper": text.paper.value,
        "order": text.order.value,
        "signatures": text.signatures.value,
        "date": text.date.isoformat() if text.date else "",
        "letterhead_name": text.letterhead.name if text.letterhead else "",
        "letterhead_line": text.letterhead.line if text.letterhead else "",
        "cc": "\n".join(text.cc),
        "enclosures": "\n".join(text.enclosures),
        "addressees": "\n\n".join(
            "\n".join((each.name, each.title, each.organisation, *each.address)).rstrip("\n")
            for each in text.addressees
        ),
        "contacts": "\n".join(
            f"{each.name}; {each.organisation}; {each.email}; {each.phone}; {each.languages}".rstrip("; ")
            for each in text.contacts
        ),
    }


def _lines_of(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, several_lines(text).split("\n"))))


def _addressees(text: str) -> tuple[Addressee, ...]:
    found = []
    for block in re.split(r"\n\s*\n", text):
        lines = [one_line(line) for line in block.split("\n")]
        if lines and lines[0]:
            name, title, organisation, *address = [*lines, "", ""]
            found.append(Addressee(name, title, organisation, tuple(line for line in address if line)))
    return tuple(found)


def _besides_names(addressees: str) -> str:
    """The lines of addressees with those of names and organisations left empty, each in its place."""
    lines, number = [], 0
    for line in addressees.split("\n"):
        number = number + 1 if line.strip() else 0
        lines.append("" if number in _LINES_OF_NAMES else line)
    return "\n".join(lines)


def _contacts(text: str) -> tuple[MediaContact, ...]:
    found = []
    for line in text.split("\n"):
        parts = [one_line(part) for part in line.split(";")]
        if parts[0]:
            found.append(MediaContact(*[*parts, "", "", "", ""][:5]))
    return tuple(found)
