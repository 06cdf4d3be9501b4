"""What the page for a new letter accepts. Shape only."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.typed import one_line
from app.letters.forms import BODY_LENGTH, choices, several_lines
from app.letters.letter_file import LetterFolder, read_letter_files
from app.letters.text import LetterText, Template, normalised

MAX_FILE_BYTES = 1_000_000
_STARTERS = {
    Template.FORMAL_LETTER: LetterText(
        template=Template.FORMAL_LETTER,
        language="en",
        title="",
        salutation="Dear [name],",
        closing="Yours sincerely,",
        body="We write to you as a coalition of {{count}} organisations.\n\nWe ask you to …",
    ),
    Template.JOINT_STATEMENT: LetterText(
        template=Template.JOINT_STATEMENT,
        language="en",
        title="",
        label="Joint statement",
        body="We, {{count:words}} organisations, call on …\n\n1. …\n2. …",
    ),
}


class NewLetterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Three ways to begin a letter; the letter folder wins when a file is given."""

    title = StringField(
        "Title", validators=[Optional(), Length(max=300, message="Shorten the title to 300 characters.")]
    )
    template = SelectField("Kind of letter")
    body = TextAreaField(
        "Text",
        description="Paste it, or leave this empty to start from the template.",
        validators=[Optional(), Length(max=BODY_LENGTH)],
    )
    letter_file = FileField("letter.md", description="The letter file with its front matter.")
    signatories_file = FileField("signatories.csv", description="Only if organisations have signed already.")

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
        return read_letter_files(letter, signatories or None)

    def text(self) -> LetterText:
        """What was typed, on top of what the template starts with."""
        template = Template(self.template.data)
        start = _STARTERS.get(template, LetterText(template=template, language="en", title=""))
        pasted = several_lines(self.body.data)
        return normalised(
            LetterText(
                template=template,
                language=start.language,
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
