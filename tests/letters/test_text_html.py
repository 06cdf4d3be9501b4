"""Markdown to HTML that may stand on paper."""

import re
from functools import partial
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Refused
from app.letters.text_html import (
    LONGEST_BODY,
    first_list,
    first_paragraph,
    plain,
    safe_html,
    split_back_matter,
    split_notes,
    without_ways_back,
)
from tests.steps import steps

MARKS = "# ## #### - > 1. * ** ` [a]( ) https://a.example <b> <script> </h1> javascript:x ![ [^1] | --- &lt; <!--"
PIECES = [*re.split(" ", MARKS), "\n", "\n\n", " ", "a", "[^1]: ", "\\"]
hostile = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**Act** *now*.", "<p><strong>Act</strong> <em>now</em>.</p>\n"),
        ("[us](https://a.example)", '<p><a href="https://a.example">us</a></p>\n'),
        ("[us](mailto:a@b.example)", '<p><a href="mailto:a@b.example">us</a></p>\n'),
        ("[us](MAILTO:a@b.example?bcc=c@d.example)", '<p><a href="mailto:a@b.example">us</a></p>\n'),
        ("[us](mailto:a@b.example,c@d.example)", "<p><a>us</a></p>\n"),
        ("[us](http://a.example)", "<p><a>us</a></p>\n"),
        ("[us](/staff)", "<p><a>us</a></p>\n"),
        ("[us](javascript:alert)", "<p>[us](javascript:alert)</p>\n"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("![p](https://a.example/p.png)", '<p>!<a href="https://a.example/p.png">p</a></p>\n'),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>\n'),
        ("# A\n\n## B\n\n#### C", "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>\n"),
        ("#### C\n\n## A", "<h2>C</h2>\n<h2>A</h2>\n"),
    ],
)
def test_markdown_becomes_plain_html(markdown: str, html: str) -> None:
    assert safe_html(markdown) == html


def test_a_column_of_a_table_is_aligned_as_its_colons_say() -> None:
    html = safe_html("| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |")

    page = BeautifulSoup(html, "html.parser")
    assert [cell.get("class") for cell in page.find_all(["th", "td"])] == [
        *(["aligned-left"], ["aligned-center"], ["aligned-right"], None),
        *(["aligned-left"], ["aligned-center"], ["aligned-right"], None),
    ]
    assert "style" not in html


def test_a_footnote_and_its_mark_lead_to_each_other() -> None:
    page = BeautifulSoup(safe_html("Words[^a].\n\n[^a]: A source."), "html.parser")

    targets = {element["id"] for element in page.find_all(id=True)}
    assert {link["href"] for link in page.find_all("a")} == {f"#{target}" for target in targets}
    assert len(targets) == 2


def test_on_paper_a_footnote_has_no_arrow_back() -> None:
    page = BeautifulSoup(without_ways_back(safe_html("Words[^a], again[^a].\n\n[^a]: A *source*.")), "html.parser")

    assert page.select_one("li.footnote-item") is not None
    assert [note.get_text().strip() for note in page.select("li.footnote-item")] == ["A source."]
    assert len(page.select("sup.footnote-ref a")) == 2


