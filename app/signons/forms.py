"""What the pages of sign-ons accept. Shape only: whether it is allowed is for the rules."""

import unicodedata

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from app.campaigns.pictures import HINT
from app.core.errors import Obstacle, Refused
from app.core.typed import address, one_line
from app.letters.forms import choices
from app.letters.languages import LANGUAGES
from app.organisations.countries import countries
from app.signons.entries import Application
from app.signons.likeness import PrintedName
from app.signons.models import SignOn
from app.signons.rules import VISIBILITY_WORDS, Authority, Emblem, State, Visibility

NAME_LENGTH = 200
ACRONYM_LENGTH = 40
PERSON_LENGTH = 120
EMAIL_LENGTH = 254
EVIDENCE_LENGTH = 500
AUTHORITY_WORDS = {
    Authority.SELF.value: "I decide for my organisation",
    Authority.OTHER.value: "Someone else decides",
}
EMBLEM_WORDS = {Emblem.LOGO: "Logo", Emblem.SIGNATURE: "Picture of the signature"}
_COUNTRY_CODES = frozenset({"", *(country.code for country in countries())})
_INVISIBLE = "CMZ"
_NO_COUNTRY = "Choose the country."
_WHO = "Enter the e-mail address of the person who decides."
_OWN_ADDRESS = "This is your own address. Choose “I decide for my organisation” instead."
_UNSEEN = "This name has no letter that can be seen. Type it again."


def with_something_to_see(_form: FlaskForm, field: StringField) -> None:
    """Refuse a name of nothing but marks that nobody can see."""
    if field.data and not any(unicodedata.category(c)[0] not in _INVISIBLE for c in field.data):
        raise ValidationError(_UNSEEN)


def name_field(label: str, description: str) -> StringField:
    """Ask for the name of an organisation."""
    return StringField(
        label,
        description=description,
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of your organisation."),
            Length(max=NAME_LENGTH, message=f"Shorten the name to {NAME_LENGTH} characters."),
            with_something_to_see,
        ],
    )


def optional_field(label: str, description: str, *, most: int) -> StringField:
    """Ask for a line that may stay empty."""
    return StringField(
        label,
        description=description,
        filters=[one_line],
        validators=[Optional(), Length(max=most, message=f"Shorten this to {most} characters.")],
    )


