"""A bare application with nothing but the shared templates, and a form that holds one field of each kind."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

WEB = Path(__file__).parents[2] / "app" / "web"

EVERYWHERE: dict[str, object] = {
    "page_language": "en",
    "page_direction": "ltr",
    "csp_nonce": lambda: "n0nce",
    "current_user": SimpleNamespace(is_authenticated=True, name="Noor Haddad"),
    "staff_navigation": (
        SimpleNamespace(label="Campaigns", url="/staff/campaigns", current=True),
        SimpleNamespace(label="Outbox", url="/staff/outbox", current=False),
    ),
    "account_url": "/account",
    "sign_out_url": "/sign-out",
}


class EveryField(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One field of each kind a page may show."""

    organisation = StringField(
        "Name of your organisation",
        description="As it should stand under the letter.",
        validators=[InputRequired("Enter the name of your organisation.")],
    )
    acronym = StringField("Acronym", validators=[Optional()])
    email = EmailField("Your e-mail address", validators=[InputRequired("Enter your e-mail address.")])
    password = PasswordField("Password")
    until = DateField("We need time until", validators=[Optional()])
    condition = TextAreaField("Your condition")
    country = SelectField("Country", choices=[SelectChoice("", "Choose"), SelectChoice("ke", "Kenya")])
    visibility = RadioField(
        "Who may see your name?",
        choices=[SelectChoice("public", "Everyone"), SelectChoice("counted", "Nobody")],
        validators=[InputRequired("Choose who may see your name.")],
    )
    languages = SelectMultipleField("Languages", choices=[SelectChoice("en", "English"), SelectChoice("fr", "French")])
    read = BooleanField("We have read the letter.", validators=[InputRequired("Tick that you have read the letter.")])


@cache
def bare_app() -> Flask:
    """The templates under the same rules as in the application: unknown names raise, words pass through gettext."""
    app = Flask(__name__, template_folder=str(WEB / "templates"), static_folder=str(WEB / "static"))
    app.config.update(SECRET_KEY="only for tests", TESTING=True)
    app.jinja_options["undefined"] = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    CSRFProtect(app)
    return app


def rendered(source: str, entered: dict[str, str] | None = None, **values: object) -> BeautifulSoup:
    """Render `source` with all macros imported; `form` is empty, or holds and has judged what was `entered`."""
    imports = '{% import "macros/forms.html" as f %}{% import "macros/page.html" as p %}'
    with bare_app().test_request_context("/"):
        form = EveryField(formdata=MultiDict(entered) if entered is not None else None)
        if entered is not None:
            form.validate()
        return sound(render_template_string(imports + source, form=form, **values))


def page(source: str, **values: object) -> BeautifulSoup:
    """Render a whole page that extends the layout."""
    with bare_app().test_request_context("/"):
        return sound(render_template_string(source, **(EVERYWHERE | values)))


def sound(html: str) -> BeautifulSoup:
    """Parse, and check what every fragment owes its readers."""
    soup = BeautifulSoup(html, "html.parser")
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    assert [name for name, uses in ids.items() if uses > 1] == [], "ids are unique"
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for tag in soup.select(f"[{attribute}]"):
            named = str(tag[attribute]) if isinstance(tag[attribute], str) else " ".join(tag[attribute])
            assert set(named.split()) <= ids.keys(), f"{attribute}={named} names something on the page"
    assert soup.select("style, [style], script:not([src])") == [], "no inline style or script"
    handlers = [name for tag in soup.select("*") for name in tag.attrs if re.match("on[a-z]", name)]
    assert handlers == [], "no inline handler"
    labelled = {str(label["for"]) for label in soup.select("label[for]")}
    controls = {str(tag.get("id")) for tag in soup.select("input:not([type=hidden]), select, textarea, progress")}
    assert controls <= labelled, f"every control has a label, but not {controls - labelled}"
    return soup


def only(soup: BeautifulSoup, selector: str) -> Tag:
    """The one element that matches."""
    found = soup.select(selector)
    assert len(found) == 1, f"one {selector}, not {len(found)}"
    return found[0]


def words(tag: Tag) -> str:
    """What a person reads, with single spaces."""
    return " ".join(tag.get_text(" ").split())
