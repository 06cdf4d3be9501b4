"""What the pages of the directory accept. Shape only."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from app.core.typed import one_line
from app.organisations.actions import PrintedForm
from app.organisations.countries import countries
from app.organisations.models import Organisation

NAME_LENGTH = 200
ACRONYM_LENGTH = 40


class OrganisationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How a campaign knows an organisation. `base` is the version that was read before."""

    base = HiddenField()
    name = StringField(
        "Name",
        description="As it was last printed.",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the organisation."),
            Length(max=NAME_LENGTH, message=f"Shorten the name to {NAME_LENGTH} characters."),
        ],
    )
    acronym = StringField(
        "Acronym",
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=ACRONYM_LENGTH, message=f"Shorten the acronym to {ACRONYM_LENGTH} characters."),
        ],
    )
    sort_as = StringField(
        "Sort as",
        description="Never printed. Leave it empty to sort by the name itself.",
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=NAME_LENGTH, message=f"Shorten this to {NAME_LENGTH} characters."),
        ],
    )
    country = SelectField("Country", validators=[Optional()])

    def __init__(self, organisation: Organisation) -> None:
        """Show it as it stands."""
        super().__init__(obj=organisation)
        listed = [SelectChoice(country.code, country.name) for country in countries()]
        self.country.choices = [SelectChoice("", "Not known"), *listed]
        self._organisation = organisation

    def printed_form(self) -> PrintedForm:
        """Return what was entered; what is not asked here stays as it was."""
        return PrintedForm(
            name=self.name.data,
            language=self._organisation.language,
            acronym=self.acronym.data,
            native_name=self._organisation.native_name,
            country=self.country.data,
            url=self._organisation.url,
            sort_as=self.sort_as.data,
        )
