"""From a document to HTML: what templates may do with it, and where they went wrong."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from qrcode import QRCode, constants  # type: ignore[import-untyped]  # it ships no types

from app.rendering import markup as made
from app.rendering.document import SigningCall
from app.rendering.engine.typesetting import render
from app.rendering.failures import TypesettingFailed
from app.rendering.markup import code, lowered, markup
from app.rendering.templates_on_disk import LetterTemplate, letter_template
from tests.rendering import samples
from tests.rendering.reading import everything

ADDRESS = "https://letters.example.org/sign/4hT2mQx7"


def a_template(html: str) -> LetterTemplate:
    return LetterTemplate("postcard", "Postcard", "A short word.", ("en",), ("title",), html, "")


def test_headings_are_lowered_by_one_and_nothing_else() -> None:
    html = '<h2>A</h2><p>h2</p><h3 class="x">B</h3><hr>'

    assert lowered("") == ""
    assert markup(samples.statement(body=html), a_template("{{ body | lowered }}"), inlined=()) == (
        '<h3>A</h3><p>h2</p><h4 class="x">B</h4><hr>'
    )


def test_what_is_no_html_is_escaped_before_its_headings_are_lowered() -> None:
    assert lowered("<h2>A</h2>") == "&lt;h2&gt;A&lt;/h2&gt;"


def test_a_code_has_the_squares_of_its_address() -> None:
    plain = QRCode(error_correction=constants.ERROR_CORRECT_M, border=4)
    plain.add_data(ADDRESS)
    rows = plain.get_matrix()

    drawn = code(ADDRESS)

    dark = set()
    for run in drawn.path.removesuffix("z").split("z"):
        place, width, _ = run.removeprefix("M").replace("v", "h").split("h")[:3]
        x, y = map(int, place.split())
        dark |= {(x + step, y) for step in range(int(width))}
    assert drawn.side == len(rows)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell}


def test_the_code_on_a_sheet_is_drawn_and_said_in_words() -> None:
    sheet = replace(
        samples.statement(embargo=None), template="sign-on-sheet", ask="Mend it.", signing=SigningCall(ADDRESS)
    )

    pdf = render(sheet).pdf

    with pikepdf.open(BytesIO(pdf)) as document:
        images = [name for page in document.pages for name in page.get_images()]
    assert images == []
    assert f"Code for a telephone camera; it opens {ADDRESS}".encode() in everything(pdf)


def test_an_address_that_is_not_https_is_printed_and_no_link() -> None:
    sheet = replace(
        samples.statement(), template="sign-on-sheet", ask="x", signing=SigningCall("http://127.0.0.1/sign")
    )

    html = markup(sheet, letter_template("sign-on-sheet"), inlined=())

    assert "http://127.0.0.1/sign" in html
    assert 'href="http://' not in html


ANOTHER_KIND = "letter.html, line 2: a value is of another kind than it is used as"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            "one\n{{ nobody }}",
            "letter.html, line 2: nobody gives a name “nobody”. Use one of: document, words, sheets,",
        ),
        ("{{ document.titel }}", "letter.html, line 1: “document” has no “titel”. It has: template, language, "),
        (
            "{% for group in groups %}\n{{ group.name }}{% endfor %}",
            "letter.html, line 2: “groups” has no “name”. It has: heading, start, names, entries. Correct the letter",
        ),
        ("{{ document.titel | split_title }}", "letter.html, line 1: “document” has no “titel”. It has: template, "),
        ("{{ document.cc.name }}", "letter.html, line 1: a list has no “name”. docs/templates.md lists what there is."),
        ("{{ document.title.name }}", "letter.html, line 1: a text has no “name”. docs/templates.md lists what"),
        (
            "{{ document.signing.until }}",
            "letter.html, line 1: “until” is asked of what this letter does not have. Put",
        ),
        ("{{ groups[99].heading }}", "letter.html, line 1: the list has no entry 99. Ask first how many there are."),
        ("{{ document.__class__ }}", "letter.html, line 1: “__class__” may not be used in a template. Take it out."),
        (
            "{% from 'shared/parts.html' import pages %}\n{{ pages() }}",
            "letter.html, line 2: the file that “pages” is taken from has no such macro. See shared/parts.html for",
        ),
        ("\n{{ document.title * 2 }}", "letter.html, line 2: “*” makes very much of very little, and is not worked"),
        ("a\nb\n{% if %}", "letter.html, line 3: between the curly braces something is missing at the end."),
        (
            "{{ 1 + document.title }}",
            "letter.html, line 1: a value is of another kind than it is used as (unsupported ",
        ),
        (
            "{% from 'shared/parts.html' import lines %}\n{{ lines('Notes', 1) }}",
            "letter.html, line 2, by way of parts.html, line ",
        ),
        (
            "{{ document.cc | joined }}",
            "letter.html, line 1: the filter “joined” is written as “… | joined(own)”. Correct",
        ),
        ("{{ document.title | upper(1) }}", "letter.html, line 1: “upper” is given too much or too little in its br"),
        ("{% macro a() %}{% endmacro %}{{ a(1) }}", "letter.html, line 1: “a” is given too much or too little in "),
        ("{% include 'elsewhere.html' %}", "letter.html, line 1: there is no file “elsewhere.html” in the folder of"),
    ],
)
def test_a_mistake_in_a_template_is_named_with_its_place(html: str, said: str) -> None:
    with pytest.raises(TypesettingFailed) as refused:
        markup(samples.letter(), a_template(html), inlined=())

    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("{{ 1 / 0 }}", "letter.html, line 2: a number is divided by zero. Ask first whether it is zero."),
        ("{{ range(10 ** 9) }}", "letter.html, line 2: “**” makes very much of very little, and is not worked out in"),
        ("{{ range(1000000000) }}", "letter.html, line 2: a number or a range is too large. Take a smaller one."),
        ("{{ words[document] }}", "letter.html, line 2: what stands in the square brackets is neither a number nor a "),
        ("{{ document | xmlattr }}", ANOTHER_KIND),
        ("{{ [1] | map(document) | list }}", ANOTHER_KIND),
        ("{{ {document.title: 1} | xmlattr }}", ANOTHER_KIND),
        ("{{ [document] | sum }}", ANOTHER_KIND),
        ("{{ document() }}", ANOTHER_KIND),
        ("{{ document.cc.index(document.title) }}", ANOTHER_KIND),
        ("{% include [document] %}", "letter.html, line 2: "),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "letter.html, line 2: this calls itself without end, or "),
        (f"{{{{ {'9' * 5000} }}}}", "letter.html: a value is of another kind than it is used as."),
        (f"{{{{ {'(' * 9000}{')' * 9000} }}}}", "letter.html: this calls itself without end, or is nested too deeply."),
    ],
    ids=lambda each: each[:40],
)
def test_whatever_a_template_raises_is_told_with_its_place_and_quotes_no_letter(html: str, said: str) -> None:
    letter = samples.letter()
    with pytest.raises(TypesettingFailed) as refused:
        markup(letter, a_template(f"\n{html}"), inlined=())

    assert str(refused.value).startswith(said)
    assert letter.title not in str(refused.value)
    assert letter.cc[0] not in str(refused.value)


def test_no_file_is_taken_in_that_lies_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "templates" / "postcard"
    folder.mkdir(parents=True)
    (folder / "part.html").write_text("A part.", encoding="utf-8")
    (tmp_path / "private").write_text("root:x:0:0", encoding="utf-8")
    (folder / "link.html").symlink_to(tmp_path / "private")
    monkeypatch.setattr(made, "FOLDER", folder.parent)
    monkeypatch.setattr(made, "environment", cache(made.environment.__wrapped__))
    monkeypatch.setattr(made, "_compiled", made._compiled.__wrapped__)  # noqa: SLF001 - kept for the other folder

    assert "A part." in markup(samples.letter(), a_template("{% include 'postcard/part.html' %}"), inlined=())
    with pytest.raises(TypesettingFailed, match=r"there is no file “postcard/link\.html”"):
        markup(samples.letter(), a_template("{% include 'postcard/link.html' %}"), inlined=())


def test_a_sheet_that_does_not_fit_on_its_page_is_refused() -> None:
    long = replace(
        samples.statement(),
        template="sign-on-sheet",
        ask="Mend it.",
        demands=f"<ol>{'<li>Mend the pipes.</li>' * 60}</ol>",
    )

    with pytest.raises(TypesettingFailed, match=r"The sign-on sheet would have [23] pages and must fit on one page\."):
        render(long)
