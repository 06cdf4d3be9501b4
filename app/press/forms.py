"""What the pages for and about journalists accept. Shape only."""

from contextlib import closing

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from app.core.errors import Refused
from app.core.handed_in import LARGEST_PDF_IN_WORDS
from app.core.wall_time import zones
from app.letters.circumstances import PressMaterial, Quote
from app.letters.printable import is_plain
from app.press.actions import Journalist
from app.press.rules import tidy
from app.rendering.fonts import refuse_characters

INTRO_LENGTH = 3000
QUOTE_LENGTH = 1000


class ButtonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A button and nothing to fill in."""


class InviteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whom to invite."""

    name = StringField(
        "Name of the journalist",
        description="It is printed on every page of their copy.",
        validators=[
            InputRequired("Enter the name of the journalist."),
            Length(max=120, message="Shorten the name to 120 characters."),
        ],
    )
    outlet = StringField(
        "Outlet",
        description="Printed beside the name.",
        validators=[
            InputRequired("Enter the outlet they work for."),
            Length(max=120, message="Shorten the outlet to 120 characters."),
        ],
    )
    email = StringField(
        "Work e-mail",
        description="The personal link goes there.",
        validators=[
            InputRequired("Enter their e-mail address."),
            Length(max=254, message="This address is too long to be one. Check it."),
            Email("Enter an e-mail address like name@example.org."),
        ],
        render_kw={"type": "email"},
    )
    zone = SelectField(
        "City of the journalist", description="They read the hour of the release on the clocks of this city."
    )

    def __init__(self, *, city: str) -> None:
        """Offer `city` (an IANA key) first."""
        super().__init__(data={"zone": city})
        self.zone.choices = [(choice.key, choice.label) for choice in zones()]

    def validate_name(self, field: StringField) -> None:
        """A name that can be printed on a copy."""
        _printable("name", field, "Enter the name of the journalist.")

    def validate_outlet(self, field: StringField) -> None:
        """An outlet that can be printed on a copy."""
        _printable("outlet", field, "Enter the outlet they work for.")

    def journalist(self) -> Journalist:
        """Who is invited, tidied."""
        return Journalist(
            name=tidy(self.name.data),
            outlet=tidy(self.outlet.data),
            email=self.email.data.strip().lower(),
            zone=self.zone.data,
        )


class AcceptForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The tick under the terms."""

    accepts = BooleanField(
        "I have read these five points and accept them.",
        validators=[InputRequired("Tick the box if you accept the five points. Otherwise just close this page.")],
    )


class TraceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A file that turned up somewhere."""

    file = FileField(
        "PDF that turned up",
        description=f"At most {LARGEST_PDF_IN_WORDS}. It is looked through and not kept.",
        validators=[FileRequired("Choose the PDF that turned up.")],
        render_kw={"accept": "application/pdf,.pdf"},
    )

    def pdf(self) -> bytes:
        """What was handed in. It can be asked once: then the file is gone."""
        with closing(self.file.data) as sent:
            content: bytes = sent.read()
        return content


class PressTextForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What stands above the letter on the press page. `base` is the version that was read before."""

    base = HiddenField()
    headline = StringField(
        "Headline",
        description="What a newsroom reads first.",
        validators=[Optional(), Length(max=300, message="Shorten the headline to 300 characters."), is_plain],
    )
    intro = TextAreaField(
        "Introduction",
        description="Two or three sentences: what is asked, of whom, why now.",
        validators=[
            Optional(),
            Length(max=INTRO_LENGTH, message=f"Shorten the introduction to {INTRO_LENGTH} characters."),
            is_plain,
        ],
    )

    def words(self) -> PressMaterial:
        """What was written, tidied; paragraphs are kept."""
        lines = (tidy(line) for line in (self.intro.data or "").splitlines())
        return PressMaterial(tidy(self.headline.data or ""), "\n".join(lines).strip())


class QuoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A sentence journalists may use."""

    text = TextAreaField(
        "What they say",
        description="Without quotation marks. The press room adds them; a press release on paper sets the words apart.",
        validators=[
            InputRequired("Enter the words to be quoted."),
            Length(max=QUOTE_LENGTH, message=f"Shorten the quote to {QUOTE_LENGTH} characters."),
            is_plain,
        ],
    )
    speaker = StringField(
        "Who says it",
        validators=[
            InputRequired("Enter who says it."),
            Length(max=120, message="Shorten the name to 120 characters."),
        ],
    )
    speaker_title = StringField(
        "Their position",
        validators=[Optional(), Length(max=200, message="Shorten the position to 200 characters.")],
    )

    def said(self) -> Quote:
        """What was said by whom, tidied."""
        return Quote(tidy(self.text.data), tidy(self.speaker.data), tidy(self.speaker_title.data or ""))


def _printable(place: str, field: StringField, missing: str) -> None:
    """Refuse here what could not be stamped later, where the person can mend it."""
    if not tidy(field.data):
        raise ValidationError(missing)
    try:
        refuse_characters(place, tidy(field.data))
    except Refused as refused:
        raise ValidationError(refused.obstacle.sentence) from refused
