"""What the release pages accept. Shape only."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.handed_in import LARGEST_PDF_IN_WORDS
from app.core.wall_time import WallTime, read_wall_time
from app.editions.signatures import LONGEST_HEAD, problem_at_first_sight
from app.editions.verification import PROBLEM_WORDS


class SealForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The last look before a seal: the moment in three zones, and the number of names, typed by a person.

    `seen` is the fingerprint of what was looked at.
    """

    lift = HiddenField()
    seen = HiddenField()
    read_times = BooleanField(
        "I have read the times above, and they are right.",
        validators=[InputRequired("Read the times above, then tick the box.")],
    )
    count = StringField(
        "How many sign, all together?",
        description="Type the number of signatories, to show that you have looked at the list.",
        validators=[InputRequired("Type the number of signatories.")],
    )

    def __init__(self, *, expected: int) -> None:
        """`expected` is the number of signatories that would be sealed."""
        super().__init__()
        self.expected = expected

    def validate_count(self, field: StringField) -> None:
        """The typed number must be the real one."""
        if field.data.strip() != str(self.expected):
            message = "That is not the number on the list. Look at the sign-ons, then type it again."
            raise ValidationError(message)

    def moment(self) -> WallTime:
        """The moment that was reviewed."""
        return read_wall_time(self.lift.data or "")


class LettingGoForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Ending a hold makes a letter more public, so it is typed."""

    word = StringField(
        "Type the word PUBLIC",
        description="It may be public at once.",
        validators=[InputRequired("Type the word PUBLIC.")],
    )

    def validate_word(self, field: StringField) -> None:
        """Exactly this word."""
        if field.data.strip().upper() != "PUBLIC":
            message = "Type the word PUBLIC, or leave the page."
            raise ValidationError(message)


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why an edition ends. Journalists who had it read this."""

    reason = TextAreaField(
        "Reason",
        description="Journalists who hold a copy will read it. You may leave it empty.",
        validators=[Optional(), Length(max=500, message="Shorten the reason to 500 characters.")],
    )
    sure = BooleanField("I know that this cannot be undone.", validators=[InputRequired("Tick the box to go on.")])


class ComparedFileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A file to be compared with what is public. Anyone may send one."""

    file = FileField(
        "The PDF",
        description=f"At most {LARGEST_PDF_IN_WORDS}.",
        validators=[FileRequired("Choose a PDF, then compare it.")],
    )

    def validate_file(self, field: FileField) -> None:
        """Of anything but a PDF it would be said that it may have been changed."""
        beginning = field.data.stream.read(LONGEST_HEAD)
        field.data.stream.seek(0)
        problem = problem_at_first_sight(beginning)
        if problem is not None:
            field.data.close()
            raise ValidationError(PROBLEM_WORDS[problem])
