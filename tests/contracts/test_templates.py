"""What every template keeps to, read from its source."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from jinja2 import nodes

from app.config import PROJECT_FOLDER

SOURCES = {
    file.relative_to(PROJECT_FOLDER).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted((PROJECT_FOLDER / "app").glob("**/templates/**/*.html"))
}
FRAMES = ("layout.html", "errors/base.html")
"""What a page can stand in. They alone begin a document."""

MARKED_SAFE = {
    "app/letters/templates/letters/_text.html": "the Markdown of the letter, sanitised by letters/text_html.py, "
    "also where a sealed document holds it",
}
"""Templates that print something unescaped, and why that is harmless."""

NOT_FOR_TEMPLATES = re.compile(r"\|\s*safe\b|Markup\(|autoescape\s+false|{%\s*raw")
HANDLER = re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE)


def name_of(path: str) -> str:
    """What Jinja calls the template."""
    return path.partition("/templates/")[2]


def is_page(path: str) -> bool:
    """Whether the template is a page, and not a frame, a part (`_part.html`) or a collection of macros."""
    outside_macros = re.sub(r"{%-?\s*macro\b.*?endmacro\s*-?%}|{#.*?#}|{%.*?%}", "", SOURCES[path], flags=re.DOTALL)
    is_part = Path(path).name.startswith("_") or not outside_macros.strip()
    return name_of(path) not in FRAMES and not is_part


@pytest.mark.one_database
def test_every_template_compiles(app: Flask) -> None:
    for path in SOURCES:
        app.jinja_env.get_template(name_of(path))


@pytest.mark.one_database
def test_no_two_templates_have_one_name(app: Flask) -> None:
    names = [name_of(path) for path in SOURCES]

    assert len(set(names)) == len(names)
    assert set(names) <= set(app.jinja_env.list_templates())


@pytest.mark.one_database
@pytest.mark.parametrize("path", [path for path in SOURCES if is_page(path)])
def test_every_page_stands_in_a_frame(path: str, app: Flask) -> None:
    tree = app.jinja_env.parse(SOURCES[path])
    parents = [each.template.as_const() for each in tree.find_all(nodes.Extends)]

    assert len(parents) == 1
    page = next(source for source in SOURCES if name_of(source) == parents[0])
    assert parents[0] in FRAMES or is_page(page)


@pytest.mark.parametrize("path", SOURCES)
def test_no_template_holds_a_style_a_script_or_a_handler(path: str) -> None:
    source = BeautifulSoup(SOURCES[path], "html.parser")

    assert source.select("style, [style]") == []
    assert [each for each in source.select("script") if "nonce" not in each.attrs] == []
    assert HANDLER.search(SOURCES[path]) is None
    assert "javascript:" not in SOURCES[path]


@pytest.mark.parametrize("path", SOURCES)
def test_what_people_typed_is_escaped(path: str) -> None:
    assert (NOT_FOR_TEMPLATES.search(SOURCES[path]) is not None) == (path in MARKED_SAFE)


def test_only_paper_marks_text_as_safe_in_code() -> None:
    """What is typeset there was sanitised before, and paper has no script and no network."""
    marking = [file for file in (PROJECT_FOLDER / "app").rglob("*.py") if "Markup(" in file.read_text(encoding="utf-8")]

    assert [file.relative_to(PROJECT_FOLDER).as_posix() for file in marking] == ["app/rendering/markup.py"]


@pytest.mark.parametrize("path", SOURCES)
def test_every_form_says_where_it_goes_and_proves_where_it_came_from(path: str) -> None:
    for form in re.findall(r"<form\b.*?</form>", SOURCES[path], re.DOTALL):
        opening = form.partition(">")[0]
        assert "action=" in opening
        assert 'method="post"' in opening or 'method="get"' in opening
        if 'method="post"' in opening:
            assert re.search(r"hidden|csrf", form), "a form that is sent carries its hidden fields"


@pytest.mark.parametrize("path", SOURCES)
def test_a_link_to_elsewhere_is_never_followed_with_our_address(path: str) -> None:
    for link in re.findall(r"<a\b[^>]*target=[^>]*>", SOURCES[path]):
        assert "noopener" in link
