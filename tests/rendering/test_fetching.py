"""Ways to make paper fetch an address or read a file. They are tried in this process, where both could be reached."""

import base64
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.letters.text_html import safe_html
from app.rendering.document import (
    Addressee,
    Document,
    EmbargoNotice,
    Letterhead,
    MediaContact,
    NameGroup,
    PrintedName,
    SignatoryList,
)
from app.rendering.engine import typesetting
from app.rendering.failures import TypesettingFailed
from app.rendering.templates_on_disk import letter_template
from tests.rendering import samples
from tests.rendering.reading import everything, words

SECRET = "THE-CANARY-SANG"


@dataclass(frozen=True, slots=True)
class World:
    """An address and a file that nothing may ask for, and the paths that were asked for."""

    address: str
    file: str
    asked: list[str]

    def fill(self, vector: str) -> str:
        """Put the address and the file into a vector, and wrap into a picture what is to be one."""
        filled = vector.replace("{url}", self.address).replace("{file}", self.file)
        before, picture, rest = filled.partition("{svg:")
        if not picture:
            return filled
        drawn, _, after = rest.rpartition(":svg}")
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        )
        drawing = drawn if drawn.startswith("<?xml") else f"{head}{drawn}</svg>"
        return f"{before}data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}{after}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    file = tmp_path_factory.mktemp("canary") / "secret.txt"
    file.write_text(SECRET)
    with ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = World(f"http://127.0.0.1:{server.server_port}", file.as_uri(), asked)
        yield here
        # A server that notices nothing would prove nothing.
        with urllib.request.urlopen(f"{here.address}/seen") as answer:  # noqa: S310 - our own server
            assert answer.read() == SECRET.encode()
        assert asked == ["/seen"]
        server.shutdown()


REFUSED = {
    "picture": '<img src="{url}/x.png" alt="x">',
    "picture from a file": '<img src="{file}" alt="x">',
    "picture by ftp": '<img src="ftp://127.0.0.1/x.png" alt="x">',
    "picture for a base": '<base href="{url}/"><img src="x.png" alt="x">',
    "object": '<object data="{url}/x"></object>',
    "object from a file": '<object data="{file}"></object>',
    "embedded": '<embed src="{url}/x">',
    "style sheet": '<link rel="stylesheet" href="{url}/x.css">',
    "style sheet from a file": '<link rel="stylesheet" href="{file}">',
    "import": "<style>@import url({url}/x.css);</style>",
    "import of a file": "<style>@import url({file});</style>",
    "import for print": '<style>@import "{url}/x.css" print;</style>',
    "typeface": "<style>@font-face { font-family: x; src: url({url}/x) } p { font-family: x }</style><p>x</p>",
    "background": '<div style="background: url({url}/x)">x</div>',
    "background in a medium": "<style>@media print { p { background-image: url({url}/x) } }</style><p>x</p>",
    "background of the page": "<style>@page { background: url({url}/x) }</style><p>x</p>",
    "background in a margin": "<style>@page { @top-left { content: url({url}/x) } }</style><p>x</p>",
    "marker of a list": '<ul style="list-style-image: url({url}/x)"><li>x</li></ul>',
    "content": "<style>p::before { content: url({url}/x) }</style><p>x</p>",
    "border": '<p style="border: 9px solid; border-image: url({url}/x) 3">x</p>',
    "mask": '<p style="mask-border: url({url}/x) 3">x</p>',
    "drawing with a picture": '<svg><image href="{url}/x" width="9" height="9" /></svg>',
    "drawing with a file": '<svg><image href="{file}" width="9" height="9" /></svg>',
    "drawing as a picture": '<img alt="x" src="{svg:<image href="{url}/x" width="9" height="9"/>:svg}">',
    "drawing with an import": '<img alt="x" src="{svg:<style>@import url({url}/x);</style>:svg}">',
    "drawing with an entity": (
        '<img alt="x" src="{svg:<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "{file}">]>'
        '<svg xmlns="http://www.w3.org/2000/svg"><text y="9">&x;</text></svg>:svg}">'
    ),
    "profile of colours": "<style>@color-profile device-cmyk { src: url({url}/x) }</style>",
    "variable": '<p style="--x: url({url}/x); background: var(--x)">x</p>',
    "link to a file": '<p><a href="{file}">x</a></p>',
    "link with an attached file": '<p><a rel="attachment" href="{file}">x</a></p>',
}
"""Refused with a sentence: the engine would have fetched it."""

IGNORED = {
    "attachment": '<link rel="attachment" href="{url}/x">',
    "attachment from a file": '<link rel="attachment" href="{file}">',
    "frame": '<iframe src="{url}/x"></iframe>',
    "button": '<input type="image" src="{url}/x">',
    "video": '<video poster="{url}/x"></video>',
    "set of pictures": '<img srcset="{url}/x 1x" alt="x">',
    "refresh": '<meta http-equiv="refresh" content="0;url={url}/x">',
    "instruction": '<?xml-stylesheet href="{url}/x"?><p>x</p>',
    "drawing that uses another": '<svg><use href="{url}/x#a" /></svg>',
    "script": "<script>fetch('{url}/x')</script>",
    "attribute": '<style>p::before { content: attr(data-x url) }</style><p data-x="{url}/x">x</p>',
}
"""Set, and nothing comes of it."""

