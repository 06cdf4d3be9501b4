"""What the page for a new letter accepts. Shape only."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.typed import one_line, several_lines, whole_number
from app.letters.forms import BODY_LENGTH, choices
from app.letters.letter_file import LetterFolder, read_letter_files
from app.letters.printable import can_be_printed, is_plain
from app.letters.text import LetterText, normalised
from app.rendering.pictures import MOST_BYTES
from app.rendering.templates_on_disk import letter_template

MAX_FILE_BYTES = 1_000_000


class TemplateChoiceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The button that chooses a template, with the number of the revision that was looked at."""

    base_number = HiddenField()

    def __init__(self, *, number: int = 0) -> None:
        """`number` is that of the newest revision."""
        super().__init__(data={"base_number": str(number)})

    def base(self) -> int:
        """The number that was sent, 0 without one."""
        return whole_number(self.base_number.data)


class NewLetterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Three ways to begin a letter; the letter folder wins when a file is given."""

    title = StringField(
        "Title", validators=[Optional(), Length(max=300, message="Shorten the title to 300 characters."), is_plain]
    )
    template = SelectField("Kind of letter")
    body = TextAreaField(
        "Text",
        description="Paste it, or leave this empty to start from the template.",
        validators=[Optional(), Length(max=BODY_LENGTH), can_be_printed],
    )
    letter_file = FileField("letter.md", description="The letter file with its front matter.")
    signatories_file = FileField("signatories.csv", description="Only if organisations have signed already.")
    picture_files = MultipleFileField(
        "Pictures",
        description="Those that the two files name: PNG, JPEG or WebP. Each is at most 1 MB, all files together 2 MB. "
        "At most 100, with 40 million pixels together.",
    )

    def __init__(self, *, templates: tuple[tuple[str, str], ...]) -> None:
        """`templates` are key and words of what can be chosen."""
        super().__init__()
        self.template.choices = choices(dict(templates))
        self.title.flags.optional = False  # unless a file brings one

    def validate(self, extra_validators: object = None) -> bool:
        """A title is needed unless a file brings one."""
        is_right = bool(super().validate(extra_validators))
        if not self._has_file() and not one_line(self.title.data):
            self.title.errors = ["Give the letter a title, or choose a letter file."]
            return False
        return is_right

    def folder(self) -> LetterFolder | None:
        """What the files say, None without them. Raises `LetterFileProblem` with file, line and column."""
        if not self._has_file():
            return None
        letter = self.letter_file.data.read(MAX_FILE_BYTES + 1)
        signatories = self.signatories_file.data.read(MAX_FILE_BYTES + 1) if self.signatories_file.data else None
        chosen = {each.filename: each.read(MOST_BYTES + 1) for each in self.picture_files.data or ()}
        return read_letter_files(letter, signatories or None, chosen)

    def text(self) -> LetterText:
        """What was typed, on top of what the template starts with."""
        start = letter_template(self.template.data).start
        pasted = several_lines(self.body.data)
        return normalised(
            LetterText(
                template=self.template.data,
                language="en",
                title=one_line(self.title.data),
                label=start.label,
                # A pasted text brings its own salutation and closing.
                salutation="" if pasted else start.salutation,
                closing="" if pasted else start.closing,
                body=pasted or start.body,
            )
        )

    def _has_file(self) -> bool:
        return bool(self.letter_file.data)
