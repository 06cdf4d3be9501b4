"""What the pages of invitations accept. Shape only."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.outreach.rules import PastedList, read_list

LONGEST_LIST = 200_000


class InvitationsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A pasted list of whom to ask."""

    contacts = TextAreaField(
        "Whom do you want to ask?",
        description="One to a line: organisation; name of the contact; e-mail address. Or paste from a spreadsheet.",
        validators=[
            InputRequired("Paste at least one line: organisation; contact; e-mail address."),
            Length(max=LONGEST_LIST, message="This list is too long to read at once. Split it."),
        ],
    )

    def validate_contacts(self, field: TextAreaField) -> None:
        """Name the lines that cannot be read, all at once."""
        read = self.read()
        sentences = [f"Line {mistake.line}: {mistake.sentence}" for mistake in read.mistakes]
        if not sentences and not read.contacts:
            sentences = ["There is no line with an address. Write: organisation; contact; e-mail address."]
        field.errors = [*field.errors, *sentences[:-1]]
        if sentences:
            raise ValidationError(sentences[-1])

    def read(self) -> PastedList:
        """Return what the list holds."""
        return read_list(self.contacts.data or "")