MARKDOWN = (
    "![x]({url}/x.png)",
    "![x]({file})",
    "[x]({file})",
    "[x](javascript:fetch('{url}/x'))",
    "[x]: {url}/x.png\n\n![x]",
    "<{file}>",
)


def _evil(body: str) -> Document:
    return replace(samples.letter(), body=body)


def test_every_way_is_tried() -> None:
    assert len(REFUSED) + len(IGNORED) >= 40
    assert set(REFUSED) & set(IGNORED) == set()


@pytest.mark.parametrize("vector", REFUSED.values(), ids=REFUSED)
def test_what_would_be_fetched_is_refused_in_a_sentence(world: World, vector: str) -> None:
    with pytest.raises(TypesettingFailed) as refused:
        typesetting.render(_evil(world.fill(vector)))

    assert str(refused.value).endswith((" out of the text.", " or take it out.", " and try again."))
    assert SECRET not in str(refused.value)
    assert world.asked == []


@pytest.mark.parametrize(
    "css",
    [
        "@import url({url}/x.css);",
        '@import "{url}/x.css" print;',
        "@import url({file});",
        "@font-face {{ font-family: x; src: url({url}/x) }}",
        "@color-profile device-cmyk {{ src: url({url}/x) }}",
    ],
)
def test_a_style_sheet_that_would_fetch_is_refused_at_every_render(world: World, css: str) -> None:
    template = letter_template("formal-letter")
    on_trial = replace(template, css=css.format(url=world.address, file=world.file) + template.css)

    said = []
    for _ in range(3):
        with pytest.raises(TypesettingFailed) as refused:
            typesetting.render(samples.letter(), on_trial)
        said.append(str(refused.value))

    assert len(set(said)) == 1
    assert said[0].startswith("A style sheet of the template asks for something from outside (")
    assert said[0].endswith("), and paper fetches nothing. Take it out of the style sheet.")
    assert world.asked == []


@pytest.mark.parametrize("vector", IGNORED.values(), ids=IGNORED)
def test_what_the_engine_does_not_know_stays_without_effect(world: World, vector: str) -> None:
    found = everything(typesetting.render(_evil(world.fill(vector))).pdf)

    assert SECRET.encode() not in found
    assert b"EmbeddedFile" not in found
    assert world.asked == []


def test_markup_that_people_type_is_printed_as_text(world: World) -> None:
    vectors = {**REFUSED, **IGNORED}
    typed = "\n\n".join(
        f"way {name}: {world.fill(vector)}" for name, vector in vectors.items() if "{svg:" not in vector
    )

    typeset = typesetting.render(_evil(safe_html(typed)))

    text = words(typeset.pdf)
    assert [tag for tag in ("<img src=", "<style>@import", "<object", "<link", "<script>") if tag not in text] == []
    assert SECRET.encode() not in everything(typeset.pdf)
    assert world.asked == []


def test_markdown_that_points_elsewhere_fetches_nothing(world: World) -> None:
    typeset = typesetting.render(_evil("".join(safe_html(world.fill(vector)) for vector in MARKDOWN)))

    found = everything(typeset.pdf)
    assert SECRET.encode() not in found
    assert b"/URI (file:" not in found
    assert b"/URI (javascript:" not in found
    assert world.asked == []


@pytest.mark.parametrize("make", [samples.letter, samples.statement])
def test_in_every_other_text_a_way_is_printed_as_text(world: World, make: Callable[[], Document]) -> None:
    evil = world.fill('"><img src="{url}/x"><style>@import url({file})</style>')
    typed = {"direction", "language", "template", "paper", "dated", "body", "back_matter", "signatories"}
    document = replace(
        make(),
        **{field.name: evil for field in fields(Document) if field.type in {"str", str} and field.name not in typed},  # type: ignore[arg-type]  # texts only
        body="<p>x</p>",
        letterhead=Letterhead(evil, evil),
        addressees=(Addressee(evil, evil, evil, (evil,)),),
        cc=(evil,),
        enclosures=(evil,),
        contacts=(MediaContact(evil, evil, evil, evil, evil),),
        embargo=EmbargoNotice(evil, evil),
        signatories=SignatoryList(
            evil, evil, evil, (NameGroup(evil, (PrintedName(evil, detail=evil, native=evil),)),), evil
        ),
    )

    typeset = typesetting.render(document)

    assert words(typeset.pdf).count("<style>@import") > 10
    assert SECRET.encode() not in everything(typeset.pdf)
    assert world.asked == []


@pytest.mark.parametrize("field", ["language", "direction"])
def test_what_stands_in_an_attribute_cannot_leave_it(world: World, field: str) -> None:
    evil = world.fill('en"><img src="{url}/x"><p lang="')
    document: Document = replace(samples.letter(), **{field: evil})  # type: ignore[arg-type]  # these two are texts

    assert SECRET.encode() not in everything(typesetting.render(document).pdf)
    assert world.asked == []


@pytest.mark.parametrize("template", ["../app/web", "/etc", "shared", "formal-letter/../shared", ""])
def test_a_template_is_one_of_ours(template: str) -> None:
    with pytest.raises(NotFound):
        typesetting.render(replace(samples.letter(), template=template))


def test_no_vector_needs_what_is_not_there(world: World) -> None:
    assert Path(world.file.removeprefix("file://")).read_text() == SECRET
