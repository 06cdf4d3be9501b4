"""What the pages of accounts accept. Shape only; whether a password will do is the one rule asked here."""

import unicodedata

from flask_security.forms import ChangePasswordForm as SecurityChangePasswordForm
from flask_security.forms import EmailValidation, IsString, email_required, password_required, valid_user_email
from flask_security.forms import ForgotPasswordForm as SecurityForgotPasswordForm
from flask_security.forms import LoginForm as SecurityLoginForm
from flask_security.forms import ResetPasswordForm as SecurityResetPasswordForm
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, ValidationError

from app.accounts.actions import Entrance, Newcomer, Profile
from app.accounts.models import Person
from app.accounts.rules import PASSWORD_MIN, Locale, Rank, leads_here, obstacle_to_password
from app.core.typed import address, one_line
from app.core.wall_time import zones

EMAIL_LENGTH = 254
NAME_LENGTH = 120
RANKS = (
    SelectChoice(Rank.STAFF.value, "Works in campaigns"),
    SelectChoice(Rank.ADMIN.value, "Admin: also looks after people and outgoing mail"),
)
_PASSWORD_HINT = f"At least {PASSWORD_MIN} characters. Three or four words that do not belong together are good."


def as_hashed(password: str | None) -> str:
    """A password in the one form in which it is hashed, however a keyboard composes its letters."""
    return unicodedata.normalize("NFKD", password or "")


class ButtonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A button and nothing to fill in."""


def _name() -> StringField:
    return StringField(
        "Your name",
        description="Colleagues in your campaigns see it.",
        filters=[one_line],
        validators=[
            DataRequired("Enter your name."),
            Length(max=NAME_LENGTH, message=f"Shorten your name to {NAME_LENGTH} characters."),
        ],
    )


def _new_password() -> PasswordField:
    return PasswordField(
        "Choose a password",
        description=_PASSWORD_HINT,
        filters=[as_hashed],
        validators=[IsString(), InputRequired("Choose a password.")],
    )


class SignInForm(SecurityLoginForm):
    """Signing in. Says the same to everyone who fails, and leads nowhere but here."""

    email = EmailField(
        "Your e-mail address",
        filters=[address],
        validators=[IsString(), email_required, EmailValidation(verify=False)],
    )
    password = PasswordField("Your password", validators=[IsString(), password_required])
    remember = None
    submit = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""

    def validate_next(self, field: Field) -> None:
        """Forget an address that leads away from here."""
        if field.data and not leads_here(field.data):
            field.data = ""


class AskForPasswordForm(SecurityForgotPasswordForm):
    """Asking for a new password. Answered alike for every address."""

    email = EmailField(
        "Your e-mail address",
        filters=[address],
        validators=[IsString(), email_required, EmailValidation(verify=False), valid_user_email],
    )
    submit = None


class NewPasswordForm(SecurityResetPasswordForm):
    """Setting a new password with the link from the mail."""

    password = _new_password()
    password_confirm = None
    submit = None


class ChangePasswordForm(SecurityChangePasswordForm):
    """Setting a new password with the old one."""

    password = PasswordField("Your password now")
    new_password = _new_password()
    new_password_confirm = None
    submit = None


class _EntranceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Someone enters for the first time: the person's address is known to the form or asked by it."""

    name = _name()
    password = _new_password()

    def entrance(self) -> Entrance:
        """What was chosen."""
        return Entrance(name=self.name.data, password=self.password.data)


class SetUpForm(_EntranceForm):
    """The first person of an installation."""

    email = EmailField(
        "Your e-mail address",
        description="You sign in with it.",
        filters=[address],
        validators=[
            DataRequired("Enter your e-mail address."),
            Email("Enter an e-mail address like name@example.org."),
            Length(max=EMAIL_LENGTH),
        ],
    )

    def validate_password(self, field: Field) -> None:
        """Ask the rule."""
        _check_password(field, name=self.name.data, email=self.email.data)

    def newcomer(self) -> Newcomer:
        """The first person, an admin."""
        return Newcomer(name=self.name.data, email=self.email.data, rank=Rank.ADMIN)


class JoinForm(_EntranceForm):
    """Someone who was invited. The address is the one the invitation went to."""

    def __init__(self, *, email: str, name: str) -> None:
        super().__init__(name=name)
        self._email = email

    def validate_password(self, field: Field) -> None:
        """Ask the rule."""
        _check_password(field, name=self.name.data, email=self._email)


class InviteForm(FlaskForm):  # type: ignore[misc]  # as above
    """Someone new for the installation."""

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
        description="The invitation goes there, and they sign in with it.",
        filters=[address],
        validators=[
            DataRequired("Enter the e-mail address of the person."),
            Email("Enter an e-mail address like name@example.org."),
            Length(max=EMAIL_LENGTH),
        ],
    )
    rank = RadioField(
        "What they look after",
        choices=RANKS,
        default=Rank.STAFF.value,
        validators=[InputRequired("Choose what the person looks after.")],
    )

    def newcomer(self) -> Newcomer:
        """Whom to invite."""
        return Newcomer(name=self.name.data, email=self.email.data, rank=Rank(self.rank.data))


class RankForm(FlaskForm):  # type: ignore[misc]  # as above
    """What a person looks after."""

    rank = RadioField(
        "What this person looks after",
        choices=RANKS,
        validators=[InputRequired("Choose what the person looks after.")],
    )

    def chosen(self) -> Rank:
        """The rank."""
        return Rank(self.rank.data)


class ProfileForm(FlaskForm):  # type: ignore[misc]  # as above
    """How someone is called, in which language, and by which clocks. `base` is the version that was read before."""

    base = HiddenField()
    name = _name()
    zone = SelectField(
        "Show times as in",
        description="Letters keep their own city; this is for lists and records.",
        validators=[InputRequired("Choose a city.")],
    )

    locale = SelectField(
        "Language",
        description="It also says in which order dates are written.",
        choices=[
            SelectChoice(Locale.EN_GB.value, "English (United Kingdom): 17 June 2027"),
            SelectChoice(Locale.EN_US.value, "English (United States): June 17, 2027"),
        ],
    )

    def __init__(self, person: Person) -> None:
        super().__init__(name=person.name, zone=person.zone, locale=person.locale.value)
        zone = person.zone
        offered = [SelectChoice(choice.key, choice.label) for choice in zones()]
        known = {choice.value for choice in offered}
        self.zone.choices = offered if zone in known else [SelectChoice(zone), *offered]

    def profile(self) -> Profile:
        """What was chosen."""
        return Profile(name=self.name.data, locale=Locale(self.locale.data), zone=self.zone.data)

    def label_of(self, field: SelectField, value: str) -> str:
        """What a choice of one of these fields is called; the value itself where it is not offered."""
        return next((str(choice.label) for choice in field.choices if choice.value == value), value)


def _check_password(field: Field, *, name: str, email: str) -> None:
    obstacle = obstacle_to_password(field.data or "", name=name, email=email)
    if obstacle is not None:
        raise ValidationError(obstacle.sentence)
