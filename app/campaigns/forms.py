"""What the pages of campaigns accept. Shape only."""

import unicodedata

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from app.accounts.forms import EMAIL_LENGTH, NAME_LENGTH
from app.campaigns.actions import Description, Joiner
from app.campaigns.pictures import HINT
from app.campaigns.rules import ROLE_WORDS, Role
from app.core.typed import address, one_line

CAMPAIGN_NAME_LENGTH = 120
PURPOSE_LENGTH = 500
LETTERHEAD_NAME_LENGTH = 200
LETTERHEAD_LINE_LENGTH = 300


def paragraphs(text: str | None) -> str:
    """NFC, line feeds, nothing around."""
    return unicodedata.normalize("NFC", "\n".join((text or "").splitlines())).strip()


def _role() -> RadioField:
    return RadioField(
        "Role",
        choices=[SelectChoice(role.value, words.partition(":")[0]) for role, words in ROLE_WORDS.items()],
        default=Role.COORDINATOR.value,
        validators=[InputRequired("Choose a role.")],
    )


class ButtonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A button and nothing to fill in."""


class CampaignForm(FlaskForm):  # type: ignore[misc]  # as above
    """What a campaign is called and what it pursues. `base` is the version that was read before."""

    base = HiddenField()
    name = StringField(
        "Name of the campaign",
        description="Only the team sees it, and those you invite to sign.",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the campaign."),
            Length(max=CAMPAIGN_NAME_LENGTH, message=f"Shorten the name to {CAMPAIGN_NAME_LENGTH} characters."),
        ],
    )
    purpose = TextAreaField(
        "What it pursues",
        description="One or two sentences for the team.",
        filters=[paragraphs],
        validators=[
            DataRequired("Say in a sentence what the campaign pursues."),
            Length(max=PURPOSE_LENGTH, message=f"Shorten the purpose to {PURPOSE_LENGTH} characters."),
        ],
    )

    def description(self) -> Description:
        """What was entered."""
        return Description(name=self.name.data, purpose=self.purpose.data)


class LetterheadForm(FlaskForm):  # type: ignore[misc]  # as above
    """What stands on top of the campaign's letters. `base` is the version that was read before."""

    base = HiddenField()
    name = StringField(
        "Name",
        description="Such as the name of the coalition. Leave it empty for letters without a letterhead.",
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=LETTERHEAD_NAME_LENGTH, message=f"Shorten the name to {LETTERHEAD_NAME_LENGTH} characters."),
        ],
    )
    line = StringField(
        "Address line",
        description="One line, such as street, town and website.",
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=LETTERHEAD_LINE_LENGTH, message=f"Shorten the line to {LETTERHEAD_LINE_LENGTH} characters."),
        ],
    )
    logo = FileField("Logo", description=HINT, validators=[Optional()])
    without_logo = BooleanField("Print no logo")

    def validate_line(self, field: StringField) -> None:
        """A line needs a name above it."""
        if field.data and not self.name.data:
            message = "Enter a name too: the line stands under it."
            raise ValidationError(message)

    def validate_logo(self, field: FileField) -> None:
        """A logo needs a name, which is read instead of it."""
        if field.data and not self.name.data:
            message = "Enter a name too: it is read out where the logo cannot be seen."
            raise ValidationError(message)


class JoinerForm(FlaskForm):  # type: ignore[misc]  # as above
    """Someone for the team."""

    name = StringField(
        "Name",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the person."),
            Length(max=NAME_LENGTH, message=f"Shorten the name to {NAME_LENGTH} characters."),
        ],
    )
    email = EmailField(
        "E-mail address",
        description="Whoever has no account yet gets an invitation there.",
        filters=[address],
        validators=[
            DataRequired("Enter the e-mail address of the person."),
            Email("Enter an e-mail address like name@example.org."),
            Length(max=EMAIL_LENGTH),
        ],
    )
    role = _role()

    def joiner(self) -> Joiner:
        """Who was entered."""
        return Joiner(name=self.name.data, email=self.email.data, role=Role(self.role.data))


class RoleForm(FlaskForm):  # type: ignore[misc]  # as above
    """What a member may do."""

    role = _role()

    def chosen(self) -> Role:
        """The role."""
        return Role(self.role.data)
