# ruff: noqa: E501 - a table of faults reads best with one fault a line
"""What a letter's text may hold, and what it is told about the rest: nothing vanishes in silence."""

import re
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.errors import Refused
from app.letters.front_matter import LetterFileProblem
from app.letters.letter_file import parse, read_letter_source
from app.letters.text import LetterText, canonical
from app.letters.text_faults import MOST_FAULTS, fault_in_plain, faults_in, faults_of
from app.letters.text_html import LONGEST_BODY, plain, safe_html
from tests.steps import steps

MARKS = (
    "# |## |### |- |> |1. |2. |9. |**|*|`|[|](|](https://a.example)|](x)|]|![|[^1]|[^1]: |[^2]: |[n]: |[n]|<b>|<|~~|=="
)
BREAKS = "---\n|***\n|===\n|\n|\n\n| |    |\t|\\|&amp;|{{count}}|\n- |\n1. |\n\n    |```|__|<!--|<a@b.example>|^["
PIECES = [*re.split(r"\|", MARKS), *re.split(r"\|", BREAKS)]
TABLES = ["|", "\n| --- | --- |\n", "| cell |", "\n|"]
WORDS = [f"word{number}q" for number in range(30)]
texts = st.lists(st.sampled_from([*PIECES, *TABLES]) | st.sampled_from(WORDS), max_size=30).map("".join)


def test_whoever_writes_html_is_told_line_column_and_markdown() -> None:
    source = (
        "---\ntemplate: joint-statement\nlanguage: en\ntitle: Water\n---\n\n\nWe ask.\n\nMend *all* <b>pipes</b>.\n"
    )

    with pytest.raises(LetterFileProblem) as refused:
        read_letter_source(source)

    assert str(refused.value) == (
        "letter.md, line 10, column 12: This is the HTML tag <b>. A letter's text is Markdown: write **bold**."
    )
    assert "<b>" in parse(source).body, "what was frozen is read for ever"