@settings(deadline=None)
@given(hostile)
def test_nothing_but_the_allowed_elements_comes_out(markdown: str) -> None:
    page = BeautifulSoup(safe_html(markdown), "html.parser")

    assert not {tag.name for tag in page.find_all()} & {
        "script",
        "b",
        "img",
        "h1",
        "h4",
        "style",
        "iframe",
    }
    levels = [1, *(int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$")))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for link in page.find_all("a", href=True):
        assert re.match("https://|mailto:|#fn", str(link["href"]))


@pytest.mark.parametrize("piece", ["[", "![[", "*a ", "**_", "> ", "- ", "[a](", "[^1]", "^[", "`a``", "<a", "&", "\\"])
def test_four_times_the_hostile_text_takes_no_more_than_about_four_times_the_steps(piece: str) -> None:
    few, many = (steps(partial(safe_html, (piece * size)[:size])) for size in (LONGEST_BODY // 40, LONGEST_BODY // 10))

    assert many < 6 * few


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused, match=r"longer than 100,000 characters\. Move parts of it to an annex"):
        safe_html("a" * (LONGEST_BODY + 1))


def test_sources_at_the_end_stand_after_the_names() -> None:
    html = safe_html("Act.\n\n## Demands\n\nOne.\n\n## Further sources on rivers\n\n- A book")

    before, after = split_back_matter(html)

    assert before == "<p>Act.</p>\n<h2>Demands</h2>\n<p>One.</p>\n"
    assert after == "<h2>Further sources on rivers</h2>\n<ul>\n<li>A book</li>\n</ul>\n"


@pytest.mark.parametrize(
    "markdown",
    ["## Sources\n\nA book.\n\n## Demands\n\nOne.", "Act.", "> Words.\n>\n> ## Sources\n>\n> A book."],
)
def test_sources_elsewhere_stay_where_they_are(markdown: str) -> None:
    html = safe_html(markdown)

    assert split_back_matter(html) == (html, "")


def test_footnotes_bring_no_rule_of_their_own() -> None:
    html = safe_html("Boats wait.[^1]\n\n[^1]: A report.")

    assert '<section class="footnotes">' in html
    assert "<hr" not in html


def test_the_first_numbered_list_is_what_is_asked() -> None:
    html = safe_html("We ask.\n\n- not this\n\n1. one[^n]\n   1. inner\n2. two\n\n1) later\n\n[^n]: A note.")

    assert first_list(html) == "<ol>\n<li>one\n<ol>\n<li>inner</li>\n</ol>\n</li>\n<li>two</li>\n</ol>"


def test_without_numbers_the_first_list_is_what_is_asked() -> None:
    assert first_list(safe_html("We ask.\n\n- this\n- that")) == "<ul>\n<li>this</li>\n<li>that</li>\n</ul>"
    assert first_list(safe_html("Nothing[^n].\n\n[^n]: A note.")) == ""


def test_notes_are_parted_from_the_text_above_them() -> None:
    html = safe_html("One.[^n]\n\nTwo.\n\n[^n]: A note.")

    text, notes = split_notes(html)

    assert text + notes == html
    assert plain(text).endswith("Two.")
    assert "A note." in plain(notes)
    assert split_notes("<p>One.</p>") == ("<p>One.</p>", "")


def test_the_first_paragraph_has_no_marks_of_notes() -> None:
    html = safe_html("## Heading\n\nFirst & *last*[^n].\n\nSecond.\n\n[^n]: A note.")

    assert first_paragraph(html) == "<p>First &amp; <em>last</em>.</p>"
    assert plain(first_paragraph(html)) == "First & last."
    assert first_paragraph("") == ""


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("水是权利。**我们要水。**六月之前。", "<p>水是权利。<strong>我们要水。</strong>六月之前。</p>"),
        ("それは**「水」**です", "<p>それは<strong>「水」</strong>です</p>"),
        ("水*（一）*水", "<p>水<em>（一）</em>水</p>"),
        ("ရေ။**ရေသန့်။**မြစ်", "<p>ရေ။<strong>ရေသန့်။</strong>မြစ်</p>"),
        ("ទឹក**ទឹកស្អាត។**ទន្លេ", "<p>ទឹក<strong>ទឹកស្អាត។</strong>ទន្លេ</p>"),
        ("a.**b.**c", "<p>a.**b.**c</p>"),
        ("水。**", "<p>水。**</p>"),
    ],
)
def test_emphasis_may_end_where_a_script_puts_no_gap(written: str, printed: str) -> None:
    assert safe_html(written).strip() == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Lehrer*innen und Schüler*innen", "<p>Lehrer*innen und Schüler*innen</p>"),
        ("tod*s l*s amig*s", "<p>tod*s l*s amig*s</p>"),
        ("*Lehrer*innen* und *alle*", "<p><em>Lehrer*innen</em> und <em>alle</em></p>"),
        ("他*强调*了", "<p>他<em>强调</em>了</p>"),
    ],
)
def test_a_star_between_two_letters_of_a_word_is_spelling(written: str, printed: str) -> None:
    assert safe_html(written).strip() == printed