class _CountryField(SelectField):  # type: ignore[misc]  # WTForms has no types
    """A choice of some 250, looked up at once: a crowd that signs waits for whatever a form takes."""

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse what is no country. An empty choice is left to the validators."""
        if self.data not in _COUNTRY_CODES:
            raise ValidationError(_NO_COUNTRY)


def country_field() -> SelectField:
    """Ask for a country."""
    return _CountryField(
        "Country",
        description="Where its seat is. Published with the name.",
        choices=choices({"": "Choose a country"} | {country.code: country.name for country in countries()}),
        validators=[DataRequired(_NO_COUNTRY)],
    )


def visibility_field() -> RadioField:
    """Ask who will see the name."""
    return RadioField(
        "Who will see the name",
        choices=choices({visibility.value: words for visibility, words in VISIBILITY_WORDS.items()}),
        default=Visibility.PUBLIC.value,
        validators=[InputRequired("Say who will see the name.")],
    )


def language_choices(language: str) -> list[SelectChoice]:
    """The languages to choose from, `language` among them."""
    return choices({language: language} | LANGUAGES)


class SigningForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """An organisation puts its name under a letter: seven questions, and more for those who need them."""

    name = name_field("Name of your organisation", "As it should be printed.")
    country = country_field()
    typist_name = StringField(
        "Your name",
        description="Never published.",
        filters=[one_line],
        validators=[
            DataRequired("Enter your name."),
            Length(max=PERSON_LENGTH, message=f"Shorten your name to {PERSON_LENGTH} characters."),
        ],
    )
    typist_role = StringField(
        "Your role",
        description="In the organisation, such as director or board member.",
        filters=[one_line],
        validators=[
            DataRequired("Enter your role in the organisation."),
            Length(max=PERSON_LENGTH, message=f"Shorten your role to {PERSON_LENGTH} characters."),
        ],
    )
    email = EmailField(
        "Your e-mail address",
        description="We send a message there. It is never published.",
        filters=[address],
        validators=[
            DataRequired("Enter your e-mail address."),
            Length(max=EMAIL_LENGTH, message=f"Shorten the address to {EMAIL_LENGTH} characters."),
            Email("Enter an e-mail address like name@example.org."),
        ],
    )
    authority = RadioField("Who decides", choices=choices(AUTHORITY_WORDS), default=Authority.SELF.value)
    authority_email = EmailField(
        "E-mail address of the person who decides",
        description="Only if someone else decides. We ask them to approve.",
        filters=[address],
        validators=[
            Optional(),
            Length(max=EMAIL_LENGTH, message=f"Shorten the address to {EMAIL_LENGTH} characters."),
            Email("Enter an e-mail address like name@example.org."),
        ],
    )
    visibility = visibility_field()
    acronym = optional_field("Acronym", "Printed in parentheses after the name.", most=ACRONYM_LENGTH)
    native_name = optional_field("Name in its own script", "Printed beside the name.", most=NAME_LENGTH)
    language = SelectField("Language of the name", description="So that it is sorted and read aloud rightly.")

    person = optional_field("Who signs, as printed", "Such as: Dr. Mira Solen.", most=PERSON_LENGTH)
    person_title = optional_field("Title, as printed", "Such as: Executive Director.", most=PERSON_LENGTH)

    def __init__(self, *, language: str, name: str = "") -> None:
        """Offer `language`, the letter's, as that of the name; and `name` where we know it."""
        super().__init__(data={"language": language, "name": name})
        self.language.choices = language_choices(language)

    def validate_authority_email(self, field: EmailField) -> None:
        """Ask for the address exactly when it is needed."""
        if self.authority.data == Authority.OTHER and field.data == self.email.data and field.data:
            raise ValidationError(_OWN_ADDRESS)

    def validate_authority(self, field: RadioField) -> None:
        """Ask for the other person's address where another person decides."""
        if field.data == Authority.OTHER and not self.authority_email.data:
            raise ValidationError(_WHO)

    def printed_name(self) -> PrintedName:
        """Return what would be printed of what was entered, complete or not."""
        return PrintedName(
            name=self.name.data or "",
            acronym=self.acronym.data or "",
            native_name=self.native_name.data or "",
            language=self.language.data or "",
            person=self.person.data or "",
            person_title=self.person_title.data or "",
        )

    def application(self) -> Application:
        """Return what was entered."""
        return Application(
            name=self.name.data,
            country=self.country.data,
            acronym=self.acronym.data,
            native_name=self.native_name.data,
            language=self.language.data,
            typist_name=self.typist_name.data,
            typist_role=self.typist_role.data,
            email=self.email.data,
            authority=Authority(self.authority.data),
            authority_email=self.authority_email.data,
            visibility=Visibility(self.visibility.data),
            person=self.person.data,
            person_title=self.person_title.data,
        )


class ConfirmationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A person with authority confirms."""

    may_sign = BooleanField(
        "I may decide this for the organisation.",
        validators=[InputRequired("Tick that you may decide this for the organisation.")],
    )
    role = StringField(
        "Your role in the organisation",
        filters=[one_line],
        validators=[
            DataRequired("Enter your role in the organisation."),
            Length(max=PERSON_LENGTH, message=f"Shorten your role to {PERSON_LENGTH} characters."),
        ],
    )


class DecisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A button that decides about a sign-on. It carries the state that its page showed."""

    seen = HiddenField()

    def __init__(self, seen: State | None = None) -> None:
        """Show a sign-on in this state; None reads what was sent."""
        super().__init__(data={"seen": seen.value} if seen else None)

    def state_seen(self) -> State:
        """Return the state that was seen. `Refused` where none was sent, or one there is not."""
        try:
            return State(self.seen.data)
        except ValueError:
            raise Refused(Obstacle("Open the sign-on again, look at how it stands, then decide.")) from None


class EmblemForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A picture that may be printed with a name."""

    picture = FileField("Picture", description=HINT, validators=[DataRequired("Choose a picture.")])
    may_print = BooleanField(
        "It may be printed and published with the letter.",
        validators=[InputRequired("Tick that the picture may be printed and published with the letter.")],
    )


class PrintedNameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The team corrects how a name is printed and sorted. `base` is the version that was read before."""

    base = HiddenField()
    name = name_field("Name", "As it is printed.")
    acronym = optional_field("Acronym", "Printed in parentheses after the name.", most=ACRONYM_LENGTH)
    native_name = optional_field("Name in its own script", "Printed beside the name.", most=NAME_LENGTH)
    person = optional_field("Person", "Who signs for the organisation, printed with it.", most=PERSON_LENGTH)
    person_title = optional_field("Title of the person", "Printed with the name.", most=PERSON_LENGTH)
    affiliation = optional_field(
        "Affiliation", "Only where the name is a person who signs for themselves.", most=NAME_LENGTH
    )
    sort_as = optional_field("Sort as", "Never printed. Leave it empty to sort by the name itself.", most=NAME_LENGTH)
    language = SelectField("Language of the name")

    def __init__(self, sign_on: SignOn) -> None:
        """Show the name as it stands."""
        super().__init__(obj=sign_on)
        self.language.choices = language_choices(sign_on.language)

    def validate_affiliation(self, field: StringField) -> None:
        """Nobody both signs for an organisation and for themselves."""
        if field.data and self.person.data:
            message = "Leave this empty, or the person: who has an affiliation signs for themselves and is the name."
            raise ValidationError(message)

    def printed_name(self) -> PrintedName:
        """Return what was entered."""
        return PrintedName(
            name=self.name.data,
            acronym=self.acronym.data,
            native_name=self.native_name.data,
            language=self.language.data,
            sort_as=self.sort_as.data,
            person=self.person.data,
            person_title=self.person_title.data,
            affiliation=self.affiliation.data,
        )


class OnBehalfForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The team enters an organisation that told it otherwise that it signs."""

    name = name_field("Name of the organisation", "As it should be printed.")
    country = country_field()
    evidence = TextAreaField(
        "How do you know?",
        description="Such as: letter of the director, 3 June, in our files. Only the team sees it.",
        filters=[one_line],
        validators=[
            DataRequired("Say how the organisation told you."),
            Length(max=EVIDENCE_LENGTH, message=f"Shorten this to {EVIDENCE_LENGTH} characters."),
        ],
    )
    email = EmailField(
        "E-mail address of its contact",
        description="We send the receipt there.",
        filters=[address],
        validators=[
            Optional(),
            Length(max=EMAIL_LENGTH, message=f"Shorten the address to {EMAIL_LENGTH} characters."),
            Email("Enter an e-mail address like name@example.org."),
        ],
    )
    visibility = visibility_field()
    acronym = optional_field("Acronym", "Printed in parentheses after the name.", most=ACRONYM_LENGTH)
    native_name = optional_field("Name in its own script", "Printed beside the name.", most=NAME_LENGTH)
    typist_name = optional_field("Name of its contact", "Never published.", most=PERSON_LENGTH)
    typist_role = optional_field("Role of its contact", "In the organisation.", most=PERSON_LENGTH)
    language = SelectField("Language of the name")

    def __init__(self, *, language: str) -> None:
        """Offer `language`, the letter's, as that of the name."""
        super().__init__(data={"language": language})
        self.language.choices = language_choices(language)

    def printed_name(self) -> PrintedName:
        """Return what would be printed of what was entered, complete or not."""
        return PrintedName(
            name=self.name.data or "",
            acronym=self.acronym.data or "",
            native_name=self.native_name.data or "",
            language=self.language.data or "",
        )

    def application(self) -> Application:
        """Return what was entered about the organisation."""
        return Application(
            name=self.name.data,
            country=self.country.data,
            acronym=self.acronym.data,
            native_name=self.native_name.data,
            language=self.language.data,
            typist_name=self.typist_name.data,
            typist_role=self.typist_role.data,
            email=self.email.data,
            visibility=Visibility(self.visibility.data),
        )
