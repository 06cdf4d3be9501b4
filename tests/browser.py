"""A browser for tests.

It can only press buttons a page really shows, so hidden fields and CSRF tokens are the real ones; and every page it
opens is checked for what all pages owe their readers. Requests run in a context of their own, or Flask would lend them
the test's `g`, and with it the test's database session.
"""

import re
from collections import Counter
from collections.abc import Mapping
from contextvars import Context

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser:
    """One visitor with cookies of their own."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self.address = "/"

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> TestResponse:
        """Fetch `url` as it is, for what is not a page."""
        return Context().run(self._client.get, url, headers=headers)

    def post(self, url: str, data: Mapping[str, object] | bytes, *, content_type: str | None = None) -> TestResponse:
        """Post what no page offers, as an intruder would; bytes as they are, of that type."""
        return Context().run(self._client.post, url, data=data, content_type=content_type)

    def open(self, url: str, *, status: int = 200) -> BeautifulSoup:
        """Open a page, following what redirects a reader would be led through."""
        response = self.get(url)
        for _hop in range(5):
            if response.status_code not in {302, 303}:
                break
            url = response.location
            response = self.get(url)
        assert response.status_code == status, f"{url} answered {response.status_code}, not {status}"
        self.address = url
        return checked(response.text)

    def press(
        self, page: BeautifulSoup, button: str, fields: Mapping[str, str] | None = None, *, status: int = 303
    ) -> BeautifulSoup:
        """Fill the form around `button` and press it; follow the answer when it is a redirect."""
        form = form_of(page, button)
        filled = fields or {}
        offered = {str(control["name"]) for control in form.select("[name]")}
        assert filled.keys() <= offered, f"only fields the page shows can be filled, not {filled.keys() - offered}"
        pressed = next(each for each in form.find_all("button") if each.get_text(strip=True) == button)
        extra = {str(pressed["name"]): str(pressed.get("value", ""))} if pressed.has_attr("name") else {}
        response = self.post(str(pressed.get("formaction", form["action"])), defaults(form) | dict(filled) | extra)
        assert response.status_code == status, (
            f"{form['action']} answered {response.status_code}: {response.text[:2000]}"
        )
        return self.open(response.location) if status in {302, 303} else checked(response.text)


def defaults(form: Tag) -> dict[str, str]:
    """What a form holds before anyone types."""
    values: dict[str, str] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name = str(control["name"])
        if control.name == "textarea":
            values[name] = re.sub(r"^\r?\n", "", control.get_text())
        elif control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            values[name] = str(chosen["value"]) if chosen is not None else ""
        elif control.get("type") in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                values[name] = str(control.get("value", "y"))
        elif control.get("type") != "submit":
            values[name] = str(control.get("value", ""))
    return values


def form_of(page: BeautifulSoup, button: str) -> Tag:
    """The form in which a button with exactly these words stands."""
    shown = [(each.get_text(strip=True), each.find_parent("form")) for each in page.find_all("button")]
    for words_on_it, form in shown:
        if words_on_it == button and form is not None:
            return form
    shown_buttons = [words_on_it for words_on_it, form in shown if form is not None]
    message = f"the page shows no button “{button}”, only {shown_buttons}"
    raise AssertionError(message)


def words(page: BeautifulSoup) -> str:
    """The text of a page with single spaces."""
    return " ".join(page.get_text(" ").split())


def checked(html: str) -> BeautifulSoup:
    """Parse a page and check what all pages owe their readers.

    It goes once through all that stands on the page: selectors would each go through it again, and the tests open
    thousands of pages.
    """
    page = BeautifulSoup(html, "html.parser")
    tags = page.find_all(name=True)
    headings = [" ".join(tag.get_text().split()) for tag in tags if tag.name == "h1"]
    assert len(headings) == 1, f"a page has one heading, not {headings}"
    assert page.title is not None
    title = " ".join(page.title.get_text().split()).removeprefix("Error: ")
    assert title.startswith(headings[0]), f"the title “{title}” starts with the heading “{headings[0]}”"
    ids = Counter(str(tag["id"]) for tag in tags if tag.has_attr("id"))
    assert not [name for name, uses in ids.items() if uses > 1], "ids are unique"
    labelled = {str(tag["for"]) for tag in tags if tag.name == "label" and tag.has_attr("for")}
    unlabelled = {str(tag.get("id")) for tag in tags if _is_filled_in(tag)} - labelled
    assert not unlabelled, f"every control has a label, but not {unlabelled}"
    forms = [tag for tag in tags if tag.name == "form"]
    assert all(form.has_attr("action") for form in forms), "forms say where they go"
    posted = [form for form in forms if form.get("method") == "post"]
    assert all(form.find("input", attrs={"name": "csrf_token"}) for form in posted), "forms carry a CSRF token"
    assert not [tag for tag in tags if _is_inline(tag)], "no inline script or style"
    assert page.html is not None
    assert page.html.has_attr("lang")
    assert page.html.has_attr("dir")
    described = {name for tag in tags for name in str(tag.get("aria-describedby", "")).split()}
    assert described <= set(ids), f"descriptions exist: {described - set(ids)}"
    return page


def _is_filled_in(tag: Tag) -> bool:
    """Whether a person fills it in, so that it needs a label."""
    if tag.name == "input":
        return str(tag.get("type", "")).lower() not in {"hidden", "submit"}
    return tag.name in {"select", "textarea"}


def _is_inline(tag: Tag) -> bool:
    """Whether it is style or script of the page itself, which the policy of our pages forbids."""
    if tag.name == "script":
        return not tag.has_attr("src")
    return tag.name == "style" or tag.has_attr("style") or tag.has_attr("onclick")
