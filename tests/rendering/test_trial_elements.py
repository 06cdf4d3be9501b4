"""What is wrong with the HTML of a template."""

import pytest

from app.rendering.trial.elements import around, faults_of_elements, faults_of_headings, marked

FILLED = "<html><body>{}</body></html>"


def faults(html: str) -> list[tuple[int, str]]:
    """What is told of a template that `page` of shared/parts.html stands around."""
    return list(faults_of_elements(FILLED.format(marked(html))))


@pytest.mark.parametrize(
    ("html", "line", "said"),
    [
        ("<p>\n<strong>a\n</p>", 2, "<strong> is not closed. Write </strong> before </p> of line 3."),
        ("\n<div>", 2, "<div> is not closed. Write </div> where it ends."),
        ("a\n</div>", 2, "</div> closes what is not open. Take it out, or write <div> before it."),
        ('\n<p class="a>b</p>\n<p class="c">', 2, "in the tag <p …> a quotation mark is missing."),
        ('\n<p class="a>b', 2, "the tag <p has no end: a quotation mark or > is missing."),
        ("\n<p class='a'\n</p>", 2, "the tag <p has no end: a quotation mark or > is missing."),
        ("\n<div/>", 2, "<div> is not closed. Write </div> where it ends."),
        ("\n<!-- a\n<p></p>", 2, "a comment begins here and is not ended. Write --> where it ends."),
    ],
)
def test_the_tag_and_its_line_are_named(html: str, line: int, said: str) -> None:
    assert faults(html) == [(line, said)]


@pytest.mark.parametrize(
    "html",
    [
        '<p>a<br>b <img alt="a > b"><hr></p><DIV></div>',
        '<svg viewBox="0 0 9 9"><title>a</title><path d="M0 0"/></svg>',
        "<!-- <p> --><style>p > a { color: red }</style>",
        "1 < 2",
    ],
)
def test_what_is_in_order_is_not_told(html: str) -> None:
    assert faults(html) == []


def test_what_stands_in_the_text_of_a_letter_is_not_the_template_s() -> None:
    assert list(faults_of_elements("<p>a<p>b")) == []


def test_tags_within_instructions_are_no_tags() -> None:
    assert marked("{# <p> #}\n<p>{{ '<b>' }}{% if '<b>' %}") == "{# <p> #}\n\ue0102\ue011<p>{{ '<b>' }}{% if '<b>' %}"


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>", []),
        ("<p>a</p>", [(0, "the page has no first heading (h1). Put what the letter is about between <h1> and </h1>.")]),
        (
            "<h1>a</h1>\n<h1>b</h1>",
            [(2, "this is a second first heading (h1) after that of line 1. Make it an <h2>.")],
        ),
        ("<h2>a</h2>\n<h1>b</h1>", [(1, "<h2> stands before the first heading (h1). Make it a <p>, or put it below.")]),
        ("<h1>a</h1>\n<h3>b</h3>", [(2, "<h3> follows an h1, and a rank is left out. Make it an <h2>.")]),
    ],
)
def test_headings_out_of_order_are_named(html: str, told: list[tuple[int, str]]) -> None:
    assert list(faults_of_headings(marked(html))) == told


def test_the_elements_around_a_text_are_found() -> None:
    assert around("<main><ol></ol><ul><li><b>a</b><i>name</i>", "name") == ("main", "ul", "li", "i")
