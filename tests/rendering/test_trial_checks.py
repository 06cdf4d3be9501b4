"""What can be said of a letter template from its files alone."""

import pytest

from app.rendering.process import typesetter
from app.rendering.templates_on_disk import LetterTemplate, letter_templates
from app.rendering.trial.checks import (
    problems_in_css,
    problems_in_html,
    problems_in_languages,
)

NOTHING_FETCHED = (
    "asks for a file, and for paper none is fetched. Write the styles here, and draw a fixed emblem with <svg> in "
    "letter.html."
)


def a_template(html: str = "", *, css: str = "", languages: tuple[str, ...] = ("en",)) -> LetterTemplate:
    return LetterTemplate("postcard", "Postcard", "A short word.", languages, ("title",), html, css)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("a\n{{ nobody }}", "letter.html, line 2: nobody gives a name “nobody”. Use one of: document, words, "),
        ("{{ document.titel }}", "letter.html, line 1: “document” has no “titel”. It has: template, language, "),
        ("\n{{ words.sheet.lable }}", "letter.html, line 2: “words.sheet” has no “lable”. It has: label, "),
        (
            '<p>\n<img src="x.png">',
            "letter.html, line 2: “<img” asks for a file, and for paper none is fetched. Draw a fixed emblem",
        ),
        ("\n\n{% if size %}", "letter.html, line 3: {% if %} begins here and is not ended. Write {% endif %} where it"),
        (
            "\n{{ document.title | join_with(words.comma) }}",
            "letter.html, line 2: there is no filter “join_with”. Ours",
        ),
        ("{% if size %}\n{{ size | small }}{% endif %}", "letter.html, line 2: there is no filter “small”. Ours are "),
        (
            "\n{{ document.body | lowered }}",
            "letter.html, line 2: document.body would show its tags. Write {{ body }} ",
        ),
        ("{{ document.demands if size }}", "letter.html, line 1: document.demands would show its tags. Write {{ dema"),
        (
            '{% from "shared/parts.html" import pages %}',
            "letter.html, line 1: shared/parts.html has no macro “pages”. It",
        ),
        (
            "{{ stacked(1) }}",
            "letter.html, line 1: “stacked” is a macro of shared/parts.html. Name it where the first ",
        ),
        (
            '{% from "shared/parts.html" import lines as parts %}\n{{ parts("Notes") }}',
            "letter.html, line 2: the macro “parts” is written as “parts(heading, text, level)”.",
        ),
        ('<p\n style="color: red; opacity: .5">', "letter.html, line 2: “opacity” makes content see-through"),
        ("<style>\np { opacity: 50% }</style>", "letter.html, line 2: “opacity” makes content see-through"),
        (
            '\n{% if false %}{{ "a" * 5000000000 }}{% endif %}',
            "letter.html, line 2: “*” makes very much of very little, ",
        ),
        (
            "{{ 9 ** (9 ** 9) }}",
            "letter.html, line 1: “**” makes very much of very little, and is not worked out in a ",
        ),
        (
            "<style>\n@page { size: A3 }</style>",
            "letter.html, line 2: “size” makes other pages, and a letter is on A4",
        ),
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


def test_what_the_engine_passes_over_in_a_style_sheet_is_named_with_its_place() -> None:
    found = typesetter().examine(a_template(css="p { color: red }\nh1 { colr: red;\n  margin: 3}\n"))

    assert found == (
        "line 2, column 6: Ignored `colr: red`, unknown property.",
        "line 3, column 3: Ignored `margin: 3`, invalid value.",
    )


def test_what_a_style_sheet_would_fetch_is_named_with_its_line() -> None:
    css = "p { color: red }\np { background: url(https://x.example/a.png) }\n@import 'more.css';\n"

    assert problems_in_css(a_template(css=css)) == (
        f"letter.css, line 2: “url(” {NOTHING_FETCHED}",
        f"letter.css, line 3: “@import” {NOTHING_FETCHED}",
    )


def test_our_own_templates_have_nothing_to_say() -> None:
    found = [
        problem
        for template in letter_templates()
        for problem in (
            *problems_in_html(template),
            *problems_in_css(template),
            *problems_in_languages(template),
            *typesetter().examine(template),
        )
    ]

    assert found == []


def test_what_is_in_order_is_not_told() -> None:
    html = """{%- from "shared/parts.html" import lines -%}
    {{ lines("Notes", document.notes, level=3) }}{{ "x" if document.body }}{% if document.body %}x{% endif %}
    <svg><path style="opacity: 0.5"/></svg><p style="opacity: 1">"""

    assert problems_in_html(a_template(html)) == ()


def test_what_there_is_instead_is_listed_once() -> None:
    first, second, third = problems_in_html(a_template("{{ document.titel }}\n{{ document.lable }}\n{{ nobody }}"))

    assert first.startswith("letter.html, line 1: “document” has no “titel”. It has: template, ")
    assert second == "letter.html, line 2: “document” has no “lable”."
    assert third.startswith("letter.html, line 3: nobody gives a name “nobody”. Use one of: ")
