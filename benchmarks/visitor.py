"""Someone who reads pages and presses their buttons: cookies, forms, redirects, nothing else."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

_FORM = "application/x-www-form-urlencoded"


class Unexpected(Exception):  # noqa: N818 - it reads as what happened
    """A page answered something else than it should."""


@dataclass(slots=True)
class Form:
    """A form as it stands in a page: where it goes, and what is in it already."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, after its redirects."""

    path: str
    status: int
    content: bytes

    def form(self, ends: str) -> Form:
        """The first form whose address ends like this. Raises `Unexpected`."""
        reader = _Forms()
        reader.feed(self.content.decode())
        for form in reader.forms:
            if form.action.endswith(ends):
                return form
        message = f"{self.path} answered {self.status} without a form for {ends}."
        raise Unexpected(message)


class Visitor:
    """A browser without pictures on one server of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}

    def open(self, path: str) -> Page:
        """Get a page."""
        return self._ask("GET", path, "")

    def press(self, form: Form, **typed: str) -> Page:
        """Send a form with what is typed into it. Raises `Unexpected` where the answer refuses it."""
        page = self._ask("POST", form.action, urlencode(form.fields | typed))
        if page.status >= 400:  # noqa: PLR2004 - the first status that refuses
            message = f"{form.action} answered {page.status}."
            raise Unexpected(message)
        return page

    def _ask(self, method: str, path: str, body: str) -> Page:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = _FORM
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        location = answer.headers.get("Location")
        if location is None:
            return Page(path, answer.status, content)
        to = urlsplit(location)
        return self.open(f"{to.path}?{to.query}" if to.query else to.path)


class _Forms(HTMLParser):
    """The forms of a page with their hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take forms and what is hidden in them."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and given.get("type") == "hidden" and self.forms:
            self.forms[-1].fields[given.get("name", "")] = given.get("value", "")