@pytest.mark.parametrize(
    ("markdown", "line", "column", "begins"),
    [
        ("<b>x</b>", 1, 1, "This is the HTML tag <b>. A letter's text is Markdown: write **bold**."),
        ("x <EM\nclass='y'>", 1, 3, "This is the HTML tag <EM"),
        ("Hello<br/>there", 1, 6, "This is the HTML tag <br/>. A letter's text is Markdown: begin a new paragraph, or end the line with a backslash."),
        ("a\n<div>\nb", 2, 1, "This is the HTML tag <div>. A letter's text is Markdown: leave an empty line between paragraphs."),
        ('see <a href="https://a.example">us</a>', 1, 5, "This is the HTML tag <a href="),
        ("<font color=red>x", 1, 1, "This is the HTML tag <font color=red>. A letter's text is Markdown: take the tag away."),
        ("<script>alert(1)</script>", 1, 1, "This is the HTML tag <script>."),
        ("- > x <!-- not\n  > yet -->", 1, 7, "This is an HTML comment. It would be printed, and published with the letter."),
        ("<!DOCTYPE html>", 1, 1, "This is an HTML comment."),
        ("see ![x](https://a.example/x.png)", 1, 5, "No picture is printed in the text."),
        ("![x][y]", 1, 1, "No picture is printed in the text."),
        ("we ~~beg~~ ask", 1, 4, "Words between ~~ are not struck out"),
        ("we ==ask==", 1, 4, "Words between == are not marked in a letter. Write **bold**"),
        ("- [ ] mend\n- [x] ask", 1, 3, "No box to tick is printed."),
        ("1. ok\n2. [X] ask", 2, 4, "No box to tick is printed."),
        ("```\ncode\n```", 1, 0, "A fence of ``` or ~~~ sets program code"),
        ("text\n~~~~\ncode", 2, 0, "A fence of ``` or ~~~ sets program code"),
        ("text\n\n    Dear all", 3, 0, "Four spaces or a tab before a line make it program code"),
        ("- a\n\n\tb\n\n\t\tc", 5, 0, "Four spaces or a tab before a line make it program code"),
        ("# A\n\n## B\n\n### C", 5, 0, "A text has headings of 2 levels, and this is of a third"),
        ("# A\n\n#### C\n\n## B", 3, 0, "A text has headings of 2 levels"),
        ("We ask.\nNow.\n---\nAnd more", 3, 0, "A line of hyphens or equals signs right under words makes them a heading."),
        ("x\n\n##Heading", 3, 1, "A heading has a space after its hash signs."),
        ("• one\n• two", 1, 1, "A list begins with a hyphen."),
        ("x\n ● two", 2, 2, "A list begins with a hyphen."),
        ("Words.[^a]", 1, 7, "There is no note [^a]."),
        ("Words.[^a]\n\n[^b]: B\n\n[^a]: A", 3, 0, "No mark in the text leads to the note [^b]"),
        ("Words.[^a]\n\n[^a]: A\n\n[^a]: B", 5, 0, "There are two notes [^a]"),
        ("Words.^[note]", 1, 7, "A note stands apart."),
        ("x\n\n[Note]: remember", 3, 0, "Nothing in the text leads to this address, so the line would not be printed."),
        ("[n]\n\n[n]: https://a.example\n[n]: https://b.example", 4, 0, "This name of an address is given twice"),
        ("[us](http://a.example)", 1, 1, "Only links to https:// and mailto: are kept."),
        ("[us](www.a.example)", 1, 1, "Only links to https:// and mailto: are kept."),
        ("[us](tel:+123)", 1, 1, "Only links to https:// and mailto: are kept."),
        ("[us](https://a.example<b>x)", 1, 1, "Only links to https:// and mailto: are kept."),
        ("[us](mailto:us@a.example?bcc=spy@b.example)", 1, 1, "A link to mail leads to one address, without"),
        ("a [us](MAILTO:us@a.example?subject=Hi)", 1, 3, "A link to mail leads to one address, without"),
        ("[us](mailto:us@a.example,spy@b.example)", 1, 1, "A link to mail leads to one address, without"),
        ("a <mailto:us@a.example?body=Yes>", 1, 3, "A link to mail leads to one address, without"),
        ("[us]\n\n[us]: mailto:us@a.example?cc=b@c.example", 1, 1, "A link to mail leads to one address, without"),
        ("a [us](javascript:alert)", 1, 3, "This is not read as a link."),
        ("[us](https://a.example/my file)", 1, 1, "This is not read as a link."),
        ("x [](https://a.example)", 1, 3, "This link has no words"),
        ('[us](https://a.example "A title")', 1, 1, "Words in quotes after an address are not printed."),
        ("x\n\n**We ask. ** Now.", 3, 1, "These stars would be printed."),
        ("We **ask.", 1, 4, "These stars would be printed."),
        ("[a **b](https://a.example)", 1, 4, "These stars would be printed."),
        ("1. a\n2. b\n4. c", 3, 0, "This item is numbered 4, and would be printed as 3. Write 3."),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", 3, 0, "This line has 3 cells, and the table 2 columns."),
        ("> | a |\n> |---|\n> | 1 | 2 |", 3, 0, "This line has 2 cells, and the table 1 columns."),
        ("| a | b |\n|---|", 2, 1, "This is not read as a table"),
        (">" * 21 + " deep", 1, 0, "Lists and quotations stand too deep"),
        ("- " * 12 + "deep", 1, 0, "Lists and quotations stand too deep"),
        ("a\n\x07b", 2, 1, "There is a character that cannot be printed."),
        ("We are {{cuont}}.", 1, 8, "“{{cuont}}” is not known. Use {{count}},"),
        ("We are {{count", 1, 8, "“{{count” is not closed."),
        ("Countries: {{countries:words}}", 1, 12, "“{{countries:words}}” is not known."),
        ("| a |\n|---|\n| <i>x</i> |", 3, 3, "This is the HTML tag <i>."),
    ],
)  # fmt: skip
def test_what_would_vanish_or_be_printed_as_typed_is_told_with_its_place(
    markdown: str, line: int, column: int, begins: str
) -> None:
    first = faults_in(markdown)[0]

    assert (first.line, first.column) == (line, column)
    assert first.sentence.startswith(begins)
    assert first.sentence.endswith((".", "…"))


