"""What can be said of a letter template from its files alone."""

from dataclasses import replace

import pytest

from app.rendering.process import typesetter
from app.rendering.template_checks import (
    problems_in_css,
    problems_in_html,
    problems_in_languages,
    problems_in_names,
    problems_on_paper,
)
from app.rendering.templates_on_disk import LetterTemplate, Use, letter_template, letter_templates
from tests.rendering import samples


def a_template(html: str = "", *, css: str = "", languages: tuple[str, ...] = ("en",)) -> LetterTemplate:
    return LetterTemplate("postcard", "Postcard", "A short word.", languages, ("title",), html, css)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("a\n{{ nobody }}", "letter.html, line 2: nobody gives a name “nobody”. Use one of: document, words, "),
        ("{{ document.titel }}", "letter.html, line 1: “document” has no “titel”. It has: template, language, "),
        ("\n{{ words.sheet.lable }}", "letter.html, line 2: “words.sheet” has no “lable”. It has: label, "),
        ('<p>\n<img src="x.png">', "letter.html, line 2: “<img” asks for something from outside"),
        ("\n\n{% if size %}", "letter.html, line 3: {% if %} begins here and is not ended. Write {% endif %} where it"),
        (
            "\n{{ document.title | join_with(words.comma) }}",
            "letter.html, line 2: there is no filter “join_with”. Ours",
        ),
        ("{% if size %}\n{{ size | small }}{% endif %}", "letter.html, line 2: there is no filter “small”. Ours are "),
        ("{% if size is huge %}{% endif %}", "letter.html, line 1: there is no test “huge” to be asked with “is”."),
    ],
)
def test_each_mistake_is_named_with_its_line(html: str, said: str) -> None:
    [problem] = problems_in_html(a_template(html))

    assert problem.startswith(said)


def test_names_that_a_template_makes_are_its_own() -> None:
    html = """{%- from "shared/parts.html" import page -%}{%- macro part(label) -%}{{ label }}{%- endmacro -%}
    {% if document.title %}{% set first = 1 %}{{ first }}{% endif %}
    {% for each in document.cc %}{{ part(each) }}{% endfor %}
    {{ first }}{{ range(3) | length }}"""

    assert problems_in_html(a_template(html)) == ()


def test_a_language_without_words_is_named_with_the_words_it_lacks() -> None:
    assert problems_in_languages(a_template("{{ words.sheet.label }}", languages=("en", "ug", "ug-Cyrl", "xx"))) == (
        (
            "template.toml: there are no words for “ug-Cyrl” in shared/words.toml (sheet). "
            "Add them, or take the language out."
        ),
        "template.toml: there are no words for “xx” in shared/words.toml. Add them, or take the language out.",
        "template.toml: there are no words for “xx” in shared/words.toml (sheet). Add them, or take the language out.",
    )


NAMES_ALONE = "{% for group in groups %}{% for name in group.names %}<p>{{ name.name }}</p>{% endfor %}{% endfor %}"
NO_NAMES = "letter.html: the names are not printed. Put “signatories” of shared/parts.html there."
NO_BLOCKS = "letter.html: the names in signature blocks are not printed. Put “signatories” of shared/parts.html there."


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("{{ document.title }}", (NO_NAMES, NO_BLOCKS)),
        ('{% if document.signatories.form == "list" %}' + NAMES_ALONE + "{% endif %}", (NO_BLOCKS,)),
        (NAMES_ALONE, ()),
    ],
)
def test_a_letter_that_leaves_the_names_out_is_found(html: str, said: tuple[str, ...]) -> None:
    assert problems_in_names(a_template(html), samples.letter()) == said


def test_what_is_no_letter_may_say_that_it_prints_no_names() -> None:
    sheet = replace(a_template("{{ document.title }}"), use=Use.FORM)
    document = samples.letter()

    assert problems_in_names(sheet, document)[0] == (
        "letter.html: the names are not printed. "
        "Put “signatories” of shared/parts.html there, or write “prints_names = false” into template.toml."
    )
    assert problems_in_names(replace(sheet, prints_names=False), document) == ()
    assert problems_in_names(replace(sheet, prints_names=False, html=NAMES_ALONE), document) == (
        "template.toml: it prints names after all. Take “prints_names” out.",
    )


def test_what_the_engine_passes_over_in_a_style_sheet_is_named_with_its_place() -> None:
    found = typesetter().examine(a_template(css="p { color: red }\nh1 { colr: red;\n  margin: 3}\n"))

    assert found == (
        "line 2, column 6: Ignored `colr: red`, unknown property.",
        "line 3, column 3: Ignored `margin: 3`, invalid value.",
    )


def test_what_a_style_sheet_would_fetch_is_named_with_its_line() -> None:
    css = "p { color: red }\np { background: url(https://x.example/a.png) }\n@import 'more.css';\n"

    assert problems_in_css(a_template(css=css)) == (
        "letter.css, line 2: “url(” asks for something from outside, and paper fetches nothing. Take it out.",
        "letter.css, line 3: “@import” asks for something from outside, and paper fetches nothing. Take it out.",
    )


def test_our_own_templates_have_nothing_to_say() -> None:
    found = [
        problem
        for template in letter_templates()
        for problem in (*problems_in_html(template), *problems_in_languages(template), *typesetter().examine(template))
    ]

    assert found == []


def on_paper(css: str = "", *, html: str = "") -> list[str]:
    template = letter_template("joint-statement")
    tried = replace(template, css=template.css + css, html=html or template.html)
    document = samples.statement()
    made = typesetter().typeset(document, on_trial=tried)
    return list(problems_on_paper(tried, document, made.pdf).values())


@pytest.mark.parametrize(
    ("css", "part"),
    [
        (".signatories ol { visibility: hidden }", "a name"),
        (".signatories ol { font-size: 0 }", "a name"),
        (".text p { opacity: 0 }", "the text"),
        (".text { display: none }", "the text"),
        (".text ol { font-size: 2pt }", "the text"),
        (".text { background: black; color: black }", "the text"),
        (".text { overflow: hidden; height: 0 }", "the text"),
        ("h1 { color: white }", "the title"),
        (".standfirst { position: absolute; left: -3000pt }", "the standfirst"),
        (".unnamed { display: none }", "the line for those not named"),
    ],
)
def test_what_stands_in_a_letter_and_cannot_be_seen_is_told(css: str, part: str) -> None:
    [problem] = on_paper(css)

    assert problem.startswith(f"letter.css: {part} cannot be seen on paper, as “")


def test_what_is_seen_in_any_script_and_on_any_ground_is_not_told() -> None:
    assert on_paper(".text { background: black; color: white }") == []


def test_a_letter_without_its_text_is_told() -> None:
    html = letter_template("joint-statement").html
    assert "{{ body }}" in html

    assert on_paper(html=html.replace("{{ body }}", "")) == [
        "letter.html: the text is not printed. Put {{ body }} there."
    ]