@pytest.mark.parametrize("piece", ["{{cuont}}\n", "\x07\n", "{{count\n", "<b>x</b>\n\n"])
def test_every_one_of_several_faults_is_told_up_to_twenty(piece: str) -> None:
    apart = 2 if piece.endswith("\n\n") else 1

    assert [each.line for each in faults_in(f"We ask.\n\n{piece * 3}")] == [3, 3 + apart, 3 + 2 * apart]
    assert len(faults_in(piece * 100)) == MOST_FAULTS


@pytest.mark.parametrize(
    ("markdown", "printed"),
    [
        ("a < b, a <b, b> c, <3, <- and ->", "a < b, a <b, b> c, <3, <- and ->"),
        ("Write to <office@x.example> or <https://x.example/>.", "Write to office@x.example or https://x.example/."),
        (r"\<b> \**two \~~x~~ \[^1]", "<b> **two ~~x~~ [^1]"),
        ("`<b>`, `**` and `![x](y)` in backticks", "<b>, ** and ![x](y) in backticks"),
        ("<name of your organisation>", "<name of your organisation>"),
        ("5 * 3 * 2, **bold**, __bold__, *a* and _b_", "5 * 3 * 2, bold, bold, a and b"),
        ("a == b == c, a ~~ b, x ==> y, ~5 to ~10", "a == b == c, a ~~ b, x ==> y, ~5 to ~10"),
        ("[sic] and [x] and [ ]", "[sic] and [x] and [ ]"),
        ("#SaveTheRivers\n\n# A\n\n## B\n\n# C", "#SaveTheRivers A B C"),
        ("See www.x.example and https://y.example/a_b_c.", "See www.x.example and https://y.example/a_b_c."),
        ("1. a\n1. b\n\nx\n\n3. c\n4. d", "a b x c d"),
        ("Name: ____________", "Name: ____________"),
        ("See [us], [them][n] and [n][].\n\n[us]: https://a.example\n[n]: mailto:b@c.example", "See us, them and n."),
        ("One[^1], two[^b].\n\n[^1]: First, see[^c].\n[^b]: Second.\n[^c]: Third.", "One[1], two[2]. First, see[3]. ↩︎ Second. ↩︎ Third. ↩︎"),
        ("| a \\| b | c |\n|:--|--:|\n| 1 |\n| 2 | 3 |", "a | b c 1 2 3"),
        ("水是权利。**我们要水。**六月之前。", "水是权利。我们要水。六月之前。"),
        ("one\\\ntwo  \nthree &amp; &copy; &nope;", "one two three & © &nope;"),
        ("Title\n=====\n\nDemands\n---\n\nx\n\n***\n\n---\n\ny", "Title Demands x y"),
        ("{{count}} {{ count : words }} {{count:Any group}} {{countries}}", "{{count}} {{ count : words }} {{count:Any group}} {{countries}}"),
    ],
)  # fmt: skip
def test_what_stays_text_or_is_printed_right_is_no_fault(markdown: str, printed: str) -> None:
    assert faults_in(markdown) == ()
    assert plain(safe_html(markdown).replace("<br>", " ")) == printed


def told(markdown: str) -> str:
    html = safe_html(markdown)
    return plain(html) + " ".join(re.findall(r'href="([^"]*)"', html))


@settings(deadline=None, max_examples=400)
@given(texts)
@example("x\n\n[word1q]: word2q")
@example("> " * 21 + "word1q")
def test_where_nothing_is_told_every_word_is_printed(markdown: str) -> None:
    if faults_in(markdown):
        return
    said = told(markdown)
    assert [word for word in re.findall(r"word\d+q", markdown) if word not in said] == []


@settings(deadline=None)
@given(texts)
def test_faults_stand_within_the_text_and_in_its_order(markdown: str) -> None:
    found = faults_in(markdown)
    lines = markdown.split("\n")

    assert len(found) <= MOST_FAULTS
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert all(1 <= each.line <= len(lines) and each.column <= len(lines[each.line - 1]) for each in found)


@pytest.mark.parametrize("piece", ["[", "![", "**a ", "~~a ", "==a", "<b ", "<!--", "[a](x:", "[^1]", "^[a", "`a``", "<a", "{{a", "{{a}}", "\x07", "> ", "|-|\n", "# a\n", "[a]: b\n", "[^a]: b\n\n"])  # fmt: skip
def test_four_times_the_text_takes_no_more_than_about_four_times_the_steps(piece: str) -> None:
    few, many = (steps(partial(faults_in, (piece * size)[:size])) for size in (LONGEST_BODY // 40, LONGEST_BODY // 10))

    assert many < 6 * few + 2_000


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A **great** river", "**great**"),
        ("A <b>great</b> river", "<b>"),
        ("*The Report*, 2026", "*The Report*"),
        ("See [us](https://a.example)", "[us](https://a.example)"),
        ("![x](y)", "![x]("),
        ("Words[^1]", "[^1]"),
        ("<!-- not yet -->", "<!--"),
        ("A _great_ river", "_great_"),
        ("(__Now__)", "__Now__"),
        ("_a_", "_a_"),
        ("# Water", "#"),
        ("### Water", "###"),
        ("The `river`, now", "`river`"),
        ("We ~~beg~~ ask", "~~beg~~"),
        ("We ==ask==.", "==ask=="),
    ],
)
def test_a_part_that_is_printed_as_typed_holds_no_markdown(written: str, shown: str) -> None:
    fault = fault_in_plain(f"One\n{written}")

    assert fault is not None
    assert fault.line == 2
    assert f"“{shown}” would be printed as it is" in fault.sentence
    assert fault_in_plain("Rivers* < seas*, 5 * 3 * 2, 2 ** 3, [sic], <a@b.example>, #water, {{count}}") is None


@pytest.mark.parametrize(
    "written",
    [
        "foo_bar and foo_bar_baz",
        "Trans*Inter*",
        "Trans*Inter* and queer*",
        "https://x.example/_a_/b_c, @_name_of, a_b@x.example, file_of_",
        "Name: ____________",
        "#water # 1 in 3, item #4",
        "# 1 of our demands",
        "Hawai`i, O`ahu and `Iolani; Sana`a",
        "`Ali of the Ka`ba, the Sab`",
        "a == b == c, a ~~ b, ~5 to ~10, x ==> y",
        "_ and _ and `",
    ],
)
def test_honest_marks_in_a_plain_part_are_left_alone(written: str) -> None:
    assert fault_in_plain(written) is None


def test_a_letter_is_looked_through_part_by_part() -> None:
    text = LetterText("joint-statement", "en", "**Now**", body="a\n\n<i>b</i>", notes="x\n{{cuont}}")

    assert [each.partition(": ")[0] for each in faults_of(text)] == [
        "Title, line 1",
        "Text, line 3",
        "Notes, line 2",
    ]
    assert parse(canonical(text)).title == "**Now**"


def test_a_text_too_long_to_be_printed_is_not_read_for_faults() -> None:
    hostile = "[[a](" * (LONGEST_BODY // 5 + 1)

    assert faults_in("<b>" + "x" * LONGEST_BODY) == ()
    assert faults_in(hostile) == ()
    assert fault_in_plain(hostile) is None
    with pytest.raises(Refused, match="The text is longer than"):
        safe_html(hostile)


@pytest.mark.parametrize(
    ("markdown", "line", "column"),
    [
        ("One.\n\n{{count}}. of them", 3, 1),
        ("> {{organisations}}) of them", 1, 3),
        ("We \u202erevo\u202c over", 1, 4),
        ("We are {count: words}.", 1, 8),
        ("– one\n– two", 1, 1),
        ("| A | B |\n| 1 | 2 |", 1, 1),
    ],
)
def test_what_would_be_read_otherwise_is_told(markdown: str, line: int, column: int) -> None:
    assert [(fault.line, fault.column) for fault in faults_in(markdown)] == [(line, column)]


@pytest.mark.parametrize(
    "markdown", ["— Mira Solen, director", "We are {{count}}. They ask.", "a {set} of {{count}}", "We ask\n– and soon"]
)
def test_what_only_looks_like_it_is_left_alone(markdown: str) -> None:
    assert faults_in(markdown) == ()
